"""How secret a ballot is, as the rulebook of the day says when it is called.

Recorded votes are those of delegates in a meeting; a ballot of members is sealed or blind.  What
each of them protects against is in `docs/secrecy.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from pydantic import AwareDatetime

from domain.bodies.forgetting import CHALLENGE_DAYS
from domain.kernel.ids import RuleId
from domain.kernel.refusal import RuleBroken
from domain.kernel.value import Value
from domain.rules.rulebook import Governing
from domain.rules.values import Choice, Days, Flag


class Secrecy(StrEnum):
    """The three grades."""

    RECORDED = "recorded"
    SEALED = "sealed"
    BLIND = "blind"


class SecrecyRules(NamedTuple):
    """Where the rulebook says how secret a kind of ballot is, and whether papers are replaced."""

    secrecy: RuleId
    replaceable: RuleId


OF_CYCLES: Final = SecrecyRules(
    RuleId("refounding.ballot_secrecy"), RuleId("refounding.paper_replaceable")
)
OF_MEMBERS: Final = SecrecyRules(RuleId("ballots.secrecy"), RuleId("ballots.paper_replaceable"))


class Kept(Value):
    """What a blind ballot is held under beside its terms.

    `replaceable`: a later paper takes an earlier one's place.  `keys_for_days`: for how long after
    the close what is left of its keys is kept, which is as long as its result can be challenged.
    """

    replaceable: bool
    keys_for_days: int

    def keys_until(self, closes: AwareDatetime) -> AwareDatetime:
        """When the keys are destroyed."""
        return closes + timedelta(days=self.keys_for_days)


def rules_of(parent: UUID | None) -> SecrecyRules:
    """The rules for the ballot of a cycle, or for one that belongs to none."""
    return OF_MEMBERS if parent is None else OF_CYCLES


def secrecy_of(rules: Governing, parent: UUID | None) -> Secrecy:
    """How secret a ballot that is called now will be.

    Raises `RuleBroken` for a grade that no ballot of members can be held under.
    """
    rule = rules_of(parent).secrecy
    found = _GRADES.get(rules.value(rule, Choice).choice)
    if found is None:
        raise RuleBroken(
            "A ballot of members is sealed or blind: who voted how is never recorded in one. Let "
            "the rulebook say one of the two.",
            rule=rule,
        )
    return found


_GRADES: Final[Mapping[str, Secrecy]] = {
    grade.value: grade for grade in (Secrecy.SEALED, Secrecy.BLIND)
}


def kept_under(rules: Governing, parent: UUID | None, secrecy: Secrecy) -> Kept | None:
    """What a blind ballot is held under beside its terms; None for a sealed one."""
    if secrecy is not Secrecy.BLIND:
        return None
    return Kept(
        replaceable=rules.value(rules_of(parent).replaceable, Flag).holds,
        keys_for_days=rules.value(CHALLENGE_DAYS, Days).count,
    )

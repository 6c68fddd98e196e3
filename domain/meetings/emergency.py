"""Whether the officers agree to an emergency meeting: as many of them as a rule asks for.

Each of them agrees for themselves, or whoever keeps the record enters who said so, when and by
which route.  The word of whoever calls the meeting is not enough.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from pydantic import AwareDatetime

from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput, NotAllowed, RuleBroken
from domain.kernel.value import Value
from domain.meetings.orders import CONVENED_BY, EMERGENCY_AGREEMENT, EMERGENCY_POWER, Orders
from domain.powers import Registers, holders_of, in_words, powers_of
from domain.rules.values import Rule, Share


class Said(StrEnum):
    """By which route an officer said that they agree."""

    HERE = "here, by themselves"
    IN_PERSON = "in person"
    PHONE = "by telephone"
    VIDEO = "by video"
    MAIL = "by e-mail"
    LETTER = "by letter"


class Agreement(Value):
    """An officer's agreement to an emergency meeting: who said so, when, and by which route."""

    person: PersonId
    name: str
    route: Said
    said_at: AwareDatetime


def officers_of(orders: Orders, registers: Registers) -> dict[PersonId, str]:
    """Who may agree, by name: whoever the rule names; raises `BadInput` where there is none."""
    found: dict[PersonId, str] = {}
    for power in powers_of(power_rule(orders)):
        body = registers.body(power.partition(".")[0])
        held = holders_of(power, registers)
        mandates = () if body is None else body.mandates
        found |= {one.person: one.name for one in mandates if one.person in held}
    return found


def power_rule(orders: Orders) -> Rule:
    """The rule that says who may agree; raises `BadInput` where none does."""
    found = orders.find(EMERGENCY_POWER)
    if found is None:
        raise BadInput(
            "The rules of this body know no emergency meeting. Call an ordinary one.",
            rule=CONVENED_BY,
        )
    return found


def agreement_rule(orders: Orders) -> Rule:
    """The rule that says how many of them must agree; raises `RuleBroken` where none does."""
    found = orders.find(EMERGENCY_AGREEMENT)
    if found is None:
        power = power_rule(orders)
        raise RuleBroken(
            "The rules do not say how many of the officers must agree to an emergency meeting. "
            "Call an ordinary one.",
            rule=power.id,
            clause=power.clause,
        )
    return found


def must_be_one_of(person: PersonId, officers: Mapping[PersonId, str], orders: Orders) -> None:
    """Refuse the agreement of somebody whom the rule does not name; raises `NotAllowed`."""
    if person in officers:
        return
    rule = power_rule(orders)
    raise NotAllowed(
        f"To an emergency meeting agrees {' or '.join(map(in_words, powers_of(rule)))}, and nobody "
        "else.",
        rule=rule.id,
        clause=rule.clause,
    )


def is_enough(agreed: Collection[PersonId], officers: Mapping[PersonId, str], share: Share) -> bool:
    """Whether as many of the officers agreed as the share asks for."""
    return share.met_by(len(officers.keys() & set(agreed)), len(officers))


def wanted(share: Share) -> str:
    """How many must agree, in words."""
    return f"{'more than' if share.strict else 'at least'} {share.numerator}/{share.denominator}"

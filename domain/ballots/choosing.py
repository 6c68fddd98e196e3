"""Questions that choose between options: how they are filled in, and by which rule counted.

The rulebook names the rule of a count when the ballot is called; who asks says how many options a
paper may mark and how many of them are to be chosen, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from domain.ballots.terms import TIES
from domain.counting.contest import Candidate, Contest, checked
from domain.counting.result import CountResult
from domain.counting.terms import Settled, Terms
from domain.elections.count import OpenTie
from domain.elections.terms import TieRule
from domain.kernel.ids import RuleId
from domain.kernel.refusal import BadInput, RuleBroken
from domain.kernel.sane import Line
from domain.kernel.value import Value
from domain.rules.rulebook import Governing
from domain.rules.values import Choice


class Way(StrEnum):
    """How a question is filled in: one option, some of them, or some in an order."""

    ONE = "one"
    SOME = "some"
    RANKED = "ranked"


METHODS: Final[Mapping[Way, RuleId]] = {
    Way.ONE: RuleId("ballots.one_option_method"),
    Way.SOME: RuleId("ballots.some_options_method"),
    Way.RANKED: RuleId("ballots.ranked_method"),
}
COUNTED_BY: Final[Mapping[Way, tuple[str, ...]]] = {
    Way.ONE: ("fptp",),
    Way.SOME: ("approval", "block"),
    Way.RANKED: (
        *("av", "ers97", "meek-nz", "meek-prf", "ranked-priorities"),
        *("scottish-stv", "wigm-exact", "wigm-prf"),
    ),
}
"""The rules that can count papers which were filled in that way."""


class Options(Value):
    """A question that chooses, as it is asked.  `places`: how many of the options are chosen."""

    title: Line
    way: Way
    options: tuple[Line, ...]
    places: Annotated[int, Field(ge=1)] = 1


class Choosing(Value):
    """A question that chooses: where it stands on the paper, and all that its count depends on."""

    place: int
    title: str
    way: Way
    settled: Settled

    @property
    def names(self) -> tuple[str, ...]:
        """The options in the order of the paper."""
        return self.settled.contest.names

    @property
    def most(self) -> int:
        """How many options a paper may mark."""
        if self.way is Way.ONE:
            return 1
        limited = self.settled.terms.rule == "block"
        return self.settled.contest.seats if limited else len(self.names)


class Tied(Value):
    """A tie between options that a lot has to break, and in which question it is."""

    place: int
    tie: OpenTie


class Chosen(Value):
    """The count of a question that chooses.  `stands`: whether enough took part for it to hold."""

    place: int
    result: CountResult
    stands: bool
    because: str


def choosing(place: int, asked: Options, rules: Governing) -> Choosing:
    """The question as it stands on the paper, counted as the rulebook of the day says.

    Raises `BadInput` for options that are none, and `RuleBroken` where the rulebook names no rule
    that can count them.
    """
    return Choosing(
        place=place,
        title=asked.title,
        way=asked.way,
        settled=Settled(contest=_contest(place, asked), terms=_terms(asked.way, rules)),
    )


def way_of(method: str, seats: int) -> Way | None:
    """How papers of members are filled in that such a rule counts; None if it counts no such."""
    if method in COUNTED_BY[Way.ONE]:
        return Way.ONE if seats == 1 else None
    return next((way for way in (Way.SOME, Way.RANKED) if method in COUNTED_BY[way]), None)


def between_candidates(title: str, settled: Settled) -> Choosing:
    """The one question of a paper on which members elect; raises `BadInput` if none can be made."""
    way = way_of(settled.terms.rule, settled.contest.seats)
    if way is None:
        raise BadInput(f"No paper of members is counted by '{settled.terms.rule}'.")
    return Choosing(place=1, title=title, way=way, settled=settled)


def _contest(place: int, asked: Options) -> Contest:
    if len(asked.options) < 2:
        raise BadInput(f"Question {place} chooses between options: give two of them or more.")
    if asked.places >= len(asked.options):
        raise BadInput(
            f"Question {place} has {len(asked.options)} options, and as many would be chosen. "
            "Choose fewer of them."
        )
    if asked.way is Way.ONE and asked.places > 1:
        raise BadInput(
            f"Question {place} takes one mark, so that one option is chosen. Let several be marked "
            "or ranked to choose several."
        )
    options = tuple(Candidate(name=name) for name in asked.options)
    return checked(Contest(seats=asked.places, candidates=options, title=asked.title))


def _terms(way: Way, rules: Governing) -> Terms:
    return Terms(rule=_method(way, rules), ties=_ties(rules).steps, ties_by_the_rule=False)


def _method(way: Way, rules: Governing) -> str:
    rule, known = METHODS[way], COUNTED_BY[way]
    method = _said(rule, rules)
    if method not in known:
        raise RuleBroken(
            f"Nothing here counts such papers by '{method}'. The rulebook can say: "
            f"{', '.join(known)}.",
            rule=rule,
        )
    return method


def _ties(rules: Governing) -> TieRule:
    """How ties are broken: nobody decides one in a ballot of members."""
    known = [one for one in TieRule if one.by_lot]
    said = _said(TIES, rules)
    found = next((one for one in known if one.value == said), None)
    if found is None:
        raise RuleBroken(
            f"In a ballot of members ties are drawn by lot, and not broken by '{said}'. The "
            f"rulebook can say: {', '.join(known)}.",
            rule=TIES,
        )
    return found


def _said(rule: RuleId, rules: Governing) -> str:
    if not rules.has(rule):
        raise RuleBroken(
            f"No ballot can choose between options while the rulebook has no rule '{rule}': it "
            "would be too late to make one after the count.",
            rule=rule,
        )
    return rules.value(rule, Choice).choice

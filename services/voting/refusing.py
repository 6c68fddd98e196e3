"""Why a paper is not taken: a sentence for each reason, with the rule that decides it."""

from __future__ import annotations

from domain.ballots.ballot import Ballot
from domain.ballots.terms import FRANCHISE, ONE_PAPER, PERIOD
from domain.kernel.ids import RuleId
from domain.kernel.refusal import NotAllowed, NotFound, OutOfOrder, Refusal, TooEarly, TooLate

_REFUSALS: dict[str, tuple[type[Refusal], str, RuleId | None]] = {
    "unknown": (NotFound, "There is no ballot of that id with a roll.", None),
    "early": (TooEarly, "Voting has not opened.", PERIOD),
    "late": (TooLate, "Voting has closed: the deadline took effect at its moment.", PERIOD),
    "stranger": (NotAllowed, "You are not on the roll of this ballot.", FRANCHISE),
    "again": (
        OutOfOrder,
        "You have voted in this ballot. Each member has one paper.",
        ONE_PAPER,
    ),
}


def refusal(reason: str, ballot: Ballot | None = None) -> Refusal:
    """The refusal for a reason, as the box names it, by the rules that the ballot is held by."""
    kind, sentence, rule = _REFUSALS[reason]
    return kind(sentence, rule=cited(rule, ballot))


def cited(rule: RuleId | None, ballot: Ballot | None) -> RuleId | None:
    """The rule that a refusal cites: those on hours and roll are the ballot's own, if it is known.

    A ballot of an election has the hours and the roll of the election's rules.
    """
    if ballot is None or rule is None:
        return rule
    cites = ballot.terms.cites
    return {PERIOD: cites.hours, FRANCHISE: cites.roll}.get(rule, rule)

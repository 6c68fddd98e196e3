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
    if ballot is not None:
        cites = ballot.terms.cites
        rule = {PERIOD: cites.hours, FRANCHISE: cites.roll}.get(rule, rule) if rule else None
    return kind(sentence, rule=rule)

"""Why a credential or a blind paper is refused: a sentence for each reason, and its rule."""

from __future__ import annotations

from typing import Final

from domain.ballots.ballot import Ballot
from domain.ballots.terms import FRANCHISE, ONE_PAPER, PERIOD
from domain.bodies.forgetting import CHALLENGE_DAYS
from domain.kernel.ids import RuleId
from domain.kernel.refusal import NotAllowed, NotFound, OutOfOrder, Refusal, TooEarly, TooLate
from services.voting.refusing import cited

_REFUSALS: Final[dict[str, tuple[type[Refusal], str, RuleId | None]]] = {
    "unknown": (NotFound, "There is no blind ballot of that id that was announced.", None),
    "early": (TooEarly, "Voting has not opened.", PERIOD),
    "late": (TooLate, "Voting has closed: the deadline took effect at its moment.", PERIOD),
    "open": (TooEarly, "Voting has not closed, so the box stays shut.", PERIOD),
    "destroyed": (
        TooLate,
        "The keys of this ballot were destroyed when its result could not be challenged any more.",
        CHALLENGE_DAYS,
    ),
    "stranger": (NotAllowed, "You are not on the roll of this ballot.", FRANCHISE),
    "other": (
        OutOfOrder,
        "A credential has been signed for you in this ballot, for another secret than this one. "
        "Vote with the file that you saved then; a second credential is given to nobody.",
        ONE_PAPER,
    ),
    "older": (
        OutOfOrder,
        "There is a newer paper with this credential. Send yours with a higher counter to replace "
        "it.",
        ONE_PAPER,
    ),
    "final": (
        OutOfOrder,
        "There is a paper with this credential, and none is replaced in this ballot.",
        ONE_PAPER,
    ),
}


def refusal(reason: str, ballot: Ballot | None = None) -> Refusal:
    """The refusal for a reason, as the box names it, by the rules that the ballot is held by."""
    kind, sentence, rule = _REFUSALS[reason]
    return kind(sentence, rule=cited(rule, ballot))

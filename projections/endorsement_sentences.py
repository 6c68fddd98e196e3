"""What acts of endorsements are called, in one sentence each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from domain.endorsements.endorsement import Endorsement
from domain.kernel.aggregate import Recorded
from projections.phrases import Told, counted, end, listed, moment


def _settled(event: Endorsement.Settled, told: Told) -> str:
    if not event.names:
        return f"Nobody is endorsed in “{told.what}”: {end(event.because)}"
    verb = "is" if len(event.names) == 1 else "are"
    return f"{listed(event.names)} {verb} endorsed in “{told.what}”: {end(event.because)}"


def _recommended(event: Endorsement.Recommended, told: Told) -> str:
    votes = event.votes
    cast = f"{votes.votes_for} for, {votes.votes_against} against"
    return (
        f"{told.who} recorded that {event.name} is recommended in “{told.what}” ({cast}, "
        f"{votes.abstained} abstained); members answer yes or no."
    )


def _decided(event: Endorsement.WithdrawalDecided, told: Told) -> str:
    what = "took support back" if event.withdrawn else "kept up support"
    return f"{told.who} {what} in “{told.what}”: {end(event.reasons)}"


ENDORSEMENT_SENTENCES: Final[dict[type[Recorded], Callable[[Any, Told], str]]] = {
    Endorsement.Called: lambda e, t: (
        f"{t.who} called whoever stands for {e.office} in {e.election} to ask for endorsement, "
        f"until {moment(e.terms.asks_until)}."
    ),
    Endorsement.LotAnnounced: lambda e, t: (
        f"{t.who} announced that a tie in “{t.what}” is drawn from {e.lot.source}, known from "
        f"{moment(e.lot.known_from)}."
    ),
    Endorsement.Asked: lambda e, t: f"{e.name} asked to be endorsed in “{t.what}”.",
    Endorsement.TakenBack: lambda e, t: f"{t.who} took a request back in “{t.what}”.",
    Endorsement.AskingClosed: lambda e, t: (
        f"The time to ask for endorsement in “{t.what}” was over with {counted(e.asked, 'request')}"
        "."
    ),
    Endorsement.Recommended: _recommended,
    Endorsement.BallotCalled: lambda e, t: (
        f"Members were asked in “{t.what}”: {listed(e.names)} on the paper, until "
        f"{moment(e.hours.closes)}."
    ),
    Endorsement.Settled: _settled,
    Endorsement.Reported: lambda e, t: f"{t.who} reported in “{t.what}”: {end(e.words)}",
    Endorsement.ReviewMissed: lambda e, t: (
        f"“{t.what}” was to be looked at by {moment(e.due)}, and nobody had."
    ),
    Endorsement.Reviewed: lambda e, t: f"{t.who} looked at “{t.what}”: {end(e.words)}",
    Endorsement.WithdrawalProposed: lambda e, t: (
        f"{t.who} proposed to take support back in “{t.what}”: {end(e.reasons)} They are heard "
        f"until {moment(e.heard_until)}."
    ),
    Endorsement.Heard: lambda e, t: (
        f"Whoever would lose support in “{t.what}” was heard: {end(e.words)}"
    ),
    Endorsement.WithdrawalDecided: _decided,
    Endorsement.Ended: lambda e, t: f"“{t.what}” is over: {end(e.reason)}",
}

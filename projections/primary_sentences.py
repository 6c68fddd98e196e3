"""What acts of policy primaries and of their motions are called, in one sentence each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from domain.kernel.aggregate import Recorded
from domain.primary.motion import PrimaryMotion
from domain.primary.primary import Outcome, Primary
from projections.phrases import Told, counted, end, listed, moment

OUTCOMES: Final[dict[Outcome, str]] = {
    Outcome.CARRIED: "was carried at conference",
    Outcome.LOST: "was lost at conference",
    Outcome.NOT_HEARD: "was not heard at conference",
    Outcome.NOT_PUT: "was not put to conference",
}


def _settled(event: Primary.Settled, told: Told) -> str:
    titles = listed([f"“{one.title}”" for one in event.adopted]) or "Nothing"
    verb = "is" if len(event.adopted) < 2 else "are"
    return f"{titles} {verb} adopted in “{told.what}”: {end(event.because)}"


def _put(event: PrimaryMotion.Put, told: Told) -> str:
    where = told.quoted(event.primary)
    if event.parents:
        parents = counted(len(event.parents), "motion")
        return f"{told.who} proposed “{event.title}” in {where}, in place of {parents}."
    return f"{told.who} put “{event.title}” to {where}, by {end(event.author)}"


def _checked(event: PrimaryMotion.Checked, told: Told) -> str:
    if event.passed:
        return f"{told.who} passed “{told.what}”."
    return f"{told.who} turned down “{told.what}”: {end(event.reasons)}"


def _ruled(event: PrimaryMotion.RuledOn, told: Told) -> str:
    upheld = "upheld" if event.upheld else "dismissed"
    return f"{told.who} {upheld} the appeal for “{told.what}”: {end(event.reasons)}"


def _answered(event: PrimaryMotion.Answered, told: Told) -> str:
    goes = "goes into" if event.agreed else "stays apart from"
    return f"{told.who} said that {told.quoted(event.parent)} {goes} “{told.what}”."


PRIMARY_SENTENCES: Final[dict[type[Recorded], Callable[[Any, Told], str]]] = {
    Primary.Launched: lambda e, t: (
        f"{t.who} launched “{e.title}”: motions can be put until {moment(e.terms.submit_until)}."
    ),
    Primary.LotAnnounced: lambda e, t: (
        f"{t.who} announced that a tie in “{t.what}” is drawn from {e.lot.source}, known from "
        f"{moment(e.lot.known_from)}."
    ),
    Primary.SubmissionsClosed: lambda e, t: (
        f"The time to put motions to “{t.what}” was over with {counted(e.motions, 'motion')}."
    ),
    Primary.BackingClosed: lambda e, t: (
        f"The time to back motions in “{t.what}” was over: "
        f"{counted(len(e.backed), 'motion')} with enough backing, {e.short} without."
    ),
    Primary.CheckingClosed: lambda e, t: (
        f"The time to check motions in “{t.what}” was over: {e.turned_down} turned down, "
        f"{e.unchecked} not checked, which stand, and {counted(e.composites, 'composite')} "
        "proposed."
    ),
    Primary.AnswersClosed: lambda e, t: (
        f"The time of authors to answer in “{t.what}” was over: "
        f"{counted(len(e.merged), 'composite')} agreed, {counted(e.appeals, 'appeal')} to rule on."
    ),
    Primary.PaperSettled: lambda e, t: (
        f"It was settled what is put to members in “{t.what}”: {counted(len(e.paper), 'motion')}."
    ),
    Primary.BallotCalled: lambda e, t: (
        f"Members were asked to rank the motions of “{t.what}”, until {moment(e.hours.closes)}."
    ),
    Primary.Settled: _settled,
    Primary.Added: lambda e, t: (
        f"{t.who} added “{e.title}” to the policies of “{t.what}”; members did not rank it."
    ),
    Primary.OutcomeRecorded: lambda e, t: (
        f"{t.who} recorded that a policy of “{t.what}” {OUTCOMES[e.outcome]}: {end(e.words)}"
    ),
    PrimaryMotion.Put: _put,
    PrimaryMotion.Withdrawn: lambda e, t: f"{t.who} withdrew “{t.what}”.",
    PrimaryMotion.Backed: lambda e, t: f"{t.who} backed “{t.what}”.",
    PrimaryMotion.BackingTakenBack: lambda e, t: f"{t.who} backs “{t.what}” no longer.",
    PrimaryMotion.Checked: _checked,
    PrimaryMotion.Appealed: lambda e, t: f"{t.who} appealed for “{t.what}”: {end(e.grounds)}",
    PrimaryMotion.RulingMissed: lambda e, t: (
        f"The appeal for “{t.what}” was to be ruled on by {moment(e.due)}, and was not."
    ),
    PrimaryMotion.RuledOn: _ruled,
    PrimaryMotion.Answered: _answered,
    PrimaryMotion.SpokenFor: lambda e, t: f"{t.who} spoke for “{t.what}”: {end(e.words)}",
}

"""Tells what happened to bodies and to those who sit in them, one sentence for each kind of act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from domain.bodies.body import Body
from domain.bodies.cooption import CoOption
from domain.bodies.office import TermsOfOffice
from domain.kernel.aggregate import Recorded
from domain.kernel.moments import in_words
from projections.phrases import Told, end

BODY_SENTENCES: Final[dict[type[Recorded], Callable[[Any, Told], str]]] = {
    Body.Established: lambda e, t: f"{t.who} established {t.what}.",
    Body.Seated: lambda e, t: (
        f"{e.mandate.name} took a {'' if e.mandate.voting else 'non-voting '}seat in {t.what}."
    ),
    Body.SeatVacated: lambda e, t: f"{t.name(e.person)} left {t.what}: {end(e.reason)}",
    Body.PostFilled: lambda e, t: (
        f"{e.mandate.name} became {e.mandate.post.replace('_', ' ')} of {t.what}."
    ),
    Body.PostVacated: lambda e, t: (
        f"{t.name(e.person)} is no longer {e.post.replace('_', ' ')} of {t.what}: {end(e.reason)}"
    ),
    Body.MeetingHeld: lambda e, t: (
        f"{t.what} met on {e.meeting.held_on:%-d %B %Y} with {e.meeting.present} present."
    ),
    Body.Prolonged: lambda e, t: (
        f"{t.name(e.person)} stays {e.post or 'in the seat'} "
        f"{'until further notice' if e.until is None else f'until {in_words(e.until)}'}: "
        f"{end(e.reason)}"
    ),
    Body.HeldOver: lambda e, t: (
        f"The term of {t.name(e.person)} as {e.post or 'member'} of {t.what} was over; "
        "they stay until a successor is there."
    ),
    Body.Renamed: lambda e, t: f"{t.what} is called {e.name} from now on: {end(e.reason)}",
    Body.Dissolved: lambda e, t: (
        f"{t.what} was merged into {t.name(e.into)}: {end(e.reason)}"
        if e.into
        else f"{t.what} was dissolved: {end(e.reason)}"
    ),
    TermsOfOffice.Watched: lambda e, t: (
        f"From now on the end of each term in {e.body_name} is seen to."
    ),
    TermsOfOffice.ChangeAhead: lambda e, t: (
        f"From {in_words(e.at)} the rules give other seats by a post: {t.what}."
    ),
    TermsOfOffice.ChangeFollowed: lambda e, t: (
        f"The seats are those that the rules give since {in_words(e.at)}: {t.what}."
    ),
    TermsOfOffice.Over: lambda e, t: f"{t.what} are seen to no longer.",
    CoOption.Proposed: lambda e, t: (
        f"{t.who} proposed that {e.body_name} co-opts {e.asked.name}: {end(e.asked.reasons)}"
    ),
    CoOption.Agreed: lambda e, t: f"{t.what} was agreed.",
    CoOption.Rejected: lambda e, t: f"{t.what} was rejected.",
    CoOption.Withdrawn: lambda e, t: f"{t.who} took back {t.what}: {end(e.reason)}",
    CoOption.Accepted: lambda e, t: (
        f"{t.what} was accepted{'.' if e.until is None else f', until {in_words(e.until)}.'}"
    ),
    CoOption.Declined: lambda e, t: f"{t.what} was declined: {end(e.reason)}",
    CoOption.Lapsed: lambda e, t: f"{t.what} lapsed: no answer came in time.",
    CoOption.ReviewFellDue: lambda e, t: f"{t.what} is to be looked at again.",
    CoOption.Renewed: lambda e, t: f"{t.what} lasts until {in_words(e.until)}.",
    CoOption.Ended: lambda e, t: f"{t.what} has ended.",
}

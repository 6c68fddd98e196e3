"""What was done by a decision, each act in one sentence: bodies, posts, seats and their ends,
co-options, and the forming of groups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from domain.bodies.body import Body
from domain.bodies.cooption import CoOption
from domain.bodies.mandate import Origin
from domain.formation.formation import Formation
from domain.kernel.aggregate import Recorded
from domain.kernel.moments import LONDON
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution
from domain.reports.report import Report
from services.reports.held import Held

BY_THEIR_SEATS: Final = "by their seats elsewhere"


def following(held: Held, acts: Sequence[Any]) -> Iterator[str]:
    """Each act in a sentence; seats that were given one after another are one: those in one body,
    and those of one person that follow a post."""
    for (kind, *_), same in groupby(acts, key=_together):
        told = tuple(same)
        names = [held.titles.get(act.originator_id, "the body") for act in told]
        if kind is BY_THEIR_SEATS:
            people = ", ".join(act.mandate.name for act in told)
            yield f"{names[0]}: {people}, {told[0].mandate.how}."
        elif kind is Origin.EX_OFFICIO:
            seat = told[0].mandate
            yield f"{seat.name} sits, {seat.how}, in {', '.join(names)}."
        elif kind is Body.Seated and len(told) > 1:
            yield f"{names[0]}: {', '.join(_seated(act, names[0]) for act in told)}."
        elif kind in _SENTENCES:
            yield from (_SENTENCES[kind](act, names[0]) for act in told)


def _together(act: Any) -> tuple[object, ...]:
    """What is told in one sentence: by kind and thing, or by the person who sits by a post."""
    if isinstance(act, Body.Seated) and act.mandate.origin is Origin.EX_OFFICIO:
        if act.mandate.follows is None or not act.mandate.follows.post:
            return BY_THEIR_SEATS, act.originator_id, act.mandate.how
        return Origin.EX_OFFICIO, act.mandate.person, act.mandate.how
    return type(act), act.originator_id


def _seated(act: Any, body: str) -> str:
    mandate = act.mandate
    told = [] if mandate.voting else ["without a vote"]
    told += ["co-opted"] if mandate.origin is Origin.CO_OPTION else []
    told += [f"for {mandate.by}"] if _sent_by_another(mandate, body) else []
    return f"{mandate.name} ({', '.join(told)})" if told else str(mandate.name)


def _sent_by_another(mandate: Any, body: str) -> bool:
    """Whether somebody other than the body, or its parent, gave the seat: a union, an affiliate."""
    return bool(mandate.by) and mandate.by != body and mandate.origin is not Origin.PREFERENCE


def _took_a_seat(act: Any, body: str) -> str:
    mandate = act.mandate
    until = "" if mandate.until is None else f", until {_day(mandate.until)}"
    if mandate.origin is Origin.CO_OPTION:
        vote = "with a vote" if mandate.voting else "without a vote"
        given_by = f", for {mandate.by}," if _sent_by_another(mandate, body) else ""
        return f"{mandate.name}{given_by} was co-opted to {body} {vote}{until}."
    return f"{_seated(act, body)} took a seat in {body}{until}."


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%-d %B %Y}"


def _was_proposed(act: Any, name: str) -> str:
    return f"It was proposed to co-opt {name} to {act.body_name}: {_end(act.asked.reasons)}"


def _was_offered(act: Any, name: str) -> str:
    due = act.offer.answer_by
    return f"The co-opted place is {name}’s" + (
        " once they accept it." if due is None else f" if they accept it by {_day(due)}."
    )


def _groups_are_formed(act: Any, parent: str) -> str:
    names = ", ".join(group.name for group in act.groups)
    return f"Groups are formed of {parent}: {names}. Preferences are in by {_day(act.plan.closes)}."


def _was_ratified(act: Any, parent: str) -> str:
    changed = f", {len(act.changes)} of them otherwise than allocated" if act.changes else ""
    by = _day(act.first_meetings.at)
    return (
        f"The {len(act.places)} places in the groups were ratified{changed}. "
        f"Each group has a convenor and a first meeting by {by}."
    )


def _was_not_ratified(act: Any, parent: str) -> str:
    return (
        f"The places in the groups were not ratified: {_end(act.reason)} "
        f"Preferences are taken again until {_day(act.plan.closes)}."
    )


def _end(text: str) -> str:
    return f"{text.strip().rstrip('.')}."


def _took_a_post(act: Any, body: str) -> str:
    shared = " (a shared post)" if act.mandate.share > 1 else ""
    post = (act.mandate.post or "").replace("_", " ")
    return f"{act.mandate.name} became {post} of {body}{shared}: {act.mandate.how}."


def _established(act: Any, body: str) -> str:
    remit = f" {act.remit.strip().rstrip('.')}." if act.remit else ""
    return f"{act.name} was established ({act.kind.replace('_', ' ')}).{remit}"


_SENTENCES: Final[dict[type[Recorded], Callable[[Any, str], str]]] = {
    Body.Established: _established,
    Body.Seated: _took_a_seat,
    Body.PostFilled: _took_a_post,
    Body.SeatVacated: lambda act, body: f"A seat in {body} fell vacant: {act.reason}.",
    Body.PostVacated: lambda act, body: f"The post of {act.post} of {body} fell vacant.",
    Body.Prolonged: lambda act, body: f"A term in {body} was made longer: {act.reason}.",
    Body.Renamed: lambda act, body: f"It is called {act.name} from now on: {act.reason}.",
    Body.Dissolved: lambda act, body: f"{body} was dissolved: {act.reason}.",
    CoOption.Proposed: _was_proposed,
    CoOption.Agreed: _was_offered,
    CoOption.Rejected: lambda act, name: f"{name} was not co-opted.",
    CoOption.Accepted: lambda act, name: f"{name} accepted.",
    CoOption.Declined: lambda act, name: f"{name} declined: {_end(act.reason)}",
    CoOption.Renewed: lambda act, name: f"The co-option of {name} lasts until {_day(act.until)}.",
    Formation.Opened: _groups_are_formed,
    Formation.Ratified: _was_ratified,
    Formation.Refused: _was_not_ratified,
    Formation.GivenUp: lambda act, parent: f"The groups are not formed: {_end(act.reason)}",
    Report.Agreed: lambda act, title: f"“{title}” was agreed, in version {act.version}.",
    Report.Noted: lambda act, title: f"“{title}” was noted.",
    Report.Referred: lambda act, title: f"“{title}” was referred to {act.to}: {act.reason}.",
    Meeting.DecisionSettled: lambda act, title: (
        f"Decision {act.number} of the {title[:1].lower()}{title[1:]} was {act.settled}."
    ),
    Resolution.LaterSettled: lambda act, title: (
        f"The {title[:1].lower()}{title[1:]} was {act.settled}."
    ),
}

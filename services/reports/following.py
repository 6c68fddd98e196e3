"""What was done by a decision, each act in one sentence: bodies, posts, seats and their ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from domain.bodies.body import Body
from domain.bodies.mandate import Origin
from domain.kernel.aggregate import Recorded
from domain.kernel.moments import LONDON
from domain.meetings.meeting import Meeting
from domain.reports.report import Report
from services.reports.held import Held


def following(held: Held, acts: Sequence[Any]) -> Iterator[str]:
    """Each act in a sentence; seats that were given one after another in one body are one."""
    for (kind, stream), same in groupby(acts, key=lambda act: (type(act), act.originator_id)):
        told = tuple(same)
        name = held.titles.get(stream, "the body")
        if kind is Body.Seated and len(told) > 1:
            yield f"{name}: {', '.join(_seated(act) for act in told)}."
        elif kind in _SENTENCES:
            yield from (_SENTENCES[kind](act, name) for act in told)


def _seated(act: Any) -> str:
    mandate = act.mandate
    told = [] if mandate.voting else ["without a vote"]
    told += ["co-opted"] if mandate.origin is Origin.CO_OPTION else []
    told += [f"for {mandate.by}"] if mandate.by else []
    return f"{mandate.name} ({', '.join(told)})" if told else str(mandate.name)


def _took_a_seat(act: Any, body: str) -> str:
    until = act.mandate.until
    term = "" if until is None else f", until {until.astimezone(LONDON):%-d %B %Y}"
    if act.mandate.origin is Origin.CO_OPTION:
        vote = "with a vote" if act.mandate.voting else "without a vote"
        given_by = f", for {act.mandate.by}," if act.mandate.by else ""
        return f"{act.mandate.name}{given_by} was co-opted to {body} {vote}{term}."
    return f"{_seated(act)} took a seat in {body}{term}."


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
    Report.Agreed: lambda act, title: f"“{title}” was agreed, in version {act.version}.",
    Report.Noted: lambda act, title: f"“{title}” was noted.",
    Report.Referred: lambda act, title: f"“{title}” was referred to {act.to}: {act.reason}.",
    Meeting.DecisionSettled: lambda act, title: (
        f"Decision {act.number} of the {title[:1].lower()}{title[1:]} was {act.settled}."
    ),
}

"""What comes before a body again by itself: the next ordinary meeting has it on its agenda.

That is what an earlier meeting put off or did not come to, what another body remitted to it, and
what enough members wanted to decide at a meeting instead of in writing.  It comes back whether or
not items still come in, for it has come in before; an emergency meeting has its emergency alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from domain.bodies.body import Body
from domain.kernel.act import Act
from domain.meetings.agenda import Brought, Fate, Item
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution, State
from services.application.case import Case
from services.store.scanned import Scan

LOOKED_THROUGH: Final = 12
"""So many of the meetings of a body that were begun last are looked through."""


def _stream(act: Any) -> UUID:
    stream: UUID = act.event.originator_id
    return stream


_REMITTED: Final = Scan(
    (Meeting.ItemLeft.TOPIC,),
    lambda act: act.event.remitted_to,
    lambda act: (_stream(act), act.event.item, act.event.reason, act.event.act.occurred_at),
)
_PUT_TO: Final = Scan((Resolution.Put.TOPIC,), lambda act: act.event.put.body, _stream)


class Waiting(NamedTuple):
    """Something that waits for a meeting, and since when."""

    item: Item
    since: datetime


def bring_back(
    case: Case,
    body: Body,
    act: Act,
    called: Meeting | None = None,
    also: Sequence[Waiting] = (),
) -> None:
    """Put what waits for a meeting of a body on the agenda of the next ordinary one, if any.

    `called` and `also` are a meeting that is being called, and what is being left to one.
    """
    known = [case.load(Meeting, one) for one in case.not_begun_of(body.id)]
    every = known if called is None else [*known, called]
    ahead = [one for one in every if one.is_ahead and not one.is_emergency]
    if not ahead or body.dissolved:
        return
    brought = {item.brought for one in ahead for item in one.agenda.items}
    brought |= _taken_back(every)
    meeting = min(ahead, key=lambda one: (one.starts < case.now, one.starts))
    for one in (*_waiting(case, body), *also):
        if one.item.brought not in brought:
            meeting.bring_back(act, one.item)


def _taken_back(meetings: Sequence[Meeting]) -> set[Brought | None]:
    """What nobody wants to bring any more, whatever becomes of the meeting it was to come to."""
    items = (item for one in meetings for item in one.agenda.items)
    return {item.brought for item in items if item.fate is Fate.WITHDRAWN}


def _waiting(case: Case, body: Body) -> Iterator[Waiting]:
    """What no ordinary meeting of the body was opened for since it was left."""
    begun = _newest_begun(case, body)
    opened = [one.opened_at for one in begun if one.opened_at and not one.is_emergency]
    latest = max(opened, default=body.created_on)
    put_off = (one for met in begun for one in _left_by(met))
    done = _taken_back(begun)
    for one in (*put_off, *_remitted(case, body), *_demanded(case, body)):
        if one.since >= latest and one.item.brought not in done:
            yield one


def _newest_begun(case: Case, body: Body) -> list[Meeting]:
    ahead = set(case.not_begun_of(body.id))
    begun = [one for one in case.called_of(body.id) if one not in ahead]
    return [case.load(Meeting, one) for one in begun[-LOOKED_THROUGH:]]


def _left_by(meeting: Meeting) -> Iterator[Waiting]:
    """The items that a meeting put off, once it is over."""
    if meeting.closed_at is not None:
        for item in meeting.agenda.items:
            if item.fate is Fate.DEFERRED:
                yield Waiting(_again(meeting, item, item.text), meeting.closed_at)


def _again(meeting: Meeting, item: Item, text: str) -> Item:
    return Item(
        number=0,
        title=item.title,
        by=item.by,
        text=text,
        purpose=item.purpose,
        brought=Brought(stream=meeting.id, number=item.number),
    )


def _remitted(case: Case, body: Body) -> Iterator[Waiting]:
    """What other bodies remitted to it, by its short name."""
    for stream, number, reason, since in case.told(_REMITTED, body.slug):
        yield remitted(case.load(Meeting, stream), number, reason, since)


def remitted(meeting: Meeting, number: int, reason: str, since: datetime) -> Waiting:
    """An item as the body gets it that it was remitted to."""
    item = meeting.agenda.item(number)
    said = f"Remitted by {meeting.body_name}: {reason}"
    text = f"{item.text}\n\n{said}" if item.text else said
    return Waiting(_again(meeting, item, text), since)


def _demanded(case: Case, body: Body) -> Iterator[Waiting]:
    """What was to be decided in writing, until enough members asked for a meeting."""
    for stream in case.every(_PUT_TO, body.id):
        found = case.load(Resolution, stream)
        if found.state is State.AT_A_MEETING:
            item = Item(
                number=0,
                title=found.put.title,
                text=found.put.text,
                brought=Brought(stream=found.id, number=1),
            )
            yield Waiting(item, found.modified_on)

"""A report made of a meeting's own acts: whatever is on record of the meeting has a place in it.

It decides nothing and adds nothing; what was not recorded is not told.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.kernel.moments import LONDON, in_words
from domain.meetings.meeting import Meeting
from domain.reports.content import Block, Content, Heading, Listed, Paragraph
from services.reports.attendance import attendance
from services.reports.held import Held
from services.reports.items import agenda_of, items


def content_of(held: Held) -> Content:
    """The whole report: who was there, what was on the agenda, item by item, what comes next."""
    return Content(
        blocks=(
            *attendance(held),
            *_late(held),
            *_agenda(held),
            *items(held),
            *_next(held),
        )
    )


def _agenda(held: Held) -> Iterator[Block]:
    agenda = agenda_of(held)
    if agenda:
        yield Heading(text="Agenda")
        yield Listed(items=tuple(item.on_agenda for item in agenda))


def _late(held: Held) -> Iterator[Block]:
    """What was not done in time before the meeting: the meeting itself hears of it."""
    missed = [
        f"{act.duty.words} was due by {in_words(act.due)}, and had not been done."
        for act in held.of(Meeting.DeadlineMissed)
    ]
    if missed:
        yield Heading(text="Not done in time")
        yield Listed(items=tuple(missed))


def _next(held: Held) -> Iterator[Block]:
    closed = held.one(Meeting.Closed)
    if closed is None:
        return
    yield Heading(text="Next meeting")
    if closed.next_on is None:
        yield Paragraph(text="No date of the next meeting is on record.")
    else:
        yield Paragraph(text=f"The next meeting is on {closed.next_on:%A %-d %B %Y}.")
    ended = closed.act.occurred_at.astimezone(LONDON)
    yield Paragraph(text=f"The meeting ended at {ended:%H:%M}{held.hours_mark}.")

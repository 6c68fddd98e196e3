"""Answers what is ahead for the organisation, a body or a person, to look at or to subscribe to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.calendars.event import Event
from services.calendars.events import of_all, of_body, of_person
from services.reading import bodies, caucuses, people
from services.web.answers import Page, answered
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, Table, Tag, Tone
from services.web.look.words import counted
from services.web.pages import telling
from services.web.tables import Sheet, page_of, paging, words
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["calendars"])
RECENT: Final = timedelta(days=92)
"""What was over earlier is left to the files: a calendar of years has thousands of events."""

CANCELLED = Tag("will not be", Tone.LOST)
LEFT_OUT: Final = "What began before {} is not told here: the calendar file and the CSV have all."
OWN: Final = (
    "You see here what a caucus does to which you belong without being shown. Your own calendar is "
    "not told, as it asks without saying who it is: subscribe to the calendar of that caucus."
)
AHEAD, OVER = Tag("ahead", Tone.AHEAD), Tag("over", Tone.DONE)


@dataclass(frozen=True)
class Whose:
    """Whose calendar it is, in words and as a link to their page."""

    name: str
    back: Link


@router.get("/calendar")
def calendar(visit: Visiting) -> Response:
    """The calendar of the whole organisation."""
    whose = Whose(visit.site.house.name, Link("the board", visit.link("/")))
    return _answered(visit, whose, of_all(visit.at, _since(visit)))


@router.get("/bodies/{slug}/calendar")
def calendar_of_body(slug: str, visit: Visiting) -> Response:
    """The calendar of a body: what is its own, and what concerns all."""
    found = bodies.line_of(visit.at, slug)
    whose = Whose(found.name, Link(found.name, visit.link(f"/bodies/{slug}")))
    return _answered(visit, whose, of_body(visit.at, found, _since(visit)))


@router.get("/people/{person}/calendar")
def calendar_of_person(person: UUID, visit: Visiting) -> Response:
    """The calendar of a person: what concerns all, and the bodies in which they sit."""
    known, _, places = people.on_record(visit.at, person)
    whose = Whose(known.name, Link(known.name, visit.link(f"/people/{person}")))
    unseen = _unseen(visit, person)
    note = OWN if unseen else ""
    return _answered(visit, whose, of_person(visit.at, person, places, _since(visit), unseen), note)


def _unseen(visit: Visit, person: UUID) -> tuple[UUID, ...]:
    """The caucuses to which whoever looks at their own calendar belongs without being shown."""
    if visit.past or visit.asker != person:
        return ()
    return tuple(one.body for one in caucuses.caucuses_of(visit.at, person))


def _since(visit: Visit) -> datetime | None:
    """From when on a page tells; files tell everything."""
    is_page = visit.request.scope.get("form", "html") == "html"
    return visit.moment - RECENT if is_page else None


def _answered(visit: Visit, whose: Whose, events: Sequence[Event], note: str = "") -> Response:
    ahead = sum(event.begins > visit.moment and not event.cancelled for event in events)
    pages = visit.site.settings.public_url or str(visit.request.base_url).rstrip("/")
    address = f"{pages}{visit.request.url.path}.ics"
    page = Page(
        "calendar",
        Place.BOARD,
        {"name": whose.name, "subscribe": address, "events": [vars(e) for e in events]},
        {
            "name": whose.name,
            "back": whose.back,
            "sentence": f"{counted(ahead, 'moment').capitalize()} ahead.",
            "address": address,
            "note": note,
            "webcal": f"webcal://{address.partition('://')[2]}",
        },
        {"events": _table(visit, events)},
        calendar=lambda: events,
        calendar_name=whose.name,
    )
    return answered(visit, page)


def _table(visit: Visit, events: Sequence[Event]) -> Table:
    """The events of the page that is asked for."""
    ordered, shown = _soonest_first(visit, events), page_of(visit, "events", len(events))
    made = EVENTS.of(visit, shown.of(ordered))
    left = "" if (since := _since(visit)) is None else LEFT_OUT.format(telling.until(visit, since))
    return replace(made, paging=paging(visit, "events", shown, len(events)), note=left)


def _soonest_first(visit: Visit, events: Sequence[Event]) -> list[Event]:
    """What is ahead, the soonest first, and then what is over, the newest first."""
    ahead = [event for event in events if event.begins > visit.moment]
    over = [event for event in events if event.begins <= visit.moment]
    return [*ahead, *reversed(over)]


def _tag(visit: Visit, event: Event) -> Tag:
    if event.cancelled:
        return CANCELLED
    return AHEAD if event.begins > visit.moment else OVER


EVENTS: Final = Sheet[Event](
    "events",
    "In the calendar",
    (
        (words("When"), lambda _, event: event.begins),
        (words("What"), lambda visit, event: Link(event.what, visit.link(event.page))),
        (words("State"), lambda visit, event: _tag(visit, event)),
    ),
    Empty("nothing has a moment yet", "deadlines, votes and meetings are shown here"),
)

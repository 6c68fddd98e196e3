"""Answers which meetings there are and how one stands: before it, while it lasts, and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from domain.meetings.calendar import Duty
from services.application.meetings import ConveneMeeting
from services.application.resolutions import ProposeResolution
from services.calendars.events import of_process
from services.reading import between_meetings, bodies, reports
from services.reading import meetings as reading
from services.reading.meetings import Meeting, MeetingLine, Meetings
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import (
    CellValue,
    Empty,
    Filter,
    Link,
    NextStep,
    Option,
    Paging,
    Table,
    Tag,
    Tone,
    Weight,
)
from services.web.look.words import counted
from services.web.pages import body_caucus, telling
from services.web.pages import meeting_tables as tables
from services.web.pages.live import live_part
from services.web.pages.meeting_deeds import AtMeeting
from services.web.tables import figures, paging, part_of, table, words
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["meetings"])
STATES: Final = {
    "called": Tag("called", Tone.AHEAD),
    "open": Tag("open now", Tone.OPEN),
    "over": Tag("over", Tone.DONE),
    "called off": Tag("called off", Tone.PLAIN),
}
TRYING: Final = "to see whether this can be done"
NONE: Final = Empty("no meeting has been called", "a meeting comes here when it is called")


@router.get("/meetings")
def meetings(visit: Visiting) -> Response:
    """Every meeting, or those of one body, and what was put in writing between them."""
    slug = visit.asked("body") or None
    found, turned = _asked_for(visit, slug)
    body = None if slug is None else bodies.line_of(visit.at, slug)
    written = between_meetings.resolutions(visit.at, None if body is None else body.body)
    whose = "" if body is None else f" of {body.name}"
    page = Page(
        "meetings",
        Place.MEETINGS,
        found,
        {
            "title": f"Meetings{whose}",
            "sentence": f"{counted(found.of_all, 'meeting').capitalize()}{whose}: "
            f"{found.open_now or 'none'} open now, {found.called or 'none'} called.",
            "step": _list_step(visit, slug),
        },
        {"meetings": _list(visit, found, turned), "resolutions": _written(visit, written)},
    )
    return answered(visit, page)


def _asked_for(visit: Visit, slug: str | None) -> tuple[Meetings, Paging | None]:
    """The meetings of the page that is asked for, and where the others are."""
    of_all, _, _ = reading.counted(visit.at, slug)
    part = part_of(visit, "meetings", of_all)
    found = reading.meetings(visit.at, slug, part)
    return found, paging(visit, "meetings", part, of_all)


def _list_step(visit: Visit, slug: str | None) -> NextStep:
    deeds = Deeds(visit, Law(visit))
    if slug is None:
        return NextStep("Choose a body below to call a meeting of it")
    starts = visit.moment + timedelta(days=60)
    call = ConveneMeeting(body=slug, starts=starts, place=TRYING)
    deeds.offer("Call a meeting", f"/do/convene_meeting?body={slug}", call, Weight.FIRST)
    put = ProposeResolution(body=slug, title=TRYING, text=TRYING)
    deeds.offer("Put a decision in writing", f"/do/propose_resolution?body={slug}", put)
    return deeds.on(NextStep("Nothing falls due here by itself"))


def _list(visit: Visit, found: Meetings, turned: Paging | None) -> Table:
    options = tuple(Option(one.slug, one.name) for one in bodies.body_names(visit.at))
    filters = (Filter("body", "Body", options, visit.asked("body")),)
    caption = counted(found.of_all, "meeting").capitalize()
    shown = Table(caption, (), (), NONE, filters=filters, paging=turned)
    return meetings_table(visit, found.meetings, shown)


def meetings_table(visit: Visit, found: tuple[MeetingLine, ...], shown: Table) -> Table:
    """Meetings, a line for each, under the caption that is given."""
    columns = (
        words("Meeting", "title"),
        words("Body", "body"),
        words("When", "when"),
        words("State"),
        figures("Decisions", "decisions"),
    )
    rows = [_row(visit, one) for one in found]
    return table(visit, "meetings", replace(shown, columns=columns, rows=rows))


def _row(visit: Visit, one: MeetingLine) -> tuple[CellValue, ...]:
    return (
        Link(one.title, visit.link(f"/meetings/{one.meeting}")),
        Link(one.body_name, visit.link(f"/bodies/{one.slug}")),
        one.starts,
        STATES[one.state],
        one.decisions,
    )


def _written(visit: Visit, found: tuple[between_meetings.ResolutionLine, ...]) -> Table:
    columns = (words("Put in writing", "title"), words("To"), words("Until", "closes"), words("It"))
    rows = [
        (
            Link(one.title, visit.link(f"/resolutions/{one.resolution}")),
            one.body_name,
            one.closes,
            one.because or one.state,
        )
        for one in found
    ]
    empty = Empty("nothing was put in writing", "decisions between meetings come here")
    return table(visit, "resolutions", Table("Decisions in writing", columns, rows, empty))


@router.get("/meetings/{meeting}")
def meeting(meeting: UUID, visit: Visiting) -> Response:
    """One meeting: before it, live, or after it."""
    found = reading.meeting(visit.at, meeting)
    body_caucus.must_be_open(visit, found.meeting.body)
    law = Law(visit)
    deeds = Deeds(visit, law)
    at = AtMeeting(visit, deeds, meeting)
    groups = at.groups()
    at.offer_mandate()
    line = found.meeting
    page = Page(
        "meeting",
        Place.MEETINGS,
        found,
        {
            "it": line,
            "sentence": sentence(visit, found),
            "state": STATES[line.state],
            "step": deeds.on(_step(visit, found, law)),
            "groups": groups,
            "taps": at.keeps_the_record and line.state in ("called", "open"),
            "key": uuid4(),
            "live": live_part(visit, found),
            "is_live": line.state == "open" and not visit.past,
            "found": found,
            "reports": _reports(visit, line),
            "body": Link(line.body_name, visit.link(f"/bodies/{line.slug}")),
            "others": Link("other meetings of it", visit.link(f"/meetings?body={line.slug}")),
            "history": telling.history(visit, meeting),
            "engine": visit.site.engine_page(meeting),
            "unseen": body_caucus.unseen_there(visit, line),
        },
        tables.of_meeting(visit, found, law),
        calendar=lambda: of_process(visit.at, meeting),
        about=meeting,
    )
    return answered(visit, page)


def _reports(visit: Visit, line: MeetingLine) -> list[Link]:
    """What was reported of it, and how each report stands."""
    return [
        Link(f"{one.kind.words}: {one.state}", visit.link(f"/reports/{one.report}"))
        for one in reports.of_meeting(visit.at, line.meeting)
    ]


@router.get("/meetings/{meeting}/now", include_in_schema=False)
def now(meeting: UUID, visit: Visiting) -> Response:
    """The live part of the page alone, for a browser that was told of a change."""
    found = reading.meeting(visit.at, meeting)
    body_caucus.must_be_open(visit, found.meeting.body)
    template = visit.site.templates.get_template("pages/meeting_now.html")
    return HTMLResponse(template.render({"live": live_part(visit, found)}))


def sentence(visit: Visit, found: Meeting) -> str:
    """How the meeting stands, in one sentence."""
    line = found.meeting
    when = telling.until(visit, line.starts)
    if line.state == "called off" and line.ended_because:
        return f"It was called off: {line.ended_because.rstrip('.')}."
    if line.state == "called" and line.starts < visit.moment:
        return f"It was to start at {when}, at {line.place.rstrip('.')}, and is not open yet."
    if line.state == "called":
        return f"It starts at {when}, at {line.place.rstrip('.')}."
    if line.state == "open":
        quorum = "has a quorum" if line.quorate else "has no quorum"
        if line.present is None:
            return f"It is open and {quorum}."
        return f"It is open and {quorum}, with {counted(line.present, 'voting member')} present."
    when = telling.on_day(visit, line.starts)
    made = counted(len(found.decisions), "decision")
    binding = sum(one.binds for one in found.decisions)
    of_them = f", {binding} of which bind" if found.decisions else ""
    there = f" At least {line.at_least} were there who are not shown." if line.at_least else ""
    return f"It was held on {when} and made {made}{of_them}.{there}"


def _step(visit: Visit, found: Meeting, law: Law) -> NextStep:
    line = found.meeting
    if line.state in ("over", "called off"):
        then = f"The next meeting is on {line.next_on:%-d %B %Y}" if line.next_on else ""
        return NextStep(then or "Nothing more: it is over")
    if line.state == "open":
        item = found.current
        what = f"Item {item.label or item.item} is before the meeting: {item.title}" if item else ""
        return NextStep(what or "The meeting takes its first item")
    ahead = [one for one in found.duties if one.done_at is None and not one.missed]
    for duty in ahead:
        late = duty.due <= visit.moment
        what = f"{Duty(duty.duty).words} {'was' if late else 'is'} due"
        return NextStep(what, duty.due, law.clause(duty.rule), late=late)
    return NextStep("The meeting opens", line.starts, late=line.starts <= visit.moment)

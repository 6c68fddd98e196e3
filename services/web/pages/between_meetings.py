"""Answers how a decision in writing stands, and in which quarters a body met."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.meetings.decisions import Answer, Settled
from domain.meetings.orders import CONVENED_BY
from domain.meetings.resolution import DEMAND, State
from domain.meetings.saying import SETTLES
from projections.meetings import OVER
from services.application.meetings import ConveneMeeting, HandInItem
from services.application.resolutions import DemandMeeting, ReplyToResolution, SettleResolution
from services.calendars.events import of_process
from services.reading import between_meetings as reading
from services.web.answers import Page, answered
from services.web.deeds.decided import newest_decision
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, May, NextStep, Table, Tag, Tone, Weight
from services.web.look.words import counted
from services.web.pages import telling
from services.web.pages.cycles import stages_table
from services.web.pages.decided_tables import SETTLED, of_decisions
from services.web.tables import figures, table, words
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["meetings"])
QUARTERS: Final = {
    "under way": Tag("under way", Tone.OPEN),
    "warned": Tag("no meeting yet", Tone.WARNING),
    "met": Tag("met", Tone.DONE),
    "missed": Tag("too few meetings", Tone.LATE),
    "watched no longer": Tag("watched no longer"),
}
STATES: Final = {
    "open": Tag("open", Tone.OPEN),
    "decided": Tag("decided", Tone.DONE),
    "left to a meeting": Tag("left to a meeting", Tone.PLAIN),
    "lapsed": Tag("lapsed", Tone.PLAIN),
}


@router.get("/resolutions/{resolution}")
def resolution(resolution: UUID, visit: Visiting) -> Response:
    """One decision in writing, with replies."""
    found = reading.resolution(visit.at, resolution)
    line = found.resolution
    page = Page(
        "resolution",
        Place.MEETINGS,
        found,
        {
            "it": line,
            "sentence": _sentence(visit, found),
            "state": SETTLED.get(line.settled or "", STATES[line.state]),
            "step": _step(visit, found),
            "history": telling.history(visit, resolution),
        },
        {
            "replies": _replies(visit, found),
            "demands": _demands(visit, found),
            **of_decisions(visit, resolution),
        },
        calendar=lambda: of_process(visit.at, resolution),
        about=resolution,
    )
    return answered(visit, page)


def _sentence(visit: Visit, found: reading.Resolution) -> str:
    line = found.resolution
    if line.state == "lapsed":
        return f"It lapsed, undecided: {line.because}"
    if line.state == "left to a meeting":
        return "Enough members asked for a meeting, so it waits for one."
    if line.settled is not None:
        return f"It was agreed to, and {line.settled} by a later decision: nothing is done by it."
    if line.carried is not None:
        return f"It was {'agreed to' if line.carried else 'lost'}: {line.because}"
    sent, told = counted(line.sent_to, "member"), len(found.replies) or "nobody"
    until = telling.until(visit, line.closes)
    return f"It was sent to {sent}, and {told} replied. Members can reply until {until}."


def _step(visit: Visit, found: reading.Resolution) -> NextStep:
    deeds, name = Deeds(visit, Law(visit)), found.resolution.resolution
    if found.resolution.state == "open":
        reply = ReplyToResolution(resolution=name, answer=Answer.FOR)
        address = f"/do/reply_to_resolution?resolution={name}"
        deeds.offer("Reply", address, reply, Weight.FIRST)
        demand = DemandMeeting(resolution=name)
        deeds.offer("Ask for a meeting", f"/do/demand_meeting?resolution={name}", demand)
    if found.resolution.carried and found.resolution.settled is None:
        _offer_settling(visit, found.resolution, deeds)
    if found.resolution.state == State.AT_A_MEETING:
        return deeds.on(_waits(visit, found, deeds))
    return telling.next_step(found.process, Law(visit), deeds)


def _waits(visit: Visit, found: reading.Resolution, deeds: Deeds) -> NextStep:
    """The meeting that it was left to, or that nobody has called yet."""
    line, meeting, law = found.resolution, found.waits_for, Law(visit)
    clause = law.clause(DEMAND)
    if meeting is None:
        starts = visit.moment + timedelta(days=60)
        call = ConveneMeeting(body=line.slug, starts=starts, place=line.body_name)
        deeds.offer("Call a meeting", f"/do/convene_meeting?body={line.slug}", call, Weight.FIRST)
        what = f"A meeting of {line.body_name} decides on it, which has not been called yet"
        return NextStep(what, clause=clause, who_moves=law.who(CONVENED_BY))
    deeds.may.append(May("To the meeting", visit.link(f"/meetings/{meeting.meeting}")))
    if meeting.state == OVER:
        return NextStep(f"Nothing more: it was left to the {_lower(meeting.title)}", clause=clause)
    hand_in = HandInItem(meeting=meeting.meeting, title=line.title)
    asked = urlencode({"meeting": meeting.meeting, "title": line.title, "text": line.words})
    deeds.offer("Hand it in as an item", f"/do/hand_in_item?{asked}", hand_in, Weight.FIRST)
    return NextStep(f"The {_lower(meeting.title)} decides on it", at=meeting.starts, clause=clause)


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _offer_settling(visit: Visit, line: reading.ResolutionLine, deeds: Deeds) -> None:
    """What annuls or replaces it: tried with the newest decision that the body took later."""
    later = newest_decision(
        visit, line.slug, kinds=SETTLES, after=line.closes, about=line.resolution
    )
    if later is not None:
        settle = SettleResolution(
            resolution=line.resolution,
            settled=Settled.ANNULLED,
            by_meeting=later[0],
            by_decision=later[1],
        )
        address = f"/do/settle_resolution?resolution={line.resolution}"
        deeds.offer("Enter that a later decision annulled it", address, settle)


def _replies(visit: Visit, found: reading.Resolution) -> Table:
    rows = [
        (Link(r.person_name, visit.link(f"/people/{r.person}")), r.answer, r.since)
        for r in found.replies
    ]
    columns = (words("Who", "name"), words("Reply", "reply"), words("When", "when"))
    empty = Empty("nobody has replied", "replies are shown as they come in")
    return table(visit, "replies", Table("Replies", columns, rows, empty))


def _demands(visit: Visit, found: reading.Resolution) -> Table:
    rows = [
        (Link(d.person_name, visit.link(f"/people/{d.person}")), d.since) for d in found.demands
    ]
    columns = (words("Who", "name"), words("When", "when"))
    empty = Empty("nobody has asked for a meeting", "if enough do, it waits for a meeting")
    return table(visit, "demands", Table("Who asked for a meeting", columns, rows, empty))


@router.get("/quarters/{year}")
def quarters(year: UUID, visit: Visiting) -> Response:
    """The quarters of a body."""
    found = reading.quarters(visit.at, year)
    law = Law(visit)
    page = Page(
        "quarters",
        Place.MEETINGS,
        found,
        {
            "title": f"Meetings of {found.body_name} in each quarter",
            "sentence": _of_quarters(found),
            "step": telling.next_step(found.process, law, Deeds(visit, law)),
            "history": telling.history(visit, year),
        },
        {"quarters": _quarters(visit, found), "stages": stages_table(visit, found.process, law)},
        about=year,
    )
    return answered(visit, page)


def _of_quarters(found: reading.Quarters) -> str:
    """How often it met too seldom, and whether anybody still looks."""
    missed = sum(one.state == "missed" for one in found.quarters)
    if found.process.closed is not None:
        return f"It is watched no longer; it had missed {counted(missed, 'quarter')}."
    return f"It has missed {counted(missed, 'quarter')} so far."


def _quarters(visit: Visit, found: reading.Quarters) -> Table:
    rows = [
        (
            one.name[0].upper() + one.name[1:],
            QUARTERS[one.state],
            one.meetings,
            one.needed,
            one.ends,
        )
        for one in found.quarters
    ]
    columns = (
        words("Quarter"),
        words("It"),
        figures("Meetings"),
        figures("Needed"),
        words("Ends", "ends"),
    )
    empty = Empty("no quarter is watched", "it begins with the first meeting that is called")
    return table(visit, "quarters", Table("Quarters", columns, rows, empty))

"""Answers how what a person has to do is told: in words, with its deadline and the way to do it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.meetings.calendar import Duty
from projections.meeting_stages import ENDING, OPENING
from services.reading.people import PersonAnswer
from services.reading.people import Place as PlaceHeld
from services.reading.tasks import Doing, Task
from services.web.look.parts import Empty, Link, NextStep, Table, Tag, Tone
from services.web.look.words import counted
from services.web.tables import table, words
from services.web.visit import Visit

SAID: Final = {
    Doing.BALLOT: "Vote: {what}",
    Doing.ANSWER: "Answer whether to take a place in {what}",
    Doing.PREFERENCE: "Say which groups of {what} you wish for",
    Doing.REPLY: "Reply to what was put in writing: {what}",
    Doing.ITEM: "Hand in items: {what}",
    Doing.DRAFT: "Draft: {what}",
    Doing.CHECK: "Check before it goes online: {what}",
    Doing.PROPOSAL: "Hand in your draft: {what}",
    Doing.ACTION: "{what}",
    Doing.SCRUTINY: "Report as its scrutineer, before it is counted: {what}",
    Doing.RULING: "Rule on an objection to {what}",
    Doing.PLACE: "Say whether you take the place that is empty: {what}",
}
PREPARE: Final[dict[str, str]] = {
    Duty.NOTICE: "Give notice: {what}",
    Duty.PAPERS: "Send agenda and papers round: {what}",
    ENDING: "Close it: {what}",
    OPENING: "Open it late, move it or call it off: {what}",
}
PAGES: Final = {
    Doing.BALLOT: "/ballots/",
    Doing.ANSWER: "/cooptions/",
    Doing.PREFERENCE: "/formations/",
    Doing.REPLY: "/resolutions/",
    Doing.ITEM: "/meetings/",
    Doing.PREPARE: "/meetings/",
    Doing.DRAFT: "/reports/",
    Doing.CHECK: "/reports/",
    Doing.PROPOSAL: "/proposals/",
    Doing.ACTION: "/actions/",
    Doing.SCRUTINY: "/ballots/",
    Doing.RULING: "/objections/",
    Doing.PLACE: "/vacancies/",
}
DEEDS: Final = {
    Doing.BALLOT: "/ballots/{thing}/vote",
    Doing.PREFERENCE: "/do/prefer_groups?formation={thing}",
    Doing.REPLY: "/do/reply_to_resolution?resolution={thing}",
    Doing.ITEM: "/do/hand_in_item?meeting={thing}",
    Doing.DRAFT: "/do/draft_report?report={thing}",
    Doing.PROPOSAL: "/do/hand_in_proposal?proposal={thing}",
    Doing.ACTION: "/do/finish_action?action={thing}",
    Doing.SCRUTINY: "/do/report_on_ballot?ballot={thing}",
    Doing.RULING: "/do/rule_on_objection?objection={thing}",
}
DO: Final = {
    Doing.BALLOT: "Vote",
    Doing.ANSWER: "Answer",
    Doing.PREFERENCE: "Say it",
    Doing.REPLY: "Reply",
    Doing.ITEM: "Hand one in",
    Doing.PREPARE: "Go to the meeting",
    Doing.DRAFT: "Draft it",
    Doing.CHECK: "Read it",
    Doing.PROPOSAL: "Hand it in",
    Doing.ACTION: "Say that it is done",
    Doing.SCRUTINY: "Report",
    Doing.RULING: "Rule on it",
    Doing.PLACE: "Answer",
}
"""What the link to each deed is called."""
MOST: Final = 40
"""So many things to do stand on the page, the soonest; the CSV and the JSON have all of them."""

LATE, OPEN = Tag("late", Tone.LATE), Tag("to do", Tone.OPEN)


@dataclass(frozen=True)
class Voice:
    """How a page speaks of the person whom it is about: of them, or to them."""

    they: str
    their: str
    them: str

    @property
    def nothing_to_do(self) -> Empty:
        what = f"what {self.they} have undertaken, may answer or may vote on comes here"
        return Empty("nothing is to be done now", what)


THEY: Final = Voice("they", "their", "them")
YOU: Final = Voice("you", "your", "you")


@dataclass(frozen=True)
class ToDo:
    """One thing to do as the page tells it; `do` leads to the form, for the person themselves."""

    what: Link
    body: Link | None
    due: datetime | None
    tag: Tag
    do: Link | None


def to_do(visit: Visit, found: PersonAnswer, *, themselves: bool) -> list[ToDo]:
    """What is theirs to do, the soonest first; for themselves with the way to do it."""
    is_page = visit.request.scope.get("form", "html") == "html"
    return [
        ToDo(
            what=Link(said(one), visit.link(f"{PAGES[one.doing]}{one.thing}")),
            body=Link(one.body_name, visit.link(f"/bodies/{one.slug}")) if one.body_name else None,
            due=one.due,
            tag=LATE if one.late else OPEN,
            do=_deed(one) if themselves and not visit.past else None,
        )
        for one in (found.tasks[:MOST] if is_page else found.tasks)
    ]


def _deed(one: Task) -> Link:
    href = DEEDS.get(one.doing, PAGES[one.doing] + "{thing}")
    return Link(DO[one.doing], href.format(thing=one.thing))


def what_comes_next(found: PersonAnswer, now: datetime, voice: Voice) -> NextStep:
    """What falls due for them first: something to do, or else the end of a term."""
    dated = [(one.due, said(one), one.late) for one in found.tasks if one.due is not None]
    if dated:
        at, what, late = min(dated)
        return NextStep(what, at=at, late=late)
    ends = [
        (place.term_ends, f"{voice.their} term {_in_place(place)} ends")
        for place in found.places
        if place.until is None and place.term_ends is not None and place.term_ends > now
    ]
    if ends:
        at, what = min(ends)
        return NextStep(what, at=at)
    if found.tasks:
        return NextStep(f"{counted(len(found.tasks), 'thing')} to do, without a day")
    return NextStep(f"Nothing falls due for {voice.them}")


def _in_place(place: PlaceHeld) -> str:
    if place.post:
        return f"as {place.post.replace('_', ' ')} of {place.body_name}"
    return f"in {place.body_name}"


def tasks_table(visit: Visit, told: list[ToDo], voice: Voice) -> Table:
    """The same as a table, to be taken away."""
    rows = [(one.what, one.body, one.due, one.tag) for one in told]
    columns = (words("What"), words("Body"), words("By when"), words("Stands"))
    return table(
        visit, "tasks", Table("What is to be done now", columns, rows, voice.nothing_to_do)
    )


def said(one: Task) -> str:
    """What there is to do, in words."""
    words_for = PREPARE[one.duty or ""] if one.doing is Doing.PREPARE else SAID[one.doing]
    return words_for.format(what=one.what)


def meetings_table(visit: Visit, found: PersonAnswer, voice: Voice) -> Table:
    """In which meetings they took part, and how."""
    rows = [
        (
            Link(one.title, visit.link(f"/meetings/{one.meeting}")),
            Link(one.body_name, visit.link(f"/bodies/{one.slug}")),
            one.starts,
            _how(one.route, one.capacity, apologies=one.apologies),
        )
        for one in found.meetings
    ]
    columns = (
        words("Meeting", "title"),
        words("Body", "body"),
        words("When", "when"),
        words("Took part"),
    )
    empty = Empty(
        f"{voice.they} have been at no meeting",
        f"meetings of the bodies {voice.they} sit in come here",
    )
    return table(visit, "meetings", Table(_caption(found, voice), columns, rows, empty))


def _caption(found: PersonAnswer, voice: Voice) -> str:
    """As it is reckoned of the meetings that were theirs to go to."""
    kept = found.attended
    if not kept.meetings:
        return "Meetings"
    held = f"{counted(kept.meetings, 'meeting')} of the bodies {voice.they} sat in"
    told = [f"Was at {kept.there} of {held}"]
    if kept.represented:
        told.append(f"represented at {kept.represented}")
    if kept.in_a_row > 1:
        told.append(f"missed the last {kept.in_a_row}")
    return ", ".join(told)


def _how(route: str | None, capacity: str | None, *, apologies: bool) -> str:
    if route is not None:
        return route if capacity in (None, "member") else f"{route}, as {capacity}"
    return "sent apologies" if apologies else "was not there, without a word"

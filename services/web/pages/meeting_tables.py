"""Answers the tables of a meeting's page: agenda, who is there, decisions, motions, rulings."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.meetings.calendar import Duty
from projections.meeting_stages import MISSED as MISSED_STAGES
from services.reading import actions
from services.reading.meetings import Decision, Meeting
from services.web.lawbook import Law
from services.web.look.parts import CellValue, Empty, Link, Table, Tag, Tone
from services.web.look.words import counted
from services.web.pages.actions import tag_of
from services.web.pages.cycles import stages_table
from services.web.tables import figures, table, words
from services.web.visit import Visit

FATES: Final = {
    "waiting": Tag("to come", Tone.AHEAD),
    "before the meeting": Tag("before the meeting", Tone.OPEN),
    "taken": Tag("taken", Tone.DONE),
}
BINDS, LOST = Tag("binds", Tone.CARRIED), Tag("lost", Tone.LOST)
NOT_DONE = Tag("not done in time", Tone.LATE)
NOT_YET = Tag("does not bind: no quorum", Tone.WARNING)
ANNULLED = Tag("annulled", Tone.LOST)
RATIFIED = Tag("binds: ratified later", Tone.CARRIED)


def of_meeting(visit: Visit, found: Meeting, law: Law) -> dict[str, Table]:
    """Every table of the page, by the name in its address."""
    return {
        "agenda": _agenda(visit, found),
        "attendance": _attendance(visit, found),
        "away": _away(visit, found),
        "decisions": decisions_table(visit, found),
        "motions": _motions(visit, found),
        "amendments": _amendments(visit, found),
        "rulings": _rulings(visit, found),
        "interests": _interests(visit, found),
        "accredited": _accredited(visit, found),
        "card_votes": _card_votes(visit, found),
        "actions": _actions(visit, found),
        "stages": _stages(visit, found, law),
    }


def _stages(visit: Visit, found: Meeting, law: Law) -> Table:
    """What was due when; a duty that was missed is over and is not done."""
    shown = stages_table(visit, found.process, law)
    missed = [MISSED_STAGES[Duty(one.duty)] for one in found.duties if one.missed]
    rows = [(row[0], NOT_DONE, *row[2:]) if row[0] in missed else row for row in shown.rows]
    return replace(shown, rows=rows)


def _actions(visit: Visit, found: Meeting) -> Table:
    """What its decisions gave somebody to do."""
    theirs = actions.actions(visit.at, found.meeting.body).actions
    rows = [
        (
            Link(one.text, visit.link(f"/actions/{one.action}")),
            one.owner,
            tag_of(one),
            one.due,
            one.decision,
        )
        for one in theirs
        if one.meeting == found.meeting.meeting
    ]
    columns = (
        words("Action", "text"),
        words("Who", "owner"),
        words("Stands", "state"),
        words("Due", "due"),
        figures("Decision", "decision"),
    )
    empty = Empty("its decisions gave nobody anything to do", "actions of decisions come here")
    return table(visit, "actions", Table("What it gave somebody to do", columns, rows, empty))


def _agenda(visit: Visit, found: Meeting) -> Table:
    rows = [
        (
            item.label or str(item.item),
            item.title,
            item.by_name,
            FATES.get(item.fate, Tag(item.fate)),
            item.because,
        )
        for item in found.items
    ]
    columns = (words("Item"), words("What"), words("From"), words("State"), words("Why"))
    empty = Empty("no item has been handed in", "members hand items in until the list closes")
    return table(visit, "agenda", Table("Agenda", columns, rows, empty))


def _attendance(visit: Visit, found: Meeting) -> Table:
    rows = [
        (
            Link(one.name, visit.link(f"/people/{one.person}")),
            one.capacity,
            one.route if one.held_by_name is None else f"{one.route} of {one.held_by_name}",
            "has a vote" if one.votes else "no vote",
            one.since,
        )
        for one in found.attending
    ]
    columns = (
        words("Who", "name"),
        words("As", "capacity"),
        words("How", "route"),
        words("Vote", "vote"),
        words("Since", "since"),
    )
    empty = Empty("nobody is there", "those who come are entered one by one")
    caption = "Who took part" if found.meeting.state == "over" else "Who takes part"
    return table(visit, "attendance", Table(caption, columns, rows, empty))


def _away(visit: Visit, found: Meeting) -> Table:
    """Before it, who has sent word; from its opening on, every member who is not there."""
    ahead = found.meeting.state == "called"
    rows = [
        (
            Link(one.name, visit.link(f"/people/{one.person}")),
            "sent apologies" if one.note is not None else "no word",
            one.note or None,
        )
        for one in found.away
        if one.note is not None or not ahead
    ]
    columns = (words("Who", "name"), words("Apologies", "apologies"), words("Note"))
    empty = Empty("everybody is there", "members who are away are shown here")
    caption = "Apologies" if ahead else f"Members who {_are(found)} not there"
    return table(visit, "away", Table(caption, columns, rows, empty))


def _are(found: Meeting) -> str:
    return "were" if found.meeting.state == "over" else "are"


def decisions_table(visit: Visit, found: Meeting) -> Table:
    """Decisions with figures, and whether each binds."""
    columns = (
        figures("No", "number"),
        words("Decision"),
        words("How", "how"),
        figures("For"),
        figures("Against"),
        figures("Abstained"),
        words("It", "result"),
        words("Why"),
    )
    rows = [_decision(one) for one in found.decisions]
    empty = Empty("nothing has been decided", "each decision is shown here as it is taken")
    return table(visit, "decisions", Table("Decisions", columns, rows, empty))


def _decision(one: Decision) -> tuple[CellValue, ...]:
    how = one.manner if one.form is None else f"{one.manner}, {one.form}"
    return (
        one.number,
        one.words,
        how,
        one.in_favour,
        one.against,
        one.abstained,
        result_of(one),
        one.because,
    )


def result_of(one: Decision) -> Tag:
    """What a decision came to, in a word."""
    if one.settled == "annulled":
        return ANNULLED
    if not one.carried:
        return LOST
    if one.binds:
        return BINDS if one.quorate else RATIFIED
    return NOT_YET


def _motions(visit: Visit, found: Meeting) -> Table:
    rows = [
        (
            m.motion,
            m.title,
            m.text,
            m.mover_name,
            m.seconder_name,
            "decided" if m.decided else "open",
        )
        for m in found.motions
    ]
    columns = (
        figures("No", "number"),
        words("Motion", "title"),
        words("As it stands"),
        words("Mover"),
        words("Seconder"),
        words("State"),
    )
    empty = Empty("no motion has been moved", "motions are moved on items of the agenda")
    return table(visit, "motions", Table("Motions", columns, rows, empty))


def _amendments(visit: Visit, found: Meeting) -> Table:
    rows = [
        (one.amendment, one.motion, one.mover_name, one.becomes, Tag(one.fate), one.because)
        for one in found.amendments
    ]
    columns = (
        words("Amendment"),
        figures("Motion"),
        words("Mover"),
        words("The motion with it"),
        words("It"),
        words("Why"),
    )
    empty = Empty("no amendment has been moved", "amendments are moved on motions")
    return table(visit, "amendments", Table("Amendments", columns, rows, empty))


def _rulings(visit: Visit, found: Meeting) -> Table:
    rows = [
        (
            one.number,
            one.raised_by_name,
            one.point,
            "upheld" if one.upheld else "not upheld",
            one.ruling,
            _challenge(one.challenged_by_name, one.overturned),
        )
        for one in found.rulings
    ]
    columns = (
        figures("No", "number"),
        words("Raised by"),
        words("Point of order"),
        words("Point"),
        words("Ruling"),
        words("Challenge"),
    )
    empty = Empty("no point of order was raised", "points and rulings are shown here")
    return table(visit, "rulings", Table("Points of order", columns, rows, empty))


def _challenge(by: str | None, overturned: bool | None) -> str | None:
    if by is None:
        return None
    if overturned is None:
        return f"challenged by {by}"
    return f"challenged by {by}: {'it fell' if overturned else 'it stands'}"


def _interests(visit: Visit, found: Meeting) -> Table:
    rows = [
        (one.person_name, one.item, one.what, "withdraws" if one.withdraws else "takes part")
        for one in found.interests
    ]
    columns = (words("Who"), figures("Item"), words("Interest"), words("In the vote"))
    empty = Empty("no interest was declared", "interests are declared item by item")
    return table(visit, "interests", Table("Interests", columns, rows, empty))


def _accredited(visit: Visit, found: Meeting) -> Table:
    rows = [
        (
            Link(one.name, visit.link(f"/people/{one.person}")),
            one.delegation,
            one.place,
            one.part,
            "speaks" if one.speaks else None,
            one.holder_name,
        )
        for one in found.accredited
    ]
    columns = (
        words("Who", "name"),
        words("Delegation", "delegation"),
        figures("Place"),
        words("As"),
        words("Now"),
        words("Proxy with"),
    )
    empty = Empty("nobody is accredited", "delegations and delegates are entered before it opens")
    caption = counted(len(rows), "delegate").capitalize()
    return table(visit, "accredited", Table(caption, columns, rows, empty))


def _card_votes(visit: Visit, found: Meeting) -> Table:
    rows = [
        (
            one.number,
            one.question,
            one.in_favour,
            one.against,
            one.abstained,
            one.cards,
            _card_result(carried=one.carried),
        )
        for one in found.card_votes
    ]
    columns = (
        figures("No", "number"),
        words("Question"),
        figures("For"),
        figures("Against"),
        figures("Abstained"),
        figures("Cards in all"),
        words("It"),
    )
    empty = Empty("no card vote was called", "card votes are shown here with one result each")
    return table(visit, "card_votes", Table("Card votes", columns, rows, empty))


def _card_result(*, carried: bool | None) -> Tag:
    if carried is None:
        return Tag("open", Tone.OPEN)
    return Tag("carried", Tone.CARRIED) if carried else LOST

"""Forms on cycles and bodies: open, extend, meet, call."""

from __future__ import annotations

from domain.cycle.calendar import StageName
from services.application.bodies import ReportMeeting
from services.application.command import Command
from services.application.cycles import ExtendDeadline, OpenCycle
from services.application.elections import CallElection
from services.reading import bodies, cycles
from services.web.deeds.form import (
    Deed,
    Given,
    Question,
    Unclear,
    at_moment,
    long_text,
    one_of,
    text,
)
from services.web.deeds.on_proposals import about_cycle
from services.web.deeds.seen import THE_BODY, THE_CALENDAR
from services.web.look.parts import Choice, Link, Mistake
from services.web.look.words import moment
from services.web.visit import Visit


def about_board(visit: Visit, given: Given) -> Link:
    return Link("the board", "/")


def about_body(visit: Visit, given: Given) -> Link:
    found = bodies.line_of(visit.at, given.text("body"))
    return Link(found.name, f"/bodies/{found.slug}")


def _ask_extend(visit: Visit, given: Given) -> list[Question]:
    found = cycles.cycle(visit.at, given.id("cycle"))
    zone = visit.site.house.zone
    choices = [
        Choice(stage.stage, f"{stage.heading} (ends {moment(stage.due, zone)})")
        for stage in found.process.stages
        if stage.closed is None
    ]
    hint = "Later stages move by as much."
    return [
        one_of("stage", "Which stage", given, choices),
        at_moment("due", "When it should end", given, hint),
        long_text("reason", "Why, as every member is shown", given, rows=3),
    ]


def _extend(visit: Visit, given: Given) -> Command:
    return ExtendDeadline(
        cycle=given.id("cycle"),
        stage=_stage(given.needed("stage", "Choose a stage")),
        due=given.moment("due", "the new end", visit),
        reason=given.needed("reason", "Say why: every member is shown the reason"),
    )


def _stage(word: str) -> StageName:
    if word not in list(StageName):
        raise Unclear(Mistake("stage", "Choose a stage from the list"))
    return StageName(word)


def _open_cycle(visit: Visit, given: Given) -> Command:
    return OpenCycle(title=given.needed("title", "Give the cycle a title"))


def _ask_meeting(visit: Visit, given: Given) -> list[Question]:
    return [
        text("held_on", "The day it was held", given, "Such as 2022-05-20.", width=10),
        text("present", "How many were present", given, width=5),
        text("quorum", "How many your rules need", given, width=5),
        text("notice_on", "The day it was called", given, "Leave it empty if unknown.", width=10),
    ]


def _meeting(visit: Visit, given: Given) -> Command:
    called = given.text("notice_on")
    return ReportMeeting(
        body=given.text("body"),
        reference=given.fresh_id(),
        held_on=given.day("held_on", "the day"),
        present=given.number("present", "how many were present"),
        quorum=given.number("quorum", "how many are needed"),
        notice_on=given.day("notice_on", "the day") if called else None,
    )


def _ask_title(visit: Visit, given: Given) -> list[Question]:
    return [text("title", "Its title", given)]


def _election(visit: Visit, given: Given) -> Command:
    return CallElection(
        body=given.text("body"), title=given.needed("title", "Give the election a title")
    )


DEEDS = {
    "open_cycle": Deed(
        title="Open a cycle",
        intro="Its calendar follows from the rules in force, and keeps to them.",
        about=about_board,
        ask=_ask_title,
        make=_open_cycle,
        button="Open the cycle",
        what_now="Drafting is open: groups and members can draft proposals.",
    ),
    "extend_deadline": Deed(
        title="Extend a deadline",
        intro="A deadline can be moved later, within the limit that the rulebook sets.",
        about=about_cycle,
        ask=_ask_extend,
        make=_extend,
        button="Extend the deadline",
        what_now="The stage ends at the new moment, and what follows moves with it.",
        kept=("cycle",),
        watch=THE_CALENDAR,
    ),
    "report_meeting": Deed(
        title="Report a meeting",
        intro="What a group drafts, it drafts at a meeting that it reported.",
        about=about_body,
        ask=_ask_meeting,
        make=_meeting,
        button="Report it",
        what_now="The group can draft proposals at this meeting.",
        kept=("body",),
        watch=THE_BODY,
    ),
    "call_election": Deed(
        title="Call an election",
        intro="Method, places and quotas come from the rulebook in force at this moment.",
        about=about_body,
        ask=_ask_title,
        make=_election,
        button="Call the election",
        what_now="Its terms are fixed by the rulebook of today.",
        kept=("body",),
    ),
}

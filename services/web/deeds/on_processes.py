"""Forms on cycles, assemblies and bodies: open, extend, send, sit, meet, call."""

from __future__ import annotations

from uuid import UUID, uuid4

from domain.cycle.calendar import StageName
from domain.kernel.refusal import BadInput
from services.application.assemblies import OpenSitting, RegisterDelegate
from services.application.bodies import ReportMeeting
from services.application.command import Command
from services.application.cycles import ExtendDeadline, OpenCycle
from services.application.elections import CallElection
from services.reading import assemblies, bodies, cycles
from services.web import acting
from services.web.acting import member_of
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
from services.web.look.parts import Choice, Link, Mistake
from services.web.look.words import moment
from services.web.visit import Visit


def about_board(visit: Visit, given: Given) -> Link:
    return Link("the board", "/")


def about_assembly(visit: Visit, given: Given) -> Link:
    found = assemblies.assembly(visit.at, given.id("assembly"))
    return Link(found.assembly.title, f"/assemblies/{found.assembly.assembly}")


def about_body(visit: Visit, given: Given) -> Link:
    found = bodies.body(visit.at, given.text("body"))
    return Link(found.body.name, f"/bodies/{found.body.slug}")


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
        stage=StageName(given.needed("stage", "Choose a stage")),
        due=given.moment("due", "the new end", visit),
        reason=given.needed("reason", "Say why: every member is shown the reason"),
    )


def _open_cycle(visit: Visit, given: Given) -> Command:
    return OpenCycle(title=given.needed("title", "Give the cycle a title"))


def _ask_delegate(visit: Visit, given: Given) -> list[Question]:
    return [
        text("number", "Their membership number", given, "Such as M00042.", width=10),
        text("name", "Their name, as it is shown", given),
    ]


def _delegate(visit: Visit, given: Given) -> Command:
    body = None if visit.acting is None else visit.acting.body
    group = acting.body_of(visit.site.office.store, body)
    if group is None:
        raise BadInput("Delegates are sent by a group: act on behalf of one.")
    try:
        member = member_of(visit.site.office.store, given.text("number"))
    except BadInput as unknown:
        raise Unclear(Mistake("number", unknown.sentence)) from None
    return RegisterDelegate(
        assembly=given.id("assembly"),
        person=acting.person_named(member.number),
        name=given.needed("name", "Write the name"),
        group=group.slug,
    )


def _ask_sitting(visit: Visit, given: Given) -> list[Question]:
    return [text("present", "How many delegates are present", given, width=5)]


def _sitting(visit: Visit, given: Given) -> Command:
    present = given.number("present", "how many are present")
    return OpenSitting(assembly=given.id("assembly"), present=present)


def _ask_meeting(visit: Visit, given: Given) -> list[Question]:
    return [
        text("held_on", "The day it was held", given, "Such as 2022-05-20.", width=10),
        text("present", "How many were present", given, width=5),
        text("quorum", "How many your rules need", given, width=5),
    ]


def _meeting(visit: Visit, given: Given) -> Command:
    known = given.text("reference")
    return ReportMeeting(
        body=given.text("body"),
        reference=UUID(known) if known else uuid4(),
        held_on=given.day("held_on", "the day"),
        present=given.number("present", "how many were present"),
        quorum=given.number("quorum", "how many are needed"),
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
    ),
    "register_delegate": Deed(
        title="Send a delegate",
        intro="Each group sends as many as the rulebook says.",
        about=about_assembly,
        ask=_ask_delegate,
        make=_delegate,
        button="Send them",
        what_now="They are on the list of the assembly.",
        kept=("assembly",),
    ),
    "open_sitting": Deed(
        title="Open a sitting",
        intro="Nothing can be voted on before a sitting is open with a quorum.",
        about=about_assembly,
        ask=_ask_sitting,
        make=_sitting,
        button="Open the sitting",
        what_now="The assembly can vote.",
        kept=("assembly",),
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

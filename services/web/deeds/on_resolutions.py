"""Forms on decisions that are taken in writing, between meetings."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.meetings.decisions import Answer, Settled
from domain.meetings.saying import SETTLES
from services.application.resolutions import (
    DemandMeeting,
    ProposeResolution,
    ReplyToResolution,
    SettleResolution,
)
from services.reading import between_meetings, bodies
from services.web.deeds.asks import Asks, Fields, many_words, one_choice, words
from services.web.deeds.decided import read_decision, read_number, which_decision
from services.web.deeds.form import Given, Question
from services.web.deeds.on_meetings import when
from services.web.deeds.on_processes import about_body
from services.web.deeds.on_registers import Register
from services.web.look.parts import Choice, Link
from services.web.visit import Visit

ONLY_URGENT: Final = "Only where officers decide in its place; otherwise leave it empty."
SETTLED: Final = [Choice(one.value, one.value) for one in Settled if not one.holds]
ANSWERS: Final = [Choice(answer.value, answer.value) for answer in Answer]


def about_resolution(visit: Visit, given: Given) -> Link:
    found = between_meetings.resolution(visit.at, given.id("resolution")).resolution
    return Link(found.title, f"/resolutions/{found.resolution}")


def _ask_later(visit: Visit, given: Given) -> Question:
    line = between_meetings.resolution(visit.at, given.id("resolution")).resolution
    above = bodies.line_of(visit.at, line.slug).parent_slug
    which = (line.slug, above) if above else (line.slug,)
    return which_decision(
        visit, given, *which, kinds=SETTLES, after=line.closes, about=line.resolution
    )


def _ask_earlier(visit: Visit, given: Given) -> Question:
    asked = which_decision(visit, given, given.text("body"), first="None")
    label = "The earlier decision that it annuls or replaces"
    return replace(asked, field=replace(asked.field, label=label))


def _read_earlier(visit: Visit, given: Given) -> Fields:
    return {"names": {"decision": read_number(visit, given)}} if given.text("decision") else {}


def _read_later(visit: Visit, given: Given) -> Fields:
    told = read_decision(visit, given)
    return {"by_meeting": told["meeting"], "by_decision": told["decision"]}


IN_WRITING: Final[tuple[Register, ...]] = (
    Register(
        command=ProposeResolution,
        title="Put a decision in writing",
        intro="Every voting member has time to reply, and more than half of all must agree.",
        asks=(
            words("title", "Its title", "Give it a title"),
            many_words("text", "The words of the decision", "Write the words"),
            when("closes", "Until when they can reply", "until when", needed=False),
            Asks(_ask_earlier, _read_earlier),
            words("urgent", "Why it can't wait for the body above", hint=ONLY_URGENT),
        ),
        about=about_body,
        button="Put it to them",
        what_now="Members reply, or ask for a meeting instead.",
        kept=("body",),
    ),
    Register(
        command=ReplyToResolution,
        title="Reply",
        intro="You reply once. Others can see how you replied.",
        asks=(one_choice("answer", "Your answer", ANSWERS),),
        about=about_resolution,
        button="Reply",
        what_now="It is counted when the time to reply is over.",
        kept=("resolution",),
    ),
    Register(
        command=DemandMeeting,
        title="Ask for a meeting instead",
        intro="If enough members ask, the matter waits for a meeting.",
        asks=(),
        about=about_resolution,
        button="Ask for a meeting",
        what_now="It counts towards the number that the rules ask for.",
        kept=("resolution",),
    ),
    Register(
        command=SettleResolution,
        title="Enter what a later decision made of it",
        intro="Only a later decision of the same body that names it can, or one in writing.",
        asks=(one_choice("settled", "It was", SETTLED), Asks(_ask_later, _read_later)),
        about=about_resolution,
        button="Enter it",
        what_now="Nothing more can be done by it.",
        kept=("resolution",),
    ),
)
DEEDS: Final = {one.command.verb(): one.deed for one in IN_WRITING}

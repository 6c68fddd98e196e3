"""Forms on what a meeting has before it, and on what becomes of its decisions."""

from __future__ import annotations

from typing import Final

from domain.meetings.decisions import Form, Manner
from services.application.business import (
    AdmitItem,
    AnnulDecision,
    DeferItem,
    GiveCastingVote,
    PassToNextBusiness,
    PublishStatement,
    RatifyDecision,
    RecordDecision,
    ReferItemBack,
    RemitItem,
    ReplaceDecision,
    TakeItem,
)
from services.application.command import Command
from services.application.officers import SettleConflict, TakeUrgentDecision
from services.reading import bodies
from services.web.deeds.asks import (
    Asks,
    Fields,
    many_words,
    one_choice,
    words,
)
from services.web.deeds.asks_about import ABOUT
from services.web.deeds.asks_of_meetings import (
    all_items,
    decisions,
    groups_beside,
    one_from,
    open_items,
    recorded_names,
    several_from,
    the_purpose,
    the_votes,
    tied,
    words_or_empty,
)
from services.web.deeds.form import Given
from services.web.deeds.on_meetings import MeetingForm
from services.web.deeds.on_registers import WHY
from services.web.look.parts import Choice
from services.web.visit import Visit

MANNERS: Final = [Choice(one.value, one.value) for one in Manner]
FORMS: Final = [
    Choice(one.value, one.value) for one in (Form.SHOW_OF_HANDS, Form.OPEN, Form.SECRET)
]
NEWEST: Final = 50
"""So many of the decisions that a body took later are offered, the newest first."""

_LATER: Final = """
    SELECT m.meeting, m.title, d.number
    FROM body_meetings mine
    JOIN body_meetings m ON m.body = mine.body AND m.starts > mine.starts
    JOIN meeting_decisions d ON d.meeting = m.meeting
    WHERE mine.meeting = %(meeting)s AND mine.valid @> %(as_of)s::timestamptz
      AND m.valid @> %(as_of)s::timestamptz AND d.valid @> %(as_of)s::timestamptz
      AND d.about_meeting = %(meeting)s
    ORDER BY m.starts DESC, m.meeting, d.number LIMIT %(most)s
"""
"""Only a decision that names one of this meeting settles it."""
_LATER_IN_WRITING: Final = """
    SELECT r.resolution, 'In writing: ' || r.title, 1
    FROM body_meetings mine JOIN resolutions r ON r.body = mine.body AND r.closes > mine.starts
    WHERE mine.meeting = %(meeting)s AND mine.valid @> %(as_of)s::timestamptz
      AND r.valid @> %(as_of)s::timestamptz AND r.carried AND r.settled IS NULL
      AND r.about_meeting = %(meeting)s
    ORDER BY r.closes DESC LIMIT %(most)s
"""
ITEM: Final = one_from("item", "Which item", open_items, "Choose an item")


def _left(command: type[Command], title: str, intro: str, *more: Asks) -> MeetingForm:
    return MeetingForm(
        command=command,
        title=title,
        intro=intro,
        asks=(ITEM, *more, WHY, *the_votes(needed=False)),
        button=title,
        what_now="The meeting goes on with the next item.",
    )


def _earlier(command: type[Command], title: str, what_now: str) -> MeetingForm:
    """A later decision that settles one of this meeting."""

    def options(visit: Visit, given: Given) -> list[Choice]:
        asked = {"meeting": given.id("meeting"), "most": NEWEST}
        rows = [*visit.at.rows(_LATER, **asked), *visit.at.rows(_LATER_IN_WRITING, **asked)]
        return [
            Choice(f"{meeting}~{number}", f"{title}: decision {number}")
            for meeting, title, number in rows
        ]

    def read(visit: Visit, given: Given) -> Fields:
        chosen = given.needed("by", "Choose the later decision")
        meeting, _, number = chosen.partition("~")
        return {"by_meeting": meeting, "by_decision": number}

    by = one_from("by", "By which later decision", options, "Choose the later decision")
    return MeetingForm(
        command=command,
        title=title,
        intro="Only a later decision of the same body that names it can, or one in writing.",
        asks=(
            one_from("decision", "Which decision", decisions, "Choose a decision"),
            Asks(by.ask, read),
        ),
        button=title,
        what_now=what_now,
    )


def _other_bodies(visit: Visit, given: Given) -> list[Choice]:
    return [Choice(one.slug, one.name) for one in bodies.body_names(visit.at)]


BUSINESS: Final[tuple[MeetingForm, ...]] = (
    MeetingForm(
        command=TakeItem,
        title="Take an item",
        intro="The item before it has been taken then.",
        asks=(ITEM,),
        button="Take it",
        what_now="It is before the meeting.",
    ),
    _left(DeferItem, "Defer an item", "It goes to a later meeting."),
    _left(ReferItemBack, "Refer an item back", "It goes back to those who brought it."),
    _left(PassToNextBusiness, "Go on to the next business", "The item is left undecided."),
    _left(
        RemitItem,
        "Remit an item",
        "Another body deals with it: it comes before its next meeting by itself.",
        one_from("remitted_to", "To which body", _other_bodies, "Choose a body"),
    ),
    MeetingForm(
        command=AdmitItem,
        title="Let in a late item",
        intro="The meeting votes on whether to take it.",
        asks=(
            words("title", "The item", "Say what it is"),
            the_purpose(),
            words_or_empty("text", "What it is about", long=True),
            *the_votes(),
        ),
        button="Let it in",
        what_now="It is on the agenda.",
    ),
    MeetingForm(
        command=RecordDecision,
        title="Enter a decision",
        intro="On an item of the agenda. Without figures nobody objected.",
        asks=(
            one_from("item", "On which item", all_items, "Choose an item"),
            one_choice("manner", "How it was come to", MANNERS),
            many_words("text", "What was decided", "Write what was decided"),
            one_choice("form", "How a vote was taken", FORMS),
            *the_votes(needed=False),
            *recorded_names(),
            *ABOUT,
        ),
        button="Enter it",
        what_now="It binds if there is a quorum.",
    ),
    MeetingForm(
        command=GiveCastingVote,
        title="Give the casting vote",
        intro="Where the votes are equal, and a rule gives the chair one.",
        asks=(
            one_from("decision", "On which vote", tied, "Choose the tied vote"),
            one_choice("side", "Which way", [Choice("for", "For"), Choice("against", "Against")]),
        ),
        button="Give it",
        what_now="The vote is decided.",
    ),
    MeetingForm(
        command=PublishStatement,
        title="Publish a statement",
        intro="One that the meeting agreed, by a decision that binds.",
        asks=(
            one_from("decision", "By which decision", decisions, "Choose a decision"),
            words("title", "Its title", "Give it a title"),
            many_words("text", "The statement", "Write the statement"),
        ),
        button="Publish it",
        what_now="Everybody can read it on the meeting's page.",
    ),
    MeetingForm(
        command=TakeUrgentDecision,
        title="Record a decision as urgent",
        intro="Officers take it in place of the body above, which hears of it at its next meeting.",
        asks=(
            one_from("decision", "Which decision", decisions, "Choose a decision"),
            words("reason", "Why it could not wait", "Say why it could not wait"),
        ),
        button="Record it",
        what_now="It has the power of the body above.",
    ),
    MeetingForm(
        command=SettleConflict,
        title="Record a conflict as settled",
        intro="Between groups of the body above, which hears of it at its next meeting.",
        asks=(
            one_from("decision", "By which decision", decisions, "Choose a decision"),
            several_from(
                "between", "Between which groups", groups_beside, "Choose at least two of them"
            ),
            words("reason", "What it was about", "Say what it was about"),
        ),
        button="Record it",
        what_now="The report on this meeting tells it to the body above.",
    ),
    _earlier(RatifyDecision, "Ratify a decision", "The decision binds now."),
    _earlier(AnnulDecision, "Annul a decision", "Nothing more can be done by it."),
    _earlier(ReplaceDecision, "Enter what replaced a decision", "Nothing more is done by it."),
)


DEEDS: Final = {one.command.verb(): one.deed for one in BUSINESS}

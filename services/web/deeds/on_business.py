"""Forms on what a meeting has before it, and on what becomes of its decisions."""

from __future__ import annotations

from typing import Final

from domain.cycle.assembly import Votes
from domain.kernel.refusal import BadInput
from domain.meetings.attendance import Capacity, Route
from domain.meetings.decisions import Form, Manner
from domain.meetings.meeting import Meeting
from domain.text.text import ParagraphId
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
    TakeItem,
)
from services.application.command import Command
from services.application.motions import (
    AmendMotion,
    MoveEmergencyMotion,
    MoveMotion,
    PartOfMotion,
    PutMotion,
    VoteInParts,
    VoteOnAmendments,
)
from services.application.officers import SettleConflict, TakeUrgentDecision
from services.reading import meetings
from services.web.deeds.asks import (
    Asks,
    Fields,
    many_words,
    one_choice,
    words,
)
from services.web.deeds.asks_of_meetings import (
    all_items,
    decisions,
    everybody_here,
    groups_beside,
    maybe_one_from,
    meeting_of,
    one_from,
    open_amendments,
    open_items,
    open_motions,
    recorded_names,
    several_from,
    the_votes,
    tied,
    words_or_empty,
)
from services.web.deeds.form import (
    Deed,
    Given,
    Question,
    Unclear,
    filled,
    long_text,
    text,
)
from services.web.deeds.on_meetings import MEETING, about_meeting
from services.web.deeds.on_registers import WHY, Register
from services.web.look.parts import Choice, Mistake
from services.web.visit import Visit

ROUTES: Final = [Choice(route.value, route.value) for route in Route]
OTHERS: Final = [Choice(one.value, one.value) for one in (Capacity.OBSERVER, Capacity.STAFF)]
MANNERS: Final = [Choice(one.value, one.value) for one in Manner]
FORMS: Final = [
    Choice(one.value, one.value) for one in (Form.SHOW_OF_HANDS, Form.OPEN, Form.SECRET)
]
ITEM: Final = one_from("item", "Which item", open_items, "Choose an item")
MOTION: Final = one_from("motion", "Which motion", open_motions, "Choose a motion")
MOVER: Final = maybe_one_from("mover", "Who moves it", everybody_here)
SECONDER: Final = maybe_one_from("seconder", "Who seconds it", everybody_here)


def _left(command: type[Command], title: str, intro: str, *more: Asks) -> Register:
    return Register(
        command=command,
        title=title,
        intro=intro,
        asks=(ITEM, *more, WHY, *the_votes(needed=False)),
        about=about_meeting,
        button=title,
        what_now="The meeting goes on with the next item.",
        kept=MEETING,
    )


def _earlier(command: type[Command], title: str, what_now: str) -> Register:
    """A later decision that settles one of this meeting."""

    def options(visit: Visit, given: Given) -> list[Choice]:
        mine = meetings.meeting(visit.at, given.id("meeting")).meeting
        later = [m for m in meetings.meetings(visit.at, mine.slug).meetings if m.decisions]
        return [
            Choice(f"{one.meeting}~{decision.number}", f"{one.title}: decision {decision.number}")
            for one in later
            if one.starts > mine.starts
            for decision in meetings.meeting(visit.at, one.meeting).decisions
        ]

    def read(visit: Visit, given: Given) -> Fields:
        chosen = given.needed("by", "Choose the later decision")
        meeting, _, number = chosen.partition("~")
        return {"by_meeting": meeting, "by_decision": number}

    by = one_from("by", "By which later decision", options, "Choose the later decision")
    return Register(
        command=command,
        title=title,
        intro="Only a later meeting of the same body that has a quorum can do this.",
        asks=(
            one_from("decision", "Which decision", decisions, "Choose a decision"),
            Asks(by.ask, read),
        ),
        about=about_meeting,
        button=title,
        what_now=what_now,
        kept=MEETING,
    )


BUSINESS: Final[tuple[Register, ...]] = (
    Register(
        command=TakeItem,
        title="Take an item",
        intro="The item before it has been taken then.",
        asks=(ITEM,),
        about=about_meeting,
        button="Take it",
        what_now="It is before the meeting.",
        kept=MEETING,
    ),
    _left(DeferItem, "Defer an item", "It goes to a later meeting."),
    _left(ReferItemBack, "Refer an item back", "It goes back to those who brought it."),
    _left(PassToNextBusiness, "Go on to the next business", "The item is left undecided."),
    _left(
        RemitItem,
        "Remit an item",
        "Somebody else deals with it.",
        words("remitted_to", "To whom", "Say to whom"),
    ),
    Register(
        command=AdmitItem,
        title="Let in a late item",
        intro="The meeting votes on whether to take it.",
        asks=(
            words("title", "The item", "Say what it is"),
            words_or_empty("text", "What it is about", long=True),
            *the_votes(),
        ),
        about=about_meeting,
        button="Let it in",
        what_now="It is on the agenda.",
        kept=MEETING,
    ),
    Register(
        command=MoveMotion,
        title="Move a motion",
        intro="On an item of the agenda.",
        asks=(
            ITEM,
            words("title", "Its title", "Give it a title"),
            many_words("text", "The motion", "Write the motion"),
            MOVER,
            SECONDER,
        ),
        about=about_meeting,
        button="Move it",
        what_now="Amendments to it can be moved.",
        kept=MEETING,
    ),
    Register(
        command=MoveEmergencyMotion,
        title="Move an emergency motion",
        intro="The meeting votes first on whether to take it.",
        asks=(
            words("title", "Its title", "Give it a title"),
            many_words("text", "The motion", "Write the motion"),
            MOVER,
            SECONDER,
            *the_votes(),
        ),
        about=about_meeting,
        button="Move it",
        what_now="It is before the meeting as a motion.",
        kept=MEETING,
    ),
    Register(
        command=VoteOnAmendments,
        title="Vote on amendments",
        intro="One by one, or several together.",
        asks=(
            several_from("amendments", "Which", open_amendments, "Choose at least one"),
            *the_votes(),
        ),
        about=about_meeting,
        button="Enter the vote",
        what_now="The motion reads as the vote has it.",
        kept=("meeting", "motion"),
    ),
    Register(
        command=PutMotion,
        title="Vote on a motion",
        intro="As it stands after the amendments to it.",
        asks=(
            MOTION,
            one_choice("form", "How the vote is taken", FORMS),
            *the_votes(needed=False),
            *recorded_names(),
        ),
        about=about_meeting,
        button="Enter the vote",
        what_now="It is decided.",
        kept=MEETING,
    ),
    Register(
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
        ),
        about=about_meeting,
        button="Enter it",
        what_now="It binds if there is a quorum.",
        kept=MEETING,
    ),
    Register(
        command=GiveCastingVote,
        title="Give the casting vote",
        intro="Where the votes are equal, and a rule gives the chair one.",
        asks=(
            one_from("decision", "On which vote", tied, "Choose the tied vote"),
            one_choice("side", "Which way", [Choice("for", "For"), Choice("against", "Against")]),
        ),
        about=about_meeting,
        button="Give it",
        what_now="The vote is decided.",
        kept=MEETING,
    ),
    Register(
        command=PublishStatement,
        title="Publish a statement",
        intro="One that the meeting agreed, by a decision that binds.",
        asks=(
            one_from("decision", "By which decision", decisions, "Choose a decision"),
            words("title", "Its title", "Give it a title"),
            many_words("text", "The statement", "Write the statement"),
        ),
        about=about_meeting,
        button="Publish it",
        what_now="Everybody can read it on the meeting's page.",
        kept=MEETING,
    ),
    Register(
        command=TakeUrgentDecision,
        title="Record a decision as urgent",
        intro="Officers take it in place of the body above, which hears of it at its next meeting.",
        asks=(
            one_from("decision", "Which decision", decisions, "Choose a decision"),
            words("reason", "Why it could not wait", "Say why it could not wait"),
        ),
        about=about_meeting,
        button="Record it",
        what_now="It has the power of the body above.",
        kept=MEETING,
    ),
    Register(
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
        about=about_meeting,
        button="Record it",
        what_now="The report on this meeting tells it to the body above.",
        kept=MEETING,
    ),
    _earlier(RatifyDecision, "Ratify a decision", "The decision binds now."),
    _earlier(AnnulDecision, "Annul a decision", "The decision binds nobody."),
)


def _amended(visit: Visit, given: Given) -> list[Question]:
    motion = meeting_of(visit, given).motion(_number(given, "motion"))
    whole = long_text("text", "The motion as you want it", given, rows=8)
    asks = [filled(whole, motion.text.plain, given), MOVER.ask(visit, given)]
    if motion.open:
        options = maybe_one_from("parent", "To another amendment", open_amendments)
        asks.append(options.ask(visit, given))
    return asks


def _amend(visit: Visit, given: Given) -> Command:
    return AmendMotion.model_validate(
        {
            "meeting": given.id("meeting"),
            "motion": _number(given, "motion"),
            "text": given.needed("text", "Write the motion as you want it"),
            "parent": given.text("parent") or None,
            "mover": given.text("mover") or None,
        }
    )


def _parts(visit: Visit, given: Given) -> list[Question]:
    motion = meeting_of(visit, given).motion(_number(given, "motion"))
    hint = "For, against, abstained, such as 8/2/1."
    return [
        text(one.id, f"{number}. {one.text[:120]}", given, hint, width=10)
        for number, one in enumerate(motion.text.paragraphs, start=1)
    ]


def _in_parts(visit: Visit, given: Given) -> Command:
    found: Meeting = meeting_of(visit, given)
    motion = found.motion(_number(given, "motion"))
    parts = tuple(
        PartOfMotion(paragraph=ParagraphId(name), votes=_figures(given, name))
        for name in motion.text.ids
    )
    return VoteInParts(meeting=found.id, motion=motion.number, parts=parts)


def _figures(given: Given, name: str) -> Votes:
    told = given.needed(name, "Write the votes on this part").split("/")
    if len(told) not in (2, 3) or not all(one.strip().isdecimal() for one in told):
        raise Unclear(Mistake(name, "Write for, against and abstained, such as 8/2/1"))
    figures = [int(one) for one in told]
    return Votes(
        in_favour=figures[0], against=figures[1], abstained=figures[2] if figures[2:] else 0
    )


def _number(given: Given, name: str) -> int:
    told = given.text(name)
    if not (told.isascii() and told.isdigit() and len(told) < 6):
        raise BadInput("This form was opened without a motion. Open it from the meeting's page.")
    return int(told)


DEEDS: Final = {
    **{one.command.verb(): one.deed for one in BUSINESS},
    "amend_motion": Deed(
        title="Move an amendment",
        intro="Write the whole motion as it should become.",
        about=about_meeting,
        ask=_amended,
        make=_amend,
        button="Move it",
        what_now="The meeting votes on it.",
        kept=("meeting", "motion"),
    ),
    "vote_in_parts": Deed(
        title="Vote in parts",
        intro="Each paragraph is put by itself. What is voted down falls out.",
        about=about_meeting,
        ask=_parts,
        make=_in_parts,
        button="Enter the votes",
        what_now="What is left of the motion is put as a whole.",
        kept=("meeting", "motion"),
    ),
}

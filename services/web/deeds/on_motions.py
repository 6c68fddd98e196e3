"""Forms on the motions of a meeting: moved, amended, voted on, as a whole or in parts."""

from __future__ import annotations

from typing import Final

from domain.cycle.assembly import Votes
from domain.kernel.refusal import BadInput
from domain.meetings.meeting import Meeting
from domain.text.text import ParagraphId
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
from services.web.deeds.asks import (
    many_words,
    one_choice,
    words,
)
from services.web.deeds.asks_about import ABOUT
from services.web.deeds.asks_of_meetings import (
    everybody_here,
    maybe_one_from,
    meeting_of,
    one_from,
    open_amendments,
    open_motions,
    recorded_names,
    several_from,
    the_votes,
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
from services.web.deeds.on_business import FORMS, ITEM
from services.web.deeds.on_meetings import MeetingForm, about_meeting
from services.web.look.parts import Mistake
from services.web.visit import Visit

MOTION: Final = one_from("motion", "Which motion", open_motions, "Choose a motion")
MOVER: Final = maybe_one_from("mover", "Who moves it", everybody_here)
SECONDER: Final = maybe_one_from("seconder", "Who seconds it", everybody_here)


MOTIONS: Final[tuple[MeetingForm, ...]] = (
    MeetingForm(
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
        button="Move it",
        what_now="Amendments to it can be moved.",
    ),
    MeetingForm(
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
        button="Move it",
        what_now="It is before the meeting as a motion.",
    ),
    MeetingForm(
        command=VoteOnAmendments,
        title="Vote on amendments",
        intro="One by one, or several together.",
        asks=(
            several_from("amendments", "Which", open_amendments, "Choose at least one"),
            *the_votes(),
        ),
        button="Enter the vote",
        what_now="The motion reads as the vote has it.",
        kept=("meeting", "motion"),
    ),
    MeetingForm(
        command=PutMotion,
        title="Vote on a motion",
        intro="As it stands after the amendments to it.",
        asks=(
            MOTION,
            one_choice("form", "How the vote is taken", FORMS),
            *the_votes(needed=False),
            *recorded_names(),
            *ABOUT,
        ),
        button="Enter the vote",
        what_now="It is decided.",
    ),
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
    **{one.command.verb(): one.deed for one in MOTIONS},
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

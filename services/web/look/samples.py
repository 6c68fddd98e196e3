"""Answers which pages the gallery shows, and which components stand on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from services.web.look.chart import VoteCount
from services.web.look.frame import ActingAs, Frame, House, Place, Standing, Take, TakeKind
from services.web.look.parts import (
    ActLine,
    Choice,
    Clause,
    Empty,
    Field,
    Link,
    Mistake,
    NextStep,
    Notice,
    Table,
    Tag,
    Tone,
)
from services.web.look.redline import Redline, View, lay_out
from services.web.look.sample_cycle import (
    BALLOT_CLOSES,
    MAJORITY_RULE,
    NOW,
    ZONE,
    acts,
    ballot_step,
    counts,
    empty_table,
    lanes,
    late_step,
    proposals_table,
    turnout,
)
from services.web.look.sample_text import paragraphs
from services.web.look.timeline import Board, draw
from services.web.look.turnout import Turnout
from services.web.look.window import Scale, Window
from services.web.look.words import moment

HOUSE = House("Federation of Sample Groups", ZONE, static="static/")
CLOSES = moment(BALLOT_CLOSES, ZONE)
SHORT_MONTH = "February 2022 has 28 days: give a day from 1 to 28"
NO_ACTS = Empty(
    "nothing has happened here yet",
    "the first act will be the opening by the coordinating group",
)


@dataclass(frozen=True)
class Sample:
    """One page of the gallery; what is left out is not shown."""

    kind: str
    title: str
    sentence: str
    state: Tag
    steps: Sequence[NextStep] = ()
    notices: Sequence[Notice] = ()
    board: Board | None = None
    redline: Redline | None = None
    view: View = View.CHANGES
    counts: Sequence[tuple[VoteCount, str, Clause]] = ()
    turnout: Turnout | None = None
    tables: Sequence[Table] = ()
    mistakes: Sequence[Mistake] = ()
    fields: Mapping[str, Field] = field(default_factory=dict)
    choices: Sequence[Choice] = ()
    acts: Sequence[ActLine] = ()
    no_acts: Empty = NO_ACTS


def pages() -> dict[str, tuple[Frame, Sample]]:
    """The pages of the gallery by their file names."""
    return {
        "index": (frame(Place.BALLOTS), ballot()),
        "past": (frame(Place.BALLOTS, past=True), ballot()),
        "board": (frame(Place.BOARD), on_the_board(Scale.YEAR)),
        "board-month": (frame(Place.BOARD), on_the_board(Scale.MONTH)),
        "proposal": (frame(Place.PROPOSALS), proposal(View.CHANGES)),
        "proposal-both": (frame(Place.PROPOSALS), proposal(View.BOTH)),
        "form": (frame(Place.BALLOTS), form()),
    }


def frame(place: Place, past: bool = False) -> Frame:
    """What stands around a sample page."""
    return Frame(
        house=HOUSE,
        standing=Standing(NOW, 48_213, past=past),
        path="/ballots/review",
        query=(("view", "changes"),),
        place=place,
        acting_as=ActingAs("the secretary of Riverside group"),
        takes=(
            Take(TakeKind.JSON, "review.json"),
            Take(TakeKind.CSV, "review.csv", "(the table)"),
            Take(TakeKind.CALENDAR, "review.ics"),
            Take(TakeKind.FEED, "review.atom"),
        ),
    )


def ballot() -> Sample:
    """An open ballot, with most components on one page."""
    return Sample(
        kind="All-member ballot",
        title="Review of the constitution",
        sentence=f"The ballot is open. You can vote until {CLOSES}.",
        state=Tag("open", Tone.OPEN),
        steps=(ballot_step(),),
        counts=tuple((count, name, MAJORITY_RULE) for count, name in counts()),
        turnout=turnout(),
        tables=(proposals_table(), empty_table()),
        acts=acts(),
    )


def on_the_board(scale: Scale) -> Sample:
    """Every process on a time line, one of them late."""
    return Sample(
        kind="Everything that runs",
        title="Board",
        sentence="Four processes are running. One stage is late.",
        state=Tag("one late", Tone.LATE),
        steps=(late_step(),) if scale is Scale.YEAR else (),
        board=draw(lanes(), Window(scale, NOW - timedelta(days=scale.value // 3)), NOW, ZONE),
    )


def proposal(view: View) -> Sample:
    """A text with its changes."""
    return Sample(
        kind="Proposal 9, from 24 members",
        title="More member places on the coordinating group",
        sentence="The second assembly has amended this text. It stands on the paper as shown here.",
        state=Tag("on the paper", Tone.DONE),
        notices=(
            Notice(
                "This proposal changes two rules",
                "If it is carried, rule 5.1 and rule 5.4 change on the day of the declaration.",
                link=Link("See the rules as they would be", "/rulebook?if=9"),
            ),
        ),
        redline=lay_out(paragraphs()),
        view=view,
        acts=acts()[2:],
    )


def form() -> Sample:
    """A form with something to mend."""
    return Sample(
        kind="Your vote",
        title="Vote on proposal 9",
        sentence=f"You can change your vote until {CLOSES}.",
        state=Tag("open", Tone.OPEN),
        mistakes=(
            Mistake("vote", "choose for, against or abstain"),
            Mistake("day", SHORT_MONTH),
        ),
        fields={
            "title": Field("title", "Title", "As it will stand on the paper.", "More places"),
            "vote": Field("vote", "How do you vote?", mistake="choose for, against or abstain"),
            "groups": Field("groups", "Which do you want to hear about?"),
            "day": Field(
                "day", "When did your group meet?", "For example, 27 3 2022.", mistake=SHORT_MONTH
            ),
            "region": Field("region", "Your vote again, as a list"),
            "reason": Field("reason", "Your reason", "Only you can see it."),
        },
        choices=(
            Choice("for", "For", "The text is adopted as it stands on the paper."),
            Choice("against", "Against"),
            Choice("abstain", "Abstain", "You are counted as having taken part."),
        ),
    )

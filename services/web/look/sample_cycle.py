"""Answers what happens in the gallery's invented cycle: its stages, counts, texts and acts.

Everything here is made up; no organisation, person or vote is real.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from services.web.look.chart import Basis, Needed, VoteCount
from services.web.look.parts import (
    ActLine,
    Align,
    Clause,
    Column,
    Empty,
    Filter,
    Link,
    May,
    MayNot,
    NextStep,
    Option,
    Paging,
    Redacted,
    Sort,
    Table,
    Tag,
    Tone,
    Weight,
)
from services.web.look.timeline import Lane, Stage, StageState
from services.web.look.turnout import Turnout, TurnoutPoint

ZONE = ZoneInfo("Europe/London")


def at(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A moment on the sample's clock."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


NOW = at(2022, 5, 23, 9, 30)
BALLOT_OPENS = at(2022, 5, 17)
BALLOT_CLOSES = at(2022, 5, 26, 17)


CLOSE_RULE = Clause("7.3", "Length of a ballot", "/rulebook/7.3")
MAJORITY_RULE = Clause("7.6", "Majority in an all-member ballot", "/rulebook/7.6")
EXTEND_RULE = Clause("7.9", "Power to extend", "/rulebook/7.9")


def ballot_step() -> NextStep:
    """Voting closes; one thing you may do, one you may not."""
    return NextStep(
        what="Voting closes and the count begins",
        at=BALLOT_CLOSES,
        clause=CLOSE_RULE,
        who_moves="nobody needs to; the coordinating group can extend it, with a reason",
        may=(
            May("Vote", "/ballots/review/vote", Weight.FIRST, because="you are on the roll"),
            May("Look at the paper", "/ballots/review/paper"),
        ),
        may_not=(
            MayNot(
                "Extend the ballot",
                "only the coordinating group can, by a decision at a quorate meeting",
                EXTEND_RULE,
            ),
        ),
    )


def counts() -> Sequence[tuple[VoteCount, str]]:
    """One carried, one lost to a strict majority, one not yet declared with a high mark."""
    half, two_thirds = Fraction(1, 2), Fraction(2, 3)
    return (
        (VoteCount(4_812, 1_733, 255, 20_000, Needed(half, True), True), "An annual convention"),
        (VoteCount(3_270, 3_270, 260, 20_000, Needed(half, True), False), "Online meetings"),
        (
            VoteCount(41, 22, 5, 68, Needed(two_thirds, False, Basis.ALL_VOTES)),
            "The purpose of the federation",
        ),
    )


def turnout() -> Turnout:
    """Six days of votes, quicker at the opening and at each reminder."""
    start = BALLOT_OPENS
    pace = (410, 350, 240, 130, 60, 20, 15, 70)
    points, voted = [], 0
    for step in range(int((NOW - start).total_seconds() // 10_800)):
        voted += pace[step % 8] * (14 - step // 8) // 12
        points.append(TurnoutPoint(start + timedelta(hours=3 * (step + 1)), voted))
    return Turnout(20_000, BALLOT_OPENS, BALLOT_CLOSES, tuple(points))


def proposals_table() -> Table:
    """Sorted, filtered, paged, with a number that is too small to be shown."""
    rows = (
        (
            Link("An annual convention", "/proposals/3"),
            "Riverside",
            4_812,
            Tag("carried", Tone.CARRIED),
            at(2021, 9, 4),
        ),
        (
            Link("Online meetings", "/proposals/7"),
            "Hilltop and Vale",
            3_270,
            Tag("lost", Tone.LOST),
            at(2021, 10, 2),
        ),
        (
            Link("More member places", "/proposals/9"),
            "24 members",
            612,
            Tag("open", Tone.OPEN),
            at(2021, 10, 30, 17, 45),
        ),
        (
            Link("Reports to members", "/proposals/12"),
            "Old Harbour",
            Redacted("fewer than 5 people"),
            Tag("late", Tone.LATE),
            None,
        ),
    )
    return Table(
        caption="Proposals on the paper",
        columns=(
            Column("Proposal", "title"),
            Column("From", "group"),
            Column("Votes for", "votes", Align.FIGURES),
            Column("State"),
            Column("Put forward (London time)", "put"),
        ),
        rows=rows,
        empty=Empty("no proposal matches", "take a filter away to see more"),
        sort=Sort("votes", descending=True),
        filters=(
            Filter("state", "State", (Option("carried", "Carried"), Option("lost", "Lost"))),
            Filter("word", "A word in the title"),
        ),
        paging=Paging(1, 4, 17, later_href="?page=2"),
        csv_href="proposals.csv",
        json_href="proposals.json",
    )


def empty_table() -> Table:
    """A table with nothing in it."""
    return Table(
        caption="Rulings of the returning officer",
        columns=(Column("Ruling"),),
        rows=(),
        empty=Empty(
            "the returning officer has not ruled on anything in this ballot",
            "a ruling appears here when somebody asks for one and it is given",
        ),
    )


def acts() -> Sequence[ActLine]:
    """How it came to the open ballot."""
    return (
        ActLine(
            "the ballot was extended by two days, to 5 pm on Thursday 26 May 2022",
            at(2022, 5, 20, 19, 12),
            "The coordinating group",
            "Rule 7.9, Power to extend",
            "/journal/48100",
            authority_href="/rulebook/7.9",
        ),
        ActLine(
            "an e-mail claimed that the ballot was void",
            at(2022, 5, 18, 8, 4),
            "A member",
            "",
            "/journal/31877",
            remark=Tag("irregular", Tone.WARNING),
        ),
        ActLine(
            "voting opened to 20,000 members",
            BALLOT_OPENS,
            "The calendar",
            "Rule 7.3, Length of a ballot",
            "/journal/28001",
        ),
        ActLine(
            "the roll was frozen",
            at(2022, 5, 3, 0, 0),
            "The returning officer",
            "Rule 7.2, The roll",
            "/journal/27950",
            on_behalf_of="the coordinating group",
        ),
    )


# The board


def late_step() -> NextStep:
    """Something that should have happened."""
    return NextStep(
        what="The report of the spring meeting is published as a draft",
        at=at(2022, 5, 18, 17),
        clause=Clause("4.8", "Report within three days", "/rulebook/4.8"),
        who_moves="the secretary",
        may=(May("Write the report", "/meetings/9/report", Weight.FIRST),),
        late=True,
    )


def lanes() -> Sequence[Lane]:
    """The review with its stages, two ballots and meetings, and a body without a stage in sight."""
    return (
        Lane("Review of the constitution", review_stages(), "/processes/review", "10 months"),
        Lane("Meetings of the coordinating group", meeting_stages(), "/bodies/cg", "quarterly"),
        Lane("Election of the coordinating group", (election(),), "/ballots/cg"),
        Lane("Lot for the members' council", (council(),), "/bodies/council"),
    )


def review_stages() -> Sequence[Stage]:
    """Done, done after its time, open, and to come."""
    done, opened, ahead = StageState.DONE, StageState.OPEN, StageState.AHEAD
    drafts_in = at(2021, 11, 30)
    return (
        Stage("Drafting by local groups", done, at(2021, 8, 16), drafts_in, drafts_in, "/d"),
        Stage("First assembly", done, at(2021, 12, 4), at(2022, 1, 17), at(2022, 2, 8), "/a1"),
        Stage("Amendments", done, at(2022, 2, 9), at(2022, 3, 2), at(2022, 3, 2), "/am"),
        Stage("Second assembly", done, at(2022, 3, 12), at(2022, 4, 20), at(2022, 4, 20), "/a2"),
        Stage("Ballot", opened, BALLOT_OPENS, BALLOT_CLOSES, None, "/b"),
        Stage("Rules change", ahead, at(2022, 5, 27), at(2022, 6, 10), None, "/r"),
    )


def meeting_stages() -> Sequence[Stage]:
    """Four meetings, and a report that is late."""
    done, late, ahead = StageState.DONE, StageState.LATE, StageState.AHEAD
    return (
        Stage("Autumn meeting", done, at(2021, 9, 18), at(2021, 9, 19), at(2021, 9, 19)),
        Stage("Winter meeting", done, at(2021, 12, 11), at(2021, 12, 12), at(2021, 12, 12)),
        Stage("Spring meeting", done, at(2022, 3, 26), at(2022, 3, 27), at(2022, 3, 27)),
        Stage("Report", late, at(2022, 5, 14, 18), at(2022, 5, 18, 17), None, "/report"),
        Stage("Summer meeting", ahead, at(2022, 6, 25), at(2022, 6, 26)),
    )


def election() -> Stage:
    """An election still ahead."""
    return Stage("Nominations and vote", StageState.AHEAD, at(2022, 6, 14), at(2022, 7, 6))


def council() -> Stage:
    """A stage long gone."""
    return Stage("Lot drawn", StageState.DONE, at(2020, 6, 1), at(2020, 6, 2), at(2020, 6, 2))

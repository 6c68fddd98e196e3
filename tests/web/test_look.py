"""Rules for what a page says and draws: words, moments in the address, geometry, and the HTML."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.web.look import samples, words
from services.web.look.as_of import UnreadableMoment, read_as_of, write_as_of
from services.web.look.chart import BAR_WIDTH, Basis, Needed, VoteCount, vote_bar
from services.web.look.drawing import share_of_time
from services.web.look.frame import Frame, Standing
from services.web.look.parts import Column, Sort, UnknownColumn, read_sort
from services.web.look.redline import (
    Change,
    Paragraph,
    Token,
    UnknownView,
    View,
    lay_out,
    read_view,
)
from services.web.look.timeline import Bar, Lane, Stage, StageState, draw, draw_bar, touches
from services.web.look.turnout import Turnout, TurnoutPoint, turnout_chart
from services.web.look.window import Scale, UnreadableWindow, Window, axis, read_window

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2022, 5, 23, 9, 30, tzinfo=LONDON)


def london(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold)


# Words


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (london("2022-05-26 17:00"), "5 pm on Thursday 26 May 2022, London time"),
        (london("2022-05-26 09:05"), "9:05 am on Thursday 26 May 2022, London time"),
        (london("2022-05-26 12:00"), "12 noon on Thursday 26 May 2022, London time"),
        (london("2022-05-26 12:30"), "12:30 pm on Thursday 26 May 2022, London time"),
        (london("2022-05-26 00:30"), "12:30 am on Thursday 26 May 2022, London time"),
        (london("2022-05-26 23:59:59"), "the end of Thursday 26 May 2022, London time"),
        (datetime(2022, 5, 26, 16, tzinfo=UTC), "5 pm on Thursday 26 May 2022, London time"),
    ],
)
def test_a_moment_is_said_in_full_on_the_organisations_clock(at: datetime, said: str) -> None:
    assert words.moment(at, LONDON) == said


@pytest.mark.parametrize(
    ("at", "days"),
    [
        (london("2022-05-26"), "Wednesday 25 and Thursday 26 May 2022"),
        (london("2022-06-01"), "Tuesday 31 May and Wednesday 1 June 2022"),
        (london("2022-01-01"), "Friday 31 December 2021 and Saturday 1 January 2022"),
    ],
)
def test_midnight_names_both_days_it_lies_between(at: datetime, days: str) -> None:
    assert words.moment(at, LONDON) == f"midnight between {days}, London time"


def test_an_hour_that_the_clock_shows_twice_says_which_is_meant() -> None:
    first, second = (words.moment(london("2021-10-31 01:30", fold=f), LONDON) for f in (0, 1))
    assert first.endswith("London time (before the clocks go back)")
    assert second.endswith("London time (after the clocks went back)")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOW + timedelta(seconds=20), "now"),
        (NOW + timedelta(minutes=1), "in 1 minute"),
        (NOW - timedelta(hours=4), "4 hours ago"),
        (london("2022-05-26 09:00"), "in 3 days"),
        (london("2022-05-26 23:00"), "in 3 days"),
        (london("2022-08-23"), "in about 3 months"),
        (london("2017-05-23"), "about 5 years ago"),
    ],
)
def test_a_period_counts_days_of_the_calendar(at: datetime, said: str) -> None:
    assert words.period(at, NOW, LONDON) == said


def test_hours_are_counted_as_they_pass_also_where_the_clocks_change() -> None:
    before, after = london("2022-03-27 00:30"), london("2022-03-27 03:30")
    assert words.period(after, before, LONDON) == "in 2 hours"
    assert words.late_by(before, after) == "2 hours late"


def test_lateness_counts_whole_days_gone() -> None:
    assert words.late_by(NOW - timedelta(days=2, hours=23), NOW) == "2 days late"
    assert words.late_by(NOW, NOW) == ""


@given(st.integers(0, 400), st.integers(1, 9), st.integers(1, 9), st.booleans())
def test_the_least_votes_reach_the_majority_and_one_fewer_does_not(
    of: int, part: int, more: int, strict: bool
) -> None:
    share = Fraction(part, part + more)

    def reached(votes: int) -> bool:
        return votes > share * of if strict else votes >= share * of

    least = words.least_votes(share, strict, of)
    assert reached(least)
    assert not reached(least - 1)


def test_numbers_and_shares_are_said_plainly() -> None:
    assert words.majority(Fraction(1, 2), strict=True) == "more than half"
    assert words.majority(Fraction(2, 3), strict=False) == "at least two thirds"
    assert words.percent(1, 8) == "12.5%"
    assert words.percent(1, 2000) == "0.1%"
    assert words.percent(0, 0) == "–"
    assert [words.ordinal(n) for n in (1, 2, 3, 11, 112)] == ["1st", "2nd", "3rd", "11th", "112th"]
    assert words.listed(["Leeds", "York", "Hull"]) == "Leeds, York and Hull"
    assert words.counted(0, "vote") == "no votes"


# The moment in the address


@given(st.integers(946_684_800, 2_840_140_800))
def test_a_moment_written_into_an_address_reads_back_as_itself(seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert read_as_of(write_as_of(moment, LONDON), LONDON) == moment


@pytest.mark.parametrize("fold", [0, 1])
def test_either_of_two_equal_hours_reads_back_as_itself(fold: int) -> None:
    moment = london("2021-10-31 01:30", fold=fold).astimezone(UTC)
    assert read_as_of(write_as_of(moment, LONDON), LONDON) == moment


def test_a_date_alone_means_the_end_of_that_day() -> None:
    assert read_as_of("2022-05-20", LONDON) == london("2022-05-21")


@pytest.mark.parametrize("text", ["", "yesterday", "2022-13-01", "2022-05-20T25:00", "9999-12-31"])
def test_a_moment_that_cannot_be_read_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(UnreadableMoment, match="write 2022-05-20 for the end of that day"):
        read_as_of(text, LONDON)


def frame(past: bool) -> Frame:
    return Frame(
        house=samples.HOUSE,
        standing=Standing(NOW, 7, past),
        path="/ballots",
        query=(("state", "open"), ("as_of", "2022-05-23T09:30")),
    )


def test_links_of_a_past_page_lead_to_the_same_past() -> None:
    page = frame(past=True)
    assert page.link("/rulebook?q=a#c") == "/rulebook?q=a&as_of=2022-05-23T09%3A30#c"
    assert page.link("https://example.org/") == "https://example.org/"
    assert page.with_query({"state": ""}) == "/ballots?as_of=2022-05-23T09%3A30"
    assert page.present == "/ballots?state=open"


def test_links_of_a_present_page_name_no_moment() -> None:
    assert frame(past=False).link("/rulebook") == "/rulebook"
    assert "as_of=" in frame(past=False).permanent


# Redlines

WORDS = st.text("abcdefgh", min_size=1, max_size=9)
OLD_TEXT = st.lists(WORDS, min_size=1, max_size=60)


@given(OLD_TEXT, st.lists(st.tuples(st.integers(0, 60), WORDS), max_size=8))
def test_insertions_do_not_move_the_line_numbers(
    old: list[str], insertions: list[tuple[int, str]]
) -> None:
    def numbered(tokens: list[Token]) -> list[tuple[int, list[str]]]:
        laid = lay_out([Paragraph("1", tokens)]).stretches[0].paragraphs[0]
        kept = [
            (line.number, " ".join(t.text for t in line.tokens if t.change is Change.KEPT).split())
            for line in laid.lines
        ]
        return [(number, text) for number, text in kept if number]

    plain = [Token(Change.KEPT, word + " ") for word in old]
    changed = list(plain)
    for place, word in insertions:
        changed.insert(min(place, len(changed)), Token(Change.INSERTED, word + " "))
    assert numbered(changed) == numbered(plain)


def test_unchanged_paragraphs_are_gathered_and_changed_ones_counted() -> None:
    same, other = Token(Change.KEPT, "as it was"), Token(Change.INSERTED, "and two more words")
    laid = lay_out([Paragraph("1", [same]), Paragraph("2", [same]), Paragraph("3", [same, other])])
    assert [(s.unchanged, len(s.paragraphs)) for s in laid.stretches] == [(True, 2), (False, 1)]
    assert (laid.changed, laid.inserted, laid.deleted) == (1, 4, 0)


# Drawings

STAGES = st.builds(
    lambda start, length, name, state: Stage(
        name, state, NOW + timedelta(days=start), NOW + timedelta(days=start + length)
    ),
    st.integers(-200, 200),
    st.integers(1, 90),
    st.text("abcdefgh ", min_size=1, max_size=24),
    st.sampled_from(StageState),
)


@given(st.lists(STAGES, max_size=12), st.sampled_from(Scale))
def test_no_bar_or_its_words_stands_on_another(stages: list[Stage], scale: Scale) -> None:
    board = draw([Lane("One", stages)], Window(scale, NOW), NOW, LONDON)
    lane = board.lanes[0]
    in_one_row = [(a, b) for a, b in combinations(lane.bars, 2) if a.y == b.y]
    assert not any(touches(a, b) for a, b in in_one_row)
    assert all(bar.y + 24 <= lane.height for bar in lane.bars)
    assert len(lane.bars) + lane.before + lane.after == len(stages)


def late_bar() -> Bar:
    week = timedelta(days=7)
    stage = Stage("Report", StageState.LATE, NOW - 3 * week, NOW - week)
    return draw_bar(stage, Window(Scale.QUARTER, NOW), NOW)


def test_what_is_late_is_drawn_from_the_due_moment_to_the_present() -> None:
    bar, window = late_bar(), Window(Scale.QUARTER, NOW)
    assert bar.late_x == window.place(bar.stage.due)
    assert bar.late_x + bar.late_width == pytest.approx(window.place(NOW))
    assert bar.label.startswith("! ")


def test_looking_closer_keeps_the_place() -> None:
    window = Window(Scale.YEAR, NOW)
    assert {window.at_scale(scale).place(NOW) for scale in Scale} == {window.place(NOW)}


def test_days_on_the_axis_begin_at_midnight_also_where_the_clocks_change() -> None:
    window = Window(Scale.WEEK, london("2022-03-27 12:00"))
    starts = [london(f"2022-03-{day}") for day in range(24, 31)]
    assert [tick.x for tick in axis(window, LONDON)] == [window.place(at) for at in starts]


def test_the_day_that_the_clocks_go_forward_is_drawn_an_hour_short() -> None:
    window = Window(Scale.WEEK, london("2022-03-27 12:00"))
    short = window.place(london("2022-03-28")) - window.place(london("2022-03-27"))
    usual = window.place(london("2022-03-26")) - window.place(london("2022-03-25"))
    assert short / usual == pytest.approx(23 / 24, abs=0.002)


def test_shares_of_time_count_the_time_that_really_passes() -> None:
    noon, start, end = (london(f"2022-03-{at}") for at in ("27 12:00", "27", "28"))
    assert share_of_time(noon, start, end) == Fraction(11, 23)


def test_a_scale_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(UnreadableWindow, match="choose year, quarter, month, week or day"):
        read_window("decade", "", NOW, LONDON)


def test_an_address_that_asks_for_what_is_not_there_is_told_what_there_is() -> None:
    columns = [Column("Votes", "votes"), Column("State"), Column("From", "group")]
    assert read_sort("-votes", columns) == Sort("votes", descending=True)
    assert read_sort("", columns) is None
    with pytest.raises(UnknownColumn, match="choose votes or group"):
        read_sort("State", columns)
    assert read_view("both") is View.BOTH
    with pytest.raises(UnknownView, match="choose changes, whole or both"):
        read_view("all")


def test_the_vote_bar_is_filled_and_marks_the_votes_needed() -> None:
    needed = Needed(Fraction(2, 3), strict=False, basis=Basis.ALL_VOTES)
    bar = vote_bar(VoteCount(41, 22, 5, 68, needed))
    assert sum(part.width for part in bar.parts) == pytest.approx(BAR_WIDTH)
    assert (bar.count.least, bar.mark.share) == (46, Fraction(46, 68))


def test_a_bar_without_votes_is_empty_and_asks_for_one_more_than_half_of_none() -> None:
    bar = vote_bar(VoteCount(0, 0, 0, 20, Needed(Fraction(1, 2), strict=True)))
    assert [part.width for part in bar.parts] == [0, 0, 0]
    assert bar.parts[0].share == "–"


def test_the_turnout_stair_ends_at_the_last_figure_and_its_table_too() -> None:
    opens = london("2022-05-17")
    points = [TurnoutPoint(opens + timedelta(hours=h), 40 * h) for h in range(1, 100)]
    chart = turnout_chart(Turnout(20_000, opens, opens + timedelta(days=9), points), LONDON)
    assert chart.table[-1] == points[-1]
    assert len(chart.table) <= 10
    assert chart.votes_axis[-1].label == "4,000"
    assert chart.line.endswith(f"V{chart.end_y:g}")


def test_a_ballot_that_nobody_has_voted_in_says_so() -> None:
    empty = Turnout(10, NOW, NOW + timedelta(days=1), ())
    assert empty.words == "Nobody of 10 has taken part yet."
    assert turnout_chart(empty, LONDON).votes_axis[-1].label == "1"

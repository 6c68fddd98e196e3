"""Rules for the drawing of who held what when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from services.web.look.bands import MOST_MARKS, Band, Group, Held, draw

LONDON = ZoneInfo("Europe/London")
START = datetime(2017, 3, 11, 11, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@st.composite
def mandates(draw_from: st.DrawFn) -> tuple[list[Held], datetime]:
    """Mandates of up to ten years, some over, some with a term, and from when one looks."""
    now = START + draw_from(st.integers(1, 4000)) * DAY
    days = (now - START).days
    found = []
    for _ in range(draw_from(st.integers(1, 8))):
        since = draw_from(st.integers(0, days - 1))
        until = draw_from(st.none() | st.integers(since, days))
        term = draw_from(st.none() | st.integers(since, since + 2000))
        ends = None if term is None else START + term * DAY
        over = None if until is None else START + until * DAY
        found.append(Held("Ann", "/people/1", START + since * DAY, over, ends))
    return found, now


def span(x: str, width: str) -> tuple[float, float]:
    left = float(x.removesuffix("%"))
    return left, left + float(width.removesuffix("%"))


def edges(band: Band) -> list[float]:
    ahead = span(band.ahead_x, band.ahead_width) if band.ahead_x else ()
    return [*span(band.x, band.width), *ahead]


@given(mandates())
def test_every_band_stands_inside_the_drawing_and_its_term_follows_it(
    given_these: tuple[list[Held], datetime],
) -> None:
    held, now = given_these
    drawn = draw([Group("Chair", held)], now, LONDON)
    assert drawn is not None
    (group,) = drawn.groups
    for band in group.bands:
        assert all(0 <= edge <= 100.6 for edge in edges(band))
        assert not (band.is_over and band.ahead_x)
    assert 0 < len(drawn.marks) + 1 <= MOST_MARKS + 1


def test_nothing_is_drawn_where_nobody_has_held_anything_for_any_time() -> None:
    assert draw([Group("Chair", ())], START, LONDON) is None
    assert draw([Group("Chair", (Held("Ann", "/", START),))], START, LONDON) is None


def test_a_band_is_said_in_words_with_its_days() -> None:
    over = Held("Ann", "/", START, START + 31 * DAY, None, ", elected; ended by resignation")
    running = Held("Ben", "/", START + 31 * DAY, None, START + 400 * DAY, ", elected")
    drawn = draw([Group("Chair", (over, running))], START + 60 * DAY, LONDON)
    assert drawn is not None
    first, second = (band.words for band in drawn.groups[0].bands)
    assert first == (
        "from Saturday 11 March 2017 to Tuesday 11 April 2017, elected; ended by resignation"
    )
    assert second == "since Tuesday 11 April 2017, for a term to Sunday 15 April 2018, elected"

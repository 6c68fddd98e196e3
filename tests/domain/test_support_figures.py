"""Figures of requests for support: none is of too few, and none can be reckoned that is."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from domain.cases.figures import Taken
from domain.support.figures import Ended, Ending, spans

REQUESTS = st.lists(
    st.builds(Ended, ending=st.sampled_from(Ending), taken=st.sampled_from(Taken)), max_size=14
)
HISTORIES = st.lists(REQUESTS, max_size=6)
LEAST = st.integers(min_value=2, max_value=6)


@given(HISTORIES, LEAST)
def test_every_figure_is_of_enough_requests_and_each_is_in_one_alone(
    history: list[list[Ended]], least: int
) -> None:
    found = spans(dict(enumerate(history, 2021)), lambda year: least)
    for span in found:
        every = [(e, t) for one in span.figures for e in one.endings for t in one.taken]
        assert sorted(every) == sorted((e, t) for e in Ending for t in Taken)
        assert all(one.requests >= least for one in span.figures)
        within = history[span.first - 2021 : span.last - 2020]
        assert sum(one.requests for one in span.figures) == sum(map(len, within))
    assert all(one.last < other.first for one, other in combinations(found, 2))


@given(HISTORIES, LEAST)
def test_no_difference_of_figures_is_of_too_few_requests(
    history: list[list[Ended]], least: int
) -> None:
    for span in spans(dict(enumerate(history, 2021)), lambda year: least):
        numbers = [one.requests for one in span.figures][:8]
        sums = {
            sum(some) for size in range(len(numbers) + 1) for some in combinations(numbers, size)
        }
        assert all(one == 0 or one >= least for one in sums)


def test_a_span_of_which_something_was_erased_is_told_no_more() -> None:
    gone = [Ended(ending=None, taken=Taken.LONGER)] * 3
    (span,) = spans({2021: gone}, lambda year: 2)
    assert span.figures == ()


def test_nothing_is_told_while_no_rule_says_how_many_make_a_figure() -> None:
    ended = [Ended(ending=Ending.LIFTED, taken=Taken.LONGER)] * 9
    assert spans({2021: ended}, lambda year: None) == ()

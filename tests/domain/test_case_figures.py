"""Figures of cases: nobody can reckon a part from them that is smaller than the rule's number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from domain.cases.figures import Ended, Ending, Figure, Span, Taken, spans, taken_in

CASES = st.lists(
    st.builds(Ended, ending=st.sampled_from(Ending), taken=st.sampled_from(Taken)), max_size=14
)
HISTORIES = st.lists(CASES, max_size=6)
LEAST = st.integers(min_value=2, max_value=6)


def told(history: Sequence[Sequence[Ended]], least: int) -> tuple[Span, ...]:
    return spans(dict(enumerate(history, 2021)), lambda year: least)


def cells(figure: Figure) -> Iterator[tuple[Ending, Taken]]:
    return ((ending, taken) for ending in figure.endings for taken in figure.taken)


@given(HISTORIES, LEAST)
def test_every_figure_is_of_enough_cases_and_each_case_is_in_one_alone(
    history: list[list[Ended]], least: int
) -> None:
    found = told(history, least)
    for span in found:
        assert all(one.cases >= least for one in span.figures)
        every = [cell for one in span.figures for cell in cells(one)]
        assert sorted(every) == sorted((e, t) for e in Ending for t in Taken)
        within = history[span.first - 2021 : span.last - 2020]
        assert sum(one.cases for one in span.figures) == sum(map(len, within))
    assert all(one.last < other.first for one, other in combinations(found, 2))


@given(HISTORIES, LEAST)
def test_no_sum_and_no_difference_of_figures_is_of_too_few_cases(
    history: list[list[Ended]], least: int
) -> None:
    """Whatever set of cells is known by adding and taking away is a union of whole parts.

    So its number is that of some of these parts: none, or at least as many as the rule says.
    """
    for span in told(history, least):
        numbers = [one.cases for one in span.figures][:8]
        sums = {
            sum(some) for size in range(len(numbers) + 1) for some in combinations(numbers, size)
        }
        assert all(one == 0 or one >= least for one in sums)
        assert all(not (0 < sum(numbers) - one < least) for one in sums)


@given(HISTORIES, CASES, LEAST)
def test_what_was_told_once_never_changes(
    history: list[list[Ended]], later: list[Ended], least: int
) -> None:
    before = told(history, least)
    assert told([*history, later], least)[: len(before)] == before


@given(HISTORIES, LEAST, st.data())
def test_a_small_cell_could_always_be_another_one(
    history: list[list[Ended]], least: int, data: st.DataObject
) -> None:
    """For each cell of too few cases there is a history with another number, told alike."""
    for span in told(history, least):
        years = range(span.first - 2021, span.last - 2020)
        inside = [one for year in years for one in history[year]]
        found = Counter((one.ending, one.taken) for one in inside)
        small = [
            (figure, cell)
            for figure in span.figures
            for cell in cells(figure)
            if 0 < found[cell] < least
        ]
        if not small:
            continue
        figure, cell = data.draw(st.sampled_from(small))
        assert any(
            told(other, least) == told(history, least)
            for other in swapped(history, years, figure, cell)
        ), (figure, cell)


def swapped(
    history: Sequence[Sequence[Ended]], years: range, figure: Figure, cell: tuple[Ending, Taken]
) -> Iterator[list[list[Ended]]]:
    """Histories in which one or two cases more or fewer of a figure are in that cell."""
    changed = Ended(ending=cell[0], taken=cell[1])
    for kind in cells(figure):
        if kind == cell:
            continue
        other = Ended(ending=kind[0], taken=kind[1])
        for was, now in ((changed, other), (other, changed)):
            for year in years:
                if was in history[year]:
                    new = [list(one) for one in history]
                    new[year][new[year].index(was)] = now
                    yield new


def test_too_few_cases_are_told_with_those_of_the_years_that_follow() -> None:
    one = Ended(ending=Ending.REFUSED, taken=Taken.FOUR_WEEKS)
    found = told([[one] * 4, [], [one], [one] * 3], 5)
    assert [(span.first, span.last) for span in found] == [(2021, 2023)]
    assert sum(figure.cases for figure in found[0].figures) == 5


def test_a_span_of_which_something_was_erased_is_told_no_more_and_the_others_stay() -> None:
    one = Ended(ending=Ending.REFUSED, taken=Taken.FOUR_WEEKS)
    gone = Ended(ending=None, taken=Taken.LONGER)
    before, after = told([[one] * 5, [one] * 5], 5), told([[one] * 4 + [gone], [one] * 5], 5)
    assert after[0].figures == ()
    assert after[1] == before[1]


def test_nothing_is_told_of_years_without_the_rule() -> None:
    one = Ended(ending=Ending.REFUSED, taken=Taken.FOUR_WEEKS)
    years = {2021: [one] * 9, 2022: [one]}
    assert spans(years, lambda year: None) == ()
    (span,) = spans(years, lambda year: 5 if year == 2022 else None)
    assert (span.first, span.last, span.figures[0].cases) == (2021, 2022, 10)


def test_a_time_is_told_by_its_class() -> None:
    classes = [taken_in(timedelta(days=days)) for days in (0, 28, 29, 91, 182, 183)]
    assert classes == [
        Taken.FOUR_WEEKS,
        Taken.FOUR_WEEKS,
        Taken.THREE_MONTHS,
        Taken.THREE_MONTHS,
        Taken.HALF_A_YEAR,
        Taken.LONGER,
    ]

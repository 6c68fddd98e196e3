"""Quotas for groups: exact, several at once, and never found out too late."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.counting.contest import Candidate, Contest
from domain.counting.quotas import (
    QuotaGroup,
    Quotas,
    at_least,
    conflict,
    greatest,
    require,
    within_reach,
)
from domain.counting.quotas_choice import Places, choice
from domain.counting.quotas_search import Row, Span, every, first
from domain.kernel.refusal import RuleBroken
from domain.rules.values import Share
from tests.counting.reference import REFERENCE, needs_reference
from tests.counting.small import (
    contest,
    contests,
    kept,
    letters,
    possible,
    quotas,
    sheet_at,
)
from tests.support.examples import examples

WOMEN = QuotaGroup(group="w", least=2, words="women")


# The published case of several quotas at once.


def published() -> tuple[Contest, tuple[QuotaGroup, ...], tuple[tuple[int, ...], ...]]:
    """The case as printed; where it says "at least" of those who stand, just so many stand."""
    case = json.loads((REFERENCE / "constraints/hill_otten.json").read_text())
    stand = {"EM": 4, "EW": 7, "SM": 6, "SW": 3, "WM": 1, "WW": 1}
    nations = {"E": "English", "S": "Scottish", "W": "Welsh"}
    sexes = {"M": "man", "W": "woman"}
    candidates = tuple(
        Candidate(name=f"{kind}{i}", groups=frozenset({nations[kind[0]], sexes[kind[1]]}))
        for kind in case["columns"]
        for i in range(stand[kind])
    )
    groups = tuple(
        QuotaGroup(group=one["group"], least=one["min"], most=one["max"])
        for one in case["constraints"]
    )
    rows = tuple(tuple(row) for row in case["feasible_compositions"])
    return Contest(seats=case["seats"], candidates=candidates), groups, rows


@needs_reference
def test_the_compositions_printed_by_otten_are_those_that_are_found() -> None:
    election, groups, printed = published()
    open_ = choice(election, groups, Places(14, 14))
    named = [("English", "man"), ("English", "woman"), ("Scottish", "man"), ("Scottish", "woman")]
    named += [("Welsh", "man"), ("Welsh", "woman")]
    order = [open_.kinds.index(frozenset(pair)) for pair in named]
    found = {tuple(composition[at] for at in order) for composition in open_.every()}
    assert found == set(printed)


@needs_reference
def test_two_scottish_women_are_guarded_and_english_men_doomed_as_soon_as_it_follows() -> None:
    election, groups, _ = published()
    sheet = sheet_at(election)
    guard = Quotas(election, groups)
    sheet.begin(sheet.stages[0].deed)
    for name in ("EM0", "EM1", "EM2"):
        sheet.elect(election.index(name))
    sheet.exclude(election.index("SW2"))
    bound = guard.bound(sheet)
    guarded = {sheet.name(candidate) for candidate in bound.guarded}
    doomed = {sheet.name(candidate) for candidate in bound.doomed}
    assert {"SW0", "SW1"} <= guarded
    assert {"EM3", "WM0"} <= doomed
    reason = bound.reason(election.index("SW0"))
    assert "at least 6 Scottish must be elected" in reason
    assert "at most 7 man may be elected and 3 have a place" in reason


# Against trying everything.


@given(st.data())
@settings(max_examples=examples(80), deadline=None)
def test_guarded_and_doomed_are_those_that_trying_every_choice_finds(data: st.DataObject) -> None:
    election = data.draw(contests())
    groups = data.draw(quotas())
    choices = possible(election, groups)
    assume(choices)
    goal = sorted(data.draw(st.sampled_from(choices)))
    others = [candidate for candidate in election.people if candidate not in goal]
    chosen = data.draw(st.sets(st.sampled_from(goal))) if goal else set()
    out = data.draw(st.sets(st.sampled_from(others))) if others else set()
    sheet = sheet_at(election, *("".join("ABCDEFGH"[c] for c in some) for some in (chosen, out)))
    left = [set(some) for some in choices if chosen <= some and not out & some]
    bound = Quotas(election, groups).bound(sheet)
    for candidate in sheet.hopeful:
        assert (candidate in bound.guarded) == all(candidate in some for some in left)
        assert (candidate in bound.doomed) == (not any(candidate in some for some in left))
        if candidate in bound.guarded | bound.doomed:
            assert bound.reason(candidate)


@given(st.data())
@settings(max_examples=examples(60), deadline=None)
def test_together_says_whether_some_choice_has_them_all(data: st.DataObject) -> None:
    election, groups = data.draw(contests()), data.draw(quotas())
    choices = possible(election, groups)
    assume(choices)
    wanted = data.draw(st.sets(st.sampled_from(election.people)))
    found = Quotas(election, groups).together(sheet_at(election), wanted)
    assert found == any(wanted <= some for some in choices)


@given(contests(), quotas())
@settings(max_examples=examples(80), deadline=None)
def test_a_combination_is_refused_just_when_no_choice_keeps_it(
    election: Contest, groups: tuple[QuotaGroup, ...]
) -> None:
    choices = possible(election, groups)
    assert (conflict(election, groups) is None) == bool(choices)
    assert greatest(election, groups) == (len(choices[0]) if choices else None)


@given(contests(), quotas())
@settings(max_examples=examples(60), deadline=None)
def test_lowered_quotas_can_be_kept_and_are_lowered_no_further_than_needed(
    election: Contest, groups: tuple[QuotaGroup, ...]
) -> None:
    lowered = within_reach(election, groups)
    assert possible(election, lowered)
    for place, quota in enumerate(lowered):
        if quota.least < groups[place].least:
            higher = quota.model_copy(update={"least": quota.least + 1})
            # What comes later was lowered for those before it.
            rest = tuple(later.model_copy(update={"least": 0}) for later in lowered[place + 1 :])
            assert not possible(election, (*lowered[:place], higher, *rest))


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=4),
    st.lists(
        st.tuples(st.lists(st.integers(0, 1), min_size=4, max_size=4), st.integers(0, 4)),
        max_size=3,
    ),
    st.integers(0, 2),
)
@settings(max_examples=examples(60), deadline=None)
def test_the_search_finds_every_composition_once(
    ends: list[tuple[int, int]], wanted: list[tuple[list[int], int]], room: int
) -> None:
    spans = [Span(low, low + more) for low, more in ends]
    rows = [Row(tuple(w[: len(spans)]), least, least + room) for w, least in wanted]
    tried = [
        taken
        for taken in product(*(range(span.low, span.high + 1) for span in spans))
        if all(
            row.least <= sum(w * t for w, t in zip(row.weights, taken, strict=True)) <= row.most
            for row in rows
        )
    ]
    found = list(every(spans, rows))
    assert sorted(found) == tried
    assert (first(spans, rows) is None) == (not tried)


# What is said.


@pytest.mark.parametrize(
    ("seats", "stand", "groups", "sentence"),
    [
        (3, "w - - -", (WOMEN,), "At least 2 women must be elected and 1 stands."),
        (3, "", (WOMEN,), "At least 2 women must be elected and 0 stand."),
        (
            3,
            "w w x x -",
            (WOMEN, QuotaGroup(group="x", least=2)),
            "At least 2 women and at least 2 x can't all be kept on 3 places. "
            "Candidates who stand: 2 women, 2 x, 1 other.",
        ),
        (
            4,
            "wx wx - -",
            (WOMEN, QuotaGroup(group="x", most=1)),
            "At least 2 women and at most 1 x can't all be kept. "
            "Candidates who stand: 2 women who are x, 2 others.",
        ),
    ],
)
def test_an_impossible_combination_is_refused_when_nominations_close_saying_which(
    seats: int, stand: str, groups: tuple[QuotaGroup, ...], sentence: str
) -> None:
    election = contest(seats, stand)
    assert conflict(election, groups) == sentence
    with pytest.raises(RuleBroken) as refused:
        require(election, groups)
    assert refused.value.sentence == f"{sentence} Reopen nominations, or change the quotas."
    with pytest.raises(RuleBroken, match="Decide under which quotas to count"):
        Quotas(election, groups)


def test_quotas_that_have_no_part_in_a_conflict_are_not_named_in_it() -> None:
    election = contest(4, "w x x y y")
    groups = (QuotaGroup(group="x", least=1), WOMEN, QuotaGroup(group="y", most=1))
    assert conflict(election, groups) == "At least 2 women must be elected and 1 stands."


def test_a_reason_says_what_is_needed_what_is_there_and_what_is_left() -> None:
    election = contest(3, "w w w - - -")
    guard = Quotas(election, (WOMEN, QuotaGroup(group="x", most=1)))
    bound = guard.bound(sheet_at(election, elected="A", excluded="B"))
    assert letters(sheet_at(election), bound.guarded) == "C"
    assert bound.reason(2) == "at least 2 women must be elected, 1 has a place and 1 is left"
    bound = guard.bound(sheet_at(election, elected="DA"))
    assert bound.doomed == {4, 5}
    assert bound.reason(4) == (
        "no more than 1 place can be filled, and "
        "at least 2 women must be elected, 1 has a place and 2 are left"
    )


def test_half_of_nine_places_is_five_and_more_than_half_of_eight_is_five() -> None:
    half = Share(numerator=1, denominator=2)
    assert at_least(half, "w", 9).least == 5
    assert at_least(half, "w", 8).least == 4
    assert at_least(half.model_copy(update={"strict": True}), "w", 8).least == 5


def test_a_maximum_can_leave_places_unfilled_and_the_greatest_number_is_filled() -> None:
    election = contest(3, "m m m w")
    groups = (QuotaGroup(group="m", most=1),)
    assert greatest(election, groups) == 2
    bound = Quotas(election, groups).bound(sheet_at(election))
    assert bound.guarded == {3}
    assert not Quotas(election, groups).together(sheet_at(election), (0, 1))


def test_sitting_members_are_guarded_and_the_quotas_hold_for_all_together() -> None:
    election = contest(3, "w w - - -")
    one_woman = (QuotaGroup(group="w", least=1),)
    bound = Quotas(election, one_woman, sitting={2, 3}).bound(sheet_at(election))
    assert bound.guarded == {2, 3}
    assert bound.doomed == {4}
    assert bound.reason(2) == "a sitting member keeps the place"
    with pytest.raises(RuleBroken):
        Quotas(election, (WOMEN,), sitting={2, 3})  # two women and two others in three places


def test_six_overlapping_groups_forty_candidates_and_twenty_places_are_searched_exactly() -> None:
    """Each candidate's groups are the bits of a number, so that nothing nests."""
    groups = "abcdef"
    words = [
        "".join(g for i, g in enumerate(groups) if (7 * k) % 64 >> i & 1) for k in range(1, 41)
    ]
    election = contest_of(words)
    number = [sum(g in word for word in words) for g in groups]
    tight = tuple(
        QuotaGroup(group=g, least=n // 2, most=n // 2) for g, n in zip(groups, number, strict=True)
    )
    found = greatest(election, tight)
    assert found is not None
    composition = choice(election, tight, Places(found, found)).first()
    assert composition is not None
    assert sum(composition) == found
    assert Fraction(found, 40) >= Fraction(1, 4)


def contest_of(words: list[str]) -> Contest:
    candidates = tuple(
        Candidate(name=f"N{i}", groups=frozenset(word)) for i, word in enumerate(words)
    )
    return Contest(seats=20, candidates=candidates)


def test_quotas_read_plainly_agree_with_themselves() -> None:
    election = contest(2, "w x")
    assert kept(election, (QuotaGroup(group="w", least=1, most=1),), (0, 1))

"""Ties are broken in the open: by stages, decisions, a fixed order or a published lot."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.counting.amounts import Scale
from domain.counting.contest import Contest, Index
from domain.counting.lots import lot_seed, papers_hash, papers_text
from domain.counting.papers import GAP, UNKNOWN, Cast, Papers
from domain.counting.sheet import Deed, Question, Sheet, Votes
from domain.counting.ties import (
    Backwards,
    Decided,
    Decision,
    Forwards,
    Listed,
    Lot,
    Narrowed,
    Step,
    Tied,
    Ties,
    TieUndecided,
)
from domain.kernel.refusal import BadInput
from tests.counting.small import cast, contest, contests, letters, papers
from tests.support.examples import examples

THREE = contest(1, "- - -")


def sheet_of(*stages: tuple[int, ...]) -> Sheet:
    """A sheet with closed stages of these totals, and one being written."""
    sheet = Sheet(contest(1, ["-"] * len(stages[0])), Scale(places=0), sum(stages[0]))
    for totals in stages:
        sheet.begin(Deed.FIRST)
        sheet.close(Votes(totals, sum(stages[0]) - sum(totals), 0, 0))
    sheet.begin(Deed.EXCLUSION)
    return sheet


def chosen(step: Step, *stages: tuple[int, ...], highest: bool = False) -> str:
    sheet = sheet_of(*stages)
    left = step.narrow(Tied(Question.EXCLUSION, sheet.hopeful, highest), sheet).left
    return letters(sheet, left)


def test_backwards_takes_the_last_stage_at_which_they_differed() -> None:
    stages = ((3, 2, 4), (2, 3, 4), (3, 3, 3))
    assert chosen(Backwards(), *stages) == "A"
    assert chosen(Backwards(), *stages, highest=True) == "C"


def test_forwards_takes_the_first_stage_at_which_they_differed() -> None:
    assert chosen(Forwards(), (3, 2, 4), (2, 3, 4), (3, 3, 3)) == "B"


def test_stages_narrow_the_tied_down_one_after_the_other() -> None:
    assert chosen(Backwards(), (1, 2, 6), (2, 2, 5), (3, 3, 3)) == "A"
    assert chosen(Forwards(), (2, 2, 5), (3, 3, 3)) == "AB"


def test_what_was_decided_on_the_way_is_all_on_the_sheet() -> None:
    sheet = sheet_of((2, 2, 5), (3, 3, 3))
    tied = Tied(Question.EXCLUSION, sheet.hopeful, highest=False)
    found = Ties(Forwards(), Lot("x")).break_(tied, sheet)
    stage = sheet.close(Votes((3, 3, 3), 0, 0, 0))
    (tie,) = stage.ties
    assert (tie.chosen, tie.between, tie.stage) == (found, (0, 1, 2), 3)
    assert tie.how.startswith("had the fewest votes at stage 1; of those left, was drawn by lot")
    assert stage.sentences[0].startswith("A, B and C were tied: ")


def test_a_tie_that_nothing_decides_waits_for_a_decision_and_says_between_whom() -> None:
    sheet = sheet_of((3, 3, 1))
    with pytest.raises(TieUndecided) as undecided:
        Ties(Forwards()).break_(Tied(Question.ELECTION, sheet.hopeful, highest=True), sheet)
    assert undecided.value.between == ("A", "B")
    assert "Record the returning officer's decision, or draw a lot." in str(undecided.value)


def test_a_recorded_decision_counts_for_its_own_question_and_tied_alone() -> None:
    given_one = Decision(
        question=Question.EXCLUSION, between=frozenset("AB"), chosen="B", by="the convenor"
    )
    sheet = sheet_of((1, 1, 1))
    for question, between, left in (
        (Question.EXCLUSION, (0, 1), (1,)),
        (Question.ELECTION, (0, 1), (0, 1)),
        (Question.EXCLUSION, (0, 1, 2), (0, 1, 2)),
    ):
        narrowed = Decided([given_one]).narrow(Tied(question, between, highest=False), sheet)
        assert narrowed.left == left


def test_a_decision_for_somebody_who_was_not_tied_is_refused_naming_those_who_were() -> None:
    with pytest.raises(
        ValidationError, match=r"'C' is chosen and is not one of the tied, .* A, B;"
    ):
        Decision(question=Question.EXCLUSION, between=("B", "A"), chosen="C")


@pytest.mark.parametrize("left", [(2,), (0, 2), ()])
def test_no_step_can_leave_anybody_but_some_of_the_tied(left: tuple[Index, ...]) -> None:
    class Astray:
        def narrow(self, tied: Tied, sheet: Sheet) -> Narrowed:
            return Narrowed(left, "strayed")

    sheet = sheet_of((1, 1, 1))
    with pytest.raises(ArithmeticError, match="Astray left others than those who were tied"):
        Ties(Astray()).break_(Tied(Question.EXCLUSION, (0, 1), highest=False), sheet)


def test_a_fixed_order_gives_the_first_the_place_and_sends_the_last_out() -> None:
    assert chosen(Listed("BCA"), (1, 1, 1), highest=True) == "B"
    assert chosen(Listed("BCA"), (1, 1, 1)) == "A"
    with pytest.raises(BadInput, match="does not name 'C'"):
        chosen(Listed("AB"), (1, 1, 1))


# The lot.


def by_hand(seed: str, draw: int, among: int) -> int:
    return int(sha256(f"{seed},{draw}".encode()).hexdigest(), 16) % among


def test_draws_are_numbered_from_nought_and_taken_among_the_tied_by_name() -> None:
    sheet, lot = sheet_of((1, 1, 1)), Lot("4f1d")
    for draw in range(4):
        narrowed = lot.narrow(Tied(Question.ELECTION, (2, 0, 1), highest=True), sheet)
        assert narrowed.left == (by_hand("4f1d", draw, 3),)
        assert f"draw {draw} from the seed 4f1d" in narrowed.how


def test_each_count_begins_with_the_first_draw_again() -> None:
    lot, tied = Lot("4f1d"), Tied(Question.ELECTION, (0, 1, 2), highest=True)
    first = [lot.narrow(tied, sheet) for sheet in (sheet_of((1, 1, 1)),) for _ in range(3)]
    again = [lot.narrow(tied, sheet) for sheet in (sheet_of((1, 1, 1)),) for _ in range(3)]
    assert first == again


def test_draws_that_would_favour_the_first_are_thrown_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """2**256 leaves 1 when divided by 3, so only the very last value is unfair among three."""

    class Drawn:
        def __init__(self, text: bytes) -> None:
            self._text = text

        def digest(self) -> bytes:
            return b"\xff" * 32 if self._text.endswith(b",0") else b"\xff" * 31 + b"\xfe"

    monkeypatch.setattr("domain.counting.draws.sha256", Drawn)
    narrowed = Lot("x").narrow(
        Tied(Question.ELECTION, (0, 1, 2), highest=True), sheet_of((1, 1, 1))
    )
    assert "draw 1 " in narrowed.how
    assert narrowed.left == ((2**256 - 2) % 3,)


def test_a_lot_without_a_seed_is_refused() -> None:
    with pytest.raises(BadInput, match="a seed that was published"):
        Lot("")


# The seed.


def test_the_papers_are_hashed_as_a_text_that_anybody_can_write() -> None:
    given_papers = papers({"BA": 2, "-": 1, "C": 3})
    text = 'convenor papers v1\n1\t\n2\t"B">"A"\n3\t"C"\n'
    assert papers_text(given_papers, THREE) == text
    assert papers_hash(given_papers, THREE) == sha256(text.encode()).hexdigest()


def test_papers_as_cast_keep_their_gaps_equal_ranks_and_unknown_names() -> None:
    marks = np.array([[2, 1, GAP, UNKNOWN, 3]], dtype=np.int32)
    joined = np.array([[False, True, False, False, False]])
    text = papers_text(Cast(marks, np.array([4], dtype=np.int64), joined), THREE)
    assert text == 'convenor papers v1\n4\t"A"="B">->?>"C"\n'


@given(st.data())
@settings(max_examples=examples(30), deadline=None)
def test_neither_order_nor_how_papers_are_bundled_changes_the_hash(data: st.DataObject) -> None:
    election = data.draw(contests(4))
    some = data.draw(cast(election))
    order = data.draw(st.permutations(range(len(some.number))))
    names = data.draw(st.permutations(range(len(election.candidates))))
    assert papers_hash(some, election) == papers_hash(*bundled(some, election, order, names))


def bundled(
    some: Papers, election: Contest, order: list[int], names: list[int]
) -> tuple[Papers, Contest]:
    """The same papers one by one, and candidates and papers in another order."""
    mark = np.array([0, *(names.index(i) + 1 for i in range(len(names)))], dtype=np.int32)
    rows = np.repeat(np.array(order, dtype=np.int64), some.number[order])
    moved = election.model_copy(
        update={"candidates": tuple(election.candidates[at] for at in names)}
    )
    return Papers(mark[some.ranks[rows]], np.ones(len(rows), dtype=np.int64)), moved


def test_another_paper_or_another_public_value_gives_another_seed() -> None:
    one, other = (papers_hash(papers(lines), THREE) for lines in ("AB B", "AB BA"))
    assert one != other
    seeds = {lot_seed(hashed, value) for hashed in (one, other) for value in ("17", "18")}
    assert len(seeds) == 4
    assert lot_seed(one, " 17\n") == sha256(f"{one},17".encode()).hexdigest()


@pytest.mark.parametrize(("hashed", "value"), [("", "17"), ("ab", " ")])
def test_a_seed_needs_both_the_papers_and_the_public_value(hashed: str, value: str) -> None:
    with pytest.raises(BadInput, match="announced beforehand"):
        lot_seed(hashed, value)

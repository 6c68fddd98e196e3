"""Orders of priorities: each documented method on a published example."""

from __future__ import annotations

import pytest

from domain.counting.manifest import Ballots
from domain.counting.rules.priorities import pairwise
from domain.counting.rules.priorities.ranked_priorities import RankedPriorities
from domain.counting.ties import Lot, Ties, TieUndecided
from domain.kernel.refusal import BadInput
from tests.counting.small import contest, elected, papers, said
from tests.counting.test_simple_rules import TOWNS

# The example of M. Schulze, section 3.1 of "A new monotonic … method": 45 voters, E A C B D.
FORTY_FIVE = {
    "ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8,
}  # fmt: skip


def order(lines: dict[str, int], method: str, seats: int | None = None, out: str = "") -> str:
    candidates = len(set("".join(lines)) - {"-"})
    election = contest(seats or candidates, ["-"] * candidates, withdrawn=out)
    one = Ballots(election, papers(lines), Ties(Lot("x")), options={"method": method})
    return elected(RankedPriorities().count(one))


@pytest.mark.parametrize(
    ("lines", "method", "expected"),
    [
        (TOWNS, "borda", "BCAD"),
        (TOWNS, "schulze", "BCDA"),
        (TOWNS, "ranked-pairs", "BCDA"),
        (FORTY_FIVE, "schulze", "EACBD"),
        (FORTY_FIVE, "ranked-pairs", "ACEBD"),  # by hand, from the published pairs
    ],
)
def test_the_known_orders_come_out(lines: dict[str, int], method: str, expected: str) -> None:
    assert order(lines, method) == expected


def test_borda_points_are_those_published_for_tennessee() -> None:
    one = Ballots(contest(4, "- - - -"), papers(TOWNS), Ties(), options={"method": "borda"})
    words = said(RankedPriorities().count(one))
    for town, points in (("B", 194), ("C", 173), ("A", 126), ("D", 107)):
        assert f"{town} has {points} points." in words


@pytest.mark.parametrize(
    ("method", "points"),
    [
        ("borda", ("A has 11 points.", "B has 9 points.")),
        ("borda-zero", ("A has 11 points.", "B has 6 points.")),
        ("borda-modified", ("B has 6 points.", "A has 5 points.")),
        ("dowdall", ("A has 3.5 points.", "B has 2 points.")),
    ],
)
def test_those_whom_a_paper_leaves_out_have_what_the_method_says(
    method: str, points: tuple[str, str]
) -> None:
    """Three papers rank A alone, one B, A, C, and one B, C, D, of the four who stand."""
    election = contest(2, "- - - - -", withdrawn="E")
    lines = {"A": 3, "BEAC": 1, "BCD": 1}
    sheet = RankedPriorities().count(
        Ballots(election, papers(lines), Ties(), options={"method": method})
    )
    assert [stage.sentences[0] for stage in sheet.stages] == list(points)


def test_a_cycle_of_equal_weight_is_a_tie_in_the_open() -> None:
    cycle = {"ABC": 1, "BCA": 1, "CAB": 1}
    for method in ("borda", "schulze", "ranked-pairs"):
        election = contest(3, "- - -")
        with pytest.raises(TieUndecided):
            RankedPriorities().count(
                Ballots(election, papers(cycle), Ties(), options={"method": method})
            )
        drawn = Ballots(election, papers(cycle), Ties(Lot("x")), options={"method": method})
        sheet = RankedPriorities().count(drawn)
        assert sum(len(stage.ties) for stage in sheet.stages) >= 1


def test_ranked_pairs_never_lock_a_circle() -> None:
    votes = pairwise.before(
        pairwise.places(papers(FORTY_FIVE), contest(1, "- - - - -")), papers(FORTY_FIVE).number
    )
    over = pairwise.ranked_pairs(votes, range(5), lambda among, highest: among[0])
    assert not {(b, a) for a, b in over} & over


def test_a_proportional_order_gives_each_part_of_the_voters_its_turn() -> None:
    """Two thirds want A, B and C before all others, one third D, E and F."""
    lines = {"ABCDEF": 66, "DEFABC": 34}
    assert order(lines, "proportional")[:3] == "ADB"
    assert order(lines, "schulze") == "ABCDEF"


def test_places_before_stay_whatever_is_counted_after() -> None:
    for places in range(1, 5):
        whole = order(FORTY_FIVE, "proportional")
        assert order(FORTY_FIVE, "proportional", seats=places) == whole[:places]


def test_who_is_withdrawn_is_passed_over_by_every_method() -> None:
    for method in ("borda", "dowdall", "schulze", "ranked-pairs", "proportional"):
        assert "E" not in order(FORTY_FIVE, method, out="E")


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(BadInput, match="not 'condorcet'"):
        order(TOWNS, "condorcet")

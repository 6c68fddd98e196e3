"""First past the post, block, approval, the alternative vote, sections, yes or no."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from domain.counting.contest import Candidate, Contest
from domain.counting.manifest import Ballots, Sections
from domain.counting.papers import Papers
from domain.counting.quotas import QuotaGroup, Quotas
from domain.counting.rules.marks.approval import Approval
from domain.counting.rules.marks.block import Block
from domain.counting.rules.marks.fptp import Fptp
from domain.counting.rules.marks.yes_no import YesNo
from domain.counting.rules.single.av import Av
from domain.counting.rules.single.electoral_college import ElectoralCollege
from domain.counting.sheet import Sheet
from domain.counting.ties import Lot, Ties, TieUndecided
from domain.kernel.refusal import BadInput
from tests.counting.small import contest, elected, papers, said

WOMEN = (QuotaGroup(group="w", least=2, words="women"),)
# Four towns of Tennessee, each preferring what is near: A Memphis, B Nashville, C Chattanooga,
# D Knoxville.
TOWNS = {"ABCD": 42, "BCDA": 26, "CDBA": 15, "DCBA": 17}


def given(election: Contest, lines: str | dict[str, int], **options: str) -> Ballots:
    return Ballots(election, papers(lines), Ties(), options=options)


# First past the post.


def test_the_most_first_preferences_win_and_later_ones_say_nothing() -> None:
    sheet = Fptp().count(given(contest(1, "- - - -"), TOWNS))
    assert elected(sheet) == "A"
    assert sheet.stages[0].totals == (42, 26, 15, 17)


def test_a_vote_for_somebody_withdrawn_goes_to_the_next_whom_the_paper_names() -> None:
    sheet = Fptp().count(given(contest(1, "- - -", withdrawn="A"), {"AC": 2, "B": 1, "A": 1}))
    assert elected(sheet) == "C"
    assert sheet.stages[0].non_transferable == 1


def test_equal_votes_for_the_last_place_wait_for_a_decision() -> None:
    with pytest.raises(TieUndecided) as tied:
        Fptp().count(given(contest(2, "- - -"), {"A": 3, "B": 2, "C": 2}))
    assert tied.value.between == ("B", "C")


def test_equal_votes_that_both_win_are_no_tie() -> None:
    sheet = Fptp().count(given(contest(2, "- - -"), {"C": 2, "B": 2, "A": 1}))
    assert elected(sheet) == "BC"
    assert not sheet.stages[0].ties


# Block vote and approval.


def test_crosses_are_a_set_whatever_their_order() -> None:
    for lines in ({"AB": 2, "CB": 1}, {"BA": 2, "BC": 1}):
        sheet = Block().count(given(contest(2, "- - -"), lines))
        assert elected(sheet) == "BA"
        assert sheet.stages[0].totals == (2, 3, 1)


def test_crosses_that_were_not_used_are_accounted_for() -> None:
    sheet = Block().count(given(contest(3, "- - - -"), {"ABC": 2, "D": 1, "-": 1}))
    assert sheet.stages[0].non_transferable == 4 * 3 - 7
    assert "crosses not used: 5" in said(sheet)


def test_papers_with_more_crosses_than_places_are_not_counted_in_silence() -> None:
    with pytest.raises(BadInput, match="2 papers have more than 2 crosses"):
        Block().count(given(contest(2, "- - -"), {"ABC": 2, "A": 1}))


def test_with_fewer_crosses_than_places_it_is_the_limited_vote() -> None:
    lines = {"AB": 2, "C": 1}
    assert elected(Block().count(given(contest(3, "- - - -"), lines, crosses="2"))) == "ABC"
    with pytest.raises(BadInput, match="more than 1 cross,"):
        Block().count(given(contest(3, "- - - -"), lines, crosses="1"))


def test_a_block_vote_gives_the_last_places_to_women_if_the_quota_needs_them() -> None:
    election = contest(3, "m m m w w w")
    votes = {"ABC": 9, "ABD": 4, "E": 2}
    one = Ballots(election, papers(votes), Ties(Lot("s")), Quotas(election, WOMEN))
    sheet = Block().count(one)
    assert "".join(sorted(elected(sheet))) in ("ADE", "BDE")
    assert "can no longer be elected" in said(sheet)
    assert "at least 2 women must be elected" in said(sheet)
    assert sheet.stages[0].ties[0].between == (0, 1)


def test_approval_counts_every_cross() -> None:
    sheet = Approval().count(given(contest(1, "- - -"), {"AB": 3, "BC": 3, "A": 1}))
    assert elected(sheet) == "B"
    assert sheet.stages[0].totals == (4, 6, 3)


# The alternative vote.


def test_the_alternative_vote_follows_preferences_until_one_has_half() -> None:
    sheet = Av().count(given(contest(1, "- - - -"), TOWNS))
    assert elected(sheet) == "D"
    assert [stage.totals for stage in sheet.stages] == [
        (42, 26, 15, 17),
        (42, 26, 0, 32),
        (42, 0, 0, 58),
    ]
    assert sheet.stages[-1].quota == 51


def test_it_stops_at_half_or_goes_on_until_two_are_left() -> None:
    election, lines = contest(1, "- - - -"), {"A": 6, "B": 3, "CB": 1, "D": 1}
    at_half = Av().count(given(election, lines))
    assert (elected(at_half), len(at_half.stages)) == ("A", 1)
    to_two = Av().count(Ballots(election, papers(lines), Ties(Lot("s")), options={"until": "two"}))
    assert elected(to_two) == "A"
    assert len(to_two.excluded) == 2
    assert to_two.stages[-1].totals[0] == 6


def test_half_is_half_of_the_papers_that_still_count() -> None:
    sheet = Av().count(given(contest(1, "- - -"), {"A": 4, "B": 3, "C": 2}))
    assert elected(sheet) == "A"
    assert sheet.stages[-1].non_transferable == 2
    assert sheet.stages[-1].quota == 4


def test_of_two_tied_for_the_fewest_the_one_who_had_fewer_at_first_goes_out() -> None:
    lines = {"A": 5, "B": 4, "CB": 1, "D": 3, "ED": 2}
    sheet = Av().count(given(contest(1, "- - - - -"), lines))
    assert [sheet.name(c) for c in sheet.excluded][:3] == ["C", "E", "D"]
    assert sheet.stages[3].ties[0].how == "had the fewest votes at stage 1"


def test_the_alternative_vote_is_refused_for_several_places() -> None:
    with pytest.raises(BadInput, match="fills one place, and this contest has 2"):
        Av().count(given(contest(2, "- - -"), "A"))


def test_an_unknown_option_is_refused_with_what_is_known() -> None:
    with pytest.raises(BadInput, match="The option 'until' is half, two, not 'half-way'"):
        Av().count(given(contest(1, "- - -"), "A", until="half-way"))


# The electoral college.


def in_sections(
    election: Contest, weights: dict[str, Fraction], lines: dict[str, dict[str, int]], **opts: str
) -> Sheet:
    parts = [papers(of) for of in lines.values()]
    longest = max(part.ranks.shape[1] for part in parts)
    ranks = [np.pad(part.ranks, ((0, 0), (0, longest - part.ranks.shape[1]))) for part in parts]
    both = Papers(np.vstack(ranks), np.concatenate([part.number for part in parts]))
    of = np.repeat(np.arange(len(parts)), [len(part.number) for part in parts])
    sections = Sections(tuple(weights), tuple(weights.values()), of)
    return ElectoralCollege().count(
        Ballots(election, both, Ties(), options=opts, sections=sections)
    )


THIRDS = {name: Fraction(1, 3) for name in ("Parliament", "Members", "Affiliates")}


def test_the_shares_of_the_first_round_of_2010_are_those_that_were_published() -> None:
    """Abbott, Balls, Burnham, D. and E. Miliband; papers by section as the party gave them."""
    lines = {
        "Parliament": {"A": 7, "B": 40, "C": 24, "D": 111, "E": 84},
        "Members": {"A": 9314, "B": 12831, "C": 10844, "D": 55905, "E": 37980},
        "Affiliates": {"A": 25938, "B": 21618, "C": 17904, "D": 58189, "E": 87585},
    }
    sheet = in_sections(contest(1, "- - - - -"), THIRDS, lines, method="first")
    hundredths = [round(share * 100) for share in sheet.stages[0].totals]
    assert hundredths == [742, 1179, 868, 3778, 3433]
    assert elected(sheet) == "D"
    assert "Parliament (33.333333333333 per cent of the whole): D 111, E 84, B 40" in said(sheet)


def test_papers_weigh_by_section_and_the_last_is_excluded_until_one_has_half() -> None:
    lines = {"Members": {"A": 60, "B": 40}, "Branches": {"BA": 1, "C": 2, "CB": 1}}
    halves = {"Members": Fraction(1), "Branches": Fraction(1)}
    sheet = in_sections(contest(1, "- - -"), halves, lines)
    assert sheet.stages[0].totals == (30, Fraction(65, 2), Fraction(75, 2))
    # A, who led among the members, goes out; their papers name nobody else.
    assert sheet.stages[1].totals == (0, Fraction(125, 2), Fraction(75, 2))
    assert elected(sheet) == "B"


def test_a_section_without_papers_gives_its_share_to_nobody() -> None:
    lines = {"Parliament": {"-": 1}, "Members": {"A": 2}, "Affiliates": {"B": 2, "A": 1}}
    for share in ("counting", "cast"):
        sheet = in_sections(contest(1, "- -"), THIRDS, lines, share=share)
        assert sheet.stages[0].non_transferable == Fraction(100, 3)
        assert elected(sheet) == "A"


def test_papers_that_name_nobody_left_keep_their_part_only_if_shares_are_of_all_cast() -> None:
    lines = {
        "Parliament": {"A": 1, "B": 1, "C": 2},
        "Members": {"A": 1, "B": 2},
        "Affiliates": {"A": 1, "B": 1},
    }
    counting = in_sections(contest(1, "- - -"), THIRDS, lines)
    cast = in_sections(contest(1, "- - -"), THIRDS, lines, share="cast")
    assert counting.stages[1].non_transferable == 0
    assert cast.stages[1].non_transferable == Fraction(100, 6)
    assert elected(counting) == elected(cast) == "B"


def test_a_college_without_sections_is_refused() -> None:
    with pytest.raises(BadInput, match="the section of every paper"):
        ElectoralCollege().count(given(contest(1, "- -"), "A"))


# Yes or no.


def question(figures: tuple[int, int, int], options: dict[str, str]) -> Sheet:
    election = Contest(seats=1, candidates=(Candidate(name="No"), Candidate(name="Yes")))
    lines = dict(zip(("B", "A", "-"), figures, strict=True))
    return YesNo().count(given(election, lines, **options))


@pytest.mark.parametrize(
    ("figures", "options", "answer"),
    [
        ((5, 4, 3), {}, "Yes"),
        ((4, 4, 0), {}, "No"),
        ((4, 4, 0), {"majority": "1/2"}, "Yes"),
        ((5, 4, 3), {"of": "present"}, "No"),
        ((6, 3, 0), {"majority": "2/3"}, "Yes"),
        ((9, 0, 0), {"quorum": "1/10", "eligible": "91"}, "No"),
        ((9, 0, 1), {"quorum": "1/10", "eligible": "91"}, "Yes"),
        ((9, 0, 0), {"quorum": "1/10", "eligible": "91", "turnout": "10"}, "Yes"),
        ((9, 0, 0), {"of": "eligible", "eligible": "18"}, "No"),
        ((0, 0, 0), {}, "No"),
    ],
)
def test_yes_is_carried_by_the_majority_and_the_quorum_that_are_given(
    figures: tuple[int, int, int], options: dict[str, str], answer: str
) -> None:
    sheet = question(figures, options)
    assert [sheet.name(c) for c in sheet.elected] == [answer]
    assert sheet.stages[0].totals == (figures[1], figures[0])
    assert sheet.stages[0].non_transferable == figures[2]
    assert ("is carried" in said(sheet)) == (answer == "Yes")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"quorum": "1/10"}, "How many were eligible is needed"),
        ({"of": "eligible"}, "How many were eligible is needed"),
        ({"majority": "half"}, "a fraction such as '2/3'"),
        ({"majority": "3/2"}, "a fraction such as '2/3'"),
        ({"turnout": "1"}, "a whole number from 9 on, not '1'"),
    ],
)
def test_a_question_whose_terms_make_no_sense_is_refused(
    options: dict[str, str], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        question((5, 4, 0), options)


def test_a_contest_of_people_is_no_question() -> None:
    with pytest.raises(BadInput, match="the choices 'Yes' and 'No' alone"):
        YesNo().count(given(contest(1, "- -"), "A"))

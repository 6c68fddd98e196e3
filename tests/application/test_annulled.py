"""The vote of a section that is annulled over an error, and held again before the declaration."""

from __future__ import annotations

from typing import Any, Final

import pytest

from domain.counting.result import CountResult, PapersResult, StageResult
from domain.counting.sheet import Deed
from domain.elections.mattering import Error, could_matter
from domain.elections.voting import Voting
from domain.kernel.refusal import NotAllowed, NotFound, OutOfOrder, RuleBroken
from domain.rules.values import Choice
from services.application.ballots import RecordBallotLotValue
from services.application.voting import AnnulSection
from tests.application.organisation import STAFF
from tests.application.test_counts import OFFICER, POWER
from tests.application.voted import MEN_FIRST, Voted

RULE = "election.ncg.annulled_for"
BLOCK: Final[dict[str, Any]] = {"election__ncg__method": Choice(choice="block")}
WHY = "Five papers lay in a drawer."


def annulling(it: Voted, missing: int = 5, wrong: int = 0, section: str = "north") -> AnnulSection:
    told = {"election": it.id, "section": section, "reasons": WHY}
    return AnnulSection.model_validate({**told, "missing": missing, "wrong": wrong})


def counted(*papers: tuple[int, ...], **other: Choice) -> Voted:
    it = Voted(**(BLOCK | other))
    it.announce()
    it.cast(*(papers or MEN_FIRST))
    it.close()
    if it.voting.counted is None:
        ballot = it.draw()
        it.org.ask(RecordBallotLotValue(ballot=ballot, value="4 8 15"), OFFICER)
        it.org.hands.settle()
    assert it.voting.counted is not None
    return it


@pytest.mark.parametrize("grade", ["sealed", "blind"])
def test_a_section_is_voted_on_again_and_then_it_is_declared(grade: str) -> None:
    it = counted(ballots__secrecy=Choice(choice=grade))
    first = it.ballot
    it.org.ask(annulling(it), OFFICER)
    assert it.voting.counted is None
    it.org.hands.settle()
    assert it.voting.waits_to_be_called, "the value that was announced will be known by then"
    it.announce()
    assert it.ballot.id != first.id
    assert it.ballot.hours.opens > first.hours.closes
    assert it.ballot.roll is not None
    assert first.roll is not None
    assert it.ballot.roll.count == first.roll.count
    it.org.refused(OutOfOrder, annulling(it), OFFICER, POWER)
    it.cast((1, 3), (1, 3), (1, 3), (3,))
    it.close()
    it.declare()
    assert sorted(one.name for one in it.elected) == ["Ann", "Cy"]
    acts = it.org.store.acts(stream=it.voting.id, limit=9)
    assert [type(one.event) for one in acts] == [
        *(Voting.FellDue, Voting.Called, Voting.Counted, Voting.SectionAnnulled),
        *(Voting.Called, Voting.Counted, Voting.Declared),
    ]
    it.org.refused(OutOfOrder, annulling(it), OFFICER, RULE)


def test_it_is_annulled_by_the_returning_officer_once_it_is_counted() -> None:
    it = Voted(**BLOCK)
    it.org.refused(NotFound, annulling(it), OFFICER)
    it.announce()
    it.org.refused(OutOfOrder, annulling(it), OFFICER, POWER)
    it.cast(*MEN_FIRST)
    it.close()
    it.org.refused(NotAllowed, annulling(it), STAFF, POWER)
    it.org.refused(NotFound, annulling(it, section="moon"), OFFICER)


def test_an_error_that_could_not_have_changed_who_is_elected_annuls_nothing() -> None:
    """Bea has five votes and Cy two; Ann has one, and the place that is a woman's."""
    it = counted((2,), (2,), (2,), (2, 3), (2, 3), (1,))
    refusal = it.org.refused(RuleBroken, annulling(it, missing=1, wrong=1), OFFICER, RULE)
    assert "the vote stands" in refusal.sentence
    assert it.voting.counted is not None
    it.org.ask(annulling(it, missing=2, wrong=1), OFFICER)


def test_any_error_is_enough_where_the_rule_says_so() -> None:
    it = counted((2,), (2,), (2,), (2, 3), (2, 3), (1,), election__ncg__annulled_for=ANY)
    it.org.ask(annulling(it, missing=1), OFFICER)
    assert it.voting.waits_to_be_called


def test_without_a_rule_nobody_annuls_anything() -> None:
    it = counted(election__ncg__annulled_for=Choice(choice="a_whim"))
    it.org.refused(RuleBroken, annulling(it), OFFICER, RULE)


ANY = Choice(choice="any_error")


def result(rule: str, totals: dict[str, int], elected: tuple[str, ...]) -> CountResult:
    stage = StageResult(
        totals={name: str(votes) for name, votes in totals.items()},
        elected=elected,
        non_transferable="0",
        rounding_loss="0",
        explanation="",
        deed=Deed.TOTAL,
        quota="0",
    )
    papers = PapersResult(valid=1, invalid=0, turnout=1)
    told = {"rule": rule, "rule_version": 1, "seats": 1, "quota": "0", "papers": papers}
    return CountResult.model_validate({**told, "elected": elected, "stages": (stage,)})


@pytest.mark.parametrize(
    ("rule", "missing", "wrong", "could"),
    [
        ("block", 0, 0, False),
        ("block", 2, 0, False),
        ("block", 1, 1, False),
        ("block", 3, 0, True),  # level, and then a lot
        ("block", 2, 1, True),
        ("fptp", 4, 0, True),
        ("scottish-stv", 1, 0, True),
        ("scottish-stv", 0, 0, False),
    ],
)
def test_a_lead_is_closed_by_as_many_papers_as_it_has_votes(
    rule: str, missing: int, wrong: int, could: bool
) -> None:
    """Ann sits by a minimum, and has fewer votes than Cy: that is closed by no error of theirs."""
    found = result(rule, {"Ann": 1, "Bea": 10, "Cy": 7}, ("Bea", "Ann"))
    assert could_matter(found, Error(missing=missing, wrong=wrong)).could_matter is could


def test_where_everybody_is_elected_no_error_matters() -> None:
    found = result("block", {"Ann": 1, "Bea": 10}, ("Bea", "Ann"))
    assert not could_matter(found, Error(missing=50, wrong=0)).could_matter

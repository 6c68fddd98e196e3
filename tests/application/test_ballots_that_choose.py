"""Rules for a ballot whose questions choose: how it is asked, filled in, counted and drawn."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from domain.ballots.ballot import Ballot
from domain.ballots.choosing import METHODS, Options, Way
from domain.ballots.filling import filled_in, ranked
from domain.ballots.terms import TIES
from domain.counting.lots import lot_seed
from domain.elections.count import RETURNING_OFFICER
from domain.elections.lot import LotSource
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken, TooEarly
from domain.rules.values import Base, Choice, RuleValue, Share
from services.application.ballots import RecordBallotLotValue
from services.voting.blind.port import asked
from services.voting.recounting import published_again
from services.voting.verify_ballot import check, not_counted
from tests.application.organisation import MEMBERS, STAFF, Organisation, in_memory
from tests.story.balloted import blind_of
from tests.story.chosen import (
    OFFICER,
    ORDER,
    PLACE,
    TIED,
    appoint_officer,
    asking,
    choices_of,
    closed,
    opened,
)

GRADES = pytest.mark.parametrize("grade", ["sealed", "blind"])
HALF = Share(numerator=1, denominator=2, of=Base.ELIGIBLE)


def organisation(grade: str = "sealed", **other: RuleValue) -> Organisation:
    org = in_memory(ballots__secrecy=Choice(choice=grade), **other)
    appoint_officer(org)
    return org


@GRADES
def test_every_kind_of_question_is_counted_on_one_paper(grade: str) -> None:
    org = organisation(grade)
    ballot = closed(org)
    assert ballot.declared
    assert [(one.tally.yes, one.tally.no, one.tally.blank) for one in ballot.results] == [(2, 1, 1)]
    chosen = choices_of(org, ballot.id).chosen
    assert [one.result.elected for one in chosen] == [
        ("Leeds",),
        ("Housing", "Transport"),
        ("A paper",),
    ]
    assert [one.result.rule for one in chosen] == ["fptp", "approval", "scottish-stv"]
    assert chosen[2].result.stages[0].totals["A paper"] == "2.00000"


def test_the_rulebook_of_the_day_names_the_rule_of_the_count() -> None:
    org = organisation(ballots__ranked_method=Choice(choice="av"))
    ballot = closed(org, options=(ORDER,), questions=(), papers=tuple((one[3],) for one in TIED))
    assert choices_of(org, ballot.id).chosen[0].result.rule == "av"


@GRADES
def test_a_tie_waits_for_the_lot_that_was_announced(grade: str) -> None:
    org = organisation(grade)
    ballot = closed(org, TIED)
    choices = choices_of(org, ballot.id)
    assert not ballot.counted
    assert choices.tied is not None
    assert (choices.tied.place, choices.tied.tie.between) == (2, ("Leeds", "York"))

    record = RecordBallotLotValue(ballot=ballot.id, value="4 8 15 16 23 42")
    org.refused(TooEarly, record, OFFICER, TIES)
    org.hands.at(choices.lot.known_from)
    org.refused(NotAllowed, record, MEMBERS[0], RETURNING_OFFICER)
    org.ask(record, OFFICER)
    org.hands.settle()

    choices = choices_of(org, ballot.id)
    assert ballot.root is not None
    assert choices.seed == lot_seed(ballot.root, "4 8 15 16 23 42")
    (tie,) = choices.chosen[0].result.ties
    assert tie.between == ("Leeds", "York")
    assert choices.chosen[0].result.elected == (tie.chosen,)
    org.refused(OutOfOrder, record, OFFICER, TIES)


def test_no_lot_is_drawn_where_nothing_is_tied() -> None:
    org = organisation()
    ballot = closed(org)
    org.hands.at(choices_of(org, ballot.id).lot.known_from)
    record = RecordBallotLotValue(ballot=ballot.id, value="1")
    org.refused(OutOfOrder, record, OFFICER, TIES)


def test_what_too_few_chose_does_not_stand() -> None:
    org = organisation(refounding__ballot_turnout_quorum=HALF)
    ballot = closed(org)
    assert not any(one.stands for one in choices_of(org, ballot.id).chosen)
    assert "4 of 20 took part" in choices_of(org, ballot.id).chosen[0].because


def test_what_is_published_is_counted_again_by_one_file() -> None:
    org = organisation("blind")
    ballot = closed(org)
    text = blind_of(org).published(ballot.id)
    assert text is not None
    assert ballot.published is not None
    assert check(text, commitment=ballot.published) == []
    assert not_counted(text) == []


def test_a_published_order_that_the_papers_do_not_give_is_found() -> None:
    org = organisation("blind")
    text = blind_of(org).published(closed(org).id)
    assert text is not None
    data = json.loads(text)
    result = data["outcome"]["results"][3]
    result["elected"] = result["stages"][-1]["elected"] = ["Branches"]
    found = " ".join(check(json.dumps(data)))
    assert "Question 4" in found


@GRADES
def test_a_lot_is_followed_by_whoever_countspublished_again(grade: str) -> None:
    org = organisation(grade)
    ballot = closed(org, TIED)
    org.hands.at(choices_of(org, ballot.id).lot.known_from)
    org.ask(RecordBallotLotValue(ballot=ballot.id, value="7"), OFFICER)
    org.hands.settle()
    if grade == "blind":
        text = blind_of(org).published(ballot.id)
        assert text is not None
        assert check(text) == []


def published_by_lot() -> dict[str, Any]:
    """What is published of a tie between Leeds and York that the value 7 broke."""
    org = organisation("blind")
    ballot = closed(org, TIED)
    org.hands.at(choices_of(org, ballot.id).lot.known_from)
    org.ask(RecordBallotLotValue(ballot=ballot.id, value="7"), OFFICER)
    org.hands.settle()
    data: dict[str, Any] = json.loads(blind_of(org).published(ballot.id) or "")
    return data


def test_a_tie_that_was_broken_without_a_seed_is_found_by_both_who_countpublished_again() -> None:
    data = published_by_lot()
    data["outcome"]["lot"] = None
    told = json.dumps(data)
    assert any("no value of a lot says how it was broken" in one for one in check(told))
    assert list(published_again(told, "the file")) == [
        "Question 2 is tied, and no value of a lot says how the tie was broken."
    ]


def test_the_announcement_names_the_lot_and_the_bundle_its_value() -> None:
    data = published_by_lot()
    assert data["announcement"]["lot"]["source"]
    assert data["outcome"]["lot"] == {
        "value": "7",
        "seed": sha256(f"{data['close']['root']},7".encode()).hexdigest(),
    }


def test_a_seed_that_is_not_made_of_the_papers_and_the_value_is_found_by_both() -> None:
    data = published_by_lot()
    data["outcome"]["lot"]["seed"] = "0" * 64
    said = "The seed of the lot is not made of the root of the papers and its value."
    assert said in check(json.dumps(data))
    assert list(published_again(json.dumps(data), "the file")) == [said]


def test_a_lot_that_was_not_announced_is_found() -> None:
    data = published_by_lot()
    data["announcement"]["lot"] = None
    said = "A lot was drawn, and the announcement names no public value for one."
    assert said in check(json.dumps(data))


def test_a_lot_is_drawn_again_and_not_believed() -> None:
    data = published_by_lot()
    result = data["outcome"]["results"][1]
    other = {"Leeds": "York", "York": "Leeds"}[result["elected"][0]]
    result["elected"] = result["stages"][-1]["elected"] = [other]
    result["ties"][0]["chosen"] = other
    assert any("the lot between Leeds, York gives" in one for one in check(json.dumps(data)))


def test_is_refused_without_a_lot() -> None:
    org = organisation()
    org.refused(BadInput, asking(org, lot=None), STAFF, TIES)


def test_is_refused_if_the_lot_is_known_before_the_close() -> None:
    org = organisation()
    lot = LotSource(source="a lottery", known_from=asking(org).closes - timedelta(seconds=1))
    org.refused(RuleBroken, asking(org, lot=lot), STAFF, TIES)


@pytest.mark.parametrize("way", list(Way))
def test_is_refused_by_a_rule_that_can_not_count_such_papers(way: Way) -> None:
    method = str(METHODS[way]).replace(".", "__")
    org = organisation("sealed", **dict[str, RuleValue]({method: Choice(choice="yes-no")}))
    org.refused(RuleBroken, asking(org), STAFF, METHODS[way])


def test_is_refused_where_somebody_would_decide_a_tie() -> None:
    org = organisation(ballots__tie_rule=Choice(choice="decision"))
    org.refused(RuleBroken, asking(org), STAFF, TIES)


def test_is_refused_while_the_rulebook_names_no_rule() -> None:
    org = Organisation.without_rules(METHODS[Way.RANKED])
    org.refused(RuleBroken, asking(org), STAFF, METHODS[Way.RANKED])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"options": ("Leeds",)}, "two of them or more"),
        ({"options": ("Leeds", "Leeds")}, "Two candidates are named 'Leeds'"),
        ({"places": 3}, "Choose fewer of them"),
        ({"places": 2}, "takes one mark"),
    ],
)
def test_is_refused_with_options_that_are_none(change: dict[str, object], why: str) -> None:
    org = organisation()
    question = Options.model_validate(PLACE.model_dump() | change)
    assert why in org.refused(BadInput, asking(org, options=(question,)), STAFF).sentence


@pytest.mark.parametrize(
    ("marks", "why"),
    [
        (((1,), (1,), ()), "has 4 questions, and 3 were answered"),
        (((3,), (), (), ()), "Question 1 has the choices 1 to 2, and no 3"),
        (((1, 2), (), (), ()), "Question 1 is answered yes or no, and not both"),
        (((), (1, 2), (), ()), "Question 2 takes one mark; 2 were made"),
        (((), (), (1, 1), ()), "Question 3 marks the same choice twice"),
        (((), (), (), (1, 4)), "Question 4 has the choices 1 to 3, and no 4"),
    ],
)
def test_a_paper_that_is_filled_in_wrongly_is_refused(
    marks: tuple[tuple[int, ...], ...], why: str
) -> None:
    org = organisation()
    ballot = opened(org)
    choices = choices_of(org, ballot)
    questions = asked(org.store.load(Ballot, ballot), choices)
    with pytest.raises(BadInput, match=why):
        filled_in(marks, questions, choices.questions)


def test_more_crosses_than_places_are_refused_where_the_rule_limits_them() -> None:
    org = organisation(ballots__some_options_method=Choice(choice="block"))
    ballot = opened(org)
    choices = choices_of(org, ballot)
    assert [one.most for one in choices.questions] == [1, 2, 3]


@pytest.mark.parametrize(
    ("numbers", "why"),
    [
        ({1: "1", 2: "1"}, "has the number 1 twice"),
        ({1: "1", 2: "3"}, "has no number 2"),
        ({1: "2"}, "has no number 1"),
        ({1: "first"}, "says “first” where a number is expected"),
        ({1: "0"}, "where a number is expected"),
        ({1: "-1"}, "where a number is expected"),
    ],
)
def test_numbers_that_are_no_order_are_refused(numbers: dict[int, str], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        ranked(2, numbers)


def test_numbers_beside_options_are_an_order() -> None:
    read: Callable[..., tuple[int, ...]] = ranked
    assert read(2, {1: " 2 ", 2: "", 3: "1"}) == (3, 1)
    assert read(2, {1: "", 2: " "}) == ()

"""Endorsements: who asks, who is on the paper, who decides, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from domain.ballots.terms import TIES
from domain.elections.lot import LotSource
from domain.endorsements.acts import Votes
from domain.endorsements.endorsement import Endorsement
from domain.endorsements.state import State
from domain.kernel.act import Act
from domain.kernel.refusal import (
    BadInput,
    NotAllowed,
    NotFound,
    OutOfOrder,
    Refusal,
    RuleBroken,
    TooEarly,
    TooLate,
)
from domain.rules.values import Choice, Flag, RuleValue, Who
from services.application.begun import open_processes
from services.application.endorsements import (
    AnnounceEndorsementLot,
    AnswerEndorsementWithdrawal,
    CallEndorsement,
    DecideEndorsementWithdrawal,
    EndEndorsement,
    Endorse,
    FollowEndorsement,
    ProposeEndorsementWithdrawal,
    RecommendEndorsement,
    ReportOnEndorsement,
    ReviewEndorsement,
    TakeBackEndorsement,
)
from services.application.scrutiny import NameScrutineer
from tests.application.endorsed import ANA, BEN, CAT, Called, endorsed
from tests.application.organisation import CHAIR, STAFF, STRANGER, Organisation
from tests.application.organisation import in_memory as founded
from workflows.contract import ENDORSEMENT

PAPER, ROUTE = "endorsement.leader_paper", "endorsement.leader_route"
BODY = "endorsement.body_power"
ASKING, ASKED, CALLED = (f"endorsement.{one}" for one in ("asking_days", "asked_by", "called_by"))
ONGOING, REVIEW = "endorsement.ongoing_relationship", "endorsement.review_days"
POWER, HEARING = "endorsement.withdrawal_power", "endorsement.hearing_days"
BEFORE: dict[str, Any] = {
    "endorsement__leader_route": Choice(choice="body_recommendation"),
    "endorsement__leader_paper": Choice(choice="recommended_only"),
}
VOTED = {"votes_for": 13, "votes_against": 6, "abstained": 1}


def goes_on(it: Called) -> bool:
    return ENDORSEMENT in {one.kind for one in open_processes(it.org.store)}


def newest(it: Called) -> Act:
    acts = list(it.org.store.acts(stream=it.id, limit=99))
    return acts[-1].event.act


@pytest.mark.parametrize("grade", ["sealed", "blind"])
def test_everyone_who_asked_is_on_the_paper_and_members_decide(grade: str) -> None:
    org = founded(ballots__secrecy=Choice(choice=grade))
    it = endorsed(org)
    assert it.states() == [("Ana", "endorsed"), ("Ben", "not endorsed")]
    names = it.ballot.questions[0].title
    assert "Leader" in names
    assert it.found.review_at is not None
    assert goes_on(it), "the relationship lasts"


def test_members_can_endorse_none_of_those_who_asked() -> None:
    it = Called(founded())
    it.stand((ANA, "Ana"), (BEN, "Ben"))
    it.announce()
    it.closed()
    it.vote((3,), (3,), (1,))
    assert {state for _, state in it.states()} == {"not endorsed"}
    assert not goes_on(it)


def test_without_that_rule_the_paper_has_only_names() -> None:
    it = Called(founded(endorsement__leader_nobody=Flag(holds=False)))
    it.stand((ANA, "Ana"), (BEN, "Ben"))
    it.announce()
    it.closed()
    acts = [one.event for one in it.org.store.acts(stream=it.id, limit=20)]
    (asked,) = (one for one in acts if isinstance(one, Endorsement.BallotCalled))
    assert asked.names == ("Ana", "Ben")


@pytest.mark.parametrize(("letters", "state"), [("YYN", "endorsed"), ("YNN", "not endorsed")])
def test_one_who_asks_alone_is_answered_with_yes_or_no(letters: str, state: str) -> None:
    it = Called(founded())
    it.stand((ANA, "Ana"))
    it.closed()
    it.answer(*letters)
    assert it.states() == [("Ana", state)]


def test_nobody_is_endorsed_where_nobody_asked() -> None:
    it = Called(founded())
    until = it.found.terms.asks_until
    it.closed()
    assert it.found.settled
    assert newest(it).occurred_at == until
    assert not goes_on(it)


def test_a_vote_between_names_waits_for_a_value_that_draws_ties() -> None:
    it = Called(founded())
    it.stand((ANA, "Ana"), (BEN, "Ben"))
    early = LotSource(source="It", known_from=it.org.store.now() + timedelta(days=1))
    it.ask(AnnounceEndorsementLot, STAFF, lot=early)
    it.closed()
    assert it.found.ballot is None
    assert it.found.asking_closed
    it.announce()
    it.org.hands.settle()
    assert it.found.ballot is not None
    lot = LotSource(source="It", known_from=it.org.store.now() + timedelta(days=99))
    it.org.refused(OutOfOrder, it.of(AnnounceEndorsementLot, lot=lot), STAFF, TIES)


def test_before_the_change_members_answer_to_the_recommendation() -> None:
    it = Called(founded(**BEFORE))
    it.stand((ANA, "Ana"), (BEN, "Ben"))
    recommend = it.of(RecommendEndorsement, number=2, votes=VOTED)
    it.org.refused(TooEarly, recommend, CHAIR, ASKING)
    it.closed()
    assert goes_on(it)
    it.org.refused(NotAllowed, recommend, STAFF, BODY)
    lost = {"votes_for": 6, "votes_against": 13}
    it.org.refused(BadInput, it.of(RecommendEndorsement, number=1, votes=lost), CHAIR)
    it.org.refused(NotFound, it.of(RecommendEndorsement, number=9, votes=VOTED), CHAIR)
    it.org.ask(recommend, CHAIR)
    it.org.hands.settle()
    it.org.refused(OutOfOrder, recommend, CHAIR, PAPER)
    assert it.ballot.title == "Endorsement for Leader, the party's election of 2023"
    assert it.ballot.questions[0].title == "Shall Ben be endorsed for Leader?"
    it.answer("Y", "Y", "N")
    assert it.states() == [("Ana", "not endorsed"), ("Ben", "endorsed")]


def test_for_other_offices_the_body_endorses_as_many_as_there_are_places() -> None:
    it = Called(founded(), "Conference committee", places=2)
    it.stand((ANA, "Ana"), (BEN, "Ben"), (CAT, "Cat"))
    both = it.of(Endorse, numbers=(1, 2), because="They sit there already.")
    it.org.refused(TooEarly, both, CHAIR, ASKING)
    it.closed()
    it.org.refused(NotAllowed, both, STAFF, BODY)
    for numbers in ((1, 2, 3), (1, 1)):
        it.org.refused(BadInput, it.of(Endorse, numbers=numbers, because="So."), CHAIR)
    it.org.refused(NotFound, it.of(Endorse, numbers=(7,), because="So."), CHAIR)
    it.org.ask(both, CHAIR)
    assert [state for _, state in it.states()] == ["endorsed", "endorsed", "not endorsed"]
    it.org.refused(OutOfOrder, both, CHAIR, BODY)


def test_where_members_decide_the_body_neither_endorses_nor_recommends() -> None:
    it = Called(founded())
    it.stand((ANA, "Ana"))
    it.closed()
    it.org.refused(RuleBroken, it.of(Endorse, numbers=(1,), because="So."), CHAIR, ROUTE)
    put = it.of(RecommendEndorsement, number=1, votes=VOTED)
    it.org.refused(RuleBroken, put, CHAIR, PAPER)


@pytest.mark.parametrize(
    ("asking", "refusal", "rule"),
    [
        ({"name": "ana"}, OutOfOrder, ASKED),
        ({"name": "None of them"}, BadInput, None),
        ({"name": "Cat", "declaration": " "}, BadInput, None),
    ],
)
def test_a_request_that_can_not_be_taken_says_why(
    asking: dict[str, Any], refusal: type[Refusal], rule: str | None
) -> None:
    it = Called(founded())
    it.stand((ANA, "Ana"))
    it.org.refused(refusal, it.asking(**asking), CAT, rule)
    it.org.refused(OutOfOrder, it.asking("Ana Again"), ANA, ASKED)
    it.org.refused(NotAllowed, it.asking("Somebody"), STRANGER, ASKED)
    it.org.refused(NotAllowed, it.asking("Outsider", outsider=True), CAT, CALLED)
    it.org.ask(it.asking("Outsider", outsider=True), STAFF)
    it.closed()
    it.org.refused(TooLate, it.asking("Late"), CAT, ASKING)


def test_a_request_is_taken_back_until_the_paper_is_made() -> None:
    it = Called(founded())
    it.stand((ANA, "Ana"), (BEN, "Ben"))
    back = it.of(TakeBackEndorsement, number=1)
    it.org.refused(NotAllowed, back, BEN, CALLED)
    it.org.ask(back, ANA)
    it.org.refused(OutOfOrder, back, ANA, ASKED)
    it.closed()
    assert it.ballot.questions[0].title == "Shall Ben be endorsed for Leader?"
    it.org.refused(TooLate, it.of(TakeBackEndorsement, number=2), BEN, ASKING)


def test_a_look_at_it_is_due_each_year_and_one_that_is_missed_is_on_record() -> None:
    it = endorsed(founded())
    due = it.found.review_at
    assert due is not None
    it.ask(ReportOnEndorsement, ANA, number=1, words="I met members in Leeds and in York.")
    it.org.refused(NotAllowed, it.of(ReportOnEndorsement, number=1, words="So."), BEN, BODY)
    it.org.refused(OutOfOrder, it.of(ReportOnEndorsement, number=2, words="So."), BEN, ONGOING)
    it.ask(ReviewEndorsement, CHAIR, words="Both meetings were held.")
    following = it.found.review_at
    assert following is not None
    assert following - it.org.store.now() == timedelta(days=365)
    it.org.hands.at(following)
    assert it.found.review_missed
    assert (newest(it).occurred_at, newest(it).breaks) == (following, (REVIEW,))
    it.org.hands.at(following + timedelta(days=1))
    it.ask(ReviewEndorsement, CHAIR, words="Late, and in order.")
    assert newest(it).breaks == (REVIEW,)
    assert not it.found.review_missed
    it.ask(EndEndorsement, CHAIR, reason="The office is over.")
    assert not goes_on(it)
    it.org.refused(OutOfOrder, it.of(ReviewEndorsement, words="So."), CHAIR, ONGOING)


def withdrawing(it: Called, **other: Any) -> Any:
    told = {"number": 1, "withdrawn": True, "reasons": "No meeting was held."}
    return it.of(DecideEndorsementWithdrawal, **(told | other))


def heard(it: Called) -> None:
    it.ask(AnswerEndorsementWithdrawal, ANA, number=1, words="I was ill.")


def waited(it: Called) -> None:
    it.org.hands.at(it.org.store.now() + timedelta(days=14))


@pytest.mark.parametrize("then", [heard, waited])
def test_nobody_loses_support_before_they_were_heard_or_had_their_time(
    then: Callable[[Called], None],
) -> None:
    it = endorsed(founded())
    propose = it.of(ProposeEndorsementWithdrawal, number=1, reasons="No meeting was held.")
    it.org.refused(OutOfOrder, withdrawing(it), CHAIR, HEARING)
    said = it.of(AnswerEndorsementWithdrawal, number=1, words="I was ill.")
    it.org.refused(OutOfOrder, said, ANA, HEARING)
    it.org.refused(NotAllowed, propose, STAFF, POWER)
    it.org.ask(propose, CHAIR)
    it.org.refused(OutOfOrder, propose, CHAIR, HEARING)
    it.org.refused(TooEarly, withdrawing(it), CHAIR, HEARING)
    it.org.refused(NotAllowed, said, BEN, POWER)
    then(it)
    it.org.ask(withdrawing(it), CHAIR)
    assert it.found.requests[0].state is State.WITHDRAWN
    assert it.found.ended
    assert not goes_on(it), "nobody is endorsed any more"


def test_support_that_is_kept_lasts() -> None:
    it = endorsed(founded())
    it.ask(ProposeEndorsementWithdrawal, CHAIR, number=1, reasons="No meeting was held.")
    it.org.ask(withdrawing(it, withdrawn=False), CHAIR)
    assert it.found.requests[0].state is State.ENDORSED
    assert it.found.requests[0].hearing is None
    assert goes_on(it)


@pytest.mark.parametrize(
    ("rules", "refusal", "rule"),
    [
        ({"endorsement__leader_paper": Choice(choice="recommended_only")}, RuleBroken, PAPER),
        (
            {"endorsement__leader_method": Choice(choice="applause")},
            RuleBroken,
            "endorsement.leader_method",
        ),
    ],
)
def test_rules_that_nothing_is_held_by_are_refused_as_it_is_called(
    rules: dict[str, RuleValue], refusal: type[Refusal], rule: str
) -> None:
    org = founded(**rules)
    call = CallEndorsement(office="Leader", election="2023")
    org.refused(refusal, call, STAFF, rule)
    org.refused(NotAllowed, call, BEN, CALLED)


def test_members_decide_on_one_place_alone() -> None:
    org = founded()
    org.refused(BadInput, CallEndorsement(office="Leader", election="2023", places=2), STAFF)


def test_without_a_lasting_relationship_it_is_over_once_it_is_decided() -> None:
    it = endorsed(founded(endorsement__ongoing_relationship=Flag(holds=False)))
    assert it.states()[0] == ("Ana", "endorsed")
    assert it.found.review_at is None
    assert not goes_on(it)


def test_support_is_taken_back_by_nobody_where_the_rule_names_nobody() -> None:
    it = endorsed(founded(endorsement__withdrawal_power=Who(powers=())))
    propose = it.of(ProposeEndorsementWithdrawal, number=1, reasons="So.")
    it.org.refused(NotAllowed, propose, CHAIR, POWER)


def test_what_falls_due_is_followed_by_the_service_alone() -> None:
    it = Called(founded())
    it.org.refused(NotAllowed, it.of(FollowEndorsement), STAFF)
    assert Votes(**VOTED).votes_for == 13


def test_it_needs_its_rules() -> None:
    org = Organisation.without_rules(ASKING)
    org.refused(NotFound, CallEndorsement(office="Clerk", election="2023"), STAFF, ASKING)


def test_whoever_asked_watches_over_no_vote_on_it() -> None:
    it = Called(founded(ballots__scrutineer=Flag(holds=True)))
    it.stand((ANA, "Ana"))
    it.closed()
    watching = NameScrutineer(ballot=it.ballot.id, person=ANA, name="Ana")
    it.org.refused(NotAllowed, watching, STAFF, "ballots.scrutineer")
    it.org.ask(watching.model_copy(update={"person": BEN, "name": "Ben"}), STAFF)

"""Objections to an election: raised in time, ruled on in time, and what an upheld one annuls."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import pytest

from domain.ballots.ballot import Ballot
from domain.bodies.body import Body, body_id
from domain.bodies.mandate import MandateEnding
from domain.elections.lot import LotSource
from domain.elections.mattering import Error
from domain.elections.objection import Objection, State, Subject
from domain.elections.voting import Voting, voting_id
from domain.kernel.act import Act
from domain.kernel.ids import PersonId
from domain.kernel.refusal import (
    BadInput,
    NotAllowed,
    NotFound,
    OutOfOrder,
    RuleBroken,
    TooEarly,
    TooLate,
)
from domain.rules.values import Choice, RuleValue, Seats, Section
from services.application.begun import open_processes
from services.application.elections import AnnounceLot
from services.application.nominations import CallOffElection
from services.application.objections import (
    ConfirmElection,
    MissRuling,
    RaiseObjection,
    RuleOnObjection,
    WithdrawObjection,
)
from services.application.voting import AnnulSection, DeclareElection
from services.store.port import RecordedAct
from tests.application.nominated import ANN, BEA, CURED, CY, DAN, EVE, FAY, Nominated
from tests.application.organisation import STAFF, STRANGER, Organisation
from tests.application.test_counts import OFFICER, POWER
from tests.application.voted import MEN_FIRST, Voted
from tests.story.chosen import vote
from workflows.contract import OBJECTION, VOTING

BLOCK: Final[dict[str, Any]] = {"election__ncg__method": Choice(choice="block")}
TIME, HOURS, BY = "election.ncg.objection_days", "elections.ruling_hours", "elections.objections_by"
ANNULLED = "election.ncg.annulled_for"
NINE = Error(missing=9, wrong=0)
STANDING = (
    (ANN, "Ann", "north"),
    (BEA, "Bea", "north"),
    (CY, "Cy", "south"),
    (FAY, "Fay", "south"),
)
BOTH = Seats(seats=(Section(section="north", seats=1), Section(section="south", seats=1)))
WEEK, TWO_DAYS = timedelta(days=7), timedelta(hours=48)


def objecting(it: Nominated, subject: Subject = Subject.RESULT, **other: object) -> RaiseObjection:
    section = {"section": "north"} if subject is Subject.RESULT else {}
    told = {"election": it.id, "subject": subject, "grounds": "Nine papers lay in a drawer."}
    return RaiseObjection.model_validate({**told, **section, **other})


def ruling(objection: UUID, *, upheld: bool = True, **other: object) -> RuleOnObjection:
    told = {"objection": objection, "upheld": upheld, "reasons": "The drawer was opened."}
    return RuleOnObjection.model_validate({**told, **other})


def annulling(it: Nominated) -> AnnulSection:
    told = {"election": it.id, "section": "north", "missing": 9, "wrong": 0, "reasons": "A drawer."}
    return AnnulSection.model_validate(told)


def raised(it: Nominated, subject: Subject = Subject.RESULT, **other: object) -> UUID:
    return it.org.hands.began(it.org.ask(objecting(it, subject, **other), DAN))


def declared(*papers: tuple[int, ...], **rules: RuleValue) -> Voted:
    it = Voted(**(BLOCK | rules))
    it.announce()
    it.cast(*(papers or MEN_FIRST))
    it.close()
    it.declare()
    return it


def the(org: Organisation, objection: UUID) -> Objection:
    return org.store.load(Objection, objection)


def newest(org: Organisation, stream: UUID) -> Act:
    acts: list[RecordedAct] = list(org.store.acts(stream=stream, limit=50))
    return acts[-1].event.act


def kinds(it: Nominated) -> list[str]:
    return [one.kind for one in open_processes(it.org.store)]


def until_of(it: Voted) -> datetime:
    until = it.voting.objections_until
    assert until is not None
    return until


def test_a_complaint_about_campaigning_is_ruled_on_before_anybody_votes() -> None:
    it = Voted(**BLOCK)
    one = raised(it, Subject.CAMPAIGN, section="north")
    found = the(it.org, one)
    assert (found.person, found.due - it.org.store.now()) == (DAN, TWO_DAYS)
    assert kinds(it).count(OBJECTION) == 1
    it.org.refused(NotAllowed, ruling(one, upheld=False), STAFF, POWER)
    it.org.refused(NotAllowed, ruling(one, upheld=False), DAN, POWER)
    it.org.refused(BadInput, ruling(one, reasons=" "), OFFICER)
    it.org.ask(ruling(one, upheld=False), OFFICER)
    assert the(it.org, one).state is State.DISMISSED
    assert OBJECTION not in kinds(it)
    assert newest(it.org, one).breaks == ()
    it.org.refused(OutOfOrder, ruling(one), OFFICER, HOURS)
    it.org.refused(OutOfOrder, WithdrawObjection(objection=one), DAN, HOURS)


def test_nothing_is_decided_by_silence_and_a_late_ruling_is_marked() -> None:
    it = Voted(**BLOCK)
    one = raised(it, Subject.CONDUCT)
    due = the(it.org, one).due
    it.org.hands.at(due)
    missed = newest(it.org, one)
    assert (missed.occurred_at, missed.breaks) == (due, (HOURS,))
    assert the(it.org, one).state is State.OPEN
    assert kinds(it).count(OBJECTION) == 1, "it waits for as long as it takes"
    it.org.hands.at(due + timedelta(hours=1))
    it.org.ask(ruling(one), OFFICER)
    ruled = newest(it.org, one)
    assert ruled.breaks == (HOURS,)
    assert "was due before" in (ruled.note or "")


def test_whoever_raised_it_takes_it_back_and_rules_on_none_of_their_own() -> None:
    it = Voted(**BLOCK)
    one = raised(it, Subject.CONDUCT)
    it.org.refused(NotAllowed, WithdrawObjection(objection=one), EVE, BY)
    it.org.ask(WithdrawObjection(objection=one), DAN)
    assert the(it.org, one).state is State.WITHDRAWN
    own = it.org.hands.began(it.org.ask(objecting(it, Subject.CONDUCT), OFFICER))
    it.org.refused(NotAllowed, ruling(own), OFFICER, POWER)


@pytest.mark.parametrize(
    ("other", "refusal", "rule"),
    [
        ({"section": "moon"}, BadInput, None),
        ({"section": None}, BadInput, None),
        ({"grounds": " "}, BadInput, None),
        ({}, TooEarly, TIME),
    ],
)
def test_an_objection_that_can_not_be_taken_says_why(
    other: dict[str, object], refusal: Any, rule: str | None
) -> None:
    it = Voted(**BLOCK)
    subject = Subject.CONDUCT if "grounds" in other else Subject.RESULT
    it.org.refused(refusal, objecting(it, subject, **other), DAN, rule)
    it.org.refused(NotAllowed, objecting(it), STRANGER, BY)


def test_what_nobody_objects_to_in_time_stands() -> None:
    it = declared()
    assert until_of(it) == it.org.store.now() + WEEK
    assert VOTING in kinds(it), "it waits for objections"
    it.org.hands.at(until_of(it) - timedelta(seconds=1))
    assert not it.voting.confirmed
    it.org.hands.at(until_of(it))
    assert it.voting.confirmed
    assert newest(it.org, it.voting.id).occurred_at == until_of(it)
    assert VOTING not in kinds(it)
    for subject in Subject:
        it.org.refused(TooLate, objecting(it, subject), DAN, TIME)
    it.org.refused(NotAllowed, ConfirmElection(election=it.id), OFFICER)


def test_a_vote_is_annulled_by_upholding_an_objection_and_voted_on_again() -> None:
    it = declared()
    first, elected = it.ballot.id, {one.person for one in it.elected}
    assert elected == {ANN, BEA}
    one = raised(it)
    it.org.refused(OutOfOrder, annulling(it), OFFICER, ANNULLED)
    it.org.ask(ruling(one, error=NINE), OFFICER)
    assert the(it.org, one).state is State.UPHELD
    assert it.elected == [], "they were elected by no vote"
    assert not it.voting.declared
    ended = it.ncg.version
    it.org.hands.settle()
    assert it.voting.waits_to_be_called, "another value for ties is needed"
    it.announce()
    assert it.ballot.id != first
    it.cast((1, 3), (1, 3), (1, 3), (3,))
    it.close()
    it.declare()
    assert {one.person for one in it.elected} == {ANN, CY}
    assert it.ncg.version > ended
    it.org.hands.at(until_of(it))
    assert it.voting.confirmed
    acts = it.org.store.acts(stream=it.voting.id, limit=20)
    assert [type(act.event) for act in acts] == [
        *(Voting.FellDue, Voting.Called, Voting.Counted, Voting.Declared, Voting.SectionAnnulled),
        *(Voting.Called, Voting.Counted, Voting.Declared, Voting.Confirmed),
    ]


def test_whoever_was_elected_by_an_annulled_vote_lost_the_place_by_that() -> None:
    it = declared()
    it.org.ask(ruling(raised(it), error=NINE), OFFICER)
    acts = it.org.store.acts(stream=it.ncg.id, topics=(Body.SeatVacated.TOPIC,), limit=9)
    lost: list[Any] = [act.event for act in acts]
    assert [one.ending for one in lost] == 2 * [MandateEnding.LOSS_OF_QUALIFICATION]
    assert {one.person for one in lost} == {ANN, BEA}


def test_an_error_that_could_not_matter_annuls_nothing_and_leaves_no_ruling() -> None:
    it = declared(*(5 * MEN_FIRST))
    one = raised(it)
    small = ruling(one, error=Error(missing=0, wrong=0))
    refused = it.org.refused(RuleBroken, small, OFFICER, ANNULLED)
    assert "the vote stands" in refused.sentence
    assert the(it.org, one).is_open
    it.org.ask(ruling(one), OFFICER)
    assert the(it.org, one).state is State.UPHELD
    assert it.voting.declared


def test_a_vote_is_annulled_by_no_dismissal_and_in_no_other_section() -> None:
    it = declared()
    it.org.refused(BadInput, ruling(raised(it), upheld=False, error=NINE), OFFICER)
    conduct = raised(it, Subject.CONDUCT)
    it.org.refused(BadInput, ruling(conduct, error=NINE), OFFICER)


def test_an_objection_that_is_open_holds_the_confirmation_back() -> None:
    it = declared()
    it.org.hands.at(until_of(it) - timedelta(hours=1))
    one = raised(it)
    it.org.hands.at(until_of(it))
    assert not it.voting.confirmed
    it.org.hands.at(until_of(it) + timedelta(hours=30))
    it.org.ask(ruling(one, upheld=False), OFFICER)
    it.org.hands.settle()
    assert it.voting.confirmed
    ruled, confirmed = newest(it.org, one), newest(it.org, it.voting.id)
    assert confirmed.occurred_at == ruled.occurred_at > until_of(it)


class Two(Nominated):
    """Two stand for the one place in each of two sections, and it is declared who is elected."""

    def __init__(self) -> None:
        super().__init__(election__ncg__seats=BOTH, **BLOCK)
        self.open()
        for person, name, section in STANDING:
            self.accept(self.nominate(person, name, section=section))
        self.org.hands.at(CURED)
        self.vote()

    @property
    def voting(self) -> Voting:
        return self.org.store.load(Voting, voting_id(self.id))

    def vote(self) -> None:
        """Whoever stands first in each section that is voted on has every vote."""
        closes = self.voting.terms.hours(self.org.store.now()).closes
        lot = LotSource(source="The lottery", known_from=closes + timedelta(days=1))
        self.org.ask(AnnounceLot(election=self.id, lot=lot), OFFICER)
        self.org.hands.settle()
        ballots = [self.org.store.load(Ballot, one.ballot) for one in self.voting.ballots]
        ballots = [one for one in ballots if one.papers is None]
        self.org.hands.at(ballots[0].hours.opens)
        for one in ballots:
            vote(self.org, one.id, DAN, ((1,),))
        self.org.hands.at(ballots[0].hours.closes)
        self.org.ask(DeclareElection(election=self.id), OFFICER)

    @property
    def seated(self) -> dict[str, PersonId]:
        seats = self.org.store.load(Body, body_id("ncg")).seats
        return {one.category: one.person for one in seats if one.category}


def test_one_section_is_voted_on_again_while_the_other_stands() -> None:
    it = Two()
    assert it.seated == {"north": ANN, "south": CY}
    north, south = raised(it), raised(it, section="south")
    before = newest(it.org, it.voting.id).occurred_at
    it.org.ask(ruling(north, error=NINE), OFFICER)
    assert it.seated == {"south": CY}
    it.vote()
    acts = it.org.store.acts(stream=it.voting.id, topics=(Voting.Declared.TOPIC,), limit=9)
    again: Any = acts[-1].event
    assert [one.section for one in again.elected] == ["north"]
    assert it.seated == {"north": ANN, "south": CY}
    assert it.voting.objections_until == again.act.occurred_at + WEEK > before + WEEK
    it.org.ask(ruling(south, error=NINE), OFFICER)
    assert it.seated == {"north": ANN}


def test_two_sections_are_annulled_one_after_the_other() -> None:
    it = Two()
    both = raised(it), raised(it, section="south")
    for one in both:
        it.org.ask(ruling(one, error=NINE), OFFICER)
    assert it.seated == {}
    it.org.refused(NotFound, annulling(it), OFFICER)
    it.vote()
    assert it.seated == {"north": ANN, "south": CY}


class NoTime(Voted):
    """The rulebook gives no time to object to a result."""

    GAPS = (TIME,)


def test_without_a_time_for_objections_the_declaration_is_the_end() -> None:
    it = NoTime(**BLOCK)
    it.announce()
    it.cast(*MEN_FIRST)
    it.close()
    campaign = raised(it, Subject.CAMPAIGN, section="north")
    it.declare()
    assert VOTING not in kinds(it)
    assert it.voting.objections_until is None
    for subject in Subject:
        it.org.refused(OutOfOrder, objecting(it, subject), DAN, TIME)
    it.org.ask(ruling(campaign), OFFICER)


def test_nobody_objects_before_notice_is_given_or_once_it_is_called_off() -> None:
    it = Nominated()
    conduct = objecting(it, Subject.CONDUCT)
    it.org.refused(TooEarly, conduct, DAN, BY)
    it.open()
    one = raised(it, Subject.CONDUCT)
    it.org.ask(CallOffElection(election=it.id, reason="A strike."), STAFF)
    it.org.refused(OutOfOrder, conduct, DAN, BY)
    it.org.ask(ruling(one), OFFICER)


def test_an_objection_to_a_result_is_for_votes_that_are_held_here() -> None:
    it = Nominated()
    it.open()
    it.org.refused(OutOfOrder, objecting(it), DAN, BY)


def test_nobody_misses_a_ruling_by_hand() -> None:
    it = Voted(**BLOCK)
    it.org.refused(NotAllowed, MissRuling(objection=raised(it, Subject.CONDUCT)), OFFICER)

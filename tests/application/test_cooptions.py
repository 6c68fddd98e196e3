"""Co-options: power and room, the decision, the answer in time, the term, the review before it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from domain.bodies.body import Body, body_id
from domain.bodies.cooption import CoOption, State
from domain.bodies.mandate import Origin
from domain.bodies.member import Ending
from domain.cycle.assembly import Votes
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, OutOfOrder, RuleBroken, TooLate
from domain.meetings.decisions import Manner
from domain.rules.values import Count, Flag, RuleValue, Who
from services.application.begun import open_processes
from services.application.bodies import ProlongMandate, SeatMember
from services.application.business import AnnulDecision
from services.application.cooptions import (
    AcceptCoOption,
    DecideCoOption,
    DeclineCoOption,
    ProposeCoOption,
    RenewCoOption,
    WithdrawCoOption,
)
from services.application.endings import DissolveBody, EndMembership, VacateSeat
from services.application.sittings import CloseMeeting, RecordDeparture
from tests.application.gathering import SITTING, STARTS, Gathering
from tests.application.organisation import CHAIR, STAFF, Organisation, in_memory
from tests.support.hands import member
from workflows.contract import COOPTION

GUEST: PersonId = member(18)
POWER, VOTES, TERM = "ncg.cooption.power", "ncg.cooption.votes", "ncg.cooption.term"


class CoOpting(Gathering):
    """The group in a meeting, with rules on co-option."""

    def __init__(self, org: Organisation | None = None, **other: RuleValue) -> None:
        values: dict[str, RuleValue] = {"ncg__meetings__quorum": Count(count=4), **other}
        super().__init__(org or in_memory(**values))
        self.hold()

    def proposing(self, **fields: object) -> ProposeCoOption:
        asked = {"body": "ncg", "person": GUEST, "name": "G", "reasons": "knows the unions"}
        return ProposeCoOption.model_validate(asked | fields)

    def propose(self, **fields: object) -> UUID:
        return self.org.hands.began(self.org.ask(self.proposing(**fields), CHAIR))

    def agree(self, cooption: UUID, *, agreed: bool = True) -> None:
        self.decide(text="On the co-option.")
        number = len(self.found.decisions)
        decided = DecideCoOption(
            cooption=cooption, agreed=agreed, meeting=self.meeting, number=number
        )
        self.org.ask(decided, STAFF)

    def seated(self, **fields: object) -> UUID:
        cooption = self.propose(**fields)
        self.agree(cooption)
        self.org.ask(AcceptCoOption(cooption=cooption), GUEST)
        return cooption

    def the(self, cooption: UUID) -> CoOption:
        return self.org.store.load(CoOption, cooption)

    @property
    def ncg(self) -> Body:
        return self.org.store.load(Body, body_id("ncg"))

    @property
    def waiting(self) -> list[UUID]:
        return [one.process for one in open_processes(self.org.store) if one.kind == COOPTION]


def test_a_co_option_is_proposed_decided_and_accepted_before_there_is_a_seat() -> None:
    group = CoOpting()
    cooption = group.propose()
    assert group.waiting == [cooption]
    group.agree(cooption)
    assert not group.ncg.has_member(GUEST)
    group.org.ask(AcceptCoOption(cooption=cooption), GUEST)
    seat = group.ncg.seat_of(GUEST)
    assert seat is not None
    assert (seat.id, seat.origin, seat.voting, seat.by) == (
        cooption,
        Origin.CO_OPTION,
        False,
        "Ncg",
    )
    assert seat.until is not None
    assert seat.until.year == STARTS.year + 1


def test_a_body_without_the_power_co_opts_nobody() -> None:
    group = CoOpting(ncg__cooption__power=Who(powers=("training",)))
    group.org.refused(NotAllowed, group.proposing(), CHAIR, POWER)


def test_without_a_rule_nobody_is_co_opted() -> None:
    org = Organisation.without_rules(POWER)
    asked = ProposeCoOption(body="ncg", person=GUEST, name="G", reasons="x")
    org.refused(NotFound, asked, CHAIR, POWER)


def test_whoever_has_no_vote_in_the_body_proposes_nobody() -> None:
    group = CoOpting()
    group.org.refused(NotAllowed, group.proposing(), STAFF, POWER)


def test_a_co_option_with_a_vote_needs_a_rule_that_allows_it() -> None:
    group = CoOpting()
    group.org.refused(RuleBroken, group.proposing(voting=True), CHAIR, VOTES)
    assert CoOpting(ncg__cooption__votes=Flag(holds=True)).propose(voting=True)


def test_a_co_option_lasts_no_longer_than_the_rules_allow() -> None:
    group = CoOpting()
    later = STARTS + timedelta(days=500)
    group.org.refused(RuleBroken, group.proposing(until=later), CHAIR, TERM)


def test_a_co_option_has_reasons() -> None:
    group = CoOpting()
    group.org.refused(BadInput, group.proposing(reasons=" "), CHAIR)


def test_a_full_body_co_opts_nobody_with_a_vote() -> None:
    places: dict[str, RuleValue] = {
        "ncg__size": Count(count=len(SITTING)),
        "ncg__cooption__votes": Flag(holds=True),
    }
    quorum = Count(count=4)
    org = Organisation.without_rules("election.ncg.seats", ncg__meetings__quorum=quorum, **places)
    group = CoOpting(org)
    group.org.refused(RuleBroken, group.proposing(voting=True), CHAIR, "ncg.size")
    assert group.propose()


def test_a_decision_that_was_lost_co_opts_nobody() -> None:
    group = CoOpting()
    cooption = group.propose()
    group.decide(Votes(in_favour=1, against=4))
    asked = DecideCoOption(cooption=cooption, agreed=True, meeting=group.meeting, number=1)
    with pytest.raises(RuleBroken):
        group.org.ask(asked, STAFF)
    assert group.the(cooption).state is State.PROPOSED


def test_a_co_option_is_rejected_by_the_vote_that_it_lost_and_by_no_vote_that_it_won() -> None:
    group = CoOpting()
    lost, won, other = (group.propose() for _ in range(3))
    group.decide(Votes(in_favour=1, against=4))
    group.decide(manner=Manner.CO_OPTED)
    group.decide(text="We do not want them.")
    told = {"agreed": False, "meeting": group.meeting}
    wrong = DecideCoOption.model_validate({**told, "cooption": won, "number": 2})
    group.org.refused(RuleBroken, wrong, STAFF, "ncg.cooption.power")
    group.org.ask(DecideCoOption.model_validate({**told, "cooption": lost, "number": 1}), STAFF)
    assert group.the(lost).state is State.REJECTED
    (act,) = group.org.store.acts(stream=lost, topics=(CoOption.Rejected.TOPIC,), limit=2)
    assert act.event.act.cause == group.found.decision(1).act
    group.org.ask(DecideCoOption.model_validate({**told, "cooption": other, "number": 3}), STAFF)
    assert group.the(other).state is State.REJECTED


def test_a_vote_without_a_quorum_rejects_nobody() -> None:
    group = CoOpting()
    asked = group.propose()
    for person in SITTING[3:5]:
        group.ask(RecordDeparture, person=person)
    group.decide(Votes(in_favour=1, against=2))
    told = {"agreed": False, "meeting": group.meeting, "cooption": asked, "number": 1}
    asked_for = DecideCoOption.model_validate(told)
    group.org.refused(RuleBroken, asked_for, STAFF, "meetings.ratification")


def test_what_the_body_rejects_or_takes_back_is_over() -> None:
    group = CoOpting()
    rejected, withdrawn = group.propose(), group.propose()
    group.agree(rejected, agreed=False)
    group.org.ask(WithdrawCoOption(cooption=withdrawn, reason="not now"), CHAIR)
    assert group.waiting == []
    asked = DecideCoOption(cooption=withdrawn, agreed=True, meeting=group.meeting, number=1)
    group.org.refused(OutOfOrder, asked, STAFF)


def test_only_the_person_or_staff_answers() -> None:
    group = CoOpting()
    cooption = group.propose()
    group.agree(cooption)
    asked = AcceptCoOption(cooption=cooption)
    group.org.refused(NotAllowed, asked, CHAIR, "ncg.cooption.answered_by")
    group.org.ask(DeclineCoOption(cooption=cooption, reason="by telephone"), STAFF)
    assert group.the(cooption).state is State.DECLINED


def test_an_offer_without_an_answer_lapses_at_its_moment() -> None:
    group = CoOpting()
    cooption = group.propose()
    group.agree(cooption)
    offer = group.the(cooption).offer
    assert offer is not None
    assert offer.answer_by is not None
    group.org.store.clock.hold(offer.answer_by)
    late = AcceptCoOption(cooption=cooption)
    group.org.refused(TooLate, late, GUEST, "ncg.cooption.answer_days")
    group.org.hands.at(offer.answer_by + timedelta(days=2))
    assert group.the(cooption).state is State.LAPSED
    assert group.the(cooption).modified_on == offer.answer_by


def test_a_co_option_is_looked_at_again_before_it_ends_and_ends_by_itself() -> None:
    group = CoOpting()
    cooption = group.seated()
    found = group.the(cooption)
    assert found.until is not None
    assert found.review_at == found.until - timedelta(days=30)
    group.org.hands.at(found.review_at)
    assert group.the(cooption).reviewed
    group.org.hands.at(found.until)
    assert not group.ncg.has_member(GUEST)
    assert group.the(cooption).state is State.ENDED
    assert group.waiting == []


def test_a_co_option_that_is_renewed_is_reviewed_and_ends_later() -> None:
    group = CoOpting()
    cooption = group.seated(until=STARTS + timedelta(days=100))
    found = group.the(cooption)
    assert found.until is not None
    group.decide(text="It lasts longer.")
    later = found.until + timedelta(days=100)
    renewed = RenewCoOption(
        cooption=cooption, until=later, meeting=group.meeting, number=len(group.found.decisions)
    )
    group.org.ask(renewed, STAFF)
    group.org.hands.at(found.until)
    assert group.ncg.has_member(GUEST)
    group.org.hands.at(later)
    assert not group.ncg.has_member(GUEST)


def test_a_co_opted_seat_is_not_prolonged_around_the_decision_to_renew_it() -> None:
    group = CoOpting()
    cooption = group.seated()
    later = STARTS + timedelta(days=900)
    for until in (later, None):
        asked = ProlongMandate(body="ncg", person=GUEST, until=until, reason="x")
        refusal = group.org.refused(BadInput, asked, STAFF)
        assert "renew_co_option" in refusal.sentence
    held = group.ncg.seat_of(GUEST)
    assert held is not None
    assert held.until == group.the(cooption).until


@pytest.mark.parametrize("how", ["vacated", "dissolved"])
def test_a_co_option_is_over_when_its_seat_ends_before_its_term(how: str) -> None:
    group = CoOpting()
    cooption = group.seated()
    if how == "vacated":
        group.org.ask(VacateSeat(body="ncg", person=GUEST, reason="no time"), GUEST)
    else:
        group.org.ask(DissolveBody(body="ncg", reason="replaced"), STAFF)
    assert group.the(cooption).state is State.ENDED
    assert group.waiting == []


@pytest.mark.parametrize("how", ["proposed", "offered", "held"])
def test_a_co_option_is_over_with_the_death_of_whoever_it_is_for(how: str) -> None:
    group = CoOpting()
    cooption = group.seated() if how == "held" else group.propose()
    if how == "offered":
        group.agree(cooption)
    group.org.ask(EndMembership(person=GUEST, ending=Ending.DIED, reason="a letter"), STAFF)
    assert group.the(cooption).state is State.ENDED
    assert group.waiting == []
    for asked in (
        AcceptCoOption(cooption=cooption),
        DeclineCoOption(cooption=cooption, reason="x"),
    ):
        group.org.refused(OutOfOrder, asked, STAFF)
    again = group.org.refused(OutOfOrder, group.proposing(), CHAIR)
    assert "has died" in again.sentence
    assert not group.ncg.has_member(GUEST)


def test_nobody_is_seated_as_co_opted_by_hand_around_the_decision() -> None:
    group = CoOpting()
    asked = SeatMember(body="ncg", person=GUEST, name="G", how="x", origin=Origin.CO_OPTION)
    group.org.refused(BadInput, asked, STAFF)


def test_nobody_takes_a_place_whose_own_end_has_passed() -> None:
    org = CoOpting()
    cooption = org.propose(until=org.org.store.now() + timedelta(days=2))
    org.agree(cooption)
    org.org.hands.at(org.org.store.now() + timedelta(days=5))
    org.org.refused(TooLate, AcceptCoOption(cooption=cooption), GUEST, POWER)


def test_nothing_is_renewed_or_prolonged_after_its_end_though_that_is_not_on_record() -> None:
    org = CoOpting()
    soon = org.org.store.now() + timedelta(days=5)
    cooption = org.seated(until=soon)
    org.org.ask(ProlongMandate(body="ncg", person=SITTING[1], until=soon, reason="so long"), STAFF)
    org.decide(text="Renew it.")
    org.org.store.clock.hold(soon + timedelta(days=1))
    later, number = soon + timedelta(days=60), len(org.found.decisions)
    renewed = RenewCoOption(cooption=cooption, until=later, meeting=org.meeting, number=number)
    org.org.refused(TooLate, renewed, STAFF, POWER)
    prolonged = ProlongMandate(body="ncg", person=SITTING[1], until=later, reason="longer")
    org.org.refused(TooLate, prolonged, STAFF, "registers.kept_by")


def test_nobody_takes_a_place_by_a_decision_that_was_annulled_since() -> None:
    org = CoOpting()
    cooption = org.propose()
    org.agree(cooption)
    first, number = org.meeting, len(org.found.decisions)
    org.ask(CloseMeeting)
    org.hold(starts=org.org.store.now() + timedelta(days=10))
    names = {"decision": {"meeting": first, "number": number}}
    org.decide(text="We annul that.", names=names)
    annulled = AnnulDecision(meeting=first, decision=number, by_meeting=org.meeting, by_decision=1)
    org.org.ask(annulled, STAFF)
    org.org.refused(RuleBroken, AcceptCoOption(cooption=cooption), GUEST, "meetings.ratification")


def test_nobody_is_proposed_for_a_body_in_which_they_sit() -> None:
    org = CoOpting()
    org.org.refused(OutOfOrder, org.proposing(person=SITTING[1]), CHAIR, POWER)


def test_a_decision_from_before_the_proposal_says_nothing_of_it() -> None:
    it = CoOpting()
    it.decide(text="We agree on the leaflet.")
    cooption = it.propose()
    for agreed in (True, False):
        asked = DecideCoOption(cooption=cooption, agreed=agreed, meeting=it.meeting, number=1)
        refusal = it.org.refused(RuleBroken, asked, STAFF, POWER)
        assert "before the co-option" in refusal.sentence
    it.agree(cooption)
    assert it.the(cooption).state is State.OFFERED


def test_what_a_meeting_came_up_with_is_agreed_by_the_decision_that_proposes_it_or_names_them() -> (
    None
):
    it = CoOpting()
    it.decide(text="We co-opt G.")
    proposed = {"decision": {"meeting": it.meeting, "number": 1}}
    asked = it.proposing(**proposed)
    cooption = it.org.hands.began(it.org.ask(asked, STAFF))
    by_itself = DecideCoOption(cooption=cooption, agreed=True, meeting=it.meeting, number=1)
    it.org.ask(by_itself, STAFF)
    assert it.the(cooption).state is State.OFFERED
    it = CoOpting()
    it.decide(text="G is co-opted.", names={"person": GUEST})
    named = it.propose()
    by_name = DecideCoOption(cooption=named, agreed=True, meeting=it.meeting, number=1)
    it.org.ask(by_name, STAFF)
    assert it.the(named).state is State.OFFERED

"""Cases through the desk: who may do what, what is sealed, who is drawn, what happens by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.bodies.body import body_id
from domain.cases.clocks import Runs
from domain.cases.complaint import Complaint
from domain.cases.complaint_acts import Outcome
from domain.cases.complaint_state import Stage
from domain.cases.file import CaseFile, file_id
from domain.cases.panel import Instance
from domain.cases.sides import Side, party_id
from domain.kernel.ids import CONVENOR, derived
from domain.kernel.refusal import (
    BadInput,
    NotAllowed,
    OutOfOrder,
    QuorumNotMet,
    RuleBroken,
    TooEarly,
)
from domain.rules.values import Count, Flag, Who
from services.application.bodies import FillPost
from services.application.case_panels import (
    AppointPanel,
    ChallengePanelMember,
    DecideChallenge,
    DeclareTies,
    DeliverFinding,
    ReadCaseFile,
    ReplacePanelMember,
    StepBack,
    VoteOnCase,
)
from services.application.complaints import (
    AcknowledgeComplaint,
    AppealFinding,
    AskReview,
    FileComplaint,
    FollowComplaint,
    GiveEvidence,
    ReadOwnFile,
    RecordContact,
    ReviewRecord,
    TakeUpComplaint,
    UpholdRefusal,
)
from services.application.details import SetDetails
from services.application.erasing import EraseData
from tests.application.heard import ADA, BO, OTHER, SECRET, WHY, Heard
from tests.application.organisation import CHAIR, LEEDS, MEMBERS, STAFF, Organisation, in_memory

KEPT_BY, SIZE = "complaints.kept_by", "complaints.panel_size"


@pytest.fixture
def org() -> Organisation:
    return in_memory()


@pytest.fixture
def heard(org: Organisation) -> Heard:
    return Heard(org)


def test_a_case_goes_from_its_receipt_to_the_review_of_its_record(
    org: Organisation, heard: Heard
) -> None:
    heard.to_told()
    assert heard.complaint.outcome is Outcome.UPHELD
    assert heard.complaint.sanction == "warning"
    heard.past(Runs.APPEAL)
    assert heard.complaint.stage is Stage.CLOSED
    org.ask(ReviewRecord(case=heard.case, learnt="Chairs need training."), STAFF)
    assert not heard.complaint.clocks


def test_no_act_of_a_side_names_a_member_or_says_who_complains_of_whom(
    org: Organisation, heard: Heard
) -> None:
    heard.to_evidence()
    org.ask(GiveEvidence(case=heard.case, secret=OTHER, text="I was away."), LEEDS)
    acts = [one.event.act for one in org.store.acts(stream=heard.case, limit=100)]
    assert acts[0].actor == acts[0].recorded_by == party_id(heard.case, Side.COMPLAINANT)
    assert acts[-1].actor == party_id(heard.case, Side.RESPONDENT)
    assert not {LEEDS, ADA, BO} & {one.actor for one in acts}


def test_a_word_opens_its_own_case_and_its_own_side(org: Organisation, heard: Heard) -> None:
    heard.file()
    read = ReadOwnFile(case=heard.case, secret="not the word of it")
    org.refused(NotAllowed, read, ADA, KEPT_BY)
    org.ask(ReadOwnFile(case=heard.case, secret=SECRET), LEEDS)
    readers = org.store.load(CaseFile, file_id(heard.case)).readers
    assert readers == (party_id(heard.case, Side.COMPLAINANT),)


def test_whoever_is_no_member_complains_where_the_rule_lets_everybody() -> None:
    closed = in_memory(complaints__open_to_all=Flag(holds=False))
    filed = FileComplaint(case=Heard(closed).case, secret=SECRET, text="They shouted.", about="x")
    closed.refused(NotAllowed, filed, LEEDS, "complaints.open_to_all")
    open_to_all = in_memory()
    Heard(open_to_all).file(complainant=None)


def test_a_side_of_a_case_does_not_keep_it(org: Organisation, heard: Heard) -> None:
    heard.file(complainant=STAFF)
    org.refused(NotAllowed, AcknowledgeComplaint(case=heard.case), STAFF, KEPT_BY)
    org.refused(NotAllowed, AcknowledgeComplaint(case=heard.case), LEEDS, KEPT_BY)
    org.ask(AcknowledgeComplaint(case=heard.case), CHAIR)


def test_the_panel_is_drawn_from_the_eligible_and_of_nobody_touched_by_the_case(
    org: Organisation, heard: Heard
) -> None:
    heard.file(complainant=MEMBERS[0])
    respondent = TakeUpComplaint(case=heard.case, respondent=MEMBERS[1], reasons=WHY)
    org.ask(respondent, CHAIR)
    members = heard.appoint()
    assert len(members) == 3
    assert not {MEMBERS[0], MEMBERS[1], CHAIR, STAFF} & set(members)


def test_no_panel_is_made_up_where_too_few_may_sit() -> None:
    org = in_memory(complaints__panel_size=Count(count=9))
    heard = Heard(org)
    heard.file()
    heard.take_up()
    org.refused(RuleBroken, AppointPanel(case=heard.case), STAFF, SIZE)


def test_whoever_declares_an_interest_is_off_the_case_and_the_file_is_closed_to_them(
    org: Organisation, heard: Heard
) -> None:
    heard.file()
    heard.take_up()
    gone, *_ = heard.appoint()
    org.ask(ReadCaseFile(case=heard.case), gone)
    org.ask(DeclareTies(case=heard.case, interest="We are cousins."), gone)
    for refused in (ReadCaseFile(case=heard.case), RecordContact(case=heard.case, what="x")):
        org.refused(NotAllowed, refused, gone, KEPT_BY)
    org.ask(ReplacePanelMember(case=heard.case), STAFF)
    assert len(heard.panel.members) == 3
    assert gone not in heard.panel.members


def test_an_interest_may_only_be_noted_where_the_rule_says_so() -> None:
    org = in_memory(complaints__interest_recuses=Flag(holds=False))
    heard = Heard(org)
    heard.file()
    heard.take_up()
    first, *_ = heard.appoint()
    org.ask(DeclareTies(case=heard.case, interest="I once met them."), first)
    assert heard.panel.may_vote(first)


def test_a_challenge_is_decided_by_others_and_takes_somebody_off(
    org: Organisation, heard: Heard
) -> None:
    heard.file()
    heard.take_up()
    one, *_ = heard.appoint()
    challenged = ChallengePanelMember(
        case=heard.case, secret=SECRET, person=one, grounds="They are cousins."
    )
    org.ask(challenged, LEEDS)
    decided = DecideChallenge(case=heard.case, person=one, upheld=True, reasons=WHY)
    org.refused(NotAllowed, decided, STAFF, "complaints.challenge_decided_by")
    org.ask(decided, CHAIR)
    org.refused(NotAllowed, DeclareTies(case=heard.case), one, "complaints.challenge_decided_by")


def test_nobody_votes_before_evidence_is_closed_or_once_they_stepped_back(
    org: Organisation, heard: Heard
) -> None:
    heard.to_evidence()
    first, second, _ = heard.panel.members
    vote = VoteOnCase(case=heard.case, upheld=False)
    org.refused(TooEarly, vote, first, "complaints.evidence_days")
    heard.past(Runs.EVIDENCE)
    org.ask(vote, first)
    org.ask(StepBack(case=heard.case, reasons="I know a witness."), first)
    org.refused(NotAllowed, vote, first, "complaints.challenge_decided_by")
    org.refused(NotAllowed, vote, LEEDS, SIZE)
    org.ask(vote, second)
    finding = DeliverFinding(case=heard.case, reasons=WHY)
    org.refused(QuorumNotMet, finding, second, "complaints.panel_majority")
    org.refused(NotAllowed, finding, STAFF, SIZE)


def test_evidence_that_comes_at_the_moment_of_its_end_is_too_late_before_any_timer(
    org: Organisation, heard: Heard
) -> None:
    heard.to_evidence()
    end = heard.complaint.clocks[0].due
    org.store.clock.hold(end)
    assert heard.complaint.stage is Stage.EVIDENCE
    late = GiveEvidence(case=heard.case, secret=OTHER, text="I was away.")
    org.refused(OutOfOrder, late, LEEDS, KEPT_BY)


def test_whoever_acts_first_after_an_end_finds_it_recorded_at_its_own_moment(
    org: Organisation, heard: Heard
) -> None:
    heard.to_evidence()
    end = heard.complaint.clocks[0].due
    org.store.clock.hold(end + timedelta(days=1))
    org.ask(VoteOnCase(case=heard.case, upheld=False), heard.panel.members[0])
    closed = [
        one.event
        for one in org.store.acts(stream=heard.case, limit=100)
        if isinstance(one.event, Complaint.EvidenceClosed)
    ]
    assert [one.act.occurred_at for one in closed] == [end]


def test_the_appeal_is_heard_by_people_who_sat_on_nothing_before(
    org: Organisation, heard: Heard
) -> None:
    heard.to_told()
    first = set(heard.panel.ever)
    heard.appeal()
    second = set(heard.appoint())
    assert len(second) == 3
    assert not first & second
    heard.declare()
    heard.decide(upheld=False)
    assert heard.complaint.outcome is Outcome.NOT_UPHELD
    assert heard.complaint.stage is Stage.CLOSED
    assert heard.panel_for(Instance.APPEAL).decided


def test_an_appeal_after_its_time_is_too_late(org: Organisation, heard: Heard) -> None:
    heard.to_told()
    org.store.clock.hold(heard.complaint.clocks[0].due)
    late = AppealFinding(case=heard.case, secret=OTHER, grounds=WHY)
    org.refused(OutOfOrder, late, LEEDS, KEPT_BY)


def test_a_refusal_is_reviewed_by_somebody_else_on_request(org: Organisation, heard: Heard) -> None:
    heard.file()
    org.ask(AcknowledgeComplaint(case=heard.case), STAFF)
    heard.refuse()
    org.ask(AskReview(case=heard.case, secret=SECRET, grounds="It is theirs."), LEEDS)
    uphold = UpholdRefusal(case=heard.case, reasons=WHY)
    org.refused(NotAllowed, uphold, STAFF, "complaints.reviewed_by")
    org.ask(uphold, CHAIR)
    assert heard.complaint.outcome is Outcome.REFUSED


def test_a_late_stage_is_put_before_those_whom_a_rule_names_and_decides_nothing(
    org: Organisation, heard: Heard
) -> None:
    heard.file()
    org.hands.at(org.store.now() + timedelta(days=100))
    late = [
        one.event
        for one in org.store.acts(stream=heard.case, limit=100)
        if isinstance(one.event, Complaint.FellLate)
    ]
    assert [one.runs for one in late] == [Runs.ACKNOWLEDGE, Runs.TRIAGE]
    assert {one.escalated_to for one in late} == {("ncg.officers",)}
    assert heard.complaint.stage is Stage.RECEIVED


def test_whoever_decides_on_challenges_is_on_no_panel() -> None:
    """The coordinating group has the chair and seven others: without the chair, seven can sit."""
    heard = Heard(in_memory(complaints__panel_size=Count(count=7)))
    heard.file()
    heard.take_up()
    assert CHAIR not in heard.appoint()
    too_many = Heard(in_memory(complaints__panel_size=Count(count=8)))
    too_many.file()
    too_many.take_up()
    appoint = AppointPanel(case=too_many.case)
    refusal = too_many.org.refused(RuleBroken, appoint, STAFF, SIZE)
    assert "there are 7" in refusal.sentence


def test_one_of_a_panel_who_comes_to_decide_on_challenges_does_not_in_that_case(
    org: Organisation, heard: Heard
) -> None:
    heard.file()
    heard.take_up()
    sits, doubted, _ = heard.appoint()
    post = {"body": "ncg", "post": "treasurer", "person": sits, "name": "T", "how": "elected"}
    org.ask(FillPost.model_validate(post), STAFF)
    challenge = {"case": heard.case, "secret": SECRET, "person": doubted, "grounds": WHY}
    org.ask(ChallengePanelMember.model_validate(challenge), LEEDS)
    decide = DecideChallenge(case=heard.case, person=doubted, upheld=False, reasons=WHY)
    org.refused(NotAllowed, decide, sits, "complaints.challenge_decided_by")
    org.ask(decide, CHAIR)


def test_declarations_that_are_missing_are_recorded_at_their_moment(
    org: Organisation, heard: Heard
) -> None:
    heard.file()
    heard.take_up()
    members = heard.appoint()
    org.hands.at(org.store.now() + timedelta(days=7))
    assert heard.panel.reminded == members


def test_nobody_outside_a_panel_learns_by_a_refusal_how_far_a_case_has_come(
    org: Organisation, heard: Heard
) -> None:
    case = heard.case
    asked = (
        DeclareTies(case=case),
        StepBack(case=case, reasons=WHY),
        VoteOnCase(case=case, upheld=True),
        DeliverFinding(case=case, reasons=WHY),
    )

    def told() -> set[str]:
        return {org.refused(NotAllowed, one, LEEDS, SIZE).sentence for one in asked}

    heard.file()
    heard.take_up()
    before = told()
    heard.appoint()
    heard.declare()
    heard.tell_respondent()
    assert told() == before
    heard.past(Runs.EVIDENCE)
    heard.decide()
    assert told() == before
    assert len(before) == 1


def test_whoever_reviews_a_refusal_reads_the_file_while_it_is_under_review() -> None:
    org = in_memory(complaints__kept_by=Who(powers=("staff",)))
    heard = Heard(org)
    heard.file()
    read = ReadCaseFile(case=heard.case)
    heard.refuse()
    org.refused(NotAllowed, read, CHAIR, KEPT_BY)
    org.ask(AskReview(case=heard.case, secret=SECRET, grounds="It is theirs."), LEEDS)
    org.ask(read, CHAIR)
    org.ask(UpholdRefusal(case=heard.case, reasons=WHY), CHAIR)
    org.refused(NotAllowed, read, CHAIR, KEPT_BY)


def test_whoever_decides_on_a_challenge_reads_the_file_until_they_have() -> None:
    org = in_memory(complaints__kept_by=Who(powers=("staff",)))
    heard = Heard(org)
    heard.file()
    heard.take_up()
    one, *_ = heard.appoint()
    read = ReadCaseFile(case=heard.case)
    org.refused(NotAllowed, read, CHAIR, KEPT_BY)
    challenge = ChallengePanelMember(case=heard.case, secret=SECRET, person=one, grounds=WHY)
    org.ask(challenge, LEEDS)
    org.ask(read, CHAIR)
    org.ask(DecideChallenge(case=heard.case, person=one, upheld=False, reasons=WHY), CHAIR)
    org.refused(NotAllowed, read, CHAIR, KEPT_BY)


def test_nobody_follows_a_case_by_hand(org: Organisation, heard: Heard) -> None:
    heard.file()
    org.refused(NotAllowed, FollowComplaint(case=heard.case), STAFF)


def test_nothing_of_a_side_is_erased_while_their_case_is_open(
    org: Organisation, heard: Heard
) -> None:
    org.ask(SetDetails(person=BO, name="Bo Birch"), STAFF)
    erase = EraseData(person=BO, ground="they asked for it")
    heard.to_evidence()
    refusal = org.refused(RuleBroken, erase, STAFF, "people.erasure_decided_by")
    assert "a case" in refusal.sentence


def test_nobody_takes_an_id_that_the_service_makes_itself(org: Organisation) -> None:
    for taken in (body_id("resources"), derived(CONVENOR, "anything")):
        filed = FileComplaint(case=taken, secret=SECRET, text="They shouted.", about="x")
        org.refused(BadInput, filed, STAFF, "complaints.open_to_all")

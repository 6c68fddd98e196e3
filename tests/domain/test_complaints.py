"""A complaint: what may be done at which stage, what runs, what is late and what becomes final."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.cases.clocks import Runs
from domain.cases.complaint import Complaint, Intake
from domain.cases.complaint_acts import Outcome
from domain.cases.complaint_state import Stage
from domain.cases.sides import CaseId, Side, opens, party_id, reference_of
from domain.kernel.act import Standing
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken, TooEarly, TooLate
from tests.domain import cases
from tests.domain.acts import act, an_id, days
from tests.domain.cases import ADA, AGAINST, BO, CASE, CY, DI, FOR, RULES, SECRET, by, due
from tests.support.given import Given

MOMENT = timedelta(seconds=1)


def test_from_its_receipt_run_the_acknowledgement_and_the_first_answer() -> None:
    found = cases.received()
    assert cases.running(found) == (Runs.ACKNOWLEDGE, Runs.TRIAGE)
    assert due(found, Runs.ACKNOWLEDGE) == act(days(5)).occurred_at
    assert due(found, Runs.TRIAGE) == act(days(28)).occurred_at


def test_an_empty_complaint_or_a_short_secret_is_refused() -> None:
    for text, secret in ((" ", SECRET), ("They shouted.", "short")):
        with pytest.raises(BadInput):
            Complaint.receive(CASE, act(), Intake(text=text, about=""), secret, RULES)


def test_only_a_mark_of_the_secret_is_kept_and_it_opens_this_case_alone() -> None:
    found = cases.received()
    (event,) = found.collect_events()
    assert isinstance(event, Complaint.Received)
    assert SECRET not in str(vars(event))
    assert found.side_of(f" {SECRET} ") is Side.COMPLAINANT
    assert found.side_of("something else entirely") is None
    assert not opens(an_id("another"), event.mark, SECRET)


def test_a_side_acts_under_a_name_of_the_case_and_the_case_has_a_reference() -> None:
    assert party_id(CASE, Side.COMPLAINANT) != party_id(CASE, Side.RESPONDENT)
    assert reference_of(CASE) == reference_of(CASE)
    assert reference_of(CASE) != reference_of(an_id("another"))


def test_it_is_acknowledged_once() -> None:
    Given(cases.received()).when(lambda c: c.acknowledge(act(days(1)))).then(Complaint.Acknowledged)
    found = cases.received()
    found.acknowledge(act(days(1)))
    Given(found).when(lambda c: c.acknowledge(act(days(2)))).refused(
        OutOfOrder, "complaints.acknowledge_days"
    )


def test_a_late_acknowledgement_is_recorded_as_irregular() -> None:
    (late,) = (
        Given(cases.received())
        .when(lambda c: c.acknowledge(act(days(6))))
        .then(Complaint.Acknowledged)
    )
    assert late.act.standing is Standing.IRREGULAR
    assert late.act.breaks == ("complaints.acknowledge_days",)


def test_nobody_answers_their_own_complaint() -> None:
    Given(cases.received()).when(lambda c: c.take_up(act(days(1)), ADA, "why", RULES)).refused(
        BadInput
    )


def test_it_is_not_merged_with_itself() -> None:
    Given(cases.received()).when(lambda c: c.merge(act(), CASE, "the same", RULES)).refused(
        BadInput
    )


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        (lambda c: c.settle(act(days(1)), "They talked.", RULES), Outcome.SETTLED),
        (
            lambda c: c.merge(act(days(1)), CaseId(an_id("other")), "the same", RULES),
            Outcome.MERGED,
        ),
    ],
)
def test_triage_can_close_it(end: Callable[[Complaint], None], outcome: Outcome) -> None:
    found = cases.received()
    end(found)
    assert (found.stage, found.outcome) == (Stage.CLOSED, outcome)
    assert cases.running(found) == (Runs.REVIEW_RECORD,)


def test_a_refusal_without_reasons_is_refused() -> None:
    Given(cases.received()).when(lambda c: c.refuse(act(days(1)), " ", RULES)).refused(BadInput)


def test_a_refusal_that_nobody_wants_reviewed_stands_from_the_end_of_the_time() -> None:
    found = cases.refused()
    end = due(found, Runs.ASK_REVIEW)
    (closed,) = Given(found).when(lambda c: c.follow(act(days(40)), RULES)).then(Complaint.Closed)
    assert closed.act.occurred_at == end
    assert found.outcome is Outcome.REFUSED


def test_a_review_is_asked_for_to_the_moment_and_not_after_it() -> None:
    last = due(cases.refused(), Runs.ASK_REVIEW) - act().occurred_at
    Given(cases.refused()).when(
        lambda c: c.ask_review(act(last - MOMENT), "It is theirs.", RULES)
    ).then(Complaint.ReviewAsked)
    Given(cases.refused()).when(lambda c: c.ask_review(act(last), "It is theirs.", RULES)).refused(
        TooLate, "complaints.review_days"
    )


def test_whoever_refused_it_does_not_review_the_refusal() -> None:
    found = cases.refused()
    found.ask_review(act(days(2)), "It is theirs.", RULES)
    for ask in (
        lambda c: c.uphold_refusal(by(CY, days(3)), "It is not.", RULES),
        lambda c: c.take_up(by(CY, days(3)), BO, "It is.", RULES),
    ):
        Given(found).when(ask).refused(NotAllowed, "complaints.reviewed_by")
    Given(found).when(lambda c: c.uphold_refusal(by(DI, days(3)), "It is not.", RULES)).then(
        Complaint.RefusalUpheld
    )


def test_a_review_can_take_it_up_after_all() -> None:
    found = cases.refused()
    found.ask_review(act(days(2)), "It is theirs.", RULES)
    found.take_up(by(DI, days(3)), BO, "It is.", RULES)
    assert found.stage is Stage.TAKEN_UP
    assert found.party(Side.RESPONDENT) == BO


def test_a_measure_holds_to_its_moment_and_no_longer_than_the_rule() -> None:
    found = cases.taken_up()
    until = act(days(20)).occurred_at
    found.take_measure(act(days(2)), "No contact.", "They are afraid.", until, RULES)
    assert found.measures_at(until - MOMENT) == (1,)
    assert found.measures_at(until) == ()
    Given(found).when(
        lambda c: c.take_measure(
            act(days(3)), "No contact.", "why", act(days(34)).occurred_at, RULES
        )
    ).refused(RuleBroken, "complaints.measure_days")


def test_a_measure_is_ended_before_its_time_once() -> None:
    found = cases.taken_up()
    until = act(days(20)).occurred_at
    found.take_measure(act(days(2)), "No contact.", "They are afraid.", until, RULES)
    found.end_measure(act(days(3)), 1, "No need.")
    Given(found).when(lambda c: c.end_measure(act(days(4)), 1, "No need.")).refused(
        OutOfOrder, "complaints.measure_days"
    )


def test_no_measure_outlasts_its_case() -> None:
    found = cases.taken_up()
    until = act(days(20)).occurred_at
    found.take_measure(act(days(2)), "No contact.", "They are afraid.", until, RULES)
    found.settle(act(days(3)), "They talked.", RULES)
    assert found.measures_at(act(days(4)).occurred_at) == ()


def test_evidence_comes_in_to_the_moment_and_not_after_it_recorded_or_not() -> None:
    last = due(cases.in_evidence(), Runs.EVIDENCE) - act().occurred_at
    found = Given(cases.in_evidence())
    (first,) = found.when(
        lambda c: c.give_evidence(act(last - MOMENT), Side.RESPONDENT, "I was away.")
    ).then(Complaint.EvidenceGiven)
    assert (first.side, first.number) == (Side.RESPONDENT, 1)
    found.when(lambda c: c.give_evidence(act(last), Side.RESPONDENT, "I was away.")).refused(
        TooLate, "complaints.evidence_days"
    )
    found.thing.follow(act(last), RULES)
    found.thing.collect_events()
    found.when(lambda c: c.give_evidence(act(last), Side.RESPONDENT, "I was away.")).refused(
        OutOfOrder, "complaints.kept_by"
    )


def test_the_time_for_evidence_is_extended_for_both_and_not_beyond_the_rule() -> None:
    found = cases.in_evidence()
    first = due(found, Runs.EVIDENCE)
    found.extend_evidence(act(days(4)), first + days(14), "A witness is ill.", RULES)
    assert due(found, Runs.EVIDENCE) == first + days(14)
    Given(found).when(
        lambda c: c.extend_evidence(act(days(5)), first + days(15), "Again.", RULES)
    ).refused(RuleBroken, "complaints.evidence_extension_days")
    Given(found).when(lambda c: c.extend_evidence(act(days(5)), first, "Again.", RULES)).refused(
        BadInput
    )


def test_the_panel_votes_once_evidence_is_closed_and_not_before() -> None:
    found = cases.in_evidence()
    last = due(found, Runs.EVIDENCE) - act().occurred_at
    with pytest.raises(TooEarly):
        found.must_be_voted_on(act(last - MOMENT))
    found.must_be_voted_on(act(last))


def test_the_panel_votes_after_the_hearing_that_was_fixed() -> None:
    found = cases.in_evidence()
    at = act(days(30)).occurred_at
    found.fix_hearing(act(days(4)), at, "the hall", RULES)
    found.follow(act(days(25)), RULES)
    assert due(found, Runs.DECIDE) == at + days(28)
    with pytest.raises(TooEarly):
        found.must_be_voted_on(act(days(31)))
    Given(found).when(lambda c: c.hold_hearing(act(days(29)), (), "r", RULES)).refused(
        TooEarly, "complaints.hearing_notice_days"
    )
    found.hold_hearing(act(days(30)), (Side.COMPLAINANT,), "They stayed away.", RULES)
    found.must_be_voted_on(act(days(30)))
    Given(found).when(lambda c: c.hold_hearing(act(days(31)), (), "r", RULES)).refused(
        OutOfOrder, "complaints.hearing_notice_days"
    )
    Given(found).when(lambda c: c.fix_hearing(act(days(31)), at, "x", RULES)).refused(
        OutOfOrder, "complaints.hearing_notice_days"
    )


def test_a_hearing_at_short_notice_is_refused() -> None:
    Given(cases.in_evidence()).when(
        lambda c: c.fix_hearing(act(days(4)), act(days(8)).occurred_at, "the hall", RULES)
    ).refused(RuleBroken, "complaints.hearing_notice_days")


def test_nothing_is_found_before_deliberation_and_never_without_reasons() -> None:
    Given(cases.in_evidence()).when(lambda c: c.find(act(days(5)), FOR, "why", RULES)).refused(
        OutOfOrder, "complaints.kept_by"
    )
    Given(cases.deliberating()).when(lambda c: c.find(act(days(25)), FOR, "", RULES)).refused(
        BadInput
    )


@pytest.mark.parametrize(
    ("vote", "outcome"), [(FOR, Outcome.UPHELD), (AGAINST, Outcome.NOT_UPHELD)]
)
def test_what_the_panel_found_stands_once_nobody_appeals_in_time(
    vote: object, outcome: Outcome
) -> None:
    found = cases.decided(vote)  # type: ignore[arg-type]  # a table of votes
    found.tell_decision(act(days(26)), RULES)
    end = due(found, Runs.APPEAL)
    found.collect_events()
    (closed,) = Given(found).when(lambda c: c.follow(act(days(90)), RULES)).then(Complaint.Closed)
    assert (closed.act.occurred_at, found.outcome) == (end, outcome)


def test_nobody_appeals_before_they_were_told_or_after_the_time() -> None:
    Given(cases.decided()).when(
        lambda c: c.appeal(act(days(26)), Side.RESPONDENT, "why", RULES)
    ).refused(OutOfOrder, "complaints.kept_by")
    last = due(cases.told(), Runs.APPEAL) - act().occurred_at
    Given(cases.told()).when(lambda c: c.appeal(act(last), Side.RESPONDENT, "why", RULES)).refused(
        TooLate, "complaints.appeal_days"
    )


def test_what_the_appeal_says_is_what_holds() -> None:
    found = cases.at_appeal()
    found.decide_appeal(act(days(30)), AGAINST, "Nobody saw it.", RULES)
    assert (found.stage, found.outcome, found.sanction) == (
        Stage.CLOSED,
        Outcome.NOT_UPHELD,
        None,
    )


LATE = [
    (cases.received, (Runs.ACKNOWLEDGE, Runs.TRIAGE)),
    (cases.taken_up, (Runs.APPOINT,)),
    (cases.with_panel, (Runs.NOTIFY,)),
    (cases.deliberating, (Runs.DECIDE,)),
    (cases.decided, (Runs.TELL,)),
    (cases.appealed, (Runs.APPOINT_FOR_APPEAL,)),
    (cases.at_appeal, (Runs.DECIDE_APPEAL,)),
]


@pytest.mark.parametrize(("made", "duties"), LATE, ids=lambda one: getattr(one, "__name__", ""))
def test_a_missed_duty_is_recorded_at_its_moment_and_escalated_and_decides_nothing(
    made: Callable[[], Complaint], duties: tuple[Runs, ...]
) -> None:
    found = made()
    stage, moments = found.stage, [due(found, one) for one in duties]
    late = (
        Given(found)
        .when(lambda c: c.follow(act(days(200)), RULES))
        .then(*(Complaint.FellLate for _ in duties))
    )
    assert [one.act.occurred_at for one in late] == moments
    assert all(one.act.standing is Standing.IRREGULAR for one in late)
    assert {one.escalated_to for one in late} == {("ncg.officers",)}
    assert (found.stage, cases.running(found)) == (stage, duties)
    Given(found).when(lambda c: c.follow(act(days(300)), RULES)).then()


def test_the_record_is_looked_at_again_and_only_once_the_case_is_closed() -> None:
    found = cases.at_appeal()
    Given(found).when(lambda c: c.review_record(act(days(30)), "Nothing.")).refused(
        OutOfOrder, "complaints.kept_by"
    )
    found.decide_appeal(act(days(30)), AGAINST, "Nobody saw it.", RULES)
    found.review_record(act(days(40)), "Panels need training.")
    assert (found.stage, found.clocks) == (Stage.REVIEWED, ())


def test_contact_from_outside_is_recorded_while_the_case_is_open() -> None:
    found = cases.deliberating()
    found.record_contact(act(days(25)), "The treasurer's friend telephoned.")
    found.settle(act(days(26)), "They talked.", RULES)
    Given(found).when(lambda c: c.record_contact(act(days(27)), "Again.")).refused(
        OutOfOrder, "complaints.kept_by"
    )

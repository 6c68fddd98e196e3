"""A directory rule marks what breaks it and stops nothing; a mandatory one stops what is done here.

What has happened in the world is recorded under either, and marked.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.ballots.ballot import Ballot
from domain.bodies.body import body_id
from domain.cycle.calendar import StageName
from domain.decisions.claim import Claim, Claimed
from domain.kernel.act import Act, Standing
from domain.kernel.ids import CONVENOR, derived
from domain.kernel.refusal import RuleBroken
from domain.rules.judging import as_fact, judged
from domain.rules.values import Base, Count, Days, Force, Rule, RuleValue, Share
from services.application.assemblies import OpenSitting
from services.application.ballots import CloseBallot
from services.application.bodies import EstablishBody, ReportMeeting
from services.application.claims import RecordClaim
from services.application.cycles import cycle_ballot
from services.application.proposals import DraftProposal
from services.voting.root import root
from tests.application.organisation import (
    CHAIR,
    LEEDS,
    MEMBERS,
    STAFF,
    START,
    Organisation,
    over_memory,
)
from tests.golden.every_act import act
from tests.support.kinds import Kind
from tests.support.rulebook import rule, rules

DRAFT_NOTICE = "refounding.group_meeting_notice_days"
MEETING_NOTICE = "groups.meetings.notice_days"
MEETING_QUORUM = "groups.meetings.quorum"
SITTING_NOTICE = "refounding.assembly_notice_days"
BALLOT_NOTICE = "refounding.ballot_notice_days"
REMINDER = "refounding.reminder_days"
LEAST_MEMBERS = "groups.least_members"
WEEK = Days(count=7)
MEETING: UUID = derived(CONVENOR, "a meeting")
DIRECTORY, MANDATORY = Force.DIRECTORY, Force.MANDATORY


def asking(name: str, value: RuleValue, force: Force) -> Rule:
    return Rule.model_validate({**rule(name, value).model_dump(), "force": force})


def organisation(*added: Rule) -> Organisation:
    known = {one.id for one in added}
    return over_memory((*(one for one in rules() if one.id not in known), *added))


def meeting(*, called_on: date | None = None, present: int = 9) -> ReportMeeting:
    return ReportMeeting(
        body="leeds",
        reference=MEETING,
        held_on=date(2021, 7, 15),
        present=present,
        notice_on=called_on,
    )


SHORT, IN_TIME = meeting(called_on=date(2021, 7, 12)), meeting(called_on=date(2021, 7, 8))


def newest(org: Organisation, topic: str, stream: UUID | None = None) -> Act:
    return org.store.acts(topics=(topic,), stream=stream, limit=1000)[-1].event.act


def draft(org: Organisation) -> DraftProposal:
    org.open_cycle()
    return DraftProposal(cycle=org.cycle, title="Ours", text="One.", group="leeds", meeting=MEETING)


def test_a_breach_of_a_mandatory_rule_stops_an_act_and_cites_rule_and_clause() -> None:
    notice = asking(MEETING_NOTICE, WEEK, MANDATORY)
    with pytest.raises(RuleBroken) as refused:
        judged(act(), notice, "Too late.")
    assert (refused.value.rule, refused.value.clause) == (notice.id, notice.clause)


def test_a_breach_of_a_mandatory_rule_does_not_keep_a_fact_out() -> None:
    fact = as_fact(act(), asking(MEETING_NOTICE, WEEK, MANDATORY), "Too late.")
    assert (fact.standing, fact.note) == (Standing.IRREGULAR, "Too late.")


@pytest.mark.parametrize("force", Force)
def test_a_meeting_at_short_notice_is_recorded_and_marked(force: Force) -> None:
    org = organisation(asking(MEETING_NOTICE, WEEK, force))
    org.ask(SHORT, LEEDS)
    held = newest(org, "body.meeting_held.v1")
    assert (held.standing, held.breaks) == (Standing.IRREGULAR, (MEETING_NOTICE,))
    assert "3 days ahead" in (held.note or "")


def test_a_meeting_called_in_time_leaves_no_mark() -> None:
    org = organisation(asking(MEETING_NOTICE, WEEK, DIRECTORY))
    org.ask(IN_TIME, LEEDS)
    held = newest(org, "body.meeting_held.v1")
    assert held.standing is Standing.JUDGED
    assert MEETING_NOTICE in held.rules


def test_a_group_drafts_at_a_meeting_of_short_notice_if_that_rule_is_directory() -> None:
    org = organisation(
        asking(MEETING_NOTICE, WEEK, DIRECTORY), asking(DRAFT_NOTICE, WEEK, DIRECTORY)
    )
    org.ask(SHORT, LEEDS)
    org.ask(draft(org), LEEDS, "leeds")
    drafted = newest(org, "proposal.drafted.v1")
    assert (drafted.standing, drafted.breaks) == (Standing.IRREGULAR, (DRAFT_NOTICE,))


def test_a_group_does_not_draft_at_a_meeting_of_short_notice_if_that_rule_is_mandatory() -> None:
    org = organisation(asking(DRAFT_NOTICE, WEEK, MANDATORY))
    org.ask(SHORT, LEEDS)
    org.refused(RuleBroken, draft(org), LEEDS, DRAFT_NOTICE, group="leeds")


@pytest.mark.parametrize(
    ("found", "rule_id"),
    [(meeting(present=4), MEETING_QUORUM), (SHORT, MEETING_NOTICE)],
)
def test_a_group_does_not_draft_at_a_meeting_that_could_not_decide(
    found: ReportMeeting, rule_id: str
) -> None:
    org = organisation(
        asking(MEETING_QUORUM, Count(count=5), MANDATORY), asking(MEETING_NOTICE, WEEK, MANDATORY)
    )
    org.ask(found, LEEDS)
    assert newest(org, "body.meeting_held.v1").breaks == (rule_id,)
    refusal = org.refused(RuleBroken, draft(org), LEEDS, rule_id, group="leeds")
    assert "could not decide at its meeting on 15 July 2021" in refusal.sentence


def assembled(org: Organisation) -> UUID:
    org.open_cycle()
    org.hand_in()
    return org.gather()


def sitting(org: Organisation, assembly: UUID, *, days_before: int) -> OpenSitting:
    notice_on = (org.store.now() - timedelta(days=days_before)).date()
    return OpenSitting(assembly=assembly, present=4, notice_on=notice_on)


def test_a_sitting_at_short_notice_is_marked_if_that_rule_is_directory() -> None:
    org = organisation(asking(SITTING_NOTICE, Days(count=21), DIRECTORY))
    org.ask(sitting(org, assembled(org), days_before=20), STAFF)
    opened = newest(org, "assembly.sitting_opened.v1")
    assert (opened.standing, opened.breaks) == (Standing.IRREGULAR, (SITTING_NOTICE,))


def test_a_sitting_at_short_notice_is_refused_if_that_rule_is_mandatory() -> None:
    org = organisation(asking(SITTING_NOTICE, Days(count=21), MANDATORY))
    assembly = assembled(org)
    org.refused(RuleBroken, sitting(org, assembly, days_before=20), STAFF, SITTING_NOTICE)
    org.ask(sitting(org, assembly, days_before=21), STAFF)
    assert newest(org, "assembly.sitting_opened.v1").standing is Standing.JUDGED


def called_late(org: Organisation, days: int) -> Act:
    """The ballot is called so many days after it should have been: the engine was away."""
    org.open_cycle()
    org.hand_in()
    org.reach(StageName.SECOND_ASSEMBLY)
    opens = org.calendar.stage(StageName.PREPARATION).opens
    org.store.clock.hold(opens + timedelta(days=days))
    org.hands.settle()
    return newest(org, "ballot.called.v1")


def test_a_ballot_that_is_called_too_late_for_its_notice_is_called_and_marked() -> None:
    notice = asking(BALLOT_NOTICE, Days(count=14), DIRECTORY)
    called = called_late(organisation(notice), 7)
    assert (called.standing, called.breaks) == (Standing.IRREGULAR, (BALLOT_NOTICE,))
    assert "13 days ahead" in (called.note or "")
    assert called_late(organisation(notice), 6).standing is Standing.JUDGED


def test_a_mandatory_notice_of_the_ballot_keeps_it_from_being_called_until_there_is_time() -> None:
    org = organisation(asking(BALLOT_NOTICE, Days(count=14), MANDATORY))
    with pytest.raises(RuleBroken) as refused:
        called_late(org, 7)
    assert refused.value.rule == BALLOT_NOTICE
    assert org.store.find(Ballot, cycle_ballot(org.cycle)) is None
    org.ask(org.extension(StageName.PREPARATION, days=7), CHAIR)
    org.hands.settle()
    assert newest(org, "ballot.called.v1").standing is Standing.JUDGED


def test_a_reminder_that_never_went_out_is_marked_at_the_close() -> None:
    org = organisation()
    org.open_cycle()
    org.hand_in()
    org.reach(StageName.BALLOT)
    ballot = org.ballot.id
    org.store.clock.hold(org.ballot.hours.closes)  # nothing was done while voting went on
    org.hands.by_service(CloseBallot(ballot=ballot, papers=0, root=root([])))
    closed = newest(org, "ballot.closed.v1")
    assert (closed.standing, closed.breaks) == (Standing.IRREGULAR, (REMINDER,))
    assert "did not go out" in (closed.note or "")


def test_a_ballot_whose_reminders_went_out_closes_without_a_mark() -> None:
    org = organisation()
    org.open_cycle()
    org.hand_in()
    org.vote_in_the_ballot("Y", "N", in_favour=2, against=1)
    assert newest(org, "ballot.closed.v1").standing is Standing.JUDGED


def recognised(members: int | None) -> EstablishBody:
    return EstablishBody(slug="hull", name="Hull", kind=Kind.LOCAL_GROUP, members=members)


def test_a_group_with_too_few_members_is_recognised_and_marked_or_refused() -> None:
    least = Count(count=10)
    org = organisation(asking(LEAST_MEMBERS, least, DIRECTORY))
    org.ask(recognised(9), STAFF)
    marked = newest(org, "body.established.v1", body_id("hull"))
    assert (marked.standing, marked.breaks) == (Standing.IRREGULAR, (LEAST_MEMBERS,))
    org = organisation(asking(LEAST_MEMBERS, least, MANDATORY))
    org.refused(RuleBroken, recognised(9), STAFF, LEAST_MEMBERS)
    org.ask(recognised(10), STAFF)


def test_a_claimed_vote_is_held_against_all_members_of_the_body() -> None:
    more_than_half = Share(numerator=1, denominator=2, strict=True, of=Base.MEMBERS)
    org = organisation(asking("decisions.written_majority", more_than_half, MANDATORY))
    claimed = Claimed(
        title="A new office",
        body="leeds",
        notice_at=START - timedelta(days=9),
        decided_at=START,
        votes_for=1,
        votes_against=0,
        changes_rulebook=False,
    )
    claim = org.hands.began(org.ask(RecordClaim(claimed=claimed), MEMBERS[0]))
    (defect,) = org.store.load(Claim, claim).defects
    assert defect.rule == "decisions.written_majority"
    assert (defect.found, defect.needed) == ("1 of 2 in favour", "more than 1/2 of all members")
    assert newest(org, "claim.recorded.v1").standing is Standing.IRREGULAR

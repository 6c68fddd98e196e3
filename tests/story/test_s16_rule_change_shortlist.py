"""S16: a working group shortlists rule changes, and the full group proposes them.

As in January 2021: drafts are made in the working group, a decision of its meeting puts them on a
shortlist, which comes before the full group by itself; a decision of the full group proposes them.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from domain.cycle.suggested import State, SuggestedChange
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken
from domain.meetings.meeting import Meeting
from domain.reports.report import Report, report_id
from domain.reports.reporting import Kind
from domain.rules.values import Count, Days, Flag, RuleChange
from services.application.meetings import ConveneMeeting
from services.application.shortlists import (
    ConcludeRuleChange,
    LeaveOutRuleChange,
    ProposeRuleChange,
    ShortlistRuleChanges,
    SuggestRuleChange,
)
from services.application.sittings import RecordDeparture
from tests.application.organisation import CHAIR, LEEDS, STAFF
from tests.story.rows import ELEVEN, OF_2021, Row, founded
from tests.support.kinds import Kind as BodyKind

GROUP = "rule_changes_group"
DRAFTER, OTHER, PLAIN = ELEVEN[:3]
SHORTLISTED_BY, PROPOSED_BY = "ncg.rule_changes.shortlisted_by", "ncg.rule_changes.proposed_by"
NEEDED = "ncg.rule_changes.shortlist_needed"
NOTICE = RuleChange.model_validate(
    {"rule": "ncg.meetings.notice_days", "value": {"type": "days", "count": 28}}
)


@pytest.fixture
def row() -> Row:
    row = founded(OF_2021)
    row.establish(GROUP, BodyKind.WORKING_GROUP)
    for person in (DRAFTER, OTHER):
        row.seat(GROUP, person)
    return row


def draft(row: Row, title: str = "Longer notice", body: str = GROUP) -> UUID:
    asked = SuggestRuleChange(body=body, title=title, text="Four weeks.", rules=(NOTICE,))
    return row.org.hands.began(row.org.ask(asked, DRAFTER))


def state(row: Row, change: UUID) -> State:
    return row.store.load(SuggestedChange, change).state


def shortlist(row: Row, *changes: UUID) -> None:
    row.gather(GROUP)
    number = row.resolve("This is our shortlist.")
    row.org.ask(listing(row, number, *changes), STAFF)
    row.close_meeting()


def listing(row: Row, number: int, *changes: UUID) -> ShortlistRuleChanges:
    return ShortlistRuleChanges(
        title="For the spring", changes=changes, meeting=row.meeting, number=number
    )


def test_s16_a_shortlist_is_made_and_the_full_group_proposes_from_it(row: Row) -> None:
    notice, other = draft(row), draft(row, "Another")
    shortlist(row, notice, other)
    assert state(row, notice) is State.SHORTLISTED
    row.gather()
    number = row.resolve("We propose longer notice, and not the other.")
    decided = {"meeting": row.meeting, "number": number}
    row.org.ask(ProposeRuleChange(change=notice, **decided), STAFF)
    row.org.ask(LeaveOutRuleChange(change=other, reason="It can wait.", **decided), STAFF)
    assert (state(row, notice), state(row, other)) == (State.PROPOSED, State.LEFT_OUT)
    row.org.ask(ConcludeRuleChange(change=notice, carried=True, how="in the ballot"), STAFF)
    assert state(row, notice) is State.CARRIED
    again = ProposeRuleChange(change=other, **decided)
    row.org.refused(OutOfOrder, again, STAFF)


def test_s16_the_full_group_proposes_nothing_that_no_shortlist_names(row: Row) -> None:
    of_the_group, of_the_working_group = draft(row, body="ncg"), draft(row)
    row.gather()
    decided = {"meeting": row.meeting, "number": row.resolve("We propose longer notice.")}
    for change in (of_the_group, of_the_working_group):
        asked = ProposeRuleChange(change=change, **decided)
        row.org.refused(RuleBroken, asked, STAFF, NEEDED)
    row.carry(ncg__rule_changes__shortlist_needed=Flag(holds=False))
    row.org.ask(ProposeRuleChange(change=of_the_group, **decided), STAFF)
    assert state(row, of_the_group) is State.PROPOSED


def test_s16_the_shortlist_is_the_working_groups_and_the_proposal_the_full_groups(
    row: Row,
) -> None:
    change = draft(row)
    row.gather()
    number = row.resolve("We make the shortlist ourselves.")
    row.org.refused(NotAllowed, listing(row, number, change), STAFF, SHORTLISTED_BY)
    shortlist(row, change)
    row.gather(GROUP)
    number = row.resolve("We propose it ourselves.")
    asked = ProposeRuleChange(change=change, meeting=row.meeting, number=number)
    row.org.refused(NotAllowed, asked, STAFF, PROPOSED_BY)


def test_s16_what_was_decided_without_a_quorum_proposes_nothing(row: Row) -> None:
    change = draft(row)
    shortlist(row, change)
    row.gather(present=10)
    row.resolve("We come to the shortlist.")
    row.org.ask(RecordDeparture(meeting=row.meeting, person=ELEVEN[5]), STAFF)
    number = row.decide_on(1, "We propose longer notice.")
    asked = ProposeRuleChange(change=change, meeting=row.meeting, number=number)
    refusal = row.org.refused(RuleBroken, asked, STAFF, "meetings.ratification")
    assert "9" in refusal.sentence


def test_s16_only_whoever_sits_in_a_body_drafts_for_it(row: Row) -> None:
    asked = SuggestRuleChange(body=GROUP, title="Longer notice", text="Four weeks.")
    row.org.refused(NotAllowed, asked, PLAIN, "bodies.spoken_for_by")
    row.org.refused(NotAllowed, asked, LEEDS, "bodies.spoken_for_by")


def test_s16_a_draft_is_tried_against_the_rulebook_before_it_is_put_to_anybody(row: Row) -> None:
    wrong = NOTICE.model_copy(update={"value": Count(count=4)})
    too_long = NOTICE.model_copy(update={"value": Days(count=400)})
    for change in (wrong, too_long):
        asked = SuggestRuleChange(body=GROUP, title="Wrong", text="Four.", rules=(change,))
        row.org.refused(BadInput, asked, DRAFTER, "ncg.meetings.notice_days")


def test_s16_the_shortlist_comes_before_the_full_group_by_itself(row: Row) -> None:
    shortlist(row, draft(row))
    starts = row.now + timedelta(days=30)
    called = ConveneMeeting(body="ncg", starts=starts, place="Hall")
    group = row.org.hands.began(row.org.ask(called, STAFF))
    report = row.store.load(Report, report_id(row.meeting, Kind.GROUP_REPORT))
    assert report.presented_at == group
    (item,) = row.store.load(Meeting, group).agenda.items
    assert "This is our shortlist." in item.text


def test_s16_what_became_of_a_proposal_is_entered_by_whoever_keeps_the_registers(
    row: Row,
) -> None:
    change = draft(row)
    concluded = ConcludeRuleChange(change=change, carried=False, how="at the conference")
    row.org.refused(NotAllowed, concluded, PLAIN, "registers.kept_by")
    refusal = row.org.refused(OutOfOrder, concluded, CHAIR)
    assert "drafted" in refusal.sentence

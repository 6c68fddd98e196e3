"""A small founding rulebook with every rule that a cycle reads."""

from __future__ import annotations

from domain.kernel.ids import ClauseId, RuleId
from domain.rules.values import (
    AmendmentProcedure,
    Base,
    Choice,
    Clause,
    Count,
    Days,
    Flag,
    Hours,
    Period,
    Procedure,
    Reads,
    Rule,
    RuleValue,
    Seats,
    Section,
    Share,
    Who,
)

MORE_THAN_HALF = Share(numerator=1, denominator=2, strict=True)
AT_ACT = {
    "registers.kept_by",
    "registers.endings_entered_by",
    "bodies.spoken_for_by",
    "groups.recognition_power",
    "assemblies.record_kept_by",
    "assemblies.delegates_entered_by",
    "elections.called_by",
    "elections.returning_officer",
    "decisions.recorded_by",
    "decisions.objections_by",
    "refounding.extension_power",
    "refounding.extension_max_days",
    "refounding.assembly_quorum",
    "constitution.amend_power",
    "meetings.convened_by",
    "meetings.items_by",
    "meetings.record_kept_by",
    "meetings.own_entries_by",
    "ncg.meetings.quorum",
    "reports.kept_by",
    "reports.answered_by",
    "actions.kept_by",
    "ncg.report.first_readers",
    "ncg.report.approval",
    "ncg.report.staff_report",
    "ncg.report.votes_published",
    "ncg.report.of_groups",
}

VALUES: dict[str, RuleValue] = {
    "registers.kept_by": Who(powers=("staff", "ncg.officers")),
    "registers.endings_entered_by": Who(powers=("this_person", "staff", "ncg.officers")),
    "bodies.spoken_for_by": Who(powers=("this_body", "this_body.officers")),
    "groups.recognition_power": Who(powers=("ncg", "staff")),
    "assemblies.record_kept_by": Who(powers=("this_body", "staff")),
    "assemblies.delegates_entered_by": Who(powers=("this_body", "staff")),
    "elections.called_by": Who(powers=("staff", "ncg.officers")),
    "elections.returning_officer": Who(powers=("returning_officer",)),
    "decisions.recorded_by": Who(powers=("all_members", "staff")),
    "decisions.objections_by": Who(powers=("all_members",)),
    "refounding.opening_power": Who(powers=("ncg", "staff")),
    "refounding.who_may_draft": Who(powers=("local_groups", "members_with_supporters")),
    "refounding.who_may_support": Who(powers=("all_members",)),
    "refounding.who_may_amend": Who(powers=("local_groups", "all_members")),
    "refounding.supporters_needed": Count(count=2),
    "refounding.drafting_days": Days(count=60),
    "refounding.first_assembly_days": Days(count=30),
    "refounding.amendment_days": Days(count=21, clear=True),
    "refounding.second_assembly_days": Days(count=30),
    "refounding.preparation_days": Days(count=20),
    "refounding.ballot_days": Days(count=9),
    "refounding.delegates_per_group": Count(count=2),
    "refounding.assembly_quorum": Share(numerator=1, denominator=3, of=Base.MEMBERS),
    "refounding.assembly_majority": MORE_THAN_HALF,
    "refounding.procedure": AmendmentProcedure(procedure=Procedure.PARALLEL),
    "refounding.merging_power": Who(powers=("first_assembly", "staff")),
    "refounding.counter_power": Who(powers=("ncg",)),
    "refounding.counter_proposals": Count(count=1),
    "refounding.minority_threshold": Share(numerator=1, denominator=4),
    "refounding.extension_power": Who(powers=("ncg",)),
    "refounding.extension_max_days": Days(count=56),
    "refounding.reminder_days": Days(count=3),
    "refounding.roll_freeze_days": Days(count=14),
    "refounding.one_paper_each": Flag(holds=True),
    "refounding.ballot_majority": MORE_THAN_HALF,
    "refounding.ballot_turnout_quorum": Share(numerator=0, denominator=1, of=Base.ELIGIBLE),
    "constitution.amend_power": Who(powers=("all_member_ballot",)),
    "constitution.ruling_power": Who(powers=("ncg",)),
    "decisions.written_notice_hours": Hours(count=72),
    "decisions.written_reply_hours": Hours(count=72),
    "ncg.meetings.quorum": Count(count=10),
    "ncg.meetings.notice_days": Days(count=21),
    "ncg.meetings.items_days": Days(count=7),
    "ncg.meetings.papers_days": Days(count=3),
    "ncg.meetings.next_date_fixed": Flag(holds=True),
    "ncg.meetings.least_per_quarter": Count(count=1),
    "ncg.meetings.quarter_warning_days": Days(count=28),
    "ncg.meetings.emergency_power": Who(powers=("ncg.officers",)),
    "ncg.meetings.emergency_named": Flag(holds=True),
    "ncg.meetings.remote_part": Flag(holds=True),
    "meetings.convened_by": Who(powers=("this_body.officers", "staff")),
    "meetings.items_by": Who(powers=("this_body", "this_body.officers", "session_chair", "staff")),
    "meetings.record_kept_by": Who(powers=("session_chair", "this_body.officers", "staff")),
    "meetings.own_entries_by": Who(
        powers=("this_person", "session_chair", "this_body.officers", "staff")
    ),
    "meetings.late_items": Share(numerator=1, denominator=2, strict=True, of=Base.PRESENT),
    "meetings.majority": MORE_THAN_HALF,
    "meetings.amendment_procedure": AmendmentProcedure(procedure=Procedure.SUBSTANTIVE),
    "meetings.casting_vote": Flag(holds=True),
    "meetings.challenge_majority": MORE_THAN_HALF,
    "meetings.ratification": Flag(holds=True),
    "meetings.proxy_vote": Flag(holds=False),
    "meetings.proxies_each": Count(count=1),
    "meetings.paper_vote": Flag(holds=False),
    "meetings.remote_vote": Flag(holds=True),
    "meetings.remote_part_everywhere": Flag(holds=False),
    "reports.kept_by": Who(powers=("staff", "this_body.officers")),
    "reports.answered_by": Who(powers=("this_body",)),
    "actions.kept_by": Who(powers=("this_person", "this_body.officers", "staff")),
    "actions.reminder_days": Days(count=3),
    "actions.done_in_time": Flag(holds=True),
    "ncg.report.draft_days": Days(count=3),
    "ncg.report.first_readers": Who(powers=("ncg.chair", "ncg.vice_chair")),
    "ncg.report.approval": Choice(choice="next_meeting"),
    "ncg.report.staff_report": Period(months=1),
    "ncg.report.minutes_days": Days(count=28),
    "ncg.report.votes_published": Flag(holds=False),
    "ncg.report.of_groups": Flag(holds=True),
    "election.ncg.method": Choice(choice="block"),
    "election.ncg.seats": Seats(seats=(Section(section="north", seats=4, min_women=2),)),
    "election.ncg.tie_rule": Choice(choice="lot"),
    "election.ncg.vacancy_rule": Choice(choice="by_election"),
    "election.ncg.unfilled_seat_rule": Choice(choice="nominations_reopen"),
}

CLAUSE = Clause(id=ClauseId("1"), heading="All of it", text="The rules of this organisation.")


def rule(name: str, value: RuleValue) -> Rule:
    """A rule of the small rulebook."""
    reads = Reads.AT_ACT if name in AT_ACT else Reads.AT_OPENING
    return Rule(
        id=RuleId(name), clause=CLAUSE.id, title=name.replace("_", " "), value=value, reads=reads
    )


def rules(**other: RuleValue) -> tuple[Rule, ...]:
    """All of them; `refounding__procedure=…` gives a rule another value."""
    values = VALUES | {name.replace("__", "."): value for name, value in other.items()}
    return tuple(rule(name, value) for name, value in values.items())

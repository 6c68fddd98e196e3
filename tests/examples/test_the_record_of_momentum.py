"""The example is whole, keeps to what the sources say, and puts no invented act on a real name."""

from __future__ import annotations

import re
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from domain.cycle.calendar import Calendar, StageName, planned
from domain.kernel.ids import RuleId
from domain.rules.rulebook import Edition
from domain.rules.values import Choice, Count, Days, Seats, Who
from services.examples.load import load, main, summary
from services.examples.models import Outcome, Record
from tests.examples.folder import MOMENTUM

LONDON = ZoneInfo("Europe/London")
INVENTED = ("proposals", "amendments", "electorate", "calendar", "groups")


@pytest.fixture(scope="module")
def record() -> Record:
    return load(MOMENTUM)


@pytest.fixture(scope="module")
def edition(record: Record) -> Edition:
    """The rulebook in force when the cycle opens."""
    opened = record.calendar.stage(StageName.DRAFTING).opens_at
    return Edition(
        number=1,
        in_force_from=opened,
        rules={rule.id: rule for rule in record.rulebook.rules_in_force(opened.date())},
        clauses={clause.id: clause for clause in record.rulebook.clauses_as_adopted()},
    )


def test_seventeen_proposals_reach_the_paper_and_six_are_described(record: Record) -> None:
    paper = record.proposals.on_the_paper()
    described = [p.id for p in paper if p.described_in_source]
    assert [p.number for p in paper] == list(range(1, 18))
    assert described == ["P01", "P02", "P03", "P04", "P05", "P06"]


def test_the_source_knows_the_outcome_of_the_six_and_of_no_other(record: Record) -> None:
    for proposal in record.proposals.on_the_paper():
        known = Outcome.CARRIED if proposal.described_in_source else Outcome.GENERATED
        assert proposal.outcome is known
        assert ("004" in proposal.source) is proposal.described_in_source
        assert proposal.synthetic


def test_every_generated_vote_carries_what_the_source_says_was_carried(record: Record) -> None:
    support = {given.proposal: given for given in record.electorate.electorate.support}
    for proposal in record.proposals.on_the_paper():
        if proposal.outcome is Outcome.CARRIED:
            assert support[proposal.id].in_favour > 2 * support[proposal.id].against


def test_no_holder_of_a_post_is_named_where_things_are_invented(record: Record) -> None:
    texts = [MOMENTUM.joinpath(f"{name}.yaml").read_text("utf-8") for name in INVENTED]
    for person in record.people.people:
        assert not any(person.name in text or person.id in text for text in texts)


def test_only_invented_groups_draft_or_move(record: Record) -> None:
    real = {group.id for group in record.groups.groups if group.source}
    drafted = [p.drafted.by.group for p in record.proposals.proposals if p.drafted]
    moved = [amendment.moved_by.group for amendment in record.amendments.amendments]
    assert real.isdisjoint({*drafted, *moved})
    assert len([group for group in record.groups.groups if group.synthetic]) == 24


def test_no_file_holds_an_address() -> None:
    for file in MOMENTUM.iterdir():
        assert not re.search(r"\S@\S", file.read_text("utf-8")), file.name


def test_the_calendar_has_the_days_of_the_sources(record: Record) -> None:
    amendments = record.calendar.stage(StageName.AMENDMENTS)
    ballot = record.calendar.stage(StageName.BALLOT)
    assert amendments.opens_at.date() == date(2022, 1, 17)
    assert amendments.closes_at.date() == date(2022, 2, 8)
    assert ballot.opens_at.date() == date(2022, 5, 17)
    assert ballot.closes_at.isoformat() == "2022-05-26T17:00:00+01:00"


def test_the_planned_days_follow_from_the_rules(record: Record, edition: Edition) -> None:
    stages = record.calendar.stages
    calendar = planned(stages[0].opens_at, edition)
    assert [stage.due for stage in calendar.stages] == [stage.planned_close for stage in stages]


def test_the_extensions_lead_from_the_plan_to_what_was(record: Record, edition: Edition) -> None:
    stages = record.calendar.stages
    calendar = _as_stored(planned(stages[0].opens_at, edition))
    limit = edition.value("refounding.extension_max_days", Days).count
    for extension in record.calendar.extensions:
        before = calendar.stage(extension.stage).due
        assert before.astimezone(LONDON).date() == extension.from_.date()
        assert extension.decided_at < before
        assert 0 < (extension.to.date() - extension.from_.date()).days <= limit
        calendar = _as_stored(calendar.extended(extension.stage, extension.to))
    assert [stage.due for stage in calendar.stages] == [stage.closes_at for stage in stages]


def _as_stored(calendar: Calendar) -> Calendar:
    """The calendar as it comes back from a stored event."""
    return Calendar.model_validate_json(calendar.model_dump_json())


def test_the_extensions_are_by_the_body_that_has_the_power(
    record: Record, edition: Edition
) -> None:
    powers = edition.value("refounding.extension_power", Who).powers
    assert {extension.by for extension in record.calendar.extensions} <= set(powers)


def test_member_places_rose_from_twelve_to_twenty_and_are_to_be_twenty_six(record: Record) -> None:
    def places(day: date) -> int:
        seats = record.rulebook.in_force(day)[RuleId("election.ncg.seats")]
        assert isinstance(seats, Seats)
        return seats.total

    asked = next(p for p in record.proposals.proposals if p.id == "P05").rule_changes[0].value
    assert isinstance(asked, Seats)
    assert (places(date(2017, 3, 11)), places(date(2021, 1, 1)), asked.total) == (12, 20, 26)
    assert sum(section.min_women for section in asked.seats) == 13


def test_the_method_is_a_block_vote_until_the_ballot(record: Record, edition: Edition) -> None:
    asked = next(p for p in record.proposals.proposals if p.id == "P04").rule_changes[0]
    assert edition.value("election.ncg.method", Choice).choice == "block"
    assert asked.value == Choice(choice="scottish-stv")


def test_the_rules_of_refounding_do_not_stand_before_it(record: Record) -> None:
    assert not any(
        rule.startswith("refounding.") for rule in record.rulebook.in_force(date(2021, 1, 1))
    )


def test_the_meeting_of_march_2017_was_quorate_by_its_own_rule(
    record: Record, edition: Edition
) -> None:
    meeting = next(m for m in record.bodies.meetings if m.id == "ncg_2017_03")
    quorum = edition.value("ncg.meetings.quorum", Count).count
    assert len(meeting.attended) == 16 >= quorum == meeting.quorum_needed
    there = {there.person for there in meeting.attended}
    assert there.isdisjoint({*meeting.apologies, *meeting.absent})


def test_no_caucus_by_self_identification_has_members(record: Record) -> None:
    bodies = {body.id: body for body in record.bodies.bodies}
    by_what_people_say = [name for name in bodies if name.endswith(("caucus", "facilitation"))]
    assert len(by_what_people_say) == 5
    assert not any(bodies[name].members for name in by_what_people_say)


def test_the_summary_is_printed(record: Record, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(MOMENTUM)]) == 0
    assert capsys.readouterr().out.strip() == summary(record)
    assert main([]) == 2

"""What each view says of the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from domain.cycle.calendar import StageName
from domain.cycle.held import Fate
from domain.kernel.act import Standing
from domain.kernel.refusal import NotFound
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from domain.rules.values import Choice, Count
from projections.catalogue import PROJECTIONS
from projections.sentences import spoken_topics
from services.reading.questions import (
    BallotState,
    Filter,
    Page,
    Reading,
    StageState,
    Upto,
    act,
    assembly,
    ballot,
    ballots,
    board,
    body,
    claim,
    cycle,
    election,
    journal,
    member_of_number,
    next_due,
    open_processes,
    person,
    process,
    proposal,
    replayed,
    retell,
    rule_history,
    rule_on,
    rulebook,
)
from services.store.catalogue import catalogue
from tests.projections.conftest import Played
from tests.projections.everything import agrees_with_the_log
from tests.projections.record import MEETING, Record
from tests.support.hands import member


@pytest.fixture
def at(played: Played) -> Iterator[Reading]:
    with played.at() as at:
        yield at


@pytest.fixture
def record(played: Played) -> Record:
    return played.record


def stage_of(at: Reading, of: UUID, name: str) -> tuple[StageState, bool]:
    found = next(stage for stage in process(at, of).stages if stage.stage == name)
    return found.state, bool(found.extensions)


def test_every_act_has_a_sentence_in_the_journal() -> None:
    recorded = {entry.topic for entry in catalogue() if not entry.topic.endswith(".created.v1")}
    assert recorded == set(spoken_topics())


def test_every_projection_has_a_name_of_its_own() -> None:
    assert len({projection.name for projection in PROJECTIONS}) == len(PROJECTIONS)


def test_the_journal_of_a_cycle_has_the_acts_of_all_that_belongs_to_it(
    at: Reading, record: Record
) -> None:
    acts = retell(at, record.cycle)
    assert {line.kind for line in acts} == {
        "cycle",
        "proposal",
        "assembly",
        "ballot",
        "rulebook",
    }
    inside = {"cycle.", "proposal.", "assembly.", "ballot."}
    there = [line for line in retell_all(at) if any(line.startswith(kind) for kind in inside)]
    assert [line.topic for line in acts if line.kind != "rulebook"] == there
    assert all(line.data is not None for line in acts)


def retell_all(at: Reading) -> list[str]:
    page = Page(start=0, limit=1_000, forwards=True)
    return [line.topic for line in journal(at, Filter(), page).acts]


def test_the_journal_says_who_did_what_in_one_sentence(at: Reading, record: Record) -> None:
    said = [line.sentence for line in retell(at, record.cycle)]
    assert "Leeds drafted “Method”." in said
    assert "“Drafting by groups and members” ended." in said
    assert (
        "Amendments A1 and A4 to “Method” were carried: "
        + ("3 for, 1 against, 0 abstained: reaches more than 1/2 of the votes cast.")
        in said
    )


def test_the_journal_is_read_page_by_page_without_gap_or_repetition(at: Reading) -> None:
    positions: list[int] = []
    page = Page(limit=7)
    while True:
        found = journal(at, Filter(), page)
        positions += [line.position for line in found.acts]
        if found.next_start is None:
            break
        page = Page(start=found.next_start, limit=7)
    assert positions == sorted(set(positions), reverse=True)
    assert len(positions) == at.view.position


@pytest.mark.parametrize(
    ("which", "holds"),
    [
        (Filter(kind="ballot"), lambda line: line.kind == "ballot"),
        (Filter(topic="proposal.amendment"), lambda line: "amendment" in line.topic),
        (Filter(standing=Standing.IRREGULAR), lambda line: line.breaks != ()),
        (Filter(actor=member(1)), lambda line: line.actor == member(1)),
        (
            Filter(rule="refounding.assembly_quorum"),
            lambda line: "refounding.assembly_quorum" in line.rules,
        ),
    ],
)
def test_a_filter_of_the_journal_finds_all_that_it_names_and_nothing_else(
    at: Reading, which: Filter, holds: object
) -> None:
    assert callable(holds)
    every = journal(at, Filter(), Page(limit=1_000)).acts
    found = journal(at, which, Page(limit=1_000)).acts
    assert found == tuple(line for line in every if holds(line))
    assert 0 < len(found) < len(every)


def test_an_act_can_be_looked_up_with_what_it_carries(at: Reading, record: Record) -> None:
    declared = journal(at, Filter(topic="ballot.declared"), Page(limit=1)).acts[0]
    assert act(at, declared.act).sentence == declared.sentence
    with pytest.raises(NotFound):
        act(at, record.cycle)


def test_the_board_shows_each_process_with_its_stages_and_extensions(
    at: Reading, record: Record
) -> None:
    shown = {one.kind: one for one in board(at).processes}
    assert set(shown) == {"cycle", "assembly", "ballot", "election"}
    stages = shown["cycle"].stages
    assert [stage.stage for stage in stages] == list(StageName)
    assert all(stage.state is StageState.DONE for stage in stages)
    drafting = stages[0]
    assert drafting.due - drafting.planned == timedelta(days=7)
    assert drafting.closed == drafting.due
    assert [extension.reason for extension in drafting.extensions] == ["of the weather"]
    assert stages[2].due - stages[2].planned >= timedelta(days=10)


def test_a_stage_is_open_until_its_moment_and_over_from_it_on(
    played: Played, record: Record
) -> None:
    with played.at() as at:
        due = process(at, record.cycle).stages[0].due
    with played.at(due - timedelta(seconds=1)) as before:
        assert stage_of(before, record.cycle, "drafting")[0] is StageState.OPEN
        assert stage_of(before, record.cycle, "amendments")[0] is StageState.AHEAD
        assert next_due(before) == due
    with played.at(due) as then:
        assert stage_of(then, record.cycle, "drafting")[0] is StageState.DONE


def test_a_stage_whose_moment_has_come_is_late_until_its_end_is_recorded(
    played: Played, record: Record
) -> None:
    ended = record.hands.store.acts(topics=("cycle.stage_closed.v1",), limit=1)[0]
    with replayed(played.dsn, Upto(position=ended.position - 1)) as known:
        later = known.view.model_copy(
            update={"moment": ended.event.act.occurred_at + timedelta(hours=1)}
        )
        at = Reading(known.connection, later)
        assert stage_of(at, record.cycle, "drafting")[0] is StageState.LATE
        assert process(at, record.cycle).is_late
        assert next_due(at) == ended.event.act.occurred_at


def test_only_what_is_not_over_must_be_running(played: Played, record: Record) -> None:
    with played.at(record.moments[0]) as at:
        assert open_processes(at) == ()
    with played.at() as at:
        opens = ballots(at)[0].opens
        assert [one.process for one in open_processes(at)] == [record.election]
    with played.at(opens) as at:
        assert [one.process for one in open_processes(at)] == [record.cycle, record.ballot]


def test_a_cycle_lists_what_stands_and_what_left_and_why(at: Reading, record: Record) -> None:
    found = cycle(at, record.cycle)
    assert {entry.title: entry.left_because for entry in found.entries} == {
        "A member's": None,
        "Method": None,
        "Places": "merged into 'Composite'",
        "More places": "merged into 'Composite'",
        "Odd": "it was odd",
        "Composite": None,
    }
    assert found.cycle.carried == (record.proposals["Method"],)
    assert [one.kind for one in found.linked] == ["assembly", "assembly", "ballot"]


def test_every_version_of_a_proposal_is_kept(at: Reading, record: Record) -> None:
    found = proposal(at, record.proposals["Method"])
    made = [version.made_by for version in found.versions]
    assert made[:3] == ["drafted", "revised", "amended"]
    assert "block vote" in found.versions[0].asked.text.plain
    assert "transferable" in found.versions[1].asked.text.plain
    assert "six places" in found.asked.text.plain
    assert found.proposal.state == "enacted"
    assert found.proposal.group_name == "Leeds"
    assert found.proposal.meeting == MEETING


def test_a_counter_proposal_that_was_taken_is_the_newest_version(
    at: Reading, record: Record
) -> None:
    found = proposal(at, record.proposals["Composite"])
    assert [counter.taken for counter in found.counters] == [True]
    assert any(version.made_by == "counter-proposal taken" for version in found.versions)
    assert "eight" in found.asked.text.plain
    assert [parent.title for parent in found.parents] == ["Places", "More places"]


def test_each_amendment_says_what_became_of_it(at: Reading, record: Record) -> None:
    method = proposal(at, record.proposals["Method"])
    assert {held.amendment: held.fate for held in method.amendments} == {
        "A1": Fate.CARRIED,
        "A2": Fate.CARRIED,
        "A3": Fate.CARRIED,
        "A4": Fate.CARRIED,
        "A5": Fate.REFERRED,
    }
    own = proposal(at, record.proposals["A member's"])
    assert [held.fate for held in own.amendments] == [Fate.LOST, Fate.NOT_REACHED]
    assert own.amendments[0].is_alternative
    assert own.amendments[0].support == "1 for, 3 against, 0 abstained"
    assert [supporter.name for supporter in own.supporters] == ["Member M00008", "Member M00009"]


def test_a_collision_is_shown_until_the_assembly_has_chosen(played: Played, record: Record) -> None:
    method = record.proposals["Method"]
    with played.at() as at:
        settled = proposal(at, method).settled[0]
    with played.at(settled.since - timedelta(seconds=1)) as before:
        assert [one.id for one in proposal(before, method).collisions] == [settled.collision]
    with played.at(settled.since) as after:
        assert proposal(after, method).collisions == ()


def test_an_assembly_shows_who_was_sent_and_how_it_voted(at: Reading, record: Record) -> None:
    found = assembly(at, record.assembly(StageName.SECOND_ASSEMBLY))
    assert {delegate.group_name for delegate in found.delegates} == {"Leeds", "York"}
    assert [vote.carried for vote in found.votes] == [True, False]
    assert found.votes[1].for_the_paper
    assert found.sittings[0].present == 4


def test_a_ballot_shows_its_turnout_and_its_result_only_once_declared(
    played: Played, record: Record
) -> None:
    turnout = record.hands.boxes.turnout(record.ballot)
    with played.at() as at:
        over = ballot(at, record.ballot, turnout)
        shown = {question.title: question.result for question in over.questions}
        method = shown["Method"]
        assert method is not None
        assert (method.yes, method.no, method.blank, method.prevails) == (6, 0, 1, True)
        assert [point.papers for point in over.turnout] == [6, 7]
    with played.at(over.ballot.opens + timedelta(hours=31)) as at:
        running = ballot(at, record.ballot, turnout)
        assert running.ballot.state is BallotState.OPEN
        assert all(question.result is None for question in running.questions)
        assert [point.papers for point in running.turnout] == [6]
        assert running.ballot.closes < over.ballot.closes


def test_what_the_rule_was_who_changed_it_and_by_which_vote_is_one_question(
    at: Reading, record: Record
) -> None:
    history = rule_history(at, "election.ncg.method").stretches
    assert [one.value for one in history] == [Choice(choice="block"), Choice(choice="stv")]
    changed = history[1]
    assert changed.in_force_from is not None
    on_the_day = rule_on(at, "election.ncg.method", changed.in_force_from).stretch
    assert on_the_day == changed
    assert (changed.ballot, changed.proposal) == (record.ballot, record.proposals["Method"])
    assert (changed.yes, changed.no) == (6, 0)
    before = rule_on(at, "election.ncg.method", changed.in_force_from - timedelta(seconds=1))
    assert before.stretch.value == Choice(choice="block")


def test_a_change_finds_its_place_by_the_moment_of_its_effect(at: Reading) -> None:
    history = rule_history(at, "ncg.meetings.quorum").stretches
    assert [(one.value, one.change_title) for one in history] == [
        (Count(count=10), "Rules"),
        (Count(count=11), "At once"),
        (Count(count=12), "Later"),
    ]
    assert history[0].until == history[1].in_force_from


def test_a_change_that_is_adopted_and_not_in_force_is_shown_as_waiting(
    played: Played, record: Record
) -> None:
    with played.at() as at:
        now = rulebook(at)
        assert now.waiting == ()
        assert [change.edition for change in now.changes] == [1, 2, 5, 4, 3]
        later = next(change for change in now.changes if change.title == "Later")
    with played.at(later.adopted + timedelta(hours=1)) as at:
        then = rulebook(at)
        assert {change.title: change.edition for change in then.waiting} == {
            "Later": 3,
            "Slower": None,
        }
        assert then.edition == 2


def test_the_aggregate_and_the_view_number_the_editions_alike(at: Reading, record: Record) -> None:
    book = record.hands.store.load(Rulebook, RULEBOOK_ID)
    shown = rulebook(at)
    in_force = book.at(at.view.moment)
    assert shown.edition == in_force.number
    assert {line.rule: line.value for line in shown.rules} == {
        rule.id: rule.value for rule in in_force.rules.values()
    }
    assert {line.clause: line.text for line in shown.clauses} == {
        clause.id: clause.text for clause in in_force.clauses.values()
    }


def test_the_views_of_rules_for_outside_readers_never_overlap(at: Reading) -> None:
    overlapping = at.rows(
        "SELECT a.rule FROM rules a JOIN rules b ON a.rule = b.rule AND a.act < b.act"
        " AND a.valid && b.valid"
    )
    assert overlapping == []
    numbers = at.rows("SELECT number FROM editions ORDER BY number")
    assert [number for (number,) in numbers] == [1, 2, 3, 4, 5]


def test_the_views_say_of_each_thing_what_the_log_says(at: Reading, record: Record) -> None:
    agrees_with_the_log(at, record)


def test_the_members_on_the_roll_are_those_present_at_its_moment(at: Reading) -> None:
    present = at.rows("SELECT count(*) FROM members WHERE valid @> %(as_of)s::timestamptz")
    assert present[0][0] == 11
    assert member_of_number(at, "M00011") is None
    moved = person(at, member(10)).membership
    assert moved is not None
    assert (moved.region, moved.group_name) == ("s", "York")


def test_a_seat_that_was_left_stays_readable(at: Reading) -> None:
    found = body(at, "ncg")
    assert [seat.name for seat in found.seats] == ["The chair again"]
    assert [post.post for post in found.former_posts] == ["chair"]
    assert [seat.until is not None for seat in found.former_seats] == [True]


def test_a_claimed_decision_shows_its_defects_objections_and_end(
    at: Reading, record: Record
) -> None:
    found = claim(at, record.claim)
    assert found.claim.standing is Standing.IRREGULAR
    assert found.claim.outcome == "annulled"
    assert "75 minutes of notice" in [defect.found for defect in found.defects]
    assert [objection.name for objection in found.objections] == ["Member M00006"]


def test_an_election_is_held_by_the_method_that_the_ballot_made_the_rule(
    at: Reading, record: Record
) -> None:
    assert election(at, record.election).election.method == "stv"


def test_what_is_not_there_is_refused_by_name(at: Reading) -> None:
    nothing = UUID(int=7)
    for ask in (process, cycle, assembly, ballot, proposal, claim, election, person):
        with pytest.raises(NotFound):
            ask(at, nothing)
    with pytest.raises(NotFound):
        body(at, "nowhere")
    with pytest.raises(NotFound):
        rule_history(at, "no.such.rule")

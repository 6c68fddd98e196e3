"""What is read of the rulebook: rules on a day, who changed them, and in which order."""

from __future__ import annotations

from datetime import timedelta

from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from domain.rules.values import Choice, Count
from services.reading.questions import (
    Reading,
    election,
    rule_history,
    rule_on,
    rulebook,
)
from tests.projections.conftest import Played
from tests.projections.record import Record


def test_what_the_rule_was_who_changed_it_and_by_which_vote_is_one_question(
    at: Reading, record: Record
) -> None:
    history = rule_history(at, "election.ncg.method").stretches
    assert [one.value for one in history] == [Choice(choice="block"), Choice(choice="scottish-stv")]
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


def test_an_election_is_held_by_the_method_that_the_ballot_made_the_rule(
    at: Reading, record: Record
) -> None:
    assert election(at, record.election).election.method == "scottish-stv"

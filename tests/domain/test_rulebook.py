"""The rulebook: editions in the order of taking effect, gaps, collisions and what governs when."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain.kernel.ids import ClauseId, RuleId
from domain.kernel.refusal import BadInput, NotFound
from domain.rules.rulebook import Governing, Revision, Rulebook, Ruling
from domain.rules.values import (
    Choice,
    ClauseChange,
    Count,
    Days,
    Reads,
    Rule,
    RuleChange,
    RuleValue,
    Share,
)
from tests.domain.acts import START, act, an_id, days, rulebook
from tests.support.given import Given
from tests.support.rulebook import CLAUSE, rule

METHOD, QUORUM, DRAFTING = (
    RuleId("election.ncg.method"),
    RuleId("ncg.meetings.quorum"),
    RuleId("refounding.drafting_days"),
)


def to(
    rule_id: str,
    value: RuleValue,
    from_when: datetime | None = None,
    *,
    upon: str | None = None,
    added: tuple[Rule, ...] = (),
) -> Revision:
    change = RuleChange(rule=RuleId(rule_id), value=value)
    title = f"{rule_id} changed"
    return Revision(title=title, rules=(change,), added=added, from_when=from_when, upon=upon)


def methods(book: Rulebook) -> list[str]:
    return [edition.value(METHOD, Choice).choice for edition in book.editions]


def test_a_founding_rule_must_read_a_clause_that_is_there() -> None:
    stray = rule("ncg.meetings.quorum", Count(count=3)).model_copy(
        update={"clause": ClauseId("99")}
    )
    with pytest.raises(BadInput, match="reads clause 99"):
        Rulebook.found(act(), "Rules", (CLAUSE,), (stray,))


def test_a_change_at_once_is_in_force_from_the_moment_of_its_adoption() -> None:
    book = Given(rulebook())
    change = to(METHOD, Choice(choice="stv"), START + days(3))
    book.when(lambda it: it.revise(act(days(3)), change)).then(Rulebook.Revised)
    assert book.thing.at(START + days(3) - timedelta(microseconds=1)).number == 1
    assert book.thing.at(START + days(3)).number == 2
    assert book.thing.at(START + days(3)).value(METHOD, Choice).choice == "stv"


def test_a_change_can_wait_for_a_date() -> None:
    book = rulebook()
    book.revise(act(days(1)), to(METHOD, Choice(choice="stv"), START + days(100)))
    assert book.at(START + days(99)).value(METHOD, Choice).choice == "block"
    assert book.at(START + days(100)).value(METHOD, Choice).choice == "stv"


def test_a_change_can_wait_for_a_named_event() -> None:
    book = Given(rulebook())
    waiting = to(METHOD, Choice(choice="stv"), upon="the conference has met")
    book.when(lambda it: it.revise(act(days(1)), waiting)).then(Rulebook.Revised)
    assert len(book.thing.editions) == 1
    book.when(lambda it: it.take_effect(act(days(9)), "the conference has met")).then(
        Rulebook.TookEffect
    )
    assert book.thing.at(START + days(8)).number == 1
    assert book.thing.at(START + days(9)).value(METHOD, Choice).choice == "stv"


def test_an_event_that_no_change_waits_for_is_refused_by_name() -> None:
    book = Given(rulebook())
    book.thing.revise(act(days(1)), to(METHOD, Choice(choice="stv"), upon="the conference"))
    book = Given(book.thing)
    refusal = book.when(lambda it: it.take_effect(act(days(2)), "the confrence")).refused(NotFound)
    assert "'the conference'" in refusal.sentence


def test_a_change_that_waits_for_its_date_stops_no_change_adopted_after_it() -> None:
    book = rulebook()
    book.revise(act(days(1)), to(METHOD, Choice(choice="stv"), START + days(100)))
    book.revise(act(days(2)), to(QUORUM, Count(count=7), START + days(2)))
    assert [edition.number for edition in book.editions] == [1, 2, 3]
    assert methods(book) == ["block", "block", "stv"]
    assert [edition.value(QUORUM, Count).count for edition in book.editions] == [10, 7, 7]


def test_versions_are_numbered_in_the_order_in_which_they_take_effect() -> None:
    book = rulebook()
    for day, name in ((90, "c"), (30, "a"), (60, "b")):
        book.revise(act(days(1)), to(METHOD, Choice(choice=name), START + days(day)))
    assert methods(book) == ["block", "a", "b", "c"]


def test_of_changes_at_one_moment_the_one_adopted_last_prevails() -> None:
    book = rulebook()
    for name in ("first", "second"):
        book.revise(act(days(1)), to(METHOD, Choice(choice=name), START + days(5)))
    assert methods(book) == ["block", "first", "second"]
    assert book.at(START + days(5)).value(METHOD, Choice).choice == "second"


def test_the_number_of_a_version_in_force_never_changes() -> None:
    book = rulebook()
    book.revise(act(days(1)), to(METHOD, Choice(choice="stv"), START + days(10)))
    before = book.at(START + days(10))
    book.revise(act(days(10)), to(QUORUM, Count(count=7), START + days(10)))
    book.revise(act(days(11)), to(QUORUM, Count(count=8), START + days(11)))
    assert book.edition(before.number) == before


def test_nothing_can_take_effect_before_it_was_adopted() -> None:
    book = Given(rulebook())
    late = to(METHOD, Choice(choice="stv"), START + days(1))
    book.when(lambda it: it.revise(act(days(2)), late)).refused(BadInput)


def test_a_change_without_a_moment_or_an_event_is_refused() -> None:
    book = Given(rulebook())
    book.when(lambda it: it.revise(act(days(1)), to(METHOD, Choice(choice="x")))).refused(BadInput)


def test_an_unknown_rule_is_refused_by_name() -> None:
    book = Given(rulebook())
    change = to("election.ncg.methd", Choice(choice="stv"), START + days(1))
    asked = book.when(lambda it: it.revise(act(days(1)), change))
    asked.refused(NotFound, "election.ncg.methd")


def test_a_rule_keeps_its_kind_of_value() -> None:
    book = Given(rulebook())
    change = to(METHOD, Count(count=3), START + days(1))
    asked = book.when(lambda it: it.revise(act(days(1)), change)).refused(BadInput, METHOD)
    assert asked.clause == CLAUSE.id


def test_a_value_outside_the_list_of_a_rule_is_refused() -> None:
    listed = rule("election.ncg.count", Choice(choice="stv"))
    listed = listed.model_copy(update={"one_of": ("stv", "block")})
    book = rulebook()
    added = Revision(title="Counting", added=(listed,), from_when=START + days(1))
    book.revise(act(days(1)), added)
    change = to("election.ncg.count", Choice(choice="lots"), START + days(2))
    refusal = Given(book).when(lambda it: it.revise(act(days(2)), change)).refused(BadInput)
    assert "stv, block" in refusal.sentence


def test_a_share_above_the_whole_can_not_even_be_put() -> None:
    with pytest.raises(ValueError, match="at most the whole"):
        Share(numerator=3, denominator=2)


def test_a_rule_can_be_added_with_the_clause_that_it_reads() -> None:
    fresh = rule("ncg.meetings.remote", Count(count=1)).model_copy(update={"clause": ClauseId("2")})
    words = ClauseChange(clause=ClauseId("2"), heading="Remote", text="Anybody may dial in.")
    book = rulebook()
    change = Revision(title="R", added=(fresh,), clauses=(words,), from_when=START + days(1))
    book.revise(act(days(1)), change)
    assert book.at(START + days(1)).rule("ncg.meetings.remote").clause == "2"
    assert not book.at(START).has("ncg.meetings.remote")


def test_a_rule_is_added_once_also_while_another_addition_of_it_waits() -> None:
    fresh = rule("ncg.meetings.remote", Count(count=1))
    book = rulebook()
    book.revise(act(days(1)), Revision(title="A", added=(fresh,), upon="the conference"))
    again = Revision(title="B", added=(fresh,), from_when=START + days(2))
    asked = Given(book).when(lambda it: it.revise(act(days(2)), again))
    asked.refused(BadInput, "ncg.meetings.remote")


def test_a_change_must_fit_the_rulebook_of_the_moment_when_it_takes_effect() -> None:
    fresh = rule("ncg.meetings.remote", Count(count=1))
    book = rulebook()
    book.revise(act(days(1)), Revision(title="A", added=(fresh,), from_when=START + days(50)))
    early = to("ncg.meetings.remote", Count(count=2), START + days(2))
    asked = Given(book).when(lambda it: it.revise(act(days(2)), early))
    asked.refused(NotFound, "ncg.meetings.remote")
    book.revise(act(days(2)), to("ncg.meetings.remote", Count(count=2), START + days(51)))
    assert book.editions[-1].value("ncg.meetings.remote", Count).count == 2


def test_a_ruling_cites_clauses_that_are_in_force() -> None:
    book = Given(rulebook())
    ruling = Ruling(
        number=1,
        question="Who chairs?",
        ruling="The elder.",
        reasons="Clause 1 is silent.",
        clauses=(ClauseId("7"),),
        from_when=START,
        appeal_to="conference",
    )
    book.when(lambda it: it.rule_on(act(days(1)), ruling)).refused(NotFound)
    fitting = ruling.model_copy(update={"clauses": (CLAUSE.id,)})
    book.when(lambda it: it.rule_on(act(days(1)), fitting)).then(Rulebook.RulingMade)


def test_a_process_reads_most_rules_as_they_were_at_its_opening_and_powers_as_they_are() -> None:
    book = rulebook()
    power = RuleId("refounding.extension_max_days")
    assert book.editions[0].rule(power).reads is Reads.AT_ACT
    book.revise(act(days(1)), to(DRAFTING, Days(count=5), START + days(1)))
    book.revise(act(days(2)), to(power, Days(count=2), START + days(2)))
    rules = Governing(opening=book.edition(1), current=book.at(START + days(3)))
    assert rules.value(DRAFTING, Days).count == 60
    assert rules.value(power, Days).count == 2


def test_a_rule_that_was_not_there_at_the_opening_is_read_as_it_is_now() -> None:
    book = rulebook()
    fresh = rule("ncg.meetings.remote", Count(count=1))
    book.revise(act(days(1)), Revision(title="A", added=(fresh,), from_when=START + days(1)))
    rules = Governing(opening=book.edition(1), current=book.at(START + days(1)))
    assert rules.value("ncg.meetings.remote", Count).count == 1


def test_a_process_is_held_to_the_newest_version_in_force_that_names_it() -> None:
    process, other = an_id("process"), an_id("other")
    book = rulebook()
    for day, named in ((1, process), (5, other), (9, process)):
        change = to(QUORUM, Count(count=day), START + days(day))
        book.revise(act(), change.model_copy(update={"transitional": (named,)}))
    held = [book.pinned(process, 1, START + days(day)).number for day in (0, 1, 5, 9)]
    assert held == [1, 2, 2, 4]

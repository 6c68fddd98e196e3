"""The cycle: a deadline is a moment, and whatever follows a stage moves with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from domain.cycle.calendar import StageName
from domain.cycle.cycle import EXTENSION_LIMIT, Cycle
from domain.kernel.ids import RuleId
from domain.kernel.moments import clear_days_between, days_after, in_words
from domain.kernel.refusal import (
    BadInput,
    NotFound,
    OutOfOrder,
    Overtaken,
    RuleBroken,
    TooEarly,
    TooLate,
)
from domain.rules.rulebook import Revision
from domain.rules.values import Days, RuleChange
from tests.domain.acts import START, act, an_id, cycle, days, governing, rulebook
from tests.support.given import Given

LIMIT = EXTENSION_LIMIT
DRAFTING = StageName.DRAFTING


def test_each_stage_begins_where_the_one_before_ends() -> None:
    stages = cycle().calendar.stages
    assert [stage.name for stage in stages] == list(StageName)
    assert stages[0].opens == START
    assert all(one.due == two.opens for one, two in pairwise(stages))


def test_a_proposal_is_taken_until_the_deadline_and_not_at_it() -> None:
    due = cycle().calendar.stage(DRAFTING).due
    just_before = act(due - START - timedelta(microseconds=1))
    given = Given(cycle())
    given.when(lambda it: it.enter(just_before, an_id("p"), "P")).then(Cycle.ProposalEntered)
    late = act(due - START)
    given = Given(cycle())
    given.when(lambda it: it.enter(late, an_id("p"), "P")).refused(TooLate, DRAFTING.rule)


def test_a_proposal_is_entered_once() -> None:
    given = Given(cycle())
    given.when(lambda it: it.enter(act(days(1)), an_id("p"), "P")).then(Cycle.ProposalEntered)
    given.when(lambda it: it.enter(act(days(2)), an_id("p"), "P")).refused(OutOfOrder)


def test_what_is_not_on_the_list_can_not_leave_it() -> None:
    given = Given(cycle())
    given.when(lambda it: it.leave(act(days(1)), an_id("p"), "why")).refused(NotFound)


def test_nothing_leaves_the_list_once_the_texts_are_settled() -> None:
    given = Given(cycle())
    given.when(lambda it: it.enter(act(days(1)), an_id("p"), "P")).then(Cycle.ProposalEntered)
    settled = given.thing.calendar.stage(StageName.SECOND_ASSEMBLY).due
    late = act(settled - START)
    given.when(lambda it: it.leave(late, an_id("p"), "why")).refused(TooLate)


def test_an_ended_stage_goes_on_record_at_its_own_moment_however_late_that_is_done() -> None:
    given = Given(cycle())
    acts = given.when(lambda it: it.record_due(act(days(100)))).then(*[Cycle.StageClosed] * 2)
    ends = [given.thing.calendar.stages[at].due for at in (0, 1)]
    assert [one.act.occurred_at for one in acts] == ends
    assert [one.act.rules[-1] for one in acts] == [act_stage.stage.rule for act_stage in acts]


def test_an_extension_moves_what_follows_by_as_much() -> None:
    given = Given(cycle())
    before = given.thing.calendar
    due = before.stage(DRAFTING).due + days(7)
    given.when(lambda it: it.extend(act(days(1)), DRAFTING, due, governing(), "floods")).then(
        Cycle.DeadlineExtended
    )
    after = given.thing.calendar
    assert after.stage(DRAFTING).opens == before.stage(DRAFTING).opens
    for name in list(StageName)[1:]:
        assert after.stage(name).due == before.stage(name).due + days(7)


def test_an_extension_gives_its_reason_and_moves_the_end_later() -> None:
    given = Given(cycle())
    due = given.thing.calendar.stage(DRAFTING).due
    given.when(
        lambda it: it.extend(act(days(1)), DRAFTING, due + days(1), governing(), " ")
    ).refused(BadInput)
    given.when(lambda it: it.extend(act(days(1)), DRAFTING, due, governing(), "why")).refused(
        BadInput
    )


def test_one_extension_adds_no_more_than_the_rule_allows() -> None:
    given = Given(cycle())
    too_far = given.thing.calendar.stage(DRAFTING).due + days(57)
    given.when(
        lambda it: it.extend(act(days(1)), DRAFTING, too_far, governing(), "floods")
    ).refused(RuleBroken, LIMIT)


def test_an_ended_stage_is_not_extended_even_before_its_end_is_on_record() -> None:
    given = Given(cycle())
    due = given.thing.calendar.stage(DRAFTING).due
    given.when(
        lambda it: it.extend(act(due - START), DRAFTING, due + days(1), governing(), "floods")
    ).refused(TooLate, LIMIT)


def test_a_cycle_is_not_complete_before_its_ballot_is_over() -> None:
    given = Given(cycle())
    given.when(lambda it: it.complete(act(days(100)), (), (), 1)).refused(OutOfOrder)


def test_an_act_is_not_put_in_before_the_newest_one() -> None:
    given = Given(cycle())
    given.when(lambda it: it.enter(act(days(2)), an_id("p"), "P")).then(Cycle.ProposalEntered)
    given.when(lambda it: it.enter(act(days(1)), an_id("q"), "Q")).refused(Overtaken)


def test_a_transitional_clause_plans_anew_what_has_not_opened() -> None:
    book = rulebook()
    changes = {"refounding.drafting_days": 5, "refounding.amendment_days": 7}
    asked = tuple(RuleChange(rule=RuleId(r), value=Days(count=c)) for r, c in changes.items())
    moment = START + days(10)
    given = Given(Cycle.open(an_id("cycle"), act(), "Refounding", book.at(START)))
    before = given.thing.calendar
    change = Revision(
        title="Shorter", rules=asked, from_when=moment, transitional=(given.thing.id,)
    )
    book.revise(act(days(1)), change)
    follow = given.when(lambda it: it.follow_transitional_clause(act(days(12)), book))
    (moved,) = follow.then(Cycle.MovedToNewRules)
    assert moved.act.occurred_at == moment
    assert (moved.edition_before, moved.edition) == (1, 2)
    after = given.thing.calendar
    assert after.stage(DRAFTING) == before.stage(DRAFTING)
    amendments = after.stage(StageName.AMENDMENTS)
    assert amendments.due == days_after(amendments.opens, 7, clear=False)
    assert after.stage(StageName.SECOND_ASSEMBLY).opens == amendments.due
    given.when(lambda it: it.follow_transitional_clause(act(days(13)), book)).then()


def test_an_extension_that_was_granted_outlives_a_transitional_clause() -> None:
    book = rulebook()
    given = Given(Cycle.open(an_id("cycle"), act(), "Refounding", book.at(START)))
    longer = given.thing.calendar.stage(StageName.AMENDMENTS).due + days(7)
    given.thing.extend(act(days(1)), StageName.AMENDMENTS, longer, governing(), "elections")
    before = given.thing.calendar.stage(StageName.AMENDMENTS)
    asked = RuleChange(rule=RuleId("refounding.amendment_days"), value=Days(count=3))
    change = Revision(
        title="S", rules=(asked,), from_when=START + days(2), transitional=(given.thing.id,)
    )
    book.revise(act(days(2)), change)
    given.thing.follow_transitional_clause(act(days(2)), book)
    after = given.thing.calendar.stage(StageName.AMENDMENTS)
    assert after.due - after.opens == before.due - before.opens


def test_the_hours_of_a_ballot_in_preparation_are_not_planned_anew() -> None:
    book = rulebook()
    given = Given(Cycle.open(an_id("cycle"), act(), "Refounding", book.at(START)))
    moment = given.thing.calendar.stage(StageName.PREPARATION).opens
    asked = RuleChange(rule=RuleId("refounding.ballot_days"), value=Days(count=3))
    change = Revision(title="S", rules=(asked,), from_when=moment, transitional=(given.thing.id,))
    book.revise(act(moment - START), change)
    before = given.thing.calendar
    given.thing.follow_transitional_clause(act(moment - START), book)
    assert (given.thing.edition, given.thing.calendar) == (2, before)


def test_a_stage_that_is_not_open_says_when_it_opens() -> None:
    given = Given(cycle())
    opens = given.thing.calendar.stage(StageName.AMENDMENTS).opens
    refusal = given.when(lambda it: it.calendar.require(StageName.AMENDMENTS, START)).refused(
        TooEarly, StageName.AMENDMENTS.rule
    )
    assert in_words(opens) in refusal.sentence


def test_days_run_by_the_local_calendar_also_across_a_change_of_the_clocks() -> None:
    before = datetime(2022, 3, 26, 17, 0, tzinfo=UTC)
    assert days_after(before, 2, clear=False) == datetime(2022, 3, 28, 16, 0, tzinfo=UTC)


def test_clear_days_count_neither_the_first_nor_the_last_day() -> None:
    first, last = datetime(2022, 5, 1, 9, tzinfo=UTC), datetime(2022, 5, 8, 9, tzinfo=UTC)
    assert clear_days_between(first, last) == 6
    assert days_after(first, 7, clear=True) == datetime(2022, 5, 8, 22, 59, 59, tzinfo=UTC)

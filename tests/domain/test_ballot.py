"""A ballot: its hours, its count to the last paper, and which of rival texts prevails."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.ballots.ballot import Ballot
from domain.ballots.terms import PERIOD, Hours, Question, Roll
from domain.counting.yes_no import Tally, count, decide, read_paper
from domain.kernel.refusal import BadInput, OutOfOrder, TooEarly, TooLate
from domain.rules.values import Base, RuleValue, Share
from tests.domain.acts import START, act, an_id, days, governing
from tests.support.given import Given

HOURS = Hours(opens=START + days(20), closes=START + days(29))
HALF = Share(numerator=1, denominator=2, strict=True)
NO_TURNOUT = Share(numerator=0, denominator=1, of=Base.ELIGIBLE)


def question(name: str, alternative_to: str | None = None) -> Question:
    rival = None if alternative_to is None else an_id(alternative_to)
    return Question(subject=an_id(name), number=1, title=name, digest="d", alternative_to=rival)


def called(*questions: Question, **other: RuleValue) -> Ballot:
    return Ballot.call(
        an_id("ballot"),
        act(),
        title="Ballot",
        parent=None,
        questions=questions or (question("p"),),
        hours=HOURS,
        rules=governing(**other),
    )


def frozen(*questions: Question, **other: RuleValue) -> Ballot:
    ballot = called(*questions, **other)
    ballot.freeze_roll(act(days(6)), Roll(count=10, position=1, commitment="c"))
    return ballot


def closed(papers: int, *questions: Question, **other: RuleValue) -> Ballot:
    ballot = frozen(*questions, **other)
    ballot.open(act(days(20)))
    ballot.close(act(days(29)), papers, "root")
    return ballot


def tally(yes: int, no: int, papers: int) -> Tally:
    return Tally(yes=yes, no=no, blank=papers - yes - no)


def test_a_ballot_has_a_question_and_closes_after_it_opens() -> None:
    with pytest.raises(BadInput, match="at least one question"):
        Ballot.call(
            an_id("b"),
            act(),
            title="B",
            parent=None,
            questions=(),
            hours=HOURS,
            rules=governing(),
        )
    backwards = Hours(opens=HOURS.closes, closes=HOURS.opens)
    with pytest.raises(BadInput, match="closes after it opens"):
        Ballot.call(
            an_id("b"),
            act(),
            title="B",
            parent=None,
            questions=(question("p"),),
            hours=backwards,
            rules=governing(),
        )


def test_papers_are_taken_from_the_opening_until_the_close_and_not_at_it() -> None:
    given = Given(called())
    given.when(lambda it: it.must_be_open(HOURS.opens)).then()
    given.when(lambda it: it.must_be_open(HOURS.opens - days(1))).refused(TooEarly, PERIOD)
    given.when(lambda it: it.must_be_open(HOURS.closes)).refused(TooLate, PERIOD)


def test_a_ballot_does_not_open_before_its_roll_is_frozen() -> None:
    given = Given(called())
    given.when(lambda it: it.open(act(days(20)))).refused(OutOfOrder)


def test_the_roll_is_frozen_once() -> None:
    given = Given(frozen())
    roll = Roll(count=11, position=2, commitment="c")
    given.when(lambda it: it.freeze_roll(act(days(7)), roll)).refused(OutOfOrder)


def test_the_opening_and_the_close_stand_at_their_own_moments() -> None:
    given = Given(frozen())
    (opened,) = given.when(lambda it: it.open(act(days(21)))).then(Ballot.Opened)
    (end,) = given.when(lambda it: it.close(act(days(40)), 3, "r")).then(Ballot.Closed)
    assert (opened.act.occurred_at, end.act.occurred_at) == (HOURS.opens, HOURS.closes)


def test_the_close_is_not_recorded_before_it_comes() -> None:
    given = Given(frozen())
    given.when(lambda it: it.close(act(days(28)), 3, "r")).refused(TooEarly)


def test_a_close_is_moved_later_only_and_only_while_voting_goes_on() -> None:
    given = Given(frozen())
    sooner = Hours(opens=HOURS.opens, closes=HOURS.closes - days(1))
    later = Hours(opens=HOURS.opens, closes=HOURS.closes + days(1))
    given.when(lambda it: it.extend(act(days(21)), sooner, "why")).refused(BadInput)
    given.when(lambda it: it.extend(act(days(29)), later, "why")).refused(TooLate)
    given.when(lambda it: it.extend(act(days(21)), later, "why")).then(Ballot.Extended)


def test_an_opening_that_has_been_is_not_moved() -> None:
    given = Given(frozen())
    moved = Hours(opens=HOURS.opens + days(1), closes=HOURS.closes + days(1))
    given.when(lambda it: it.extend(act(days(20)), moved, "why")).refused(OutOfOrder)


def test_each_planned_reminder_goes_out_once() -> None:
    given = Given(frozen())
    (planned,) = given.thing.terms.remind_at
    assert planned == HOURS.closes - days(3)
    assert given.thing.reminders_due(planned - days(1)) == ()
    given.when(lambda it: it.remind(act(days(26)), planned, 4)).then(Ballot.Reminded)
    given.when(lambda it: it.remind(act(days(27)), planned, 4)).then()


def test_nothing_is_counted_before_the_close() -> None:
    given = Given(frozen())
    given.when(lambda it: it.count(act(days(21)), (tally(1, 0, 1),))).refused(OutOfOrder)


def test_a_count_that_does_not_account_for_each_paper_is_refused() -> None:
    given = Given(closed(8))
    given.when(lambda it: it.count(act(days(29)), (tally(4, 3, 7),))).refused(BadInput)


def test_there_is_no_declaration_without_a_count() -> None:
    given = Given(closed(8))
    given.when(lambda it: it.declare(act(days(29)))).refused(OutOfOrder)


def carried_of(*votes: tuple[str, str | None, int, int]) -> tuple[UUID, ...]:
    ballot = closed(10, *(question(name, rival) for name, rival, _, _ in votes))
    ballot.count(act(days(29)), tuple(tally(yes, no, 10) for _, _, yes, no in votes))
    return ballot.carried()


def test_each_question_is_carried_or_lost_on_its_own() -> None:
    assert carried_of(("p", None, 6, 4), ("q", None, 4, 6)) == (an_id("p"),)


def test_a_minoritys_text_prevails_with_more_votes_than_the_proposal() -> None:
    assert carried_of(("p", None, 6, 4), ("a", "p", 7, 3)) == (an_id("a"),)


def test_a_minoritys_text_prevails_where_the_proposal_is_lost() -> None:
    assert carried_of(("p", None, 4, 6), ("a", "p", 6, 4)) == (an_id("a"),)


def test_in_a_tie_between_a_proposal_and_a_minoritys_text_the_proposal_stands() -> None:
    assert carried_of(("p", None, 7, 3), ("a", "p", 7, 3)) == (an_id("p"),)


def test_of_several_texts_of_minorities_only_the_strongest_prevails() -> None:
    won = carried_of(("p", None, 6, 4), ("a", "p", 7, 3), ("b", "p", 9, 1), ("q", None, 6, 4))
    assert won == (an_id("b"), an_id("q"))


def test_a_question_without_the_turnout_that_is_needed_is_lost() -> None:
    turnout = Share(numerator=1, denominator=2, of=Base.ELIGIBLE)
    assert not decide(tally(4, 0, 4), 10, HALF, turnout).carried
    assert decide(tally(4, 0, 5), 10, HALF, turnout).carried


def test_blank_papers_count_to_turnout_and_to_no_majority_of_the_votes_cast() -> None:
    assert decide(tally(2, 1, 9), 10, HALF, NO_TURNOUT).carried
    of_papers = Share(numerator=1, denominator=2, strict=True, of=Base.PRESENT)
    assert not decide(tally(2, 1, 9), 10, of_papers, NO_TURNOUT).carried


def test_nothing_of_nothing_carries_nothing() -> None:
    assert not decide(tally(0, 0, 0), 10, HALF, NO_TURNOUT).carried


def test_exactly_half_carries_only_where_the_share_is_not_strict() -> None:
    half_is_enough = Share(numerator=1, denominator=2)
    assert decide(tally(5, 5, 10), 10, half_is_enough, NO_TURNOUT).carried
    assert not decide(tally(5, 5, 10), 10, HALF, NO_TURNOUT).carried


def test_a_count_takes_each_mark_of_each_paper() -> None:
    assert count(["YN-", "YYN", "--N"], 3) == (tally(2, 0, 3), tally(1, 1, 3), tally(0, 2, 3))


def test_a_paper_has_one_known_mark_for_each_question() -> None:
    assert read_paper("YN-", 3) == "YN-"
    with pytest.raises(BadInput, match="has 3 answers; this one has 2"):
        read_paper("YN", 3)
    with pytest.raises(BadInput, match="Answer 2 is 'x'"):
        read_paper("Yx-", 3)

"""A proposal by itself: what may be done to it when, and what its end is."""

from __future__ import annotations

import pytest

from domain.cycle.asked import Asked, Drafter
from domain.cycle.calendar import StageName
from domain.cycle.held import Verdict
from domain.cycle.proposal import SUPPORTERS, Proposal
from domain.cycle.settling import Outcome
from domain.kernel.ids import CycleId
from domain.kernel.refusal import BadInput, NotFound, OutOfOrder, RuleBroken
from domain.rules.values import Count
from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.amendment.drafting import draft_amendment
from domain.text.merging.collisions import CollisionId, Take
from domain.text.refusals import StaleBase
from domain.text.text import Text
from tests.domain.acts import SOMEBODY, SOMEBODY_ELSE, act, an_id, days, governing, proposal
from tests.support.given import Given

NO_SUPPORT = governing(refounding__supporters_needed=Count(count=0))
FIRST = StageName.FIRST_ASSEMBLY
CARRIED = Verdict(carried=True, yes=3, no=1, because="enough")
LOST = Verdict(carried=False, yes=1, no=3, because="too few")


def handed_in() -> Given[Proposal]:
    found = proposal()
    found.hand_in(act(days(1)), 1, NO_SUPPORT)
    return Given(found)


def amendment(given: Given[Proposal], wanted: str, name: str = "A1") -> Amendment:
    return draft_amendment(given.thing.asked.text, wanted, AmendmentId(name))


def moved(given: Given[Proposal], wanted: str, name: str = "A1") -> None:
    wants = amendment(given, wanted, name)
    given.thing.move(act(days(2)), wants, FIRST, SOMEBODY, "why")


@pytest.mark.parametrize(("title", "plain"), [(" ", "One."), ("Title", " ")])
def test_a_proposal_has_a_title_and_words(title: str, plain: str) -> None:
    asked = Asked(text=Text.from_plain(plain))
    drafter = Drafter(person=SOMEBODY)
    with pytest.raises(BadInput):
        Proposal.draft(an_id("p"), act(), CycleId(an_id("c")), title, asked, drafter)


def test_a_members_draft_is_handed_in_with_its_supporters() -> None:
    given = Given(proposal())
    given.when(lambda it: it.hand_in(act(days(1)), 1, governing())).refused(RuleBroken, SUPPORTERS)
    for name in ("a", "b"):
        given.thing.support(act(days(1)), an_id(name))  # type: ignore[arg-type]  # any id will do
    given = Given(given.thing)
    given.when(lambda it: it.hand_in(act(days(1)), 1, governing())).then(Proposal.HandedIn)


def test_a_draft_is_not_amended_by_others() -> None:
    given = Given(proposal())
    wants = amendment(given, "One.\n\nFour.")
    given.when(lambda it: it.move(act(days(1)), wants, FIRST, SOMEBODY, "why")).refused(OutOfOrder)


def test_an_amendment_is_made_for_the_newest_text() -> None:
    given = handed_in()
    moved(given, "One two three.\n\nFour.")
    stale = draft_amendment(Text.from_plain("Older words."), "Other.", AmendmentId("A2"))
    given = Given(given.thing)
    given.when(lambda it: it.move(act(days(3)), stale, FIRST, SOMEBODY, "why")).refused(StaleBase)


def test_an_amendment_is_entered_once_and_asks_for_something() -> None:
    given = handed_in()
    first = amendment(given, "One two three.\n\nFour.")
    given.when(lambda it: it.move(act(days(2)), first, FIRST, SOMEBODY, "why")).then(
        Proposal.AmendmentMoved
    )
    given.when(lambda it: it.move(act(days(2)), first, FIRST, SOMEBODY, "why")).refused(OutOfOrder)
    nothing = amendment(given, given.thing.asked.text.plain, "A2")
    given.when(lambda it: it.move(act(days(2)), nothing, FIRST, SOMEBODY, "why")).refused(BadInput)


def test_only_the_mover_takes_an_amendment_back() -> None:
    given = handed_in()
    moved(given, "One two three.\n\nFour.")
    given = Given(given.thing)
    name = AmendmentId("A1")
    given.when(lambda it: it.withdraw_amendment(act(days(3)), name, SOMEBODY_ELSE)).refused(
        OutOfOrder
    )
    given.when(lambda it: it.withdraw_amendment(act(days(3)), name, SOMEBODY)).then(
        Proposal.AmendmentWithdrawn
    )
    given.when(lambda it: it.withdraw_amendment(act(days(3)), name, SOMEBODY)).refused(OutOfOrder)


def test_there_is_nothing_to_choose_where_nothing_collides() -> None:
    given = handed_in()
    choice = Take(collision=CollisionId("c-0"), amendments=())
    given.when(lambda it: it.settle(act(days(2)), choice, 1, governing())).refused(NotFound)


def test_a_text_is_passed_on_once_by_each_assembly() -> None:
    given = handed_in()
    moved(given, "One two three.\n\nFour.")
    outcome = Outcome(carried=True, because="enough", vote=1)
    given.thing.decide(act(days(3)), (AmendmentId("A1"),), outcome, governing())
    given = Given(given.thing)
    given.when(lambda it: it.pass_on(act(days(4)), FIRST, governing())).then(
        Proposal.TextAmended, Proposal.TextPassedOn
    )
    given.when(lambda it: it.pass_on(act(days(4)), FIRST, governing())).then()


def test_a_draft_is_not_passed_on() -> None:
    given = Given(proposal())
    given.when(lambda it: it.pass_on(act(days(4)), FIRST, governing())).then()


def test_there_is_no_counter_proposal_to_consider_before_one_is_put() -> None:
    given = handed_in()
    given.when(lambda it: it.consider_counter_proposal(act(days(2)), True, "why")).refused(
        OutOfOrder
    )


def test_what_was_lost_is_not_enacted() -> None:
    given = handed_in()
    given.when(lambda it: it.enact(act(days(9)), 2)).refused(OutOfOrder)
    given.when(lambda it: it.decided(act(days(9)), LOST)).then(Proposal.Decided)
    given.when(lambda it: it.enact(act(days(9)), 2)).refused(OutOfOrder)


@pytest.mark.parametrize("edition", [2, None])
def test_what_was_carried_is_enacted_once_whether_or_not_it_waits(edition: int | None) -> None:
    given = handed_in()
    given.when(lambda it: it.decided(act(days(9)), CARRIED)).then(Proposal.Decided)
    given.when(lambda it: it.decided(act(days(9)), LOST)).then()
    (enacted,) = given.when(lambda it: it.enact(act(days(9)), edition)).then(Proposal.Enacted)
    assert enacted.edition == edition
    given.when(lambda it: it.enact(act(days(9)), 7)).then()

"""The same amendments under each procedure, and the order in which they are best taken."""

from __future__ import annotations

from itertools import permutations
from uuid import UUID

import pytest

from domain.cycle.assembly import PROCEDURE, Votes
from domain.cycle.calendar import StageName
from domain.cycle.held import Fate
from domain.cycle.proposal import Proposal
from domain.kernel.refusal import BadInput, OutOfOrder, RuleBroken
from domain.rules.values import AmendmentProcedure, Choice, Days, Procedure
from domain.text.amendment.change import AmendmentId
from domain.text.merging.collisions import OwnValue, Take
from services.application.amending import WithdrawAmendment
from services.application.assemblies import (
    DecideAmendments,
    MergeUncontested,
    SettleCollision,
    voting_order,
)
from tests.application.organisation import (
    AGAINST,
    FOR,
    LEEDS,
    STAFF,
    STATUTE,
    YORK,
    Organisation,
    adding,
    becomes,
    in_memory,
)

NINE = "The council has nine members, who are elected for two years."
FIVE_YEARS = "The council has twelve members, who are elected for five years."
SIX_TIMES = "The council meets six times a year and its meetings are open."
EIGHT_TIMES = "The council meets eight times a year and its meetings are open."
UNANIMOUS = Votes(in_favour=4, against=0)


class Floor:
    """One proposal before the first assembly."""

    def __init__(self, procedure: Procedure) -> None:
        self.org: Organisation = in_memory(
            refounding__procedure=AmendmentProcedure(procedure=procedure)
        )
        self.org.open_cycle()
        self.proposal: UUID = self.org.hand_in()
        self.assembly: UUID = self.org.gather()

    def move(self, number: int, text: str | None, *, parent: str | None = None) -> AmendmentId:
        above = None if parent is None else AmendmentId(parent)
        return self.org.move(self.proposal, becomes(number, text), parent=above)

    def decide(self, *names: str, votes: Votes = FOR) -> None:
        self.org.decide(self.assembly, self.proposal, *names, votes=votes)

    def take(self, name: str, votes: Votes = FOR) -> None:
        """Settle the one open collision in favour of an amendment."""
        (collision,) = self.now.worked().collisions
        choice = Take(collision=collision.id, amendments=(AmendmentId(name),))
        command = SettleCollision(
            assembly=self.assembly, proposal=self.proposal, votes=votes, choice=choice
        )
        self.org.ask(command, STAFF)

    def refused_vote(self, kind: type[OutOfOrder] | type[RuleBroken], *names: str) -> str:
        command = DecideAmendments(
            assembly=self.assembly,
            proposal=self.proposal,
            amendments=tuple(AmendmentId(name) for name in names),
            votes=FOR,
        )
        return self.org.refused(kind, command, STAFF, PROCEDURE).sentence

    def end(self) -> list[str]:
        """The paragraphs that leave the assembly."""
        self.org.reach(StageName.AMENDMENTS)
        return [paragraph.text for paragraph in self.now.asked.text.paragraphs]

    @property
    def passed_on(self) -> Proposal.TextPassedOn:
        """The act by which the text left the assembly."""
        topics = (Proposal.TextPassedOn.TOPIC,)
        (act,) = self.org.store.acts(stream=self.proposal, topics=topics, limit=2)
        assert isinstance(act.event, Proposal.TextPassedOn)
        return act.event

    @property
    def now(self) -> Proposal:
        return self.org.proposal(self.proposal)

    def fate(self, name: str) -> Fate:
        return self.now.held[AmendmentId(name)].fate

    @property
    def plan(self) -> tuple[str, ...]:
        return voting_order(self.org.store, self.assembly, self.proposal).order


def parallel() -> Floor:
    return Floor(Procedure.PARALLEL)


def test_under_parallel_what_is_carried_is_worked_in_at_the_end() -> None:
    floor = parallel()
    floor.move(1, NINE)
    floor.decide("A1")
    assert floor.now.asked.text.plain == STATUTE
    assert floor.end()[0] == NINE


@pytest.mark.parametrize("order", list(permutations(("A1", "A2", "A3", "A4")))[::5])
def test_under_parallel_the_order_of_voting_changes_nothing(order: tuple[str, ...]) -> None:
    floor = parallel()
    floor.move(1, NINE)
    floor.move(1, FIVE_YEARS)
    floor.move(3, None)
    floor.org.move(floor.proposal, adding(2, "Anybody may watch."))
    for name in order:
        floor.decide(name)
    assert floor.end() == [
        "The council has nine members, who are elected for five years.",
        STATUTE.split("\n\n")[1],
        "Anybody may watch.",
        STATUTE.split("\n\n")[3],
    ]


def test_under_parallel_a_collision_waits_for_a_choice() -> None:
    floor = parallel()
    floor.move(2, SIX_TIMES)
    floor.move(2, EIGHT_TIMES)
    floor.decide("A1")
    floor.decide("A2")
    floor.take("A2")
    assert floor.end()[1] == EIGHT_TIMES


def test_what_nobody_chose_between_reads_as_before_and_is_said_to_be_unsettled() -> None:
    floor = parallel()
    floor.move(2, SIX_TIMES)
    floor.move(2, EIGHT_TIMES)
    floor.decide("A1", "A2")
    floor.end()
    assert floor.now.asked.text.plain == STATUTE
    assert [one.amendments for one in floor.passed_on.unsettled] == [("A1", "A2")]


def test_an_open_amendment_keeps_its_place_beside_what_came_for_a_struck_paragraph() -> None:
    """Two texts don't say on which side of the struck paragraph the new one was put."""
    floor = parallel()
    floor.move(2, None)
    floor.org.move(floor.proposal, adding(2, "The council is elected in May."))
    floor.org.move(floor.proposal, adding(1, "The council elects a chair."))
    floor.decide("A1", "A2")
    floor.end()
    assert floor.fate("A3") is Fate.MOVED
    with_it = [one.text for one in floor.now.alternative(AmendmentId("A3")).text.paragraphs]
    assert with_it[1:3] == ["The council elects a chair.", "The council is elected in May."]


def test_agreeing_the_easy_ones_leaves_an_open_collision_open() -> None:
    floor = parallel()
    floor.move(2, SIX_TIMES)
    floor.move(2, EIGHT_TIMES)
    floor.decide("A1", "A2")
    floor.move(1, NINE)
    floor.org.agree_the_easy_ones(floor.assembly, floor.proposal)
    assert floor.now.asked.text.paragraphs[0].text == NINE
    floor.take("A1")
    assert floor.end()[:2] == [NINE, SIX_TIMES]


def test_what_collides_with_something_carried_is_no_easy_one() -> None:
    floor = parallel()
    floor.move(2, SIX_TIMES)
    floor.decide("A1")
    floor.move(2, EIGHT_TIMES)
    command = MergeUncontested(assembly=floor.assembly, proposal=floor.proposal, votes=FOR)
    floor.org.refused(OutOfOrder, command, STAFF)


def test_an_amendment_to_an_amendment_is_decided_before_it() -> None:
    floor = parallel()
    floor.move(1, NINE)
    floor.move(1, "The council has eight members, who are elected for two years.", parent="A1")
    assert "A2 would amend amendment A1" in floor.refused_vote(OutOfOrder, "A1")
    floor.decide("A2")
    floor.decide("A1")
    assert floor.end()[0].startswith("The council has eight members")


def test_what_amends_a_lost_amendment_falls_with_it_even_if_it_was_carried() -> None:
    floor = parallel()
    floor.move(1, NINE)
    floor.move(1, "The council has eight members, who are elected for two years.", parent="A1")
    floor.decide("A2")
    floor.decide("A1", votes=AGAINST)
    assert (floor.fate("A1"), floor.fate("A2")) == (Fate.LOST, Fate.OVERTAKEN)
    floor.move(3, None)
    floor.org.agree_the_easy_ones(floor.assembly, floor.proposal)
    assert len(floor.end()) == 3


def test_what_amends_an_amendment_that_is_taken_back_falls_with_it() -> None:
    floor = parallel()
    floor.move(1, NINE)
    floor.move(1, "The council has eight members, who are elected for two years.", parent="A1")
    withdraw = WithdrawAmendment(proposal=floor.proposal, amendment=AmendmentId("A1"))
    floor.org.refused(OutOfOrder, withdraw, YORK, "refounding.who_may_amend")
    floor.org.ask(withdraw, LEEDS)
    assert (floor.fate("A1"), floor.fate("A2")) == (Fate.WITHDRAWN, Fate.OVERTAKEN)


def test_a_carried_amendment_to_an_open_one_goes_along_into_a_new_text() -> None:
    floor = parallel()
    floor.move(1, NINE)
    floor.move(1, "The council has eight members, who are elected for two years.", parent="A1")
    floor.decide("A2")
    floor.move(3, None)
    floor.org.agree_the_easy_ones(floor.assembly, floor.proposal, "A1")
    floor.decide("A1")
    assert floor.end()[0].startswith("The council has eight members")


def test_under_substantive_each_carried_amendment_makes_a_new_text() -> None:
    floor = Floor(Procedure.SUBSTANTIVE)
    floor.move(2, SIX_TIMES)
    floor.decide("A1")
    assert floor.now.asked.text.paragraphs[1].text == SIX_TIMES
    floor.move(2, "The council meets six times a year and its meetings are public.")
    floor.decide("A2")
    assert floor.end()[1] == "The council meets six times a year and its meetings are public."


@pytest.mark.parametrize(("order", "text"), [("12", SIX_TIMES), ("21", EIGHT_TIMES)])
def test_under_substantive_the_order_decides_and_is_recorded(order: str, text: str) -> None:
    floor = Floor(Procedure.SUBSTANTIVE)
    floor.move(2, SIX_TIMES)
    floor.move(2, EIGHT_TIMES)
    floor.move(1, NINE)
    first, second = (f"A{number}" for number in order)
    floor.decide("A3")
    floor.decide(first)
    assert floor.fate(second) is Fate.OVERTAKEN
    assert floor.end()[1] == text
    assert floor.passed_on.order == ("A3", first)
    assert floor.passed_on.procedure is Procedure.SUBSTANTIVE


def test_under_substantive_a_dispute_within_one_vote_is_worked_in_once_it_is_settled() -> None:
    floor = Floor(Procedure.SUBSTANTIVE)
    floor.move(2, SIX_TIMES)
    floor.move(2, EIGHT_TIMES)
    floor.decide("A1", "A2")
    assert floor.now.asked.text.plain == STATUTE
    floor.take("A2")
    assert floor.now.asked.text.paragraphs[1].text == EIGHT_TIMES


def in_two_places(floor: Floor) -> AmendmentId:
    return floor.org.move(floor.proposal, becomes(1, NINE), becomes(2, SIX_TIMES))


def test_under_parts_each_place_has_a_vote_of_its_own() -> None:
    floor = Floor(Procedure.PARTS)
    in_two_places(floor)
    assert list(floor.plan) == ["A1/1", "A1/2"]
    assert "A1/1, A1/2" in floor.refused_vote(RuleBroken, "A1")
    floor.decide("A1/1")
    assert list(floor.plan) == ["A1/2"]
    floor.decide("A1/2", votes=AGAINST)
    assert floor.fate("A1") is Fate.DIVIDED
    assert floor.end()[:2] == [NINE, STATUTE.split("\n\n")[1]]


def test_under_parts_an_amendment_in_one_place_is_decided_as_a_whole() -> None:
    floor = Floor(Procedure.PARTS)
    floor.move(1, NINE)
    floor.decide("A1")
    assert floor.end()[0] == NINE


def test_under_parts_the_rule_change_of_an_amendment_is_a_part() -> None:
    floor = Floor(Procedure.PARTS)
    floor.org.move(
        floor.proposal, becomes(1, NINE), rules={"refounding.ballot_days": Days(count=12)}
    )
    floor.decide("A1/2")
    floor.decide("A1/1", votes=AGAINST)
    floor.end()
    (change,) = floor.now.asked.rules
    assert change.value == Days(count=12)
    assert floor.now.asked.text.plain == STATUTE


def test_under_parts_amendments_to_an_amendment_are_in_its_parts() -> None:
    floor = Floor(Procedure.PARTS)
    in_two_places(floor)
    floor.move(1, "The council has eight members, who are elected for two years.", parent="A1")
    floor.refused_vote(OutOfOrder, "A1/1")
    floor.decide("A2")
    floor.decide("A1/1")
    assert floor.end()[0].startswith("The council has eight members")


def test_under_consensus_one_objection_stops_a_change() -> None:
    floor = Floor(Procedure.CONSENSUS)
    floor.move(1, NINE)
    floor.move(2, SIX_TIMES)
    floor.decide("A1", votes=Votes(in_favour=3, against=1))
    floor.decide("A2", votes=UNANIMOUS)
    assert floor.end()[:2] == [STATUTE.split("\n\n")[0], SIX_TIMES]


def test_under_consensus_what_is_in_dispute_does_not_stand_in_part() -> None:
    floor = Floor(Procedure.CONSENSUS)
    floor.org.move(floor.proposal, becomes(1, NINE), becomes(2, SIX_TIMES))
    floor.move(2, EIGHT_TIMES)
    floor.move(3, None)
    floor.decide("A1", votes=UNANIMOUS)
    floor.decide("A2", votes=UNANIMOUS)
    floor.decide("A3", votes=UNANIMOUS)
    assert floor.end() == [p for p in STATUTE.split("\n\n") if "fee" not in p]
    assert floor.fate("A1") is floor.fate("A2") is Fate.OVERTAKEN


def test_under_consensus_a_choice_needs_consensus_too() -> None:
    floor = Floor(Procedure.CONSENSUS)
    floor.move(2, SIX_TIMES)
    floor.move(2, EIGHT_TIMES)
    floor.decide("A1", votes=UNANIMOUS)
    floor.decide("A2", votes=UNANIMOUS)
    floor.take("A1", votes=FOR)
    assert floor.now.worked().collisions
    floor.take("A1", votes=UNANIMOUS)
    assert floor.end()[1] == SIX_TIMES


@pytest.mark.parametrize("procedure", list(Procedure))
def test_peaceful_amendments_come_to_the_same_text_under_every_procedure(
    procedure: Procedure,
) -> None:
    floor = Floor(procedure)
    floor.move(1, NINE)
    floor.move(2, SIX_TIMES)
    floor.move(3, None)
    for name in ("A2", "A3", "A1"):
        floor.decide(name, votes=UNANIMOUS)
    assert floor.end() == [NINE, SIX_TIMES, STATUTE.split("\n\n")[3]]


def test_the_plan_puts_what_amends_an_amendment_before_it() -> None:
    floor = parallel()
    floor.move(1, NINE)
    floor.move(1, "The council has eight members, who are elected for two years.", parent="A1")
    floor.move(3, None)
    assert floor.plan == ("A2", "A1", "A3")
    floor.decide("A2")
    assert set(floor.plan) >= {"A1", "A3"}


def test_a_choice_between_values_of_a_rule_must_fit_the_rulebook() -> None:
    floor = parallel()
    for count in (11, 13):
        floor.org.move(floor.proposal, rules={"refounding.ballot_days": Days(count=count)})
    floor.decide("A1", "A2")
    (collision,) = floor.now.worked().collisions
    own = OwnValue(collision=collision.id, value=Choice(choice="long").model_dump(mode="json"))
    wrong = SettleCollision(assembly=floor.assembly, proposal=floor.proposal, votes=FOR, choice=own)
    floor.org.refused(BadInput, wrong, STAFF, "refounding.ballot_days")
    floor.take("A2")
    floor.end()
    assert [change.value for change in floor.now.asked.rules] == [Days(count=13)]

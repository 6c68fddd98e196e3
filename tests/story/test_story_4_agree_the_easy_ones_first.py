"""Story 4: agree the easy ones first.

Twenty-five changes to one statute lie before an assembly.  The uncontested are merged by one vote,
the rest are voted on against the new text, and one paragraph is referred back.
"""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.cycle.calendar import StageName
from domain.cycle.held import Fate, Held
from domain.cycle.proposal import Proposal
from domain.kernel.refusal import OutOfOrder
from domain.text.amendment.change import AmendmentId
from domain.text.merging.collisions import Take
from domain.text.text import ParagraphId, digest
from services.application.assemblies import (
    MergeUncontested,
    ReferBack,
    SettleCollision,
    voting_order,
)
from tests.application.organisation import (
    AGAINST,
    FOR,
    LEEDS,
    STAFF,
    YORK,
    Organisation,
    adding,
    becomes,
    in_memory,
)

PARAGRAPHS = [
    f"Of matter {number}. The clerk keeps the book of matter {number} for two years."
    for number in range(1, 21)
]
STATUTE = "\n\n".join(PARAGRAPHS)


class Evening:
    """The assembly with twenty-five changes before it: A1 to A25."""

    def __init__(self) -> None:
        self.org: Organisation = in_memory()
        self.org.open_cycle()
        self.proposal: UUID = self.org.hand_in(STATUTE)
        self.assembly: UUID = self.org.gather()
        for number in range(1, 16):  # A1 to A15: a secretary for the clerk, one paragraph each
            self.retyped(number, "The clerk", "The secretary")
        for number in (1, 2):  # A16, A17: other words of the same paragraphs
            self.retyped(number, "two years", "three years")
        self.org.move(self.proposal, adding(16, "Branches report once a year."), by=YORK)  # A18
        self.retyped(17, "two years", "four years")  # A19 and A20 compete
        self.retyped(17, "two years", "five years", by=YORK)
        self.org.move(self.proposal, becomes(18, None))  # A21 strikes what A22 would edit
        self.retyped(18, "book", "record", by=YORK)
        self.retyped(19, "The clerk", "Nobody")  # A23, on what will be referred back
        self.org.move(  # A24 touches it too, and another paragraph besides
            self.proposal,
            becomes(19, "Of matter 19. It is repealed."),
            becomes(20, PARAGRAPHS[19].replace("two years", "ten years")),
        )
        self.retyped(16, "two years", "nine years", by=YORK)  # A25, contested by hand

    def retyped(self, number: int, old: str, new: str, by: object = LEEDS) -> None:
        text = PARAGRAPHS[number - 1].replace(old, new)
        self.org.move(self.proposal, becomes(number, text), by=YORK if by is YORK else LEEDS)

    def agree_the_easy_ones(self) -> None:
        self.org.agree_the_easy_ones(self.assembly, self.proposal, "A25")

    def refer_back(self) -> None:
        refer = ReferBack(
            assembly=self.assembly,
            proposal=self.proposal,
            votes=FOR,
            paragraph=ParagraphId("p19"),
            reason="Nobody could say what the book of matter 19 is.",
        )
        self.org.ask(refer, STAFF)

    @property
    def now(self) -> Proposal:
        return self.org.proposal(self.proposal)

    def held(self, name: str) -> Held:
        return self.now.held[AmendmentId(name)]

    def names(self, fate: Fate) -> list[str]:
        return [name for name, held in self.now.held.items() if held.fate is fate]

    def words(self, paragraph: str) -> str:
        return self.now.asked.text.paragraph(ParagraphId(paragraph)).text


@pytest.fixture(scope="module")
def before() -> Evening:
    """The evening before anything is decided; only looked at."""
    return Evening()


@pytest.fixture
def evening() -> Evening:
    return Evening()


def test_twenty_five_changes_lie_before_the_assembly(before: Evening) -> None:
    assert len(before.now.open_amendments(StageName.FIRST_ASSEMBLY)) == 25


def test_the_chair_is_told_an_order_in_which_few_votes_are_for_nothing(before: Evening) -> None:
    plan = voting_order(before.org.store, before.assembly, before.proposal)
    assert set(plan.order) | {t for s in plan.steps for t in s.also_decides} == {
        f"A{number}" for number in range(1, 26)
    }
    assert plan.order.index(AmendmentId("A21")) < plan.order.index(AmendmentId("A22"))
    (strike,) = [step for step in plan.steps if step.amendment == "A21"]
    assert "If it is carried, A22 falls" in strike.sentence


def test_the_uncontested_are_agreed_by_one_vote(evening: Evening) -> None:
    evening.agree_the_easy_ones()
    easy = [f"A{number}" for number in range(1, 19)]
    assert evening.names(Fate.CARRIED) == easy
    (vote,) = evening.org.assembly().votes
    assert list(vote.subjects) == easy
    assert evening.words("p1") == PARAGRAPHS[0].replace("clerk", "secretary").replace(
        "two", "three"
    )
    assert evening.words("p17") == PARAGRAPHS[16]


def test_if_the_vote_on_the_easy_ones_is_lost_they_stay_open(evening: Evening) -> None:
    lost = MergeUncontested(assembly=evening.assembly, proposal=evening.proposal, votes=AGAINST)
    evening.org.ask(lost, STAFF)
    assert len(evening.names(Fate.MOVED)) == 25
    assert evening.now.asked.text.plain == STATUTE


def test_the_rest_stands_against_the_new_text(evening: Evening) -> None:
    evening.agree_the_easy_ones()
    still_open = evening.names(Fate.MOVED)
    assert still_open == [f"A{number}" for number in range(19, 26)]
    newest = digest(evening.now.asked.text)
    assert {evening.held(name).amendment.base for name in still_open} == {newest}


def test_there_are_no_easy_ones_twice(evening: Evening) -> None:
    evening.agree_the_easy_ones()
    again = MergeUncontested(
        assembly=evening.assembly,
        proposal=evening.proposal,
        votes=FOR,
        contested=(AmendmentId("A25"),),
    )
    evening.org.refused(OutOfOrder, again, STAFF)


def test_a_paragraph_is_referred_back_with_what_was_moved_on_it(evening: Evening) -> None:
    evening.agree_the_easy_ones()
    evening.refer_back()
    assert evening.names(Fate.REFERRED) == ["A23", "A24/p19"]
    assert evening.held("A24").is_open
    evening.org.decide(evening.assembly, evening.proposal, "A24")
    evening.org.reach(StageName.AMENDMENTS)
    assert evening.words("p19") == PARAGRAPHS[18]
    assert "ten years" in evening.words("p20")


def test_the_whole_evening(evening: Evening) -> None:
    evening.agree_the_easy_ones()
    evening.refer_back()
    org, assembly, proposal = evening.org, evening.assembly, evening.proposal
    org.decide(assembly, proposal, "A19")
    org.decide(assembly, proposal, "A20")
    org.decide(assembly, proposal, "A21", votes=AGAINST)
    org.decide(assembly, proposal, "A22")
    org.decide(assembly, proposal, "A24")
    org.decide(assembly, proposal, "A25", votes=AGAINST)
    (collision,) = evening.now.worked().collisions
    choice = Take(collision=collision.id, amendments=(AmendmentId("A20"),))
    settle = SettleCollision(assembly=assembly, proposal=proposal, votes=FOR, choice=choice)
    org.ask(settle, STAFF)
    org.reach(StageName.AMENDMENTS)
    expected = list(PARAGRAPHS)
    for at in range(15):
        expected[at] = expected[at].replace("clerk", "secretary")
    for at in (0, 1):
        expected[at] = expected[at].replace("two years", "three years")
    expected[16] = expected[16].replace("two years", "five years")
    expected[17] = expected[17].replace("book", "record")
    expected[19] = expected[19].replace("two years", "ten years")
    expected.insert(16, "Branches report once a year.")
    assert [paragraph.text for paragraph in evening.now.asked.text.paragraphs] == expected
    assert sorted(evening.names(Fate.LOST)) == ["A21", "A25"]
    assert not evening.names(Fate.MOVED)

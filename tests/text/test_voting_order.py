"""The order of votes that leaves the fewest of them dead."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import (
    Amendment,
    Bearing,
    Change,
    Conflict,
    ParagraphId,
    RuleEdit,
    VotingPlan,
    apply,
    inserting,
    inserting_paragraph,
    replacing,
    rewriting,
    striking,
    striking_paragraph,
    voting_order,
)
from domain.text.deciding.search import EXACT, Heap, at_risk, best_order, cost
from tests.text.given import STATUTE, amending, bounded, cases, named, p

STRIKE = striking_paragraph(STATUTE, p(2))
REWRITE = rewriting(STATUTE, p(2), "Fees are voluntary.")
SENTENCE = striking(STATUTE, p(2), "The fee is due in January.")
MONTH = replacing(STATUTE, p(2), "January", "March")
OTHER_MONTH = replacing(STATUTE, p(2), "January", "June")


def movers(*changes: Change) -> list[Amendment]:
    """Each change moved by somebody else."""
    return [amending(STATUTE, f"A{at}", one) for at, one in enumerate(changes, start=1)]


def planned(*changes: Change) -> VotingPlan:
    """The plan for these."""
    return voting_order(STATUTE, movers(*changes))


def test_puts_the_furthest_reaching_first() -> None:
    plan = planned(MONTH, SENTENCE, REWRITE, STRIKE)
    assert plan.order == ("A4", "A3", "A2", "A1")
    assert (plan.at_risk, plan.dead_at_worst, plan.is_exact) == (0, 0, True)
    assert plan.steps[0].falls_if_carried == ("A3", "A2", "A1")
    assert plan.steps[0].sentence == (
        "It reaches further than A3, A2 and A1 and is put first. "
        "If it is carried, A3, A2 and A1 fall; if it is lost, not."
    )


def test_rivals_fall_whichever_is_put_first() -> None:
    plan = planned(MONTH, OTHER_MONTH)
    assert plan.conflicts == (
        Conflict(left=named("A1"), right=named("A2"), bearing=Bearing.RIVALS),
    )
    assert plan.walk([named("A1"), named("A2")]).voted == ("A1",)
    assert plan.walk([named("A2")]).standing == ("A2",)


def test_a_vote_that_hangs_on_an_earlier_one_says_so() -> None:
    plan = planned(MONTH, OTHER_MONTH, replacing(STATUTE, p(2), "January", "May"))
    assert [step.sentence for step in plan.steps] == [
        "If it is carried, A2 and A3 fall; if it is lost, not.",
        "It is put only if A1 is lost. If it is carried, A3 falls; if it is lost, not.",
        "It is put only if A1 and A2 are lost.",
    ]


def test_a_vote_that_can_sweep_away_an_earlier_one_says_so() -> None:
    last = voting_order(STATUTE, _circle()).steps[-1]
    assert "If it is carried, the vote on " in last.sentence
    assert last.sentence.endswith("was for nothing.")


@bounded
@given(st.data())
def test_every_vote_says_why_it_comes_where_it_does(data: st.DataObject) -> None:
    base, amendments = data.draw(cases())
    assert all(step.sentence for step in voting_order(base, amendments).steps)


def test_one_that_would_spare_many_votes_is_put_before_them() -> None:
    broad = replacing(STATUTE, p(2), "pounds a year. The fee", "euros. It")
    narrow = [
        replacing(STATUTE, p(2), "ten pounds", "six euros"),
        replacing(STATUTE, p(2), "The fee is", "It becomes"),
    ]
    assert planned(*narrow, broad).order[0] == "A3"


def test_those_that_bear_on_nothing_stand_in_the_order_of_the_text() -> None:
    plan = planned(replacing(STATUTE, p(4), "four", "six"), MONTH)
    assert plan.order == ("A2", "A1")
    assert plan.groups == (("A2",), ("A1",))
    assert [step.group for step in plan.steps] == [1, 2]
    assert plan.steps[0].sentence == "It bears on no other amendment to the same text."


def test_twins_are_decided_by_one_vote() -> None:
    plan = planned(MONTH, MONTH)
    assert plan.order == ("A1",)
    step = plan.steps[0]
    assert (step.also_decides, step.falls_if_lost) == (("A2",), ("A2",))
    assert plan.conflicts[0].bearing is Bearing.TWINS


def test_one_that_does_all_that_another_does_is_put_before_it() -> None:
    small = amending(STATUTE, "A1", MONTH)
    large = amending(STATUTE, "A2", MONTH, replacing(STATUTE, p(4), "four", "six"))
    plan = voting_order(STATUTE, [small, large])
    assert plan.order == ("A2", "A1")
    assert plan.conflicts == (Conflict(left=large.id, right=small.id, bearing=Bearing.HOLDS),)
    assert plan.walk([large.id, small.id]).voted == ("A2",)


def test_an_amendment_to_an_amendment_is_put_directly_before_it() -> None:
    parent = amending(STATUTE, "A1", MONTH)
    text = apply(STATUTE, parent)
    child = amending(text, "A1-1", replacing(text, p(2), "March", "April"), parent="A1")
    plan = voting_order(STATUTE, [parent, child, amending(STATUTE, "A2", STRIKE)])
    assert plan.order == ("A2", "A1-1", "A1")
    assert plan.steps[0].falls_if_carried == ("A1", "A1-1")
    assert (plan.at_risk, plan.dead_at_worst) == (1, 1)
    assert plan.walk([child.id]).dead == ("A1-1",)
    assert plan.walk([child.id, parent.id]).standing == ("A1-1", "A1")


def test_two_values_of_a_rule_are_rivals() -> None:
    plan = voting_order(
        STATUTE,
        [amending(STATUTE, f"A{n}", rules=(RuleEdit(rule="x", value=n),)) for n in (1, 2)],
    )
    assert plan.groups == (("A1", "A2"),)


def _circle() -> list[Amendment]:
    """Each strikes the paragraph in which the one before it changes words: no order is safe."""
    return [
        amending(
            STATUTE,
            f"A{n}",
            striking_paragraph(STATUTE, p(n)),
            replacing(STATUTE, p(n % 3 + 1), words, "other"),
        )
        for n, words in ((1, "ten"), (2, "twelve"), (3, "supporters"))
    ]


def test_one_that_reaches_further_here_and_less_far_there_covers_nothing() -> None:
    pair = [
        amending(
            STATUTE, "A1", striking_paragraph(STATUTE, p(1)), replacing(STATUTE, p(2), "ten", "two")
        ),
        amending(
            STATUTE,
            "A2",
            replacing(STATUTE, p(1), "supporters", "friends"),
            striking_paragraph(STATUTE, p(2)),
        ),
    ]
    plan = voting_order(STATUTE, pair)
    assert [conflict.bearing for conflict in plan.conflicts] == [Bearing.RIVALS]
    assert plan.at_risk == 0
    assert plan.walk([named("A1"), named("A2")]).voted == ("A1",)


def test_a_circle_leaves_one_vote_at_risk_and_says_which() -> None:
    plan = voting_order(STATUTE, _circle())
    assert (plan.at_risk, plan.dead_at_worst, plan.is_exact) == (1, 1, True)
    (risky,) = [step for step in plan.steps if step.is_at_risk]
    (later,) = risky.dead_if_carried
    assert f"If {later} is carried later, this vote was for nothing." in risky.sentence
    assert plan.walk([later]).dead == (risky.amendment,)


heaps = st.integers(1, 5).flatmap(
    lambda count: st.builds(
        lambda rows: Heap(
            coverers=[row[0] & ~(1 << at) for at, row in enumerate(rows)],
            spares=[row[1] & ~(1 << at) for at, row in enumerate(rows)],
            weight=[row[2] for row in rows],
        ),
        st.lists(
            st.tuples(
                st.integers(0, 2**count - 1), st.integers(0, 2**count - 1), st.integers(1, 3)
            ),
            min_size=count,
            max_size=count,
        ),
    )
)


@bounded
@given(heaps)
def test_no_order_at_all_is_better_than_the_one_found(heap: Heap) -> None:
    orders = list(permutations(range(len(heap))))
    found = best_order(heap)
    assert cost(heap, found) == min(cost(heap, order) for order in orders)
    assert _swept(heap, found) == at_risk(heap, found) == min(_swept(heap, o) for o in orders)


def _swept(heap: Heap, order: Sequence[int]) -> int:
    """Counted by hand: the votes that some later vote could sweep away."""
    return sum(
        any(heap.coverers[vote] >> later & 1 for later in order[at + 1 :])
        for at, vote in enumerate(order)
    )


@bounded
@given(st.integers(EXACT + 1, 30), st.data())
def test_beyond_the_exact_search_nothing_is_at_risk_where_there_is_no_circle(
    count: int, data: st.DataObject
) -> None:
    ranks = data.draw(st.permutations(range(count)))
    coverers = [
        sum(1 << other for other in range(count) if ranks[other] < ranks[vote] and other % 3)
        for vote in range(count)
    ]
    heap = Heap(coverers=coverers, spares=[0] * count, weight=[1] * count)
    order = best_order(heap)
    assert sorted(order) == list(range(count))
    assert at_risk(heap, order) == 0


@bounded
@given(st.data())
def test_no_outcome_leaves_more_votes_dead_than_the_plan_says(data: st.DataObject) -> None:
    base, amendments = data.draw(cases(5))
    plan = voting_order(base, data.draw(st.permutations(amendments)))
    assert plan == voting_order(base, amendments)
    worst = 0
    for verdicts in product((False, True), repeat=len(plan.order)):
        carried = [name for name, won in zip(plan.order, verdicts, strict=True) if won]
        walk = plan.walk(carried)
        worst = max(worst, len(walk.dead))
        assert set(walk.standing) <= set(carried)
        assert not set(walk.voted) & set(walk.fallen)
    assert worst == plan.dead_at_worst <= plan.at_risk


@bounded
@given(st.data())
def test_every_amendment_is_put_or_decided_with_another(data: st.DataObject) -> None:
    base, amendments = data.draw(cases(6))
    plan = voting_order(base, amendments)
    decided = [*plan.order, *(twin for step in plan.steps for twin in step.also_decides)]
    assert sorted(decided) == sorted(one.id for one in amendments)
    assert sorted(name for group in plan.groups for name in group) == sorted(decided)


@pytest.mark.long
def test_hundreds_of_amendments_are_put_in_order() -> None:
    strikes = movers(*(STRIKE for _ in range(1)))
    months = [
        amending(STATUTE, f"B{n}", replacing(STATUTE, p(2), "January", f"week {n}"))
        for n in range(150)
    ]
    additions = [
        amending(
            STATUTE,
            f"C{n}",
            inserting_paragraph(STATUTE, p(1), ParagraphId(f"C{n}.1"), f"Clause {n}."),
            inserting(STATUTE, p(4), f"Point {n}."),
        )
        for n in range(150)
    ]
    plan = voting_order(STATUTE, [*additions, *months, *strikes])
    assert len(plan.order) == 301
    assert (plan.at_risk, plan.is_exact) == (0, True)
    assert plan.steps[150].amendment == "A1"
    assert len(plan.steps[150].falls_if_carried) == 150


@pytest.mark.parametrize("count", [0, 1])
def test_with_nothing_to_order_there_is_nothing_at_risk(count: int) -> None:
    plan = planned(*(MONTH for _ in range(count)))
    assert (len(plan.order), plan.at_risk) == (count, 0)

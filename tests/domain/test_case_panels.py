"""Panels: who decides a case, and who never does once they were recused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases.choosing import choose
from domain.cases.panel import Chosen, Instance, Panel, Vote
from domain.cases.sides import Side
from domain.kernel.act import Standing
from domain.kernel.ids import PersonId
from domain.kernel.refusal import (
    BadInput,
    NotAllowed,
    OutOfOrder,
    QuorumNotMet,
    Refusal,
    RuleBroken,
    TooEarly,
    TooLate,
)
from domain.rules.values import Choice
from tests.domain import cases
from tests.domain.acts import act, an_id, days, governing
from tests.domain.cases import AGAINST, BO, CY, DI, EVE, FLO, FOR, GUS, RULES, by
from tests.support.given import Given
from tests.support.rulebook import rules

DECLARE, DECIDED_BY = "complaints.declare_days", "complaints.challenge_decided_by"


def vote(panel: Panel, person: PersonId, said: Vote = FOR) -> None:
    panel.vote(by(person, days(20)), person, said, RULES)


def test_a_panel_is_of_different_people() -> None:
    for people in ((), (CY, CY)):
        with pytest.raises(BadInput):
            Panel.appoint(
                act(),
                cases.CASE,
                Instance.FIRST,
                Chosen(people=people, how="lot"),
                act(days(7)).occurred_at,
            )


def test_whoever_has_not_declared_does_not_vote() -> None:
    Given(cases.panel()).when(lambda p: vote(p, CY)).refused(TooEarly, DECLARE)
    found = cases.declared()
    Given(found).when(lambda p: vote(p, CY)).then(Panel.VoteGiven)
    Given(found).when(lambda p: p.declare(by(CY, days(2)), CY, None)).refused(OutOfOrder, DECLARE)


def test_who_was_silent_is_on_record_at_the_moment_and_once() -> None:
    found = cases.panel()
    found.declare(by(CY, days(1)), CY, None)
    rule = RULES.rule(DECLARE)
    given = Given(found)
    (late,) = given.when(lambda p: p.fall_late(act(days(9)), rule)).then(Panel.DeclarationsLate)
    assert late.missing == (DI, EVE)
    assert (late.act.occurred_at, late.act.standing) == (
        act(days(7)).occurred_at,
        Standing.IRREGULAR,
    )
    given.when(lambda p: p.fall_late(act(days(10)), rule)).then()


def test_whoever_was_challenged_does_not_vote_until_that_is_decided() -> None:
    found = cases.declared()
    found.challenge(act(days(2)), CY, Side.RESPONDENT, "They are cousins.")
    Given(found).when(lambda p: vote(p, CY)).refused(TooEarly, DECIDED_BY)
    found.dismiss_challenge(act(days(3)), CY, "They are not.")
    Given(found).when(lambda p: vote(p, CY)).then(Panel.VoteGiven)
    Given(found).when(lambda p: p.uphold_challenge(act(days(21)), CY, "x")).refused(
        OutOfOrder, DECIDED_BY
    )


def test_a_challenge_comes_in_the_time_for_declarations_and_once() -> None:
    found = cases.declared()
    Given(found).when(lambda p: p.challenge(act(days(7)), CY, Side.RESPONDENT, "x")).refused(
        TooLate, DECLARE
    )
    found.challenge(act(days(6)), CY, Side.RESPONDENT, "x")
    Given(found).when(lambda p: p.challenge(act(days(6)), CY, Side.COMPLAINANT, "x")).refused(
        OutOfOrder, DECIDED_BY
    )


def test_a_vote_of_somebody_who_is_recused_afterwards_counts_no_more() -> None:
    found = cases.declared()
    for person in (CY, DI):
        vote(found, person)
    assert found.majority(RULES) is not None
    found.recuse(by(CY, days(21)), CY, "I know them.")
    assert found.majority(RULES) is None
    Given(found).when(lambda p: p.decide(act(days(22)), RULES)).refused(
        QuorumNotMet, "complaints.panel_majority"
    )
    Given(found).when(lambda p: vote(p, CY)).refused(NotAllowed, DECIDED_BY)
    assert not found.sits(CY)


def test_a_vacant_place_is_filled_once_by_somebody_who_never_sat_there() -> None:
    found = cases.declared()
    Given(found).when(
        lambda p: p.replace(act(days(2)), Chosen(people=(FLO,), how="lot"), act().occurred_at)
    ).refused(OutOfOrder, "complaints.panel_size")
    found.recuse(by(CY, days(2)), CY, "I know them.")
    for again in (CY, DI):
        Given(found).when(
            lambda p, who=again: p.replace(  # type: ignore[misc]  # bound here on purpose
                act(days(3)), Chosen(people=(who,), how="lot"), act(days(9)).occurred_at
            )
        ).refused(NotAllowed, "complaints.panel_size")
    found.replace(act(days(3)), Chosen(people=(FLO,), how="lot"), act(days(9)).occurred_at)
    assert found.members == (DI, EVE, FLO)
    assert found.next_declaration == act(days(9)).occurred_at


def test_the_majority_is_of_the_whole_panel_and_all_who_voted_otherwise_do_not_uphold() -> None:
    found = cases.declared()
    vote(found, CY)
    assert found.majority(RULES) is None
    vote(found, DI, AGAINST)
    assert found.majority(RULES) is None
    vote(found, EVE, AGAINST)
    assert found.decide(act(days(21)), RULES) == AGAINST
    Given(found).when(lambda p: vote(p, CY)).refused(OutOfOrder, "complaints.panel_majority")


def test_the_sanction_is_the_gravest_that_a_majority_stands_behind() -> None:
    found = cases.declared()
    for person, sanction in ((CY, "suspension"), (DI, "warning"), (EVE, "advice")):
        vote(found, person, Vote(upheld=True, sanction=sanction))
    decided = found.decide(act(days(21)), RULES)
    assert decided == Vote(upheld=True, sanction="warning")


def test_a_sanction_is_on_the_list_and_within_the_panels_power() -> None:
    found = cases.declared()
    Given(found).when(lambda p: vote(p, CY, Vote(upheld=True, sanction="flogging"))).refused(
        BadInput, "complaints.gravest_sanction"
    )
    Given(found).when(lambda p: vote(p, CY, Vote(upheld=True, sanction="expulsion"))).refused(
        RuleBroken, "complaints.gravest_sanction"
    )
    Given(found).when(lambda p: vote(p, CY, Vote(upheld=False, sanction="advice"))).refused(
        BadInput
    )


def test_the_lot_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    eligible = tuple(PersonId(an_id(f"person {at}")) for at in range(30))
    first, again = (choose(RULES, eligible, 3, "seed", {}) for _ in range(2))
    assert first == again
    assert {choose(RULES, eligible, 3, f"seed {at}", {}).people for at in range(20)} != {
        first.people
    }


def test_whoever_sat_on_the_fewest_cases_comes_first_where_the_rule_says_so() -> None:
    fewest = _fewest()
    assert choose(fewest, (CY, DI, EVE), 1, "seed", {CY: 2, DI: 1, EVE: 3}).people == (DI,)


def _fewest() -> Any:
    found = next(one for one in rules() if one.id == "complaints.panel_chosen_by")
    assert "fewest_cases" in found.one_of
    return governing(complaints__panel_chosen_by=Choice(choice="fewest_cases"))


def test_no_panel_is_made_up_of_too_few() -> None:
    with pytest.raises(RuleBroken) as caught:
        choose(RULES, (CY, DI), 3, "seed", {})
    assert caught.value.rule == "complaints.panel_size"


PEOPLE = (BO, CY, DI, EVE, FLO, GUS)
DEEDS = ("declare", "challenge", "dismiss", "uphold", "recuse", "replace", "vote")


@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.sampled_from(PEOPLE)), max_size=40))
def test_nobody_ever_decides_a_case_that_they_were_recused_from(
    asked: list[tuple[str, PersonId]],
) -> None:
    """Whatever anybody tries in whatever order: after a recusal no act of theirs, and no vote."""
    panel = cases.panel()
    gone: set[PersonId] = set()
    for at, (deed, person) in enumerate(asked):
        now = by(person, days(at / 10))
        tried = {
            "declare": lambda p=person, n=now: panel.declare(n, p, None),
            "challenge": lambda p=person, n=now: panel.challenge(n, p, Side.RESPONDENT, "x"),
            "dismiss": lambda p=person, n=now: panel.dismiss_challenge(n, p, "x"),
            "uphold": lambda p=person, n=now: panel.uphold_challenge(n, p, "x"),
            "recuse": lambda p=person, n=now: panel.recuse(n, p, "x"),
            "replace": lambda p=person, n=now: panel.replace(
                n, Chosen(people=(p,), how="lot"), n.occurred_at + days(7)
            ),
            "vote": lambda p=person, n=now: panel.vote(n, p, FOR, RULES),
        }
        try:
            tried[deed]()
        except Refusal:
            assert deed != "vote" or not panel.may_vote(person)
        else:
            assert person not in gone, f"{deed} by somebody who was recused"
        gone |= set(panel.recused)
        assert not gone & set(panel.members)
        assert not any(panel.may_vote(one) for one in gone)
        seen = {one for one in panel.votes if panel.may_vote(one)}
        assert len(panel.valid_votes) == len(seen)

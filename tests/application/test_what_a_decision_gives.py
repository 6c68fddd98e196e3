"""A decision gives in the way in which it was taken, and once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.bodies.body import Body, body_id
from domain.bodies.mandate import Mandate, Origin
from domain.decisions.decided import DecidedAt
from domain.kernel.refusal import BadInput, OutOfOrder, RuleBroken
from domain.meetings.decisions import Manner, Names
from domain.rules.values import Count, Period
from services.application.bodies import FillPost
from services.application.endings import VacatePost
from services.application.registers import KEPT_BY
from tests.application.gathering import SITTING, Gathering
from tests.application.organisation import FILE, STAFF

SIX = SITTING[2]


class Electing(Gathering):
    """A group that elects its vice-chair for six months, and nobody twice running."""

    def __init__(self) -> None:
        super().__init__(ncg__term=Period(months=6), ncg__term_limit=Count(count=1))
        self.hold()

    def elected(self, number: int, manner: Manner = Manner.ELECTED) -> DecidedAt:
        names = Names(body="ncg", post="vice_chair", person=SIX)
        self.decide(manner=manner, text="Six is elected vice-chair.", names=names)
        return DecidedAt(meeting=self.meeting, number=number)

    def filling(self, decision: DecidedAt, **other: Any) -> FillPost:
        told = {"body": "ncg", "post": "vice_chair", "person": SIX, "name": "Six", "how": "elected"}
        return FillPost.model_validate({**told, "decision": decision, **other})

    @property
    def held(self) -> tuple[Mandate, ...]:
        mandates = self.org.store.load(Body, body_id("ncg")).mandates
        return tuple(one for one in mandates if one.post == "vice_chair")

    def gives_it_up(self) -> None:
        given_up = VacatePost(body="ncg", post="vice_chair", person=SIX, reason="Too much.")
        self.org.hands.at(self.org.store.now() + timedelta(minutes=1))
        self.org.ask(given_up, STAFF)


@pytest.fixture
def group() -> Electing:
    return Electing()


def test_whoever_was_elected_has_a_term_whatever_it_is_called(group: Electing) -> None:
    decision = group.elected(1)
    wrong = group.filling(decision, origin=Origin.APPOINTMENT)
    group.org.refused(BadInput, wrong, STAFF, KEPT_BY)
    group.org.ask(group.filling(decision), STAFF)
    (vice_chair,) = group.held
    assert vice_chair.origin is Origin.ELECTION
    assert vice_chair.until is not None


def test_a_decision_is_carried_out_once(group: Electing) -> None:
    decision = group.elected(1)
    group.org.ask(group.filling(decision), STAFF)
    group.gives_it_up()
    group.org.refused(OutOfOrder, group.filling(decision), STAFF, KEPT_BY)


@pytest.mark.parametrize("origin", [Origin.APPOINTMENT, Origin.NOMINATION, Origin.LOT])
def test_a_limit_of_terms_is_one_however_the_next_is_given(group: Electing, origin: Origin) -> None:
    group.org.ask(group.filling(group.elected(1)), STAFF)
    group.gives_it_up()
    again = group.filling(group.elected(2))
    group.org.refused(RuleBroken, again, STAFF, "ncg.term_limit")
    given = again.model_copy(update={"decision": None, "source": FILE, "origin": origin})
    group.org.refused(RuleBroken, given, STAFF, "ncg.term_limit")

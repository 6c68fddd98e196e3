"""Preferences close and places are given: by what is best, by lot between equals, in the open."""

from __future__ import annotations

from datetime import timedelta

from domain.formation.formation import Formation
from domain.formation.groups import Change
from domain.kernel.refusal import (
    NotAllowed,
    OutOfOrder,
    TooEarly,
)
from domain.rules.values import Flag
from services.application.endings import VacateSeat
from services.application.formations import (
    AllocatePlaces,
    ClosePreferences,
    DrawPlaces,
)
from tests.application.organisation import CHAIR, STAFF
from tests.formation.forming import TEN, group, in_forming
from tests.formation.told import DAYS, A, B, acts, rated


def test_preferences_close_at_their_moment_whoever_comes_late() -> None:
    it = in_forming()
    it.open()
    it.wish(A, "money")
    closes = it.found.plan.closes
    it.store.clock.hold(closes + timedelta(days=3))
    it.org.refused(NotAllowed, ClosePreferences(formation=it.formation), STAFF)
    it.org.hands.settle()
    (closed,) = acts(it, "formation.preferences_closed.v1")
    (given,) = acts(it, "formation.allocated.v1")
    assert (closed.occurred_at, given.occurred_at) == (closes, closes)


def test_who_said_nothing_is_on_record() -> None:
    it = in_forming()
    it.open()
    it.wish(A, "money")
    it.close()
    closed = it.store.acts(topics=("formation.preferences_closed.v1",), limit=1)[0].event
    assert isinstance(closed, Formation.PreferencesClosed)
    assert closed.counted == (A,)
    assert set(closed.silent) == {CHAIR, *TEN[1:]}


def test_where_there_is_one_best_way_no_lot_is_waited_for() -> None:
    it = in_forming()
    it.open()
    it.wish(A, "money")
    it.wish(B, "training", "money")
    it.close()
    found = it.found.allocation
    assert found is not None
    assert (found.of(A), found.of(B), found.seed) == (("money",), ("training", "money"), None)


def test_where_ways_are_equally_good_the_announced_value_decides() -> None:
    it = in_forming()
    it.open(group("money", most=1), group("training", most=1))
    for person in (A, B):
        it.wish(person, "money")
    it.close()
    assert not it.found.settled
    draw = DrawPlaces(formation=it.formation, value="4 8 15")
    it.org.refused(TooEarly, draw, STAFF, DAYS)
    it.draw()
    found = it.found.allocation
    assert found is not None
    assert found.of(found.lot[0].person) == ("money",)
    assert found.of(found.lot[1].person) == ()
    assert found.seed is not None
    it.org.refused(OutOfOrder, draw, STAFF, DAYS)


def test_numbers_that_can_not_be_kept_are_on_record_with_the_reason() -> None:
    it = in_forming()
    it.open(group("money", least=3), group("training"))
    it.wish(A, "money")
    it.wish(B, "training")
    it.close()
    assert it.found.impossible == "Money needs at least 3, and 1 person asked for it."
    it.ratify(changes=(Change(person=A, groups=("money", "training"), reason="It is needed."),))
    assert rated(it, "money") == ["Member 0"]
    assert rated(it, "training") == ["Member 0"]
    (ratified,) = acts(it, "formation.ratified.v1")
    assert "Money begins with 1, where at least 3 were asked for." in (ratified.note or "")


def test_whoever_asks_is_placed_where_the_rule_says_so() -> None:
    it = in_forming(ncg__subgroups__everybody_placed=Flag(holds=True))
    it.open(group("money", most=1), group("training"))
    it.wish(A, "money")
    it.wish(B, "money", "training")
    it.close()
    found = it.found.allocation
    assert found is not None
    assert (found.of(A), found.of(B)) == (("money",), ("training",))


def test_the_wish_of_somebody_who_has_left_does_not_count() -> None:
    it = in_forming()
    it.open(group("money", most=1))
    it.wish(A, "money")
    it.wish(B, "money")
    it.org.ask(VacateSeat(body="ncg", person=A, reason="moved away"), A)
    it.close()
    found = it.found.allocation
    assert found is not None
    assert [one.person for one in found.placed] == [B]


def test_nobody_gives_places_by_hand() -> None:
    it = in_forming()
    it.open()
    it.org.refused(NotAllowed, AllocatePlaces(formation=it.formation), STAFF)

"""Whose preferences count when groups are formed, and who gets a place in them."""

from __future__ import annotations

from datetime import timedelta

from domain.formation.formation import Formation
from domain.kernel.refusal import NotAllowed
from services.application.bodies import SeatMember
from services.application.case import KEEPS_POWERS
from services.application.endings import VacateSeat
from services.application.formations import ClosePreferences, PreferGroups
from services.application.suspensions import Suspend
from tests.application.organisation import CHAIR, LEEDS, STAFF
from tests.formation.forming import TEN, in_forming
from tests.formation.told import A, B, rated

AWAY, FAR = TEN[8:]
"""Two who come to no meeting."""
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def test_preferences_that_are_closed_late_are_those_of_who_sat_there_then() -> None:
    it = in_forming()
    it.open()
    for person in (A, B):
        it.wish(person, "money")
    closes = it.found.plan.closes
    it.store.clock.hold(closes + MINUTE)
    it.org.ask(VacateSeat(body="ncg", person=A, reason="They moved."), STAFF)
    late = SeatMember(body="ncg", person=LEEDS, name="Late", how="elected")
    it.org.ask(late, STAFF)
    it.org.hands.by_service(ClosePreferences(formation=it.formation))
    (closed,) = it.store.acts(topics=(Formation.PreferencesClosed.TOPIC,), limit=9)
    event = closed.event
    assert isinstance(event, Formation.PreferencesClosed)
    assert event.act.occurred_at == closes
    assert set(event.counted) == {A, B}
    assert LEEDS not in event.silent


def test_whoever_is_suspended_wishes_for_nothing_and_gets_no_place() -> None:
    it = in_forming()
    it.open()
    for person in (AWAY, B):
        it.wish(person, "money")
    until = it.found.plan.closes + 30 * DAY
    for person in (AWAY, FAR):
        it.org.ask(Suspend(person=person, reasons="Reasons.", until=until), CHAIR)
    asked = PreferGroups(formation=it.formation, ranking=("money",))
    it.org.refused(NotAllowed, asked, FAR, KEEPS_POWERS)
    it.close()
    assert it.found.counted == (B,)
    it.ratify()
    assert rated(it, "money") == ["Member 1"]


def test_whoever_is_suspended_after_the_close_gets_no_place_and_is_named() -> None:
    it = in_forming()
    it.open()
    for person in (AWAY, B):
        it.wish(person, "money")
    it.close()
    until = it.now + 30 * DAY
    it.org.ask(Suspend(person=AWAY, reasons="Reasons.", until=until), CHAIR)
    it.ratify()
    (ratified,) = it.store.acts(topics=(Formation.Ratified.TOPIC,), limit=9)
    assert isinstance(ratified.event, Formation.Ratified)
    assert ratified.event.gone == (AWAY,)
    assert rated(it, "money") == ["Member 1"]

"""A scan of the log finds what is new, keeps each thing apart, and holds nothing that is sealed."""

from __future__ import annotations

import psycopg
import pytest

from domain.bodies.body import Body, body_id
from services.application.bodies import SeatMember
from services.application.case import ESTABLISHED, REPORTED, REPORTED_TO, SEATED_IN
from services.reports.held import CALLED
from services.store import mapper
from services.store.postgres import PostgresStore
from services.store.scanned import Scan
from tests.application.organisation import MEMBERS, STAFF, in_memory
from tests.store.thing import Thing, thing_id

SCANS = (ESTABLISHED, REPORTED, REPORTED_TO, SEATED_IN, CALLED)


def test_what_is_recorded_later_is_found_too() -> None:
    org = in_memory()
    assert SEATED_IN.of(org.store, MEMBERS[0]) == []
    for body in ("ncg", "leeds"):
        org.ask(SeatMember(body=body, person=MEMBERS[0], name="M", how="elected"), STAFF)
    assert SEATED_IN.of(org.store, MEMBERS[0]) == [body_id("ncg"), body_id("leeds")]


def test_what_was_put_back_is_read_anew(postgres_store: PostgresStore) -> None:
    scan = Scan((Thing.Opened.TOPIC,), lambda act: act.event.name, lambda act: act.position)
    for number in (1, 2):
        postgres_store.commit([Thing.open(number, "first")], command=None, reads={})
    assert len(scan.of(postgres_store, "first")) == 2
    with psycopg.connect(postgres_store.dsn) as restoring:
        restoring.execute("ALTER TABLE convenor.stored_events DISABLE TRIGGER USER")
        restoring.execute(
            "DELETE FROM convenor.stored_events WHERE originator_id = %s", (thing_id(2),)
        )
    assert len(scan.of(postgres_store, "first")) == 1


def test_each_store_has_its_own() -> None:
    one, other = in_memory(), in_memory()
    one.ask(SeatMember(body="ncg", person=MEMBERS[0], name="M", how="elected"), STAFF)
    assert SEATED_IN.of(one.store, MEMBERS[0])
    assert not SEATED_IN.of(other.store, MEMBERS[0])


def test_acts_that_are_about_nothing_are_passed_over() -> None:
    org = in_memory()
    nothing = Scan[object]((Body.Established.TOPIC,), lambda _: None, lambda act: act)
    assert nothing.of(org.store, None) == []


@pytest.mark.parametrize("scan", SCANS)
def test_no_scan_is_of_acts_with_something_under_seal(scan: Scan[object]) -> None:
    for topic in scan.topics:
        assert mapper.form_of_topic(topic).seals is None

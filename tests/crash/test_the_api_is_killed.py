"""The API dies with a request in its hands; whoever asked repeats it under the same key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import httpx
import psycopg
import pytest

from domain.cycle.cycle import Cycle
from services.bootstrap import Office
from services.store.port import RecordedAct
from tests.crash.gate import Gate, Point, eventually
from tests.crash.processes import Process, environment, killed, running, said
from tests.support.hands import member

OPENED = Cycle.Opened.TOPIC
ASKED = {"title": "Asked for until it was answered"}
HEADERS = {"Act-As": str(member(1)), "Idempotency-Key": "the first of May"}
POINTS = [
    pytest.param(Point.IN_THE_INSERT, marks=pytest.mark.long),
    pytest.param(Point.IN_THE_COMMIT, marks=pytest.mark.long),
    pytest.param(Point.AFTER_THE_COMMIT, marks=pytest.mark.long),
]


@contextmanager
def api(url: str, state: Path) -> Iterator[tuple[Process, str]]:
    """The API as a process, and its address once it answers."""
    where = environment(CONVENOR_STATE_DIR=str(state))
    with running(["tests.crash.pages", url], where) as process:
        address = said(process).removeprefix("Pages: ")
        eventually(lambda: answers(address))
        yield process, address


def answers(address: str) -> bool:
    """Whether it is up; the address is said a moment before."""
    try:
        return httpx.get(f"{address}/health", timeout=60).status_code == 200
    except httpx.ConnectError:
        return False


def ask(address: str) -> httpx.Response:
    return httpx.post(f"{address}/api/acts/open_cycle", json=ASKED, headers=HEADERS, timeout=60)


def opened(at: Office) -> list[RecordedAct]:
    return list(at.store.acts(topics=(OPENED,), limit=10))


def commands(url: str) -> int:
    with psycopg.connect(url) as connection:
        asked = "SELECT count(*) FROM convenor.command_log WHERE verb = 'open_cycle'"
        row = connection.execute(asked).fetchone()
    return int(row[0]) if row else 0


@pytest.mark.usefixtures("small")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name.lower())
def test_a_request_whose_answer_never_came_is_repeated_and_done_once(
    at: Office, state: Path, point: Point
) -> None:
    """The process is held by a gate in its database (see `gate`) and killed there.

    Killed in the insert it leaves nothing.  Killed in or after the commit it leaves the act, and
    the repeated request gets the answer that the first one would have had.
    """
    cut_off: list[Exception] = []

    def ask_in_vain(address: str) -> None:
        try:
            ask(address)
        except httpx.TransportError as error:
            cut_off.append(error)

    with api(at.dsn, state) as (process, address), Gate(at.dsn, OPENED, point) as gate:
        asking = Thread(target=ask_in_vain, args=(address,))
        asking.start()
        gate.until_somebody_hangs()
        killed(process)
        asking.join()
        gate.open()
    assert len(cut_off) == 1
    assert len(opened(at)) == commands(at.dsn) == int(point.is_committed)
    with api(at.dsn, state) as (_, address):
        first, second = ask(address), ask(address)
    assert first.json()["repeated"] is point.is_committed
    assert first.status_code == (200 if point.is_committed else 201)
    assert second.json()["repeated"] is True
    assert first.json()["began"] == second.json()["began"]
    [only] = opened(at)
    assert [act["act"] for act in second.json()["acts"]] == [str(only.event.event_id)]
    assert commands(at.dsn) == 1

"""The embedded Temporal servers: the real one and the one whose time skips."""

from __future__ import annotations

import asyncio
import os
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.empty_pb2 import Empty
from temporalio.api.testservice.v1 import SleepRequest
from temporalio.client import Client

from services.runtime.engine_probe import knows_namespace, serves
from services.runtime.lock import StateInUse
from services.runtime.ports import LOOPBACK
from services.runtime.temporal import EmbeddedTemporal, SkippingTemporal, running_at
from tests.runtime.processes import alive, family, listeners

MINUTE_SECONDS: Final = 60
MONTH_SECONDS: Final = 30 * 86400


def test_the_real_server_answers_with_its_own_pages(state: Path) -> None:
    with EmbeddedTemporal(state, namespace="organisation") as server:
        assert server.pid is not None
        assert server.ui_url is not None
        processes = family(server.pid)
        assert knows_namespace(server.address, "organisation")
        with urllib.request.urlopen(server.ui_url, timeout=10) as page:
            assert page.status == 200
        assert {address for address, _ in listeners(processes)} == {LOOPBACK}
    assert alive(processes) == []


def test_an_unknown_namespace_is_not_taken_for_a_known_one(
    real_temporal: EmbeddedTemporal,
) -> None:
    assert knows_namespace(real_temporal.address, "default")
    assert not knows_namespace(real_temporal.address, "elsewhere")


@pytest.mark.long
def test_the_real_server_keeps_its_processes_over_a_crash(state: Path) -> None:
    async def start_one(address: str) -> None:
        client = await Client.connect(address)
        await client.start_workflow("waits", id="cycle", task_queue="nobody")

    async def is_running(address: str) -> bool:
        client = await Client.connect(address)
        description = await client.get_workflow_handle("cycle").describe()
        return description.status is not None and description.status.name == "RUNNING"

    with EmbeddedTemporal(state, ui=False) as server:
        address = server.address
        asyncio.run(start_one(address))
        server.kill9()
        assert server.pid is None
        assert not serves(address)
        server.start()
        assert server.address == address
        assert asyncio.run(is_running(address))


@pytest.mark.long
def test_an_erased_server_knows_no_process(state: Path) -> None:
    async def count(address: str) -> int:
        client = await Client.connect(address)
        return (await client.count_workflows()).count

    with EmbeddedTemporal(state, ui=False) as server:
        server.erase()
        assert running_at(state) is None
        server.start()
        assert asyncio.run(count(server.address)) == 0


@pytest.mark.long
def test_the_real_server_tells_another_process_where_it_runs(state: Path) -> None:
    with EmbeddedTemporal(state) as server:
        found = running_at(state)
        assert found is not None
        assert (found.address, found.ui_url) == (server.address, server.ui_url)
    assert running_at(state) is None


@pytest.mark.long
def test_a_second_start_on_one_folder_is_refused(state: Path) -> None:
    refused = pytest.raises(StateInUse, match=f"is in use by process {os.getpid()}")
    with EmbeddedTemporal(state, ui=False), refused:
        EmbeddedTemporal(state, ui=False).start()


def test_the_skipping_server_moves_its_clock_on(skipping_temporal: SkippingTemporal) -> None:
    async def thirty_days() -> float:
        client = await Client.connect(skipping_temporal.address)
        before = await _clock(client)
        month = SleepRequest(duration=Duration(seconds=MONTH_SECONDS))
        await client.test_service.unlock_time_skipping_with_sleep(month)
        return await _clock(client) - before

    assert asyncio.run(thirty_days()) >= MONTH_SECONDS


def test_the_skipping_server_stands_still_until_it_is_moved(
    skipping_temporal: SkippingTemporal,
) -> None:
    async def passes_while_a_workflow_waits() -> float:
        client = await Client.connect(skipping_temporal.address)
        before = await _clock(client)
        await client.start_workflow(
            "waits", id="idle", task_queue="nobody", start_delay=timedelta(days=1)
        )
        return await _clock(client) - before

    assert asyncio.run(passes_while_a_workflow_waits()) < MINUTE_SECONDS


def test_the_skipping_server_is_reached_from_loopback_alone(
    skipping_temporal: SkippingTemporal,
) -> None:
    if not skipping_temporal.loopback_only:
        pytest.skip("this machine allows no network namespace, so the server cannot be shut in")
    assert skipping_temporal.pid is not None
    port = int(skipping_temporal.address.rpartition(":")[2])
    assert _visible_listeners(port) == {LOOPBACK}


@pytest.mark.long
def test_the_skipping_server_leaves_no_process(state: Path) -> None:
    with SkippingTemporal(state) as server:
        assert server.pid is not None
        processes = family(server.pid)
    assert alive(processes) == []
    assert not serves(server.address)


async def _clock(client: Client) -> float:
    said = await client.test_service.get_current_time(Empty())
    return said.time.ToDatetime().timestamp()


def _visible_listeners(port: int) -> set[str]:
    """Addresses on which anybody in our own network listens at this port, both families."""
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/self/net/{table}").read_text("ascii").splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            address, _, number = local.partition(":")
            if state == "0A" and int(number, 16) == port:
                loopback = address == "0100007F"
                found.add(LOOPBACK if loopback else address)
    return found

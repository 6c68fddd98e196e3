"""Measures how soon what falls due in open cases is on record, and what it takes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter
from typing import Final, NamedTuple
from uuid import UUID

import httpx
import psycopg
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from domain.cases.clocks import Runs
from domain.cases.complaint import Complaint
from domain.kernel.ids import derived
from services.application.complaints import FileComplaint
from services.bench import ground as databases
from services.bench.ballot.served import Served, most_memory, ours, served
from services.bench.cases.sizes import VALUES, CaseSizes
from services.bench.read.founding import Hands, found
from services.bench.read.pen import LARGE, person
from services.bench.report import Measured, Report, Row, Target, at, below, row
from services.bootstrap import Office, office
from services.config import Settings
from services.engine.client import connect
from services.engine.relay import Relay
from services.engine.running import BackgroundRelay
from services.places import masters_of
from services.rehearsal.idleness import RESTING, newest_event
from services.rehearsal.troupe import Troupe
from services.runtime.temporal import EmbeddedTemporal
from services.store.port import RecordedAct

NAME: Final = "cases"
WORD: Final = "a word of one's own"
LOOK_EVERY: Final = 0.5
LOOK_AT_PAGES_EVERY: Final = 5.0
"""Seconds between the pages that a keeper of complaints asks for, as somebody who reads them."""
PATIENCE: Final = 300.0
"""Seconds after a moment within which what fell due then has to be on record at all."""
PAUSE: Final = 0.05
PAGES: Final = ("/", "/complaints/desk")
_SHIFT: Final = "SELECT shift FROM convenor.organisation_clock"


class Late(NamedTuple):
    """Seconds from each moment to the commit of what fell due at it."""

    seconds: Sequence[float]

    @classmethod
    def of(cls, recorded: Iterable[tuple[RecordedAct, datetime]]) -> Late:
        """Each act with the moment of its recording by the clock of the organisation."""
        return cls([(when - one.event.act.occurred_at).total_seconds() for one, when in recorded])

    def at(self, share: float) -> float:
        """The seconds within which that share of them was on record."""
        return at(self.seconds, share)


class Found(NamedTuple):
    """What was measured: seconds, memory in megabytes, pages in milliseconds."""

    handing_in: float
    beginning: float
    spread: Late
    at_once: Late
    memory: float
    pages: Mapping[str, Sequence[float]]


def measure(settings: Settings, sizes: CaseSizes) -> Report:
    """Open the cases in a database and an engine of their own, which are dropped afterwards.

    Raises `AssertionError` when something that fell due is not on record, is there twice, or took
    effect at another moment than its own.
    """
    # Who looks at a page says who they are, and that is believed over embedded servers alone.
    settings = settings.model_copy(update={"database_url": None, "port": 0})
    with databases.server() as address, databases.database(address) as dsn:
        machine = databases.machine(address)
        masters = masters_of(settings)
        with (
            TemporaryDirectory(prefix="convenor-bench-") as folder,
            office(dsn, masters=masters) as at,
            EmbeddedTemporal(Path(folder), ui=False) as engine,
        ):
            at.projector.start()
            measured = asyncio.run(_Run(at, settings, sizes, engine.address).played())
    bench = Measured(
        bench=NAME,
        rows=tuple(_rows(measured, sizes)),
        targets=_targets(measured),
        notes=_notes(sizes),
    )
    return Report(machine=machine, benches=(bench,))


class _Run:
    """From the first complaint to the moment at which all first answers are late."""

    def __init__(self, at: Office, settings: Settings, sizes: CaseSizes, engine: str) -> None:
        self._at, self._settings, self._sizes, self._engine = at, settings, sizes, engine

    async def played(self) -> Found:
        """Hand in, let the engine begin, and go through both kinds of moments as time passes."""
        _say(f"{self._sizes.cases:,} complaints are handed in …")
        begun = perf_counter()
        await asyncio.to_thread(self._handed_in)
        handing_in = perf_counter() - begun
        client = await connect(self._engine, self._settings)
        self._clock_runs()
        async with BackgroundRelay(lambda: self._relay(client)):
            with (
                Troupe(self._at.dsn, self._engine) as troupe,
                served(ours, self._at.dsn, self._settings) as web,
            ):
                beginning = await self._all_wait(client, troupe)
                _say(f"all processes wait after {beginning:.0f} s; now time passes …")
                looking = asyncio.create_task(self._looked_at(web))
                spread = await self._on_record(Runs.ACKNOWLEDGE, self._sizes.spread)
                same = (self._sizes.at_once,) * self._sizes.cases
                at_once = await self._on_record(Runs.TRIAGE, same)
                pages = await self._stopped(looking)
                troupe.must_run()
                memory = most_memory(troupe.pid)
        return Found(handing_in, beginning, spread, at_once, memory, pages)

    def _handed_in(self) -> None:
        hands = Hands(self._at.store)
        found(hands, VALUES)
        for number, moment in enumerate(self._sizes.handed_in):
            hands.at(moment)
            told = FileComplaint(case=_case(number), secret=WORD, text="They shouted.", about="X.")
            hands.ask(told, person(number + 2))

    def _clock_runs(self) -> None:
        """Let time pass as outside, from so long before the first moment as the engine needs."""
        clock = self._at.store.clock
        begins = self._sizes.spread[0] - timedelta(seconds=self._sizes.lead)
        clock.release()
        clock.shift(begins - self._at.store.now())

    def _relay(self, client: Client) -> Relay:
        return Relay(self._at.dsn, client, self._settings.task_queue)

    async def _all_wait(self, client: Client, troupe: Troupe) -> float:
        """How long it takes until every process waits for its first moment."""
        begun = perf_counter()
        for number in range(self._sizes.cases):
            case = str(_case(number))
            while not await _waits(client, case):
                troupe.must_run()
                await asyncio.sleep(PAUSE)
        return perf_counter() - begun

    async def _on_record(self, runs: Runs, moments: Sequence[datetime]) -> Late:
        """When what fell due at each of these moments came on record."""
        await self._time_is(max(moments))
        give_up = monotonic() + PATIENCE
        while len(late := await asyncio.to_thread(self._late, runs)) < len(moments):
            assert monotonic() < give_up, f"{len(moments) - len(late)} are not on record"
            await asyncio.sleep(LOOK_EVERY)
        took_effect = sorted(one.event.act.occurred_at for one, _ in late)
        assert took_effect == sorted(moments), "something took effect at another moment"
        return Late.of(late)

    async def _time_is(self, moment: datetime) -> None:
        while (left := (moment - self._at.store.now()).total_seconds()) > 0:
            await asyncio.sleep(min(left, LOOK_EVERY))

    def _late(self, runs: Runs) -> list[tuple[RecordedAct, datetime]]:
        """What is on record as late, with the moment of its recording."""
        with psycopg.connect(self._at.dsn) as connection:
            ((shift,),) = connection.execute(_SHIFT).fetchall()
        most = 2 * self._sizes.cases + 1
        acts = self._at.store.acts(topics=(Complaint.FellLate.TOPIC,), limit=most)
        return [
            (one, one.recorded_at + shift)
            for one in acts
            if isinstance(one.event, Complaint.FellLate) and one.event.runs is runs
        ]

    async def _looked_at(self, web: Served) -> Mapping[str, Sequence[float]]:
        """Pages that a keeper of complaints looks at meanwhile; until it is cancelled."""
        times: dict[str, list[float]] = {path: [] for path in PAGES}
        who = {"Act-As": str(person(0))}
        async with httpx.AsyncClient(base_url=web.address, headers=who, timeout=60) as browser:
            try:
                while True:
                    for path in PAGES:
                        begun = perf_counter()
                        answer = await browser.get(path)
                        assert answer.status_code == 200, f"{path}: {answer.status_code}"
                        times[path].append((perf_counter() - begun) * 1_000)
                        await asyncio.sleep(LOOK_AT_PAGES_EVERY)
            except asyncio.CancelledError:
                return times

    async def _stopped(
        self, looking: asyncio.Task[Mapping[str, Sequence[float]]]
    ) -> Mapping[str, Sequence[float]]:
        looking.cancel()
        return await looking


def _case(number: int) -> UUID:
    """The id of a case, as if drawn at random, the same in each run."""
    return UUID(bytes=derived(LARGE, "case", number).bytes, version=4)


async def _waits(client: Client, process: str) -> bool:
    try:
        return await newest_event(client, process) in RESTING
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False
        raise


def _rows(found: Found, sizes: CaseSizes) -> Iterator[Row]:
    per_case = found.handing_in / sizes.cases * 1_000
    yield row("complaints handed in at the desk", (per_case,), "ms/case")
    yield row(f"{sizes.cases:,} processes begin and wait", (found.beginning,), "s")
    yield _times(f"due within {sizes.minutes:g} minutes: on record after", found.spread.at, "s")
    yield _times("all due at one instant: on record after", found.at_once.at, "s")
    yield row("worker, the most memory at once", (found.memory,), "MB")
    for path, times in found.pages.items():
        yield _times(f"{path} meanwhile", partial(at, times), "ms")


def _times(name: str, of: Callable[[float], float], unit: str) -> Row:
    values = tuple(round(of(share), 2) for share in (0.5, 0.95, 1.0))
    return Row(name=name, value=values[0], unit=unit, runs=values)


def _targets(found: Found) -> tuple[Target, ...]:
    board = found.pages[PAGES[0]]
    return (
        below("due moments that are spread: the last on record", found.spread.at(1), 5, "s"),
        below("due at one instant: the last on record", found.at_once.at(1), 120, "s"),
        below("worker's memory", found.memory, 500, "MB"),
        below("the board meanwhile, 95th percentile", at(board, 0.95), 200, "ms"),
    )


def _notes(sizes: CaseSizes) -> tuple[str, ...]:
    return (
        f"{sizes.cases:,} cases open at once on the embedded PostgreSQL and Temporal, one worker "
        "and one web worker in processes of their own; time passes as it does outside. Times are "
        "the median, the 95th percentile and the worst. Pages are asked for by a keeper of "
        f"complaints, one after the other, {LOOK_AT_PAGES_EVERY:g} s apart.",
        "Everything took effect at its own moment to the microsecond, however late it was put on "
        "record: the run ends with an error otherwise.",
    )


def _say(what: str) -> None:
    sys.stderr.write(f"{what}\n")

"""`convenor bench read`: pages over HTTP, and questions in the database of a large organisation."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

import psycopg
from pydantic import Field

from domain.kernel.value import Value
from services.bench.ground import machine
from services.bench.read import pages, questions
from services.bench.read.founding import NCG
from services.bench.read.ground import prepared, server
from services.bench.read.places import Places
from services.bench.read.processor import Processor
from services.bench.read.sizes import Sizes
from services.bench.read.timing import Timed
from services.bench.report import Measured, Report, Row, Target
from services.bootstrap import office
from services.config import Settings
from services.places import masters_of
from services.reading.view import reading
from services.web.app import create_app
from services.web.serving import beside, listen, settle

NAME: Final = "read"
_CHAIR: Final = """
    SELECT p.person FROM posts p JOIN bodies b USING (body)
    WHERE b.slug = %(slug)s AND p.post = 'chair' AND upper_inf(p.valid) AND upper_inf(b.valid)
"""


class Wanted(Value):
    """What is measured: the sizes, how often each is asked, and the milliseconds allowed."""

    sizes: Sizes = Sizes()
    times: int = Field(default=10, ge=1)
    things: int = Field(default=4, ge=1)
    seed: int = 1
    page_ms: float = 100.0
    read_ms: float = 20.0


class Found(Value):
    """What was measured, and what of it took longer than is allowed."""

    report: Report
    too_slow: tuple[str, ...]

    def with_lists(self, rows: Sequence[Row]) -> Found:
        """The same with rows that are held against no limit."""
        (one,) = self.report.benches
        with_them = one.model_copy(update={"rows": (*one.rows, *rows)})
        report = self.report.model_copy(update={"benches": (with_them,)})
        return self.model_copy(update={"report": report})


def measure(settings: Settings, wanted: Wanted) -> Found:
    """Measure everything; the organisation is made first where it is not kept from before."""
    with server(settings) as address:
        dsn = prepared(address, settings, wanted.sizes)
        with office(dsn, masters=masters_of(settings)) as at:
            at.projector.catch_up()
            with at.pool.connection() as connection, reading(connection) as looked:
                places = Places(looked, wanted.seed, wanted.things)
                chair = next((row[0] for row in looked.rows(_CHAIR, slug=NCG)), None)
            app = create_app(at, settings)
            sys.stderr.write("measuring pages …\n")
            settle()
            with (
                beside(app, listen(settings)) as site,
                psycopg.connect(dsn, autocommit=True) as aside,
            ):
                visitor = pages.Visitor(site, wanted.times, chair, Processor(aside))
                asked = pages.asked_all(visitor, places)
        sys.stderr.write("measuring questions …\n")
        with psycopg.connect(dsn, autocommit=True) as connection:
            read = questions.measured(connection, places, wanted.seed, wanted.times)
            whole = questions.in_full(connection, wanted.seed, wanted.times)
        found = _found(machine(address), wanted, asked, read)
        return found.with_lists([_row("whole list", one) for one in whole])


def _found(
    hardware: dict[str, str], wanted: Wanted, asked: pages.Asked, read: Sequence[Timed]
) -> Found:
    slow = (*_over(asked.pages, wanted.page_ms), *_over(read, wanted.read_ms))
    rows = (
        *(_row("page", one) for one in asked.pages),
        *(_row("sheet", one) for one in asked.sheets),
        *(_row("question", one) for one in read),
    )
    targets = (
        _target("slowest page, 95th percentile", _by_clock(asked.pages), wanted.page_ms),
        _target("the same, processor time", _by_processor(asked.pages), wanted.page_ms),
        _target(
            "slowest question in the database, 95th percentile", _by_clock(read), wanted.read_ms
        ),
        _target("the same, processor time", _by_processor(read), wanted.read_ms),
    )
    measured = Measured(
        bench=NAME,
        rows=rows,
        targets=targets,
        notes=_notes(hardware["load at the start"], wanted, asked),
    )
    return Found(report=Report(machine=hardware, benches=(measured,)), too_slow=slow)


def _over(several: Sequence[Timed], limit: float) -> tuple[str, ...]:
    return tuple(
        f"{one.name}: {one.p95:g} ms, worst {one.worst:g} ms at {one.slowest}"
        for one in several
        if one.p95 > limit
    )


def _row(kind: str, one: Timed) -> Row:
    return Row(
        name=f"{kind} {one.name}",
        value=one.p95,
        unit="ms",
        runs=(one.median, one.p95, one.worst, one.processor, one.processor_p95),
    )


def _by_clock(several: Sequence[Timed]) -> list[float]:
    return [one.p95 for one in several]


def _by_processor(several: Sequence[Timed]) -> list[float]:
    return [one.processor_p95 for one in several]


def _target(name: str, several: Sequence[float], limit: float) -> Target:
    worst = max(several, default=0.0)
    return Target(name=name, value=worst, unit="ms", target=limit, reached=worst <= limit)


def _notes(load: str, wanted: Wanted, asked: pages.Asked) -> tuple[str, ...]:
    sizes = wanted.sizes
    notes = [
        f"{sizes.bodies:,} bodies, {sizes.mandates:,} mandates, {sizes.meetings:,} meetings, "
        f"{sizes.members:,} members. Runs are median, 95th percentile and worst on the clock, "
        "and median and 95th percentile of the processor time used by this process (pages and "
        "who asks) and by the database together, which tells more than the clock where others "
        f"use the machine too. Its load was {load}.",
        f"A page is asked {wanted.times} times for each of up to {wanted.things} things, the "
        "largest among them, and for one in each state, such as a meeting that is called and one "
        "that is open: now, in the past, and by somebody who acts. A question's time is what the "
        "database says of planning and execution at random moments, all its statements together.",
    ]
    if asked.empty:
        notes.append(f"Not asked, as there is no such thing: {', '.join(asked.empty)}.")
    if asked.unmet:
        notes.append(
            "Forms that are not asked, as no page of these things offers them to the secretary or "
            f"to the chair of the coordinating group: {', '.join(asked.unmet)}."
        )
    if asked.refused:
        notes.append(f"Refused: {', '.join(asked.refused)}.")
    return tuple(notes)

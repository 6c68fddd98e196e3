"""How long each question takes in the database, as of a moment drawn by chance.

Every statement of a question runs under EXPLAIN ANALYZE first, and what PostgreSQL says of its
planning and its execution is added up; sending rows and making answers of them is left out.  As
with pages, each is asked once before it counts.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

from domain.kernel.refusal import NotFound
from services.bench.read.places import Places
from services.bench.read.processor import of_servers
from services.bench.read.sizes import BEGINS, NOW
from services.bench.read.timing import Sample, Timed, timed
from services.reading import (
    actions,
    alarms,
    assemblies,
    ballots,
    between_meetings,
    bodies,
    claims,
    collisions,
    cooptions,
    counts,
    cycles,
    details,
    elections,
    formations,
    journal,
    meetings,
    notices,
    outbox,
    people,
    processes,
    proposals,
    reports,
    rulebook,
)
from services.reading.view import Answer, Part, Reading, reading

A = TypeVar("A", bound=Answer)
Asked = Callable[..., object]
Question = tuple[str, Asked, list[tuple[Any, ...]]]
"""What it is called, what asks it, and of which things."""

FIRST: Final = Part(most=100)
"""A long list as its page asks for it; all of it is asked for by files alone."""


def _actions_page(at: Reading) -> object:
    return actions.actions(at, part=FIRST)


def _meetings_page(at: Reading) -> object:
    return meetings.meetings(at, part=FIRST)


def _reports_page(at: Reading) -> object:
    return reports.reports(at, part=FIRST)


def _board_page(at: Reading) -> object:
    return processes.board(at, FIRST.most)


def _meetings_of(at: Reading, slug: str) -> object:
    return meetings.meetings(at, slug, FIRST)


def _alarms_page(at: Reading) -> object:
    return alarms.part_of(at, alarms.counted(at), FIRST)


def _alarms_of(at: Reading, slug: str) -> object:
    return alarms.alarms(at, bodies.line_of(at, slug).body)


IN_FULL: Final[Sequence[Asked]] = (
    actions.actions,
    meetings.meetings,
    reports.reports,
    processes.board,
    alarms.alarms,
)
"""Lists as the files have them, thousands of lines long: told, and held against no limit."""

ALONE: Final[Sequence[Asked]] = (
    _actions_page,
    _meetings_page,
    _reports_page,
    _board_page,
    alarms.counted,
    ballots.ballots,
    bodies.bodies,
    claims.claims,
    collisions.rule_collisions,
    _alarms_page,
    counts.counts,
    counts.done,
    cycles.cycles,
    elections.elections,
    formations.formations,
    journal.journal,
    notices.notices,
    outbox.outbox,
    processes.open_processes,
    processes.next_due,
    proposals.proposals,
    reports.statements,
    rulebook.rulebook,
)


def _acts_of(at: Reading, thing: UUID) -> object:
    return journal.journal(at, journal.Filter(process=thing))


def _acts_by(at: Reading, person: UUID) -> object:
    return journal.journal(at, journal.Filter(actor=person))


def _rule_today(at: Reading, rule: str) -> object:
    return rulebook.rule_on(at, rule, at.view.moment)


ABOUT: Final[Mapping[str, Sequence[Asked]]] = {
    "slug": (bodies.body, bodies.seats_of, _meetings_of, _alarms_of),
    "person": (
        people.person,
        details.person_data,
        details.contents,
        notices.ways,
        _acts_by,
    ),
    "meeting": (meetings.meeting, processes.process, processes.children, journal.retell, _acts_of),
    "report": (reports.report,),
    "action": (actions.action,),
    "notice": (notices.notice,),
    "act": (journal.act,),
    "rule": (rulebook.rule_history, _rule_today),
    "year": (between_meetings.quarters,),
    "cycle": (cycles.cycle, collisions.foreseen, _acts_of, processes.children),
    "assembly": (assemblies.assembly,),
    "proposal": (proposals.proposal, assemblies.votes_on),
    "ballot": (ballots.ballot,),
    "count": (counts.count,),
    "election": (elections.election,),
    "claim": (claims.claim,),
    "cooption": (cooptions.cooption,),
    "resolution": (between_meetings.resolution,),
    "formation": (formations.formation,),
    "occasion": (outbox.occasion,),
}


@dataclass(frozen=True, eq=False)
class Explained(Reading):
    """A reading that keeps what the database says of the time of each statement.

    `used` is what its server used of a processor meanwhile.
    """

    spent: list[float] = field(default_factory=list)
    used: list[float] = field(default_factory=list)

    def all(self, kind: type[A], asked: str, /, **words: object) -> tuple[A, ...]:
        self._explain(asked, words)
        return super().all(kind, asked, **words)

    def first(self, kind: type[A], asked: str, /, **words: object) -> A | None:
        self._explain(asked, words)
        return super().first(kind, asked, **words)

    def rows(self, asked: str, /, **words: object) -> Sequence[tuple[Any, ...]]:
        self._explain(asked, words)
        return super().rows(asked, **words)

    def _explain(self, asked: str, words: dict[str, object]) -> None:
        told = f"EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF, FORMAT JSON) {asked}"
        server = [self.connection.info.backend_pid]
        before = of_servers(server)
        with self.connection.cursor(row_factory=tuple_row) as cur:
            row = cur.execute(told.encode(), self._words(words)).fetchone()
        self.used.append(of_servers(server) - before)
        plan: dict[str, Any] = row[0][0] if row else {}
        self.spent.append(plan["Planning Time"] + plan["Execution Time"])


def measured(connection: Connection[Any], places: Places, seed: int, times: int) -> list[Timed]:
    """Every question with its time in the database, in the order of their names."""
    return _measured(connection, _all(places), seed, times)


def in_full(connection: Connection[Any], seed: int, times: int) -> list[Timed]:
    """The same for the lists of which files have all."""
    return _measured(connection, ((_name(one), one, [()]) for one in IN_FULL), seed, times)


def _measured(
    connection: Connection[Any], all_of_them: Iterable[Question], seed: int, times: int
) -> list[Timed]:
    chance = random.Random(seed)
    found = []
    for name, asked, words in all_of_them:
        _asked(connection, asked, words[0], NOW)
        samples = [
            _asked(connection, asked, one, moment)
            for one in words
            for moment in _moments(chance, times)
        ]
        found.append(timed(name, samples))
    return sorted(found, key=lambda one: one.name)


def _moments(chance: random.Random, times: int) -> Iterator[datetime]:
    """Moments in the life of the organisation, the present always among them."""
    yield NOW
    for _ in range(times - 1):
        yield BEGINS + (NOW - BEGINS) * chance.random()


def _all(places: Places) -> Iterator[Question]:
    """Every question by its name, and what it is asked of; what there is nothing of is left out."""
    for asked in ALONE:
        yield _name(asked), asked, [()]
    for kind, several in ABOUT.items():
        words = [tuple(one) for one in places.of(kind)]
        if words:
            yield from ((f"{_name(asked)} ({kind})", asked, words) for asked in several)


def _name(asked: Asked) -> str:
    module = asked.__module__.rpartition(".")[2]
    return f"{module}.{asked.__name__.strip('_')}"


def _asked(
    connection: Connection[Any], asked: Asked, words: tuple[Any, ...], moment: datetime
) -> Sample:
    """One asking: its statements together.  What was not there yet at the moment says so."""
    with reading(connection, moment) as at:
        explained = Explained(at.connection, at.view)
        with suppress(NotFound):
            asked(explained, *words)
    of = " ".join([*map(str, words), f"as of {moment:%Y-%m-%d}"])
    return Sample(of=of, ms=sum(explained.spent), processor=sum(explained.used))

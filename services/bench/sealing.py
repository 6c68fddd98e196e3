"""What sealing costs: acts that carry nothing sealed, with and without a vault, and acts that do.

Measured is the whole way, from the act to the answered commit and back; beside it the mapper alone,
which is where the difference lies.  Both sides of a ratio are taken in turn in one run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from time import process_time
from typing import Final, TypeVar

from domain.bodies.details import Person
from domain.bodies.kept import Given
from domain.bodies.member import Member
from domain.kernel.aggregate import Aggregate, Recorded
from domain.kernel.ids import PersonId, derived
from domain.kernel.sealed import Purpose
from services.bench.report import Measured, Row, Target, ratio, row
from services.bench.subject import MEASURED, act_of
from services.bench.work import RUNS, all_at_once
from services.store.collecting import fewer_collections
from services.store.mapper import ActMapper
from services.store.postgres import PostgresStore
from services.vault.master import GivenKeys, LocalMasterKey
from services.vault.port import Owner
from services.vault.postgres import PostgresVault

CALLERS: Final = 16
MASTERS: Final = GivenKeys([LocalMasterKey(bytes(32))])
Make = Callable[[int], Aggregate]
A = TypeVar("A")
B = TypeVar("B")


def measure(dsn: str, people: int = 1_600) -> Measured:
    """Rows for commits, writing and reading, and how much slower anything plain became."""
    with (
        closing(PostgresVault(dsn, MASTERS)) as vault,
        PostgresStore(dsn, connections=CALLERS) as bare,
        PostgresStore(dsn, connections=CALLERS, keys=vault) as sealing,
    ):
        vault.begin()
        numbers = _Numbers(people)
        plain, beside, known, fresh = (list[float]() for _ in range(4))
        for _ in range(RUNS):
            plain.append(_commits(bare, _joined, numbers.some()))
            beside.append(_commits(sealing, _joined, numbers.some()))
            fresh.append(_commits(sealing, _entered, numbers.some()))
            known.append(_commits(sealing, _entered, numbers.with_keys(vault)))
        mapped, target = _mapped(vault, numbers)
    rows = (
        row("commits of plain acts, no vault, 16 callers", plain, "commits/s"),
        row("commits of plain acts, beside a vault", beside, "commits/s"),
        row("commits with 4 sealed fields, keys known", known, "commits/s"),
        row("commits with 4 sealed fields, 3 keys made for each", fresh, "commits/s"),
        *mapped,
    )
    targets = (ratio("plain commits beside a vault, to those without", beside, plain, 0.9), target)
    return Measured(bench="seal", rows=rows, targets=targets)


def _mapped(vault: PostgresVault, numbers: _Numbers) -> tuple[tuple[Row, ...], Target]:
    """The mapper alone: writing and reading, each in turn without and with a vault."""
    bare, sealing = ActMapper(), ActMapper(vault)
    plain = _acts(_joined, numbers.some())
    sealed = _acts(_entered, numbers.with_keys(vault))
    names = ("plain, no vault", "plain, beside a vault", "4 sealed fields and 1 plain act")
    wrote, reads = ([list[float]() for _ in names] for _ in range(2))
    for _ in range(3 * RUNS):
        for place, (mapper, acts) in enumerate(
            ((bare, plain), (sealing, plain), (sealing, sealed))
        ):
            stored, took = _timed(mapper.to_stored_event, acts)
            wrote[place].append(took)
            _, took = _timed(mapper.to_domain_event, stored)
            reads[place].append(took)
    rows = [row(f"mapper writes: {name}", runs) for name, runs in zip(names, wrote, strict=True)]
    rows += [row(f"mapper reads: {name}", runs) for name, runs in zip(names, reads, strict=True)]
    return tuple(rows), ratio("plain acts read beside a vault", reads[1], reads[0], 0.9)


def _timed(work: Callable[[A], B], things: Sequence[A]) -> tuple[list[B], float]:
    """What it made, and how many in a second of this process's own time: others may be busy."""
    with fewer_collections():
        start = process_time()
        made = [work(one) for one in things]
        return made, len(things) / (process_time() - start)


def _commits(store: PostgresStore, make: Make, numbers: range) -> float:
    """Commits in a second, by as many callers as there are shares."""

    def commit(share: Sequence[Aggregate]) -> None:
        for thing in share:
            store.commit([thing], command=None, reads={})

    things = [make(number) for number in numbers]
    shares = [things[first::CALLERS] for first in range(CALLERS)]
    return len(things) / all_at_once(commit, shares)


def _acts(make: Make, numbers: range) -> list[Recorded]:
    found = (act for number in numbers for act in make(number).collect_events())
    return [act for act in found if isinstance(act, Recorded)]


def _joined(number: int) -> Aggregate:
    """Two plain acts, as many as `_entered` has."""
    act = act_of(number, 0)
    member = Member.join(act, number=f"B{number}", joined_on=act.occurred_at.date())
    member.move(act_of(number, 1), None, "north")
    return member


def _entered(number: int) -> Aggregate:
    """A plain act, and one with four sealed fields under three keys."""
    act = act_of(number, 0)
    person = Person.enter(act, person_of(number))
    given = Given(
        name=f"Somebody {number}",
        email=f"somebody{number}@example.org",
        post_address=f"{number} Long Lane",
        born=act.occurred_at.date() - timedelta(days=9_000),
    )
    person.set_details(act_of(number, 1), given)
    return person


class _Numbers:
    """People of whom nothing was recorded before."""

    def __init__(self, people: int) -> None:
        self._people = people
        self._next = 1_000_000

    def some(self) -> range:
        first, self._next = self._next, self._next + self._people
        return range(first, self._next)

    def with_keys(self, vault: PostgresVault) -> range:
        some = self.some()
        purposes = (Purpose.IDENTITY, Purpose.CONTACT, Purpose.BIRTH)
        vault.keys_for([Owner(person_of(number), one) for number in some for one in purposes])
        return some


def person_of(number: int) -> PersonId:
    return PersonId(derived(MEASURED, "person", number))

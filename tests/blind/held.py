"""Blind ballots in a database: a roll, a ballot that is open, and voters for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from domain.ballots.ballot import Ballot
from domain.ballots.blind.announcement import Announcement
from domain.ballots.terms import Hours, Question, Roll
from domain.kernel.ids import PersonId
from services.store.postgres import PostgresStore
from services.vault.master import GivenKeys, LocalMasterKey
from services.voting.blind.kept import Announced
from services.voting.blind.postgres import BlindBoxes
from services.voting.blind.voter import Voter
from tests.blind.given import QUESTIONS, ROLL, Member, keys
from tests.domain.acts import START, act, an_id, days, governing

PEOPLE = tuple(map(PersonId, ROLL))
STRANGER = PersonId(an_id("a stranger"))
HOURS = Hours(opens=START + days(20), closes=START + days(29))
MASTERS = GivenKeys([LocalMasterKey(b"k" * 32)])


@dataclass(frozen=True)
class Held:
    """An office that holds blind ballots."""

    store: PostgresStore
    pool: ConnectionPool[Connection[TupleRow]]
    announced: Announced
    boxes: BlindBoxes

    def call(self, name: str, hours: Hours = HOURS) -> Ballot:
        """A ballot in the log, with its roll frozen."""
        ballot = Ballot.call(
            an_id(name),
            act(),
            title="A blind ballot",
            parent=None,
            questions=(Question(subject=an_id("p"), number=1, title="P", digest="d"),),
            hours=hours,
            rules=governing(),
        )
        ballot.freeze_roll(act(days(6)), Roll(count=len(PEOPLE), position=1, commitment="c"))
        self.store.commit([ballot], command=None, reads={})
        with self.pool.connection() as connection:
            connection.cursor().executemany(
                "INSERT INTO convenor.ballot_roll (ballot_id, person) VALUES (%s, %s)",
                [(ballot.id, person) for person in PEOPLE],
            )
        return ballot

    def announce(
        self, name: str = "blind", hours: Hours = HOURS, *, replaceable: bool = True
    ) -> Announcement:
        """A ballot that was announced; voting has not opened."""
        ballot = self.call(name, hours)
        return self.announced.announce(ballot, QUESTIONS, replaceable=replaceable, keys=keys())

    def draw(self, to: Announcement, person: PersonId) -> Member:
        """A credential, drawn as a member draws it."""
        voter = Voter.begin(to)
        return Member(voter, voter.credential(self.boxes.draw(to.ballot, person, voter.blinded)))

    def rows(self, statement: str, *given: object) -> Sequence[TupleRow]:
        with self.pool.connection() as connection:
            return connection.execute(statement.encode(), given).fetchall()

    def at(self, moment: datetime) -> None:
        self.store.clock.hold(moment)


@contextmanager
def holding(dsn: str) -> Iterator[Held]:
    """The office over a database, two days before voting opens."""
    with (
        PostgresStore(dsn, connections=4) as store,
        ConnectionPool(dsn, min_size=1, max_size=12) as pool,
    ):
        store.clock.hold(HOURS.opens - days(2))
        announced = Announced(pool, MASTERS)
        yield Held(store, pool, announced, BlindBoxes(pool, store, announced))


def listed(held: Held, ballot: UUID) -> list[str]:
    """What is in the published list of a closed box."""
    return [paper.hash.hex() for paper in held.boxes.papers(ballot)]

"""A group under rules on how it is made up, and what goes against them, for the pages to show.

Two of its four seats are filled from the beginning and all of them later; then a vice-chair goes,
and a term ends without a successor.  People are invented.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import psycopg
from psycopg.sql import SQL, Identifier

from domain.bodies.mandate import Origin
from domain.kernel.ids import PersonId
from domain.rules.values import Flag, Period, Seats, Section
from services.application.bodies import (
    EstablishBody,
    FillPost,
    JoinMember,
    ProlongMandate,
    SeatMember,
)
from services.application.endings import VacatePost, VacateSeat
from services.application.rules import FoundRulebook
from services.bootstrap import Office, office
from services.config import Settings
from services.reading.questions import Reading, reading
from services.runtime.postgres import MAINTENANCE_DATABASE, EmbeddedPostgres
from services.web.app import create_app
from services.web.serving import beside, listen
from tests.support.hands import Hands, member
from tests.support.keys import MASTERS
from tests.support.kinds import Kind
from tests.support.rulebook import CLAUSE, rules

STAFF, ANN, BEN, CAT, DAN = (member(number) for number in range(5))
NAMES = {ANN: "Ann Abara", BEN: "Ben Brough", CAT: "Cat Conway", DAN: "Dan Dale"}
FOUNDED = datetime(2021, 1, 4, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
POSTS = Seats(seats=(Section(section="chair", seats=1), Section(section="vice_chair", seats=2)))


@dataclass
class Ruled:
    """The group, and who asks about it."""

    office: Office
    hands: Hands
    client: httpx.Client

    def on(self, day: int) -> datetime:
        """The morning of a day after the founding."""
        return FOUNDED + day * DAY

    @contextmanager
    def at(self, day: int | None = None) -> Iterator[Reading]:
        """What the views say of a day, or of the present."""
        self.office.projector.wait_for(self.office.store.head(), 90)
        moment = None if day is None else self.on(day) + DAY / 2
        with self.office.pool.connection() as rows, reading(rows, moment) as at:
            yield at

    def page(self, path: str) -> httpx.Response:
        self.office.projector.wait_for(self.office.store.head(), 90)
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer


def play(hands: Hands) -> None:
    """Who sits in the group, day by day."""
    hands.store.clock.hold(FOUNDED)
    asked = rules(
        ncg__officers__posts=POSTS, ncg__holds_over=Flag(holds=True), ncg__term=Period(months=24)
    )
    hands.ask(FoundRulebook(title="Rules", clauses=(CLAUSE,), rules=asked, source="us"), STAFF)
    _body(hands, "staff", "National office", Kind.STAFF)
    _seat(hands, "staff", STAFF, "Alma Reed")
    _body(hands, "ncg", "Coordinating group", Kind.COORDINATING_GROUP)
    for number in range(6):
        hands.ask(JoinMember(number=f"M{number:05}", joined_on=FOUNDED.date()), STAFF)
    for person in (ANN, BEN):
        _seat(hands, "ncg", person, NAMES[person])
    _on(hands, 10)
    _post(hands, "chair", ANN)
    _post(hands, "vice_chair", BEN)
    _on(hands, 20)
    until = FOUNDED + 60 * DAY
    _seat(hands, "ncg", CAT, NAMES[CAT], origin=Origin.ELECTION, until=until)
    _seat(hands, "ncg", DAN, NAMES[DAN])
    _post(hands, "vice_chair", CAT)
    _on(hands, 30)
    hands.ask(VacatePost(body="ncg", post="vice_chair", person=BEN, reason="Too much"), STAFF)
    _on(hands, 40)
    longer = FOUNDED + 200 * DAY
    hands.ask(ProlongMandate(body="ncg", person=DAN, until=longer, reason="Asked to"), STAFF)
    _on(hands, 70)


def _on(hands: Hands, day: int) -> None:
    hands.at(FOUNDED + day * DAY)


def _body(hands: Hands, slug: str, name: str, kind: Kind) -> None:
    hands.ask(EstablishBody(slug=slug, name=name, kind=kind), STAFF)


def _seat(hands: Hands, body: str, person: PersonId, name: str, **more: object) -> None:
    asked = {"body": body, "person": person, "name": name, "how": "elected", **more}
    hands.ask(SeatMember.model_validate(asked), STAFF)


def _post(hands: Hands, post: str, person: PersonId) -> None:
    asked = FillPost(body="ncg", post=post, person=person, name=NAMES[person], how="elected")
    hands.ask(asked, STAFF)


def leave(hands: Hands, person: UUID) -> None:
    """Somebody gives up the seat."""
    hands.ask(VacateSeat(body="ncg", person=PersonId(person), reason="Moved away"), STAFF)


@contextmanager
def served(server: EmbeddedPostgres) -> Iterator[Ruled]:
    """The group in a database of its own, with its pages."""
    name = f"ruled_{secrets.token_hex(6)}"
    _administer(server, "CREATE DATABASE {}", name)
    settings = Settings(org_name="Federation of Sample Groups")
    with office(server.url_of(name), masters=MASTERS) as at:
        at.projector.start()
        hands = Hands(at.store, at.boxes, bundles=at.bundles)
        hands.steps = at.steps
        play(hands)
        app = create_app(at, settings)
        with (
            beside(app, listen(settings)) as address,
            httpx.Client(base_url=address, headers={"accept": "text/html"}, timeout=30) as client,
        ):
            yield Ruled(at, hands, client)
    _administer(server, "DROP DATABASE {} WITH (FORCE)", name)


def _administer(server: EmbeddedPostgres, statement: str, *names: str) -> None:
    order = SQL(statement).format(*map(Identifier, names))
    with psycopg.connect(server.url_of(MAINTENANCE_DATABASE), autocommit=True) as connection:
        connection.execute(order)

"""A played organisation for the pages: played once, copied for each test that acts in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

import httpx
import pytest

from domain.bodies.body import body_id
from domain.kernel.ids import PersonId
from services.bootstrap import Office, office
from services.config import Settings
from services.web.app import create_app
from services.web.serving import beside, listen
from tests.servers import Originals
from tests.support.keys import MASTERS
from tests.web.played import Played, play
from tests.web.test_look_html import Page

NOTICE = "This is a rehearsal: people, votes and most texts are invented."


@dataclass(frozen=True)
class Shown:
    """Pages over a played organisation, and the ids of what was played."""

    address: str
    office: Office
    played: Played
    clients: dict[str, httpx.Client] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    def client(self, person: PersonId | None = None, body: str = "") -> httpx.Client:
        """Somebody at the pages."""
        cookie = "" if person is None else cookie_of(person, body)
        if cookie not in self.clients:
            cookies = {"acting-as": cookie} if cookie else {}
            accept = {"accept": "text/html"}
            client = httpx.Client(
                base_url=self.address, headers=accept, cookies=cookies, timeout=30
            )
            self.clients[cookie] = client
        return self.clients[cookie]

    def close(self) -> None:
        """Let everybody go."""
        for client in self.clients.values():
            client.close()

    def caught_up(self) -> None:
        """Wait until the pages show everything."""
        self.office.projector.wait_for(self.office.store.head(), 90)


def cookie_of(person: PersonId, body: str = "") -> str:
    """What the browser keeps of somebody who speaks for that body."""
    behalf: UUID | str = body_id(body) if body else ""
    return f"{person}~{behalf}"


def fill(address: str) -> Played:
    """The story, played once into a database that others are copied from."""
    with office(address, masters=MASTERS) as at:
        at.projector.start()
        found = play(at)
        at.projector.wait_for(at.store.head(), 90)
    return found


@pytest.fixture(scope="session")
def shown(originals: Originals) -> Iterator[Shown]:
    """Pages for all tests that only read."""
    with _copied(originals) as copy:
        yield copy


@pytest.fixture(scope="module")
def shaken(originals: Originals) -> Iterator[Shown]:
    """Pages for the tests of one file, which may leave anything behind in them."""
    with _copied(originals) as copy:
        yield copy


@pytest.fixture
def acted(originals: Originals) -> Iterator[Shown]:
    """Pages for a test that acts."""
    with _copied(originals) as copy:
        yield copy


@contextmanager
def _copied(originals: Originals) -> Iterator[Shown]:
    settings = Settings(org_name="Federation of Sample Groups")
    with (
        originals.copy("played_for_the_pages", fill) as (address, played),
        office(address, masters=MASTERS) as at,
    ):
        at.projector.start()
        app = create_app(at, settings, notice=NOTICE)
        with beside(app, listen(settings)) as pages:
            copy = Shown(pages, at, played)
            yield copy
            copy.close()

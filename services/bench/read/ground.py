"""Where reading is measured: a database with a large organisation, made once and kept.

It is made anew when its sizes, the rules of the domain or the history that is written differ; the
tables of the projections are made anew by the projector, as they always are.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Final

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from domain.bodies.body import Body, body_id
from domain.meetings.year import BodyYear, year_id
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from services.bench.read import beside
from services.bench.read.founding import EXAMPLE, NCG, Hands, found
from services.bench.read.history import History
from services.bench.read.sizes import NOW, Sizes
from services.bootstrap import Office, office
from services.config import Settings
from services.places import masters_of
from services.runtime.postgres import EmbeddedPostgres
from services.store.importing import import_acts

PREFIX: Final = "convenor_read_"
UNFINISHED: Final = "convenor_read_unfinished"
WRITERS: Final = (
    "sizes",
    "pen",
    "groups",
    "meetings",
    "papers",
    "cycles",
    "registers",
    "history",
    "beside",
    "founding",
)
ROOT: Final = Path(__file__).resolve().parents[3]


def fingerprint(sizes: Sizes) -> str:
    """What the log of these sizes follows from, in short."""
    digest = sha256(sizes.model_dump_json().encode())
    writers = [Path(__file__).with_name(f"{name}.py") for name in WRITERS]
    for file in sorted((ROOT / "domain").rglob("*.py")):
        digest.update(file.read_bytes())
    for file in (*writers, EXAMPLE / "rulebook.yaml"):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def server(settings: Settings) -> Iterator[str]:
    """The configured server, or one of our own that keeps its data beside the state."""
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    folder = settings.state_dir / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    with EmbeddedPostgres(folder) as embedded:
        yield embedded.url


def prepared(address: str, settings: Settings, sizes: Sizes) -> str:
    """The address of the database with the organisation of these sizes; made if it is not there."""
    name = PREFIX + fingerprint(sizes)
    with psycopg.connect(address, autocommit=True) as server:
        known = [row[0] for row in server.execute("SELECT datname FROM pg_database").fetchall()]
        if name not in known:
            for old in known:
                if old.startswith(PREFIX):
                    server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(old)))
            server.execute(SQL("CREATE DATABASE {}").format(Identifier(UNFINISHED)))
    if name not in known:
        make(make_conninfo(address, dbname=UNFINISHED), settings, sizes)
        with psycopg.connect(address, autocommit=True) as server:
            renamed = SQL("ALTER DATABASE {} RENAME TO {}")
            server.execute(renamed.format(Identifier(UNFINISHED), Identifier(name)))
    return make_conninfo(address, dbname=name)


def make(dsn: str, settings: Settings, sizes: Sizes) -> None:
    """Found the organisation, bring in its history, and let the projector take it in."""
    begun = perf_counter()
    with office(dsn, masters=masters_of(settings)) as at:
        found(Hands(at.store))
        history = _history(at, sizes)
        acts = sum(import_acts(at.dsn, acts).acts for acts in history.rounds() if acts)
        at.store.clock.hold(NOW)
        written = perf_counter()
        at.projector.catch_up()
        beside.keep(at.pool, history.papers)
    took, projected = written - begun, perf_counter() - written
    print(f"{acts:,} acts written in {took:.0f} s, read in {projected:.0f} s.", file=sys.stderr)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _history(at: Office, sizes: Sizes) -> History:
    rulebook = at.store.load(Rulebook, RULEBOOK_ID)
    first = at.store.load(Body, body_id(NCG))
    year = at.store.load(BodyYear, year_id(first.id))
    return History(sizes, rulebook.at(NOW), first, year)

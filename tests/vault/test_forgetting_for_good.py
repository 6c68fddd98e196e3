"""Somebody is forgotten: nothing anywhere can be read of them, and the record stands."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from domain.bodies.details import Person, details_id
from domain.kernel.ids import CommandId, PersonId, derived
from domain.kernel.sealed import ERASED, Purpose
from domain.notices.contact import Channel
from projections.catalogue import PRIVATE, PROJECTIONS
from services.application.asker import Asker
from services.application.command import Command
from services.application.details import DeclareCategory, SetDetails
from services.application.erasing import EraseData
from services.application.notices import SetContact
from services.bootstrap import PRIVATE_SCHEMA, Office, office
from services.cli.commands import run
from services.config import Settings
from services.engine.client import connect
from services.engine.relay import Relay
from services.engine.running import BackgroundRelay
from services.runtime.binaries import postgres_folder
from services.runtime.postgres import EmbeddedPostgres
from services.runtime.temporal import EmbeddedTemporal
from services.store.mapper import form_of
from services.store.postgres import PostgresStore
from services.store.projector import ProjectionRunner
from services.vault.erasing import Eraser
from services.vault.master import KeyFile
from services.vault.qualifying import FromTables
from tests.servers import Originals
from tests.support.hands import Hands, member
from tests.support.keys import MASTERS
from tests.web import played

ADA, BO, STAFF = member(10), member(11), member(0)
SECRETS = (
    "Adalbertine Q. Hollowell",
    "hollowell@example.org",
    "17 Nightingale Steps",
    "1961-02-03",
)
CATEGORY = "left_handed_welder"
DETAILS = SetDetails(
    person=ADA,
    name=SECRETS[0],
    email=SECRETS[1],
    post_address=SECRETS[2],
    born=date.fromisoformat(SECRETS[3]),
)


def ask(at: Office, command: Command, by: PersonId) -> None:
    key = CommandId(derived(derived(ADA, at.store.head()), command.verb()))
    at.desk.perform(command, Asker(person=by), key)


def entered(address: str) -> None:
    """For `Originals`: two people entered, and all that shows of them."""
    with office(address, masters=MASTERS) as at:
        enter(at)
        at.projector.catch_up()


def enter(at: Office) -> None:
    """A founded organisation that keeps something of two people."""
    hands = Hands(at.store, at.boxes)
    played.found(hands)
    ask(at, DETAILS, STAFF)
    ask(at, SetDetails(person=BO, name="Bo Stays"), STAFF)
    entry = at.addresses.put_in(ADA, Channel.EMAIL, SECRETS[1], derived(ADA, "an entry"))
    ask(at, SetContact(person=ADA, channel=Channel.EMAIL, entry=entry), ADA)
    for person in (ADA, BO):
        for purpose in (Purpose.CAUCUS, Purpose.QUOTA):
            declared = DeclareCategory(person=person, purpose=purpose, category=CATEGORY)
            ask(at, declared, person)


@pytest.fixture
def at(originals: Originals) -> Iterator[Office]:
    with (
        originals.copy("two_people_entered", entered) as (address, _),
        office(address, masters=MASTERS) as found,
    ):
        yield found


def rows(dsn: str, schema: str) -> dict[str, list[Any]]:
    """Every row of a schema's tables, in an order of its own."""
    with psycopg.connect(dsn) as connection:
        names = connection.execute(
            "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
            " WHERE nspname = %s AND relkind = 'r' ORDER BY relname",
            (schema,),
        ).fetchall()
        return {
            name: sorted(connection.execute(f'SELECT t::text FROM {schema}."{name}" t').fetchall())
            for (name,) in names
            if "tracking" not in name
        }


def erase(at: Office, *purposes: Purpose) -> None:
    command = EraseData(person=ADA, purposes=purposes or tuple(Purpose), ground="they asked for it")
    ask(at, command, STAFF)
    at.projector.catch_up()


def test_the_tables_show_it_until_it_is_erased_and_others_stay(at: Office) -> None:
    before = rows(at.dsn, PRIVATE_SCHEMA)["person_details"]
    assert SECRETS[0] in str(before)
    public = str(rows(at.dsn, "views"))
    assert [secret for secret in (*SECRETS, CATEGORY) if secret in public] == []
    erase(at)
    after = str(rows(at.dsn, PRIVATE_SCHEMA))
    assert [secret for secret in SECRETS if secret in after] == []
    assert "Bo Stays" in after
    assert after.count(CATEGORY) == 2
    for_caucus = FromTables(at.pool.connection, Purpose.CAUCUS)
    assert for_caucus.qualified(CATEGORY, [ADA, BO]) == {BO}


def test_the_log_stands_and_is_replayed_to_the_same_rows(at: Office) -> None:
    log = "SELECT notification_id, originator_id, originator_version, topic, state"
    with psycopg.connect(at.dsn) as connection:
        asked = f"{log} FROM convenor.stored_events ORDER BY notification_id"
        before = connection.execute(asked.encode()).fetchall()
        erase(at, Purpose.IDENTITY, Purpose.CAUCUS)
        after = connection.execute(asked.encode()).fetchall()
    assert after[: len(before)] == before
    assert after[-1][3] == "person.erased.v1"
    live = {schema: rows(at.dsn, schema) for schema in (PRIVATE_SCHEMA, "views")}
    at.projector.rebuild()
    assert {schema: rows(at.dsn, schema) for schema in (PRIVATE_SCHEMA, "views")} == live
    person = at.store.load(Person, details_id(ADA))
    assert person.given.name == ERASED
    assert person.given.email == SECRETS[1]
    assert person.kept_for == (Purpose.CONTACT, Purpose.BIRTH, Purpose.QUOTA)


def test_every_act_is_the_same_but_for_what_was_erased(at: Office) -> None:
    before = at.store.acts(limit=10_000)
    erase(at)
    after = at.store.acts(limit=10_000)
    own = details_id(ADA)
    for was, is_now in zip(before, after, strict=False):
        assert is_now.position == was.position
        form = form_of(type(was.event))
        if was.event.originator_id != own:
            assert is_now.event == was.event
        else:
            assert is_now.event.act == was.event.act
            assert not [s for s in SECRETS if s.encode() in form.write(is_now.event)]
    ours = [act for act in after if act.event.originator_id == own]
    assert [act.event.originator_version for act in ours] == list(range(1, len(ours) + 1))


def test_an_erasure_that_was_cut_short_is_carried_out_later(at: Office) -> None:
    command = EraseData(person=ADA, ground="they asked for it")
    ask(at, command, STAFF)  # and whoever asked is killed before any key is destroyed
    assert at.vault is not None
    assert at.vault.held(ADA)
    told: list[tuple[object, ...]] = []
    eraser = Eraser(at.dsn, at.store, at.vault, (lambda *what: told.append(what),))
    assert eraser.carry_out() == 5
    assert eraser.carry_out() == 0
    of_people = tuple(one for one in Purpose if one is not Purpose.CASE)  # that is a case's own
    assert [what[:2] for what in told] == [(ADA, of_people)]
    assert at.vault.held(ADA) == {}
    assert Purpose.CAUCUS in at.vault.held(BO)


def test_whoever_came_again_is_not_erased_by_the_old_decision(at: Office) -> None:
    erase(at)
    ask(at, SetDetails(person=ADA, name="Ada Again"), STAFF)
    assert at.vault is not None
    Eraser(at.dsn, at.store, at.vault).carry_out()
    assert at.store.load(Person, details_id(ADA)).given.name == "Ada Again"


def test_an_outside_reader_sees_no_category_and_no_key(at: Office) -> None:
    with psycopg.connect(at.dsn, autocommit=True) as connection:
        connection.execute("CREATE ROLE reader_of_views")
        try:
            connection.execute("GRANT USAGE ON SCHEMA views TO reader_of_views")
            connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA views TO reader_of_views")
            connection.execute("SET ROLE reader_of_views")
            assert connection.execute("SELECT count(*) FROM views.journal").fetchone()
            for table in ("private.person_details", "private.person_categories", "vault.keys"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(f"SELECT * FROM {table}".encode())
        finally:
            connection.execute("RESET ROLE")
            connection.execute("DROP OWNED BY reader_of_views")
            connection.execute("DROP ROLE reader_of_views")


def test_a_backup_of_the_log_alone_tells_nothing(at: Office) -> None:
    dump = dumped(at.dsn, "--schema=convenor", "--schema=views")
    assert "person.details_set.v1" in dump
    assert found_in(dump.encode()) == []
    with PostgresStore(at.dsn) as bare:
        assert bare.load(Person, details_id(ADA)).kept_for == ()


def test_projections_are_made_without_the_vault(at: Office) -> None:
    runner = ProjectionRunner(at.dsn, (*PROJECTIONS, *PRIVATE), schema="without_keys")
    runner.catch_up()
    runner.close()
    assert found_in(str(rows(at.dsn, "without_keys")).encode()) == []


@pytest.mark.long
def test_no_plain_text_of_the_forgotten_is_left_anywhere(
    state: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through the embedded servers, the command line, a dump of everything and every file."""
    monkeypatch.setenv("CONVENOR_STATE_DIR", str(state))
    keys = KeyFile(state / "vault" / "master.key")
    with EmbeddedPostgres(state) as database, EmbeddedTemporal(state, ui=False) as engine:
        monkeypatch.setenv("DATABASE_URL", database.url)
        with office(database.url, masters=keys) as at:
            asyncio.run(lived_through(at, engine.address))
        everything = dumped(database.url)
        assert set(found_in(everything.encode())) == {*SECRETS, CATEGORY}
        words = ["erase", "M00010", "--by", "M00000", "--ground", "they asked for it"]
        assert run(words) == 0, capsys.readouterr().err
        assert "The keys are destroyed" in capsys.readouterr().out
        assert found_in(dumped(database.url).encode()) == [CATEGORY]  # somebody else's
        public = dumped(database.url, "--schema=convenor", "--schema=views")
        assert found_in(public.encode()) == []
        with office(database.url, masters=keys) as at:
            assert at.store.load(Person, details_id(ADA)).kept_for == ()
            assert at.store.load(Person, details_id(BO)).given.name == "Bo Stays"
    files = [file for file in state.rglob("*") if _is_searched(file, state)]
    assert {"temporal.db", "log"} <= {file.name for file in files}
    assert {str(file): found for file in files if (found := found_in(file.read_bytes()))} == {}


async def lived_through(at: Office, engine: str) -> None:
    """Everything is entered while relay and projector run beside the engine."""
    client = await connect(engine, Settings())
    at.projector.start()
    try:
        async with BackgroundRelay(lambda: Relay(at.dsn, client, "convenor")):
            await asyncio.to_thread(enter, at)
            await asyncio.to_thread(at.projector.wait_for, at.store.head(), 60)
    finally:
        at.projector.stop()


def _is_searched(file: Path, state: Path) -> bool:
    """All but PostgreSQL's own files: the dump shows what they hold (docs/personal-data.md)."""
    inside = file.relative_to(state).parts
    return file.is_file() and not (inside[0] == "postgres" and "data" in inside)


def found_in(content: bytes) -> list[str]:
    return [secret for secret in (*SECRETS, CATEGORY) if secret.encode() in content]


def dumped(dsn: str, *only: str) -> str:
    program = postgres_folder() / "bin" / "pg_dump"
    done = subprocess.run(
        [str(program), *only, dsn], capture_output=True, check=True, text=True, timeout=60
    )
    return _in_plain(done.stdout)


def _in_plain(dump: str) -> str:
    """A dump writes bytes in hexadecimal: beside it, what they say."""
    told = [
        bytes.fromhex(word[3:]).decode("utf-8", "replace")
        for line in dump.splitlines()
        for word in line.split("\t")
        if word.startswith("\\\\x")
    ]
    return "\n".join([dump, *told])

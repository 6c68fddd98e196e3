"""A log in which something is sealed: written in every way, read with its vault and without."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import orjson
import psycopg
import pytest

from domain.kernel.aggregate import Recorded
from domain.kernel.refusal import BadInput
from domain.kernel.sealed import Erased
from projections.projection import Projection, RecordedAct, Rows, on
from services.rehearsal.digest import digest
from services.store.golden import Golden, samples_from
from services.store.import_lines import ImportRefused
from services.store.importing_files import import_file
from services.store.memory import MemoryStore
from services.store.port import Store, StoreAway
from services.store.postgres import PostgresStore
from services.store.projector import ProjectionRunner
from services.vault.master import GivenKeys
from services.vault.memory import MemoryVault
from services.vault.port import VaultShut
from services.vault.postgres import PostgresVault
from tests.store.lines import IMPORTER, write
from tests.store.proxy import Wire
from tests.vault.conftest import MASTER
from tests.vault.letter import SECRETS, Letter, letter_id, letters, person

Way = Callable[[PostgresStore, Path], None]


@pytest.fixture
def sealed(postgres_vault: PostgresVault) -> Iterator[PostgresStore]:
    with PostgresStore(postgres_vault.dsn, keys=postgres_vault) as store:
        yield store


def one_by_one(store: PostgresStore, _: Path) -> None:
    for number in range(4):
        letter = Letter.write(number).file(number, "filed secretly").be_read(number)
        store.commit([letter], command=None, reads={})


def in_a_group(store: PostgresStore, _: Path) -> None:
    def one(number: int) -> None:
        letter = Letter.write(number).file(number, "filed secretly").be_read(number)
        store.commit([letter], command=None, reads={})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(4)))


def by_import(store: PostgresStore, _: Path) -> None:
    store.import_acts(letters(4))


def by_a_file(store: PostgresStore, folder: Path) -> None:
    file = write(folder / "letters.jsonl", *[line(act) for act in letters(4)])
    assert import_file(store.dsn, file, IMPORTER, store.keys).acts == 12


def line(act: Recorded) -> dict[str, Any]:
    golden = Golden.of(act)
    return {
        "topic": golden.topic,
        "stream": str(golden.stream),
        "version": golden.version,
        "occurred_at": act.act.occurred_at.isoformat(),
        "source": "The letter book",
        "data": golden.state["data"],
    }


WAYS = [one_by_one, in_a_group, by_import, by_a_file]


def states(dsn: str) -> bytes:
    with psycopg.connect(dsn) as connection:
        rows = connection.execute("SELECT state FROM convenor.stored_events").fetchall()
    return b"\n".join(row[0] for row in rows)


@pytest.mark.parametrize("way", WAYS)
def test_every_way_into_the_log_seals(way: Way, sealed: PostgresStore, tmp_path: Path) -> None:
    way(sealed, tmp_path)
    kept = states(sealed.dsn)
    assert kept.count(b'"sealed":"aes-256-gcm"') == 4 * (1 + 2 + 1)
    assert [secret for secret in SECRETS if secret.encode() in kept] == []
    for number in range(4):
        found = sealed.load(Letter, letter_id(number))
        assert found.address == "1 Secret Street"
        assert found.under == ("filed secretly",)
        assert [one.name for one in found.signed] == ["Ada Sealed", "Bo “Hidden” Ö"]


@pytest.mark.parametrize("way", WAYS)
def test_the_log_is_read_without_its_vault(way: Way, sealed: PostgresStore, tmp_path: Path) -> None:
    way(sealed, tmp_path)
    with PostgresStore(sealed.dsn) as bare:
        acts = bare.acts(limit=100)
        assert len(acts) == 12
        for number in range(4):
            found = bare.load(Letter, letter_id(number))
            assert isinstance(found.address, Erased)
            assert isinstance(found.under, Erased)
            assert found.title == f"Letter {number}"
        with pytest.raises(VaultShut):
            bare.commit([Letter.write(9)], command=None, reads={})
        with pytest.raises(VaultShut):
            bare.import_acts(letters(1, first=9))
        assert bare.head() == acts[-1].position


def test_a_line_that_imitates_something_sealed_is_refused(
    sealed: PostgresStore, tmp_path: Path
) -> None:
    one_by_one(sealed, tmp_path)
    held = orjson.loads(states(sealed.dsn).splitlines()[0])["data"]["address"]
    (act, *_) = letters(1, first=8)
    imitation = line(act)
    imitation["data"] = {**imitation["data"], "address": held}
    with pytest.raises(ImportRefused, match=r"data\.address"):
        import_file(sealed.dsn, write(tmp_path / "f", imitation), IMPORTER, sealed.keys)


def test_a_file_that_was_imported_before_is_known_though_it_was_sealed(
    sealed: PostgresStore, tmp_path: Path
) -> None:
    by_a_file(sealed, tmp_path)
    with pytest.raises(BadInput, match="was imported before"):
        by_a_file(sealed, tmp_path)


def test_a_save_whose_answer_was_lost_is_known_again_though_it_was_sealed(
    sealed: PostgresStore,
) -> None:
    with Wire(sealed.dsn) as wire, PostgresStore(wire.dsn, keys=sealed.keys) as store:
        store.commit([Letter.write(1)], command=None, reads={})
        wire.lose_the_answer_to("COMMIT")
        receipt = store.commit([Letter.write(2)], command=None, reads={})
        assert receipt.repeated
        assert store.load(Letter, letter_id(2)).address == "1 Secret Street"
        assert store.head() == receipt.positions[-1]


def test_a_vault_that_is_away_stops_the_reader_and_shows_nothing_as_erased(
    sealed: PostgresStore, tmp_path: Path
) -> None:
    one_by_one(sealed, tmp_path)
    away = PostgresVault("postgresql://nobody@127.0.0.1:1/none", GivenKeys([MASTER]))
    with PostgresStore(sealed.dsn, keys=away) as store:
        with pytest.raises(StoreAway):
            store.load(Letter, letter_id(1))
        with pytest.raises(StoreAway):
            store.acts(limit=10)
        with pytest.raises(StoreAway):
            store.commit([Letter.write(7)], command=None, reads={})


class Addresses(Projection):
    """Where the writers of letters live."""

    name = "addresses"
    ddl = "CREATE TABLE addresses (letter uuid PRIMARY KEY, address text);"

    @on(Letter.Written)
    def written(self, cur: Rows, act: RecordedAct[Letter.Written]) -> None:
        said = None if isinstance(act.event.address, Erased) else act.event.address
        cur.execute("INSERT INTO addresses VALUES (%s, %s)", (act.event.originator_id, said))


def addresses(dsn: str) -> list[str | None]:
    with psycopg.connect(dsn) as connection:
        rows = connection.execute("SELECT address FROM views.addresses").fetchall()
    return [row[0] for row in rows]


def test_projections_are_made_with_the_vault_and_without(
    sealed: PostgresStore, postgres_vault: PostgresVault
) -> None:
    sealed.import_acts(letters(3))
    runner = ProjectionRunner(sealed.dsn, [Addresses()], keys=postgres_vault)
    runner.catch_up()
    assert addresses(sealed.dsn) == ["1 Secret Street"] * 3
    postgres_vault.destroy(postgres_vault.held(person(1)).values())
    runner.rebuild()
    assert sorted(addresses(sealed.dsn), key=str) == ["1 Secret Street"] * 2 + [None]
    runner.close()
    bare = ProjectionRunner(sealed.dsn, [Addresses()])
    bare.rebuild()
    assert addresses(sealed.dsn) == [None] * 3
    bare.close()


def test_two_runs_of_the_same_history_have_the_same_digest(sealed: PostgresStore) -> None:
    stores: list[Store] = [sealed, MemoryStore(), MemoryStore(MemoryVault())]
    for store in stores:
        store.import_acts(letters(3))
    assert len({digest(store) for store in stores}) == 1
    with PostgresStore(sealed.dsn) as bare:
        assert digest(bare) != digest(sealed)


def test_samples_taken_from_a_log_tell_nothing_of_anybody(sealed: PostgresStore) -> None:
    sealed.import_acts(letters(1))
    with PostgresStore(sealed.dsn) as bare:  # as `python -m services.store.golden` opens it
        samples = samples_from(bare.acts(limit=10))
    said = "".join(sample.text() for sample in samples.values())
    assert [secret for secret in SECRETS if secret in said] == []
    assert all(json.loads(sample.text()) and sample.read() for sample in samples.values())

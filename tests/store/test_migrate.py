"""Bringing a database to the form that is needed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from services.store.migrate import Migration, MigrationRefused, migrate, migrations, pending
from tests.support.emptied import empty

ONE = Migration("0001_one.sql", "CREATE TABLE convenor.one (id int);")
TWO = Migration("0002_two.sql", "CREATE TABLE convenor.two (id int);")


@pytest.fixture
def empty_url(postgres_server: object, database_url: str) -> str:
    """A database in which nothing was migrated, whatever the template of the tests holds."""
    empty(database_url)
    return database_url


def test_everything_is_applied_once(empty_url: str) -> None:
    wanted = tuple(migration.name for migration in migrations())
    assert pending(empty_url) == wanted
    assert migrate(empty_url) == wanted
    assert migrate(empty_url) == () == pending(empty_url)


def test_several_may_start_at_once(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: migrate(empty_url, [ONE, TWO]), range(4)))
    assert sorted(done) == [(), (), (), (ONE.name, TWO.name)]


def test_an_edited_migration_is_refused(empty_url: str) -> None:
    migrate(empty_url, [ONE])
    with pytest.raises(MigrationRefused, match=r"0001_one\.sql was edited after it was"):
        migrate(empty_url, [Migration(ONE.name, ONE.sql + " "), TWO])


def test_a_database_of_a_newer_version_is_refused(empty_url: str) -> None:
    migrate(empty_url, [ONE, TWO])
    with pytest.raises(MigrationRefused, match=r"newer version, which applied 0002_two.sql"):
        migrate(empty_url, [ONE])


def test_a_migration_that_fails_leaves_nothing(empty_url: str) -> None:
    broken = Migration("0002_broken.sql", TWO.sql + "SELECT 1/0;")
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(empty_url, [ONE, broken])
    assert migrate(empty_url, [ONE, TWO]) == (TWO.name,)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE convenor.stored_events SET topic = 'a.b.v1'",
        "DELETE FROM convenor.stored_events",
        "TRUNCATE convenor.stored_events",
    ],
)
def test_an_act_is_never_altered_and_never_taken_out(store_url: str, statement: str) -> None:
    with (
        psycopg.connect(store_url) as connection,
        pytest.raises(psycopg.errors.RaiseException, match="never altered"),
    ):
        connection.execute(statement.encode())

"""Keys by person and purpose: made once, opened anywhere, destroyed for good."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from eventsourcing.persistence import OperationalError

from domain.kernel.sealed import Purpose
from services.vault import postgres
from services.vault.master import GivenKeys, LocalMasterKey, MasterKeyRefused
from services.vault.port import DataKey, Owner, Vault
from services.vault.postgres import PostgresVault
from services.vault.remembered import Remembered
from tests.vault.conftest import MASTER
from tests.vault.letter import person

ADA, BO = Owner(person(1), Purpose.CONTACT), Owner(person(2), Purpose.CONTACT)
BIRTH = Owner(person(1), Purpose.BIRTH)
NONCE = bytes(12)


def same(one: DataKey, other: DataKey) -> bool:
    return one.id == other.id and (
        one.cipher.encrypt(NONCE, b"x", None) == other.cipher.encrypt(NONCE, b"x", None)
    )


def test_each_person_and_purpose_has_a_key_of_its_own_that_stays(vault: Vault) -> None:
    first = vault.keys_for([ADA, BO, BIRTH])
    assert len({key.id for key in first.values()}) == 3
    assert not same(first[ADA], first[BIRTH])
    again = vault.keys_for([ADA, BO, BIRTH])
    assert all(same(first[owner], again[owner]) for owner in first)


def test_a_key_is_found_by_its_id(vault: Vault) -> None:
    made = vault.keys_for([ADA])[ADA]
    assert same(vault.opened([made.id])[made.id], made)


def test_a_destroyed_key_never_comes_back(vault: Vault) -> None:
    made = vault.keys_for([ADA, BIRTH])
    assert set(vault.held(ADA.person)) == {Purpose.CONTACT, Purpose.BIRTH}
    assert vault.destroy([made[ADA].id]) == 1
    assert vault.destroy([made[ADA].id]) == 0
    assert vault.opened([made[ADA].id]) == {}
    assert set(vault.held(ADA.person)) == {Purpose.BIRTH}
    assert same(vault.opened([made[BIRTH].id])[made[BIRTH].id], made[BIRTH])


def test_whoever_comes_again_gets_another_key(vault: Vault) -> None:
    first = vault.keys_for([ADA])[ADA]
    vault.destroy([first.id])
    second = vault.keys_for([ADA])[ADA]
    assert second.id != first.id
    assert not same(second, first)


def test_callers_at_once_agree_on_one_key(postgres_vault: PostgresVault) -> None:
    postgres_vault.begin()
    vaults = [PostgresVault(postgres_vault.dsn, GivenKeys([MASTER])) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda vault: vault.keys_for([ADA, BO]), vaults))
    assert len({(keys[ADA].id, keys[BO].id) for keys in made}) == 1
    for vault in vaults:
        vault.close()


def test_a_key_destroyed_elsewhere_is_forgotten_here(
    postgres_vault: PostgresVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = postgres_vault.keys_for([ADA])[ADA]
    other = PostgresVault(postgres_vault.dsn, GivenKeys([MASTER]))
    assert other.opened([made.id])
    postgres_vault.destroy([made.id])
    monkeypatch.setattr(postgres, "FORGOTTEN_AFTER", 0.0)
    assert other.opened([made.id]) == {}
    other.close()


def test_only_so_many_keys_are_remembered() -> None:
    kept = Remembered(most=2)
    keys = [DataKey(person(n), Owner(person(n), Purpose.BIRTH), bytes(32)) for n in range(3)]
    kept.add(keys[:2], current=True)
    assert kept.found([keys[0].id])
    kept.add(keys[2:], current=True)
    assert set(kept.found([key.id for key in keys])) == {keys[0].id, keys[2].id}
    assert set(kept.found_for([key.owner for key in keys])) == {keys[0].owner, keys[2].owner}
    kept.forget()
    assert len(kept) == 0


def test_no_secret_stands_in_the_database_or_is_printed(postgres_vault: PostgresVault) -> None:
    key = postgres_vault.keys_for([ADA])[ADA]
    with psycopg.connect(postgres_vault.dsn) as connection:
        ((wrapped,),) = connection.execute("SELECT wrapped FROM vault.keys").fetchall()
    bound = key.id.bytes + ADA.person.bytes + b"contact"
    assert MASTER.unwrap(wrapped, bound) not in wrapped
    assert repr(key) == f"DataKey({key.id})"


def test_one_persons_key_can_not_be_put_in_the_place_of_anothers(
    postgres_vault: PostgresVault,
) -> None:
    made = postgres_vault.keys_for([ADA, BO])
    with psycopg.connect(postgres_vault.dsn) as connection:
        connection.execute(
            "UPDATE vault.keys SET wrapped = (SELECT wrapped FROM vault.keys WHERE key = %s)",
            (made[ADA].id,),
        )
    other = PostgresVault(postgres_vault.dsn, GivenKeys([MASTER]))
    assert other.opened([made[ADA].id])
    with pytest.raises(MasterKeyRefused, match="can't be unwrapped"):
        other.opened([made[BO].id])
    other.close()


def test_another_master_key_is_refused_at_the_start(postgres_vault: PostgresVault) -> None:
    postgres_vault.begin()
    stranger = PostgresVault(postgres_vault.dsn, GivenKeys([LocalMasterKey(bytes(32))]))
    with pytest.raises(MasterKeyRefused, match="is not at hand"):
        stranger.begin()
    stranger.close()


def test_a_lost_connection_is_opened_again(postgres_vault: PostgresVault) -> None:
    made = postgres_vault.keys_for([ADA])[ADA]
    with psycopg.connect(postgres_vault.dsn, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert set(postgres_vault.held(ADA.person)) == {Purpose.CONTACT}
    assert postgres_vault.opened([made.id])


def test_a_vault_that_is_away_is_not_taken_for_one_whose_keys_are_gone() -> None:
    away = PostgresVault("postgresql://nobody@127.0.0.1:1/none", GivenKeys([MASTER]))
    with pytest.raises(OperationalError, match="The vault does not answer"):
        away.opened([person(1)])

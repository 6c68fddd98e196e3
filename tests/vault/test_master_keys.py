"""Where the master key is kept, and how it gives way to a new one."""

from __future__ import annotations

import stat
from base64 import b64encode
from pathlib import Path

import psycopg
import pytest

from domain.kernel.sealed import Purpose
from services import doctor
from services.cli.commands import run
from services.config import Settings
from services.places import masters_of
from services.vault.master import GivenKeys, KeyFile, LocalMasterKey, MasterKeyRefused, parsed_keys
from services.vault.port import Owner
from services.vault.postgres import PostgresVault
from tests.vault.letter import person

OLD, NEW = LocalMasterKey(bytes(32)), LocalMasterKey(bytes([1]) * 32)
OWNERS = [Owner(person(number), Purpose.CONTACT) for number in range(5)]


def in_base64(byte: int) -> str:
    return b64encode(bytes([byte]) * 32).decode()


def masters_in(dsn: str) -> set[str]:
    with psycopg.connect(dsn) as connection:
        rows = connection.execute("SELECT DISTINCT master FROM vault.keys").fetchall()
    return {row[0] for row in rows}


def test_a_file_is_made_at_the_first_start_for_its_owner_alone(
    tmp_path: Path, database_url: str
) -> None:
    file = tmp_path / "state" / "vault" / "master.key"
    first = PostgresVault(database_url, KeyFile(file))
    first.begin()
    made = first.keys_for(OWNERS)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["master.key"]
    second = PostgresVault(database_url, KeyFile(file))
    second.begin()
    assert set(second.opened([key.id for key in made.values()])) == {k.id for k in made.values()}
    first.close()
    second.close()


def test_two_that_start_at_once_make_one_key(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "master.key")
    file.make()
    kept = file.file.read_bytes()
    KeyFile(file.file).make()
    assert file.file.read_bytes() == kept


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "master.key")
    file.make()
    file.file.chmod(0o640)
    with pytest.raises(MasterKeyRefused, match="chmod 600"):
        KeyFile(file.file).newest()


def test_a_lost_file_is_not_made_anew_over_a_vault_that_had_begun(
    tmp_path: Path, database_url: str
) -> None:
    file = tmp_path / "master.key"
    vault = PostgresVault(database_url, KeyFile(file))
    vault.begin()
    vault.close()
    file.unlink()
    again = PostgresVault(database_url, KeyFile(file))
    with pytest.raises(MasterKeyRefused, match="Restore the file from a backup"):
        again.begin()
    again.close()
    assert not file.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "No master key"), ("???", "base64"), (b64encode(b"short").decode(), "5 bytes")],
)
def test_what_is_no_master_key_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(MasterKeyRefused, match=sentence):
        parsed_keys(text)


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    given = Settings.model_validate({"state_dir": tmp_path, "vault_key": in_base64(1)})
    assert masters_of(given).newest().id == NEW.id
    assert in_base64(1) not in repr(given)
    assert isinstance(masters_of(Settings(state_dir=tmp_path)), KeyFile)


def test_the_doctor_says_where_the_key_is_and_never_what_it_is(tmp_path: Path) -> None:
    def found(**given: str) -> doctor.Finding:
        settings = Settings.model_validate({"state_dir": tmp_path, **given})
        return next(one for one in doctor.report(settings).findings if one.what == "Vault")

    assert found().reach is doctor.Reach.NOT_RUNNING
    file = masters_of(Settings(state_dir=tmp_path))
    assert isinstance(file, KeyFile)
    file.make()
    assert found().reach is doctor.Reach.GOOD
    assert file.newest().id in found().said
    file.file.chmod(0o644)
    assert "chmod 600" in found().said
    assert found(vault_key=in_base64(1)).said == (
        f"the master key {NEW.id} is in CONVENOR_VAULT_KEY."
    )
    assert found(vault_key="no key").reach is doctor.Reach.AT_FAULT


def test_a_rotation_wraps_every_key_anew_and_loses_none(database_url: str) -> None:
    before = PostgresVault(database_url, GivenKeys([OLD]))
    made = before.keys_for(OWNERS)
    both = PostgresVault(database_url, GivenKeys([NEW, OLD]))
    assert both.rotate() == len(OWNERS)
    assert both.rotate() == 0
    assert masters_in(database_url) == {NEW.id}
    after = PostgresVault(database_url, GivenKeys([NEW]))
    after.begin()
    ids = [key.id for key in made.values()]
    assert set(after.opened(ids)) == set(ids)
    for vault in (before, both, after):
        vault.close()


def test_none_comes_in_under_the_old_key_once_the_rotation_has_begun(database_url: str) -> None:
    old = PostgresVault(database_url, GivenKeys([NEW, OLD]))
    old.keys_for(OWNERS[:2])
    late = PostgresVault(database_url, GivenKeys([OLD]))
    both = PostgresVault(database_url, GivenKeys([NEW, OLD]))
    both.rotate()
    with pytest.raises(MasterKeyRefused, match="not at hand"):
        late.keys_for(OWNERS[2:])
    assert masters_in(database_url) == {NEW.id}
    for vault in (old, late, both):
        vault.close()


def test_a_rotation_that_was_cut_short_is_ended_by_the_next(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = KeyFile(tmp_path / "master.key")
    vault = PostgresVault(database_url, file)
    made = vault.keys_for(OWNERS)
    with monkeypatch.context() as cut:
        cut.setattr(KeyFile, "forget_all_but", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            vault.rotate()
    assert len(file.file.read_text("ascii").split()) == 2
    reader = PostgresVault(database_url, KeyFile(file.file))
    ids = [key.id for key in made.values()]
    assert set(reader.opened(ids)) == set(ids)
    vault.rotate()
    assert len(file.file.read_text("ascii").split()) == 1
    assert masters_in(database_url) == {file.newest().id}
    # Whoever was running with the old file looks into it again.
    assert set(reader.held(OWNERS[0].person)) == {Purpose.CONTACT}
    late = reader.keys_for([Owner(person(9), Purpose.BIRTH)])
    assert len(late) == 1
    for one in (vault, reader):
        one.close()


def test_the_command_rotates_and_tells_by_which_key(
    tmp_path: Path,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("CONVENOR_STATE_DIR", str(tmp_path))
    vault = PostgresVault(database_url, GivenKeys([OLD]))
    vault.keys_for(OWNERS)
    vault.close()
    monkeypatch.setenv("CONVENOR_VAULT_KEY", f"{in_base64(1)},{in_base64(0)}")
    assert run(["vault", "rotate"]) == 0
    told = capsys.readouterr().out
    assert f"5 keys were wrapped anew, by the master key {NEW.id}." in told
    assert "may be taken out now" in told
    monkeypatch.setenv("CONVENOR_VAULT_KEY", in_base64(0))
    assert run(["vault", "rotate"]) == 2
    assert NEW.id in capsys.readouterr().err

"""Rules for the command line: whatever goes wrong is one sentence and a code, never a traceback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from services.bootstrap import office
from services.cli.codes import Code
from services.cli.commands import commands, run
from services.runtime.postgres import MAINTENANCE_DATABASE, EmbeddedPostgres
from tests.support.hands import Hands, member
from tests.web import played

NOBODY = str(UUID(int=1))


@pytest.fixture
def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
def members(tmp_path: Path) -> Path:
    file = tmp_path / "members.csv"
    file.write_text("number,joined_on\nM1,2020-01-01\n", "utf-8")
    return file


@pytest.fixture
def history(tmp_path: Path) -> Path:
    file = tmp_path / "history.jsonl"
    file.write_text("{}\n", "utf-8")
    return file


@pytest.fixture
def empty_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder without a `.env`, a state folder in which nothing runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONVENOR_STATE_DIR", str(tmp_path / "state"))


@pytest.fixture
def nothing_answers(empty_place: None, monkeypatch: pytest.MonkeyPatch, closed_port: int) -> None:
    """Servers of one's own are configured, and neither is there."""
    monkeypatch.setenv("DATABASE_URL", f"postgresql://me:secret@127.0.0.1:{closed_port}/mine")
    monkeypatch.setenv("TEMPORAL_ADDRESS", f"127.0.0.1:{closed_port}")


@pytest.fixture
def there(empty_place: None, monkeypatch: pytest.MonkeyPatch, database_url: str) -> str:
    """A database with the founding of a small organisation."""
    with office(database_url) as at:
        at.projector.start()
        played.found(Hands(at.store, at.boxes))
        at.projector.wait_for(at.store.head(), 90)
        at.projector.stop()
    monkeypatch.setenv("DATABASE_URL", database_url)
    return database_url


def wrong(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, int]:
    """What a command that can't be done says, and the code it ends with."""
    capsys.readouterr()
    code = run(words)
    told = capsys.readouterr().err.strip()
    assert told, words
    assert "Traceback" not in told
    assert told.splitlines()[-1][-1] in ".)", told
    return told, code


COMMANDS = (
    ("act", "open_cycle", '{"title": "A cycle"}', "--by", "M00001"),
    ("journal",),
    ("journal", "--process", NOBODY, "--json"),
    ("replay", "--as-of", "2022-05-20"),
    ("import", "{history}", "--by", NOBODY),
    ("import-members", "{members}", "--by", NOBODY),
    ("migrate",),
    ("reconcile",),
    ("worker",),
    ("relay",),
    ("projector",),
    ("web",),
    ("serve",),
    ("erase", "M00001", "--by", "M00000", "--ground", "asked for"),
    ("access", "M00001", "--out", "not-there"),
    ("vault", "rotate"),
    ("mail", "send", "--once"),
)


def test_every_command_that_needs_the_database_is_tried_without_it() -> None:
    known = {
        one.name or getattr(one.callback, "__name__", "") for one in commands().registered_commands
    } | {one.name for one in commands().registered_groups}
    without = {"verbs", "bench", "count", "compare", "draw", "verify", "doctor", "demo"}
    assert known - {words[0] for words in COMMANDS} == without


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words[:2]))
def test_without_servers_each_command_says_what_does_not_answer(
    nothing_answers: None,
    capsys: pytest.CaptureFixture[str],
    members: Path,
    history: Path,
    words: tuple[str, ...],
) -> None:
    files = {"{members}": str(members), "{history}": str(history)}
    told, code = wrong(capsys, *(files.get(word, word) for word in words))
    assert code == Code.UNAVAILABLE
    assert "not answer" in told
    assert "secret" not in told


def test_doctor_without_servers_ends_with_a_code(
    nothing_answers: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctor"]) == Code.UNAVAILABLE
    assert "secret" not in capsys.readouterr().out


def test_embedded_servers_that_nobody_started_are_told(
    empty_place: None, capsys: pytest.CaptureFixture[str]
) -> None:
    told, code = wrong(capsys, "journal")
    assert code == Code.UNAVAILABLE
    assert "Start `convenor serve`" in told


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("@/missing.json", "“/missing.json” can't be used: there is no such file."),
        ("@/", "“/” can't be used: it is a folder."),
        ("{", "The fields of 'open_cycle' are no JSON"),
        ("[]", "The fields of 'open_cycle' can't be taken"),
        ('{"title": 1, "wish": 2}', "title: this has to be a text; wish: there is no such field"),
        ('{"title": "' + "x" * 301 + '"}', "300 characters are the most"),
        (r'{"title": "\u0000"}', "control character"),
    ],
    ids=["missing", "folder", "broken", "list", "fields", "long", "control"],
)
def test_fields_that_cannot_be_read_are_told_before_anything_is_asked(
    nothing_answers: None, capsys: pytest.CaptureFixture[str], fields: str, said: str
) -> None:
    told, code = wrong(capsys, "act", "open_cycle", fields, "--by", "M00001")
    assert code == Code.UNUSABLE
    assert said in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("act", "fly", "{}", "--by", "M1"), "fly"),
        (("act", "open_cycle"), "--help"),
        (("journal", "--process", "x"), "--help"),
        (("replay", "--as-of", "yesterday"), "write 2022-05-20 for the end of that day"),
        (("import-members", "/missing.csv", "--by", NOBODY), "/missing.csv"),
        (("bench", "nothing"), "There is no benchmark"),
        (("fly",), "--help"),
    ],
    ids=lambda found: found[0] if isinstance(found, tuple) else "",
)
def test_words_that_cannot_be_understood_are_told(
    nothing_answers: None, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    told, code = wrong(capsys, *words)
    assert code == Code.UNUSABLE
    assert said in told


def test_an_unknown_process_is_told(there: str, capsys: pytest.CaptureFixture[str]) -> None:
    told, code = wrong(capsys, "journal", "--process", NOBODY)
    assert code == Code.UNUSABLE
    assert f"Nothing on record belongs to {NOBODY}." in told


def test_what_the_rules_refuse_has_a_code_of_its_own(
    there: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("act", "open_cycle", '{"title": "Mine"}', "--by", "M00010")
    told, code = wrong(capsys, *asked)
    assert code == Code.REFUSED
    assert "not by you. (rule refounding.opening_power, clause 1)" in told


@pytest.mark.parametrize("by", [NOBODY, "M09999", "NOBODY"])
def test_nobody_acts_who_is_not_on_record(
    there: str, capsys: pytest.CaptureFixture[str], by: str
) -> None:
    asked = ("act", "request_access", f'{{"person": "{member(1)}"}}', "--by", by)
    told, code = wrong(capsys, *asked)
    assert code == Code.REFUSED
    assert f"Nobody with the number or id “{by}” is on record" in told


def test_an_act_is_done_and_told(there: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("act", "open_cycle", '{"title": "Ours"}', "--by", str(member(0)))
    assert run(asked) == Code.DONE
    assert '"positions"' in capsys.readouterr().out


def test_a_database_without_tables_is_told(
    empty_place: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    postgres_server: EmbeddedPostgres,
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_server.url_of(MAINTENANCE_DATABASE))
    told, code = wrong(capsys, "journal")
    assert code == Code.UNAVAILABLE
    assert "Run `convenor migrate`" in told


def test_the_whole_account_is_for_whoever_asks_for_it(
    nothing_answers: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["journal", "--debug"]) == Code.UNAVAILABLE
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.long
def test_ctrl_c_stops_without_a_traceback(there: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "services.cli.main", "web"]
    folder = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b"Pages: http://127.0.0.1:")
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert b"Traceback" not in told, told.decode()
    assert process.returncode == Code.STOPPED


def test_an_example_that_there_is_not_is_named_with_those_that_there_are(
    empty_place: None, capsys: pytest.CaptureFixture[str]
) -> None:
    told, code = wrong(capsys, "demo", "--example", "moonbase")
    assert code == Code.UNUSABLE
    assert "no example 'moonbase'" in told
    assert "brackenmoor and momentum" in told

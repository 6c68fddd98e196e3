"""A large file is read by several processes, and comes to the same as if one had read it.

Each test runs in a process of its own, for one that has threads is not forked.
"""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest

from services.store.importing_workers import LARGE
from tests.store.lines import joined, write
from tests.store.thing import thing_id

ROOT = Path(__file__).parent.parent.parent
MEMBERS = 6_000
NOTE = "As it stands in the register that was handed over. " * 10

IMPORT = """
import sys
from pathlib import Path
from domain.kernel.refusal import BadInput
from services.store import importing_files, importing_reading, importing_workers
from tests.store.lines import IMPORTER

def several(file):
    return 2

def none(file):
    return 0

def dies(found, writing, sends):
    next(found)
    raise SystemExit(1)

def by_one(*_):
    raise SystemExit("it was read by one process")

url, file, how = sys.argv[1:]
importing_files.how_many = none if how == "one" else several
if how == "several":
    importing_files.Reading = by_one
if how == "dies":
    importing_workers._read = dies
try:
    print(importing_files.import_file(url, Path(file), IMPORTER).acts)
except BadInput as refused:
    print(refused)
"""


def imported(url: str, file: Path, how: str) -> str:
    """What an import says in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, url, str(file), how],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def content(url: str) -> str:
    """A digest of the whole log, in its order."""
    digest = sha256()
    with psycopg.connect(url) as connection:
        for row in connection.execute(
            "SELECT originator_id, originator_version, topic, state"
            " FROM convenor.stored_events ORDER BY notification_id"
        ):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def members() -> list[object]:
    return [joined(str(number), note=NOTE) for number in range(MEMBERS)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "members.jsonl"


def test_several_processes_import_what_one_does(
    store_url: str, second_database_url: str, file: Path
) -> None:
    left = joined("17") | {"topic": "member.left.v1", "version": 2, "data": {"reason": "moved"}}
    write(file, *members(), left)
    assert file.stat().st_size > LARGE
    assert imported(store_url, file, "several") == str(MEMBERS + 1)
    assert imported(second_database_url, file, "one") == str(MEMBERS + 1)
    assert content(store_url) == content(second_database_url)


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (joined("x", colour="red"), "the field “colour” is unknown"),
        (joined("17"), "stands in an earlier line"),
        (joined("x", process_id=str(thing_id(1))), "a process that begins in this file"),
    ],
    ids=["form", "place", "process"],
)
def test_a_bad_line_behind_thousands_is_named_and_nothing_is_imported(
    store_url: str, file: Path, bad: object, sentence: str
) -> None:
    write(file, *members(), bad, joined("y"))
    told = imported(store_url, file, "auto")
    assert f"{file}, line {MEMBERS + 1}: " in told
    assert sentence in told
    assert content(store_url) == sha256().hexdigest()


def test_a_reader_that_is_lost_is_done_without(store_url: str, file: Path) -> None:
    write(file, *members())
    assert imported(store_url, file, "dies") == str(MEMBERS)

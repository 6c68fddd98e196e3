"""Bringing in history from a file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from domain.kernel.act import Standing
from domain.kernel.ids import UNKNOWN_PERSON, PersonId
from domain.kernel.refusal import BadInput
from services.store.import_lines import MOST_LINES_NAMED, ImportOrder, ImportRefused
from services.store.importing_files import import_file
from services.store.postgres import PostgresStore
from services.store.projector import ProjectionRunner
from tests.store.lines import IMPORTER, opened, renamed, write
from tests.store.test_projector import Names, ask
from tests.store.test_tail import SOON, following
from tests.store.thing import Thing, thing_id


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "history.jsonl"


def test_acts_are_attested_and_name_their_source(
    postgres_store: PostgresStore, store_url: str, file: Path
) -> None:
    lines = write(file, opened(1), "", renamed(1, 2, actor=str(thing_id(7)), note="as read out"))
    imported = import_file(store_url, lines, IMPORTER)
    assert (imported.acts, imported.streams) == (2, 1)
    first, second = (recorded.event.act for recorded in postgres_store.acts(limit=10))
    assert first.standing is Standing.ATTESTED
    assert first.authority.kind == "source"
    assert first.authority.name == "Minutes of 11 March 2017, item 2"
    assert (first.actor, second.actor) == (UNKNOWN_PERSON, thing_id(7))
    assert {first.recorded_by, second.recorded_by} == {IMPORTER.importer}
    assert (first.rulebook_version, second.note) == (3, "as read out")
    assert postgres_store.load(Thing, thing_id(1)).name == "new"


def test_the_same_file_is_not_imported_twice(
    postgres_store: PostgresStore, store_url: str, file: Path
) -> None:
    write(file, opened(1), opened(2), renamed(1, 2))
    import_file(store_url, file, IMPORTER)
    with pytest.raises(BadInput, match="was imported before: each of its 3 acts") as raised:
        import_file(store_url, file, ImportOrder(importer=PersonId(thing_id(98))))
    assert "between positions 1 and 3" in str(raised.value)
    assert len(postgres_store.acts(limit=10)) == 3


def test_a_line_that_stands_in_the_log_is_named_and_whether_it_differs(
    postgres_store: PostgresStore, store_url: str, file: Path
) -> None:
    import_file(store_url, write(file, opened(1), opened(2)), IMPORTER)
    write(file, opened(3), opened(1), opened(2, note="corrected"))
    with pytest.raises(ImportRefused) as raised:
        import_file(store_url, file, IMPORTER)
    same, other = raised.value.bad
    assert (same.line, same.stood_there) == (2, f"version 1 of {thing_id(1)}")
    assert "stands there with the same content, at position 1" in same.expected
    assert (other.line, other.stood_there) == (3, f"version 1 of {thing_id(2)}")
    assert "with other content, at position 2" in other.expected
    assert len(postgres_store.acts(limit=10)) == 2


def test_every_bad_line_is_named_and_nothing_is_imported(
    postgres_store: PostgresStore, store_url: str, file: Path
) -> None:
    write(
        file,
        opened(1),
        "not json",
        opened(2, topic="thing.opnd.v1"),
        opened(3, version=0),
        opened(4, occurred_at="yesterday"),
        opened(5, data={"name": "x"}),
        {"topic": "thing.opened.v1"},
        renamed(1, 3),
        opened(6, topic="thing.opened"),
        renamed(2, 2),
    )
    with pytest.raises(ImportRefused) as raised:
        import_file(store_url, file, IMPORTER)
    named = {bad.line: bad for bad in raised.value.bad}
    assert sorted(named) == [2, 3, 4, 5, 6, 7, 8, 9]
    assert "one JSON object" in named[2].expected
    assert named[2].stood_there == "not json"
    assert "thing.opnd.v1" in named[3].expected
    assert "version" in named[4].expected
    assert named[4].stood_there == "0"
    assert "occurred_at" in named[5].expected
    assert named[5].stood_there == "'yesterday'"
    assert "clauses" in named[6].expected
    assert named[7].stood_there == "nothing"
    assert "should be version 2" in named[8].expected
    assert "ending in its number" in named[9].expected
    assert f"{file}, line 2:" in str(raised.value)
    assert postgres_store.head() == 0


def test_a_line_earlier_than_the_one_before_it_is_refused(store_url: str, file: Path) -> None:
    write(file, opened(1), renamed(1, 2, occurred_at="2001-01-01T00:00:00Z"))
    with pytest.raises(ImportRefused, match="Put the acts in their order"):
        import_file(store_url, file, IMPORTER)


def test_a_stream_begins_with_what_begins_it_and_only_there(store_url: str, file: Path) -> None:
    write(file, renamed(1, 1), opened(2), opened(2, version=2))
    with pytest.raises(ImportRefused) as raised:
        import_file(store_url, file, IMPORTER)
    first, second = raised.value.bad
    assert "can't begin with thing.renamed.v1" in first.expected
    assert "thing.opened.v1 begins a stream, and this one has begun" in second.expected


def test_a_hopeless_file_is_not_read_to_its_end(store_url: str, file: Path) -> None:
    write(file, *["?"] * (MOST_LINES_NAMED + 10))
    with pytest.raises(ImportRefused, match="and more") as raised:
        import_file(store_url, file, IMPORTER)
    assert len(raised.value.bad) == MOST_LINES_NAMED


def test_readers_and_projections_see_what_was_imported(
    postgres_store: PostgresStore, store_url: str, file: Path
) -> None:
    write(file, opened(1), renamed(1, 2), opened(2))
    with following(store_url) as seen, closing(ProjectionRunner(store_url, [Names()])) as runner:
        assert runner.catch_up() == 0
        last = import_file(store_url, file, IMPORTER).last
        versions = [seen.get(timeout=SOON).event.originator_version for _ in range(3)]
        assert runner.catch_up() == last == postgres_store.head()
    assert versions == [1, 2, 1]
    assert ask(store_url, "SELECT name FROM views.thing_names_in_order") == ["new", "thing 2"]

"""What a file may not bring in: nothing of it is imported, and a sentence says why."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.bodies.member import person_id
from domain.cycle.assembly import assembly_id
from domain.cycle.calendar import StageName
from domain.kernel.refusal import BadInput
from services.store.import_lines import BadLine, ImportRefused
from services.store.importing_blocks import BLOCK, LONGEST_LINE
from services.store.importing_files import import_file
from services.store.postgres import PostgresStore
from tests.store.lines import IMPORTER, joined, opened, renamed, write
from tests.store.thing import START, Thing, command, thing_id

pytestmark = pytest.mark.usefixtures("postgres_store")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "history.jsonl"


class Import:
    """Imports into one log, which must stay as it is."""

    def __init__(self, store: PostgresStore, url: str, file: Path) -> None:
        self.store, self.url, self.file = store, url, file

    def refused(self, *lines: object) -> BadLine:
        """The one line that is named."""
        return self.file_refused(write(self.file, *lines))

    def file_refused(self, file: Path) -> BadLine:
        before = self.store.head()
        with pytest.raises(ImportRefused) as raised:
            import_file(self.url, file, IMPORTER)
        assert self.store.head() == before
        (bad,) = raised.value.bad
        assert str(bad).startswith(f"{file}, line {bad.line}: ")
        return bad


@pytest.fixture
def importing(postgres_store: PostgresStore, store_url: str, file: Path) -> Import:
    return Import(postgres_store, store_url, file)


def test_what_goes_on_in_the_service_is_not_continued_by_a_file(importing: Import) -> None:
    importing.store.commit([Thing.open(1)], command=command(1), reads={})
    bad = importing.refused(opened(2), renamed(1, 2))
    assert (bad.line, bad.stood_there) == (2, f"version 2 of {thing_id(1)}")
    assert "goes on by the commands of the service" in bad.expected


@pytest.mark.parametrize("field", ["process_id", "data"])
def test_an_act_of_a_process_outside_the_file_is_refused(importing: Import, field: str) -> None:
    cycle = str(thing_id(7))
    of_a_cycle = joined("17", process_id=cycle)
    line = of_a_cycle if field == "process_id" else assembly_convened(cycle)
    bad = importing.refused(joined("16"), line)
    assert (bad.line, bad.stood_there) == (2, f"the process {cycle}")
    assert "a process that begins in this file was expected" in bad.expected


def assembly_convened(cycle: str, **other: Any) -> dict[str, Any]:
    stream = str(assembly_id(thing_id(7), StageName.FIRST_ASSEMBLY))
    data = {"parent": cycle, "stage": "first_assembly", "due": START.isoformat(), "edition": 1}
    return opened(3, topic="assembly.convened.v1", stream=stream, data=data, **other)


def test_a_moment_after_the_present_is_refused(importing: Import) -> None:
    importing.store.clock.hold(START)
    later = START + timedelta(microseconds=1)
    bad = importing.refused(opened(1), renamed(1, 2, occurred_at=later.isoformat()))
    assert (bad.line, bad.stood_there) == (2, later.isoformat())
    assert f"the organisation's clock stands at {START.isoformat()}" in bad.expected
    assert importing.refused(opened(1, occurred_at=later.isoformat())).line == 1


@pytest.mark.parametrize(
    ("line", "follows_from"),
    [
        (joined("17", note="x") | {"stream": str(thing_id(1))}, "the membership number"),
        (
            opened(
                1,
                topic="body.established.v1",
                data={
                    "slug": "leeds",
                    "name": "Leeds",
                    "kind": "local_group",
                    "region": None,
                    "parent": None,
                    "remit": None,
                },
            ),
            "the body's short name",
        ),
        (assembly_convened(str(thing_id(8))), "the cycle and its stage"),
    ],
    ids=["member", "body", "assembly"],
)
def test_a_stream_has_the_id_that_follows_from_its_first_act(
    importing: Import, line: dict[str, Any], follows_from: str
) -> None:
    bad = importing.refused(line)
    assert bad.stood_there == f"the stream {line['stream']}"
    assert f"follows from {follows_from} and is " in bad.expected


def test_a_member_is_found_under_the_id_that_was_expected(importing: Import) -> None:
    bad = importing.refused(joined("17") | {"stream": str(thing_id(1))})
    assert str(person_id("17")) in bad.expected
    assert import_file(importing.url, write(importing.file, joined("17")), IMPORTER).acts == 1


def test_an_act_of_another_kind_of_thing_is_refused(importing: Import) -> None:
    left = {"topic": "member.left.v1", "data": {"ending": "resigned", "reason": "moved"}}
    bad = importing.refused(opened(1), renamed(1, 2) | left)
    assert bad.stood_there == f"member.left.v1 in the stream {thing_id(1)}"
    assert "this stream is that of a thing" in bad.expected


@pytest.mark.parametrize("version", [1, 2])
def test_the_bare_beginning_that_is_never_recorded_is_refused(
    importing: Import, version: int
) -> None:
    created = opened(1, topic="thing.created.v1", version=version, data={})
    bad = importing.refused(*[opened(1)][: version - 1], created)
    assert bad.line == version
    assert "thing.created.v1" in str(bad)


@pytest.mark.parametrize(
    ("versions", "why"),
    [([1, 3], "have no gap"), ([1, 2, 2], "stands in an earlier line"), ([2], "version 1 was")],
)
def test_versions_have_no_gap_and_none_stands_twice(
    importing: Import, versions: list[int], why: str
) -> None:
    lines = [opened(1) if version == 1 else renamed(1, version) for version in versions]
    bad = importing.refused(*lines)
    assert bad.line == len(versions)
    assert bad.stood_there == f"version {versions[-1]} of {thing_id(1)}"
    assert why in bad.expected


@pytest.mark.parametrize(
    ("line", "stood_there", "expected"),
    [
        (opened(1, topic="thing.opnd.v1"), "thing.opnd.v1", "No act has the topic"),
        (opened(1, colour="red"), "colour", "the field “colour” is unknown"),
        (opened(1, command_id=str(thing_id(1))), "command_id", "the field “command_id” is unknown"),
        (opened(1, data={"name": "x", "clauses": [], "by": 1}), "data.by", "“data.by” is unknown"),
        (opened(1, data={"name": "x", "clauses": [{}]}), "nothing", "“data.clauses.0.number”"),
        (opened(1, data={"name": 7, "clauses": []}), "7", "“data.name”"),
        (opened(1, data={"name": "a\x07", "clauses": []}), "a", "control character (U+0007)"),
        (opened(1, data={"name": "a\x7f", "clauses": []}), "a", "control character (U+007F)"),
        (opened(1, data={"name": "x", "clauses": [{"number": -(2**31), "text": ""}]}), "", "large"),
        (opened(1, source=""), "''", "“source”"),
        (opened(1, stream="1"), "'1'", "“stream”"),
        (opened(1, occurred_at="2017-03-11T12:00:00"), "'2017-03-11T12:00:00'", "timezone"),
        (opened(1, occurred_at="2017-02-30T12:00:00Z"), "'2017-02-30T12:00:00Z'", "“occurred_at”"),
        ("[1, 2]", "[1, 2]", "expected one JSON object"),
        ("{} {}", "{} {}", "expected one JSON object"),
    ],
)
def test_a_line_that_is_no_act_is_named(
    importing: Import, line: object, stood_there: str, expected: str
) -> None:
    # The first line of a topic is read another way than those after it.
    for place in (1, 2):
        bad = importing.refused(*[opened(9)][: place - 1], line)
        assert bad.line == place
        assert stood_there in bad.stood_there
        assert expected in bad.expected


def test_a_file_that_was_cut_short_is_named_by_its_last_line(importing: Import) -> None:
    whole = write(importing.file, opened(1), opened(2)).read_bytes()
    importing.file.write_bytes(whole[:-30])
    bad = importing.file_refused(importing.file)
    assert bad.line == 2
    assert "the file was cut short: fetch it again" in bad.expected


def test_a_last_line_without_an_end_is_a_line(importing: Import) -> None:
    importing.file.write_bytes(b"\xef\xbb\xbf" + write(importing.file, opened(1)).read_bytes()[:-1])
    assert import_file(importing.url, importing.file, IMPORTER).acts == 1


def test_a_line_that_is_not_utf_8_is_named(importing: Import) -> None:
    line = json.dumps(opened(2, note="Käthe"), ensure_ascii=False)
    importing.file.write_bytes(json.dumps(opened(1)).encode() + b"\n" + line.encode("latin-1"))
    bad = importing.file_refused(importing.file)
    assert bad.line == 2
    assert "expected UTF-8, which byte" in bad.expected
    assert "(0xE4) is not" in bad.expected


@pytest.mark.parametrize("ended", [True, False])
def test_a_line_without_end_is_not_read_whole(importing: Import, ended: bool) -> None:
    line = json.dumps(opened(2, note="x" * (LONGEST_LINE + 2 * BLOCK)))
    write(importing.file, opened(1), line if ended else "")
    if not ended:
        with importing.file.open("a") as file:
            file.write(line)
    bad = importing.file_refused(importing.file)
    assert bad.line == 2 if ended else 3
    assert len(bad.stood_there) < 100
    assert f"a line of {LONGEST_LINE:,} bytes at the most" in bad.expected


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (joined("x", colour="red"), "the field “colour” is unknown"),
        (joined("17"), "stands in an earlier line"),
        (joined("x", process_id=str(thing_id(1))), "a process that begins in this file"),
    ],
    ids=["form", "place", "process"],
)
def test_nothing_is_left_of_the_thousands_before_a_bad_line(
    importing: Import, bad: object, sentence: str
) -> None:
    members = [joined(str(number)) for number in range(2_000)]
    write(importing.file, *members, bad, joined("y"))
    assert importing.file.stat().st_size > 2 * BLOCK
    found = importing.file_refused(importing.file)
    assert found.line == 2_001
    assert sentence in found.expected


def test_a_file_of_many_blocks_is_imported_line_by_line(importing: Import) -> None:
    text = "line\nwith “quotes” \\ and\ttabs " * 20
    lines = [opened(n, note=text[n % 50 :], source=f"Minutes {n % 7}") for n in range(1_000)]
    assert import_file(importing.url, write(importing.file, *lines), IMPORTER).acts == 1_000
    acts = [recorded.event for recorded in importing.store.acts(limit=2_000)]
    assert [act.originator_id for act in acts] == [thing_id(n) for n in range(1_000)]
    assert [act.act.note for act in acts] == [line["note"] for line in lines]
    assert [act.act.authority.name for act in acts] == [line["source"] for line in lines]


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_a_file_without_an_act_is_refused(importing: Import, content: str) -> None:
    importing.file.write_text(content)
    with pytest.raises(BadInput, match="holds no act"):
        import_file(importing.url, importing.file, IMPORTER)


def test_a_file_that_is_not_there_is_named(importing: Import) -> None:
    with pytest.raises(BadInput, match="can't be read \\(No such file"):
        import_file(importing.url, importing.file, IMPORTER)
    with pytest.raises(BadInput, match="can't be read \\(Is a directory"):
        import_file(importing.url, importing.file.parent, IMPORTER)

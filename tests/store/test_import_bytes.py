"""What an import keeps is, byte for byte, what a recorder would have written of the same act."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import orjson
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.kernel.act import Act, Authority, Standing
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import CONVENOR, CommandId, act_id, derived
from domain.kernel.sane import LARGEST, MOST_CHARACTERS, MOST_ITEMS
from services.store.import_lines import Line
from services.store.importing_blocks import Block, blocks
from services.store.importing_files import import_file
from services.store.importing_writing import Writing
from services.store.mapper import ENVELOPE, ActMapper, form_of, read
from services.store.memory import MemoryStore
from services.voting.memory import MemoryBoxes
from tests.golden.every_act import every_act
from tests.store.lines import IMPORTER, opened, renamed, write
from tests.story.refounding import Story
from tests.support.examples import examples
from tests.support.hands import Hands


def exported(act: Recorded) -> dict[str, Any]:
    """An act as a line, from what stands in the log."""
    form = form_of(type(act))
    state = orjson.loads(form.write(act))
    kept = ("occurred_at", "actor", "on_behalf_of", "process_id", "note")
    line = {name: state["act"][name] for name in kept if state["act"][name] is not None}
    return {
        "topic": form.topic,
        "stream": str(act.originator_id),
        "version": act.originator_version,
        "source": state["act"]["authority"]["name"],
        "data": state["data"],
        **line,
    }


def as_recorded(act: Recorded) -> Recorded:
    """The same act as one that was attested, made in the way of every act."""
    stream, version, before = act.originator_id, act.originator_version, act.act
    command = CommandId(derived(CONVENOR, "import", stream))
    envelope = Act(
        occurred_at=before.occurred_at,
        actor=before.actor,
        recorded_by=IMPORTER.importer,
        authority=Authority(kind="source", name=before.authority.name),
        command_id=command,
        rulebook_version=IMPORTER.rulebook_version,
        on_behalf_of=before.on_behalf_of,
        process_id=before.process_id,
        standing=Standing.ATTESTED,
        note=before.note,
    )
    data = {name: value for name, value in vars(act).items() if name not in ENVELOPE}
    make = cast("Callable[..., Recorded]", type(act))
    return make(
        originator_id=stream,
        originator_version=version,
        timestamp=before.occurred_at,
        event_id=act_id(before.occurred_at, command, stream, version),
        act=envelope,
        **data,
    )


def states(file: Path, writing: Writing) -> Iterator[bytes]:
    for block in blocks(file):
        for _, _, found in writing.acts(block):
            assert not isinstance(found, Exception), found
            yield found[3][3]


def test_the_history_of_a_whole_cycle_is_kept_as_a_recorder_writes_it(
    store_url: str, tmp_path: Path
) -> None:
    store = MemoryStore()
    Story(Hands(store, MemoryBoxes(store))).tell()
    acts = [recorded.event for recorded in store.acts(limit=10_000)]
    file = write(tmp_path / "history.jsonl", *map(exported, acts))
    assert import_file(store_url, file, IMPORTER).acts == len(acts) > 100
    with psycopg.connect(store_url) as connection:
        rows = connection.execute(
            "SELECT originator_id, originator_version, topic, state"
            " FROM convenor.stored_events ORDER BY notification_id"
        ).fetchall()
    for act, (stream, version, topic, state) in zip(acts, rows, strict=True):
        stored = ActMapper().to_stored_event(as_recorded(act))
        assert (stream, version, topic) == (
            stored.originator_id,
            stored.originator_version,
            stored.topic,
        )
        assert state == stored.state
        assert read(topic, stream, version, state) == as_recorded(act)


@pytest.mark.long
def test_every_kind_of_act_is_written_alike_both_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts = [recorded.event for recorded in every_act()]
    file = write(tmp_path / "history.jsonl", *map(exported, acts))
    expected = [form_of(type(act)).write(as_recorded(act)) for act in acts]  # sealed afterwards
    writing = Writing(IMPORTER)
    # The first line of each topic goes the long way, and so do the rest if the short one fails.
    assert list(states(file, writing)) == expected
    monkeypatch.setattr(Line, "model_validate_json", lambda _: pytest.fail("the long way"))
    assert list(states(file, writing)) == expected


ODD = st.sampled_from(
    [
        *(None, "", "a", 0, 1, -1, 1.5, True, LARGEST, LARGEST + 1, -LARGEST - 1, 10**20),
        *("\x00", "a\x07b", "\x7f", "\\", '"', "ä\n", "\ud800", ", 1234567890", ":12345678901"),
        *("x" * MOST_CHARACTERS, "x" * (MOST_CHARACTERS + 1), [], [1], {}, {"a": 1}),
        *("2022-05-17T09:30:00Z", "2022-05-17T09:30:00.5+01:00", "2022-05-17 09:30:00Z"),
        *("2022-05-17T09:30:00.000000+00:00", "2022-05-17T24:00:00Z", "2022-W03-1T12:00:00Z"),
        *("2022-05-17T09:30:00.1234567Z", "2022-05-17T09:30:00-00:00", "1652779800", 1652779800),
        *(str(CONVENOR), str(CONVENOR).upper(), CONVENOR.hex, f"{{{CONVENOR}}}", str(UUID(int=0))),
        *("thing.opened.v1", "thing.renamed.v1", [{"number": 1, "text": "x", "due": None}]),
        [{"number": LARGEST + 1, "text": "x"}],
        [{"number": 1, "text": "x", "due": "2022-05-17T09:30:00+02:00"}],
        [{"number": 1, "text": "x"}] * MOST_ITEMS,
        [{"number": 1, "text": "x"}] * (MOST_ITEMS + 1),
    ]
)
FIELDS = st.sampled_from([*opened(1), "actor", "on_behalf_of", "process_id", "note", "other"])
INSIDE = st.sampled_from(["name", "clauses", "other"])
SPACES = st.sampled_from([(",", ":"), (", ", ": "), (" ,\t", "\r:\t ")])


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    fields=st.dictionaries(FIELDS, ODD, max_size=2),
    inside=st.dictionaries(INSIDE, ODD, max_size=2),
    spaces=SPACES,
    escaped=st.booleans(),
)
def test_the_short_way_and_the_long_way_come_to_the_same(
    fields: dict[str, Any], inside: dict[str, Any], spaces: tuple[str, str], escaped: bool
) -> None:
    line = opened(1)
    line["data"] |= inside
    text = json.dumps(line | fields, separators=spaces, ensure_ascii=escaped)
    given_line = text.encode("utf-8", "surrogatepass")
    assert short_way(given_line) == long_way(given_line)


KNOWN = Writing(IMPORTER)


def short_way(line: bytes) -> object:
    """What comes of a line whose topic was met before."""
    first = [json.dumps(known).encode() for known in (opened(1), renamed(1, 2))]
    return outcome(KNOWN, *first, line)


def long_way(line: bytes) -> object:
    return outcome(Writing(IMPORTER), line)


def outcome(writing: Writing, *lines: bytes) -> object:
    """The row of the last line, or the sentence of its refusal."""
    block = Block(1, b"\n".join(lines), list(lines), max(map(len, lines)))
    *_, (_, _, found) = writing.acts(block)
    if isinstance(found, Exception):
        return str(found)
    _, line, at, (stream, version, topic, state) = found
    return line.stream, at, stream, version, topic.name, state

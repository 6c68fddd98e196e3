"""Every act that was ever on record can still be read, and comes out as it went in."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.store import upcast
from services.store.catalogue import Entry, as_markdown, catalogue
from services.store.golden import Golden, file_of, renew, samples_from
from services.store.mapper import form_of
from services.store.memory import MemoryStore
from tests.store.thing import Thing

FOLDER = Path(__file__).parent.parent / "golden" / "events"
FILES = sorted(FOLDER.glob("*.json"))


@pytest.fixture(scope="module")
def acts() -> tuple[Entry, ...]:
    """Every act of the domain; found by the worker alone that runs these tests."""
    return catalogue()


def test_every_act_has_a_sample(acts: tuple[Entry, ...]) -> None:
    bare = [entry.topic for entry in acts if not file_of(FOLDER, entry.topic).exists()]
    assert bare == [], "Add a sample with “python -m tests.golden.every_act”."


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_sample_is_read_and_comes_out_as_it_went_in(file: Path) -> None:
    golden = Golden.load(file)
    assert file.stem == golden.topic
    act = golden.read()
    if golden.is_old:
        assert form_of(type(act)).topic == upcast.newest(golden.topic)
    else:
        assert form_of(type(act)).write(act) == golden.stored


def test_every_old_form_has_a_sample(acts: tuple[Entry, ...]) -> None:
    newest = {entry.topic for entry in acts}
    old = [topic for topic in upcast.old_topics() if upcast.newest(topic) in newest]
    assert [topic for topic in old if not file_of(FOLDER, topic).exists()] == []


def test_every_act_says_what_happened(acts: tuple[Entry, ...]) -> None:
    assert [entry.topic for entry in acts if not entry.says] == []


def test_no_topic_stands_for_two_acts(acts: tuple[Entry, ...]) -> None:
    topics = [entry.topic for entry in acts]
    assert len(topics) == len(set(topics))


def test_the_catalogue_lists_every_act(acts: tuple[Entry, ...]) -> None:
    page = as_markdown(acts)
    assert [entry.topic for entry in acts if f"`{entry.topic}`" not in page] == []


def test_renewing_only_ever_adds(tmp_path: Path) -> None:
    store = MemoryStore()
    store.commit([Thing.open(1)], command=None, reads={})
    assert renew(tmp_path, store.acts(limit=10)) == ("thing.opened.v1",)
    kept = file_of(tmp_path, "thing.opened.v1").read_bytes()
    store.commit([Thing.open(2).close()], command=None, reads={})
    later = store.acts(after=1, limit=10)
    assert renew(tmp_path, later) == ("thing.closed.v1",)
    assert file_of(tmp_path, "thing.opened.v1").read_bytes() == kept
    assert Golden.load(file_of(tmp_path, "thing.closed.v1")).read() == later[1].event


def test_the_first_act_of_each_topic_is_the_sample() -> None:
    store = MemoryStore()
    store.commit([Thing.open(1).rename("a").rename("b")], command=None, reads={})
    samples = samples_from(store.acts(limit=10))
    assert sorted(samples) == ["thing.opened.v1", "thing.renamed.v1"]
    assert samples["thing.renamed.v1"].version == 2

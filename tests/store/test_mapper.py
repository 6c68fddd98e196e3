"""How acts are written and read again."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, JsonValue, field_serializer

from domain.kernel.act import Standing
from domain.kernel.aggregate import Aggregate, Recorded
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.value import Value
from services.store import upcast
from services.store.mapper import ActMapper, NotStorable, Unreadable, form_of, read
from services.store.storable import FieldRefused, check_storable
from tests.store.thing import START, Clause, Thing, act, thing_id
from tests.support.examples import examples


class Everything(Aggregate):
    """An aggregate whose act has every kind of field."""

    TOPIC = "everything"

    class Created(Aggregate.Created):
        """An act with every kind of field."""

        TOPIC = "everything.created.v1"
        text: str
        number: int
        flag: bool
        moment: datetime
        length: timedelta
        person: PersonId | None
        standing: Standing
        clauses: tuple[Clause, ...]
        votes: dict[PersonId, int]
        by_standing: dict[Standing, tuple[int, ...]]
        opaque: dict[str, JsonValue]

    def __init__(self, **facts: object) -> None:
        self.facts = facts


class Renamed(Aggregate):
    """An aggregate whose opening act has changed its form twice; the first classes are gone."""

    TOPIC = "renamed"

    class Created(Aggregate.Created):
        """The act in its newest form."""

        TOPIC = "renamed.created.v3"
        title: str
        words: int

    def __init__(self, title: str, words: int) -> None:
        self.title = title
        self.words = words


@upcast.upcaster("renamed.created.v1")
def _v1(data: upcast.Data) -> upcast.Data:
    return {"title": data["name"]}


@upcast.upcaster("renamed.created.v2")
def _v2(data: upcast.Data) -> upcast.Data:
    return {**data, "words": len(str(data["title"]).split())}


ZONES = st.integers(-12 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
# Hypothesis asks for bare limits and puts a zone to what lies between them.
FIRST, LAST = (START.replace(year=year, tzinfo=None) for year in (1900, 2200))
MOMENTS = st.datetimes(FIRST, LAST, timezones=ZONES)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
PERSONS = st.uuids().map(PersonId)
CLAUSES = st.builds(
    Clause, number=st.integers(0, 99), text=TEXTS, due=st.one_of(st.none(), MOMENTS)
)
OPAQUE = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=5,
)
EVERYTHING = st.fixed_dictionaries(
    {
        "text": TEXTS,
        "number": st.integers(-(2**63), 2**63 - 1),
        "flag": st.booleans(),
        "moment": MOMENTS,
        "length": st.timedeltas(timedelta(days=-999), timedelta(days=999)),
        "person": st.one_of(st.none(), PERSONS),
        "standing": st.sampled_from(Standing),
        "clauses": st.lists(CLAUSES, max_size=3).map(tuple),
        "votes": st.dictionaries(PERSONS, st.integers(0, 9), max_size=3),
        "by_standing": st.dictionaries(
            st.sampled_from(Standing), st.lists(st.integers(0, 9), max_size=2).map(tuple)
        ),
        "opaque": st.dictionaries(TEXTS, OPAQUE, max_size=3),
    }
)


def everything(facts: dict[str, Any]) -> Recorded:
    made = Everything._begin(
        Everything.Created, thing_id(1), act(1, 1).under(RuleId("r.1")), **facts
    )
    (found,) = made.collect_events()
    assert isinstance(found, Recorded)
    return found


@settings(max_examples=examples(150), deadline=None)
@given(EVERYTHING)
def test_an_act_comes_back_equal_and_is_written_again_to_the_same_bytes(
    facts: dict[str, Any],
) -> None:
    mapper, original = ActMapper(), everything(facts)
    stored = mapper.to_stored_event(original)
    back = mapper.to_domain_event(stored)
    assert back == original
    assert mapper.to_stored_event(back) == stored


def test_the_state_is_canonical_and_names_no_class() -> None:
    (opened,) = Thing.open(1).collect_events()
    stored = ActMapper().to_stored_event(opened)
    plain = orjson.loads(stored.state)
    assert sorted(plain) == ["act", "data", "id"]
    assert sorted(plain["data"]) == ["clauses", "name"]
    assert orjson.dumps(plain, option=orjson.OPT_SORT_KEYS) == stored.state
    assert b"Thing" not in stored.state
    assert stored.topic == "thing.opened.v1"


def test_an_old_act_is_read_in_its_newest_form_though_its_class_is_gone() -> None:
    envelope = act(1, 1)
    state = orjson.dumps(
        {
            "id": str(thing_id(5)),
            "act": envelope.model_dump(mode="json"),
            "data": {"name": "We the members"},
        }
    )
    found = read("renamed.created.v1", thing_id(1), 1, state)
    assert isinstance(found, Renamed.Created)
    assert (found.title, found.words) == ("We the members", 3)
    assert found.timestamp == envelope.occurred_at
    assert found.event_id == thing_id(5)
    made: Renamed | None = found.mutate(None)
    assert made is not None
    assert made.words == 3


def test_who_asks_for_a_topic_gets_its_old_forms_too() -> None:
    assert upcast.with_old_forms(["renamed.created.v3", "thing.opened.v1"]) == (
        "renamed.created.v1",
        "renamed.created.v2",
        "renamed.created.v3",
        "thing.opened.v1",
    )


def test_a_topic_has_one_upcaster() -> None:
    with pytest.raises(upcast.TopicRefused, match="an upcaster already"):
        upcast.upcaster("renamed.created.v1")(lambda data: data)


@pytest.mark.parametrize("topic", ["thing.opened", "thing.opened.v0", "Thing.opened.v1", "v1", ""])
def test_a_topic_without_a_number_is_refused(topic: str) -> None:
    with pytest.raises(upcast.TopicRefused, match=r"proposal\.opened\.v1"):
        upcast.check_topic(topic)


def test_an_unknown_topic_is_refused_with_what_to_do() -> None:
    with pytest.raises(Unreadable, match="an upcaster must lead from it"):
        read("nothing.happened.v1", thing_id(1), 1, b"{}")


def test_an_unknown_topic_is_not_taken_for_a_module_to_import() -> None:
    assert "antigravity" not in sys.modules
    with pytest.raises(Unreadable):
        read("antigravity.v1", thing_id(1), 1, b"{}")
    assert "antigravity" not in sys.modules


@pytest.mark.parametrize("state", [b"{}", b"no json", b'{"id":1}'])
def test_bytes_that_are_not_the_act_are_refused(state: bytes) -> None:
    with pytest.raises(Unreadable, match=r"can't be read as thing\.opened\.v1"):
        read("thing.opened.v1", thing_id(1), 1, state)


def test_a_field_that_nobody_knows_is_refused() -> None:
    (opened,) = Thing.open(1).collect_events()
    plain = orjson.loads(ActMapper().to_stored_event(opened).state)
    plain["data"]["nobody_knows"] = 1
    with pytest.raises(Unreadable, match="nobody_knows"):
        read("thing.opened.v1", thing_id(1), 1, orjson.dumps(plain))


@pytest.mark.parametrize(
    "facts",
    [
        {"name": 7, "clauses": ()},
        {"name": "a", "clauses": [Clause(number=1, text="")]},
        {"name": "a", "clauses": ({"number": "one", "text": ""},)},
    ],
)
def test_an_act_with_a_value_of_another_kind_is_not_stored(facts: dict[str, Any]) -> None:
    thing = Thing._begin(Thing.Opened, thing_id(1), act(1, 1), **facts)
    with pytest.raises(NotStorable, match=r"not of the kind that Thing\.Opened says"):
        ActMapper().to_stored_event(thing.collect_events()[0])


class HasShare(Value):
    """A value that counts in fractions."""

    share: Fraction


class SpeaksForItself(BaseModel):
    """A value that writes itself."""

    number: int

    @field_serializer("number")
    def _in_words(self, number: int) -> str:
        return f"number {number}"


@pytest.mark.parametrize(
    ("annotation", "sentence"),
    [
        (Fraction, "numerator and denominator"),
        (float, "whole numbers"),
        (tuple[HasShare, ...], "numerator and denominator"),
        (HasShare | None, "numerator and denominator"),
        (dict[str, float], "whole numbers"),
        (set[UUID], "sorted tuple"),
        (list[str], "a tuple"),
        (dict[str, Any], "say what it is"),
        (SpeaksForItself, "in a way of its own"),
    ],
)
def test_a_field_that_would_not_come_back_is_refused(annotation: Any, sentence: str) -> None:
    with pytest.raises(FieldRefused, match=sentence):
        check_storable("Thing.Opened", {"field": annotation})


def test_fields_that_come_back_are_taken() -> None:
    annotations = (JsonValue, dict[str, JsonValue], tuple[Clause, ...] | None, RuleId, PersonId)
    check_storable("Thing.Opened", dict(zip("abcde", annotations, strict=True)))


def test_the_form_of_an_act_is_made_once() -> None:
    assert form_of(Thing.Opened) is form_of(Thing.Opened)


class Unnumbered(Aggregate):
    """An aggregate whose act forgot its number."""

    TOPIC = "unnumbered"

    class Created(Aggregate.Created):
        """Its topic has no number."""

        TOPIC = "unnumbered.created"


def test_an_act_without_a_numbered_topic_is_not_stored() -> None:
    made = Unnumbered._begin(Unnumbered.Created, thing_id(1), act(1, 1))
    with pytest.raises(upcast.TopicRefused):
        ActMapper().to_stored_event(made.collect_events()[0])

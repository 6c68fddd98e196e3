"""How an act becomes the bytes that are kept for ever, and an act again.

The state of an act is canonical JSON of `{id, act, data}`: keys sorted, nothing left out, no name
of a Python class.  It is read and written by the field annotations of the event class alone, so a
value that would not come back equal is refused when the class is first used, not years later.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache, lru_cache
from typing import Any, cast, get_type_hints
from uuid import UUID

import orjson
from eventsourcing.domain import CanInitAggregate, DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent
from pydantic import JsonValue, TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python
from typing_extensions import TypedDict

import domain
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, Recorded
from domain.kernel.refusal import BadInput
from services.store import upcast
from services.store.storable import check_storable
from services.vault.declared import seals_of
from services.vault.port import NO_KEYS, NONE, DataKey, Keys
from services.vault.sealing import (
    LOOKS_SEALED,
    MARK,
    NotToBeOpened,
    Open,
    keys_in,
    opened_state,
    sealed_states,
)

ENVELOPE = ("originator_id", "originator_version", "timestamp", "event_id", "act")
"""Fields of every act; those that are not here or `originator_topic` are its data."""

LARGE = 4096
"""From so many bytes on, parsing an act costs more than remembering it."""

CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


class Unreadable(ValueError):
    """Stored bytes that can't be read as the act that their topic names."""


class NotStorable(ValueError):
    """An act whose values are not what its class says."""


class Form:
    """How the acts of one event class are written and read."""

    def __init__(self, event: type[Recorded]) -> None:
        self.event = event
        self.topic = upcast.check_topic(topic_of(event))
        self.kind = kind_of(event)
        self.fields = data_fields(event)
        check_storable(event.__qualname__, self.fields)
        self.seals = seals_of(event.__qualname__, self.fields)
        self.data = record(f"{event.__qualname__}Data", self.fields)
        state = record(f"{event.__qualname__}State", {"id": UUID, "act": Act, "data": self.data})
        # The adapters' own methods cost more than the work that they hand on.
        adapter = TypeAdapter(self.data)
        self._check = adapter.validator.validate_python
        self.parse_data = adapter.validator.validate_json
        self._parse = TypeAdapter(state).validator.validate_json

    def write(self, act: Recorded) -> bytes:
        """The canonical bytes, before anything in them is sealed.  Raises `NotStorable`."""
        values = vars(act)
        data = {name: values[name] for name in self.fields}
        try:
            # Values inside were checked when they were made; only the outermost still may be wrong.
            self._check(data, strict=True)
            return canonical({"id": act.event_id, "act": vars(act.act), "data": data})
        except (ValidationError, orjson.JSONEncodeError) as error:
            raise NotStorable(
                f"An act {self.topic} can't be stored, because a value is not of the kind that "
                f"{self.event.__qualname__} says: {error}"
            ) from error

    def read(self, stream: UUID, version: int, state: bytes) -> Recorded:
        """The act, equal to the one that was written.  Raises `ValidationError`."""
        return self._made(stream, version, self._parse(state))

    def read_plain(self, stream: UUID, version: int, state: dict[str, Any]) -> Recorded:
        """The act from parsed JSON.  Raises `ValidationError`."""
        return self.read(stream, version, orjson.dumps(state))

    def _made(self, stream: UUID, version: int, state: dict[str, Any]) -> Recorded:
        envelope: Act = state["act"]
        values: dict[str, Any] = state["data"]
        values["originator_id"] = stream
        values["originator_version"] = version
        values["timestamp"] = envelope.occurred_at
        values["event_id"] = state["id"]
        values["act"] = envelope
        if self.kind is not None:
            values["originator_topic"] = self.kind
        # The values are checked, so the library's way of filling a frozen event serves.
        act = object.__new__(self.event)
        object.__setattr__(act, "__dict__", values)
        return act


class ActMapper(Mapper[UUID]):
    """The library's mapper over `Form`: topics ending in a number, upcasting by that number."""

    def __init__(self, keys: Keys = NO_KEYS) -> None:
        super().__init__(transcoder=JSONTranscoder())
        self._keys = keys

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        act = cast("Recorded", domain_event)
        form = form_of(type(act))
        state = form.write(act)
        if form.seals is not None or MARK in state:
            (state,) = stored_states([act], self._keys)
        return StoredEvent(
            originator_id=act.originator_id,
            originator_version=act.originator_version,
            topic=form.topic,
            state=state,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        if MARK in stored_event.state:
            return self.to_acts([stored_event])[0]
        stream = cast("UUID", stored_event.originator_id)
        return read(stored_event.topic, stream, stored_event.originator_version, stored_event.state)

    def to_acts(self, stored: Sequence[StoredEvent]) -> list[Recorded]:
        """Several acts, for whose keys the vault is asked once."""
        keys = self._keys.opened(keys_in([event.state for event in stored]))
        return [
            read(
                event.topic,
                cast("UUID", event.originator_id),
                event.originator_version,
                event.state,
                keys,
            )
            for event in stored
        ]


def stored_states(acts: Sequence[Recorded], keys: Keys) -> list[bytes]:
    """The bytes that are kept of these acts: canonical, with what is declared so sealed.

    Raises `NotStorable` or `BadInput`, or `VaultShut` if no keys are at hand to seal with.
    """
    states: list[bytes] = []
    sealing: dict[int, Open] = {}
    for place, act in enumerate(acts):
        form = form_of(type(act))
        state = form.write(act)
        if MARK in state:
            raise BadInput(LOOKS_SEALED)
        states.append(state)
        if form.seals is not None:
            version = act.originator_version
            sealing[place] = Open(act.originator_id, version, state, form.seals)
    if sealing:
        for place, state in zip(sealing, sealed_states([*sealing.values()], keys), strict=True):
            states[place] = state
    return states


def read(
    topic: str, stream: UUID, version: int, state: bytes, keys: Mapping[UUID, DataKey] = NONE
) -> Recorded:
    """The act that was stored under that topic, in its newest form.  Raises `Unreadable`.

    `keys` open what is sealed in it; without its key, a sealed field is erased.
    """
    if MARK in state:  # never remembered below, for what was open must be forgotten with its key
        return _read_sealed(topic, (stream, version), state, keys)
    if len(state) < LARGE:
        return _read(topic, stream, version, state)
    return _read_large(topic, stream, version, state)


def _read_sealed(
    topic: str, at: tuple[UUID, int], state: bytes, keys: Mapping[UUID, DataKey]
) -> Recorded:
    stream, version = at
    try:
        return _read(topic, stream, version, opened_state(stream, version, state, keys))
    except NotToBeOpened as error:
        raise Unreadable(f"Version {version} of {stream} ({topic}): {error}") from error


def _read(topic: str, stream: UUID, version: int, state: bytes) -> Recorded:
    try:
        if upcast.is_old(topic):
            return _read_old(topic, stream, version, state)
        return form_of_topic(topic).read(stream, version, state)
    except (ValidationError, orjson.JSONDecodeError, KeyError) as error:
        raise Unreadable(
            f"Version {version} of {stream} can't be read as {topic}: {error} If its form was "
            "changed, give the new form the next number and write an upcaster from the old one."
        ) from error


_read_large = lru_cache(maxsize=64)(_read)
"""Rulebooks and long texts, which nearly every command reads, are parsed once: acts are frozen."""


def _read_old(topic: str, stream: UUID, version: int, state: bytes) -> Recorded:
    parts = orjson.loads(state)
    newest, data = upcast.upcast(topic, parts["data"])
    return form_of_topic(newest).read_plain(stream, version, {**parts, "data": data})


def plain_state(state: bytes) -> dict[str, JsonValue]:
    """Stored bytes as plain data, for exports that want no classes."""
    return cast("dict[str, JsonValue]", orjson.loads(state))


@cache
def form_of(event: type[Recorded]) -> Form:
    """The form of one event class, made once."""
    return Form(event)


@cache
def form_of_topic(topic: str) -> Form:
    """The form of the event class that has this topic.  Raises `Unreadable`."""
    upcast.check_topic(topic)
    event = _event_of(topic)
    if event is None:
        import_domain()  # this process may not have needed that part of the domain yet
        event = _event_of(topic)
    if event is None:
        raise Unreadable(
            f"No act has the topic “{topic}”. If its class was removed, an upcaster must lead from "
            "it to the next number; if it is misspelt, `docs/acts.md` lists every topic."
        )
    return form_of(event)


def _event_of(topic: str) -> type[Recorded] | None:
    """The class of a topic, among those that are imported.

    Not by the library's search, which takes an unknown topic for the name of a module to import.
    """
    found = (value for aggregate in aggregates() for value in vars(aggregate).values())
    acts = (value for value in found if isinstance(value, type) and issubclass(value, Recorded))
    return next((act for act in acts if topic_of(act) == topic), None)


def import_domain() -> None:
    """Import every module of `domain`, so that the class of each topic is known."""
    for module in pkgutil.walk_packages(domain.__path__, "domain."):
        importlib.import_module(module.name)


def topic_of(event: type[Recorded]) -> str:
    """The permanent topic that an event class declares."""
    return str(getattr(event, "TOPIC", event.__qualname__))


def data_fields(event: type[Recorded]) -> dict[str, Any]:
    """The fields of an event class that are its own, with their types."""
    hints = get_type_hints(event, include_extras=True)
    own = (field.name for field in fields(event))
    return {name: hints[name] for name in own if name not in (*ENVELOPE, "originator_topic")}


def kind_of(event: type[Recorded]) -> str | None:
    """The topic of the aggregate that this event begins, or None if it begins none."""
    if not issubclass(event, CanInitAggregate):
        return None
    for aggregate in aggregates():
        if event in vars(aggregate).values():
            return str(getattr(aggregate, "TOPIC", aggregate.__qualname__))
    raise upcast.TopicRefused(f"{event.__qualname__} begins no aggregate that has a topic.")


def aggregates(base: type[Aggregate] = Aggregate) -> list[type[Aggregate]]:
    """Every aggregate class that has been imported."""
    known = []
    for kind in base.__subclasses__():
        known += [kind, *aggregates(kind)]
    return known


def record(name: str, fields: dict[str, Any]) -> Any:
    """A type of dictionary with just these fields."""
    make = cast("Any", TypedDict)  # made at run time, where mypy knows only literal ones
    made = make(name, fields)
    made.__pydantic_config__ = {"extra": "forbid"}
    return made


def canonical(value: object) -> bytes:
    """The one way in which a value that was checked is written."""
    return orjson.dumps(value, default=_plain, option=CANONICAL)


def _plain(value: object) -> object:
    """What orjson does not know: our frozen values, and the few kinds that only pydantic knows."""
    try:
        return vars(value)  # a frozen model, the only kind with attributes that a field may hold
    except TypeError:
        return to_jsonable_python(value)

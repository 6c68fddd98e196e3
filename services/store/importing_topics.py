"""Reading a line at once into checked fields, for each topic by readers made for it.

A line goes three ways.  The light reader takes what is certainly right and holds nothing unusual;
the strict reader knows every type; and whatever neither takes goes to `import_lines.Line`, which
decides, and says what is wrong.  So they can't disagree on a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache, reduce
from operator import or_
from struct import Struct
from types import NoneType
from typing import Annotated, Any, Final, Literal, cast, get_args, get_origin

import msgspec
import orjson
from eventsourcing.domain import CanInitAggregate
from pydantic import Field, StringConstraints, TypeAdapter

from domain.kernel.aggregate import Aggregate, Recorded
from domain.kernel.ids import (
    UNKNOWN_PERSON,
    AssemblyId,
    BallotId,
    CycleId,
    ElectionId,
    ProcessId,
    ProposalId,
)
from domain.kernel.sane import LARGEST, MOST_CHARACTERS, MOST_ITEMS, check_sane
from services.store.import_lines import Line
from services.store.importing_light import Moment, light_line
from services.store.mapper import Form, aggregates, form_of_topic, record, topic_of

_HEX = "[0-9a-f]"
_AS_IN_THE_LOG = f"^{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}$"
_ID = Annotated[str, StringConstraints(pattern=_AS_IN_THE_LOG)]
"""An id written as the log writes it."""

_MOMENT = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
        r"(Z|[+-][0-9]{2}:[0-9]{2})$"
    ),
]
"""A moment with its zone, which Python itself reads faster, and compares much faster."""

_is_id: Final = re.compile(_AS_IN_THE_LOG.strip("^$")).fullmatch
_UNKNOWN: Final = str(UNKNOWN_PERSON)
_FIELDS: Final[dict[str, Any]] = {
    "stream": _ID,
    "version": Annotated[int, Field(ge=1, le=LARGEST, strict=True)],
    "occurred_at": _MOMENT,
    "source": Annotated[str, StringConstraints(min_length=1)],
    "actor": Annotated[_ID, Field(default=_UNKNOWN)],
    "on_behalf_of": Annotated[_ID | None, Field(default=None)],
    "process_id": Annotated[_ID | None, Field(default=None)],
    "note": Annotated[str | None, Field(default=None)],
}
_LIGHT_FIELDS: Final[dict[str, tuple[Any, ...]]] = {
    "stream": (str,),
    "version": (Annotated[int, msgspec.Meta(ge=1, le=LARGEST)],),
    "occurred_at": (Moment,),
    "source": (Annotated[str, msgspec.Meta(min_length=1)],),
    "actor": (str, _UNKNOWN),
    "on_behalf_of": (str | None, None),
    "process_id": (str | None, None),
    "note": (str | None, None),
}
_OF_A_PROCESS: Final = (ProcessId, CycleId, ProposalId, AssemblyId, BallotId, ElectionId)

# What check_sane looks for can't be in a line that is short and holds none of these: a list above
# MOST_ITEMS has as many commas, a number above LARGEST has ten digits behind one of ":[, " or "-".
# Nor does it hold a moment that is finer than microseconds, which not all round alike.
_SHORT: Final = min(MOST_CHARACTERS, 2 * MOST_ITEMS)
_ALIKE: Final = bytes.maketrans(b"123456789[, \t\r", b"000000000:::::")
_LONG: Final = b"0" * len(str(LARGEST))
_LONG_NUMBERS: Final = (b":" + _LONG, b":-" + _LONG, b".0000000")


class Given:
    """The checked fields of a line; a light line has the same."""

    __slots__ = (
        "actor",
        "data",
        "note",
        "occurred_at",
        "on_behalf_of",
        "process_id",
        "source",
        "stream",
        "version",
    )

    def __init__(self, fields: dict[str, Any]) -> None:
        self.stream: str = fields["stream"]
        self.version: int = fields["version"]
        self.occurred_at = datetime.fromisoformat(fields["occurred_at"])
        self.source: str = fields["source"]
        self.actor: str = fields["actor"]
        self.on_behalf_of: str | None = fields["on_behalf_of"]
        self.process_id: str | None = fields["process_id"]
        self.note: str | None = fields["note"]
        self.data: Any = fields["data"]


def value_of(line: Given, field: str) -> Any:
    """What a line says in a field of its data."""
    return line.data[field] if isinstance(line.data, dict) else getattr(line.data, field)


class Topic:
    """What an import has to know of one topic."""

    def __init__(self, form: Form) -> None:
        self.name = form.topic
        self.row = Struct(f"!hi16siqi{len(form.topic.encode())}si")
        self.stored = form.topic.encode()
        self.event = form.event
        self.seals = form.seals
        self.begins: bool = issubclass(form.event, CanInitAggregate)
        self.aggregate = _aggregate_of(form.event)
        self.beginnings = _beginnings(self.aggregate)
        self.can_begin = self.name in self.beginnings
        self.processes = tuple(name for name, kind in form.fields.items() if _names_process(kind))
        line = record(
            f"{form.event.__qualname__}Line",
            {"topic": Literal[form.topic], "data": form.data, **_FIELDS},
        )
        self.light = light_line(form.topic, _LIGHT_FIELDS, form.fields)
        self.read: Callable[[bytes], dict[str, Any]] = TypeAdapter(line).validator.validate_json


@cache
def _topic(form: Form) -> Topic:
    """The topic of a form, whose reader takes some time to make."""
    return Topic(form)


def _aggregate_of(event: type[Recorded]) -> type[Aggregate]:
    return next(kind for kind in aggregates() if event in vars(kind).values())


def _beginnings(aggregate: type[Aggregate]) -> tuple[str, ...]:
    """The topics that begin a stream, without the bare `Created` that the library asks for."""
    found = {
        name: topic_of(cast("type[Recorded]", event))
        for name, event in vars(aggregate).items()
        if isinstance(event, type) and issubclass(event, CanInitAggregate)
    }
    return tuple(found[name] for name in found if name != "Created" or len(found) == 1)


def _names_process(kind: Any) -> bool:
    """Whether a field holds the id of a process, or may, or holds several."""
    if get_origin(kind) is None:
        return kind in _OF_A_PROCESS
    return any(_names_process(part) for part in get_args(kind))


class Topics:
    """Every topic that was met so far, and the ids that were seen to be ids.

    Ids come again and again, so a look at those that were seen costs less than a pattern.
    """

    def __init__(self) -> None:
        self._known: dict[bytes, Topic] = {}
        self._light: dict[type, Topic] = {}
        self._read_light: Callable[[bytes], Any] = msgspec.json.Decoder(NoneType).decode
        self._ids: set[str] = set()

    def read(self, line: bytes, plain: bool) -> tuple[Topic, Given]:
        """A line's topic and fields.  `plain` is what `are_plain` found of its block.

        Raises `ValidationError`, `Unreadable` or `TopicRefused`.
        """
        if plain or are_plain(line, len(line)):
            try:
                given: Given = self._read_light(line)
            except (msgspec.MsgspecError, ValueError):
                return self._read_strictly(line, plain=True)
            if self._have_ids(given):
                return self._light[type(given)], given
        return self._read_strictly(line, plain=False)

    def named(self, name: str) -> Topic:
        """A topic by its name.  Raises `Unreadable`."""
        found = self._known.get(name.encode())
        if found is None:
            found = self._known[name.encode()] = _topic(form_of_topic(name))
            if found.light is not None:
                self._light[found.light] = found
                self._read_light = msgspec.json.Decoder(_any_of(self._light)).decode
        return found

    def _have_ids(self, given: Given) -> bool:
        """Whether all ids are written as the log writes them."""
        seen, behalf, process = self._ids, given.on_behalf_of, given.process_id
        if given.stream in seen and given.actor in seen and behalf is process is None:
            return True
        named = (given.stream, given.actor, behalf, process)
        ids = [one for one in named if one is not None]
        if not all(one in seen or _is_id(one) for one in ids):
            return False
        seen.update(ids)
        return True

    def _read_strictly(self, line: bytes, *, plain: bool) -> tuple[Topic, Given]:
        """By the topic that the line seems to have; its reader makes sure that it does."""
        start = line.find(b'"', line.find(b'"topic"') + 7) + 1
        topic = self._known.get(line[start : line.find(b'"', start)])
        if topic is not None:
            try:
                given = Given(topic.read(line))
                if not plain:
                    check_sane(orjson.loads(line))
                return topic, given
            except ValueError:
                pass  # it is right all the same, or it is told what is wrong
        return self._read_slowly(line)

    def _read_slowly(self, text: bytes) -> tuple[Topic, Given]:
        name, line = Line.model_validate_json(text).as_today()
        topic = self.named(name)
        return topic, Given(topic.read(line))


def _any_of(kinds: Iterable[Any]) -> Any:
    return reduce(or_, kinds)


def are_plain(text: bytes, longest: int) -> bool:
    """Whether lines that are well-formed hold certainly nothing that can't be kept."""
    if longest >= _SHORT or b"\\" in text or b"\x7f" in text:
        return False
    alike = text.translate(_ALIKE)
    return not any(number in alike for number in _LONG_NUMBERS)

"""Reading a line at once into checked fields, for each topic by a reader made for it.

The quick reader takes what is certainly right.  Whatever it does not take goes to
`import_lines.Line`, which decides, and says what is wrong; so the two can't disagree on a refusal.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from struct import Struct
from typing import Annotated, Any, Final, Literal, NotRequired, cast, get_args, get_origin

import orjson
from eventsourcing.domain import CanInitAggregate
from pydantic import Field, StringConstraints, TypeAdapter

from domain.kernel.aggregate import Aggregate, Recorded
from domain.kernel.ids import (
    AssemblyId,
    BallotId,
    CycleId,
    ElectionId,
    ProcessId,
    ProposalId,
)
from domain.kernel.sane import LARGEST, MOST_CHARACTERS, MOST_ITEMS, check_sane
from services.store.import_lines import Line
from services.store.mapper import Form, aggregates, form_of_topic, record, topic_of

_ID = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"),
]
"""An id written as the log writes it."""

_MOMENT = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
        r"(Z|[+-][0-9]{2}:[0-9]{2})$"
    ),
]
"""A moment with its zone, which Python itself reads faster, and compares much faster."""

_FIELDS: Final[dict[str, Any]] = {
    "stream": _ID,
    "version": Annotated[int, Field(ge=1, strict=True)],
    "occurred_at": _MOMENT,
    "source": Annotated[str, StringConstraints(min_length=1)],
    "actor": NotRequired[_ID],
    "on_behalf_of": NotRequired[_ID | None],
    "process_id": NotRequired[_ID | None],
    "note": NotRequired[str | None],
}
_moment: Final = datetime.fromisoformat
_OF_A_PROCESS: Final = (ProcessId, CycleId, ProposalId, AssemblyId, BallotId, ElectionId)

# What check_sane looks for can't be in a line that is short and holds none of these: a list above
# MOST_ITEMS has as many commas, a number above LARGEST has ten digits behind one of ":[, " or "-".
_SHORT: Final = min(MOST_CHARACTERS, 2 * MOST_ITEMS)
_ALIKE: Final = bytes.maketrans(b"123456789[, \t\r", b"000000000:::::")
_LONG: Final = b"0" * len(str(LARGEST))
_LONG_NUMBERS: Final = (b":" + _LONG, b":-" + _LONG)


class Topic:
    """What an import has to know of one topic."""

    def __init__(self, form: Form) -> None:
        self.name = form.topic
        self.row = Struct(f"!hi16siqi{len(form.topic.encode())}si")
        self.stored = form.topic.encode()
        self.event = form.event
        self.begins: bool = issubclass(form.event, CanInitAggregate)
        self.aggregate = _aggregate_of(form.event)
        self.beginnings = _beginnings(self.aggregate)
        self.can_begin = self.name in self.beginnings
        self.processes = tuple(name for name, kind in form.fields.items() if _names_process(kind))
        line = record(
            f"{form.event.__qualname__}Line",
            {"topic": Literal[form.topic], "data": form.data, **_FIELDS},
        )
        self.read: Callable[[bytes], dict[str, Any]] = TypeAdapter(line).validator.validate_json


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
    """Every topic that was met so far."""

    def __init__(self) -> None:
        self._known: dict[bytes, Topic] = {}

    def read(self, line: bytes, plain: bool) -> tuple[Topic, dict[str, Any]]:
        """A line's topic and fields.  `plain` is what `are_plain` found of its block.

        Raises `ValidationError`, `Unreadable` or `TopicRefused`.
        """
        topic = self._hinted(line)
        if topic is not None:
            try:
                fields = topic.read(line)
                if not (plain or are_plain(line, len(line))):
                    check_sane(orjson.loads(line))
                fields["occurred_at"] = _moment(fields["occurred_at"])
                return topic, fields
            except ValueError:
                pass  # it is right all the same, or it is told what is wrong
        return self._read_slowly(line)

    def named(self, name: str) -> Topic:
        """A topic by its name.  Raises `Unreadable`."""
        found = self._known.get(name.encode())
        if found is None:
            found = self._known[name.encode()] = Topic(form_of_topic(name))
        return found

    def _hinted(self, line: bytes) -> Topic | None:
        """The topic that the line seems to have; its reader makes sure that it does."""
        start = line.find(b'"', line.find(b'"topic"') + 7) + 1
        return self._known.get(line[start : line.find(b'"', start)])

    def _read_slowly(self, text: bytes) -> tuple[Topic, dict[str, Any]]:
        name, line = Line.model_validate_json(text).as_today()
        topic = self.named(name)
        fields = topic.read(line)
        fields["occurred_at"] = _moment(fields["occurred_at"])
        return topic, fields


def are_plain(text: bytes, longest: int) -> bool:
    """Whether lines that are well-formed hold certainly nothing that can't be kept."""
    if longest >= _SHORT or b"\\" in text or b"\x7f" in text:
        return False
    alike = text.translate(_ALIKE)
    return not any(number in alike for number in _LONG_NUMBERS)

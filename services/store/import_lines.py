"""The file that `convenor import` reads: one act to a line, as JSON.

    {"topic": "body.established.v1", "stream": "<uuid>", "version": 1,
     "occurred_at": "2017-03-11T12:00:00Z", "source": "Minutes of 11 March 2017, item 2",
     "data": {"name": "..."}}

`actor`, `on_behalf_of`, `process_id` and `note` may stand beside them.  Every bad line is named
with what stood there and what was expected, so that a file is mended in one go.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

import orjson
from pydantic import AwareDatetime, Field, JsonValue, ValidationError, field_validator
from pydantic_core import ErrorDetails

from domain.kernel.ids import SERVICE, UNKNOWN_PERSON, PersonId, ProcessId
from domain.kernel.refusal import BadInput
from domain.kernel.sane import LARGEST, check_sane
from domain.kernel.value import Value
from services.store import upcast
from services.store.importing_blocks import LONGEST_LINE
from services.store.mapper import Unreadable

MOST_LINES_NAMED: Final = 50
_SHOWN: Final = 120

UNFIT: Final = (ValidationError, Unreadable, upcast.TopicRefused, BadInput)
"""What a line is refused by."""


class ImportOrder(Value):
    """On whose word a file is imported.  `rulebook_version` is the one in force, 0 for none."""

    importer: PersonId = SERVICE
    rulebook_version: int = 0


class BadLine(Value):
    """One line that can't be imported."""

    file: str
    line: int
    stood_there: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.expected} There stood: {self.stood_there}"


class ImportRefused(BadInput):
    """A file that was not imported, not even in part."""

    def __init__(self, bad: tuple[BadLine, ...], *, more: bool) -> None:
        listed = "\n".join(f"  {line}" for line in bad)
        rest = "\n  and more, which are not named." if more else ""
        super().__init__(f"Nothing was imported, because of these lines:\n{listed}{rest}")
        self.bad = bad


class OutOfPlace(BadInput):
    """An act that can't stand where the file puts it."""

    def __init__(self, stood_there: str, expected: str) -> None:
        super().__init__(expected)
        self.stood_there = stood_there


class Line(Value):
    """An act as a line gives it."""

    topic: str
    stream: UUID
    version: int = Field(ge=1, le=LARGEST)
    occurred_at: AwareDatetime
    source: str = Field(min_length=1)
    data: dict[str, JsonValue]
    actor: PersonId = UNKNOWN_PERSON
    on_behalf_of: UUID | None = None
    process_id: ProcessId | None = None
    note: str | None = None

    @field_validator("data", "source", "note")
    @classmethod
    def _can_be_kept(cls, given: Any) -> Any:
        check_sane(given)
        return given

    def as_today(self) -> tuple[str, bytes]:
        """The topic that the act has today, and this line as it would be written for it.

        Raises `TopicRefused`.
        """
        topic, data = upcast.upcast(upcast.check_topic(self.topic), self.data)
        return topic, orjson.dumps({**dict(self), "topic": topic, "data": data})


class Named:
    """The bad lines of one file, as far as they are named."""

    def __init__(self, file: Path) -> None:
        self._file = str(file)
        self._bad: list[BadLine] = []
        self._spoilt: set[UUID | None] = set()

    def __bool__(self) -> bool:
        return bool(self._bad)

    def name(self, number: int, text: bytes, error: Exception) -> None:
        """Name a line.  Raises `ImportRefused` once there are enough.

        What follows a bad line in its stream can't be in its place, and need not be named too.
        """
        stream = _stream_in(text)
        if isinstance(error, OutOfPlace) and stream in self._spoilt:
            return
        self._spoilt.add(stream)
        stood, expected = _described(text, error)
        self.add(number, stood, expected)

    def add(self, number: int, stood_there: str, expected: str) -> None:
        """Name a line in these words.  Raises `ImportRefused` once there are enough."""
        bad = BadLine(
            file=self._file, line=number, stood_there=stood_there[:_SHOWN], expected=expected
        )
        self._bad.append(bad)
        if len(self._bad) == MOST_LINES_NAMED:
            raise self.refusal(more=True)

    def refusal(self, *, more: bool = False) -> ImportRefused:
        """All that was named, in the order of the lines."""
        return ImportRefused(tuple(sorted(self._bad, key=lambda bad: bad.line)), more=more)


def _stream_in(text: bytes) -> UUID | None:
    try:
        return UUID(orjson.loads(text)["stream"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _described(text: bytes, error: Exception) -> tuple[str, str]:
    """What stood there, and what was expected."""
    if isinstance(error, OutOfPlace):
        return error.stood_there, str(error)
    if not isinstance(error, ValidationError):
        return _shown(text), str(error)
    first = error.errors(include_url=False)[0]
    if first["type"] == "json_invalid" or not first["loc"]:
        return _shown(text), _not_json(text, first)
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return place, f"the field “{place}” is unknown here. Take it out, or mend its name."
    stood = "nothing" if first["type"] == "missing" else repr(cast("object", first["input"]))
    return stood, f"in “{place}” was expected: {first['msg']}."


def _not_json(text: bytes, error: ErrorDetails) -> str:
    try:
        text.decode()
    except UnicodeDecodeError as found:
        return (
            f"expected UTF-8, which byte {found.start + 1} of the line (0x{text[found.start]:02X}) "
            "is not. Save the file as UTF-8."
        )
    if error["msg"].startswith("Invalid JSON: EOF"):
        return (
            "expected one whole JSON object, and the line ends in the middle of it. If it is the "
            "last line, the file was cut short: fetch it again."
        )
    return f"expected one JSON object ({error['msg']})."


def _shown(text: bytes) -> str:
    return text[: 4 * _SHOWN].decode("utf-8", "replace").strip()


def without_end(text: bytes) -> tuple[str, str]:
    """What to say of a line that is longer than any act."""
    return (
        f"{_shown(text)[:60]}…",
        f"a line of {LONGEST_LINE:,} bytes at the most was expected. Look whether the line ends "
        "are missing; what follows was not read.",
    )

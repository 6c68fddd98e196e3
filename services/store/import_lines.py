"""The file that `convenor import` reads: one act to a line, as JSON.

    {"topic": "body.established.v1", "stream": "<uuid>", "version": 1,
     "occurred_at": "2017-03-11T12:00:00Z", "source": "Minutes of 11 March 2017, item 2",
     "data": {"name": "..."}}

`actor`, `on_behalf_of`, `process_id` and `note` may stand beside them.  Every bad line is named
with what stood there and what was expected, so that a file is mended in one go.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

import orjson
from pydantic import AwareDatetime, Field, JsonValue, ValidationError, field_validator

from domain.kernel.act import Act, Authority, Standing
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import (
    CONVENOR,
    SERVICE,
    UNKNOWN_PERSON,
    CommandId,
    PersonId,
    ProcessId,
    act_id,
    derived,
)
from domain.kernel.refusal import BadInput
from domain.kernel.sane import check_sane
from domain.kernel.value import Value
from services.store import upcast
from services.store.continuity import Check
from services.store.mapper import Place, Unreadable, form_of_topic, import_domain

MOST_LINES_NAMED: Final = 50


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
        rest = "\n  and more, which were not read." if more else ""
        super().__init__(f"Nothing was imported, because of these lines:\n{listed}{rest}")
        self.bad = bad


class Line(Value):
    """An act as a line gives it."""

    topic: str
    stream: UUID
    version: int = Field(ge=1)
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

    def act(self, order: ImportOrder) -> Recorded:
        """The attested act.  Raises `ValidationError`, `Unreadable` or `TopicRefused`."""
        command = CommandId(derived(CONVENOR, "import", self.stream, self.version))
        envelope = Act(
            occurred_at=self.occurred_at,
            actor=self.actor,
            recorded_by=order.importer,
            authority=Authority(kind="source", name=self.source),
            command_id=command,
            rulebook_version=order.rulebook_version,
            on_behalf_of=self.on_behalf_of,
            process_id=self.process_id,
            standing=Standing.ATTESTED,
            note=self.note,
        )
        topic, data = upcast.upcast(self.topic, self.data)
        identity = act_id(self.occurred_at, command, self.stream, self.version)
        place = Place(self.stream, self.version, identity)
        return form_of_topic(topic).read_data(place, envelope, data)


class Reading:
    """One pass over a file, with what was found wrong in it."""

    def __init__(self, file: Path, order: ImportOrder, check: Check) -> None:
        self._file = file
        self._order = order
        self._check = check
        self._bad: list[BadLine] = []
        self._spoilt: set[object] = set()

    def acts(self) -> Iterator[Recorded]:
        """The acts, one by one.  Raises `ImportRefused` once all bad lines are known.

        After the first bad line nothing more is yielded: the import is lost, and the rest is only
        looked at.
        """
        import_domain()
        with self._file.open("rb") as lines:
            for number, text in enumerate(lines, start=1):
                act = self._act(number, text) if text.strip() else None
                if act is not None and not self._bad:
                    yield act
        if self._bad:
            raise ImportRefused(tuple(self._bad), more=False)

    def _act(self, number: int, text: bytes) -> Recorded | None:
        try:
            act = Line.model_validate_json(text).act(self._order)
            # What follows a bad line in its stream can't be right, and need not be named too.
            if act.originator_id not in self._spoilt:
                self._check(act)
            return act
        except (ValidationError, Unreadable, upcast.TopicRefused, BadInput) as error:
            self._bad.append(_bad_line(self._file, number, text, error))
            self._spoilt.add(_stream_in(text))
            if len(self._bad) == MOST_LINES_NAMED:
                raise ImportRefused(tuple(self._bad), more=True) from error
            return None


def _stream_in(text: bytes) -> UUID | None:
    try:
        return UUID(orjson.loads(text)["stream"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _bad_line(file: Path, number: int, text: bytes, error: Exception) -> BadLine:
    if not isinstance(error, ValidationError):
        return _named(file, number, text, str(error))
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "json_invalid":
        return _named(file, number, text, f"expected one JSON object ({first['msg']}).")
    stood = "nothing" if first["type"] == "missing" else repr(cast("object", first["input"]))
    return _named(file, number, stood, f"in “{place}” was expected: {first['msg']}.")


def _named(file: Path, number: int, stood: bytes | str, expected: str) -> BadLine:
    shown = stood.decode("utf-8", "replace").strip() if isinstance(stood, bytes) else stood
    return BadLine(file=str(file), line=number, stood_there=shown[:120], expected=expected)

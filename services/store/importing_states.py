"""The bytes that an imported act is kept as: those that its envelope and data would be written as.

They are put together from the parts that differ between lines, for an envelope of its own for each
line costs more than all the rest.  A test holds them against what the mapper writes.
"""

from __future__ import annotations

import re
from hashlib import sha1, sha256
from typing import Any, Final, cast

import msgspec
import orjson

from domain.kernel.act import Act, Authority, Standing
from domain.kernel.ids import CONVENOR, PersonId
from services.store.import_lines import ImportOrder
from services.store.importing_topics import Given
from services.store.mapper import CANONICAL, canonical

_PARTS: Final = (
    "actor",
    "source",
    "command_id",
    "note",
    "occurred_at",
    "on_behalf_of",
    "process_id",
    "data",
    "id",
)
"""What differs between lines, in the order in which canonical JSON has it."""

_write_light: Final = msgspec.json.Encoder(order="sorted").encode
_MILLIS: Final = (1 << 48) - 1
_VARIANT: Final = {f"{digit:x}": "89ab"[digit & 3] for digit in range(16)}


class Identity:
    """A stream's id as it is stored, and what the ids of its acts are made from."""

    __slots__ = ("command", "seed", "stream")

    def __init__(self, stream: str) -> None:
        self.stream = bytes.fromhex(stream.replace("-", ""))
        command = _derived("import", stream)
        self.command = command.encode()
        self.seed = bytes.fromhex(command.replace("-", "")) + self.stream


def _derived(*parts: str) -> str:
    """The same as `domain.kernel.ids.derived` in the service's own namespace, as text."""
    digest = sha1(CONVENOR.bytes + "\x1f".join(parts).encode(), usedforsecurity=False).hexdigest()
    return (
        f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}"
        f"-{_VARIANT[digest[16]]}{digest[17:20]}-{digest[20:32]}"
    )


class States:
    """How the acts of one import are written."""

    def __init__(self, order: ImportOrder) -> None:
        self._template = _template(order)
        self._identities: dict[str, Identity] = {}
        self._source = "", b'""'

    def write(self, line: Given, timestamp: float) -> tuple[bytes, bytes]:
        """The stream and the canonical bytes of a line whose fields were checked.

        All in one piece, because every call would be paid for by every line.
        """
        dumps, stream, source = orjson.dumps, line.stream, line.source
        behalf, process, note = line.on_behalf_of, line.process_id, line.note
        identity = self._identities.get(stream) or self._new(stream)
        if source != self._source[0]:
            self._source = source, dumps(source)
        # `domain.kernel.ids.act_id`, as text.
        noise = sha256(identity.seed + b"%d" % line.version).hexdigest()
        millis = f"{int(timestamp * 1000) & _MILLIS:012x}"
        act = (
            f"{millis[:8]}-{millis[8:]}-7{noise[:3]}-{_VARIANT[noise[4]]}{noise[5:8]}-{noise[8:20]}"
        )
        return identity.stream, self._template % (
            line.actor.encode(),
            self._source[1],
            identity.command,
            b"null" if note is None else dumps(note),
            dumps(line.occurred_at, None, CANONICAL),
            b"null" if behalf is None else dumps(behalf),
            b"null" if process is None else dumps(process),
            canonical(line.data) if type(line.data) is dict else _write_light(line.data),
            act.encode(),
        )

    def _new(self, stream: str) -> Identity:
        found = self._identities[stream] = Identity(stream)
        return found


def _template(order: ImportOrder) -> bytes:
    """An envelope as it is written, with a gap for each part that differs."""
    gap: dict[str, Any] = {name: f"@{name}@" for name in _PARTS}
    envelope = Act.model_construct(
        occurred_at=gap["occurred_at"],
        actor=cast("PersonId", gap["actor"]),
        recorded_by=order.importer,
        authority=Authority(kind="source", name=gap["source"]),
        command_id=gap["command_id"],
        rulebook_version=order.rulebook_version,
        on_behalf_of=gap["on_behalf_of"],
        process_id=gap["process_id"],
        standing=Standing.ATTESTED,
        note=gap["note"],
    )
    whole = canonical({"act": vars(envelope), "data": gap["data"], "id": gap["id"]})
    assert re.findall(rb"@(\w+)@", whole) == [name.encode() for name in _PARTS]
    return _with_gaps(whole)


def _with_gaps(whole: bytes) -> bytes:
    whole = whole.replace(b"%", b"%%")
    whole = re.sub(rb'"@(actor|command_id|id)@"', b'"%b"', whole)
    return re.sub(rb'"@\w+@"', b"%b", whole)

"""What a log says, apart from when and under which names it was written down.

Two runs of the same play give the same digest, whatever was killed in between.  Compared stream by
stream in the order of their beginnings: ids are replaced by the order in which they appear,
recorded times and the commitments to noise (a box's root, a roll's commitment) are dropped.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson

from services.store.mapper import form_of
from services.store.port import Store

PAGE = 500
DROPPED = {
    "ballot.announced.v1": {"announced", "root", "position"},
    "ballot.closed.v1": {"root"},
    "ballot.published.v1": {"commitment"},
    "ballot.roll_frozen.v1": {"commitment", "position"},
}
"""What differs by nature between two runs, by the act that carries it."""
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Names:
    """Ids by the order in which they appear."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def plain(self, value: Any) -> Any:
        """The value with every id replaced and what differs by nature dropped."""
        if isinstance(value, dict):
            return {self.plain(name): self.plain(held) for name, held in value.items()}
        if isinstance(value, list):
            return [self.plain(held) for held in value]
        if isinstance(value, str):
            return _UUID.sub(lambda found: self.name(found.group()), value)
        return value

    def name(self, identity: str) -> str:
        return self._known.setdefault(identity, f"#{len(self._known)}")


def lines(store: Store) -> Iterator[str]:
    """Each act of the log as one canonical line, stream by stream."""
    streams: dict[UUID, list[tuple[str, bytes]]] = {}
    after = 0
    while acts := store.acts(after=after, limit=PAGE):
        for act in acts:
            form = form_of(type(act.event))
            rows = streams.setdefault(act.event.originator_id, [])
            rows.append((form.topic, form.write(act.event)))
        after = acts[-1].position
    names = Names()
    for stream in sorted(streams, key=lambda known: _order(streams[known], known)):
        for topic, state in streams[stream]:
            plain = names.plain(comparable(topic, orjson.loads(state)))
            text = orjson.dumps(plain, option=orjson.OPT_SORT_KEYS).decode()
            yield f"{names.name(str(stream))} {topic} {text}"


def comparable(topic: str, state: dict[str, Any]) -> dict[str, Any]:
    """The state without the envelope's own ids and without what differs by nature."""
    act = {name: held for name, held in state["act"].items() if name != "command_id"}
    return {"act": act, "data": _without(state["data"], DROPPED.get(topic, set()))}


def _without(value: Any, dropped: set[str]) -> Any:
    if not dropped or not isinstance(value, dict):
        return value
    kept = {name: held for name, held in value.items() if name not in dropped}
    return {name: _without(held, dropped) for name, held in kept.items()}


def _order(rows: list[tuple[str, bytes]], stream: UUID) -> tuple[str, str, str]:
    """Streams by their beginning; the ids themselves follow from the play and break ties."""
    topic, state = rows[0]
    return orjson.loads(state)["act"]["occurred_at"], topic, str(stream)


def digest(store: Store) -> str:
    """SHA-256 over all lines, in hexadecimal."""
    whole = hashlib.sha256()
    for line in lines(store):
        whole.update(line.encode())
        whole.update(b"\n")
    return whole.hexdigest()

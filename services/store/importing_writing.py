"""How lines become rows of the log.  `importing_streams` asks whether they can stand there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from domain.kernel.refusal import BadInput
from services.store.import_lines import UNFIT, ImportOrder
from services.store.importing_blocks import Block
from services.store.importing_states import States
from services.store.importing_streams import NAMED, check_name
from services.store.importing_topics import Given, Topic, Topics, are_plain
from services.store.mapper import import_domain
from services.vault.port import Keys
from services.vault.sealing import LOOKS_SEALED, MARK, Open, sealed_states

Row = tuple[bytes, int, Topic, bytes]
"""Stream, version, topic and state."""

Act = tuple[Topic, Given, float, Row]
"""What a line says: its topic, its fields, the timestamp of its moment, and its row."""


class Writing:
    """Makes rows of lines, for one import."""

    def __init__(self, order: ImportOrder) -> None:
        import_domain()
        self._topics = Topics()
        self._states = States(order)

    def acts(self, block: Block) -> Iterator[tuple[int, bytes, Act | Exception]]:
        """Each line with its number, and its act or why it is none; empty lines are left out."""
        plain = are_plain(block.text, block.longest)
        read, write = self._topics.read, self._states.write
        for number, line in enumerate(block.lines, block.first):
            try:
                topic, given = read(line, plain)
                version = given.version
                if version == 1 and topic.event in NAMED:
                    check_name(topic, given)
                at = given.occurred_at.timestamp()
                stream, state = write(given, at)
            except UNFIT as error:
                if line.strip():
                    yield number, line, error
            else:
                yield number, line, (topic, given, at, (stream, version, topic, state))


def sealed(rows: Sequence[tuple[int, Row]], keys: Keys) -> list[Row]:
    """Numbered rows as they are kept: with what is declared so sealed.

    Raises `BadInput` for a line that imitates something sealed.
    """
    kept, sealing = [row for _, row in rows], []
    for place, (number, (stream, version, topic, state)) in enumerate(rows):
        if MARK in state:
            raise BadInput(f"Nothing was imported, because of line {number}. {LOOKS_SEALED}")
        if topic.seals is not None:
            sealing.append((place, Open(UUID(bytes=stream), version, state, topic.seals)))
    states = sealed_states([opened for _, opened in sealing], keys) if sealing else []
    for (place, _), state in zip(sealing, states, strict=True):
        kept[place] = (*kept[place][:3], state)
    return kept


def packed(rows: Iterable[Row]) -> bytes:
    """Rows as a binary COPY has them."""
    parts: list[bytes] = []
    for stream, version, topic, state in rows:
        name = topic.stored
        parts += topic.row.pack(4, 16, stream, 8, version, len(name), name, len(state)), state
    return b"".join(parts)

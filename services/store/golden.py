"""One stored sample of every act that was ever put on record, kept for ever.

A sample is never edited: if it can no longer be read, or no longer comes out byte for byte as it
went in, the form of its act was changed without a new number.  `renew` only adds.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Self
from uuid import UUID

import orjson
from pydantic import JsonValue

from domain.kernel.aggregate import Recorded
from domain.kernel.value import Value
from services.store import upcast
from services.store.mapper import form_of, import_domain, read
from services.store.port import RecordedAct
from services.store.postgres import PostgresStore


class Golden(Value):
    """A sample as it stands in its file; its state is kept readable, and stored without spaces."""

    topic: str
    stream: UUID
    version: int
    state: dict[str, JsonValue]

    @classmethod
    def of(cls, act: Recorded) -> Self:
        form = form_of(type(act))
        state = orjson.loads(form.write(act))
        return cls(
            topic=form.topic, stream=act.originator_id, version=act.originator_version, state=state
        )

    @classmethod
    def load(cls, file: Path) -> Self:
        return cls.model_validate_json(file.read_bytes())

    @property
    def stored(self) -> bytes:
        """The state as it stands in the log."""
        return orjson.dumps(self.state, option=orjson.OPT_SORT_KEYS)

    def read(self) -> Recorded:
        """The act, in its newest form."""
        return read(self.topic, self.stream, self.version, self.stored)

    @property
    def is_old(self) -> bool:
        return upcast.is_old(self.topic)

    def text(self) -> str:
        plain = self.model_dump(mode="json")
        return json.dumps(plain, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def samples_from(acts: Iterable[RecordedAct]) -> dict[str, Golden]:
    """The first act of each topic as a sample."""
    found: dict[str, Golden] = {}
    for act in acts:
        topic = form_of(type(act.event)).topic
        if topic not in found:
            found[topic] = Golden.of(act.event)
    return found


def renew(folder: Path, acts: Iterable[RecordedAct]) -> tuple[str, ...]:
    """Add a file for each topic that has none yet, and name what was added."""
    folder.mkdir(parents=True, exist_ok=True)
    samples = samples_from(acts)
    missing = [topic for topic in sorted(samples) if not file_of(folder, topic).exists()]
    for topic in missing:
        file_of(folder, topic).write_text(samples[topic].text(), "utf-8")
    return tuple(missing)


def file_of(folder: Path, topic: str) -> Path:
    return folder / f"{topic}.json"


def _all_acts(dsn: str) -> Iterable[RecordedAct]:
    with PostgresStore(dsn) as store:
        after = 0
        while acts := store.acts(after=after, limit=500):
            yield from acts
            after = acts[-1].position


def main(folder: str, dsn: str) -> None:
    """Add samples from the log at an address."""
    import_domain()
    for topic in renew(Path(folder), _all_acts(dsn)):
        sys.stdout.write(f"added {topic}\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case [folder, dsn]:
            main(folder, dsn)
        case _:
            sys.exit("Give the folder of the samples and the address of a database, in this order.")

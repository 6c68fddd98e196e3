"""Lines of a file that can be imported, and such a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from domain.bodies.member import person_id
from domain.kernel.ids import PersonId
from services.store.import_lines import ImportOrder
from tests.store.thing import START, thing_id

IMPORTER = ImportOrder(importer=PersonId(thing_id(99)), rulebook_version=3)


def opened(number: int, **other: Any) -> dict[str, Any]:
    line = {
        "topic": "thing.opened.v1",
        "stream": str(thing_id(number)),
        "version": 1,
        "occurred_at": START.isoformat(),
        "source": "Minutes of 11 March 2017, item 2",
        "data": {"name": f"thing {number}", "clauses": [{"number": 1, "text": "ä"}]},
    }
    return {**line, **other}


def renamed(number: int, version: int, **other: Any) -> dict[str, Any]:
    line = opened(number, topic="thing.renamed.v1", version=version, data={"name": "new"})
    return {**line, **other}


def joined(number: str, **other: Any) -> dict[str, Any]:
    data = {"number": number, "joined_on": "2017-03-11", "group": None, "region": "north"}
    stream = str(person_id(number))
    return opened(0, topic="member.joined.v1", stream=stream, data=data, **other)


def write(file: Path, *lines: object) -> Path:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(texts) + "\n", "utf-8")
    return file

"""The published record of a draw: a file from which anybody can do it all again.

It has what was frozen, what was drawn, and for each who was drawn the proof that their leaf stands
at that position of the pool.  It has no names, numbers or salts.  A file is written in one way
only, so that a changed byte is a changed file.
"""

from __future__ import annotations

import json
import re
from typing import Literal, TypeVar

from pydantic import ValidationError

from domain.kernel.refusal import BadInput
from domain.kernel.value import Value
from domain.sortition.drawing import Drawn
from domain.sortition.frozen import Frozen
from domain.sortition.pool import Entry, Place, Pool
from domain.sortition.terms import Terms

T = TypeVar("T", bound=Value)
_NUMBERS = re.compile(r"\[\n[\s\d,-]+\]")  # no text in JSON has a line feed


class Record(Value):
    """A draw as it is published.  `proofs`: of those who were drawn, where the pool was at hand."""

    frozen: Frozen
    drawn: Drawn
    proofs: tuple[Place, ...] = ()


class Kept(Value):
    """What the organisation keeps to itself: the list that was frozen."""

    format: Literal["convenor pool v1"] = "convenor pool v1"
    terms: Terms
    entries: tuple[Entry, ...]


def proofs(pool: Pool, drawn: Drawn) -> tuple[Place, ...]:
    """Of everybody who was drawn, replacements as well, in the order of the draws."""
    seats = (*drawn.seats, *(one.seat for one in drawn.replacements))
    return tuple(pool.place(seat.position) for seat in seats)


def written(value: Value) -> str:
    """The text of the file: a line for each thing, and lists of numbers on one line."""
    text = json.dumps(value.model_dump(mode="json"), ensure_ascii=False, indent=1)
    return _NUMBERS.sub(lambda found: "".join(found[0].split()), text) + "\n"


def read_frozen(text: str, name: str) -> Frozen:
    """What `convenor draw freeze` wrote; raises `BadInput`."""
    return _read(Frozen, text, name)


def read_record(text: str, name: str) -> Record:
    """What was published; raises `BadInput`."""
    return _read(Record, text, name)


def read_kept(text: str, name: str) -> Kept:
    """What was kept; raises `BadInput`."""
    return _read(Kept, text, name)


def _read(kind: type[T], text: str, name: str) -> T:
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        raise BadInput(f"{name}: {where or 'the file'} can't be read: {fault['msg']}.") from None

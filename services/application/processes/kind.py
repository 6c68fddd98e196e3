"""What a kind of process is to everything around it: one record, from which all the rest follows.

Which acts begin it, move it and end it; the steps that it takes; what it still has before it.  The
order of its steps is its workflow's, and nobody else's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.kernel.aggregate import Aggregate, Recorded
from services.application.processes.step import StepOf
from services.store.port import Store

Act = type[Recorded]


class Moment(NamedTuple):
    """Something that a process does at a moment."""

    due: datetime
    process: UUID
    what: str


Ahead = Callable[[Store, UUID], Iterator[Moment]]
Moved = Callable[[Any], UUID | None]


@dataclass(frozen=True)
class ProcessKind:
    """One kind of process.

    `moves` are acts of the process itself that change what it waits for, `moved_by` such acts of
    others, each with the process that it moves (none if it moves none).  `goes_on` tells of an act
    that ends others whether this process still has something before it.  `reads` is all that
    `ahead` looks at: what lies ahead can change with an act of these, and with no other.
    """

    name: str
    begins: Act
    ends: tuple[Act, ...]
    steps: tuple[StepOf, ...]
    ahead: Ahead
    reads: tuple[type[Aggregate], ...]
    goes_on: Callable[[Any], bool] = lambda _: False
    moves: tuple[Act, ...] = ()
    moved_by: Mapping[Act, Moved] = field(default_factory=dict)

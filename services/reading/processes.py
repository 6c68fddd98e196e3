"""The board: every process, its stages, what falls due next and what is late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.kernel.refusal import NotFound
from projections.meeting_stages import TOO_FEW
from services.reading.view import Answer, Reading, View, name_of


class StageState(StrEnum):
    """How a stage stands at the moment of looking."""

    DONE = "done"
    OPEN = "open"
    AHEAD = "to come"
    LATE = "late"
    MISSED = "missed"


class Extension(Answer):
    """A deadline that was moved, by whom and why."""

    process: UUID
    stage: str
    due_before: datetime
    due: datetime
    reason: str
    actor: UUID
    actor_name: str
    authority: str
    since: datetime
    act: UUID


class Stage(Answer):
    """A stage; `planned` is its first due moment, `is_moment` marks one without length."""

    process: UUID
    stage: str
    place: int
    heading: str
    rule: str | None
    is_moment: bool
    opens: datetime
    planned: datetime
    due: datetime
    closed: datetime | None
    state: StageState
    extensions: tuple[Extension, ...] = ()

    @property
    def short_quarter(self) -> str | None:
        """The quarter that went by with too few meetings, which is on record; None for others."""
        missed = self.heading.endswith(TOO_FEW)
        return self.heading.removesuffix(TOO_FEW) if missed else None


class Process(Answer):
    """A process with its stages in order."""

    process: UUID
    kind: str
    title: str
    parent: UUID | None
    opened: datetime
    closed: datetime | None
    governing_version: int
    stages: tuple[Stage, ...] = ()

    @property
    def next(self) -> Stage | None:
        """The stage whose end comes next."""
        ahead = [stage for stage in self.stages if stage.closed is None]
        return min(ahead, key=lambda stage: (stage.due, stage.place), default=None)

    @property
    def is_late(self) -> bool:
        """Something was due and has not been recorded."""
        return self.closed is None and any(s.state is StageState.LATE for s in self.stages)


class Board(Answer):
    """All processes, the newest first."""

    view: View
    processes: tuple[Process, ...]


# What is over is looked for only where what is under way leaves room for it.
_PROCESSES = """
    WITH under_way AS MATERIALIZED (
        SELECT p.*, (SELECT min(due) FROM stages s WHERE s.process = p.process
                     AND s.valid @> %(as_of)s::timestamptz AND s.closed IS NULL) AS soonest
        FROM processes p WHERE valid @> %(as_of)s::timestamptz AND closed IS NULL
    ), over AS (
        SELECT *, NULL::timestamptz AS soonest FROM processes
        WHERE valid @> %(as_of)s::timestamptz AND closed IS NOT NULL
          AND (%(most)s::int IS NULL OR (SELECT count(*) FROM under_way) < %(most)s::int)
        ORDER BY opened DESC, kind, process LIMIT %(most)s
    )
    SELECT process, kind, title, parent, opened, closed, governing_version FROM (
        SELECT * FROM (SELECT * FROM under_way UNION ALL SELECT * FROM over) AS either
        ORDER BY closed IS NOT NULL, soonest, opened DESC, kind, process LIMIT %(most)s
    ) AS shown
    ORDER BY opened DESC, kind, process
"""
_THESE = """
    SELECT process, kind, title, parent, opened, closed, governing_version FROM processes
    WHERE valid @> %(as_of)s::timestamptz AND process = ANY(%(only)s)
    ORDER BY opened DESC, kind, process
"""
_OF_KINDS = """
    SELECT process, kind, title, parent, opened, closed, governing_version FROM processes
    WHERE valid @> %(as_of)s::timestamptz AND kind = ANY(%(kinds)s)
    ORDER BY opened DESC, kind, process
"""
_UNDER_WAY = """
    SELECT count(*), count(*) FILTER (WHERE EXISTS (
        SELECT FROM stages s WHERE s.process = p.process AND s.valid @> %(as_of)s::timestamptz
          AND s.closed IS NULL AND s.due <= %(as_of)s))
    FROM processes p
    WHERE valid @> %(as_of)s::timestamptz AND closed IS NULL AND kind <> 'election'
"""
_STAGES = f"""
    SELECT process, stage, place, heading, rule, is_moment, opens, planned, due, closed,
           CASE WHEN closed IS NOT NULL AND (heading LIKE '%% missed' OR heading LIKE '%%{TOO_FEW}')
                THEN 'missed' WHEN closed IS NOT NULL THEN 'done' WHEN due <= %(as_of)s THEN 'late'
                WHEN opens <= %(as_of)s THEN 'open' ELSE 'to come' END AS state
    FROM stages WHERE valid @> %(as_of)s::timestamptz AND process = ANY(%(only)s)
    ORDER BY process, place
"""
_SOONEST = """
    SELECT s.process FROM stages s JOIN processes p USING (process)
    WHERE s.valid @> %(as_of)s::timestamptz AND p.valid @> %(as_of)s::timestamptz
      AND s.closed IS NULL AND p.closed IS NULL AND p.kind <> 'election'
    ORDER BY s.due, s.place LIMIT 1
"""
_EXTENSIONS = f"""
    SELECT process, stage, due_before, due, reason, actor, {name_of("actor")} AS actor_name,
           authority, since, act
    FROM extensions WHERE since <= %(as_of)s AND process = ANY(%(only)s) ORDER BY since, position
"""
_OPEN = """
    SELECT process FROM processes
    WHERE valid @> %(as_of)s::timestamptz AND closed IS NULL ORDER BY opened, process
"""
_CHILDREN = """
    SELECT process FROM processes WHERE parent = %(parent)s AND valid @> %(as_of)s::timestamptz
"""


def board(at: Reading, most: int | None = None) -> Board:
    """Every process there is, or so many: what falls due soonest, then what opened last."""
    found = at.all(Process, _PROCESSES, most=most)
    return Board(view=at.view, processes=_with_stages(at, found))


def of_kinds(at: Reading, *kinds: str) -> tuple[Process, ...]:
    """Every process of these kinds, the newest first."""
    return _with_stages(at, at.all(Process, _OF_KINDS, kinds=list(kinds)))


def under_way(at: Reading) -> tuple[int, int]:
    """How many processes are not over, and how many of them are late."""
    ((running, late),) = at.rows(_UNDER_WAY)
    return running, late


def soonest(at: Reading) -> Process | None:
    """The process in which something falls due before it does in any other."""
    found = _these(at, [row[0] for row in at.rows(_SOONEST)])
    return found[0] if found else None


def open_processes(at: Reading) -> tuple[Process, ...]:
    """The processes that are not over, the oldest first: what an engine must be running."""
    found = [row[0] for row in at.rows(_OPEN)]
    return tuple(reversed(_these(at, found)))


def next_due(at: Reading) -> datetime | None:
    """The earliest moment at which something falls due; one that is past if something is late."""
    moments = [step.due for process in open_processes(at) if (step := process.next) is not None]
    return min(moments, default=None)


def process(at: Reading, process: UUID) -> Process:
    """One process; raises `NotFound`."""
    found = _these(at, [process])
    if not found:
        raise NotFound(f"There is no process with the id {process} at that moment.")
    return found[0]


def children(at: Reading, parent: UUID) -> tuple[Process, ...]:
    """The processes that are linked to one, in the order in which they opened."""
    found = [row[0] for row in at.rows(_CHILDREN, parent=parent)]
    return tuple(reversed(_these(at, found)))


def _these(at: Reading, only: Sequence[UUID]) -> tuple[Process, ...]:
    return _with_stages(at, at.all(Process, _THESE, only=list(only))) if only else ()


def _with_stages(at: Reading, found: tuple[Process, ...]) -> tuple[Process, ...]:
    names = [process.process for process in found]
    extensions = defaultdict(list)
    for extension in at.all(Extension, _EXTENSIONS, only=names):
        extensions[extension.process, extension.stage].append(extension)
    stages = defaultdict(list)
    for stage in at.all(Stage, _STAGES, only=names):
        longer = extensions.get((stage.process, stage.stage), ())
        stages[stage.process].append(
            stage.model_copy(update={"extensions": tuple(longer)}) if longer else stage
        )
    return tuple(
        one.model_copy(update={"stages": tuple(stages[one.process])})
        if stages[one.process]
        else one
        for one in found
    )

"""One cycle: its calendar, its list of proposals, its linked processes, and what came of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.kernel.refusal import NotFound
from services.reading.collisions import RuleCollision, foreseen, rule_collisions
from services.reading.processes import Process, children, process
from services.reading.view import Answer, Reading, View, body_name_of, name_of


class Entry(Answer):
    """A proposal on the list; `left_because` is set when it was withdrawn or merged."""

    number: int
    proposal: UUID
    title: str
    state: str
    drafter: UUID
    drafter_name: str
    grp: UUID | None
    group_name: str | None
    left_at: datetime | None
    left_because: str | None


class Draft(Answer):
    """A proposal that is not on the list."""

    proposal: UUID
    title: str
    state: str
    drafted: datetime


class CycleLine(Answer):
    """A cycle in a list."""

    cycle: UUID
    title: str
    opened: datetime
    governing_version: int
    version_before_move: int | None
    completed: datetime | None
    carried: tuple[UUID, ...] | None
    lost: tuple[UUID, ...] | None
    version_after: int | None


class Cycle(Answer):
    """A cycle with everything that hangs on it.

    `collisions` are those among what was carried, in the rulebook; `foreseen` says where proposals
    on the list would collide if all were carried, until the results are enacted.
    """

    view: View
    cycle: CycleLine
    process: Process
    linked: tuple[Process, ...]
    entries: tuple[Entry, ...]
    drafts: tuple[Draft, ...]
    collisions: tuple[RuleCollision, ...]
    foreseen: tuple[str, ...]


_CYCLES = """
    SELECT cycle, title, opened, governing_version, version_before_move, completed, carried, lost,
           version_after
    FROM cycles
    WHERE valid @> %(as_of)s::timestamptz AND (%(cycle)s::uuid IS NULL OR cycle = %(cycle)s)
    ORDER BY opened DESC, cycle
"""
_ENTRIES = f"""
    SELECT e.number, e.proposal, e.title, p.state,
           p.drafter, {name_of("p.drafter")} AS drafter_name,
           p.grp, {body_name_of("p.grp")} AS group_name, e.left_at, e.left_because
    FROM cycle_entries e JOIN proposals p USING (proposal)
    WHERE e.cycle = %(cycle)s AND e.valid @> %(as_of)s::timestamptz
      AND p.valid @> %(as_of)s::timestamptz
    ORDER BY e.number
"""
_DRAFTS = """
    SELECT proposal, title, state, drafted FROM proposals p
    WHERE cycle = %(cycle)s AND valid @> %(as_of)s::timestamptz AND number IS NULL
    ORDER BY drafted, proposal
"""


def cycles(at: Reading) -> tuple[CycleLine, ...]:
    """Every cycle, the newest first."""
    return at.all(CycleLine, _CYCLES, cycle=None)


def cycle(at: Reading, cycle: UUID) -> Cycle:
    """One cycle; raises `NotFound`."""
    found = at.first(CycleLine, _CYCLES, cycle=cycle)
    if found is None:
        raise NotFound(f"There is no cycle with the id {cycle} at that moment.")
    return Cycle(
        view=at.view,
        cycle=found,
        process=process(at, cycle),
        linked=children(at, cycle),
        entries=at.all(Entry, _ENTRIES, cycle=cycle),
        drafts=at.all(Draft, _DRAFTS, cycle=cycle),
        collisions=rule_collisions(at, cycle),
        foreseen=() if found.completed else tuple(one.sentence for one in foreseen(at, cycle)),
    )

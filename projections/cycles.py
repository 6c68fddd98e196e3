"""What entered a cycle, what left it, and what came of it."""

from __future__ import annotations

from domain.cycle.cycle import Cycle
from projections.changing import ACT, change, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

CYCLES = Timeline(
    table="cycles",
    key={"cycle": "uuid"},
    columns={
        "title": "text NOT NULL",
        "opened": "timestamptz NOT NULL",
        "governing_version": "integer NOT NULL",
        "version_before_move": "integer",
        "completed": "timestamptz",
        "carried": "uuid[]",
        "lost": "uuid[]",
        "version_after": "integer",
        **ACT,
    },
)
ENTRIES = Timeline(
    table="cycle_entries",
    key={"cycle": "uuid", "number": "integer"},
    columns={
        "proposal": "uuid NOT NULL",
        "title": "text NOT NULL",
        "left_at": "timestamptz",
        "left_because": "text",
        **ACT,
    },
)


class Cycles(Projection):
    """Cycles and their lists of proposals over time; what left a list stays on it and says why."""

    name = "cycles"
    ddl = CYCLES.ddl + ENTRIES.ddl

    @on(Cycle.Opened)
    def opened(self, cur: Rows, act: RecordedAct[Cycle.Opened]) -> None:
        values = {
            "title": act.event.title,
            "opened": moment_of(act),
            "governing_version": act.event.edition,
            "version_before_move": None,
            "completed": None,
            "carried": None,
            "lost": None,
            "version_after": None,
        }
        put(cur, CYCLES, act, {"cycle": act.event.originator_id}, values)

    @on(Cycle.ProposalEntered)
    def entered(self, cur: Rows, act: RecordedAct[Cycle.ProposalEntered]) -> None:
        entry = act.event.entry
        values = {
            "proposal": entry.proposal,
            "title": entry.title,
            "left_at": None,
            "left_because": None,
        }
        key = {"cycle": act.event.originator_id, "number": entry.number}
        put(cur, ENTRIES, act, key, values)

    @on(Cycle.ProposalLeft)
    def left(self, cur: Rows, act: RecordedAct[Cycle.ProposalLeft]) -> None:
        which = {"cycle": act.event.originator_id, "proposal": act.event.proposal}
        left = {"left_at": moment_of(act), "left_because": act.event.reason}
        change(cur, ENTRIES, act, which, left)

    @on(Cycle.MovedToNewRules)
    def moved(self, cur: Rows, act: RecordedAct[Cycle.MovedToNewRules]) -> None:
        event = act.event
        moved = {"governing_version": event.edition, "version_before_move": event.edition_before}
        change(cur, CYCLES, act, {"cycle": event.originator_id}, moved)

    @on(Cycle.Completed)
    def completed(self, cur: Rows, act: RecordedAct[Cycle.Completed]) -> None:
        event = act.event
        came_of_it = {
            "completed": moment_of(act),
            "carried": list(event.carried),
            "lost": list(event.lost),
            "version_after": event.edition,
        }
        change(cur, CYCLES, act, {"cycle": event.originator_id}, came_of_it)

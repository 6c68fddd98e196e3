"""The rows of processes, of their stages over time, and of every extension with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from domain.cycle.calendar import Stage
from projections.changing import ACT, Facts, change, envelope, moment_of, put
from projections.meeting_stages import Planned
from projections.projection import RecordedAct, Rows
from projections.timeline import Timeline

PROCESSES = Timeline(
    table="processes",
    key={"process": "uuid"},
    columns={
        "kind": "text NOT NULL",
        "title": "text NOT NULL",
        "parent": "uuid",
        "opened": "timestamptz NOT NULL",
        "closed": "timestamptz",
        "governing_version": "integer NOT NULL",
        **ACT,
    },
)
STAGES = Timeline(
    table="stages",
    key={"process": "uuid", "stage": "text"},
    columns={
        "place": "integer NOT NULL",
        "heading": "text NOT NULL",
        "rule": "text",
        "is_moment": "boolean NOT NULL",
        "opens": "timestamptz NOT NULL",
        "planned": "timestamptz NOT NULL",
        "due": "timestamptz NOT NULL",
        "closed": "timestamptz",
        **ACT,
    },
)
EXTENSIONS = Facts(
    table="extensions",
    key={"process": "uuid", "stage": "text", "position": "bigint"},
    columns={
        "due_before": "timestamptz NOT NULL",
        "due": "timestamptz NOT NULL",
        "reason": "text NOT NULL",
        "actor": "uuid NOT NULL",
        "authority": "text NOT NULL",
    },
)


class Row:
    """What a stage is, apart from its times."""

    def __init__(
        self, stage: str, place: int, heading: str, rule: str | None, *, is_moment: bool = False
    ) -> None:
        self.key = {"stage": str(stage)}
        self.values = {"place": place, "heading": heading, "rule": rule, "is_moment": is_moment}


def begin(cur: Rows, act: RecordedAct, kind: str, title: str, parent: UUID | None) -> None:
    values = {
        "kind": kind,
        "title": title,
        "parent": parent,
        "opened": moment_of(act),
        "closed": None,
        "governing_version": envelope(act).governing_version or envelope(act).rulebook_version,
    }
    put(cur, PROCESSES, act, {"process": act.event.originator_id}, values)


def lay_out(cur: Rows, act: RecordedAct, row: Row, opens: datetime, due: datetime) -> None:
    times = {"opens": opens, "planned": due, "due": due, "closed": None}
    key = {"process": act.event.originator_id, **row.key}
    put(cur, STAGES, act, key, row.values | times)


def enter(cur: Rows, act: RecordedAct, planned: Planned) -> None:
    row = Row(
        planned.stage,
        planned.place,
        planned.heading,
        planned.rule,
        is_moment=planned.is_moment,
    )
    lay_out(cur, act, row, planned.opens, planned.due)


def close_stage(cur: Rows, act: RecordedAct, stage: str) -> None:
    which = {"process": act.event.originator_id, "stage": str(stage)}
    change(cur, STAGES, act, which, {"closed": moment_of(act)})


def shift(cur: Rows, act: RecordedAct, stages: Sequence[Stage]) -> None:
    """Give every stage the hours of the new calendar; those that keep theirs are not touched."""
    for stage in stages:
        cur.execute(
            "SELECT 1 FROM stages WHERE process = %s AND stage = %s AND upper_inf(valid)"
            " AND (opens, due) IS DISTINCT FROM (%s, %s)",
            (act.event.originator_id, str(stage.name), stage.opens, stage.due),
        )
        if cur.fetchone() is not None:
            which = {"process": act.event.originator_id, "stage": str(stage.name)}
            change(cur, STAGES, act, which, {"opens": stage.opens, "due": stage.due})


def extend(
    cur: Rows, act: RecordedAct, stage: str, before: datetime, due: datetime, reason: str
) -> None:
    row = {
        "process": act.event.originator_id,
        "stage": str(stage),
        "position": act.position,
        "due_before": before,
        "due": due,
        "reason": reason,
        "actor": envelope(act).actor,
        "authority": envelope(act).authority.name,
    }
    EXTENSIONS.add(cur, act, row)


def remember_due(cur: Rows, act: RecordedAct, process: UUID, due: datetime, reason: str) -> None:
    """Enter the extension of a linked process, whose act does not say what was due before."""
    cur.execute(
        "SELECT stage, due FROM stages WHERE process = %s AND upper_inf(valid)"
        " AND NOT is_moment AND closed IS NULL ORDER BY place DESC LIMIT 1",
        (process,),
    )
    row = cur.fetchone()
    if row is not None:
        extend(cur, act, row[0], row[1], due, reason)

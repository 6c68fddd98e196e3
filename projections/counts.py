"""Which papers were counted under which rule, what a count waits for, and the results."""

from __future__ import annotations

from typing import Any

from domain.elections.count import Count
from projections.changing import ACT, Facts, as_json, change, envelope, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

COUNTS = Timeline(
    table="counts",
    key={"count": "uuid"},
    columns={
        "title": "text NOT NULL",
        "election": "uuid",
        "section": "text",
        "rule": "text NOT NULL",
        "seats": "integer NOT NULL",
        "papers": "integer NOT NULL",
        "origin": "text NOT NULL",
        "sha256": "text NOT NULL",
        "contest": "jsonb NOT NULL",
        "terms": "jsonb NOT NULL",
        "state": "text NOT NULL",
        "open_tie": "jsonb",
        "lot": "jsonb",
        "lot_value": "text",
        "lot_seed": "text",
        "elected": "text[]",
        "result": "jsonb",
        "begun": "timestamptz NOT NULL",
        "counted": "timestamptz",
        "declared": "timestamptz",
        "refused": "text",
        **ACT,
    },
)
DECISIONS = Facts(
    table="count_decisions",
    key={"count": "uuid", "place": "integer"},
    columns={
        "question": "text NOT NULL",
        "between": "text[] NOT NULL",
        "chosen": "text NOT NULL",
        "reason": "text NOT NULL",
        "actor": "uuid NOT NULL",
        "authority": "text NOT NULL",
    },
)


class Counts(Projection):
    """Counts over time, and the decisions on ties in them."""

    name = "counts"
    ddl = COUNTS.ddl + DECISIONS.ddl

    @on(Count.Begun)
    def begun(self, cur: Rows, act: RecordedAct[Count.Begun]) -> None:
        matter = act.event.matter
        values = {
            "title": matter.title,
            "election": matter.election,
            "section": matter.section,
            "rule": matter.terms.rule,
            "seats": matter.contest.seats,
            **matter.bundle.model_dump(),
            "contest": as_json(matter.contest),
            "terms": as_json(matter.terms),
            "state": "begun",
            "open_tie": None,
            "lot": None if matter.lot is None else as_json(matter.lot),
            "lot_value": None,
            "lot_seed": None,
            "elected": None,
            "result": None,
            "begun": moment_of(act),
            "counted": None,
            "declared": None,
            "refused": None,
        }
        put(cur, COUNTS, act, {"count": act.event.originator_id}, values)

    @on(Count.TieLeftOpen)
    def tie_left_open(self, cur: Rows, act: RecordedAct[Count.TieLeftOpen]) -> None:
        _change(cur, act, state="waiting", open_tie=as_json(act.event.tie))

    @on(Count.TieDecided)
    def tie_decided(self, cur: Rows, act: RecordedAct[Count.TieDecided]) -> None:
        _change(cur, act, state="begun", open_tie=None)
        decision, key = act.event.decision, {"count": act.event.originator_id}
        cur.execute("SELECT count(*) FROM count_decisions WHERE count = %(count)s", key)
        (before,) = cur.fetchone() or (0,)
        row = {
            **key,
            "place": before + 1,
            "question": decision.question,
            "between": sorted(decision.between),
            "chosen": decision.chosen,
            "reason": act.event.reason,
            "actor": envelope(act).actor,
            "authority": envelope(act).authority.name,
        }
        DECISIONS.add(cur, act, row)

    @on(Count.LotValueRecorded)
    def lot_value_recorded(self, cur: Rows, act: RecordedAct[Count.LotValueRecorded]) -> None:
        event = act.event
        _change(cur, act, state="begun", open_tie=None, lot_value=event.value, lot_seed=event.seed)

    @on(Count.Counted)
    def counted(self, cur: Rows, act: RecordedAct[Count.Counted]) -> None:
        result = act.event.result
        _change(
            cur,
            act,
            state="counted",
            elected=list(result.elected),
            result=as_json(result),
            counted=moment_of(act),
        )

    @on(Count.Refused)
    def refused(self, cur: Rows, act: RecordedAct[Count.Refused]) -> None:
        _change(cur, act, state="refused", refused=act.event.reason)

    @on(Count.Declared)
    def declared(self, cur: Rows, act: RecordedAct[Count.Declared]) -> None:
        _change(cur, act, state="declared", declared=moment_of(act))


def _change(cur: Rows, act: RecordedAct, **changes: Any) -> None:
    change(cur, COUNTS, act, {"count": act.event.originator_id}, changes)

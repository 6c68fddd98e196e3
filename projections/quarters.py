"""In which quarters a body met, was warned, or did not meet."""

from __future__ import annotations

from uuid import UUID

from domain.meetings.year import BodyYear, Quarter
from projections.changing import ACT, Facts, change, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

YEARS = Facts(
    table="body_years",
    key={"year": "uuid"},
    columns={"body": "uuid NOT NULL", "body_name": "text NOT NULL", "rule": "text"},
)
QUARTERS = Timeline(
    table="body_quarters",
    key={"year": "uuid", "begins": "date"},
    columns={
        "name": "text NOT NULL",
        "warns": "timestamptz NOT NULL",
        "ends": "timestamptz NOT NULL",
        "state": "text NOT NULL",
        "meetings": "integer",
        "needed": "integer",
        **ACT,
    },
)
RUNS, WARNED, MET, MISSED = "under way", "warned", "met", "missed"
UNWATCHED = "watched no longer"


class Quarters(Projection):
    """The quarters of each body that is watched."""

    name = "quarters"
    ddl = YEARS.ddl + QUARTERS.ddl

    @on(BodyYear.Begun)
    def begun(self, cur: Rows, act: RecordedAct[BodyYear.Begun]) -> None:
        event = act.event
        row = {"body": event.body, "body_name": event.body_name, "rule": event.rule}
        YEARS.add(cur, act, {"year": event.originator_id, **row})
        _plan(cur, act, event.quarter)

    @on(BodyYear.QuarterWarned)
    def warned(self, cur: Rows, act: RecordedAct[BodyYear.QuarterWarned]) -> None:
        if act.event.act.note is not None:
            change(cur, QUARTERS, act, _of(act, act.event.quarter), {"state": WARNED})

    @on(BodyYear.QuarterEnded)
    def ended(self, cur: Rows, act: RecordedAct[BodyYear.QuarterEnded]) -> None:
        event = act.event
        state = MET if event.meetings >= event.needed else MISSED
        told = {"state": state, "meetings": event.meetings, "needed": event.needed}
        change(cur, QUARTERS, act, _of(act, event.quarter), told)
        _plan(cur, act, event.then)

    @on(BodyYear.Ended)
    def watched_no_longer(self, cur: Rows, act: RecordedAct[BodyYear.Ended]) -> None:
        """The quarter that runs has no end here."""
        runs = {"year": act.event.originator_id, "state": [RUNS, WARNED]}
        change(cur, QUARTERS, act, runs, {"state": UNWATCHED})


def _of(act: RecordedAct, quarter: Quarter) -> dict[str, object]:
    year: UUID = act.event.originator_id
    return {"year": year, "begins": quarter.begins}


def _plan(cur: Rows, act: RecordedAct, quarter: Quarter) -> None:
    values = {
        "name": quarter.name,
        "warns": quarter.warns,
        "ends": quarter.ends,
        "state": RUNS,
        "meetings": None,
        "needed": None,
    }
    put(cur, QUARTERS, act, _of(act, quarter), values)

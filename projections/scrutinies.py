"""Scrutineers of ballots, and what they reported before anything was counted."""

from __future__ import annotations

from domain.ballots.scrutiny import Scrutiny
from projections.changing import ACT, change, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

SCRUTINIES = Timeline(
    table="ballot_scrutinies",
    key={"ballot": "uuid"},
    columns={
        "person": "uuid NOT NULL",
        "name": "text NOT NULL",
        "reported": "timestamptz",
        "on_roll": "integer",
        "credentials": "integer",
        "papers": "integer",
        "lawful": "boolean",
        "safeguarded": "boolean",
        "unhindered": "boolean",
        "words": "text",
        **ACT,
    },
)
_LATER = (
    *("reported", "on_roll", "credentials", "papers"),
    *("lawful", "safeguarded", "unhindered", "words"),
)


class Scrutinies(Projection):
    """The scrutineer of each ballot over time, and the report."""

    name = "scrutinies"
    ddl = SCRUTINIES.ddl

    @on(Scrutiny.Named)
    def named(self, cur: Rows, act: RecordedAct[Scrutiny.Named]) -> None:
        event = act.event
        told = {"person": event.person, "name": event.name, **dict.fromkeys(_LATER)}
        put(cur, SCRUTINIES, act, {"ballot": event.ballot}, told)

    @on(Scrutiny.Replaced)
    def replaced(self, cur: Rows, act: RecordedAct[Scrutiny.Replaced]) -> None:
        event = act.event
        told = {"person": event.person, "name": event.name}
        change(cur, SCRUTINIES, act, {"ballot": event.act.process_id}, told)

    @on(Scrutiny.Reported)
    def reported(self, cur: Rows, act: RecordedAct[Scrutiny.Reported]) -> None:
        event = act.event
        told = event.account.model_dump() | event.findings.model_dump()
        told |= {"reported": moment_of(act)}
        change(cur, SCRUTINIES, act, {"ballot": event.ballot}, told)

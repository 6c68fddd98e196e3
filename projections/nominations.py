"""Who is nominated for what, how far each nomination has come, and until when they are open."""

from __future__ import annotations

from domain.elections.election import Election
from domain.elections.nomination import Nomination
from projections.changing import ACT, Facts, change, end, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

WINDOWS = Timeline(
    table="nomination_windows",
    key={"election": "uuid", "section": "text"},
    columns={
        "closes": "timestamptz NOT NULL",
        "cure_by": "timestamptz NOT NULL",
        "again_because": "text",
        "nominators": "integer NOT NULL",
        **ACT,
    },
)
NOMINATIONS = Timeline(
    table="nominations",
    key={"nomination": "uuid"},
    columns={
        "election": "uuid NOT NULL",
        "section": "text NOT NULL",
        "person": "uuid NOT NULL",
        "name": "text NOT NULL",
        "made_at": "timestamptz NOT NULL",
        "accepted": "boolean NOT NULL",
        "groups": "text[] NOT NULL",
        "statement": "text",
        "withdrawn": "boolean NOT NULL",
        "missing": "text[] NOT NULL",
        "valid_by_ruling": "boolean",
        "ruling": "text",
        "stands": "boolean",
        "why_not": "text",
        **ACT,
    },
)
NOMINATORS = Facts(table="nominators", key={"nomination": "uuid", "person": "uuid"}, columns={})
CALLED_OFF = Facts(
    table="elections_called_off", key={"election": "uuid"}, columns={"reason": "text NOT NULL"}
)


class Nominations(Projection):
    """Nominations over time, who made them, and the moments until which they are open."""

    name = "nominations"
    ddl = WINDOWS.ddl + NOMINATIONS.ddl + NOMINATORS.ddl + CALLED_OFF.ddl

    @on(Election.NominationsOpened)
    def opened(self, cur: Rows, act: RecordedAct[Election.NominationsOpened]) -> None:
        for window in act.event.windows:
            key = {"election": act.event.originator_id, "section": window.section}
            values = {
                "closes": window.closes,
                "cure_by": window.cure_by,
                "again_because": None,
                "nominators": act.event.terms.nominators,
            }
            put(cur, WINDOWS, act, key, values)

    @on(Election.NominationsReopened)
    def reopened(self, cur: Rows, act: RecordedAct[Election.NominationsReopened]) -> None:
        window = act.event.window
        key = {"election": act.event.originator_id, "section": window.section}
        again = {
            "closes": window.closes,
            "cure_by": window.cure_by,
            "again_because": act.event.reason,
        }
        change(cur, WINDOWS, act, key, again)

    @on(Election.CalledOff)
    def called_off(self, cur: Rows, act: RecordedAct[Election.CalledOff]) -> None:
        row = {"election": act.event.originator_id, "reason": act.event.reason}
        CALLED_OFF.add(cur, act, row)
        end(cur, WINDOWS, act, {"election": act.event.originator_id})

    @on(Nomination.Made)
    def made(self, cur: Rows, act: RecordedAct[Nomination.Made]) -> None:
        event = act.event
        values = {
            "election": event.election,
            "section": event.section,
            "person": event.person,
            "name": event.name,
            "made_at": moment_of(act),
            "accepted": False,
            "groups": [],
            "statement": None,
            "withdrawn": False,
            "missing": [],
            "valid_by_ruling": None,
            "ruling": None,
            "stands": None,
            "why_not": None,
        }
        put(cur, NOMINATIONS, act, {"nomination": event.originator_id}, values)
        if event.nominator is not None:
            row = {"nomination": event.originator_id, "person": event.nominator}
            NOMINATORS.add(cur, act, row)

    @on(Nomination.Supported)
    def supported(self, cur: Rows, act: RecordedAct[Nomination.Supported]) -> None:
        row = {"nomination": act.event.originator_id, "person": act.event.nominator}
        NOMINATORS.add(cur, act, row)

    @on(Nomination.Accepted)
    def accepted(self, cur: Rows, act: RecordedAct[Nomination.Accepted]) -> None:
        event = act.event
        said = {"groups": list(event.groups), "statement": event.statement or None}
        self._change(cur, act, accepted=True, **said)

    @on(Nomination.Withdrawn)
    def withdrawn(self, cur: Rows, act: RecordedAct[Nomination.Withdrawn]) -> None:
        self._change(cur, act, withdrawn=True)

    @on(Nomination.DefectsFound)
    def defects_found(self, cur: Rows, act: RecordedAct[Nomination.DefectsFound]) -> None:
        self._change(cur, act, missing=list(act.event.defects))

    @on(Nomination.RuledOn)
    def ruled_on(self, cur: Rows, act: RecordedAct[Nomination.RuledOn]) -> None:
        ruling = act.event.ruling
        self._change(cur, act, valid_by_ruling=ruling.valid, ruling=ruling.reasons)

    @on(Nomination.Settled)
    def settled(self, cur: Rows, act: RecordedAct[Nomination.Settled]) -> None:
        self._change(cur, act, stands=act.event.stands, why_not=act.event.why_not)

    def _change(self, cur: Rows, act: RecordedAct, **changes: object) -> None:
        change(cur, NOMINATIONS, act, {"nomination": act.event.originator_id}, changes)

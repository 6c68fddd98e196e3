"""Which groups are being formed, who asked for what, who got which place and why, what is wanting.

Who asked for what is for the members of the parent, once preferences have closed; whoever reads
these tables for others leaves `formation_preferences` and the `fates` out.
"""

from __future__ import annotations

from domain.formation.formation import Formation
from domain.formation.groups import Plan
from projections.changing import ACT, Facts, as_json, change, end, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

FORMATIONS = Timeline(
    table="formations",
    key={"formation": "uuid"},
    columns={
        "parent": "uuid NOT NULL",
        "parent_name": "text NOT NULL",
        "state": "text NOT NULL",
        "each_at_most": "integer NOT NULL",
        "everybody": "boolean NOT NULL",
        "opened": "timestamptz NOT NULL",
        "closes": "timestamptz NOT NULL",
        "lot_source": "text NOT NULL",
        "lot_known_from": "timestamptz NOT NULL",
        "lot_value": "text",
        "seed": "text",
        "ratification_due": "timestamptz NOT NULL",
        "first_meetings_due": "timestamptz",
        "met": "integer[]",
        "because": "text",
        **ACT,
    },
)
GROUPS = Timeline(
    table="formation_groups",
    key={"formation": "uuid", "slug": "text"},
    columns={
        "place": "integer NOT NULL",
        "name": "text NOT NULL",
        "kind": "text NOT NULL",
        "remit": "text NOT NULL",
        "least": "integer NOT NULL",
        "most": "integer",
        "convenors": "text[] NOT NULL",
        "meeting": "uuid",
        **ACT,
    },
)
PREFERENCES = Timeline(
    table="formation_preferences",
    key={"formation": "uuid", "person": "uuid"},
    columns={"name": "text NOT NULL", "ranking": "text[] NOT NULL", **ACT},
)
GIVEN = Timeline(
    table="formation_given",
    key={"formation": "uuid", "person": "uuid"},
    columns={"groups": "text[] NOT NULL", "fates": "jsonb NOT NULL", "drawn": "integer", **ACT},
)
PLACES = Facts(
    table="formation_places",
    key={"formation": "uuid", "slug": "text", "person": "uuid"},
    columns={"name": "text NOT NULL", "changed_because": "text"},
)
SILENT = Timeline(
    table="formation_silent", key={"formation": "uuid", "person": "uuid"}, columns={**ACT}
)


class Formations(Projection):
    """Formations, their groups, preferences and places over time."""

    name = "formations"
    ddl = "".join(one.ddl for one in (FORMATIONS, GROUPS, PREFERENCES, GIVEN, PLACES, SILENT))

    @on(Formation.Opened)
    def opened(self, cur: Rows, act: RecordedAct[Formation.Opened]) -> None:
        event = act.event
        values = {
            "parent": event.parent,
            "parent_name": event.parent_name,
            "state": "open",
            "each_at_most": event.terms.each,
            "everybody": event.terms.everybody,
            "opened": moment_of(act),
            **_planned(event.plan),
            "lot_value": None,
            "seed": None,
            "first_meetings_due": None,
            "met": None,
            "because": None,
        }
        put(cur, FORMATIONS, act, _it(act), values)
        for place, group in enumerate(event.groups, start=1):
            told = group.model_dump(include={"name", "kind", "remit", "least", "most"})
            row = {"place": place, "convenors": [], "meeting": None, **told}
            put(cur, GROUPS, act, {**_it(act), "slug": group.slug}, row)

    @on(Formation.Preferred)
    def preferred(self, cur: Rows, act: RecordedAct[Formation.Preferred]) -> None:
        one = act.event.preference
        row = {"name": one.name, "ranking": list(one.ranking)}
        put(cur, PREFERENCES, act, {**_it(act), "person": one.person}, row)

    @on(Formation.PreferencesClosed)
    def closed(self, cur: Rows, act: RecordedAct[Formation.PreferencesClosed]) -> None:
        change(cur, FORMATIONS, act, _it(act), {"state": "closed"})
        for person in act.event.silent:
            put(cur, SILENT, act, {**_it(act), "person": person}, {})

    @on(Formation.LotValueRecorded)
    def value_recorded(self, cur: Rows, act: RecordedAct[Formation.LotValueRecorded]) -> None:
        told = {"lot_value": act.event.value, "seed": act.event.seed}
        change(cur, FORMATIONS, act, _it(act), told)

    @on(Formation.Allocated)
    def allocated(self, cur: Rows, act: RecordedAct[Formation.Allocated]) -> None:
        found = act.event.allocation
        change(cur, FORMATIONS, act, _it(act), {"state": "given", "met": list(found.met)})
        drawn = {one.person: place for place, one in enumerate(found.lot, start=1)}
        for one in found.placed:
            row = {
                "groups": list(one.groups),
                "fates": as_json(one.fates),
                "drawn": drawn.get(one.person),
            }
            put(cur, GIVEN, act, {**_it(act), "person": one.person}, row)

    @on(Formation.NotAllocated)
    def not_allocated(self, cur: Rows, act: RecordedAct[Formation.NotAllocated]) -> None:
        told = {"state": "impossible", "because": act.event.reason}
        change(cur, FORMATIONS, act, _it(act), told)

    @on(Formation.Ratified)
    def ratified(self, cur: Rows, act: RecordedAct[Formation.Ratified]) -> None:
        event = act.event
        told = {"state": "ratified", "first_meetings_due": event.first_meetings.at, "because": None}
        change(cur, FORMATIONS, act, _it(act), told)
        why = {one.person: one.reason for one in event.changes}
        for one in event.places:
            row = {
                "slug": one.group,
                "person": one.person,
                "name": one.name,
                "changed_because": why.get(one.person),
            }
            PLACES.add(cur, act, {**_it(act), **row})

    @on(Formation.Refused)
    def refused(self, cur: Rows, act: RecordedAct[Formation.Refused]) -> None:
        told = {
            "state": "open",
            "because": act.event.reason,
            "lot_value": None,
            "seed": None,
            "met": None,
            **_planned(act.event.plan),
        }
        change(cur, FORMATIONS, act, _it(act), told)
        end(cur, GIVEN, act, _it(act))
        end(cur, SILENT, act, _it(act))

    @on(Formation.ConvenorNamed)
    def convenor_named(self, cur: Rows, act: RecordedAct[Formation.ConvenorNamed]) -> None:
        which = {**_it(act), "slug": act.event.group}
        cur.execute(
            "SELECT convenors FROM formation_groups"
            " WHERE formation = %(formation)s AND slug = %(slug)s AND upper_inf(valid)",
            which,
        )
        row = cur.fetchone()
        before = list(row[0]) if row else []
        change(cur, GROUPS, act, which, {"convenors": [*before, act.event.name]})

    @on(Formation.FirstMeetingConvened)
    def convened(self, cur: Rows, act: RecordedAct[Formation.FirstMeetingConvened]) -> None:
        which = {**_it(act), "slug": act.event.group}
        change(cur, GROUPS, act, which, {"meeting": act.event.meeting})

    @on(Formation.Completed)
    def completed(self, cur: Rows, act: RecordedAct[Formation.Completed]) -> None:
        change(cur, FORMATIONS, act, _it(act), {"state": "complete"})

    @on(Formation.GivenUp)
    def given_up(self, cur: Rows, act: RecordedAct[Formation.GivenUp]) -> None:
        told = {"state": "given up", "because": act.event.reason}
        change(cur, FORMATIONS, act, _it(act), told)


def _it(act: RecordedAct) -> dict[str, object]:
    return {"formation": act.event.originator_id}


def _planned(plan: Plan) -> dict[str, object]:
    return {
        "closes": plan.closes,
        "lot_source": plan.lot.source,
        "lot_known_from": plan.lot.known_from,
        "ratification_due": plan.ratification.at,
    }

"""Which carried changes of a clause can't all stand, and what a ruling made of them."""

from __future__ import annotations

from domain.rules.rulebook import Rulebook
from projections.changing import ACT, as_json, change, envelope, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

COLLISIONS = Timeline(
    table="rule_collisions",
    key={"number": "integer"},
    columns={
        "clause": "text NOT NULL",
        "rules": "text[] NOT NULL",
        "readings": "jsonb NOT NULL",
        "sentence": "text NOT NULL",
        "process": "uuid",
        "found": "timestamptz NOT NULL",
        "ruling": "integer",
        "holds": "uuid[] NOT NULL",
        **ACT,
    },
)


class RuleCollisions(Projection):
    """Collisions in the rulebook, open until they are ruled on."""

    name = "rule_collisions"
    ddl = COLLISIONS.ddl

    @on(Rulebook.CollisionFound)
    def found(self, cur: Rows, act: RecordedAct[Rulebook.CollisionFound]) -> None:
        collision = act.event.collision
        row = {
            "clause": collision.clause,
            "rules": list(collision.rules),
            "readings": as_json(collision.readings),
            "sentence": collision.sentence,
            "process": envelope(act).process_id,
            "found": moment_of(act),
            "ruling": None,
            "holds": [],
        }
        put(cur, COLLISIONS, act, {"number": act.event.number}, row)

    @on(Rulebook.CollisionSettled)
    def settled(self, cur: Rows, act: RecordedAct[Rulebook.CollisionSettled]) -> None:
        event = act.event
        ruled = {"ruling": event.ruling, "holds": list(event.holds)}
        change(cur, COLLISIONS, act, {"number": event.number}, ruled)

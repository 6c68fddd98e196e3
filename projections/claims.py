"""Which decisions are claimed to have been taken, what the rules find in them, and who objects."""

from __future__ import annotations

from domain.decisions.claim import Claim
from projections.changing import ACT, Facts, change, envelope, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

CLAIMS = Timeline(
    table="claims",
    key={"claim": "uuid"},
    columns={
        "title": "text NOT NULL",
        "body": "text NOT NULL",
        "notice_at": "timestamptz NOT NULL",
        "decided_at": "timestamptz NOT NULL",
        "votes_for": "integer NOT NULL",
        "votes_against": "integer NOT NULL",
        "changes_rulebook": "boolean NOT NULL",
        "source": "text",
        "standing": "text NOT NULL",
        "outcome": "text",
        "outcome_because": "text",
        "settled_at": "timestamptz",
        "recorded": "timestamptz NOT NULL",
        **ACT,
    },
)
DEFECTS = Facts(
    table="claim_defects",
    key={"claim": "uuid", "rule": "text", "place": "integer"},
    columns={"found": "text NOT NULL", "needed": "text NOT NULL"},
)
OBJECTIONS = Facts(
    table="claim_objections",
    key={"claim": "uuid", "person": "uuid"},
    columns={"reason": "text NOT NULL"},
)


class Claims(Projection):
    """Claimed decisions over time, with defects and objections."""

    name = "claims"
    ddl = CLAIMS.ddl + DEFECTS.ddl + OBJECTIONS.ddl

    @on(Claim.Recorded)
    def recorded(self, cur: Rows, act: RecordedAct[Claim.Recorded]) -> None:
        claim, event = {"claim": act.event.originator_id}, act.event
        values = {
            **event.claimed.model_dump(),
            "standing": envelope(act).standing,
            "outcome": None,
            "outcome_because": None,
            "settled_at": None,
            "recorded": moment_of(act),
        }
        put(cur, CLAIMS, act, claim, values)
        found = (defect.model_dump() for defect in event.defects)
        DEFECTS.add(cur, act, *({**claim, "place": n, **d} for n, d in enumerate(found, start=1)))

    @on(Claim.ObjectedTo)
    def objected_to(self, cur: Rows, act: RecordedAct[Claim.ObjectedTo]) -> None:
        event = act.event
        row = {"claim": event.originator_id, "person": event.person, "reason": event.reason}
        OBJECTIONS.add(cur, act, row)

    @on(Claim.Settled)
    def settled(self, cur: Rows, act: RecordedAct[Claim.Settled]) -> None:
        event = act.event
        outcome = {
            "outcome": event.outcome,
            "outcome_because": event.reason,
            "settled_at": moment_of(act),
        }
        change(cur, CLAIMS, act, {"claim": event.originator_id}, outcome)

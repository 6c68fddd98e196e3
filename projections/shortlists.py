"""Which changes of the rules were suggested, on which shortlist each is, and what became of it."""

from __future__ import annotations

from domain.cycle.suggested import State, SuggestedChange
from projections.changing import ACT, as_json, change, envelope, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

SUGGESTED = Timeline(
    table="suggested_changes",
    key={"change": "uuid"},
    columns={
        "body": "uuid NOT NULL",
        "grp": "uuid NOT NULL",
        "title": "text NOT NULL",
        "words": "text NOT NULL",
        "rules": "jsonb NOT NULL",
        "drafted_by": "uuid NOT NULL",
        "drafted_at": "timestamptz NOT NULL",
        "state": "text NOT NULL",
        "shortlist": "text",
        "listed_meeting": "uuid",
        "listed_decision": "integer",
        "decided_meeting": "uuid",
        "decided_decision": "integer",
        "because": "text",
        **ACT,
    },
)


class Shortlists(Projection):
    """Suggested changes over time."""

    name = "shortlists"
    ddl = SUGGESTED.ddl

    @on(SuggestedChange.Drafted)
    def drafted(self, cur: Rows, act: RecordedAct[SuggestedChange.Drafted]) -> None:
        event = act.event
        values = {
            "body": event.body,
            "grp": event.group,
            "title": event.title,
            "words": event.asked.text.plain,
            "rules": as_json(event.asked.rules),
            "drafted_by": envelope(act).actor,
            "drafted_at": moment_of(act),
            "state": State.DRAFTED,
            "shortlist": None,
            "listed_meeting": None,
            "listed_decision": None,
            "decided_meeting": None,
            "decided_decision": None,
            "because": None,
        }
        put(cur, SUGGESTED, act, {"change": event.originator_id}, values)

    @on(SuggestedChange.Shortlisted)
    def shortlisted(self, cur: Rows, act: RecordedAct[SuggestedChange.Shortlisted]) -> None:
        listed = act.event.listed
        self._now(
            cur,
            act,
            state=State.SHORTLISTED,
            shortlist=listed.title,
            listed_meeting=listed.decided.meeting,
            listed_decision=listed.decided.number,
        )

    @on(SuggestedChange.Proposed)
    def proposed(self, cur: Rows, act: RecordedAct[SuggestedChange.Proposed]) -> None:
        decided = act.event.decided
        self._now(
            cur,
            act,
            state=State.PROPOSED,
            decided_meeting=decided.meeting,
            decided_decision=decided.number,
        )

    @on(SuggestedChange.LeftOut)
    def left_out(self, cur: Rows, act: RecordedAct[SuggestedChange.LeftOut]) -> None:
        decided = act.event.decided
        self._now(
            cur,
            act,
            state=State.LEFT_OUT,
            decided_meeting=decided.meeting,
            decided_decision=decided.number,
            because=act.event.reason,
        )

    @on(SuggestedChange.Concluded)
    def concluded(self, cur: Rows, act: RecordedAct[SuggestedChange.Concluded]) -> None:
        state = State.CARRIED if act.event.carried else State.LOST
        self._now(cur, act, state=state, because=act.event.how)

    def _now(self, cur: Rows, act: RecordedAct, **changes: object) -> None:
        change(cur, SUGGESTED, act, {"change": act.event.originator_id}, changes)

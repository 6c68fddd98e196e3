"""Which co-options there are: who, why, how far each has come, and until when it lasts."""

from __future__ import annotations

from domain.bodies.cooption import CoOption, State
from domain.kernel.aggregate import Recorded
from projections.changing import ACT, change, envelope, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

COOPTIONS = Timeline(
    table="cooptions",
    key={"cooption": "uuid"},
    columns={
        "body": "uuid NOT NULL",
        "person": "uuid NOT NULL",
        "name": "text NOT NULL",
        "reasons": "text NOT NULL",
        "voting": "boolean NOT NULL",
        "proposed_by": "uuid NOT NULL",
        "proposed_at": "timestamptz NOT NULL",
        "state": "text NOT NULL",
        "meeting": "uuid",
        "decision": "integer",
        "answer_by": "timestamptz",
        "term_ends": "timestamptz",
        "review_at": "timestamptz",
        "because": "text",
        **ACT,
    },
)
ENDS: dict[type[Recorded], State] = {
    CoOption.Rejected: State.REJECTED,
    CoOption.Withdrawn: State.WITHDRAWN,
    CoOption.Declined: State.DECLINED,
    CoOption.Lapsed: State.LAPSED,
    CoOption.Ended: State.ENDED,
}


class CoOptions(Projection):
    """Co-options over time."""

    name = "cooptions"
    ddl = COOPTIONS.ddl

    @on(CoOption.Proposed)
    def proposed(self, cur: Rows, act: RecordedAct[CoOption.Proposed]) -> None:
        event, asked = act.event, act.event.asked
        values = {
            "body": event.body,
            "person": asked.person,
            "name": asked.name,
            "reasons": asked.reasons,
            "voting": asked.voting,
            "proposed_by": envelope(act).actor,
            "proposed_at": moment_of(act),
            "state": State.PROPOSED,
            "meeting": None,
            "decision": None,
            "answer_by": None,
            "term_ends": asked.until,
            "review_at": None,
            "because": None,
        }
        put(cur, COOPTIONS, act, {"cooption": event.originator_id}, values)

    @on(CoOption.Agreed)
    def agreed(self, cur: Rows, act: RecordedAct[CoOption.Agreed]) -> None:
        offer = act.event.offer
        self._change(
            cur,
            act,
            state=State.OFFERED,
            meeting=offer.decided.meeting,
            decision=offer.decided.number,
            answer_by=offer.answer_by,
        )

    @on(CoOption.Accepted)
    def accepted(self, cur: Rows, act: RecordedAct[CoOption.Accepted]) -> None:
        event = act.event
        self._change(cur, act, state=State.HELD, term_ends=event.until, review_at=event.review_at)

    @on(CoOption.Renewed)
    def renewed(self, cur: Rows, act: RecordedAct[CoOption.Renewed]) -> None:
        self._change(cur, act, term_ends=act.event.until, review_at=act.event.review_at)

    @on(*ENDS)
    def over(self, cur: Rows, act: RecordedAct) -> None:
        because = getattr(act.event, "reason", None)
        self._change(cur, act, state=ENDS[type(act.event)], because=because)

    def _change(self, cur: Rows, act: RecordedAct, **changes: object) -> None:
        change(cur, COOPTIONS, act, {"cooption": act.event.originator_id}, changes)

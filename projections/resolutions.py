"""What was put in writing between meetings, who replied, and what came of it."""

from __future__ import annotations

from domain.meetings.resolution import Resolution, State
from projections.changing import ACT, Facts, change, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

RESOLUTIONS = Timeline(
    table="resolutions",
    key={"resolution": "uuid"},
    columns={
        "body": "uuid NOT NULL",
        "body_name": "text NOT NULL",
        "title": "text NOT NULL",
        "words": "text NOT NULL",
        "put_at": "timestamptz NOT NULL",
        "closes": "timestamptz NOT NULL",
        "sent_to": "integer NOT NULL",
        "urgent": "text",
        "about_meeting": "uuid",
        "state": "text NOT NULL",
        "in_favour": "integer",
        "against": "integer",
        "members": "integer",
        "carried": "boolean",
        "because": "text",
        "deciding_act": "uuid",
        "settled": "text",
        "settled_by": "uuid",
        "settled_number": "integer",
        **ACT,
    },
)
REPLIES = Facts(
    table="resolution_replies",
    key={"resolution": "uuid", "person": "uuid"},
    columns={"answer": "text NOT NULL"},
)
DEMANDS = Facts(
    table="resolution_demands", key={"resolution": "uuid", "person": "uuid"}, columns={}
)


class Resolutions(Projection):
    """Written resolutions over time, with replies and demands for a meeting."""

    name = "resolutions"
    ddl = RESOLUTIONS.ddl + REPLIES.ddl + DEMANDS.ddl

    @on(Resolution.Put)
    def was_put(self, cur: Rows, act: RecordedAct[Resolution.Put]) -> None:
        told = act.event.put
        empty = ("in_favour", "against", "members", "carried", "because", "deciding_act", *_SETTLED)
        values = {
            **told.model_dump(include={"body", "body_name", "title", "closes"}),
            "words": told.text,
            "put_at": moment_of(act),
            "sent_to": len(told.to),
            "urgent": None if told.urgent is None else told.urgent.in_words,
            "about_meeting": None if told.names.decision is None else told.names.decision.meeting,
            "state": State.OPEN,
            **dict.fromkeys(empty),
        }
        put(cur, RESOLUTIONS, act, _of(act), values)

    @on(Resolution.Replied)
    def replied(self, cur: Rows, act: RecordedAct[Resolution.Replied]) -> None:
        REPLIES.add(cur, act, {**_of(act), **act.event.vote.model_dump()})

    @on(Resolution.MeetingDemanded)
    def demanded(self, cur: Rows, act: RecordedAct[Resolution.MeetingDemanded]) -> None:
        DEMANDS.add(cur, act, {**_of(act), "person": act.event.person})

    @on(Resolution.LeftToMeeting)
    def left(self, cur: Rows, act: RecordedAct[Resolution.LeftToMeeting]) -> None:
        change(cur, RESOLUTIONS, act, _of(act), {"state": State.AT_A_MEETING})

    @on(Resolution.Lapsed)
    def lapsed(self, cur: Rows, act: RecordedAct[Resolution.Lapsed]) -> None:
        told = {"state": State.LAPSED, "because": act.event.because}
        change(cur, RESOLUTIONS, act, _of(act), told)

    @on(Resolution.Decided)
    def decided(self, cur: Rows, act: RecordedAct[Resolution.Decided]) -> None:
        result = act.event.result
        told = {**result.model_dump(exclude={"act"}), "deciding_act": result.act}
        change(cur, RESOLUTIONS, act, _of(act), {**told, "state": State.DECIDED})

    @on(Resolution.LaterSettled)
    def settled(self, cur: Rows, act: RecordedAct[Resolution.LaterSettled]) -> None:
        event = act.event
        told = {
            "settled": event.settled,
            "settled_by": event.later.meeting,
            "settled_number": event.later.number,
        }
        change(cur, RESOLUTIONS, act, _of(act), told)


_SETTLED = ("settled", "settled_by", "settled_number")


def _of(act: RecordedAct) -> dict[str, object]:
    return {"resolution": act.event.originator_id}

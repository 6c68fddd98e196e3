"""Which bodies there are, who sits in them, who holds their posts, and which meetings they held."""

from __future__ import annotations

from domain.bodies.body import Body
from projections.changing import ACT, Facts, change, end, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

BODIES = Timeline(
    table="bodies",
    key={"body": "uuid"},
    columns={
        "slug": "text NOT NULL",
        "name": "text NOT NULL",
        "kind": "text NOT NULL",
        "region": "text",
        "parent": "uuid",
        "remit": "text",
        "established_at": "timestamptz NOT NULL",
        "dissolved_at": "timestamptz",
        "dissolved_because": "text",
        **ACT,
    },
)
SEATS = Timeline(
    table="seats",
    key={"body": "uuid", "person": "uuid"},
    columns={"name": "text NOT NULL", "how": "text NOT NULL", "voting": "boolean NOT NULL", **ACT},
)
POSTS = Timeline(
    table="posts",
    key={"body": "uuid", "post": "text", "person": "uuid"},
    columns={"name": "text NOT NULL", "how": "text NOT NULL", **ACT},
)
MEETINGS = Facts(
    table="meetings",
    key={"body": "uuid", "reference": "uuid"},
    columns={
        "held_on": "date NOT NULL",
        "present": "integer NOT NULL",
        "quorum": "integer NOT NULL",
    },
)


class Bodies(Projection):
    """Bodies, seats and posts over time.  A dissolved body stays and says so."""

    name = "bodies"
    ddl = BODIES.ddl + SEATS.ddl + POSTS.ddl + MEETINGS.ddl

    @on(Body.Established)
    def established(self, cur: Rows, act: RecordedAct[Body.Established]) -> None:
        event = act.event
        values = {
            "slug": event.slug,
            "name": event.name,
            "kind": event.kind,
            "region": event.region,
            "parent": event.parent,
            "remit": event.remit,
            "established_at": moment_of(act),
            "dissolved_at": None,
            "dissolved_because": None,
        }
        put(cur, BODIES, act, {"body": event.originator_id}, values)

    @on(Body.Seated)
    def seated(self, cur: Rows, act: RecordedAct[Body.Seated]) -> None:
        seat = act.event.seat
        key = {"body": act.event.originator_id, "person": seat.person}
        put(cur, SEATS, act, key, seat.model_dump(include={"name", "how", "voting"}))

    @on(Body.SeatVacated)
    def seat_vacated(self, cur: Rows, act: RecordedAct[Body.SeatVacated]) -> None:
        key = {"body": act.event.originator_id, "person": act.event.person}
        end(cur, SEATS, act, key)

    @on(Body.PostFilled)
    def post_filled(self, cur: Rows, act: RecordedAct[Body.PostFilled]) -> None:
        event = act.event
        key = {"body": event.originator_id, "post": event.post, "person": event.person}
        put(cur, POSTS, act, key, {"name": event.name, "how": event.how})

    @on(Body.PostVacated)
    def post_vacated(self, cur: Rows, act: RecordedAct[Body.PostVacated]) -> None:
        event = act.event
        key = {"body": event.originator_id, "post": event.post, "person": event.person}
        end(cur, POSTS, act, key)

    @on(Body.MeetingHeld)
    def meeting_held(self, cur: Rows, act: RecordedAct[Body.MeetingHeld]) -> None:
        MEETINGS.add(cur, act, {"body": act.event.originator_id, **act.event.meeting.model_dump()})

    @on(Body.Dissolved)
    def dissolved(self, cur: Rows, act: RecordedAct[Body.Dissolved]) -> None:
        body = {"body": act.event.originator_id}
        dissolved = {"dissolved_at": moment_of(act), "dissolved_because": act.event.reason}
        change(cur, BODIES, act, body, dissolved)
        end(cur, SEATS, act, body)
        end(cur, POSTS, act, body)

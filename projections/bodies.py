"""Which bodies there are, who sits in them, who holds their posts, and which meetings they held."""

from __future__ import annotations

from typing import Final

from psycopg.sql import SQL, Identifier

from domain.bodies.body import Body
from domain.bodies.mandate import Mandate, MandateId
from projections.changing import ACT, Facts, change, end, moment_of, put
from projections.made_up import MADE_UP, count_anew
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
        "merged_into": "uuid",
        **ACT,
    },
)
MANDATE: Final = {
    "mandate": "uuid NOT NULL",
    "name": "text NOT NULL",
    "how": "text NOT NULL",
    "origin": "text NOT NULL",
    "given_by": "text",
    "term_ends": "timestamptz",
}
SEATS = Timeline(
    table="seats",
    key={"body": "uuid", "person": "uuid"},
    columns={
        **MANDATE,
        "voting": "boolean NOT NULL",
        "category": "text",
        "follows_body": "uuid",
        "follows_post": "text",
        **ACT,
    },
)
POSTS = Timeline(
    table="posts",
    key={"body": "uuid", "post": "text", "place": "integer", "share": "integer"},
    columns={"person": "uuid NOT NULL", **MANDATE, **ACT},
)
ENDED = Facts(
    table="mandates_ended",
    key={"mandate": "uuid"},
    columns={
        "body": "uuid NOT NULL",
        "person": "uuid NOT NULL",
        "post": "text",
        "ending": "text NOT NULL",
        "reason": "text NOT NULL",
    },
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


_ALL_OVER: Final = (
    "INSERT INTO mandates_ended (mandate, body, person, post, ending, reason, since, act)"
    " SELECT mandate, body, person, {1}, 'dissolution', %(reason)s, %(at)s, %(act)s FROM {0}"
    " WHERE body = %(body)s AND upper_inf(valid)"
)


_OVER: Final = (
    "CREATE INDEX {table}_over_term ON {table}"
    " USING gist (tstzrange(greatest(term_ends, lower(valid)), upper(valid)))"
    " WHERE term_ends IS NOT NULL AND (upper_inf(valid) OR term_ends < upper(valid));\n"
)
"""For whoever looks for those who sit beyond their term."""


class Bodies(Projection):
    """Bodies, seats and posts over time.  A dissolved body stays and says so."""

    name = "bodies"
    ddl = (
        BODIES.ddl
        + SEATS.ddl
        + POSTS.ddl
        + ENDED.ddl
        + MEETINGS.ddl
        + MADE_UP.ddl
        + "CREATE INDEX seats_of ON seats (person);\nCREATE INDEX posts_of ON posts (person);\n"
        + "".join(_OVER.format(table=table) for table in ("seats", "posts"))
    )

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
            "merged_into": None,
        }
        put(cur, BODIES, act, {"body": event.originator_id}, values)

    @on(Body.Renamed)
    def renamed(self, cur: Rows, act: RecordedAct[Body.Renamed]) -> None:
        which = {"body": act.event.originator_id}
        change(cur, BODIES, act, which, {"name": act.event.name, "remit": act.event.remit})

    @on(Body.Seated)
    def seated(self, cur: Rows, act: RecordedAct[Body.Seated]) -> None:
        seat = act.event.mandate
        follows = seat.follows
        values = {
            "voting": seat.voting,
            "category": seat.category,
            "follows_body": None if follows is None else follows.body,
            "follows_post": None if follows is None else follows.post,
        }
        key = {"body": act.event.originator_id, "person": seat.person}
        put(cur, SEATS, act, key, _told(seat) | values)
        count_anew(cur, act, act.event.originator_id)

    @on(Body.SeatVacated)
    def seat_vacated(self, cur: Rows, act: RecordedAct[Body.SeatVacated]) -> None:
        event = act.event
        end(cur, SEATS, act, {"body": event.originator_id, "person": event.person})
        _over(cur, act, event.mandate, {"person": event.person, "post": None}, event)
        count_anew(cur, act, event.originator_id)

    @on(Body.PostFilled)
    def post_filled(self, cur: Rows, act: RecordedAct[Body.PostFilled]) -> None:
        held = act.event.mandate
        key = {
            "body": act.event.originator_id,
            "post": held.post,
            "place": held.place,
            "share": held.share,
        }
        put(cur, POSTS, act, key, _told(held) | {"person": held.person})
        count_anew(cur, act, act.event.originator_id)

    @on(Body.PostVacated)
    def post_vacated(self, cur: Rows, act: RecordedAct[Body.PostVacated]) -> None:
        event = act.event
        end(cur, POSTS, act, {"body": event.originator_id, "mandate": event.mandate})
        _over(cur, act, event.mandate, {"person": event.person, "post": event.post}, event)
        count_anew(cur, act, event.originator_id)

    @on(Body.Prolonged)
    def prolonged(self, cur: Rows, act: RecordedAct[Body.Prolonged]) -> None:
        table = SEATS if act.event.post is None else POSTS
        which = {"body": act.event.originator_id, "mandate": act.event.mandate}
        change(cur, table, act, which, {"term_ends": act.event.until})

    @on(Body.MeetingHeld)
    def meeting_held(self, cur: Rows, act: RecordedAct[Body.MeetingHeld]) -> None:
        MEETINGS.add(cur, act, {"body": act.event.originator_id, **act.event.meeting.model_dump()})

    @on(Body.Dissolved)
    def dissolved(self, cur: Rows, act: RecordedAct[Body.Dissolved]) -> None:
        body = {"body": act.event.originator_id}
        dissolved = {
            "dissolved_at": moment_of(act),
            "dissolved_because": act.event.reason,
            "merged_into": act.event.into,
        }
        change(cur, BODIES, act, body, dissolved)
        for table, post in ((SEATS, "NULL"), (POSTS, "post")):
            cur.execute(
                SQL(_ALL_OVER).format(Identifier(table.table), SQL(post)),
                {
                    **body,
                    "reason": act.event.reason,
                    "at": moment_of(act),
                    "act": act.event.event_id,
                },
            )
        end(cur, SEATS, act, body)
        end(cur, POSTS, act, body)
        count_anew(cur, act, act.event.originator_id)


def _told(mandate: Mandate) -> dict[str, object]:
    """What a seat and a post have in common."""
    return {
        "mandate": mandate.id,
        "name": mandate.name,
        "how": mandate.how,
        "origin": mandate.origin,
        "given_by": mandate.by,
        "term_ends": mandate.until,
    }


def _over(
    cur: Rows,
    act: RecordedAct,
    mandate: MandateId,
    whose: dict[str, object],
    event: Body.SeatVacated | Body.PostVacated,
) -> None:
    row = {
        "mandate": mandate,
        "body": event.originator_id,
        "ending": event.ending,
        "reason": event.reason,
        **whose,
    }
    ENDED.add(cur, act, row)

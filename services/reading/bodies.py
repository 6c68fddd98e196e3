"""Bodies: who sits in them, who holds their posts, which meetings they held."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from domain.bodies.body import Kind
from domain.bodies.mandate import MandateEnding, Origin
from domain.kernel.refusal import NotFound
from services.reading.composition import MadeUp, Standing, Vacancy, standing
from services.reading.cooptions import CoOptionLine, cooptions_of
from services.reading.view import Answer, Reading, View, body_name_of


class BodyLine(Answer):
    """A body in a list."""

    body: UUID
    slug: str
    name: str
    kind: Kind
    region: str | None
    parent: UUID | None
    parent_slug: str | None
    parent_name: str | None
    remit: str | None
    established_at: datetime
    dissolved_at: datetime | None
    dissolved_because: str | None
    merged_into: str | None
    seats: int
    act: UUID


class Held(Answer):
    """What a seat and a post have in common.

    `act` gave it.  `term_ends` is when it ends by the rules or as was said; `until`, when it had
    ended by the moment of looking, with how and why.
    """

    mandate: UUID
    person: UUID
    name: str
    how: str
    origin: Origin
    given_by: str | None
    term_ends: datetime | None
    since: datetime
    until: datetime | None
    ending: MandateEnding | None
    ended_because: str | None
    act: UUID


class Seat(Held):
    """A place in a body; `follows_post` names the post that it is held by virtue of."""

    voting: bool
    category: str | None
    follows_body: UUID | None
    follows_post: str | None


class Post(Held):
    """A post and who holds it: which of its places, and which share of one that several share."""

    post: str
    place: int
    share: int


class Meeting(Answer):
    """A meeting that the body reported."""

    reference: UUID
    held_on: date
    present: int
    quorum: int
    since: datetime
    act: UUID


class Bodies(Answer):
    """All bodies."""

    view: View
    bodies: tuple[BodyLine, ...]


class Body(Answer):
    """A body; `former_*` are those whose time had ended by the moment of looking."""

    view: View
    body: BodyLine
    seats: tuple[Seat, ...]
    posts: tuple[Post, ...]
    former_seats: tuple[Seat, ...]
    former_posts: tuple[Post, ...]
    meetings: tuple[Meeting, ...]
    below: tuple[BodyLine, ...]
    made_up: tuple[Standing, ...]
    vacant: tuple[Vacancy, ...]
    cooptions: tuple[CoOptionLine, ...]


# Of one body its own seats are counted, of all bodies the seats of each at once.
_COUNTED = """
    (SELECT count(*) FROM seats s WHERE s.body = b.body AND s.valid @> %(as_of)s::timestamptz)
"""
_ALL_COUNTED = """
    LEFT JOIN (SELECT body, count(*) AS filled FROM seats
               WHERE valid @> %(as_of)s::timestamptz GROUP BY body) AS sits USING (body)
"""
_LINES = f"""
    SELECT body, slug, name, kind, region, parent, {body_name_of("b.parent")} AS parent_name,
           (SELECT slug FROM bodies p WHERE p.body = b.parent
            AND p.valid @> %(as_of)s::timestamptz) AS parent_slug, remit,
           established_at, dissolved_at, dissolved_because,
           {body_name_of("b.merged_into")} AS merged_into,
           {{seats}} AS seats, act
    FROM bodies b {{join}}
    WHERE valid @> %(as_of)s::timestamptz AND (%(slug)s::text IS NULL OR slug = %(slug)s)
      AND (%(parent)s::uuid IS NULL OR parent = %(parent)s)
    ORDER BY kind, name
"""
_BODIES = _LINES.format(seats=_COUNTED, join="")
_ALL_BODIES = _LINES.format(seats="coalesce(sits.filled, 0)", join=_ALL_COUNTED)
# A mandate that was prolonged has several stretches: the newest one tells how it stands; since when
# and by which act it has been held, the first.
_HELD = """
    SELECT DISTINCT ON (mandate) mandate, person, name, how, origin, given_by, term_ends,
           min(lower(valid)) OVER (PARTITION BY mandate) AS since,
           first_value(act) OVER (PARTITION BY mandate ORDER BY lower(valid)) AS act,
           CASE WHEN upper(valid) <= %(as_of)s THEN upper(valid) END AS until, {0}
    FROM {1} WHERE body = %(body)s AND lower(valid) <= %(as_of)s
    ORDER BY mandate, lower(valid) DESC
"""
_ENDED = """
    SELECT h.*, CASE WHEN h.until IS NOT NULL THEN e.ending END AS ending,
           CASE WHEN h.until IS NOT NULL THEN e.reason END AS ended_because
    FROM ({0}) AS h LEFT JOIN mandates_ended e USING (mandate) ORDER BY {1}
"""
_SEATS = _ENDED.format(
    _HELD.format("voting, category, follows_body, follows_post", "seats"), "h.since, h.name"
)
_POSTS = _ENDED.format(
    _HELD.format("post, place, share", "posts"), "h.post, h.place, h.share, h.since"
)
_MEETINGS = """
    SELECT reference, held_on, present, quorum, since, act FROM meetings
    WHERE body = %(body)s AND since <= %(as_of)s ORDER BY held_on DESC
"""

NOBODY = MadeUp(rules=(), vacant=())


def bodies(at: Reading) -> Bodies:
    """Every body, dissolved ones included."""
    return Bodies(view=at.view, bodies=at.all(BodyLine, _ALL_BODIES, slug=None, parent=None))


def body(at: Reading, slug: str) -> Body:
    """The body of that short name; raises `NotFound`."""
    line = at.first(BodyLine, _BODIES, slug=slug, parent=None)
    if line is None:
        raise NotFound(f"There is no body with the short name '{slug}' at that moment.")
    made_up = NOBODY if line.dissolved_at else standing(at, line.body)
    seats = at.all(Seat, _SEATS, body=line.body)
    posts = at.all(Post, _POSTS, body=line.body)
    return Body(
        view=at.view,
        body=line,
        seats=tuple(seat for seat in seats if seat.until is None),
        posts=tuple(post for post in posts if post.until is None),
        former_seats=tuple(seat for seat in seats if seat.until is not None),
        former_posts=tuple(post for post in posts if post.until is not None),
        meetings=at.all(Meeting, _MEETINGS, body=line.body),
        below=at.all(BodyLine, _BODIES, slug=None, parent=line.body),
        cooptions=cooptions_of(at, line.body),
        made_up=made_up.rules,
        vacant=made_up.vacant,
    )

"""Bodies: who sits in them, who holds their posts, which meetings they held."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from domain.bodies.mandate import MandateEnding, Origin
from domain.kernel.refusal import NotFound
from services.reading.composition import MadeUp, Standing, Vacancy, standing
from services.reading.cooptions import CoOptionLine, cooptions_of
from services.reading.view import Answer, Reading, View


class BodyLine(Answer):
    """A body in a list."""

    body: UUID
    slug: str
    name: str
    kind: str
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


class BodyName(Answer):
    """A body in a list of names."""

    slug: str
    name: str


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
    below: tuple[BodyName, ...]
    made_up: tuple[Standing, ...]
    vacant: tuple[Vacancy, ...]
    cooptions: tuple[CoOptionLine, ...]


_BODIES = """
    SELECT b.body, b.slug, b.name, b.kind, b.region, b.parent, p.name AS parent_name,
           p.slug AS parent_slug, b.remit, b.established_at, b.dissolved_at, b.dissolved_because,
           i.name AS merged_into, coalesce(m.seats, 0) AS seats, b.act
    FROM bodies b
    LEFT JOIN bodies p ON p.body = b.parent AND p.valid @> %(as_of)s::timestamptz
    LEFT JOIN bodies i ON i.body = b.merged_into AND i.valid @> %(as_of)s::timestamptz
    LEFT JOIN made_up m ON m.body = b.body AND m.valid @> %(as_of)s::timestamptz
    WHERE b.valid @> %(as_of)s::timestamptz
"""
_EVERY = f"{_BODIES} ORDER BY b.kind, b.name, b.body"
_BELOW = """
    SELECT slug, name FROM bodies
    WHERE parent = %(parent)s AND valid @> %(as_of)s::timestamptz ORDER BY kind, name, body
"""
_ONE = f"{_BODIES} AND b.slug = %(slug)s"
_NAMES = """
    SELECT slug, name FROM bodies
    WHERE valid @> %(as_of)s::timestamptz AND (%(dissolved)s OR dissolved_at IS NULL)
    ORDER BY kind, name, body
"""
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
    _HELD.format("voting, category, follows_body, follows_post", "seats"),
    "h.since, h.name, h.mandate",
)
_POSTS = _ENDED.format(
    _HELD.format("post, place, share", "posts"), "h.post, h.place, h.share, h.since, h.mandate"
)
_SITTING = f"SELECT * FROM ({_SEATS}) AS every WHERE until IS NULL ORDER BY since, name, mandate"
_IN_POSTS = (
    f"SELECT * FROM ({_POSTS}) AS every WHERE until IS NULL"
    " ORDER BY post, place, share, since, mandate"
)
_MEETINGS = """
    SELECT reference, held_on, present, quorum, since, act FROM meetings
    WHERE body = %(body)s AND since <= %(as_of)s ORDER BY held_on DESC, reference
"""

NOBODY = MadeUp(rules=(), vacant=())


def bodies(at: Reading) -> Bodies:
    """Every body, dissolved ones included."""
    return Bodies(view=at.view, bodies=at.all(BodyLine, _EVERY))


def body_names(at: Reading, *, dissolved: bool = False) -> tuple[BodyName, ...]:
    """The names of all bodies to choose from, with or without those that were dissolved."""
    return at.all(BodyName, _NAMES, dissolved=dissolved)


def line_of(at: Reading, slug: str) -> BodyLine:
    """The body of that short name by itself; raises `NotFound`."""
    line = at.first(BodyLine, _ONE, slug=slug)
    if line is None:
        raise NotFound(f"There is no body with the short name '{slug}' at that moment.")
    return line


def seats_of(at: Reading, slug: str) -> tuple[Seat, ...]:
    """Who sits in a body at the moment; raises `NotFound`."""
    return at.all(Seat, _SITTING, body=line_of(at, slug).body)


def posts_of(at: Reading, slug: str) -> tuple[Post, ...]:
    """Who holds its posts at the moment; raises `NotFound`."""
    return at.all(Post, _IN_POSTS, body=line_of(at, slug).body)


def body(at: Reading, slug: str) -> Body:
    """The body of that short name with all that belongs to it; raises `NotFound`."""
    line = line_of(at, slug)
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
        below=at.all(BodyName, _BELOW, parent=line.body),
        cooptions=cooptions_of(at, line.body),
        made_up=made_up.rules,
        vacant=made_up.vacant,
    )

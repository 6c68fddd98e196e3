"""Answers who held what in a body when, as bands on a line of time and as the table beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from services.reading.bodies import Body, Held, Post, Seat
from services.web.look import bands
from services.web.look.bands import Bands, Group
from services.web.look.parts import Empty, Link, Table
from services.web.pages.body_tables import came_about, ended_by
from services.web.tables import table, words
from services.web.visit import Visit

MOST: Final = 40
"""So many mandates of a group are drawn, the newest; the table has all of them."""
EMPTY: Final = Empty("nobody has held anything in it", "seats and posts come here with their time")


def drawn(visit: Visit, found: Body) -> Bands | None:
    """The drawing; none where there is nothing to draw."""
    return bands.draw(list(_groups(visit, found)), visit.moment, visit.site.house.zone)


def _groups(visit: Visit, found: Body) -> Iterator[Group]:
    vacant = {one.post: one.places for one in found.vacant}
    posts = sorted((*found.posts, *found.former_posts), key=lambda one: one.post)
    held = {post: list(those) for post, those in groupby(posts, key=lambda one: one.post)}
    for post in sorted({*held, *filter(None, vacant)}):
        yield _group(visit, _name(post), held.get(post, ()), vacant.get(post, 0))
    seats = (*found.seats, *found.former_seats)
    voting, others = ([s for s in seats if s.voting is vote] for vote in (True, False))
    if voting or None in vacant:
        yield _group(visit, "Seats with a vote", voting, vacant.get(None, 0))
    if others:
        yield _group(visit, "Seats without a vote", others, 0)


def _name(post: str) -> str:
    return post.replace("_", " ").capitalize()


def _group(visit: Visit, name: str, mandates: Iterable[Held], vacant: int) -> Group:
    newest = sorted(mandates, key=lambda one: one.since, reverse=True)
    shown = sorted(newest[:MOST], key=lambda one: (one.since, one.name))
    left = len(newest) - len(shown)
    heading = f"{name} (the newest {MOST}; {left} more in the table)" if left else name
    return Group(heading, tuple(_held(visit, one) for one in shown), vacant)


def _held(visit: Visit, one: Held) -> bands.Held:
    words = f", {came_about(one)}" + (f"; ended by {ended_by(one)}" if one.until else "")
    href = visit.link(f"/people/{one.person}")
    return bands.Held(one.name, href, one.since, one.until, one.term_ends, words)


def twin(visit: Visit, found: Body) -> Table:
    """The same as a table: every mandate there was, the newest first."""
    every: list[Seat | Post] = [*found.seats, *found.posts, *found.former_seats]
    every = sorted((*every, *found.former_posts), key=lambda one: one.since, reverse=True)
    rows = [
        (
            Link(one.name, visit.link(f"/people/{one.person}")),
            _place(one),
            came_about(one),
            one.since,
            one.until,
            one.term_ends,
            ended_by(one) or None,
        )
        for one in every
    ]
    columns = (
        words("Who", "name"),
        words("Place", "place"),
        words("How"),
        words("From", "from"),
        words("Until", "until"),
        words("Term ends", "ends"),
        words("Ended by"),
    )
    return table(visit, "mandates", Table("Who held what when", columns, rows, EMPTY))


def _place(one: Seat | Post) -> str:
    if isinstance(one, Post):
        return one.post.replace("_", " ")
    return "seat" if one.voting else "seat without a vote"

"""Answers who sits in a body by which act, how it is made up, and what it reported: in tables."""

from __future__ import annotations

from typing import Final

from domain.bodies.mandate import Origin
from services.reading.bodies import Body, Held, Post
from services.web.lawbook import Law
from services.web.look.parts import CellValue, Empty, Link, Table, Tag, Tone
from services.web.pages.cooptions import STATES
from services.web.tables import figures, table, words
from services.web.visit import Visit

ORIGINS: Final = {
    Origin.ELECTION: "elected",
    Origin.EX_OFFICIO: "by virtue of a post",
    Origin.CO_OPTION: "co-opted",
    Origin.NOMINATION: "nominated",
    Origin.LOT: "drawn by lot",
    Origin.APPOINTMENT: "appointed",
    Origin.PREFERENCE: "by preference",
    Origin.SELF_IDENTIFICATION: "by their own word",
}
"""How a mandate came about, in words."""


def tables(visit: Visit, found: Body) -> dict[str, Table]:
    """Every table of a body's page, by name."""
    return {
        "posts": _posts(visit, found),
        "seats": _seats(visit, found),
        "made_up": _made_up(visit, found),
        "cooptions": _cooptions(visit, found),
        "reported": _reported(visit, found),
    }


def _posts(visit: Visit, found: Body) -> Table:
    rows = [
        (
            p.post.replace("_", " ") + (" (shared)" if _is_shared(p, found) else ""),
            Link(p.name, visit.link(f"/people/{p.person}")),
            _by_act(visit, p),
            p.since,
            p.term_ends,
        )
        for p in found.posts
    ]
    columns = (
        words("Post", "post"),
        words("Held by", "name"),
        words("How"),
        words("Since", "since"),
        words("Term ends", "ends"),
    )
    empty = Empty("nobody holds a post in it", "posts are given to people who sit in it")
    return table(visit, "posts", Table("Posts", columns, rows, empty))


def _is_shared(post: Post, found: Body) -> bool:
    return any(
        (other.post, other.place) == (post.post, post.place) and other.mandate != post.mandate
        for other in found.posts
    )


def came_about(held: Held) -> str:
    """How a seat or a post came about, in words."""
    how = ORIGINS[held.origin] if held.how == held.origin.value else held.how
    return f"{how}, by {held.given_by}" if held.given_by else how


def _by_act(visit: Visit, held: Held) -> Link:
    """How it came about, leading to the act by which it did."""
    return Link(came_about(held), visit.link(f"/acts/{held.act}"))


def _seats(visit: Visit, found: Body) -> Table:
    rows = [
        (
            Link(s.name, visit.link(f"/people/{s.person}")),
            "with a vote" if s.voting else "without a vote",
            _by_act(visit, s),
            (s.category or "").replace("_", " "),
            s.since,
            s.term_ends,
        )
        for s in found.seats
    ]
    columns = (
        words("Who", "name"),
        words("Vote"),
        words("How"),
        words("Part", "part"),
        words("Since", "since"),
        words("Term ends", "ends"),
    )
    empty = Empty("nobody sits in it", "seats are filled by election or appointment")
    return table(visit, "seats", Table("Who sits in it", columns, rows, empty))


def _made_up(visit: Visit, found: Body) -> Table:
    law = Law(visit)
    rows = [
        (
            one.title,
            Tag("not kept", Tone.WARNING) if one.broken else Tag("kept", Tone.DONE),
            " ".join(one.broken),
            _clause(law, one.rule),
        )
        for one in found.made_up
    ]
    columns = (words("Rule"), words("Now"), words("In what way"), words("Clause"))
    empty = Empty("no rule says how it is made up", "rules on its places and posts stand here")
    return table(visit, "made_up", Table("Is it made up as the rules say?", columns, rows, empty))


def _cooptions(visit: Visit, found: Body) -> Table:
    rows = [
        (
            Link(one.name, visit.link(f"/cooptions/{one.cooption}")),
            STATES[one.state],
            "with a vote" if one.voting else "without a vote",
            one.proposed_at,
            one.term_ends,
        )
        for one in found.cooptions
    ]
    columns = (
        words("Who", "name"),
        words("State"),
        words("Vote"),
        words("Proposed", "proposed"),
        words("Term ends", "ends"),
    )
    empty = Empty("nobody was proposed", "whoever votes in it can propose a co-option")
    return table(visit, "cooptions", Table("Co-options", columns, rows, empty))


def _clause(law: Law, rule: str) -> CellValue:
    clause = law.clause(rule)
    return None if clause is None else Link(f"{clause.number} {clause.heading}", clause.href)


def ended_by(held: Held) -> str:
    """How a mandate ended and why, in words; empty for one that has not."""
    word = "" if held.ending is None else held.ending.value.replace("_", " ")
    return f"{word}: {held.ended_because.rstrip('.')}" if held.ended_because else word


def _reported(visit: Visit, found: Body) -> Table:
    rows = [(m.held_on, m.present, m.quorum, m.since) for m in found.meetings]
    columns = (
        words("Held on", "held"),
        figures("Present", "present"),
        figures("Quorum"),
        words("Reported", "reported"),
    )
    empty = Empty("it has reported no meeting", "whoever sits in it can report one")
    return table(visit, "reported", Table("Meetings that it reported", columns, rows, empty))

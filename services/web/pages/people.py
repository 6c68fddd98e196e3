"""Answers what is on record of one person: membership, seats, posts, what they drafted and did."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.reading import journal
from services.reading import people as reading
from services.reading.people import PersonAnswer
from services.web.answers import Page, answered
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, Table, Tag
from services.web.look.words import day, listed
from services.web.pages import telling
from services.web.tables import table, words
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["people"])


@router.get("/people/{person}")
def person(person: UUID, visit: Visiting) -> Response:
    """One person."""
    found = reading.person(visit.at, person)
    acts = journal.journal(
        visit.at, journal.Filter(actor=person), journal.Page(limit=telling.SHOWN)
    )
    more = visit.link(f"/journal?actor={person}") if acts.next_start else None
    lines = tuple(telling.act_line(visit, act) for act in acts.acts)
    page = Page(
        "person",
        Place.BODIES,
        found,
        {
            "it": found,
            "sentence": _sentence(found),
            "history": telling.History(lines, more),
            "is_you": visit.acting is not None and visit.acting.person == person,
        },
        {"places": _places(visit, found), "drafted": _drafted(visit, found)},
        about=person,
    )
    return answered(visit, page)


def _sentence(found: PersonAnswer) -> str:
    said = []
    member = found.membership
    if member is not None:
        group = f", in {member.group_name}" if member.group_name else ""
        word = "was" if member.until else "is"
        said.append(f"{word} member {member.number}{group}, joined on {day(member.joined_on)}")
    posts = [f"{p.post} of {p.body_name}" for p in found.places if p.post and p.until is None]
    if posts:
        said.append(f"holds these posts: {listed(posts)}")
    words_said = "; ".join(said) or "is on record by name alone"
    return f"{found.person.name} {words_said}."


def _places(visit: Visit, found: PersonAnswer) -> Table:
    rows = [
        (
            Link(p.body_name, visit.link(f"/bodies/{p.slug}")),
            p.post or ("seat" if p.voting else "seat without a vote"),
            p.how,
            p.since,
            p.until,
        )
        for p in found.places
    ]
    columns = (
        words("Body", "body"),
        words("Place", "place"),
        words("How"),
        words("Since", "since"),
        words("Until", "until"),
    )
    empty = Empty("they hold no seat and no post", "seats and posts are shown with their time")
    return table(visit, "places", Table("Seats and posts", columns, rows, empty))


def _drafted(visit: Visit, found: PersonAnswer) -> Table:
    rows = [
        (
            Link(d.title, visit.link(f"/proposals/{d.proposal}")),
            telling.STATES.get(d.state, Tag(d.state)),
        )
        for d in found.drafted
    ]
    empty = Empty("they have drafted nothing", "what they draft is shown here")
    columns = (words("Proposal", "title"), words("State", "state"))
    return table(visit, "drafted", Table("Proposals they drafted", columns, rows, empty))

"""Answers what is on record of one person: membership, seats, posts, what they drafted and did."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.bodies.member import Ending
from domain.kernel.ids import PersonId
from domain.notices.contact import Channel
from services.application.endings import EndMembership
from services.application.notices import SetContact, WithdrawContact
from services.application.suspensions import Suspend
from services.reading import journal
from services.reading import people as reading
from services.reading.people import PersonAnswer
from services.web.answers import Page, answered
from services.web.case_seen import suspensions_seen
from services.web.deeds.asking import NO_STORE
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, NextStep, Table, Weight
from services.web.look.words import day, listed, moment
from services.web.pages import telling
from services.web.pages.notices import BY
from services.web.pages.person_tasks import (
    THEY,
    YOU,
    Voice,
    meetings_table,
    tasks_table,
    to_do,
    what_comes_next,
)
from services.web.tables import table, words
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["people"])
TRYING = "to see whether this can be done"
A_MINUTE = timedelta(minutes=1)


@router.get("/people/{person}")
def person(person: UUID, visit: Visiting) -> Response:
    """One person."""
    is_you = visit.acting is not None and visit.acting.person == person
    found = reading.person(visit.at, person, themselves=is_you)
    voice = YOU if is_you else THEY
    told = to_do(visit, found, themselves=is_you)
    theirs, newest = journal.Filter(actor=person), journal.Page(limit=telling.SHOWN)
    acts = journal.journal(visit.at, theirs, newest)
    more = visit.link(f"/journal?actor={person}") if acts.next_start else None
    lines = tuple(telling.act_line(visit, act) for act in acts.acts)
    page = Page(
        "person",
        Place.BODIES,
        found,
        {
            "it": found,
            "sentence": _sentence(found, voice),
            "step": _step(visit, found, voice),
            "history": telling.History(lines, more),
            "reached": _reached(found, voice),
            "is_you": is_you,
            "suspensions": _suspensions(visit, person),
            "to_do": told,
            "to_do_in_all": len(found.tasks),
        },
        {
            "tasks": tasks_table(visit, told, voice),
            "places": _places(visit, found, voice),
            "meetings": meetings_table(visit, found, voice),
            "drafted": _drafted(visit, found, voice),
        },
        about=person,
    )
    response = answered(visit, page)
    if page.words["suspensions"]:
        response.headers.update(NO_STORE)
    return response


def _step(visit: Visit, found: PersonAnswer, voice: Voice) -> NextStep:
    """What falls due for them; a membership can end, and whoever resigns records it themselves."""
    deeds = Deeds(visit, Law(visit))
    who = found.person.person
    _offer_contact(found, deeds, voice)
    if found.membership is not None and found.membership.until is None:
        end = EndMembership(person=PersonId(who), ending=Ending.RESIGNED, reason=TRYING)
        label = f"Record that {voice.their} membership ended"
        deeds.offer(label, f"/do/end_membership?person={who}", end, Weight.GRAVE)
        if voice is THEY:
            until = visit.moment + A_MINUTE
            suspend = Suspend(person=PersonId(who), reasons=TRYING, until=until)
            deeds.offer("Suspend them", f"/do/suspend?person={who}", suspend, Weight.GRAVE)
    return deeds.on(what_comes_next(found, visit.moment, voice))


def _suspensions(visit: Visit, person: UUID) -> list[Link]:
    """The suspensions of somebody, for those whom each of them concerns."""
    zone = visit.site.house.zone
    return [
        Link(f"until {moment(one.over or one.until, zone)}", visit.link(f"/suspensions/{one.id}"))
        for one in suspensions_seen(visit, PersonId(person))
    ]


def _offer_contact(found: PersonAnswer, deeds: Deeds, voice: Voice) -> None:
    """Offer to say how they are reached, and to take that back where there is something to take."""
    who = PersonId(found.person.person)
    give = SetContact(person=who, channel=Channel.EMAIL, entry=who)
    deeds.offer(f"Say how {voice.they} are reached", f"/do/set_contact?person={who}", give)
    for way in found.ways[:1]:
        take = WithdrawContact(person=who, channel=way.channel)
        deeds.offer("Take an address away", f"/do/withdraw_contact?person={who}", take)


def _reached(found: PersonAnswer, voice: Voice) -> str:
    """How they are reached, without the address."""
    if not found.ways:
        return f"No address of {voice.their}s is known, so no notice reaches {voice.them}."
    first, *others = (BY[way.channel] for way in found.ways)
    also = f"; should that fail, by {listed(others)}" if others else ""
    return f"Notices reach {voice.them} by {first}{also}."


def _sentence(found: PersonAnswer, voice: Voice) -> str:
    said, you = [], voice is YOU
    member = found.membership
    if member is not None:
        group = f", in {member.group_name}" if member.group_name else ""
        word = ("were" if member.until else "are") if you else "was" if member.until else "is"
        said.append(f"{word} member {member.number}{group}, joined on {day(member.joined_on)}")
    posts = [
        f"{p.post.replace('_', ' ')} of {p.body_name}"
        for p in found.places
        if p.post and p.until is None
    ]
    if posts:
        said.append(f"{'hold' if you else 'holds'} these posts: {listed(posts)}")
    words_said = "; ".join(said) or f"{'are' if you else 'is'} on record by name alone"
    return f"{'You' if you else found.person.name} {words_said}."


def _places(visit: Visit, found: PersonAnswer, voice: Voice) -> Table:
    rows = [
        (
            Link(p.body_name, visit.link(f"/bodies/{p.slug}")),
            (p.post or ("seat" if p.voting else "seat without a vote")).replace("_", " "),
            Link(p.how, visit.link(f"/acts/{p.act}")),
            p.since,
            p.until,
            None if p.until else p.term_ends,
        )
        for p in found.places
    ]
    columns = (
        words("Body", "body"),
        words("Place", "place"),
        words("How"),
        words("Since", "since"),
        words("Until", "until"),
        words("Term ends", "ends"),
    )
    empty = Empty(
        f"{voice.they} hold no seat and no post", "seats and posts are shown with their time"
    )
    return table(visit, "places", Table("Seats and posts", columns, rows, empty))


def _drafted(visit: Visit, found: PersonAnswer, voice: Voice) -> Table:
    tag = telling.proposal_tags(visit)
    rows = [
        (Link(d.title, visit.link(f"/proposals/{d.proposal}")), tag(d.proposal, d.state))
        for d in found.drafted
    ]
    empty = Empty(f"{voice.they} have drafted nothing", f"what {voice.they} draft is shown here")
    columns = (words("Proposal", "title"), words("State", "state"))
    return table(visit, "drafted", Table(f"Proposals {voice.they} drafted", columns, rows, empty))

"""Answers which bodies there are, who sits in them and in which posts, and when they met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.responses import Response

from domain.bodies.deciders import DISSOLVED_BY, RENAMED_BY
from domain.decisions.decided import DecidedAt
from domain.kernel.ids import PersonId
from domain.meetings.saying import CHANGES
from domain.rules.kinds import BodyKind
from projections.phrases import end
from services.application.bodies import (
    EstablishBody,
    FillPost,
    JoinMember,
    ProlongMandate,
    RenameBody,
    ReportMeeting,
    SeatMember,
)
from services.application.cooptions import ProposeCoOption
from services.application.elections import CallElection
from services.application.endings import DissolveBody, VacatePost, VacateSeat
from services.application.meetings import ConveneMeeting
from services.application.notices import ServeNotice
from services.application.years import KeepMeetingsElsewhere, WatchQuartersAgain
from services.reading import bodies as reading
from services.reading import formations, meetings
from services.reading.bodies import Body, BodyLine
from services.reading.kinds import declared_at, those
from services.reading.meetings import MeetingLine
from services.reading.notices import notices as of_body
from services.reading.view import Part
from services.web.answers import Page, answered
from services.web.deeds.decided import deciders, newest_decision
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import CellValue, Empty, Filter, Link, NextStep, Option, Table, Weight
from services.web.look.words import counted
from services.web.pages import body_bands, body_caucus, body_tables, telling
from services.web.pages.alarms import of_body as alarms_of
from services.web.pages.meetings import meetings_table
from services.web.pages.notices import notices_table
from services.web.tables import figures, table, words
from services.web.trying import ANYBODY, Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["bodies"])
TRYING = "to see whether this can be done"
NEWEST = 6
Meetings = tuple[MeetingLine, ...]
NOT_MET = Empty("it has called no meeting", "meetings come here when they are called")
NONE = Empty("there are no bodies", "a body comes here when it is established or recognised")


@router.get("/bodies")
def bodies(visit: Visiting) -> Response:
    """Every body."""
    found = reading.bodies(visit.at)
    kind = visit.asked("kind")
    chosen = [body for body in found.bodies if not kind or body.kind == kind]
    kinds = declared_at(visit.at)
    recognised = {name for name, one in kinds.items() if one.recognised}
    groups = sum(body.kind in recognised for body in found.bodies)
    sentence = (
        f"{counted(len(found.bodies), 'body', 'bodies').capitalize()}, "
        f"{groups or 'none'} of them local groups."
    )
    page = Page(
        "bodies",
        Place.BODIES,
        found,
        {"sentence": sentence, "step": _list_step(visit)},
        {"bodies": _list(visit, chosen)},
    )
    return answered(visit, page)


def _list_step(visit: Visit) -> NextStep:
    deeds = Deeds(visit, Law(visit))
    kinds = declared_at(visit.at)
    alone = {name: one for name, one in kinds.items() if not one.parents}
    recognised = [
        (f"Recognise a {one.name}", name) for name, one in alone.items() if one.recognised
    ]
    others = [("Establish another body", name) for name, one in alone.items() if not one.recognised]
    for label, kind in (*recognised, *others[:1]):
        slug = f"x-{uuid4()}"
        establish = EstablishBody(slug=slug, name=TRYING, kind=kind, source=TRYING)
        deeds.offer(label, f"/do/establish_body?kind={kind}", establish)
    join = JoinMember(number=f"X{uuid4()}", joined_on=visit.moment.date())
    deeds.offer("Record that somebody joined", "/do/join_member", join)
    return deeds.on(NextStep("Nothing falls due here by itself"))


def kind_words(kinds: Mapping[str, BodyKind], kind: str) -> str:
    """A kind of body in words."""
    return kinds[kind].name if kind in kinds else kind.replace("_", " ")


def _list(visit: Visit, found: list[BodyLine]) -> Table:
    known = declared_at(visit.at)
    rows = [_row(visit, body, kind_words(known, body.kind)) for body in found]
    columns = (
        words("Body", "name"),
        words("Kind", "kind"),
        words("Region", "region"),
        words("Part of", "parent"),
        figures("Seats", "seats"),
        words("Since", "since"),
        words("Until"),
    )
    kinds = tuple(Option(kind, one.name) for kind, one in known.items())
    filters = (Filter("kind", "Kind", kinds, visit.asked("kind")),)
    caption = counted(len(rows), "body", "bodies").capitalize()
    return table(visit, "bodies", Table(caption, columns, rows, NONE, filters=filters))


def _row(visit: Visit, body: BodyLine, kind: str) -> tuple[CellValue, ...]:
    return (
        Link(body.name, visit.link(f"/bodies/{body.slug}")),
        kind,
        body.region,
        body.parent_name,
        body.seats,
        body.established_at,
        body.dissolved_at,
    )


@router.get("/bodies/{slug}")
def body(slug: str, visit: Visiting) -> Response:
    """One body."""
    found = reading.body(visit.at, slug)
    newest = meetings.meetings(visit.at, found.body.slug, Part(most=NEWEST)).meetings
    page = Page(
        "body",
        Place.BODIES,
        found,
        {
            "it": found.body,
            "kind": kind_words(declared_at(visit.at), found.body.kind).capitalize(),
            "sentence": _sentence(visit, found),
            "sealed": body_caucus.sentence(visit, found) is not None,
            "alarms": alarms_of(visit, slug, body_caucus.with_sealed(visit, found)),
            "step": _step(visit, found, newest),
            "bands": body_bands.drawn(visit, found),
            "below": [Link(b.name, visit.link(f"/bodies/{b.slug}")) for b in found.below],
            "more": _more(visit, found),
            "history": telling.history(visit, found.body.body),
        },
        _tables(visit, found, newest),
        about=found.body.body,
    )
    return answered(visit, page)


def _tables(visit: Visit, found: Body, newest: Meetings) -> dict[str, Table]:
    caption = "Its newest meetings" if len(newest) == NEWEST else "Its meetings"
    called = meetings_table(visit, newest, Table(caption, (), (), NOT_MET))
    return {
        **body_tables.tables(visit, found),
        **body_caucus.members(visit, found),
        "mandates": body_bands.twin(visit, found),
        "meetings": called,
        "notices": notices_table(visit, of_body(visit.at, found.body.body).notices),
    }


def _more(visit: Visit, found: Body) -> list[Link]:
    """Where the rest of what the body does is."""
    slug = found.body.slug
    formed = [
        Link("the groups that it formed", f"/formations/{one.formation}")
        for one in formations.formations(visit.at).formations
        if one.parent == found.body.body
    ]
    more = [
        Link("all of its meetings", f"/meetings?body={slug}"),
        Link("calendar", f"/bodies/{slug}/calendar"),
        Link("reports", f"/reports?body={slug}"),
        Link("statements", f"/statements?body={slug}"),
        Link("actions", f"/actions?body={slug}"),
        *formed[:1],
        Link("every act of it", f"/journal?process={found.body.body}"),
    ]
    return [*(Link(one.text, visit.link(one.href)) for one in more), *_of_officers(visit, found)]


def _of_officers(visit: Visit, found: Body) -> list[Link]:
    """Where its officers ask to see its members: told to them, and to none of those who can't."""
    you = None if visit.acting is None or visit.past else visit.acting.person
    if you not in {one.person for one in found.posts}:
        return []
    if found.body.kind not in those(visit.at, "recognised"):
        return []
    return [Link("the list of its members, for its officers", "/data-access")]


def _sitting(found: Body) -> str:
    if not found.seats:
        return "Nobody sits in it."
    voting = sum(seat.voting for seat in found.seats)
    people = counted(len(found.seats), "person", "people").capitalize()
    return f"{people} {'sits' if len(found.seats) == 1 else 'sit'} in it, {voting} with a vote."


def _sentence(visit: Visit, found: Body) -> str:
    line = found.body
    if line.dissolved_at is not None:
        when = telling.until(visit, line.dissolved_at)
        ended = f"merged into {line.merged_into}" if line.merged_into else "dissolved"
        return f"It was {ended} at {when}: {end(line.dissolved_because or '')}"
    caucus = body_caucus.sentence(visit, found)
    if caucus is not None:
        return caucus
    sit = _sitting(found)
    broken = sum(bool(one.broken) for one in found.made_up)
    if not broken:
        return sit
    are = "is" if broken == 1 else "are"
    return f"{sit} {counted(broken, 'rule').capitalize()} on how it is made up {are} not kept."


def _step(visit: Visit, found: Body, newest: Meetings) -> NextStep:
    deeds = Deeds(visit, Law(visit))
    if found.body.dissolved_at is not None:
        return NextStep("Nothing more: it was dissolved")
    slug = found.body.slug
    today = visit.moment.date()
    report = ReportMeeting(body=slug, reference=uuid4(), held_on=today, present=1, quorum=1)
    deeds.offer("Report a meeting", f"/do/report_meeting?body={slug}", report)
    starts = visit.moment + timedelta(days=60)
    call = ConveneMeeting(body=slug, starts=starts, place=TRYING)
    deeds.offer("Call a meeting", f"/do/convene_meeting?body={slug}", call)
    election = CallElection(body=slug, title="An election")
    if found.body.kind in those(visit.at, "elected"):
        deeds.offer("Call an election to it", f"/do/call_election?body={slug}", election)
    serve = ServeNotice(body=slug, subject=TRYING, text=TRYING)
    deeds.offer("Serve a notice", f"/do/serve_notice?body={slug}", serve)
    body_caucus.offer(visit, found, deeds)
    _offer_registers(visit, found, deeds)
    return deeds.on(_falls_due(visit, found, newest))


def _falls_due(visit: Visit, found: Body, newest: Meetings) -> NextStep:
    """The next that comes by itself: a meeting that was called, or the end of terms.

    Of a body whose members are sealed it tells nothing about terms: they would number its members.
    """
    over = defaultdict[datetime, set[UUID]](set)
    is_sealed = body_caucus.sentence(visit, found) is not None
    for held in () if is_sealed else (*found.seats, *found.posts):
        if held.term_ends is not None and held.term_ends > visit.moment:
            over[held.term_ends].add(held.person)
    ahead = [(one.starts, "A meeting starts") for one in newest if one.state == "called"]
    for at, people in over.items():
        many = counted(len(people), "person", "people")
        ahead.append((at, f"The {'term' if len(people) == 1 else 'terms'} of {many} will be over"))
    if not ahead:
        return NextStep("Nothing falls due here by itself")
    at, what = min(ahead)
    return NextStep(what, at)


def _offer_registers(visit: Visit, found: Body, deeds: Deeds) -> None:
    """Offer what changes who sits in it; your own seat and post come first, for you may give up."""
    slug, you = found.body.slug, None if visit.acting is None else visit.acting.person
    propose = ProposeCoOption(body=slug, person=ANYBODY, name=TRYING, reasons=TRYING)
    deeds.offer("Propose a co-option", f"/do/propose_co_option?body={slug}", propose)
    seat = SeatMember(body=slug, person=ANYBODY, name=TRYING, how=TRYING, source=TRYING)
    deeds.offer("Give somebody a place in it", f"/do/seat_member?body={slug}", seat)
    for one in sorted(found.seats, key=lambda seat: seat.person != you)[:1]:
        who = PersonId(one.person)
        told = {"person": who, "name": one.name, "how": TRYING, "source": TRYING}
        post = FillPost.model_validate({"body": slug, "post": TRYING, **told})
        deeds.offer("Give somebody a post in it", f"/do/fill_post?body={slug}", post)
        gone = VacateSeat(body=slug, person=who, reason=TRYING)
        label = "Record that somebody gave up a place"
        deeds.offer(label, f"/do/vacate_seat?body={slug}", gone)
        longer = ProlongMandate(body=slug, person=who, reason=TRYING)
        deeds.offer("Let somebody stay for longer", f"/do/prolong_mandate?body={slug}", longer)
    for held in sorted(found.posts, key=lambda post: post.person != you)[:1]:
        vacant = VacatePost(body=slug, post=held.post, person=PersonId(held.person), reason=TRYING)
        deeds.offer("Record that a post fell vacant", f"/do/vacate_post?body={slug}", vacant)
    elsewhere = KeepMeetingsElsewhere(body=slug, reason=TRYING)
    label = "Say that its meetings are not kept here"
    deeds.offer(label, f"/do/keep_meetings_elsewhere?body={slug}", elsewhere)
    again = WatchQuartersAgain(body=slug, reason=TRYING)
    label = "Say that its meetings are kept here again"
    deeds.offer(label, f"/do/watch_quarters_again?body={slug}", again)
    rename = RenameBody(
        body=slug, name=TRYING, reason=TRYING, decision=_newest(visit, slug, RENAMED_BY)
    )
    deeds.offer("Give it another name", f"/do/rename_body?body={slug}", rename)
    dissolve = DissolveBody(body=slug, reason=TRYING, decision=_newest(visit, slug, DISSOLVED_BY))
    deeds.offer("Dissolve it", f"/do/dissolve_body?body={slug}", dissolve, Weight.GRAVE)


def _newest(visit: Visit, slug: str, name: str) -> DecidedAt | None:
    """The newest decision by which this can be done, if there is one: what is tried cites it."""
    bodies = deciders(visit, slug, name)
    found = newest_decision(visit, *bodies, kinds=CHANGES) if bodies else None
    return None if found is None else DecidedAt(meeting=found[0], number=found[1])

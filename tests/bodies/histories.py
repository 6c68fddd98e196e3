"""Any history of bodies: people seated, given posts, gone, re-elected; meetings held and decisions
carried out.  Each step is asked of the desk as in earnest; what the rules refuse leaves no act.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from hypothesis import strategies as st

from domain.bodies.body import Body, body_id
from domain.bodies.mandate import MandateEnding, Origin
from domain.bodies.member import Ending
from domain.cycle.assembly import Votes
from domain.elections.lot import LotSource
from domain.kernel.ids import PersonId
from domain.kernel.refusal import Refusal
from domain.meetings.attendance import Capacity, Route
from domain.meetings.decisions import Answer, Form, Manner, NamedVote
from domain.meetings.meeting import Meeting
from domain.rules.values import Count, Days, Flag, Period, RuleValue, Seats, Section, Who
from services.application.bodies import EstablishBody, FillPost, ProlongMandate, SeatMember
from services.application.business import (
    AnnulDecision,
    GiveCastingVote,
    PublishStatement,
    RatifyDecision,
    RecordDecision,
)
from services.application.command import Command
from services.application.endings import DissolveBody, EndMembership, VacatePost, VacateSeat
from services.application.formations import OpenFormation
from services.application.meetings import ConveneMeeting, HandInItem
from services.application.sittings import (
    CloseMeeting,
    DeclareInterest,
    OpenMeeting,
    RecordArrival,
    RecordDeparture,
    TakeChair,
)
from tests.application.organisation import CHAIR, STAFF, Organisation
from tests.bodies import voting_otherwise
from tests.formation.forming import group
from tests.support.hands import Hands, member
from tests.support.kinds import Kind
from tests.support.rulebook import rules

PEOPLE: Final = (CHAIR, *(member(number) for number in range(6, 13)))
ADVISER: Final = PEOPLE[4]
GUEST: Final = member(90)
SLUGS: Final = ("ncg", "money", "ncg", "press", "works")
POSTS: Final = ("chair", "vice_chair", "convenor", "secretary")
JOB_SHARE: Final = 2
QUORUM: Final = 3
VICE_CHAIRS: Final = 2
LOOKS_ON: Final = 10
VALUES: Final[dict[str, RuleValue]] = {
    "ncg.meetings.quorum": Count(count=QUORUM),
    "ncg.meetings.items_days": Days(count=0),
    "ncg.officers.posts": Seats(
        seats=(Section(section="chair", seats=1), Section(section="vice_chair", seats=VICE_CHAIRS))
    ),
    "ncg.subgroups.ex_officio": Who(powers=("ncg.chair", "ncg.vice_chair")),
    "ncg.subgroups.from_parent": Flag(holds=True),
    "ncg.subgroups.job_share": Count(count=JOB_SHARE),
    "ncg.job_share": Count(count=JOB_SHARE),
    "ncg.term": Period(months=6),
    "ncg.term_limit": Count(count=2),
    "officers_group.ex_officio": Who(powers=("ncg.officers", "money.convenor")),
}


class Step(NamedTuple):
    """What is tried, with whatever numbers it takes."""

    what: str
    a: int
    b: int
    c: int


def histories(most: int) -> st.SearchStrategy[list[Step]]:
    number = st.integers(0, 11)
    what = st.sampled_from(sorted(TRIED)) | st.just("meet")
    step = st.builds(Step, what, number, number, number)
    return st.lists(step, min_size=most // 2, max_size=most)


class Life:
    """The organisation, and each step as somebody would ask for it."""

    def __init__(self, hands: Hands, *, holds_over: bool) -> None:
        values = VALUES | {"ncg.holds_over": Flag(holds=holds_over)}
        put = {name.replace(".", "__"): value for name, value in values.items()}
        self.org = Organisation(hands, rules(**put))
        self.refused = self.done = 0
        for slug in ("money", "press"):
            self.ask(EstablishBody(slug=slug, name=slug, kind=Kind.SUB_GROUP, parent="ncg"))
        self.ask(EstablishBody(slug="works", name="works", kind=Kind.WORKING_GROUP))
        officers = EstablishBody(
            slug="officers_group", name="Officers", kind=Kind.OFFICERS_GROUP, parent="ncg"
        )
        self.ask(officers)
        for person in PEOPLE[1:5]:
            voting = person != ADVISER
            seat = SeatMember(
                body="ncg", person=person, name=name(person), how="elected", voting=voting
            )
            self.ask(seat)

    def live(self, history: list[Step]) -> None:
        for step in history:
            TRIED[step.what](self, step)

    def ask(self, command: Command, by: PersonId = STAFF) -> bool:
        try:
            self.org.ask(command, by)
        except Refusal:
            self.refused += 1
            return False
        self.done += 1
        return True

    def seat(self, step: Step) -> None:
        person = PEOPLE[step.b % len(PEOPLE)]
        origin = Origin.ELECTION if step.c % 2 else Origin.APPOINTMENT
        body = SLUGS[step.a % len(SLUGS)]
        voting = step.c % 3 != 0
        told: dict[str, Any] = {"name": name(person), "how": "somehow", "origin": origin}
        self.ask(SeatMember(body=body, person=person, voting=voting, **told))

    def fill(self, step: Step) -> None:
        """Mostly somebody who sits in the body, as the rules want it."""
        post, body = POSTS[step.c % len(POSTS)], SLUGS[step.a % len(SLUGS)]
        inside = [seat.person for seat in self.body(body).seats if seat.person in PEOPLE]
        people = PEOPLE if step.b > 9 or not inside else inside
        person = people[step.b % len(people)]
        told: dict[str, Any] = {"person": person, "name": name(person), "how": "somehow"}
        self.ask(FillPost(body=body, post=post, **told))

    def share(self, step: Step) -> None:
        """Somebody shares a post with whoever holds it."""
        body = self.body(SLUGS[step.a % len(SLUGS)])
        held = body.posts
        if held:
            other = held[step.c % len(held)]
            inside = [seat.person for seat in body.seats if seat.person in PEOPLE] or PEOPLE
            person = inside[step.b % len(inside)]
            told: dict[str, Any] = {"person": person, "name": name(person), "how": "shared"}
            share = {"post": other.post, "share_with": other.person}
            self.ask(FillPost(body=body.slug, **share, **told))

    def vacate_seat(self, step: Step) -> None:
        seats = self.body(SLUGS[step.a % len(SLUGS)]).seats
        if seats:
            gone = seats[step.b % len(seats)]
            since = self.org.store.now() - timedelta(days=step.c)
            told: dict[str, Any] = {"reason": "because", "at": since}
            self.ask(VacateSeat(body=SLUGS[step.a % len(SLUGS)], person=gone.person, **told))

    def vacate_post(self, step: Step) -> None:
        posts = self.body(SLUGS[step.a % len(SLUGS)]).posts
        if posts:
            held = posts[step.b % len(posts)]
            ending = list(MandateEnding)[step.c % 3]
            told: dict[str, Any] = {"post": held.post, "person": held.person, "reason": "because"}
            self.ask(VacatePost(body=SLUGS[step.a % len(SLUGS)], ending=ending, **told))

    def leave(self, step: Step) -> None:
        person = PEOPLE[1 + step.a % (len(PEOPLE) - 1)]
        if step.b < 3:
            self.ask(EndMembership(person=person, ending=Ending.LAPSED, reason="unpaid"))

    def prolong(self, step: Step) -> None:
        body = self.body(SLUGS[step.a % len(SLUGS)])
        if body.mandates:
            held = body.mandates[step.b % len(body.mandates)]
            until = self.org.store.now() + timedelta(days=30 * step.c + 1) if step.c else None
            told: dict[str, Any] = {"person": held.person, "post": held.post, "until": until}
            self.ask(ProlongMandate(body=body.slug, reason="because", **told))

    def dissolve(self, step: Step) -> None:
        if step.b < 4:
            self.ask(DissolveBody(body=("money", "press", "works")[step.a % 3], reason="because"))

    def establish(self, step: Step) -> None:
        slug = f"group_{step.a}"
        self.ask(EstablishBody(slug=slug, name=slug, kind=Kind.SUB_GROUP, parent="ncg"))

    def wait(self, step: Step) -> None:
        """Days or months pass, and every term that is over ends by itself."""
        self.org.hands.at(self.org.store.now() + timedelta(days=1 + step.a + 20 * step.b))

    def meet(self, step: Step) -> None:
        """Some come, some of whom have no vote, and some send a proxy; a guest observes.

        It decides by figures, by names or not at all; whoever is in the chair decides a tie.
        """
        starts = self.org.store.now() + timedelta(minutes=5)
        asked = ConveneMeeting(body="ncg", starts=starts, place="Hall")
        meeting = self.org.hands.began(self.org.ask(asked, STAFF))
        self.ask(HandInItem(meeting=meeting, title="It"))
        self.org.store.clock.hold(starts)
        seats = self.body("ncg").seats
        there = [seat.person for seat in seats][: step.a % (len(seats) + 1)]
        for person in there:
            self.ask(RecordArrival(meeting=meeting, person=person))
        if not (there and self.ask(OpenMeeting(meeting=meeting))):
            return
        away = [seat.person for seat in seats if seat.person not in there]
        self._who_is_not_there(meeting, there, away, step)
        chair = GUEST if step.c % 3 == 2 else there[step.b % len(there)]
        self.ask(TakeChair(meeting=meeting, person=chair))
        if step.c % 4 == 3:
            self.ask(RecordDeparture(meeting=meeting, person=there[-1]))
        if step.a % 4 == 3:
            interest = {"person": there[0], "item": 1, "what": "Mine.", "withdraws": True}
            self.ask(DeclareInterest.model_validate({"meeting": meeting, **interest}))
        self._decide(meeting, [*there, *away[: step.b % 4]], step)
        casts = chair if step.b % 6 else there[0]
        side = "for" if step.c % 2 else "against"
        cast = {"meeting": meeting, "decision": 1, "side": side}
        self.ask(GiveCastingVote.model_validate(cast), casts)
        self.ask(CloseMeeting(meeting=meeting))

    def _who_is_not_there(
        self, meeting: UUID, there: list[PersonId], away: list[PersonId], step: Step
    ) -> None:
        """A guest, and those who are away by proxy; now and then it is the guest who holds it.

        Now and then one who has a seat only looks on.
        """
        guest = {"person": GUEST, "name": "A guest", "capacity": Capacity.OBSERVER}
        if step.b != 11:
            self.ask(RecordArrival.model_validate({"meeting": meeting, **guest}))
        for number, person in enumerate(away[: step.b % 4]):
            holder = GUEST if step.c % 5 == 4 else there[(step.c + number) % len(there)]
            sent = {"person": person, "route": Route.PROXY, "held_by": holder}
            self.ask(RecordArrival.model_validate({"meeting": meeting, **sent}))
        if step.b == LOOKS_ON and away:
            looking = {"person": away[0], "capacity": Capacity.OBSERVER}
            self.ask(RecordArrival.model_validate({"meeting": meeting, **looking}))

    def _decide(self, meeting: UUID, people: list[PersonId], step: Step) -> None:
        """By names it is tried with somebody whose proxy may not count, or with the guest."""
        told: dict[str, Any] = {"meeting": meeting, "item": 1, "text": "It is so."}
        earlier = [one for one in self.meetings() if one != meeting]
        if earlier:
            settled = {"meeting": earlier[step.a % len(earlier)], "number": 1}
            told["names"] = {"decision": settled}
        if step.b % 3 == 0:
            self.ask(RecordDecision(manner=Manner.CONSENSUS, **told))
        elif step.b % 3 == 1:
            votes = Votes(in_favour=step.c % 5, against=step.b // 3)
            self.ask(RecordDecision(manner=Manner.VOTE, votes=votes, **told))
        else:
            voting = [*people[1:], GUEST] if step.c % 5 == 3 else people
            answers = (Answer.FOR, Answer.AGAINST if step.c % 2 else Answer.FOR)
            named = tuple(
                NamedVote(person=one, answer=answers[number % 2])
                for number, one in enumerate(voting)
            )
            form = {"form": Form.RECORDED, "named": named}
            self.ask(RecordDecision(manner=Manner.VOTE, **form, **told))

    def settle(self, step: Step) -> None:
        """A meeting ratifies or annuls what one decided."""
        meetings = self.meetings()
        if len(meetings) > 1:
            early, late = meetings[step.a % (len(meetings) - 1)], meetings[-1]
            kind = RatifyDecision if step.c % 3 else AnnulDecision
            told = {"by_meeting": late, "by_decision": 1}
            self.ask(kind.model_validate({"meeting": early, "decision": 1, **told}))

    def carry_out(self, step: Step) -> None:
        """A statement is published, or groups are announced, by what a meeting decided."""
        meetings = self.meetings()
        if not meetings:
            return
        which: dict[str, Any] = {"meeting": meetings[step.a % len(meetings)], "decision": 1}
        if step.b % 2:
            self.ask(PublishStatement(title="Ours", text="We met.", **which))
            return
        now = self.org.store.now()
        lot = LotSource(source="The lottery", known_from=now + timedelta(days=12))
        asked = {"groups": (group(f"new_{step.c}"),), "closes": now + timedelta(days=10)}
        self.ask(OpenFormation(lot=lot, **which, **asked))

    def meetings(self) -> list[UUID]:
        """Those of the coordinating group."""
        found = self.org.store.acts(topics=(Meeting.Convened.TOPIC,), limit=500)
        acts, ours = [one.event for one in found], body_id("ncg")
        called = [one for one in acts if isinstance(one, Meeting.Convened)]
        return [one.originator_id for one in called if one.body == ours]

    def body(self, slug: str) -> Body:
        return self.org.store.load(Body, body_id(slug))


def name(person: PersonId) -> str:
    return f"P{PEOPLE.index(person)}"


Tried = Callable[[Life, Step], None]
TRIED: Final[dict[str, Tried]] = {
    tried.__name__: tried
    for tried in (
        Life.seat,
        Life.fill,
        Life.share,
        Life.vacate_seat,
        Life.vacate_post,
        Life.leave,
        Life.prolong,
        Life.dissolve,
        Life.establish,
        Life.wait,
        Life.meet,
        Life.settle,
        Life.carry_out,
        *voting_otherwise.STEPS,
    )
}

"""A coordinating group of eleven that decides, at its meetings, to form groups of its members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from domain.bodies.body import Body, body_id
from domain.cycle.assembly import Votes
from domain.elections.lot import LotSource
from domain.formation.formation import Formation
from domain.formation.groups import Group
from domain.kernel.ids import PersonId
from domain.meetings.decisions import Manner
from domain.rules.values import Count, RuleValue, Who
from services.application.beginnings import ConveneFirstMeeting, NameConvenor
from services.application.bodies import SeatMember
from services.application.business import AdmitItem, RecordDecision
from services.application.command import Command
from services.application.formations import DrawPlaces, OpenFormation, PreferGroups, RatifyPlaces
from services.application.meetings import ConveneMeeting, HandInItem
from services.application.sittings import CloseMeeting, OpenMeeting, RecordArrival, TakeChair
from services.store.port import Receipt, Store
from tests.application.organisation import MEMBERS, STAFF, Organisation, in_memory
from tests.support.hands import Hands
from tests.support.kinds import Kind

TEN = MEMBERS[:10]
NOTHING = UUID(int=0)
BRIEFLY: dict[str, RuleValue] = {
    "ncg__meetings__quorum": Count(count=4),
    "ncg__subgroups__ex_officio": Who(powers=("ncg.chair",)),
}
"""A quorum that a small group has, and a chair who sits on its groups."""


class Asking(Protocol):
    """An organisation that can be asked for things."""

    @property
    def hands(self) -> Hands: ...

    def ask(self, command: Command, person: PersonId) -> Receipt: ...


@dataclass
class Forming:
    """An organisation with a group that meets, its last meeting, and the formation."""

    org: Asking
    present: int = 6
    handed_in: bool = False
    meeting: UUID = NOTHING
    formation: UUID = NOTHING

    @property
    def store(self) -> Store:
        return self.org.hands.store

    @property
    def now(self) -> datetime:
        return self.store.now()

    @property
    def found(self) -> Formation:
        return self.store.load(Formation, self.formation)

    def body(self, slug: str) -> Body:
        return self.store.load(Body, body_id(slug))

    def later(self, **period: float) -> None:
        self.org.hands.at(self.now + timedelta(**period))

    def decide(self, text: str, body: str = "ncg", present: int = 0, **put: Any) -> dict[str, Any]:
        """A meeting of a body today that decides one thing: which, as a command names it."""
        starts = self.now + timedelta(minutes=5)
        called = ConveneMeeting(body=body, starts=starts, place="Hall")
        meeting = self.org.hands.began(self.org.ask(called, STAFF))
        handed_in = self.handed_in or self.body(body).kind == Kind.CAUCUS
        if handed_in:
            self.org.ask(HandInItem(meeting=meeting, title=text), STAFF)
        self.org.hands.at(starts)
        there = [seat.person for seat in self.body(body).seats][: present or self.present]
        for person in there:
            self.org.ask(RecordArrival(meeting=meeting, person=person), STAFF)
        self.org.ask(OpenMeeting(meeting=meeting), STAFF)
        self.org.ask(TakeChair(meeting=meeting, person=there[0]), STAFF)
        all_of_them = Votes(in_favour=len(there), against=0)
        if not handed_in:  # a caucus with sealed members keeps no figures of a vote
            self.org.ask(AdmitItem(meeting=meeting, title=text, votes=all_of_them), STAFF)
        asked = {"item": 1, "manner": Manner.CONSENSUS, "text": text, **put}
        self.org.ask(RecordDecision(meeting=meeting, **asked), STAFF)
        self.org.ask(CloseMeeting(meeting=meeting), STAFF)
        self.org.hands.settle()
        return {"meeting": meeting, "decision": 1}

    def lot(self, days: float = 11) -> LotSource:
        return LotSource(source="The lottery", known_from=self.now + timedelta(days=days))

    def asked_to_open(self, *groups: Group, days: float = 10, **other: Any) -> OpenFormation:
        decided = self.decide("We form groups.")
        closes = self.now + timedelta(days=days)
        asked = {"groups": groups or GROUPS, "closes": closes, "lot": self.lot(days + 1)}
        return OpenFormation(**{**decided, **asked, **other})

    def open(self, *groups: Group, **other: Any) -> UUID:
        asked = self.asked_to_open(*groups, **other)
        self.formation = self.org.hands.began(self.org.ask(asked, STAFF))
        return self.formation

    def wish(self, person: PersonId, *ranking: str) -> Receipt:
        return self.org.ask(PreferGroups(formation=self.formation, ranking=ranking), person)

    def close(self) -> None:
        self.org.hands.at(self.found.plan.closes)

    def draw(self, value: str = "4 8 15") -> None:
        self.org.hands.at(max(self.now, self.found.plan.lot.known_from))
        self.org.ask(DrawPlaces(formation=self.formation, value=value), STAFF)
        self.org.hands.settle()

    def ratify(self, **other: Any) -> Receipt:
        decided = self.decide("We ratify who sits where.")
        receipt = self.org.ask(RatifyPlaces(formation=self.formation, **decided, **other), STAFF)
        self.org.hands.settle()
        return receipt

    def name(self, group: str, person: PersonId, body: str = "ncg", **other: Any) -> None:
        decided = self.decide(f"{group} has a convenor.", body)
        named = NameConvenor(
            formation=self.formation, group=group, person=person, **decided, **other
        )
        self.org.ask(named, STAFF)
        self.org.hands.settle()

    def add_to(self, group: str, person: PersonId) -> None:
        """Somebody gets a place in a group in another way."""
        seat = SeatMember(body=group, person=person, name="Another", how="appointed")
        self.org.ask(seat, STAFF)

    def meet(self, group: str) -> None:
        starts = self.now + timedelta(days=5)
        called = ConveneFirstMeeting(
            formation=self.formation, group=group, starts=starts, place="Hall"
        )
        self.org.ask(called, STAFF)
        self.org.hands.settle()

    def formed(self) -> None:
        """Three groups, wishes that need no lot, ratified."""
        self.open()
        for at, person in enumerate(TEN[:6]):
            self.wish(person, *(("training", "money") if at % 2 else ("money", "training")))
        self.close()
        self.ratify()


@dataclass
class InMemory(Forming):
    """The small organisation without servers."""

    org: Organisation


def in_forming(**other: RuleValue) -> InMemory:
    """The small organisation, whose group has ten more members."""
    org = in_memory(**(BRIEFLY | other))
    for number, person in enumerate(TEN):
        seat = SeatMember(body="ncg", person=person, name=f"Member {number}", how="elected")
        org.ask(seat, STAFF)
    return InMemory(org)


def group(slug: str, least: int = 0, most: int = 6, kind: Kind = Kind.SUB_GROUP) -> Group:
    numbers = {} if kind is Kind.CAUCUS else {"least": least, "most": most}
    return Group(slug=slug, name=slug.title(), kind=kind, remit=f"It sees to {slug}.", **numbers)


GROUPS = (group("money"), group("training"), group("youth", kind=Kind.CAUCUS))

"""A coordinating group under the founding rulebook itself, so that a row is played by its numbers.

Eleven sit in it besides the chair, elected for three regions; a quorum is ten, as the rulebook has
it, and a rule is changed only by what the members carried in a ballot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from domain.bodies.body import Body
from domain.bodies.mandate import Mandate, Origin
from domain.cycle.assembly import Votes
from domain.kernel.act import Act
from domain.kernel.ids import PersonId, RuleId
from domain.meetings.decisions import Manner
from domain.meetings.meeting import Meeting
from domain.rules.values import Rule, RuleChange, RuleValue
from services.application.bodies import EstablishBody, FillPost, SeatMember
from services.application.business import AdmitItem, RecordDecision
from services.application.endings import VacateSeat
from services.application.meetings import ConveneMeeting
from services.application.rules import ReviseRulebook
from services.application.sittings import CloseMeeting, OpenMeeting, RecordArrival, TakeChair
from services.store.memory import MemoryStore
from services.voting.memory import MemoryBoxes
from tests.application.organisation import FILE, MEMBERS, STAFF, Organisation
from tests.formation.forming import Forming
from tests.story.momentum import founding_file, rules_then
from tests.support.electorates import voting_in
from tests.support.hands import Hands
from tests.support.kinds import Kind

OF_2017, OF_2021 = date(2017, 3, 11), date(2021, 2, 1)
ELEVEN = MEMBERS[:11]
REGIONS = ("north_scotland", "midlands_wales_west", "south_eastern")
SUB_GROUPS = ("resources_group", "party_reform_group", "training_group")


@dataclass
class Row(Forming):
    """The organisation of the row, and words to play it in."""

    org: Organisation
    present: int = 12

    def seat(self, slug: str, person: PersonId, **other: object) -> None:
        asked = {"body": slug, "person": person, "name": name_of(person), "how": "elected"}
        asked |= _source(other)
        self.org.ask(SeatMember.model_validate(asked | other), STAFF)

    def fill(self, slug: str, post: str, person: PersonId, **other: object) -> None:
        self.org.ask(self.filling(slug, post, person, **other), STAFF)

    def filling(self, slug: str, post: str, person: PersonId, **other: object) -> FillPost:
        asked = {"body": slug, "post": post, "person": person, "name": name_of(person)}
        asked |= _source(other)
        return FillPost.model_validate(asked | {"how": "elected by the group"} | other)

    def leave(self, slug: str, person: PersonId) -> None:
        """Somebody gives up their seat, and enters it themselves."""
        self.org.ask(VacateSeat(body=slug, person=person, reason="too much to do"), person)

    def establish(self, slug: str, kind: Kind, **other: object) -> None:
        asked = {"slug": slug, "name": slug.replace("_", " ").title(), "kind": kind}
        told = {"parent": "ncg"} | _source(other) | asked | other
        self.org.ask(EstablishBody.model_validate(told), STAFF)

    def seat_of(self, slug: str, person: PersonId) -> Mandate | None:
        return self.body(slug).seat_of(person)

    def sits_in(self, slug: str) -> set[PersonId]:
        return {seat.person for seat in self.body(slug).seats}

    def carry(self, **values: RuleValue) -> None:
        """The members carry a change of these rules in a ballot, and it holds at once."""
        changes = tuple(
            RuleChange(rule=RuleId(rule.replace("__", ".")), value=value)
            for rule, value in values.items()
        )
        self.org.hands.by_service(ReviseRulebook(title="Carried in a ballot", rules=changes))

    def gather(self, slug: str = "ncg", present: int | None = None) -> Meeting:
        """A meeting of a body today, open and with somebody in the chair."""
        starts = self.now + timedelta(minutes=5)
        called = ConveneMeeting(body=slug, starts=starts, place="Hall")
        self.meeting = self.org.hands.began(self.org.ask(called, STAFF))
        self.org.hands.at(starts)
        there = [seat.person for seat in self.body(slug).seats if seat.voting][:present]
        for person in there:
            self.org.ask(RecordArrival(meeting=self.meeting, person=person), STAFF)
        self.org.ask(OpenMeeting(meeting=self.meeting), STAFF)
        self.org.ask(TakeChair(meeting=self.meeting, person=there[0]), STAFF)
        return self.here

    def resolve(self, text: str, manner: Manner = Manner.CONSENSUS) -> int:
        """The open meeting lets an item in and decides on it: the number of the decision."""
        there = len(self.here.room.voters(voting_in(self.body_here)))
        votes = Votes(in_favour=there, against=0)
        self.org.ask(AdmitItem(meeting=self.meeting, title=text[:90], votes=votes), STAFF)
        return self.decide_on(self.here.agenda.items[-1].number, text, manner)

    def decide_on(self, item: int, text: str, manner: Manner = Manner.CONSENSUS) -> int:
        """The open meeting decides on an item of its agenda: the number of the decision."""
        asked = RecordDecision(meeting=self.meeting, item=item, manner=manner, text=text)
        self.org.ask(asked, STAFF)
        return self.here.decisions[-1].number

    def close_meeting(self) -> None:
        self.org.ask(CloseMeeting(meeting=self.meeting), STAFF)
        self.org.hands.settle()

    @property
    def here(self) -> Meeting:
        """The meeting that was called last."""
        return self.store.load(Meeting, self.meeting)

    @property
    def body_here(self) -> Body:
        return self.store.load(Body, self.here.body)

    def newest(self, slug: str, topic: str) -> Act:
        """The newest act of that topic in a body."""
        return self.store.acts(stream=self.body(slug).id, topics=(topic,), limit=999)[-1].event.act


def founded(day: date = OF_2017, *added: Rule, hands: Hands | None = None) -> Row:
    """The organisation under every rule that stood that day, with the values of that day."""
    record = founding_file()
    store = MemoryStore()
    rules = (*rules_then(record, day), *added)
    hands = hands or Hands(store, MemoryBoxes(store))
    org = Organisation(hands, rules, record.rulebook.clauses_as_adopted())
    row = Row(org)
    for number, person in enumerate(ELEVEN):
        region = REGIONS[number % len(REGIONS)]
        row.seat("ncg", person, origin=Origin.ELECTION, category=region)
    return row


def _source(told: Mapping[str, object]) -> dict[str, object]:
    """What names no decision is as a file has it."""
    return {} if "decision" in told else {"source": FILE}


def name_of(person: PersonId) -> str:
    """What somebody is called here."""
    return f"Member {MEMBERS.index(person)}" if person in MEMBERS else "Somebody"

"""A group of fourteen under the founding rulebook of the example, with every number of it.

What a test needs of a number it reads from the rulebook itself.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

import pytest

from domain.bodies.body import Body, body_id
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import Refusal
from domain.meetings.calendar import Duty
from domain.meetings.meeting import Meeting
from domain.meetings.orders import Orders
from domain.rules.edition import Edition
from domain.rules.governing import Governing
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from domain.rules.values import Clause, Count, Days, Hours, Rule
from services.application.bodies import EstablishBody, FillPost, JoinMember, SeatMember
from services.application.command import Command
from services.application.rules import FoundRulebook
from services.application.sittings import OpenMeeting, RecordArrival, TakeChair
from services.store.mapper import form_of
from services.store.memory import MemoryStore
from services.store.port import Receipt
from services.voting.memory import MemoryBoxes
from tests.story.momentum import founding_file, rules_then
from tests.support.hands import Hands, member
from tests.support.kinds import Kind

DAY = date(2021, 7, 26)
"""The day whose rules hold: those of 2017, with what had been altered and added since."""
START = datetime(2021, 7, 27, 10, 0, tzinfo=UTC)
STAFF, GROUP = member(0), tuple(member(number) for number in range(1, 15))
CHAIR, FIRST_VICE, SECOND_VICE, TREASURER = GROUP[:4]
GUEST = member(901)
OFFICERS = {"chair": (CHAIR,), "vice_chair": (FIRST_VICE, SECOND_VICE), "treasurer": (TREASURER,)}
R = TypeVar("R", bound=Refusal)


@cache
def founding_rules() -> tuple[tuple[Clause, ...], tuple[Rule, ...]]:
    record = founding_file()
    return record.rulebook.clauses_as_adopted(), rules_then(record, DAY)


def in_memory() -> Hands:
    store = MemoryStore()
    return Hands(store, MemoryBoxes(store))


class Founding:
    """The organisation, with a coordinating group and its officers; over memory, or any store."""

    def __init__(self, hands: Hands | None = None) -> None:
        self.hands = hands or in_memory()
        self.store = self.hands.store
        self.store.clock.hold(START)
        clauses, rules = founding_rules()
        self.ask(FoundRulebook(title="Rules", clauses=clauses, rules=rules, source="2017"), STAFF)
        for number in range(16):
            self.ask(JoinMember(number=f"M{number:05}", joined_on=date(2020, 1, 1)), STAFF)
        self.establish("staff", Kind.STAFF)
        self.seat("staff", STAFF)
        self.establish("ncg", Kind.COORDINATING_GROUP)
        for person in GROUP:
            self.seat("ncg", person)
        for post, holders in OFFICERS.items():
            for person in holders:
                self.fill("ncg", post, person)
        self.establish("officers_group", Kind.OFFICERS_GROUP, parent="ncg")

    def ask(self, command: Command, person: PersonId = STAFF, group: str | None = None) -> Receipt:
        """Somebody asks, a little while after the one before."""
        self.store.clock.shift(timedelta(seconds=5))
        return self.hands.ask(command, person, group)

    def refused(
        self, kind: type[R], rule: str | None, command: Command, person: PersonId = STAFF
    ) -> R:
        """It is refused, and the refusal cites that rule; nothing is recorded."""
        head = self.store.head()
        with pytest.raises(kind) as refusal:
            self.ask(command, person)
        assert refusal.value.rule == rule, refusal.value
        assert self.store.head() == head
        return refusal.value

    def establish(self, slug: str, kind: Kind, **told: Any) -> None:
        name = slug.replace("_", " ").capitalize()
        self.ask(EstablishBody(slug=slug, name=name, kind=kind, source="2017", **told))

    def seat(self, body: str, person: PersonId, **told: Any) -> None:
        how = {"person": person, "name": name_of(person), "how": "elected", "source": "2017"}
        self.ask(SeatMember.model_validate({"body": body, **how, **told}))

    def fill(self, body: str, post: str, person: PersonId) -> None:
        how = {"person": person, "name": name_of(person), "how": "elected", "source": "2017"}
        self.ask(FillPost.model_validate({"body": body, "post": post, **how}))

    def began(self, receipt: Receipt) -> UUID:
        return self.hands.began(receipt)

    def at(self, moment: datetime) -> None:
        """Move on to a moment; what is due on the way is done at its own."""
        self.hands.at(moment)

    def later(self, **period: float) -> None:
        self.at(self.store.now() + timedelta(**period))

    @property
    def rules(self) -> Edition:
        return self.store.load(Rulebook, RULEBOOK_ID).at(self.store.now())

    @property
    def orders(self) -> Orders:
        """The standing orders of the group, however their rules are found."""
        return Orders.of(self.body("ncg"), Governing(opening=self.rules, current=self.rules))

    def days(self, rule: str) -> int:
        return self.rules.value(RuleId(rule), Days).count

    def hours(self, rule: str) -> int:
        return self.rules.value(RuleId(rule), Hours).count

    def count(self, rule: str) -> int:
        return self.rules.value(RuleId(rule), Count).count

    def body(self, slug: str) -> Body:
        return self.store.load(Body, body_id(slug))

    def acts(self, kind: type[Recorded], stream: UUID | None = None) -> list[Any]:
        """Every act of one kind, oldest first."""
        found = self.store.acts(topics=(form_of(kind).topic,), limit=1_000)
        return [one.event for one in found if stream in (None, one.event.originator_id)]


class Called:
    """One meeting, and what is asked for of it."""

    def __init__(self, org: Founding, meeting: UUID) -> None:
        self.org = org
        self.id = meeting

    @property
    def found(self) -> Meeting:
        return self.org.store.load(Meeting, self.id)

    def due(self, duty: Duty) -> datetime:
        found = self.found.due(duty)
        assert found is not None
        return found.at

    def ask(self, kind: type[Command], by: PersonId = STAFF, **fields: Any) -> Receipt:
        return self.org.ask(kind.model_validate({"meeting": self.id, **fields}), by)

    def refused(
        self,
        refusal: type[R],
        rule: str | None,
        kind: type[Command],
        by: PersonId = STAFF,
        **f: Any,
    ) -> R:
        return self.org.refused(refusal, rule, kind.model_validate({"meeting": self.id, **f}), by)

    def open(self, present: int, chair: PersonId = CHAIR) -> None:
        """Come together in person, and begin."""
        self.org.at(self.found.starts + timedelta(minutes=1))
        for person in GROUP[:present]:
            self.ask(RecordArrival, person=person)
        self.ask(OpenMeeting)
        self.ask(TakeChair, person=chair)


def name_of(person: PersonId) -> str:
    """What somebody is called; no name in these tests is a real one."""
    known = {one: f"Member {number}" for number, one in enumerate(GROUP, 1)}
    return known.get(person, f"Somebody {person.hex[:4]}")

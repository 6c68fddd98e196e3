"""What every command on a meeting has in hand: the meeting, its body, and its standing orders."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from domain.bodies.body import Body
from domain.bodies.electorate import Electorate
from domain.kernel.act import Act
from domain.kernel.ids import SERVICE, PersonId, RuleId
from domain.kernel.refusal import RuleBroken
from domain.meetings.credentials import Credentials, credentials_id
from domain.meetings.delegations import Floor
from domain.meetings.meeting import Meeting
from domain.meetings.orders import RECORD_KEPT_BY, Orders
from domain.meetings.sat import Sat
from domain.powers import About
from domain.rules.governing import Governing
from services.application.case import Case
from services.application.unseen import must_belong, unseen_of


class Hall(NamedTuple):
    """A meeting with the body that meets, and its standing orders."""

    case: Case
    meeting: Meeting
    body: Body
    orders: Orders

    @property
    def sat(self) -> Sat:
        """Who has a vote now: whoever sits in the body, or speaks for a place of delegates."""
        if not self.orders.by_delegates:
            return Sat(self.body, self.orders, self.case.electorate(self.body))
        found = self.case.find(Credentials, credentials_id(self.meeting.id))
        floor = Floor() if found is None else found.floor
        speak = (one for one in floor.speaking if self.case.powerless(one) is None)
        return Sat(self.body, self.orders, Electorate(speak), floor)

    def act(self, rule: RuleId, person: PersonId | None = None) -> Act:
        """The act of whoever a rule lets do it in this meeting; raises `NotAllowed`."""
        self.must_be_of_it()
        return self.by_power(rule, person)

    def by_power(self, rule: RuleId, person: PersonId | None = None) -> Act:
        """The same where nothing is learned of who is there: a decision that is carried out."""
        about = About(
            body=self.body.slug,
            person=person,
            chair=self.meeting.chair,
            speaking=self.sat.electorate if self.orders.by_delegates else frozenset(),
        )
        return self.case.act_by_power(rule, governing=self.orders.rules, about=about)

    @property
    def recorded(self) -> Act:
        """The act of whoever keeps the meeting's record."""
        return self.act(RECORD_KEPT_BY)

    def must_be_of_it(self) -> None:
        """Refuse whoever does not belong where that is told to members alone, staff too.

        As long as the body has no officer of its own, nobody else could open the meeting that
        chooses one.
        """
        sealed = self.orders.unseen is not None and bool(self.body.posts)
        if sealed and self.case.by.person != SERVICE:
            must_belong(self.case, self.body, self.case.by.person)

    def no_card_vote_open(self) -> None:
        """Refuse to go on while a card vote is open; raises `OutOfOrder`."""
        found = self.case.find(Credentials, credentials_id(self.meeting.id))
        if found is not None:
            found.must_be_counted()

    def must_be_shown(self, person: PersonId) -> None:
        """Refuse to enter somebody by name where whoever has no seat may belong unseen.

        It does not look whether they do, so that nobody learns it by trying.
        """
        unseen = self.orders.unseen
        if unseen is not None and not self.body.has_member(person):
            raise RuleBroken(
                f"Who belongs to {self.body.name} is told to its members alone, so nobody is "
                "entered by name who has no seat in it that everybody sees. Count them instead.",
                rule=unseen.rule.id,
                clause=unseen.rule.clause,
            )

    def name_of(self, person: PersonId) -> str:
        """What somebody who sits in the body or takes part is called."""
        here = self.meeting.room.find(person)
        seats = (seat.name for seat in self.body.seats if seat.person == person)
        return here.name if here is not None else next(seats, "Somebody")


def hall(case: Case, meeting: UUID) -> Hall:
    """The meeting of that id with all that its acts are judged by."""
    found = case.load(Meeting, meeting)
    body = case.load(Body, found.body)
    rules = governing(case, found.id, found.edition)
    orders = Orders.of(body, rules, case.parent_of(body), unseen_of(case, body))
    return Hall(case, found, body, orders)


def governing(case: Case, process: UUID, edition: int) -> Governing:
    """The rules that an act in a process of that edition is judged by."""
    pinned = case.rulebook.pinned(process, edition, case.now)
    return Governing(opening=pinned, current=case.edition)

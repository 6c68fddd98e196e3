"""One meeting of a body, from its calling to its end, and what becomes of its decisions.

What is done at each stage is decided in `preparing`, `sitting`, `business`, `ordering` and
`deciding`; here stands how a meeting begins, and what each act leaves behind.
"""

from __future__ import annotations

from datetime import date, datetime

from pydantic import AwareDatetime

from domain.cycle.assembly import Votes
from domain.cycle.held import Overtaken
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import BodyId, PersonId, StreamId
from domain.kernel.sealed import Sealed
from domain.kernel.value import Value
from domain.meetings.agenda import Agenda, Fate, Item
from domain.meetings.attendance import Attendance, Room
from domain.meetings.business import Business
from domain.meetings.calendar import Due, Duty, planned
from domain.meetings.deciding import Deciding
from domain.meetings.decisions import Decision, Later, Settled
from domain.meetings.emergency import Agreement, agreement_rule, power_rule
from domain.meetings.meeting_acts import MeetingActs
from domain.meetings.motions import Motion
from domain.meetings.order import Challenge, ForParent, Interest, PartVote, Ruling, Statement
from domain.meetings.ordering import Ordering
from domain.meetings.orders import (
    CONVENED_BY,
    EMERGENCY_NAMED,
    Orders,
)
from domain.meetings.preparing import Preparing
from domain.meetings.sitting import Sitting
from domain.meetings.strength import Heads
from domain.rules.judging import judged
from domain.rules.values import Flag
from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.text import Text


class Called(Value):
    """What a meeting is called for: when, where, whether from afar too, and which emergency.

    `hours_filled_in`: only the day is on record; its hours are made up, and are marked in print.
    """

    starts: AwareDatetime
    place: str
    hours_filled_in: bool = False
    remote: bool = False
    is_emergency: bool = False
    emergency: str | None = None


class Meeting(Aggregate, Preparing, Sitting, Business, Ordering, Deciding, MeetingActs):
    """One meeting."""

    TOPIC = "meeting"

    class Created(Aggregate.Created):
        """Never recorded: a meeting begins by being convened."""

        TOPIC = "meeting.created.v1"

    class Convened(Aggregate.Created):
        """A meeting of a body was called; `calendar` is what has to be done before it."""

        TOPIC = "meeting.convened.v1"
        body: BodyId
        body_name: str
        called: Called
        calendar: tuple[Due, ...]
        edition: int

    def __init__(
        self,
        body: BodyId,
        body_name: str,
        called: Called,
        calendar: tuple[Due, ...],
        edition: int,
    ) -> None:
        self.body = body
        self.body_name = body_name
        self.is_emergency = called.is_emergency
        self.emergency = called.emergency
        self.agreements: tuple[Agreement, ...] = ()
        self.confirmed = False
        self.starts = called.starts
        self.place = called.place
        self.remote = called.remote
        self.calendar = calendar
        self.edition = edition
        self.notified = self.items_closed = self.circulated = False
        self.missed: tuple[Duty, ...] = ()
        self.reminded: tuple[datetime, ...] = ()
        self.unopened: tuple[datetime, ...] = ()
        self.unclosed = False
        self.moved_on: datetime | None = None
        self.apologies: tuple[PersonId, ...] = ()
        self.agenda = Agenda()
        self.cancelled = self.opened = self.closed = False
        self.opened_at: datetime | None = None
        self.closed_at: datetime | None = None
        self.chair: PersonId | None = None
        self.room = Room()
        self.heads = Heads()
        self.quorate = self.was_quorate = False
        self.motions: tuple[Motion, ...] = ()
        self.decisions: tuple[Decision, ...] = ()
        self.cast: tuple[int, ...] = ()
        self.interests: tuple[Interest, ...] = ()
        self.rulings: tuple[Ruling, ...] = ()
        self.challenge: Challenge | None = None
        self.statements: tuple[Statement, ...] = ()
        self.for_parent: tuple[ForParent, ...] = ()
        self.next_on: date | None = None

    @classmethod
    def convene(
        cls, meeting: StreamId, act: Act, body: BodyId, name: str, called: Called, orders: Orders
    ) -> Meeting:
        """Call a meeting.  Who may has been judged by whoever asks.

        To an emergency meeting the officers have still to agree, each for themselves.
        """
        orders.must_lie_ahead(called.starts, act.occurred_at)
        act = _as_emergency(act, called, orders) if called.is_emergency else act.under(CONVENED_BY)
        if called.remote:
            rule = orders.remote_part
            allowed = orders.rules.value(rule.id, Flag).holds
            act = judged(
                act, rule, None if allowed else f"{name} can't be joined from afar by the rules."
            )
        edition = orders.rules.opening.number
        return cls._begin(
            cls.Convened,
            meeting,
            act.within(meeting, edition),
            body=body,
            body_name=name,
            called=called,
            calendar=() if called.is_emergency else planned(called.starts, orders),
            edition=edition,
        )

    @event(MeetingActs.EmergencyAgreedTo)
    def _emergency_agreed_to(self, act: Act, agreement: Agreement) -> None:
        self.agreements += (agreement,)

    @event(MeetingActs.EmergencyConfirmed)
    def _emergency_confirmed(self, act: Act, agreed: int, officers: int) -> None:
        self.confirmed = True

    @event(MeetingActs.NoticeGiven)
    def _notice_given(self, act: Act, to: tuple[PersonId, ...]) -> None:
        self.notified = True

    @event(MeetingActs.ItemHandedIn)
    def _item_handed_in(self, act: Act, item: Item) -> None:
        self.agenda = self.agenda.adding(item)

    @event(MeetingActs.ItemsClosed)
    def _items_closed(self, act: Act, items: int) -> None:
        self.items_closed = True

    @event(MeetingActs.AgendaDrafted)
    def _agenda_drafted(self, act: Act, order: tuple[int, ...]) -> None:
        self.agenda = Agenda(items=tuple(self.agenda.item(number) for number in order))

    @event(MeetingActs.PapersCirculated)
    def _papers_circulated(self, act: Act, papers: tuple[str, ...]) -> None:
        self.circulated = True

    @event(MeetingActs.ApologiesSent)
    def _apologies_sent(self, act: Act, person: PersonId, name: str, note: str) -> None:
        self.apologies += (person,)

    @event(MeetingActs.DeadlineMissed)
    def _deadline_missed(self, act: Act, duty: Duty, due: datetime) -> None:
        self.missed += (duty,)

    @event(MeetingActs.MembersReminded)
    def _members_reminded(self, act: Act, starts: datetime) -> None:
        self.reminded += (starts,)

    @event(MeetingActs.NotOpened)
    def _not_opened(self, act: Act, starts: datetime, due: datetime) -> None:
        self.unopened += (starts,)

    @event(MeetingActs.NotClosed)
    def _not_closed(self, act: Act, due: datetime) -> None:
        self.unclosed = True

    @event(MeetingActs.Moved)
    def _moved(
        self, act: Act, starts: datetime, place: str, calendar: tuple[Due, ...], reason: str
    ) -> None:
        self.starts = starts
        self.place = place
        self.calendar = calendar
        self.moved_on = act.occurred_at
        self.room, self.chair, self.heads = Room(), None, Heads()
        self.apologies = ()
        self.agreements, self.confirmed = (), False
        self.missed, self.items_closed = (), False
        self.unopened = ()

    @event(MeetingActs.Cancelled)
    def _cancelled(self, act: Act, reason: str) -> None:
        self.cancelled = True

    @event(MeetingActs.Opened)
    def _opened(self, act: Act, present: int | None, needed: int | None, quorate: bool) -> None:
        self.opened = True
        self.opened_at = act.occurred_at
        self.quorate = self.was_quorate = quorate

    @event(MeetingActs.ChairTaken)
    def _chair_taken(self, act: Act, person: PersonId, name: str, how: str) -> None:
        self.chair = person

    @event(MeetingActs.Arrived)
    def _arrived(self, act: Act, attendance: Attendance) -> None:
        self.room = self.room.with_one(attendance)
        is_away = attendance.person == self.chair and not attendance.route.is_there
        self.chair = None if is_away else self.chair

    @event(MeetingActs.Departed)
    def _departed(self, act: Act, person: PersonId, name: str) -> None:
        self.room = self.room.without(person).without_proxies_of(person)
        self.chair = None if self.chair == person else self.chair

    @event(MeetingActs.UnseenCounted)
    def _unseen_counted(self, act: Act, there: Sealed[int]) -> None:
        self.heads = self.heads.now(there)

    @event(MeetingActs.QuorumLost)
    def _quorum_lost(self, act: Act, present: int | None, needed: int | None) -> None:
        self.quorate = False

    @event(MeetingActs.QuorumRegained)
    def _quorum_regained(self, act: Act, present: int | None, needed: int | None) -> None:
        self.quorate = self.was_quorate = True

    @event(MeetingActs.ItemAdmitted)
    def _item_admitted(self, act: Act, item: Item, votes: Votes) -> None:
        self.agenda = self.agenda.adding(item)

    @event(MeetingActs.ItemTaken)
    def _item_taken(self, act: Act, item: int) -> None:
        self.agenda = self.agenda.taking(item)

    @event(MeetingActs.ItemLeft)
    def _item_left(
        self,
        act: Act,
        item: int,
        fate: Fate,
        reason: str,
        votes: Votes | None,
        remitted_to: str | None,
    ) -> None:
        self.agenda = self.agenda.met(item, fate)

    @event(MeetingActs.MotionMoved)
    def _motion_moved(self, act: Act, motion: Motion) -> None:
        self.motions += (motion,)

    @event(MeetingActs.AmendmentMoved)
    def _amendment_moved(
        self, act: Act, motion: int, amendment: Amendment, mover: PersonId, becomes: str
    ) -> None:
        held = self.motion(motion)
        self._now(motion, open=(*held.open, amendment), moved=held.moved + 1)

    @event(MeetingActs.AmendmentsDecided)
    def _amendments_decided(
        self,
        act: Act,
        motion: int,
        names: tuple[AmendmentId, ...],
        votes: Votes,
        carried: bool,
        because: str,
        text: Text | None,
        open: tuple[Amendment, ...],
        waiting: tuple[Amendment, ...],
        fallen: tuple[Overtaken, ...],
    ) -> None:
        self._now(motion, text=text or self.motion(motion).text, open=open, waiting=waiting)

    @event(MeetingActs.VotedInParts)
    def _voted_in_parts(
        self, act: Act, motion: int, parts: tuple[PartVote, ...], text: Text
    ) -> None:
        self._now(motion, text=text)

    @event(MeetingActs.Decided)
    def _decided(self, act: Act, decision: Decision) -> None:
        self.decisions += (decision,)
        if decision.motion is not None:
            self._now(decision.motion, decided=True)

    @event(MeetingActs.CastingVoteGiven)
    def _casting_vote_given(self, act: Act, number: int, in_favour: bool, because: str) -> None:
        self.cast += (number,)
        self._then(number, carried=in_favour, because=because)

    @event(MeetingActs.InterestDeclared)
    def _interest_declared(self, act: Act, interest: Interest) -> None:
        self.interests += (interest,)

    @event(MeetingActs.PointOfOrderRuled)
    def _point_of_order_ruled(self, act: Act, ruling: Ruling) -> None:
        self.rulings += (ruling,)

    @event(MeetingActs.ChairChallenged)
    def _chair_challenged(self, act: Act, challenge: Challenge) -> None:
        self.challenge = challenge
        self.chair = challenge.taken_by

    @event(MeetingActs.ChallengeSettled)
    def _challenge_settled(
        self, act: Act, ruling: int, votes: Votes, overturned: bool, chair: PersonId | None
    ) -> None:
        self.challenge = None
        self.chair = chair

    @event(MeetingActs.NextDateFixed)
    def _next_date_fixed(self, act: Act, on: date) -> None:
        self.next_on = on

    @event(MeetingActs.StatementPublished)
    def _statement_published(self, act: Act, statement: Statement) -> None:
        self.statements += (statement,)

    @event(MeetingActs.DecisionTakenForParent)
    def _decision_taken_for_parent(self, act: Act, taken: ForParent) -> None:
        self.for_parent += (taken,)

    @event(MeetingActs.DecisionSettled)
    def _decision_settled(self, act: Act, number: int, settled: Settled, later: Later) -> None:
        self._then(number, settled=settled, later=later)

    @event(MeetingActs.Closed)
    def _closed(
        self,
        act: Act,
        left: tuple[int, ...],
        next_on: date | None,
        was_quorate: bool,
        at_least: int | None,
    ) -> None:
        self.closed = True
        self.closed_at = act.occurred_at
        current = self.agenda.current
        if current is not None:
            self.agenda = self.agenda.met(current.number, Fate.TAKEN)
        for number in left:
            self.agenda = self.agenda.met(number, Fate.DEFERRED)
        for item in self.agenda.open:
            self.agenda = self.agenda.met(item.number, Fate.TAKEN)

    def _now(self, number: int, **changes: object) -> None:
        self.motions = tuple(
            one.model_copy(update=changes) if one.number == number else one for one in self.motions
        )

    def _then(self, number: int, **changes: object) -> None:
        self.decisions = tuple(
            one.model_copy(update=changes) if one.number == number else one
            for one in self.decisions
        )


def _as_emergency(act: Act, called: Called, orders: Orders) -> Act:
    """The calling of an emergency meeting: the rules know one, and the call names it."""
    named = orders.find(EMERGENCY_NAMED)
    act = act.under(power_rule(orders).id, agreement_rule(orders).id)
    if named is None or not orders.rules.value(named.id, Flag).holds:
        return act
    silent = "The emergency is not named. Say what it is."
    return judged(act, named, None if (called.emergency or "").strip() else silent)

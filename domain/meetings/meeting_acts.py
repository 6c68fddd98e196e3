"""Everything that can happen to a meeting, as it is kept for good.

Names, topics and fields of these acts never change: a changed shape gets the next number.  What has
to be the case before one may be recorded is decided beside `meeting`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from domain.cycle.assembly import Votes
from domain.cycle.held import Overtaken
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import PersonId
from domain.kernel.sealed import Purpose, Seal, Sealed
from domain.meetings.agenda import Fate, Item
from domain.meetings.attendance import Attendance
from domain.meetings.calendar import Due, Duty
from domain.meetings.decisions import Decision, Later, Settled
from domain.meetings.emergency import Agreement
from domain.meetings.motions import Motion
from domain.meetings.order import Challenge, ForParent, Interest, PartVote, Ruling, Statement
from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.text import Text


class MeetingActs:
    """The acts by name; `Meeting` says what each leaves behind."""

    class EmergencyAgreedTo(Aggregate.Event):
        """An officer agreed to the emergency meeting."""

        TOPIC = "meeting.emergency_agreed_to.v1"
        agreement: Agreement

    class EmergencyConfirmed(Aggregate.Event):
        """So many of the officers have agreed that it may be held without the usual notice."""

        TOPIC = "meeting.emergency_confirmed.v1"
        agreed: int
        officers: int

    class NoticeGiven(Aggregate.Event):
        """The body was reminded of the meeting and asked for items.

        `to` is who is written to: nobody, where a notice was served on everybody before.
        """

        TOPIC = "meeting.notice_given.v1"
        to: tuple[PersonId, ...]

    class ItemHandedIn(Aggregate.Event):
        """An item for the agenda came in."""

        TOPIC = "meeting.item_handed_in.v1"
        item: Item

    class ItemsClosed(Aggregate.Event):
        """The list of items was closed at its moment."""

        TOPIC = "meeting.items_closed.v1"
        items: int

    class AgendaDrafted(Aggregate.Event):
        """The order in which the items are to be taken was drafted."""

        TOPIC = "meeting.agenda_drafted.v1"
        order: tuple[int, ...]

    class PapersCirculated(Aggregate.Event):
        """The draft agenda went out with its papers."""

        TOPIC = "meeting.papers_circulated.v1"
        papers: tuple[str, ...]

    class ApologiesSent(Aggregate.Event):
        """Somebody sent apologies."""

        TOPIC = "meeting.apologies_sent.v1"
        person: PersonId
        name: str
        note: str

    class DeadlineMissed(Aggregate.Event):
        """Something that was due before the meeting had not been done at its last moment."""

        TOPIC = "meeting.deadline_missed.v1"
        duty: Duty
        due: datetime

    class MembersReminded(Aggregate.Event):
        """The body was to be reminded that it meets soon, at that moment."""

        TOPIC = "meeting.members_reminded.v1"
        starts: datetime

    class NotOpened(Aggregate.Event):
        """Nobody had opened the meeting, moved it or called it off by so long after its start."""

        TOPIC = "meeting.not_opened.v1"
        starts: datetime
        due: datetime

    class NotClosed(Aggregate.Event):
        """Nobody had closed the meeting by so long after it was opened."""

        TOPIC = "meeting.not_closed.v1"
        due: datetime

    class Moved(Aggregate.Event):
        """The meeting was put to another moment or place."""

        TOPIC = "meeting.moved.v1"
        starts: datetime
        place: str
        calendar: tuple[Due, ...]
        reason: str

    class Cancelled(Aggregate.Event):
        """The meeting was called off."""

        TOPIC = "meeting.cancelled.v1"
        reason: str

    class Opened(Aggregate.Event):
        """The meeting was opened; how many were there is left out where that is told to nobody."""

        TOPIC = "meeting.opened.v1"
        present: int | None
        needed: int | None
        quorate: bool

    class ChairTaken(Aggregate.Event):
        """Somebody took the chair of the session."""

        TOPIC = "meeting.chair_taken.v1"
        person: PersonId
        name: str
        how: str

    class Arrived(Aggregate.Event):
        """Somebody began to take part, or goes on by another route."""

        TOPIC = "meeting.arrived.v1"
        attendance: Attendance

    class Departed(Aggregate.Event):
        """Somebody left; proxies that they held end with it."""

        TOPIC = "meeting.departed.v1"
        person: PersonId
        name: str

    class UnseenCounted(Aggregate.Event):
        """Those who are there and belong without being shown were counted; how many is sealed."""

        TOPIC = "meeting.unseen_counted.v1"
        there: Annotated[Sealed[int], Seal(Purpose.CAUCUS, whose=None)]

    class QuorumLost(Aggregate.Event):
        """From here on too few are there to decide."""

        TOPIC = "meeting.quorum_lost.v1"
        present: int | None
        needed: int | None

    class QuorumRegained(Aggregate.Event):
        """From here on enough are there to decide."""

        TOPIC = "meeting.quorum_regained.v1"
        present: int | None
        needed: int | None

    class ItemAdmitted(Aggregate.Event):
        """The meeting let in an item that was not on its agenda."""

        TOPIC = "meeting.item_admitted.v1"
        item: Item
        votes: Votes

    class ItemTaken(Aggregate.Event):
        """An item came before the meeting."""

        TOPIC = "meeting.item_taken.v1"
        item: int

    class ItemLeft(Aggregate.Event):
        """The meeting left an item without deciding it."""

        TOPIC = "meeting.item_left.v1"
        item: int
        fate: Fate
        reason: str
        votes: Votes | None
        remitted_to: str | None

    class MotionMoved(Aggregate.Event):
        """A motion was moved on an item."""

        TOPIC = "meeting.motion_moved.v1"
        motion: Motion

    class AmendmentMoved(Aggregate.Event):
        """An amendment to a motion was moved; `becomes` is the text with it."""

        TOPIC = "meeting.amendment_moved.v1"
        motion: int
        amendment: Amendment
        mover: PersonId
        becomes: str

    class AmendmentsDecided(Aggregate.Event):
        """The meeting voted on amendments to a motion.

        `text` is the new motion where they make one at once; `open` are those still to be decided,
        made to fit; `waiting` are carried and worked in before the motion is put.
        """

        TOPIC = "meeting.amendments_decided.v1"
        motion: int
        names: tuple[AmendmentId, ...]
        votes: Votes
        carried: bool
        because: str
        text: Text | None
        open: tuple[Amendment, ...]
        waiting: tuple[Amendment, ...]
        fallen: tuple[Overtaken, ...]

    class VotedInParts(Aggregate.Event):
        """The parts of a motion were put one by one; `text` is what is left of it."""

        TOPIC = "meeting.voted_in_parts.v1"
        motion: int
        parts: tuple[PartVote, ...]
        text: Text

    class Decided(Aggregate.Event):
        """The meeting came to a decision, or voted one down."""

        TOPIC = "meeting.decided.v1"
        decision: Decision

    class CastingVoteGiven(Aggregate.Event):
        """The chair decided a tied vote."""

        TOPIC = "meeting.casting_vote_given.v1"
        number: int
        in_favour: bool
        because: str

    class InterestDeclared(Aggregate.Event):
        """Somebody declared an interest in an item."""

        TOPIC = "meeting.interest_declared.v1"
        interest: Interest

    class PointOfOrderRuled(Aggregate.Event):
        """The chair ruled on a point of order."""

        TOPIC = "meeting.point_of_order_ruled.v1"
        ruling: Ruling

    class ChairChallenged(Aggregate.Event):
        """A ruling of the chair was challenged: the chair is vacated and another takes it."""

        TOPIC = "meeting.chair_challenged.v1"
        challenge: Challenge

    class ChallengeSettled(Aggregate.Event):
        """The meeting voted on a challenge; whoever had the chair takes it again if still there.

        `chair` is whoever has it from here on, if anybody.
        """

        TOPIC = "meeting.challenge_settled.v1"
        ruling: int
        votes: Votes
        overturned: bool
        chair: PersonId | None

    class NextDateFixed(Aggregate.Event):
        """The date of the next meeting was fixed."""

        TOPIC = "meeting.next_date_fixed.v1"
        on: date

    class StatementPublished(Aggregate.Event):
        """A statement that the meeting agreed was published."""

        TOPIC = "meeting.statement_published.v1"
        statement: Statement

    class DecisionTakenForParent(Aggregate.Event):
        """Officers recorded a decision as urgent, or as the settlement of a conflict."""

        TOPIC = "meeting.decision_taken_for_parent.v1"
        taken: ForParent

    class DecisionSettled(Aggregate.Event):
        """A later decision ratified, annulled or replaced one."""

        TOPIC = "meeting.decision_settled.v1"
        number: int
        settled: Settled
        later: Later

    class Closed(Aggregate.Event):
        """The meeting ended; `left` are the items that it did not come to.

        `at_least`: so many were there at once who are not shown, of a body that may tell so.
        """

        TOPIC = "meeting.closed.v1"
        left: tuple[int, ...]
        next_on: date | None
        was_quorate: bool
        at_least: int | None

"""A decision in writing, between meetings: notice, time to reply, and more than half of all.

It is decided when the time to reply is over, never before; and if enough members ask for a meeting
instead, the matter waits for that.  With the body that it was put to it lapses.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime

from domain.bodies.electorate import Electorate
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import ActId, BodyId, PersonId, RuleId, act_id
from domain.kernel.moments import in_words
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken, TooEarly, TooLate
from domain.kernel.value import Value
from domain.meetings.decisions import Answer, Later, NamedVote, Names, Settled
from domain.meetings.order import ForParent
from domain.meetings.orders import RATIFICATION, Orders
from domain.rules.governing import Governing
from domain.rules.values import Count, Hours, Share

NOTICE = RuleId("decisions.written_notice_hours")
REPLY = RuleId("decisions.written_reply_hours")
URGENT_REPLY = RuleId("decisions.urgent_reply_hours")
MAJORITY = RuleId("decisions.written_majority")
DEMAND = RuleId("decisions.meeting_demand")


class Wording(Value):
    """What is put in writing: to whom it was sent, and until when members may reply.

    Whoever is seated later has a vote as well, and finds it among what is to be done.  `names` is
    what it is about; `urgent`, if it is put in place of the body above, in which body's and why.
    """

    body: BodyId
    body_name: str
    title: str
    text: str
    to: tuple[PersonId, ...]
    closes: AwareDatetime
    names: Names = Names()
    urgent: ForParent | None = None

    @property
    def in_place_of(self) -> frozenset[BodyId]:
        """The body above in whose place it is put; none in most cases."""
        return frozenset() if self.urgent is None else frozenset({self.urgent.body})


class Result(Value):
    """What came of it: figures of all members, and the act by which it was decided."""

    in_favour: int
    against: int
    members: int
    carried: bool
    because: str
    act: ActId


class State(StrEnum):
    """How far a written resolution is."""

    OPEN = "open"
    DECIDED = "decided"
    AT_A_MEETING = "left to a meeting"
    LAPSED = "lapsed"


def least_hours(rules: Governing, *, urgent: bool = False) -> int:
    """How long members have at the least, notice and time to reply running side by side.

    What is urgent has a time of its own where a rule gives it one.
    """
    return max(rules.value(rule, Hours).count for rule in _on_hours(rules, urgent=urgent))


def _on_hours(rules: Governing, *, urgent: bool) -> tuple[RuleId, ...]:
    """The rules on how long members have."""
    return (URGENT_REPLY,) if urgent and rules.has(URGENT_REPLY) else (NOTICE, REPLY)


class Resolution(Aggregate):
    """One decision in writing."""

    TOPIC = "resolution"

    class Created(Aggregate.Created):
        """Never recorded: it begins by being put."""

        TOPIC = "resolution.created.v1"

    class Put(Aggregate.Created):
        """A decision was put in writing to every voting member of a body."""

        TOPIC = "resolution.put.v1"
        put: Wording
        edition: int

    class Replied(Aggregate.Event):
        """A member replied."""

        TOPIC = "resolution.replied.v1"
        vote: NamedVote

    class MeetingDemanded(Aggregate.Event):
        """A member asked for a meeting instead."""

        TOPIC = "resolution.meeting_demanded.v1"
        person: PersonId

    class LeftToMeeting(Aggregate.Event):
        """Enough members asked for a meeting: the matter waits for it."""

        TOPIC = "resolution.left_to_meeting.v1"
        demanded: int

    class Lapsed(Aggregate.Event):
        """The body to which it was put ended before the time to reply was over."""

        TOPIC = "resolution.lapsed.v1"
        because: str

    class Decided(Aggregate.Event):
        """The time to reply was over, and the replies were counted."""

        TOPIC = "resolution.decided.v1"
        result: Result

    class LaterSettled(Aggregate.Event):
        """A later decision annulled or replaced it."""

        TOPIC = "resolution.settled.v1"
        settled: Settled
        later: Later

    def __init__(self, put: Wording, edition: int) -> None:
        self.put = put
        self.edition = edition
        self.replies: tuple[NamedVote, ...] = ()
        self.demands: tuple[PersonId, ...] = ()
        self.result: Result | None = None
        self.left = self.lapsed = False
        self.settled: Settled | None = None

    @property
    def title(self) -> str:
        return f"Written resolution of {self.put.body_name}: {self.put.title}"

    @property
    def state(self) -> State:
        if self.left or self.lapsed:
            return State.LAPSED if self.lapsed else State.AT_A_MEETING
        return State.OPEN if self.result is None else State.DECIDED

    @classmethod
    def propose(cls, stream: UUID, act: Act, put: Wording, rules: Governing) -> Resolution:
        """Put a decision in writing; refused if members have less time than the rules give them."""
        urgent = put.urgent is not None
        hours, asked = least_hours(rules, urgent=urgent), _on_hours(rules, urgent=urgent)
        least = act.occurred_at + timedelta(hours=hours)
        if put.closes < least:
            raise TooEarly(
                f"Members have until {in_words(least)} at the least to reply. Close it later.",
                rule=asked[-1],
                clause=rules.rule(asked[-1]).clause,
            )
        if not put.text.strip():
            raise BadInput("Write the words of the decision.", rule=NOTICE)
        edition = rules.opening.number
        stamped = act.under(*asked).within(stream, edition)
        return cls._begin(cls.Put, stream, stamped, put=put, edition=edition)

    def must_bind(self) -> None:
        """Refuse to act on what was not agreed to; raises `RuleBroken`."""
        result = self.result
        if self.settled is not None:
            raise RuleBroken(
                f"What was agreed to in writing was {self.settled} by a later decision.",
                rule=RATIFICATION,
            )
        if result is None or not result.carried:
            how = self.state if result is None else result.because
            raise RuleBroken(
                f"Nothing was agreed to in writing that could be carried out: {how}",
                rule=MAJORITY,
            )

    def reply(self, act: Act, vote: NamedVote, electorate: Electorate) -> None:
        """Take a member's reply, once, until the time is over."""
        self._must_be_open(act)
        self._must_belong(vote.person, electorate)
        if any(known.person == vote.person for known in self.replies):
            raise OutOfOrder("You have replied already.")
        self._replied(act=self._inside(act, REPLY), vote=vote)

    def demand_meeting(
        self, act: Act, person: PersonId, electorate: Electorate, rules: Governing
    ) -> None:
        """Ask for a meeting instead; if enough do, the resolution ends and waits for it."""
        self._must_be_open(act)
        self._must_belong(person, electorate)
        if person in self.demands:
            raise OutOfOrder("You have asked for a meeting already.")
        inside = self._inside(act, DEMAND)
        self._meeting_demanded(act=inside, person=person)
        demanded = sum(one in electorate for one in self.demands)
        if demanded >= rules.value(DEMAND, Count).count:
            self._left_to_meeting(act=inside, demanded=demanded)

    def close(self, act: Act, electorate: Electorate, rules: Governing) -> None:
        """Count the replies at the moment at which the time is over."""
        if self.state is not State.OPEN:
            return
        if act.occurred_at < self.put.closes:
            raise TooEarly(f"Members reply until {in_words(self.put.closes)}.", rule=REPLY)
        at_due = act.at(max(self.put.closes, self.modified_on))
        result = self._counted(at_due, electorate, rules)
        self._decided(act=self._inside(at_due, MAJORITY), result=result)

    def lapse(self, act: Act, because: str) -> None:
        """End it with its body, undecided: nobody has a vote on it any more."""
        if self.state is State.OPEN:
            self._lapsed(act=self._inside(act, MAJORITY), because=because)

    def settle(self, act: Act, settled: Settled, later: Later, orders: Orders) -> None:
        """Annul or replace it by a later decision; that this binds was judged by whoever asks."""
        self.must_bind()
        if settled is Settled.RATIFIED:
            raise BadInput(
                "What was agreed to in writing needs no ratification.", rule=RATIFICATION
            )
        if not orders.holds(RATIFICATION):
            raise RuleBroken(
                "The rules let no later decision annul or replace what was decided.",
                rule=RATIFICATION,
                clause=orders.rule(RATIFICATION).clause,
            )
        inside = act.under(RATIFICATION).within(self.id, self.edition)
        self._later_settled(act=inside, settled=settled, later=later)

    def _counted(self, act: Act, electorate: Electorate, rules: Governing) -> Result:
        """All members are those who have a vote when the time is over: whoever has left since is
        neither among those who agree nor among all, whoever was seated since is one of them."""
        members = electorate
        replies = [vote for vote in self.replies if vote.person in members]
        yes = sum(vote.answer is Answer.FOR for vote in replies)
        share = rules.value(MAJORITY, Share)
        carried = share.met_by(yes, len(members))
        reached = "reaches" if carried else "does not reach"
        return Result(
            in_favour=yes,
            against=sum(vote.answer is Answer.AGAINST for vote in replies),
            members=len(members),
            carried=carried,
            because=f"{yes} of {len(members)} agree: {reached} {share.in_words()}.",
            act=act_id(act.occurred_at, act.command_id, self.id, self.version + 1),
        )

    def _must_be_open(self, act: Act) -> None:
        if self.left:
            raise OutOfOrder(
                "Enough members asked for a meeting, so it waits for that.", rule=DEMAND
            )
        if self.lapsed:
            raise OutOfOrder("The body ended before this was decided.", rule=MAJORITY)
        if self.result is not None or act.occurred_at >= self.put.closes:
            raise TooLate(f"Replies came in until {in_words(self.put.closes)}.", rule=REPLY)

    def _must_belong(self, person: PersonId, electorate: Electorate) -> None:
        if person not in electorate:
            name = self.put.body_name
            raise NotAllowed(f"Only voting members of {name} reply to this.", rule=MAJORITY)

    def _inside(self, act: Act, rule: RuleId) -> Act:
        return act.under(rule).within(self.id, self.edition)

    @event(Replied)
    def _replied(self, act: Act, vote: NamedVote) -> None:
        self.replies += (vote,)

    @event(MeetingDemanded)
    def _meeting_demanded(self, act: Act, person: PersonId) -> None:
        self.demands += (person,)

    @event(LeftToMeeting)
    def _left_to_meeting(self, act: Act, demanded: int) -> None:
        self.left = True

    @event(Lapsed)
    def _lapsed(self, act: Act, because: str) -> None:
        self.lapsed = True

    @event(Decided)
    def _decided(self, act: Act, result: Result) -> None:
        self.result = result

    @event(LaterSettled)
    def _later_settled(self, act: Act, settled: Settled, later: Later) -> None:
        self.settled = settled

"""A co-option: proposed with reasons, decided by the body, answered by the person, reviewed, ended.

The seat itself stands with the body; its mandate has the co-option's id.  Whether there is the
power and the room for it is judged by whoever asks.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.decisions.decided import DecidedAt
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import BodyId, PersonId, RuleId
from domain.kernel.moments import in_words
from domain.kernel.refusal import BadInput, OutOfOrder, TooLate
from domain.kernel.value import Value


class State(StrEnum):
    """How far a co-option has come."""

    PROPOSED = "proposed"
    OFFERED = "offered"
    HELD = "held"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    LAPSED = "lapsed"
    ENDED = "ended"

    @property
    def is_over(self) -> bool:
        return self not in (State.PROPOSED, State.OFFERED, State.HELD)


class Asked(Value):
    """Who is to be co-opted, why, with a vote or without, until when at the latest."""

    person: PersonId
    name: str
    reasons: str
    voting: bool = False
    until: datetime | None = None
    category: str | None = None


class Offer(Value):
    """What is offered: the answer is due at `answer_by`, if the rules set a time."""

    decided: DecidedAt
    answer_by: datetime | None = None
    answer_rule: RuleId | None = None


class CoOption(Aggregate):
    """One co-option, from the proposal to the end of the seat that came of it."""

    TOPIC = "cooption"

    class Created(Aggregate.Created):
        """Never recorded: a co-option begins by being proposed."""

        TOPIC = "cooption.created.v1"

    class Proposed(Aggregate.Created):
        """Somebody who votes in the body proposed to co-opt a person."""

        TOPIC = "cooption.proposed.v1"
        body: BodyId
        body_name: str
        asked: Asked

    class Agreed(Aggregate.Event):
        """The body decided to co-opt them; the place is theirs if they accept it."""

        TOPIC = "cooption.agreed.v1"
        offer: Offer

    class Rejected(Aggregate.Event):
        """The body decided not to."""

        TOPIC = "cooption.rejected.v1"
        decided: DecidedAt

    class Withdrawn(Aggregate.Event):
        """It was taken back before the body decided."""

        TOPIC = "cooption.withdrawn.v1"
        reason: str

    class Accepted(Aggregate.Event):
        """The person accepted; their seat lasts until then, and is looked at again before."""

        TOPIC = "cooption.accepted.v1"
        until: datetime | None
        review_at: datetime | None

    class Declined(Aggregate.Event):
        """The person declined."""

        TOPIC = "cooption.declined.v1"
        reason: str

    class Lapsed(Aggregate.Event):
        """No answer came in time."""

        TOPIC = "cooption.lapsed.v1"

    class ReviewFellDue(Aggregate.Event):
        """The body is to look at it again before it ends."""

        TOPIC = "cooption.review_fell_due.v1"

    class Renewed(Aggregate.Event):
        """The body let it last longer."""

        TOPIC = "cooption.renewed.v1"
        decided: DecidedAt
        until: datetime
        review_at: datetime | None

    class Ended(Aggregate.Event):
        """Its seat has ended, or whoever it was for has died, or the body is no more."""

        TOPIC = "cooption.ended.v1"

    def __init__(self, body: BodyId, body_name: str, asked: Asked) -> None:
        self.body = body
        self.body_name = body_name
        self.asked = asked
        self.state = State.PROPOSED
        self.offer: Offer | None = None
        self.until: datetime | None = None
        self.review_at: datetime | None = None
        self.reviewed = False

    @classmethod
    def propose(
        cls, cooption: UUID, act: Act, body: BodyId, body_name: str, asked: Asked
    ) -> CoOption:
        """Propose to co-opt somebody."""
        if not asked.reasons.strip():
            raise BadInput(f"Say why {asked.name} should be co-opted: the reasons are recorded.")
        if asked.until is not None and asked.until <= act.occurred_at:
            raise BadInput("A co-option ends after it has begun.")
        return cls._begin(cls.Proposed, cooption, act, body=body, body_name=body_name, asked=asked)

    def agree(self, act: Act, offer: Offer) -> None:
        """Record that the body decided to co-opt them."""
        self._must_be(State.PROPOSED)
        self._agreed(act=act, offer=offer)

    def reject(self, act: Act, decided: DecidedAt) -> None:
        """Record that the body decided not to co-opt them."""
        self._must_be(State.PROPOSED)
        self._rejected(act=act, decided=decided)

    def withdraw(self, act: Act, reason: str) -> None:
        """Take the proposal back."""
        self._must_be(State.PROPOSED)
        self._withdrawn(act=act, reason=reason)

    def accept(self, act: Act, until: datetime | None, review: timedelta | None) -> None:
        """Record that the person accepts; raises `TooLate` once the time for it is over."""
        self._must_be_answerable(act)
        self._accepted(act=act, until=until, review_at=_before(until, review))

    def decline(self, act: Act, reason: str) -> None:
        """Record that the person declines."""
        self._must_be_answerable(act)
        self._declined(act=act, reason=reason)

    def lapse(self, act: Act) -> None:
        """Record that no answer came, at the moment at which it was due."""
        offer = self.offer
        if self.state is not State.OFFERED or offer is None or offer.answer_by is None:
            return
        if act.occurred_at < offer.answer_by:
            return
        judged = act if offer.answer_rule is None else act.under(offer.answer_rule)
        self._lapsed(act=judged.at(max(offer.answer_by, self.modified_on)))

    def fall_due_for_review(self, act: Act) -> None:
        """Record that the body is to look at it again, at the moment planned for it."""
        due = self.review_at
        if self.state is State.HELD and not self.reviewed and due and act.occurred_at >= due:
            self._review_fell_due(act=act.at(max(due, self.modified_on)))

    def renew(
        self, act: Act, decided: DecidedAt, until: datetime, review: timedelta | None
    ) -> None:
        """Record that the body lets it last longer."""
        self._must_be(State.HELD)
        if self.until is not None and until <= self.until:
            raise BadInput(f"It lasts until {in_words(self.until)} already; say a later moment.")
        self._renewed(act=act, decided=decided, until=until, review_at=_before(until, review))

    def end(self, act: Act) -> None:
        """Record that the seat has ended, by its term or otherwise."""
        if self.state is State.HELD:
            self._ended(act=act)

    def end_by_death(self, act: Act) -> None:
        """Record that whoever it was for has died: nobody decides on it or answers any more."""
        if not self.state.is_over:
            self._ended(act=act)

    def end_with_its_body(self, act: Act) -> None:
        """Record that the body is no more: nobody decides on it or sits by it any more."""
        if not self.state.is_over:
            self._ended(act=act)

    def _must_be(self, state: State) -> None:
        if self.state is not state:
            raise OutOfOrder(
                f"The co-option of {self.asked.name} can't be changed so: "
                f"it has been {self.state.value} already."
            )

    def _must_be_answerable(self, act: Act) -> None:
        """Whether or not it is on record yet that it lapsed, an answer comes too late from then."""
        if self.state is not State.LAPSED:
            self._must_be(State.OFFERED)
        offer = self.offer
        assert offer is not None
        due = offer.answer_by
        if due is not None and act.occurred_at >= due:
            raise TooLate(
                f"The answer was due by {in_words(due)}. The body can decide again.",
                rule=offer.answer_rule,
            )

    @event(Agreed)
    def _agreed(self, act: Act, offer: Offer) -> None:
        self.offer = offer
        self.state = State.OFFERED

    @event(Rejected)
    def _rejected(self, act: Act, decided: DecidedAt) -> None:
        self.state = State.REJECTED

    @event(Withdrawn)
    def _withdrawn(self, act: Act, reason: str) -> None:
        self.state = State.WITHDRAWN

    @event(Accepted)
    def _accepted(self, act: Act, until: datetime | None, review_at: datetime | None) -> None:
        self.state = State.HELD
        self.until = until
        self.review_at = review_at

    @event(Declined)
    def _declined(self, act: Act, reason: str) -> None:
        self.state = State.DECLINED

    @event(Lapsed)
    def _lapsed(self, act: Act) -> None:
        self.state = State.LAPSED

    @event(ReviewFellDue)
    def _review_fell_due(self, act: Act) -> None:
        self.reviewed = True

    @event(Renewed)
    def _renewed(
        self, act: Act, decided: DecidedAt, until: datetime, review_at: datetime | None
    ) -> None:
        self.until = until
        self.review_at = review_at
        self.reviewed = False

    @event(Ended)
    def _ended(self, act: Act) -> None:
        self.state = State.ENDED


def _before(until: datetime | None, review: timedelta | None) -> datetime | None:
    """When the body looks at it again."""
    return None if until is None or review is None else until - review

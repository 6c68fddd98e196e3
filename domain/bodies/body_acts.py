"""Everything that can happen to a body once it is established, as it is kept for good.

Names, topics and fields of these acts never change: a changed shape gets the next number.  What has
to be the case before one may be recorded is decided in `body`.
"""

from __future__ import annotations

from datetime import datetime

from domain.bodies.held import Meeting
from domain.bodies.mandate import Mandate, MandateEnding, MandateId
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import BodyId, PersonId, RuleId


class BodyActs:
    """The acts by name; `Body` says what each leaves behind."""

    class Seated(Aggregate.Event):
        """A person took a place in the body."""

        TOPIC = "body.seated.v1"
        mandate: Mandate

    class SeatVacated(Aggregate.Event):
        """A person left the body."""

        TOPIC = "body.seat_vacated.v1"
        mandate: MandateId
        person: PersonId
        ending: MandateEnding
        reason: str

    class PostFilled(Aggregate.Event):
        """A post of the body was given to somebody."""

        TOPIC = "body.post_filled.v1"
        mandate: Mandate

    class PostVacated(Aggregate.Event):
        """A post of the body fell vacant."""

        TOPIC = "body.post_vacated.v1"
        mandate: MandateId
        post: str
        person: PersonId
        ending: MandateEnding
        reason: str

    class Prolonged(Aggregate.Event):
        """A mandate lasts to another moment than was said before."""

        TOPIC = "body.prolonged.v1"
        mandate: MandateId
        person: PersonId
        post: str | None
        until: datetime | None
        reason: str

    class HeldOver(Aggregate.Event):
        """A term was over and no successor was there: its holder stays until one is."""

        TOPIC = "body.held_over.v1"
        mandate: MandateId
        person: PersonId
        post: str | None

    class Renamed(Aggregate.Event):
        """The body has another name, and what it is for may be put in other words."""

        TOPIC = "body.renamed.v1"
        name: str
        remit: str | None
        reason: str

    class MeetingHeld(Aggregate.Event):
        """The body reported a meeting.

        If it could not decide there, `void_under` is the mandatory rule that was broken; none if
        too few were there by the body's own standing orders alone.
        """

        TOPIC = "body.meeting_held.v1"
        meeting: Meeting
        could_decide: bool
        void_under: RuleId | None

    class Dissolved(Aggregate.Event):
        """The body ceased to exist; what it had to do goes to `into`, if it was merged."""

        TOPIC = "body.dissolved.v1"
        reason: str
        into: BodyId | None

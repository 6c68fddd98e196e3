"""A body: who sits in it, who holds its posts, and which meetings it recorded.

A new kind of body is data, not code.  It does not decide what a body may do: powers are rules.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import CONVENOR, BodyId, PersonId, RuleId, derived
from domain.kernel.refusal import BadInput, NotFound, OutOfOrder
from domain.kernel.value import Value
from domain.rules.values import Days


def body_id(slug: str) -> BodyId:
    """The id that always belongs to the body of that short name."""
    return BodyId(derived(CONVENOR, "body", slug))


class Kind(StrEnum):
    """The kinds of body that the founding rulebook knows."""

    COORDINATING_GROUP = "coordinating_group"
    OFFICERS_GROUP = "officers_group"
    SUB_GROUP = "sub_group"
    CAUCUS = "caucus"
    FACILITATION_GROUP = "facilitation_group"
    WORKING_GROUP = "working_group"
    NETWORK = "network"
    REGIONAL_GROUP = "regional_group"
    LOCAL_GROUP = "local_group"
    ASSEMBLY = "assembly"
    COUNCIL = "council"
    PANEL = "panel"
    STAFF = "staff"


class Meeting(Value):
    """A meeting that a body reports: the day, who was there, and the quorum it goes by.

    `notice_on` is the day on which it was called, if that is known; `quorum` is the body's own, and
    0 if it names none.
    """

    reference: UUID
    held_on: date
    present: int
    quorum: int
    notice_on: date | None = None

    def short_notice(self, needed: Days) -> str | None:
        """In what way the notice was too short, if it is known to have been."""
        return None if self.notice_on is None else needed.short(self.notice_on, self.held_on)

    def inquorate(self, needed: int = 0) -> str | None:
        """In what way too few were there for that number, or for the body's own."""
        most = max(needed, self.quorum)
        if self.present >= most:
            return None
        return f"{self.present} were present, where {most} are needed."


class Seat(Value):
    """A person's place in a body and how it came about."""

    person: PersonId
    name: str
    how: str
    voting: bool = True


class Body(Aggregate):
    """One body, from its establishment or recognition to its dissolution."""

    TOPIC = "body"

    class Created(Aggregate.Created):
        """Never recorded: a body begins by being established."""

        TOPIC = "body.created.v1"

    class Established(Aggregate.Created):
        """A body was established or recognised."""

        TOPIC = "body.established.v1"
        slug: str
        name: str
        kind: Kind
        region: str | None
        parent: BodyId | None
        remit: str | None

    class Seated(Aggregate.Event):
        """A person took a place in the body."""

        TOPIC = "body.seated.v1"
        seat: Seat

    class SeatVacated(Aggregate.Event):
        """A person left the body."""

        TOPIC = "body.seat_vacated.v1"
        person: PersonId
        reason: str

    class PostFilled(Aggregate.Event):
        """A post of the body was given to somebody."""

        TOPIC = "body.post_filled.v1"
        post: str
        person: PersonId
        name: str
        how: str

    class PostVacated(Aggregate.Event):
        """A post of the body fell vacant."""

        TOPIC = "body.post_vacated.v1"
        post: str
        person: PersonId
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
        """The body ceased to exist."""

        TOPIC = "body.dissolved.v1"
        reason: str

    def __init__(
        self,
        slug: str,
        name: str,
        kind: Kind,
        region: str | None,
        parent: BodyId | None,
        remit: str | None,
    ) -> None:
        self.slug = slug
        self.name = name
        self.kind = kind
        self.region = region
        self.parent = parent
        self.remit = remit
        self.seats: tuple[Seat, ...] = ()
        self.posts: tuple[tuple[str, PersonId], ...] = ()
        self.ever_seated = False
        self.posts_ever: frozenset[str] = frozenset()
        self.meetings: tuple[Meeting, ...] = ()
        self.void: dict[UUID, RuleId | None] = {}
        self.dissolved = False

    @classmethod
    def establish(
        cls,
        act: Act,
        *,
        slug: str,
        name: str,
        kind: Kind,
        region: str | None = None,
        parent: BodyId | None = None,
        remit: str | None = None,
    ) -> Body:
        """Establish a body, or recognise a local group."""
        if not name.strip():
            raise BadInput("A body needs a name.")
        return cls._begin(
            cls.Established,
            body_id(slug),
            act,
            slug=slug,
            name=name,
            kind=kind,
            region=region,
            parent=parent,
            remit=remit,
        )

    def has_member(self, person: PersonId) -> bool:
        return any(seat.person == person for seat in self.seats)

    def holds(self, person: PersonId, post: str) -> bool:
        return (post, person) in self.posts

    def posts_of(self, person: PersonId) -> tuple[str, ...]:
        return tuple(post for post, holder in self.posts if holder == person)

    def seat(self, act: Act, seat: Seat) -> None:
        """Give a person a place."""
        self._must_live()
        if self.has_member(seat.person):
            raise OutOfOrder(f"{seat.name} sits in {self.name} already.")
        self._seated(act=act, seat=seat)

    def vacate_seat(self, act: Act, person: PersonId, reason: str) -> None:
        """End a person's place, and the posts that hang on it."""
        if not self.has_member(person):
            raise NotFound(f"That person has no seat in {self.name}.")
        for post in self.posts_of(person):
            self._post_vacated(act=act, post=post, person=person, reason=reason)
        self._seat_vacated(act=act, person=person, reason=reason)

    def vacate_post(self, act: Act, post: str, person: PersonId, reason: str) -> None:
        """End somebody's time in a post; their place in the body stays."""
        if not self.holds(person, post):
            raise NotFound(f"That person is not {post} of {self.name}.")
        self._post_vacated(act=act, post=post, person=person, reason=reason)

    def fill_post(self, act: Act, post: str, person: PersonId, name: str, how: str) -> None:
        """Give a post to a person who sits in the body."""
        self._must_live()
        if not self.has_member(person):
            raise OutOfOrder(f"{name} has no seat in {self.name}, so can't be its {post}.")
        if self.holds(person, post):
            raise OutOfOrder(f"{name} is {post} of {self.name} already.")
        self._post_filled(act=act, post=post, person=person, name=name, how=how)

    def report_meeting(
        self, act: Act, meeting: Meeting, *, could_decide: bool, void_under: RuleId | None
    ) -> None:
        """Record a meeting, once; what the rules say of it has been judged."""
        self._must_live()
        if any(known.reference == meeting.reference for known in self.meetings):
            return
        self._meeting_held(
            act=act, meeting=meeting, could_decide=could_decide, void_under=void_under
        )

    def dissolve(self, act: Act, reason: str) -> None:
        """End the body; its seats and posts end with it."""
        self._must_live()
        self._dissolved(act=act, reason=reason)

    def _must_live(self) -> None:
        if self.dissolved:
            raise OutOfOrder(f"{self.name} has been dissolved.")

    @event(Seated)
    def _seated(self, act: Act, seat: Seat) -> None:
        self.seats += (seat,)
        self.ever_seated = True

    @event(SeatVacated)
    def _seat_vacated(self, act: Act, person: PersonId, reason: str) -> None:
        self.seats = tuple(seat for seat in self.seats if seat.person != person)

    @event(PostFilled)
    def _post_filled(self, act: Act, post: str, person: PersonId, name: str, how: str) -> None:
        self.posts += ((post, person),)
        self.posts_ever |= {post}

    @event(PostVacated)
    def _post_vacated(self, act: Act, post: str, person: PersonId, reason: str) -> None:
        self.posts = tuple(held for held in self.posts if held != (post, person))

    @event(MeetingHeld)
    def _meeting_held(
        self, act: Act, meeting: Meeting, could_decide: bool, void_under: RuleId | None
    ) -> None:
        self.meetings += (meeting,)
        if not could_decide:
            self.void[meeting.reference] = void_under

    @event(Dissolved)
    def _dissolved(self, act: Act, reason: str) -> None:
        self.dissolved = True
        self.seats = ()
        self.posts = ()

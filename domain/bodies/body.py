"""A body: who sits in it, who holds its posts, and which meetings it recorded.

Of which kinds bodies can be is a rule (`domain.rules.kinds`).  It does not decide what a body may
do (powers are rules) nor how it is made up (see `composition`).  All its acts are in `body_acts`;
what an act leaves behind is only assigned.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.bodies.body_acts import BodyActs
from domain.bodies.body_answers import BodyAnswers
from domain.bodies.held import Meeting
from domain.bodies.mandate import Mandate, MandateEnding, MandateId
from domain.bodies.terms import Term, begun, over
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import CONVENOR, BodyId, PersonId, RuleId, derived
from domain.kernel.refusal import BadInput, OutOfOrder


def body_id(slug: str) -> BodyId:
    """The id that always belongs to the body of that short name."""
    return BodyId(derived(CONVENOR, "body", slug))


class Body(Aggregate, BodyActs, BodyAnswers):
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
        kind: str
        region: str | None
        parent: BodyId | None
        remit: str | None

    def __init__(
        self,
        slug: str,
        name: str,
        kind: str,
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
        self.mandates: tuple[Mandate, ...] = ()
        self.terms: tuple[Term, ...] = ()
        self.over: frozenset[MandateId] = frozenset()
        self.ever_seated = False
        self.posts_ever: frozenset[str | None] = frozenset()
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
        kind: str,
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

    def seat(self, act: Act, mandate: Mandate) -> None:
        """Give a person a place."""
        self.must_live()
        if self.has_member(mandate.person):
            raise OutOfOrder(f"{mandate.name} sits in {self.name} already.")
        self._seated(act=act, mandate=mandate)

    def vacate_seat(self, act: Act, person: PersonId, ending: MandateEnding, reason: str) -> None:
        """End a person's place, and the posts that hang on it."""
        seat = self.held_by(person, None)
        for post in self.posts_of(person):
            self.vacate_post(act, post, person, ending, reason)
        self._seat_vacated(act=act, mandate=seat.id, person=person, ending=ending, reason=reason)

    def make_way_for_oneself(self, act: Act, held: Mandate, reason: str) -> None:
        """End a seat whose holder gets it anew: what hangs on the seat goes on."""
        self._seat_vacated(
            act=act,
            mandate=held.id,
            person=held.person,
            ending=MandateEnding.TERM,
            reason=reason,
        )

    def vacate_post(
        self, act: Act, post: str, person: PersonId, ending: MandateEnding, reason: str
    ) -> None:
        """End somebody's time in a post; their place in the body stays."""
        held = self.held_by(person, post)
        self._post_vacated(
            act=act, mandate=held.id, post=post, person=person, ending=ending, reason=reason
        )

    def fill_post(self, act: Act, mandate: Mandate) -> None:
        """Give a post to a person who sits in the body."""
        self.must_live()
        post, name = mandate.post, mandate.name
        if post is None:
            raise BadInput("Say which post it is.")
        if not self.has_member(mandate.person):
            raise OutOfOrder(f"{name} has no seat in {self.name}, so can't be its {post}.")
        if self.holds(mandate.person, post):
            raise OutOfOrder(f"{name} is {post} of {self.name} already.")
        self._post_filled(act=act, mandate=mandate)

    def prolong(self, act: Act, mandate: MandateId, until: datetime | None, reason: str) -> None:
        """Let a mandate last to another moment, or until further notice."""
        held = self.mandate(mandate)
        if until is not None and until <= act.occurred_at:
            raise BadInput(f"{held.name}'s mandate can't be made to end in the past.")
        self._prolonged(
            act=act, mandate=mandate, person=held.person, post=held.post, until=until, reason=reason
        )

    def hold_over(self, act: Act, held: Mandate) -> None:
        """Record that a term is over and its holder stays until a successor is there."""
        self._held_over(act=act, mandate=held.id, person=held.person, post=held.post)

    def rename(self, act: Act, name: str, remit: str | None, reason: str) -> None:
        """Give the body another name; its short name stays, so that every link still leads here."""
        self.must_live()
        if not name.strip():
            raise BadInput("A body needs a name.")
        self._renamed(act=act, name=name, remit=remit, reason=reason)

    def report_meeting(
        self, act: Act, meeting: Meeting, *, could_decide: bool, void_under: RuleId | None
    ) -> None:
        """Record a meeting, once; what the rules say of it has been judged."""
        self.must_live()
        if any(known.reference == meeting.reference for known in self.meetings):
            return
        self._meeting_held(
            act=act, meeting=meeting, could_decide=could_decide, void_under=void_under
        )

    def dissolve(self, act: Act, reason: str, into: BodyId | None = None) -> None:
        """End the body; its seats and posts end with it."""
        self.must_live()
        if into == self.id:
            raise BadInput(f"{self.name} can't be merged into itself.")
        self._dissolved(act=act, reason=reason, into=into)

    def must_live(self) -> None:
        """Refuse what only a body that has not been dissolved does or is given."""
        if self.dissolved:
            raise OutOfOrder(f"{self.name} has been dissolved.")

    @event(BodyActs.Seated)
    def _seated(self, act: Act, mandate: Mandate) -> None:
        self.mandates += (mandate,)
        self.terms = begun(self.terms, mandate, act.occurred_at)
        self.ever_seated = True

    @event(BodyActs.SeatVacated)
    def _seat_vacated(
        self, act: Act, mandate: MandateId, person: PersonId, ending: MandateEnding, reason: str
    ) -> None:
        self.mandates = tuple(one for one in self.mandates if one.id != mandate)
        self.terms = over(self.terms, person, None, act.occurred_at)

    @event(BodyActs.PostFilled)
    def _post_filled(self, act: Act, mandate: Mandate) -> None:
        self.mandates += (mandate,)
        self.terms = begun(self.terms, mandate, act.occurred_at)
        self.posts_ever |= {mandate.post}

    @event(BodyActs.PostVacated)
    def _post_vacated(
        self,
        act: Act,
        mandate: MandateId,
        post: str,
        person: PersonId,
        ending: MandateEnding,
        reason: str,
    ) -> None:
        self.mandates = tuple(one for one in self.mandates if one.id != mandate)
        self.terms = over(self.terms, person, post, act.occurred_at)

    @event(BodyActs.Prolonged)
    def _prolonged(
        self,
        act: Act,
        mandate: MandateId,
        person: PersonId,
        post: str | None,
        until: datetime | None,
        reason: str,
    ) -> None:
        self.mandates = tuple(
            one.model_copy(update={"until": until}) if one.id == mandate else one
            for one in self.mandates
        )

    @event(BodyActs.HeldOver)
    def _held_over(self, act: Act, mandate: MandateId, person: PersonId, post: str | None) -> None:
        self.over |= {mandate}

    @event(BodyActs.Renamed)
    def _renamed(self, act: Act, name: str, remit: str | None, reason: str) -> None:
        self.name = name
        self.remit = remit

    @event(BodyActs.MeetingHeld)
    def _meeting_held(
        self, act: Act, meeting: Meeting, could_decide: bool, void_under: RuleId | None
    ) -> None:
        self.meetings += (meeting,)
        if not could_decide:
            self.void[meeting.reference] = void_under

    @event(BodyActs.Dissolved)
    def _dissolved(self, act: Act, reason: str, into: BodyId | None) -> None:
        self.dissolved = True
        self.mandates = ()

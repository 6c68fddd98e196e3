"""A meeting of the record, held again: who was there, what was decided, and what was done by it.

The secretary enters everything, as the report of the meeting has it.  Nobody who was there acts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from domain.bodies.body import Body, body_id
from domain.bodies.mandate import Origin
from domain.decisions.decided import DecidedAt
from domain.kernel.ids import PersonId
from domain.meetings.attendance import Capacity, Route
from domain.meetings.decisions import Manner
from domain.meetings.emergency import Said
from domain.meetings.meeting import Meeting
from services.application.asker import Asker
from services.application.bodies import EstablishBody, FillPost, SeatMember
from services.application.business import PublishStatement, RecordDecision, TakeItem
from services.application.command import Command
from services.application.cooptions import AcceptCoOption, DecideCoOption, ProposeCoOption
from services.application.meetings import (
    AgreeToEmergency,
    CirculatePapers,
    ConveneMeeting,
    DraftAgenda,
    GiveNotice,
    HandInItem,
    SendApologies,
)
from services.application.sittings import (
    CloseMeeting,
    FixNextDate,
    OpenMeeting,
    RecordArrival,
    TakeChair,
)
from services.examples.models import Founding
from services.examples.register import BodyMeeting, DecidedBy, How, MeetingDecision
from services.rehearsal.cast import Cast, named
from services.rehearsal.left_behind import Left
from services.rehearsal.stage import Stage
from services.store.port import Receipt

ROUTES: Final = {How.IN_PERSON: Route.IN_PERSON, How.PHONE: Route.PHONE, How.VIDEO: Route.VIDEO}
MANNERS: Final = {
    DecidedBy.CONSENSUS: Manner.CONSENSUS,
    DecidedBy.AGREED: Manner.CONSENSUS,
    DecidedBy.VOTE: Manner.VOTE,
    DecidedBy.NOTED: Manner.NOTED,
    DecidedBy.ESTABLISHED: Manner.ESTABLISHED,
    DecidedBy.ELECTED: Manner.ELECTED,
    DecidedBy.ENDORSED: Manner.ENDORSED,
    DecidedBy.CO_OPTED: Manner.CO_OPTED,
}
FROM_THE_REPORT: Final = "as the report of the meeting has it"


class Present:
    """Somebody who takes part, and how."""

    def __init__(self, person: PersonId, name: str, route: Route = Route.IN_PERSON) -> None:
        self.person = person
        self.name = name
        self.route = route


class MeetingScene:
    """One meeting of the record on stage."""

    def __init__(
        self, theatre: Stage, record: Founding, meeting: BodyMeeting, secretary: Asker
    ) -> None:
        self._theatre = theatre
        self._of = meeting
        self._by = secretary
        self.meeting = UUID(int=0)
        self._items: dict[str, int] = {}
        self._decided = 0
        self._taken = ""
        self.left = Left(theatre, meeting, secretary)
        self._cast = Cast(record)
        self._bodies = {one.id: one for one in record.bodies.bodies}

    def call(self) -> None:
        """Call the meeting, with its agenda and the apologies."""
        assert self._of.opened_at is not None
        called = ConveneMeeting(
            body=self._of.body,
            starts=self._of.opened_at,
            place=self._of.place or "not recorded",
            hours_filled_in=self._of.hours_filled_in,
            remote=True,
            is_emergency=self._of.emergency is not None,
            emergency=self._of.emergency,
        )
        self.meeting = self.left.meeting = self._theatre.began(self._ask(called))
        for slug in self._of.agreed_by:
            self._in_it(AgreeToEmergency, person=self._cast.id(slug), route=Said.PHONE)
        carried_up = self._numbers()
        agenda = self._of.agenda
        if self._of.emergency is not None:  # which is on the agenda from the first, and comes first
            self._items[agenda[0].label], carried_up = carried_up[0], carried_up[1:]
            agenda = agenda[1:]
        for item in agenda:
            told = {"title": item.title, "label": item.label, "purpose": item.purpose}
            self._in_it(HandInItem, **told)
            self._items[item.label] = self._numbers()[-1]
        self._in_it(DraftAgenda, order=(*self._items.values(), *carried_up))
        for slug in (*self._of.apologies, *self._of.apologies_of):
            self._in_it(SendApologies, person=self._cast.id(slug))

    def _numbers(self) -> tuple[int, ...]:
        """The numbers of the items; what groups report is on the agenda from the first."""
        agenda = self._theatre.store.load(Meeting, self.meeting).agenda
        return tuple(item.number for item in agenda.items)

    def give_notice(self) -> None:
        self._in_it(GiveNotice)

    def circulate_papers(self) -> None:
        self._in_it(CirculatePapers, papers=("the draft agenda",))

    def open(self, present: Sequence[Present]) -> None:
        """Open it with those who are there; observers and staff are entered by name."""
        for one in present:
            self._in_it(RecordArrival, person=one.person, name=one.name, route=one.route)
        self._others(self._of.observer_names, Capacity.OBSERVER)
        self._others(self._of.staff_names, Capacity.STAFF)
        self._in_it(OpenMeeting)
        chair = self._of.session_chair
        self._in_it(TakeChair, person=present[0].person if chair is None else self._cast.id(chair))

    def attended(self) -> list[Present]:
        """Those whom the record names as there."""
        return [
            Present(self._cast.id(one.person), self._cast.name(one.person), ROUTES[one.how])
            for one in self._of.attended
        ]

    def decide(self, until: str | None = None) -> None:
        """Take the items, and enter what was decided on each; up to the founding of a body, if one
        is named, or on from there."""
        while self._decided < len(self._of.decisions):
            decision = self._of.decisions[self._decided]
            if decision.item != self._taken:
                self._in_it(TakeItem, item=self._items[decision.item])
                self._taken = decision.item
            self._enter(decision)
            if until is not None and until in decision.establishes:
                return

    def close(self) -> None:
        """End it, with the day of the next one if the record has that."""
        if self._of.next_on is not None:
            self._in_it(FixNextDate, on=self._of.next_on)
        self._in_it(CloseMeeting)

    def _enter(self, decision: MeetingDecision) -> None:
        self._in_it(
            RecordDecision,
            item=self._items[decision.item],
            manner=Manner.CO_OPTED if decision.co_opts else MANNERS[decision.how],
            text=decision.what,
            votes=decision.votes,
        )
        self._decided += 1
        for slug in decision.establishes:
            self._establish(slug)
        for one in decision.elects:
            self._fill(self._of.body, one.post, one.person)
        if decision.statement is not None:
            words = decision.statement
            told = {"title": words.title, "text": words.text, "decision": self._decided}
            self._in_it(PublishStatement, **told)
        if decision.co_opts is not None:
            self._co_opt(decision.co_opts.name, decision.co_opts.reasons)
        if decision.notes_finances:
            self.left.note_finances(self._decided)
        for given in decision.gives:
            self.left.give(given, self._decided)

    @property
    def _decision(self) -> DecidedAt:
        return DecidedAt(meeting=self.meeting, number=self._decided)

    def _establish(self, slug: str) -> None:
        body = self._bodies[slug]
        self._ask(
            EstablishBody(
                slug=slug,
                name=body.name,
                kind=body.kind,
                region=body.region,
                parent=body.parent,
                remit=body.remit,
                decision=self._decision,
            )
        )
        for person in (*body.members, *body.convenors):
            self._seat(slug, person)
        first = body.convenors[0] if body.convenors else None
        for person in body.convenors:
            shared = None if person == first or first is None else self._cast.id(first)
            self._fill(slug, "convenor", person, shared)

    def _seat(self, slug: str, person: str) -> None:
        """Somebody who does not sit there by their seat in the group, or by a post, already."""
        if self._theatre.store.load(Body, body_id(slug)).has_member(self._cast.id(person)):
            return
        self._ask(
            SeatMember(
                body=slug,
                person=self._cast.id(person),
                name=self._cast.name(person),
                how=FROM_THE_REPORT,
                origin=Origin.PREFERENCE,
                decision=self._decision,
            )
        )

    def _fill(self, slug: str, post: str, person: str, share_with: PersonId | None = None) -> None:
        self._ask(
            FillPost(
                body=slug,
                post=post,
                person=self._cast.id(person),
                name=self._cast.name(person),
                how="elected by the group",
                origin=Origin.ELECTION,
                share_with=share_with,
                decision=self._decision,
            )
        )

    def _co_opt(self, name: str, reasons: str) -> None:
        """The group came up with it itself; the answer reached the office."""
        proposed = ProposeCoOption(
            body=self._of.body,
            person=named(name),
            name=name,
            reasons=reasons,
            decision=self._decision,
        )
        cooption = self._theatre.began(self._ask(proposed))
        told = self._decision.model_dump()
        self._ask(DecideCoOption(cooption=cooption, agreed=True, **told))
        self._ask(AcceptCoOption(cooption=cooption))

    def _others(self, names: Sequence[str], capacity: Capacity) -> None:
        for name in names:
            self._in_it(RecordArrival, person=named(name), name=name, capacity=capacity)

    def _in_it(self, kind: type[Command], **fields: object) -> None:
        self._ask(kind.model_validate({"meeting": self.meeting, **fields}))

    def _ask(self, command: Command) -> Receipt:
        return self._theatre.ask(command, self._by)

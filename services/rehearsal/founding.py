"""Before the first scene: rulebook, bodies, groups and members, as the record has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.bodies.body import body_id
from domain.bodies.member import Ending, Member, person_id
from domain.kernel.act import Act, Authority, Standing
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import CONVENOR, SERVICE, UNKNOWN_PERSON, CommandId, PersonId, derived
from services.application.asker import Asker
from services.application.bodies import EstablishBody, FillPost, SeatMember
from services.application.rules import FoundRulebook
from services.examples import models
from services.examples.models import Founding, Record
from services.rehearsal.electorate import Person
from services.rehearsal.history import INVENTED, NEXT_GROUP, at_noon, name_of, told_by
from services.rehearsal.people import Company
from services.rehearsal.stage import Stage
from services.rehearsal.theatre import Theatre

STAFF = "staff"
ASSEMBLIES = ("first_assembly", "second_assembly")
ROLL_SOURCE = Authority(kind="source", name="the generated electorate")


@dataclass(frozen=True)
class Keeper:
    """Whoever founds the organisation, and keeps its registers as the secretary of its office."""

    person: PersonId
    name: str

    @property
    def asker(self) -> Asker:
        return Asker(person=self.person)


def found(stage: Stage, record: Founding, keeper: Keeper) -> None:
    """Found the rulebook, and the office that keeps the registers."""
    rulebook = record.rulebook
    stage.ask(
        FoundRulebook(
            title=f"Rulebook of {record.organisation.organisation.name}",
            clauses=rulebook.clauses_as_adopted(),
            rules=tuple(r.as_rule() for r in rulebook.rules if r.since is None),
            source=", ".join(rulebook.source) if rulebook.source else "the founding file",
        ),
        keeper.asker,
    )
    _bodies(stage, record, keeper)


def _bodies(stage: Stage, record: Founding, keeper: Keeper) -> None:
    """The office and its secretary, and every body that no meeting on record established."""
    office, *others = sorted(record.bodies.bodies, key=lambda body: body.id != STAFF)
    _establish(stage, record, office, keeper)
    who = {"body": STAFF, "person": keeper.person, "name": keeper.name}
    who |= {"how": INVENTED, "source": INVENTED}
    stage.ask(SeatMember.model_validate(who), keeper.asker)
    stage.ask(FillPost.model_validate(who | {"post": "secretary"}), keeper.asker)
    by_meetings = record.bodies.established_by_meetings
    for body in others:
        if body.id not in by_meetings and body.created != NEXT_GROUP:
            _establish(stage, record, body, keeper)


def seat_in_assemblies(theatre: Theatre, people: Company) -> None:
    """Somebody to keep the record of each assembly of the cycle."""
    for slug in ASSEMBLIES:
        _seat(theatre, slug, people.coordinating_group[-1], founder_of=people)


def _establish(stage: Stage, record: Founding, body: models.Body, keeper: Keeper) -> None:
    """As it is on record: no meeting that is kept here decided it."""
    stage.ask(
        EstablishBody(
            slug=body.id,
            name=body.name,
            kind=body.kind,
            parent=body.parent,
            remit=body.remit,
            source=told_by(record, body),
        ),
        keeper.asker,
    )


def recognise_groups(theatre: Theatre, record: Record, people: Company) -> None:
    """Recognise the local groups and seat those who speak for the invented ones."""
    for group in record.groups.groups:
        theatre.ask(
            EstablishBody(
                slug=group.id,
                name=group.name,
                kind="local_group",
                region=group.region,
                source=told_by(record, group),
            ),
            people.staff(),
        )
        for person in people.speakers.get(group.id, ()):
            _seat(theatre, group.id, person, founder_of=people)


def _seat(theatre: Theatre, body: str, person: Person, *, founder_of: Company) -> None:
    theatre.ask(
        SeatMember(
            body=body, person=person.id, name=name_of(person), how=INVENTED, source=INVENTED
        ),
        founder_of.staff(),
    )


def joined(members: Iterable[Person], recorded: datetime) -> Iterator[Recorded]:
    """The memberships of these people as attested acts, oldest first."""
    for person in sorted(members, key=lambda one: (one.joined_on, one.number)):
        moment = min(at_noon(person.joined_on), recorded)
        member = Member.join(
            _attested(moment, person),
            number=person.number,
            joined_on=person.joined_on,
            group=None if person.group is None else body_id(person.group),
            region=person.region,
        )
        yield from _pending(member)


def left(members: Sequence[Person], moment: datetime, store_load: Theatre) -> Iterator[Recorded]:
    """The end of these memberships, as attested acts."""
    for person in members:
        member = store_load.office.store.load(Member, person_id(person.number))
        member.end_membership(_attested(moment, person), Ending.LAPSED, "no subscription")
        yield from _pending(member)


def _pending(member: Member) -> Iterator[Recorded]:
    for act in member.collect_events():
        assert isinstance(act, Recorded)
        yield act


def _attested(moment: datetime, person: Person) -> Act:
    command: UUID = derived(CONVENOR, "rehearsal", "membership", person.number)
    return Act(
        occurred_at=moment,
        actor=UNKNOWN_PERSON,
        recorded_by=SERVICE,
        authority=ROLL_SOURCE,
        command_id=CommandId(command),
        standing=Standing.ATTESTED,
    )

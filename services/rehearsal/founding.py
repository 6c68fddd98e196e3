"""Before the first scene: rulebook, bodies, groups and members, as the record has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from uuid import UUID

from domain.bodies.body import Kind, body_id
from domain.bodies.member import Ending, Member, person_id
from domain.kernel.act import Act, Authority, Standing
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import CONVENOR, SERVICE, UNKNOWN_PERSON, CommandId, derived
from domain.kernel.moments import LONDON
from domain.rules.values import RuleChange
from services.application.asker import Asker
from services.application.bodies import EstablishBody, FillPost, SeatMember
from services.application.rules import FoundRulebook, ReviseRulebook
from services.examples import models
from services.examples.models import Record
from services.rehearsal.electorate import Person
from services.rehearsal.people import Company
from services.rehearsal.theatre import Theatre

STAFF = "staff"
INVENTED = "drawn for the rehearsal"
ROLL_SOURCE = Authority(kind="source", name="the generated electorate")


def at_noon(day: date) -> datetime:
    """Noon of a day: the moment of a fact of which only the day is known."""
    return datetime.combine(day, time(12), LONDON)


async def found(theatre: Theatre, record: Record, people: Company) -> None:
    """Found the rulebook, change it as it was changed before Refounding, and fill the registers."""
    founder = people.staff()
    rulebook = record.rulebook
    theatre.ask(
        FoundRulebook(
            title=f"Rulebook of {record.organisation.organisation.name}",
            clauses=rulebook.clauses_as_adopted(),
            rules=tuple(r.as_rule() for r in rulebook.rules if r.since is None),
            source=", ".join(rulebook.source) if rulebook.source else "the founding file",
        ),
        founder,
    )
    _bodies(theatre, record, people)
    for day in sorted({change.at for change in rulebook.changes}):
        await theatre.to(at_noon(day))
        changes = [change for change in rulebook.changes if change.at == day]
        asked = tuple(RuleChange(rule=c.rule, value=c.value) for c in changes)
        theatre.ask(
            ReviseRulebook(title=f"Ballot of all members, {day:%B %Y}", rules=asked),
            theatre.ballot_of_members,
        )


async def add_later_rules(theatre: Theatre, record: Record) -> None:
    """Add the rules that were made after the founding, each on its day."""
    later = [rule for rule in record.rulebook.rules if rule.since is not None]
    for day in sorted({rule.since for rule in later if rule.since}):
        await theatre.to(at_noon(day))
        added = tuple(rule.as_rule() for rule in later if rule.since == day)
        theatre.ask(
            ReviseRulebook(title=f"Rules adopted in {day:%B %Y}", added=added),
            theatre.ballot_of_members,
        )


def _bodies(theatre: Theatre, record: Record, people: Company) -> None:
    founder = people.staff()
    office, *others = sorted(record.bodies.bodies, key=lambda body: body.id != STAFF)
    _establish(theatre, office, founder)
    _seat(theatre, STAFF, people.secretary, founder_of=people)
    secretary = people.secretary
    theatre.ask(
        FillPost(
            body=STAFF, post="secretary", person=secretary.id, name=_name(secretary), how=INVENTED
        ),
        founder,
    )
    for body in others:
        _establish(theatre, body, founder)
    for person in people.coordinating_group:
        _seat(theatre, "ncg", person, founder_of=people)
    for assembly in ("first_assembly", "second_assembly"):
        _seat(theatre, assembly, people.coordinating_group[-1], founder_of=people)


def _establish(theatre: Theatre, body: models.Body, founder: Asker) -> None:
    theatre.ask(
        EstablishBody(
            slug=body.id, name=body.name, kind=body.kind, parent=body.parent, remit=body.remit
        ),
        founder,
    )


def recognise_groups(theatre: Theatre, record: Record, people: Company) -> None:
    """Recognise the local groups and seat those who speak for the invented ones."""
    for group in record.groups.groups:
        theatre.ask(
            EstablishBody(
                slug=group.id, name=group.name, kind=Kind.LOCAL_GROUP, region=group.region
            ),
            people.ncg(),
        )
        for person in people.speakers.get(group.id, ()):
            _seat(theatre, group.id, person, founder_of=people)


def _seat(theatre: Theatre, body: str, person: Person, *, founder_of: Company) -> None:
    theatre.ask(
        SeatMember(body=body, person=person.id, name=_name(person), how=INVENTED),
        founder_of.staff(),
    )


def _name(person: Person) -> str:
    return f"Member {person.number}"


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

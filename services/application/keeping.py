"""Data whose period is over: destroyed at its moment, or held back as long as something forbids it.

It is the same erasure as one that somebody asks for, and the same things stand in its way.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from domain.bodies.details import Person, details_id
from domain.bodies.forgetting import InTheWay, bars, free
from domain.bodies.keeping import KEPT_DAYS, LOOKS_DAYS, Keeping, KeptUntil, keeping_id
from domain.kernel.act import Act
from domain.kernel.ids import PersonId
from domain.kernel.sealed import Purpose
from domain.notices.contact import Contact, contact_id
from domain.rules.values import Days
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.details import file_on
from services.application.erasing import in_the_way


class EndKeeping(Command):
    """Destroy what is kept of somebody who left and whose periods are over."""

    keeping: UUID


def begin_keeping(case: Case, person: PersonId, act: Act) -> None:
    """Let the periods run that the rules have; without any, data is kept until it is erased."""
    edition = case.edition
    kept = tuple(
        KeptUntil(purpose=one, until=_after(act, edition.value(rule, Days)), rule=rule)
        for one, rule in KEPT_DAYS.items()
        if edition.has(rule)
    )
    if kept and case.find(Keeping, keeping_id(person)) is None:
        again = edition.value(LOOKS_DAYS, Days).count
        case.add(Keeping.begin(act, person, kept, again))


def _after(act: Act, days: Days) -> datetime:
    return act.occurred_at + timedelta(days=days.count)


@VERBS.handles(EndKeeping)
def end_keeping(case: Case, command: EndKeeping) -> None:
    act = case.act_by_service()
    keeping = case.load(Keeping, command.keeping)
    due = tuple(one.purpose for one in keeping.due(case.now))
    there = tuple(one for one in due if one in _kept_for(case, keeping.person))
    way = _way(case, keeping.person)
    going = free(there, way)
    held = tuple(one for one in there if one not in going)
    keeping.hold_back(act, held, _because(way, held))
    _destroy(case, keeping, going, act)
    keeping.pass_by(act, tuple(one for one in due if one not in held), going)


def _kept_for(case: Case, person: PersonId) -> set[Purpose]:
    """The purposes for which anything is kept, in the file or in the address book."""
    found, contact = _file(case, person), case.find(Contact, contact_id(person))
    reached = contact is not None and bool(contact.ways)
    return {*(found.kept_for if found else ()), *((Purpose.CONTACT,) if reached else ())}


def _file(case: Case, person: PersonId) -> Person | None:
    return case.find(Person, details_id(person))


def _way(case: Case, person: PersonId) -> InTheWay:
    found = _file(case, person)
    return in_the_way(case, person, None if found is None else found.hold)


def _because(way: InTheWay, held: tuple[Purpose, ...]) -> str:
    return " ".join(bar.sentence for bar in bars(way) if set(bar.purposes) & set(held))


def _destroy(case: Case, keeping: Keeping, going: tuple[Purpose, ...], act: Act) -> None:
    if not going:
        return
    contact = case.find(Contact, contact_id(keeping.person))
    person = file_on(case, keeping.person, act)
    rules = [one.rule for one in keeping.kept if one.purpose in going]
    ground = "The period for which it may be kept after the membership is over."
    person.erase(act.under(*rules), going, ground, _way(case, keeping.person), beside=going)
    if contact is not None and contact.ways and Purpose.CONTACT in going:
        contact.forget(act)

"""What is kept of people: their details, and what they say that they are.

Nobody declares a category for somebody else.  The fields that are sealed on record are marked as
such here too, so that the log of commands does not give them away either.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from domain.bodies.caucus import OPEN_TO
from domain.bodies.details import DECLARED_BY, Person, details_id
from domain.bodies.kept import Given
from domain.bodies.scopes import nearest
from domain.kernel.act import Act
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import BadInput, NotFound
from domain.kernel.sane import Line
from domain.kernel.sealed import Erased, Purpose, Seal
from domain.powers import About
from domain.rules.values import Choice
from services.application.case import Case
from services.application.command import VERBS, Command

ENTERED_BY = RuleId("people.details_entered_by")

Text = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
CategoryName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
"""A word of the organisation's own, such as `under_30`; a box hides how long it is."""


class SetDetails(Command):
    """Write down what a person is called, where they are reached, and when they were born."""

    person: PersonId
    name: Annotated[Line | None, Seal(Purpose.IDENTITY)] = None
    email: Annotated[Line | None, Seal(Purpose.CONTACT)] = None
    post_address: Annotated[Text | None, Seal(Purpose.CONTACT)] = None
    born: Annotated[date | None, Seal(Purpose.BIRTH)] = None


class DeclareCategory(Command):
    """Say for one purpose what you are; the record shows that you did, and not what you said."""

    person: PersonId
    purpose: Purpose
    category: Annotated[CategoryName, Seal(purpose_in="purpose")]


class WithdrawCategory(Command):
    """Take back what you declared for a purpose."""

    person: PersonId
    purpose: Purpose
    category: Annotated[CategoryName, Seal(purpose_in="purpose")]


@VERBS.handles(SetDetails)
def set_details(case: Case, command: SetDetails) -> None:
    act = case.act_by_power(ENTERED_BY, about=About(person=command.person))
    given = Given(
        name=command.name,
        email=command.email,
        post_address=command.post_address,
        born=command.born,
    )
    if command.born is not None and command.born > case.now.date():
        raise BadInput("Nobody was born after today. Write the day of birth as it was.")
    file_on(case, command.person, act).set_details(act, given)


@VERBS.handles(DeclareCategory)
def declare_category(case: Case, command: DeclareCategory) -> None:
    act = case.act_by_power(DECLARED_BY, about=About(person=command.person))
    person = file_on(case, command.person, act)
    person.declare_category(act, command.purpose, command.category)


@VERBS.handles(WithdrawCategory)
def withdraw_category(case: Case, command: WithdrawCategory) -> None:
    act = case.act_by_power(DECLARED_BY, about=About(person=command.person))
    kept = kept_of(case, command.person)
    kept.withdraw_category(act, command.purpose, command.category)
    if command.purpose is Purpose.CAUCUS:
        _leave_caucuses_of(case, kept, command.category, act)


def _leave_caucuses_of(case: Case, kept: Person, category: str, act: Act) -> None:
    """Whoever takes back what a caucus is open to belongs to it no longer."""
    joined = {body for body in kept.caucuses.values() if not isinstance(body, Erased)}
    for known in case.bodies() if joined else ():
        rule = nearest(case.edition, known.scopes, OPEN_TO) if known.id in joined else None
        if rule is not None and case.edition.value(rule.id, Choice).choice == category:
            kept.leave_caucus(act, known.id)


def kept_of(case: Case, person: PersonId) -> Person:
    """What is kept of a person; raises `NotFound` if it is nothing."""
    found = case.find(Person, details_id(person))
    if found is None:
        raise NotFound("Nothing is kept of them beyond what they did.")
    return found


def file_on(case: Case, person: PersonId, act: Act) -> Person:
    """What is kept of a person, begun with this act if it is the first."""
    found = case.find(Person, details_id(person))
    if found is not None:
        return found
    must_be_known(case, person)
    return case.add(Person.enter(act, person))


def must_be_known(case: Case, person: PersonId) -> None:
    """Refuse what is about somebody who neither is a member nor sits in a body."""
    if case.member(person) is None and not case.bodies_of(person):
        raise NotFound(
            "Nobody of that id is a member or sits in a body. Enter them on a register first.",
            about=str(person),
        )

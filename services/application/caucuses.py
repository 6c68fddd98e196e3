"""Caucuses: whoever belongs to the category joins by their own word, and leaves by it.

Where a rule seals who belongs, it stands in the person's own file, and no act of the caucus names
them.  Whoever wishes to be shown, for a post of it say, joins openly and has a seat like any other.
"""

from __future__ import annotations

from typing import Annotated

from domain.bodies.body import Body, body_id
from domain.bodies.caucus import (
    category_of,
    must_be_countable,
    must_be_young_enough,
    sealing,
)
from domain.bodies.composition import must_be_open_to
from domain.bodies.details import DECLARED_BY, Person, details_id
from domain.bodies.mandate import Mandate, MandateEnding, Origin
from domain.kernel.act import Act
from domain.kernel.ids import BodyId, PersonId
from domain.kernel.refusal import BadInput, OutOfOrder, RuleBroken
from domain.kernel.sane import Line
from domain.kernel.sealed import Purpose, Seal, unless_erased
from domain.powers import About
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.details import file_on, kept_of
from services.application.made_up import sitting_of, votes_in_parent
from services.application.mandates import Ended, begin, end_seat, mandate_id
from services.vault.qualifying import FromActs


class JoinCaucus(Command):
    """Join a caucus by your own word; openly, if you wish to be shown as one of it."""

    person: PersonId
    body: Annotated[Line, Seal(Purpose.CAUCUS)]
    openly: bool = False


class LeaveCaucus(Command):
    """Leave a caucus that you joined."""

    person: PersonId
    body: Annotated[Line, Seal(Purpose.CAUCUS)]


@VERBS.handles(JoinCaucus)
def join_caucus(case: Case, command: JoinCaucus) -> None:
    act = case.act_by_power(DECLARED_BY, about=About(person=command.person))
    body = _caucus(case, command.body)
    if body.has_member(command.person):
        raise OutOfOrder("You are shown as a member of this caucus already.", rule=DECLARED_BY)
    seat = _seat(case, body, command.person, act)
    _must_qualify(case, body, seat)
    if not command.openly and sealing(sitting_of(case, body), case.edition) is not None:
        file_on(case, command.person, act).join_caucus(act, BodyId(body.id))
        return
    file = case.find(Person, details_id(command.person))
    if file is not None and file.belongs_to(body.id):
        file.leave_caucus(act, body.id)
    begin(case, body, seat, act)


@VERBS.handles(LeaveCaucus)
def leave_caucus(case: Case, command: LeaveCaucus) -> None:
    act = case.act_by_power(DECLARED_BY, about=About(person=command.person))
    body = _caucus(case, command.body)
    if body.has_member(command.person):
        how = Ended(MandateEnding.RESIGNATION, "They left by their own word.")
        end_seat(case, body, command.person, how, act)
        return
    kept_of(case, command.person).leave_caucus(act, body.id)


def _caucus(case: Case, slug: str) -> Body:
    body = case.load(Body, body_id(slug))
    if not case.kind_of(body).own_word:
        raise BadInput(f"{body.name} is no caucus, so nobody joins it by their own word.")
    body.must_live()
    return body


def _must_qualify(case: Case, body: Body, seat: Mandate) -> None:
    """Refuse whoever is not of the category; the refusal is told to the person alone."""
    sitting, edition, person = sitting_of(case, body), case.edition, seat.person
    must_be_countable(sitting, edition)
    in_parent = votes_in_parent(case, body, person)
    outside = must_be_open_to(sitting, seat, in_parent, edition)
    if outside is not None:
        rule, sentence = outside
        raise RuleBroken(sentence, rule=rule.id, clause=rule.clause)
    file = case.find(Person, details_id(person))
    born = None if file is None else unless_erased(file.given.born, None)
    must_be_young_enough(sitting, edition, born, case.now)
    asked = category_of(sitting, edition)
    if asked is not None and not FromActs(case, Purpose.CAUCUS).qualified(asked[1], [person]):
        raise RuleBroken(
            f"{body.name} is open to whoever says of themselves, for caucuses, that they are "
            f"{asked[1]!r}. Declare it first; it is sealed.",
            rule=asked[0].id,
            clause=asked[0].clause,
        )


def _seat(case: Case, body: Body, person: PersonId, act: Act) -> Mandate:
    parent = None if body.parent is None else case.body_by_id(body.parent)
    above = None if parent is None else parent.seat_of(person)
    member = case.member(person)
    number = "Somebody" if member is None else f"Member {member.number}"
    return Mandate(
        id=mandate_id(act, body, person, None),
        person=person,
        name=number if above is None else above.name,
        how="by their own word",
        origin=Origin.SELF_IDENTIFICATION,
    )

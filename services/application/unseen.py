"""Those who belong to a body without being shown, as far as its meetings have to know of them.

How many they are is reckoned from each person's own file.  Who they are is told to nobody here; and
no act of the body names them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from domain.bodies.body import Body
from domain.bodies.caucus import least_shown, sealing
from domain.bodies.details import Person, details_id
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotAllowed, RuleBroken
from domain.meetings.orders import Unseen
from domain.rules.values import Rule
from services.application.case import Case
from services.application.made_up import sitting_of
from services.store.scanned import Scan

EVER_JOINED: Final = Scan(
    (Person.CaucusJoined.TOPIC,), lambda _: True, lambda act: act.event.originator_id
)
"""The file of everybody who ever joined some caucus: which one is sealed."""


def unseen_of(case: Case, body: Body) -> Unseen | None:
    """Those who belong to a body without being shown; none of a body that shows everybody."""
    rule = sealed_by(case, body)
    if rule is None:
        return None
    least = least_shown(sitting_of(case, body), case.edition)
    return Unseen(rule, lambda: sum(1 for _ in _unseen(case, body)), least)


def sealed_by(case: Case, body: Body) -> Rule | None:
    """The rule by which it is told to members alone who belongs to a body, if there is one."""
    if not case.kind_of(body).own_word:
        return None
    return sealing(sitting_of(case, body), case.edition)


def must_belong(case: Case, body: Body, person: PersonId) -> None:
    """Refuse whoever does not belong: others would learn who does, by looking or by trying."""
    file = case.find(Person, details_id(person))
    if not (body.has_member(person) or (file is not None and file.belongs_to(body.id))):
        rule = sealed_by(case, body)
        raise NotAllowed(
            f"Only somebody who belongs to {body.name} has a part in its meetings: who does is "
            "told to its members alone.",
            rule=None if rule is None else rule.id,
            clause=None if rule is None else rule.clause,
        )


def must_not_be_sealed(case: Case, body: Body, what: str) -> None:
    """Refuse what would name those who belong to a body without being shown."""
    rule = sealed_by(case, body)
    if rule is not None:
        raise RuleBroken(
            f"Who belongs to {body.name} is told to its members alone, and {what}. Decide it at a "
            "meeting.",
            rule=rule.id,
            clause=rule.clause,
        )


def _unseen(case: Case, body: Body) -> Iterator[Person]:
    for file in dict.fromkeys(case.every(EVER_JOINED, True)):
        found = case.load(Person, file)
        if found.belongs_to(body.id):
            yield found

"""What a decision gives: in the way in which it was taken, and once."""

from __future__ import annotations

from typing import Final, NamedTuple
from uuid import UUID

from domain.bodies.body import Body
from domain.bodies.mandate import Origin
from domain.decisions.decided import DecidedAt
from domain.formation.formation import Formation
from domain.kernel.act import Act
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import BadInput, OutOfOrder
from domain.meetings.decisions import Manner
from services.application.case import Case
from services.application.deciding import taken_at
from services.application.registers import KEPT_BY
from services.store.scanned import Scan


class Given(NamedTuple):
    """A seat, or a post if one is named, that somebody was given in a body."""

    body: UUID
    person: PersonId
    post: str | None


GIVEN_BY: Final = Scan(
    (Body.Seated.TOPIC, Body.PostFilled.TOPIC),
    lambda act: act.event.act.cause,
    lambda act: Given(act.event.originator_id, act.event.mandate.person, act.event.mandate.post),
)
"""What was given because of each act."""


FORMED_BY: Final = Scan(
    (Formation.Opened.TOPIC,),
    lambda act: act.event.act.cause,
    lambda act: act.event.originator_id,
)
"""Which groups were announced because of each act."""


def came_about(case: Case, said: Origin | None, decision: DecidedAt | None) -> Origin:
    """How a mandate comes about: as the decision says, if one gives it.

    Whoever was elected has a term, whatever whoever enters it calls it.
    """
    taken = None if decision is None else taken_at(case, decision).decision
    if taken is None or taken.manner is not Manner.ELECTED:
        return said or Origin.APPOINTMENT
    if said not in (None, Origin.ELECTION):
        raise BadInput("The decision says that they were elected, so they were.", rule=KEPT_BY)
    return Origin.ELECTION


def must_be_given_once(
    case: Case, act: Act, body: Body, person: PersonId, post: str | None
) -> None:
    """Refuse to carry out a decision again that has given this already."""
    if act.authority.kind != "decision" or act.cause is None:
        return
    if Given(body.id, person, post) in case.told(GIVEN_BY, act.cause):
        raise OutOfOrder(
            "That decision has been carried out already: what it gave has ended since. Decide on "
            "it anew.",
            rule=KEPT_BY,
        )


def must_form_once(case: Case, act: Act, rule: RuleId) -> None:
    """Refuse to announce groups by a decision by which groups were announced before."""
    if act.cause is not None and case.told(FORMED_BY, act.cause):
        raise OutOfOrder(
            "Groups have been announced by that decision already. Decide on others anew.",
            rule=rule,
        )

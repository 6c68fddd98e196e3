"""Whoever holds a post or a seat over goes once there is a successor.

Who is succeeded follows from the places that the rules give, and from whose term was over first.
"""

from __future__ import annotations

from domain.bodies.body import Body
from domain.bodies.composition import (
    places_in_part,
    places_of_post,
)
from domain.bodies.mandate import Mandate, MandateEnding, Origin
from domain.kernel.act import Act
from domain.kernel.ids import PersonId
from services.application.case import Case
from services.application.made_up import (
    HOLDS_OVER,
    rule_of,
    sitting_of,
)
from services.application.mandates import Ended, end_seat, end_what_follows_post, in_order


def make_way(case: Case, body: Body, post: str, person: PersonId, act: Act) -> None:
    """End the time of those who hold a post over once they have a successor.

    The post is not marked as short of anybody: the same command fills it.
    """
    rule = rule_of(case, body, HOLDS_OVER)
    act = in_order(act if rule is None else act.under(rule.id), body)
    for held in _succeeded(case, body, post, person):
        body.vacate_post(act, post, held.person, MandateEnding.TERM, "A successor is there.")
        end_what_follows_post(case, body, held, act)


def make_way_in(case: Case, body: Body, seat: Mandate, act: Act) -> None:
    """End a seat that is held over once its successor is there: whoever gets a seat anew, or the
    first in the same part of the body whose term was over, where no place is free."""
    rule = rule_of(case, body, HOLDS_OVER)
    act = in_order(act if rule is None else act.under(rule.id), body)
    own = body.seat_of(seat.person)
    if own is not None and own.is_held_over_at(case.now):
        body.make_way_for_oneself(act, own, "They were elected anew.")
        return
    gone = _succeeded_in_seat(case, body, seat)
    if own is None and gone is not None:
        end_seat(case, body, gone.person, Ended(MandateEnding.TERM, "A successor is there."), act)


def _succeeded_in_seat(case: Case, body: Body, seat: Mandate) -> Mandate | None:
    if seat.origin is not Origin.ELECTION or not seat.voting:
        return None
    voting = [one for one in body.seats if one.voting]
    alike = [one for one in voting if one.category == seat.category]
    taken = voting if seat.category is None else alike
    room = places_in_part(sitting_of(case, body), seat.category, case.edition)
    over = [one for one in alike if one.is_held_over_at(case.now)]
    if room is None or len(taken) < room or not over:
        return None
    return min(over, key=lambda one: (one.until, one.name))


def _succeeded(case: Case, body: Body, post: str, person: PersonId) -> tuple[Mandate, ...]:
    """Those whom somebody succeeds: themselves, or others if there is no free place of the post."""
    if body.holds(person, post):
        held = body.held_by(person, post)
        return (held,) if held.is_held_over_at(case.now) else ()
    free, _ = body.free_place(post, None)
    if free <= places_of_post(sitting_of(case, body), post, case.edition):
        return ()
    return body.held_over(post, case.now)

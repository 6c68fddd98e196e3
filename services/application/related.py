"""What falls due in bodies that hang together, in one order whoever looks first.

The term of one post and a change of the rules may each begin or end a seat in a third body.  Where
both fall due at one moment, two processes come to record them; so whichever comes first records
what is due in all of these bodies, by moment, by the body's short name, then posts before seats.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from domain.bodies.body import Body
from domain.bodies.mandate import Mandate, MandateEnding
from domain.bodies.office import TermsOfOffice, terms_id
from domain.bodies.scopes import nearest
from domain.kernel.act import Act
from domain.kernel.ids import RuleId
from domain.powers import powers_of
from domain.rules.edition import Revision
from domain.rules.values import Flag
from services.application.case import FROM_PARENT, Case, Known
from services.application.following import BY_REGION, EX_OFFICIO, by_region, leads_to
from services.application.made_up import sitting_of
from services.application.mandates import (
    Ended,
    end_seat,
    end_term,
    in_order,
    seat_ex_officio,
    see_to_terms,
)

NAMES = (EX_OFFICIO, BY_REGION)
"""The rules that give seats by themselves."""


class _Due(NamedTuple):
    """Something that is due in a body: the end of a mandate's term, or a change of the rules."""

    at: datetime
    slug: str
    number: int
    body: Body
    held: Mandate | None


def end_what_is_over(case: Case, body: Body, act: Act) -> None:
    """Record what is due by now in a body and in all that hang together with it."""
    due = [one for known in _related(case, body) for one in _due_in(case, known)]
    for one in sorted(due, key=lambda found: found[:3]):
        if one.held is None:
            _follow_change(case, one.body, one.at, act)
        elif one.held in one.body.mandates:  # it may have ended with another
            end_term(case, one.body, one.held, act)


def follow_changed_rules(case: Case, act: Act, change: Revision) -> None:
    """Give and end seats as a change of the rules asks: now, or once it holds."""
    for body in _bodies_under(case, change):
        if change.from_when is None or change.from_when <= case.now:
            _follow_rule(case, body, act)
            continue
        see_to_terms(case, body, act)
        terms = case.load(TermsOfOffice, terms_id(body.id))
        terms.look_ahead(in_order(act, terms), change.from_when)


def _due_in(case: Case, body: Body) -> Iterator[_Due]:
    for number, held in enumerate(body.terms_over(case.now), start=1):
        assert held.until is not None
        yield _Due(held.until, body.slug, number, body, held)
    terms = case.find(TermsOfOffice, terms_id(body.id))
    for at in () if terms is None else terms.changes_by(case.now):
        yield _Due(at, body.slug, 0, body, None)


def _follow_change(case: Case, body: Body, at: datetime, act: Act) -> None:
    cited = _follow_rule(case, body, act.at(at))
    terms = case.load(TermsOfOffice, terms_id(body.id))
    terms.follow(in_order(cited, terms), at)


def _follow_rule(case: Case, body: Body, act: Act) -> Act:
    """End the seats that follow what leads here no longer, and give those that are missing."""
    act = act.under(*_rules_on(case, body))
    leads = [post for post, _ in leads_to(case, sitting_of(case, body))]
    how = Ended(MandateEnding.LOSS_OF_QUALIFICATION, "The rules give this seat no longer.")
    for seat in body.seats:
        if seat.follows is not None and seat.follows not in leads:
            end_seat(case, body, seat.person, how, act)
    seat_ex_officio(case, body, act)
    return act


def _rules_on(case: Case, body: Body) -> Iterator[RuleId]:
    scopes = sitting_of(case, body).scopes
    found = (nearest(case.edition, scopes, name) for name in NAMES)
    return (rule.id for rule in found if rule is not None)


def _bodies_under(case: Case, change: Revision) -> Iterator[Body]:
    """The bodies whose seats follow a rule that a change is about."""
    changed = {one.rule for one in change.rules} | {one.id for one in change.added}
    if not any(rule.rpartition(".")[2] in NAMES for rule in changed):
        return
    for known in case.bodies():
        wanted = {f"{scope}.{name}" for scope in known.scopes for name in NAMES}
        body = case.load(Body, known.id) if wanted & changed else None
        if body is not None and not body.dissolved:
            yield body


def _related(case: Case, body: Body) -> list[Body]:
    """The body, and every other that seats and posts tie it to, by however many others."""
    bodies = case.bodies()
    ties = [(known.slug, other) for known in bodies for other in _tied_to(case, known, bodies)]
    found, more = {body.slug}, True
    while more:
        near = {end for tie in ties if found & set(tie) for end in tie}
        more = bool(near - found)
        found |= near
    known = (case.load(Body, one.id) for one in bodies if one.slug in found)
    return [one for one in known if not one.dissolved]


def _tied_to(case: Case, known: Known, bodies: tuple[Known, ...]) -> Iterator[str]:
    """The short names of the bodies whose posts or seats give or keep a seat in this one."""
    rule = nearest(case.edition, known.scopes, EX_OFFICIO)
    if rule is not None:
        yield from (power.partition(".")[0] for power in powers_of(rule))
    own = nearest(case.edition, known.scopes, FROM_PARENT)
    made_of_it = own is not None and case.edition.value(own.id, Flag).holds
    if made_of_it or by_region(case.edition, known.scopes):
        yield from (one.slug for one in bodies if one.id == known.parent)

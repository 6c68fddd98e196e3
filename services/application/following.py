"""Which seats follow which posts, and which groups are made up of a body's own members.

By a rule, whoever holds a post has a seat elsewhere, or those whose seats are for a region make up
the group for that region.  Seats are given and taken in `mandates`.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.bodies.body import Body
from domain.bodies.mandate import Mandate, Post
from domain.bodies.scopes import nearest
from domain.bodies.sitting import Sitting
from domain.kernel.ids import BodyId
from domain.powers import OFFICERS, powers_of
from domain.rules.edition import Edition
from domain.rules.values import Flag
from services.application.case import FROM_PARENT, Case, Known

EX_OFFICIO, BY_REGION = "ex_officio", "members_by_region"


def leads_to(case: Case, body: Sitting) -> Iterator[tuple[Post, tuple[Mandate, ...]]]:
    """The posts elsewhere, and the seats in the parent, that give a seat in this body."""
    rule = body.rule(case.edition, EX_OFFICIO)
    for power in () if rule is None else powers_of(rule):
        slug, _, post = power.partition(".")
        elsewhere = case.body(slug)
        if elsewhere is None:
            continue
        held = {one.post for one in elsewhere.posts if one.post} if post == OFFICERS else {post}
        for name in sorted(held):
            yield Post(body=BodyId(elsewhere.id), post=name), elsewhere.holders_of(name)
    parent = None if body.parent is None else case.body(body.parent)
    if parent is not None and by_region(case.edition, body.scopes):
        region = case.load(Body, body.id).region
        seats = tuple(one for one in parent.seats if one.category == region is not None)
        yield Post(body=BodyId(parent.id)), seats


def by_region(edition: Edition, scopes: tuple[str, ...]) -> bool:
    """Whether a body is made up of those whose seats in its parent are for its own region."""
    rule = nearest(edition, scopes, BY_REGION)
    return rule is not None and edition.value(rule.id, Flag).holds


def bodies_that_follow(case: Case, body: Body, mandate: Mandate) -> Iterator[Body]:
    """Every body whose rules give its holder a seat by this post, or by this seat."""
    if mandate.post is None and not _can_lead(mandate, case.edition):
        return
    edition = case.edition
    for known in case.bodies():
        if not _is_followed_by(edition, body, mandate, known):
            continue
        other = case.load(Body, known.id)
        if not other.dissolved:
            yield other


def _can_lead(seat: Mandate, edition: Edition) -> bool:
    """Whether any rule makes a body up of seats like this one: most seats lead nowhere."""
    return seat.category is not None and any(
        rule.endswith(f".{BY_REGION}") for rule in edition.rules
    )


def _is_followed_by(edition: Edition, body: Body, mandate: Mandate, known: Known) -> bool:
    if mandate.post is None:
        return (known.parent, known.region) == (body.id, mandate.category) and by_region(
            edition, known.scopes
        )
    rule = nearest(edition, known.scopes, EX_OFFICIO)
    return rule is not None and _names(powers_of(rule), body.slug, mandate.post)


def _names(powers: tuple[str, ...], slug: str, post: str) -> bool:
    return f"{slug}.{post}" in powers or f"{slug}.{OFFICERS}" in powers


def is_of_its_parent(case: Case, below: Known) -> bool:
    found = nearest(case.edition, below.scopes, FROM_PARENT)
    return found is not None and case.edition.value(found.id, Flag).holds

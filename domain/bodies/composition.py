"""How many a body ought to have, by the rules, and where it falls short when somebody goes.

It looks at numbers alone; who may sit in a body, and how a gap is filled, is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.bodies.body import Body
from domain.kernel.act import Act
from domain.kernel.ids import PersonId, RuleId
from domain.rules.edition import Edition
from domain.rules.judging import as_fact
from domain.rules.values import Count, Seats


def places_rule(body: str) -> RuleId:
    """The rule on the places that are filled by election."""
    return RuleId(f"election.{body}.seats")


def size_rule(body: str) -> RuleId:
    """The rule on how many sit in a body however they came there."""
    return RuleId(f"{body}.size")


def posts_rule(body: str) -> RuleId:
    """The rule on the posts of a body, each with its number of holders."""
    return RuleId(f"{body}.officers.posts")


def places(body: str, edition: Edition) -> tuple[RuleId, int] | None:
    """How many voting places the rules give a body, and which rule does; none if none says."""
    if edition.has(places_rule(body)):
        return places_rule(body), edition.value(places_rule(body), Seats).total
    if edition.has(size_rule(body)):
        return size_rule(body), edition.value(size_rule(body), Count).count
    return None


def holders(body: str, post: str, edition: Edition) -> int | None:
    """How many hold a post by the rules; none if no rule speaks of it."""
    if not edition.has(posts_rule(body)):
        return None
    asked = edition.value(posts_rule(body), Seats).seats
    return next((section.seats for section in asked if section.section == post), None)


def after_vacating_seat(act: Act, body: Body, person: PersonId, edition: Edition) -> Act:
    """The act by which somebody leaves a body, marked with each rule that the rest falls short of.

    A rule that is met is cited as well.
    """
    left = sum(seat.voting for seat in body.seats if seat.person != person)
    asked = places(body.slug, edition)
    if asked is not None:
        rule, needed = asked
        act = as_fact(act, edition.rule(rule), _short(body, left, needed, "voting seats"))
    for post in body.posts_of(person):
        act = after_vacating_post(act, body, post, person, edition)
    return act


def after_vacating_post(act: Act, body: Body, post: str, person: PersonId, edition: Edition) -> Act:
    """The act by which somebody gives up a post, marked if the rules ask for more holders."""
    needed = holders(body.slug, post, edition)
    if needed is None:
        return act
    left = sum(1 for holder in _holders_of(body, post) if holder != person)
    return as_fact(
        act, edition.rule(posts_rule(body.slug)), _short(body, left, needed, f"holders of {post}")
    )


def too_many(body: Body, post: str, edition: Edition) -> str | None:
    """In what way one more holder of a post would be too many, if it would."""
    allowed = holders(body.slug, post, edition)
    held = sum(1 for _ in _holders_of(body, post))
    if allowed is None or held < allowed:
        return None
    return f"{body.name} has {held} of {allowed} holders of the post {post} already."


def _holders_of(body: Body, post: str) -> Iterator[PersonId]:
    return (holder for known, holder in body.posts if known == post)


def _short(body: Body, left: int, needed: int, what: str) -> str | None:
    if left >= needed:
        return None
    return f"{body.name} is left with {left} of {needed} {what}."

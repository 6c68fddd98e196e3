"""A group with sub-groups in which people get seats and posts."""

from __future__ import annotations

from domain.bodies.body import Body, body_id
from domain.bodies.mandate import Mandate
from domain.kernel.act import Act
from domain.kernel.ids import PersonId
from domain.rules.values import Flag, RuleValue, Seats, Section, Who
from services.application.bodies import (
    EstablishBody,
    FillPost,
    SeatMember,
)
from tests.application.organisation import MEMBERS, STAFF, Organisation
from tests.support.kinds import Kind

A, B, C, D, E, F = MEMBERS[:6]


POSTS = Seats(seats=(Section(section="chair", seats=1), Section(section="vice_chair", seats=2)))


def founded(**other: RuleValue) -> Organisation:
    """A group with two sub-groups on which its chair and vice-chairs sit by their post."""
    values: dict[str, RuleValue] = {
        "ncg__officers__posts": POSTS,
        "ncg__subgroups__ex_officio": Who(powers=("ncg.chair", "ncg.vice_chair")),
        "ncg__subgroups__from_parent": Flag(holds=True),
    }
    org = Organisation.without_rules(**(values | other))
    for slug in ("resources", "training"):
        org.ask(
            EstablishBody(slug=slug, name=slug.title(), kind=Kind.SUB_GROUP, parent="ncg"), STAFF
        )
    return org


def seated(org: Organisation, slug: str, person: PersonId, **other: object) -> None:
    asked = {"body": slug, "person": person, "name": "P", "how": "elected", **other}
    org.ask(SeatMember.model_validate(asked), STAFF)


def filled(org: Organisation, slug: str, post: str, person: PersonId, **other: object) -> None:
    asked = {"body": slug, "post": post, "person": person, "name": "P", "how": "elected", **other}
    org.ask(FillPost.model_validate(asked), STAFF)


def the(org: Organisation, slug: str) -> Body:
    return org.store.load(Body, body_id(slug))


def seat(org: Organisation, slug: str, person: PersonId) -> Mandate | None:
    return the(org, slug).seat_of(person)


def acts(org: Organisation, slug: str, topic: str) -> list[Act]:
    return [
        one.event.act for one in org.store.acts(stream=body_id(slug), topics=(topic,), limit=99)
    ]

"""Whether bodies, people and meetings name things that are there."""

from __future__ import annotations

from services.examples.checks.finding import Findings, twice, unknown
from services.examples.models import Founding


def check(record: Founding) -> Findings:
    """Names that nothing has, and names that two things have."""
    yield from twice("sources", "sources", [source.id for source in record.sources.sources])
    yield from twice("bodies", "bodies", [body.id for body in record.bodies.bodies])
    yield from twice("people", "people", [person.id for person in record.people.people])
    yield from _bodies(record)
    yield from _meetings(record)
    yield from _people(record)


def _bodies(record: Founding) -> Findings:
    bodies = [body.id for body in record.bodies.bodies]
    people = [person.id for person in record.people.people]
    for n, body in enumerate(record.bodies.bodies):
        way = ("bodies", n)
        if body.parent is not None:
            yield from unknown("bodies", (*way, "parent"), "body", body.parent, bodies)
        for field, named in (("convenors", body.convenors), ("members", body.members)):
            for k, person in enumerate(named):
                yield from unknown("bodies", (*way, field, k), "person", person, people)


def _meetings(record: Founding) -> Findings:
    bodies = [body.id for body in record.bodies.bodies]
    people = [person.id for person in record.people.people]
    for n, meeting in enumerate(record.bodies.meetings):
        way = ("meetings", n)
        yield from unknown("bodies", (*way, "body"), "body", meeting.body, bodies)
        for k, there in enumerate(meeting.attended):
            yield from unknown("bodies", (*way, "attended", k), "person", there.person, people)
        for field, named in (
            ("apologies", meeting.apologies),
            ("absent", meeting.absent),
        ):
            for k, person in enumerate(named):
                yield from unknown("bodies", (*way, field, k), "person", person, people)


def _people(record: Founding) -> Findings:
    posts = {body.id: body.posts for body in record.bodies.bodies}
    regions = {region.id for known in record.organisation.region_sets for region in known.regions}
    for n, person in enumerate(record.people.people):
        for k, post in enumerate(person.posts):
            way = ("people", n, "posts", k)
            yield from unknown("people", (*way, "body"), "body", post.body, posts)
            yield from unknown(
                "people", (*way, "post"), "post", post.post, posts.get(post.body, ())
            )
            if post.region is not None:
                yield from unknown("people", (*way, "region"), "region", post.region, regions)

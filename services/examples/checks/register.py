"""Whether bodies, people, meetings and groups name things that are there."""

from __future__ import annotations

from services.examples.checks.finding import Finding, Findings, twice, unknown
from services.examples.models import Record

REGIONS_OF_GROUPS = "regions_2019"
LATER_REGIONS = "regions_2022"


def check(record: Record) -> Findings:
    """Names that nothing has, and names that two things have."""
    yield from twice("sources", "sources", [source.id for source in record.sources.sources])
    yield from twice("bodies", "bodies", [body.id for body in record.bodies.bodies])
    yield from twice("people", "people", [person.id for person in record.people.people])
    yield from twice("groups", "groups", [group.id for group in record.groups.groups])
    yield from _bodies(record)
    yield from _meetings(record)
    yield from _people(record)
    yield from _groups(record)


def _bodies(record: Record) -> Findings:
    bodies = [body.id for body in record.bodies.bodies]
    people = [person.id for person in record.people.people]
    for n, body in enumerate(record.bodies.bodies):
        way = ("bodies", n)
        if body.parent is not None:
            yield from unknown("bodies", (*way, "parent"), "body", body.parent, bodies)
        for field, named in (("convenors", body.convenors), ("members", body.members)):
            for k, person in enumerate(named):
                yield from unknown("bodies", (*way, field, k), "person", person, people)


def _meetings(record: Record) -> Findings:
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


def _people(record: Record) -> Findings:
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


def _groups(record: Record) -> Findings:
    now = record.organisation.regions(REGIONS_OF_GROUPS)
    later = record.organisation.regions(LATER_REGIONS)
    for n, group in enumerate(record.groups.groups):
        way = ("groups", n)
        yield from unknown("groups", (*way, "region"), "region", group.region, now)
        if group.region_2022 is not None:
            where = (*way, "region_2022")
            yield from unknown("groups", where, "region", group.region_2022, later)
        elif group.synthetic:
            yield Finding(
                "groups",
                way,
                "This invented group has no field 'region_2022'. Add it: its "
                "members vote in that region after the ballot.",
            )

"""What the record says of the organisation: sources, regions, bodies, meetings, people and groups.

No field can hold what people say of themselves, an address or a slate.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.bodies.body import Kind
from services.examples.base import (
    Backed,
    Day,
    Entry,
    File,
    Moment,
    Number,
    PerThousand,
    Positive,
    Sentence,
    Slug,
)

Month = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}){0,2}$")]
"""A year, a month or a day, as exactly as the source knows it."""


class SourceKind(StrEnum):
    """A numbered document, or a page of a site."""

    DOCUMENT = "document"
    PAGE = "page"


class Source(Entry):
    """Something that can be cited, by its id."""

    id: Sentence
    title: Sentence
    kind: SourceKind


class Sources(File):
    """sources.yaml"""

    sources: tuple[Source, ...]


class Name(Backed):
    """The organisation's name and the zone in which its days begin."""

    name: Sentence
    zone: Sentence


class Figure(Backed):
    """A published number of people, with its day or month."""

    when: Month
    what: Sentence
    count: Number


class Region(Entry):
    """A region in which members vote."""

    id: Slug
    name: Sentence


class RegionSet(Backed):
    """The regions of a period; `until` is missing from the newest."""

    id: Slug
    name: Sentence
    from_: Day = Field(alias="from")
    until: Day | None = None
    regions: tuple[Region, ...]


class Organisation(File):
    """organisation.yaml"""

    organisation: Name
    figures: tuple[Figure, ...]
    region_sets: tuple[RegionSet, ...]

    def regions(self, region_set: str) -> frozenset[str]:
        """The ids of the regions of one set; empty for a set that is unknown."""
        found = (known for known in self.region_sets if known.id == region_set)
        return frozenset(region.id for known in found for region in known.regions)


class Body(Backed):
    """A body that the record names."""

    id: Slug
    name: Sentence
    kind: Kind
    parent: Slug | None = None
    region: Slug | None = None
    created: Day | None = None
    remit: Sentence | None = None
    composition: Sentence | None = None
    places: Positive | None = None
    posts: tuple[Slug, ...] = ()
    convenors: tuple[Slug, ...] = ()
    job_share: bool = False
    members: tuple[Slug, ...] = ()


class How(StrEnum):
    """How somebody took part."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"


class Attendance(Entry):
    """A person at a meeting."""

    person: Slug
    how: How = How.IN_PERSON


class DecidedBy(StrEnum):
    """How a meeting came to a decision."""

    CONSENSUS = "consensus"
    VOTE = "vote"
    AGREED = "agreed"
    NOTED = "noted"
    ESTABLISHED = "established"
    ELECTED = "elected"
    ENDORSED = "endorsed"


class AgendaItem(Entry):
    """An item of the agenda, by the label that the report gives it."""

    label: Sentence
    title: Sentence


class Elected(Entry):
    """A post of the body that meets, and who got it."""

    post: Slug
    person: Slug


class Statement(Entry):
    """A statement that was agreed, put in other words than those of its source."""

    title: Sentence
    text: Sentence


class CoOpted(Entry):
    """Whoever was co-opted, by the name of the office or group where the source names nobody."""

    name: Sentence
    reasons: Sentence


class MeetingDecision(Entry):
    """What was decided under an item of the agenda, and what was done by it at once."""

    item: Sentence
    how: DecidedBy
    what: Sentence
    establishes: tuple[Slug, ...] = ()
    elects: tuple[Elected, ...] = ()
    co_opts: CoOpted | None = None
    statement: Statement | None = None


class ReportStanding(StrEnum):
    """How far the report of a meeting had come."""

    DRAFT = "draft"
    PUBLISHED = "published"
    AGREED = "agreed"


class BodyMeeting(Backed):
    """A meeting that was reported; names only where the report names a holder of a post."""

    id: Slug
    body: Slug
    day: Day
    called_on: Day | None = None
    opened_at: Moment | None = None
    ended_at: Moment | None = None
    place: Sentence | None = None
    session_chair: Slug | None = None
    agenda: tuple[AgendaItem, ...] = ()
    quorum_needed: Positive | None = None
    attended: tuple[Attendance, ...] = ()
    observers: Number = 0
    observer_names: tuple[Sentence, ...] = ()
    apologies: tuple[Slug, ...] = ()
    apologies_of: tuple[Sentence, ...] = ()
    absent: tuple[Slug, ...] = ()
    staff: Number = 0
    staff_names: tuple[Sentence, ...] = ()
    report: ReportStanding
    decisions: tuple[MeetingDecision, ...]


class Bodies(File):
    """bodies.yaml"""

    bodies: tuple[Body, ...]
    meetings: tuple[BodyMeeting, ...]

    @property
    def established_by_meetings(self) -> frozenset[str]:
        """The ids of the bodies that a meeting on record established."""
        decisions = (one for meeting in self.meetings for one in meeting.decisions)
        return frozenset(slug for decision in decisions for slug in decision.establishes)


class Post(Backed):
    """A post, and a day on which the source shows the person in it."""

    body: Slug
    post: Slug
    day: Day
    region: Slug | None = None


class Person(Entry):
    """A holder of a published post.  Nothing but name and posts is kept."""

    id: Slug
    name: Sentence
    posts: Annotated[tuple[Post, ...], Field(min_length=1)]


class People(File):
    """people.yaml"""

    people: tuple[Person, ...]


class Group(Backed):
    """A local group.  Only an invented one has members in the electorate, and only it acts."""

    id: Slug
    name: Sentence
    region: Slug
    region_2022: Slug | None = None
    members_per_thousand: PerThousand = 0
    recognised_on: Day | None = None

    @model_validator(mode="after")
    def _is_recorded_or_invented(self) -> Self:
        if self.source and (self.synthetic or self.members_per_thousand):
            raise ValueError(
                f"the group {self.name} exists, so it can be given no members and no acts; "
                "take its source away or its members"
            )
        return self


class Groups(File):
    """groups.yaml"""

    groups: tuple[Group, ...]

"""What the record says of the organisation: sources, regions, bodies, meetings, people and groups.

No field can hold what people say of themselves, an address or a slate.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.cycle.assembly import Votes
from domain.meetings.agenda import Purpose
from domain.rules.kinds import Named
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
    kind: Named
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
    CO_OPTED = "co_opted"


class AgendaItem(Entry):
    """An item of the agenda, by the label that the report gives it."""

    label: Sentence
    title: Sentence
    purpose: Purpose | None = None


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


class Undertaken(Entry):
    """An action that a decision gave: to a body or the holder of one of its posts.

    `last_day` only where the source gives a time; `after_the_last` if the one before comes first.
    `done` is what is entered on that day, where the source says what happens by it.
    """

    text: Sentence
    name: Sentence
    body: Slug
    post: Slug | None = None
    last_day: Day | None = None
    after_the_last: bool = False
    done: Sentence | None = None


class MeetingDecision(Entry):
    """What was decided under an item of the agenda, and what was done by it at once.

    `notes_finances`: it noted the financial report that was presented.
    """

    item: Sentence
    how: DecidedBy
    what: Sentence
    votes: Votes | None = None
    establishes: tuple[Slug, ...] = ()
    elects: tuple[Elected, ...] = ()
    co_opts: CoOpted | None = None
    statement: Statement | None = None
    gives: tuple[Undertaken, ...] = ()
    notes_finances: bool = False


class Team(Entry):
    """What one team of the staff did, point by point."""

    name: Sentence
    did: Annotated[tuple[Sentence, ...], Field(min_length=1)]


class StaffReport(Backed):
    """The report of the staff that was presented to a meeting and went out with its own."""

    title: Sentence
    teams: Annotated[tuple[Team, ...], Field(min_length=1)]


class Finances(Backed):
    """The financial report that was presented on an item of the agenda."""

    item: Sentence
    said: Sentence


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
    hours_filled_in: bool = False
    noticed_at: Moment | None = None
    papers_at: Moment | None = None
    emergency: Sentence | None = None
    agreed_by: tuple[Slug, ...] = ()
    next_on: Day | None = None
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
    staff_report: StaffReport | None = None
    finances: Finances | None = None
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
    """A post, and a day on which the source shows the person in it; `until` if that is known."""

    body: Slug
    post: Slug
    day: Day
    until: Moment | None = None
    region: Slug | None = None


class Person(Entry):
    """A holder of a published post.  Nothing but name and posts is kept.

    An invented one has the number of a member and may act; nobody acts in a real person's name.
    """

    id: Slug
    name: Sentence
    number: Sentence | None = None
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

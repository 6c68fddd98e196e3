"""The calendar of the cycle as a file: stages, extensions, meetings and the ballot's moments.

Whether the dates follow from the rules is not known here; the tests compare the two.
"""

from __future__ import annotations

from pydantic import Field

from domain.cycle.calendar import StageName
from services.examples.base import (
    Backed,
    Day,
    File,
    Handle,
    Moment,
    Positive,
    Sentence,
    Slug,
)


class Phase(Backed):
    """One of the two phases of Refounding."""

    id: Slug
    name: Sentence
    began: Day | None = None
    ended: Day | None = None


class Milestone(Backed):
    """A day worth knowing that ends no stage."""

    id: Slug
    name: Sentence
    day: Day


class CalendarStage(Backed):
    """A stage as it was first planned and as it ended."""

    id: StageName
    opens_at: Moment
    planned_close: Moment
    closes_at: Moment


class Extension(Backed):
    """A stage was given longer, with the reason."""

    id: Handle
    stage: StageName
    from_: Moment = Field(alias="from")
    to: Moment
    decided_at: Moment
    by: Slug
    reason: Sentence


class Sitting(Backed):
    """A meeting on the way."""

    id: Slug
    body: Slug
    name: Sentence
    planned_at: Moment | None = None
    at: Moment
    notice_at: Moment
    present: Positive


class BallotMoments(Backed):
    """What happens around the ballot, beside its opening and its close."""

    stage: StageName
    notice_at: Moment
    roll_frozen_at: Moment
    reminders_at: tuple[Moment, ...]
    declared_at: Moment


class Calendar(File):
    """calendar.yaml"""

    phases: tuple[Phase, ...]
    milestones: tuple[Milestone, ...]
    stages: tuple[CalendarStage, ...]
    extensions: tuple[Extension, ...]
    meetings: tuple[Sitting, ...]
    ballot: BallotMoments

    def stage(self, name: StageName) -> CalendarStage:
        """The stage of that name."""
        return next(stage for stage in self.stages if stage.id is name)

"""Everything that can happen to a formation once it is open, as it is kept for good.

Names, topics and fields of these acts never change: a changed shape gets the next number.  What has
to be the case before one may be recorded is decided in `formation`.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.formation.allocation import Allocation
from domain.formation.groups import Change, Due, Duty, Place, Plan, Preference
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import PersonId


class FormationActs:
    """The acts by name; `Formation` says what each leaves behind."""

    class Preferred(Aggregate.Event):
        """A member of the parent said which groups they wish for; an earlier wish is replaced."""

        TOPIC = "formation.preferred.v1"
        preference: Preference

    class PreferencesClosed(Aggregate.Event):
        """No more preferences are taken: of whom they count, and which members gave none."""

        TOPIC = "formation.preferences_closed.v1"
        counted: tuple[PersonId, ...]
        silent: tuple[PersonId, ...]

    class LotValueRecorded(Aggregate.Event):
        """The public value that ties are drawn from is known; with the preferences it makes the
        seed."""

        TOPIC = "formation.lot_value_recorded.v1"
        value: str
        seed: str

    class Allocated(Aggregate.Event):
        """Places were given by preference, each with its reason."""

        TOPIC = "formation.allocated.v1"
        allocation: Allocation

    class NotAllocated(Aggregate.Event):
        """The preferences can't be met within the numbers of the groups."""

        TOPIC = "formation.not_allocated.v1"
        reason: str

    class Ratified(Aggregate.Event):
        """The parent ratified who sits in which group, with what it changed.

        `gone` are those who had a place and no seat in the parent any more; `first_meetings` is by
        when each group has a convenor and a meeting.
        """

        TOPIC = "formation.ratified.v1"
        places: tuple[Place, ...]
        changes: tuple[Change, ...]
        gone: tuple[PersonId, ...]
        first_meetings: Due

    class Refused(Aggregate.Event):
        """The parent did not ratify; preferences are taken anew by another plan."""

        TOPIC = "formation.refused.v1"
        reason: str
        plan: Plan

    class ConvenorNamed(Aggregate.Event):
        """A group has a convenor, or another who shares the post."""

        TOPIC = "formation.convenor_named.v1"
        group: str
        person: PersonId
        name: str

    class FirstMeetingConvened(Aggregate.Event):
        """The first meeting of a group was called."""

        TOPIC = "formation.first_meeting_convened.v1"
        group: str
        meeting: UUID

    class DeadlineMissed(Aggregate.Event):
        """Something was not done by its moment."""

        TOPIC = "formation.deadline_missed.v1"
        duty: Duty
        due: datetime

    class Completed(Aggregate.Event):
        """Every group that there still is has a convenor and has been called to meet."""

        TOPIC = "formation.completed.v1"

    class GivenUp(Aggregate.Event):
        """The parent formed no groups after all."""

        TOPIC = "formation.given_up.v1"
        reason: str

"""Everything that can happen to an officer's access to a list of members, as it is kept for good.

Why somebody was refused or lost it says something of them, and is sealed under their own key.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import PersonId
from domain.kernel.sealed import Purpose, Seal, Sealed

Reasons = Annotated[Sealed[str], Seal(Purpose.IDENTITY)]


class Scope(StrEnum):
    """What of the members is seen: stages, of which the first comes first."""

    NAMES = "names"
    CONTACTS = "contacts"


class Cause(StrEnum):
    """What ended an access without anybody's decision on it."""

    END = "end"
    MANDATE = "mandate"
    SUSPENSION = "suspension"
    DEATH = "death"


class GrantActs:
    """The acts by name; `DataGrant` says what each leaves behind."""

    class FellOverdue(Aggregate.Event):
        """The time to decide was over, and nobody had decided."""

        TOPIC = "data_access.overdue.v1"
        person: PersonId
        due: datetime

    class Refused(Aggregate.Event):
        """They are not given it."""

        TOPIC = "data_access.refused.v1"
        person: PersonId
        reasons: Reasons

    class Granted(Aggregate.Event):
        """They see it until a moment; before that they are reminded that it ends."""

        TOPIC = "data_access.granted.v1"
        person: PersonId
        scope: Scope
        until: datetime
        remind_at: datetime

    class Widened(Aggregate.Event):
        """They see more from now on, until the same moment."""

        TOPIC = "data_access.widened.v1"
        person: PersonId
        scope: Scope

    class Reminded(Aggregate.Event):
        """They were reminded that it ends unless it is renewed."""

        TOPIC = "data_access.reminded.v1"
        person: PersonId
        until: datetime

    class Renewed(Aggregate.Event):
        """They see it until a later moment."""

        TOPIC = "data_access.renewed.v1"
        person: PersonId
        until: datetime
        remind_at: datetime

    class Withdrawn(Aggregate.Event):
        """They see it no longer, by somebody's decision."""

        TOPIC = "data_access.withdrawn.v1"
        person: PersonId
        reasons: Reasons

    class Ended(Aggregate.Event):
        """They see it no longer: its time is over, or that for which they had it."""

        TOPIC = "data_access.ended.v1"
        person: PersonId
        cause: Cause

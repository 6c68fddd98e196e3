"""Everything that can happen to a report, as it is kept for good.

Names, topics and fields of these acts never change: a changed shape gets the next number.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import PersonId
from domain.reports.content import Content
from domain.reports.reporting import Task


class ReportActs:
    """The acts by name; `Report` says what each leaves behind."""

    class Drafted(Aggregate.Event):
        """The report was drafted: its first version."""

        TOPIC = "report.drafted.v1"
        content: Content

    class ShownTo(Aggregate.Event):
        """Those who read it first were shown the newest version."""

        TOPIC = "report.shown_to.v1"
        version: int
        to: tuple[PersonId, ...]

    class Published(Aggregate.Event):
        """The report was put online; one that is agreed later, as a draft."""

        TOPIC = "report.published.v1"
        version: int

    class Corrected(Aggregate.Event):
        """The report was put right in a new version; the older ones stay as they are."""

        TOPIC = "report.corrected.v1"
        version: int
        content: Content
        reason: str

    class Presented(Aggregate.Event):
        """The report was presented to a meeting, on an item of its agenda if there is one."""

        TOPIC = "report.presented.v1"
        version: int
        meeting: UUID
        item: int | None

    class Agreed(Aggregate.Event):
        """A version was agreed: by a decision of a meeting or, by a rule on that, by officers."""

        TOPIC = "report.agreed.v1"
        version: int
        meeting: UUID | None
        decision: int | None

    class Noted(Aggregate.Event):
        """A meeting noted the report."""

        TOPIC = "report.noted.v1"
        meeting: UUID
        decision: int

    class Referred(Aggregate.Event):
        """A meeting referred the report to somebody else."""

        TOPIC = "report.referred.v1"
        meeting: UUID
        decision: int
        to: str
        reason: str

    class DeadlineMissed(Aggregate.Event):
        """Something that was due of the report had not been done at its last moment."""

        TOPIC = "report.deadline_missed.v1"
        task: Task
        due: datetime

    class Completed(Aggregate.Event):
        """Nothing more is waited for."""

        TOPIC = "report.completed.v1"

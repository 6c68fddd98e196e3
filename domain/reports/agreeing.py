"""Which decision agrees a report: one on the version that stands, taken once that was on record.

It does not know who met, nor whether the decision binds.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime

from domain.kernel.moments import in_words, on_or_at
from domain.kernel.refusal import OutOfOrder, RuleBroken
from domain.kernel.value import Value
from domain.reports.reporting import KEPT_BY


class Taken(Value):
    """A decision by which a report is agreed: of which meeting, its number, and its moment."""

    meeting: UUID
    number: int
    at: AwareDatetime


def must_be_of_this_version(
    by: Taken, before: Collection[tuple[UUID | None, int | None]], revised: datetime
) -> None:
    """Refuse a decision that agreed an earlier version, or was taken before this one was there."""
    if (by.meeting, by.number) in before:
        raise OutOfOrder(
            f"Decision {by.number} agreed an earlier version. "
            "What was put right since needs a decision of its own.",
            rule=KEPT_BY,
        )
    if by.at < revised:
        raise RuleBroken(
            f"Decision {by.number} was taken {on_or_at(by.at)}, and the newest version is of "
            f"{in_words(revised)}. A meeting agrees only what was on record before it decided.",
            rule=KEPT_BY,
        )

"""A decision of a meeting, as other acts cite it."""

from __future__ import annotations

from uuid import UUID

from domain.kernel.value import Value


class DecidedAt(Value):
    """The meeting, and the decision's number in it."""

    meeting: UUID
    number: int

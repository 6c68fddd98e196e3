"""A decision of a meeting, or one in writing, as other acts cite it."""

from __future__ import annotations

from uuid import UUID

from domain.kernel.value import Value


class DecidedAt(Value):
    """The meeting and the decision's number in it, or a written resolution, whose number is 1."""

    meeting: UUID
    number: int

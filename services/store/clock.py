"""The organisation's clock: the database's time plus one offset, or held at one moment.

It is the only clock from which acts take their time.  It does not know why it is held; a rehearsal
of past years moves it, and nothing else should.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

from psycopg import Cursor

from domain.kernel.refusal import TooEarly

Rows = Callable[[], AbstractContextManager[Cursor[tuple[Any, ...]]]]

NOW = "SELECT convenor.organisation_now()"
# One statement each, so that of two who move the clock at once neither overtakes the other unseen.
_HOLD = (
    "UPDATE convenor.organisation_clock SET held_at = %(moment)s"
    " WHERE held_at IS NULL OR held_at <= %(moment)s RETURNING held_at"
)
_RELEASE = "UPDATE convenor.organisation_clock SET held_at = NULL"
_SHIFT = (
    "UPDATE convenor.organisation_clock SET held_at = held_at + %(delta)s,"
    " shift = CASE WHEN held_at IS NULL THEN shift + %(delta)s ELSE shift END"
    " WHERE held_at IS NULL OR %(delta)s >= interval '0' RETURNING true"
)


class PostgresClock:
    """`Clock` in the database, the same for every process."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def now(self) -> datetime:
        moment: datetime = self._one(NOW)
        return moment.astimezone(UTC)

    def hold(self, moment: datetime) -> None:
        """Stop the clock at a moment.  Raises `TooEarly` if it is held at a later one."""
        if self._one(_HOLD, moment=moment) is None:
            raise backwards(self.now(), moment)

    def release(self) -> None:
        """Let the clock run again with the offset that it had."""
        with self._rows() as cur:
            cur.execute(_RELEASE)

    def shift(self, delta: timedelta) -> None:
        """Move the clock.  Raises `TooEarly` if it is held and would go back."""
        if self._one(_SHIFT, delta=delta) is None:
            held = self.now()
            raise backwards(held, held + delta)

    def _one(self, statement: str, **words: object) -> Any:
        with self._rows() as cur:
            row = cur.execute(statement.encode(), words).fetchone()
        return row[0] if row else None


def backwards(held: datetime, moment: datetime) -> TooEarly:
    """The refusal to turn a held clock back."""
    return TooEarly(
        f"The organisation's clock is held at {held.isoformat()} and can't go back to "
        f"{moment.isoformat()}. Release it first, or choose a later moment."
    )

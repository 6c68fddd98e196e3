"""When a reminder falls due: so many days, by a rule, before what it reminds of."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.kernel.moments import shifted
from domain.rules.values import Days


def falls_due(what: datetime, days: Days) -> datetime:
    """The moment of the reminder, at the same time of day by the local clock."""
    return shifted(what, -timedelta(days=days.count))

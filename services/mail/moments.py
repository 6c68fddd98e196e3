"""The machine's own clock, for what concerns machines alone: the date on a letter, and how long
ago a mail server was last asked.  Nothing that is proved or decided goes by it.
"""

from __future__ import annotations

from datetime import UTC, datetime


def machine_now() -> datetime:
    """The moment by this machine."""
    return datetime.now(UTC)

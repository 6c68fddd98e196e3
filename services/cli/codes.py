"""How a command ends, as a number for whatever called it (see `saying` for which is which)."""

from __future__ import annotations

from enum import IntEnum


class Code(IntEnum):
    """How a command ended."""

    DONE = 0
    UNAVAILABLE = 1
    UNUSABLE = 2
    REFUSED = 3
    STOPPED = 130

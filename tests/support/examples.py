"""How many examples a property is tried on: a few every time, all of them in the long suite."""

from __future__ import annotations

FEW = 5
PART = 5

in_long_suite = False
"""Set by the conftest before any test is read."""


def examples(whole: int) -> int:
    """All of them in the long suite; a fifth otherwise, but at least five if there are so many."""
    return whole if in_long_suite else max(whole // PART, min(FEW, whole))

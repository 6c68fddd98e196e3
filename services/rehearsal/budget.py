"""How long a rehearsal may take, and whether it kept to it: two cores, everything installed.

Other work on the machine slows it down, so a rehearsal over its budget is told in plain sight and
fails only where that is asked for (`demo --check --strict-time`).
"""

from __future__ import annotations

from typing import NamedTuple

WHOLE_SECONDS = 90.0
VOTING_SECONDS = 30.0


class Took(NamedTuple):
    """The seconds of one rehearsal: from the first server's start to the last one's end, and of
    them the voting, if there was any."""

    whole: float
    voting: float | None = None

    @property
    def in_time(self) -> bool:
        return self.whole <= WHOLE_SECONDS and (self.voting or 0) <= VOTING_SECONDS

    def sentences(self) -> list[str]:
        """Both figures beside what is allowed, and the verdict."""
        verdict = "kept" if self.in_time else "NOT KEPT: the rehearsal is over its time budget"
        voting = f"Time of the voting: {self.voting or 0:.1f} s (allowed: {VOTING_SECONDS:g} s)"
        return [
            f"Time of the whole rehearsal: {self.whole:.1f} s (allowed: {WHOLE_SECONDS:g} s)",
            *([] if self.voting is None else [voting]),
            f"Time budget: {verdict}",
        ]

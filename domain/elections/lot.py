"""The lot of an election: which public value it will be drawn from, announced before it is known.

The seed is made of the hash of the papers and of that value (`domain.counting.lots`), so the papers
have to be handed in before anybody knows the value.  Who announces it is decided in `election`,
what is done with it in `count`.
"""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime

from domain.kernel.ids import RuleId
from domain.kernel.moments import LONDON
from domain.kernel.refusal import RuleBroken
from domain.kernel.sane import Line
from domain.kernel.value import Value


class LotSource(Value):
    """A public value that nobody can choose: where it will stand, and when it is first known.

    Such as the numbers of a national lottery on a day to come.
    """

    source: Line
    known_from: AwareDatetime

    @property
    def when(self) -> str:
        """The moment from which the value is known, in words."""
        return f"{self.known_from.astimezone(LONDON):%-d %B %Y, %H:%M}"

    def must_not_be_known(self, now: datetime, rule: RuleId) -> None:
        """Raises `RuleBroken` once the value can be known."""
        if self.known_from <= now:
            raise RuleBroken(
                f"The value for the lot ({self.source}) is known from {self.when} on: "
                "whoever knows it could choose the papers. Announce one that nobody knows yet.",
                rule=rule,
            )

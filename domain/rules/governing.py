"""Which edition of a rule binds a process that is under way.

It answers rule by rule and refuses to know what the process is.
"""

from __future__ import annotations

from domain.kernel.value import Value
from domain.rules.edition import Edition, Kind
from domain.rules.values import Reads, Rule


class Governing(Value):
    """The two editions that an act inside a process is judged by.

    `opening` was in force when the process opened, or is the one to which a transitional clause has
    moved it since; `current` is in force now.  Each rule says which of the two it is read from.
    """

    opening: Edition
    current: Edition

    def rule(self, rule: str) -> Rule:
        """The rule as it governs this process."""
        return self._read_from(rule).rule(rule)

    def value(self, rule: str, kind: type[Kind]) -> Kind:
        """The value of that rule as it governs this process."""
        return self._read_from(rule).value(rule, kind)

    def has(self, rule: str) -> bool:
        return self.opening.has(rule) or self.current.has(rule)

    def _read_from(self, rule: str) -> Edition:
        """A rule that was not there at the opening is read as it is now."""
        if not self.opening.has(rule):
            return self.current
        return self.current if self.opening.rule(rule).reads is Reads.AT_ACT else self.opening

"""How an act is refused: a sentence for the person, with the rule that it would have broken.

    Refusal
    ├── NotFound            nothing of that name
    ├── NotAllowed          the person has no power to do this
    ├── TooEarly            the moment has not come
    ├── TooLate             the deadline took effect
    ├── OutOfOrder          the thing is not at the stage for this
    │   └── Overtaken       a later act stands in its record already
    ├── RuleBroken          a mandatory rule forbids it
    ├── QuorumNotMet        too few were there
    ├── BadInput            what was given can't be read or makes no sense
    └── StaleView           it was decided on a version that is no longer the newest

A refusal leaves no act behind.  It refuses to know about HTTP, exit codes and stores:
`services` turns it into each of these.
"""

from __future__ import annotations

from datetime import datetime

from domain.kernel.ids import ClauseId, RuleId


class Refusal(Exception):
    """An act that may not be.  `sentence` is for people, `rule` and `clause` say why."""

    def __init__(
        self,
        sentence: str,
        *,
        rule: RuleId | None = None,
        clause: ClauseId | None = None,
        about: str | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.rule = rule
        self.clause = clause
        self.about = about

    def __str__(self) -> str:
        if self.rule is None:
            return self.sentence
        clause = f", clause {self.clause}" if self.clause else ""
        return f"{self.sentence} (rule {self.rule}{clause})"


class NotFound(Refusal):
    """Nothing of that name is known."""


class NotAllowed(Refusal):
    """The person has no post, decision or rule that gives the power."""


class TooEarly(Refusal):
    """The moment from which this may be done has not come."""


class TooLate(Refusal):
    """The deadline took effect at its stored moment, whether or not it has been recorded yet."""


class OutOfOrder(Refusal):
    """The thing is not at the stage at which this can be done."""


class Overtaken(OutOfOrder):
    """An act of a later moment (`newest`) stands in the thing's record already."""

    def __init__(self, sentence: str, *, newest: datetime) -> None:
        super().__init__(sentence)
        self.newest = newest


class RuleBroken(Refusal):
    """A mandatory rule of the version that governs forbids it."""


class QuorumNotMet(RuleBroken):
    """Fewer took part than the rule demands."""


class BadInput(Refusal):
    """What was given can't be read, or makes no sense where it stands."""


class StaleView(Refusal):
    """The decision was made on a version of the thing that others have changed since."""

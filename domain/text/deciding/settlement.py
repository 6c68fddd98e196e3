"""What a meeting's votes make of a text, and what fell without having been voted down."""

from __future__ import annotations

from enum import StrEnum

from domain.kernel.value import Value
from domain.text.amendment.change import AmendmentId, RuleEdit
from domain.text.merging.collisions import Choice, Collision
from domain.text.text import Digest, Text


class Procedure(StrEnum):
    """How amendments are taken.

    `parallel`: all against one text, the carried ones merged, whatever their order.
    `substantive`: each carried one makes a new text, against which the next is taken.
    `parts`: as parallel, but each paragraph of an amendment has a vote of its own.
    `consensus`: those that nobody objects to and that collide with none of the others.
    """

    SUBSTANTIVE = "substantive"
    PARALLEL = "parallel"
    PARTS = "parts"
    CONSENSUS = "consensus"


class Outcome(Value):
    """What was decided.

    `carried` are amendments (under `parts`: parts of them) in the order in which they were taken;
    under `consensus`, those to which nobody objected.  Whatever is not named was lost.
    """

    procedure: Procedure = Procedure.PARALLEL
    carried: tuple[AmendmentId, ...] = ()
    choices: tuple[Choice, ...] = ()


class Fallen(Value):
    """An amendment that was not lost and still changes nothing, and why."""

    amendment: AmendmentId
    sentence: str


class Step(Value):
    """One amendment taken into the text, and which text that made."""

    amendment: AmendmentId
    result: Digest


class Settlement(Value):
    """The text as decided.

    `taken` are in force in it; under `substantive` in the order that made it, otherwise in the
    order of their names.  While `collisions` is not empty a decision is missing, and the passages
    in dispute read as before.
    """

    procedure: Procedure
    text: Text
    rules: tuple[RuleEdit, ...] = ()
    taken: tuple[AmendmentId, ...] = ()
    fallen: tuple[Fallen, ...] = ()
    collisions: tuple[Collision, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def is_final(self) -> bool:
        """No decision is missing."""
        return not self.collisions

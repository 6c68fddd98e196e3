"""What is found wrong in a trial: a rule, in which respect, and why.

It does not look for faults.
"""

from __future__ import annotations

from domain.kernel.ids import RuleId
from domain.kernel.refusal import BadInput
from domain.kernel.value import Value
from domain.rules.edition import Edition


class Fault(Value):
    """What would not work: the rule to blame, in which respect, and why in a whole sentence.

    `excess` tells how bad it is, so that a change which makes things better is not refused.
    """

    rule: RuleId
    respect: str
    why: str
    excess: int = 0


def refused(fault: Fault, edition: Edition) -> BadInput:
    """A fault as a refusal."""
    return BadInput(fault.why, rule=fault.rule, clause=edition.rule(fault.rule).clause)

"""What the rulebook allows with a proposal: whose, how often, and by which procedure it is amended.

It refuses to know the text.
"""

from __future__ import annotations

from domain.cycle.asked import Drafter
from domain.kernel.ids import RuleId
from domain.kernel.refusal import RuleBroken
from domain.rules.rulebook import Governing
from domain.rules.values import AmendmentProcedure, Count, Procedure

SUPPORTERS = RuleId("refounding.supporters_needed")
PROCEDURE = RuleId("refounding.procedure")
COUNTER = RuleId("refounding.counter_proposals")


def procedure_of(rules: Governing) -> Procedure:
    """How amendments are taken."""
    return rules.value(PROCEDURE, AmendmentProcedure).procedure


def must_be_supported(drafter: Drafter, supporters: int, rules: Governing) -> None:
    """Refuse a member's draft with fewer supporters than it needs; a group's needs none."""
    needed = rules.value(SUPPORTERS, Count).count
    if drafter.group is None and supporters < needed:
        raise RuleBroken(
            f"A member's proposal needs {needed} supporters, and this has {supporters}.",
            rule=SUPPORTERS,
            clause=rules.rule(SUPPORTERS).clause,
        )


def must_allow_another(counter_proposals: int, rules: Governing) -> None:
    """Refuse a counter-proposal where as many as may be were put."""
    allowed = rules.value(COUNTER, Count).count
    if counter_proposals >= allowed:
        raise RuleBroken(
            f"A counter-proposal may be put {allowed} time(s), and that has been done.",
            rule=COUNTER,
            clause=rules.rule(COUNTER).clause,
        )

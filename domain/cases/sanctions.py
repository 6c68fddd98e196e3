"""Which sanctions there are, and how grave a one a panel may decide by its own power.

The closed list is that of the rule, mildest first; its value is the gravest that a panel may decide
alone.  What the sanction does to somebody is not done here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.kernel.ids import RuleId
from domain.kernel.refusal import BadInput, RuleBroken
from domain.rules.governing import Governing
from domain.rules.values import Choice, Share

GRAVEST: Final = RuleId("complaints.gravest_sanction")
MAJORITY: Final = RuleId("complaints.panel_majority")


def listed(rules: Governing) -> tuple[str, ...]:
    """Every sanction that there is, mildest first."""
    return rules.rule(GRAVEST).one_of


def must_be_within_power(rules: Governing, sanction: str) -> None:
    """Raises `BadInput` for one that is on no list, `RuleBroken` for one that is too grave."""
    rule, known = rules.rule(GRAVEST), listed(rules)
    if sanction not in known:
        raise BadInput(
            f"“{sanction}” is no sanction. There are: {', '.join(known)}.",
            rule=rule.id,
            clause=rule.clause,
        )
    gravest = rules.value(GRAVEST, Choice).choice
    if known.index(sanction) > known.index(gravest):
        raise RuleBroken(
            f"A panel decides on nothing graver than {gravest.replace('_', ' ')}; "
            f"{sanction.replace('_', ' ')} is beyond its power.",
            rule=rule.id,
            clause=rule.clause,
        )


def agreed_on(rules: Governing, wanted: Sequence[str | None], size: int) -> str | None:
    """The gravest sanction that a majority of the panel stands behind.

    Whoever asks for a graver one stands behind each that is milder; none asks for no sanction.
    """
    share, known = rules.value(MAJORITY, Share), listed(rules)
    for grade in range(len(known) - 1, -1, -1):
        behind = sum(1 for one in wanted if one is not None and known.index(one) >= grade)
        if share.met_by(behind, size):
            return known[grade]
    return None

"""What breaking a rule means: a mandatory one stops the act, a directory one marks it.

It does not know how a rule was broken; whoever asks says so in words.
"""

from __future__ import annotations

from domain.kernel.act import Act
from domain.kernel.refusal import RuleBroken
from domain.rules.values import Force, Rule


def judged(act: Act, rule: Rule, breach: str | None) -> Act:
    """The act as judged by a rule; `breach` says in a sentence how it is broken, if it is.

    Raises `RuleBroken` for a breach of a mandatory rule; a breach of a directory rule is recorded
    with the act, which then stands as irregular.
    """
    if breach is None:
        return act.under(rule.id)
    if rule.force is Force.MANDATORY:
        raise RuleBroken(breach, rule=rule.id, clause=rule.clause)
    return act.breaking(rule.id).model_copy(update={"note": breach})

"""What breaking a rule means: it stops an act of the service, or marks what has happened.

It does not know how a rule was broken; whoever asks says so in words.
"""

from __future__ import annotations

from domain.kernel.act import Act
from domain.kernel.refusal import RuleBroken
from domain.rules.values import Force, Rule


def judged(act: Act, rule: Rule, breach: str | None, kind: type[RuleBroken] = RuleBroken) -> Act:
    """An act of the service as judged by a rule; `breach` says how it is broken, if it is.

    Raises `kind` for a breach of a mandatory rule; a breach of a directory rule is recorded with
    the act, which then stands as irregular.
    """
    if breach is not None and rule.force is Force.MANDATORY:
        raise kind(breach, rule=rule.id, clause=rule.clause)
    return as_fact(act, rule, breach)


def as_fact(act: Act, rule: Rule, breach: str | None) -> Act:
    """A fact of the world as judged by a rule: it has happened, so no breach keeps it out."""
    if breach is None:
        return act.under(rule.id)
    return act.breaking(rule.id).noting(breach)

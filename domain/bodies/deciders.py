"""Which rule says who decides over a body's life, its places and its posts.

It stands where every rule on a body stands, the nearest first (`ncg.subgroups.formed_by`), and for
all bodies under `bodies`.  Local groups and panels have rules of other names from of old.  Who has
the power by the rule is for `domain.powers`, and what was decided for the meetings.
"""

from __future__ import annotations

from typing import Final

from domain.bodies.body import Kind
from domain.bodies.scopes import Rules, Scopes
from domain.kernel.ids import RuleId
from domain.rules.values import Rule, Who

FORMED_BY: Final = "formed_by"
RENAMED_BY: Final = "renamed_by"
DISSOLVED_BY: Final = "dissolved_by"
SEATED_BY: Final = "seated_by"
POSTS_BY: Final = "posts_by"
RECOGNITION_POWER: Final = RuleId("groups.recognition_power")
PANEL_POWER: Final = RuleId("complaints.panel_power")

FOR_ALL: Final = {
    FORMED_BY: RuleId("bodies.formed_by"),
    RENAMED_BY: RuleId("bodies.renamed_by"),
    DISSOLVED_BY: RuleId("bodies.dissolved_by"),
    SEATED_BY: RuleId("bodies.seated_by"),
    POSTS_BY: RuleId("bodies.posts_by"),
}
"""Where the rule of each name stands for all bodies that have none nearer."""
_OF_KIND: Final = {
    (Kind.LOCAL_GROUP, FORMED_BY): RECOGNITION_POWER,
    (Kind.LOCAL_GROUP, DISSOLVED_BY): RECOGNITION_POWER,
    (Kind.PANEL, FORMED_BY): PANEL_POWER,
}


def decided_by(rules: Rules, where: Scopes, kind: Kind, name: str) -> Rule:
    """The rule on who decides it for a body of that kind; raises `NotFound` for a gap."""
    named = [f"{scope}.{name}" for scope in where]
    also = _OF_KIND.get((kind, name))
    for rule in (*named, *(() if also is None else (also,))):
        if rules.has(rule) and isinstance(rules.rule(rule).value, Who):
            return rules.rule(rule)
    return rules.rule(FOR_ALL[name])


def post_given_by(rules: Rules, where: Scopes, kind: Kind, post: str) -> Rule:
    """The rule on who gives a post: one on posts of that name (`convenors_by`), else on all."""
    for scope in where:
        rule = f"{scope}.{post}s_by"
        if rules.has(rule) and isinstance(rules.rule(rule).value, Who):
            return rules.rule(rule)
    return decided_by(rules, where, kind, POSTS_BY)

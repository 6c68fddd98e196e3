"""Which rule says who decides over a body's life, its places and its posts.

It stands where every rule on a body stands, the nearest first (`ncg.subgroups.formed_by`), and for
all bodies under `bodies`.  Groups that are recognised have a rule on that, and where a kind has
another name for such a rule, its declaration says so.  Who has the power by the rule is for
`domain.powers`, and what was decided for the meetings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from domain.bodies.scopes import Rules, Scopes
from domain.kernel.ids import RuleId
from domain.rules.kinds import kind_of, word_of
from domain.rules.values import Rule, Who

FORMED_BY: Final = "formed_by"
RENAMED_BY: Final = "renamed_by"
DISSOLVED_BY: Final = "dissolved_by"
SEATED_BY: Final = "seated_by"
POSTS_BY: Final = "posts_by"

FOR_ALL: Final = {
    FORMED_BY: RuleId("bodies.formed_by"),
    RENAMED_BY: RuleId("bodies.renamed_by"),
    DISSOLVED_BY: RuleId("bodies.dissolved_by"),
    SEATED_BY: RuleId("bodies.seated_by"),
    POSTS_BY: RuleId("bodies.posts_by"),
}
"""Where the rule of each name stands for all bodies that have none nearer."""


def recognition_power(rules: Rules, kind: str) -> RuleId:
    """The rule on who recognises, and ends, the bodies of a kind that is recognised."""
    return RuleId(f"{word_of(rules, kind)}.recognition_power")


def decided_by(rules: Rules, where: Scopes, kind: str, name: str) -> Rule:
    """The rule on who decides it for a body of that kind; raises `NotFound` for a gap."""
    named = [f"{scope}.{name}" for scope in where]
    for rule in (*named, *_of_kind(rules, kind, name)):
        if rules.has(rule) and isinstance(rules.rule(rule).value, Who):
            return rules.rule(rule)
    return rules.rule(FOR_ALL[name])


def _of_kind(rules: Rules, kind: str, name: str) -> Iterator[RuleId]:
    """The rule that a kind has under another name: on recognition, or as its declaration says."""
    declared = kind_of(rules, kind)
    if declared.recognised and name in (FORMED_BY, DISSOLVED_BY):
        yield recognition_power(rules, kind)
    if declared.established_under is not None and name == FORMED_BY:
        yield declared.established_under


def post_given_by(rules: Rules, where: Scopes, kind: str, post: str) -> Rule:
    """The rule on who gives a post: one on posts of that name (`convenors_by`), else on all."""
    for scope in where:
        rule = f"{scope}.{post}s_by"
        if rules.has(rule) and isinstance(rules.rule(rule).value, Who):
            return rules.rule(rule)
    return decided_by(rules, where, kind, POSTS_BY)

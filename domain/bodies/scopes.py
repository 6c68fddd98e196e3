"""Where a rule about a body stands: the one way in which every rule on a body is looked for.

A rule stands under the body's own short name (`ncg.meetings.quorum`), for all of a kind below one
parent under the parent's (`ncg.subgroups.union_place`), and for all of a kind under that kind
(`subgroups.union_place`, `groups.meetings.quorum`); what rules call the bodies of a kind is said
where the kind is declared.  The first that is found holds.  A few rules of a parent speak for the
bodies below it too, where those have none of their own (`ncg.holds_over`).
"""

from __future__ import annotations

from typing import Protocol

from domain.bodies.body import Body
from domain.rules.kinds import BodyKind, word_of
from domain.rules.values import Rule

Scopes = tuple[str, ...]


class Rules(Protocol):
    """An edition of the rulebook, or the two that govern a process."""

    def has(self, rule: str) -> bool: ...

    def rule(self, rule: str) -> Rule: ...

    def value(self, rule: str, kind: type[BodyKind]) -> BodyKind: ...


def scopes(slug: str, word: str, parent: str | None) -> Scopes:
    """Under which names rules about a body stand, the nearest first.

    `word` is what rules call the bodies of its kind.
    """
    below = () if parent is None else (f"{parent}.{word}",)
    return (slug, *below, word)


def scopes_of(rules: Rules, body: Body, parent: Body | None) -> Scopes:
    """The same for a body and the one that it is part of."""
    return scopes(body.slug, word_of(rules, body.kind), None if parent is None else parent.slug)


def nearest(rules: Rules, where: Scopes, name: str) -> Rule | None:
    """The rule of that name in the nearest of these scopes, if there is one."""
    ids = (f"{scope}.{name}" for scope in where)
    return next((rules.rule(rule) for rule in ids if rules.has(rule)), None)

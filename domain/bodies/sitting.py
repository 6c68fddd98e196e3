"""A body as its rules look at it: who sits in it now, and the scopes in which its rules stand."""

from __future__ import annotations

from collections.abc import Iterator

from domain.bodies.body import Body
from domain.bodies.mandate import Mandate
from domain.bodies.scopes import Rules, Scopes, nearest, scopes
from domain.kernel.ids import BodyId, PersonId
from domain.kernel.value import Value
from domain.rules.edition import Edition
from domain.rules.kinds import kind_of, word_of
from domain.rules.values import Rule


class Sitting(Value):
    """Who sits in a body at a moment.  `word` is what rules call the bodies of its kind.

    `parent` is the short name of the body above it.

    `unseen` is how many belong to it without being shown, none where that is not known.  Of a
    `recognised` group `enrolled` is how many of the members on the register belong to it.
    """

    id: BodyId
    slug: str
    name: str
    kind: str
    word: str
    parent: str | None
    mandates: tuple[Mandate, ...]
    unseen: int | None = None
    recognised: bool = False
    enrolled: int | None = None

    @property
    def scopes(self) -> Scopes:
        return scopes(self.slug, self.word, self.parent)

    @property
    def scopes_and_above(self) -> Scopes:
        """The same and the parent's own, for rules of a parent that speak for those below too."""
        return self.scopes if self.parent is None else (*self.scopes, self.parent)

    @property
    def voting(self) -> tuple[Mandate, ...]:
        """The seats with a vote."""
        return tuple(one for one in self.mandates if one.is_seat and one.voting)

    def holders_of(self, post: str) -> tuple[Mandate, ...]:
        return tuple(one for one in self.mandates if one.post == post)

    def rule(self, edition: Edition, name: str) -> Rule | None:
        """The rule of that name about this body, if there is one."""
        return nearest(edition, self.scopes, name)

    def rules_below(self, edition: Edition, name: str) -> Iterator[Rule]:
        """Every rule under that name about this body; a nearer one hides a farther one."""
        seen: set[str] = set()
        for scope in self.scopes:
            start = f"{scope}.{name}."
            for rule in edition.under(start):
                last = rule.removeprefix(start)
                if last not in seen:
                    seen.add(last)
                    yield edition.rule(rule)

    def without(self, person: PersonId) -> Sitting:
        """The same body once a person has gone."""
        left = tuple(one for one in self.mandates if one.person != person)
        return self.model_copy(update={"mandates": left})

    def with_mandate(self, mandate: Mandate) -> Sitting:
        return self.model_copy(update={"mandates": (*self.mandates, mandate)})

    def without_mandate(self, mandate: Mandate) -> Sitting:
        left = tuple(one for one in self.mandates if one.id != mandate.id)
        return self.model_copy(update={"mandates": left})


def sitting(body: Body, parent: Body | None, rules: Rules) -> Sitting:
    """A body as its rules look at it."""
    return Sitting(
        id=BodyId(body.id),
        slug=body.slug,
        name=body.name,
        kind=body.kind,
        word=word_of(rules, body.kind),
        recognised=kind_of(rules, body.kind).recognised,
        parent=None if parent is None else parent.slug,
        mandates=body.mandates,
    )

"""Merges amendments to one text.

Every change that collides with no other is made; every collision is told, and made as chosen once
there is a choice for it.  The order in which amendments are given never changes the result.  It
refuses to know whether an amendment was carried: whoever calls it says what is to be merged.
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.kernel.value import Value
from domain.text.amendment.atoms import Atom
from domain.text.amendment.change import Amendment, AmendmentId, RuleEdit
from domain.text.amendment.drafting import changes_between
from domain.text.amendment.reading import Base, read
from domain.text.amendment.writing import rule_edits_of
from domain.text.merging.collisions import Choice, Collision, CollisionId
from domain.text.merging.dispute import Dispute
from domain.text.merging.families import Families
from domain.text.merging.layout import laid_out
from domain.text.merging.pool import Pool
from domain.text.refusals import ChoiceRefused
from domain.text.text import Digest, Text
from domain.text.words import in_order


class Merge(Value):
    """What becomes of a text.

    `collisions` are those still open: of each, nothing is in `text` and `rules`.  `uncontested`
    are the amendments that met with no collision at all, neither they nor an amendment to them.
    """

    base: Digest
    text: Text
    rules: tuple[RuleEdit, ...]
    collisions: tuple[Collision, ...]
    uncontested: tuple[AmendmentId, ...]

    @property
    def contested(self) -> tuple[AmendmentId, ...]:
        """Those with a part in a collision that is still open."""
        names = {name for collision in self.collisions for name in collision.amendments}
        return tuple(sorted(names, key=in_order))


def merge(base: Text, amendments: Iterable[Amendment], choices: Iterable[Choice] = ()) -> Merge:
    """All of these amendments, and amendments to them, at once.

    Raises a refusal if one of them does not fit the text, or a choice no collision.
    """
    families = Families(amendments)
    merger = _Merger(families, choices)
    merged = merger.merged(Base(base), families.roots, None)
    merger.has_used_every_choice()
    return merged


def as_amended(
    base: Text,
    amendment: Amendment,
    children: Iterable[Amendment],
    choices: Iterable[Choice] = (),
) -> Amendment:
    """An amendment as the carried amendments to it leave it, as one amendment to the text."""
    families = Families([amendment, *children])
    merger = _Merger(families, choices)
    folded = merger.folded(Base(base), amendment)
    merger.has_used_every_choice()
    return folded


def merged_atoms(base: Base, amendments: Iterable[Amendment]) -> tuple[Atom, ...]:
    """All that these do together, each with the amendments to it in it; none may collide."""
    families = Families(amendments)
    merger = _Merger(families, ())
    pool = Pool(base, [merger.folded(base, root) for root in families.roots])
    return tuple(pool.owners)


class _Merger:
    """One merge, with the choices that are still to be used."""

    def __init__(self, families: Families, choices: Iterable[Choice]) -> None:
        self._families = families
        self._choices: dict[CollisionId, Choice] = {}
        for choice in choices:
            if choice.collision in self._choices:
                raise ChoiceRefused(
                    f"Two choices are given for the collision {choice.collision}. Keep one."
                )
            self._choices[choice.collision] = choice
        self._used: set[CollisionId] = set()
        self._inner: dict[AmendmentId, tuple[Collision, ...]] = {}
        self._troubled: set[AmendmentId] = set()

    def has_used_every_choice(self) -> None:
        """Raises `ChoiceRefused` if a choice is left over."""
        left = sorted(set(self._choices) - self._used)
        if left:
            raise ChoiceRefused(
                f"There is no collision {left[0]} among these amendments. "
                "Look at the collisions as they are now, and choose again."
            )

    def merged(
        self, base: Base, amendments: tuple[Amendment, ...], parent: AmendmentId | None
    ) -> Merge:
        """One generation, each with its own amendments folded in first."""
        pool = Pool(base, [self.folded(base, amendment) for amendment in amendments])
        disputes = [Dispute(pool, heap, parent) for heap in pool.heaps]
        disputed = {atom for heap in pool.heaps for atom in heap}
        made = [atom for atom in pool.owners if atom not in disputed]
        for dispute in disputes:
            made += self._chosen(dispute)
            self._troubled |= set(dispute.collision.amendments)
        still_open = [d.collision for d in disputes if d.collision.id not in self._choices]
        inner = [c for one in amendments for c in self._inner.get(one.id, ())]
        rules = sorted(rule_edits_of(made), key=lambda edit: edit.rule)
        return Merge(
            base=base.digest,
            text=laid_out(base, made),
            rules=tuple(rules),
            collisions=(*still_open, *inner),
            uncontested=self._at_peace(amendments),
        )

    def _chosen(self, dispute: Dispute) -> list[Atom]:
        choice = self._choices.get(dispute.collision.id)
        if choice is None:
            return []
        self._used.add(dispute.collision.id)
        return dispute.settled(choice)

    def _at_peace(self, amendments: Iterable[Amendment]) -> tuple[AmendmentId, ...]:
        names: list[AmendmentId] = []
        for amendment in amendments:
            family = [amendment.id, *(d.id for d in self._families.descendants(amendment.id))]
            if not self._troubled.intersection(family):
                names += family
        return tuple(sorted(names, key=in_order))

    def folded(self, base: Base, amendment: Amendment) -> Amendment:
        """The amendment with the amendments to it in it."""
        children = self._families.children(amendment.id)
        if not children:
            return amendment
        own = laid_out(base, read(base, amendment))
        merged = self.merged(Base(own), children, amendment.id)
        self._inner[amendment.id] = merged.collisions
        rules = {e.rule: e for e in (*amendment.rule_edits, *merged.rules)}
        return Amendment(
            id=amendment.id,
            base=base.digest,
            changes=changes_between(base.text, merged.text),
            rule_edits=tuple(rules[name] for name in sorted(rules)),
            mover=amendment.mover,
        )

"""Carries amendments over to a newer version of the text that they were made for.

What became of the text is read as one more amendment: where the two collide, the amendment is
overtaken; where they do the same, there is nothing left to do; everything else is carried over,
word for word.  So `apply(new, rebased)` is what merging the two would have given.  It refuses to
mend an amendment: whoever moved it may draft it anew.
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.kernel.value import Value
from domain.text.amendment.change import Amendment
from domain.text.amendment.reading import Base
from domain.text.merging.families import Families
from domain.text.merging.layout import apply, laid_out
from domain.text.merging.merge import merged_atoms
from domain.text.merging.passage import Overtaken, OvertakenBy, Passage, Rebased
from domain.text.text import Text

__all__ = ["CarriedOver", "Overtaken", "OvertakenBy", "Rebased", "rebase", "rebase_all"]


class CarriedOver(Value):
    """Many amendments carried over: those that survive, and those that don't."""

    rebased: tuple[Amendment, ...]
    overtaken: tuple[Overtaken, ...]


def rebase(amendment: Amendment, old_base: Text, new_base: Text) -> Rebased | Overtaken:
    """The amendment for the new text.  For one with a parent: both texts as the parent has them."""
    return Passage.between(old_base, new_base).over(amendment)


def rebase_all(
    amendments: Iterable[Amendment],
    old_base: Text,
    new_base: Text,
    through: Iterable[Amendment] = (),
) -> CarriedOver:
    """All of them, amendments to amendments along with their parents.

    `through`: the amendments that made the new text of the old one, if they did so without a
    choice between them.  They say what two texts can't: what was put after a paragraph that went.
    """
    families = Families(amendments)
    passage = _passage(old_base, new_base, tuple(through))
    rebased, overtaken = _generation(families, families.roots, passage, (old_base, new_base))
    return CarriedOver(rebased=tuple(rebased), overtaken=tuple(overtaken))


def _passage(old: Text, new: Text, through: tuple[Amendment, ...]) -> Passage:
    base = Base(old)
    atoms = merged_atoms(base, through)
    known = Passage(base, Base(new), atoms)
    if laid_out(base, atoms) == new and known.keeps_words_apart:
        return known
    return Passage.between(old, new)


def _generation(
    families: Families,
    amendments: Iterable[Amendment],
    passage: Passage,
    texts: tuple[Text, Text],
) -> tuple[list[Amendment], list[Overtaken]]:
    rebased: list[Amendment] = []
    overtaken: list[Overtaken] = []
    for amendment in amendments:
        outcome = passage.over(amendment)
        if isinstance(outcome, Overtaken):
            overtaken.append(outcome)
            overtaken += _orphaned(families, amendment)
            continue
        rebased.append(outcome.amendment)
        children = families.children(amendment.id)
        if children:
            inner = apply(texts[0], amendment), apply(texts[1], outcome.amendment)
            survivors, lost = _generation(families, children, Passage.between(*inner), inner)
            rebased += survivors
            overtaken += lost
    return rebased, overtaken


def _orphaned(families: Families, parent: Amendment) -> list[Overtaken]:
    return [
        Overtaken(
            amendment=child.id,
            reason=OvertakenBy.PARENT_GONE,
            sentence=f"Amendment {child.id} falls with amendment {parent.id}, which it amends.",
        )
        for child in families.descendants(parent.id)
    ]

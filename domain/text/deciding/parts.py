"""Cuts an amendment into the parts that can be voted on one by one: a paragraph, a place, a rule.

It refuses to cut finer: half a sentence is not a part.
"""

from __future__ import annotations

from domain.text.amendment.atoms import Atom, Place, Rule
from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.amendment.reading import Base, read
from domain.text.amendment.writing import changes_of, rule_edits_of
from domain.text.text import ParagraphId, Text

Key = tuple[str, str | None]


def in_parts(base: Text, amendment: Amendment) -> tuple[Amendment, ...]:
    """The parts, each an amendment of its own called A/1, A/2 … in the order of the changes.

    Together they do what the whole does.  An amendment to an amendment is folded in before
    (`as_amended`); a part does not remember the parent.
    """
    ground = Base(base)
    found: dict[Key, list[Atom]] = {}
    for atom in read(ground, amendment):
        found.setdefault(_key(atom), []).append(atom)
    return tuple(
        _part(ground, amendment, str(number), atoms)
        for number, atoms in enumerate(found.values(), start=1)
    )


def cut(
    base: Text, amendment: Amendment, paragraphs: frozenset[ParagraphId]
) -> tuple[Amendment, Amendment]:
    """What the amendment does to these paragraphs, called A/back, and the rest under its name."""
    ground = Base(base)
    atoms = read(ground, amendment)
    touching = [atom for atom in atoms if touches(atom, paragraphs)]
    rest = [atom for atom in atoms if atom not in touching]
    remaining = {"changes": changes_of(ground, rest), "rule_edits": rule_edits_of(rest)}
    return _part(ground, amendment, "back", touching), amendment.model_copy(update=remaining)


def touches(atom: Atom, paragraphs: frozenset[ParagraphId]) -> bool:
    """Whether the words or the existence of one of these paragraphs would change."""
    if isinstance(atom, Place):
        return not paragraphs.isdisjoint(atom.moved)
    return not isinstance(atom, Rule) and atom.paragraph in paragraphs


def _key(atom: Atom) -> Key:
    if isinstance(atom, Place):
        return "after", atom.anchor
    return ("rule", atom.rule) if isinstance(atom, Rule) else ("paragraph", atom.paragraph)


def _part(base: Base, whole: Amendment, name: str, atoms: list[Atom]) -> Amendment:
    return Amendment(
        id=AmendmentId(f"{whole.id}/{name}"),
        base=base.digest,
        changes=changes_of(base, atoms),
        rule_edits=rule_edits_of(atoms),
        mover=whole.mover,
    )

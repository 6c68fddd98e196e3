"""Agree the easy ones first: merge what nobody contests, and put the rest against the new text.

An amendment that collides with another can't be easy, whoever contests it: agreeing it unseen
would decide the other.  So it is drawn in, and nothing that is to be voted on is ever overtaken by
what was merged before.  A paragraph may be referred back: it stays as it is, and what was moved to
it goes with it.  It refuses to know who contests, and how the rest is voted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from domain.kernel.value import Value
from domain.text.amendment.change import Amendment, AmendmentId, RuleEdit
from domain.text.amendment.reading import Base, read
from domain.text.deciding.parts import cut, touches
from domain.text.deciding.settlement import Fallen
from domain.text.merging.families import Families
from domain.text.merging.merge import merge
from domain.text.merging.passage import Overtaken
from domain.text.merging.rebasing import rebase_all
from domain.text.text import Paragraph, ParagraphId, Text
from domain.text.words import in_order, listed


class EasyFirst(Value):
    """The text with the uncontested amendments, and the others as they stand against it.

    `drawn_in` are those that nobody contested and that still need a vote.  `overtaken` is empty
    but for an amendment with amendments of its own that make it collide after all.
    """

    text: Text
    rules: tuple[RuleEdit, ...]
    merged: tuple[AmendmentId, ...]
    remaining: tuple[Amendment, ...]
    drawn_in: tuple[Fallen, ...]
    overtaken: tuple[Overtaken, ...]


class ReferredBack(Value):
    """Paragraphs that go back to whoever prepared them, with what was moved to them."""

    paragraphs: tuple[Paragraph, ...]
    amendments: tuple[Amendment, ...]
    remaining: tuple[Amendment, ...]


def uncontested_first(
    base: Text, amendments: Iterable[Amendment], contested_ids: Collection[AmendmentId]
) -> EasyFirst:
    """Merges the uncontested and carries the others over.  Amendments to one stay with it."""
    families = Families(amendments)
    families.named(contested_ids)
    easy = _easy(base, families, frozenset(contested_ids))
    merged = merge(base, easy)
    names = {one.id for one in easy}
    rest = [one for one in families.by_id.values() if one.id not in names]
    over = rebase_all(rest, base, merged.text, through=easy)
    return EasyFirst(
        text=merged.text,
        rules=merged.rules,
        merged=tuple(sorted(names, key=in_order)),
        remaining=over.rebased,
        drawn_in=_drawn_in(rest, contested_ids, base),
        overtaken=over.overtaken,
    )


def _family(families: Families, root: Amendment) -> list[Amendment]:
    return [root, *families.descendants(root.id)]


def _easy(base: Text, families: Families, contested: frozenset[AmendmentId]) -> list[Amendment]:
    """Whole families without a contested member that collide with nothing, as put or as amended."""
    peaceful = set(merge(base, families.by_id.values()).uncontested)
    has_children = len(families.roots) < len(families.by_id)
    at_odds = set(merge(base, families.roots).contested) if has_children else set()
    ground = Base(base)
    disputed = {
        atom
        for root in families.roots
        if not contested.isdisjoint(one.id for one in _family(families, root))
        for atom in read(ground, root)
    }
    easy: list[Amendment] = []
    for root in families.roots:
        family = _family(families, root)
        at_peace = peaceful.issuperset(one.id for one in family) and root.id not in at_odds
        if at_peace and disputed.isdisjoint(read(ground, root)):
            easy += [] if contested & {one.id for one in family} else family
    return easy


def _drawn_in(
    rest: list[Amendment], contested: Collection[AmendmentId], base: Text
) -> tuple[Fallen, ...]:
    others: dict[AmendmentId, set[AmendmentId]] = {one.id: set() for one in rest}
    for collision in merge(base, rest).collisions:
        for name in collision.amendments:
            others[name] |= set(collision.amendments) - {name}
    return tuple(
        Fallen(amendment=one.id, sentence=_why(one, others[one.id]))
        for one in rest
        if one.id not in contested
    )


def _why(one: Amendment, others: set[AmendmentId]) -> str:
    if not others:
        return (
            f"Amendment {one.id} waits: what it asks for, or an amendment to it or that it amends, "
            "is contested in another's name."
        )
    names = listed(sorted(others, key=in_order))
    return f"Nobody contests amendment {one.id}, but it can't be agreed unseen beside {names}."


def refer_back(
    base: Text, amendments: Iterable[Amendment], paragraphs: Collection[ParagraphId]
) -> ReferredBack:
    """Takes paragraphs out of what is before the meeting.

    They stay in the text as they read now.  Of an amendment only what touches them goes along
    (under the name A/back), and the rest remains to be voted on; one that has amendments of its
    own goes as a whole, with them.
    """
    families = Families(amendments)
    sent = frozenset(paragraphs)
    back: list[Amendment] = []
    remaining: list[Amendment] = []
    for root in families.roots:
        going, staying = _divided(base, _family(families, root), sent)
        back += going
        remaining += staying
    known = {name: base.paragraph(name) for name in sorted(sent)}
    return ReferredBack(
        paragraphs=tuple(known[name] for name in base.ids if name in known),
        amendments=tuple(back),
        remaining=tuple(remaining),
    )


def _divided(
    base: Text, family: list[Amendment], sent: frozenset[ParagraphId]
) -> tuple[list[Amendment], list[Amendment]]:
    root = family[0]
    if not any(touches(atom, sent) for atom in read(Base(base), root)):
        return [], family
    if len(family) > 1:
        return family, []
    going, staying = cut(base, root, sent)
    if staying.is_empty:
        return [root], []
    return [going], [staying]

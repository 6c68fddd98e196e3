"""Tells a heap of colliding atoms as a collision, and turns a choice back into atoms.

It refuses to know how the rest of the text fares.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from pydantic import JsonValue

from domain.text.amendment.atoms import Atom, Fresh, Place, Rewrite, Rule, Strike, Words
from domain.text.amendment.change import AmendmentId
from domain.text.merging.clash import can_be_put_in_order, collide
from domain.text.merging.collisions import (
    Choice,
    Collision,
    CollisionKind,
    OwnValue,
    OwnWording,
    Reading,
    Take,
    collision_id,
)
from domain.text.merging.layout import edited
from domain.text.merging.pool import Pool
from domain.text.refusals import ChoiceRefused
from domain.text.text import ParagraphId, canonical, plain_paragraphs
from domain.text.words import listed, pieces, quoted, spaced, tidy


class Dispute:
    """One heap of a pool."""

    def __init__(self, pool: Pool, heap: Sequence[Atom], parent: AmendmentId | None) -> None:
        self._pool = pool
        self._heap = heap
        self._kind = _kind(heap)
        words = [atom for atom in heap if isinstance(atom, Words)]
        self._start = min((atom.start for atom in words), default=0)
        self._end = max((atom.end for atom in words), default=0)
        self._paragraph = _paragraph(heap)
        self.collision = self._told(parent)

    def _told(self, parent: AmendmentId | None) -> Collision:
        readings = self._readings()
        in_words = self._kind is CollisionKind.WORDS
        start, end = (self._start, self._end) if in_words else (0, 0)
        rule = next((atom.rule for atom in self._heap if isinstance(atom, Rule)), None)
        owners = self._pool.owners_of(self._heap)
        says: list[JsonValue] = [[*reading.amendments, reading.text] for reading in readings]
        where: list[JsonValue] = [self._kind, self._paragraph, start, end, rule]
        return Collision(
            id=collision_id(self._pool.base.digest, where, says),
            kind=self._kind,
            amendments=owners,
            readings=readings,
            text=self._as_it_stands(),
            sentence=self._sentence(readings, rule),
            paragraph=self._paragraph,
            start=start,
            end=end,
            rule=rule,
            parent=parent,
        )

    def _as_it_stands(self) -> str:
        return self._passage(()) if self._kind is not CollisionKind.RULE else ""

    def _readings(self) -> tuple[Reading, ...]:
        found: dict[str, list[AmendmentId]] = {}
        for owner in self._pool.owners_of(self._heap):
            found.setdefault(self._passage(self._owned(owner)), []).append(owner)
        return tuple(Reading(amendments=tuple(o), text=t) for t, o in found.items())

    def _owned(self, owner: AmendmentId) -> list[Atom]:
        return [atom for atom in self._heap if owner in self._pool.owners[atom]]

    def _passage(self, atoms: Sequence[Atom]) -> str:
        """The passage in dispute as these atoms would have it."""
        if self._kind is CollisionKind.WORDS:
            return self._words(atoms, self._start, self._end)
        if self._kind is CollisionKind.RULE:
            return "".join(atom.value for atom in atoms if isinstance(atom, Rule))
        if self._kind is CollisionKind.PLACE:
            return "\n\n".join(text for atom in atoms for text in self._placed(atom))
        for atom in atoms:
            if isinstance(atom, Strike | Rewrite):
                return atom.new if isinstance(atom, Rewrite) else ""
        return self._words(atoms, 0, None)

    def _words(self, atoms: Iterable[Atom], start: int, end: int | None) -> str:
        parts = self._pool.base.tokens(_of(self._heap))[start:end]
        changes = [
            Words(atom.paragraph, atom.start - start, atom.end - start, atom.new)
            for atom in atoms
            if isinstance(atom, Words)
        ]
        return edited(parts, changes)

    def _placed(self, atom: Atom) -> list[str]:
        if not isinstance(atom, Place):
            return []
        base = self._pool.base.paragraphs
        return [item.text if isinstance(item, Fresh) else base[item.id].text for item in atom.items]

    def _sentence(self, readings: tuple[Reading, ...], rule: str | None) -> str:
        verdicts = "; ".join(
            f"{listed(reading.amendments)} would {self._verdict(reading)}" for reading in readings
        )
        return (
            f"{self._where(rule)} {verdicts}. Take one of the readings, or words of your own."
            if rule is None
            else f"{self._where(rule)} {verdicts}. Take one of the values, or one of your own."
        )

    def _where(self, rule: str | None) -> str:
        if rule is not None:
            return f"Two values are asked for the rule {rule}:"
        number = 0 if self._paragraph is None else self._pool.base.number[self._paragraph]
        if self._kind is CollisionKind.PLACE:
            place = f"after paragraph {number}" if number else "at the top"
            return f"The same place is asked for twice, {place}:"
        now = self._as_it_stands()
        if self._kind is CollisionKind.PARAGRAPH or not now:
            return f"Readings of paragraph {number} compete:"
        return f"Readings of {quoted(now)} in paragraph {number} compete:"

    def _verdict(self, reading: Reading) -> str:
        if self._kind is CollisionKind.RULE:
            return f"have {reading.text}"
        return f"have {quoted(reading.text)}" if reading.text else "strike it"

    def settled(self, choice: Choice) -> list[Atom]:
        """The atoms that a choice makes of it.  Raises `ChoiceRefused`."""
        match choice:
            case Take(amendments=amendments):
                return self._taken(amendments)
            case OwnWording(text=text):
                return self._worded(text)
            case OwnValue(value=value):
                if self.collision.rule is None:
                    raise self._unfit("It is about words, so give words.")
                return [Rule(self.collision.rule, canonical(value))]

    def _taken(self, amendments: tuple[AmendmentId, ...]) -> list[Atom]:
        stranger = next((n for n in amendments if n not in self.collision.amendments), None)
        if stranger is not None:
            raise self._unfit(f"Amendment {stranger} has no part in it.")
        found = dict.fromkeys(atom for name in amendments for atom in self._owned(name))
        for left, right in combinations(found, 2):
            if self._at_odds(left, right):
                raise self._unfit(
                    f"The readings of {listed(amendments)} can't stand together; take fewer."
                )
        return list(found)

    def _at_odds(self, left: Atom, right: Atom) -> bool:
        if set(self._pool.owners[left]) & set(self._pool.owners[right]):
            return False
        return collide(self._pool.base, left, right) and not can_be_put_in_order(left, right)

    def _worded(self, text: str) -> list[Atom]:
        words = tidy(text)
        match self._kind:
            case CollisionKind.WORDS:
                new = pieces(spaced(words)) if words else ()
                atom = Words(_of(self._heap), self._start, self._end, new)
                return [atom] if new or not atom.is_insertion else []
            case CollisionKind.PARAGRAPH:
                paragraph = _of(self._heap)
                return [Rewrite(paragraph, words) if words else Strike(paragraph)]
            case CollisionKind.PLACE:
                return self._put_in(plain_paragraphs(text))
            case CollisionKind.RULE:
                raise self._unfit("It is about a rule's value, so give a value.")

    def _put_in(self, rows: list[str]) -> list[Atom]:
        items = tuple(
            Fresh(text=row, id=ParagraphId(f"{self.collision.id}.{number}"))
            for number, row in enumerate(rows, start=1)
        )
        return [Place(self._paragraph, items)] if items else []

    def _unfit(self, why: str) -> ChoiceRefused:
        return ChoiceRefused(f"The choice does not fit the collision {self.collision.id}. {why}")


def _kind(heap: Sequence[Atom]) -> CollisionKind:
    if any(isinstance(atom, Rule) for atom in heap):
        return CollisionKind.RULE
    if any(isinstance(atom, Place) for atom in heap):
        return CollisionKind.PLACE
    if all(isinstance(atom, Words) for atom in heap):
        return CollisionKind.WORDS
    return CollisionKind.PARAGRAPH


def _paragraph(heap: Sequence[Atom]) -> ParagraphId | None:
    for atom in heap:
        if isinstance(atom, Place):
            return atom.anchor
    return None if isinstance(heap[0], Rule) else _of(heap)


def _of(heap: Sequence[Atom]) -> ParagraphId:
    """The one paragraph that all of them are about."""
    return next(a.paragraph for a in heap if isinstance(a, Words | Strike | Rewrite))

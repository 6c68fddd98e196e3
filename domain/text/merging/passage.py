"""The way from one version of a text to the next, and what it leaves standing of an amendment.

What became of the text is itself a set of changes: told by the two versions, or known from what
was carried.  It refuses to know of amendments to amendments.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from domain.kernel.value import Value
from domain.text.amendment.atoms import Atom, Place, Rewrite, Rule, Strike, Words
from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.amendment.drafting import changes_between
from domain.text.amendment.reading import Base, read
from domain.text.amendment.writing import changes_of
from domain.text.merging.clash import clashes
from domain.text.merging.layout import laid_out, rearranged
from domain.text.text import ParagraphId, Text
from domain.text.words import quoted


class OvertakenBy(StrEnum):
    """What became of that which the amendment would change."""

    PARAGRAPH_GONE = "paragraph_gone"
    WORDS_GONE = "words_gone"
    PLACE_TAKEN = "place_taken"
    ALREADY_THERE = "already_there"
    PARENT_GONE = "parent_gone"


class Rebased(Value):
    """The amendment as it stands against the new text."""

    kind: Literal["rebased"] = "rebased"
    amendment: Amendment


class Overtaken(Value):
    """The amendment can't be put to the new text, and why."""

    kind: Literal["overtaken"] = "overtaken"
    amendment: AmendmentId
    reason: OvertakenBy
    sentence: str


class Passage:
    """The way from one version to the next."""

    def __init__(self, old: Base, new: Base, history: Iterable[Atom]) -> None:
        self._old, self._new = old, new
        self._history = tuple(atom for atom in history if not isinstance(atom, Rule))
        self._words: dict[ParagraphId, list[Words]] = {}
        for atom in self._history:
            if isinstance(atom, Words):
                self._words.setdefault(atom.paragraph, []).append(atom)

    @classmethod
    def between(cls, old: Text, new: Text) -> Passage:
        """As the two versions tell it."""
        base = Base(old)
        changes = changes_between(old, new)
        history = Amendment(id=AmendmentId("history"), base=base.digest, changes=changes)
        return cls(base, Base(new), read(base, history))

    @property
    def keeps_words_apart(self) -> bool:
        """Whether no two words grew together, so that places can be counted in words."""
        return all(
            [token.strip() for token in rearranged(self._old.tokens(name), changes)]
            == [token.strip() for token in self._new.tokens(name)]
            for name, changes in self._words.items()
            if name in self._new.paragraphs
        )

    def over(self, amendment: Amendment) -> Rebased | Overtaken:
        """Carries one amendment over."""
        obstacle = self.obstacle(amendment)
        if obstacle is not None:
            return obstacle
        return Rebased(amendment=self._carried(amendment, self._left(amendment)))

    def obstacle(self, amendment: Amendment) -> Overtaken | None:
        """What stands against it, if anything does."""
        left = self._left(amendment)
        for atom, other in self._in_the_way(left):
            return self._overtaken(amendment, atom, other)
        if left or amendment.is_empty:
            return None
        return self._needless(amendment)

    def _left(self, amendment: Amendment) -> list[Atom]:
        """What it asks for and has not been done."""
        made = set(self._history)
        return [atom for atom in read(self._old, amendment) if atom not in made]

    def _in_the_way(self, atoms: list[Atom]) -> list[tuple[Atom, Atom]]:
        ours = set(atoms)
        pairs = clashes(self._old, [*atoms, *self._history])
        found = [(a, b) if a in ours else (b, a) for a, b in pairs if (a in ours) != (b in ours)]
        order = {atom: at for at, atom in enumerate(atoms)}
        return sorted(found, key=lambda pair: order[pair[0]])

    def _carried(self, amendment: Amendment, atoms: list[Atom]) -> Amendment:
        carried: Iterable[Atom] = [self._in_place(atom) for atom in atoms]
        if any(isinstance(atom, Place) for atom in atoms):
            merged = laid_out(self._old, [*self._history, *atoms])
            carried = [_after_what_precedes(atom, merged) for atom in carried]
        return amendment.model_copy(
            update={"base": self._new.digest, "changes": changes_of(self._new, carried)}
        )

    def _in_place(self, atom: Atom) -> Atom:
        if not isinstance(atom, Words):
            return atom
        shift = self._shift(atom)
        return Words(atom.paragraph, atom.start + shift, atom.end + shift, atom.new)

    def _shift(self, atom: Words) -> int:
        """By how many words the place moved: what was done before it, not what comes after."""
        return sum(
            len(done.new) - (done.end - done.start)
            for done in self._words.get(atom.paragraph, ())
            if done.end <= atom.start
        )

    def _needless(self, amendment: Amendment) -> Overtaken:
        return Overtaken(
            amendment=amendment.id,
            reason=OvertakenBy.ALREADY_THERE,
            sentence=f"All that amendment {amendment.id} asks for is in the text already.",
        )

    def _overtaken(self, amendment: Amendment, atom: Atom, other: Atom) -> Overtaken:
        reason, why = self._why(atom, other)
        return Overtaken(
            amendment=amendment.id,
            reason=reason,
            sentence=f"{why} Amendment {amendment.id} can't be put; it may be drafted anew.",
        )

    def _why(self, atom: Atom, other: Atom) -> tuple[OvertakenBy, str]:
        match atom, other:
            case Place(moved=moved), Strike(paragraph=paragraph) if paragraph in moved:
                return OvertakenBy.PARAGRAPH_GONE, f"{self._named(paragraph)} was struck out since."
            case Place(), _:
                return OvertakenBy.PLACE_TAKEN, (
                    "Another paragraph was put in at this place since, or moved to or from it."
                )
            case Strike(paragraph=paragraph), Place():
                return OvertakenBy.PLACE_TAKEN, f"{self._named(paragraph)} was moved since."
            case ((Words() | Rewrite() | Strike()), Strike(paragraph=paragraph)):
                return OvertakenBy.PARAGRAPH_GONE, f"{self._named(paragraph)} was struck out since."
            case Words(paragraph=paragraph, start=start, end=end), _:
                words = "".join(self._old.tokens(paragraph)[start:end])
                what = f"The words {quoted(words)}" if words else "The words around the insertion"
                return OvertakenBy.WORDS_GONE, (
                    f"{what} in paragraph {self._old.number[paragraph]} were changed since."
                )
            case ((Rewrite(paragraph=paragraph) | Strike(paragraph=paragraph)), _):
                return OvertakenBy.WORDS_GONE, f"{self._named(paragraph)} was changed since."
        return OvertakenBy.WORDS_GONE, "What it would change was changed since."

    def _named(self, paragraph: ParagraphId) -> str:
        text = self._old.paragraphs[paragraph].text
        return f"Paragraph {self._old.number[paragraph]} ({quoted(text)})"


def _after_what_precedes(atom: Atom, merged: Text) -> Atom:
    """What was put after a paragraph that is gone stays where it would have come to stand."""
    if not isinstance(atom, Place):
        return atom
    at = merged.ids.index(atom.items[0].id)
    return Place(merged.ids[at - 1] if at else None, atom.items)

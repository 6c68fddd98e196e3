"""Which words of a paragraph changed, chosen so that a person sees one change and not confetti.

Whole sentences that stayed are found first; within the others the words are compared; small
islands between two changes are taken into them, and where little is left standing, the whole
sentence counts as replaced.  It refuses to know of amendments, collisions and pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from domain.text.difference.align import aligned
from domain.text.difference.slide import slid
from domain.text.difference.span import Edit, size
from domain.text.words import Tokens, ends_sentence, is_word, sentences

_ISLAND = 3  # Words: a longer run that stayed is worth showing as having stayed.
_STANDING = 35  # Of a hundred: below it a sentence was replaced, not edited.
_PER_CHANGE = 8  # What one more change costs a reader, in characters.


def edits(old: Tokens, new: Tokens) -> tuple[Edit, ...]:
    """The changes from old to new, in order, none touching another."""
    found: list[Edit] = []
    for block in _changed_sentences(old, new):
        found += _within(_Passage(old, new, block))
    return _apart(slid(found, old, new))


@dataclass(frozen=True, slots=True)
class _Passage:
    """A part of two paragraphs that is looked at."""

    old: Tokens
    new: Tokens
    area: Edit

    @property
    def before(self) -> Tokens:
        return self.old[self.area.start : self.area.end]

    @property
    def after(self) -> Tokens:
        return self.new[self.area.new_start : self.area.new_end]

    def part(self, inner: Edit) -> Edit:
        """An edit that was counted from the passage's start, counted from the paragraph's."""
        return inner.moved(self.area.start, self.area.new_start)


def _changed_sentences(old: Tokens, new: Tokens) -> list[Edit]:
    before, after = sentences(old), sentences(new)
    old_at, new_at = _edges(before), _edges(after)
    return [
        Edit(old_at[e.start], old_at[e.end], new_at[e.new_start], new_at[e.new_end])
        for e in _differences(before, after)
    ]


def _differences(before: list[Tokens] | Tokens, after: list[Tokens] | Tokens) -> list[Edit]:
    """What differs, by the standard library's longest common runs."""
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [Edit(i1, i2, j1, j2) for tag, i1, i2, j1, j2 in codes if tag != "equal"]


def _edges(parts: list[Tokens]) -> list[int]:
    found = [0]
    for part in parts:
        found.append(found[-1] + len(part))
    return found


def _within(passage: _Passage) -> list[Edit]:
    """The better of two views: word by word, or sentence by sentence."""
    if not passage.before or not passage.after:
        return [passage.area]
    flat = _by_words(passage)
    staged = _by_sentences(passage)
    if staged and _burden(staged, passage) < _burden(flat, passage):
        return staged
    return flat


def _burden(found: list[Edit], passage: _Passage) -> int:
    changed = sum(
        size(passage.old[e.start : e.end]) + size(passage.new[e.new_start : e.new_end])
        for e in found
    )
    return changed + _PER_CHANGE * len(found)


def _by_words(passage: _Passage) -> list[Edit]:
    raw = [passage.part(edit) for edit in _differences(passage.before, passage.after)]
    found = _without_islands(raw, passage)
    return [passage.area] if _is_confetti(found, passage) else found


def _without_islands(found: list[Edit], passage: _Passage) -> list[Edit]:
    """Take in the islands until none is left that is smaller than the changes around it."""
    kept: list[Edit] = []
    for edit in found:
        wider = edit
        while kept and _is_island(kept[-1], wider, passage):
            wider = kept.pop().to(wider)
        kept.append(wider)
    return kept if len(kept) == len(found) else _without_islands(kept, passage)


def _is_island(left: Edit, right: Edit, passage: _Passage) -> bool:
    stayed = passage.old[left.end : right.start]
    words = sum(map(is_word, stayed))
    if words > _ISLAND or _both_insert_or_strike(left, right):
        return False
    if not words and ends_sentence(stayed) and (left.is_one_sided or right.is_one_sided):
        return False  # The end of a sentence stands between what was done to two sentences.
    width = size(stayed)
    return all(width <= _extent(edit, passage) for edit in (left, right))


def _both_insert_or_strike(left: Edit, right: Edit) -> bool:
    inserted = left.start == left.end and right.start == right.end
    return inserted or (left.new_start == left.new_end and right.new_start == right.new_end)


def _extent(edit: Edit, passage: _Passage) -> int:
    return max(
        size(passage.old[edit.start : edit.end]), size(passage.new[edit.new_start : edit.new_end])
    )


def _is_confetti(found: list[Edit], passage: _Passage) -> bool:
    struck = sum(_words(passage.old[e.start : e.end]) for e in found)
    written = sum(_words(passage.new[e.new_start : e.new_end]) for e in found)
    before, after = _words(passage.before), _words(passage.after)
    standing = min(before - struck, after - written)
    if len(found) == 1:
        return standing == 0
    return standing * 100 < _STANDING * min(before, after)


def _words(parts: Tokens) -> int:
    return size(tuple(token for token in parts if is_word(token)))


def _by_sentences(passage: _Passage) -> list[Edit]:
    """The sentences paired by likeness, each pair compared word by word; empty without a pair."""
    before, after = sentences(passage.before), sentences(passage.after)
    pairs = aligned(before, after)
    if not pairs:
        return []
    old_at, new_at = _edges(before), _edges(after)
    found: list[Edit] = []
    i = j = 0
    for old_one, new_one in [*pairs, (len(before), len(after))]:
        found.append(Edit(old_at[i], old_at[old_one], new_at[j], new_at[new_one]))
        if old_one < len(before):
            pair = Edit(old_at[old_one], old_at[old_one + 1], new_at[new_one], new_at[new_one + 1])
            found += _inside(pair, passage)
        i, j = old_one + 1, new_one + 1
    return [passage.part(edit) for edit in found if not edit.is_empty]


def _inside(pair: Edit, passage: _Passage) -> list[Edit]:
    whole = _Passage(passage.old, passage.new, passage.part(pair))
    if whole.before == whole.after:
        return []
    back = -passage.area.start, -passage.area.new_start
    return [edit.moved(*back) for edit in _by_words(whole)]


def _apart(found: list[Edit]) -> tuple[Edit, ...]:
    """Changes that touch are one change."""
    kept: list[Edit] = []
    for edit in found:
        touching = kept and kept[-1].end == edit.start and kept[-1].new_end == edit.new_start
        kept.append(kept.pop().to(edit) if touching else edit)
    return tuple(kept)

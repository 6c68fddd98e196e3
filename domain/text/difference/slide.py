"""Where exactly an insertion or a deletion lies when the words around it repeat.

Of "a, b" and "a, b, b" nobody can say which b is new; of two sentences with equal ends the one is
a better answer than halves of both.  Whole sentences win; otherwise the earliest place does, so
that two people who make the same change name the same place.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.text.difference.span import Edit
from domain.text.words import Tokens, between_sentences, ends_sentence


def slid(found: list[Edit], old: Tokens, new: Tokens) -> list[Edit]:
    """The same changes, each at the best of the places that come to the same result."""
    placed: list[Edit] = []
    for index, edit in enumerate(found):
        place = edit
        if edit.is_one_sided:
            low = placed[-1].end + 1 if placed else 0
            high = found[index + 1].start - 1 if index + 1 < len(found) else len(old)
            place = _best(list(_places(edit, old, new, (low, high))), old, new)
        placed.append(place)
    return placed


def _places(edit: Edit, old: Tokens, new: Tokens, room: tuple[int, int]) -> Iterator[Edit]:
    """All equal places from the earliest to the latest, never touching a neighbour's."""
    first = edit
    while first.start > room[0] and _same_before(first, old, new):
        first = first.moved(-1, -1)
    while True:
        yield first
        if first.end >= room[1] or not _same_after(first, old, new):
            return
        first = first.moved(1, 1)


def _same_before(edit: Edit, old: Tokens, new: Tokens) -> bool:
    last = old[edit.end - 1] if edit.start < edit.end else new[edit.new_end - 1]
    return old[edit.start - 1] == last


def _same_after(edit: Edit, old: Tokens, new: Tokens) -> bool:
    first = old[edit.start] if edit.start < edit.end else new[edit.new_start]
    return old[edit.end] == first


def _best(places: list[Edit], old: Tokens, new: Tokens) -> Edit:
    return max(places, key=lambda edit: (_is_sentence(edit, old, new), -edit.start))


def _is_sentence(edit: Edit, old: Tokens, new: Tokens) -> bool:
    if edit.start < edit.end:
        return between_sentences(old, edit.start) and ends_sentence(old[edit.start : edit.end])
    return between_sentences(new, edit.new_start) and ends_sentence(
        new[edit.new_start : edit.new_end]
    )

"""Which sentence or paragraph of the old version became which of the new one.

It refuses to know what is done with the answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from domain.text.words import Tokens, is_word

ALIKE = 400
"""Of a thousand: from here on two passages are versions of one another."""

_BAND = 40  # A passage rarely wanders further; comparing all with all would take seconds.

Bag = Counter[str]


def bag(parts: Tokens) -> Bag:
    """The words of a passage with their weight, which is their length, whatever their order."""
    words = Counter(token.strip().casefold() for token in parts if is_word(token))
    return Counter({word: count * len(word) for word, count in words.items()})


def likeness(old: Bag, new: Bag) -> int:
    """How much of two passages is the same words: 0 nothing, 1000 all."""
    whole = old.total() + new.total()
    return 2000 * (old & new).total() // whole if whole else 0


def aligned(old: Sequence[Tokens], new: Sequence[Tokens]) -> list[tuple[int, int]]:
    """The pairs, in order and not crossing, that have most in common."""
    score = _likenesses(old, new)
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = score.get((i, j), 0)
            taken = paired + best[i + 1][j + 1] if paired else 0
            best[i][j] = max(taken, best[i + 1][j], best[i][j + 1])
    return _walk(best, score)


def _likenesses(old: Sequence[Tokens], new: Sequence[Tokens]) -> dict[tuple[int, int], int]:
    old_bags, new_bags = [bag(o) for o in old], [bag(n) for n in new]
    found: dict[tuple[int, int], int] = {}
    for i, left in enumerate(old_bags):
        middle = i * len(new) // len(old)
        for j in range(max(0, middle - _BAND), min(len(new), middle + _BAND + 1)):
            alike = likeness(left, new_bags[j])
            if alike >= ALIKE:
                found[i, j] = alike
    return found


def _walk(best: list[list[int]], score: dict[tuple[int, int], int]) -> list[tuple[int, int]]:
    pairs, i, j = [], 0, 0
    while best[i][j]:
        if (i, j) in score and best[i][j] == score[i, j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs

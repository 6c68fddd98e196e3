"""A change as two ranges of tokens: what stood there, and what stands there now."""

from __future__ import annotations

from dataclasses import dataclass

from domain.text.words import Tokens


@dataclass(frozen=True, slots=True)
class Edit:
    """Old tokens [start, end) became new tokens [new_start, new_end)."""

    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def is_empty(self) -> bool:
        """Nothing was there and nothing is."""
        return self.start == self.end and self.new_start == self.new_end

    @property
    def is_one_sided(self) -> bool:
        """Words were only inserted, or only struck."""
        return self.start == self.end or self.new_start == self.new_end

    def moved(self, old: int, new: int) -> Edit:
        """The same change counted from elsewhere."""
        return Edit(self.start + old, self.end + old, self.new_start + new, self.new_end + new)

    def to(self, later: Edit) -> Edit:
        """One change from the start of this to the end of a later one."""
        return Edit(self.start, later.end, self.new_start, later.new_end)


def size(parts: Tokens) -> int:
    """Characters, spaces left out."""
    return sum(len(token.strip()) for token in parts)

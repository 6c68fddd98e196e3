"""The PR Foundation's reference Meek rule once more, paper by paper and without any array.

Slow and short, to compare with; it does not know ties, quotas for groups or sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

UNIT = 10**9
OMEGA = 1000

Line = tuple[int, Sequence[int]]


class Tied(Exception):
    """Two candidates are as low as each other."""


@dataclass
class PlainMeek:
    seats: int
    candidates: int
    lines: Sequence[Line]
    elected: list[int] = field(default_factory=list)
    rounds: list[tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keep = dict.fromkeys(range(1, self.candidates + 1), UNIT)
        self.hopeful = set(self.keep)

    def count(self) -> PlainMeek:
        while len(self.hopeful) > self.seats - len(self.elected) > 0:
            self._round()
        if len(self.elected) < self.seats:
            self.elected += sorted(self.hopeful)
        return self

    def _round(self) -> None:
        before: int | None = None
        while True:
            votes = self._distribute()
            quota = sum(votes.values()) // (self.seats + 1) + 1
            new = [number for number in self.hopeful if votes[number] >= quota]
            self.hopeful -= set(new)
            self.elected += sorted(new)
            surplus = max(0, sum(votes[number] - quota for number in self.elected))
            stuck = before is not None and surplus >= before
            if new or surplus < OMEGA or stuck:
                self._note(votes)
                return None if new else self._exclude(votes, surplus)
            before = surplus
            for number in self.elected:
                wanted = -(-self.keep[number] * quota // UNIT)
                self.keep[number] = -(-wanted * UNIT // votes[number])

    def _distribute(self) -> dict[int, int]:
        votes = dict.fromkeys(self.keep, 0)
        for papers, ranked in self.lines:
            worth = UNIT
            for number in ranked:
                kept = -(-worth * self.keep[number] // UNIT)
                votes[number] += kept * papers
                worth -= kept
        return votes

    def _exclude(self, votes: dict[int, int], surplus: int) -> None:
        lowest = min(votes[number] for number in self.hopeful)
        low = [number for number in self.hopeful if votes[number] <= lowest + surplus]
        if len(low) > 1:
            raise Tied
        self.hopeful.remove(low[0])
        self.keep[low[0]] = 0

    def _note(self, votes: dict[int, int]) -> None:
        numbers = sorted(self.keep)
        self.rounds.append(
            (tuple(votes[number] for number in numbers), tuple(self.keep[n] for n in numbers))
        )

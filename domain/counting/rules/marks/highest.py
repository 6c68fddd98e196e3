"""The most votes win: what first past the post, the block vote and approval voting share.

Votes are added up once.  Places go to the highest, one after the other, unless the quotas for
groups rule somebody out.  Where reopened nominations come before a candidate, no candidate with
fewer votes is elected: more voters wanted somebody else than wanted them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.counting.amounts import Amount, Scale
from domain.counting.contest import Index
from domain.counting.manifest import Ballots
from domain.counting.sheet import Deed, Question, Sheet, Votes
from domain.counting.ties import Tied
from domain.counting.wording import number_of

WHOLE_VOTES = Scale(places=0)


@dataclass(frozen=True, slots=True)
class Added:
    """Votes by candidate index, and votes that nobody got, in units of `scale`.

    `said` tells how papers became votes, and `clause` where the rule says so.
    """

    votes: tuple[Amount, ...]
    unused: Amount
    said: tuple[str, ...]
    clause: str
    scale: Scale = WHOLE_VOTES
    unit: str = "votes"

    @property
    def brought(self) -> int:
        """All votes together, which are a whole number."""
        return int(self.scale.votes(sum(self.votes) + self.unused))


class HighestCount:
    """One count of votes that were added up."""

    def __init__(self, ballots: Ballots, added: Added, clause: str) -> None:
        self.sheet = Sheet(ballots.contest, added.scale, added.brought)
        self._added = added
        self._clause = clause
        self._guard = ballots.guard
        self._ties = ballots.ties
        self._stopped = False

    def run(self) -> Sheet:
        """The whole count; raises `TieUndecided`."""
        sheet = self.sheet
        sheet.begin(Deed.TOTAL)
        for sentence in self._added.said:
            sheet.say(sentence, self._added.clause)
        self._say_unopposed()
        while not self._stopped and sheet.places_left and (able := self._able()):
            self._elect(self._next_of(able))
        sheet.close(Votes(self._added.votes, self._added.unused, 0, 0))
        return sheet

    def _able(self) -> tuple[Index, ...]:
        doomed = self._guard.bound(self.sheet).doomed
        return tuple(c for c in self.sheet.hopeful if c not in doomed)

    def _say_unopposed(self) -> None:
        if 0 < len(self.sheet.hopeful) <= self.sheet.places_left:
            self.sheet.say("There are no more candidates than places.", self._clause)

    def _next_of(self, able: Sequence[Index]) -> Index:
        """The highest; a tie matters only if not all of the tied can be elected."""
        most = max(self._votes(candidate) for candidate in able)
        tied = tuple(candidate for candidate in able if self._votes(candidate) == most)
        self._say_who_is_passed_over(most)
        nobody = set(tied) & set(self.sheet.contest.reopen)
        if len(tied) == 1 or (not nobody and self._guard.together(self.sheet, tied)):
            return min(tied, key=self.sheet.name)
        return self._ties.break_(Tied(Question.ELECTION, tied, highest=True), self.sheet)

    def _say_who_is_passed_over(self, most: Amount) -> None:
        bound = self._guard.bound(self.sheet)
        for candidate in _by_votes(bound.doomed, self._added.votes):
            if self._votes(candidate) >= most:
                self.sheet.say(
                    f"{self.sheet.name(candidate)} has {self._shown(candidate)} and can no longer "
                    f"be elected: {bound.reason(candidate)}."
                )
                self.sheet.exclude(candidate)

    def _elect(self, candidate: Index) -> None:
        sheet = self.sheet
        sheet.elect(candidate)
        if candidate in sheet.contest.reopen:
            self._stopped, open_ = True, sheet.places_left + 1
            sheet.say(
                f"{sheet.name(candidate)} has {self._shown(candidate)}: all left stays open, "
                f"{number_of(open_, 'places')}."
            )
            return
        sheet.say(f"{sheet.name(candidate)} has {self._shown(candidate)} and is elected.")
        sheet.cite(self._clause)

    def _votes(self, candidate: Index) -> Amount:
        return self._added.votes[candidate]

    def _shown(self, candidate: Index) -> str:
        return self.sheet.votes(self._votes(candidate), self._added.unit)


def _by_votes(candidates: Iterable[Index], votes: Sequence[Amount]) -> list[Index]:
    return sorted(candidates, key=lambda candidate: (-votes[candidate], candidate))

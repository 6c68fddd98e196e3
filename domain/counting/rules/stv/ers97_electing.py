"""Who is deemed elected at a point of a count by the ERS97 rules, and in which order."""

from __future__ import annotations

from collections.abc import Iterable

from domain.counting.amounts import Amount
from domain.counting.contest import Index
from domain.counting.guard import Guard
from domain.counting.rules.stv.ers97_tally import Tally
from domain.counting.sheet import Question, Sheet, Tie
from domain.counting.ties import Forwards, Narrowed, Tied


class Electing:
    """Elections in one count; it writes them on the sheet."""

    def __init__(self, sheet: Sheet, tally: Tally, guard: Guard) -> None:
        self._sheet = sheet
        self._tally = tally
        self._guard = guard

    def able(self) -> list[Index]:
        """The continuing candidates who may still be elected."""
        doomed = self._guard.bound(self._sheet).doomed
        return [candidate for candidate in self._sheet.hopeful if candidate not in doomed]

    def those_with_enough(self, clause: str) -> None:
        """Deem elected, the highest first, whoever has enough, up to the places left."""
        while self._sheet.places_left:
            enough = self._tally.enough()
            reached = [i for i in self.able() if self._tally.totals[i] >= enough]
            chosen = self._next_of(reached) if reached else None
            if chosen is None:
                return
            self._elect(chosen, enough, clause)

    def _next_of(self, reached: list[Index]) -> Index | None:
        """The highest; of several with equal votes and too few places whoever was ahead first.

        Nobody, if they were equal at all points (5.6.2).
        """
        sheet, votes = self._sheet, self._tally.totals
        most = max(votes[candidate] for candidate in reached)
        tied = tuple(candidate for candidate in reached if votes[candidate] == most)
        if self._together(tied):
            return min(tied, key=sheet.name)
        narrowed = Forwards().narrow(Tied(Question.ELECTION, tied, highest=True), sheet)
        if not self._together(narrowed.left):
            sheet.say(f"{sheet.names(tied)} have equal votes: none is elected yet.", "5.6.2")
            return None
        chosen = min(narrowed.left, key=sheet.name)
        self._say_who_was_ahead(tied, chosen, narrowed)
        return chosen

    def _together(self, candidates: tuple[Index, ...]) -> bool:
        enough_places = len(candidates) <= self._sheet.places_left
        return enough_places and self._guard.together(self._sheet, candidates)

    def _say_who_was_ahead(
        self, tied: tuple[Index, ...], chosen: Index, narrowed: Narrowed
    ) -> None:
        sheet = self._sheet
        sheet.tied(Tie(sheet.number, Question.ELECTION, tied, chosen, narrowed.how))
        sheet.say(
            f"{sheet.names(tied)} have equal votes: {sheet.name(chosen)} {narrowed.how}.", "5.6.2"
        )

    def _elect(self, candidate: Index, enough: Amount, clause: str) -> None:
        sheet = self._sheet
        sheet.elect(candidate)
        sheet.say(
            f"{sheet.name(candidate)} has {sheet.shown(self._tally.totals[candidate])} votes, "
            f"where {sheet.shown(enough)} are enough, and is elected.",
            clause,
        )

    def the_last(self) -> None:
        """Deem elected all who are left, if they are no more than the places."""
        sheet, able = self._sheet, self.able()
        if not able or not sheet.places_left or len(able) > sheet.places_left:
            return
        for candidate in sorted(able, key=lambda i: (-self._tally.totals[i], sheet.name(i))):
            sheet.elect(candidate)
        sheet.say(
            f"As many candidates are left as places: {sheet.names(able)} {is_or_are(able)} "
            "elected.",
            "5.5.1",
        )


def is_or_are(candidates: Iterable[Index]) -> str:
    return "is" if len(tuple(candidates)) == 1 else "are"

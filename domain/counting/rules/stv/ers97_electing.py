"""Who is deemed elected at a point of a count by the ERS97 rules, and in which order."""

from __future__ import annotations

from collections.abc import Iterable

from domain.counting.amounts import Amount
from domain.counting.contest import Index
from domain.counting.guard import Guard
from domain.counting.rules.last_places import able, elect_all_left
from domain.counting.rules.stv.ers97_tally import Tally
from domain.counting.sheet import Question, Sheet, Tie
from domain.counting.ties import Forwards, Narrowed, Tied


class Electing:
    """Elections in one count; it writes them on the sheet."""

    def __init__(self, sheet: Sheet, tally: Tally, guard: Guard) -> None:
        self._sheet = sheet
        self._tally = tally
        self._guard = guard

    def those_with_enough(self, clause: str) -> None:
        """Deem elected, the highest first, whoever has enough, up to the places left."""
        while self._sheet.places_left:
            enough = self._tally.enough()
            reached = [i for i in able(self._sheet, self._guard) if self._tally.totals[i] >= enough]
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
        ahead = sheet.names(narrowed.left)
        sheet.say(f"{sheet.names(tied)} have equal votes: {ahead} {narrowed.how}.", "5.6.2")

    def _elect(self, candidate: Index, enough: Amount, clause: str) -> None:
        sheet = self._sheet
        sheet.elect(candidate)
        sheet.say(
            f"{sheet.name(candidate)} has {sheet.votes(self._tally.totals[candidate])}, "
            f"where {sheet.shown(enough)} is enough, and is elected.",
            clause,
        )

    def the_last(self) -> None:
        """Deem elected all who are left, if they are no more than the places."""
        elect_all_left(self._sheet, self._guard, self._tally.totals, "5.5.1")


def is_or_are(candidates: Iterable[Index]) -> str:
    return "is" if len(tuple(candidates)) == 1 else "are"

"""Single transferable vote by the weighted inclusive Gregory method, as its rules share it.

Each rule gives its scale, its quota, how a paper is worth less when a surplus moves it, and the
clauses that it follows.  A surplus is moved with all papers of the pile, not with the last parcel
alone; one surplus or one exclusion makes one stage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from domain.counting.amounts import Amount, Scale
from domain.counting.contest import Index
from domain.counting.guard import Bound
from domain.counting.manifest import Ballots
from domain.counting.piles import Moved, Piles
from domain.counting.rules.last_places import elect_all_left
from domain.counting.sheet import Deed, Question, Sheet, Votes
from domain.counting.ties import Tied, Ties
from domain.counting.wording import (
    agreeing,
    can_not_go_on,
    first_preferences,
    number_of,
)


@dataclass(frozen=True, slots=True)
class Clauses:
    """Where the rule says each thing, as it is cited at the stages."""

    first: str
    quota: str
    elected: str
    surplus: str
    exclusion: str
    last: str
    of_tie: Mapping[Question, str]


@dataclass(frozen=True, slots=True)
class Method:
    """What one Gregory rule decides for itself.

    `quota` from the valid papers and the places; `worth` of a paper from its value, the surplus and
    the candidate's total, all in units of `scale`.  `above_quota`: the quota itself is not enough.
    """

    scale: Scale
    quota: Callable[[int, int], Amount]
    worth: Callable[[Amount, Amount, Amount], Amount]
    clauses: Clauses
    above_quota: bool = False


class GregoryCount:
    """One count by a Gregory rule, from first preferences to the last place."""

    def __init__(self, method: Method, ballots: Ballots, ties: Ties) -> None:
        contest, papers = ballots.contest, ballots.papers
        self._method = method
        self._clauses = method.clauses
        self._guard = ballots.guard
        self._ties = ties
        self._piles = Piles(papers, len(contest.candidates), method.scale)
        self.sheet = Sheet(contest, method.scale, papers.total)
        self._quota = method.quota(papers.total, contest.seats)
        self._totals: list[Amount] = [0] * len(contest.candidates)
        self._stuck: Amount = 0
        self._lost: Amount = 0
        self._surpluses: list[Index] = []

    def run(self) -> Sheet:
        """The whole count; raises `TieUndecided`."""
        self._first_preferences()
        while self.sheet.places_left and self.sheet.hopeful:
            doomed = self._bound().doomed
            if doomed:
                self._exclude_the_doomed(tuple(sorted(doomed, key=self.sheet.name)))
            elif self._surpluses:
                self._transfer_the_highest_surplus()
            else:
                self._exclude_the_lowest()
        return self.sheet

    def _first_preferences(self) -> None:
        self.sheet.begin(Deed.FIRST)
        moved = self._piles.deal(self.sheet.hopeful)
        text = self.sheet.shown
        self.sheet.say(first_preferences(self.sheet.papers), self._clauses.first)
        self.sheet.say(
            f"The quota for {number_of(self.sheet.contest.seats, 'places')} is "
            f"{text(self._quota)}: whoever has "
            f"{'more' if self._method.above_quota else 'as many'} votes is elected.",
            self._clauses.quota,
        )
        self._credit(moved)
        self._end_stage()

    def _transfer_the_highest_surplus(self) -> None:
        self.sheet.begin(Deed.SURPLUS)
        self._transfer_surplus(self._at_the_edge(self._surpluses, Question.SURPLUS))

    def _transfer_surplus(self, of: Index) -> None:
        sheet, total = self.sheet, self._totals[of]
        sheet.about(of)
        surplus = total - self._quota
        self._surpluses.remove(of)
        moved = self._piles.transfer(
            of, lambda value: self._method.worth(value, surplus, total), sheet.hopeful
        )
        sheet.say(
            f"{sheet.name(of)} has {sheet.votes(surplus)} above the quota. "
            f"{_all_pass(moved)} to the next preference, each at its value "
            f"times {sheet.shown(surplus)}/{sheet.shown(total)}.",
            self._clauses.surplus,
        )
        self._totals[of] = self._quota
        self._lost += surplus - moved.total
        self._credit(moved)
        self._end_stage()

    def _exclude_the_lowest(self) -> None:
        self.sheet.begin(Deed.EXCLUSION)
        guarded = self._bound().guarded
        able = [candidate for candidate in self.sheet.hopeful if candidate not in guarded]
        lowest = self._at_the_edge(able, Question.EXCLUSION)
        self._say_who_is_guarded(guarded, lowest)
        self._exclude((lowest,))

    def _exclude_the_doomed(self, doomed: tuple[Index, ...]) -> None:
        self.sheet.begin(Deed.EXCLUSION)
        bound = self._bound()
        for candidate in doomed:
            self.sheet.say(
                f"{self.sheet.name(candidate)} can no longer be elected: {bound.reason(candidate)}."
            )
        self._exclude(doomed)

    def _say_who_is_guarded(self, guarded: Iterable[Index], lowest: Index) -> None:
        for candidate in sorted(guarded, key=self.sheet.name):
            if self._totals[candidate] < self._totals[lowest]:
                self.sheet.say(
                    f"{self.sheet.name(candidate)} has fewer votes and can't be excluded: "
                    f"{self._bound().reason(candidate)}."
                )

    def _exclude(self, candidates: tuple[Index, ...]) -> None:
        sheet = self.sheet
        sheet.about(*candidates)
        for candidate in candidates:
            sheet.exclude(candidate)
        for candidate in candidates:
            total = self._totals[candidate]
            moved = self._piles.transfer(candidate, lambda value: value, sheet.hopeful)
            sheet.say(
                f"{sheet.name(candidate)}, with {sheet.votes(total)}, is excluded. "
                f"{_all_pass(moved)} to the next preference at the value at which "
                f"{agreeing(moved.papers + moved.stuck, 'it was', 'they were')} received.",
                self._clauses.exclusion,
            )
            self._totals[candidate] = 0
            self._credit(moved)
        self._end_stage()

    def _credit(self, moved: Moved) -> None:
        for candidate, amount in enumerate(moved.credited):
            self._totals[candidate] += amount
        self._stuck += moved.non_transferable
        if moved.stuck:
            self.sheet.say(can_not_go_on(moved.stuck, self.sheet.votes(moved.non_transferable)))

    def _end_stage(self) -> None:
        self._elect_those_with_the_quota()
        self._fill_the_last_places()
        self.sheet.close(Votes(self._totals, self._stuck, self._lost, self._quota))

    def _elect_those_with_the_quota(self) -> None:
        while self.sheet.places_left:
            bound = self._bound()
            reached = [
                candidate
                for candidate in self.sheet.hopeful
                if self._reaches(candidate) and candidate not in bound.doomed
            ]
            if not reached:
                return
            self._elect(self._next_of(reached))

    def _reaches(self, candidate: Index) -> bool:
        votes = self._totals[candidate]
        return votes > self._quota if self._method.above_quota else votes >= self._quota

    def _next_of(self, reached: list[Index]) -> Index:
        """Who is elected next; a tie matters only if not all of them can be elected."""
        if self._guard.together(self.sheet, reached):
            return min(reached, key=lambda c: (-self._totals[c], self.sheet.name(c)))
        return self._at_the_edge(reached, Question.ELECTION)

    def _elect(self, candidate: Index) -> None:
        sheet, votes = self.sheet, self._totals[candidate]
        sheet.elect(candidate)
        sheet.say(
            f"{sheet.name(candidate)} has {sheet.votes(votes)}, "
            f"{'exceeds' if self._method.above_quota else 'reaches'} the quota and is elected.",
            self._clauses.elected,
        )
        if votes > self._quota:
            self._surpluses.append(candidate)

    def _fill_the_last_places(self) -> None:
        elect_all_left(
            self.sheet, self._guard, self._totals, self._clauses.last, "without the quota"
        )

    def _at_the_edge(self, among: Iterable[Index], question: Question) -> Index:
        """The highest of these, or the lowest for exclusion; ties are broken in the open."""
        among = tuple(among)
        highest = question is not Question.EXCLUSION
        edge = (max if highest else min)(self._totals[candidate] for candidate in among)
        tied = tuple(candidate for candidate in among if self._totals[candidate] == edge)
        if len(tied) == 1:
            return tied[0]
        chosen = self._ties.break_(Tied(question, tied, highest), self.sheet)
        self.sheet.cite(self._clauses.of_tie[question])
        return chosen

    def _bound(self) -> Bound:
        return self._guard.bound(self.sheet)


def _all_pass(moved: Moved) -> str:
    papers = moved.papers + moved.stuck
    return f"{number_of(papers, 'papers')} {agreeing(papers, 'passes', 'pass')}"

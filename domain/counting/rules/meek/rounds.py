"""Single transferable vote by Meek's method, as its rules share it.

Every elected candidate has a keep factor: of each paper that reaches them they keep that part of
what it is still worth, and the rest goes on.  The factors are lowered until each elected candidate
keeps just the quota.  A round ends with an election or an exclusion and is one stage; its votes are
those of its last distribution, before the papers of whoever is excluded go on.

Each rule gives its limits, what goes on from a paper, and the clauses that it follows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.counting.contest import Index
from domain.counting.guard import Bound
from domain.counting.manifest import Ballots
from domain.counting.rules.last_places import able, all_fit, elect_all_left
from domain.counting.rules.meek.branches import Change, Rest
from domain.counting.rules.meek.shares import NINE_DECIMALS, Shares
from domain.counting.rules.meek.words import Clauses, say_what_was_distributed
from domain.counting.sheet import Deed, Question, Sheet, Votes
from domain.counting.ties import Step, Tied


@dataclass(frozen=True, slots=True)
class Method:
    """What one rule with keep factors decides for itself; amounts are units of 10**-9.

    `enough`: a total surplus below this is not reduced further.  `near`: who is within the total
    surplus of the lowest candidate is tied with them.  `at_once`: a step that elects may exclude
    too, and whoever can't catch up is excluded however great the surplus.  `first_tie` makes the
    rule's own first way to break a tie from the votes after every distribution.
    """

    rest: Rest
    enough: int
    near: bool
    at_once: bool
    clauses: Clauses
    first_tie: Callable[[Sequence[Sequence[int]]], Step] | None = None


class MeekCount:
    """One count with keep factors, from first preferences to the last place."""

    def __init__(self, method: Method, ballots: Ballots) -> None:
        self._method = method
        self._clauses = method.clauses
        self._guard = ballots.guard
        self._shares = Shares(ballots, method.rest)
        first = [] if method.first_tie is None else [method.first_tie(self._shares.steps)]
        self._ties = ballots.ties.after(*first)
        self._change = Change()
        self.sheet = Sheet(ballots.contest, NINE_DECIMALS, ballots.papers.total)

    def run(self) -> Sheet:
        """The whole count; raises `TieUndecided`."""
        self._round()
        while not self._is_complete():
            self._round()
        return self.sheet

    def _round(self) -> None:
        self.sheet.begin(Deed.ITERATION if self.sheet.stages else Deed.FIRST)
        self._exclude_the_doomed()
        self._let_papers_go_on()
        self._distribute_until_something_is_decided()
        elected = self._elect_those_with_the_quota()
        if not self._is_complete() and self._excludes_after(elected):
            self._exclude_the_lowest()
        self._fill_the_last_places()
        shares = self._shares
        # Products that are rounded up one by one can give more than there was: a loss below 0.
        loss = self.sheet.scale.of(self.sheet.papers) - shares.total - shares.exhausted
        self.sheet.close(Votes(shares.votes, shares.exhausted, loss, shares.quota, shares.keep))

    def _let_papers_go_on(self) -> None:
        self._shares.settle(self._change, self.sheet)
        if self._method.at_once:
            self._shares.lower(self.sheet.elected)
        self._change = Change()

    def _distribute_until_something_is_decided(self) -> None:
        times, before = 1, None
        self._shares.distribute()
        while not (self._is_complete() or self._reached() or self._must_exclude(before)):
            times, before = times + 1, self._surplus
            self._shares.lower(self.sheet.elected)
            self._shares.distribute()
        say_what_was_distributed(self.sheet, self._shares, self._clauses, times)

    @property
    def _surplus(self) -> int:
        return self._shares.surplus(self.sheet.elected)

    def _must_exclude(self, before: int | None) -> bool:
        """Whether the surplus can't, or need not, be reduced further; `before`: what it was."""
        surplus = self._surplus
        if surplus < self._method.enough or (before is not None and surplus >= before):
            return True
        return self._method.at_once and self._lowest_is_lost(surplus)

    def _lowest_is_lost(self, surplus: int) -> bool:
        """Whether the lowest could not catch up even with the whole surplus."""
        lowest, *others = sorted(self._votes_of(candidate) for candidate in self._excludable())
        return bool(others) and lowest + surplus < others[0]

    def _excludes_after(self, elected: bool) -> bool:
        """The step that counts first preferences only elects, if it can."""
        if not elected:
            return True
        return self._method.at_once and bool(self.sheet.stages) and self._must_exclude(None)

    def _reached(self) -> list[Index]:
        """Who has the quota and may be elected."""
        quota = self._shares.quota
        reached = [i for i in self.sheet.hopeful if self._votes_of(i) >= quota]
        if not reached:
            return []
        doomed = self._bound().doomed
        return [candidate for candidate in reached if candidate not in doomed]

    def _votes_of(self, candidate: Index) -> int:
        return self._shares.votes[candidate]

    def _elect_those_with_the_quota(self) -> bool:
        anybody = False
        while self.sheet.places_left and (reached := self._reached()):
            self._elect(self._next_of(reached))
            anybody = True
        return anybody

    def _next_of(self, reached: list[Index]) -> Index:
        """Who is elected next; a tie matters only if not all of them can be elected."""
        if self._guard.together(self.sheet, reached):
            return min(reached, key=lambda c: (-self._votes_of(c), self.sheet.name(c)))
        most = max(self._votes_of(candidate) for candidate in reached)
        tied = tuple(candidate for candidate in reached if self._votes_of(candidate) == most)
        return self._one_of(tied, Question.ELECTION)

    def _elect(self, candidate: Index) -> None:
        sheet = self.sheet
        sheet.elect(candidate)
        self._change.elected.append(candidate)
        sheet.say(
            f"{sheet.name(candidate)} has {sheet.votes(self._votes_of(candidate))}, reaches "
            "the quota and is elected.",
            self._clauses.elected,
        )

    def _excludable(self) -> list[Index]:
        guarded = self._bound().guarded
        return [candidate for candidate in self.sheet.hopeful if candidate not in guarded]

    def _exclude_the_lowest(self) -> None:
        sheet, votes = self.sheet, self._shares.votes
        spared = self._excludable()
        fewest = min(votes[candidate] for candidate in spared)
        near = fewest + (self._surplus if self._method.near else 0)
        lowest = self._one_of(tuple(c for c in spared if votes[c] <= near), Question.EXCLUSION)
        self._say_who_is_guarded(lowest)
        self._exclude(lowest)
        sheet.say(
            f"{sheet.name(lowest)}, with {sheet.votes(votes[lowest])}, is excluded. From the "
            "next stage on the papers pass over them.",
            self._clauses.exclusion,
        )

    def _exclude_the_doomed(self) -> None:
        bound = self._bound()
        for candidate in sorted(bound.doomed):
            self._exclude(candidate)
            self.sheet.say(
                f"{self.sheet.name(candidate)} can no longer be elected: "
                f"{bound.reason(candidate)}. The papers pass over them."
            )

    def _exclude(self, candidate: Index) -> None:
        self.sheet.about(candidate)
        self.sheet.exclude(candidate)
        self._change.excluded.append(candidate)

    def _say_who_is_guarded(self, lowest: Index) -> None:
        bound = self._bound()
        for candidate in sorted(bound.guarded):
            if self._votes_of(candidate) < self._votes_of(lowest):
                self.sheet.say(
                    f"{self.sheet.name(candidate)} has fewer votes and can't be excluded: "
                    f"{bound.reason(candidate)}."
                )

    def _is_complete(self) -> bool:
        sheet, guard = self.sheet, self._guard
        return not sheet.places_left or not able(sheet, guard) or all_fit(sheet, guard)

    def _fill_the_last_places(self) -> None:
        votes, clause = self._shares.votes, self._clauses.last
        elect_all_left(self.sheet, self._guard, votes, clause, "without the quota")

    def _one_of(self, tied: tuple[Index, ...], question: Question) -> Index:
        if len(tied) == 1:
            return tied[0]
        highest = question is not Question.EXCLUSION
        chosen = self._ties.break_(Tied(question, tied, highest), self.sheet)
        self.sheet.cite(self._clauses.tie)
        return chosen

    def _bound(self) -> Bound:
        return self._guard.bound(self.sheet)

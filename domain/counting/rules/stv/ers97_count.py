"""The course of a count by the ERS97 rules; sources and stages are explained in `ers97`."""

from __future__ import annotations

from collections.abc import Callable

from domain.counting.amounts import Amount
from domain.counting.contest import Index
from domain.counting.guard import NO_QUOTAS, Bound
from domain.counting.manifest import Ballots
from domain.counting.rules.last_places import all_fit
from domain.counting.rules.stv.ers97_bundles import Batch, Bundles
from domain.counting.rules.stv.ers97_electing import Electing, is_or_are
from domain.counting.rules.stv.ers97_tally import TWO_DECIMALS, Tally
from domain.counting.sheet import Deed, Question, Sheet
from domain.counting.ties import Forwards, Tied
from domain.counting.wording import can_not_go_on, first_preferences, number_of

# The value of each paper of a surplus, from the surplus and the papers that can be transferred.
TransferValue = Callable[[Amount, int], Amount]


class Ers97Count:
    """One count, from first preferences to the last place."""

    def __init__(self, ballots: Ballots, transfer_value: TransferValue) -> None:
        contest, papers = ballots.contest, ballots.papers
        self._transfer_value = transfer_value
        self._guard = ballots.guard
        self._ties = ballots.ties.after(Forwards())
        self._bundles = Bundles(papers, len(contest.candidates), TWO_DECIMALS.unit)
        self.sheet = Sheet(contest, TWO_DECIMALS, papers.total)
        self._tally = Tally(self.sheet)
        self._electing = Electing(self.sheet, self._tally, ballots.guard)

    def run(self) -> Sheet:
        """The whole count; raises `TieUndecided`."""
        self._first_preferences()
        while self.sheet.places_left and self.sheet.hopeful:
            self._next_stage()
        return self.sheet

    def _first_preferences(self) -> None:
        sheet = self.sheet
        sheet.begin(Deed.FIRST)
        batch, credited = self._bundles.deal(sheet.hopeful)
        self._tally.credit(credited)
        sheet.say(first_preferences(sheet.papers), "5.1.2")
        self._set_aside(batch)
        sheet.say(
            f"The quota for {number_of(sheet.contest.seats, 'places')} is "
            f"{sheet.shown(self._tally.quota)}.",
            "5.1.6",
        )
        self._end_stage("5.1.7")

    def _next_stage(self) -> None:
        bound, surpluses = self._bound(), self._tally.surpluses()
        losers = self._losers()
        if bound.doomed:
            self._exclude_the_doomed(bound)
        elif surpluses and not losers:
            self._transfer_surplus(surpluses)
        else:
            self._exclude_the_lowest(losers, surpluses)

    def _losers(self) -> tuple[Index, ...]:
        able = self._excludable()
        most = len(self.sheet.hopeful) - self.sheet.places_left
        return self._tally.sure_losers(able, most if self._guard is NO_QUOTAS else 1)

    def _transfer_surplus(self, surpluses: dict[Index, Amount]) -> None:
        sheet = self.sheet
        sheet.begin(Deed.SURPLUS)
        most = max(surpluses.values())
        tied = tuple(candidate for candidate, surplus in surpluses.items() if surplus == most)
        of = self._one_of(tied, Question.SURPLUS)
        sheet.about(of)
        batch = self._bundles.last_received(of, sheet.hopeful)
        value = batch.value
        if batch.papers * batch.value > most:
            value = self._transfer_value(most, batch.papers)
        sheet.say(
            f"{sheet.name(of)} has {sheet.votes(most)} above the quota. Of the last papers "
            f"received, those that name somebody else who is still in the count, {batch.papers}, "
            f"pass on at {sheet.shown(value)} each.",
            "5.3.7",
        )
        self._move_surplus(of, batch, value)
        self._end_stage("5.3.13")

    def _move_surplus(self, of: Index, batch: Batch, value: Amount) -> None:
        sheet, tally = self.sheet, self._tally
        left = tally.surplus(of) - batch.papers * value
        tally.totals[of] = tally.quota
        tally.credit(self._bundles.move(batch, value))
        if left:
            tally.non_transferable += left
            sheet.say(
                f"{sheet.votes(left)} of the surplus can't be transferred.",
                "5.3.9",
            )

    def _exclude_the_doomed(self, bound: Bound) -> None:
        self.sheet.begin(Deed.EXCLUSION)
        doomed = tuple(sorted(bound.doomed))
        for candidate in doomed:
            self.sheet.say(
                f"{self.sheet.name(candidate)} can no longer be elected: {bound.reason(candidate)}."
            )
        self._exclude(doomed)

    def _exclude_the_lowest(
        self, losers: tuple[Index, ...], surpluses: dict[Index, Amount]
    ) -> None:
        sheet = self.sheet
        sheet.begin(Deed.EXCLUSION)
        if surpluses:
            sheet.say(
                f"The surplus of {sheet.names(surpluses)} is left for later: with all of "
                f"{sheet.votes(sum(surpluses.values()))}, {sheet.names(losers)} could not "
                "reach the next candidate.",
                "5.2.2",
            )
        if not losers:
            losers = (self._lowest(),)
        self._say_who_is_guarded(losers)
        self._exclude(losers)

    def _lowest(self) -> Index:
        votes, able = self._tally.totals, self._excludable()
        fewest = min(votes[candidate] for candidate in able)
        return self._one_of(tuple(i for i in able if votes[i] == fewest), Question.EXCLUSION)

    def _exclude(self, losers: tuple[Index, ...]) -> None:
        """The stage has been begun; each batch after the first begins another."""
        sheet = self.sheet
        sheet.about(*losers)
        for candidate in losers:
            sheet.exclude(candidate)
        sheet.say(f"{sheet.names(losers)} {is_or_are(losers)} excluded.", "5.2.5")
        if all_fit(sheet, self._guard):
            self._end_stage("5.5.1")
            return
        values = self._bundles.values(losers)
        for number, value in enumerate(values, start=1):
            if number > 1:
                sheet.begin(Deed.EXCLUSION)
                sheet.about(*losers)
            self._move_batch(losers, value, f"batch {number} of {len(values)}")
            self._end_stage("5.4.9")
            if not sheet.places_left:
                return
        if not values:
            self._end_stage("5.4.9")

    def _move_batch(self, losers: tuple[Index, ...], value: Amount, which: str) -> None:
        sheet, tally = self.sheet, self._tally
        held = self._bundles.held(losers, value)
        for candidate, papers in held.items():
            tally.totals[candidate] -= papers * value
        batch = self._bundles.at_value(losers, value, sheet.hopeful)
        sheet.say(
            f"Their papers worth {sheet.shown(value)} pass to their next preference at that value "
            f"({which} of {sheet.names(losers)}).",
            "5.4.2",
        )
        tally.credit(self._bundles.move(batch, value))
        self._set_aside(batch)
        if batch.stuck and not sheet.elected:
            tally.take_quota()
            sheet.say(
                "Nobody is elected yet, so the quota is taken anew without the votes that can't be "
                f"transferred: {sheet.shown(tally.quota)}.",
                "5.4.8",
            )

    def _set_aside(self, batch: Batch) -> None:
        if batch.stuck:
            self._tally.non_transferable += batch.stuck * batch.value
            self.sheet.say(can_not_go_on(batch.stuck, self.sheet.votes(batch.stuck * batch.value)))

    def _end_stage(self, clause: str) -> None:
        self._electing.those_with_enough(clause)
        self._electing.the_last()
        self.sheet.close(self._tally.votes())

    def _one_of(self, tied: tuple[Index, ...], question: Question) -> Index:
        if len(tied) == 1:
            return tied[0]
        highest = question is not Question.EXCLUSION
        chosen = self._ties.break_(Tied(question, tied, highest), self.sheet)
        self.sheet.cite("5.2.3" if highest else "5.2.5")
        return chosen

    def _excludable(self) -> list[Index]:
        guarded = self._bound().guarded
        return [candidate for candidate in self.sheet.hopeful if candidate not in guarded]

    def _say_who_is_guarded(self, losers: tuple[Index, ...]) -> None:
        bound, votes = self._bound(), self._tally.totals
        for candidate in sorted(bound.guarded):
            if votes[candidate] < votes[losers[0]]:
                self.sheet.say(
                    f"{self.sheet.name(candidate)} has fewer votes and can't be excluded: "
                    f"{bound.reason(candidate)}."
                )

    def _bound(self) -> Bound:
        return self._guard.bound(self.sheet)

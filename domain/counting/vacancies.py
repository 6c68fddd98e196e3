"""Casual vacancies: who takes the place of somebody who left, without a new vote.

Three rules, each documented where it is used by others:

* `next_runner_up`: the candidate who came nearest to a place, as standing orders of many
  associations say of elections by most votes;
* `count_back`: the whole count again without whoever left, with those who sit protected; under
  Meek's rule, a refill;
* `count_back_own_papers`: the papers that elected whoever left are given to the candidates who were
  not elected, until one of them has half (Local Government Act 1993 (Tasmania), Schedule 8).

In all of them only candidates of that election who are willing can be chosen, no sitting member
loses a place, and the quotas for groups hold for those who sit and those who come together.  Which
rule an organisation has is in its rulebook.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from domain.counting.amounts import Amount
from domain.counting.contest import Contest, Index
from domain.counting.guard import Guard
from domain.counting.holdings import holdings
from domain.counting.manifest import Ballots, CountingRule
from domain.counting.quotas import QuotaGroup, Quotas
from domain.counting.rules.single.runoff import EXACT, ByValue, Put, RunoffCount, Terms
from domain.counting.sheet import Deed, Question, Sheet, Standing, Votes
from domain.counting.ties import Tied, Ties
from domain.counting.wording import number_of
from domain.kernel.refusal import BadInput

PER_CENT = 100
SCHEDULE = "Local Government Act 1993 (Tas.), Schedule 8, part 2"


@dataclass(frozen=True, slots=True)
class Vacancy:
    """Who left, who sits, and who of the others is unwilling or may no longer be elected.

    All are candidates of the election.  Members who came by another way are not named here, and
    their places are not among the contest's.
    """

    left: frozenset[Index]
    sitting: frozenset[Index]
    unwilling: frozenset[Index] = frozenset()

    @property
    def out(self) -> frozenset[Index]:
        return self.left | self.unwilling

    def checked(self, contest: Contest) -> Vacancy:
        """The vacancy, if it can be one of that election; raises `BadInput`."""
        if not self.left:
            raise BadInput("Nobody left: there is no vacancy to fill.")
        both = sorted((self.out & self.sitting) | (self.sitting & set(contest.withdrawn)))
        if both:
            raise BadInput(f"{contest.names[both[0]]} can't sit and be out of the count.")
        if len(self.sitting) + len(self.left) > contest.seats:
            raise BadInput(
                f"{len(self.sitting)} sit and {len(self.left)} left, and the election had only "
                f"{number_of(contest.seats, 'places')}."
            )
        return self


@dataclass(frozen=True, slots=True)
class Filled:
    """Who comes in, in order, and how many of the places stay open for want of candidates."""

    by: tuple[Index, ...]
    unfilled: int
    sheet: Sheet


def next_runner_up(
    counted: Sheet, vacancy: Vacancy, ties: Ties, quotas: Sequence[QuotaGroup] = ()
) -> Filled:
    """Those who came nearest: of those left at the end who had most votes, then the last excluded.

    Raises `TieUndecided`.
    """
    contest = _after(counted.contest, vacancy.checked(counted.contest))
    guard = Quotas(contest, quotas, vacancy.sitting)
    sheet = Sheet(contest, counted.scale, counted.papers)
    last = counted.stages[-1]
    sheet.begin(Deed.FILLING)
    for candidate in sorted(vacancy.sitting, key=counted.name):
        sheet.elect(candidate)
    for _ in vacancy.left:
        if able := _able(guard, sheet, vacancy):
            _take(_nearest(counted, able, ties, sheet), sheet, counted)
    sheet.close(Votes(last.totals, last.non_transferable, last.rounding_loss, last.quota))
    return _filled(sheet, vacancy)


def count_back(
    ballots: Ballots,
    rule: CountingRule,
    vacancy: Vacancy,
    quotas: Sequence[QuotaGroup] = (),
) -> Filled:
    """The whole count again without whoever left; raises `TieUndecided`.

    The guard of the ballots gives way to one of these quotas and of those who sit.
    """
    contest = _after(ballots.contest, vacancy.checked(ballots.contest))
    guard = Quotas(contest, quotas, vacancy.sitting)
    return _filled(rule.count(replace(ballots, contest=contest, guard=guard)), vacancy)


def count_back_own_papers(
    ballots: Ballots,
    counted: Sheet,
    vacancy: Vacancy,
    quotas: Sequence[QuotaGroup] = (),
) -> Filled:
    """The papers that elected whoever left, at their value then; raises `TieUndecided`.

    The sheet counts in per cent of what these papers were worth together.
    For one vacancy at a time, and for counts that move whole piles (raises `BadInput` for others).
    """
    contest = _after(ballots.contest, vacancy.checked(ballots.contest))
    if len(vacancy.left) != 1:
        raise BadInput("Papers of one member fill one place: fill the vacancies one after another.")
    (left,) = vacancy.left
    held = holdings(ballots, counted, left)
    open_to = _able(Quotas(contest, quotas, vacancy.sitting), Sheet(contest, EXACT, 0), vacancy)
    out = frozenset(range(len(contest.candidates))) - set(open_to)
    one_place = contest.model_copy(update={"seats": 1, "withdrawn": out})
    whole = held.brought
    shares = tuple(PER_CENT * value / whole if whole else Fraction(0) for value in held.values)
    brought = PER_CENT if whole else 0
    put = Put(one_place, held.papers, brought, ballots.ties, Quotas(one_place))
    sheet = RunoffCount(put, Terms(EXACT, ByValue(shares), (SCHEDULE,) * 3, unit="per cent")).run()
    return _filled(sheet, replace(vacancy, sitting=frozenset()))


def _after(contest: Contest, vacancy: Vacancy) -> Contest:
    """The same election without those who are out, for those who sit and the places now empty."""
    out = tuple(sorted({*contest.withdrawn, *vacancy.out, *contest.reopen}))
    seats = len(vacancy.sitting) + len(vacancy.left)
    return contest.model_copy(update={"seats": seats, "withdrawn": out, "reopen": ()})


def _able(guard: Guard, sheet: Sheet, vacancy: Vacancy) -> tuple[Index, ...]:
    """Those who can still come in."""
    not_able = guard.bound(sheet).doomed | vacancy.sitting
    return tuple(candidate for candidate in sheet.hopeful if candidate not in not_able)


def _nearest(counted: Sheet, able: Sequence[Index], ties: Ties, sheet: Sheet) -> Index:
    near = {candidate: _nearness(counted, candidate) for candidate in able}
    best = max(near.values())
    level = tuple(candidate for candidate in able if near[candidate] == best)
    if len(level) == 1:
        return level[0]
    return ties.break_(Tied(Question.ELECTION, level, highest=True), sheet)


def _nearness(counted: Sheet, candidate: Index) -> tuple[Amount, int, Amount]:
    """Votes at the end; then who stayed in for longer; then votes before going out."""
    totals, stages = counted.stages[-1].totals, len(counted.stages)
    out = [stage.number for stage in counted.stages if candidate in stage.excluded]
    if stages == 1 or not out:
        return totals[candidate], stages, 0
    before = counted.stages[max(out[0] - 2, 0)].totals
    return totals[candidate], out[0] - 1, before[candidate]


def _take(candidate: Index, sheet: Sheet, counted: Sheet) -> None:
    sheet.elect(candidate)
    _, until, votes = _nearness(counted, candidate)
    votes = votes or counted.stages[-1].totals[candidate]
    stayed = "" if until == len(counted.stages) else f", and stayed in until stage {until + 1}"
    sheet.say(
        f"{sheet.name(candidate)} came nearest, with {sheet.votes(votes)}{stayed}, and takes the "
        "place.",
        "next runner-up",
    )


def _filled(sheet: Sheet, vacancy: Vacancy) -> Filled:
    lost = [c for c in vacancy.sitting if sheet.standing(c) is not Standing.ELECTED]
    if lost:
        raise ArithmeticError(f"{sheet.names(lost)} sat and would lose the place")
    new = tuple(candidate for candidate in sheet.elected if candidate not in vacancy.sitting)
    return Filled(new, len(vacancy.left) - len(new), sheet)

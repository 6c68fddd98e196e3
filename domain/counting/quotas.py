"""Quotas for groups: at least so many of one group, at most so many of another, several at once.

`Quotas` answers a count, at any point of it, who of the hopeful must be elected and who no longer
can be.  The answer is exact: somebody is guarded as soon as no choice of candidates without them
keeps every quota, and doomed as soon as none with them does.  Looking at each quota by itself finds
this too late (I. D. Hill, Voting matters 9; J. Otten, Voting matters 13).

As many places are filled as the quotas let be filled.  A place won by reopened nominations counts
towards every minimum, for whoever fills it later has to keep them.  Which quotas are just is not
decided here, and nobody is asked to count under quotas that can't be kept: `require` refuses them
when nominations close.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from domain.counting.contest import Contest, Index
from domain.counting.guard import Bound
from domain.counting.quotas_choice import (
    Choice,
    Kind,
    Places,
    QuotaGroup,
    Taken,
    choice,
    kind_of,
)
from domain.counting.quotas_search import Composition, Span
from domain.counting.quotas_words import why_bound, why_impossible
from domain.counting.sheet import Sheet
from domain.kernel.refusal import RuleBroken
from domain.rules.values import Share

__all__ = ["QuotaGroup", "Quotas", "at_least", "conflict", "greatest", "require", "within_reach"]


def at_least(share: Share, group: str, seats: int) -> QuotaGroup:
    """That share of the places as a minimum: half of 9 is 5, more than half of 8 is 5."""
    whole = share.numerator * seats
    least = whole // share.denominator + 1 if share.strict else -(-whole // share.denominator)
    return QuotaGroup(group=group, least=least)


def greatest(
    contest: Contest, quotas: Sequence[QuotaGroup], sitting: frozenset[Index] = frozenset()
) -> int | None:
    """How many places can be filled at most while every quota is kept; None if it can't be."""
    taken = _before(contest, sitting)
    for places in range(min(contest.seats, len(contest.people)), -1, -1):
        if choice(contest, quotas, Places(places, places), taken).possible:
            return places
    return None


def _before(contest: Contest, sitting: frozenset[Index]) -> Taken:
    return Taken(sitting, frozenset(contest.people) - sitting)


def conflict(contest: Contest, quotas: Sequence[QuotaGroup]) -> str | None:
    """Which quotas can't be kept by those who stand, as a sentence; None if all can be."""
    open_ = choice(contest, quotas, Places(0, contest.seats))
    return None if open_.possible else why_impossible(open_)


def require(contest: Contest, quotas: Sequence[QuotaGroup]) -> None:
    """To be asked when nominations close; raises `RuleBroken` if the quotas can't be kept."""
    sentence = conflict(contest, quotas)
    if sentence is not None:
        raise RuleBroken(f"{sentence} Reopen nominations, or change the quotas.")


def within_reach(contest: Contest, quotas: Sequence[QuotaGroup]) -> tuple[QuotaGroup, ...]:
    """The quotas with each minimum lowered as little as those who stand make needed.

    For when somebody withdrew after papers were cast: a returning officer may decide to count under
    these.  The quotas named first keep theirs before those named later.
    """
    kept = [quota.model_copy(update={"least": 0}) for quota in quotas]
    for place, quota in enumerate(quotas):
        for least in range(quota.least, -1, -1):
            kept[place] = quota.model_copy(update={"least": least})
            if choice(contest, kept, Places(0, contest.seats)).possible:
                break
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class _At:
    """A point of a count, as far as quotas go."""

    having: frozenset[Index]
    free: frozenset[Index]
    open: int


@dataclass(frozen=True, slots=True)
class _Told(Bound):
    """A bound whose reasons are looked for when somebody asks: it takes a search for each."""

    tell: Callable[[Index], str] = field(kw_only=True)

    def reason(self, candidate: Index) -> str:
        return self.tell(candidate)


class Quotas:
    """The guard of a count with quotas, with members who sit already, or with both.

    `sitting` are candidates who have a place and keep it.  Raises `RuleBroken` if the quotas can't
    be kept by those who stand.
    """

    def __init__(
        self,
        contest: Contest,
        quotas: Sequence[QuotaGroup] = (),
        sitting: Iterable[Index] = (),
    ) -> None:
        self._quotas = tuple(quotas)
        self._sitting = frozenset(sitting)
        self._contest = contest
        self._to_fill = self._greatest()
        self._known: dict[_At, Bound] = {}
        self._together: dict[tuple[_At, frozenset[Index]], bool] = {}

    def bound(self, sheet: Sheet) -> Bound:
        """Who of the hopeful is guarded or doomed; raises `ArithmeticError` if a rule broke one."""
        at = self._at(sheet)
        if at not in self._known:
            self._known[at] = self._find(at, sheet)
        return self._known[at]

    def together(self, sheet: Sheet, candidates: Iterable[Index]) -> bool:
        """Whether all of these may be elected from here, with some choice of the others."""
        wanted, at = frozenset(candidates), self._at(sheet)
        if (at, wanted) not in self._together:
            enough = len(wanted) <= sheet.places_left
            nobody = wanted & frozenset(sheet.contest.reopen)
            after = replace(
                at,
                having=at.having | wanted - nobody,
                free=at.free - wanted,
                open=at.open + len(nobody),
            )
            self._together[at, wanted] = enough and self._choice(after).possible
        return self._together[at, wanted]

    def _greatest(self) -> int:
        found = greatest(self._contest, self._quotas, self._sitting)
        if found is None:
            taken = _before(self._contest, self._sitting)
            open_ = choice(self._contest, self._quotas, Places(0, self._contest.seats), taken)
            raise RuleBroken(f"{why_impossible(open_)} Decide under which quotas to count.")
        return found

    def _at(self, sheet: Sheet) -> _At:
        elected, nobody = frozenset(sheet.elected), frozenset(sheet.contest.reopen)
        hopeful = frozenset(sheet.hopeful) - nobody
        return _At(
            having=elected - nobody | hopeful & self._sitting,
            free=hopeful - self._sitting,
            open=len(elected & nobody),
        )

    def _places(self, at: _At) -> Places:
        """Places that could not have been filled anyway are the first that are left open."""
        most = min(self._to_fill, self._contest.seats - at.open)
        return Places(0 if self._contest.reopen else most, most, self._to_fill - most)

    def _choice(self, at: _At) -> Choice:
        return choice(self._contest, self._quotas, self._places(at), Taken(at.having, at.free))

    def _find(self, at: _At, sheet: Sheet) -> Bound:
        open_ = self._choice(at)
        known = open_.first()
        if known is None:
            raise ArithmeticError(f"stage {sheet.number}: {why_impossible(open_)}")
        spared, taken = _spared(open_, [known]), _taken(open_, [known])
        kinds = {c: kind_of(self._contest, c, self._quotas) for c in at.free}
        needed = frozenset(c for c in at.free if kinds[c] not in spared)
        sitting = frozenset(sheet.hopeful) & self._sitting
        return _Told(
            guarded=needed | sitting,
            doomed=frozenset(c for c in at.free if kinds[c] not in taken),
            tell=lambda c: self._tell(open_, c, guarded=c in needed),
        )

    def _tell(self, open_: Choice, candidate: Index, *, guarded: bool) -> str:
        if candidate in self._sitting:
            return "a sitting member keeps the place"
        at = open_.kinds.index(kind_of(self._contest, candidate, self._quotas))
        high = open_.spans[at].high
        narrowed = open_.taking(at, Span(0, high - 1) if guarded else Span(1, high))
        return why_bound(open_, narrowed)


def _spared(open_: Choice, known: list[Composition]) -> frozenset[Kind]:
    """The kinds of which not everybody has to be taken; what is found on the way is remembered."""
    return _kinds(open_, known, lambda high: Span(0, high - 1))


def _taken(open_: Choice, known: list[Composition]) -> frozenset[Kind]:
    """The kinds of which somebody can be taken."""
    return _kinds(open_, known, lambda high: Span(1, high))


def _kinds(
    open_: Choice, known: list[Composition], wanted: Callable[[int], Span]
) -> frozenset[Kind]:
    found = set()
    for at, kind in enumerate(open_.kinds):
        span = wanted(open_.spans[at].high)
        if not any(span.low <= composition[at] <= span.high for composition in known):
            more = open_.taking(at, span).first()
            if more is None:
                continue
            known.append(more)
        found.add(kind)
    return frozenset(found)

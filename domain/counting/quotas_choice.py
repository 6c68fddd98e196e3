"""What there is to choose from, and what the quotas demand of the choice.

A `Choice` is put to the exact search of `quotas_search`.  Who chooses, and when, is not known here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, model_validator

from domain.counting.contest import Contest, Index
from domain.counting.quotas_search import Composition, Row, Span, every, first
from domain.kernel.value import Value

# The groups with a quota that somebody belongs to.
Kind = frozenset[str]


class QuotaGroup(Value):
    """Of those elected at least `least` and at most `most` belong to the group.

    `words` is how the group reads after a number, where its name reads badly: `at least 1 Wales`
    against `at least 1 from Wales`.
    """

    group: Annotated[str, Field(min_length=1)]
    least: Annotated[int, Field(ge=0)] = 0
    most: Annotated[int, Field(ge=0)] | None = None
    words: str = ""

    @model_validator(mode="after")
    def _leaves_room(self) -> QuotaGroup:
        if self.most is not None and self.most < self.least:
            raise ValueError(
                f"at least {self.least} and at most {self.most} {self.noun} can't both be kept"
            )
        return self

    @property
    def noun(self) -> str:
        return self.words or self.group


@dataclass(frozen=True, slots=True)
class Demand:
    """One end of one quota, or of the number to be elected where `quota` is None.

    `number` is for the whole election; `have` of them have a place already.
    """

    quota: QuotaGroup | None
    minimum: bool
    number: int
    have: int = 0

    def concerns(self, kind: Kind) -> bool:
        return self.quota is None or self.quota.group in kind

    @property
    def noun(self) -> str:
        return "candidates" if self.quota is None else self.quota.noun

    def row(self, choice: Choice) -> Row:
        weights = tuple(int(self.concerns(kind)) for kind in choice.kinds)
        wanted = self.number - self.have
        return Row(weights, wanted, choice.size) if self.minimum else Row(weights, 0, wanted)


@dataclass(frozen=True, slots=True)
class Choice:
    """How many there are of each kind, how many of them are to be taken, and what is demanded."""

    kinds: tuple[Kind, ...]
    spans: tuple[Span, ...]
    demands: tuple[Demand, ...]

    @property
    def size(self) -> int:
        return sum(span.high for span in self.spans)

    def left(self, demand: Demand) -> int:
        """How many there are to choose from that the demand concerns."""
        pairs = zip(self.kinds, self.spans, strict=True)
        return sum(span.high for kind, span in pairs if demand.concerns(kind))

    def first(self) -> Composition | None:
        return first(self.spans, self._rows())

    def every(self) -> Iterator[Composition]:
        return every(self.spans, self._rows())

    @property
    def possible(self) -> bool:
        return self.first() is not None

    def taking(self, at: int, span: Span) -> Choice:
        """The same, with other bounds for one kind."""
        return Choice(self.kinds, (*self.spans[:at], span, *self.spans[at + 1 :]), self.demands)

    def needed(self) -> tuple[Demand, ...]:
        """Of demands that can't be kept together, a set from which none could be left out."""
        kept = self.demands
        for demand in self.demands:
            fewer = tuple(other for other in kept if other is not demand)
            if not Choice(self.kinds, self.spans, fewer).possible:
                kept = fewer
        return kept

    def _rows(self) -> tuple[Row, ...]:
        return tuple(demand.row(self) for demand in self.demands)


@dataclass(frozen=True, slots=True)
class Taken:
    """Who has a place already, and who can still have one."""

    having: frozenset[Index]
    free: frozenset[Index]


@dataclass(frozen=True, slots=True)
class Places:
    """How many people are to be elected in all.

    `open` places won by reopened nominations count towards every minimum.
    """

    least: int
    most: int
    open: int = 0


def kind_of(contest: Contest, candidate: Index, quotas: Iterable[QuotaGroup]) -> Kind:
    return contest.candidates[candidate].groups & {quota.group for quota in quotas}


def choice(
    contest: Contest, quotas: Sequence[QuotaGroup], places: Places, taken: Taken | None = None
) -> Choice:
    """What is open when some have a place; before a count, nobody has."""
    taken = taken or Taken(frozenset(), frozenset(contest.people))
    number = Counter(kind_of(contest, candidate, quotas) for candidate in taken.free)
    kinds = tuple(sorted(number, key=sorted))
    having = [kind_of(contest, candidate, quotas) for candidate in taken.having]
    return Choice(
        kinds=kinds,
        spans=tuple(Span(0, number[kind]) for kind in kinds),
        demands=tuple(_demands(quotas, places, having)),
    )


def _demands(
    quotas: Sequence[QuotaGroup], places: Places, having: Sequence[Kind]
) -> Iterator[Demand]:
    yield Demand(None, False, places.most, len(having))
    if places.least:
        yield Demand(None, True, places.least, len(having))
    for quota in quotas:
        have = sum(quota.group in kind for kind in having)
        if quota.least > places.open:
            yield Demand(quota, True, quota.least - places.open, have)
        if quota.most is not None:
            yield Demand(quota, False, quota.most, have)

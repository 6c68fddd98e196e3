"""The papers of a stored count under other rules, so that people see what the choice of rule does.

Worked out once for a rule and its version, and kept: it follows from the papers alone.  What would
keep a page waiting is left out, and the page says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from time import monotonic
from typing import Final

from domain.counting.contest import Contest
from domain.counting.explaining import Elsewhere, Outcome, beside, others, outcome
from domain.counting.papers import Cast
from domain.counting.rules.catalogue import rule
from domain.counting.terms import Terms
from services.counting.kept import Kept, Outcomes
from services.counting.port import PaperBundles
from services.reading.counts import CountLine

MOST_PAPERS: Final = 50_000
PATIENCE: Final = 3.0  # seconds for which a page is kept waiting


@dataclass(frozen=True)
class Held:
    """A count that is done: its papers, its terms, and whom the rule in force elected."""

    sha256: str
    papers: int
    contest: Contest
    terms: Terms
    elected: tuple[str, ...]

    @classmethod
    def of(cls, line: CountLine, contest: Contest, terms: Terms) -> Held:
        """The count of that line."""
        return cls(line.sha256, line.papers, contest, terms, line.elected or ())

    @cached_property
    def matter(self) -> str:
        """A hash of all that an outcome follows from, besides the rule."""
        settled = self.terms.by("").model_dump_json()
        told = "\n".join((self.sha256, self.contest.model_dump_json(), settled))
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True)
class Comparison:
    """A count under the other rules: by title those that can't count such papers, and those left.

    `waiting` are not worked out, because there was no time or, if `too_many`, for good.
    """

    others: tuple[Elsewhere, ...]
    unfit: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    too_many: bool = False

    @property
    def differing(self) -> tuple[Elsewhere, ...]:
        """Those that elect somebody else."""
        return tuple(one for one in self.others if one.instead or one.of)


class Comparing:
    """Comparisons for one page, which waits for them no longer than its patience lasts."""

    def __init__(
        self, outcomes: Outcomes, bundles: PaperBundles, patience: float = PATIENCE
    ) -> None:
        self._outcomes = outcomes
        self._bundles = bundles
        self._end = monotonic() + patience

    def all(self, held: Sequence[Held]) -> list[Comparison]:
        """Every one of these, in their order."""
        kept = self._outcomes.of([one.matter for one in held])
        return [self._compared(one, kept) for one in held]

    def one(self, held: Held) -> Comparison:
        """This one."""
        return self.all([held])[0]

    def _compared(self, held: Held, kept: Kept) -> Comparison:
        names = others(held.terms.rule)
        found = {name: kept[held.matter, name] for name in names if (held.matter, name) in kept}
        missing = [name for name in names if name not in found]
        if missing and held.papers <= MOST_PAPERS and not self._over:
            found |= self._worked_out(held, missing)
        told = [beside(found[name], held.elected) for name in names if name in found]
        waiting = tuple(rule(name).manifest.title for name in names if name not in found)
        return Comparison(
            others=tuple(one for one in told if not one.unfit),
            unfit=tuple(one.title for one in told if one.unfit),
            waiting=waiting,
            too_many=held.papers > MOST_PAPERS,
        )

    @property
    def _over(self) -> bool:
        return monotonic() > self._end

    def _worked_out(self, held: Held, names: Sequence[str]) -> dict[str, Outcome]:
        """As many of them as there is time for."""
        cast = self._bundles.election(held.sha256).cast
        found: dict[str, Outcome] = {}
        for name in names:
            if self._over:
                break
            found[name] = self._kept(held, cast, name)
        return found

    def _kept(self, held: Held, cast: Cast, name: str) -> Outcome:
        found = outcome(held.contest, cast, held.terms.by(name))
        self._outcomes.keep(held.matter, found)
        return found

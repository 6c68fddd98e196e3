"""The papers of a stored count under other rules, so that people see what the choice of rule does.

Worked out once for a result and kept in memory: it follows from the papers alone.
"""

from __future__ import annotations

from functools import lru_cache

from domain.counting import explaining
from domain.counting.explaining import Elsewhere
from domain.counting.rules.catalogue import rule
from services.counting.port import PaperBundles
from services.reading.counts import Count

COMPARED = ("scottish-stv", "ers97", "meek-prf", "wigm-exact")
MOST_PAPERS = 50_000


def elsewhere(bundles: PaperBundles, found: Count) -> tuple[Elsewhere, ...]:
    """The same papers under the other rules for ranked papers; none for very many papers."""
    if found.result is None or found.count.papers > MOST_PAPERS:
        return ()
    return _worked_out(_Key(bundles, found))


class _Key:
    """A count as something to remember its comparison by: the same papers, terms and candidates."""

    def __init__(self, bundles: PaperBundles, found: Count) -> None:
        self.bundles = bundles
        self.found = found
        self._same = (found.count.sha256, found.contest, found.terms)

    def __hash__(self) -> int:
        return hash(self._same)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._same == other._same


@lru_cache(maxsize=64)
def _worked_out(key: _Key) -> tuple[Elsewhere, ...]:
    found = key.found
    assert found.result is not None
    kind = rule(found.terms.rule).manifest.papers
    others = [name for name in COMPARED if name != found.terms.rule]
    fitting = [name for name in others if rule(name).manifest.papers is kind]
    cast = key.bundles.election(found.count.sha256).cast
    return explaining.elsewhere(found.contest, cast, found.terms, found.result, fitting)

"""How far a count has come that waits for a decision on a tie.

Everything before the tie is the same however it is decided; so the papers are counted with any
decision, and what comes after the tie is thrown away unseen.
"""

from __future__ import annotations

from domain.counting.count import count
from domain.counting.result import CountResult
from domain.counting.ties import Decision, TieUndecided
from domain.elections.count import OpenTie
from services.counting.port import PaperBundles
from services.reading.counts import Count

MOST_PAPERS = 50_000


def so_far(bundles: PaperBundles, found: Count) -> CountResult | None:
    """The stages that were complete when the tie came; None if there is no tie, or none before it.

    None as well for very many papers, for which a page should not wait.
    """
    tie = found.count.open_tie
    if tie is None or found.count.papers > MOST_PAPERS:
        return None
    decisions = (*found.taken, _any(tie))
    whole = _counted(bundles, found, decisions)
    stages = whole.stages[: tie.stage - 1] if whole else ()
    if whole is None or not stages:
        return None
    elected = {name for stage in stages for name in stage.elected}
    before = tuple(name for name in whole.elected if name in elected)
    ties = tuple(one for one in whole.ties if one.stage < tie.stage)
    return whole.model_copy(update={"stages": stages, "elected": before, "ties": ties})


def _any(tie: OpenTie) -> Decision:
    return Decision(question=tie.question, between=tie.between, chosen=tie.between[0])


def _counted(
    bundles: PaperBundles, found: Count, decisions: tuple[Decision, ...]
) -> CountResult | None:
    """The whole count; further ties are given any decision too."""
    cast = bundles.election(found.count.sha256).cast
    for _ in found.contest.candidates:
        try:
            return count(found.contest, cast, found.terms.deciding(decisions))
        except TieUndecided as tie:
            further = Decision(question=tie.question, between=tie.between, chosen=tie.between[0])
            decisions = (*decisions, further)
    return None

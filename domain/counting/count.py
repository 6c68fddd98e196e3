"""The one function that counts, for elections of the service and for the command alike."""

from __future__ import annotations

from domain.counting.admission import admit
from domain.counting.contest import Contest, checked
from domain.counting.guard import NO_QUOTAS
from domain.counting.manifest import Ballots, Kind
from domain.counting.papers import Cast
from domain.counting.quotas import Quotas
from domain.counting.result import CountResult, result_of
from domain.counting.rules.catalogue import rule
from domain.counting.terms import Terms, policy_for, ties_of


def count(contest: Contest, cast: Cast, terms: Terms) -> CountResult:
    """The result of these papers under these terms.

    Raises `BadInput` where the contest, the papers and the terms don't go together, `RuleBroken`
    where those who stand can't keep the quotas, and
    `TieUndecided` where the terms leave a tie to a decision that was not given.
    """
    counting = rule(terms.rule)
    manifest = counting.manifest
    ties = ties_of(terms, checked(contest))
    equal_ranks = manifest.equal_ranks or manifest.papers is Kind.CROSSES
    papers, account = admit(cast, contest, terms.policy or policy_for(manifest), equal_ranks)
    guard = Quotas(contest, terms.quotas) if terms.quotas else NO_QUOTAS
    ballots = Ballots(contest, papers, ties, guard, options=dict(terms.options))
    sheet = counting.count(ballots)
    return result_of(manifest, sheet, account)

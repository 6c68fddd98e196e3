"""The one function that counts, for elections of the service and for the command alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from domain.counting.admission import admit
from domain.counting.contest import Contest, checked
from domain.counting.manifest import Ballots, CountingRule, Kind, Manifest
from domain.counting.papers import Account, Cast
from domain.counting.reopening import ready
from domain.counting.result import CountResult, result_of
from domain.counting.rules.catalogue import rule
from domain.counting.terms import Terms, guard_of, policy_for, sections_of, ties_of
from domain.kernel.refusal import BadInput


def count(contest: Contest, cast: Cast, terms: Terms) -> CountResult:
    """The result of these papers under these terms.

    Raises `BadInput` where the contest, the papers and the terms don't go together, `RuleBroken`
    where the quotas can't be kept by those who stand, and `TieUndecided` where the terms leave a
    tie to a decision that was not given.
    """
    put = prepared(contest, cast, terms)
    return result_of(put.counting.manifest, put.counting.count(put.ballots), put.account)


class Prepared(NamedTuple):
    """Papers ready to be counted, by which rule, and what became of each."""

    counting: CountingRule
    ballots: Ballots
    account: Account


def prepared(contest: Contest, cast: Cast, terms: Terms) -> Prepared:
    """Papers admitted under these terms; raises as `count` does, but for ties."""
    counting = rule(terms.rule)
    manifest, options = counting.manifest, dict(terms.options)
    _must_be_options(manifest, options)
    ties = ties_of(terms, checked(contest))
    policy = terms.policy or policy_for(manifest, contest, options)
    equal_ranks = manifest.equal_ranks or manifest.papers is Kind.CROSSES
    papers, account = admit(cast, contest, policy, equal_ranks)
    if "turnout" in dict(manifest.options):
        options.setdefault("turnout", str(account.turnout))
    ballots = Ballots(
        contest, papers, ties, guard_of(terms, contest), options, sections_of(terms, cast, papers)
    )
    return Prepared(counting, ready(ballots) if manifest.transfers else ballots, account)


def _must_be_options(manifest: Manifest, given: Iterable[str]) -> None:
    """An option that a rule has not would be passed over unseen."""
    known = dict(manifest.options)
    for name in given:
        if name not in known:
            has = f"It has: {', '.join(known)}." if known else "It has none."
            raise BadInput(f"The rule {manifest.id} has no option '{name}'. {has}")

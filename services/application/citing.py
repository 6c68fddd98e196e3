"""The clause behind a refusal: whoever refuses names the rule, and the rulebook says what it reads.

A rule reads one clause for good, so any version that has the rule tells it.
"""

from __future__ import annotations

from domain.kernel.ids import ClauseId, RuleId
from domain.kernel.refusal import Refusal
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from services.store.port import Store


def with_clause(refusal: Refusal, store: Store) -> Refusal:
    """The refusal with the clause that its rule reads, if it names a rule and no clause yet."""
    if refusal.rule is not None and refusal.clause is None:
        refusal.clause = _clause_of(refusal.rule, store)
    return refusal


def _clause_of(rule: RuleId, store: Store) -> ClauseId | None:
    rulebook = store.find(Rulebook, RULEBOOK_ID)
    newest = None if rulebook is None else rulebook.editions[-1]
    return newest.rule(rule).clause if newest is not None and newest.has(rule) else None

"""The founding rulebook as a file, in the very types that the rulebook itself is judged by.

What a rule means is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Self

from pydantic import model_validator

from domain.kernel.ids import ClauseId, RuleId
from domain.rules.values import Clause, Force, Reads, Rule, RuleValue
from services.examples.base import Backed, Cited, Day, Entry, File, Sentence, Slug


class Party(Entry):
    """Somebody whom a rule of the type `who` may name and who is no body and no post."""

    id: Slug
    name: Sentence


class FoundingClause(Backed):
    """A clause in prose."""

    number: Sentence
    heading: Sentence
    text: Sentence

    def as_clause(self) -> Clause:
        """The clause as the rulebook adopts it."""
        return Clause(
            id=ClauseId(self.number),
            heading=self.heading,
            text=self.text,
            source=cited(self),
        )


class FoundingRule(Backed):
    """A rule, the clause that it reads, and its value on the day it first stood."""

    id: RuleId
    title: Sentence
    clause: ClauseId
    kind: Force
    reads: Reads
    since: Day | None = None
    value: RuleValue
    one_of: tuple[Slug | str, ...] = ()
    least: int | None = None
    most: int | None = None

    @model_validator(mode="after")
    def _makes_a_rule(self) -> Self:
        self.as_rule()
        return self

    def as_rule(self, value: RuleValue | None = None) -> Rule:
        """The rule as the rulebook adopts it, with its founding value or with a later one."""
        return Rule(
            id=self.id,
            clause=self.clause,
            title=self.title,
            value=value or self.value,
            force=self.kind,
            reads=self.reads,
            one_of=self.one_of,
            least=self.least,
            most=self.most,
            source=cited(self),
        )


class EarlierChange(Backed):
    """A change of one rule before the cycle began."""

    rule: RuleId
    at: Day
    by: Slug
    value: RuleValue


class Rulebook(File):
    """rulebook.yaml"""

    adopted: Day
    source: Cited
    parties: tuple[Party, ...]
    clauses: tuple[FoundingClause, ...]
    rules: tuple[FoundingRule, ...]
    changes: tuple[EarlierChange, ...]

    def in_force(self, day: date) -> Mapping[RuleId, RuleValue]:
        """The value of every rule that stands on that day."""
        standing = {rule.id: rule.value for rule in self.rules if self._stands(rule, day)}
        for change in sorted(self.changes, key=lambda change: change.at):
            if change.at <= day and change.rule in standing:
                standing[change.rule] = change.value
        return standing

    def clauses_as_adopted(self) -> tuple[Clause, ...]:
        """All clauses, for founding the rulebook."""
        return tuple(clause.as_clause() for clause in self.clauses)

    def rules_in_force(self, day: date) -> tuple[Rule, ...]:
        """All rules that stand on that day, with the values of that day."""
        values = self.in_force(day)
        return tuple(rule.as_rule(values[rule.id]) for rule in self.rules if rule.id in values)

    def _stands(self, rule: FoundingRule, day: date) -> bool:
        return (rule.since or self.adopted) <= day


def cited(entry: Backed) -> str:
    """Where an entry is from, in words that a page can show."""
    sources = ", ".join(entry.source)
    if not entry.synthetic:
        return sources
    return (
        f"{sources} (in part invented for the example)" if sources else "invented for the example"
    )

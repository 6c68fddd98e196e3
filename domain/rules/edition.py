"""One edition of the rulebook, and the changes that make the next from it.

Editions are numbered in the order in which they take effect, whenever they were adopted: a change
that waits for its date is overtaken in the numbering by one that is adopted later and holds at
once.  The number of an edition in force never changes any more, for nothing can be adopted to take
effect in the past.  Who may adopt a change is not known here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice, takewhile
from typing import TypeVar
from uuid import UUID

from pydantic import AwareDatetime, ValidationError

from domain.kernel.ids import ClauseId, RuleId
from domain.kernel.refusal import BadInput, NotFound
from domain.kernel.value import Value
from domain.rules.scoping import must_speak_of_known_kinds
from domain.rules.values import Clause, ClauseChange, Rule, RuleChange, RuleValue

Kind = TypeVar("Kind", bound=Value)


class Revision(Value):
    """A set of changes that is adopted together, and when it takes effect.

    `from_when` is a moment, or none while the change waits for the named event in `upon`.
    `transitional` names open processes that it moves to the new rules.
    """

    title: str
    rules: tuple[RuleChange, ...] = ()
    added: tuple[Rule, ...] = ()
    clauses: tuple[ClauseChange, ...] = ()
    from_when: AwareDatetime | None = None
    upon: str | None = None
    transitional: tuple[UUID, ...] = ()


class Dated(Value):
    """An adopted change whose moment is known."""

    moment: AwareDatetime
    revision: Revision


class _Same:
    """Rules that are told apart by being others, and not by what is in them."""

    def __init__(self, rules: Mapping[RuleId, Rule]) -> None:
        self.rules = rules

    def __hash__(self) -> int:
        return id(self.rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.rules is self.rules


@lru_cache(maxsize=64)
def _in_order(same: _Same) -> Sequence[RuleId]:
    """Their names in order: bodies ask for those that begin alike, again and again."""
    return sorted(same.rules)


class Edition(Value):
    """The rulebook as one change left it: its number, from when, and every clause and rule.

    `transitional` names open processes that the change moves to the new rules.
    """

    number: int
    in_force_from: AwareDatetime
    rules: Mapping[RuleId, Rule]
    clauses: Mapping[ClauseId, Clause]
    transitional: tuple[UUID, ...] = ()

    def rule(self, rule: str) -> Rule:
        """The rule of that name; raises `NotFound`."""
        found = self.rules.get(RuleId(rule))
        if found is None:
            raise NotFound(
                f"The rulebook in force (version {self.number}) has no rule '{rule}'. "
                "A ruling or a change of the rulebook has to fill the gap first.",
                rule=RuleId(rule),
            )
        return found

    def value(self, rule: str, kind: type[Kind]) -> Kind:
        """The value of that rule, which must be of that kind; raises `NotFound` or `BadInput`."""
        found = self.rule(rule)
        if not isinstance(found.value, kind):
            raise BadInput(
                f"Rule {rule} holds a {found.value.type}, where a {kind.__name__.lower()} is read.",
                rule=found.id,
                clause=found.clause,
            )
        return found.value

    def has(self, rule: str) -> bool:
        return RuleId(rule) in self.rules

    def under(self, start: str) -> Sequence[RuleId]:
        """The rules whose names begin so, in the order of their names."""
        names = _in_order(_Same(self.rules))
        first = bisect_left(names, start)
        return tuple(takewhile(lambda one: one.startswith(start), islice(names, first, None)))

    def must_fit(self, change: Revision) -> None:
        """Refuse a change that speaks of what is not in this edition, or asks for nonsense."""
        clauses = {*self.clauses, *(clause.clause for clause in change.clauses)}
        for rule in change.added:
            if rule.clause not in clauses:
                raise BadInput(
                    f"Rule {rule.id} reads clause {rule.clause}, which is not there.", rule=rule.id
                )
        for asked in change.rules:
            _same_kind(self.rule(asked.rule), asked.value)
        self._must_speak_of_known_kinds(change)

    def _must_speak_of_known_kinds(self, change: Revision) -> None:
        added = {rule.id: rule for rule in change.added}
        altered = {one.rule: self.rule(one.rule).with_value(one.value) for one in change.rules}
        must_speak_of_known_kinds((added | altered).values(), {**self.rules, **added, **altered})

    def revised(self, change: Revision, number: int, from_when: datetime) -> Edition:
        """This edition with a change made to it."""
        rules = dict(self.rules)
        for asked in change.rules:
            rules[asked.rule] = self.rule(asked.rule).with_value(asked.value)
        rules.update({rule.id: rule for rule in change.added})
        clauses = dict(self.clauses)
        for clause in change.clauses:
            clauses[clause.clause] = Clause(
                id=clause.clause, heading=clause.heading, text=clause.text
            )
        # Every rule and clause in it has been checked by itself: to check all of them again for
        # each change would make the loading of a rulebook the slowest thing that there is.
        return Edition.model_construct(
            number=number,
            in_force_from=from_when,
            rules=rules,
            clauses=clauses,
            transitional=change.transitional,
        )


def editions_from(first: Edition, changes: Iterable[Dated]) -> tuple[Edition, ...]:
    """Every edition in the order of taking effect; at one moment, in the order of adoption."""
    editions = [first]
    for change in sorted(changes, key=lambda dated: dated.moment):
        newest = editions[-1]
        editions.append(newest.revised(change.revision, newest.number + 1, change.moment))
    return tuple(editions)


def in_force_at(editions: Sequence[Edition], moment: datetime) -> Edition:
    """Which of these, in their order, is in force at a moment; the first for any before it."""
    in_force = editions[0]
    for edition in editions:
        if edition.in_force_from <= moment:
            in_force = edition
    return in_force


def _same_kind(rule: Rule, value: RuleValue) -> None:
    if rule.value.type != value.type:
        raise BadInput(
            f"Rule {rule.id} is a {rule.value.type}; it can't become a {value.type}.",
            rule=rule.id,
            clause=rule.clause,
        )
    try:
        rule.with_value(value)
    except ValidationError as error:
        what = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise BadInput(
            f"Rule {rule.id} can't have this value: {what}.", rule=rule.id, clause=rule.clause
        ) from None

"""Whether the founding rulebook holds together, and whether values fit the rules they are for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from domain.kernel.ids import RuleId
from domain.powers import OFFICERS, THIS_BODY
from domain.rules.values import RuleChange, RuleValue, Seats, Who
from services.examples.checks.finding import Finding, Findings, twice, unknown
from services.examples.document import Way
from services.examples.models import Founding, FoundingRule


def check(record: Founding) -> Findings:
    """Clauses, powers and sections that are not there, and changes that do not fit."""
    book = record.rulebook
    yield from twice("rulebook", "clauses", [clause.number for clause in book.clauses])
    yield from twice("rulebook", "rules", [rule.id for rule in book.rules])
    clauses = [clause.number for clause in book.clauses]
    for n, rule in enumerate(book.rules):
        way = ("rules", n)
        yield from unknown("rulebook", (*way, "clause"), "clause", rule.clause, clauses)
        yield from value_fits("rulebook", (*way, "value"), rule.value, record)
    rules = rules_by_id(record)
    for n, change in enumerate(book.changes):
        asked = RuleChange(rule=change.rule, value=change.value)
        yield from change_fits("rulebook", ("changes", n), asked, rules, record)
        yield from unknown("rulebook", ("changes", n, "by"), "power", change.by, _powers(record))


def rules_by_id(record: Founding) -> Mapping[RuleId, FoundingRule]:
    """The founding rules by id."""
    return {rule.id: rule for rule in record.rulebook.rules}


def changes_fit(file: str, way: Way, asked: Sequence[RuleChange], record: Founding) -> Findings:
    """Rule changes that name no rule, or a value that the rule can't take."""
    rules = rules_by_id(record)
    for n, change in enumerate(asked):
        yield from change_fits(file, (*way, n), change, rules, record)


def change_fits(
    file: str,
    way: Way,
    change: RuleChange,
    rules: Mapping[RuleId, FoundingRule],
    record: Founding,
) -> Findings:
    """One rule change: the rule is there, and the value is of its kind and on its list."""
    rule = rules.get(change.rule)
    if rule is None:
        yield from unknown(file, (*way, "rule"), "rule", change.rule, rules)
        return
    if rule.value.type != change.value.type:
        yield Finding(
            file,
            (*way, "value"),
            f"The rule {rule.id} is a {rule.value.type}, so it can't become a "
            f"{change.value.type}. Give a value of the type {rule.value.type}.",
        )
        return
    try:
        rule.as_rule(change.value)
    except ValidationError as error:
        told = error.errors()[0].get("ctx", {}).get("error", "it is out of range")
        yield Finding(file, (*way, "value"), f"This value does not fit: {told}. Choose another.")
    yield from value_fits(file, (*way, "value"), change.value, record)


def value_fits(file: str, way: Way, value: RuleValue, record: Founding) -> Findings:
    """Powers and sections that a value names and that nobody has."""
    if isinstance(value, Who):
        for n, power in enumerate(value.powers):
            yield from unknown(file, (*way, "powers", n), "power", power, _powers(record))
    if isinstance(value, Seats):
        for n, section in enumerate(value.seats):
            known = _sections(record)
            yield from unknown(file, (*way, "seats", n), "section", section.section, known)


def _powers(record: Founding) -> list[str]:
    bodies = record.bodies.bodies
    posts = [f"{body.id}.{post}" for body in bodies for post in (*body.posts, OFFICERS)]
    posts.append(f"{THIS_BODY}.{OFFICERS}")
    return [party.id for party in record.rulebook.parties] + [body.id for body in bodies] + posts


def _sections(record: Founding) -> list[str]:
    regions = [r.id for known in record.organisation.region_sets for r in known.regions]
    return regions + [post for body in record.bodies.bodies for post in body.posts]

"""Whether bodies are made up as the rules of the day ask, as of any moment.

It holds what the views say against the very rules by which the desk decides, and decides nothing.
Rules about what people declare of themselves are not looked at here: a page can't show them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from domain.bodies.body import Kind
from domain.bodies.composition import Asked, about, found
from domain.bodies.mandate import Mandate, MandateId
from domain.bodies.sitting import Sitting
from domain.kernel.ids import BodyId, PersonId, RuleId
from domain.rules.edition import Edition
from domain.rules.values import Rule
from services.reading.view import Answer, Reading

_RULE = TypeAdapter(Rule)
_BODIES = """
    SELECT b.body, b.slug, b.name, b.kind, p.slug AS parent
    FROM bodies b LEFT JOIN bodies p ON p.body = b.parent AND p.valid @> %(as_of)s::timestamptz
    WHERE b.valid @> %(as_of)s::timestamptz AND b.dissolved_at IS NULL
      AND (%(body)s::uuid IS NULL OR b.body = %(body)s)
    ORDER BY b.name
"""
_SEATS = """
    SELECT body, mandate, person, name, how, voting, category, NULL AS post, 1 AS place, 1 AS share
    FROM seats WHERE valid @> %(as_of)s::timestamptz AND body = ANY(%(bodies)s)
    UNION ALL
    SELECT body, mandate, person, name, how, true, NULL, post, place, share
    FROM posts WHERE valid @> %(as_of)s::timestamptz AND body = ANY(%(bodies)s)
"""
_RULES = """
    SELECT rule AS id, clause, title, force, reads, one_of, value, source FROM rules
    WHERE valid @> %(as_of)s::timestamptz AND split_part(rule, '.', 1) = ANY(%(scopes)s)
"""


class Standing(Answer):
    """A rule on how a body is made up, and in what ways it is not kept; none if it is kept."""

    rule: str
    title: str
    broken: tuple[str, ...]


class Alarm(Answer):
    """A body that is not made up as a rule asks."""

    slug: str
    body_name: str
    rule: str
    title: str
    sentence: str


def standing(at: Reading, body: UUID) -> tuple[Standing, ...]:
    """Every rule on how one body is made up."""
    (sitting,) = _sittings(at, body)
    asked = Asked(_edition(at, [sitting]))
    told = defaultdict(list)
    for one in found(sitting, asked):
        told[one.rule.id].append(one.sentence)
    return tuple(
        Standing(rule=rule.id, title=rule.title, broken=tuple(told[rule.id]))
        for rule in about(sitting, asked)
    )


def sittings_now(at: Reading, body: UUID | None = None) -> tuple[list[Sitting], Edition]:
    """One body, or every one, as its rules look at it, and the rules."""
    sittings = _sittings(at, body)
    return sittings, _edition(at, sittings)


def alarms(at: Reading) -> tuple[Alarm, ...]:
    """Every body that is not made up as the rules ask.

    What can be told of caucuses whose members are sealed is in `caucuses`: it has no past.
    """
    sittings, edition = sittings_now(at)
    return alarms_of(sittings, edition)


def alarms_of(sittings: Iterable[Sitting], edition: Edition) -> tuple[Alarm, ...]:
    """In what ways these bodies are not made up as the rules ask."""
    asked = Asked(edition)
    return tuple(
        Alarm(
            slug=sitting.slug,
            body_name=sitting.name,
            rule=one.rule.id,
            title=one.rule.title,
            sentence=one.sentence,
        )
        for sitting in sittings
        for one in found(sitting, asked)
    )


def _sittings(at: Reading, body: UUID | None) -> list[Sitting]:
    rows = at.rows(_BODIES, body=body)
    mandates: dict[UUID, list[Mandate]] = defaultdict(list)
    for row in at.rows(_SEATS, bodies=[row[0] for row in rows]):
        mandates[row[0]].append(_mandate(row[1:]))
    return [
        Sitting(
            id=BodyId(row[0]),
            slug=row[1],
            name=row[2],
            kind=Kind(row[3]),
            parent=row[4],
            mandates=tuple(mandates[row[0]]),
        )
        for row in rows
    ]


def _mandate(row: tuple[Any, ...]) -> Mandate:
    """A mandate as far as the rules look at it."""
    mandate, person, name, how, voting, category, post, place, share = row
    return Mandate.model_construct(
        id=MandateId(mandate),
        person=PersonId(person),
        name=name,
        how=how,
        voting=voting,
        category=category,
        post=post,
        place=place,
        share=share,
    )


def _edition(at: Reading, sittings: Iterable[Sitting]) -> Edition:
    """The rules that could be about these bodies."""
    scopes = {scope.partition(".")[0] for sitting in sittings for scope in sitting.scopes}
    names = ("id", "clause", "title", "force", "reads", "one_of", "value", "source")
    rows = at.rows(_RULES, scopes=[*scopes, "election"])
    rules = (_rule(dict(zip(names, row, strict=True))) for row in rows)
    return Edition.model_construct(
        number=0,
        in_force_from=at.view.moment,
        rules={rule.id: rule for rule in rules},
        clauses={},
        transitional=(),
    )


def _rule(row: Mapping[str, object]) -> Rule:
    found: Rule = _RULE.validate_python({**row, "id": RuleId(str(row["id"]))})
    return found

"""Whether bodies are made up as the rules of the day ask, as of any moment.

It holds what the views say against the very rules by which the desk decides, and decides nothing.
Rules about what people declare of themselves are not looked at here: a page can't show them.

The rules count seats and posts and do not ask who holds them.  So the database counts those that
are alike, and one mandate stands for each form that there is: that keeps a look at hundreds of
bodies short.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Final, NamedTuple
from uuid import UUID

from pydantic import TypeAdapter

from domain.bodies.body import Kind
from domain.bodies.composition import Asked, Found, about, found
from domain.bodies.mandate import Mandate, MandateId
from domain.bodies.sitting import Sitting
from domain.kernel.ids import BodyId, PersonId, RuleId
from domain.rules.edition import Edition
from domain.rules.values import Rule
from services.reading.view import Answer, Reading

_RULE = TypeAdapter(Rule)
_BODIES = """
    SELECT b.body, b.slug, b.name, b.kind, p.slug AS parent, b.established_at
    FROM bodies b LEFT JOIN bodies p ON p.body = b.parent AND p.valid @> %(as_of)s::timestamptz
    WHERE b.valid @> %(as_of)s::timestamptz AND b.dissolved_at IS NULL
      AND (%(body)s::uuid IS NULL OR b.body = %(body)s)
    ORDER BY b.name
"""
_ALIKE = """
    SELECT body, voting, category, NULL AS post, 1 AS place, 1 AS share, count(*)
    FROM seats WHERE valid @> %(as_of)s::timestamptz
      AND (%(body)s::uuid IS NULL OR body = %(body)s)
    GROUP BY body, voting, category
    UNION ALL
    SELECT body, true, NULL, post, place, share, count(*)
    FROM posts WHERE valid @> %(as_of)s::timestamptz
      AND (%(body)s::uuid IS NULL OR body = %(body)s)
    GROUP BY body, post, place, share
"""
_RULES = """
    SELECT rule AS id, clause, title, force, reads, one_of, value, source, lower(valid) AS since
    FROM rules
    WHERE valid @> %(as_of)s::timestamptz AND split_part(rule, '.', 1) = ANY(%(scopes)s)
"""
_NAMES: Final = ("id", "clause", "title", "force", "reads", "one_of", "value", "source")


class Standing(Answer):
    """A rule on how a body is made up, and in what ways it is not kept; none if it is kept."""

    rule: str
    title: str
    broken: tuple[str, ...]


class Vacancy(Answer):
    """Places that the rules give a body and nobody fills: of a post, or of its voting seats."""

    post: str | None
    places: int
    rule: str


class MadeUp(Answer):
    """How one body is made up: every rule about that, and what is vacant."""

    rules: tuple[Standing, ...]
    vacant: tuple[Vacancy, ...]


class Broken(NamedTuple):
    """A rule that a body is not made up by, and in what way."""

    sitting: Sitting
    found: Found

    @property
    def key(self) -> tuple[UUID, RuleId, str]:
        """Which body, which rule, and what of the rule."""
        return (self.sitting.id, *self.found.key)


class Form(NamedTuple):
    """All that the rules on making up look at in one mandate."""

    voting: bool
    category: str | None
    post: str | None
    place: int
    share: int


class Held(NamedTuple):
    """Bodies with who sits in them, and the rules about them with the moment each holds from."""

    sittings: tuple[Sitting, ...]
    established: Mapping[UUID, datetime]
    rules: Mapping[str, Sequence[tuple[Rule, datetime]]]

    def edition(self, body: Sitting, moment: datetime) -> Edition:
        """The rules that could be about one body: by the names under which they stand."""
        scopes = (*body.scopes_and_above, f"election.{body.slug}")
        rules = [rule for scope in scopes for rule, _ in self.rules.get(scope, ())]
        return Edition.model_construct(
            number=0,
            in_force_from=moment,
            rules={rule.id: rule for rule in rules},
            clauses={},
            transitional=(),
        )

    def holds_from(self, rule: RuleId) -> datetime:
        """From when the rule has been as it is now."""
        scope = next(scope for scope in _scopes_of(rule) if scope in self.rules)
        return next(since for known, since in self.rules[scope] if known.id == rule)


def standing(at: Reading, body: UUID) -> MadeUp:
    """How one body is made up."""
    held = those_sitting(at, body)
    (sitting,) = held.sittings
    asked = Asked(held.edition(sitting, at.view.moment))
    told = defaultdict(list)
    for one in found(sitting, asked):
        told[one.rule.id].append(one)
    rules = about(sitting, asked)
    return MadeUp(
        rules=tuple(
            Standing(
                rule=rule.id,
                title=rule.title,
                broken=tuple(one.sentence for one in told[rule.id]),
            )
            for rule in rules
        ),
        vacant=tuple(_vacant(one for rule in rules for one in told[rule.id])),
    )


def _vacant(every: Iterable[Found]) -> Iterator[Vacancy]:
    """Voting seats and posts; a part that has too few is told with its rule alone."""
    for one in every:
        if not one.beyond and (one.about or one.rule.id.endswith((".seats", ".size"))):
            yield Vacancy(post=one.about or None, places=one.by, rule=one.rule.id)


def broken(at: Reading, body: UUID | None = None) -> tuple[Held, tuple[Broken, ...]]:
    """Every rule that a body, or any body, is not made up by."""
    held = those_sitting(at, body)
    return held, tuple(
        Broken(sitting, one)
        for sitting in held.sittings
        if (edition := held.edition(sitting, at.view.moment)).rules
        for one in found(sitting, Asked(edition))
    )


def those_sitting(at: Reading, body: UUID | None) -> Held:
    """One body, or every one, as its rules look at it, and the rules."""
    rows = at.rows(_BODIES, body=body)
    there: dict[UUID, Counter[Form]] = defaultdict(Counter)
    for row in at.rows(_ALIKE, body=body):
        there[row[0]][Form(*row[1:6])] = row[6]
    sittings = tuple(
        Sitting.model_construct(
            id=BodyId(row[0]),
            slug=row[1],
            name=row[2],
            kind=Kind(row[3]),
            parent=row[4],
            mandates=mandates(there[row[0]]),
        )
        for row in rows
    )
    return Held(sittings, {row[0]: row[5] for row in rows}, _rules(at, sittings))


def mandates(there: Counter[Form]) -> tuple[Mandate, ...]:
    return tuple(_mandate(form) for form in there.elements())


@cache
def _mandate(form: Form) -> Mandate:
    """A mandate as far as the rules look at it: whose it is they do not ask."""
    return Mandate.model_construct(
        id=MandateId(UUID(int=0)),
        person=PersonId(UUID(int=0)),
        name="somebody",
        how="",
        **form._asdict(),
    )


def _rules(at: Reading, sittings: Iterable[Sitting]) -> dict[str, list[tuple[Rule, datetime]]]:
    """The rules that could be about these bodies, by each name under which they stand."""
    scopes = {scope.partition(".")[0] for sitting in sittings for scope in sitting.scopes_and_above}
    known: dict[str, list[tuple[Rule, datetime]]] = defaultdict(list)
    for row in at.rows(_RULES, scopes=[*scopes, "election"]):
        rule = _rule(dict(zip(_NAMES, row, strict=False)))
        for scope in _scopes_of(rule.id):
            known[scope].append((rule, row[-1]))
    return dict(known)


def _scopes_of(rule: str) -> list[str]:
    """What stands before the dots of a rule's name: `ncg` and `ncg.caucus` of one on caucuses."""
    parts = rule.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts))]


def _rule(row: Mapping[str, object]) -> Rule:
    found: Rule = _RULE.validate_python({**row, "id": RuleId(str(row["id"]))})
    return found

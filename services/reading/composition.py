"""Whether bodies are made up as the rules of the day ask, as of any moment.

It holds what the views say against the very rules by which the desk decides, and decides nothing.
Rules about what people declare of themselves are not looked at here: a page can't show them.

The rules count seats and posts and do not ask who holds them.  So the views count those that are
alike (`made_up`), and one mandate stands for each form that there is.  What is found follows from
that and from the rules alone: it is remembered, and a body looked at anew only when it has changed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

import orjson
from pydantic import TypeAdapter

from domain.bodies.composition import LEAST, Asked, Found, about, found
from domain.bodies.mandate import Mandate, MandateId
from domain.bodies.scopes import scopes
from domain.bodies.sitting import Sitting
from domain.kernel.ids import BodyId, PersonId, RuleId
from domain.rules.edition import Edition
from domain.rules.kinds import BodyKind
from domain.rules.values import Rule
from services.reading.enrolled import enrolled
from services.reading.kinds import declared_at, those, word_among
from services.reading.view import Answer, Reading

_RULE = TypeAdapter(Rule)
_EVER: Final = datetime.min.replace(tzinfo=UTC)
REMEMBERED: Final = 10_000
"""So many bodies as they were made up, and so many rules, are remembered."""

_BODIES = """
    SELECT b.body, b.slug, b.name, b.kind, p.slug AS parent, coalesce(f.forms, ''),
           b.established_at, coalesce(lower(f.valid), b.established_at)
    FROM bodies b
    LEFT JOIN bodies p ON p.body = b.parent AND p.valid @> %(as_of)s::timestamptz
    LEFT JOIN made_up f ON f.body = b.body AND f.valid @> %(as_of)s::timestamptz
    WHERE b.valid @> %(as_of)s::timestamptz AND (%(dissolved)s OR b.dissolved_at IS NULL)
      AND (%(body)s::uuid IS NULL OR b.body = %(body)s)
    ORDER BY b.name, b.body
"""
_RULES = """
    SELECT lower(valid), json_build_object(
        'id', rule, 'clause', clause, 'title', title, 'force', force, 'reads', reads,
        'one_of', one_of, 'value', value, 'source', source)::text
    FROM rules
    WHERE valid @> %(as_of)s::timestamptz AND split_part(rule, '.', 1) = ANY(%(scopes)s)
"""


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


class Seen(NamedTuple):
    """All that the rules look at in a body, with its forms of mandates as a text.

    `word` is what rules call the bodies of its kind.  Of a recognised group, `enrolled` is how
    many belong to it, where a rule asks for it.
    """

    id: UUID
    slug: str
    name: str
    kind: str
    parent: str | None
    forms: str
    word: str
    recognised: bool
    enrolled: int | None = None


@dataclass(frozen=True, eq=False)
class Known:
    """A rule, and the moment from which it has been as it is."""

    rule: Rule
    since: datetime


class Held(NamedTuple):
    """Bodies with who sits in them, and the rules about them by the names before their dots.

    `changed` says since when each has been made up as it is.
    """

    bodies: tuple[Seen, ...]
    established: Mapping[UUID, datetime]
    changed: Mapping[UUID, datetime]
    rules: Mapping[str, Sequence[Known]]

    @property
    def sittings(self) -> tuple[Sitting, ...]:
        return tuple(_sitting(one) for one in self.bodies)

    def about(self, body: Seen | Sitting) -> tuple[Known, ...]:
        """The rules that could be about one body."""
        above = () if body.parent is None else (body.parent,)
        where = (*scopes(body.slug, body.word, body.parent), *above, f"election.{body.slug}")
        return tuple(known for scope in where for known in self.rules.get(scope, ()))

    def edition(self, body: Sitting) -> Edition:
        """The same, to be asked for by their names."""
        return edition(self.about(body))

    def holds_from(self, rule: RuleId) -> datetime:
        """From when the rule has been as it is now."""
        scope = next(scope for scope in _scopes_of(rule) if scope in self.rules)
        return next(known.since for known in self.rules[scope] if known.rule.id == rule)


_HELD: Final[WeakKeyDictionary[Reading, dict[tuple[UUID | None, bool], Held]]] = WeakKeyDictionary()
"""What was read of one moment: a page asks for it several times."""


def standing(at: Reading, body: UUID) -> MadeUp:
    """How one body is made up."""
    held = those_sitting(at, body)
    (sitting,) = held.sittings
    asked = Asked(held.edition(sitting))
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
    return held, tuple(one for seen in held.bodies for one in _unkept(seen, held.about(seen)))


def those_sitting(
    at: Reading, body: UUID | None, which: str | None = None, *, dissolved: bool = False
) -> Held:
    """One body, or every one, or those of kinds of which a property says yes, and the rules.

    Those that were dissolved are left out unless they are asked for.
    """
    held = _HELD.setdefault(at, {})
    if (body, dissolved) not in held:
        held[body, dissolved] = _sitting_at(at, body, dissolved=dissolved)
    found = held[body, dissolved]
    if which is None:
        return found
    wanted = {*those(at, which)}
    return found._replace(bodies=tuple(one for one in found.bodies if one.kind in wanted))


def _sitting_at(at: Reading, body: UUID | None, *, dissolved: bool) -> Held:
    kinds = declared_at(at)
    rows = at.rows(_BODIES, body=body, dissolved=dissolved)
    bodies = tuple(_seen(kinds, row) for row in rows)
    rules = _rules(at, bodies) if bodies else {}
    belong = enrolled(at, (one.id for one in bodies if one.recognised and _asks(rules, one)))
    counted = tuple(one._replace(enrolled=belong.get(one.id)) for one in bodies)
    established, changed = ({row[0]: row[place] for row in rows} for place in (6, 7))
    return Held(counted, established, changed, rules)


def _seen(kinds: Mapping[str, BodyKind], row: tuple[Any, ...]) -> Seen:
    recognised = row[3] in kinds and kinds[row[3]].recognised
    return Seen._make((*row[:6], word_among(kinds, row[3]), recognised, None))


def _asks(rules: Mapping[str, Sequence[Known]], body: Seen) -> bool:
    """Whether a rule says how many make a group."""
    scopes = (*rules.get(body.slug, ()), *rules.get(body.word, ()))
    return any(known.rule.id.endswith(f".{LEAST}") for known in scopes)


@lru_cache(REMEMBERED)
def _unkept(body: Seen, rules: tuple[Known, ...]) -> tuple[Broken, ...]:
    sitting = _sitting(body)
    return tuple(Broken(sitting, one) for one in found(sitting, Asked(edition(rules))))


@lru_cache(REMEMBERED)
def _sitting(body: Seen) -> Sitting:
    return sitting(body, forms_of(body.forms))


def forms_of(text: str) -> Counter[Form]:
    """How many mandates of each form a line of `made_up` says that there are."""
    return Counter({Form(*one[:5]): one[5] for one in orjson.loads(f"[{text}]")})


def sitting(body: Seen, there: Counter[Form]) -> Sitting:
    """The body with so many mandates of each form, as its rules look at it."""
    return Sitting.model_construct(
        id=BodyId(body.id),
        slug=body.slug,
        name=body.name,
        kind=body.kind,
        word=body.word,
        recognised=body.recognised,
        enrolled=body.enrolled,
        parent=body.parent,
        mandates=tuple(_mandate(form) for form in there.elements()),
    )


def edition(rules: Iterable[Known]) -> Edition:
    """Some rules, to be asked for by their names."""
    every = list(rules)
    return Edition.model_construct(
        number=0,
        in_force_from=max((one.since for one in every), default=_EVER),
        rules={one.rule.id: one.rule for one in every},
        clauses={},
        transitional=(),
    )


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


def _rules(at: Reading, bodies: Iterable[Seen]) -> dict[str, list[Known]]:
    """The rules that could be about these bodies, by each name under which they stand."""
    first = {one.slug for one in bodies} | {one.parent for one in bodies if one.parent is not None}
    first |= {one.word for one in bodies}
    known: dict[str, list[Known]] = defaultdict(list)
    for since, text in at.rows(_RULES, scopes=[*first, "election"]):
        rule = _known(since, text)
        for scope in _scopes_of(rule.rule.id):
            known[scope].append(rule)
    return dict(known)


def _scopes_of(rule: str) -> list[str]:
    """What stands before the dots of a rule's name: `ncg` and `ncg.caucus` of one on caucuses."""
    parts = rule.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts))]


@lru_cache(REMEMBERED)
def _known(since: datetime, text: str) -> Known:
    return Known(_RULE.validate_json(text), since)

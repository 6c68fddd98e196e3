"""Since when a body has not been made up as a rule asks, without a break.

One goes back from change to change of how it is made up, by the rule as it is now, until the rule
was kept.  That is much for hundreds of bodies at once: of those it is said since when they have
been made up as now, and so since when *at least* the rule has not been kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from domain.bodies.composition import Asked, found
from domain.kernel.ids import RuleId
from services.reading.composition import (
    REMEMBERED,
    Broken,
    Held,
    Known,
    Seen,
    edition,
    forms_of,
    sitting,
)
from services.reading.enrolled import changed
from services.reading.view import Reading

_STATES = """
    SELECT body, lower(valid), forms FROM made_up
    WHERE body = ANY(%(bodies)s) AND lower(valid) <= %(as_of)s ORDER BY lower(valid) DESC
"""
Key = tuple[RuleId, str]
BrokenKey = tuple[UUID, RuleId, str]


class Since(NamedTuple):
    """From when on; `at_least` if nobody has looked at what was before it."""

    moment: datetime
    at_least: bool = False


class State(NamedTuple):
    """How a body was made up from a moment on."""

    moment: datetime
    forms: str


def since(at: Reading, held: Held, every: Sequence[Broken]) -> dict[BrokenKey, Since]:
    """From when on each rule has not been kept."""
    by_body: dict[UUID, list[Broken]] = defaultdict(list)
    for one in every:
        by_body[one.sitting.id].append(one)
    states: dict[UUID, list[State]] = defaultdict(list)
    for body, moment, forms in at.rows(_STATES, bodies=list(by_body)) if by_body else ():
        states[body].append(State(moment, forms))
    told: dict[BrokenKey, Since] = {}
    came = _since_members_came(at, every)
    for body, those in by_body.items():
        rules = held.about(those[0].sitting)
        back = _back_to(states[body], held.established[body])
        reached = _walked_back(those, rules, back)
        for one in those:
            begins = held.holds_from(one.found.rule.id)
            if one.found.key in reached:
                told[one.key] = Since(max(reached[one.found.key], begins))
            else:
                told[one.key] = _as_it_is(held, one, came)
    return told


def at_least_since(at: Reading, held: Held, every: Sequence[Broken]) -> dict[BrokenKey, Since]:
    """From when on each body has been made up as now, so that the rule was not kept since then."""
    came = _since_members_came(at, every)
    return {one.key: _as_it_is(held, one, came) for one in every}


def _since_members_came(at: Reading, every: Sequence[Broken]) -> dict[UUID, datetime]:
    """Since when as many are on the register of each group whose number there a rule asks for."""
    return changed(at, {one.sitting.id for one in every if one.sitting.enrolled is not None})


def _as_it_is(held: Held, one: Broken, came: Mapping[UUID, datetime]) -> Since:
    """From when on the body has been as it is, its members on the register included."""
    body = one.sitting.id
    last = max(held.changed[body], came.get(body, held.established[body]))
    begins = held.holds_from(one.found.rule.id)
    return Since(max(last, begins), at_least=last > begins)


def _back_to(states: Sequence[State], first: datetime) -> Iterator[State]:
    """How the body was made up from each moment on, the newest first, back to its beginning."""
    yield from states
    if not states or states[-1].moment > first:
        yield State(first, "")


def _walked_back(
    those: Sequence[Broken], rules: tuple[Known, ...], states: Iterable[State]
) -> dict[Key, datetime]:
    """The first moment from which each has been so without a break."""
    body = those[0].sitting
    seen = Seen(
        body.id, body.slug, body.name, body.kind, body.parent, "", body.word, body.recognised
    )
    unkept = {one.found.key for one in those}
    reached: dict[Key, datetime] = {}
    for state in states:
        unkept &= _not_kept(seen._replace(forms=state.forms), rules)
        if not unkept:
            break
        reached.update(dict.fromkeys(unkept, state.moment))
    return reached


@lru_cache(REMEMBERED)
def _not_kept(body: Seen, rules: tuple[Known, ...]) -> frozenset[Key]:
    """What was not kept with those who sat there: that stays so, however often one looks."""
    then = sitting(body, forms_of(body.forms))
    return frozenset(one.key for one in found(then, Asked(edition(rules))))

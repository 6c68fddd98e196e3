"""Since when a body has not been made up as a rule asks, without a break.

One goes back from change to change of who sits in it, by the rule as it is now, until the rule was
kept.  That is much for hundreds of bodies at once: of those it is said since when they have been
made up as now, and so since when *at least* the rule has not been kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from domain.bodies.composition import Asked, found
from domain.kernel.ids import RuleId
from services.reading.composition import (
    REMEMBERED,
    Broken,
    Form,
    Held,
    Known,
    Seen,
    edition,
    sitting,
)
from services.reading.enrolled import changed
from services.reading.view import Reading

_STRETCHES = """
    SELECT body, voting, category, NULL AS post, 1 AS place, 1 AS share, lower(valid), upper(valid)
    FROM seats WHERE body = ANY(%(bodies)s) AND lower(valid) <= %(as_of)s
    UNION ALL
    SELECT body, true, NULL, post, place, share, lower(valid), upper(valid)
    FROM posts WHERE body = ANY(%(bodies)s) AND lower(valid) <= %(as_of)s
"""


_NEWEST = """
    SELECT body, greatest(max(lower(valid)) FILTER (WHERE lower(valid) <= %(as_of)s),
                          max(upper(valid)) FILTER (WHERE upper(valid) <= %(as_of)s))
    FROM (SELECT body, valid FROM seats UNION ALL SELECT body, valid FROM posts) AS mandates
    WHERE lower(valid) <= %(as_of)s GROUP BY body
"""
Forms = frozenset[tuple[Form, int]]
"""How many mandates of each form there are."""

Key = tuple[RuleId, str]
BrokenKey = tuple[UUID, RuleId, str]


class Since(NamedTuple):
    """From when on; `at_least` if nobody has looked at what was before it."""

    moment: datetime
    at_least: bool = False


class Stretch(NamedTuple):
    """How long somebody held one form of mandate; without an end until further notice."""

    form: Form
    begins: datetime
    ends: datetime | None


class State(NamedTuple):
    """Who sat there from a moment on."""

    moment: datetime
    there: Forms


def since(at: Reading, held: Held, every: Sequence[Broken]) -> dict[BrokenKey, Since]:
    """From when on each rule has not been kept."""
    by_body: dict[UUID, list[Broken]] = defaultdict(list)
    for one in every:
        by_body[one.sitting.id].append(one)
    stretches: dict[UUID, list[Stretch]] = defaultdict(list)
    for row in at.rows(_STRETCHES, bodies=list(by_body)) if by_body else ():
        stretches[row[0]].append(Stretch(Form(*row[1:6]), *row[6:]))
    told: dict[BrokenKey, Since] = {}
    for body, those in by_body.items():
        moments = _changes(stretches[body], held.established[body], at.view.moment)
        rules = held.about(those[0].sitting)
        reached = _walked_back(those, rules, _states(stretches[body], moments))
        for one in those:
            begins = held.holds_from(one.found.rule.id)
            if one.found.key in reached:
                told[one.key] = Since(max(reached[one.found.key], begins))
            else:
                told[one.key] = _since_members_came(at, held, one)
    return told


def _since_members_came(at: Reading, held: Held, one: Broken) -> Since:
    """Of too few members on the register it is told since when there are as many as now."""
    body = one.sitting.id
    last = changed(at, [body]).get(body, held.established[body])
    begins = held.holds_from(one.found.rule.id)
    return Since(max(last, begins), at_least=last > begins)


def at_least_since(at: Reading, held: Held, every: Sequence[Broken]) -> dict[BrokenKey, Since]:
    """From when on who sits in each body has been as now, so that it was not kept since then."""
    newest = dict(at.rows(_NEWEST))
    told: dict[BrokenKey, Since] = {}
    for one in every:
        body = one.sitting.id
        changed = newest.get(body, held.established[body])
        begins = held.holds_from(one.found.rule.id)
        told[one.key] = Since(max(changed, begins), at_least=changed > begins)
    return told


def _changes(stretches: Sequence[Stretch], first: datetime, last: datetime) -> list[datetime]:
    """The moments at which it changed who sits there, the newest first, back to the beginning."""
    moments = {first, *(one.begins for one in stretches)}
    moments |= {one.ends for one in stretches if one.ends is not None and one.ends <= last}
    return sorted(moments, reverse=True)


def _states(stretches: Sequence[Stretch], moments: Sequence[datetime]) -> Iterator[State]:
    """Who sat there from each moment on, going back from change to change."""
    begun, ended = defaultdict(list), defaultdict(list)
    for one in stretches:
        begun[one.begins].append(one.form)
        if one.ends is not None:
            ended[one.ends].append(one.form)
    there = Counter(
        one.form
        for one in stretches
        if one.begins <= moments[0] and (one.ends is None or moments[0] < one.ends)
    )
    for moment in moments:
        yield State(moment, frozenset(there.items()))
        there.update(ended[moment])
        there.subtract(begun[moment])
        there = +there


def _walked_back(
    those: Sequence[Broken], rules: tuple[Known, ...], states: Iterator[State]
) -> dict[Key, datetime]:
    """The first moment from which each has been so without a break."""
    body = those[0].sitting
    seen = Seen(
        body.id, body.slug, body.name, body.kind, body.parent, "", body.word, body.recognised
    )
    unkept = {one.found.key for one in those}
    reached: dict[Key, datetime] = {}
    for state in states:
        unkept &= _not_kept(seen, state.there, rules)
        if not unkept:
            break
        reached.update(dict.fromkeys(unkept, state.moment))
    return reached


@lru_cache(REMEMBERED)
def _not_kept(body: Seen, there: Forms, rules: tuple[Known, ...]) -> frozenset[Key]:
    """What was not kept with those who sat there: that stays so, however often one looks."""
    then = sitting(body, Counter(dict(there)))
    return frozenset(one.key for one in found(then, Asked(edition(rules))))

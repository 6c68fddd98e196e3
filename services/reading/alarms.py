"""Alarms: what is not as the rules ask, in which body, since when, and which rule says so.

Each kind has one source (`alarm_sources`), which asks the database once.  It decides nothing: what
is late is late by its due moment, and how a body ought to be made up is said by the domain's rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

from services.reading import composition
from services.reading.alarm_queries import UNWATCHED
from services.reading.alarm_sources import HOW_MANY, SOURCES, Alarm, Asked, Kind, Rules
from services.reading.bodies import BodyName
from services.reading.unkept import Since, at_least_since, since
from services.reading.view import ALL, Answer, Part, Reading, View

__all__ = ["Alarm", "Alarms", "Kind", "alarms", "counted", "of_composition", "part_of", "unwatched"]

FEW: Final = 40
"""Of more rules on how bodies are made up it is not said since when exactly they are not kept."""


class Alarms(Answer):
    """Alarms by kind, and those that have lasted longest first."""

    view: View
    alarms: tuple[Alarm, ...]


def alarms(at: Reading, body: UUID | None = None, kind: Kind | None = None) -> Alarms:
    """Every alarm that follows from the open record, or those of one body or of one kind."""
    asked = {one: ALL for one in Kind if kind in (None, one)}
    return _told(at, asked, body)


def part_of(at: Reading, counts: Mapping[Kind, int], part: Part) -> Alarms:
    """Part of what `alarms` tells of the kinds that were counted: only that is read."""
    wanted, before = dict[Kind, Part](), 0
    for kind in Kind:
        many = counts.get(kind, 0)
        skip = max(part.skip - before, 0)
        most = many if part.most is None else part.skip + part.most - before - skip
        before += many
        if skip < many and most > 0:
            wanted[kind] = Part(skip, most)
    return _told(at, wanted, None)


def _told(at: Reading, wanted: Mapping[Kind, Part], body: UUID | None) -> Alarms:
    """What is wanted of each kind, in their order; within one, what has lasted longest first."""
    rules = Rules(at)
    told = [
        alarm
        for kind, source in SOURCES.items()
        if kind in wanted
        for alarm in source(at, rules, Asked(body, wanted[kind]))
    ]
    if Kind.COMPOSITION in wanted:
        made_up = list(_composition(at, Asked(body)))
        made_up.sort(key=lambda one: (one.since, one.sentence))
        told = [*wanted[Kind.COMPOSITION].of(made_up), *told]
    return Alarms(view=at.view, alarms=tuple(told))


def counted(at: Reading, kind: Kind | None = None) -> Counter[Kind]:
    """How many alarms there are of each kind now, or of one."""
    counts = Counter({one: at.rows(query)[0][0] for one, query in HOW_MANY.items()})
    counts[Kind.COMPOSITION] = len(composition.broken(at)[1])
    return counts if kind is None else Counter({kind: counts[kind]})


def unwatched(at: Reading, body: UUID | None = None) -> tuple[BodyName, ...]:
    """The bodies of which nobody looks any more whether they meet in each quarter."""
    return at.all(BodyName, UNWATCHED, body=body)


def _composition(at: Reading, asked: Asked) -> Iterator[Alarm]:
    held, broken = composition.broken(at, asked.body)
    many = len(broken) > FEW
    dated = at_least_since(at, held, broken) if many else since(at, held, broken)
    for one in broken:
        yield of_composition(one, dated[one.key])


def of_composition(one: composition.Broken, since: Since) -> Alarm:
    """A rule on how a body is made up that is not kept, as an alarm."""
    return Alarm(
        kind=Kind.COMPOSITION,
        body=one.sitting.id,
        slug=one.sitting.slug,
        body_name=one.sitting.name,
        sentence=one.found.sentence,
        rule=one.found.rule.id,
        since=since.moment,
        at_least=since.at_least,
    )

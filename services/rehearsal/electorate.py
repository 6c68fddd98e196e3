"""The generated electorate: members who are numbers, and how each of them votes.

The same seed gives the same people and papers.  All of it is invented; the sources give no roll and
no figures of the ballot.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

from domain.bodies.member import person_id
from domain.kernel.ids import PersonId
from services.examples.models import Electorate, Record


@dataclass(frozen=True)
class Person:
    """A generated member."""

    number: str
    joined_on: date
    group: str | None
    region: str
    lapsed: bool

    @property
    def id(self) -> PersonId:
        return person_id(self.number)


def number_of(member: int) -> str:
    """The membership number of the n-th member."""
    return f"M{member:05}"


def electorate(record: Record) -> list[Person]:
    """Every member, in the order of their numbers."""
    facts = record.electorate.electorate
    chance = random.Random(facts.seed)
    places, weights = _places(record, facts)
    people = [
        _person(number, facts, places, weights, chance) for number in range(1, facts.members + 1)
    ]
    acting = _acting(record)
    return [_settled(one, record) if one.number in acting else one for one in people]


def _acting(record: Record) -> set[str]:
    """The numbers of members who act in the record, and so must have been members by then."""
    movers = [one.moved_by for one in record.amendments.amendments]
    movers += [one.drafted.by for one in record.proposals.proposals if one.drafted]
    return {number_of(mover.member) for mover in movers if mover.member is not None}


def _settled(person: Person, record: Record) -> Person:
    """The same member, long since joined and not lapsed."""
    long_since = record.electorate.electorate.freeze_at.date() - timedelta(days=1500)
    return replace(person, joined_on=long_since, lapsed=False)


def _places(record: Record, facts: Electorate) -> tuple[list[tuple[str | None, str]], list[int]]:
    groups = [group for group in record.groups.groups if group.members_per_thousand]
    places: list[tuple[str | None, str]] = [(group.id, group.region) for group in groups]
    places += [(None, outside.region) for outside in facts.without_group]
    weights = [group.members_per_thousand for group in groups]
    weights += [outside.per_thousand for outside in facts.without_group]
    return places, list(accumulate(weights))


def _person(
    number: int,
    facts: Electorate,
    places: Sequence[tuple[str | None, str]],
    weights: Sequence[int],
    chance: random.Random,
) -> Person:
    group, region = chance.choices(places, cum_weights=weights)[0]
    span = chance.choices(facts.joined, weights=[span.per_thousand for span in facts.joined])[0]
    days = chance.randint(min(span.from_days, span.to_days), max(span.from_days, span.to_days))
    return Person(
        number=number_of(number),
        joined_on=(facts.freeze_at - timedelta(days=days)).date(),
        group=group,
        region=region,
        lapsed=chance.randrange(1000) < facts.lapsed_before_freeze_per_thousand,
    )


def papers(record: Record, voters: Sequence[Person], questions: Sequence[str]) -> Iterator[str]:
    """One paper for each voter: `Y`, `N` or `-` for each question.

    `questions` are the record's names of what stands on the paper; a minority's alternative is
    answered by a third of those who lean to its proposal.
    """
    facts = record.electorate.electorate
    chance = random.Random(facts.seed + 1)
    leanings = {known.proposal: known for known in facts.support}
    for _ in voters:
        yield "".join(_answer(leanings.get(name.split("/")[0]), name, chance) for name in questions)


def _answer(leaning: object, name: str, chance: random.Random) -> str:
    in_favour, against = getattr(leaning, "in_favour", 500), getattr(leaning, "against", 400)
    if "/" in name:
        in_favour, against = in_favour // 3, 1000 - in_favour // 3 - 100
    drawn = chance.randrange(1000)
    if drawn < in_favour:
        return "Y"
    return "N" if drawn < in_favour + against else "-"


def turnout(record: Record, roll: Sequence[Person]) -> list[list[Person]]:
    """Who votes on which day of the ballot, each person once."""
    facts = record.electorate.electorate
    chance = random.Random(facts.seed + 2)
    voters = [person for person in roll if chance.randrange(1000) < facts.turnout_per_thousand]
    days: list[list[Person]] = [[] for _ in facts.arrivals_by_day]
    for person in voters:
        day = chance.choices(range(len(days)), weights=facts.arrivals_by_day)[0]
        days[day].append(person)
    return days

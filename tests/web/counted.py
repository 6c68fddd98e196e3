"""Counts for the pages: decided, level, without a quota, a yes or no, and a long one.

Names and papers are invented; the long one has more candidates than a stage shows at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from domain.counting.formats.reading import read
from domain.counting.terms import BySeed, Terms
from domain.elections.count import Bundle, Matter
from domain.kernel.ids import PersonId
from services.application.counts import BeginCount
from tests.story.eight_hundred import Tie
from tests.support.hands import Hands

# Meek's method elects Eve in Ben's place: it also passes votes to those who were elected earlier.
PLACES: Final = """5 3
9 5 2 1 3 0
28 1 2 0
30 1 4 2 0
19 1 0
24 4 5 0
27 4 1 3 0
13 5 2 3 0
3 0
2 1 - 2 0
0
"Asha Moor"
"Ben Okoro"
"Carys Lloyd"
"Dom Price"
"Eve Grant"
"Regional places"
"""
COMMITTEE: Final = """4 2
30 1 2 0
25 1 3 0
20 4 2 0
8 3 0
0
"Asha Moor"
"Ben Okoro"
"Carys Lloyd"
"Dom Price"
"The committee"
"""
QUESTION: Final = """2 1
18 1 0
12 2 0
1 0
0
"Yes"
"No"
"Shall we affiliate?"
"""
MANY, SEATS = 30, 8
LONG_NAME: Final = "Maximiliana Wilhelmina Featherstonehaugh-Cholmondeley-Montgomery of the North"


@dataclass(frozen=True)
class Counts:
    """The counts by what is shown of them."""

    decided: UUID
    level: UUID
    committee: UUID
    question: UUID
    long: UUID


def play(hands: Hands, staff: PersonId, officer: PersonId) -> Counts:
    """Appoint the returning officer, hand everything in, count it, and declare the last three."""
    tie = Tie(hands, staff, officer)
    counts = Counts(
        decided=hand_in(hands, officer, PLACES, "scottish-stv"),
        level=tie.hand_in(),
        committee=hand_in(hands, officer, COMMITTEE, "block"),
        question=hand_in(hands, officer, QUESTION, "yes-no"),
        long=hand_in(hands, officer, "\n".join(_long()), "meek-prf"),
    )
    hands.settle()
    for count in (counts.committee, counts.question, counts.long):
        tie.declare(count)
    hands.settle()
    return counts


def hand_in(hands: Hands, officer: PersonId, papers: str, rule: str) -> UUID:
    """Hand in papers from outside; returns the count."""
    content = papers.encode()
    found = read(content, "papers.blt")
    sha256 = hands.bundles.deposit(content)
    bundle = Bundle(sha256=sha256, papers=found.cast.total, origin="drawn for the tests")
    matter = Matter(
        title=found.contest.title,
        contest=found.contest,
        terms=Terms(rule=rule, ties=(BySeed(seed="published beforehand"),)),
        bundle=bundle,
    )
    return hands.began(hands.ask(BeginCount(matter=matter), officer))


def _long() -> Iterator[str]:
    """Papers that rank five of many, those with small numbers more often."""
    yield f"{MANY} {SEATS}"
    for first in range(MANY):
        for step in (1, 3, 7):
            ranks = [(first + step * place) % MANY + 1 for place in range(5)]
            yield f"{MANY - first + step} {' '.join(map(str, ranks))} 0"
    yield "0"
    yield f'"{LONG_NAME}"'
    for number in range(1, MANY):
        yield f'"Candidate {number}"'
    yield '"Places from many"'

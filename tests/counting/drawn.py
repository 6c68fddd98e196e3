"""Small elections drawn from a number, many and quickly: overlapping groups, quotas, papers.

Hypothesis makes a failing example small, and takes most of a test's time for it; these are for
rules that a count breaks once in some hundred elections.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from domain.counting.contest import Contest
from domain.counting.papers import Papers
from domain.counting.quotas import QuotaGroup, within_reach
from tests.counting.small import LETTERS, contest, papers

GROUPS = ("-", "w", "m", "x", "wx", "mx", "wm")


@dataclass(frozen=True, slots=True)
class Drawn:
    """An election whose quotas can be kept; `told` is what to try again if it fails."""

    contest: Contest
    papers: Papers
    quotas: tuple[QuotaGroup, ...]
    told: str


def elections_drawn(number: int, seed: str, *, reopen: bool = False) -> Iterator[Drawn]:
    """So many elections, always the same for a seed; `reopen`: the last candidate is nobody."""
    random = Random(seed)
    for at in range(number):
        words = random.choices(GROUPS, k=random.randint(2, 8))
        out = "".join(letter for letter in LETTERS[: len(words)] if random.random() < 0.1)
        election = contest(random.randint(1, 6), words, out)
        if reopen:
            nobody = len(words) - 1
            stay = tuple(i for i in election.withdrawn if i != nobody)
            election = election.model_copy(update={"reopen": (nobody,), "withdrawn": stay})
        quotas = within_reach(election, _quotas(random))
        lines = _lines(random, len(words))
        told = f"{seed} {at}: {election.seats} of {words} without {out}, {quotas}, {lines}"
        yield Drawn(election, papers(lines), quotas, told)


def _quotas(random: Random) -> tuple[QuotaGroup, ...]:
    """At least one, so that something is asked of the count."""
    return tuple(_quota(random, group) for group in random.sample("wmx", random.randint(1, 3)))


def _quota(random: Random, group: str) -> QuotaGroup:
    least, room = random.randint(0, 3), random.choice((None, 0, 1, 2))
    return QuotaGroup(group=group, least=least, most=None if room is None else least + room)


def _lines(random: Random, candidates: int) -> dict[str, int]:
    names = LETTERS[:candidates]
    ranked = (random.sample(names, random.randint(0, candidates)) for _ in range(10))
    return {"".join(row) or "-": random.randint(1, 9) for row in ranked if random.random() < 0.7}

"""Two by two: how many papers put one candidate before another, and the orders that follow.

Whoever a paper ranks stands before everybody whom it does not rank; between two that it leaves out
it says nothing.  `schulze` and `ranked_pairs` say only who is put before whom: where neither is,
the two are level, and whoever asks has to break the tie.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from domain.counting.contest import Contest, Index
from domain.counting.papers import END, Ints, Papers

# `before[a][b]`: how many papers put a before b; by candidate index.
Before = list[list[int]]
# The relation that a method comes to: pairs of the one put before and the other.
Relation = frozenset[tuple[Index, Index]]


def places(papers: Papers, contest: Contest) -> Ints:
    """Shape (kinds, candidates): the place on each paper, from 0, among those who stand.

    -1 for somebody whom the paper does not rank, or who does not stand.
    """
    standing = np.zeros(len(contest.candidates) + 1, dtype=np.bool_)
    standing[[candidate + 1 for candidate in contest.standing]] = True
    counts = standing[papers.ranks] & (papers.ranks != END)
    at = np.cumsum(counts, axis=1) - 1
    found = np.full((len(papers.number), len(contest.candidates) + 1), -1, dtype=np.int64)
    rows, columns = np.nonzero(counts)
    found[rows, papers.ranks[rows, columns]] = at[rows, columns]
    return found[:, 1:]


def before(placed: Ints, number: Ints) -> Before:
    """How many papers put each before each other one."""
    last = np.where(placed < 0, np.iinfo(np.int64).max, placed)
    return [[_sum(last[:, a] < last[:, b], number) for b in _columns(last)] for a in _columns(last)]


def _columns(placed: Ints) -> range:
    return range(placed.shape[1])


def _sum(which: npt.NDArray[np.bool_], number: Ints) -> int:
    return int(number[which].sum())


def schulze(votes: Before, standing: Sequence[Index]) -> Relation:
    """M. Schulze, Social Choice and Welfare 36 (2011): strongest paths, by winning votes."""
    strength = {
        (a, b): votes[a][b] if votes[a][b] > votes[b][a] else 0
        for a in standing
        for b in standing
        if a != b
    }
    for by in standing:
        for a in standing:
            for b in standing:
                if len({a, b, by}) == 3:
                    through = min(strength[a, by], strength[by, b])
                    strength[a, b] = max(strength[a, b], through)
    return frozenset((a, b) for (a, b) in strength if strength[a, b] > strength[b, a])


# Chooses one of several: the winner of a pair if the flag is true, otherwise the loser.
Choose = Callable[[tuple[Index, ...], bool], Index]


def ranked_pairs(votes: Before, standing: Sequence[Index], choose: Choose) -> Relation:
    """T. N. Tideman, Social Choice and Welfare 4 (1987): the clearest decisions first.

    Decisions with equal votes for them go by the fewer votes against.  Only where some that are
    equal in both can't all stand together is somebody asked to choose between candidates.
    """
    decisions = [(a, b) for a in standing for b in standing if votes[a][b] > votes[b][a]]
    locked: set[tuple[Index, Index]] = set()
    for level in _levels(votes, decisions):
        open_ = [pair for pair in level if not _leads(locked, pair[1], pair[0])]
        while open_ and not _acyclic(locked | set(open_)):
            winner = _chosen({a for a, _ in open_}, highest=True, choose=choose)
            loser = _chosen({b for a, b in open_ if a == winner}, highest=False, choose=choose)
            locked.add((winner, loser))
            open_ = [
                (a, b) for a, b in open_ if (a, b) != (winner, loser) and not _leads(locked, b, a)
            ]
        locked.update(open_)
    return frozenset((a, b) for a in standing for b in standing if a != b and _leads(locked, a, b))


def _levels(
    votes: Before, decisions: Sequence[tuple[Index, Index]]
) -> list[list[tuple[Index, Index]]]:
    """The decisions in groups of equal weight, the clearest first."""
    by_weight: dict[tuple[int, int], list[tuple[Index, Index]]] = {}
    for a, b in decisions:
        by_weight.setdefault((-votes[a][b], votes[b][a]), []).append((a, b))
    return [by_weight[weight] for weight in sorted(by_weight)]


def _chosen(among: set[Index], *, highest: bool, choose: Choose) -> Index:
    return next(iter(among)) if len(among) == 1 else choose(tuple(sorted(among)), highest)


def _leads(locked: set[tuple[Index, Index]], start: Index, goal: Index) -> bool:
    """Whether decisions lead from one to the other."""
    seen: set[Index] = set()
    going = [start]
    while going:
        at = going.pop()
        following = {b for a, b in locked if a == at} - seen
        if goal in following:
            return True
        seen |= following
        going.extend(following)
    return False


def _acyclic(locked: set[tuple[Index, Index]]) -> bool:
    return not any(_leads(locked, a, a) for a in {a for a, _ in locked})

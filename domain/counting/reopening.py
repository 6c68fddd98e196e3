"""Reopened nominations on the paper: a voter's way to say that nobody left should have the place.

The rule followed for preferences is the ruling of the National Union of Students on re-open
nominations and the single transferable vote: it is a candidate like any other; when it wins a place
its surplus, and whatever comes to it later, passes to a further such candidate, as often as needed,
and as many places stay open as it has won.  Winning one place does not stop the count, and does not
take the places of candidates whom the voters want.

Where crosses are added up, a vote for it is a vote against every candidate with fewer: once its
turn comes, all places left stay open (`rules.highest`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from domain.counting.contest import Candidate, Contest
from domain.counting.manifest import Ballots
from domain.counting.papers import Papers
from domain.kernel.refusal import BadInput

NAME = "Re-open nominations"

Cell = TypeVar("Cell", np.int32, np.bool_)
Places = npt.NDArray[np.intp]


def with_reopening(contest: Contest, name: str = NAME) -> Contest:
    """The contest with that candidate added."""
    if contest.reopen:
        raise BadInput("Reopening nominations is on the paper already.")
    return contest.model_copy(
        update={
            "candidates": (*contest.candidates, Candidate(name=name)),
            "reopen": (len(contest.candidates),),
        }
    )


def ready(ballots: Ballots) -> Ballots:
    """Ballots of preferences, with as many such candidates as it could win places.

    Each further one follows the first on every paper that names it, and comes in only when the one
    before has won (`Sheet`).  Ballots without it, or for one place, are as they were.
    """
    contest = ballots.contest
    if len(contest.reopen) != 1 or contest.seats == 1 or set(contest.reopen) & contest.withdrawn:
        return ballots
    (nobody,) = contest.reopen
    more = range(len(contest.candidates), len(contest.candidates) + contest.seats - 1)
    name = contest.candidates[nobody].name
    copies = tuple(Candidate(name=f"{name} ({place})") for place in range(2, contest.seats + 1))
    wider = contest.model_copy(
        update={"candidates": contest.candidates + copies, "reopen": (nobody, *more)}
    )
    return replace(ballots, contest=wider, papers=_followed(ballots.papers, nobody + 1, more))


def _followed(papers: Papers, mark: int, more: range) -> Papers:
    """The papers with the further marks put in after the rank at which that mark stands."""
    rows, at = np.nonzero(papers.ranks == mark)
    after = _end_of_rank(papers, rows, at)
    ranks = _widened(papers.ranks, len(more))
    joined = None if papers.joined is None else _widened(papers.joined, len(more))
    for place in np.unique(after).tolist():
        these, gap = rows[after == place], slice(place, place + len(more))
        ranks[these, gap.stop :] = papers.ranks[these, place:]
        ranks[these, gap] = [candidate + 1 for candidate in more]
        if joined is not None and papers.joined is not None:
            joined[these, gap.stop :] = papers.joined[these, place:]
            joined[these, gap] = False
    return Papers(ranks, papers.number, joined)


def _end_of_rank(papers: Papers, rows: Places, at: Places) -> Places:
    """For each of the rows, the place after the last mark of the same rank."""
    after = at + 1
    if papers.joined is not None:
        joined = _widened(papers.joined, 1)
        while (same := joined[rows, after]).any():
            after = after + same
    return after


def _widened(array: npt.NDArray[Cell], by: int) -> npt.NDArray[Cell]:
    wide = np.zeros((array.shape[0], array.shape[1] + by), dtype=array.dtype)
    wide[:, : array.shape[1]] = array
    return wide

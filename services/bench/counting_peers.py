"""Other counters that pip installs, each by itself, on the same papers.

Run as a script by whichever Python has them: `python counting_peers.py NAME FILE SEATS`, where NAME
is one of `PEERS`, or `RULE:NAME` for one of `BY_RULE`.  The file has one paper a line, candidates
as numbers, best first.  Prints one JSON object: seconds of the count alone, from papers in the
counter's own form; peak memory of the process; who was elected.
It uses nothing of this project, because it may run in another environment.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from time import perf_counter, process_time
from typing import Any

Papers = Sequence[tuple[int, ...]]
# Given the papers and the places: the count, ready to be run, which answers who is elected.
Ready = Callable[[], Sequence[int]]


def pyrankvote(papers: Papers, seats: int) -> Ready:
    """Its single transferable vote: Droop's quota as a float, whole surplus by weights."""
    its = import_module("pyrankvote")
    people = {mark: its.Candidate(str(mark)) for mark in _marks(papers)}
    ballots = [its.Ballot(ranked_candidates=[people[mark] for mark in row]) for row in papers]

    def run() -> Sequence[int]:
        found = its.single_transferable_vote(list(people.values()), ballots, seats)
        return [int(winner.name) for winner in found.get_winners()]

    return run


def votekit(papers: Papers, seats: int) -> Ready:
    """Its fast STV: one candidate at a time, fractional transfer."""
    elections, profiles = import_module("votekit.elections"), import_module("votekit.pref_profile")
    ballot = import_module("votekit.ballot").RankBallot
    ballots = [ballot(ranking=[{str(mark)} for mark in row], weight=1) for row in papers]
    names = [str(mark) for mark in _marks(papers)]
    profile = profiles.RankProfile(
        ballots=ballots, candidates=names, max_ranking_length=max(map(len, papers))
    )
    method = getattr(elections, "FastSTV", None) or elections.STV

    def run() -> Sequence[int]:
        found = method(profile, n_seats=seats, transfer="fractional", simultaneous=False)
        return [int(name) for group in found.get_elected() for name in group]

    return run


def pref_voting(papers: Papers, seats: int) -> Ready:
    """Its Scottish STV."""
    method = import_module("pref_voting.proportional_methods").stv_scottish
    profile = _pref_voting_profile(papers)
    return lambda: [int(mark) for mark in method(profile, num_seats=seats)]


def stvpoll(papers: Papers, seats: int) -> Ready:
    """Its Scottish STV."""
    method = import_module("stvpoll.scottish_stv").calculate_scottish_stv
    candidates, ballots = tuple(_marks(papers)), [(row, 1) for row in papers]
    return lambda: [int(mark) for mark in method(candidates, ballots, seats)]


def pyrcv(papers: Papers, seats: int) -> Ready:
    """Its only rule: weighted transfers in floats, losers one at a time."""
    its = import_module("pyrcv")
    names = [str(mark) for mark in range(1, max(_marks(papers)) + 1)]
    about = its.RaceMetadata("papers", seats, names)
    race = its.RaceData(about, [list(row) for row in papers], [1] * len(papers))

    def run() -> Sequence[int]:
        found = its.run_rcv(race)
        return [int(mark) for round_ in found.rounds for mark in round_.elected]

    return run


def py_vote_core(papers: Papers, seats: int) -> Ready:
    """Its STV, which breaks ties by chance."""
    method = import_module("py3votecore.stv").STV
    ballots = [{"count": 1, "ballot": list(row)} for row in papers]
    return lambda: list(method(ballots, required_winners=seats).as_dict()["winners"])


PEERS: Mapping[str, Callable[[Papers, int], Ready]] = {
    "pyrankvote": pyrankvote,
    "votekit": votekit,
    "pref_voting": pref_voting,
    "stvpoll": stvpoll,
    "pyrcv": pyrcv,
    "py-vote-core": py_vote_core,
}


def pyrankvote_av(papers: Papers, seats: int) -> Ready:
    """Its instant run-off."""
    its = import_module("pyrankvote")
    people = {mark: its.Candidate(str(mark)) for mark in _marks(papers)}
    ballots = [its.Ballot(ranked_candidates=[people[mark] for mark in row]) for row in papers]

    def run() -> Sequence[int]:
        found = its.instant_runoff_voting(list(people.values()), ballots)
        return [int(winner.name) for winner in found.get_winners()]

    return run


def pref_voting_av(papers: Papers, seats: int) -> Ready:
    """Its instant run-off."""
    method = import_module("pref_voting.iterative_methods").instant_runoff
    profile = _pref_voting_profile(papers)
    return lambda: [int(mark) for mark in method(profile)]


def pref_voting_meek(papers: Papers, seats: int) -> Ready:
    """Its Meek's method, in floats."""
    method = import_module("pref_voting.proportional_methods").stv_meek
    profile = _pref_voting_profile(papers)
    return lambda: [int(mark) for mark in method(profile, num_seats=seats)]


def py_vote_core_av(papers: Papers, seats: int) -> Ready:
    """Its instant run-off."""
    method = import_module("py3votecore.irv").IRV
    ballots = [{"count": 1, "ballot": list(row)} for row in papers]
    return lambda: [method(ballots).as_dict()["winner"]]


def py_vote_core_block(papers: Papers, seats: int) -> Ready:
    """Its plurality at large."""
    method = import_module("py3votecore.plurality_at_large").PluralityAtLarge
    ballots = [{"count": 1, "ballot": list(row)} for row in papers]
    return lambda: list(method(ballots, required_winners=seats).as_dict()["winners"])


def votekit_av(papers: Papers, seats: int) -> Ready:
    """Its instant run-off."""
    return _votekit_ranked("IRV", papers)


def votekit_fptp(papers: Papers, seats: int) -> Ready:
    """Its single non-transferable vote."""
    return _votekit_ranked("SNTV", papers, n_seats=seats)


def votekit_borda(papers: Papers, seats: int) -> Ready:
    """Its Borda count."""
    return _votekit_ranked("Borda", papers, n_seats=seats)


def votekit_approval(papers: Papers, seats: int) -> Ready:
    """Its approval voting."""
    ballot = import_module("votekit.ballot").ScoreBallot
    ballots = [ballot(scores={str(mark): 1 for mark in row}) for row in papers]
    profile = import_module("votekit.pref_profile").ScoreProfile(
        ballots=ballots, candidates=[str(mark) for mark in _marks(papers)]
    )
    return _votekit_run("Approval", profile, n_seats=seats)


def _votekit_ranked(method: str, papers: Papers, **asked: int) -> Ready:
    ballot = import_module("votekit.ballot").RankBallot
    ballots = [ballot(ranking=[{str(mark)} for mark in row], weight=1) for row in papers]
    profile = import_module("votekit.pref_profile").RankProfile(
        ballots=ballots,
        candidates=[str(mark) for mark in _marks(papers)],
        max_ranking_length=max(map(len, papers)),
    )
    return _votekit_run(method, profile, **asked)


def _votekit_run(method: str, profile: Any, **asked: int) -> Ready:
    its = getattr(import_module("votekit.elections"), method)

    def run() -> Sequence[int]:
        found = its(profile, **asked)
        return [int(name) for group in found.get_elected() for name in group]

    return run


def _pref_voting_profile(papers: Papers) -> Any:
    rankings = [{mark: at for at, mark in enumerate(row, start=1)} for row in papers]
    return import_module("pref_voting.profiles_with_ties").ProfileWithTies(rankings)


# Those that count by another rule too, by our name of it.
BY_RULE: Mapping[str, Mapping[str, Callable[[Papers, int], Ready]]] = {
    "meek-prf": {"pref_voting": pref_voting_meek},
    "av": {
        "pyrankvote": pyrankvote_av,
        "votekit": votekit_av,
        "pref_voting": pref_voting_av,
        "py-vote-core": py_vote_core_av,
    },
    "fptp": {"votekit": votekit_fptp},
    "block": {"py-vote-core": py_vote_core_block},
    "approval": {"votekit": votekit_approval},
    "ranked-priorities": {"votekit": votekit_borda},
}


def counter(name: str) -> Callable[[Papers, int], Ready]:
    """A counter by its name, or by a rule and its name."""
    rule, colon, peer = name.partition(":")
    return BY_RULE[rule][peer] if colon else PEERS[name]


def _marks(papers: Papers) -> Sequence[int]:
    return sorted({mark for row in papers for mark in row})


def measured(name: str, file: str, seats: int) -> dict[str, Any]:
    """Seconds on the clock and of the processor, megabytes, and who was elected."""
    with open(file, encoding="ascii") as lines:
        papers = [tuple(map(int, line.split())) for line in lines]
    run = counter(name)(papers, seats)
    start, began = perf_counter(), process_time()
    elected = run()
    return {
        "seconds": perf_counter() - start,
        "processor": process_time() - began,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "elected": sorted(elected),
    }


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], sys.argv[2], int(sys.argv[3]))))

"""The stages that each process declares in its course, so that none is left out."""

from __future__ import annotations

from typing import NamedTuple

from workflows.catalogue import WORKFLOWS
from workflows.contract import (
    ACCESS,
    ASSEMBLY,
    BALLOT,
    CASE,
    COUNT,
    CYCLE,
    DATA_ACCESS,
    ELECTION,
    ENDORSEMENT,
    KEEPING,
    OBJECTION,
    PRIMARY,
    SUPPORT,
    SUSPENSION,
    VACANCY,
    VOTING,
)

OF_A_BALLOT_OF_ALL = (CYCLE, ASSEMBLY, BALLOT, COUNT)
"""Kinds that have no part in the year of a body; `tests/engine/test_crashes.py` plays those."""
OF_PEOPLE = (ACCESS, KEEPING)
"""Kinds about one person's data: `tests/vault` keeps and misses each of their deadlines."""
OF_CASES = (CASE, SUSPENSION)
"""Kinds of cases: `tests/engine/test_cases.py` keeps and misses each of their deadlines."""
OF_SUPPORT = (SUPPORT,)
"""Requests for support: `tests/engine/test_support.py` keeps and misses each of their deadlines."""
OF_DATA = (DATA_ACCESS,)
"""Officers' access: `tests/engine/test_data_access.py` keeps and misses each of its deadlines."""
OF_ELECTIONS = (ELECTION, VOTING, OBJECTION, VACANCY)
"""Elections: `tests/engine/test_elections.py` keeps and misses each of their deadlines."""
OF_ENDORSEMENTS = (ENDORSEMENT,)
"""Endorsements: `tests/engine/test_endorsements.py` keeps and misses each of their deadlines."""
OF_PRIMARIES = (PRIMARY,)
"""Policy primaries: `tests/engine/test_primaries.py` keeps and misses each of their deadlines."""
ELSEWHERE = (
    *(*OF_A_BALLOT_OF_ALL, *OF_PEOPLE, *OF_CASES, *OF_SUPPORT, *OF_DATA),
    *(*OF_ELECTIONS, *OF_ENDORSEMENTS, *OF_PRIMARIES),
)


class Stage(NamedTuple):
    """A step of a process, with the stage that it is asked for where it has several."""

    kind: str
    step: str
    stage: str = ""


def declared() -> frozenset[Stage]:
    """Every stage of every kind of process that the year of a body can have."""
    kinds = [kind for kind in WORKFLOWS if kind not in ELSEWHERE]
    return frozenset(
        Stage(kind, leg.activity, leg.stage) for kind in kinds for leg in WORKFLOWS[kind].COURSE
    )

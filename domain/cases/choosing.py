"""Who of those who may sit on a panel is chosen: by lot, or whoever has sat on the fewest cases.

Nobody picks anybody.  The lot goes by a hash of the seed and of each person, lowest first, so that
whoever has the record can draw it again; it also settles who goes first of those who have sat on
equally many.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import sha256

from domain.cases.panel import SIZE, Chosen
from domain.cases.panel_lot import CHOSEN_BY
from domain.kernel.ids import PersonId
from domain.kernel.refusal import RuleBroken
from domain.rules.governing import Governing
from domain.rules.values import Choice

LOT, FEWEST = "lot", "fewest_cases"


def choose(
    rules: Governing,
    eligible: Collection[PersonId],
    count: int,
    seed: str,
    sat: Mapping[PersonId, int],
) -> Chosen:
    """So many of the eligible; `sat` says on how many cases each has sat.

    Raises `RuleBroken` where there are too few.
    """
    if len(eligible) < count:
        raise RuleBroken(
            f"A panel needs {count} people who are not touched by the case, have not sat on it "
            f"and decide on no challenge; there are {len(eligible)}.",
            rule=SIZE,
        )
    how = rules.value(CHOSEN_BY, Choice).choice
    weight = sat if how == FEWEST else {}
    order = sorted(eligible, key=lambda one: (weight.get(one, 0), _lot(seed, one)))
    return Chosen(people=tuple(order[:count]), how=how, seed=seed)


def _lot(seed: str, person: PersonId) -> bytes:
    return sha256(f"{seed},{person}".encode()).digest()

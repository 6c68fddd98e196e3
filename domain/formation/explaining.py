"""An allocation in words: for each person a sentence that says which choice, and why no better."""

from __future__ import annotations

from collections.abc import Mapping

from domain.formation.allocation import Fate, Placed, Why

_RANKS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def choice(rank: int) -> str:
    """A rank of choice in words; the first is 1."""
    return f"{_RANKS[rank - 1]} choice" if rank <= len(_RANKS) else f"{rank}th choice"


def reasons(placed: Placed, names: Mapping[str, str]) -> str:
    """What became of somebody's choices, as one sentence."""
    given = [at for at, one in enumerate(placed.fates, start=1) if one.why is Why.GIVEN]
    got = " and ".join(choice(rank) for rank in given) or "no place"
    missed = [one for one in placed.fates if one.why not in (Why.GIVEN, Why.ENOUGH)]
    because = "; ".join(_missed(one, names) for one in missed)
    sentence = f"{got}: {because}." if because else f"{got}."
    return sentence[0].upper() + sentence[1:]


def _missed(fate: Fate, names: Mapping[str, str]) -> str:
    name = names.get(fate.group, fate.group)
    match fate.why:
        case Why.LOT:
            return f"{name} was full, and between ways that are equally good the lot decided"
        case Why.OTHERS:
            assert fate.fewer is not None
            return f"with a place in {name} fewer would have had their {choice(fate.fewer)}"
    return f"with a place in {name} the least or greatest numbers could not be kept"

"""Quotas in words: which of them can't be kept together, and why somebody is guarded or doomed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from domain.counting.quotas_choice import Choice, Demand, Kind
from domain.counting.wording import agreeing, number_of


def why_impossible(choice: Choice) -> str:
    """A smallest set of demands that those who stand can't keep, as a sentence."""
    needed = choice.needed()
    if len(needed) == 1:
        if not needed[0].minimum:  # more of the group sit already
            return _listed([f"{_standing_now(needed[0], choice)}."])
        stand = choice.left(needed[0])
        return (
            f"At least {needed[0].number} {needed[0].noun} must be elected and {stand} "
            f"{agreeing(stand, 'stands', 'stand')}."
        )
    wanted = [_demanded(demand) for demand in needed if demand.quota]
    places = [demand.number for demand in needed if not demand.quota]
    on = f" on {number_of(places[0], 'places')}" if places else ""
    cannot = "can't all be kept" if len(wanted) > 1 else "can't be kept"
    return f"{_listed(wanted)} {cannot}{on}. {_who_stands(choice, needed)}"


def why_bound(open_: Choice, narrowed: Choice) -> str:
    """Why what is open is impossible once it was narrowed for one candidate, as a clause."""
    return ", and ".join(_standing_now(demand, open_) for demand in narrowed.needed())


def _demanded(demand: Demand) -> str:
    return f"{'at least' if demand.minimum else 'at most'} {demand.number} {demand.noun}"


def _who_stands(choice: Choice, needed: Sequence[Demand]) -> str:
    """Those who stand, by the groups that matter here alone."""
    groups = {demand.quota.group: demand.noun for demand in needed if demand.quota}
    number: Counter[Kind] = Counter()
    for kind, span in zip(choice.kinds, choice.spans, strict=True):
        number[kind & frozenset(groups)] += span.high
    if not number:
        return "Nobody stands."
    parts = [
        f"{number[kind]} {_who([groups[group] for group in sorted(kind)], number[kind])}"
        for kind in sorted(number, key=lambda kind: (-len(kind), sorted(kind)))
    ]
    return f"Candidates who stand: {', '.join(parts)}."


def _who(nouns: Sequence[str], number: int) -> str:
    return " who are ".join(nouns) if nouns else agreeing(number, "other", "others")


def _standing_now(demand: Demand, choice: Choice) -> str:
    left, have = choice.left(demand), demand.have
    if demand.quota is None:
        still = demand.number - have
        if demand.minimum:
            return f"{_are(still, 'places')} to be filled and {_are(left, 'candidates')} left"
        return f"no more than {number_of(still, 'places')} can be filled"
    if demand.minimum:
        return (
            f"at least {demand.number} {demand.noun} must be elected, {_have(have)} and "
            f"{left} {agreeing(left, 'is', 'are')} left"
        )
    return f"at most {demand.number} {demand.noun} may be elected and {_have(have)}"


def _are(number: int, things: str) -> str:
    return f"{number_of(number, things)} {agreeing(number, 'is', 'are')}"


def _have(number: int) -> str:
    if not number:
        return "none has a place yet"
    return f"{number} {agreeing(number, 'has', 'have')} a place"


def _listed(parts: Sequence[str]) -> str:
    *most, last = parts
    listed = f"{', '.join(most)} and {last}" if most else last
    return listed[0].upper() + listed[1:]

"""Quotas in words: which of them can't be kept together, and why somebody is guarded or doomed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from domain.counting.quotas_choice import Choice, Demand, Kind


def why_impossible(choice: Choice) -> str:
    """A smallest set of demands that those who stand can't keep, as a sentence."""
    needed = choice.needed()
    if len(needed) == 1:
        stand = choice.left(needed[0])
        return (
            f"{needed[0].number} {needed[0].noun} are needed and {stand} "
            f"{'stands' if stand == 1 else 'stand'}."
        )
    wanted = [_demanded(demand) for demand in needed if demand.quota]
    places = [demand.number for demand in needed if not demand.quota]
    on = f" on {places[0]} {_plural('place', places[0])}" if places else ""
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
    return " who are ".join(nouns) if nouns else _plural("other", number)


def _standing_now(demand: Demand, choice: Choice) -> str:
    left, have = choice.left(demand), demand.have
    if demand.quota is None:
        still = demand.number - have
        if demand.minimum:
            return f"{_counted(still, 'place')} to be filled and {_counted(left, 'candidate')} left"
        return f"no more than {still} {_plural('place', still)} can be filled"
    if demand.minimum:
        return (
            f"at least {demand.number} {demand.noun} are needed, {_have(have)} and "
            f"{left} {'is' if left == 1 else 'are'} left"
        )
    return f"at most {demand.number} {demand.noun} are allowed and {_have(have)}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {_plural(noun, number)} {'is' if number == 1 else 'are'}"


def _have(number: int) -> str:
    if not number:
        return "none has a place yet"
    return f"{number} {'has' if number == 1 else 'have'} a place"


def _plural(noun: str, number: int) -> str:
    return noun if number == 1 else f"{noun}s"


def _listed(parts: Sequence[str]) -> str:
    *most, last = parts
    listed = f"{', '.join(most)} and {last}" if most else last
    return listed[0].upper() + listed[1:]

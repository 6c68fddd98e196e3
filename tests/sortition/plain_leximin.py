"""The fairest chances by going over every panel of people there is, in fractions.

Written as plainly as can be, without kinds, without a solver and without floats: each level is a
linear program, and so is the question whether somebody could have more than the least.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from domain.sortition.terms import Kind, Terms

Row = list[Fraction]
MUCH = Fraction(10**9)


def fairest_chances(terms: Terms, people: Sequence[Kind]) -> list[Fraction]:
    """The chance of each of these people."""
    panels = [
        panel
        for panel in combinations(range(len(people)), terms.seats)
        if not terms.breach([people[at] for at in panel])
    ]
    # Panels that look alike by kinds differ in people, and all of them are here.
    settled: dict[int, Fraction] = {}
    while len(settled) < len(people):
        free = [at for at in range(len(people)) if at not in settled]
        least = _most(panels, settled, free, free)
        stuck = [one for one in free if _most(panels, settled, free, [one], least) == least]
        settled |= dict.fromkeys(stuck, least)
    return [settled[at] for at in range(len(people))]


def _most(
    panels: Sequence[tuple[int, ...]],
    settled: dict[int, Fraction],
    free: Sequence[int],
    raised: Sequence[int],
    floor: Fraction = Fraction(0),
) -> Fraction:
    """The greatest least chance of those raised, if nobody gets less than theirs.

    Columns: a share for each panel, the least chance, then one for what each row has to spare.
    """
    rows: list[Row] = [[Fraction(1)] * len(panels) + [Fraction(0)]]
    bounds = [Fraction(1)]
    for at in (*settled, *free):
        sits = [Fraction(at in panel) for panel in panels]
        rows.append([*sits, Fraction(-(at in raised))])
        bounds.append(settled.get(at, Fraction(0) if at in raised else floor))
    for number, row in enumerate(rows):
        row += [Fraction(-(number == spare)) for spare in range(1, len(rows))]
    worth = [Fraction(0)] * len(rows[0])
    worth[len(panels)] = Fraction(1)
    return _simplex(rows, bounds, worth)


def _simplex(rows: list[Row], bounds: list[Fraction], worth: Row) -> Fraction:
    """The most that columns, none below 0, are worth where each row comes to its bound."""
    number, width = len(rows), len(rows[0])
    table = [
        [*row, *(Fraction(at == own) for own in range(number)), bound]
        for at, (row, bound) in enumerate(zip(rows, bounds, strict=True))
    ]
    basis = list(range(width, width + number))
    missing = [Fraction(0)] * width + [Fraction(-1)] * number
    assert _climb(table, basis, missing, width + number) == 0, "no panel at all"
    return _climb(table, basis, worth + [-MUCH] * number, width)


def _climb(table: list[Row], basis: list[int], worth: Row, columns: int) -> Fraction:
    """Exchange columns as long as one pays, the first that does (Bland's rule)."""
    while True:
        prices = [worth[column] for column in basis]
        for enters in range(columns):
            pays = worth[enters] - sum(
                price * row[enters] for price, row in zip(prices, table, strict=True) if price
            )
            if enters not in basis and pays > 0:
                break
        else:
            return sum(
                (p * row[-1] for p, row in zip(prices, table, strict=True)), start=Fraction(0)
            )
        leaves = min(
            (at for at, row in enumerate(table) if row[enters] > 0),
            key=lambda at: (table[at][-1] / table[at][enters], basis[at]),
        )
        _exchange(table, leaves, enters)
        basis[leaves] = enters


def _exchange(table: list[Row], leaves: int, enters: int) -> None:
    factor = table[leaves][enters]
    pivot = table[leaves] = [value / factor for value in table[leaves]]
    for at, row in enumerate(table):
        if at != leaves and row[enters]:
            times = row[enters]
            table[at] = [a - times * b if b else a for a, b in zip(row, pivot, strict=True)]

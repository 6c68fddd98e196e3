"""Points for places on a paper: the Borda counts and their kin.  All points are exact fractions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from domain.counting.papers import Ints

# The points of somebody in a place from 0, on a paper that ranks so many of so many who stand.
Points = Callable[[int, int, int], Fraction]
# The points that each of those left out has, on a paper that ranks so many of so many.
LeftOut = Callable[[int, int], Fraction]


def borda(place: int, ranked: int, standing: int) -> Fraction:
    """J.-C. de Borda (1784): one less for each place, nothing for the last of all."""
    return Fraction(standing - 1 - place)


def shared(ranked: int, standing: int) -> Fraction:
    """Those left out share the points of the places left: the average of them each."""
    return Fraction(standing - ranked - 1, 2)


def modified(place: int, ranked: int, standing: int) -> Fraction:
    """The modified Borda count (P. Emerson): as many points for the first as the paper ranks."""
    return Fraction(ranked - place)


def harmonic(place: int, ranked: int, standing: int) -> Fraction:
    """Dowdall's count, as in Nauru: 1, 1/2, 1/3 and so on."""
    return Fraction(1, place + 1)


def nothing(ranked: int, standing: int) -> Fraction:
    return Fraction(0)


def added(
    placed: Ints, number: Ints, standing: tuple[int, ...], points: tuple[Points, LeftOut]
) -> dict[int, Fraction]:
    """The points of each who stands, from places as in `pairwise.places`."""
    given, left_out = points
    total = dict.fromkeys(standing, Fraction(0))
    ranked = (placed >= 0).sum(axis=1)
    for length in sorted(set(ranked.tolist())):
        rows, times = placed[ranked == length], number[ranked == length]
        for candidate in standing:
            for place in range(length):
                papers = int(times[rows[:, candidate] == place].sum())
                total[candidate] += papers * given(place, length, len(standing))
            missing = int(times[rows[:, candidate] < 0].sum())
            total[candidate] += missing * left_out(length, len(standing))
    return total

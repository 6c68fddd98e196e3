"""The panels that may come out of a draw, and the tickets of each.

A panel says how many of each kind sit.  One ticket is drawn, and within a kind everybody has the
same chance; so the chance of each member is a fraction that anybody can work out.  Without quotas
there is one kind and one panel.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from domain.kernel.refusal import RuleBroken
from domain.kernel.value import Value
from domain.sortition.pool import KindCount
from domain.sortition.terms import Terms

TICKETS = 10**12
"""So many that rounding a thousand panels to whole tickets moves no chance by a billionth."""


class Panel(Value):
    """A panel: its tickets, and the kind of each seat, as places among the kinds, in order."""

    tickets: Annotated[int, Field(ge=1)]
    seats: Annotated[tuple[int, ...], Field(min_length=1)]


class Portfolio(Value):
    """All panels that may come out."""

    panels: Annotated[tuple[Panel, ...], Field(min_length=1)]

    @property
    def tickets(self) -> int:
        return sum(panel.tickets for panel in self.panels)

    def with_ticket(self, number: int) -> int:
        """Which panel has the ticket of this number, counted from 0 through all in order."""
        for at, panel in enumerate(self.panels):
            if number < panel.tickets:
                return at
            number -= panel.tickets
        raise IndexError("there is no such ticket")

    def taken(self, kinds: int) -> tuple[int, ...]:
        """For each kind, its seats over all tickets."""
        total = [0] * kinds
        for panel in self.panels:
            for kind in panel.seats:
                total[kind] += panel.tickets
        return tuple(total)

    def chances(self, kinds: Sequence[KindCount]) -> tuple[Fraction, ...]:
        """The chance of a member of each kind."""
        all_ = self.tickets
        taken = self.taken(len(kinds))
        return tuple(
            Fraction(seats, all_ * kind.members) for seats, kind in zip(taken, kinds, strict=True)
        )


def must_be_possible(portfolio: Portfolio, terms: Terms, kinds: Sequence[KindCount]) -> None:
    """Raises `RuleBroken` for a panel that is too small, breaks a quota, or needs more than are."""
    for number, panel in enumerate(portfolio.panels, start=1):
        wrong = _wrong(panel, terms, kinds)
        if wrong:
            raise RuleBroken(f"Panel {number} can't be: {wrong}.")


def _wrong(panel: Panel, terms: Terms, kinds: Sequence[KindCount]) -> str:
    if len(panel.seats) != terms.seats:
        return f"it has {len(panel.seats)} seats, and there are to be {terms.seats}"
    for kind in set(panel.seats):
        if not 0 <= kind < len(kinds):
            return f"there is no kind {kind}"
        if panel.seats.count(kind) > kinds[kind].members:
            return f"it seats more of kind {kind} than are in the pool"
    if terms.breach([kinds[kind].kind for kind in panel.seats]):
        return "it breaks a quota"
    return ""


def plain(seats: int) -> Portfolio:
    """The only panel of a draw without quotas, in which all are of one kind."""
    return Portfolio(panels=(Panel(tickets=1, seats=(0,) * seats),))


def in_tickets(weights: Sequence[float], panels: Sequence[Sequence[int]]) -> Portfolio:
    """Shares, as a solver gives them, as whole tickets: each loses or wins less than one.

    The largest remainders are rounded up, and panels without a ticket left out.  From here on there
    are whole numbers only.
    """
    shares = [Fraction(weight) for weight in weights]
    whole = sum(shares)
    exact = [share * TICKETS / whole for share in shares]
    tickets = [int(share) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda at: (tickets[at] - exact[at], at))
    for at in by_rest[: TICKETS - sum(tickets)]:
        tickets[at] += 1
    number: dict[tuple[int, ...], int] = {}
    for panel, held in zip(panels, tickets, strict=True):
        seats = tuple(sorted(panel))
        number[seats] = number.get(seats, 0) + held
    return Portfolio(
        panels=tuple(Panel(tickets=number[one], seats=one) for one in sorted(number) if number[one])
    )

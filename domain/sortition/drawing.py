"""Who is drawn, by a seed that nobody could choose.

The seed is SHA-256 of the commitment, a comma and the public value, as for ties (`counting.lots`),
and draw k is SHA-256 of the seed, a comma and k (`counting.draws`).  If there are several panels,
the first draw takes a ticket.  Then the seats are drawn kind by kind in order, each among the
positions of that kind that are left, lowest first.

Whoever leaves is replaced by the next draw, so the order in which people left is part of the
record.  It is taken among those of the same kind who were never drawn, which leaves the panel as
balanced as it was; if there is none, among all who were never drawn and with whom the quotas are
missed by the fewest people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import Field

from domain.counting.draws import Draws
from domain.counting.lots import lot_seed
from domain.kernel.refusal import BadInput, RuleBroken
from domain.kernel.value import Value
from domain.sortition.frozen import Frozen

Number = Annotated[int, Field(ge=0)]


class Ticket(Value):
    """The ticket that was drawn: its number, and the panel that has it, counted from 0."""

    draw: Number
    number: Number
    panel: Number


class Seat(Value):
    """A position of the pool that was drawn, its kind, and the number of the draw."""

    position: Number
    kind: Number
    draw: Number


class Replacement(Value):
    """Who sits instead of whom.  `missed`: by how many people the quotas are missed from then."""

    left: Number
    seat: Seat
    missed: Number = 0


class Drawn(Value):
    """The outcome: `ticket` is None where only one panel could come out."""

    value: Annotated[str, Field(min_length=1)]
    seed: str
    ticket: Ticket | None
    seats: tuple[Seat, ...]
    replacements: tuple[Replacement, ...] = ()

    @property
    def sitting(self) -> tuple[Seat, ...]:
        """The seats after all replacements, each in the place of the one before."""
        seats = list(self.seats)
        for one in self.replacements:
            seats = [one.seat if seat.position == one.left else seat for seat in seats]
        return tuple(seats)


def drawn(frozen: Frozen, value: str, left: Iterable[int] = ()) -> Drawn:
    """The draw by this public value, and the replacements of those who left, in their order.

    Raises `BadInput` if nothing was said, or for somebody who does not sit, and `RuleBroken` if
    nobody is left to be drawn.
    """
    if not value.strip():
        raise BadInput(f"Give the public value as it was published: {frozen.terms.source}.")
    lot = _Lot(frozen, lot_seed(frozen.commitment, value))
    found = lot.panel(value.strip())
    for position in left:
        replacement = lot.replacement(found.sitting, position)
        found = found.model_copy(update={"replacements": (*found.replacements, replacement)})
    return found


class _Lot:
    """The draws of one seed, and who was not drawn yet."""

    def __init__(self, frozen: Frozen, seed: str) -> None:
        self._frozen, self._draws, self._seed = frozen, Draws(seed), seed
        self._left: list[list[int]] = []
        first = 0
        for kind in frozen.pool.kinds:
            self._left.append(list(range(first, first + kind.members)))
            first += kind.members

    def panel(self, value: str) -> Drawn:
        panels, ticket = self._frozen.portfolio.panels, None
        if len(panels) > 1:
            number, draw = self._draws.among(self._frozen.portfolio.tickets)
            at = self._frozen.portfolio.with_ticket(number)
            ticket = Ticket(draw=draw, number=number, panel=at)
        kinds = panels[ticket.panel if ticket else 0].seats
        seats = tuple(self._seat([kind]) for kind in sorted(kinds))
        return Drawn(value=value, seed=self._seed, ticket=ticket, seats=seats)

    def replacement(self, sitting: Sequence[Seat], position: int) -> Replacement:
        gone = next((seat for seat in sitting if seat.position == position), None)
        if gone is None:
            raise BadInput(f"Nobody sits from position {position}. Name one of those who sit.")
        others = [seat.kind for seat in sitting if seat is not gone]
        seat = self._seat(self._instead(gone.kind, others))
        return Replacement(left=position, seat=seat, missed=self._missed([*others, seat.kind]))

    def _instead(self, kind: int, others: Sequence[int]) -> Sequence[int]:
        """The kinds from which somebody may be drawn."""
        if self._left[kind]:
            return [kind]
        missed = {at: self._missed([*others, at]) for at, left in enumerate(self._left) if left}
        if not missed:
            raise RuleBroken("Everybody in the pool was drawn already: nobody is left to sit.")
        return [at for at, number in missed.items() if number == min(missed.values())]

    def _missed(self, kinds: Sequence[int]) -> int:
        known = self._frozen.pool.kinds
        return self._frozen.terms.breach([known[kind].kind for kind in kinds])

    def _seat(self, kinds: Sequence[int]) -> Seat:
        """The next draw among everybody left of these kinds, who stand in order of position."""
        place, draw = self._draws.among(sum(len(self._left[kind]) for kind in kinds))
        for kind in kinds:
            if place < len(self._left[kind]):
                return Seat(position=self._left[kind].pop(place), kind=kind, draw=draw)
            place -= len(self._left[kind])
        raise ArithmeticError("a draw fell outside those that are left")

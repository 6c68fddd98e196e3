"""The history of the large organisation, round by round: lawful acts, made by the aggregates.

Nothing is drawn by chance, so that equal sizes always make the same log.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime
from operator import attrgetter
from typing import Final

from domain.bodies.body import Body
from domain.bodies.member import Member
from domain.kernel.aggregate import Recorded
from domain.meetings.meeting import Meeting
from domain.meetings.year import BodyYear, Held
from domain.rules.rulebook import Edition
from services.bench.read.cycles import cycles
from services.bench.read.groups import KEPT, Group, established
from services.bench.read.meetings import DAY, Sitting, called, held
from services.bench.read.papers import NOTICED, noticed, reported, undertaken
from services.bench.read.pen import Pen, number_of, pending, person
from services.bench.read.registers import Registers
from services.bench.read.sizes import BEGINS, FOUNDED, NOW, ROUND, ROUNDS, Sizes

FIRST_MEETING: Final = 36
"""So many days into a round is its first meeting; it is called in the same round."""

SPREAD: Final = 50
"""Over so many days the meetings of a round are spread."""

HOUR: Final = 18


class History:
    """Writes one round after the other."""

    def __init__(self, sizes: Sizes, edition: Edition, first: Body, year: BodyYear) -> None:
        self._pen = Pen(edition)
        self._groups = established(self._pen, sizes, first)
        self._numbers = 0
        self._year = year
        self._sizes = sizes
        self.papers: list[bytes] = []

    def rounds(self) -> Iterator[list[Recorded]]:
        """The acts of each round, all in the order of their moments; first those who join.

        What a round makes that happens after the next one has begun waits for that one.
        """
        yield self._joined()
        made: list[Recorded] = []
        for number in range(ROUNDS):
            made += [act for group in self._groups for act in self._round(group, number)]
            if number == 0:
                made += self._besides()
            made.sort(key=attrgetter("act.occurred_at"))
            ends = NOW if number == ROUNDS - 1 else BEGINS + (number + 1) * ROUND
            past = bisect_right(made, ends, key=attrgetter("act.occurred_at"))
            yield made[:past]
            del made[:past]

    def _besides(self) -> list[Recorded]:
        """What is no meeting and no seat: it goes in at once, with the moments at which it was."""
        seated = [group for group in self._groups if group.body.seats]
        registers = Registers(self._pen, seated, self._sizes)
        made = pending(*registers.kept(), *cycles(self._pen, seated, self._sizes.proposals))
        self.papers = registers.papers
        return made

    def _joined(self) -> list[Recorded]:
        """Everybody's membership."""
        members = (
            Member.join(
                self._pen.act(FOUNDED, KEPT, by=person(0)),
                number=number_of(number),
                joined_on=date(2020, 1 + number % 12, 1),
                region=f"Region {number % 12}",
            )
            for number in range(self._sizes.members)
        )
        return [act for member in members for act in pending(member)]

    def _round(self, group: Group, number: int) -> Iterator[Recorded]:
        begins = BEGINS + number * ROUND
        if number == 0:
            group.fill(begins)
        else:
            group.renew(begins, ROUNDS - number)
        yield from pending(group.body)
        for starts in _starts(group, number, self._numbers):
            self._numbers += 1
            yield from self._met(Sitting(group, self._numbers, starts, self._pen))

    def _met(self, it: Sitting) -> Iterator[Recorded]:
        """A meeting with all that it leaves behind."""
        meeting = called(it)
        if it.number % NOTICED == 0:
            yield from pending(noticed(meeting, it))
        held(meeting, it)
        acts = pending(meeting)
        yield from acts
        ended = acts[-1].act.occurred_at
        yield from pending(reported(meeting, acts, it), *undertaken(meeting, ended, it))
        yield from self._counted(meeting, ended, it)

    def _counted(self, meeting: Meeting, ended: datetime, it: Sitting) -> Iterator[Recorded]:
        """The quarters of the coordinating group: the rules ask it of no other."""
        year = self._year
        if meeting.body != year.body:
            return
        while year.next_due < ended:
            year.look(self._pen.act(year.next_due), it.group.body, it.group.orders)
        if meeting.was_quorate:
            year.count(self._pen.act(ended), Held(meeting=meeting.id, on=ended.date()))
        yield from pending(year)


def _starts(group: Group, number: int, shift: int) -> Iterator[datetime]:
    """When the meetings of a body begin that fall into a round."""
    mine = group.meetings * (number + 1) // ROUNDS - group.meetings * number // ROUNDS
    first = (BEGINS + number * ROUND).replace(hour=HOUR)
    for one in range(mine):
        days = one * SPREAD // mine if mine > 1 else shift % SPREAD
        yield first + (FIRST_MEETING + days) * DAY

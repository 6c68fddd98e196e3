"""The years of the real example before its cycle, played in memory from its own files.

The same founding and the same history as the demo plays, with people and engine as plain calls.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from types import SimpleNamespace
from typing import cast
from uuid import UUID

from domain.reports.report import Report
from domain.reports.reporting import Kind
from services.bootstrap import Office
from services.rehearsal import founding
from services.rehearsal.electorate import electorate
from services.rehearsal.history import History, at_noon, name_of
from services.rehearsal.people import Company, company
from services.rehearsal.theatre import Theatre
from services.reports.as_markdown import as_markdown
from services.store.memory import MemoryStore
from services.voting.memory import MemoryBoxes
from tests.story.momentum import founding_file
from tests.support.hands import Hands


class Clock:
    """The one clock of a store; whatever falls due when it is moved is done at once."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    def begin(self, moment: datetime) -> None:
        self._hands.store.clock.hold(moment)

    def pass_quietly(self, moment: datetime) -> None:
        self._hands.store.clock.hold(moment)

    async def move(self, moment: datetime) -> None:
        self._hands.at(moment)


class Years:
    """The organisation as January 2021 left it."""

    def __init__(self) -> None:
        self.record = founding_file()
        self.store = MemoryStore()
        self.hands = Hands(self.store, MemoryBoxes(self.store))
        self.people: Company = company(self.record, electorate(self.record))
        office = cast("Office", SimpleNamespace(store=self.store, desk=self.hands.desk))
        self.theatre = Theatre(office, Clock(self.hands), self.store.head, self._settled)

    def play(self) -> None:
        """From the founding to the last meeting before the cycle."""
        self.theatre.clocks.begin(at_noon(self.record.rulebook.adopted))
        secretary = self.people.secretary
        keeper = founding.Keeper(secretary.id, name_of(secretary))
        founding.found(self.theatre, self.record, keeper)
        asyncio.run(History(self.theatre, self.record, self.people).play())

    async def _settled(self, _: set[UUID]) -> bool:
        self.hands.settle()
        return True

    def report(self, year: int, kind: Kind) -> Report:
        """The report of that kind on the meeting of a year."""
        opened = self.store.acts(topics=(Report.Opened.TOPIC,), limit=100)
        found = (self.store.load(Report, one.event.originator_id) for one in opened)
        return next(one for one in found if (one.subject.on.year, one.subject.kind) == (year, kind))

    def written(self, year: int, kind: Kind = Kind.ACTION_REPORT) -> str:
        """What that report says, as Markdown in one line each."""
        report = self.report(year, kind)
        return as_markdown(report.subject.title, "draft", report.content)

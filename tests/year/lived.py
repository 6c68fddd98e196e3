"""The year of the invented federation, lived through without servers, from one due moment on."""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import cache
from itertools import count
from pathlib import Path
from uuid import UUID

from domain.kernel.ids import CONVENOR, CommandId, derived
from services.application.asker import Asker
from services.application.command import Command
from services.examples.load import load_year
from services.examples.models import YearRecord
from services.rehearsal.ahead import Ahead
from services.rehearsal.year import YearPlay
from services.store.memory import MemoryStore
from services.store.port import Receipt
from services.voting.memory import MemoryBoxes
from tests.support.hands import Hands

BRACKENMOOR = Path(__file__).parents[2] / "examples" / "brackenmoor"


class WithoutServers:
    """A stage over memory: what is due is done by hand, at its moment."""

    def __init__(self) -> None:
        self._store = MemoryStore()
        self.hands = Hands(self._store, MemoryBoxes(self._store))
        self._ahead = Ahead(self._store)
        self._keys = count(1)

    @property
    def store(self) -> MemoryStore:
        return self._store

    def ask(self, command: Command, by: Asker) -> Receipt:
        """With the key that the same act has in a theatre with servers."""
        key = CommandId(derived(CONVENOR, "rehearsal", next(self._keys)))
        return self.hands.desk.perform(command, by, key)

    def began(self, receipt: Receipt) -> UUID:
        return self.hands.began(receipt)

    async def to(self, moment: datetime) -> None:
        """Everything that falls due on the way, and then the moment itself."""
        while (due := self._ahead.next()) is not None and due <= moment:
            self.hands.at(max(due, self.store.now()))
        self.hands.at(moment)


@cache
def the_year() -> YearRecord:
    """The example, read once: nothing in it can be changed."""
    return load_year(BRACKENMOOR)


async def live(stage: WithoutServers, record: YearRecord) -> YearPlay:
    """The whole year on a stage."""
    play = YearPlay(stage, record)
    stage.store.clock.hold(play.opening)
    play.found()
    for scene in play.scenes():
        await stage.to(scene.at)
        scene.do()
        stage.hands.settle()
    return play


@cache
def lived() -> tuple[MemoryStore, YearPlay]:
    """The log of the year, and the names of what was begun in it."""
    stage = WithoutServers()
    play = asyncio.run(live(stage, the_year()))
    return stage.store, play

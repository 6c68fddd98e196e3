"""Where a rehearsal is played: the desk, the two clocks, and what waits until all is quiet.

It moves time from one due moment to the next, never past one, and goes on only when the engine has
recorded what was due.  Between two of them the engine has nothing to do, and nobody waits for it.
It knows nothing of the play.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import count
from time import monotonic
from typing import Protocol
from uuid import UUID

from domain.kernel.ids import CONVENOR, SERVICE, CommandId, derived
from services.application.asker import Asker
from services.application.command import Command
from services.bootstrap import Office
from services.rehearsal.ahead import Ahead
from services.store.port import Receipt, Store

PATIENCE = 120.0
PAUSE = 0.02


class Clocks(Protocol):
    """What moves time."""

    def begin(self, moment: datetime) -> None: ...

    def pass_quietly(self, moment: datetime) -> None: ...

    async def move(self, moment: datetime) -> None: ...


class NotQuiet(TimeoutError):
    """What was due did not come on record in time."""


class Theatre:
    """One rehearsal's stage."""

    def __init__(
        self,
        office: Office,
        clocks: Clocks,
        relayed: Callable[[], int],
        idle: Callable[[set[UUID]], Awaitable[bool]],
    ) -> None:
        self.office = office
        self.clocks = clocks
        self.ahead = Ahead(office.store)
        self._relayed = relayed
        self._idle = idle
        self._keys = count(1)

    @property
    def store(self) -> Store:
        """Where things can be looked up."""
        return self.office.store

    @property
    def ballot_of_members(self) -> Asker:
        """The service, recording what an earlier ballot of all members decided."""
        return Asker(person=SERVICE)

    def ask(self, command: Command, by: Asker) -> Receipt:
        """Somebody asks for something; the key is the same in every run of the same play."""
        key = CommandId(derived(CONVENOR, "rehearsal", next(self._keys)))
        return self.office.desk.perform(command, by, key)

    def began(self, receipt: Receipt) -> UUID:
        """The stream that a command began."""
        return next(ref.stream for ref in receipt.result.acts if ref.version == 1)

    async def to(self, moment: datetime) -> None:
        """Move time to a moment, stopping at everything that falls due on the way."""
        while (due := self.ahead.next()) is not None and due <= moment:
            await self._fall_due(due)
        if moment <= self.office.store.now():
            return
        if due is None:  # no process waits, so there is nothing to take the engine over
            self.clocks.begin(moment)
        else:
            self.clocks.pass_quietly(moment)

    async def _fall_due(self, moment: datetime) -> None:
        """Move both clocks to a due moment and wait until it has been recorded."""
        if moment > self.office.store.now():
            await self.quiet()
            await self.clocks.move(moment)
        await self.quiet()

    async def quiet(self) -> None:
        """Return when what is due has been recorded and relayed, and the engine rests."""
        give_up = monotonic() + PATIENCE
        while not (await asyncio.to_thread(self._is_quiet) and await self._rests()):
            if monotonic() > give_up:
                late = ", ".join(moment.what for moment in self.ahead.overdue())
                raise NotQuiet(f"Still not on record after {PATIENCE:g} seconds: {late}.")
            await asyncio.sleep(PAUSE)

    async def _rests(self) -> bool:
        return await self._idle(self.ahead.processes())

    def _is_quiet(self) -> bool:
        if self._relayed() < self.office.store.head():
            return False
        return not self.ahead.overdue()

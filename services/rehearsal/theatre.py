"""Where a rehearsal is played: the desk, the two clocks, and what waits until all is quiet.

It moves time from one due moment to the next, never past one, and goes on only when the engine has
recorded what was due.  It knows nothing of the play.
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
from services.application.outstanding import next_moment, overdue
from services.bootstrap import Office
from services.store.port import Receipt

PATIENCE = 120.0
PAUSE = 0.02


class Clocks(Protocol):
    """What moves time."""

    def begin(self, moment: datetime) -> None: ...

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
        idle: Callable[[], Awaitable[bool]],
    ) -> None:
        self.office = office
        self.clocks = clocks
        self._relayed = relayed
        self._idle = idle
        self._keys = count(1)

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
        while (due := next_moment(self.office.store)) is not None and due < moment:
            await self._move(due)
        await self._move(moment)

    async def _move(self, moment: datetime) -> None:
        if moment > self.office.store.now():
            await self.quiet()
            await self.clocks.move(moment)
        await self.quiet()

    async def quiet(self) -> None:
        """Return when everything that is due has been recorded and relayed."""
        give_up = monotonic() + PATIENCE
        while not (await asyncio.to_thread(self._is_quiet) and await self._idle()):
            if monotonic() > give_up:
                late = ", ".join(moment.what for moment in overdue(self.office.store))
                raise NotQuiet(f"Still not on record after {PATIENCE:g} seconds: {late}.")
            await asyncio.sleep(PAUSE)

    def _is_quiet(self) -> bool:
        if self._relayed() < self.office.store.head():
            return False
        return not overdue(self.office.store)

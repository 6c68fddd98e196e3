"""Skipped time: the organisation's clock and the engine's, moved together and nowhere else.

The organisation's clock is held, so that the same play gives the same moments every time.  The
engine is moved on only when something falls due, and then by as much as the organisation's clock
has gone since; a process that wakes asks the application, which goes by the held clock.  So an
engine that lags behind, or that was killed and started again, changes nothing.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from google.protobuf.duration_pb2 import Duration
from google.protobuf.empty_pb2 import Empty
from temporalio.api.testservice.v1 import SleepRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from services.store.port import Store

ATTEMPTS = 20
ANSWER_WITHIN = timedelta(seconds=5)
PASSING = (
    RPCStatusCode.CANCELLED,
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.INTERNAL,
    RPCStatusCode.UNKNOWN,
)
STANDING = 2 * ANSWER_WITHIN
"""An engine that came no further than that was not skipping: its clock runs by itself, too."""
PAUSE = 0.2
MARGIN = timedelta(seconds=1)
"""The engine goes this much further: its timers count from when a step answered."""


class SkippedTime:
    """Moves both clocks."""

    def __init__(self, store: Store, client: Client) -> None:
        self._store = store
        self._client = client
        self._engine_stands_for: datetime | None = None

    def begin(self, moment: datetime) -> None:
        """Hold the organisation's clock at the moment where the play begins."""
        self._store.clock.hold(moment)
        self._engine_stands_for = moment

    def pass_quietly(self, moment: datetime) -> None:
        """Move the organisation's clock alone to a moment before which nothing falls due.

        A process that asks meanwhile waits from the engine's older time on, and the next move
        takes the engine over all that it lags behind: no timer is left standing.
        """
        self._engine_stands_for = self._engine_stands_for or self._store.now()
        self._store.clock.hold(moment)

    async def move(self, moment: datetime) -> None:
        """Move both clocks on to a moment."""
        left = moment - (self._engine_stands_for or self._store.now())
        self._store.clock.hold(moment)
        await self._skip(left + MARGIN)
        self._engine_stands_for = moment

    async def _skip(self, period: timedelta) -> None:
        """Move the engine on; if it does not answer, as when a worker was lost, ask for the rest.

        A process that wakes too soon on the way is told how long is left.  Where a machine is slow
        many of them take longer than an answer may, so only standing still counts against it.
        """
        begun = await self._time_there()
        end, reached, stood = begun + period, begun, 0
        while reached < end:
            try:
                await self._ask(end - reached)
                break
            except RPCError as error:
                _must_pass(error)
                before, reached = reached, await self._time_there()
                if reached < begun:  # it was lost, and another one began anew
                    begun, end = reached, reached + period
                stood = 0 if reached - before > STANDING else stood + 1
                if stood == ATTEMPTS:
                    raise

    async def _ask(self, period: timedelta) -> None:
        duration = Duration()
        duration.FromTimedelta(period)
        await self._client.service_client.test_service.unlock_time_skipping_with_sleep(
            SleepRequest(duration=duration), timeout=ANSWER_WITHIN
        )

    async def _time_there(self) -> datetime:
        """What time it is for the engine; waits for one that is being started."""
        for _ in range(ATTEMPTS - 1):
            try:
                return await self._time_now()
            except RPCError as error:
                _must_pass(error)
                await asyncio.sleep(PAUSE)
        return await self._time_now()

    async def _time_now(self) -> datetime:
        answer = await self._client.service_client.test_service.get_current_time(
            Empty(), timeout=ANSWER_WITHIN
        )
        return answer.time.ToDatetime()


def _must_pass(error: RPCError) -> None:
    """Raise an error that asking again does not mend."""
    if error.status not in PASSING:
        raise error

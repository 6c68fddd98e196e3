"""Skipped time: the organisation's clock and the engine's, moved together and nowhere else.

The organisation's clock is held, so that the same play gives the same moments every time.  The
engine is moved on only when something falls due, and then by as much as the organisation's clock
has gone since; a process that wakes asks the application, which goes by the held clock.  So an
engine that lags behind, or that was killed and started again, changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from google.protobuf.duration_pb2 import Duration
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
        """Move the engine on; if it does not answer, as when a worker was lost, once more.

        Skipping twice does no harm: a process that wakes too soon is told how long is left.
        """
        for _ in range(ATTEMPTS):
            try:
                await self._ask(period)
            except RPCError as error:
                if error.status not in PASSING:
                    raise
                failure = error
            else:
                return
        raise failure

    async def _ask(self, period: timedelta) -> None:
        duration = Duration()
        duration.FromTimedelta(period)
        await self._client.service_client.test_service.unlock_time_skipping_with_sleep(
            SleepRequest(duration=duration), timeout=ANSWER_WITHIN
        )

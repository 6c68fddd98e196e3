"""What the engine knows of a process, asked of the engine itself."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHistory
from temporalio.service import RPCError, RPCStatusCode

from domain.cycle.cycle import Cycle
from services.bootstrap import Office
from services.config import Settings
from services.engine.client import connect
from tests.crash.processes import environment

KEY = b64encode(bytes(range(32))).decode()


@dataclass(frozen=True)
class Engine:
    """A server, the queue that is this test's own, and a client."""

    address: str
    queue: str
    client: Client

    def environment(self, at: Office, *, through: str | None = None) -> dict[str, str]:
        """For a process of the service; `through` another address of the same server."""
        return environment(
            DATABASE_URL=at.dsn,
            TEMPORAL_ADDRESS=through or self.address,
            CONVENOR_TASK_QUEUE=self.queue,
        )

    async def history(self, process: UUID) -> WorkflowHistory | None:
        """What the engine recorded of a process, if it knows it."""
        try:
            return await self.client.get_workflow_handle(str(process)).fetch_history()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return None

    async def nudges(self, process: UUID) -> int:
        """How often a process was nudged."""
        return kinds(await self.history(process))[EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED]


class WithKeys(Engine):
    """The engine of an office whose processes have the tests' master key."""

    def environment(self, at: Office, *, through: str | None = None) -> dict[str, str]:
        return super().environment(at, through=through) | {"CONVENOR_VAULT_KEY": KEY}


async def engine_at(address: str, queue: str) -> Engine:
    return Engine(address, queue, await connect(address, Settings()))


def kinds(history: WorkflowHistory | None) -> Counter[int]:
    """How many events of each kind there are."""
    return Counter(event.event_type for event in history.events) if history else Counter()


def attempts(history: WorkflowHistory | None) -> list[int]:
    """At which attempt each step was answered, in order."""
    started = EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED
    events = history.events if history else []
    return [
        event.activity_task_started_event_attributes.attempt
        for event in events
        if event.event_type == started
    ]


def closings(at: Office, cycle: UUID) -> int:
    """How many ends of stages are on record for a cycle."""
    acts = at.store.acts(topics=(Cycle.StageClosed.TOPIC,), limit=100)
    return sum(act.event.originator_id == cycle for act in acts)

"""Whether the engine rests, or is in the middle of a step.

It rests when every open process waits for a timer and no nudge is on its way.  Time must not be
moved up to a due moment while a process is asking how long is left: it would be told how long is
left from the new moment on, while its engine still stands at the old one.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType, PendingActivityState
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryRequest
from temporalio.client import Client

RESTING = {
    EventType.EVENT_TYPE_TIMER_STARTED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
}


async def is_idle(client: Client, processes: Iterable[UUID]) -> bool:
    """Whether the newest event of each process is the beginning of a wait, or its end."""
    for process in processes:
        if await newest_event(client, str(process)) not in RESTING:
            return False
    return True


async def newest_event(client: Client, workflow: str) -> EventType.ValueType:
    """The kind of the newest event in a process's history."""
    answer = await client.workflow_service.get_workflow_execution_history(
        GetWorkflowExecutionHistoryRequest(
            namespace=client.namespace, execution=WorkflowExecution(workflow_id=workflow)
        )
    )
    return answer.history.events[-1].event_type


async def step_under_way(client: Client, process: UUID) -> str | None:
    """The step that a worker has taken up for a process and not answered, if there is one."""
    described = await client.get_workflow_handle(str(process)).describe()
    for pending in described.raw_description.pending_activities:
        if pending.state == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED:
            return str(pending.activity_type.name)
    return None

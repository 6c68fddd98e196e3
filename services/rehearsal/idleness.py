"""Whether the engine rests: every open process waits for a timer, and no nudge is on its way.

Time must not be moved while a process is asking how long is left: it would be told how long is left
from the new moment on, while its engine still stands at the old one.
"""

from __future__ import annotations

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryRequest
from temporalio.client import Client

from services.application.processes import open_processes
from services.store.port import Store

RESTING = {
    EventType.EVENT_TYPE_TIMER_STARTED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
}


async def is_idle(client: Client, store: Store) -> bool:
    """Whether the newest event of every open process is the beginning of a wait, or its end."""
    for process in open_processes(store):
        if await newest_event(client, str(process.process)) not in RESTING:
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

"""Answers whether a Temporal server serves, and whether it knows a namespace; it asks over gRPC.

The questions are asked in a thread with an event loop of its own, so that they can be put from
plain code and from inside a running loop alike.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Final

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.service import ConnectConfig, RPCError, ServiceClient

PATIENCE: Final = timedelta(seconds=2)
PATIENCE_IN_ALL_SECONDS: Final = 5.0


def serves(address: str) -> bool:
    """Whether the server says of itself that it is serving."""

    async def is_healthy(client: ServiceClient) -> bool:
        return await client.check_health(timeout=PATIENCE)

    return _ask(ConnectConfig(target_host=address), is_healthy) is None


def knows_namespace(address: str, namespace: str) -> bool:
    """Whether the server serves and has the namespace."""
    return why_not(ConnectConfig(target_host=address), namespace) is None


def why_not(config: ConnectConfig, namespace: str) -> str | None:
    """None when the server lets us in and has the namespace, else what stands in the way."""

    async def describes(client: ServiceClient) -> bool:
        request = DescribeNamespaceRequest(namespace=namespace)
        await client.workflow_service.describe_namespace(request, timeout=PATIENCE)
        return True

    return _ask(config, describes)


def _ask(config: ConnectConfig, question: Callable[[ServiceClient], Awaitable[bool]]) -> str | None:
    async def ask() -> bool:
        return await question(await ServiceClient.connect(config))

    async def in_time() -> bool:
        return await asyncio.wait_for(ask(), PATIENCE_IN_ALL_SECONDS)

    with ThreadPoolExecutor(1) as thread:
        try:
            good = thread.submit(asyncio.run, in_time()).result()
        except TimeoutError:
            return f"no answer within {PATIENCE_IN_ALL_SECONDS:.0f} seconds"
        except (RPCError, RuntimeError) as refused:
            return str(refused)
    return None if good else "it says that it is not serving"

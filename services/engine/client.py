"""The connection to the engine."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter
from temporalio.service import KeepAliveConfig, RPCError, RPCStatusCode

from services.config import Settings
from services.engine_connection import encryption

UNREACHABLE = (
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.CANCELLED,
    RPCStatusCode.INTERNAL,
    RPCStatusCode.UNKNOWN,
)
"""What a lost connection looks like, the transport's own words included."""
LOOPBACK = "127.0.0.1:"
CALL_TIMEOUT = timedelta(seconds=10)


@cache
def quiet_runtime() -> Runtime:
    """The client's native runtime, which says errors only: the rest is nobody's business here."""
    level = TelemetryFilter(core_level="ERROR", other_level="ERROR")
    return Runtime(telemetry=TelemetryConfig(logging=LoggingConfig(filter=level)))


async def connect(address: str, settings: Settings) -> Client:
    """A client of the engine at that address."""
    key = settings.temporal_api_key
    return await Client.connect(
        address,
        namespace=settings.temporal_namespace,
        data_converter=pydantic_data_converter,
        tls=encryption(settings),
        api_key=None if key is None else key.get_secret_value(),
        runtime=quiet_runtime(),
        # Temporal's test server hangs up on whoever pings it as often as the client would.
        keep_alive_config=None if address.startswith(LOOPBACK) else KeepAliveConfig.default,
    )


def is_unreachable(error: RPCError) -> bool:
    """Whether the engine did not answer, as against answering no."""
    return error.status in UNREACHABLE

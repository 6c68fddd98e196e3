"""Reconcile: starts again every process that the log holds open and the engine does not know.

The engine holds only the position of each process.  Whatever it has lost is found again by each
process asking the application step by step; steps that are done answer so at once.
"""

from __future__ import annotations

from services.application.begun import OpenProcess, open_processes
from services.engine.relay import Relay, Session
from services.store.port import Store


class StoreBehindEngine(RuntimeError):
    """The store was put back to before what the relay has told the engine."""


async def reconcile(relay: Relay, store: Store) -> list[OpenProcess]:
    """Start every open process that the engine does not know, as the only relay meanwhile.

    Returns all open processes.  Raises `StoreBehindEngine` if the relay had got further than the
    log reaches: then the store was put back, and a person has to decide what holds.
    """
    async with relay.leading() as connection:
        _not_behind(relay, store, connection)
        processes = open_processes(store)
        for process in processes:
            await relay.start(process.kind, process.process, store.head())
        return processes


def _not_behind(relay: Relay, store: Store, connection: Session) -> None:
    relayed, head = relay.position(connection), store.head()
    if relayed > head:
        raise StoreBehindEngine(
            f"The engine was told of position {relayed}, but the log ends at {head}: it was put "
            "back to an earlier state. Restore the newer log, or erase the engine's database and "
            "the relay's position before reconciling."
        )

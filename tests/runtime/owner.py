"""A process that owns embedded servers until it is ended; run by the tests, not collected.

It prints one line of JSON with what it started, and then waits for its end.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import psycopg

from services.runtime.postgres import EmbeddedPostgres
from services.runtime.temporal import EmbeddedTemporal, SkippingTemporal


def main(state: Path, wanted: list[str]) -> None:
    # As any service of ours does: SIGTERM is an orderly end, and so is Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ExitStack() as servers:
        report: dict[str, object] = {}
        if "postgres" in wanted:
            database = servers.enter_context(EmbeddedPostgres(state, durable=False))
            report |= {"url": database.url, "postgres": database.pid}
            servers.enter_context(psycopg.connect(database.url))
        if "temporal" in wanted:
            engine = servers.enter_context(EmbeddedTemporal(state))
            report |= {"address": engine.address, "temporal": engine.pid}
        if "skipping" in wanted:
            skipping = servers.enter_context(SkippingTemporal(state))
            report |= {"skipping_address": skipping.address, "skipping": skipping.pid}
            report |= {"loopback_only": skipping.loopback_only}
        if "fork" in wanted:
            report["fork"] = _forked_child()
        print(json.dumps(report), flush=True)
        threading.Event().wait()


def _forked_child() -> int:
    """A child that inherits every descriptor of ours, and lives on until it is killed."""
    child = os.fork()
    if child == 0:
        signal.pause()
        os._exit(0)
    return child


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), sys.argv[2:])
    except KeyboardInterrupt:
        sys.exit(130)

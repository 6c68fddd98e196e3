"""Decides how a process that has used the Temporal client leaves: at once, with its output whole.

The client's native runtime sometimes crashes while the interpreter is being taken down. By then
the work is done and only the exit code is lost, so the interpreter is not taken down at all.
Whoever calls this has closed what had to be closed; no `finally` and no `atexit` runs after it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from typing import NoReturn


def leave(code: int) -> NoReturn:
    """End the process with this exit code after everything written has gone out."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        # A reader that has gone away (`convenor journal | head`) is no reason to fail here.
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)

"""Runs one command: what it prints, and the code it ends with.

0    done
1    something that is needed does not answer, or a check failed
2    what was typed or given can't be understood, or is about nothing that is known
3    the rules refuse it, and nothing was recorded; or a tie needs a decision
130  stopped with Ctrl-C
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from enum import IntEnum
from typing import Final

import typer

DEBUG: Final = "--debug"


class Code(IntEnum):
    """How a command ended."""

    DONE = 0
    UNAVAILABLE = 1
    UNUSABLE = 2
    REFUSED = 3
    STOPPED = 130


def run_one(app: typer.Typer, words: Sequence[str]) -> int:
    """Run one command; the code to end with.  What goes wrong is a sentence on standard error."""
    asked = [word for word in words if word != DEBUG]
    try:
        return int(app(asked, standalone_mode=False) or Code.DONE)
    except typer.Exit as over:
        return over.exit_code
    except (typer.Abort, KeyboardInterrupt):
        print("Stopped.", file=sys.stderr)
        return Code.STOPPED
    except SystemExit as over:  # whoever reads the output has gone, as in `convenor journal | head`
        return over.code if isinstance(over.code, int) else Code.UNAVAILABLE
    except Exception as error:
        # Knows every fault of every part of the service, so it is loaded only when there is one.
        from services.cli.saying import said

        if DEBUG in words:
            traceback.print_exc()
        sentence, code = said(error)
        print(sentence, file=sys.stderr)
        return code

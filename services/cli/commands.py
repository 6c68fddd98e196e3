"""Every command by its area, and how one is run: what it prints, and the code it ends with."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from typing import Final

import typer

from services.cli import acting, members, playing, reading, running
from services.cli.saying import Code, said

DEBUG: Final = "--debug"

app = typer.Typer(
    name="convenor",
    help="The democratic life of a member-led organisation, as one log of acts.",
    epilog="--debug, anywhere on the line, shows the whole account of what went wrong.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for area in (playing, running, acting, members, reading):
    area.add_to(app)


def run(words: Sequence[str]) -> int:
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
        if DEBUG in words:
            traceback.print_exc()
        sentence, code = said(error)
        print(sentence, file=sys.stderr)
        return code

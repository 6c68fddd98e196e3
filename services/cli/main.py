"""`convenor`: the command line's table of contents.

Exit codes: 0 done, 1 an act was refused or a check failed, 2 the command or the configuration can't
be understood.
"""

from __future__ import annotations

import sys

import typer

from domain.kernel.refusal import Refusal
from services.cli import acting, members, playing, reading, running
from services.config import ConfigurationRefused
from services.runtime.exit import leave
from services.store.port import StoreFault

REFUSED, UNUSABLE = 1, 2

app = typer.Typer(
    name="convenor",
    help="The democratic life of a member-led organisation, as one log of acts.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for area in (playing, running, acting, members, reading):
    area.add_to(app)


def main() -> None:
    """Run a command, tell a refusal as a sentence, and leave without the engine's exit hooks."""
    code = 0
    try:
        code = int(app(standalone_mode=False) or 0)
    except (Refusal, StoreFault) as refusal:
        code = _tell(str(refusal), REFUSED)
    except ConfigurationRefused as refused:
        code = _tell(str(refused), UNUSABLE)
    except typer.Exit as over:
        code = over.exit_code
    except typer.Abort:
        code = _tell("Stopped.", REFUSED)
    except Exception as error:
        shown = getattr(error, "format_message", None)
        if shown is None:
            raise
        code = _tell(shown(), UNUSABLE)
    leave(code)


def _tell(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


if __name__ == "__main__":
    main()

"""`convenor`: the command line's table of contents.

Exit codes: 0 done, 1 an act was refused or a check failed, 2 the command or the configuration can't
be understood, 3 a tie needs a decision.

Only the area of the command that was asked for is loaded, because counting papers needs neither
database nor engine and should not wait for them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import typer

from domain.kernel.refusal import Refusal
from services.runtime.exit import leave

REFUSED, UNUSABLE = 1, 2

COUNTING = "services.cli.counting"
AREAS = (
    "services.cli.playing",
    "services.cli.running",
    "services.cli.acting",
    "services.cli.members",
    "services.cli.reading",
    COUNTING,
)


def commands(areas: Sequence[str] = AREAS) -> typer.Typer:
    """The command line with the commands of these areas."""
    app = typer.Typer(
        name="convenor",
        help="The democratic life of a member-led organisation, as one log of acts.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    # With a callback, one command alone still has to be named.
    app.callback()(lambda: None)
    for area in areas:
        import_module(area).add_to(app)
    return app


def main() -> None:
    """Run a command, tell a refusal as a sentence, and leave without the engine's exit hooks."""
    code = 0
    try:
        app = commands((COUNTING,) if sys.argv[1:2] == ["count"] else AREAS)
        code = int(app(standalone_mode=False) or 0)
    except Refusal as refusal:
        code = _tell(str(refusal), REFUSED)
    except typer.Exit as over:
        code = over.exit_code
    except typer.Abort:
        code = _tell("Stopped.", REFUSED)
    except Exception as error:
        code = _told(error)
    leave(code)


def _told(error: Exception) -> int:
    """Tell what else has a sentence for people; raises the error again if it has none."""
    # Loaded only here: neither can come from a command that is fast to start.
    from services.config import ConfigurationRefused
    from services.store.port import StoreFault

    if isinstance(error, StoreFault):
        return _tell(str(error), REFUSED)
    if isinstance(error, ConfigurationRefused):
        return _tell(str(error), UNUSABLE)
    shown = getattr(error, "format_message", None)
    if shown is None:
        raise error
    return _tell(shown(), UNUSABLE)


def _tell(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


if __name__ == "__main__":
    main()

"""Every command by its area, and how one is run: what it prints, and the code it ends with.

Only the area of the command that was asked for is loaded: to count papers needs neither database
nor engine, and to read the journal needs no pages.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Final

import typer

from services.cli.codes import Code

DEBUG: Final = "--debug"

COUNTING: Final = "services.cli.counting"
COMPARING: Final = "services.cli.comparing"
DRAWING: Final = "services.cli.drawing"
AREAS: Final[Mapping[str, Sequence[str]]] = {
    "services.cli.playing": ("demo", "serve"),
    "services.cli.running": (
        *("worker", "relay", "projector", "web"),
        *("migrate", "reconcile", "doctor"),
    ),
    "services.cli.acting": ("act", "verbs"),
    "services.cli.members": ("import-members",),
    "services.cli.mailing": ("mail",),
    "services.cli.reading": ("journal", "replay", "import"),
    "services.cli.benching": ("bench",),
    "services.cli.vault": ("vault",),
    "services.cli.people": ("erase", "access"),
    COUNTING: ("count",),
    COMPARING: ("compare",),
    DRAWING: ("draw", "verify"),
}
"""The modules that add commands, in the order of the help, and what each adds."""

_AREA_OF: Final = {name: area for area, names in AREAS.items() for name in names}


def commands(areas: Iterable[str] = AREAS) -> typer.Typer:
    """The command line with the commands of these areas."""
    app = typer.Typer(
        name="convenor",
        help="The democratic life of a member-led organisation, as one log of acts.",
        epilog="--debug, anywhere on the line, shows the whole account of what went wrong.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    # With a callback, one command alone still has to be named.
    app.callback()(lambda: None)
    for area in areas:
        import_module(area).add_to(app)
    return app


def run(words: Sequence[str]) -> int:
    """Run one command; the code to end with.  What goes wrong is a sentence on standard error."""
    asked = [word for word in words if word != DEBUG]
    try:
        area = _AREA_OF.get(asked[0]) if asked else None
        app = commands((area,) if area else AREAS)
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
        from services.cli.saying import said

        sentence, code = said(error)
        print(sentence, file=sys.stderr)
        return code

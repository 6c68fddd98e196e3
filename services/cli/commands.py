"""Every command by its area."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from services.cli import acting, counting, members, playing, reading, running
from services.cli.running_one import run_one

app = typer.Typer(
    name="convenor",
    help="The democratic life of a member-led organisation, as one log of acts.",
    epilog="--debug, anywhere on the line, shows the whole account of what went wrong.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for area in (playing, running, acting, members, reading, counting):
    area.add_to(app)


def run(words: Sequence[str]) -> int:
    """Run one of them; the code to end with."""
    return run_one(app, words)

"""`demo` and `serve`: the whole service over embedded servers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from domain.kernel.refusal import NotFound
from services.config import load_settings

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
USUAL = "momentum"
DESCRIBED = "organisation.yaml"
"""A folder with this file in it is an example."""


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(demo)
    app.command()(serve)


def example_of(name: str) -> Path:
    """The folder of the example of that name; raises `NotFound` with those that there are."""
    known = sorted(folder.parent.name for folder in EXAMPLES.glob(f"*/{DESCRIBED}"))
    if name not in known:
        raise NotFound(f"There is no example '{name}'. There are {' and '.join(known)}.")
    return EXAMPLES / name


def demo(
    example: Annotated[
        str, typer.Option("--example", help="Which of the examples to play.")
    ] = USUAL,
    check: Annotated[
        bool, typer.Option("--check", help="End by itself; 0 only if the log is as expected.")
    ] = False,
    undisturbed: Annotated[
        bool, typer.Option("--undisturbed", help="Kill nothing on the way.")
    ] = False,
    strict_time: Annotated[
        bool, typer.Option("--strict-time", help="With --check: fail over the time budget too.")
    ] = False,
    renew: Annotated[
        bool, typer.Option("--renew", help="Keep the digest of an undisturbed run.")
    ] = False,
) -> None:
    """Play an example in skipped time, then go on in the present.

    `momentum` is the ten months of Refounding; `brackenmoor` a year of the bodies of an invented
    federation.
    """
    folder = example_of(example)
    from services.rehearsal.showing import Wanted, show

    wanted = Wanted(
        check=check,
        strict_time=strict_time,
        disturbed=not (undisturbed or renew),
        renew=renew,
    )
    raise typer.Exit(show(load_settings(), folder, wanted))


def serve() -> None:
    """Run the whole service over what is kept in the state folder, or over your own servers."""
    from services.serving import serve_all

    serve_all(load_settings())

"""`convenor verify ballot`: the published file of a blind ballot; it needs no server.

Exit codes: 0 all is as it should be, 1 something is not, 2 the file can't be read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from services.cli.codes import Code


def verify(
    file: Annotated[Path, typer.Argument(help="What was published after the close.")],
    commitment: Annotated[
        str, typer.Option(help="As you wrote it down when the result was published.")
    ] = "",
    announced: Annotated[
        str, typer.Option(help="The announcement, as you wrote it down before you voted.")
    ] = "",
    receipt: Annotated[
        Path | None, typer.Option(help="Your receipt, to see that your paper is in the list.")
    ] = None,
) -> None:
    """Check a published blind ballot, and count it again.

    Once by `services/voting/verify_ballot.py`, which shares nothing with the service and can be run
    by itself, and once by the rules that the service counts by.
    """
    from services.voting.recounting import published_again
    from services.voting.verify_ballot import check, told

    text = file.read_bytes().decode()
    wrong = check(text, commitment, announced, receipt.read_text("utf-8") if receipt else "")
    wrong = wrong or list(published_again(text, str(file)))
    for sentence in wrong:
        typer.echo(sentence, err=True)
    if wrong:
        raise typer.Exit(Code.UNAVAILABLE)
    print("\n".join((*told(text), "All of it is as it should be.")))

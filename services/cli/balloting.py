"""`convenor verify ballot`: the published file of a blind ballot; it needs no server.

Exit codes: 0 all is as it should be, 1 something is not, 2 the file can't be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from domain.ballots.blind.bundle import commitment as commitment_of
from domain.ballots.blind.bundle import read_bundle
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
    from services.voting.verify_ballot import check, told

    text = file.read_bytes().decode()
    wrong = check(text, commitment, announced, receipt.read_text("utf-8") if receipt else "")
    wrong = wrong or list(_again(text, str(file)))
    for sentence in wrong:
        typer.echo(sentence, err=True)
    if wrong:
        raise typer.Exit(Code.UNAVAILABLE)
    print("\n".join((*told(text), "All of it is as it should be.")))


def _again(text: str, name: str) -> Sequence[str]:
    """Take each paper, open it and count, as the service does."""
    from domain.ballots.blind.counted import QuestionTied, outcome
    from domain.counting.lots import drawn
    from services.voting.blind.checking import Checker
    from services.voting.blind.sealing import opener

    found = read_bundle(text, name)
    checker, opening = Checker(found.announcement), opener(bytes.fromhex(found.opening.key))
    papers = [checker.accepted(paper.encoded) for paper in found.read_papers()]
    marks = [checker.marks_in(paper, opening) for paper in papers]
    lot = found.outcome.lot
    if lot is not None and lot != drawn(found.close.root, lot.value):
        return ("The seed of the lot is not made of the root of the papers and its value.",)
    if commitment_of(found.hashes) != found.commitment:
        return ("The commitment is not that of the hashes.",)
    try:
        counted = outcome(found.announcement, marks, found.outcome.lot)
    except QuestionTied as tied:
        return (
            f"Question {tied.place} is tied, and no value of a lot says how the tie was broken.",
        )
    if counted != found.outcome:
        return ("The result does not come out the same when the papers are counted again.",)
    return ()

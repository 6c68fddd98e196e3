"""`convenor draw` and `convenor verify draw`: a draw by lot from files; neither needs a server.

Exit codes: 0 done, 1 a published draw is not in order, 2 unusable input, 3 the quotas can't be
kept, with what to change.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from domain.kernel.refusal import BadInput
from domain.sortition.drawing import Drawn, Seat, drawn
from domain.sortition.frozen import Frozen
from domain.sortition.pool import Pool
from domain.sortition.record import (
    Kept,
    Record,
    proofs,
    read_frozen,
    read_kept,
    read_record,
    written,
)
from domain.sortition.terms import Terms
from services.cli.balloting import verify as verify_ballot
from services.cli.codes import Code

FROZEN: Final = "frozen.json"
KEPT: Final = "kept.json"

KeptFile = Annotated[
    Path | None,
    typer.Option("--kept", help="The list that was kept, to name those drawn and prove them."),
]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    lots = typer.Typer(help="Draw people by lot, so that anybody can check it.")
    lots.callback(no_args_is_help=True)(lambda: None)
    for command in (freeze, seats, receipt):
        lots.command()(command)
    app.add_typer(lots, name="draw")
    checks = typer.Typer(help="Check what was published.")
    checks.callback(no_args_is_help=True)(lambda: None)
    checks.command(name="draw")(verify)
    checks.command(name="ballot")(verify_ballot)
    app.add_typer(checks, name="verify")


def freeze(
    members: Annotated[Path, typer.Argument(help="A table with a column `number`.")],
    seats: Annotated[int, typer.Option(min=1, help="How many are to be drawn.")],
    source: Annotated[
        str, typer.Option(help="Where the public value will be read, and when; leave no choice.")
    ],
    out: Annotated[Path, typer.Option(help="A folder for what is published and what is kept.")],
    quotas: Annotated[
        Path | None, typer.Option(help="Features with quotas, as JSON; none is a plain lot.")
    ] = None,
    title: Annotated[str, typer.Option(help="What the draw is for.")] = "",
    smallest: Annotated[
        int, typer.Option(min=1, help="Refuse quotas by which fewer than so many are alike.")
    ] = 1,
) -> None:
    """Freeze a pool, and find the fairest way to draw from it.  Publish what it prints."""
    from services.sortition.fairest import freeze as fairest  # a solver, which nobody else needs
    from services.sortition.reading import members_in, quotas_in

    places = _new(out, FROZEN), _new(out, KEPT)
    terms = Terms(title=title, seats=seats, source=source, features=quotas_in(quotas))
    pool = Pool(terms, members_in(members, terms.features))
    pool.must_hide_each(terms, smallest)
    found = fairest(terms, pool)
    places[1].touch(mode=0o600)
    places[1].write_text(written(Kept(terms=terms, entries=pool.entries)), "utf-8")
    places[0].write_text(written(found), "utf-8")
    print(f"Publish {places[0]}, and this line of it where nobody can change it any more:")
    print(f"Commitment: {found.commitment}")
    print(f"Keep {places[1]} to yourselves: it says who is in the pool.")
    print(_chances(found))


def _new(folder: Path, name: str) -> Path:
    if not folder.is_dir():
        raise BadInput(f"There is no folder {folder}. Make it, or name another.")
    if (folder / name).exists():
        raise BadInput(f"{folder / name} is there already. Name another folder.")
    return folder / name


def _chances(found: Frozen) -> str:
    chances = found.portfolio.chances(found.pool.kinds)
    never = sum(
        kind.members for kind, chance in zip(found.pool.kinds, chances, strict=True) if not chance
    )
    told = f"Chances are from {min(chances)} to {max(chances)}"
    return f"{told}; the quotas leave {never} people without any." if never else f"{told}."


def seats(
    frozen: Annotated[Path, typer.Argument(help="What was published when the pool was frozen.")],
    value: Annotated[str, typer.Option(help="The public value, as it was published.")],
    out: Annotated[Path, typer.Option(help="Where to write the record of the draw.")],
    kept: KeptFile = None,
    left: Annotated[
        list[str] | None,
        typer.Option(
            help="Who left or refused: a member's number, or without --kept a position. Give it "
            "again for each, in the order in which they left."
        ),
    ] = None,
) -> None:
    """Draw the seats, and a replacement for each who left."""
    found = read_frozen(frozen.read_text("utf-8"), str(frozen))
    pool = _pool(found, kept) if kept else None
    outcome = drawn(found, value, [_position(one, pool) for one in left or ()])
    shown = proofs(pool, outcome) if pool else ()
    record = Record(frozen=found, drawn=outcome, proofs=shown)
    out.write_text(written(record), "utf-8")
    print(f"Seed: {outcome.seed}")
    _show(outcome, pool)
    print(f"Publish {out}: anybody can do it again with `convenor verify draw`.")


def _pool(found: Frozen, kept: Path) -> Pool:
    told = read_kept(kept.read_text("utf-8"), str(kept))
    pool = Pool(told.terms, told.entries)
    if (pool.root, told.terms) != (found.pool.root, found.terms):
        raise BadInput(f"{kept} is not the list that was frozen. Give the one that was kept then.")
    return pool


def _position(left: str, pool: Pool | None) -> int:
    if pool is not None:
        return pool.receipt(left).place.position
    if not left.isdecimal():
        raise BadInput(f"'{left}' is no position. Give a number, or --kept with the list.")
    return int(left)


def _show(outcome: Drawn, pool: Pool | None) -> None:
    for number, seat in enumerate(outcome.seats, start=1):
        print(f"Seat {number}: {_who(seat, pool)}, by draw {seat.draw}")
    for one in outcome.replacements:
        gone = _name(one.left, pool)
        missed = f"; the quotas are missed by {one.missed} now" if one.missed else ""
        print(f"Instead of {gone}: {_who(one.seat, pool)}, by draw {one.seat.draw}{missed}")


def _who(seat: Seat, pool: Pool | None) -> str:
    return _name(seat.position, pool)


def _name(position: int, pool: Pool | None) -> str:
    return pool.entries[position].member if pool else f"position {position}"


def receipt(
    kept: Annotated[Path, typer.Argument(help="The list that was kept.")],
    member: Annotated[str, typer.Argument(help="Whose.")],
) -> None:
    """Print what a member can prove with that they are in the pool.  It is for them alone."""
    told = read_kept(kept.read_text("utf-8"), str(kept))
    print(written(Pool(told.terms, told.entries).receipt(member)), end="")


def verify(
    file: Annotated[Path, typer.Argument(help="What was published, before the draw or after it.")],
    commitment: Annotated[
        str, typer.Option(help="As you wrote it down when the pool was frozen.")
    ] = "",
    receipt: Annotated[
        Path | None, typer.Option(help="A member's receipt, to see that they were in the pool.")
    ] = None,
) -> None:
    """Do a published draw again, and check all that it says.

    Once by the code that draws, and once by `services/sortition/verify_draw.py`, which shares
    nothing with it and can be run by itself.
    """
    from services.sortition.verify_draw import check, told

    text = file.read_bytes().decode()
    wrong = check(text, commitment, receipt.read_text("utf-8") if receipt else "")
    wrong = wrong or list(_again(text, str(file)))
    for sentence in wrong:
        typer.echo(sentence, err=True)
    if wrong:
        raise typer.Exit(Code.UNAVAILABLE)
    print("\n".join((*told(text), "All of it is as it should be.")))


def _again(text: str, name: str) -> Sequence[str]:
    """Do the draw again from what was frozen, the value, and who left."""
    if '"drawn"' not in text:
        read_frozen(text, name)
        return ()
    record = read_record(text, name)
    left = [one.left for one in record.drawn.replacements]
    if drawn(record.frozen, record.drawn.value, left) != record.drawn:
        return ("The draw does not come out the same when it is done again.",)
    return ()

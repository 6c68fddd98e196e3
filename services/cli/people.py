"""`convenor erase` and `convenor access`: what is kept of one person, destroyed or handed over."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from domain.kernel.ids import CommandId
from domain.kernel.sealed import Purpose
from services.application.asker import somebody
from services.application.erasing import EraseData
from services.application.on_record import asked_by, person_called
from services.bootstrap import Office, office
from services.config import load_settings
from services.places import database_of, masters_of
from services.reading.view import reading
from services.sheets.access import written
from services.vault.gathering import gathered

Whom = Annotated[str, typer.Argument(help="The person, by id or membership number.")]
By = Annotated[str, typer.Option(help="Who decides, by id or membership number.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(erase)
    app.command()(access)


def erase(
    person: Whom,
    by: By,
    ground: Annotated[str, typer.Option(help="Why; it stays on record, so name nobody in it.")],
    purpose: Annotated[
        list[Purpose] | None, typer.Option(help="Only this; may be given several times.")
    ] = None,
) -> None:
    """Destroy what is kept of a person, unless something stands in the way."""
    settings = load_settings()
    purposes = tuple(purpose) if purpose else tuple(Purpose)
    command = EraseData(person=person_called(person), purposes=purposes, ground=ground)
    with office(database_of(settings), masters=masters_of(settings)) as at:
        at.desk.perform(command, somebody(asked_by(at.store, by)), CommandId(uuid4()))
        _carry_out(at)
    print("The keys are destroyed. What they sealed reads as erased, here and in every copy.")
    print("Backups of the vault open it until the master key of their time is destroyed:")
    print("run `convenor vault rotate`, and destroy the old key where it is kept.")


def _carry_out(at: Office) -> None:
    at.projector.catch_up()
    if at.projector.eraser is not None:
        at.projector.eraser.tidy()


def access(
    person: Whom,
    out: Annotated[Path, typer.Option(help="A folder that is not there yet.", file_okay=False)],
) -> None:
    """Write everything that is kept of a person, as pages to read and as JSON."""
    settings = load_settings()
    with office(database_of(settings), masters=masters_of(settings)) as at:
        at.projector.catch_up()
        with at.pool.connection() as rows, reading(rows) as looking:
            found = gathered(at.store, looking, person_called(person))
    for file in written(found, out, settings.org_name, settings.zone):
        print(file)
    print("Hand it over, and record that you did (`answer_access`).", file=sys.stderr)

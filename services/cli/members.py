"""`convenor import-members`: members from a spreadsheet, with a report of each bad line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from domain.kernel.ids import PersonId
from services.application.asker import somebody
from services.application.importing_members import import_members as import_file
from services.bootstrap import office
from services.cli.codes import Code
from services.config import load_settings
from services.places import database_of, masters_of


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command(name="import-members")(import_members)


def import_members(
    file: Annotated[
        Path, typer.Argument(help="A CSV file.", exists=True, dir_okay=False, readable=True)
    ],
    by: Annotated[UUID, typer.Option(help="The person who keeps the registers.")],
) -> None:
    """Take members in from a CSV file: all of its lines, or none of them."""
    settings = load_settings()
    with office(database_of(settings), masters=masters_of(settings)) as at:
        report = import_file(file, at.desk, somebody(PersonId(by)))
    for remark in (*report.faults, *report.already):
        print(remark, file=sys.stderr)
    if report.not_read:
        print(f"Columns passed over: {', '.join(report.not_read)}.", file=sys.stderr)
    if report.faults:
        print(f"Nobody was taken in: {len(report.faults)} lines have to be mended first.")
        raise typer.Exit(Code.UNUSABLE)
    print(f"{report.joined} members were taken in; {len(report.already)} were known already.")

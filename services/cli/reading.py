"""Commands that answer or bring in: journal, replay, import."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from domain.kernel.ids import PersonId
from services.application.asker import somebody
from services.cli import telling
from services.config import load_settings
from services.places import database_of, masters_of
from services.store.import_lines import ImportOrder
from services.store.importing_files import import_file
from services.vault.postgres import PostgresVault

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(journal)
    app.command()(replay)
    app.command(name="import")(import_history)


def journal(
    process: Annotated[UUID | None, typer.Option(help="Only acts of this process.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Only acts up to this day or moment.")] = None,
    json: AsJson = False,
) -> None:
    """Print the acts on record, oldest first."""
    settings = load_settings()
    telling.tell_journal(database_of(settings), process, as_of, settings.zone, json=json)


def replay(
    as_of: Annotated[str, typer.Option(help="The day or moment, such as 2022-05-20.")],
    json: AsJson = False,
) -> None:
    """Rebuild the organisation as it stood at a moment, from the log alone."""
    settings = load_settings()
    telling.tell_replay(database_of(settings), as_of, settings.zone, json=json)


def import_history(
    file: Annotated[Path, typer.Argument(help="One act to a line, as JSON.")],
    by: Annotated[UUID, typer.Option(help="Who imports.")],
) -> None:
    """Import the whole history of things that are not in the log yet: all of it or none.

    Every line is verified in form and marked as attested.
    """
    order = ImportOrder(importer=somebody(PersonId(by)).person)
    settings = load_settings()
    with closing(PostgresVault(database_of(settings), masters_of(settings))) as vault:
        found = import_file(vault.dsn, file, order, vault)
    print(found.model_dump_json(indent=2))

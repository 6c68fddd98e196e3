"""`convenor vault`: the keys under which what acts say of people is sealed."""

from __future__ import annotations

from contextlib import closing

import typer
from psycopg_pool import ConnectionPool

from services.config import load_settings
from services.places import database_of, masters_of
from services.vault.master import Renewable
from services.vault.postgres import PostgresVault
from services.voting.blind.kept import Announced


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(
        help="The keys under which what acts say of people is sealed.", no_args_is_help=True
    )
    group.callback()(lambda: None)
    group.command()(rotate)
    app.add_typer(group, name="vault")


def rotate() -> None:
    """Wrap every key by a new master key.  Stopped in the middle, it is simply run again.

    A key file gets its new key by itself.  In CONVENOR_VAULT_KEY, put the new key before the old
    one first, and take the old one out afterwards.
    """
    settings = load_settings()
    masters = masters_of(settings)
    dsn = database_of(settings)
    with closing(PostgresVault(dsn, masters)) as vault:
        vault.begin()
        with ConnectionPool(dsn, min_size=1, max_size=1) as pool:
            count = vault.rotate(Announced(pool, masters).wrap_anew)
    print(f"{count} keys were wrapped anew, by the master key {masters.newest().id}.")
    if not isinstance(masters, Renewable):
        print("Every other key in CONVENOR_VAULT_KEY may be taken out now, and destroyed.")

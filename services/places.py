"""Where servers and keys are: one's own, as configured, or those of the state folder."""

from __future__ import annotations

from pathlib import Path

from services.config import ConfigurationRefused, Settings
from services.runtime import postgres, temporal
from services.runtime.postgres import EmbeddedPostgres
from services.runtime.temporal import EmbeddedTemporal
from services.vault.master import KeyFile, MasterKeys, parsed_keys

TOLD = "rehearsal.json"
"""The note that a rehearsal leaves beside its servers, from its first moment on."""


class NothingRunning(ConfigurationRefused):
    """Servers are to be embedded, and no command runs them at the moment."""


def database_of(settings: Settings) -> str:
    """The address of the database; raises `NothingRunning` if there is none."""
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    running = postgres.running_at(settings.state_dir)
    if running is None:
        raise NothingRunning(
            f"No database is running over {settings.state_dir}. Start `convenor serve` beside "
            "this, or set DATABASE_URL to a server of your own."
        )
    return running


def engine_of(settings: Settings) -> str:
    """The address of the engine; raises `NothingRunning` if there is none."""
    if settings.temporal_address is not None:
        return settings.temporal_address
    running = temporal.running_at(settings.state_dir)
    if running is None:
        raise NothingRunning(
            f"No engine is running over {settings.state_dir}. Start `convenor serve` beside this, "
            "or set TEMPORAL_ADDRESS to a server of your own."
        )
    return running.address


def masters_of(settings: Settings) -> MasterKeys:
    """Where the vault's master key is: in the environment, or in a file of the state folder.

    Raises `MasterKeyRefused`.
    """
    if settings.vault_key is not None:
        return parsed_keys(settings.vault_key.get_secret_value())
    return KeyFile(key_file(settings))


def key_file(settings: Settings) -> Path:
    """Where the master key is kept if none is given."""
    return settings.state_dir / "vault" / "master.key"


def reset_state(settings: Settings) -> None:
    """Forget what embedded servers kept, so that a demo starts anew.

    Raises `ConfigurationRefused` when servers of one's own are configured, or when the folder keeps
    anything but an earlier rehearsal: neither is ever erased.
    """
    if not settings.embedded_database or not settings.embedded_temporal:
        raise ConfigurationRefused(
            "The demo plays over embedded servers only, because it starts anew each time. "
            "Take DATABASE_URL and TEMPORAL_ADDRESS away to run it."
        )
    database = EmbeddedPostgres(settings.state_dir)
    if database.has_data and not (settings.state_dir / TOLD).exists():
        raise ConfigurationRefused(
            f"{settings.state_dir} keeps an organisation that is no rehearsal, and the demo would "
            "erase it. Give the demo a folder of its own: set CONVENOR_STATE_DIR to one."
        )
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    database.erase()
    EmbeddedTemporal(settings.state_dir).erase()

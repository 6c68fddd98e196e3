"""Answers how this installation is set up and what of it can be reached, for `convenor doctor`.

It changes nothing and starts nothing; secrets are masked before they are put in the report.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import psycopg
from pydantic import SecretStr
from temporalio.service import ConnectConfig

from services.config import POSTGRES_SCHEMES, Settings, variable_names
from services.engine_connection import connect_config
from services.mail.server import greet, mail_server
from services.places import key_file, masters_of
from services.runtime import binaries, postgres, temporal
from services.runtime.engine_probe import why_not
from services.vault.master import MasterKeyRefused

MASK: Final = "********"
CONNECT_SECONDS: Final = 5


class Reach(StrEnum):
    GOOD = "good"
    NOT_RUNNING = "not running"
    NOT_REACHED = "not reached"
    AT_FAULT = "at fault"


@dataclass(frozen=True)
class Setting:
    """One setting as it is in force."""

    variable: str
    value: str


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and a sentence on how it stands."""

    what: str
    reach: Reach
    said: str


@dataclass(frozen=True)
class DoctorReport:
    settings: tuple[Setting, ...]
    findings: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """Whether Convenor could start; a server that rests, and mail that waits, is no fault."""
        return all(finding.reach is not Reach.AT_FAULT for finding in self.findings)


def report(settings: Settings) -> DoctorReport:
    """Look at everything; each server is given a few seconds to answer."""
    return DoctorReport(
        settings=_effective(settings),
        findings=(
            _state_folder(settings.state_dir),
            _postgres(settings),
            _temporal(settings),
            _mail(settings),
            _vault(settings),
            *_programs(settings),
        ),
    )


def render(found: DoctorReport) -> str:
    """The report as plain text, one line for each setting and each finding."""
    width = max(len(setting.variable) for setting in found.settings)
    lines = ["Settings in force"]
    lines += [f"  {one.variable:<{width}}  {one.value or '(not set)'}" for one in found.settings]
    width = max(len(finding.what) for finding in found.findings)
    lines += ["", "What was found"]
    lines += [f"  {one.what:<{width}}  {one.reach}: {one.said}" for one in found.findings]
    lines += ["", "Convenor can start." if found.healthy else "Convenor cannot start as it is."]
    return "\n".join(lines)


def _effective(settings: Settings) -> tuple[Setting, ...]:
    return tuple(
        Setting(variable, _shown(getattr(settings, field)))
        for field, variable in variable_names().items()
    )


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        secret = value.get_secret_value()
        return _without_password(secret) if secret.startswith(POSTGRES_SCHEMES) else MASK
    return "" if value is None else str(value)


def _without_password(secret: str) -> str:
    """The address with its host and database, which one has to see, and nothing else of it."""
    parts = urlsplit(secret)
    place = parts.netloc.rpartition("@")[2]
    # The query may hold a password too (`?password=…`), so it is not shown.
    return urlunsplit((parts.scheme, f"{MASK}@{place}", parts.path, "", ""))


def _state_folder(folder: Path) -> Finding:
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest):
            free = os.statvfs(nearest)
    except OSError as refused:
        said = f"{folder} cannot be written ({refused.strerror}); set CONVENOR_STATE_DIR."
        return Finding("State folder", Reach.AT_FAULT, said)
    gigabytes = free.f_bavail * free.f_frsize // 10**9
    return Finding("State folder", Reach.GOOD, f"{folder} can be written, {gigabytes} GB free.")


def _postgres(settings: Settings) -> Finding:
    if settings.database_url is None:
        url = postgres.running_at(settings.state_dir)
        if url is None:
            return Finding("PostgreSQL", Reach.NOT_RUNNING, "the embedded server rests.")
    else:
        url = settings.database_url.get_secret_value()
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
            version = connection.info.parameter_status("server_version")
    except psycopg.Error as refused:
        return Finding("PostgreSQL", Reach.AT_FAULT, _one_line(f"no connection: {refused}"))
    return Finding("PostgreSQL", Reach.GOOD, f"version {version} at {_without_password(url)}.")


def _temporal(settings: Settings) -> Finding:
    if settings.temporal_address is None:
        engine = temporal.running_at(settings.state_dir)
        if engine is None:
            return Finding("Temporal", Reach.NOT_RUNNING, "the embedded server rests.")
        config = ConnectConfig(target_host=engine.address)
    else:
        config = connect_config(settings)
    obstacle = why_not(config, settings.temporal_namespace)
    where = f"the namespace {settings.temporal_namespace} at {config.target_host}"
    if obstacle:
        return Finding("Temporal", Reach.AT_FAULT, _one_line(f"{where} is not reached: {obstacle}"))
    return Finding("Temporal", Reach.GOOD, f"{where} answers.")


def _mail(settings: Settings) -> Finding:
    """Whether the mail server lets us in; it is only greeted, and no letter is sent."""
    server = mail_server(settings)
    if server is None:
        return Finding("Mail", Reach.NOT_RUNNING, "no server is set; letters stay in the outbox.")
    obstacle = asyncio.run(greet(replace(server, patience=CONNECT_SECONDS)))
    if obstacle:
        return Finding("Mail", Reach.NOT_REACHED, _one_line(f"letters wait: {obstacle}"))
    return Finding("Mail", Reach.GOOD, f"{server.host}:{server.port} lets us in.")


def _vault(settings: Settings) -> Finding:
    """The master key: whether there is one that can be used, never a word of it."""
    file = key_file(settings)
    if settings.vault_key is None and not file.exists():
        return Finding("Vault", Reach.NOT_RUNNING, f"{file} is made at the first start.")
    try:
        name = masters_of(settings).newest().id
    except MasterKeyRefused as refused:
        return Finding("Vault", Reach.AT_FAULT, str(refused))
    where = file if settings.vault_key is None else "CONVENOR_VAULT_KEY"
    return Finding("Vault", Reach.GOOD, f"the master key {name} is in {where}.")


def _programs(settings: Settings) -> tuple[Finding, ...]:
    """Only those that this configuration needs."""
    looked_for: list[tuple[str, Callable[[], Path]]] = []
    if settings.embedded_database:
        looked_for.append(("PostgreSQL's programs", binaries.postgres_folder))
    if settings.embedded_temporal:
        looked_for.append(("Temporal's program", binaries.temporal))
        looked_for.append(("Temporal's test server", binaries.temporal_test_server))
    return tuple(_program(what, find) for what, find in looked_for)


def _program(what: str, find: Callable[[], Path]) -> Finding:
    try:
        return Finding(what, Reach.GOOD, f"found at {find()}.")
    except binaries.ProgramMissing as missing:
        return Finding(what, Reach.AT_FAULT, str(missing))


def _one_line(text: str) -> str:
    return " ".join(text.split())

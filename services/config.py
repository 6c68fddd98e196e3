"""Decides how this installation is set up: the only module that reads the environment.

Every setting is a variable that begins with CONVENOR_, in the environment or in a file `.env`;
DATABASE_URL and TEMPORAL_ADDRESS are also known by these customary names. Whatever is wrong is
told as a sentence with the variable in it. It connects to nothing.
"""

from __future__ import annotations

import contextlib
import difflib
import getpass
import ipaddress
import os
import tempfile
from email.errors import MessageError
from email.headerregistry import Address
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    AliasChoices,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX: Final = "CONVENOR_"
ENV_FILE: Final = ".env"
LOCAL_STATE: Final = ".convenor"
POSTGRES_SCHEMES: Final = ("postgresql", "postgres")


class ConfigurationRefused(ValueError):
    """The configuration cannot be used; the message is one sentence for each fault."""


class LogLevel(StrEnum):
    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class SmtpSecurity(StrEnum):
    """How the way to the mail server is encrypted: from the first byte, after a greeting, not."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


def default_state_dir() -> Path:
    """`.convenor` where we are; if nothing can be written there, a folder of this user's own."""
    here = Path.cwd() / LOCAL_STATE
    return here if _writable(here) else _folder_in_the_temporary_one()


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError) as unknown:
        raise ValueError(
            f'"{name}" is not a time zone that this machine knows; write one of the names of the '
            "IANA list, for example Europe/London"
        ) from unknown
    return name


def _postgres_address(address: SecretStr | None) -> SecretStr | None:
    """The address itself is not quoted in the refusal: it holds a password."""
    if address is not None and not _names_a_postgres_server(address.get_secret_value()):
        raise ValueError(
            "it has to be the address of a PostgreSQL server, in the form "
            "postgresql://user:password@host:5432/database"
        )
    return address


def _names_a_postgres_server(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in POSTGRES_SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _pages_address(address: str | None) -> str | None:
    if address is None:
        return None
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise ValueError("it has to be the address of the pages, such as https://example.org")
    return address.rstrip("/")


def _mailbox(address: str | None) -> str | None:
    if address is None:
        return None
    try:
        parsed = Address(addr_spec=address)
    except (ValueError, IndexError, MessageError):
        parsed = Address()
    whole = parsed.username and parsed.domain and parsed.addr_spec == address
    if not whole or not address.isascii():
        raise ValueError("it has to be one address for mail, such as office@example.org")
    return address


def _both_names(name: str) -> AliasChoices:
    return AliasChoices(PREFIX + name, name)


class Settings(BaseSettings):
    """What can be set. An empty variable counts as not set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    state_dir: Path = Field(default_factory=default_state_dir)
    database_url: Annotated[SecretStr | None, AfterValidator(_postgres_address)] = Field(
        default=None, validation_alias=_both_names("DATABASE_URL")
    )
    temporal_address: str | None = Field(
        default=None,
        validation_alias=_both_names("TEMPORAL_ADDRESS"),
        pattern=r"^[^\s/:]+:\d{1,5}$",
    )
    temporal_namespace: str = "default"
    temporal_tls: bool = False
    temporal_tls_ca: Path | None = None
    temporal_tls_cert: Path | None = None
    temporal_tls_key: Path | None = None
    temporal_api_key: SecretStr | None = None
    vault_key: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=0, ge=0, le=65535)
    org_name: str = "Our organisation"
    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/London"
    public_url: Annotated[str | None, AfterValidator(_pages_address)] = None
    smtp_host: str | None = Field(default=None, pattern=r"^[A-Za-z0-9.:_-]+$")
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: SmtpSecurity = SmtpSecurity.STARTTLS
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: Annotated[str | None, AfterValidator(_mailbox)] = None
    smtp_timeout: float = Field(default=20.0, gt=0, le=300)
    task_queue: str = "convenor"
    log_level: LogLevel = LogLevel.INFO

    @property
    def embedded_database(self) -> bool:
        """Whether PostgreSQL is the one that comes with Convenor."""
        return self.database_url is None

    @property
    def embedded_temporal(self) -> bool:
        return self.temporal_address is None

    @property
    def embedded(self) -> bool:
        """Whether any server is embedded; then anybody who reaches the pages may act as anyone."""
        return self.embedded_database or self.embedded_temporal

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @model_validator(mode="after")
    def _is_kept_to_this_machine_while_embedded(self) -> Self:
        if self.embedded and not _is_loopback(self.host):
            raise ValueError(
                f'CONVENOR_HOST is "{self.host}", but with embedded servers the pages have no '
                "login and may be reached from this machine only; take the variable away, or set "
                "both DATABASE_URL and TEMPORAL_ADDRESS to servers of your own"
            )
        return self

    @model_validator(mode="after")
    def _has_a_whole_key_pair(self) -> Self:
        if (self.temporal_tls_cert is None) != (self.temporal_tls_key is None):
            raise ValueError(
                "CONVENOR_TEMPORAL_TLS_CERT and CONVENOR_TEMPORAL_TLS_KEY belong together; set "
                "both or neither"
            )
        return self

    @model_validator(mode="after")
    def _can_send_mail_if_it_is_to(self) -> Self:
        if (self.smtp_user is None) != (self.smtp_password is None):
            raise ValueError(
                "CONVENOR_SMTP_USER and CONVENOR_SMTP_PASSWORD belong together; set both or neither"
            )
        if self.smtp_host is None:
            return self
        if self.smtp_from is None:
            raise ValueError(
                "CONVENOR_SMTP_HOST is set, so CONVENOR_SMTP_FROM has to be set too: the address "
                "that mail comes from and to which it comes back"
            )
        open_way = self.smtp_security is SmtpSecurity.NONE and not _is_loopback(self.smtp_host)
        if self.smtp_user is not None and open_way:
            raise ValueError(
                "CONVENOR_SMTP_PASSWORD would go unencrypted to another machine; set "
                "CONVENOR_SMTP_SECURITY to starttls or tls"
            )
        return self


def load_settings() -> Settings:
    """The settings of this process; `ConfigurationRefused` names each variable at fault."""
    faults = [_unknown(name) for name in _unknown_names()]
    try:
        settings = Settings()
    except ValidationError as refused:
        faults += [_sentence(error["loc"], error["msg"]) for error in refused.errors()]
    if faults:
        raise ConfigurationRefused("\n".join(faults))
    return settings


def variable_names() -> dict[str, str]:
    """Each setting's field with its variable; the customary name where there is one."""
    return {
        name: name.upper() if field.validation_alias else PREFIX + name.upper()
        for name, field in Settings.model_fields.items()
    }


def _unknown_names() -> list[str]:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    given = {*os.environ, *dotenv_values(ENV_FILE)}
    return sorted(name for name in given if name.startswith(PREFIX) and name not in known)


def _unknown(name: str) -> str:
    known = [PREFIX + field.upper() for field in Settings.model_fields]
    near = difflib.get_close_matches(name, known, n=1)
    advice = f"did you mean {near[0]}?" if near else "docs/configuration.md lists them all."
    return f"{name} is not a setting of Convenor; {advice}"


def _sentence(location: tuple[int | str, ...], message: str) -> str:
    message = message.removeprefix("Value error, ")
    if not location:
        return f"{message}."
    name = str(location[0])
    variable = variable_names().get(name, name)
    return f"{variable} cannot be used: {message[0].lower()}{message[1:]}."


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _writable(folder: Path) -> bool:
    nearest = folder if folder.exists() else folder.parent
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def _folder_in_the_temporary_one() -> Path:
    """Of this user alone: in a folder that all may write to, another might have been quicker."""
    with contextlib.suppress(OSError, KeyError):
        user = getpass.getuser()
        folder = Path(tempfile.gettempdir()) / f"convenor-{user}"
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid == os.geteuid():
            return folder
    return Path(tempfile.mkdtemp(prefix="convenor-"))

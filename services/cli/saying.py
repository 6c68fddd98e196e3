"""Answers how the command line says what went wrong: one sentence, and an exit code.

    0    done
    1    something that is needed does not answer, or a check failed
    2    what was typed or given can't be understood, or is about nothing that is known
    3    the rules refuse it, and nothing was recorded; or a count waits for a tie to be decided
    130  stopped with Ctrl-C

The whole account of a fault is for whoever asks for it with `--debug`.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Final

import psycopg
from psycopg_pool import PoolTimeout
from pydantic import ValidationError

from domain.kernel.refusal import BadInput, NotFound, Refusal
from domain.text.refusals import TextRefused
from services.cli.codes import Code
from services.config import ConfigurationRefused
from services.examples.document import ExampleRefused
from services.places import NothingRunning
from services.runtime.account import AccountRefused
from services.runtime.binaries import ProgramMissing
from services.runtime.guarded import ServerDidNotStart
from services.runtime.lock import StateInUse
from services.store.port import StoreFault
from services.vault.master import MasterKeyRefused
from services.web.look.as_of import UnreadableMoment
from services.web.plain import by_field


class Unavailable(Exception):
    """Something that the command needs does not answer; the message says what, and what to do."""


def no_engine(address: str) -> Unavailable:
    """The engine does not answer."""
    return Unavailable(
        f"Temporal does not answer at {address}. See whether it runs, and what TEMPORAL_ADDRESS "
        "says; `convenor doctor` looks at both."
    )


def _no_database(error: Exception) -> str:
    return (
        f"The database does not answer ({_first_line(error)}). See whether it runs, and what "
        "DATABASE_URL says; `convenor doctor` looks at both."
    )


def _no_tables(_: Exception) -> str:
    return (
        "The database has not the tables of this version yet. Run `convenor migrate`, and "
        "`convenor projector` or `convenor serve` for what pages and journal are read from."
    )


def _fields(error: Exception) -> str:
    assert isinstance(error, ValidationError)
    return " ".join(f"{name or 'All of it'}: {said}." for name, said in by_field(error).items())


def _file(error: Exception) -> str:
    assert isinstance(error, OSError)
    if error.filename is None:
        return f"The machine did not let this be done: {error.strerror or error}."
    why = _FILES.get(error.errno or 0, error.strerror or str(error))
    return f"“{error.filename}” can't be used: {why}."


_FILES: Final = {
    errno.ENOENT: "there is no such file",
    errno.EISDIR: "it is a folder",
    errno.EACCES: "you have no permission to read it",
    errno.ENOSPC: "the disk is full",
}
_SAID: Final[tuple[tuple[type[Exception], Code, Callable[[Exception], str]], ...]] = (
    (BadInput, Code.UNUSABLE, str),
    (NotFound, Code.UNUSABLE, str),
    (TextRefused, Code.UNUSABLE, str),
    (Refusal, Code.REFUSED, str),
    (NothingRunning, Code.UNAVAILABLE, str),
    (ConfigurationRefused, Code.UNUSABLE, str),
    (MasterKeyRefused, Code.UNUSABLE, str),
    (ExampleRefused, Code.UNUSABLE, str),
    (UnreadableMoment, Code.UNUSABLE, str),
    (ValidationError, Code.UNUSABLE, _fields),
    (Unavailable, Code.UNAVAILABLE, str),
    (StoreFault, Code.UNAVAILABLE, str),
    (PoolTimeout, Code.UNAVAILABLE, _no_database),
    (psycopg.OperationalError, Code.UNAVAILABLE, _no_database),
    (psycopg.errors.UndefinedTable, Code.UNAVAILABLE, _no_tables),
    (psycopg.errors.InvalidSchemaName, Code.UNAVAILABLE, _no_tables),
    (StateInUse, Code.UNAVAILABLE, str),
    (ServerDidNotStart, Code.UNAVAILABLE, str),
    (ProgramMissing, Code.UNAVAILABLE, str),
    (AccountRefused, Code.UNAVAILABLE, str),
    (UnicodeDecodeError, Code.UNUSABLE, lambda _: "The file is no text in UTF-8."),
    (OSError, Code.UNUSABLE, _file),
)


def said(error: Exception) -> tuple[str, Code]:
    """The sentence for a person, and how the command ended."""
    shown = getattr(error, "format_message", None)
    if shown is not None:
        return f"{shown()} `--help` says how it is written.", Code.UNUSABLE
    for kind, code, words in _SAID:
        if isinstance(error, kind):
            return words(error), code
    return (
        f"Something went wrong that nobody foresaw ({type(error).__name__}: {_first_line(error)}). "
        "Look whether what you asked for is on record before you try again; `--debug` tells all.",
        Code.UNAVAILABLE,
    )


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else "without a word"

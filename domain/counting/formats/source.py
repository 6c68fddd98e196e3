"""The text of a file, and how a file is refused that can't be read."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass

from domain.kernel.refusal import BadInput

LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Source:
    """A file as text: its name for messages, and what was noticed on reading it."""

    name: str
    text: str
    notices: tuple[str, ...] = ()

    def lines(self) -> list[tuple[int, str]]:
        """The lines that are not empty, with their numbers from 1."""
        lines = self.text.split("\n")
        return [(at, line.strip()) for at, line in enumerate(lines, start=1) if line.strip()]


def decoded(data: bytes, name: str) -> Source:
    """The file as text: UTF-8, UTF-16 if it says so, and Latin-1 where nothing else fits."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return Source(name, _with_plain_ends(data.decode("utf-16", "replace")))
    try:
        return Source(name, _with_plain_ends(data.removeprefix(BOM_UTF8).decode("utf-8")))
    except UnicodeDecodeError:
        notice = (
            f"{name} is not UTF-8: it was read as Latin-1. Look at the names, and save the file "
            "as UTF-8 if they are wrong."
        )
        return Source(name, _with_plain_ends(data.decode("latin-1")), (notice,))


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unreadable(name: str, line: int, stood: str, expected: str) -> BadInput:
    """The refusal of a file: where, what stood there, what was expected."""
    shown = stood if len(stood) <= LONGEST_SHOWN else stood[:LONGEST_SHOWN] + "…"
    what = f"'{shown}' stands where" if shown else "the file ends where"
    return BadInput(f"{name}, line {line}: {what} {expected} was expected.")

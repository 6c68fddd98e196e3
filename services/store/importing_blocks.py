"""The lines of a file, numbered, read in large blocks and never held all at once.

It knows nothing of what a line says.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from domain.kernel.refusal import BadInput

BLOCK: Final = 1 << 18
LONGEST_LINE: Final = 4_000_000
"""Bytes: as much as a request may hold, so that what comes by a page can come by a file too."""

_SHOWN: Final = 200
_MARK: Final = b"\xef\xbb\xbf"
"""Some editors begin a file of UTF-8 with this."""


class LineWithoutEnd(Exception):
    """A line longer than any act; what follows it can't be found without reading it whole."""

    def __init__(self, number: int, begins: bytes) -> None:
        super().__init__(number)
        self.number = number
        self.begins = begins


class Block(NamedTuple):
    """Some whole lines: the number of the first, their text, and the lines without their ends."""

    first: int
    text: bytes
    lines: list[bytes]
    longest: int


def blocks(file: Path) -> Iterator[Block]:
    """The lines of a file, some at a time; the last may lack its end.

    Raises `BadInput` for a file that can't be read, and `LineWithoutEnd` once all lines before it
    are through.
    """
    number, rest = 1, b""
    for read in _read(file):
        text, end, rest = (rest + read).rpartition(b"\n")
        if end:
            yield from _of_fair_length(number, text)
            number += text.count(b"\n") + 1
        if len(rest) > LONGEST_LINE:
            raise LineWithoutEnd(number, rest[:_SHOWN])
    if rest:
        yield from _of_fair_length(number, rest)


def _of_fair_length(number: int, text: bytes) -> Iterator[Block]:
    lines = text.split(b"\n")
    longest = max(map(len, lines))
    if longest <= LONGEST_LINE:
        yield Block(number, text, lines, longest)
        return
    place = next(place for place, line in enumerate(lines) if len(line) > LONGEST_LINE)
    yield Block(number, text, lines[:place], longest)
    raise LineWithoutEnd(number + place, lines[place][:_SHOWN])


def _read(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as opened:
            yield opened.read(BLOCK).removeprefix(_MARK)
            while block := opened.read(BLOCK):
                yield block
    except OSError as error:
        raise BadInput(
            f"{file} can't be read ({error.strerror}). Nothing was imported. Give the path of a "
            "file with one act to a line, as JSON."
        ) from error

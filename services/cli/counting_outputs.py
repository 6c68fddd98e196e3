"""What `convenor count` writes to files: the sheet, the stages, and the papers in another format.

All that was asked for of one file of papers is made before anything is written, each is written
whole beside its place, and then takes it: after a fault there stands what stood there before.
How votes are counted, and what a sheet says, is not known here.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from os import getpid
from os.path import isdir
from pathlib import Path
from typing import Final

from domain.counting.contest import Contest
from domain.counting.formats.election import Election
from domain.counting.formats.writing import preflib_ending, write_blt, write_preflib, write_stages
from domain.counting.result import CountResult
from domain.kernel.refusal import BadInput
from services.sheets.blocks import Sheet
from services.sheets.count import About, count_sheet

PREFLIB_ENDINGS: Final = ("soc", "soi", "toc", "toi")


class Kind(StrEnum):
    """What can be written, by the option that asks for it."""

    HTML = "html"
    PDF = "pdf"
    CSV = "csv"
    BLT = "blt"
    PREFLIB = "preflib"

    @property
    def endings(self) -> Sequence[str]:
        """How such a file may be called in a folder."""
        return PREFLIB_ENDINGS if self is Kind.PREFLIB else (self.value,)


@dataclass(frozen=True, slots=True)
class Counted:
    """A file of papers that was counted; `again` is the command that counts it so again."""

    file: Path
    data: bytes
    election: Election
    contest: Contest
    result: CountResult
    again: str

    @property
    def sheet(self) -> Sheet:
        about = About(
            organisation="",
            title=self.result.title or self.file.stem,
            origin=self.file.name,
            sha256=sha256(self.data).hexdigest(),
            again=self.again,
        )
        return count_sheet(self.result, about)


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where each thing is to be written: a file, or a folder that is there already."""

    to: Mapping[Kind, Path]

    @classmethod
    def asked(cls, **places: Path | None) -> Outputs:
        """From the options by their names; those that were not given write nothing."""
        return cls({Kind(name): to for name, to in places.items() if to is not None})

    def check(self, files: Sequence[Path]) -> None:
        """Raises `BadInput` where something would be written over, or has no place."""
        taken = {file.resolve(): "the papers are read from it" for file in files}
        for kind, given in self.to.items():
            _has_a_place(kind, given, len(files))
            for file in files:
                places = _may_be(kind, given, file)
                for place in {place.resolve() for place in places}:
                    if place in taken:
                        raise BadInput(f"--{kind} can't write {place}: {taken[place]}.")
                    taken[place] = f"it would be written twice, for --{kind} of {file} too"

    def write(self, counted: Counted) -> None:
        """Write all that was asked for, or nothing; raises `BadInput`."""
        made: dict[Path, bytes] = {}
        for kind, given in self.to.items():
            made[_place(kind, given, counted)] = _MAKERS[kind](counted)
        put_in_place(made)


def _has_a_place(kind: Kind, given: Path, files: int) -> None:
    if isdir(given):
        return
    if files > 1:
        raise BadInput(
            f"--{kind} {given} is one file, and {files} files of papers are to be counted. Name a "
            "folder that is there, in which each will have its own, or one file of papers."
        )
    if not given.parent.is_dir():
        raise BadInput(f"--{kind} can't write {given}: there is no folder {given.parent}.")


def _may_be(kind: Kind, given: Path, file: Path) -> Iterator[Path]:
    if isdir(given):
        yield from (given / f"{file.stem}.{ending}" for ending in kind.endings)
    else:
        yield given


def _place(kind: Kind, given: Path, counted: Counted) -> Path:
    if not isdir(given):
        return given
    ending = kind.value
    if kind is Kind.PREFLIB:
        ending = preflib_ending(counted.contest, counted.election.cast)
    return given / f"{counted.file.stem}.{ending}"


def _html(counted: Counted) -> bytes:
    from services.sheets.as_html import as_html

    return as_html(counted.sheet).encode()


def _pdf(counted: Counted) -> bytes:
    from services.sheets.as_pdf import without_boxes  # slow to load: only for who asks

    return without_boxes(counted.sheet)


def _csv(counted: Counted) -> bytes:
    return write_stages(counted.result).encode()


def _blt(counted: Counted) -> bytes:
    election = counted.election
    _without_sections(election)
    return write_blt(counted.contest, election.cast, election.tie_order).encode()


def _preflib(counted: Counted) -> bytes:
    _without_sections(counted.election)
    return write_preflib(counted.contest, counted.election.cast, counted.file.stem).encode()


def _without_sections(election: Election) -> None:
    if election.cast.sections:
        raise BadInput(
            "The papers are of several sections, and neither BLT nor PrefLib can say of which. "
            "Keep them as CSV."
        )


_MAKERS: Final[Mapping[Kind, Callable[[Counted], bytes]]] = {
    Kind.HTML: _html,
    Kind.PDF: _pdf,
    Kind.CSV: _csv,
    Kind.BLT: _blt,
    Kind.PREFLIB: _preflib,
}


def put_in_place(made: Mapping[Path, bytes]) -> None:
    """Write all of these files whole, or none; raises `BadInput` naming the one at fault."""
    ready: list[tuple[Path, Path]] = []
    try:
        for target, content in made.items():
            with _told(target):
                _prepare(target, content, ready)
        for part, target in ready:
            with _told(target):
                part.replace(target)
    finally:
        _clear(part for part, _ in ready)


def _prepare(target: Path, content: bytes, ready: list[tuple[Path, Path]]) -> None:
    """Write beside the target; what is no plain file, such as a pipe, is written to at once."""
    real = target.resolve()
    if real.exists() and not real.is_file():
        real.write_bytes(content)
        return
    part = real.with_name(f".{real.name}.{getpid()}.part")
    ready.append((part, real))
    part.write_bytes(content)
    if real.exists():
        shutil.copymode(real, part)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BadInput(f"{target} can't be written: {error.strerror or error}.") from error


def _clear(parts: Iterable[Path]) -> None:
    for part in parts:
        part.unlink(missing_ok=True)

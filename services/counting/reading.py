"""Files of papers as they are handed in: read, and brought into the one form that is kept."""

from __future__ import annotations

from domain.counting.formats.election import Election
from domain.counting.formats.reading import read
from domain.counting.formats.writing import write_blt

BLT = "BLT"


def as_read(content: bytes) -> Election:
    """What a kept file says."""
    return read(content, "papers.blt")


def as_kept(content: bytes, name: str, seats: int | None = None) -> tuple[bytes, Election]:
    """The file as BLT, and what it says; raises `BadInput`.

    A BLT file is kept byte for byte, so that its hash is that of the file which was handed in.
    """
    election = read(content, name, seats)
    if election.format.upper() == BLT:
        return content, election
    return write_blt(election.contest, election.cast).encode(), election

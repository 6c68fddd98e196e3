"""Which format a file has, by its name or by what it begins with."""

from __future__ import annotations

import re

from domain.counting.formats.blt import read_blt
from domain.counting.formats.election import Election
from domain.counting.formats.preflib import read_preflib
from domain.counting.formats.rank_csv import read_rank_csv
from domain.counting.formats.source import unreadable
from domain.kernel.refusal import BadInput

PREFLIB = (".soc", ".soi", ".toc", ".toi")
_BLT_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:(?:#|//)[^\n]*\n\s*|/\*.*?\*/\s*)*\d+\s+\d+", re.S
)


def read(data: bytes, name: str, seats: int | None = None) -> Election:
    """The election in a file of any format.

    `seats` overrules what the file says, and must be given for formats that don't say it.  Raises
    `BadInput`: what can't be read, with its line, or that the number of places is needed.
    """
    if not data.strip():
        raise unreadable(name, 1, "", "a file of papers")
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if ending == ".blt":
        return _with_seats(read_blt(data, name), seats)
    if ending in PREFLIB or data.lstrip().startswith(b"# FILE NAME"):
        return read_preflib(data, name, _needed(seats, name))
    if ending in (".csv", ".tsv"):
        return read_rank_csv(data, name, _needed(seats, name))
    if _BLT_BEGINS.match(data):
        return _with_seats(read_blt(data, name), seats)
    raise BadInput(
        f"{name}: the format is not known. Name the file .blt, .soc, .soi, .toc, .toi or .csv "
        "after what it contains."
    )


def _needed(seats: int | None, name: str) -> int:
    if seats is None:
        raise BadInput(
            f"{name}: a file of this format does not say how many places there are. Give --seats."
        )
    return seats


def _with_seats(election: Election, seats: int | None) -> Election:
    if seats is None:
        return election
    contest = election.contest.model_copy(update={"seats": seats})
    return Election(election.format, contest, election.cast, election.tie_order, election.notices)

"""What any field of a command may hold at all, whatever it means.

An act stays for ever, so nothing comes in that a table, a page or a file could not hold: no control
characters, no number beyond 32 bits, no text without end, no day that no calendar in use reaches.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, StringConstraints

MOST_CHARACTERS: Final = 100_000
MOST_ITEMS: Final = 10_000
LARGEST: Final = 2**31 - 1
FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years of days and of moments, in any zone; members are born in them and terms end in them."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\r\n]*$")]
"""A name, a title or another text of one line."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def check_sane(value: Any) -> None:
    """Raises `ValueError` with a sentence for what can't be kept, however deep it lies."""
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError(f"{value} is too large a number; the largest is {LARGEST}")
    elif isinstance(value, date):
        _check_day(value)
    elif isinstance(value, BaseModel):
        check_sane(dict(value))
    elif isinstance(value, Mapping):
        check_sane(list(value))
        check_sane(list(value.values()))
    elif isinstance(value, list | tuple | set | frozenset):
        if len(value) > MOST_ITEMS:
            raise ValueError(f"a list of {len(value)} is too long; {MOST_ITEMS} is the most")
        for item in value:
            check_sane(item)


def _check_day(day: date) -> None:
    years = {day.year}
    if isinstance(day, datetime) and day.tzinfo is not None and FIRST_YEAR <= day.year <= LAST_YEAR:
        years.add(day.astimezone(UTC).year)
    if not all(FIRST_YEAR <= year <= LAST_YEAR for year in years):
        raise ValueError(
            f"{day.isoformat()} can’t be meant; only days from {FIRST_YEAR} to {LAST_YEAR} can be"
        )


def _check_text(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise ValueError(
            f"a text of {len(text)} characters is too long; {MOST_CHARACTERS} is the most"
        )
    found = _CONTROL.search(text)
    if found:
        raise ValueError(f"the text holds a control character (U+{ord(found.group()):04X})")

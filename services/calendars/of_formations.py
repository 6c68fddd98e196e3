"""Until when members say which groups they prefer, and when those are to be ratified."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from services.calendars.event import Event, Wanted, asked
from services.reading.view import Reading

_FORMATIONS: Final = f"""
    SELECT formation, parent, parent_name, closes, ratification_due, lower(valid) FROM formations
    WHERE valid @> %(as_of)s::timestamptz
      AND {asked("greatest(closes, ratification_due)", "parent", "formation")}
"""


def of_formations(at: Reading, wanted: Wanted) -> Iterator[Event]:
    """Both dates of every group that is formed by preference."""
    for formation, parent, name, closes, due, changed in at.rows(_FORMATIONS, **wanted.words):
        for what, moment, key in (
            (f"Sub-groups of {name}: preferences close", closes, "closes"),
            (f"Sub-groups of {name}: to be ratified", due, "ratified"),
        ):
            yield Event(
                uid=f"{formation}-{key}@convenor",
                what=what,
                begins=moment,
                ends=moment,
                changed=changed,
                page=f"/formations/{formation}",
                process=formation,
                body=parent,
            )

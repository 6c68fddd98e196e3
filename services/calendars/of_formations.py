"""Until when members say which groups they prefer, and when those are to be ratified."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from services.calendars.event import Event, Wanted, asked
from services.reading.view import Reading

GIVEN_UP: Final = "given up"
_FORMATIONS: Final = f"""
    SELECT formation, parent, parent_name, closes, ratification_due, lower(valid), state,
           (SELECT count(*) FROM (
               SELECT closes <> lag(closes) OVER (ORDER BY lower(e.valid)) AS moved
               FROM formations e WHERE e.formation = f.formation AND lower(e.valid) <= %(as_of)s
           ) AS stretches WHERE moved)
    FROM formations f
    WHERE valid @> %(as_of)s::timestamptz
      AND {asked("greatest(closes, ratification_due)", "parent", "formation")}
"""


def of_formations(at: Reading, wanted: Wanted) -> Iterator[Event]:
    """Both dates of every group that is formed by preference."""
    for formation, parent, name, closes, due, changed, state, moved in at.rows(
        _FORMATIONS, **wanted.words
    ):
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
                moved=int(moved),
                cancelled=state == GIVEN_UP,
                process=formation,
                body=parent,
            )

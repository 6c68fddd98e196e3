"""Until when somebody has to have done what a meeting gave them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from services.calendars.event import Event
from services.reading.view import Reading

_ACTIONS: Final = """
    SELECT a.action, a.body, a.text, a.owner, a.due_before, lower(a.valid),
           (SELECT count(DISTINCT e.due_before) - 1 FROM actions e
            WHERE e.action = a.action AND lower(e.valid) <= %(as_of)s)
    FROM actions a
    WHERE a.valid @> %(as_of)s::timestamptz AND a.due_before IS NOT NULL AND a.status = 'open'
"""


def of_actions(at: Reading) -> Iterator[Event]:
    """Every open action that has a day."""
    for action, body, text, owner, due, changed, moved in at.rows(_ACTIONS):
        yield Event(
            uid=f"{action}-due@convenor",
            what=f"{text} ({owner})",
            begins=due,
            ends=due,
            changed=changed,
            page=f"/actions/{action}",
            moved=max(0, int(moved)),
            process=action,
            body=body,
        )

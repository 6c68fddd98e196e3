"""Until when somebody has to have done what a meeting gave them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from services.calendars.event import Event, Wanted, asked
from services.reading.caucuses import UNDERTAKEN, closed_to
from services.reading.view import Reading

_ACTIONS: Final = f"""
    WITH found AS (
        SELECT action, body, text, owner, owner_person, due_before, lower(valid) AS changed
        FROM actions
        WHERE valid @> %(as_of)s::timestamptz AND due_before IS NOT NULL AND status = 'open'
          AND ({asked("due_before", "body", "action")} OR owner_person = %(person)s
               AND (%(since)s::timestamptz IS NULL OR due_before >= %(since)s))
    )
    SELECT f.action, f.body, f.text, f.owner, f.owner_person, f.due_before, changed,
           count(*) FILTER (WHERE e.due_before <> e.before)
    FROM found f JOIN LATERAL (
        SELECT due_before, lag(due_before) OVER (ORDER BY lower(valid)) AS before FROM actions
        WHERE action = f.action AND lower(valid) <= %(as_of)s
    ) AS e ON true
    GROUP BY f.action, f.body, f.text, f.owner, f.owner_person, f.due_before, changed
"""


def of_actions(at: Reading, wanted: Wanted) -> Iterator[Event]:
    """Every open action that has a day; those of a person for other bodies too."""
    found = at.rows(_ACTIONS, **wanted.words)
    closed = closed_to(at, {row[1] for row in found})
    for action, body, text, owner, person, due, changed, moved in found:
        if body in closed and wanted.bodies is not None and body not in wanted.bodies:
            continue  # nobody else learns who has something to do for a body that is sealed
        yield Event(
            uid=f"{action}-due@convenor",
            what=UNDERTAKEN.capitalize() if body in closed else f"{text} ({owner})",
            begins=due,
            ends=due,
            changed=changed,
            page=f"/actions/{action}",
            moved=max(0, int(moved)),
            process=action,
            body=body,
            person=person,
        )

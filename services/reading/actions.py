"""Actions: what is open, due, overdue and done, over all bodies."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.kernel.refusal import NotFound
from services.reading.caucuses import OWNED, UNDERTAKEN, closed_to
from services.reading.view import ALL, Answer, Part, Reading, View


class State(StrEnum):
    """How an action stands at the moment of looking."""

    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"
    DROPPED = "dropped"


class ActionLine(Answer):
    """An action; `due` means that its owner has been reminded that the day is near."""

    action: UUID
    text: str
    body: UUID
    body_slug: str
    body_name: str
    owner: str
    owner_person: UUID | None
    owner_body: str | None
    owner_post: str | None
    due: date | None
    state: State
    came_of_it: str | None
    meeting: UUID | None
    meeting_name: str | None
    decision: int | None
    after_action: UUID | None
    after_text: str | None
    given: datetime
    ended: datetime | None
    act: UUID

    @property
    def is_open(self) -> bool:
        return self.ended is None


class Actions(Answer):
    """Actions, those that are due soonest first and those that have ended last."""

    view: View
    actions: tuple[ActionLine, ...]


class Action(Answer):
    """One action, and those that come after it."""

    view: View
    action: ActionLine
    later: tuple[ActionLine, ...]


# What has ended comes last, and is looked for only where what is open leaves room for it.
_ASKED = """
    valid @> %(as_of)s::timestamptz
    AND (%(action)s::uuid IS NULL OR action = %(action)s)
    AND (%(after)s::uuid IS NULL OR after_action = %(after)s)
    AND (%(body)s::uuid IS NULL OR body = %(body)s)
"""
_LINES = f"""
    WITH still AS MATERIALIZED (
        SELECT * FROM actions WHERE status = 'open' AND {_ASKED}
    ), either AS (
        SELECT * FROM still
        UNION ALL
        SELECT * FROM actions WHERE status <> 'open' AND {_ASKED}
          AND (%(most)s::int IS NULL
               OR (SELECT count(*) FROM still) < %(skip)s::int + %(most)s::int)
    )
    SELECT a.action, a.text, a.body, b.slug AS body_slug, b.name AS body_name, a.owner,
      a.owner_person, a.owner_body, a.owner_post, a.due,
      CASE WHEN a.status <> 'open' THEN a.status
        WHEN a.due_before <= %(as_of)s THEN 'overdue'
        WHEN a.reminded IS NOT NULL THEN 'due' ELSE 'open' END AS state,
      a.came_of_it, a.meeting,
      (SELECT title FROM subjects WHERE stream = a.meeting) AS meeting_name, a.decision,
      a.after_action,
      (SELECT title FROM subjects WHERE stream = a.after_action) AS after_text,
      a.given, a.ended, a.act
    FROM (
        SELECT * FROM either
        ORDER BY ended IS NOT NULL, due NULLS LAST, given, action LIMIT %(most)s OFFSET %(skip)s
    ) AS a JOIN bodies b ON b.body = a.body AND b.valid @> %(as_of)s::timestamptz
    ORDER BY a.ended IS NOT NULL, a.due NULLS LAST, a.given, a.action
"""
_BEFORE = "SELECT action, body FROM actions WHERE action = ANY(%(actions)s)"
_THEIRS = """
    SELECT action FROM actions a WHERE valid @> %(as_of)s::timestamptz AND (
        owner_person = %(person)s
        OR owner_body IS NOT NULL AND EXISTS (
            SELECT FROM bodies b WHERE b.slug = a.owner_body AND b.valid @> %(as_of)s::timestamptz
              AND CASE WHEN owner_post IS NULL
                THEN EXISTS (SELECT FROM seats s WHERE s.body = b.body AND s.person = %(person)s
                             AND s.valid @> %(as_of)s::timestamptz)
                ELSE EXISTS (SELECT FROM posts p WHERE p.body = b.body AND p.post = a.owner_post
                             AND p.person = %(person)s AND p.valid @> %(as_of)s::timestamptz) END))
"""
_COUNTED = """
    SELECT count(*) FILTER (WHERE status = 'open'),
           count(*) FILTER (WHERE status = 'open' AND due_before <= %(as_of)s),
           count(*) FILTER (WHERE status <> 'open')
    FROM actions
    WHERE valid @> %(as_of)s::timestamptz AND (%(body)s::uuid IS NULL OR body = %(body)s)
"""


def counted(at: Reading, body: UUID | None = None) -> tuple[int, int, int]:
    """How many actions are open, how many of these overdue, and how many have ended."""
    ((still, late, ended),) = at.rows(_COUNTED, body=body)
    return still, late, ended


def actions(at: Reading, body: UUID | None = None, part: Part = ALL) -> Actions:
    """Every action, or those of one body: what is open and due soonest first."""
    found = at.all(
        ActionLine, _LINES, action=None, after=None, body=body, most=part.most, skip=part.skip
    )
    return Actions(view=at.view, actions=_as_told(at, found))


def action(at: Reading, action: UUID) -> Action:
    """One action; raises `NotFound`."""
    line = at.first(ActionLine, _LINES, action=action, after=None, body=None, most=1, skip=0)
    if line is None:
        raise NotFound(f"There is no action with the id {action} at that moment.")
    later = at.all(ActionLine, _LINES, action=None, after=action, body=None, most=None, skip=0)
    (told, *following) = _as_told(at, (line, *later))
    return Action(view=at.view, action=told, later=tuple(following))


def _as_told(at: Reading, lines: tuple[ActionLine, ...]) -> tuple[ActionLine, ...]:
    """The actions without what sealed caucuses undertook, for who is neither of them nor has it."""
    before = dict(at.rows(_BEFORE, actions=[one.after_action for one in lines if one.after_action]))
    closed = closed_to(at, {one.body for one in lines} | set(before.values()))
    if not closed:
        return lines
    have = frozenset(row[0] for row in at.rows(_THEIRS, person=at.asker))
    told = (one if one.body not in closed or one.action in have else _closed(one) for one in lines)
    return tuple(
        one.model_copy(update={"after_text": UNDERTAKEN})
        if one.after_action in before and before[one.after_action] in closed
        else one
        for one in told
    )


def _closed(line: ActionLine) -> ActionLine:
    """That there is an action, of which body and until when."""
    without = dict.fromkeys(("owner_person", "owner_body", "owner_post", "decision"))
    came = None if line.came_of_it is None else "told to its members alone"
    return line.model_copy(
        update={"text": UNDERTAKEN.capitalize(), "owner": OWNED, "came_of_it": came, **without}
    )

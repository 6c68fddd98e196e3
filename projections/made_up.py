"""How each body is made up: how many seats and posts of each form it has, counted as acts come in.

The rules on how a body is made up look at forms and numbers alone, not at who it is.  So one look
at hundreds of bodies reads a line for each, and not all who sit in them.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from projections.changing import ACT, put
from projections.projection import RecordedAct, Rows
from projections.timeline import Timeline

MADE_UP = Timeline(
    table="made_up",
    key={"body": "uuid"},
    columns={"forms": "text NOT NULL", "seats": "integer NOT NULL", **ACT},
)

# Those that are made up alike have the same text, whatever the order in which it came about.
_COUNTED: Final = """
    SELECT coalesce(string_agg(form, ',' ORDER BY form COLLATE "C"), ''),
           coalesce(sum(seats), 0)::integer,
           (SELECT forms FROM made_up WHERE body = %(body)s AND upper_inf(valid))
    FROM (
        SELECT json_build_array(voting, category, NULL, 1, 1, count(*))::text AS form,
               count(*) AS seats
        FROM seats WHERE body = %(body)s AND upper_inf(valid) GROUP BY voting, category
        UNION ALL
        SELECT json_build_array(true, NULL, post, place, share, count(*))::text, 0
        FROM posts WHERE body = %(body)s AND upper_inf(valid) GROUP BY post, place, share
    ) AS alike
"""


def count_anew(cur: Rows, act: RecordedAct, body: UUID) -> None:
    """Count what the body has now; one who follows another in the same place changes nothing."""
    row = cur.execute(_COUNTED, {"body": body}).fetchone()
    assert row is not None
    forms, seats, before = row
    if forms != before:
        put(cur, MADE_UP, act, {"body": body}, {"forms": forms, "seats": seats})

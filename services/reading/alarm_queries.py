"""Which rows of the views give an alarm: one statement for each kind, over all bodies or one.

Every row begins with the body: its id, short name, name, kind, and its parent's short name.
"""

from __future__ import annotations

from typing import Final

_BODY: Final = "b.body, b.slug, b.name, b.kind, p.slug AS parent"
_WHERE: Final = (
    "b.valid @> %(as_of)s::timestamptz AND (%(body)s::uuid IS NULL OR b.body = %(body)s)"
)


def _of(table: str) -> str:
    return (
        f"JOIN bodies b ON b.body = {table}.body LEFT JOIN bodies p"
        " ON p.body = b.parent AND p.valid @> %(as_of)s::timestamptz"
    )


ACTIONS: Final = f"""
    SELECT {_BODY}, a.action, a.text, a.owner, a.due, a.due_before
    FROM actions a {_of("a")}
    WHERE {_WHERE} AND a.valid @> %(as_of)s::timestamptz
      AND a.status = 'open' AND a.due_before <= %(as_of)s
"""
# A quarter that was missed alarms until the body meets again: its stage stays open as long.
QUARTERS: Final = f"""
    SELECT {_BODY}, y.year, y.rule, q.name, q.meetings, q.needed, q.ends
    FROM body_years y
    JOIN body_quarters q ON q.year = y.year AND q.valid @> %(as_of)s::timestamptz
    JOIN stages s ON s.process = y.year AND s.stage = q.begins::text
    {_of("y")}
    WHERE {_WHERE} AND y.since <= %(as_of)s AND q.state = 'missed'
      AND s.valid @> %(as_of)s::timestamptz AND s.closed IS NULL
"""
TERMS: Final = f"""
    SELECT {_BODY}, h.post, h.origin, h.term_ends,
           (array_agg(h.name ORDER BY h.name))[1:3], count(*)
    FROM (
        SELECT body, NULL AS post, origin, term_ends, name FROM seats
        WHERE valid @> %(as_of)s::timestamptz AND term_ends <= %(as_of)s
        UNION ALL
        SELECT body, post, origin, term_ends, name FROM posts
        WHERE valid @> %(as_of)s::timestamptz AND term_ends <= %(as_of)s
    ) AS h {_of("h")}
    WHERE {_WHERE}
    GROUP BY b.body, b.slug, b.name, b.kind, p.slug, h.post, h.origin, h.term_ends
"""
REPORTS: Final = f"""
    SELECT {_BODY}, r.report, r.title,
           CASE WHEN r.version = 0 AND r.draft_due <= %(as_of)s THEN r.draft_due END,
           CASE WHEN r.online IS NULL AND r.online_due <= %(as_of)s THEN r.online_due END,
           (SELECT min(lower(m.valid)) FROM reports m
            WHERE m.report = r.report AND 'agreement' = ANY(m.missed))
    FROM reports r {_of("r")}
    WHERE {_WHERE} AND r.valid @> %(as_of)s::timestamptz AND (
        (r.version = 0 AND r.draft_due <= %(as_of)s)
        OR (r.online IS NULL AND r.online_due <= %(as_of)s)
        OR ('agreement' = ANY(r.missed) AND r.agreed_version = 0))
"""
DECISIONS: Final = f"""
    SELECT {_BODY}, d.meeting, d.number, d.words, d.present, d.needed, d.taken_at
    FROM meeting_decisions d
    JOIN body_meetings m ON m.meeting = d.meeting AND m.valid @> %(as_of)s::timestamptz
    {_of("m")}
    WHERE {_WHERE} AND d.valid @> %(as_of)s::timestamptz
      AND d.carried AND NOT d.quorate AND NOT d.binds AND d.settled IS NULL
"""
KNOWN: Final = """
    SELECT rule, value ->> 'holds' FROM rules
    WHERE valid @> %(as_of)s::timestamptz AND (
        rule = ANY(%(named)s) OR rule ~ '\\.(holds_over|term|meetings\\.quorum|report\\.[a-z_]+)$')
"""

"""Which rows of the views give an alarm: one statement for each kind, over all bodies or one.

Every row begins with the body: its id, short name, name, kind, and its parent's short name.
"""

from __future__ import annotations

from typing import Final

from projections.meeting_stages import ENDING, NOT_OPENED, OPENING
from projections.meetings import CALLED, OPEN

_BODY: Final = "b.body, b.slug, b.name, b.kind, p.slug AS parent"
_WHERE: Final = (
    "b.valid @> %(as_of)s::timestamptz AND (%(body)s::uuid IS NULL OR b.body = %(body)s)"
)


def _of(table: str) -> str:
    return (
        f"JOIN bodies b ON b.body = {table}.body LEFT JOIN bodies p"
        " ON p.body = b.parent AND p.valid @> %(as_of)s::timestamptz"
    )


# Which rows there are; an index answers each of these as it stands, so its words are the index's.
_LATE_ACTIONS: Final = """
    a.status = 'open' AND a.due_before IS NOT NULL
    AND (upper_inf(a.valid) OR a.due_before < upper(a.valid))
    AND tstzrange(greatest(a.due_before, lower(a.valid)), upper(a.valid)) @> %(as_of)s::timestamptz
"""
_OVER_TERM: Final = """
    term_ends IS NOT NULL AND (upper_inf(valid) OR term_ends < upper(valid))
    AND tstzrange(greatest(term_ends, lower(valid)), upper(valid)) @> %(as_of)s::timestamptz
"""
_LATE_REPORTS: Final = """
    r.valid @> %(as_of)s::timestamptz
    AND (r.version = 0 OR r.online IS NULL OR (r.agreed_version < r.version AND r.missed <> '{}'))
    AND ((r.version = 0 AND r.draft_due <= %(as_of)s)
        OR (r.online IS NULL AND r.online_due <= %(as_of)s)
        OR ('agreement' = ANY(r.missed) AND r.agreed_version < r.version))
"""
_DO_NOT_BIND: Final = """
    d.valid @> %(as_of)s::timestamptz
    AND d.carried AND NOT d.quorate AND NOT d.binds AND d.settled IS NULL
"""
_PART: Final = " LIMIT %(most)s OFFSET %(skip)s"

ACTIONS: Final = f"""
    SELECT {_BODY}, a.action, a.text, a.owner, a.due, a.due_before
    FROM actions a {_of("a")} WHERE {_WHERE} AND {_LATE_ACTIONS}
    ORDER BY a.due_before, a.action {_PART}
"""
# A quarter that was missed alarms until the body meets again: its stage stays open as long.  Where
# the body is no more, or is watched no longer, nobody could mend it, and there is no alarm.
_MISSED_QUARTERS: Final = """
    FROM body_years y
    JOIN bodies l ON l.body = y.body AND l.valid @> %(as_of)s::timestamptz
        AND l.dissolved_at IS NULL
    JOIN processes w ON w.process = y.year AND w.valid @> %(as_of)s::timestamptz
        AND w.closed IS NULL
    JOIN body_quarters q ON q.year = y.year AND q.valid @> %(as_of)s::timestamptz
    JOIN stages s ON s.process = y.year AND s.stage = q.begins::text
"""
_MISSED: Final = """
    y.since <= %(as_of)s AND q.state = 'missed'
    AND s.valid @> %(as_of)s::timestamptz AND s.closed IS NULL
"""
QUARTERS: Final = f"""
    SELECT {_BODY}, y.year, y.rule, q.name, q.meetings, q.needed, q.ends
    {_MISSED_QUARTERS} {_of("y")} WHERE {_WHERE} AND {_MISSED}
    ORDER BY q.ends, b.name, y.year {_PART}
"""
# Nobody looks whether these meet: a watch was ended, and the body goes on.
UNWATCHED: Final = f"""
    SELECT DISTINCT b.slug, b.name FROM body_years y
    JOIN bodies b ON b.body = y.body AND b.valid @> %(as_of)s::timestamptz
        AND b.dissolved_at IS NULL
    JOIN processes w ON w.process = y.year AND w.valid @> %(as_of)s::timestamptz
        AND w.closed IS NOT NULL
    WHERE {_WHERE} AND NOT EXISTS (
        SELECT FROM body_years again
        JOIN processes p ON p.process = again.year AND p.valid @> %(as_of)s::timestamptz
            AND p.closed IS NULL
        WHERE again.body = y.body
    )
    ORDER BY b.name
"""
_UNOPENED: Final = f"""
    FROM stages s
    JOIN body_meetings m ON m.meeting = s.process AND m.valid @> %(as_of)s::timestamptz
    WHERE s.valid @> %(as_of)s::timestamptz AND s.closed IS NULL
      AND (s.stage = '{OPENING}' AND s.heading = '{NOT_OPENED}' AND m.state = '{CALLED}'
           OR s.stage = '{ENDING}' AND m.state = '{OPEN}')
"""
MEETINGS: Final = f"""
    SELECT {_BODY}, f.meeting, f.title,
           CASE f.state WHEN '{OPEN}' THEN f.late_from ELSE f.starts END, f.state
    FROM (SELECT m.*, s.due AS late_from {_UNOPENED}) AS f {_of("f")} WHERE {_WHERE}
    ORDER BY f.starts, f.meeting {_PART}
"""
HOW_MANY_MEETINGS: Final = f"SELECT count(*) {_UNOPENED}"
TERMS: Final = f"""
    SELECT {_BODY}, h.post, h.origin, h.term_ends,
           (array_agg(h.name ORDER BY h.name))[1:3], count(*)
    FROM (
        SELECT body, NULL AS post, origin, term_ends, name FROM seats WHERE {_OVER_TERM}
        UNION ALL
        SELECT body, post, origin, term_ends, name FROM posts WHERE {_OVER_TERM}
    ) AS h {_of("h")}
    WHERE {_WHERE}
    GROUP BY b.body, b.slug, b.name, b.kind, p.slug, h.post, h.origin, h.term_ends
    ORDER BY h.term_ends, b.name, b.body, h.post, h.origin {_PART}
"""
REPORTS: Final = f"""
    SELECT * FROM (
        SELECT {_BODY}, r.report, r.title,
               CASE WHEN r.version = 0 AND r.draft_due <= %(as_of)s THEN r.draft_due END AS draft,
               CASE WHEN r.online IS NULL AND r.online_due <= %(as_of)s THEN r.online_due END
                   AS online,
               (SELECT min(lower(m.valid)) FROM reports m
                WHERE m.report = r.report AND 'agreement' = ANY(m.missed)) AS unagreed
        FROM reports r {_of("r")} WHERE {_WHERE} AND {_LATE_REPORTS}
    ) AS late
    ORDER BY coalesce(draft, online, unagreed), title, report {_PART}
"""
# Those that are shown are found first, and only for them what their meeting and body are called.
DECISIONS: Final = f"""
    SELECT {_BODY}, d.meeting, d.number, d.words, d.present, d.needed, d.taken_at
    FROM (
        SELECT * FROM meeting_decisions d
        WHERE {_DO_NOT_BIND} AND (%(body)s::uuid IS NULL OR d.meeting IN (
            SELECT meeting FROM body_meetings WHERE body = %(body)s))
        ORDER BY d.taken_at, d.meeting, d.number {_PART}
    ) AS d
    JOIN body_meetings m ON m.meeting = d.meeting AND m.valid @> %(as_of)s::timestamptz
    {_of("m")}
    WHERE b.valid @> %(as_of)s::timestamptz
    ORDER BY d.taken_at, d.meeting, d.number
"""
# The same over all bodies, where it is only asked how many there are.
HOW_MANY_ACTIONS: Final = f"SELECT count(*) FROM actions a WHERE {_LATE_ACTIONS}"
HOW_MANY_REPORTS: Final = f"SELECT count(*) FROM reports r WHERE {_LATE_REPORTS}"
HOW_MANY_DECISIONS: Final = f"SELECT count(*) FROM meeting_decisions d WHERE {_DO_NOT_BIND}"
HOW_MANY_QUARTERS: Final = f"SELECT count(*) {_MISSED_QUARTERS} WHERE {_MISSED}"
HOW_MANY_TERMS: Final = f"""
    SELECT count(DISTINCT (body, post, origin, term_ends)) FROM (
        SELECT body, NULL AS post, origin, term_ends FROM seats WHERE {_OVER_TERM}
        UNION ALL
        SELECT body, post, origin, term_ends FROM posts WHERE {_OVER_TERM}
    ) AS over
"""
KNOWN: Final = """
    SELECT rule, value ->> 'holds' FROM rules
    WHERE valid @> %(as_of)s::timestamptz AND (
        rule = ANY(%(named)s) OR rule ~ '\\.(holds_over|term|meetings\\.quorum|report\\.[a-z_]+)$')
"""

"""Writes the list of a notice into the outbox: one row for each addressee, by their own channel.

Who they are is read as of the moment at which the notice was given out.  Written again, nothing is
added: a row there is stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from domain.kernel.ids import derived
from domain.kernel.moments import LONDON
from domain.notices.notice import Notice, Whom
from domain.notices.service import Addressees
from services.voting.root import commitment

Session = Connection[tuple[Any, ...]]

_OCCASION: Final = """
    INSERT INTO convenor.mail_occasions
        (occasion, kind, about, subject, words, page, useful_until)
    VALUES (%(occasion)s, 'notice', %(occasion)s, %(subject)s, %(words)s, %(page)s, %(until)s)
    ON CONFLICT DO NOTHING
"""
_WHO: Final = {
    Whom.BODY: "SELECT person FROM views.seats WHERE body = %(body)s AND valid @> %(moment)s",
    Whom.ALL_MEMBERS: "SELECT person FROM views.members WHERE valid @> %(moment)s",
    Whom.LISTED: "SELECT unnest(%(people)s::uuid[]) AS person",
}
# The channel that was given last is the one they are served by.
_LIST: Final = """
    INSERT INTO convenor.outbox (occasion, addressee, channel, entry)
    SELECT DISTINCT %(occasion)s::uuid, w.person, coalesce(c.channel, 'none'), c.entry
    FROM ({who}) AS w
    LEFT JOIN LATERAL (
        SELECT channel, entry FROM views.contacts c
        WHERE c.person = w.person AND c.valid @> %(moment)s
        ORDER BY c.given DESC, c.channel LIMIT 1
    ) AS c ON true
    ON CONFLICT DO NOTHING
"""
_FIGURES: Final = """
    SELECT addressee, channel FROM convenor.outbox WHERE occasion = %s ORDER BY addressee
"""
# What did not arrive by mail goes by post; it waits there even where no postal address is known.
_AGAIN: Final = """
    INSERT INTO convenor.outbox (occasion, addressee, channel, entry)
    SELECT %(again)s, o.addressee, 'post', c.entry
    FROM convenor.outbox o
    LEFT JOIN views.contacts c
        ON c.person = o.addressee AND c.channel = 'post' AND upper_inf(c.valid)
    WHERE o.occasion = %(notice)s AND o.addressee = ANY(%(people)s)
    ON CONFLICT DO NOTHING
"""
_CAME_BACK: Final = """
    UPDATE convenor.outbox
    SET state = CASE WHEN state = 'given_up' THEN state ELSE 'bounced' END,
        answer = %(reason)s, back_told = true, taken_by = NULL,
        came_back_at = coalesce(came_back_at, %(moment)s)
    WHERE addressee = ANY(%(people)s) AND channel = %(channel)s
      AND occasion = ANY(%(occasions)s)
"""
_POSTED: Final = """
    UPDATE convenor.outbox SET state = 'sent', sent_at = %(posted)s, served_told = true
    WHERE channel = 'post' AND state = 'waiting' AND occasion = ANY(%(occasions)s)
      AND (%(people)s::uuid[] = '{}' OR addressee = ANY(%(people)s))
"""


def again(notice: UUID) -> UUID:
    """The occasion on which a notice goes by post to those whom it did not reach by mail."""
    return derived(notice, "by post, after it came back")


def write_list(session: Session, event: Notice.Called) -> None:
    """Write the rows of a notice's addressees."""
    matter, notice = event.matter, event.originator_id
    words = {
        "occasion": notice,
        "subject": matter.subject,
        "words": matter.text,
        "page": f"/notices/{notice}",
        "until": event.terms.happens_at,
    }
    session.execute(_OCCASION, words)
    who: dict[str, object] = {
        "occasion": notice,
        "body": matter.body,
        "people": list(matter.people),
        "moment": event.act.occurred_at,
    }
    session.execute(_LIST.format(who=_WHO[matter.to]).encode(), who)


def figures(session: Session, notice: UUID) -> Addressees:
    """How many are on the list, by which channel, and the commitment to who they are."""
    rows = session.execute(_FIGURES, (notice,)).fetchall()
    channels = [row[1] for row in rows]
    return Addressees(
        count=len(rows),
        root=commitment(row[0] for row in rows),
        by_email=channels.count("email"),
        by_post=channels.count("post"),
        nowhere=channels.count("none"),
    )


def came_back(session: Session, event: Notice.Bounced) -> None:
    """Mark what came back, and have what came back by mail go by post."""
    notice, people = event.originator_id, list(event.people)
    words = {
        "people": people,
        "channel": event.channel,
        "reason": event.reason,
        "moment": event.act.occurred_at,
        "occasions": [notice, again(notice)],
    }
    session.execute(_CAME_BACK, words)
    if event.channel == "email":
        _write_again(session, notice, people)


def _write_again(session: Session, notice: UUID, people: Sequence[UUID]) -> None:
    session.execute(
        "INSERT INTO convenor.mail_occasions"
        " (occasion, kind, about, subject, words, page, useful_until)"
        " SELECT %s, 'again', about, subject, words, page, useful_until"
        " FROM convenor.mail_occasions"
        " WHERE occasion = %s ON CONFLICT DO NOTHING",
        (again(notice), notice),
    )
    session.execute(_AGAIN, {"again": again(notice), "notice": notice, "people": people})


def posted(session: Session, event: Notice.Posted) -> None:
    """Mark the letters that were handed to the post."""
    notice = event.originator_id
    words = {
        "posted": datetime.combine(event.posted_on, time(12), LONDON),
        "people": list(event.people),
        "occasions": [notice, again(notice)],
    }
    session.execute(_POSTED, words)

"""The one place where reminders are written: which falls due when is said by a rule's days.

A reminder is an occasion of its own, named by what it is about and its planned moment; so it goes
out once for each addressee, however often it is asked for.  It says to nobody who else gets it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from domain.ballots.ballot import Ballot
from domain.kernel.ids import derived
from domain.kernel.moments import in_words

_OCCASION: Final = """
    INSERT INTO convenor.mail_occasions
        (occasion, kind, about, subject, words, page, useful_until)
    VALUES (%(occasion)s, 'reminder', %(about)s, %(subject)s, %(words)s, %(page)s, %(until)s)
    ON CONFLICT DO NOTHING RETURNING occasion
"""
# Nothing of a reminder is told to the log: it would say who had not voted.
_TO_VOTERS: Final = """
    INSERT INTO convenor.outbox (occasion, addressee, channel, entry, served_told, back_told)
    SELECT %(occasion)s, r.person, 'email', c.entry, true, true
    FROM convenor.ballot_roll r
    JOIN views.contacts c ON c.person = r.person AND c.channel = 'email' AND upper_inf(c.valid)
    WHERE r.ballot_id = %(about)s AND r.voted_in IS NULL
    ON CONFLICT DO NOTHING
"""
_HOW_MANY: Final = "SELECT count(*) FROM convenor.outbox WHERE occasion = %s"


def occasion(about: UUID, planned_for: datetime) -> UUID:
    """The occasion of the reminder that is planned for a moment."""
    return derived(about, "reminder", planned_for.timestamp())


class PostgresReminders:
    """Reminders into the outbox.  Who has voted by then is asked of the roll, once."""

    def __init__(self, pool: ConnectionPool[Connection[TupleRow]]) -> None:
        self._pool = pool

    def remind_voters(self, ballot: Ballot, planned_for: datetime) -> int:
        """Write to those who have not voted; list and occasion are there together or not at all."""
        which = occasion(ballot.id, planned_for)
        words = {
            "occasion": which,
            "about": ballot.id,
            "subject": f"You can still vote: {ballot.title}",
            "words": _words(ballot),
            "page": f"/ballots/{ballot.id}",
            "until": ballot.hours.closes,
        }
        with self._pool.connection() as connection:
            if connection.execute(_OCCASION, words).fetchone() is not None:
                connection.execute(_TO_VOTERS, words)
            row = connection.execute(_HOW_MANY, (which,)).fetchone()
        return int(row[0]) if row else 0


def _words(ballot: Ballot) -> str:
    count = len(ballot.questions)
    questions = "one question" if count == 1 else f"{count} questions"
    return (
        f"Voting in “{ballot.title}” is open until {in_words(ballot.hours.closes)}, London time. "
        f"There {'is' if count == 1 else 'are'} {questions} on the paper."
    )

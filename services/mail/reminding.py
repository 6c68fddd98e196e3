"""The one place where reminders are written: which falls due when is said by a rule's days.

A reminder is an occasion of its own, named by what it is about and its planned moment; so it goes
out once for each addressee, however often it is asked for.  It says to nobody who else gets it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from domain.ballots.ballot import Ballot
from domain.kernel.ids import PersonId
from domain.kernel.moments import in_words
from services.mail.port import Reminder

_OCCASION: Final = """
    INSERT INTO convenor.mail_occasions
        (occasion, kind, about, subject, words, page, useful_until)
    VALUES (%(occasion)s, 'reminder', %(about)s, %(subject)s, %(words)s, %(page)s, %(useful_until)s)
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
_TO_PEOPLE: Final = """
    INSERT INTO convenor.outbox (occasion, addressee, channel, entry, served_told, back_told)
    SELECT %(occasion)s, c.person, 'email', c.entry, true, true
    FROM views.contacts c
    WHERE c.person = ANY(%(people)s) AND c.channel = 'email' AND upper_inf(c.valid)
    ON CONFLICT DO NOTHING
"""
_HOW_MANY: Final = "SELECT count(*) FROM convenor.outbox WHERE occasion = %s"


class PostgresReminders:
    """Reminders into the outbox.  Who has voted by then is asked of the roll, once."""

    def __init__(self, pool: ConnectionPool[Connection[TupleRow]]) -> None:
        self._pool = pool

    def remind_voters(self, ballot: Ballot, planned_for: datetime) -> int:
        """Write to those who have not voted."""
        reminder = Reminder(
            about=ballot.id,
            planned_for=planned_for,
            subject=f"You can still vote: {ballot.title}",
            words=_words(ballot),
            page=f"/ballots/{ballot.id}",
            useful_until=ballot.hours.closes,
        )
        return self._write(reminder, _TO_VOTERS, {})

    def remind_people(self, reminder: Reminder, people: Collection[PersonId]) -> int:
        """Write to these people."""
        return self._write(reminder, _TO_PEOPLE, {"people": list(people)})

    def _write(self, reminder: Reminder, to: str, whom: dict[str, object]) -> int:
        """The list and the occasion are there together or not at all."""
        words: dict[str, object] = {**vars(reminder), "occasion": reminder.occasion, **whom}
        with self._pool.connection() as connection:
            if connection.execute(_OCCASION, words).fetchone() is not None:
                connection.execute(to.encode(), words)
            row = connection.execute(_HOW_MANY, (reminder.occasion,)).fetchone()
        return int(row[0]) if row else 0


def _words(ballot: Ballot) -> str:
    count = len(ballot.questions)
    questions = "one question" if count == 1 else f"{count} questions"
    return (
        f"Voting in “{ballot.title}” is open until {in_words(ballot.hours.closes)}, London time. "
        f"There {'is' if count == 1 else 'are'} {questions} on the paper.\n\n"
        "You get this because you are on the roll of this ballot and, when it was written, no "
        "paper of yours had been taken. If you have voted since, there is nothing left to do. What "
        "anybody votes is not kept with their name."
    )

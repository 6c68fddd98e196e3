"""Tells the log what the outbox has done: batches that were sent, letters that came back, the end.

A batch is numbered and committed before it is told, and told under a key of its number; so it is
told once, whoever dies in between.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from domain.kernel.ids import CommandId, PersonId, derived
from domain.notices.contact import Channel
from domain.notices.notice import Notice
from domain.notices.service import Batch
from services.application.asker import THE_SERVICE
from services.application.command import Command
from services.application.notices import CompleteNotice, RecordRefusals, RecordService
from services.bootstrap import Office

Session = Connection[tuple[Any, ...]]
Proof = tuple[UUID, datetime, str]

_OPEN: Final = """
    SELECT notice FROM views.notices
    WHERE upper_inf(valid) AND addressees IS NOT NULL AND completed IS NULL
    UNION
    SELECT occasion FROM convenor.outbox
    WHERE sent_at IS NOT NULL AND NOT served_told
       OR state IN ('bounced', 'given_up') AND NOT back_told
"""
# A batch is told when nothing of the notice waits any more, or when it is large or a minute old.
_NUMBER: Final = """
    WITH untold AS (
        SELECT addressee FROM convenor.outbox
        WHERE occasion = %(notice)s AND channel = 'email' AND sent_at IS NOT NULL
          AND batch IS NULL
    ), due AS (
        SELECT NOT EXISTS (
            SELECT FROM convenor.outbox WHERE occasion = %(notice)s AND channel = 'email'
              AND state IN ('waiting', 'taken')
        ) OR (SELECT count(*) >= %(many)s FROM untold)
          OR (SELECT min(sent_at) < convenor.organisation_now() - %(long)s
              FROM convenor.outbox WHERE occasion = %(notice)s AND batch IS NULL) AS now
    )
    UPDATE convenor.outbox o SET batch = (
        SELECT coalesce(max(batch), 0) + 1 FROM convenor.outbox WHERE occasion = %(notice)s)
    FROM untold u, due WHERE due.now AND o.occasion = %(notice)s AND o.addressee = u.addressee
"""
_PROOFS: Final = """
    SELECT batch, addressee, sent_at, message_id FROM convenor.outbox
    WHERE occasion = %s AND batch IS NOT NULL AND NOT served_told
    ORDER BY batch, addressee
"""
_BACK: Final = """
    SELECT addressee, sent_at IS NOT NULL, coalesce(answer, 'no reason was given')
    FROM convenor.outbox
    WHERE occasion = %s AND channel = 'email' AND state IN ('bounced', 'given_up')
      AND NOT back_told AND (sent_at IS NULL OR served_told)
    ORDER BY 2, 3, addressee
"""
_NO_MORE: Final = """
    UPDATE convenor.outbox o SET state = 'given_up', back_told = true,
        answer = 'Its moment had passed before it could be sent.'
    FROM convenor.mail_occasions a
    WHERE a.occasion = o.occasion AND a.useful_until <= convenor.organisation_now()
      AND o.channel = 'email' AND o.state = 'waiting'
"""
MANY: Final = 500
LONG: Final = timedelta(minutes=1)
LONGEST_REASON: Final = 250


def tell(at: Office) -> int:
    """Tell what there is to tell of every notice; how many acts were asked for."""
    with at.pool.connection() as session:
        session.execute(_NO_MORE)
        notices = [row[0] for row in session.execute(_OPEN).fetchall()]
    return sum(_tell(at, notice) for notice in notices)


def _tell(at: Office, notice: UUID) -> int:
    told = _tell_batches(at, notice) + _tell_refusals(at, notice)
    found = at.store.load(Notice, notice)
    if not found.completed and found.is_over(at.store.now()):
        _ask(at, CompleteNotice(notice=notice), notice, "completed")
        told += 1
    return told


def _tell_batches(at: Office, notice: UUID) -> int:
    with at.pool.connection() as session:
        session.execute(_NUMBER, {"notice": notice, "many": MANY, "long": LONG})
    with at.pool.connection() as session:
        rows = session.execute(_PROOFS, (notice,)).fetchall()
    batches: dict[int, list[Proof]] = {}
    for number, *proof in rows:
        batches.setdefault(number, []).append((proof[0], proof[1], proof[2]))
    for number, proofs in batches.items():
        batch = batch_of(at.store.load(Notice, notice), proofs)
        _ask(at, RecordService(notice=notice, batch=batch), notice, f"batch {number}")
        with at.pool.connection() as session:
            session.execute(
                "UPDATE convenor.outbox SET served_told = true WHERE occasion = %s AND batch = %s",
                (notice, number),
            )
    return len(batches)


def batch_of(notice: Notice, proofs: Sequence[Proof]) -> Batch:
    """What a batch proves, in figures and as a commitment to each single proof."""
    served = [notice.terms.deemed(Channel.EMAIL, sent) for _, sent, _ in proofs]
    return Batch(
        channel=Channel.EMAIL,
        count=len(proofs),
        late=sum(map(notice.terms.is_late, served)),
        first=min(served),
        last=max(served),
        root=root(proofs),
    )


def root(proofs: Iterable[Proof]) -> str:
    """SHA-256 over each addressee, moment of sending and Message-ID: hexadecimal."""
    digest = hashlib.sha256(b"convenor proofs of service v1\x00")
    for addressee, sent, message_id in sorted(proofs):
        digest.update(addressee.bytes)
        digest.update(f"{sent.timestamp():.6f} {message_id}\n".encode())
    return digest.hexdigest()


def _tell_refusals(at: Office, notice: UUID) -> int:
    """Those that the server refused or gave back, gathered by the reason that it gave."""
    with at.pool.connection() as session:
        rows = session.execute(_BACK, (notice,)).fetchall()
    gathered: dict[tuple[bool, str], list[PersonId]] = {}
    for person, was_sent, reason in rows:
        gathered.setdefault((was_sent, plainly(reason)), []).append(PersonId(person))
    for (was_sent, reason), people in gathered.items():
        for first in range(0, len(people), MANY):
            some = tuple(people[first : first + MANY])
            why = {"served": was_sent, "reason": reason}
            _tell_refusal(at, RecordRefusals(notice=notice, people=some, **why))
    return len(gathered)


def _tell_refusal(at: Office, command: RecordRefusals) -> None:
    _ask(at, command, command.notice, f"came back {hash_of(command.people)}")
    with at.pool.connection() as session:
        session.execute(
            "UPDATE convenor.outbox SET back_told = true"
            " WHERE occasion = %s AND addressee = ANY(%s)",
            (command.notice, list(command.people)),
        )


def plainly(reason: str) -> str:
    """The server's words without what looks like an address, for they stay on record."""
    words = [word if "@" not in word else "(an address)" for word in reason.split()]
    return " ".join(words)[:LONGEST_REASON] or "no reason was given"


def hash_of(people: Iterable[UUID]) -> str:
    """A name for a set of people."""
    return hashlib.sha256(b"".join(person.bytes for person in people)).hexdigest()


def _ask(at: Office, command: Command, notice: UUID, occurrence: str) -> None:
    key = CommandId(derived(notice, command.verb(), occurrence))
    at.desk.perform(command, THE_SERVICE, key)

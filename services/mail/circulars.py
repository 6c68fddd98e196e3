"""Letters on what was done: written into the outbox by the act, once for each of those it concerns.

Each act is an occasion of its own, so a letter goes once however often the act is read.  To whom is
said by the act itself, or by the seat or post that somebody held at its moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from domain.kernel.ids import PersonId, derived

Session = Connection[tuple[Any, ...]]
CAUCUS: Final = "caucus"
"""What a letter on a meeting of a caucus with sealed members is: no page lists it."""


@dataclass(frozen=True)
class Addressed:
    """To whom a letter goes: people by name, whoever sits in a body, or whoever holds its post.

    `unseen` is a caucus whose members nobody else is told: those who belong to it without being
    shown get the letter too.  `without` are those whom it does not concern.
    """

    people: tuple[PersonId, ...] = ()
    body: UUID | None = None
    post: str | None = None
    without: tuple[PersonId, ...] = ()
    unseen: UUID | None = None


@dataclass(frozen=True)
class Circular:
    """A letter in the same words to all; after `until` nothing of it is sent any more.

    `kind` is what it is about: `report`, `action`, `meeting`, `resolution`, `cooption` or
    `formation`, or `caucus` for a meeting of one with sealed members; `about` its id; `page` its
    address inside the site.
    """

    kind: str
    about: UUID
    subject: str
    words: str
    page: str
    until: datetime
    to: Addressed


_OCCASION: Final = """
    INSERT INTO convenor.mail_occasions
        (occasion, kind, about, subject, words, page, useful_until)
    VALUES (%(occasion)s, %(kind)s, %(about)s, %(subject)s, %(words)s, %(page)s, %(until)s)
    ON CONFLICT DO NOTHING RETURNING occasion
"""
# Nothing of it is told to the log: it proves nothing, and the act itself is there already.
_LIST: Final = """
    INSERT INTO convenor.outbox (occasion, addressee, channel, entry, served_told, back_told)
    SELECT DISTINCT %(occasion)s::uuid, w.person,
           CASE WHEN c.entry IS NULL THEN 'none' ELSE 'email' END, c.entry, true, true
    FROM ({who} UNION SELECT person FROM private.caucus_members WHERE body = %(unseen)s) AS w
    LEFT JOIN views.contacts c
        ON c.person = w.person AND c.channel = 'email' AND upper_inf(c.valid)
    WHERE w.person <> ALL(%(without)s::uuid[])
    ON CONFLICT DO NOTHING
"""
_PEOPLE: Final = "SELECT unnest(%(people)s::uuid[]) AS person"
_SEATS: Final = "SELECT person FROM views.seats WHERE body = %(body)s AND valid @> %(moment)s"
_POST: Final = (
    "SELECT person FROM views.posts"
    " WHERE body = %(body)s AND post = %(post)s AND valid @> %(moment)s"
)


def occasion(act: UUID) -> UUID:
    """The occasion that an act is, by the id of the act."""
    return derived(act, "letter")


def write(session: Session, act: UUID, moment: datetime, letter: Circular) -> None:
    """Write the rows of a letter: the list and the occasion are there together or not at all.

    Who sat or held a post is read as of the moment of the act.
    """
    words: dict[str, object] = {**vars(letter), "occasion": occasion(act)}
    if session.execute(_OCCASION, words).fetchone() is None:
        return
    to = letter.to
    whom: dict[str, object] = {
        "occasion": occasion(act),
        "people": list(to.people),
        "body": to.body,
        "post": to.post,
        "without": list(to.without),
        "unseen": to.unseen,
        "moment": moment,
    }
    session.execute(_LIST.format(who=_who(to)).encode(), whom)


def _who(to: Addressed) -> str:
    if to.body is None:
        return _PEOPLE
    return _SEATS if to.post is None else _POST

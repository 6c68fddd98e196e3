"""The outbox as it stands now: which occasions there were, and what became of each letter.

To whom a reminder goes is not told: that would say who had not voted.  Letters on a meeting of a
caucus with sealed members are in no list at all: they would tell who belongs, and how many.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from domain.kernel.refusal import NotFound
from services.reading.view import Answer, Reading, View, name_of

MOST: Final = 200_000
REMINDER: Final = "reminder"


class OccasionLine(Answer):
    """An occasion with how many letters wait, went and came back."""

    occasion: UUID
    kind: str
    about: UUID
    subject: str
    words: str
    page: str
    written_at: datetime
    letters: int
    waiting: int
    by_post: int
    nowhere: int
    sent: int
    failed: int


class LetterLine(Answer):
    """One letter; `address` is told only of letters that wait for the post."""

    addressee: UUID
    name: str
    channel: str
    state: str
    attempts: int
    sent_at: datetime | None
    answer: str | None
    address: str | None


class Outbox(Answer):
    """Every occasion, the newest first."""

    view: View
    occasions: tuple[OccasionLine, ...]


class Occasion(Answer):
    """One occasion with its letters; of a reminder they are left out."""

    view: View
    occasion: OccasionLine
    letters: tuple[LetterLine, ...]


_OCCASIONS: Final = """
    SELECT a.occasion, a.kind, a.about, a.subject, a.words, a.page, a.written_at,
           count(o.addressee) AS letters,
           count(*) FILTER (WHERE o.channel = 'email' AND o.state IN ('waiting', 'taken'))
               AS waiting,
           count(*) FILTER (WHERE o.channel = 'post' AND o.state = 'waiting') AS by_post,
           count(*) FILTER (WHERE o.channel = 'none') AS nowhere,
           count(*) FILTER (WHERE o.state = 'sent') AS sent,
           count(*) FILTER (WHERE o.state IN ('bounced', 'given_up')) AS failed
    FROM convenor.mail_occasions a LEFT JOIN convenor.outbox o USING (occasion)
    WHERE a.kind <> 'caucus' AND (%(occasion)s::uuid IS NULL OR a.occasion = %(occasion)s)
    GROUP BY a.occasion ORDER BY a.written_at DESC, a.occasion
"""
_LETTERS: Final = f"""
    SELECT o.addressee, {name_of("o.addressee")} AS name, o.channel, o.state, o.attempts,
           o.sent_at, o.answer,
           CASE WHEN o.channel = 'post' AND o.state = 'waiting' THEN b.address END AS address
    FROM convenor.outbox o
    LEFT JOIN contacts c
        ON c.person = o.addressee AND c.channel = o.channel AND upper_inf(c.valid)
    LEFT JOIN mail.address_book b
        ON b.entry = coalesce(c.entry, o.entry) AND b.person = o.addressee
    WHERE o.occasion = %(occasion)s
    ORDER BY o.channel = 'email', o.state, o.addressee LIMIT %(most)s
"""


def outbox(at: Reading) -> Outbox:
    """Every occasion."""
    return Outbox(view=at.view, occasions=at.all(OccasionLine, _OCCASIONS, occasion=None))


def occasion(at: Reading, occasion: UUID, most: int = MOST) -> Occasion:
    """One occasion; what does not go by e-mail comes first; raises `NotFound`."""
    line = at.first(OccasionLine, _OCCASIONS, occasion=occasion)
    if line is None:
        raise NotFound(f"There is nothing in the outbox under the id {occasion}.")
    letters: tuple[LetterLine, ...] = ()
    if line.kind != REMINDER:
        letters = at.all(LetterLine, _LETTERS, occasion=occasion, most=most)
    return Occasion(view=at.view, occasion=line, letters=letters)

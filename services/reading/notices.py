"""Notices: what was served, on how many, by which channel, since when, and what came back.

Who each single addressee is, and their proof, is read from the outbox, for those who may see it;
whether somebody may is not decided here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from domain.kernel.refusal import NotFound
from domain.notices.contact import Channel, Format
from domain.notices.notice import Occasion, Whom
from domain.notices.service import Terms
from services.reading.view import Answer, Reading, View, name_of


class NoticeLine(Answer):
    """A notice by itself; what is not known yet is None."""

    notice: UUID
    body: UUID
    body_slug: str
    body_name: str
    occasion: Occasion
    about: UUID
    subject: str
    text: str
    goes_to: Whom
    called: datetime
    called_by: UUID
    called_by_name: str
    happens_at: datetime | None
    due: datetime | None
    period_rule: str | None
    email_hours: int
    post_days: int
    addressees: int | None
    root: str | None
    by_email: int | None
    by_post: int | None
    nowhere: int | None
    completed: datetime | None
    served: int | None
    late: int | None
    unserved: int | None

    def deemed(self, channel: str, sent: datetime) -> datetime:
        """When what was sent then counts as served, by the terms of the notice."""
        terms = Terms(email_hours=self.email_hours, post_days=self.post_days, due=self.due)
        return terms.deemed(Channel(channel), sent)


class Batch(Answer):
    """What was sent or posted together; `first` and `last` are when it counts as served."""

    channel: Channel
    count: int
    late: int
    first: datetime
    last: datetime
    root: str | None
    since: datetime
    act: UUID


class CameBack(Answer):
    """What did not arrive; `served`: it had been sent before that was known."""

    channel: Channel
    count: int
    served: bool
    reason: str
    since: datetime
    act: UUID


class Omission(Answer):
    """Somebody who should have had it and did not."""

    person: UUID
    name: str
    accidental: bool
    reason: str
    since: datetime
    act: UUID


class Notices(Answer):
    """Notices, the newest first."""

    view: View
    notices: tuple[NoticeLine, ...]


class Notice(Answer):
    """A notice with what came of it."""

    view: View
    notice: NoticeLine
    batches: tuple[Batch, ...]
    came_back: tuple[CameBack, ...]
    omissions: tuple[Omission, ...]

    def sent_by(self, channel: Channel) -> int:
        return sum(batch.count for batch in self.batches if batch.channel is channel)

    @property
    def waits_for_mail(self) -> bool:
        """Whether letters are still to go out by e-mail."""
        line = self.notice
        if line.by_email is None or line.completed is not None:
            return False
        at_once = sum(one.count for one in self.came_back if not one.served)
        return line.by_email > self.sent_by(Channel.EMAIL) + at_once

    @property
    def returned(self) -> int:
        """How many came back after they were sent."""
        return sum(one.count for one in self.came_back if one.served)


class Proof(Answer):
    """What is kept of one addressee: by which channel, since when, and the last word."""

    person: UUID
    name: str
    channel: str
    again: bool
    state: str
    sent_at: datetime | None
    came_back_at: datetime | None
    attempts: int
    answer: str | None
    message_id: str


class Way(Answer):
    """How somebody is reached; the address is kept apart."""

    channel: Channel
    entry: UUID
    language: str
    format: Format
    given: datetime


_NOTICES: Final = f"""
    SELECT n.notice, n.body, b.slug AS body_slug, b.name AS body_name, n.occasion, n.about,
           n.subject, n.text, n.goes_to, n.called, n.called_by,
           {name_of("n.called_by")} AS called_by_name, n.happens_at, n.due, n.period_rule,
           n.email_hours, n.post_days, n.addressees, n.root, n.by_email, n.by_post, n.nowhere,
           n.completed, n.served, n.late, n.unserved
    FROM notices n JOIN bodies b ON b.body = n.body AND b.valid @> %(as_of)s::timestamptz
    WHERE n.valid @> %(as_of)s::timestamptz
      AND (%(notice)s::uuid IS NULL OR n.notice = %(notice)s)
      AND (%(of_body)s::uuid IS NULL OR n.body = %(of_body)s)
    ORDER BY n.called DESC, n.notice
"""
_BATCHES: Final = """
    SELECT channel, count, late, first, last, root, since, act FROM notice_batches
    WHERE notice = %(notice)s AND since <= %(as_of)s ORDER BY position
"""
_BACK: Final = """
    SELECT channel, count, served, reason, since, act FROM notice_bounces
    WHERE notice = %(notice)s AND since <= %(as_of)s ORDER BY position
"""
_OMITTED: Final = f"""
    SELECT o.person, {name_of("o.person")} AS name, o.accidental, o.reason, o.since, o.act
    FROM notice_omissions o WHERE o.notice = %(notice)s AND o.since <= %(as_of)s
    ORDER BY o.since, o.person
"""
_PROOFS: Final = f"""
    SELECT o.addressee AS person, {name_of("o.addressee")} AS name, o.channel,
           a.kind = 'again' AS again, o.state, o.sent_at, o.came_back_at, o.attempts, o.answer,
           o.message_id
    FROM convenor.outbox o JOIN convenor.mail_occasions a USING (occasion)
    WHERE a.about = %(notice)s AND a.kind <> 'reminder'
      AND (%(person)s::uuid IS NULL OR o.addressee = %(person)s)
    ORDER BY again DESC, o.state NOT IN ('bounced', 'given_up'), o.channel = 'email', o.addressee
    LIMIT %(most)s
"""
_WAYS: Final = """
    SELECT channel, entry, language, format, given FROM contacts
    WHERE person = %(person)s AND valid @> %(as_of)s::timestamptz ORDER BY given DESC, channel
"""
MOST: Final = 200_000


def notices(at: Reading, of_body: UUID | None = None) -> Notices:
    """Every notice, or those of one body."""
    found = at.all(NoticeLine, _NOTICES, notice=None, of_body=of_body)
    return Notices(view=at.view, notices=found)


def notice(at: Reading, notice: UUID) -> Notice:
    """One notice; raises `NotFound`."""
    line = at.first(NoticeLine, _NOTICES, notice=notice, of_body=None)
    if line is None:
        raise NotFound(f"There is no notice with the id {notice} at that moment.")
    return Notice(
        view=at.view,
        notice=line,
        batches=at.all(Batch, _BATCHES, notice=notice),
        came_back=at.all(CameBack, _BACK, notice=notice),
        omissions=at.all(Omission, _OMITTED, notice=notice),
    )


def proofs(
    at: Reading, notice: UUID, person: UUID | None = None, most: int = MOST
) -> tuple[Proof, ...]:
    """The proof for each addressee, or for one, as the outbox has it now.

    Those come first that went wrong or did not go by e-mail.
    """
    return at.all(Proof, _PROOFS, notice=notice, person=person, most=most)


def ways(at: Reading, person: UUID) -> tuple[Way, ...]:
    """How somebody is reached; first the way by which they are served."""
    return at.all(Way, _WAYS, person=person)

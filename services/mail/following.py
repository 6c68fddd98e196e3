"""Follows the log for the outbox: lists and letters are written, what people recorded is marked.

One leads, by holding the row that says how far it has come; the others stand by.  What it writes is
committed before the position moves, and written again it changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from psycopg import Connection

from domain.kernel.ids import CommandId, derived
from domain.notices.contact import Contact
from domain.notices.notice import Notice
from services.application.asker import THE_SERVICE
from services.application.notices import AddressNotice
from services.bootstrap import Office, Pool
from services.mail import circulars, listing
from services.mail.wording import WORDING, letter_on

Session = Connection[tuple[Any, ...]]
TOPICS: Final = (
    Notice.Called.TOPIC,
    Notice.Bounced.TOPIC,
    Notice.Posted.TOPIC,
    Contact.Replaced.TOPIC,
    Contact.Withdrawn.TOPIC,
    *WORDING,
)
AT_ONCE: Final = 100
READING: Final = 30.0


@contextmanager
def leading(pool: Pool) -> Iterator[Session | None]:
    """A session that leads for as long as it lasts; none if another leads."""
    with pool.connection() as session:
        row = session.execute(
            "SELECT position FROM convenor.mail_tracking FOR UPDATE SKIP LOCKED"
        ).fetchone()
        yield session if row else None


def follow(at: Office, leader: Session) -> int:
    """Take in what has been recorded since; how many acts that were."""
    after = _position(leader)
    head = at.store.head()
    acts = at.store.acts(after=after, topics=TOPICS, limit=AT_ONCE)
    for act in acts:
        at.projector.wait_for(act.position, READING)
        _DO.get(type(act.event), _wrote)(at, act.event)
    upto = acts[-1].position if len(acts) == AT_ONCE else max(head, after)
    if upto != after:
        leader.execute("UPDATE convenor.mail_tracking SET position = %s", (upto,))
    return len(acts)


def _position(leader: Session) -> int:
    row = leader.execute("SELECT position FROM convenor.mail_tracking").fetchone()
    return int(row[0]) if row else 0


def _called(at: Office, event: Notice.Called) -> None:
    """The list is committed first: the act then tells what is on it, however often this is done."""
    with at.pool.connection() as session:
        listing.write_list(session, event)
    with at.pool.connection() as session:
        figures = listing.figures(session, event.originator_id)
    key = CommandId(derived(event.originator_id, "addressed"))
    at.desk.perform(AddressNotice(notice=event.originator_id, addressees=figures), THE_SERVICE, key)


def _bounced(at: Office, event: Notice.Bounced) -> None:
    with at.pool.connection() as session:
        listing.came_back(session, event)


def _posted(at: Office, event: Notice.Posted) -> None:
    with at.pool.connection() as session:
        listing.posted(session, event)


def _replaced(at: Office, event: Contact.Replaced) -> None:
    if event.former is not None:
        at.addresses.destroy(event.former)


def _withdrawn(at: Office, event: Contact.Withdrawn) -> None:
    at.addresses.destroy(event.entry)


def _wrote(at: Office, event: Any) -> None:
    letter = letter_on(at.store, event)
    if letter is not None:
        with at.pool.connection() as session:
            circulars.write(session, event.event_id, event.act.occurred_at, letter)


_DO: Final[dict[type, Callable[[Office, Any], None]]] = {
    Notice.Called: _called,
    Notice.Bounced: _bounced,
    Notice.Posted: _posted,
    Contact.Replaced: _replaced,
    Contact.Withdrawn: _withdrawn,
}

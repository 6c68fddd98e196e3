"""Notices of the organisation that the pages show: sent by real SMTP, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.notices.contact import Channel
from domain.notices.notice import Occasion, Whom
from services.application.notices import RecordOmission, RecordPost, ServeNotice, SetContact
from services.bootstrap import Office
from services.config import SmtpSecurity
from services.mail.sending import Post, Sender
from services.mail.server import MailServer
from services.mail.writing import Letterhead
from tests.mail.postbox import Postbox, postbox
from tests.support.hands import Hands, member

HEAD = Letterhead("Federation of Sample Groups", "office@example.org")
BY_MAIL, BY_POST = range(12), (12, 13)
UNKNOWN = 11


@dataclass(frozen=True)
class Mailed:
    """A notice to all that was sent, one to a body that waits, and how the first goes again."""

    notice: UUID
    waiting: UUID


def reach(hands: Hands, office: Office, number: int, channel: Channel, address: str) -> None:
    person = member(number)
    entry = office.addresses.put_in(person, channel, address)
    hands.ask(SetContact(person=person, channel=channel, entry=entry), person)


def settle(office: Office, box: Postbox | None) -> None:
    server = None
    if box is not None:
        server = MailServer("127.0.0.1", box.port, SmtpSecurity.NONE, "office@example.org")
    sender = Sender(office, Post(HEAD, server))
    office.projector.wait_for(office.store.head(), 90)
    while sender.once():
        office.projector.wait_for(office.store.head(), 90)


def remind(hands: Hands, office: Office, ballot: UUID) -> None:
    """Write the reminders of a ballot, as its step does while voting is open."""
    found = hands.store.load(Ballot, ballot)
    office.projector.wait_for(office.store.head(), 90)
    office.steps.reminders.remind_voters(found, found.terms.remind_at[0])


def play(hands: Hands, office: Office, ballot: UUID) -> Mailed:
    """A notice of a meeting to all members, one address of which is wrong, and one that waits."""
    staff = member(0)
    for number in BY_MAIL:
        reach(hands, office, number, Channel.EMAIL, f"m{number}@example.net")
    for number in BY_POST:
        reach(hands, office, number, Channel.POST, f"{number} Sample Street\nLeeds\nLS1 1AA")
    remind(hands, office, ballot)
    now = hands.store.now()
    meeting = ServeNotice(
        body="ncg",
        occasion=Occasion.MEETING,
        happens_at=now + timedelta(days=30),
        subject="General meeting of all members",
        text="The meeting is in the town hall.\n\nThe agenda comes a week before it.",
        to=Whom.ALL_MEMBERS,
    )
    notice = hands.began(hands.ask(meeting, member(1)))
    with postbox() as box:
        wrong = f"m{UNKNOWN}@"
        box.balk = lambda who, _: "550 5.1.1 no such user" if who.startswith(wrong) else None
        settle(office, box)
    to = tuple(map(member, BY_POST))
    hands.ask(RecordPost(notice=notice, letters=2, posted_on=now.date(), people=to), staff)
    left_out = RecordOmission(
        notice=notice, person=member(20), accidental=True, reason="Joined on that very day"
    )
    hands.ask(left_out, staff)
    words = ServeNotice(body="riverside", subject="The key is with Cleo", text="Ask her for it.")
    waiting = hands.began(hands.ask(words, staff))
    settle(office, None)
    return Mailed(notice, waiting)

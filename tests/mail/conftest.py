"""An office with a small organisation whose people have addresses, and a sender over it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest

from domain.kernel.ids import PersonId
from domain.notices.contact import Channel
from domain.notices.notice import Notice, Whom
from services.application.notices import ServeNotice, SetContact
from services.bootstrap import Office, office
from services.config import SmtpSecurity
from services.mail.sending import Patience, Post, Sender
from services.mail.server import MailServer
from services.mail.writing import Letterhead
from tests.engine.meeting import Meets
from tests.engine.small import Small
from tests.mail.postbox import Postbox, postbox
from tests.servers import Originals
from tests.support.hands import member
from tests.support.keys import MASTERS

HEAD = Letterhead("Federation of Sample Groups", "office@example.org", "https://example.org")
AT_ONCE = Patience(first=timedelta(), longest=timedelta(), attempts=3, server_away=timedelta())
BY_POST = "{} Sample Street\nLeeds\nLS1 1AA"


class Mail:
    """The organisation, its people's addresses, and whoever sends."""

    def __init__(self, at: Office, small: Small | None = None) -> None:
        self.at = at
        self.small = small or Small(at)

    def reach(self, number: int, channel: Channel = Channel.EMAIL) -> None:
        """Somebody says themselves how they are reached."""
        person = member(number)
        where = f"m{number}@example.net" if channel is Channel.EMAIL else BY_POST.format(number)
        entry = self.at.addresses.put_in(person, channel, where)
        self.small.ask(SetContact(person=person, channel=channel, entry=entry), person)

    def serve(self, *numbers: int, **words: object) -> UUID:
        """Staff serve a notice on these members, or on all if none is named."""
        people: tuple[PersonId, ...] = tuple(map(member, numbers))
        asked = {
            "body": "staff",
            "subject": "General meeting",
            "text": "The meeting is on Friday.\n\nCome if you can.",
            "to": Whom.LISTED if people else Whom.ALL_MEMBERS,
            "people": people,
            **words,
        }
        return self.small.hands.began(self.small.ask(ServeNotice.model_validate(asked), member(0)))

    def sender(self, box: Postbox | None, patience: Patience = AT_ONCE) -> Sender:
        server = None
        if box is not None:
            server = MailServer(
                "127.0.0.1", box.port, SmtpSecurity.NONE, "office@example.org", patience=5
            )
        return Sender(self.at, Post(HEAD, server, patience))

    def settle(self, box: Postbox | None, patience: Patience = AT_ONCE) -> None:
        """Send and tell until there is nothing left to do."""
        self.at.projector.wait_for(self.at.store.head(), 90)
        sender = self.sender(box, patience)
        while sender.once():
            self.at.projector.wait_for(self.at.store.head(), 90)

    def notice(self, notice: UUID) -> Notice:
        return self.at.store.load(Notice, notice)

    def rows(self, notice: UUID) -> dict[UUID, tuple[str, str, str | None]]:
        """Each addressee of an occasion: channel, state, last word."""
        with self.at.pool.connection() as connection:
            found = connection.execute(
                "SELECT addressee, channel, state, answer FROM convenor.outbox WHERE occasion = %s",
                (notice,),
            ).fetchall()
        return {row[0]: (row[1], row[2], row[3]) for row in found}


def an_organisation(address: str) -> None:
    with office(address) as at:
        Small(at)
        at.projector.catch_up()


@pytest.fixture
def mail(originals: Originals) -> Iterator[Mail]:
    with (
        originals.copy("a_small_organisation", an_organisation) as (address, _),
        office(address) as at,
    ):
        at.projector.start()
        yield Mail(at)
        at.projector.stop()


class Sits(Meets):
    """A coordinating group whose members are reached by e-mail, and their mail."""

    def __init__(self, at: Office, box: Postbox) -> None:
        super().__init__(at)
        self.mail = Mail(at, self.small)
        self.small.hands.steps = at.steps
        self.box = box
        self.read = 0

    def new(self) -> list[tuple[str, str]]:
        """To whom letters came since this was asked last, and their subjects."""
        self.mail.settle(self.box)
        letters, self.read = self.box.letters[self.read :], len(self.box.letters)
        return sorted((str(one["To"]), str(one["Subject"])) for one in letters)

    def words(self, letter: EmailMessage | None = None) -> str:
        """What a letter says, the newest if none is named."""
        text = (letter or self.box.letters[-1]).get_body(("plain",))
        assert text is not None
        return str(text.get_content()).replace("\r\n", "\n")


def a_group_that_sits(address: str) -> None:
    with office(address) as at:
        group = Meets(at)
        for number in (1, 2, 3, 4):
            Mail(at, group.small).reach(number)
        at.projector.catch_up()


@pytest.fixture
def sits(originals: Originals, box: Postbox) -> Iterator[Sits]:
    """Members 1 to 4 of the group have an address, 5 to 9 and the staff have none."""
    with (
        originals.copy("a_group_that_sits", a_group_that_sits) as (address, _),
        office(address, masters=MASTERS) as at,
    ):
        at.projector.start()
        yield Sits(at, box)
        at.projector.stop()


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as found:
        yield found

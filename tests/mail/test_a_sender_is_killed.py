"""Two senders at once, one of them killed in the middle: each addressee has exactly one letter.

A letter that was in the dying sender's hand may have been taken by the mail server without a mark;
it comes again under the same Message-ID, and there is at most one such.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from time import monotonic, sleep
from uuid import UUID

import pytest

from domain.kernel.act import Act, Authority
from domain.kernel.ids import CommandId, derived
from domain.notices.contact import Channel, Contact, Reached
from domain.notices.notice import Notice
from services.application.bodies import SeatMember
from services.application.meetings import ConveneMeeting, GiveNotice
from services.mail.circulars import occasion
from tests.crash.processes import environment, killed, running
from tests.mail.conftest import Mail
from tests.mail.postbox import Postbox
from tests.support.hands import member

MANY, FEWER, FIRST = 2_000, 200, 1_000
PATIENCE = 200.0
pytestmark = pytest.mark.timeout(400)


def wait_until(box: Postbox, count: int) -> None:
    """Until so many different letters are there."""
    end = monotonic() + PATIENCE
    while len(set(box.message_ids)) < count:
        assert monotonic() < end, f"only {len(box.letters)} letters came"
        sleep(0.05)


def wait_until_both_hold_letters(mail: Mail) -> None:
    """Until two senders have letters in hand."""
    end = monotonic() + PATIENCE
    asked = "SELECT count(DISTINCT taken_by) FROM convenor.outbox WHERE state = 'taken'"
    while True:
        with mail.at.pool.connection() as connection:
            row = connection.execute(asked).fetchone()
        if row is not None and row[0] == 2:
            return
        assert monotonic() < end, "one sender did all of it"
        sleep(0.01)


def reach_everybody(mail: Mail, many: int) -> None:
    """Addresses of very many people, and what the log says of each, without asking one by one."""
    contacts = [contact(mail, number + FIRST) for number in range(many)]
    for at in range(0, many, 500):
        mail.at.store.commit(contacts[at : at + 500], command=None, reads={})


def contact(mail: Mail, number: int) -> Contact:
    person = member(number)
    act = Act(
        occurred_at=mail.at.store.now(),
        actor=person,
        recorded_by=person,
        authority=Authority(kind="membership", name="the person whom it is about"),
        command_id=CommandId(derived(person, "reached")),
    )
    entry = mail.at.addresses.put_in(person, Channel.EMAIL, f"m{number}@example.net")
    return Contact.give(act, person, Reached(channel=Channel.EMAIL, entry=entry))


def letters_of(mail: Mail, box: Postbox, many: int, of: UUID) -> None:
    """Let two send until all letters of an occasion are there; one is killed on the way."""
    box.slow = 0.003
    where = environment(
        DATABASE_URL=mail.at.dsn,
        TEMPORAL_ADDRESS="localhost:1",
        CONVENOR_SMTP_HOST="127.0.0.1",
        CONVENOR_SMTP_PORT=str(box.port),
        CONVENOR_SMTP_SECURITY="none",
        CONVENOR_SMTP_FROM="office@example.org",
        CONVENOR_SMTP_TIMEOUT="3",
    )
    send = ["services.cli.main", "mail", "send", "--with-parent"]
    with running(send, where) as first, running(send, where):
        wait_until_both_hold_letters(mail)
        wait_until(box, many // 3)
        killed(first)
        wait_until(box, many)
        told = monotonic() + PATIENCE
        while states(mail, of) != {"sent": many}:
            assert monotonic() < told, "not all are marked as sent"
            sleep(0.1)
        until_the_log_is_told(mail, of)
    assert len(Counter(box.message_ids)) == many
    assert len(box.letters) - many <= 1
    to = {letter["Message-ID"]: letter["To"] for letter in box.letters}
    assert len(set(to.values())) == many


def states(mail: Mail, occasion: UUID) -> Counter[str]:
    """How many letters that go by e-mail are in which state."""
    return Counter(state for by, state, _ in mail.rows(occasion).values() if by == "email")


def until_the_log_is_told(mail: Mail, notice: UUID) -> None:
    """Until the log has been told of a notice; of other letters it is told nothing."""
    found = mail.at.store.find(Notice, notice)
    told = monotonic() + PATIENCE
    while found is not None and not mail.notice(notice).completed:
        assert monotonic() < told, "the log was not told"
        sleep(0.1)


@pytest.mark.long
@pytest.mark.parametrize("many", [FEWER, MANY], ids=["200 letters", "2,000 letters"])
def test_each_has_exactly_one_letter_though_a_sender_is_killed(
    mail: Mail, box: Postbox, many: int
) -> None:
    reach_everybody(mail, many)
    notice = mail.serve(*(number + FIRST for number in range(many)))
    mail.settle(None)
    letters_of(mail, box, many, notice)
    assert mail.notice(notice).sent == many
    assert member(FIRST) in mail.rows(notice)


@pytest.mark.long
def test_each_member_is_called_to_a_meeting_once_though_a_sender_is_killed(
    mail: Mail, box: Postbox
) -> None:
    reach_everybody(mail, FEWER)
    for number in range(FEWER):
        seat = SeatMember(body="leeds", person=member(number + FIRST), name="M", how="elected")
        mail.small.ask(seat, member(0))
    starts = mail.at.store.now() + timedelta(days=40)
    called = ConveneMeeting(body="leeds", starts=starts, place="Hall")
    meeting = mail.small.hands.began(mail.small.ask(called, member(0)))
    given = mail.small.ask(GiveNotice(meeting=meeting), member(0)).result.acts[-1]
    act = mail.at.store.acts(stream=given.stream, limit=99)[given.version - 1]
    mail.settle(None)
    letters_of(mail, box, FEWER, occasion(act.event.event_id))

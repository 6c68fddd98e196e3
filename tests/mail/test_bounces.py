"""Rules for what mail servers send back: the letter is found, marked once, and told to the log."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from domain.kernel.refusal import BadInput
from domain.notices.contact import Channel
from services.cli.commands import run
from services.mail import bounces
from services.mail.listing import again
from tests.mail.conftest import Mail
from tests.mail.postbox import Postbox
from tests.support.hands import member

HEADERS_ONLY, WHOLE, WITHOUT = "headers", "whole", "without"


def report(letter: EmailMessage, *, action: str = "failed", returned: str = HEADERS_ONLY) -> bytes:
    """A report of RFC 3464 on a letter, written out as a mail server writes it."""
    headers = "".join(f"{name}: {value}\n" for name, value in letter.items())
    parts = [
        "Content-Type: text/plain; charset=us-ascii\n\nYour letter could not be delivered.\n",
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n"
        f"Final-Recipient: rfc822; {letter['To']}\nAction: {action}\nStatus: 5.2.2\n"
        f"Diagnostic-Code: smtp; 552 5.2.2 {letter['To']} is over its quota\n",
        {
            HEADERS_ONLY: f"Content-Type: text/rfc822-headers\n\n{headers}",
            WHOLE: f"Content-Type: message/rfc822\n\n{letter.as_string()}",
            WITHOUT: "",
        }[returned],
    ]
    body = "".join(f"--=_limit\n{part}\n" for part in parts if part)
    whole = (
        "From: MAILER-DAEMON@mx.example.net\nTo: office@example.org\n"
        "Subject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; "
        f'boundary="=_limit"\n\n{body}--=_limit--\n'
    )
    return whole.replace("\r\n", "\n").encode()


@pytest.fixture
def sent(mail: Mail, box: Postbox) -> tuple[Mail, Postbox]:
    for number in (1, 2):
        mail.reach(number)
    mail.settle(box)
    return mail, box


@pytest.mark.parametrize("returned", [HEADERS_ONLY, WHOLE])
def test_a_letter_that_came_back_is_marked_told_once_and_goes_by_post(
    sent: tuple[Mail, Postbox], returned: str
) -> None:
    mail, box = sent
    notice = mail.serve(1, 2)
    mail.settle(box)
    [letter] = [one for one in box.letters if one["To"] == "m1@example.net"]
    found = bounces.read(report(letter, returned=returned))
    assert [one.addressee for one in bounces.mark(mail.at.pool, found)] == [member(1)]
    assert bounces.mark(mail.at.pool, found) == ()
    mail.settle(box)
    told = mail.notice(notice)
    assert told.returned[Channel.EMAIL] == {member(1)}
    assert told.sent == 2
    assert told.waits_for_post == 1
    assert list(mail.rows(again(notice))) == [member(1)]


def test_the_reason_goes_on_record_without_the_address(sent: tuple[Mail, Postbox]) -> None:
    mail, box = sent
    notice = mail.serve(1)
    mail.settle(box)
    bounces.mark(mail.at.pool, bounces.read(report(box.letters[0])))
    mail.settle(box)
    acts = mail.at.store.acts(stream=notice, topics=("notice.bounced.v1",), limit=9)
    [reason] = [vars(act.event)["reason"] for act in acts]
    assert reason == "5.2.2 552 5.2.2 (an address) is over its quota"


def test_a_delay_is_no_bounce(sent: tuple[Mail, Postbox]) -> None:
    mail, box = sent
    mail.serve(1)
    mail.settle(box)
    assert bounces.read(report(box.letters[0], action="delayed")) == ()


def test_what_is_no_report_is_refused_with_what_to_do(sent: tuple[Mail, Postbox]) -> None:
    mail, box = sent
    mail.serve(1)
    mail.settle(box)
    with pytest.raises(BadInput, match="no report on a delivery"):
        bounces.read(b"Subject: out of office\n\nI am away.\n")
    with pytest.raises(BadInput, match="by hand"):
        bounces.read(report(box.letters[0], returned=WITHOUT))


def test_the_command_takes_a_file_and_says_what_it_did(
    sent: tuple[Mail, Postbox],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    mail, box = sent
    mail.serve(1)
    mail.settle(box)
    file = tmp_path / "bounce.eml"
    file.write_bytes(report(box.letters[0]))
    monkeypatch.setenv("DATABASE_URL", mail.at.dsn)
    assert run(["mail", "bounce", str(file)]) == 0
    assert f"The letter to {member(1)} came back" in capsys.readouterr().out
    assert run(["mail", "bounce", str(file)]) == 2

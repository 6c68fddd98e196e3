"""Rules for the mail server: how one logs in, what is said of it, and no letter is to blame."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from services import doctor
from services.config import ConfigurationRefused, Settings, SmtpSecurity, load_settings
from services.mail.sending import Post, Sender
from services.mail.server import MailServer, mail_server
from tests.mail.conftest import AT_ONCE, HEAD, Mail
from tests.mail.postbox import Postbox, free_port
from tests.support.hands import member

PASSWORD = "open sesame"
# The server of the tests warns of a login without encryption; this one is on loopback.
WITHOUT_TLS = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


def let_in(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
) -> AuthResult:
    """Let in whoever has the password."""
    fits = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    return AuthResult(success=fits, handled=not fits)


@pytest.fixture
def guarded() -> Iterator[Postbox]:
    """A mail server that takes mail only from those who log in."""
    box = Postbox(free_port())
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=box.port,
        authenticator=let_in,
        auth_required=True,
        auth_require_tls=False,
    )
    controller.start()
    yield box
    controller.stop()


def settle_with(mail: Mail, box: Postbox, password: str) -> None:
    server = MailServer(
        "127.0.0.1", box.port, SmtpSecurity.NONE, "office@example.org", "office", password, 5
    )
    mail.at.projector.wait_for(mail.at.store.head(), 90)
    sender = Sender(mail.at, Post(HEAD, server, AT_ONCE))
    while sender.once():
        mail.at.projector.wait_for(mail.at.store.head(), 90)


@WITHOUT_TLS
def test_with_the_password_mail_is_taken(mail: Mail, guarded: Postbox) -> None:
    mail.reach(1)
    mail.serve(1)
    settle_with(mail, guarded, PASSWORD)
    assert guarded.recipients == ["m1@example.net"]


@WITHOUT_TLS
def test_without_it_letters_wait_and_no_attempt_is_counted(mail: Mail, guarded: Postbox) -> None:
    mail.reach(1)
    notice = mail.serve(1)
    settle_with(mail, guarded, "wrong")
    assert mail.rows(notice)[member(1)][1] == "waiting"
    with mail.at.pool.connection() as connection:
        row = connection.execute("SELECT attempts FROM convenor.outbox").fetchone()
    assert row == (0,)
    settle_with(mail, guarded, PASSWORD)
    assert len(guarded.letters) == 1


def test_a_way_that_is_not_encrypted_is_not_taken_for_one_that_is(mail: Mail, box: Postbox) -> None:
    mail.reach(1)
    notice = mail.serve(1)
    server = MailServer("127.0.0.1", box.port, SmtpSecurity.STARTTLS, "office@example.org")
    mail.at.projector.wait_for(mail.at.store.head(), 90)
    Sender(mail.at, Post(HEAD, server, AT_ONCE)).once()
    assert box.letters == []
    assert mail.rows(notice)[member(1)][1] == "waiting"


# What is set, and what the doctor says of it


def settings(box: Postbox, **other: object) -> Settings:
    return Settings.model_validate(
        {
            "smtp_host": "127.0.0.1",
            "smtp_port": box.port,
            "smtp_security": "none",
            "smtp_from": "office@example.org",
            **other,
        }
    )


def said_of_mail(found: Settings) -> tuple[str, str]:
    [finding] = [one for one in doctor.report(found).findings if one.what == "Mail"]
    return finding.reach.value, finding.said


def test_the_doctor_says_whether_the_mail_server_lets_us_in(
    box: Postbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said_of_mail(Settings()) == (
        "not running",
        "no server is set; letters stay in the outbox.",
    )
    assert said_of_mail(settings(box)) == ("good", f"127.0.0.1:{box.port} lets us in.")
    reach, said = said_of_mail(settings(Postbox(free_port())))
    assert reach == "not reached"
    assert said.startswith("letters wait: 127.0.0.1:")


def test_a_mail_server_that_is_away_keeps_nothing_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert doctor.report(settings(Postbox(free_port()))).healthy


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"HOST": "mx.example.org"}, "CONVENOR_SMTP_FROM has to be set too"),
        ({"USER": "office"}, "belong together"),
        (
            {
                "HOST": "mx.example.org",
                "FROM": "office@example.org",
                "SECURITY": "none",
                "USER": "office",
                "PASSWORD": PASSWORD,
            },
            "would go unencrypted to another machine",
        ),
        ({"FROM": "The office"}, "CONVENOR_SMTP_FROM cannot be used"),
        ({"SECURITY": "ssl"}, "CONVENOR_SMTP_SECURITY cannot be used"),
        ({"PORT": "0"}, "CONVENOR_SMTP_PORT cannot be used"),
    ],
)
def test_what_can_t_be_is_refused_in_words(
    variables: dict[str, str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in variables.items():
        monkeypatch.setenv(f"CONVENOR_SMTP_{name}", value)
    with pytest.raises(ConfigurationRefused, match=told) as refused:
        load_settings()
    assert PASSWORD not in str(refused.value)


def test_a_password_goes_to_the_server_and_into_no_report(box: Postbox) -> None:
    found = settings(box, smtp_user="office", smtp_password=PASSWORD)
    server = mail_server(found)
    assert server is not None
    assert server.password == PASSWORD
    assert PASSWORD not in doctor.render(doctor.report(found))

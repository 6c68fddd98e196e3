"""Commands on mail: send what waits, take in what came back, keep an address."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from domain.kernel.ids import CommandId
from domain.kernel.refusal import Refusal
from domain.notices.contact import Channel
from services.application.asker import somebody
from services.application.notices import SetContact
from services.application.on_record import asked_by, person_called
from services.bootstrap import office
from services.cli.codes import Code
from services.cli.running import WithParent, end_with_parent
from services.config import load_settings
from services.mail import bounces
from services.mail.sending import Sender, post_of
from services.places import database_of
from services.serving import told


def add_to(app: typer.Typer) -> None:
    """Add these commands, as words after `mail`."""
    mail = typer.Typer(help="Send mail, take in what came back, keep addresses.")
    mail.command()(send)
    mail.command()(bounce)
    mail.command()(address)
    app.add_typer(mail, name="mail")


def send(
    once: Annotated[bool, typer.Option("--once", help="Send what is due, and end.")] = False,
    with_parent: WithParent = False,
) -> None:
    """Send what waits in the outbox, and tell the log; without a mail server, write lists alone."""
    end_with_parent(with_parent)
    settings, _ = told(load_settings())
    post = post_of(settings)
    if post.server is None:
        print("No mail server is set: nothing leaves this machine. See /outbox.", file=sys.stderr)
    with office(database_of(settings)) as at:
        sender = Sender(at, post)
        if once:
            while sender.once():
                pass
            return
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: sender.stop())
        sender.run()


def bounce(
    file: Annotated[str, typer.Argument(help="The message as it came; - reads standard input.")],
) -> None:
    """Take in a report on a letter that did not arrive (RFC 3464)."""
    content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    reports = bounces.read(content)
    if not reports:
        print("Nothing failed for good by this report, so nothing was marked.")
        return
    with office(database_of(load_settings()), connections=4) as at:
        back = bounces.mark(at.pool, reports)
    if not back:
        print("No letter of ours that was sent has this Message-ID, or it was marked before.")
        raise typer.Exit(Code.UNUSABLE)
    for one in back:
        print(f"The letter to {one.addressee} came back: {one.reason}.")


def address(
    person: Annotated[str, typer.Argument(help="Whose, by id or membership number.")],
    channel: Annotated[Channel, typer.Argument(help="By which channel.")],
    where: Annotated[str, typer.Argument(help="The address; lines by \\n.")],
    by: Annotated[str, typer.Option(help="Who asks, by id or membership number.")],
) -> None:
    """Keep an address, and say that the person is reached there."""
    whose = person_called(person)
    with office(database_of(load_settings()), connections=4) as at:
        asker = somebody(asked_by(at.store, by))
        entry = at.addresses.put_in(whose, channel, where.replace("\\n", "\n"))
        asked = SetContact(person=whose, channel=channel, entry=entry)
        try:
            at.desk.perform(asked, asker, CommandId(uuid4()))
        except Refusal:
            at.addresses.destroy(entry)
            raise
    print("It is kept.")

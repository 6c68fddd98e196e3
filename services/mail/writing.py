"""Writes one letter as mail: its words as text and as simple HTML, both from one template.

It decides neither to whom nor when; the Message-ID is the same however often it is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cached_property
from html import escape
from importlib.resources import files
from typing import Final
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined, Template

from domain.notices.contact import Format
from services.mail.moments import machine_now
from services.mail.outbox import Letter

LARGE: Final = "24px"
USUAL: Final = "16px"


@dataclass(frozen=True)
class Letterhead:
    """Who writes: the organisation's name, its address for mail, and where its pages are."""

    house: str
    sender: str
    pages: str | None = None

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]

    @cached_property
    def _template(self) -> Template:
        text = (files("services.mail") / "letter.jinja").read_text("utf-8")
        return Environment(undefined=StrictUndefined, autoescape=False).from_string(text)

    def text(self, letter: Letter) -> str:
        """The letter in plain words."""
        link = f"{self.pages.rstrip('/')}{letter.page}" if self.pages else ""
        words = {"words": letter.words.strip(), "link": link}
        return self._template.render(words, kind=letter.kind, house=self.house) + "\n"

    def write(self, letter: Letter) -> EmailMessage:
        """The letter as it goes to the mail server."""
        mail = EmailMessage(policy=SMTP)
        mail["From"] = Address(display_name=self.house, addr_spec=self.sender)
        mail["To"] = letter.address or ""
        mail["Subject"] = letter.subject
        mail["Date"] = format_datetime(machine_now())
        mail["Message-ID"] = f"<{letter.message_id}@{self.domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail["Content-Language"] = letter.language
        if letter.kind == "reminder":
            mail["List-Unsubscribe"] = (
                f"<mailto:{self.sender}?subject={quote('No more reminders, please')}>"
            )
        text = self.text(letter)
        mail.set_content(text)
        if letter.format != Format.PLAIN_TEXT:
            mail.add_alternative(as_html(text, letter), subtype="html")
        return mail


def as_html(text: str, letter: Letter) -> str:
    """The same words as simple HTML: paragraphs and the addresses in them, and nothing else."""
    size = LARGE if letter.format == Format.LARGE_PRINT else USUAL
    paragraphs = "\n".join(f"<p>{_linked(one)}</p>" for one in text.strip().split("\n\n"))
    return (
        f'<!doctype html>\n<html lang="{escape(letter.language)}">'
        f"<head><title>{escape(letter.subject)}</title></head>"
        f'<body style="font-family: sans-serif; font-size: {size}; line-height: 1.5">\n'
        f"{paragraphs}\n</body></html>\n"
    )


def _linked(paragraph: str) -> str:
    lines = [" ".join(map(_word, line.split(" "))) for line in paragraph.split("\n")]
    return "<br>\n".join(lines)


def _word(word: str) -> str:
    safe = escape(word)
    if word.startswith(("http://", "https://")):
        return f'<a href="{safe}">{safe}</a>'
    return safe

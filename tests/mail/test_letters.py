"""Rules for letters and addresses: what is written, how, and what can't be written to."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.kernel.refusal import BadInput
from domain.notices.contact import Channel, Format
from services.mail.book import checked
from services.mail.outbox import Letter
from services.mail.writing import Letterhead

HEAD = Letterhead("Féderation, “Sample”", "office@example.org", "https://example.org/")


def letter(**other: object) -> Letter:
    words: dict[str, object] = {
        "occasion": UUID(int=1),
        "addressee": UUID(int=2),
        "kind": "notice",
        "subject": "Größe & Ziele: “next year”",
        "words": "First.\n\nSee https://example.org/a?b=1&c=2 for <more>.",
        "page": "/notices/1",
        "message_id": "f" * 64,
        "address": "ada@example.net",
        "language": "cy",
        "format": Format.STANDARD,
        "attempts": 1,
    }
    return Letter(**{**words, **other})  # type: ignore[arg-type]  # the fields above by name


def parts(written: Letter) -> dict[str, str]:
    return {
        part.get_content_type(): part.get_content()
        for part in HEAD.write(written).walk()
        if not part.is_multipart()
    }


def test_text_and_html_say_the_same_and_links_are_links() -> None:
    found = parts(letter())
    assert "See https://example.org/a?b=1&c=2 for <more>." in found["text/plain"]
    assert "https://example.org/notices/1" in found["text/plain"]
    assert (
        '<a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a>'
        " for &lt;more&gt;." in found["text/html"]
    )
    assert '<html lang="cy">' in found["text/html"]


def test_whoever_asked_for_plain_text_gets_no_html_and_large_print_is_larger() -> None:
    assert list(parts(letter(format=Format.PLAIN_TEXT))) == ["text/plain"]
    assert "font-size: 24px" in parts(letter(format=Format.LARGE_PRINT))["text/html"]
    assert "font-size: 16px" in parts(letter())["text/html"]


def test_names_beyond_ascii_travel_as_they_are() -> None:
    mail = HEAD.write(letter())
    assert str(mail["From"]) == '"Féderation, “Sample”" <office@example.org>'
    assert mail["Subject"] == "Größe & Ziele: “next year”"
    assert mail.as_bytes().isascii()


def test_the_same_letter_has_the_same_name_however_often_it_is_written() -> None:
    names = {HEAD.write(letter(attempts=number))["Message-ID"] for number in (1, 2, 3)}
    assert names == {f"<{'f' * 64}@example.org>"}


@pytest.mark.parametrize(
    "address",
    [
        "ada",
        "ada@",
        "@example.net",
        "ada@localhost",
        "Ada <ada@example.net>",
        "ada@example.net, bob@example.net",
        "ada@example.net\nBcc: all@example.net",
        "ada @example.net",
        "ada@-example.net",
        "ada@example..net",
        "adä@example.net",
        f"{'a' * 250}@example.net",
        "ada@example.net\x00",
    ],
)
def test_what_is_no_single_mailbox_is_refused_in_words(address: str) -> None:
    with pytest.raises(BadInput) as refused:
        checked(Channel.EMAIL, address)
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize("address", ["ada@example.net", "a.d+a_1@mail.example.co.uk"])
def test_a_mailbox_is_taken_as_it_is(address: str) -> None:
    assert checked(Channel.EMAIL, f" {address} ") == address


def test_a_postal_address_has_lines_and_loses_needless_spaces() -> None:
    assert checked(Channel.POST, " 1  Sample Street \n\n Leeds  LS1 1AA\n") == (
        "1 Sample Street\nLeeds LS1 1AA"
    )
    for unfit in ("Leeds", "\n".join(["a line of an address"] * 40)):
        with pytest.raises(BadInput, match="as it stands on an envelope"):
            checked(Channel.POST, unfit)

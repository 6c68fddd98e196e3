"""Published reports and statements as an Atom feed (RFC 4287), newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID
from xml.etree import ElementTree

ATOM: Final = "http://www.w3.org/2005/Atom"
MOST: Final = 50


@dataclass(frozen=True)
class Entry:
    """One report or statement; `published` is when it first went online, `changed` its newest."""

    id: UUID
    title: str
    href: str
    published: datetime
    changed: datetime
    summary: str
    html: str
    by: str


@dataclass(frozen=True)
class Feed:
    """A feed: what it is of, where it stands, and what is in it."""

    id: UUID
    title: str
    href: str
    page_href: str
    entries: Sequence[Entry]
    made: datetime


def as_feed(feed: Feed) -> bytes:
    """The feed as XML."""
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(_name("feed"), {"xml:lang": "en-GB"})
    newest = max((entry.changed for entry in feed.entries), default=feed.made)
    _text(root, "id", f"urn:uuid:{feed.id}")
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(newest))
    _link(root, "self", feed.href, "application/atom+xml")
    _link(root, "alternate", feed.page_href, "text/html")
    for entry in feed.entries[:MOST]:
        _entry(root, entry)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _entry(root: ElementTree.Element, entry: Entry) -> None:
    one = ElementTree.SubElement(root, _name("entry"))
    _text(one, "id", f"urn:uuid:{entry.id}")
    _text(one, "title", entry.title)
    _text(one, "published", _moment(entry.published))
    _text(one, "updated", _moment(entry.changed))
    author = ElementTree.SubElement(one, _name("author"))
    _text(author, "name", entry.by)
    _link(one, "alternate", entry.href, "text/html")
    _text(one, "summary", entry.summary)
    content = _text(one, "content", entry.html)
    content.set("type", "html")


def _text(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    found = ElementTree.SubElement(parent, _name(name))
    found.text = text
    return found


def _link(parent: ElementTree.Element, rel: str, href: str, kind: str) -> None:
    ElementTree.SubElement(parent, _name("link"), {"rel": rel, "href": href, "type": kind})


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

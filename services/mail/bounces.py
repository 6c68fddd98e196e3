"""Reads what mail servers send back: which of our letters did not arrive, and why.

A report is a message of the form of RFC 3464; the letter that it is about is found by the
Message-ID of the returned headers, which is ours.  Only what failed for good counts; a delay is no
bounce.
"""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from domain.kernel.refusal import BadInput

_MARK: Final = """
    UPDATE convenor.outbox
    SET state = 'bounced', answer = %(reason)s, came_back_at = convenor.organisation_now()
    WHERE message_id = %(message_id)s AND state = 'sent' RETURNING occasion, addressee
"""


class Report(NamedTuple):
    """A letter that did not arrive: its Message-ID without the domain, and why."""

    message_id: str
    reason: str


class CameBack(NamedTuple):
    """A letter of ours that came back."""

    occasion: UUID
    addressee: UUID
    reason: str


def read(content: bytes) -> tuple[Report, ...]:
    """What a report says failed for good; raises `BadInput` for what is no such report."""
    mail = message_from_bytes(content, policy=policy.default)
    status = _part(mail, "message/delivery-status")
    if status is None:
        raise BadInput(
            "This is no report on a delivery: it has no part of the type message/delivery-status "
            "(RFC 3464). Hand in the whole message as it came, with its headers."
        )
    reasons = list(_failures(status))
    if not reasons:
        return ()
    name = _returned(mail)
    if name is None:
        raise BadInput(
            "The report does not say which letter it is about: the headers of the letter are not "
            "in it. Record the bounce by hand on the page of the notice."
        )
    return (Report(name, "; ".join(reasons)),)


def _part(mail: EmailMessage, kind: str) -> EmailMessage | None:
    return next((part for part in mail.walk() if part.get_content_type() == kind), None)


def _failures(status: EmailMessage) -> Iterator[str]:
    """The reasons of the fields `Action: failed`; one block of fields for each recipient."""
    blocks = cast("list[Message[str, str]]", status.get_payload())
    for block in blocks if isinstance(blocks, list) else []:
        if str(block.get("Action", "")).strip().lower() == "failed":
            code = str(block.get("Status", "")).split("(")[0].strip()
            said = str(block.get("Diagnostic-Code", "")).partition(";")[2].strip()
            yield " ".join(f"{code} {said}".split()) or "it failed without a reason"


def _returned(mail: EmailMessage) -> str | None:
    """The Message-ID of the letter that was returned, whole or by its headers alone."""
    for part in mail.walk():
        if part is mail:
            continue
        if part.get_content_type() == "text/rfc822-headers":
            headers = message_from_bytes(_bytes_of(part), policy=policy.default)
            return _local(headers.get("Message-ID"))
        if part.get_content_type() == "message/rfc822":
            inner = cast("list[Message[str, str]]", part.get_payload())
            return _local(inner[0].get("Message-ID"))
    return None


def _bytes_of(part: Message[Any, Any]) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _local(message_id: object) -> str | None:
    """The part before the domain; none where there is no Message-ID."""
    name = str(message_id or "").strip().strip("<>").partition("@")[0]
    return name or None


def mark(
    pool: ConnectionPool[Connection[TupleRow]], reports: tuple[Report, ...]
) -> tuple[CameBack, ...]:
    """Mark the letters that came back, each once; whoever sends tells the log of them."""
    found = []
    with pool.connection() as connection:
        for report in reports:
            rows = connection.execute(_MARK, report._asdict()).fetchall()
            found += [CameBack(row[0], row[1], report.reason) for row in rows]
    return tuple(found)

"""What somebody is given who asked what is kept of them: pages to read, and the same as JSON."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import orjson

from domain.kernel.refusal import BadInput
from services.sheets.as_html import as_html
from services.sheets.blocks import Block, Facts, Heading, Paragraph, Sheet
from services.vault.gathering import Everything, OnRoll
from services.web.look.words import day, moment

NOTHING: Final = "nothing"
OTHERS: Final = (
    "Whatever the same records say of other people was taken out before this was written: their "
    "numbers, their names, and what is sealed for them. Sentences are those of the public record."
)


def written(found: Everything, out: Path, organisation: str, zone: ZoneInfo) -> tuple[Path, ...]:
    """Write `index.html` and `everything.json` for nobody else's eyes; names the files.

    Raises `BadInput` if the folder is there already: nothing is mixed with what is in it.
    """
    try:
        out.mkdir(parents=True, mode=0o700)
    except FileExistsError as error:
        raise BadInput(f"“{out}” is there already. Name a folder that is not.") from error
    page = as_html(sheet(found, organisation, zone)).encode()
    plain = orjson.dumps(found.model_dump(mode="json"), option=orjson.OPT_INDENT_2)
    return tuple(
        _kept(out / name, content)
        for name, content in (("index.html", page), ("everything.json", plain + b"\n"))
    )


def sheet(found: Everything, organisation: str, zone: ZoneInfo) -> Sheet:
    """The archive as a sheet to read."""
    return Sheet(
        organisation=organisation,
        kind="What is kept of you",
        title=f"Everything on record of {found.name}",
        blocks=tuple(_blocks(found, zone)),
    )


def _blocks(found: Everything, zone: ZoneInfo) -> Iterator[Block]:
    said = moment(found.view.moment, zone)
    yield Paragraph(f"It stands for {said}, position {found.view.position} of the record.")
    yield Paragraph(OTHERS)
    yield Heading("What you are called, and how you are reached")
    yield Facts(_details(found))
    yield Heading("What you declared of yourself")
    yield _pairs(
        (f"{one.category}, for {one.purpose}", f"since {moment(one.since, zone)}")
        for one in found.declared
    )
    yield Heading("Membership")
    yield _pairs(_membership(found))
    yield Heading("Seats and posts")
    yield _pairs(_places(found, zone))
    yield Heading("Ballots in which you could vote")
    yield Paragraph("What anybody voted is kept apart from this, and leads to nobody.", quiet=True)
    yield _pairs(_rolls(found, zone))
    yield Heading("Addresses to which letters are sent")
    yield _pairs((one.channel, one.address) for one in found.reached)
    yield Heading("Letters to you")
    yield _pairs(_letters(found, zone))
    yield Heading("What you asked for")
    yield _pairs((one.verb.replace("_", " "), moment(one.recorded_at, zone)) for one in found.asked)
    yield Heading("Acts in which you are named")
    yield Paragraph("All that each of them carries is in everything.json.", quiet=True)
    yield _pairs(_acts(found, zone))


def _pairs(pairs: Iterable[tuple[str, str]]) -> Block:
    """Facts, or that there are none."""
    held = tuple(pairs)
    return Facts(held) if held else Paragraph("Nothing is on record.")


def _details(found: Everything) -> tuple[tuple[str, str], ...]:
    held = found.details
    born = day(held.born) if held.born else NOTHING
    return (
        ("Name", held.name or NOTHING),
        ("E-mail address", held.email or NOTHING),
        ("Post address", held.post_address or NOTHING),
        ("Born", born),
        ("Hold", found.hold or "none"),
    )


def _membership(found: Everything) -> Iterator[tuple[str, str]]:
    member = found.membership
    if member is not None:
        yield "Membership number", member.number
        yield "Joined on", day(member.joined_on)
        yield "Group", member.group_name or "none"
        yield "Region", member.region or "none"


def _places(found: Everything, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    for one in found.places:
        until = f" until {moment(one.until, zone)}" if one.until else ""
        since = f"since {moment(one.since, zone)}{until}"
        yield f"{one.body_name}: {one.post or 'seat'}", f"{one.how}, {since}"


def _rolls(found: Everything, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    for one in found.rolls:
        yield f"Ballot {one.ballot}", _took_part(one, zone)


def _took_part(one: OnRoll, zone: ZoneInfo) -> str:
    if one.drew:
        return "you drew a credential; whether you voted with it is not known"
    if one.voted_in:
        return f"you voted in the hour from {moment(one.voted_in, zone)}"
    return "you did not vote"


def _letters(found: Everything, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    for one in found.letters:
        sent = f", {moment(one.sent_at, zone)}" if one.sent_at else ""
        said = f". The mail server said: {one.answer}" if one.answer else ""
        yield one.subject, f"by {one.channel}: {one.state.replace('_', ' ')}{sent}{said}"


def _acts(found: Everything, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    for one in found.acts:
        when = moment(one.occurred_at, zone) if one.occurred_at else "not shown yet"
        yield f"Position {one.position}", f"{when}: {one.sentence or one.topic}"


def _kept(file: Path, content: bytes) -> Path:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
    return file

"""The published bundle: a file from which anybody can check a blind ballot and count it again.

It has the announcement, every paper as it was cast, the key that opens them, and the declared
result; it names nobody.  Each part has a hash, the papers by their root, and the commitment is the
hash of those.  A file is written in one way only, so that a changed byte is a changed file.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated, Final, Literal

from pydantic import Field, ValidationError

from domain.ballots.blind.announcement import Announcement, Hash, digest_of
from domain.ballots.blind.answers import room
from domain.ballots.blind.counted import Outcome
from domain.ballots.blind.listed import root_of
from domain.ballots.blind.paper import Paper, read_paper
from domain.kernel.refusal import BadInput
from domain.kernel.value import Value

HEADING: Final = "convenor ballot v1"
PARTS = ("announcement", "close", "opening", "outcome")
_NUMBERS = re.compile(r"\[\n[\s\d,-]+\]")  # no text in JSON has a line feed


class Close(Value):
    """What was fixed at the close: credentials given out, papers in the box, and their root."""

    credentials: Annotated[int, Field(ge=0)]
    papers: Annotated[int, Field(ge=0)]
    root: Hash


class Opening(Value):
    """The private key that opens the papers, published when all are in."""

    key: Hash


class Hashes(Value):
    """The hash of each part; that of the papers is the root in `close`."""

    announcement: Hash
    close: Hash
    opening: Hash
    outcome: Hash


class Bundle(Value):
    """A blind ballot that is over.  `papers`: the bytes of each in base64, in their order."""

    format: Literal["convenor ballot v1"] = HEADING
    announcement: Announcement
    close: Close
    opening: Opening
    outcome: Outcome
    papers: tuple[str, ...]
    hashes: Hashes
    commitment: Hash

    def read_papers(self) -> tuple[Paper, ...]:
        """The papers; raises `BadInput` with the number of the one that can't be read."""
        length = self.announcement.keys.signing.length
        text = room(self.announcement.questions)
        found = []
        for number, paper in enumerate(self.papers, start=1):
            try:
                found.append(read_paper(b64decode(paper, validate=True), length, text))
            except (NotBase64, BadInput) as error:
                raise BadInput(f"Paper {number} can't be read: {error}") from None
        return tuple(found)


def close_of(credentials: int, papers: Sequence[Paper]) -> Close:
    """What is fixed at the close, of papers in their order."""
    return Close(credentials=credentials, papers=len(papers), root=root_of(papers))


def bundle(
    announcement: Announcement,
    close: Close,
    opening: Opening,
    outcome: Outcome,
    papers: Sequence[Paper],
) -> Bundle:
    """All of it, with its hashes."""
    parts: dict[str, Value] = {
        "announcement": announcement,
        "close": close,
        "opening": opening,
        "outcome": outcome,
    }
    hashes = Hashes(**{name: digest_of(name, parts[name]).hex() for name in PARTS})
    return Bundle(
        announcement=announcement,
        close=close,
        opening=opening,
        outcome=outcome,
        papers=tuple(b64encode(paper.encoded).decode() for paper in papers),
        hashes=hashes,
        commitment=commitment(hashes),
    )


def commitment(hashes: Hashes) -> str:
    """The hash of the hashes, in hexadecimal."""
    lines = [f"{name} {getattr(hashes, name)}\n" for name in PARTS]
    return sha256("".join((f"{HEADING}\n", *lines)).encode()).hexdigest()


def written(value: Value) -> str:
    """The text of the file: a line for each thing, and lists of numbers on one line."""
    text = json.dumps(value.model_dump(mode="json"), ensure_ascii=False, indent=1)
    return _NUMBERS.sub(lambda found: "".join(found[0].split()), text) + "\n"


def read_bundle(text: str, name: str) -> Bundle:
    """What was published; raises `BadInput`."""
    try:
        return Bundle.model_validate_json(text)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        raise BadInput(f"{name}: {where or 'the file'} can't be read: {fault['msg']}.") from None

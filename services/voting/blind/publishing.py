"""The end of a blind ballot: papers opened and counted, and the bundle that is published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain.ballots.blind.announcement import Announcement
from domain.ballots.blind.answers import Marks
from domain.ballots.blind.bundle import Bundle, Opening, bundle, close_of
from domain.ballots.blind.counted import outcome
from domain.ballots.blind.paper import Paper
from domain.counting.lots import drawn
from domain.kernel.refusal import BadInput
from services.voting.blind.checking import Checker
from services.voting.blind.keys import opens
from services.voting.blind.sealing import opener


class Box(NamedTuple):
    """What a closed box holds: papers in the order of their hashes, and how many could have."""

    credentials: int
    papers: Sequence[Paper]


def published(
    announcement: Announcement, box: Box, opening: bytes, value: str | None = None
) -> Bundle:
    """Open and count; raises `BadInput` for a key of another ballot, and what a count raises."""
    return opened_and_counted(announcement, box, opening, value).bundle


class Counted(NamedTuple):
    """A bundle, and what its papers said."""

    bundle: Bundle
    marks: Sequence[Marks | None]


def opened_and_counted(
    announcement: Announcement, box: Box, opening: bytes, value: str | None = None
) -> Counted:
    """The bundle with what was opened for it; `value` of the lot, where one has to be drawn.

    Raises as `published` does.
    """
    if not opens(opening, bytes.fromhex(announcement.keys.sealing)):
        raise BadInput("This key opens no paper of this ballot. Bring the shares together again.")
    checker, key = Checker(announcement), opener(opening)
    marks = [checker.marks_in(paper, key) for paper in box.papers]
    close = close_of(box.credentials, box.papers)
    lot = None if value is None else drawn(close.root, value)
    made = bundle(
        announcement,
        close,
        Opening(key=opening.hex()),
        outcome(announcement, marks, lot),
        box.papers,
    )
    return Counted(made, marks)

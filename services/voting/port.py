"""What a ballot asks of the place where its roll and its papers are kept.

A paper is never an act.  Who took part is on the roll; what was voted lies in the box under a hash,
with no time, no order and no person.  See `docs/secrecy.md` for what this does not protect against.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.terms import Roll
from domain.kernel.ids import PersonId
from services.store.port import Store


class Cast(NamedTuple):
    """A person and the paper that they hand in; the two part company in the box."""

    person: PersonId
    paper: str


class Sealed(NamedTuple):
    """A closed box: how many papers, and the root that commits to them."""

    papers: int
    root: str


class Turnout(NamedTuple):
    """How many had voted by the end of an hour."""

    hour: datetime
    papers: int


class PaperBoxes(Protocol):
    """Rolls and boxes."""

    def freeze(self, ballot: Ballot, position: int) -> Roll:
        """Write the roll of those who may vote as of a position of the log."""
        ...

    def cast(self, ballot: UUID, person: PersonId, paper: str, look: Store | None = None) -> None:
        """Take one paper; `look` is a look at the log that was just taken, if one was.

        Raises `NotAllowed` off the roll, `OutOfOrder` for a second paper, `TooEarly` or `TooLate`
        outside the hours, each as decided by the organisation's clock while the box is held open.
        """
        ...

    def voted(self, ballot: UUID) -> int:
        """How many have voted."""
        ...

    def seal(self, ballot: UUID) -> Sealed:
        """Close the box for good; waits for papers that are being put in at this moment."""
        ...

    def papers(self, ballot: UUID) -> Iterator[str]:
        """The papers of a sealed box, sorted by their hash."""
        ...

    def turnout(self, ballot: UUID) -> Sequence[Turnout]:
        """How many had voted, hour by hour."""
        ...

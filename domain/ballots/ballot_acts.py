"""Everything that can happen to a ballot of members once it was called, as it is kept for good.

Names, topics and fields of these acts never change: a changed shape gets the next number.
"""

from __future__ import annotations

from uuid import UUID

from pydantic import AwareDatetime

from domain.ballots.terms import Hours, Result, Roll, Terms
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import CycleId, ElectionId


class BallotActs:
    """The acts by name; `Ballot` says what each leaves behind."""

    class RollFrozen(Aggregate.Event):
        """The roll was frozen."""

        TOPIC = "ballot.roll_frozen.v1"
        roll: Roll

    class Announced(Aggregate.Event):
        """The keys of a blind ballot were made, and announced with its questions and its roll.

        `announced` is the digest that everybody signs; `root` commits to the roll that was frozen
        at `position` of the log.
        """

        TOPIC = "ballot.announced.v1"
        announced: str
        root: str
        position: int

    class Opened(Aggregate.Event):
        """Voting began."""

        TOPIC = "ballot.opened.v1"

    class Extended(Aggregate.Event):
        """The close was moved."""

        TOPIC = "ballot.extended.v1"
        hours: Hours
        terms: Terms
        reason: str

    class Reminded(Aggregate.Event):
        """Those who had not voted were reminded."""

        TOPIC = "ballot.reminded.v1"
        planned_for: AwareDatetime
        not_voted: int

    class Closed(Aggregate.Event):
        """Voting ended; the papers are committed to by their root.

        `credentials`: how many drew one, in a blind ballot; who did is not in the log.
        """

        TOPIC = "ballot.closed.v1"
        papers: int
        root: str
        credentials: int | None = None

    class Counted(Aggregate.Event):
        """The papers were counted."""

        TOPIC = "ballot.counted.v1"
        results: tuple[Result, ...]

    class Published(Aggregate.Event):
        """The papers of a blind ballot and their count were published, for anybody to check."""

        TOPIC = "ballot.published.v1"
        papers: int
        commitment: str

    class Declared(Aggregate.Event):
        """The result was declared.  `keys_until`: so long a blind ballot keeps its keys.

        `election`, `endorsement` or `policy_primary` is what it was the vote of, if of any.
        """

        TOPIC = "ballot.declared.v1"
        parent: CycleId | None
        keys_until: AwareDatetime | None = None
        election: ElectionId | None = None
        endorsement: UUID | None = None
        policy_primary: UUID | None = None

    class KeysDestroyed(Aggregate.Event):
        """What was left of a blind ballot's keys was destroyed."""

        TOPIC = "ballot.keys_destroyed.v1"

"""Everything that can happen to an endorsement, as it is kept for good."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.ballots.terms import Hours
from domain.elections.lot import LotSource
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import PersonId
from domain.kernel.value import Value


class Votes(Value):
    """How a body voted."""

    votes_for: int
    votes_against: int
    abstained: int = 0


class EndorsementActs:
    """The acts by name; `Endorsement` says what each leaves behind."""

    class LotAnnounced(Aggregate.Event):
        """It was announced which public value ties will be drawn from, before it is known."""

        TOPIC = "endorsement.lot_announced.v1"
        lot: LotSource

    class Asked(Aggregate.Event):
        """Somebody asked to be endorsed; `person` is none for somebody who is no member."""

        TOPIC = "endorsement.asked.v1"
        number: int
        person: PersonId | None
        name: str
        statement: str
        declaration: str

    class TakenBack(Aggregate.Event):
        """Somebody does not ask any more."""

        TOPIC = "endorsement.taken_back.v1"
        number: int

    class AskingClosed(Aggregate.Event):
        """The time to ask was over, with so many requests that stand."""

        TOPIC = "endorsement.asking_closed.v1"
        asked: int

    class Recommended(Aggregate.Event):
        """The body recommended one of them, by these votes; members answer yes or no."""

        TOPIC = "endorsement.recommended.v1"
        number: int
        name: str
        votes: Votes

    class BallotCalled(Aggregate.Event):
        """Members were asked; `names` stand on the paper."""

        TOPIC = "endorsement.ballot_called.v1"
        ballot: UUID
        hours: Hours
        names: tuple[str, ...]

    class Settled(Aggregate.Event):
        """It was settled who is endorsed, if anybody; and when that is first looked at again."""

        TOPIC = "endorsement.settled.v1"
        endorsed: tuple[int, ...]
        names: tuple[str, ...]
        because: str
        review_at: datetime | None

    class Reported(Aggregate.Event):
        """Somebody who is endorsed, or whoever keeps it, told how the relationship is kept up."""

        TOPIC = "endorsement.reported.v1"
        number: int
        words: str

    class ReviewMissed(Aggregate.Event):
        """The day to look at the endorsement came, and nobody had."""

        TOPIC = "endorsement.review_missed.v1"
        due: datetime

    class Reviewed(Aggregate.Event):
        """The body looked at the endorsement, and said what it found."""

        TOPIC = "endorsement.reviewed.v1"
        words: str
        review_at: datetime

    class WithdrawalProposed(Aggregate.Event):
        """It was proposed to take support back; whoever it is about is heard until a moment."""

        TOPIC = "endorsement.withdrawal_proposed.v1"
        number: int
        reasons: str
        heard_until: datetime

    class Heard(Aggregate.Event):
        """Whoever it is about was heard."""

        TOPIC = "endorsement.heard.v1"
        number: int
        words: str

    class WithdrawalDecided(Aggregate.Event):
        """Support was taken back, or kept."""

        TOPIC = "endorsement.withdrawal_decided.v1"
        number: int
        withdrawn: bool
        reasons: str

    class Ended(Aggregate.Event):
        """Nobody is endorsed by it any more."""

        TOPIC = "endorsement.ended.v1"
        reason: str

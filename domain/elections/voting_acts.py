"""Everything that can happen to the vote of an election, as it is kept for good."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.ballots.terms import Hours
from domain.elections.lot import LotSource
from domain.elections.mattering import Error
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import PersonId
from domain.kernel.value import Value


class SectionBallot(Value):
    """The ballot of a section."""

    section: str
    ballot: UUID


class Elected(Value):
    """Somebody who was elected: `name` is as it stood on the paper.

    `person` is none for a name that was handed in without a nomination here, and `why_not` says why
    somebody takes no place.
    """

    section: str
    name: str
    person: PersonId | None = None
    why_not: str | None = None


class VotingActs:
    """The acts by name; `Voting` says what each leaves behind."""

    class Called(Aggregate.Event):
        """Ballots were called, with their hours and the value from which ties are drawn."""

        TOPIC = "voting.called.v1"
        ballots: tuple[SectionBallot, ...]
        hours: Hours
        lot: LotSource

    class Counted(Aggregate.Event):
        """Every section was counted: who is elected if the returning officer declares it."""

        TOPIC = "voting.counted.v1"
        elected: tuple[Elected, ...]

    class SectionAnnulled(Aggregate.Event):
        """The vote of a section was annulled: it is voted on again, for the same candidates.

        `found` says why the error could have mattered, as it was computed from the count, and
        `objection` is the one over which it was annulled after it had been declared.
        """

        TOPIC = "voting.section_annulled.v1"
        section: str
        ballot: UUID
        error: Error
        found: str
        reasons: str
        objection: UUID | None = None

    class RecountOrdered(Aggregate.Event):
        """The returning officer had the papers of a section counted again."""

        TOPIC = "voting.recount_ordered.v1"
        section: str
        ballot: UUID
        reasons: str

    class Recounted(Aggregate.Event):
        """The papers were counted again; `amiss` is what did not agree, if anything."""

        TOPIC = "voting.recounted.v1"
        section: str
        ballot: UUID
        amiss: tuple[str, ...]

    class Declared(Aggregate.Event):
        """The returning officer declared who is elected, in every section that was not before.

        Anybody can object until `objections_until`; none where the rules give no time for that.
        """

        TOPIC = "voting.declared.v1"
        elected: tuple[Elected, ...]
        objections_until: datetime | None = None

    class Confirmed(Aggregate.Event):
        """The time to object was over, and no objection was open: what was declared stands."""

        TOPIC = "voting.confirmed.v1"

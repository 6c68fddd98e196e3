"""Everything that can happen to a request for support, as it is kept for good.

Each act says in `clocks` everything that runs after it.  What is said in a request, how it ended
and by when somebody has to answer elsewhere is sealed under the request's own key.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from domain.cases.sides import CaseId, Content
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import PersonId
from domain.kernel.sealed import Purpose, Seal, Sealed
from domain.support.clocks import Clock, Runs


class Outcome(StrEnum):
    """What became of the suspension elsewhere: a closed list."""

    LIFTED = "lifted"
    LESSER = "lesser"
    NOT_KNOWN = "not_known"
    LEFT = "left"
    EXPELLED = "expelled"


class Party(StrEnum):
    """Who put something into the file."""

    REQUESTER = "requester"
    ADVISER = "adviser"


Ended = Annotated[Sealed[Outcome], Seal(Purpose.CASE, whose="case")]


class SupportActs:
    """The acts by name; `SupportRequest` says what each leaves behind."""

    class Consented(Aggregate.Event):
        """Whoever asked agreed that it is read: for triage by its keepers, then by an adviser."""

        TOPIC = "support.consented.v1"
        case: CaseId
        clocks: tuple[Clock, ...]

    class Withdrawn(Aggregate.Event):
        """Whoever asked took their consent back: the file is closed to all others."""

        TOPIC = "support.withdrawn.v1"
        case: CaseId
        clocks: tuple[Clock, ...]

    class Lapsed(Aggregate.Event):
        """Nobody consented in time: nobody has read it, and nobody will."""

        TOPIC = "support.lapsed.v1"
        case: CaseId
        clocks: tuple[Clock, ...]

    class Accepted(Aggregate.Event):
        """The service can help: the request is on the waiting list."""

        TOPIC = "support.accepted.v1"
        case: CaseId
        reasons: Content
        clocks: tuple[Clock, ...]

    class Declined(Aggregate.Event):
        """The service cannot help, and says who could."""

        TOPIC = "support.declined.v1"
        case: CaseId
        reasons: Content
        clocks: tuple[Clock, ...]

    class AdviserGiven(Aggregate.Event):
        """An adviser with a free place takes it on: the file is theirs and the requester's."""

        TOPIC = "support.adviser_given.v1"
        case: CaseId
        adviser: PersonId
        clocks: tuple[Clock, ...]

    class HandedBack(Aggregate.Event):
        """An adviser does not go on; the file is closed to them, and it waits again."""

        TOPIC = "support.handed_back.v1"
        case: CaseId
        adviser: PersonId
        reasons: Content
        clocks: tuple[Clock, ...]

    class Advised(Aggregate.Event):
        """The adviser gave advice."""

        TOPIC = "support.advised.v1"
        case: CaseId
        number: int
        advice: Content
        clocks: tuple[Clock, ...]

    class DocumentAdded(Aggregate.Event):
        """A letter or another paper was put into the file, as text."""

        TOPIC = "support.document_added.v1"
        case: CaseId
        party: Party
        number: int
        title: Content
        text: Content

    class OutcomeRecorded(Aggregate.Event):
        """It ended elsewhere; the adviser asks after it once more, later."""

        TOPIC = "support.outcome_recorded.v1"
        case: CaseId
        outcome: Ended
        account: Content
        clocks: tuple[Clock, ...]

    class FollowedUp(Aggregate.Event):
        """The adviser asked how things stand, and the request is closed."""

        TOPIC = "support.followed_up.v1"
        case: CaseId
        account: Content
        clocks: tuple[Clock, ...]

    class FellLate(Aggregate.Event):
        """Something was to be done by this moment and was not; it is put before others."""

        TOPIC = "support.fell_late.v1"
        case: CaseId
        runs: Runs
        escalated_to: tuple[str, ...]
        clocks: tuple[Clock, ...]

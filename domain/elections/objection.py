"""An objection to an election: what somebody says went wrong, and the ruling on it in time.

It decides until when a ruling is due and that there is one.  Whether the time for objections is
over is decided in `voting`; what follows from one that is upheld is part of the ruling there.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from domain.elections.count import RETURNING_OFFICER
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import ElectionId, PersonId, RuleId
from domain.kernel.moments import in_words
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder
from domain.rules.governing import Governing
from domain.rules.judging import as_fact
from domain.rules.values import Hours

OBJECTIONS_BY: Final = RuleId("elections.objections_by")
RULING_HOURS: Final = RuleId("elections.ruling_hours")


class Subject(StrEnum):
    """What an objection is about."""

    CAMPAIGN = "campaign"
    CONDUCT = "conduct"
    RESULT = "result"


class State(StrEnum):
    """How far an objection has come."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


class Objection(Aggregate):
    """One objection to one election."""

    TOPIC = "objection"

    class Created(Aggregate.Created):
        """Never recorded: an objection begins by being raised."""

        TOPIC = "objection.created.v1"

    class Raised(Aggregate.Created):
        """Somebody objected: to campaigning, to how the election is held, or to its result.

        `section` is none where it is about all of them; the ruling is due at `due`.
        """

        TOPIC = "objection.raised.v1"
        election: ElectionId
        title: str
        person: PersonId
        subject: Subject
        section: str | None
        grounds: str
        due: datetime
        edition: int

    class RulingMissed(Aggregate.Event):
        """The time for a ruling was over, and there was none."""

        TOPIC = "objection.ruling_missed.v1"
        due: datetime

    class Ruled(Aggregate.Event):
        """It was upheld or dismissed, with reasons.

        `annuls` is the ballot whose vote was annulled over it, if one was.
        """

        TOPIC = "objection.ruled.v1"
        election: ElectionId
        upheld: bool
        reasons: str
        annuls: UUID | None

    class Withdrawn(Aggregate.Event):
        """Whoever raised it took it back."""

        TOPIC = "objection.withdrawn.v1"
        election: ElectionId

    def __init__(
        self,
        election: ElectionId,
        title: str,
        person: PersonId,
        subject: Subject,
        section: str | None,
        grounds: str,
        due: datetime,
        edition: int,
    ) -> None:
        self.election = election
        self.title = title
        self.person = person
        self.subject = subject
        self.section = section
        self.grounds = grounds
        self.due = due
        self.edition = edition
        self.state = State.OPEN
        self.missed = False

    @property
    def is_open(self) -> bool:
        return self.state is State.OPEN

    @classmethod
    def raise_(
        cls,
        objection: UUID,
        act: Act,
        election: ElectionId,
        title: str,
        subject: Subject,
        section: str | None,
        grounds: str,
        rules: Governing,
    ) -> Objection:
        """Take an objection in; the ruling on it is due so many hours from now."""
        if not grounds.strip():
            raise BadInput("Say what went wrong: the ruling answers that.")
        number = rules.current.number
        return cls._begin(
            cls.Raised,
            objection,
            act.under(RULING_HOURS).within(election, number),
            election=election,
            title=title,
            person=act.actor,
            subject=subject,
            section=section,
            grounds=grounds,
            due=act.occurred_at + timedelta(hours=rules.value(RULING_HOURS, Hours).count),
            edition=number,
        )

    def miss(self, act: Act, rules: Governing) -> None:
        """Record, at its moment and once, that there is no ruling in time."""
        if self.is_open and not self.missed:
            at_due = self._stamped(act.at(max(self.due, self.modified_on)))
            fact = as_fact(at_due, rules.rule(RULING_HOURS), self._late)
            self._ruling_missed(act=fact, due=self.due)

    def rule(
        self, act: Act, rules: Governing, *, upheld: bool, reasons: str, annuls: UUID | None = None
    ) -> None:
        """Uphold or dismiss it; a ruling that comes late is marked.

        Raises `NotAllowed` for whoever raised it.
        """
        self._must_be_open()
        if act.actor == self.person:
            raise NotAllowed(
                "Nobody rules on an objection of their own: another returning officer does.",
                rule=RETURNING_OFFICER,
            )
        if not reasons.strip():
            raise BadInput("Give the reasons: everybody reads them beside the objection.")
        late = self._late if act.occurred_at >= self.due else None
        self._ruled(
            act=self._stamped(as_fact(act, rules.rule(RULING_HOURS), late)),
            election=self.election,
            upheld=upheld,
            reasons=reasons,
            annuls=annuls,
        )

    def withdraw(self, act: Act) -> None:
        """Take it back; raises `NotAllowed` for all but whoever raised it."""
        self._must_be_open()
        if act.actor != self.person:
            raise NotAllowed("It is taken back by whoever raised it.", rule=OBJECTIONS_BY)
        self._withdrawn(act=self._stamped(act), election=self.election)

    def _must_be_open(self) -> None:
        if not self.is_open:
            raise OutOfOrder(f"This objection was {self.state} already.", rule=RULING_HOURS)

    @property
    def _late(self) -> str:
        return f"The ruling was due before {in_words(self.due)}."

    def _stamped(self, act: Act) -> Act:
        return act.within(self.election, self.edition)

    @event(RulingMissed)
    def _ruling_missed(self, act: Act, due: datetime) -> None:
        self.missed = True

    @event(Ruled)
    def _ruled(
        self, act: Act, election: ElectionId, upheld: bool, reasons: str, annuls: UUID | None
    ) -> None:
        self.state = State.UPHELD if upheld else State.DISMISSED

    @event(Withdrawn)
    def _withdrawn(self, act: Act, election: ElectionId) -> None:
        self.state = State.WITHDRAWN

"""One nomination: who is put forward, who supports it, whether they accept, and whether they stand.

Until nominations close it is completed by anybody who may; from then until the time for cure is
over only if it has a defect.  Whether it is in time follows from the moments in the election and
never from what has been recorded.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime

from domain.counting.contest import Candidate
from domain.elections.count import RETURNING_OFFICER
from domain.elections.election import Election
from domain.elections.nominating import (
    CURE_DAYS,
    NOMINATORS,
    OPEN_DAYS,
    NominatingTerms,
    Window,
    too_late,
)
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import ElectionId, PersonId
from domain.kernel.moments import in_words
from domain.kernel.refusal import BadInput, OutOfOrder, TooLate
from domain.kernel.value import Value


class Ruling(Value):
    """What the returning officer said of a nomination, and why."""

    valid: bool
    reasons: str


class Nomination(Aggregate):
    """One person's nomination for a section of an election."""

    TOPIC = "nomination"

    class Created(Aggregate.Created):
        """Never recorded: a nomination begins by being made."""

        TOPIC = "nomination.created.v1"

    class Made(Aggregate.Created):
        """Somebody was nominated; `nominator` is none where they put themselves forward."""

        TOPIC = "nomination.made.v1"
        election: ElectionId
        section: str
        person: PersonId
        name: str
        nominator: PersonId | None

    class Supported(Aggregate.Event):
        """One more member nominated them too."""

        TOPIC = "nomination.supported.v1"
        nominator: PersonId

    class Accepted(Aggregate.Event):
        """They accepted, with the groups that they count towards and a statement to the voters."""

        TOPIC = "nomination.accepted.v1"
        groups: tuple[str, ...]
        statement: str

    class Withdrawn(Aggregate.Event):
        """They declined, or withdrew before it was settled who stands."""

        TOPIC = "nomination.withdrawn.v1"

    class DefectsFound(Aggregate.Event):
        """When nominations closed this was missing; it can be cured until a moment."""

        TOPIC = "nomination.defects_found.v1"
        defects: tuple[str, ...]
        cure_by: AwareDatetime

    class RuledOn(Aggregate.Event):
        """The returning officer ruled whether it is valid, with reasons."""

        TOPIC = "nomination.ruled_on.v1"
        ruling: Ruling

    class Settled(Aggregate.Event):
        """It was settled whether they stand, and why not if they do not."""

        TOPIC = "nomination.settled.v1"
        stands: bool
        why_not: str | None

    def __init__(
        self,
        election: ElectionId,
        section: str,
        person: PersonId,
        name: str,
        nominator: PersonId | None,
    ) -> None:
        self.election = election
        self.section = section
        self.person = person
        self.name = name
        self.nominators: tuple[PersonId, ...] = () if nominator is None else (nominator,)
        self.accepted = False
        self.groups: tuple[str, ...] = ()
        self.withdrawn = False
        self.ruling: Ruling | None = None
        self.settled = self.stands = False

    @classmethod
    def make(
        cls, nomination: UUID, act: Act, election: Election, section: str, who: tuple[PersonId, str]
    ) -> Nomination:
        """Nominate a person, by the name that stands on the paper; `TooLate` after the close."""
        terms, window = election.nominating_in(section)
        if act.occurred_at >= window.closes:
            raise TooLate(too_late(window), rule=terms.rule(OPEN_DAYS))
        person, name = who
        return cls._begin(
            cls.Made,
            nomination,
            act.within(election.id, election.terms.edition).under(terms.rule(OPEN_DAYS)),
            election=ElectionId(election.id),
            section=section,
            person=person,
            name=name,
            nominator=None if act.actor == person else act.actor,
        )

    @property
    def candidate(self) -> Candidate:
        return Candidate(name=self.name, groups=self.groups)

    def named(self, number: str) -> Candidate:
        """The candidate with a membership number, to be told from another of the same name."""
        return Candidate(name=f"{self.name} ({number})", groups=self.groups)

    def defects(self, terms: NominatingTerms) -> tuple[str, ...]:
        """What is missing for them to stand."""
        found = []
        if len(self.nominators) < terms.nominators:
            found.append(f"{len(self.nominators)} of {terms.nominators} nominators")
        if not self.accepted:
            found.append("the candidate has not accepted")
        return tuple(found)

    def why_not(self, terms: NominatingTerms) -> str | None:
        """Why they do not stand as it is now; None if they do."""
        if self.withdrawn:
            return "withdrawn"
        if self.ruling is not None and not self.ruling.valid:
            return f"ruled invalid: {self.ruling.reasons}"
        if self.ruling is not None and self.accepted:
            return None
        return ", ".join(self.defects(terms)) or None

    def support(self, act: Act, election: Election) -> None:
        """Record that one more member nominates them."""
        terms = self._must_be_in_time(act, election)
        if act.actor == self.person:
            raise BadInput(f"{self.name} can't nominate themselves: others do.")
        if act.actor in self.nominators:
            raise OutOfOrder(f"You have nominated {self.name} already.")
        stamped = self._inside(act, election).under(terms.rule(NOMINATORS))
        self._supported(act=stamped, nominator=act.actor)

    def accept(self, act: Act, election: Election, groups: tuple[str, ...], statement: str) -> None:
        """Record that they accept; raises `RuleBroken` for a statement that is too long."""
        terms = self._must_be_in_time(act, election)
        if self.accepted:
            raise OutOfOrder(f"{self.name} has accepted already.")
        terms.must_be_within_words(statement)
        election.must_count(self.section, Candidate(name=self.name, groups=groups))
        self._accepted(
            act=self._inside(act, election).under(terms.rule(OPEN_DAYS)),
            groups=groups,
            statement=statement.strip(),
        )

    def withdraw(self, act: Act, election: Election) -> None:
        """Record that they do not stand; raises `TooLate` once it is settled who does."""
        terms, _ = self._must_be_unsettled(act, election)
        self._withdrawn(act=self._inside(act, election).under(terms.rule(CURE_DAYS)))

    def rule_on(self, act: Act, election: Election, ruling: Ruling) -> None:
        """Record a ruling; the newest holds.  Nobody is made to stand who has not accepted."""
        self._must_be_unsettled(act, election)
        if not ruling.reasons.strip():
            raise BadInput("Say why: a ruling is recorded with its reasons.")
        if ruling.valid and not self.accepted:
            raise OutOfOrder(
                f"{self.name} has not accepted, and nobody stands who has not.",
                rule=RETURNING_OFFICER,
            )
        stamped = self._inside(act, election).under(RETURNING_OFFICER)
        self._ruled_on(act=stamped, ruling=ruling)

    def find_defects(self, act: Act, election: Election) -> bool:
        """Record what is missing at the close; whether anything is."""
        terms, window = election.nominating_in(self.section)
        missing = () if self.withdrawn or self.ruling is not None else self.defects(terms)
        if missing:
            stamped = self._inside(act.no_earlier(self.modified_on), election).under(
                terms.rule(CURE_DAYS)
            )
            self._defects_found(act=stamped, defects=missing, cure_by=window.cure_by)
        return bool(missing)

    def settle(self, act: Act, election: Election, why_not: str | None) -> None:
        """Record whether they stand."""
        terms, _ = election.nominating_in(self.section)
        stamped = self._inside(act.no_earlier(self.modified_on), election).under(
            terms.rule(CURE_DAYS)
        )
        self._settled(act=stamped, stands=why_not is None, why_not=why_not)

    def _must_be_in_time(self, act: Act, election: Election) -> NominatingTerms:
        """In time until the close, and with a defect until the time for cure is over."""
        terms, window = self._must_be_unsettled(act, election)
        if act.occurred_at >= window.closes and not self.defects(terms):
            raise TooLate(
                f"{too_late(window)} This nomination has no defect that could be cured.",
                rule=terms.rule(OPEN_DAYS),
            )
        return terms

    def _must_be_unsettled(self, act: Act, election: Election) -> tuple[NominatingTerms, Window]:
        terms, window = election.nominating_in(self.section)
        if self.withdrawn:
            raise OutOfOrder(f"The nomination of {self.name} has been withdrawn already.")
        if self.settled or act.occurred_at >= window.cure_by:
            raise TooLate(
                f"Who stands was settled by {in_words(window.cure_by)}.",
                rule=terms.rule(CURE_DAYS),
            )
        return terms, window

    def _inside(self, act: Act, election: Election) -> Act:
        return act.within(election.id, election.terms.edition)

    @event(Supported)
    def _supported(self, act: Act, nominator: PersonId) -> None:
        self.nominators += (nominator,)

    @event(Accepted)
    def _accepted(self, act: Act, groups: tuple[str, ...], statement: str) -> None:
        self.accepted = True
        self.groups = groups

    @event(Withdrawn)
    def _withdrawn(self, act: Act) -> None:
        self.withdrawn = True

    @event(DefectsFound)
    def _defects_found(self, act: Act, defects: tuple[str, ...], cure_by: datetime) -> None:
        """What is missing follows from the rest."""

    @event(RuledOn)
    def _ruled_on(self, act: Act, ruling: Ruling) -> None:
        self.ruling = ruling

    @event(Settled)
    def _settled(self, act: Act, stands: bool, why_not: str | None) -> None:
        self.settled = True
        self.stands = stands

"""A casual vacancy: somebody whom members elected left before the end of the term.

How it is filled was settled when the election was called: from its own papers, by a by-election or
by co-option.  From the papers somebody is found and asked; who declines or does not answer in time
is passed over, and where nobody is left members vote.  Who comes next is decided in
`domain.counting.filling`; it is computed outside, from the papers, and recorded here with the
count.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from pydantic import AwareDatetime

from domain.counting.filling import Basis, FilledBy
from domain.counting.result import CountResult
from domain.elections.terms import VACANCY, VacancyRule, election_rule
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import BodyId, ElectionId, PersonId, RuleId, derived
from domain.kernel.moments import days_after, in_words
from domain.kernel.refusal import NotAllowed, OutOfOrder, TooLate
from domain.kernel.value import Value
from domain.rules.values import Days

ANSWER_DAYS: Final = "vacancy_answer_days"
"""The rule on how long somebody has to answer to whom the place is offered."""


class State(StrEnum):
    """How far the filling of a place has come."""

    SEEKING = "seeking"
    OFFERED = "offered"
    BY_ELECTION = "by_election"
    CO_OPTION = "co_option"
    FILLED = "filled"
    OVERTAKEN = "overtaken"


class Stood(Value):
    """Somebody who stood in the election, by the name of its papers."""

    name: str
    person: PersonId
    groups: tuple[str, ...] = ()


class Place(Value):
    """The place that is empty: who left it, and how it is filled.

    `body` is where its rules stand.  `until` and `holds_over` are those of the mandate that ended:
    who comes in has the rest of its term.  `ballot` is none where nobody voted.  `stood` has
    everybody who stood in that section, whoever left among them.
    """

    body: str
    section: str
    left: Stood
    rule: VacancyRule
    answer: Days | None
    stood: tuple[Stood, ...]
    ballot: UUID | None
    until: AwareDatetime | None
    holds_over: bool

    def rule_of(self, name: str) -> RuleId:
        return election_rule(self.body, name)

    def who(self, name: str) -> Stood:
        """Whoever stood under that name."""
        return next(one for one in self.stood if one.name == name)


class Vacancy(Aggregate):
    """One place that fell empty within its term."""

    TOPIC = "vacancy"

    class Created(Aggregate.Created):
        """Never recorded: a vacancy begins by arising."""

        TOPIC = "vacancy.created.v1"

    class Arose(Aggregate.Created):
        """Somebody whom members elected left, by the act that caused this one."""

        TOPIC = "vacancy.arose.v1"
        election: ElectionId
        body: BodyId
        title: str
        place: Place
        edition: int

    class Offered(Aggregate.Event):
        """The papers say who comes next: they were asked, and have until `due` to answer.

        `basis` is who left, sits and can't come in; with the papers anybody counts it again.
        """

        TOPIC = "vacancy.offered.v1"
        basis: Basis
        count: CountResult
        name: str
        person: PersonId
        due: datetime

    class Declined(Aggregate.Event):
        """Whoever was asked does not want the place."""

        TOPIC = "vacancy.declined.v1"
        person: PersonId

    class Lapsed(Aggregate.Event):
        """Whoever was asked had not answered in time, and is passed over."""

        TOPIC = "vacancy.lapsed.v1"
        person: PersonId
        due: datetime

    class LeftToMembers(Aggregate.Event):
        """The papers fill it with nobody: members vote."""

        TOPIC = "vacancy.left_to_members.v1"
        basis: Basis | None
        count: CountResult | None
        reason: str

    class ByElectionCalled(Aggregate.Event):
        """A by-election was called that fills it."""

        TOPIC = "vacancy.by_election_called.v1"
        election: ElectionId

    class Filled(Aggregate.Event):
        """Somebody has the place."""

        TOPIC = "vacancy.filled.v1"
        person: PersonId
        name: str
        how: VacancyRule

    class Overtaken(Aggregate.Event):
        """There is nothing left to fill, for this reason."""

        TOPIC = "vacancy.overtaken.v1"
        reason: str

    def __init__(
        self, election: ElectionId, body: BodyId, title: str, place: Place, edition: int
    ) -> None:
        self.election = election
        self.body = body
        self.title = title
        self.place = place
        self.edition = edition
        self.state = first_of(place)
        self.offered_to: PersonId | None = None
        self.due: datetime | None = None
        self.passed_over: tuple[PersonId, ...] = ()
        self.by_elections: tuple[ElectionId, ...] = ()
        self.filled_by: PersonId | None = None

    @property
    def is_open(self) -> bool:
        return self.state not in (State.FILLED, State.OVERTAKEN)

    @property
    def term_ends(self) -> datetime | None:
        """When there is nothing left to fill: at the end of the term, if it ends by itself."""
        return None if self.place.holds_over else self.place.until

    @property
    def by_papers(self) -> FilledBy | None:
        """How its papers say who comes next; none where they are not asked."""
        return self.place.rule.by_papers

    @classmethod
    def arise(
        cls,
        vacancy: UUID,
        act: Act,
        election: ElectionId,
        body: BodyId,
        title: str,
        place: Place,
        edition: int,
    ) -> Vacancy:
        """A place fell empty; what the rule of its election says falls due."""
        return cls._begin(
            cls.Arose,
            vacancy,
            act.within(election, edition).under(place.rule_of(VACANCY)),
            election=election,
            body=body,
            title=title,
            place=place,
            edition=edition,
        )

    def offer(self, act: Act, basis: Basis, count: CountResult, name: str) -> None:
        """Ask whom the papers name; raises `OutOfOrder` while somebody else is asked."""
        self._must_be(State.SEEKING)
        answer = self.place.answer
        assert answer is not None, "a place is filled from papers only where there is a time"
        who = self.place.who(name)
        self._offered(
            act=self._under(act, VACANCY, ANSWER_DAYS),
            basis=basis,
            count=count,
            name=name,
            person=who.person,
            due=days_after(act.occurred_at, answer.count, clear=answer.clear),
        )

    def accept(self, act: Act) -> None:
        """Take the place; raises `NotAllowed` for everybody else and `TooLate` after its time."""
        self._must_be_asked(act)
        assert self.offered_to is not None
        name = next(one.name for one in self.place.stood if one.person == self.offered_to)
        self.fill(act, self.offered_to, name, self.place.rule)

    def decline(self, act: Act) -> None:
        """Do not take the place; raises as `accept` does."""
        self._must_be_asked(act)
        self._declined(act=self._under(act, VACANCY), person=act.actor)

    def lapse(self, act: Act) -> None:
        """Record, at its moment and once, that there was no answer in time."""
        if self.state is State.OFFERED:
            assert self.due is not None
            assert self.offered_to is not None
            at_due = act.at(max(self.due, self.modified_on))
            stamped = self._under(at_due, ANSWER_DAYS)
            self._lapsed(act=stamped, person=self.offered_to, due=self.due)

    def leave_to_members(
        self, act: Act, reason: str, basis: Basis | None = None, count: CountResult | None = None
    ) -> None:
        """The papers name nobody more: members vote."""
        self._must_be(State.SEEKING)
        stamped = self._under(act, VACANCY)
        self._left_to_members(act=stamped, basis=basis, count=count, reason=reason)

    def call_by_election(self, act: Act, election: ElectionId) -> None:
        """Have it filled by a by-election that is called in the same commit."""
        self._must_be(State.BY_ELECTION)
        self._by_election_called(act=self._under(act, VACANCY), election=election)

    def fill(self, act: Act, person: PersonId, name: str, how: VacancyRule) -> None:
        """Somebody has the place; raises `OutOfOrder` where it is not empty any more."""
        self._must_be_open()
        self._filled(act=self._under(act, VACANCY), person=person, name=name, how=how)

    def overtake(self, act: Act, reason: str) -> None:
        """There is nothing left to fill."""
        if self.is_open:
            self._overtaken(act=self._within(act), reason=reason)

    def _must_be_asked(self, act: Act) -> None:
        self._must_be_open()
        rule = self.place.rule_of(ANSWER_DAYS)
        if self.state is not State.OFFERED or self.due is None:
            raise OutOfOrder("Nobody is asked at present whether they take the place.", rule=rule)
        if act.actor != self.offered_to:
            raise NotAllowed("Only whoever is asked answers whether they take it.", rule=rule)
        if act.occurred_at >= self.due:
            raise TooLate(f"The time to answer was over on {in_words(self.due)}.", rule=rule)

    def _must_be(self, state: State) -> None:
        if self.state is not state:
            raise self._refused()

    def _must_be_open(self) -> None:
        if not self.is_open:
            raise self._refused()

    def _refused(self) -> OutOfOrder:
        return OutOfOrder(f"This place {_NOW[self.state]}.", rule=self.place.rule_of(VACANCY))

    def _under(self, act: Act, *names: str) -> Act:
        return self._within(act).under(*map(self.place.rule_of, names))

    def _within(self, act: Act) -> Act:
        return act.within(self.election, self.edition)

    @event(Offered)
    def _offered(
        self, act: Act, basis: Basis, count: CountResult, name: str, person: PersonId, due: datetime
    ) -> None:
        self.state = State.OFFERED
        self.offered_to = person
        self.due = due

    @event(Declined)
    def _declined(self, act: Act, person: PersonId) -> None:
        self.state = State.SEEKING
        self.passed_over += (person,)
        self.offered_to = None

    @event(Lapsed)
    def _lapsed(self, act: Act, person: PersonId, due: datetime) -> None:
        self.state = State.SEEKING
        self.passed_over += (person,)
        self.offered_to = None

    @event(LeftToMembers)
    def _left_to_members(
        self, act: Act, basis: Basis | None, count: CountResult | None, reason: str
    ) -> None:
        self.state = State.BY_ELECTION

    @event(ByElectionCalled)
    def _by_election_called(self, act: Act, election: ElectionId) -> None:
        self.by_elections += (election,)

    @event(Filled)
    def _filled(self, act: Act, person: PersonId, name: str, how: VacancyRule) -> None:
        self.state = State.FILLED
        self.offered_to = None
        self.filled_by = person

    @event(Overtaken)
    def _overtaken(self, act: Act, reason: str) -> None:
        self.state = State.OVERTAKEN
        self.offered_to = None


_NOW: Final = {
    State.SEEKING: "is being offered to whom the papers of the election name",
    State.OFFERED: "has been offered to somebody who has not answered yet",
    State.BY_ELECTION: "is filled by a by-election",
    State.CO_OPTION: "is filled by co-option",
    State.FILLED: "has been filled",
    State.OVERTAKEN: "is not to be filled any more",
}


def first_of(place: Place) -> State:
    """What is to be done first, by the rule that the election was called under."""
    if place.rule.by_papers is not None:
        return State.SEEKING
    by_members = place.rule is VacancyRule.BY_ELECTION
    return State.BY_ELECTION if by_members else State.CO_OPTION


def vacancy_id(mandate: UUID) -> UUID:
    """The stream of the vacancy that a mandate leaves when it ends."""
    return derived(mandate, "vacancy")

"""One ballot of all members: its questions, roll, hours, close, count and declaration.

Papers are no acts and are never in here: the ballot knows how many there were, the commitment to
them and the tallies.  Who voted is on the roll; how anybody voted is nowhere linked to a person.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.ballots.ballot_acts import BallotActs
from domain.ballots.secrecy import Secrecy, kept_under, rules_of, secrecy_of
from domain.ballots.terms import (
    Hours,
    Question,
    Result,
    Roll,
    Terms,
    noticed,
    report_within,
    terms_of,
)
from domain.bodies.forgetting import CHALLENGE_DAYS
from domain.counting.yes_no import Tally, decide
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import CycleId, ElectionId, RuleId
from domain.kernel.moments import in_words, on_or_at
from domain.kernel.refusal import BadInput, OutOfOrder, TooEarly, TooLate
from domain.rules.rulebook import Governing


class Ballot(Aggregate, BallotActs):
    """One ballot."""

    TOPIC = "ballot"

    class Created(Aggregate.Created):
        """Never recorded: a ballot begins by being called."""

        TOPIC = "ballot.created.v1"

    class Called(Aggregate.Created):
        """A ballot was called: its questions, hours and terms are fixed."""

        TOPIC = "ballot.called.v1"
        title: str
        parent: CycleId | None
        questions: tuple[Question, ...]
        hours: Hours
        terms: Terms

    def __init__(
        self,
        title: str,
        parent: CycleId | None,
        questions: tuple[Question, ...],
        hours: Hours,
        terms: Terms,
    ) -> None:
        self.title = title
        self.parent = parent
        self.questions = questions
        self.hours = hours
        self.terms = terms
        self.roll: Roll | None = None
        self.announced: str | None = None
        self.opened = False
        self.reminded: tuple[datetime, ...] = ()
        self.papers: int | None = None
        self.credentials: int | None = None
        self.root: str | None = None
        self.counted = False
        self.results: tuple[Result, ...] = ()
        self.published: str | None = None
        self.declared = False
        self.keys_destroyed = False

    @classmethod
    def call(
        cls,
        ballot: UUID,
        act: Act,
        *,
        title: str,
        parent: CycleId | None,
        questions: tuple[Question, ...],
        hours: Hours,
        rules: Governing,
        terms: Terms | None = None,
    ) -> Ballot:
        """Call a ballot: everything that governs it is copied from the rules now.

        `terms`: those of an election, whose own notice was given before, or of a survey.
        """
        if not questions:
            raise BadInput("A ballot needs at least one question.")
        if hours.closes <= hours.opens:
            raise BadInput("A ballot closes after it opens.")
        if terms is None:
            act, terms = noticed(act, hours, rules), terms_of(rules, act.occurred_at, hours)
        stamped = act.within(ballot, terms.edition).under(
            *terms.cites.result, terms.cites.reminders, rules_of(parent).secrecy
        )
        secrecy = secrecy_of(rules, parent)
        grade = {
            "secrecy": secrecy,
            "kept": kept_under(rules, parent, secrecy),
            "report_within": None if terms.survey else report_within(rules),
        }
        return cls._begin(
            cls.Called,
            ballot,
            stamped,
            title=title,
            parent=parent,
            questions=questions,
            hours=hours,
            terms=terms.model_copy(update=grade),
        )

    @property
    def is_blind(self) -> bool:
        """Whether papers come without a name, under credentials that nobody can link."""
        return self.terms.secrecy is Secrecy.BLIND

    @property
    def keys_until(self) -> datetime | None:
        """Until when the keys of a blind ballot are kept; None if it has none."""
        kept = self.terms.kept
        return None if kept is None else kept.keys_until(self.hours.closes)

    def must_be_ahead(self, moment: datetime) -> None:
        """Raises `TooLate` if its roll should have been frozen by now."""
        if moment > self.terms.joined_by:
            raise TooLate(
                f"The roll would have been frozen on {in_words(self.terms.joined_by)}. Let voting "
                "open later.",
                rule=self.terms.cites.roll,
            )

    def is_open(self, moment: datetime) -> bool:
        """Whether a paper can be taken at that moment; recording plays no part in it."""
        return self.hours.opens <= moment < self.hours.closes

    def must_be_open(self, moment: datetime) -> None:
        """Raises `TooEarly` or `TooLate` when no paper can be taken."""
        if moment < self.hours.opens:
            raise TooEarly(f"Voting opens {on_or_at(self.hours.opens)}.", rule=self._period)
        if moment >= self.hours.closes:
            raise TooLate(f"Voting closed {on_or_at(self.hours.closes)}.", rule=self._period)

    @property
    def _period(self) -> RuleId:
        return self.terms.cites.hours

    def freeze_roll(self, act: Act, roll: Roll) -> None:
        """Fix who may vote; afterwards the roll changes only by recorded corrections."""
        if self.roll is not None:
            raise OutOfOrder("The roll of this ballot has been frozen.", rule=self.terms.cites.roll)
        self._roll_frozen(act=self._stamped(act.under(self.terms.cites.roll)), roll=roll)

    def announce(self, act: Act, announced: str, root: str) -> None:
        """Announce a blind ballot: the digest over its keys, questions and roll."""
        if self.announced is not None:
            return
        self._must_be_blind()
        roll = self._frozen_roll()
        self._announced(
            act=self._stamped(act.under(rules_of(self.parent).secrecy)),
            announced=announced,
            root=root,
            position=roll.position,
        )

    def _frozen_roll(self) -> Roll:
        if self.roll is None:
            raise OutOfOrder(
                "A ballot can't open before its roll is frozen.", rule=self.terms.cites.roll
            )
        return self.roll

    def _must_be_blind(self) -> None:
        if not self.is_blind:
            raise BadInput("This ballot is sealed: it has no keys, and no list of its papers.")

    def open(self, act: Act) -> None:
        """Record that voting began, at its stored moment."""
        if self.opened:
            return
        self._frozen_roll()
        if self.is_blind and self.announced is None:
            raise OutOfOrder(
                "A blind ballot can't open before its keys are announced.",
                rule=rules_of(self.parent).secrecy,
            )
        if act.occurred_at < self.hours.opens:
            raise TooEarly(f"Voting opens {on_or_at(self.hours.opens)}.", rule=self._period)
        at_opening = act.at(max(self.hours.opens, self.modified_on)).under(self._period)
        self._opened(act=self._stamped(at_opening))

    def extend(self, act: Act, hours: Hours, reason: str) -> None:
        """Move the close while voting is not over, or both hours while it has not begun."""
        if act.occurred_at >= self.hours.closes:
            raise TooLate(
                f"Voting closed {on_or_at(self.hours.closes)}: too late to extend.",
                rule=self._period,
            )
        if act.occurred_at >= self.hours.opens and hours.opens != self.hours.opens:
            raise OutOfOrder("Voting has begun, so its opening can't be moved.", rule=self._period)
        if hours.closes <= self.hours.closes:
            raise BadInput("An extension moves the close later.")
        terms = self.terms.moved_with(self.hours, hours, frozen=self.roll is not None)
        self._extended(act=self._stamped(act), hours=hours, terms=terms, reason=reason)

    def reminders_due(self, now: datetime) -> tuple[datetime, ...]:
        """The planned reminders whose moment has come and that did not go out."""
        return tuple(
            moment
            for moment in self.terms.remind_at
            if moment <= now and moment < self.hours.closes and moment not in self.reminded
        )

    def remind(self, act: Act, planned_for: datetime, not_voted: int) -> None:
        """Record a reminder to those who have not voted, once for each planned moment."""
        if planned_for in self.reminded:
            return
        stamped = self._stamped(
            act.at(max(planned_for, self.modified_on)).under(self.terms.cites.reminders)
        )
        self._reminded(act=stamped, planned_for=planned_for, not_voted=not_voted)

    def close(self, act: Act, papers: int, root: str, credentials: int | None = None) -> None:
        """Record the close, at its stored moment."""
        if self.papers is not None:
            return
        if self.is_blind and (credentials is None or credentials < papers):
            raise BadInput(
                f"There are {papers} papers, which is more than the credentials that were drawn."
            )
        if act.occurred_at < self.hours.closes:
            raise TooEarly(f"Voting closes {on_or_at(self.hours.closes)}.", rule=self._period)
        at_close = self._stamped(
            act.at(max(self.hours.closes, self.modified_on)).under(self._period)
        )
        self._closed(
            act=self._reminded_or_marked(at_close),
            papers=papers,
            root=root,
            credentials=credentials,
        )

    def _reminded_or_marked(self, act: Act) -> Act:
        """Voting is over: a reminder that has not gone out by now never will."""
        missed = [moment for moment in self.terms.remind_at if moment < self.hours.closes]
        missed = [moment for moment in missed if moment not in self.reminded]
        if not missed:
            return act
        when = " and ".join(in_words(moment) for moment in missed)
        return act.breaking(self.terms.cites.reminders).noting(
            f"The reminder of {when} did not go out."
        )

    def count(self, act: Act, tallies: tuple[Tally, ...], choosing: int = 0) -> None:
        """Judge the tallies by the majority and quorum that the ballot was called under.

        The last `choosing` questions of the paper choose, and are counted in `Choices`.
        """
        if self.counted:
            return
        if self.papers is None or self.roll is None:
            raise OutOfOrder("Nothing can be counted before the close.", rule=self._period)
        if any(tally.papers != self.papers for tally in tallies):
            raise BadInput(f"The tallies do not account for each of the {self.papers} papers.")
        eligible, answered = self.roll.count, self.questions[: len(self.questions) - choosing]
        results = tuple(
            Result(
                question=question,
                tally=tally,
                verdict=decide(tally, eligible, self.terms.majority, self.terms.turnout),
            )
            for question, tally in zip(answered, tallies, strict=True)
        )
        self._counted(act=self._stamped(act.under(*self.terms.cites.result)), results=results)

    def publish(self, act: Act, commitment: str) -> None:
        """Record that papers and count of a blind ballot were published, before it is declared."""
        if self.published is not None:
            return
        self._must_be_blind()
        if not self.counted or self.papers is None:
            raise OutOfOrder("There is no count to declare.")
        stamped = self._stamped(act.under(rules_of(self.parent).secrecy))
        self._published(act=stamped, papers=self.papers, commitment=commitment)

    def declare(self, act: Act) -> None:
        """Declare the counted result."""
        if self.declared:
            return
        if not self.counted:
            raise OutOfOrder("There is no count to declare.")
        if self.is_blind and self.published is None:
            raise OutOfOrder(
                "A blind ballot is declared when its papers are published, so that anybody can "
                "count them.",
                rule=rules_of(self.parent).secrecy,
            )
        self._declared(
            act=self._stamped(act.under(*self.terms.cites.result)),
            parent=self.parent,
            keys_until=self.keys_until,
            election=self.terms.election,
            endorsement=self.terms.endorsement,
            policy_primary=self.terms.policy_primary,
        )

    def destroy_keys(self, act: Act) -> None:
        """Record that the keys are gone, once nobody can challenge the result any more."""
        if self.keys_destroyed:
            return
        self._must_be_blind()
        until = self.keys_until
        if not self.declared or until is None or act.occurred_at < until:
            raise TooEarly(
                "The keys are kept for as long as the result can be challenged.",
                rule=CHALLENGE_DAYS,
            )
        at_end = act.at(max(until, self.modified_on)).under(CHALLENGE_DAYS)
        self._keys_destroyed(act=self._stamped(at_end))

    def carried(self) -> tuple[UUID, ...]:
        """The subjects that were carried; of a proposal and its alternatives, the strongest.

        Among those that passed, the one with most votes in favour prevails; in a tie the one that
        stands first on the paper, where the proposal comes before its alternatives.
        """
        strongest: dict[UUID, Result] = {}
        for result in self.results:
            about = result.question.alternative_to or result.question.subject
            best = strongest.get(about)
            if result.verdict.carried and (best is None or result.tally.yes > best.tally.yes):
                strongest[about] = result
        return tuple(result.question.subject for result in strongest.values())

    def _stamped(self, act: Act) -> Act:
        return act.within(self.id, self.terms.edition)

    @event(BallotActs.RollFrozen)
    def _roll_frozen(self, act: Act, roll: Roll) -> None:
        self.roll = roll

    @event(BallotActs.Announced)
    def _announced(self, act: Act, announced: str, root: str, position: int) -> None:
        self.announced = announced

    @event(BallotActs.Opened)
    def _opened(self, act: Act) -> None:
        self.opened = True

    @event(BallotActs.Extended)
    def _extended(self, act: Act, hours: Hours, terms: Terms, reason: str) -> None:
        self.hours = hours
        self.terms = terms

    @event(BallotActs.Reminded)
    def _reminded(self, act: Act, planned_for: datetime, not_voted: int) -> None:
        self.reminded += (planned_for,)

    @event(BallotActs.Closed)
    def _closed(self, act: Act, papers: int, root: str, credentials: int | None) -> None:
        self.papers = papers
        self.credentials = credentials
        self.root = root

    @event(BallotActs.Counted)
    def _counted(self, act: Act, results: tuple[Result, ...]) -> None:
        self.counted = True
        self.results = results

    @event(BallotActs.Published)
    def _published(self, act: Act, papers: int, commitment: str) -> None:
        self.published = commitment

    @event(BallotActs.Declared)
    def _declared(
        self,
        act: Act,
        parent: CycleId | None,
        keys_until: datetime | None,
        election: ElectionId | None,
        endorsement: UUID | None,
        policy_primary: UUID | None,
    ) -> None:
        self.declared = True

    @event(BallotActs.KeysDestroyed)
    def _keys_destroyed(self, act: Act) -> None:
        self.keys_destroyed = True

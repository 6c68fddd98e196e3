"""A policy primary, from its launch until it is settled what is adopted, and what became of that.

Each stage ends at its own moment, whatever has come by then; what is done with one motion is
decided in `motion`, and what goes on the paper in `paper`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.choices import Choices
from domain.ballots.terms import TIES, Hours
from domain.elections.lot import LotSource
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import derived
from domain.kernel.moments import in_words
from domain.kernel.refusal import BadInput, NotFound, OutOfOrder, TooEarly, TooLate
from domain.primary.motion import PrimaryMotion
from domain.primary.paper import (
    Merged,
    OnPaper,
    choosing_of,
    merged_by,
    on_paper,
    question_of,
    terms_of_ballot,
)
from domain.primary.terms import (
    ADDED_BY,
    ANSWER_DAYS,
    BACKING_DAYS,
    BACKING_NEEDED,
    CHECKING_DAYS,
    LAUNCHED_BY,
    METHOD,
    RULING_DAYS,
    SUBMISSION_DAYS,
    WINNERS,
    PrimaryTerms,
)
from domain.rules.governing import Governing


class Stage(StrEnum):
    """How far a primary has come."""

    SUBMITTING = "submitting"
    BACKING = "backing"
    CHECKING = "checking"
    ANSWERING = "answering"
    RULING = "ruling"
    VOTING = "voting"
    SETTLED = "settled"


class Outcome(StrEnum):
    """What became of an adopted policy at conference."""

    CARRIED = "carried"
    LOST = "lost"
    NOT_HEARD = "not heard"
    NOT_PUT = "not put"


RULES: Final = {
    Stage.SUBMITTING: SUBMISSION_DAYS,
    Stage.BACKING: BACKING_DAYS,
    Stage.CHECKING: CHECKING_DAYS,
    Stage.ANSWERING: ANSWER_DAYS,
    Stage.RULING: RULING_DAYS,
}
"""By which rule each stage ends."""


class Primary(Aggregate):
    """One policy primary."""

    TOPIC = "primary"

    class Created(Aggregate.Created):
        """Never recorded: a primary begins by being launched."""

        TOPIC = "primary.created.v1"

    class Launched(Aggregate.Created):
        """A primary was launched under the rules in force: motions can be put."""

        TOPIC = "primary.launched.v1"
        title: str
        terms: PrimaryTerms

    class LotAnnounced(Aggregate.Event):
        """It was announced which public value ties will be drawn from, before it is known."""

        TOPIC = "primary.lot_announced.v1"
        lot: LotSource

    class SubmissionsClosed(Aggregate.Event):
        """The time to put motions was over: so many stand."""

        TOPIC = "primary.submissions_closed.v1"
        motions: int
        next_ends: datetime

    class BackingClosed(Aggregate.Event):
        """The time to back was over: these motions have enough, so many others have not."""

        TOPIC = "primary.backing_closed.v1"
        backed: tuple[UUID, ...]
        short: int
        next_ends: datetime

    class CheckingClosed(Aggregate.Event):
        """The time to check was over; what nobody had checked stands.

        So many were turned down, and so many composites are proposed.
        """

        TOPIC = "primary.checking_closed.v1"
        unchecked: int
        turned_down: int
        composites: int
        next_ends: datetime

    class AnswersClosed(Aggregate.Event):
        """The time to answer and to appeal was over: which composites stand, and of what.

        Whoever had not answered stays apart.
        """

        TOPIC = "primary.answers_closed.v1"
        merged: tuple[Merged, ...]
        appeals: int
        next_ends: datetime

    class PaperSettled(Aggregate.Event):
        """It was settled what members rank, or what is adopted without a vote."""

        TOPIC = "primary.paper_settled.v1"
        paper: tuple[OnPaper, ...]

    class BallotCalled(Aggregate.Event):
        """Members were asked to rank them."""

        TOPIC = "primary.ballot_called.v1"
        ballot: UUID
        hours: Hours

    class Settled(Aggregate.Event):
        """It was settled what is adopted, in order; without a vote where no more stood."""

        TOPIC = "primary.settled.v1"
        adopted: tuple[OnPaper, ...]
        because: str

    class Added(Aggregate.Event):
        """The body added a policy of its own, which nobody ranked."""

        TOPIC = "primary.added.v1"
        policy: UUID
        place: int
        title: str
        text: str

    class OutcomeRecorded(Aggregate.Event):
        """It was recorded what became of an adopted policy at conference."""

        TOPIC = "primary.outcome_recorded.v1"
        policy: UUID
        outcome: Outcome
        words: str

    def __init__(self, title: str, terms: PrimaryTerms) -> None:
        self.title = title
        self.terms = terms
        self.stage = Stage.SUBMITTING
        self.lot: LotSource | None = None
        self.backed: tuple[UUID, ...] = ()
        self.paper: tuple[OnPaper, ...] | None = None
        self.ballot: UUID | None = None
        self.policies: tuple[OnPaper, ...] = ()

    @classmethod
    def launch(cls, primary: UUID, act: Act, title: str, terms: PrimaryTerms) -> Primary:
        """Launch a primary; motions can be put from now on."""
        stamped = act.within(primary, terms.edition).under(*RULES.values(), BACKING_NEEDED, WINNERS)
        return cls._begin(cls.Launched, primary, stamped, title=title, terms=terms)

    @property
    def ends_at(self) -> datetime | None:
        """When the present stage ends by itself; none where it does not."""
        return self._end_of(self.stage) if self.stage in RULES else None

    def _end_of(self, stage: Stage) -> datetime:
        terms = self.terms
        ends = (terms.submit_until, terms.back_until, terms.check_until, terms.answer_until)
        return (*ends, terms.rule_until)[list(RULES).index(stage)]

    def must_be(self, moment: datetime, *stages: Stage) -> None:
        """Raises `TooEarly` or `TooLate` unless it is in one of these stages at that moment."""
        every = list(Stage)
        first, last = every.index(stages[0]), every.index(stages[-1])
        now = every.index(self.stage_at(moment))
        rule = RULES.get(stages[-1], METHOD)
        if now < first:
            ends = self._end_of(every[first - 1])
            raise TooEarly(f"This can be done from {in_words(ends)} on.", rule=rule)
        if now > last:
            until = self._end_of(stages[-1])
            raise TooLate(f"This could be done until {in_words(until)}.", rule=rule)

    def stage_at(self, moment: datetime) -> Stage:
        """The stage of that moment, whether or not the end of the one before is on record."""
        for stage in RULES:
            if moment < self._end_of(stage):
                return max(stage, self.stage, key=list(Stage).index)
        return max(Stage.RULING, self.stage, key=list(Stage).index)

    def announce_lot(self, act: Act, lot: LotSource) -> None:
        """Announce which value draws a tie, until members are asked."""
        if self.ballot is not None or self.stage is Stage.SETTLED:
            raise OutOfOrder("No tie of this primary is drawn any more.", rule=TIES)
        lot.must_not_be_known(act.occurred_at, TIES)
        self._lot_announced(act=self._inside(act).under(TIES), lot=lot)

    def close_stage(self, act: Act, motions: Sequence[PrimaryMotion]) -> None:
        """Record, at its moment, that the present stage is over and what has come by then."""
        ends = self.ends_at
        if ends is None or self.stage is Stage.RULING:
            return
        rule = RULES[self.stage]
        if act.occurred_at < ends:
            raise TooEarly(f"This stage ends at {in_words(ends)}.", rule=rule)
        at = self._inside(act.at(max(ends, self.modified_on))).under(rule)
        standing = [one for one in motions if not one.withdrawn]
        match self.stage:
            case Stage.SUBMITTING:
                self._submissions_closed(
                    act=at, motions=len(standing), next_ends=self.terms.back_until
                )
            case Stage.BACKING:
                backed = [one for one in standing if len(one.backers) >= self.terms.needed]
                self._backing_closed(
                    act=at.under(BACKING_NEEDED),
                    backed=tuple(one.id for one in backed),
                    short=len(standing) - len(backed),
                    next_ends=self.terms.check_until,
                )
            case Stage.CHECKING:
                self._close_checking(at, standing)
            case _:
                appeals = sum(one.waits_for_a_ruling for one in standing)
                self._answers_closed(
                    act=at,
                    merged=merged_by(motions),
                    appeals=appeals,
                    next_ends=self.terms.rule_until,
                )

    def _close_checking(self, at: Act, standing: Sequence[PrimaryMotion]) -> None:
        put = [one for one in standing if one.id in self.backed]
        self._checking_closed(
            act=at,
            unchecked=sum(one.passed is None for one in put),
            turned_down=sum(one.turned_down for one in put),
            composites=sum(one.is_composite for one in standing),
            next_ends=self.terms.answer_until,
        )

    def settle_paper(self, act: Act, motions: Sequence[PrimaryMotion]) -> None:
        """Settle what goes on the paper, once no appeal waits; what can't lose is adopted."""
        if self.stage is not Stage.RULING or any(one.waits_for_a_ruling for one in motions):
            return
        paper = on_paper(motions, self.backed)
        self._paper_settled(act=self._inside(act).under(RULING_DAYS), paper=paper)
        if len(paper) <= self.terms.winners:
            because = "no more stood than can be adopted" if paper else "no motion was left"
            self._settled(act=self._inside(act).under(WINNERS), adopted=paper, because=because)

    @property
    def wants_a_vote(self) -> bool:
        return self.stage is Stage.VOTING and self.ballot is None

    def why_no_vote_yet(self, now: datetime) -> str | None:
        """What is missing before members can be asked, as a sentence; None if nothing is."""
        closes = self.terms.hours(now).closes
        if self.lot is not None and self.lot.known_from >= closes:
            return None
        return (
            "Waits for whoever launched it to announce a value that ties are drawn by: one that "
            f"nobody knows before {in_words(closes)}."
        )

    def call_vote(self, act: Act, rules: Governing) -> tuple[Ballot, Choices]:
        """Ask the members to rank what is on the paper."""
        why_not = self.why_no_vote_yet(act.occurred_at)
        if why_not is not None or self.lot is None or self.paper is None:
            raise OutOfOrder(why_not or "", rule=TIES)
        hours, ballot = self.terms.hours(act.occurred_at), derived(self.id, "ballot")
        called = Ballot.call(
            ballot,
            act,
            title=self.title,
            parent=None,
            questions=(question_of(ballot, self.title, self.paper),),
            hours=hours,
            rules=rules,
            terms=terms_of_ballot(self.id, self.terms, act.occurred_at),
        )
        self._ballot_called(act=self._inside(act).under(METHOD), ballot=ballot, hours=hours)
        choosing = choosing_of(self.title, self.paper, self.terms)
        return called, Choices.put(called, act, (choosing,), self.lot)

    def settle(self, act: Act, ballot: Ballot, choices: Choices) -> None:
        """Record what the members adopted."""
        if self.stage is Stage.SETTLED or self.paper is None:
            return
        if not ballot.declared:
            raise OutOfOrder("The vote has not been declared.", rule=METHOD)
        by_title = {one.title: one for one in self.paper}
        adopted = tuple(by_title[name] for name in choices.chosen[0].result.elected)
        stamped = self._inside(act).under(METHOD, WINNERS)
        self._settled(act=stamped, adopted=adopted, because=choices.chosen[0].because)

    def add(self, act: Act, policy: UUID, title: str, text: str) -> None:
        """Add a policy of the body's own, once it is settled what the members adopted."""
        if self.stage is not Stage.SETTLED:
            raise TooEarly(
                "It is not settled yet what the members adopt: theirs come first.", rule=ADDED_BY
            )
        if not text.strip():
            raise BadInput("Write the text of the policy.")
        if any(one.title.casefold() == title.casefold() for one in self.policies):
            raise OutOfOrder("A policy of that title was adopted already.", rule=ADDED_BY)
        place = len(self.policies) + 1
        self._added(act=self._inside(act), policy=policy, place=place, title=title, text=text)

    def tell_outcome(self, act: Act, policy: UUID, outcome: Outcome, words: str) -> None:
        """Record what became of an adopted policy; what is recorded last holds."""
        if policy not in {one.motion for one in self.policies}:
            raise NotFound("No policy of this primary has that id.")
        stamped = self._inside(act).under(LAUNCHED_BY)
        self._outcome_recorded(act=stamped, policy=policy, outcome=outcome, words=words)

    def _inside(self, act: Act) -> Act:
        return act.within(self.id, self.terms.edition)

    @event(LotAnnounced)
    def _lot_announced(self, act: Act, lot: LotSource) -> None:
        self.lot = lot

    @event(SubmissionsClosed)
    def _submissions_closed(self, act: Act, motions: int, next_ends: datetime) -> None:
        self.stage = Stage.BACKING

    @event(BackingClosed)
    def _backing_closed(
        self, act: Act, backed: tuple[UUID, ...], short: int, next_ends: datetime
    ) -> None:
        self.stage = Stage.CHECKING
        self.backed = backed

    @event(CheckingClosed)
    def _checking_closed(
        self, act: Act, unchecked: int, turned_down: int, composites: int, next_ends: datetime
    ) -> None:
        self.stage = Stage.ANSWERING

    @event(AnswersClosed)
    def _answers_closed(
        self, act: Act, merged: tuple[Merged, ...], appeals: int, next_ends: datetime
    ) -> None:
        self.stage = Stage.RULING

    @event(PaperSettled)
    def _paper_settled(self, act: Act, paper: tuple[OnPaper, ...]) -> None:
        self.stage = Stage.VOTING
        self.paper = paper

    @event(BallotCalled)
    def _ballot_called(self, act: Act, ballot: UUID, hours: Hours) -> None:
        self.ballot = ballot

    @event(Settled)
    def _settled(self, act: Act, adopted: tuple[OnPaper, ...], because: str) -> None:
        self.stage = Stage.SETTLED
        self.policies = adopted

    @event(Added)
    def _added(self, act: Act, policy: UUID, place: int, title: str, text: str) -> None:
        self.policies += (OnPaper(motion=policy, title=title),)

    @event(OutcomeRecorded)
    def _outcome_recorded(self, act: Act, policy: UUID, outcome: Outcome, words: str) -> None:
        pass

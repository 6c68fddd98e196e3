"""One count: which papers, under which rule, what was left to a decision, and the result.

The papers themselves are kept beside the log; the act names them by their hash, so that anybody who
has them can count again and must come to the same result.  How they are counted is decided in
`domain.counting`; here is decided who may do what with a count, and in which order.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from domain.counting.contest import Contest
from domain.counting.formats.election import Election
from domain.counting.lots import lot_seed
from domain.counting.result import CountResult
from domain.counting.sheet import Question
from domain.counting.terms import BySeed, Terms
from domain.counting.ties import Decision
from domain.elections.lot import LotSource
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import ElectionId, RuleId
from domain.kernel.refusal import BadInput, OutOfOrder, TooEarly
from domain.kernel.value import Value

RETURNING_OFFICER = RuleId("elections.returning_officer")
THE_OFFICER = "the returning officer"


class Bundle(Value):
    """The papers of a count: SHA-256 of the file as it was handed in, and how many papers it has.

    `origin` says in words where they come from, such as the hall in which they were cast.
    """

    sha256: str
    papers: int
    origin: str


class Matter(Value):
    """What is counted, and for which election and section: none for papers from outside.

    `lot`: the public value that ties are drawn from, if they are drawn and not decided.
    """

    title: str
    contest: Contest
    terms: Terms
    bundle: Bundle
    election: ElectionId | None = None
    section: str | None = None
    lot: LotSource | None = None

    def must_be_about(self, file: Election) -> None:
        """Raises `BadInput` unless the file has these papers, for these candidates in this order.

        So whoever has the file and its hash counts the same papers for the same people.
        """
        if file.cast.total != self.bundle.papers:
            raise BadInput(
                f"The file has {file.cast.total} papers; {self.bundle.papers} were handed in."
            )
        self.contest.must_have_the_names_of(file.contest)
        back = set(file.contest.withdrawn) - set(self.contest.withdrawn)
        if back:
            raise BadInput(
                f"The file says that {self.contest.names[min(back)]} withdrew; what was handed in "
                "does not."
            )


class OpenTie(Value):
    """A tie that the rule leaves to a decision: at which stage, over what, between whom."""

    stage: int
    question: Question
    between: tuple[str, ...]

    def decided_for(self, chosen: str) -> Decision:
        """The returning officer's decision for one of the tied."""
        return Decision(question=self.question, between=self.between, chosen=chosen, by=THE_OFFICER)


class State(StrEnum):
    """How far a count is."""

    BEGUN = "begun"
    WAITING = "waiting for a decision on a tie"
    DRAWING = "waiting for the public value of the lot"
    COUNTED = "counted"
    DECLARED = "declared"
    REFUSED = "refused"


class Count(Aggregate):
    """One count, from its papers to the declaration."""

    TOPIC = "count"

    class Created(Aggregate.Created):
        """Never recorded: a count begins with its papers."""

        TOPIC = "count.created.v1"

    class Begun(Aggregate.Created):
        """Papers were handed in to be counted under a rule."""

        TOPIC = "count.begun.v1"
        matter: Matter

    class TieLeftOpen(Aggregate.Event):
        """The rule does not say how a tie is broken: the count waits for a decision."""

        TOPIC = "count.tie_left_open.v1"
        tie: OpenTie

    class TieDecided(Aggregate.Event):
        """The returning officer decided a tie, with reasons."""

        TOPIC = "count.tie_decided.v1"
        decision: Decision
        reason: str

    class LotValueRecorded(Aggregate.Event):
        """The announced value became known: with the hash of the papers it makes the seed."""

        TOPIC = "count.lot_value_recorded.v1"
        value: str
        seed: str

    class Counted(Aggregate.Event):
        """The papers were counted: `result` is what `convenor count` prints for the same papers."""

        TOPIC = "count.counted.v1"
        result: CountResult

    class Declared(Aggregate.Event):
        """The returning officer declared the result."""

        TOPIC = "count.declared.v1"
        elected: tuple[str, ...]

    class Refused(Aggregate.Event):
        """What was handed in can't be counted: the file says otherwise, or there is none."""

        TOPIC = "count.refused.v1"
        reason: str

    def __init__(self, matter: Matter) -> None:
        self.matter = matter
        self.open_tie: OpenTie | None = None
        self.decisions: tuple[Decision, ...] = ()
        self.seed: str | None = None
        self.result: CountResult | None = None
        self.declared = False
        self.refused = False

    @classmethod
    def begin(cls, count: UUID, act: Act, matter: Matter) -> Count:
        """Begin a count; the power to do so has been judged by whoever asks."""
        return cls._begin(cls.Begun, count, act.within(count, act.rulebook_version), matter=matter)

    @property
    def terms(self) -> Terms:
        """The terms of the count, with every decision on a tie so far, and the lot if drawn."""
        terms = self.matter.terms.deciding(self.decisions)
        return terms if self.seed is None else terms.drawing(BySeed(seed=self.seed))

    @property
    def state(self) -> State:
        if self.declared:
            return State.DECLARED
        if self.refused:
            return State.REFUSED
        if self.result is not None:
            return State.COUNTED
        if self.open_tie is None:
            return State.BEGUN
        return State.WAITING if self.matter.lot is None else State.DRAWING

    def leave_open(self, act: Act, tie: OpenTie) -> None:
        """Record that a tie has to be decided; the same tie is recorded once."""
        self._must_not_be_counted()
        if self.open_tie != tie:
            self._tie_left_open(act=self._inside(act), tie=tie)

    def decide_tie(self, act: Act, chosen: str, reason: str) -> None:
        """Record the decision on the open tie; raises `OutOfOrder` and `BadInput`."""
        tie = self.open_tie
        if tie is None:
            raise OutOfOrder("No tie waits for a decision in this count.")
        if self.matter.lot is not None:
            raise OutOfOrder(
                "This tie is drawn by lot, and nobody decides it. "
                f"Record the value that was announced: {self.matter.lot.source}.",
                rule=RETURNING_OFFICER,
            )
        if chosen not in tie.between:
            raise BadInput(
                f"'{chosen}' is not among the tied: {', '.join(tie.between)}. Choose one of them."
            )
        decision = tie.decided_for(chosen)
        self._tie_decided(act=self._inside(act), decision=decision, reason=reason)

    def record_lot_value(self, act: Act, value: str) -> None:
        """Record the announced value, once it can be known; raises `TooEarly` before."""
        lot = self.matter.lot
        if lot is None or self.open_tie is None:
            raise OutOfOrder("No tie waits for a lot in this count.")
        if act.occurred_at < lot.known_from:
            raise TooEarly(
                f"The value for the lot is known from {lot.when} on.",
                rule=RETURNING_OFFICER,
            )
        seed = lot_seed(self.matter.bundle.sha256, value)
        self._lot_value_recorded(act=self._inside(act), value=value.strip(), seed=seed)

    def record(self, act: Act, result: CountResult) -> None:
        """Record the result."""
        self._must_not_be_counted()
        self._counted(act=self._inside(act), result=result)

    def refuse(self, act: Act, reason: str) -> None:
        """Record that the papers can't be counted; the count is over."""
        self._must_not_be_counted()
        self._refused(act=self._inside(act), reason=reason)

    def declare(self, act: Act) -> None:
        """Declare who is elected; raises `OutOfOrder` before the count is done."""
        if self.result is None:
            raise OutOfOrder(f"This can be declared when it is counted; it is {self.state.value}.")
        if self.declared:
            raise OutOfOrder("The result has been declared already.")
        self._declared(act=self._inside(act), elected=self.result.elected)

    def _must_not_be_counted(self) -> None:
        if self.result is not None:
            raise OutOfOrder("The papers have been counted already.")
        if self.refused:
            raise OutOfOrder("These papers can't be counted. Hand them in again.")

    def _inside(self, act: Act) -> Act:
        return act.within(self.id, act.rulebook_version).under(RETURNING_OFFICER)

    @event(TieLeftOpen)
    def _tie_left_open(self, act: Act, tie: OpenTie) -> None:
        self.open_tie = tie

    @event(TieDecided)
    def _tie_decided(self, act: Act, decision: Decision, reason: str) -> None:
        self.open_tie = None
        self.decisions += (decision,)

    @event(LotValueRecorded)
    def _lot_value_recorded(self, act: Act, value: str, seed: str) -> None:
        self.open_tie = None
        self.seed = seed

    @event(Counted)
    def _counted(self, act: Act, result: CountResult) -> None:
        self.result = result

    @event(Refused)
    def _refused(self, act: Act, reason: str) -> None:
        self.refused = True

    @event(Declared)
    def _declared(self, act: Act, elected: tuple[str, ...]) -> None:
        self.declared = True

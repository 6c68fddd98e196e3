"""What a ballot of members chooses between, the lot that breaks its ties, and what was chosen.

It stands beside the ballot, whose hours, roll and declaration are its own, and has the same
process.  How papers are counted is decided in `domain.counting`.
"""

from __future__ import annotations

from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.choosing import METHODS, Choosing, Chosen, Tied
from domain.ballots.terms import TIES, TURNOUT, Terms
from domain.counting.lots import lot_seed
from domain.counting.result import CountResult
from domain.elections.lot import LotSource
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import RuleId, derived
from domain.kernel.moments import in_words
from domain.kernel.refusal import BadInput, OutOfOrder, RuleBroken, TooEarly


class Choices(Aggregate):
    """The questions of one ballot that choose."""

    TOPIC = "choices"

    class Created(Aggregate.Created):
        """Never recorded: choices begin by being put on a paper."""

        TOPIC = "choices.created.v1"

    class Put(Aggregate.Created):
        """Options were put on the paper of a ballot, with what breaks a tie between them."""

        TOPIC = "choices.put.v1"
        ballot: UUID
        title: str
        questions: tuple[Choosing, ...]
        lot: LotSource
        edition: int
        tie_rule: RuleId = TIES

    class TieLeftOpen(Aggregate.Event):
        """Options are tied: the count waits for the value that the lot is drawn from."""

        TOPIC = "choices.tie_left_open.v1"
        tied: Tied

    class LotValueRecorded(Aggregate.Event):
        """The announced value became known: with the root of the papers it makes the seed."""

        TOPIC = "choices.lot_value_recorded.v1"
        value: str
        seed: str

    class Counted(Aggregate.Event):
        """The questions that choose were counted."""

        TOPIC = "choices.counted.v1"
        chosen: tuple[Chosen, ...]

    def __init__(
        self,
        ballot: UUID,
        title: str,
        questions: tuple[Choosing, ...],
        lot: LotSource,
        edition: int,
        tie_rule: RuleId = TIES,
    ) -> None:
        self.ballot = ballot
        self.title = title
        self.questions = questions
        self.lot = lot
        self.edition = edition
        self.tie_rule = tie_rule
        self.tied: Tied | None = None
        self.value: str | None = None
        self.seed: str | None = None
        self.chosen: tuple[Chosen, ...] = ()

    @classmethod
    def put(
        cls, ballot: Ballot, act: Act, questions: tuple[Choosing, ...], lot: LotSource
    ) -> Choices:
        """Put options on a paper; raises `RuleBroken` if the lot could be known before the close.

        Whoever knows the value while papers come could choose papers by it.
        """
        cites = ballot.terms.cites
        if lot.known_from < ballot.hours.closes:
            raise RuleBroken(
                f"The value for the lot ({lot.source}) is known from {lot.when} on, before voting "
                f"closes on {in_words(ballot.hours.closes)}. Announce one that nobody knows by "
                "then.",
                rule=cites.ties,
            )
        edition = ballot.terms.edition
        own = ballot.terms.by_own_rules
        rules = cites.result if own else [METHODS[one.way] for one in questions]
        return cls._begin(
            cls.Put,
            choices_id(ballot.id),
            act.within(ballot.id, edition).under(*dict.fromkeys(rules), cites.ties),
            ballot=ballot.id,
            title=ballot.title,
            questions=questions,
            lot=lot,
            edition=edition,
            tie_rule=cites.ties,
        )

    def at(self, place: int) -> Choosing | None:
        """The question that stands at a place of the paper, if it chooses."""
        return next((one for one in self.questions if one.place == place), None)

    def leave_tied(self, act: Act, tied: Tied) -> None:
        """Record a tie that nothing but the lot can break; the same tie is recorded once."""
        if self.tied == tied or self.seed is not None:
            return
        self._tie_left_open(act=self._stamped(act), tied=tied)

    def record_lot_value(self, act: Act, value: str, root: str | None) -> None:
        """Record the announced value; `root` commits to the papers.  Raises `TooEarly` before."""
        if self.seed is not None:
            raise OutOfOrder(
                "The value for this lot has been recorded already.", rule=self.tie_rule
            )
        if self.tied is None or root is None:
            raise OutOfOrder(
                "Nothing is tied in this ballot, so no lot is drawn.", rule=self.tie_rule
            )
        if act.occurred_at < self.lot.known_from:
            raise TooEarly(
                f"The value for the lot is known from {self.lot.when} on.", rule=self.tie_rule
            )
        self._lot_value_recorded(
            act=self._stamped(act), value=value.strip(), seed=lot_seed(root, value)
        )

    def count(self, act: Act, results: tuple[CountResult, ...], ballot: Ballot) -> None:
        """Judge the counts, in the order of the paper, by the quorum of the ballot's turnout."""
        if self.chosen:
            return
        papers = ballot.papers
        if papers is None or ballot.roll is None:
            raise OutOfOrder(
                "Nothing can be counted before the close.", rule=ballot.terms.cites.hours
            )
        if len(results) != len(self.questions):
            raise BadInput(f"There are {len(self.questions)} questions and {len(results)} counts.")
        if any(result.papers.valid + result.papers.invalid != papers for result in results):
            raise BadInput(f"The counts do not account for each of the {papers} papers.")
        stands, because = _judged(papers, ballot.roll.count, ballot.terms)
        chosen = tuple(
            Chosen(place=question.place, result=result, stands=stands, because=because)
            for question, result in zip(self.questions, results, strict=True)
        )
        self._counted(act=self._stamped(act).under(*_judged_by(ballot.terms)), chosen=chosen)

    def _stamped(self, act: Act) -> Act:
        return act.within(self.ballot, self.edition).under(self.tie_rule)

    @event(TieLeftOpen)
    def _tie_left_open(self, act: Act, tied: Tied) -> None:
        self.tied = tied

    @event(LotValueRecorded)
    def _lot_value_recorded(self, act: Act, value: str, seed: str) -> None:
        self.value = value
        self.seed = seed

    @event(Counted)
    def _counted(self, act: Act, chosen: tuple[Chosen, ...]) -> None:
        self.chosen = chosen


def choices_id(ballot: UUID) -> UUID:
    """The stream of what a ballot chooses between."""
    return derived(ballot, "choices")


def _judged_by(terms: Terms) -> tuple[RuleId, ...]:
    """The rules that say whether what was chosen stands."""
    return terms.cites.result if terms.by_own_rules else (TURNOUT,)


def _judged(papers: int, eligible: int, terms: Terms) -> tuple[bool, str]:
    """Whether enough took part for what was chosen to stand, and why."""
    quorum = terms.turnout
    if quorum.numerator and not quorum.met_by(papers, eligible):
        return False, f"{papers} of {eligible} took part, where {quorum.in_words()} is needed"
    return True, f"{papers} of {eligible} took part"

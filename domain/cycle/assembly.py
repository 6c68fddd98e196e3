"""One assembly of a cycle: its delegates, sittings, votes and end.

It decides whether a vote binds: who was there, and what majority the rulebook asks for.  What a
vote does to a text is decided by the proposal.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from math import ceil, floor
from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.cycle.calendar import StageName
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import AssemblyId, BodyId, CycleId, PersonId, ProposalId, RuleId, derived
from domain.kernel.moments import on_or_at
from domain.kernel.refusal import BadInput, OutOfOrder, QuorumNotMet, RuleBroken, TooEarly, TooLate
from domain.kernel.value import Value
from domain.rules.rulebook import Governing
from domain.rules.values import AmendmentProcedure, Base, Count, Procedure, Share

QUORUM = RuleId("refounding.assembly_quorum")
MAJORITY = RuleId("refounding.assembly_majority")
ENTITLEMENT = RuleId("refounding.delegates_per_group")
MINORITY = RuleId("refounding.minority_threshold")
PROCEDURE = RuleId("refounding.procedure")


def assembly_id(cycle: UUID, stage: StageName) -> AssemblyId:
    """The id of the assembly that belongs to that stage of a cycle."""
    return AssemblyId(derived(cycle, "assembly", stage))


MOST_VOTES = 1_000_000


class Delegate(Value):
    """A delegate and the group that sent them."""

    person: PersonId
    group: BodyId
    name: str


class Votes(Value):
    """A show of hands, in persons."""

    in_favour: Annotated[int, Field(ge=0, le=MOST_VOTES)]
    against: Annotated[int, Field(ge=0, le=MOST_VOTES)]
    abstained: Annotated[int, Field(ge=0, le=MOST_VOTES)] = 0

    @property
    def cast(self) -> int:
        return self.in_favour + self.against

    @property
    def took_part(self) -> int:
        return self.cast + self.abstained

    def must_be_by(self, voters: int, rule: RuleId) -> None:
        """Refuse more votes than there are people with one."""
        if self.took_part > voters:
            few = {0: "nobody who may vote takes part", 1: "only one who may vote takes part"}
            known = few.get(voters, f"only {voters} who may vote take part")
            raise BadInput(f"The votes given are {self.took_part}, but {known}.", rule=rule)

    def in_words(self) -> str:
        return f"{self.in_favour} for, {self.against} against, {self.abstained} abstained"


class Put(Value):
    """What is put to the vote.

    `subjects` are the amendments that it is about; `on_text` where the vote decides on words, as
    votes on amendments and on collisions between them do, and questions of procedure don't.
    """

    proposal: ProposalId
    question: str
    subjects: tuple[str, ...] = ()
    on_text: bool = False


class Vote(Value):
    """A vote of the assembly.

    `subjects` are the amendments it decided on (several where they were taken together, none for a
    counter-proposal), in the order of the agenda.
    """

    number: int
    proposal: ProposalId
    question: str
    subjects: tuple[str, ...]
    votes: Votes
    present: int
    carried: bool
    because: str
    for_the_paper: bool = False


class Assembly(Aggregate):
    """One assembly."""

    TOPIC = "assembly"

    class Created(Aggregate.Created):
        """Never recorded: an assembly begins by being convened."""

        TOPIC = "assembly.created.v1"

    class Convened(Aggregate.Created):
        """An assembly was convened for a stage of a cycle."""

        TOPIC = "assembly.convened.v1"
        parent: CycleId
        stage: StageName
        due: datetime
        edition: int

    class DelegateRegistered(Aggregate.Event):
        """A group sent a delegate."""

        TOPIC = "assembly.delegate_registered.v1"
        delegate: Delegate

    class SittingOpened(Aggregate.Event):
        """A sitting was opened with a quorum."""

        TOPIC = "assembly.sitting_opened.v1"
        present: int
        needed: int

    class VoteTaken(Aggregate.Event):
        """The assembly voted."""

        TOPIC = "assembly.vote_taken.v1"
        vote: Vote

    class Extended(Aggregate.Event):
        """The end of the assembly was moved."""

        TOPIC = "assembly.extended.v1"
        due: datetime
        reason: str

    class Closed(Aggregate.Event):
        """The assembly ended and its texts were passed on."""

        TOPIC = "assembly.closed.v1"
        parent: CycleId
        votes: int

    def __init__(self, parent: CycleId, stage: StageName, due: datetime, edition: int) -> None:
        self.parent = parent
        self.stage = stage
        self.due = due
        self.edition = edition
        self.delegates: tuple[Delegate, ...] = ()
        self.present = 0
        self.votes: tuple[Vote, ...] = ()
        self.closed = False

    @classmethod
    def convene(
        cls, act: Act, cycle: UUID, stage: StageName, due: datetime, edition: int
    ) -> Assembly:
        """Convene the assembly of a stage."""
        stream = assembly_id(cycle, stage)
        return cls._begin(
            cls.Convened,
            stream,
            act.within(stream, edition).under(stage.rule),
            parent=CycleId(cycle),
            stage=stage,
            due=due,
            edition=edition,
        )

    @property
    def title(self) -> str:
        return self.stage.heading

    def register(self, act: Act, delegate: Delegate, rules: Governing) -> None:
        """Enter a delegate, within what each group is entitled to."""
        self._must_be_running(act)
        entitled = rules.value(ENTITLEMENT, Count).count
        sent = [known for known in self.delegates if known.group == delegate.group]
        if any(known.person == delegate.person for known in self.delegates):
            raise OutOfOrder(f"{delegate.name} is a delegate already.")
        if len(sent) >= entitled:
            raise RuleBroken(
                f"Each group sends {entitled} delegates, and this group has sent {len(sent)}.",
                rule=ENTITLEMENT,
                clause=rules.rule(ENTITLEMENT).clause,
            )
        self._delegate_registered(
            act=self._stamped(act.under(ENTITLEMENT), rules), delegate=delegate
        )

    def needed(self, rules: Governing) -> int:
        """How many must be present."""
        share = rules.value(QUORUM, Share)
        exact = share.fraction * len(self.delegates)
        return floor(exact) + 1 if share.strict else ceil(exact)

    def open_sitting(self, act: Act, present: int, rules: Governing) -> None:
        """Open a sitting; refused without a quorum."""
        self._must_be_running(act)
        needed = self.needed(rules)
        if present > len(self.delegates):
            raise BadInput(f"{present} can't be present of {len(self.delegates)} delegates.")
        self._must_be_quorate(present, rules)
        self._sitting_opened(
            act=self._stamped(act.under(QUORUM), rules), present=present, needed=needed
        )

    def _must_be_quorate(self, present: int, rules: Governing) -> None:
        needed = self.needed(rules)
        if present < needed:
            raise QuorumNotMet(
                f"{present} of {len(self.delegates)} delegates are present, and {needed} are "
                "needed.",
                rule=QUORUM,
                clause=rules.rule(QUORUM).clause,
            )

    def vote(self, act: Act, put: Put, votes: Votes, rules: Governing) -> Vote:
        """Take a vote of those present and say whether it is carried."""
        self._must_be_running(act)
        if not self.present:
            raise OutOfOrder("No sitting has been opened, so nobody can vote.", rule=QUORUM)
        self._must_be_quorate(self.present, rules)
        votes.must_be_by(self.present, MAJORITY)
        taken = self._judged(put, votes, rules)
        cited = PROCEDURE if _needs_consensus(put, rules) else MAJORITY
        self._vote_taken(act=self._stamped(act.under(cited, QUORUM), rules), vote=taken)
        return taken

    def _judged(self, put: Put, votes: Votes, rules: Governing) -> Vote:
        carried, why = self._outcome(put, votes, rules)
        minority = rules.value(MINORITY, Share)
        return Vote(
            number=len(self.votes) + 1,
            proposal=put.proposal,
            question=put.question,
            subjects=put.subjects,
            votes=votes,
            present=self.present,
            carried=carried,
            because=f"{votes.in_words()}: {why}",
            for_the_paper=not carried and minority.met_by(votes.in_favour, votes.cast),
        )

    def _outcome(self, put: Put, votes: Votes, rules: Governing) -> tuple[bool, str]:
        """Whether it is carried, and why in words."""
        if _needs_consensus(put, rules):
            agreed = votes.in_favour > 0 and votes.against == 0
            return agreed, "nobody objects" if agreed else "there is no consensus"
        majority = rules.value(MAJORITY, Share)
        whole = {
            Base.VOTES_CAST: votes.cast,
            Base.PRESENT: self.present,
            Base.MEMBERS: len(self.delegates),
            Base.ELIGIBLE: len(self.delegates),
        }[majority.of]
        carried = majority.met_by(votes.in_favour, whole)
        return carried, f"{'reaches' if carried else 'does not reach'} {majority.in_words()}"

    def extend(self, act: Act, due: datetime, reason: str) -> None:
        """Move the end, while it has not come."""
        if act.occurred_at >= self.due:
            raise TooLate(f"The {self.title} ended {on_or_at(self.due)}.", rule=self.stage.rule)
        self._extended(act=self._stamped(act), due=due, reason=reason)

    def close(self, act: Act) -> None:
        """Record the end at its due moment."""
        if self.closed:
            return
        if act.occurred_at < self.due:
            raise TooEarly(f"The {self.title} ends {on_or_at(self.due)}.", rule=self.stage.rule)
        at_due = act.at(max(self.due, self.modified_on))
        self._closed(
            act=self._stamped(at_due.under(self.stage.rule)),
            parent=self.parent,
            votes=len(self.votes),
        )

    def support_of(self, subject: str) -> Fraction:
        """The share of the votes cast that an amendment had when it was last voted on."""
        taken = [vote for vote in self.votes if subject in vote.subjects]
        if not taken or not taken[-1].votes.cast:
            return Fraction(0)
        return Fraction(taken[-1].votes.in_favour, taken[-1].votes.cast)

    def _must_be_running(self, act: Act) -> None:
        if self.closed or act.occurred_at >= self.due:
            raise TooLate(f"The {self.title} ended {on_or_at(self.due)}.", rule=self.stage.rule)

    def _stamped(self, act: Act, rules: Governing | None = None) -> Act:
        """A transitional clause moves an assembly along with its cycle."""
        return act.within(self.id, self.edition if rules is None else rules.opening.number)

    @event(DelegateRegistered)
    def _delegate_registered(self, act: Act, delegate: Delegate) -> None:
        self.delegates += (delegate,)

    @event(SittingOpened)
    def _sitting_opened(self, act: Act, present: int, needed: int) -> None:
        self.present = present

    @event(VoteTaken)
    def _vote_taken(self, act: Act, vote: Vote) -> None:
        self.votes += (vote,)

    @event(Extended)
    def _extended(self, act: Act, due: datetime, reason: str) -> None:
        self.due = due

    @event(Closed)
    def _closed(self, act: Act, parent: CycleId, votes: int) -> None:
        self.closed = True


def _needs_consensus(put: Put, rules: Governing) -> bool:
    """Under `consensus` a text changes only as nobody objects to; all else is by majority."""
    procedure = rules.value(PROCEDURE, AmendmentProcedure).procedure
    return put.on_text and procedure is Procedure.CONSENSUS

"""A panel of one case: who sits on it, what ties them to it, who steps back, how they vote.

One hears the case, and another, of people who sat on nothing of it before, an appeal.  From the
moment of a recusal somebody decides nothing here any more and reads nothing.  Who is eligible, and
who is drawn from them, is judged by whoever asks.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from domain.cases.panel_acts import PanelActs
from domain.cases.sanctions import MAJORITY, agreed_on, must_be_within_power
from domain.cases.sides import CaseId, Side
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import PersonId, RuleId, derived
from domain.kernel.moments import in_words
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, QuorumNotMet, TooEarly, TooLate
from domain.kernel.sealed import Erased, Sealed
from domain.kernel.value import Value
from domain.rules.governing import Governing
from domain.rules.judging import as_fact
from domain.rules.values import Rule, Share

DECLARE_DAYS: Final = RuleId("complaints.declare_days")
CHALLENGED_BY: Final = RuleId("complaints.challenge_decided_by")
SIZE: Final = RuleId("complaints.panel_size")


class Instance(StrEnum):
    """What a panel is there for."""

    FIRST = "first"
    APPEAL = "appeal"


def panel_id(case: UUID, instance: Instance) -> UUID:
    """The id of the panel that hears a case, or the appeal in it."""
    return derived(case, "panel", instance)


class Vote(Value):
    """How one of the panel votes: whether the complaint is well founded, and for which sanction."""

    upheld: bool
    sanction: str | None = None


class Chosen(Value):
    """Who was chosen, how (`lot`, `named`), and the seed if it was by lot."""

    people: tuple[PersonId, ...]
    how: str
    seed: str | None = None


class Panel(Aggregate, PanelActs):
    """One panel, from its appointment to its decision."""

    TOPIC = "case_panel"

    class Created(Aggregate.Created):
        """Never recorded: a panel begins by being appointed."""

        TOPIC = "case_panel.created.v1"

    class Appointed(Aggregate.Created):
        """A panel was appointed for a case or an appeal; each says by a moment what ties them."""

        TOPIC = "case_panel.appointed.v1"
        case: CaseId
        instance: Instance
        chosen: Chosen
        declare_by: datetime
        edition: int

    def __init__(
        self,
        case: CaseId,
        instance: Instance,
        chosen: Chosen,
        declare_by: datetime,
        edition: int,
    ) -> None:
        self.case = case
        self.instance = instance
        self.members = chosen.people
        self.ever = chosen.people
        self.declare_by = dict.fromkeys(chosen.people, declare_by)
        self.edition = edition
        self.declared: tuple[PersonId, ...] = ()
        self.challenged: tuple[PersonId, ...] = ()
        self.recused: tuple[PersonId, ...] = ()
        self.vacant: tuple[PersonId, ...] = ()
        self.votes: dict[PersonId, Vote | None] = {}
        self.reminded: tuple[PersonId, ...] = ()
        self.decided = False

    @classmethod
    def appoint(
        cls, act: Act, case: CaseId, instance: Instance, chosen: Chosen, declare_by: datetime
    ) -> Panel:
        """Appoint a panel of people each of whom may sit on it."""
        if len(set(chosen.people)) != len(chosen.people) or not chosen.people:
            raise BadInput("A panel is of different people, and of one at the least.", rule=SIZE)
        return cls._begin(
            cls.Appointed,
            panel_id(case, instance),
            act.under(DECLARE_DAYS),
            case=case,
            instance=instance,
            chosen=chosen,
            declare_by=declare_by,
            edition=act.governing_version or act.rulebook_version,
        )

    def sits(self, person: PersonId) -> bool:
        """Whether somebody decides here, and so reads the file."""
        return person in self.members

    @property
    def silent(self) -> tuple[PersonId, ...]:
        """Who has not said yet whether anything ties them to the case."""
        return tuple(one for one in self.members if one not in self.declared)

    def may_vote(self, person: PersonId) -> bool:
        """Whether somebody may vote now: they sit, have declared and are not under challenge."""
        return person in self.declared and person in self.members and person not in self.challenged

    def declare(self, act: Act, person: PersonId, interest: str | None) -> None:
        """Record what somebody says of their ties to the case, late or not."""
        self._must_be_open()
        self._must_sit(person)
        if person in self.declared:
            raise OutOfOrder("You have declared this already.", rule=DECLARE_DAYS)
        self._interest_declared(
            act=act.under(DECLARE_DAYS), case=self.case, person=person, interest=interest
        )

    def fall_late(self, act: Act, rule: Rule) -> None:
        """Record at its moment that some had not declared by then; once for each of them."""
        due = [self.declare_by[one] for one in self.silent if one not in self.reminded]
        if self.decided or not due or act.occurred_at < min(due):
            return
        moment = min(due)
        missing = tuple(
            one
            for one in self.silent
            if one not in self.reminded and self.declare_by[one] == moment
        )
        late = as_fact(
            act.at(max(moment, self.modified_on)),
            rule,
            f"Whoever sits on a panel declares by {in_words(moment)} what ties them to the case.",
        )
        self._declarations_late(act=late, case=self.case, missing=missing)

    @property
    def next_declaration(self) -> datetime | None:
        """When the next declaration is due that is not on record as late."""
        due = (self.declare_by[one] for one in self.silent if one not in self.reminded)
        return None if self.decided else min(due, default=None)

    def challenge(self, act: Act, person: PersonId, side: Side, grounds: str) -> None:
        """Record that a side challenges one of the panel; in the time for declarations only."""
        self._must_be_open()
        self._must_sit(person)
        if act.occurred_at >= self.declare_by[person]:
            raise TooLate(
                f"They could be challenged until {in_words(self.declare_by[person])}.",
                rule=DECLARE_DAYS,
            )
        if person in self.challenged:
            raise OutOfOrder("They have been challenged already.", rule=CHALLENGED_BY)
        self._challenged(act=act, case=self.case, person=person, side=side, grounds=grounds)

    def dismiss_challenge(self, act: Act, person: PersonId, reasons: str) -> None:
        """Let somebody who was challenged go on sitting."""
        self._must_be_open()
        self._must_be_challenged(person)
        self._challenge_dismissed(act=act, case=self.case, person=person, reasons=reasons)

    def uphold_challenge(self, act: Act, person: PersonId, reasons: str) -> None:
        """Take somebody off the panel because a challenge has ground."""
        self._must_be_open()
        self._must_be_challenged(person)
        self._recused(act=act, case=self.case, person=person, reasons=reasons)

    def recuse(self, act: Act, person: PersonId, reasons: str) -> None:
        """Let somebody step back; nothing brings them back."""
        self._must_be_open()
        self._must_sit(person)
        self._recused(act=act, case=self.case, person=person, reasons=reasons)

    def replace(self, act: Act, chosen: Chosen, declare_by: datetime) -> None:
        """Fill the place of the first who was recused and not replaced."""
        self._must_be_open()
        if not self.vacant:
            raise OutOfOrder("No place of this panel is vacant.", rule=SIZE)
        (new,) = chosen.people
        if new in self.ever:
            raise NotAllowed("They sat on this panel before.", rule=SIZE)
        self._replaced(
            act=act.under(SIZE),
            case=self.case,
            person=self.vacant[0],
            by=new,
            how=chosen.how,
            seed=chosen.seed,
            declare_by=declare_by,
        )

    def vote(self, act: Act, person: PersonId, vote: Vote, rules: Governing) -> None:
        """Record how one of the panel votes."""
        self._must_be_open()
        self._must_sit(person)
        if person not in self.declared:
            raise TooEarly("Declare first what ties you to the case.", rule=DECLARE_DAYS)
        if person in self.challenged:
            raise TooEarly(
                "You were challenged; that is decided before you vote.", rule=CHALLENGED_BY
            )
        if vote.sanction is not None:
            if not vote.upheld:
                raise BadInput("There is no sanction for a complaint that is not upheld.")
            must_be_within_power(rules, vote.sanction)
        self._vote_given(
            act=act, case=self.case, person=person, upheld=vote.upheld, sanction=vote.sanction
        )

    def decide(self, act: Act, rules: Governing) -> Vote:
        """Conclude by the majority of the whole panel; raises `QuorumNotMet` while there is none.

        If all have voted and no majority holds the complaint to be well founded, it is not upheld.
        """
        self._must_be_open()
        found = self.majority(rules)
        if found is None:
            raise QuorumNotMet(
                f"{len(self.valid_votes)} of {len(self.members) + len(self.vacant)} have voted, "
                "and there is no majority of the panel yet.",
                rule=MAJORITY,
            )
        self._decided(act=act.under(MAJORITY), case=self.case, votes=len(self.valid_votes))
        return found

    @property
    def valid_votes(self) -> tuple[Vote, ...]:
        """The votes of those who may vote now."""
        voted = (vote for person, vote in self.votes.items() if self.may_vote(person))
        return tuple(vote for vote in voted if vote is not None)

    def majority(self, rules: Governing) -> Vote | None:
        """What more than the rule's share of all places stands behind; none as long as open."""
        size = len(self.members) + len(self.vacant)
        share, votes = rules.value(MAJORITY, Share), self.valid_votes
        upheld = [vote for vote in votes if vote.upheld]
        if share.met_by(len(upheld), size):
            wanted = [vote.sanction for vote in upheld]
            return Vote(upheld=True, sanction=agreed_on(rules, wanted, size))
        if share.met_by(len(votes) - len(upheld), size) or len(votes) == size:
            return Vote(upheld=False)
        return None

    def _must_be_open(self) -> None:
        if self.decided:
            raise OutOfOrder("The panel has decided already.", rule=MAJORITY)

    def _must_sit(self, person: PersonId) -> None:
        if person in self.recused:
            raise NotAllowed(
                "They were recused, and decide nothing in this case any more.", rule=CHALLENGED_BY
            )
        if not self.sits(person):
            raise NotAllowed("They do not sit on this panel.", rule=SIZE)

    def _must_be_challenged(self, person: PersonId) -> None:
        self._must_sit(person)
        if person not in self.challenged:
            raise OutOfOrder("No challenge to them is open.", rule=CHALLENGED_BY)

    @event(PanelActs.InterestDeclared)
    def _interest_declared(
        self, act: Act, case: CaseId, person: PersonId, interest: Sealed[str] | None
    ) -> None:
        self.declared = (*self.declared, person)

    @event(PanelActs.DeclarationsLate)
    def _declarations_late(self, act: Act, case: CaseId, missing: tuple[PersonId, ...]) -> None:
        self.reminded = (*self.reminded, *missing)

    @event(PanelActs.Challenged)
    def _challenged(
        self, act: Act, case: CaseId, person: PersonId, side: Side, grounds: Sealed[str]
    ) -> None:
        self.challenged = (*self.challenged, person)

    @event(PanelActs.ChallengeDismissed)
    def _challenge_dismissed(
        self, act: Act, case: CaseId, person: PersonId, reasons: Sealed[str]
    ) -> None:
        self.challenged = tuple(one for one in self.challenged if one != person)

    @event(PanelActs.Recused)
    def _recused(self, act: Act, case: CaseId, person: PersonId, reasons: Sealed[str]) -> None:
        self.members = tuple(one for one in self.members if one != person)
        self.challenged = tuple(one for one in self.challenged if one != person)
        self.recused = (*self.recused, person)
        self.vacant = (*self.vacant, person)

    @event(PanelActs.Replaced)
    def _replaced(
        self,
        act: Act,
        case: CaseId,
        person: PersonId,
        by: PersonId,
        how: str,
        seed: str | None,
        declare_by: datetime,
    ) -> None:
        self.vacant = tuple(one for one in self.vacant if one != person)
        self.members = (*self.members, by)
        self.ever = (*self.ever, by)
        self.declare_by = {**self.declare_by, by: declare_by}

    @event(PanelActs.VoteGiven)
    def _vote_given(
        self,
        act: Act,
        case: CaseId,
        person: PersonId,
        upheld: Sealed[bool],
        sanction: Sealed[str] | None,
    ) -> None:
        vote = None
        if not isinstance(upheld, Erased) and not isinstance(sanction, Erased):
            vote = Vote(upheld=upheld, sanction=sanction)
        self.votes = {**self.votes, person: vote}

    @event(PanelActs.Decided)
    def _decided(self, act: Act, case: CaseId, votes: int) -> None:
        self.decided = True

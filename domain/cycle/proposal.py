"""One proposal: its versions, the amendments to it, and what the members decided.

It decides what may be done to a text and when; whether a vote was carried is the assembly's to say,
and whether the cycle is at that stage is the cycle's.  A method guards, decides by `deciding` and
triggers an act (all are in `proposal_acts`); what an act leaves behind is only assigned.
"""

from __future__ import annotations

from uuid import UUID

from domain.cycle.allowing import (
    COUNTER,
    PROCEDURE,
    SUPPORTERS,
    must_allow_another,
    must_be_supported,
    procedure_of,
)
from domain.cycle.amendments import Amendments
from domain.cycle.asked import Asked, Drafter
from domain.cycle.calendar import StageName
from domain.cycle.deciding import (
    divisions,
    falling_with,
    for_the_paper,
    must_settle,
    new_text,
    without_agreement,
)
from domain.cycle.held import Alternative, Fate, Held, Overtaken, Verdict
from domain.cycle.proposal_acts import ProposalActs
from domain.cycle.proposal_answers import ProposalAnswers
from domain.cycle.settling import Outcome, Worked, carry_over, checked, referred
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import CycleId, PersonId, ProposalId
from domain.kernel.refusal import BadInput, OutOfOrder
from domain.rules.rulebook import Governing
from domain.rules.values import Procedure
from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.merging.collisions import Choice, Collision
from domain.text.text import ParagraphId

__all__ = ["COUNTER", "PROCEDURE", "SUPPORTERS", "Proposal"]


class Proposal(Aggregate, ProposalActs, ProposalAnswers):
    """One proposal, from its first draft to its enactment or loss."""

    TOPIC = "proposal"

    class Created(Aggregate.Created):
        """Never recorded: a proposal begins by being drafted."""

        TOPIC = "proposal.created.v1"

    class Drafted(Aggregate.Created):
        """A group or a member drafted it; a composite names the proposals that it was made of."""

        TOPIC = "proposal.drafted.v1"
        cycle: CycleId
        title: str
        asked: Asked
        drafter: Drafter
        parents: tuple[ProposalId, ...]

    def __init__(
        self,
        cycle: CycleId,
        title: str,
        asked: Asked,
        drafter: Drafter,
        parents: tuple[ProposalId, ...],
    ) -> None:
        self.cycle = cycle
        self.title = title
        self.drafter = drafter
        self.parents = parents
        self.versions: tuple[Asked, ...] = (asked,)
        self.supporters: tuple[PersonId, ...] = ()
        self.number: int | None = None
        self.gone = False
        self.amendments = Amendments()
        self.counter: Asked | None = None
        self.counters_put = 0
        self.passed_on: tuple[StageName, ...] = ()
        self.verdict: Verdict | None = None
        self.enacted = False
        self.edition: int | None = None

    @classmethod
    def draft(
        cls,
        proposal: UUID,
        act: Act,
        cycle: UUID,
        title: str,
        asked: Asked,
        drafter: Drafter,
        parents: tuple[ProposalId, ...] = (),
    ) -> Proposal:
        """Begin a proposal."""
        if not title.strip():
            raise BadInput("A proposal needs a title.")
        if not asked.text.paragraphs:
            raise BadInput("A proposal needs at least one paragraph.")
        facts = {"title": title, "asked": asked, "drafter": drafter, "parents": parents}
        return cls._begin(cls.Drafted, proposal, act, cycle=CycleId(cycle), **facts)

    def revise(self, act: Act, asked: Asked, note: str) -> None:
        """Put it in other words, until it is handed in."""
        self._must_be_draft()
        if asked == self.asked:
            raise BadInput("Nothing was altered in this version.")
        self._revised(act=act, asked=asked, note=note)

    def support(self, act: Act, person: PersonId) -> None:
        """Put one's name to a member's draft."""
        self._must_be_draft()
        if person == self.drafter.person:
            raise OutOfOrder("You drafted this, so you can't be its supporter too.")
        if person in self.supporters:
            raise OutOfOrder("You support this proposal already.")
        self._support_given(act=act.under(SUPPORTERS), person=person)

    def hand_in(self, act: Act, number: int, rules: Governing) -> None:
        """Hand it in; a member's draft needs the supporters that the rule asks for."""
        self._must_be_draft()
        must_be_supported(self.drafter, len(self.supporters), rules)
        self._handed_in(act=act.under(SUPPORTERS), number=number)

    def withdraw(self, act: Act, reason: str) -> None:
        """Take it back."""
        self._must_stand()
        self._withdrawn(act=act, reason=reason)

    def merge_into(self, act: Act, composite: UUID) -> None:
        """Go into a composite."""
        self._must_be_handed_in()
        self._merged_into(act=act, composite=ProposalId(composite))

    def move(
        self, act: Act, amendment: Amendment, decided_in: StageName, mover: PersonId, reason: str
    ) -> None:
        """Move an amendment to the newest version, or to an amendment that is still open."""
        self._must_be_handed_in()
        if amendment.id in self.held:
            raise OutOfOrder(f"There is an amendment {amendment.id} already.")
        if amendment.is_empty:
            raise BadInput("This amendment would alter nothing.")
        checked(self.asked, amendment, self.docket.parents_of(amendment))
        self.docket.must_not_be_sent_back(amendment)
        self.docket.must_name_anew(amendment, (version.text for version in self.versions))
        held = Held(amendment=amendment, decided_in=decided_in, moved_by=mover, reason=reason)
        self._amendment_moved(act=act, held=held)

    def withdraw_amendment(self, act: Act, amendment: AmendmentId, person: PersonId) -> None:
        """Take back one's own amendment while it is open."""
        self._must_be_handed_in()
        if self.docket.open(amendment).moved_by != person:
            raise OutOfOrder("Only whoever moved an amendment can take it back.")
        self._amendment_withdrawn(act=act, amendment=amendment)
        self._let_fall(act, (amendment,))

    def decide(
        self, act: Act, amendments: tuple[AmendmentId, ...], outcome: Outcome, rules: Governing
    ) -> None:
        """Record the assembly's decision; under `substantive` it makes a new text at once.

        Under `parts` an amendment is decided part by part, by their names (A1/1, A1/2 …).
        """
        self._must_be_handed_in()
        act, procedure = act.under(PROCEDURE), procedure_of(rules)
        if procedure is Procedure.PARTS and not outcome.at_once:
            for one in divisions(self.docket, amendments):
                self._amendment_divided(act=act, amendment=one.whole, parts=one.parts)
        self.docket.can_be_decided(amendments)
        because, vote = outcome.because, outcome.vote
        fate = Fate.CARRIED if outcome.carried else Fate.LOST
        self._amendments_decided(
            act=act, amendments=amendments, fate=fate, because=because, vote=vote
        )
        if not outcome.carried:
            self._let_fall(act, amendments)
        elif outcome.at_once or procedure is Procedure.SUBSTANTIVE:
            self._work_in(act, self.worked(undivided=True))

    def settle(self, act: Act, choice: Choice, vote: int, rules: Governing) -> None:
        """Choose between carried readings that can't all stand."""
        self._must_be_handed_in()
        must_settle(self.asked, self.docket, choice)
        self._collision_settled(act=act.under(PROCEDURE), choice=choice, vote=vote)
        if procedure_of(rules) is Procedure.SUBSTANTIVE:
            self._work_in(act, self.worked(undivided=True))

    def refer_back(self, act: Act, paragraph: ParagraphId, reason: str) -> None:
        """Refer a paragraph back to its drafters; what was moved on it is not decided here."""
        self._must_be_handed_in()
        self.asked.text.paragraph(paragraph)
        back, remaining = referred(self.asked.text, self.docket.undecided(), paragraph, reason)
        self._paragraph_referred_back(
            act=act, paragraph=paragraph, reason=reason, referred=back, remaining=remaining
        )

    def keep_alternative(self, act: Act, alternative: Alternative) -> None:
        """Let a minority's amendment go to the paper."""
        self._must_be_handed_in()
        fitting = for_the_paper(self.docket, alternative, self.versions)
        if fitting is not None:
            self._alternative_kept(act=act, alternative=alternative, amendment=fitting)

    def put_counter_proposal(self, act: Act, asked: Asked, reason: str, rules: Governing) -> None:
        """Put the coordinating group's own text, as often as the rule allows (once)."""
        self._must_be_handed_in()
        must_allow_another(self.counters_put, rules)
        self._counter_proposal_put(act=act.under(COUNTER), asked=asked, reason=reason)

    def consider_counter_proposal(self, act: Act, taken: bool, because: str) -> None:
        """Take the counter-proposal in place of the text, or leave it."""
        self._must_be_handed_in()
        if self.counter is None:
            raise OutOfOrder("There is no counter-proposal to this proposal.")
        text = self.counter.text if taken else self.asked.text
        rebased, overtaken = carry_over(self.asked.text, text, self.docket.besides(()))
        self._counter_proposal_considered(
            act=act, taken=taken, because=because, rebased=rebased, overtaken=overtaken
        )

    def pass_on(self, act: Act, stage: StageName, rules: Governing) -> None:
        """Make the text that leaves an assembly: carried amendments in, open ones carried over."""
        if self.gone or self.number is None or stage in self.passed_on:
            return
        procedure = procedure_of(rules)
        by_consensus = procedure is Procedure.CONSENSUS
        worked = self.worked(undivided=by_consensus)
        self._work_in(act, worked, without_agreement(worked) if by_consensus else ())
        self._text_passed_on(
            act=act.under(PROCEDURE),
            stage=stage,
            procedure=procedure,
            asked=self.asked,
            order=self.amendments.worked_in_at(stage),
            unsettled=worked.collisions,
        )

    def decided(self, act: Act, verdict: Verdict) -> None:
        """Record what the members decided."""
        if self.verdict is None:
            self._decided(act=act, verdict=verdict)

    def enact(self, act: Act, edition: int | None) -> None:
        """Record the rulebook version that it made, if its moment has come."""
        if self.verdict is None or not self.verdict.carried:
            raise OutOfOrder("What was not carried can't be enacted.")
        if not self.enacted:
            self._enacted(act=act, edition=edition)

    def _let_fall(self, act: Act, lost: tuple[AmendmentId, ...]) -> None:
        because = "fell with the amendment that it amends"
        if falling := falling_with(self.docket, lost):
            self._amendments_decided(
                act=act, amendments=falling, fate=Fate.OVERTAKEN, because=because, vote=None
            )

    def _work_in(self, act: Act, worked: Worked, fallen: tuple[Overtaken, ...] = ()) -> None:
        if new := new_text(self.asked, self.docket, worked, fallen):
            self._text_amended(
                act=act.under(PROCEDURE),
                asked=new.asked,
                applied=new.applied,
                rebased=new.rebased,
                overtaken=new.overtaken,
            )

    def _must_stand(self) -> None:
        if self.gone:
            raise OutOfOrder(f"'{self.title}' has been withdrawn or merged.")

    def _must_be_draft(self) -> None:
        self._must_stand()
        if self.number is not None:
            raise OutOfOrder(f"'{self.title}' has been handed in; it changes by amendments now.")

    def _must_be_handed_in(self) -> None:
        self._must_stand()
        if self.number is None:
            raise OutOfOrder(f"'{self.title}' is still a draft.")

    @event(ProposalActs.Revised)
    def _revised(self, act: Act, asked: Asked, note: str) -> None:
        self.versions += (asked,)

    @event(ProposalActs.SupportGiven)
    def _support_given(self, act: Act, person: PersonId) -> None:
        self.supporters += (person,)

    @event(ProposalActs.HandedIn)
    def _handed_in(self, act: Act, number: int) -> None:
        self.number = number

    @event(ProposalActs.Withdrawn)
    def _withdrawn(self, act: Act, reason: str) -> None:
        self.gone = True

    @event(ProposalActs.MergedInto)
    def _merged_into(self, act: Act, composite: ProposalId) -> None:
        self.gone = True

    @event(ProposalActs.AmendmentMoved)
    def _amendment_moved(self, act: Act, held: Held) -> None:
        self.amendments = self.amendments.entered(held)

    @event(ProposalActs.AmendmentWithdrawn)
    def _amendment_withdrawn(self, act: Act, amendment: AmendmentId) -> None:
        self.amendments = self.amendments.withdrawn(amendment)

    @event(ProposalActs.AmendmentDivided)
    def _amendment_divided(self, act: Act, amendment: AmendmentId, parts: tuple[Held, ...]) -> None:
        self.amendments = self.amendments.divided(amendment, parts)

    @event(ProposalActs.AmendmentsDecided)
    def _amendments_decided(
        self,
        act: Act,
        amendments: tuple[AmendmentId, ...],
        fate: Fate,
        because: str,
        vote: int | None,
    ) -> None:
        self.amendments = self.amendments.decided(amendments, fate, because)

    @event(ProposalActs.CollisionSettled)
    def _collision_settled(self, act: Act, choice: Choice, vote: int) -> None:
        self.amendments = self.amendments.settled(choice)

    @event(ProposalActs.ParagraphReferredBack)
    def _paragraph_referred_back(
        self,
        act: Act,
        paragraph: ParagraphId,
        reason: str,
        referred: tuple[Held, ...],
        remaining: tuple[Amendment, ...],
    ) -> None:
        self.amendments = self.amendments.referred(paragraph, referred, remaining)

    @event(ProposalActs.TextAmended)
    def _text_amended(
        self,
        act: Act,
        asked: Asked,
        applied: tuple[AmendmentId, ...],
        rebased: tuple[Amendment, ...],
        overtaken: tuple[Overtaken, ...],
    ) -> None:
        self.versions += (asked,)
        self.amendments = self.amendments.worked_in(applied).carried_over(rebased, overtaken)

    @event(ProposalActs.AlternativeKept)
    def _alternative_kept(self, act: Act, alternative: Alternative, amendment: Amendment) -> None:
        self.amendments = self.amendments.kept(alternative, amendment)

    @event(ProposalActs.CounterProposalPut)
    def _counter_proposal_put(self, act: Act, asked: Asked, reason: str) -> None:
        self.counter = asked
        self.counters_put += 1

    @event(ProposalActs.CounterProposalConsidered)
    def _counter_proposal_considered(
        self,
        act: Act,
        taken: bool,
        because: str,
        rebased: tuple[Amendment, ...],
        overtaken: tuple[Overtaken, ...],
    ) -> None:
        if taken and self.counter is not None:
            self.versions += (self.counter,)
        self.counter = None
        self.amendments = self.amendments.carried_over(rebased, overtaken)

    @event(ProposalActs.TextPassedOn)
    def _text_passed_on(
        self,
        act: Act,
        stage: StageName,
        procedure: Procedure,
        asked: Asked,
        order: tuple[AmendmentId, ...],
        unsettled: tuple[Collision, ...],
    ) -> None:
        self.passed_on += (stage,)
        self.amendments = self.amendments.passed_on(stage)

    @event(ProposalActs.Decided)
    def _decided(self, act: Act, verdict: Verdict) -> None:
        self.verdict = verdict

    @event(ProposalActs.Enacted)
    def _enacted(self, act: Act, edition: int | None) -> None:
        self.enacted = True
        self.edition = edition

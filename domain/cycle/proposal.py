"""One proposal: its versions, the amendments to it, and what the members decided.

It decides what may be done to a text and when; whether a vote was carried is the assembly's to say,
and whether the cycle is at that stage is the cycle's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from domain.cycle.asked import Asked, Drafter
from domain.cycle.calendar import StageName
from domain.cycle.docket import Docket
from domain.cycle.held import Alternative, Fate, Held, Overtaken, Verdict
from domain.cycle.settling import (
    Outcome,
    Worked,
    as_it_stands,
    carry_over,
    checked,
    referred,
    text_of,
    touches,
)
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import CycleId, PersonId, ProposalId, RuleId
from domain.kernel.refusal import BadInput, NotFound, OutOfOrder, RuleBroken
from domain.rules.rulebook import Governing
from domain.rules.values import AmendmentProcedure, Count, Procedure
from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.deciding.plan import VotingPlan
from domain.text.merging.collisions import Choice, Collision
from domain.text.text import ParagraphId

SUPPORTERS = RuleId("refounding.supporters_needed")
PROCEDURE = RuleId("refounding.procedure")
COUNTER = RuleId("refounding.counter_proposals")


class Proposal(Aggregate):
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

    class Revised(Aggregate.Event):
        """Its drafters put it in other words; the earlier version stays readable."""

        TOPIC = "proposal.revised.v1"
        asked: Asked
        note: str

    class SupportGiven(Aggregate.Event):
        """A member put their name to it."""

        TOPIC = "proposal.support_given.v1"
        person: PersonId

    class HandedIn(Aggregate.Event):
        """It was handed in before the end of drafting."""

        TOPIC = "proposal.handed_in.v1"
        number: int

    class Withdrawn(Aggregate.Event):
        """Its drafters took it back."""

        TOPIC = "proposal.withdrawn.v1"
        reason: str

    class MergedInto(Aggregate.Event):
        """It went into a composite."""

        TOPIC = "proposal.merged_into.v1"
        composite: ProposalId

    class AmendmentMoved(Aggregate.Event):
        """An amendment to its text or rule changes was moved."""

        TOPIC = "proposal.amendment_moved.v1"
        held: Held

    class AmendmentWithdrawn(Aggregate.Event):
        """An amendment was taken back by its mover."""

        TOPIC = "proposal.amendment_withdrawn.v1"
        amendment: AmendmentId

    class AmendmentDivided(Aggregate.Event):
        """An amendment is put in parts, each of which is decided for itself from now on."""

        TOPIC = "proposal.amendment_divided.v1"
        amendment: AmendmentId
        parts: tuple[Held, ...]

    class AmendmentsDecided(Aggregate.Event):
        """The assembly decided on one amendment or on several taken together."""

        TOPIC = "proposal.amendments_decided.v1"
        amendments: tuple[AmendmentId, ...]
        fate: Fate
        because: str
        vote: int | None

    class CollisionSettled(Aggregate.Event):
        """The assembly chose between readings that can't all stand."""

        TOPIC = "proposal.collision_settled.v1"
        choice: Choice
        vote: int

    class ParagraphReferredBack(Aggregate.Event):
        """A paragraph was referred back with what was moved on it.

        `referred` goes back with it; `remaining` is what is left of amendments that reach further.
        """

        TOPIC = "proposal.paragraph_referred_back.v1"
        paragraph: ParagraphId
        reason: str
        referred: tuple[Held, ...]
        remaining: tuple[Amendment, ...]

    class TextAmended(Aggregate.Event):
        """Carried amendments were worked into the text, and those still open were carried over."""

        TOPIC = "proposal.text_amended.v1"
        asked: Asked
        applied: tuple[AmendmentId, ...]
        rebased: tuple[Amendment, ...]
        overtaken: tuple[Overtaken, ...]

    class AlternativeKept(Aggregate.Event):
        """A minority's amendment, as it fits the newest text, goes to the paper beside it."""

        TOPIC = "proposal.alternative_kept.v1"
        alternative: Alternative
        amendment: Amendment

    class CounterProposalPut(Aggregate.Event):
        """The coordinating group put its own text, once."""

        TOPIC = "proposal.counter_proposal_put.v1"
        asked: Asked
        reason: str

    class CounterProposalConsidered(Aggregate.Event):
        """The assembly took the counter-proposal or left it.

        If it was taken, `rebased` and `overtaken` say what became of amendments to the old text.
        """

        TOPIC = "proposal.counter_proposal_considered.v1"
        taken: bool
        because: str
        rebased: tuple[Amendment, ...]
        overtaken: tuple[Overtaken, ...]

    class TextPassedOn(Aggregate.Event):
        """An assembly ended and passed the text on."""

        TOPIC = "proposal.text_passed_on.v1"
        stage: StageName
        procedure: Procedure
        asked: Asked
        order: tuple[AmendmentId, ...]
        unsettled: tuple[Collision, ...]

    class Decided(Aggregate.Event):
        """The members carried it or lost it."""

        TOPIC = "proposal.decided.v1"
        verdict: Verdict

    class Enacted(Aggregate.Event):
        """It was enacted.

        `edition` is the rulebook version that it made, or none while the change waits for its date
        or its event: which version that will be is not known before.
        """

        TOPIC = "proposal.enacted.v1"
        edition: int | None

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
        self.held: dict[AmendmentId, Held] = {}
        self.taken: tuple[AmendmentId, ...] = ()
        self.sent_back: tuple[ParagraphId, ...] = ()
        self.choices: tuple[Choice, ...] = ()
        self.alternatives: tuple[Alternative, ...] = ()
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
        return cls._begin(
            cls.Drafted,
            proposal,
            act,
            cycle=CycleId(cycle),
            title=title,
            asked=asked,
            drafter=drafter,
            parents=parents,
        )

    @property
    def asked(self) -> Asked:
        """The newest version."""
        return self.versions[-1]

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
        needed = rules.value(SUPPORTERS, Count).count
        if self.drafter.group is None and len(self.supporters) < needed:
            raise RuleBroken(
                f"A member's proposal needs {needed} supporters, and this has "
                f"{len(self.supporters)}.",
                rule=SUPPORTERS,
                clause=rules.rule(SUPPORTERS).clause,
            )
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
        checked(self.asked, amendment, self._siblings(amendment))
        self._must_not_be_sent_back(amendment)
        held = Held(amendment=amendment, decided_in=decided_in, moved_by=mover, reason=reason)
        self._amendment_moved(act=act, held=held)

    def withdraw_amendment(self, act: Act, amendment: AmendmentId, person: PersonId) -> None:
        """Take back one's own amendment while it is open."""
        self._must_be_handed_in()
        held = self._open(amendment)
        if held.moved_by != person:
            raise OutOfOrder("Only whoever moved an amendment can take it back.")
        self._amendment_withdrawn(act=act, amendment=amendment)
        self._let_fall(act, (amendment,))

    def open_amendments(self, stage: StageName) -> tuple[Held, ...]:
        """What the assembly of that stage still has to decide."""
        return tuple(h for h in self.held.values() if h.is_open and h.decided_in is stage)

    def decide(
        self, act: Act, amendments: tuple[AmendmentId, ...], outcome: Outcome, rules: Governing
    ) -> None:
        """Record the assembly's decision; under `substantive` it makes a new text at once.

        Under `parts` an amendment is decided part by part, by their names (A1/1, A1/2 …).
        """
        self._must_be_handed_in()
        act = act.under(PROCEDURE)
        procedure = rules.value(PROCEDURE, AmendmentProcedure).procedure
        if procedure is Procedure.PARTS and not outcome.at_once:
            self._divide(act, amendments)
        for amendment in amendments:
            self._open(amendment)
        self.docket.own_come_first(amendments)
        self._amendments_decided(
            act=act,
            amendments=amendments,
            fate=Fate.CARRIED if outcome.carried else Fate.LOST,
            because=outcome.because,
            vote=outcome.vote,
        )
        if not outcome.carried:
            self._let_fall(act, amendments)
        if outcome.carried and (procedure is Procedure.SUBSTANTIVE or outcome.at_once):
            self._work_in(act, self.worked(undivided=True))

    def _divide(self, act: Act, wanted: tuple[AmendmentId, ...]) -> None:
        """Put in parts whatever one of these names is a part of; refuse to take a whole at once."""
        wholes = [AmendmentId(name.rpartition("/")[0]) for name in wanted if name not in self.held]
        for whole in dict.fromkeys(name for name in wholes if name in self.held):
            held = self._open(whole)
            self.docket.own_come_first((whole,))
            parts = [held.model_copy(update={"amendment": p}) for p in self.docket.parts(whole)]
            self._amendment_divided(act=act, amendment=whole, parts=tuple(parts))
        for name in wanted:
            self._must_be_one_part(name)

    def _must_be_one_part(self, amendment: AmendmentId) -> None:
        self._open(amendment)
        parts = self.docket.parts(amendment)
        if len(parts) > 1:
            raise RuleBroken(
                f"Amendment {amendment} is put in parts. Take a vote on each of "
                f"{', '.join(part.id for part in parts)}.",
                rule=PROCEDURE,
            )

    def _let_fall(self, act: Act, lost: tuple[AmendmentId, ...]) -> None:
        """What amends an amendment that was lost or taken back falls with it."""
        family = (one for name in lost for one in self.docket.family(name))
        falling = tuple(h.id for h in family if h.is_open or h.fate is Fate.CARRIED)
        if falling:
            because = "fell with the amendment that it amends"
            self._amendments_decided(
                act=act, amendments=falling, fate=Fate.OVERTAKEN, because=because, vote=None
            )

    def _work_in(self, act: Act, worked: Worked, fallen: tuple[Overtaken, ...] = ()) -> None:
        """Make a new text of what is carried, and carry over what is not in it."""
        if not worked.applied and not fallen:
            return
        asked = self.asked.with_text(worked.text).with_rules(worked.rules)
        gone = {*worked.applied, *(one.id for one in fallen)}
        rebased, overtaken = carry_over(self.asked.text, worked.text, self._besides(gone))
        self._text_amended(
            act=act.under(PROCEDURE),
            asked=asked,
            applied=worked.applied,
            rebased=rebased,
            overtaken=overtaken + fallen,
        )

    @property
    def docket(self) -> Docket:
        """The amendments as they stand before the assembly."""
        return Docket(self.asked.text, self.held, self.choices)

    def worked(self, *, undivided: bool = False) -> Worked:
        """What the text becomes with everything that is carried and not yet worked in."""
        return self.docket.merged(undivided=undivided)

    def voting_plan(self, stage: StageName, rules: Governing) -> VotingPlan:
        """In which order to put what that assembly has before it, and what falls with what."""
        procedure = rules.value(PROCEDURE, AmendmentProcedure).procedure
        return self.docket.plan(stage, in_parts=procedure is Procedure.PARTS)

    def settle(self, act: Act, choice: Choice, vote: int, rules: Governing) -> None:
        """Choose between carried readings that can't all stand."""
        self._must_be_handed_in()
        known = {collision.id for collision in self.worked().collisions}
        if choice.collision not in known:
            raise NotFound("There is no such collision between carried amendments any more.")
        self._collision_settled(act=act.under(PROCEDURE), choice=choice, vote=vote)
        self.asked.with_rules(self.worked().rules)  # refuses a value that makes no sense
        if rules.value(PROCEDURE, AmendmentProcedure).procedure is Procedure.SUBSTANTIVE:
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
        held = self.held.get(alternative.amendment)
        if held is None:
            raise NotFound(f"There is no amendment {alternative.amendment} to this proposal.")
        if held.amendment.parent is not None:
            raise OutOfOrder(
                f"{held.id} amends another amendment and makes no text of its own. "
                "Keep the amendment that it amends."
            )
        if alternative.amendment not in {known.amendment for known in self.alternatives}:
            fitting = as_it_stands(held.amendment, self.versions)
            self._alternative_kept(act=act, alternative=alternative, amendment=fitting)

    @property
    def standing_alternatives(self) -> tuple[Alternative, ...]:
        """The minority's texts that still fit the proposal."""
        return tuple(
            kept
            for kept in self.alternatives
            if self.held[kept.amendment].fate is not Fate.OVERTAKEN
        )

    def alternative(self, amendment: AmendmentId) -> Asked:
        """What the proposal would ask for with a minority's amendment in it."""
        merged = text_of(self.asked.text, (self.held[amendment].amendment,), ())
        return self.asked.with_text(merged.text).with_rules(merged.rules)

    def put_counter_proposal(self, act: Act, asked: Asked, reason: str, rules: Governing) -> None:
        """Put the coordinating group's own text, as often as the rule allows (once)."""
        self._must_be_handed_in()
        allowed = rules.value(COUNTER, Count).count
        if self.counters_put >= allowed:
            raise RuleBroken(
                f"A counter-proposal may be put {allowed} time(s), and that has been done.",
                rule=COUNTER,
                clause=rules.rule(COUNTER).clause,
            )
        self._counter_proposal_put(act=act.under(COUNTER), asked=asked, reason=reason)

    def consider_counter_proposal(self, act: Act, taken: bool, because: str) -> None:
        """Take the counter-proposal in place of the text, or leave it."""
        self._must_be_handed_in()
        if self.counter is None:
            raise OutOfOrder("There is no counter-proposal to this proposal.")
        text = self.counter.text if taken else self.asked.text
        rebased, overtaken = carry_over(self.asked.text, text, self._besides(()))
        self._counter_proposal_considered(
            act=act, taken=taken, because=because, rebased=rebased, overtaken=overtaken
        )

    def pass_on(self, act: Act, stage: StageName, rules: Governing) -> None:
        """Make the text that leaves an assembly: carried amendments in, open ones carried over."""
        if self.gone or self.number is None or stage in self.passed_on:
            return
        procedure = rules.value(PROCEDURE, AmendmentProcedure).procedure
        by_consensus = procedure is Procedure.CONSENSUS
        worked = self.worked(undivided=by_consensus)
        self._work_in(act, worked, _without_agreement(worked) if by_consensus else ())
        taken = [self.held[name] for name in self.taken]
        self._text_passed_on(
            act=act.under(PROCEDURE),
            stage=stage,
            procedure=procedure,
            asked=self.asked,
            order=tuple(h.id for h in taken if h.applied and h.decided_in is stage),
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

    def _siblings(self, amendment: Amendment) -> tuple[Amendment, ...]:
        if amendment.parent is None:
            return ()
        return (self._open(amendment.parent).amendment,)

    def _besides(self, gone: Collection[AmendmentId]) -> tuple[Amendment, ...]:
        kept = {alternative.amendment for alternative in self.standing_alternatives}
        return self.docket.besides(gone, kept)

    def _must_not_be_sent_back(self, amendment: Amendment) -> None:
        if amendment.parent is None and touches(self.asked.text, amendment, self.sent_back):
            raise OutOfOrder(
                "The assembly has referred this paragraph back to its drafters. Amendments to it "
                "can be moved again once the text has been passed on."
            )

    def _open(self, amendment: AmendmentId) -> Held:
        held = self.held.get(amendment)
        if held is None:
            raise NotFound(f"There is no amendment {amendment} to this proposal.")
        if not held.is_open:
            raise OutOfOrder(f"Amendment {amendment} is not open any more: it was {held.fate}.")
        return held

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

    @event(Revised)
    def _revised(self, act: Act, asked: Asked, note: str) -> None:
        self.versions += (asked,)

    @event(SupportGiven)
    def _support_given(self, act: Act, person: PersonId) -> None:
        self.supporters += (person,)

    @event(HandedIn)
    def _handed_in(self, act: Act, number: int) -> None:
        self.number = number

    @event(Withdrawn)
    def _withdrawn(self, act: Act, reason: str) -> None:
        self.gone = True

    @event(MergedInto)
    def _merged_into(self, act: Act, composite: ProposalId) -> None:
        self.gone = True

    @event(AmendmentMoved)
    def _amendment_moved(self, act: Act, held: Held) -> None:
        self.held[held.id] = held

    @event(AmendmentWithdrawn)
    def _amendment_withdrawn(self, act: Act, amendment: AmendmentId) -> None:
        self._meet((amendment,), Fate.WITHDRAWN, "withdrawn by its mover")

    @event(AmendmentDivided)
    def _amendment_divided(self, act: Act, amendment: AmendmentId, parts: tuple[Held, ...]) -> None:
        self._meet((amendment,), Fate.DIVIDED, "put in parts")
        self.held.update({part.id: part for part in parts})

    @event(AmendmentsDecided)
    def _amendments_decided(
        self,
        act: Act,
        amendments: tuple[AmendmentId, ...],
        fate: Fate,
        because: str,
        vote: int | None,
    ) -> None:
        self._meet(amendments, fate, because)
        self.taken += amendments if fate is Fate.CARRIED else ()

    @event(CollisionSettled)
    def _collision_settled(self, act: Act, choice: Choice, vote: int) -> None:
        self.choices += (choice,)

    @event(ParagraphReferredBack)
    def _paragraph_referred_back(
        self,
        act: Act,
        paragraph: ParagraphId,
        reason: str,
        referred: tuple[Held, ...],
        remaining: tuple[Amendment, ...],
    ) -> None:
        self.sent_back += (paragraph,)
        self.held.update({held.id: held for held in referred})
        self._replace(remaining)

    @event(TextAmended)
    def _text_amended(
        self,
        act: Act,
        asked: Asked,
        applied: tuple[AmendmentId, ...],
        rebased: tuple[Amendment, ...],
        overtaken: tuple[Overtaken, ...],
    ) -> None:
        self.versions += (asked,)
        for name in applied:
            self.held[name] = self.held[name].model_copy(update={"applied": True})
        self._carried_over(rebased, overtaken)

    @event(AlternativeKept)
    def _alternative_kept(self, act: Act, alternative: Alternative, amendment: Amendment) -> None:
        self.alternatives += (alternative,)
        self._replace((amendment,))

    @event(CounterProposalPut)
    def _counter_proposal_put(self, act: Act, asked: Asked, reason: str) -> None:
        self.counter = asked
        self.counters_put += 1

    @event(CounterProposalConsidered)
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
        self._carried_over(rebased, overtaken)

    @event(TextPassedOn)
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
        self.choices = ()
        self.sent_back = ()
        for held in [h for h in self.held.values() if h.is_open]:
            if stage is StageName.SECOND_ASSEMBLY:
                self._meet((held.id,), Fate.NOT_REACHED, "the assembly ended before it was reached")
            else:
                self.held[held.id] = held.model_copy(
                    update={"decided_in": StageName.SECOND_ASSEMBLY}
                )

    @event(Decided)
    def _decided(self, act: Act, verdict: Verdict) -> None:
        self.verdict = verdict

    @event(Enacted)
    def _enacted(self, act: Act, edition: int | None) -> None:
        self.enacted = True
        self.edition = edition

    def _meet(self, amendments: Iterable[AmendmentId], fate: Fate, because: str) -> None:
        for name in amendments:
            self.held[name] = self.held[name].met(fate, because)

    def _replace(self, amendments: Iterable[Amendment]) -> None:
        for one in amendments:
            self.held[one.id] = self.held[one.id].model_copy(update={"amendment": one})

    def _carried_over(self, rebased: Iterable[Amendment], overtaken: Iterable[Overtaken]) -> None:
        self._replace(rebased)
        for lost in overtaken:
            self._meet((lost.id,), Fate.OVERTAKEN, lost.because)


def _without_agreement(worked: Worked) -> tuple[Overtaken, ...]:
    """Under consensus nothing stands of what is still in dispute at the end."""
    because = "is in dispute with another, and the assembly did not agree between them"
    return tuple(Overtaken(id=one.id, because=because) for one in worked.waiting)

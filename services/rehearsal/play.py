"""The ten months as scenes: what people do and when, read from the record.

A scene is a moment and something that somebody asks of the desk.  What the engine does at deadlines
is in no scene.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from domain.cycle.assembly import Assembly, Votes, assembly_id
from domain.cycle.calendar import StageName
from domain.cycle.proposal import Proposal
from domain.kernel.ids import CONVENOR, derived
from domain.text.amendment.change import AmendmentId, RuleEdit
from domain.text.merging.collisions import Choice, Collision, OwnWording, Take
from services.application.assemblies import (
    ConsiderCounterProposal,
    DecideAmendments,
    KeepAlternative,
    MergeUncontested,
    OpenSitting,
    RegisterDelegate,
    SettleCollision,
)
from services.application.bodies import ReportMeeting
from services.application.cycles import ExtendDeadline, OpenCycle
from services.application.proposals import (
    DraftProposal,
    HandInProposal,
    MergeProposals,
    MoveAmendment,
    ParagraphEdit,
    PutCounterProposal,
    SupportProposal,
    WithdrawProposal,
)
from services.examples import models
from services.examples.amendments import Decision
from services.examples.checks.amendments import carried
from services.examples.models import Delete, Insert, Record, Rehearsal, Replace
from services.rehearsal.people import Company
from services.rehearsal.theatre import Theatre

GROUP_QUORUM = 5
BEFORE = timedelta(minutes=5)


@dataclass(frozen=True, order=True)
class Scene:
    """Something that people do at a moment."""

    at: datetime
    place: int
    what: str = field(compare=False)
    do: Callable[[], None] = field(compare=False)


class Play:
    """The scenes of one record, and the names under which things of the record go on stage."""

    def __init__(self, theatre: Theatre, record: Record, people: Company) -> None:
        self.theatre = theatre
        self.record = record
        self.people = people
        self.cycle: UUID = derived(CONVENOR, "not yet opened")
        self.proposals: dict[str, UUID] = {}
        self.amendments: dict[str, AmendmentId] = {}

    def open(self) -> None:
        """The coordinating group opens the cycle."""
        receipt = self.theatre.ask(OpenCycle(title="Refounding Momentum"), self.people.ncg())
        self.cycle = self.theatre.began(receipt)

    def scenes(self) -> list[Scene]:
        """Everything that people do, in order."""
        told = [
            *self._drafting(),
            *self._merging(),
            *self._extensions(),
            *self._amending(),
            *self._sittings(),
            *self._counter_proposals(),
        ]
        return sorted(Scene(at, place, what, do) for place, (at, what, do) in enumerate(told))

    def _drafting(self) -> Iterator[tuple[datetime, str, Callable[[], None]]]:
        for draft in self.record.proposals.proposals:
            if draft.drafted is None:
                continue
            by, facts = draft.drafted.by, draft.drafted
            yield facts.drafted_at, f"{draft.title}: drafted", self._draft_of(draft, by)
            yield facts.submitted_at, f"{draft.title}: handed in", self._hand_in(draft, by)
            if draft.withdrawn is not None:
                left = draft.withdrawn
                yield left.at, f"{draft.title}: withdrawn", self._withdraw(draft, by, left.reason)

    def _draft_of(self, draft: models.Proposal, by: models.Mover) -> Callable[[], None]:
        def do() -> None:
            meeting = derived(CONVENOR, "rehearsal", "meeting", draft.id)
            if by.group is not None:
                self._report_meeting(by.group, meeting)
            command = DraftProposal(
                cycle=self.cycle,
                title=draft.title,
                group=by.group,
                meeting=None if by.group is None else meeting,
                **_wording(draft),
            )
            receipt = self.theatre.ask(command, self.people.mover(by))
            self.proposals[draft.id] = self.theatre.began(receipt)

        return do

    def _report_meeting(self, group: str, meeting: UUID) -> None:
        held_on = self.theatre.office.store.now().date()
        self.theatre.ask(
            ReportMeeting(
                body=group, reference=meeting, held_on=held_on, present=14, quorum=GROUP_QUORUM
            ),
            self.people.group(group),
        )

    def _hand_in(self, draft: models.Proposal, by: models.Mover) -> Callable[[], None]:
        def do() -> None:
            proposal = self.proposals[draft.id]
            if by.member is not None:
                self._gather_support(proposal)
            self.theatre.ask(HandInProposal(proposal=proposal), self.people.mover(by))

        return do

    def _gather_support(self, proposal: UUID) -> None:
        speakers = [three[1] for three in self.people.speakers.values()][:20]
        for speaker in speakers:
            asker = self.people.staff().model_copy(update={"person": speaker.id})
            self.theatre.ask(SupportProposal(proposal=proposal), asker)

    def _withdraw(
        self, draft: models.Proposal, by: models.Mover, reason: str
    ) -> Callable[[], None]:
        def do() -> None:
            command = WithdrawProposal(proposal=self.proposals[draft.id], reason=reason)
            self.theatre.ask(command, self.people.mover(by))

        return do

    def _merging(self) -> Iterator[tuple[datetime, str, Callable[[], None]]]:
        for whole in self.record.proposals.proposals:
            if whole.composite is not None:
                facts = whole.composite
                yield facts.merged_at, f"{whole.title}: made a composite", self._merge(whole, facts)

    def _merge(self, whole: models.Proposal, facts: object) -> Callable[[], None]:
        parents = getattr(facts, "parents", ())

        def do() -> None:
            command = MergeProposals(
                cycle=self.cycle,
                title=whole.title,
                parents=tuple(self.proposals[parent] for parent in parents),
                **_wording(whole),
            )
            receipt = self.theatre.ask(command, self._facilitator())
            self.proposals[whole.id] = self.theatre.began(receipt)

        return do

    def _facilitator(self) -> Any:
        return self.people.staff().model_copy(
            update={"person": self.people.coordinating_group[-1].id}
        )

    def _extensions(self) -> Iterator[tuple[datetime, str, Callable[[], None]]]:
        for longer in self.record.calendar.extensions:
            yield longer.decided_at, f"{longer.stage.heading}: extended", self._extend(longer)

    def _extend(self, longer: models.Extension) -> Callable[[], None]:
        def do() -> None:
            command = ExtendDeadline(
                cycle=self.cycle, stage=longer.stage, due=longer.to, reason=longer.reason
            )
            self.theatre.ask(command, self.people.ncg())

        return do

    def _amending(self) -> Iterator[tuple[datetime, str, Callable[[], None]]]:
        for asked in self.record.amendments.amendments:
            yield asked.moved_at, f"{asked.id}: moved", self._move(asked)

    def _move(self, asked: models.Amendment) -> Callable[[], None]:
        def do() -> None:
            command = MoveAmendment(
                proposal=self.proposals[asked.proposal],
                paragraphs=tuple(_edit(change) for change in asked.changes),
                rules=tuple(
                    RuleEdit(rule=edit.rule, value=edit.value.model_dump(mode="json"))
                    for edit in asked.rule_edits
                ),
                parent=None if asked.amends is None else self.amendments[asked.amends],
                mover=asked.moved_by.group or f"member {asked.moved_by.member}",
            )
            self.theatre.ask(command, self.people.mover(asked.moved_by))
            proposal = self._proposal(asked.proposal)
            self.amendments[asked.id] = list(proposal.held)[-1]

        return do

    def _proposal(self, name: str) -> Proposal:
        return self.theatre.office.store.load(Proposal, self.proposals[name])

    def _counter_proposals(self) -> Iterator[tuple[datetime, str, Callable[[], None]]]:
        for counter in self.record.amendments.counter_proposals:
            yield counter.put_at, f"{counter.id}: put", self._counter(counter)

    def _counter(self, counter: models.CounterProposal) -> Callable[[], None]:
        def do() -> None:
            command = PutCounterProposal(
                proposal=self.proposals[counter.proposal],
                text="\n\n".join(paragraph.text for paragraph in counter.text),
                rules=counter.rule_changes,
                reason="The coordinating group puts its own text beside this proposal.",
            )
            self.theatre.ask(command, self.people.ncg())

        return do

    def _sittings(self) -> Iterator[tuple[datetime, str, Callable[[], None]]]:
        for stage, which in (
            (StageName.FIRST_ASSEMBLY, Rehearsal.FIRST),
            (StageName.SECOND_ASSEMBLY, Rehearsal.SECOND),
        ):
            meeting = next(
                one for one in self.record.calendar.meetings if one.id == f"{stage}_meets"
            )
            yield meeting.at - BEFORE, f"{stage.heading}: delegates", self._register(stage)
            yield meeting.at, f"{stage.heading}: sitting", self._open(stage, meeting.present)
            for draft in self.record.proposals.on_the_paper():
                yield meeting.at, f"{draft.title}: amended", self._decide(draft, stage, which)

    def _register(self, stage: StageName) -> Callable[[], None]:
        def do() -> None:
            assembly = assembly_id(self.cycle, stage)
            for slug, three in self.people.speakers.items():
                for person in three[:2]:
                    self.theatre.ask(
                        RegisterDelegate(
                            assembly=assembly,
                            person=person.id,
                            name=f"Member {person.number}",
                            group=slug,
                        ),
                        self.people.group(slug),
                    )

        return do

    def _open(self, stage: StageName, present: int) -> Callable[[], None]:
        def do() -> None:
            command = OpenSitting(assembly=assembly_id(self.cycle, stage), present=present)
            self.theatre.ask(command, self.people.staff())

        return do

    def _decide(
        self, draft: models.Proposal, stage: StageName, which: Rehearsal
    ) -> Callable[[], None]:
        def do() -> None:
            Sitting(self, draft, stage).decide_all(which)

        return do


class Sitting:
    """One proposal before an assembly."""

    def __init__(self, play: Play, draft: models.Proposal, stage: StageName) -> None:
        self._play = play
        self._draft = draft
        self._stage = stage
        self._assembly = assembly_id(play.cycle, stage)
        self._proposal = play.proposals[draft.id]
        self._staff = play.people.staff()
        self._record = play.record.amendments

    def decide_all(self, which: Rehearsal) -> None:
        """The counter-proposal; then amendments to amendments, the others, and clashes."""
        for counter in self._record.counter_proposals:
            if counter.proposal == self._draft.id and which is Rehearsal.SECOND:
                self._consider(counter.support)
        mine = [one for one in self._record.amendments if one.proposal == self._draft.id]
        mine = [one for one in mine if one.stage is which]
        if which is Rehearsal.FIRST and self._all_easy(mine):
            self._play.theatre.ask(self._easy(mine), self._staff)
            return
        for one in sorted(mine, key=lambda asked: (asked.amends is None, asked.id)):
            self._vote_on(one)
        self._settle()
        self._keep_alternatives(mine)

    def _all_easy(self, mine: list[models.Amendment]) -> bool:
        names = {one.id for one in mine}
        clashing = {name for clash in self._record.collisions for name in clash.amendments}
        easy = all(carried(one, self._play.record) for one in mine)
        return len(mine) > 1 and easy and not names & clashing

    def _easy(self, mine: list[models.Amendment]) -> MergeUncontested:
        votes = self._votes(min(one.support for one in mine))
        return MergeUncontested(assembly=self._assembly, proposal=self._proposal, votes=votes)

    def _consider(self, support: int) -> None:
        command = ConsiderCounterProposal(
            assembly=self._assembly, proposal=self._proposal, votes=self._votes(support)
        )
        self._play.theatre.ask(command, self._staff)

    def _vote_on(self, asked: models.Amendment) -> None:
        name = self._play.amendments[asked.id]
        if not self._held(name).is_open:
            return
        command = DecideAmendments(
            assembly=self._assembly,
            proposal=self._proposal,
            amendments=(name,),
            votes=self._votes(asked.support),
        )
        self._play.theatre.ask(command, self._staff)

    def _settle(self) -> None:
        while open_ones := self._proposal_now().worked().collisions:
            settled = {choice.collision for choice in self._proposal_now().choices}
            left = [one for one in open_ones if one.id not in settled]
            if not left:
                return
            command = SettleCollision(
                assembly=self._assembly,
                proposal=self._proposal,
                votes=self._votes(700),
                choice=self._choice(left[0]),
            )
            self._play.theatre.ask(command, self._staff)

    def _choice(self, collision: Collision) -> Choice:
        for decided in self._record.collisions:
            names = {self._play.amendments[name] for name in decided.amendments}
            if not names & set(collision.amendments):
                continue
            if decided.decision is Decision.OWN_WORDING:
                return OwnWording(collision=collision.id, text=decided.wording or "")
            assert decided.chosen is not None
            chosen = self._play.amendments[decided.chosen]
            return Take(collision=collision.id, amendments=(chosen,))
        return Take(collision=collision.id, amendments=collision.amendments[:1])

    def _keep_alternatives(self, mine: list[models.Amendment]) -> None:
        wanted = {one.amendment for one in self._record.minority_alternatives}
        for one in mine:
            if one.id in wanted:
                command = KeepAlternative(
                    assembly=self._assembly,
                    proposal=self._proposal,
                    amendment=self._play.amendments[one.id],
                )
                self._play.theatre.ask(command, self._staff)

    def _votes(self, support: int) -> Votes:
        present = self._play.theatre.office.store.load(Assembly, self._assembly).present
        abstained = present // 12
        cast = present - abstained
        in_favour = round(cast * support / 1000)
        return Votes(in_favour=in_favour, against=cast - in_favour, abstained=abstained)

    def _proposal_now(self) -> Proposal:
        return self._play.theatre.office.store.load(Proposal, self._proposal)

    def _held(self, name: AmendmentId) -> Any:
        return self._proposal_now().held[name]


def _wording(draft: models.Proposal) -> dict[str, Any]:
    effect = draft.effective
    return {
        "text": "\n\n".join(paragraph.text for paragraph in draft.text),
        "rules": draft.rule_changes,
        "from_when": getattr(effect, "moment", None),
        "upon": getattr(effect, "event", None),
    }


def _edit(change: Replace | Insert | Delete) -> ParagraphEdit:
    if isinstance(change, Insert):
        return ParagraphEdit(after=change.after, becomes=change.text, named=change.id)
    words = change.text if isinstance(change, Replace) else None
    return ParagraphEdit(paragraph=change.paragraph, becomes=words)

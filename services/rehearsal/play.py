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

from domain.cycle.assembly import assembly_id
from domain.cycle.calendar import StageName
from domain.cycle.proposal import Proposal
from domain.kernel.ids import CONVENOR, derived
from domain.text.amendment.change import RuleEdit
from services.application.amending import MoveAmendment, ParagraphEdit
from services.application.assemblies import (
    OpenSitting,
    RegisterDelegate,
)
from services.application.bodies import ReportMeeting
from services.application.cycles import ExtendDeadline, OpenCycle
from services.application.proposals import (
    DraftProposal,
    HandInProposal,
    MergeProposals,
    PutCounterProposal,
    SupportProposal,
    WithdrawProposal,
)
from services.examples import models
from services.examples.models import Delete, Insert, Record, Rehearsal, Replace
from services.rehearsal.on_stage import OnStage
from services.rehearsal.people import Company
from services.rehearsal.sitting import Sitting
from services.rehearsal.theatre import Theatre

GROUP_QUORUM = 5
USUAL, SHORT = timedelta(days=10), timedelta(days=3)
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
        self.on = OnStage(theatre, record, people)

    def open(self) -> None:
        """The coordinating group opens the cycle."""
        receipt = self.on.theatre.ask(OpenCycle(title="Refounding Momentum"), self.on.people.ncg())
        self.on.cycle = self.on.theatre.began(receipt)

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
        for draft in self.on.record.proposals.proposals:
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
                self._report_meeting(by.group, meeting, hurried=draft.withdrawn is not None)
            command = DraftProposal(
                cycle=self.on.cycle,
                title=draft.title,
                group=by.group,
                meeting=None if by.group is None else meeting,
                **_wording(draft),
            )
            receipt = self.on.theatre.ask(command, self.on.people.mover(by))
            self.on.proposals[draft.id] = self.on.theatre.began(receipt)

        return do

    def _report_meeting(self, group: str, meeting: UUID, *, hurried: bool) -> None:
        """One of the groups met in a hurry: a directory rule was broken, and the act says so."""
        held_on = self.on.theatre.office.store.now().date()
        self.on.theatre.ask(
            ReportMeeting(
                body=group,
                reference=meeting,
                held_on=held_on,
                present=14,
                quorum=GROUP_QUORUM,
                notice_on=held_on - (SHORT if hurried else USUAL),
            ),
            self.on.people.group(group),
        )

    def _hand_in(self, draft: models.Proposal, by: models.Mover) -> Callable[[], None]:
        def do() -> None:
            proposal = self.on.proposals[draft.id]
            if by.member is not None:
                self._gather_support(proposal)
            self.on.theatre.ask(HandInProposal(proposal=proposal), self.on.people.mover(by))

        return do

    def _gather_support(self, proposal: UUID) -> None:
        speakers = [three[1] for three in self.on.people.speakers.values()][:20]
        for speaker in speakers:
            asker = self.on.people.staff().model_copy(update={"person": speaker.id})
            self.on.theatre.ask(SupportProposal(proposal=proposal), asker)

    def _withdraw(
        self, draft: models.Proposal, by: models.Mover, reason: str
    ) -> Callable[[], None]:
        def do() -> None:
            command = WithdrawProposal(proposal=self.on.proposals[draft.id], reason=reason)
            self.on.theatre.ask(command, self.on.people.mover(by))

        return do

    def _merging(self) -> Iterator[tuple[datetime, str, Callable[[], None]]]:
        for whole in self.on.record.proposals.proposals:
            if whole.composite is not None:
                facts = whole.composite
                yield facts.merged_at, f"{whole.title}: made a composite", self._merge(whole, facts)

    def _merge(self, whole: models.Proposal, facts: object) -> Callable[[], None]:
        parents = getattr(facts, "parents", ())

        def do() -> None:
            command = MergeProposals(
                cycle=self.on.cycle,
                title=whole.title,
                parents=tuple(self.on.proposals[parent] for parent in parents),
                **_wording(whole),
            )
            receipt = self.on.theatre.ask(command, self._facilitator())
            self.on.proposals[whole.id] = self.on.theatre.began(receipt)

        return do

    def _facilitator(self) -> Any:
        return self.on.people.staff().model_copy(
            update={"person": self.on.people.coordinating_group[-1].id}
        )

    def _extensions(self) -> Iterator[tuple[datetime, str, Callable[[], None]]]:
        for longer in self.on.record.calendar.extensions:
            yield longer.decided_at, f"{longer.stage.heading}: extended", self._extend(longer)

    def _extend(self, longer: models.Extension) -> Callable[[], None]:
        def do() -> None:
            command = ExtendDeadline(
                cycle=self.on.cycle, stage=longer.stage, due=longer.to, reason=longer.reason
            )
            self.on.theatre.ask(command, self.on.people.ncg())

        return do

    def _amending(self) -> Iterator[tuple[datetime, str, Callable[[], None]]]:
        for asked in self.on.record.amendments.amendments:
            yield asked.moved_at, f"{asked.id}: moved", self._move(asked)

    def _move(self, asked: models.Amendment) -> Callable[[], None]:
        def do() -> None:
            command = MoveAmendment(
                proposal=self.on.proposals[asked.proposal],
                paragraphs=tuple(_edit(change) for change in asked.changes),
                rules=tuple(
                    RuleEdit(rule=edit.rule, value=edit.value.model_dump(mode="json"))
                    for edit in asked.rule_edits
                ),
                parent=None if asked.amends is None else self.on.amendments[asked.amends],
                mover=asked.moved_by.group or f"member {asked.moved_by.member}",
            )
            self.on.theatre.ask(command, self.on.people.mover(asked.moved_by))
            proposal = self._proposal(asked.proposal)
            self.on.amendments[asked.id] = list(proposal.held)[-1]

        return do

    def _proposal(self, name: str) -> Proposal:
        return self.on.theatre.office.store.load(Proposal, self.on.proposals[name])

    def _counter_proposals(self) -> Iterator[tuple[datetime, str, Callable[[], None]]]:
        for counter in self.on.record.amendments.counter_proposals:
            yield counter.put_at, f"{counter.id}: put", self._counter(counter)

    def _counter(self, counter: models.CounterProposal) -> Callable[[], None]:
        def do() -> None:
            command = PutCounterProposal(
                proposal=self.on.proposals[counter.proposal],
                text="\n\n".join(paragraph.text for paragraph in counter.text),
                rules=counter.rule_changes,
                reason="The coordinating group puts its own text beside this proposal.",
            )
            self.on.theatre.ask(command, self.on.people.ncg())

        return do

    def _sittings(self) -> Iterator[tuple[datetime, str, Callable[[], None]]]:
        for stage, which in (
            (StageName.FIRST_ASSEMBLY, Rehearsal.FIRST),
            (StageName.SECOND_ASSEMBLY, Rehearsal.SECOND),
        ):
            meeting = next(
                one for one in self.on.record.calendar.meetings if one.id == f"{stage}_meets"
            )
            yield meeting.at - BEFORE, f"{stage.heading}: delegates", self._register(stage)
            yield meeting.at, f"{stage.heading}: sitting", self._open(stage, meeting)
            for draft in self.on.record.proposals.on_the_paper():
                yield meeting.at, f"{draft.title}: amended", self._decide(draft, stage, which)

    def _register(self, stage: StageName) -> Callable[[], None]:
        def do() -> None:
            assembly = assembly_id(self.on.cycle, stage)
            for slug, three in self.on.people.speakers.items():
                for person in three[:2]:
                    self.on.theatre.ask(
                        RegisterDelegate(
                            assembly=assembly,
                            person=person.id,
                            name=f"Member {person.number}",
                            group=slug,
                        ),
                        self.on.people.group(slug),
                    )

        return do

    def _open(self, stage: StageName, meeting: models.Sitting) -> Callable[[], None]:
        def do() -> None:
            command = OpenSitting(
                assembly=assembly_id(self.on.cycle, stage),
                present=meeting.present,
                notice_on=meeting.notice_at.date(),
            )
            self.on.theatre.ask(command, self.on.people.staff())

        return do

    def _decide(
        self, draft: models.Proposal, stage: StageName, which: Rehearsal
    ) -> Callable[[], None]:
        def do() -> None:
            Sitting(self.on, draft, stage).decide_all(which)

        return do


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

"""One proposal before an assembly: how the record says that it was voted on."""

from __future__ import annotations

from typing import Any

from domain.cycle.assembly import Assembly, Votes, assembly_id
from domain.cycle.calendar import StageName
from domain.cycle.proposal import Proposal
from domain.text.amendment.change import AmendmentId
from domain.text.merging.collisions import Choice, Collision, OwnWording, Take
from services.application.assemblies import (
    ConsiderCounterProposal,
    DecideAmendments,
    KeepAlternative,
    MergeUncontested,
    SettleCollision,
)
from services.examples import models
from services.examples.amendments import Decision
from services.examples.checks.amendments import carried
from services.examples.models import Rehearsal
from services.rehearsal.on_stage import OnStage


class Sitting:
    """One proposal before an assembly."""

    def __init__(self, on: OnStage, draft: models.Proposal, stage: StageName) -> None:
        self._on = on
        self._draft = draft
        self._stage = stage
        self._assembly = assembly_id(on.cycle, stage)
        self._proposal = on.proposals[draft.id]
        self._staff = on.people.staff()
        self._record = on.record.amendments

    def decide_all(self, which: Rehearsal) -> None:
        """The counter-proposal; then amendments to amendments, the others, and clashes."""
        for counter in self._record.counter_proposals:
            if counter.proposal == self._draft.id and which is Rehearsal.SECOND:
                self._consider(counter.support)
        mine = [one for one in self._record.amendments if one.proposal == self._draft.id]
        mine = [one for one in mine if one.stage is which]
        if which is Rehearsal.FIRST and self._all_easy(mine):
            self._on.theatre.ask(self._easy(mine), self._staff)
            return
        for one in sorted(mine, key=lambda asked: (asked.amends is None, asked.id)):
            self._vote_on(one)
        self._settle()
        self._keep_alternatives(mine)

    def _all_easy(self, mine: list[models.Amendment]) -> bool:
        names = {one.id for one in mine}
        clashing = {name for clash in self._record.collisions for name in clash.amendments}
        easy = all(carried(one, self._on.record) for one in mine)
        return len(mine) > 1 and easy and not names & clashing

    def _easy(self, mine: list[models.Amendment]) -> MergeUncontested:
        votes = self._votes(min(one.support for one in mine))
        return MergeUncontested(assembly=self._assembly, proposal=self._proposal, votes=votes)

    def _consider(self, support: int) -> None:
        command = ConsiderCounterProposal(
            assembly=self._assembly, proposal=self._proposal, votes=self._votes(support)
        )
        self._on.theatre.ask(command, self._staff)

    def _vote_on(self, asked: models.Amendment) -> None:
        name = self._on.amendments[asked.id]
        if not self._held(name).is_open:
            return
        command = DecideAmendments(
            assembly=self._assembly,
            proposal=self._proposal,
            amendments=(name,),
            votes=self._votes(asked.support),
        )
        self._on.theatre.ask(command, self._staff)

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
            self._on.theatre.ask(command, self._staff)

    def _choice(self, collision: Collision) -> Choice:
        for decided in self._record.collisions:
            names = {self._on.amendments[name] for name in decided.amendments}
            if not names & set(collision.amendments):
                continue
            if decided.decision is Decision.OWN_WORDING:
                return OwnWording(collision=collision.id, text=decided.wording or "")
            assert decided.chosen is not None
            chosen = self._on.amendments[decided.chosen]
            return Take(collision=collision.id, amendments=(chosen,))
        return Take(collision=collision.id, amendments=collision.amendments[:1])

    def _keep_alternatives(self, mine: list[models.Amendment]) -> None:
        wanted = {one.amendment for one in self._record.minority_alternatives}
        for one in mine:
            if one.id in wanted:
                command = KeepAlternative(
                    assembly=self._assembly,
                    proposal=self._proposal,
                    amendment=self._on.amendments[one.id],
                )
                self._on.theatre.ask(command, self._staff)

    def _votes(self, support: int) -> Votes:
        present = self._on.theatre.office.store.load(Assembly, self._assembly).present
        abstained = present // 12
        cast = present - abstained
        in_favour = round(cast * support / 1000)
        return Votes(in_favour=in_favour, against=cast - in_favour, abstained=abstained)

    def _proposal_now(self) -> Proposal:
        return self._on.theatre.office.store.load(Proposal, self._proposal)

    def _held(self, name: AmendmentId) -> Any:
        return self._proposal_now().held[name]

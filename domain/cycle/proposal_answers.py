"""What a proposal answers without being changed: its newest version, and how its amendments stand.

It refuses to know who asks, and at which stage.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.cycle.allowing import procedure_of
from domain.cycle.amendments import Amendments
from domain.cycle.asked import Asked
from domain.cycle.calendar import StageName
from domain.cycle.deciding import with_amendment
from domain.cycle.docket import Docket
from domain.cycle.held import Alternative, Held
from domain.cycle.settling import Worked
from domain.rules.rulebook import Governing
from domain.rules.values import Procedure
from domain.text.amendment.change import AmendmentId
from domain.text.deciding.plan import VotingPlan
from domain.text.merging.collisions import Choice


class ProposalAnswers:
    """The questions to a proposal; it keeps every version and all that was moved."""

    versions: tuple[Asked, ...]
    amendments: Amendments

    @property
    def asked(self) -> Asked:
        """The newest version."""
        return self.versions[-1]

    @property
    def docket(self) -> Docket:
        """The amendments as they stand before the assembly."""
        return Docket(self.asked.text, self.amendments)

    @property
    def held(self) -> Mapping[AmendmentId, Held]:
        """Every amendment by its name, in the order of moving."""
        return self.amendments.held

    @property
    def choices(self) -> tuple[Choice, ...]:
        """How the assembly that sits has settled collisions so far."""
        return self.amendments.choices

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The minority's texts that were let go to the paper."""
        return self.amendments.alternatives

    @property
    def standing_alternatives(self) -> tuple[Alternative, ...]:
        """The minority's texts that still fit the proposal."""
        return self.amendments.standing_alternatives

    def open_amendments(self, stage: StageName) -> tuple[Held, ...]:
        """What the assembly of that stage still has to decide."""
        return self.amendments.open_in(stage)

    def worked(self, *, undivided: bool = False) -> Worked:
        """What the text becomes with everything that is carried and not yet worked in."""
        return self.docket.merged(undivided=undivided)

    def alternative(self, amendment: AmendmentId) -> Asked:
        """What the proposal would ask for with a minority's amendment in it."""
        return with_amendment(self.asked, self.held[amendment].amendment)

    def voting_plan(self, stage: StageName, rules: Governing) -> VotingPlan:
        """In which order to put what that assembly has before it, and what falls with what."""
        return self.docket.plan(stage, in_parts=procedure_of(rules) is Procedure.PARTS)

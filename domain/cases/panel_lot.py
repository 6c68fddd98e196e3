"""The lot of a case's panels: what its seed is made of, so that nobody chooses it alone.

Two things that no one person commands make the seed.  A value is laid down when the complaint is
received: of it the log has a commitment, and the value itself under the case's seal, so whoever
takes the case on to its panel does not know it.  And there is the id of the act that does so, which
follows long after the value is fixed, so whoever knew the value could not choose that.  Each
instance has a value of its own, as the seed of the first is known by the time of an appeal.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Final
from uuid import UUID

from domain.cases.panel import Instance
from domain.cases.sides import CaseId, Content
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import RuleId, derived
from domain.kernel.refusal import NotFound
from domain.kernel.sealed import Erased, Sealed

CHOSEN_BY: Final = RuleId("complaints.panel_chosen_by")


def lot_id(case: UUID) -> UUID:
    """The id of the lot of a case."""
    return derived(case, "lot")


def commitment_of(value: str) -> str:
    """SHA-256 of a value, in hexadecimal: it binds to the value and does not tell it."""
    return sha256(value.encode()).hexdigest()


def seed_of(value: str, brought_on: UUID, instance: Instance, turn: str) -> str:
    """SHA-256 of the value, the act that brought the case before a panel, instance and turn."""
    return sha256(f"{value},{brought_on},{instance},{turn}".encode()).hexdigest()


class PanelLot(Aggregate):
    """What the panels of one case are drawn from."""

    TOPIC = "case_lot"

    class Created(Aggregate.Created):
        """Never recorded: the lot begins by being laid down."""

        TOPIC = "case_lot.created.v1"

    class LaidDown(Aggregate.Created):
        """A value for each instance is fixed: a commitment to it in the open, itself sealed."""

        TOPIC = "case_lot.laid_down.v1"
        case: CaseId
        first_commitment: str
        appeal_commitment: str
        first: Content
        appeal: Content

    def __init__(
        self,
        case: CaseId,
        first_commitment: str,
        appeal_commitment: str,
        first: Sealed[str],
        appeal: Sealed[str],
    ) -> None:
        self.case = case
        self.commitments = {Instance.FIRST: first_commitment, Instance.APPEAL: appeal_commitment}
        self.values = {Instance.FIRST: first, Instance.APPEAL: appeal}

    @classmethod
    def lay_down(cls, act: Act, case: CaseId, values: Mapping[Instance, str]) -> PanelLot:
        """Fix what the panels of a case will be drawn from, before anybody acts in it."""
        first, appeal = values[Instance.FIRST], values[Instance.APPEAL]
        return cls._begin(
            cls.LaidDown,
            lot_id(case),
            act.under(CHOSEN_BY),
            case=case,
            first_commitment=commitment_of(first),
            appeal_commitment=commitment_of(appeal),
            first=first,
            appeal=appeal,
        )

    def seed(self, brought_on: UUID, instance: Instance, turn: str) -> str:
        """The seed of a draw; raises `NotFound` once the value was erased."""
        value = self.values[instance]
        if isinstance(value, Erased):
            raise NotFound("What the panel of this case is drawn from was erased.")
        return seed_of(value, brought_on, instance, turn)

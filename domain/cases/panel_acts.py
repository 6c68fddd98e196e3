"""Everything that can happen to a panel once it was appointed, as it is kept for good.

Names, topics and fields of these acts never change: a changed shape gets the next number.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from domain.cases.sides import CaseId, Content, Side
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import PersonId
from domain.kernel.sealed import Purpose, Seal, Sealed


class PanelActs:
    """The acts by name; `Panel` says what each leaves behind."""

    class InterestDeclared(Aggregate.Event):
        """One of the panel said what ties them to the case, or that nothing does."""

        TOPIC = "case_panel.interest_declared.v1"
        case: CaseId
        person: PersonId
        interest: Content | None

    class DeclarationsLate(Aggregate.Event):
        """The time to declare was over, and some had said nothing."""

        TOPIC = "case_panel.declarations_late.v1"
        case: CaseId
        missing: tuple[PersonId, ...]

    class Challenged(Aggregate.Event):
        """A side asked that one of the panel does not decide, and said why."""

        TOPIC = "case_panel.challenged.v1"
        case: CaseId
        person: PersonId
        side: Side
        grounds: Content

    class ChallengeDismissed(Aggregate.Event):
        """A challenge was found to be without ground: they go on sitting."""

        TOPIC = "case_panel.challenge_dismissed.v1"
        case: CaseId
        person: PersonId
        reasons: Content

    class Recused(Aggregate.Event):
        """From this moment somebody neither decides nor reads anything here."""

        TOPIC = "case_panel.recused.v1"
        case: CaseId
        person: PersonId
        reasons: Content

    class Replaced(Aggregate.Event):
        """Somebody takes the place of one who was recused, and declares by a moment."""

        TOPIC = "case_panel.replaced.v1"
        case: CaseId
        person: PersonId
        by: PersonId
        how: str
        seed: str | None
        declare_by: datetime

    class VoteGiven(Aggregate.Event):
        """One of the panel voted; a later vote takes the place of an earlier one."""

        TOPIC = "case_panel.vote_given.v1"
        case: CaseId
        person: PersonId
        upheld: Annotated[Sealed[bool], Seal(Purpose.CASE, whose="case")]
        sanction: Content | None

    class Decided(Aggregate.Event):
        """The panel has decided, and votes no more."""

        TOPIC = "case_panel.decided.v1"
        case: CaseId
        votes: int

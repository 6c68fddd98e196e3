"""Everything that can happen to a proposal, as it is kept for good.

Names, topics and fields of these acts never change: a changed shape gets the next number.  What has
to be the case before one may be recorded is decided in `proposal`.
"""

from __future__ import annotations

from domain.cycle.asked import Asked
from domain.cycle.calendar import StageName
from domain.cycle.held import Alternative, Fate, Held, Overtaken, Verdict
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import PersonId, ProposalId
from domain.rules.values import Procedure
from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.merging.collisions import Choice, Collision
from domain.text.text import ParagraphId


class ProposalActs:
    """The acts by name; `Proposal` says what each leaves behind."""

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

"""The items of a meeting, the motions on them, and the amendments to those.

An item that is not on the agenda comes before the meeting only if the meeting lets it in by the
majority that a rule asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from domain.cycle.assembly import Votes
from domain.kernel.act import Act
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import BadInput, OutOfOrder, RuleBroken
from domain.meetings.agenda import DISPOSED_OF, Fate, Item
from domain.meetings.motions import Motion, decided, must_be_moved_on_the_text, must_be_put, without
from domain.meetings.order import PartVote
from domain.meetings.orders import (
    ITEMS_BY,
    LATE_ITEMS,
    MAJORITY,
    PROCEDURE,
    RECORD_KEPT_BY,
    Orders,
)
from domain.meetings.sat import Sat
from domain.meetings.state import MeetingState
from domain.meetings.strength import AS_TOLD, must_be_figureless
from domain.rules.values import AmendmentProcedure, Base
from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.deciding.settlement import Procedure
from domain.text.merging.merge import merge
from domain.text.text import ParagraphId


class Leaving(NamedTuple):
    """How an item is left without a decision, and the vote on that if there was one."""

    fate: Fate
    reason: str
    votes: Votes | None = None
    remitted_to: str | None = None


class Business(MeetingState):
    """Items, motions and amendments."""

    def take_item(self, act: Act, number: int) -> None:
        """Bring an item before the meeting."""
        self.must_be_running()
        item = self.agenda.still_open(number, RECORD_KEPT_BY)
        if item.fate is Fate.BEFORE_THE_MEETING:
            raise OutOfOrder(f"Item {item.heading} is before the meeting already.")
        self.record(self.ItemTaken, act, item=number)

    def leave_item(self, act: Act, number: int, leaving: Leaving, sat: Sat) -> None:
        """Defer, remit or refer back an item, or go on to the next business.

        What takes an item from the meeting, or is voted on, is decided and so needs a quorum.  To
        defer one does not: what a meeting doesn't come to is left to the next one anyhow.
        """
        self.must_be_running()
        self.must_not_be_challenged()
        self.agenda.still_open(number, RECORD_KEPT_BY)
        if leaving.votes is not None or leaving.fate in DISPOSED_OF:
            self.must_be_quorate(sat)
        if leaving.fate is Fate.REMITTED and not leaving.remitted_to:
            raise BadInput("Say to whom the item is remitted.", rule=RECORD_KEPT_BY)
        if leaving.votes is not None:
            self._must_carry(leaving.votes, number, MAJORITY, sat)
            act = act.under(MAJORITY)
        self.record(self.ItemLeft, act, item=number, **leaving._asdict())

    def admit_item(self, act: Act, item: Item, votes: Votes, sat: Sat) -> None:
        """Let in an item that is not on the agenda, by the vote that a rule asks for."""
        self.must_be_running()
        self.must_not_be_challenged()
        self.must_be_quorate(sat)
        number = self.agenda.next_number
        self._must_carry(votes, number, LATE_ITEMS, sat)
        admitted = item.model_copy(update={"number": number, "admitted": True})
        self.record(self.ItemAdmitted, act.under(LATE_ITEMS), item=admitted, votes=votes)

    def move_motion(self, act: Act, motion: Motion) -> None:
        """Move a motion on an item that is before the meeting or still waits."""
        self.must_be_running()
        self.agenda.still_open(motion.item, RECORD_KEPT_BY)
        if motion.seconder == motion.mover:
            raise BadInput("Somebody else seconds a motion, not its mover.", rule=ITEMS_BY)
        numbered = motion.model_copy(update={"number": len(self.motions) + 1})
        self.record(self.MotionMoved, act, motion=numbered)

    def move_amendment(
        self, act: Act, number: int, amendment: Amendment, mover: PersonId, orders: Orders
    ) -> None:
        """Move an amendment to a motion; one that does not fit its text is refused."""
        self.must_be_running()
        motion = self.motion(number)
        motion.must_be_open()
        self.agenda.not_left(motion.item, LATE_ITEMS)
        must_be_moved_on_the_text(amendment, procedure_of(orders))
        if not amendment.changes:
            raise BadInput(
                "This would change nothing. Write the text as you want it to become.",
                rule=PROCEDURE,
            )
        parents = [one for one in motion.open if one.id == amendment.parent]
        made = merge(motion.text, (*parents, amendment)).text
        self.record(
            self.AmendmentMoved,
            act.under(PROCEDURE),
            motion=number,
            amendment=amendment,
            mover=mover,
            becomes=made.plain,
        )

    def decide_amendments(
        self, act: Act, number: int, names: tuple[AmendmentId, ...], votes: Votes, sat: Sat
    ) -> None:
        """Vote on amendments to a motion, several together or one by one.

        Where each carried one makes a new motion (`substantive`) it does so at once.
        """
        motion = self._open_motion(number, sat)
        procedure = procedure_of(sat.orders)
        must_be_put(motion, names, procedure)
        carried, because = self._voted_on_text(votes, motion.item, procedure, sat)
        made = decided(motion, names, procedure, carried=carried)
        self.record(
            self.AmendmentsDecided,
            act.under(PROCEDURE, MAJORITY),
            motion=number,
            names=names,
            votes=votes,
            carried=carried,
            because=because,
            **made._asdict(),
        )

    def vote_in_parts(
        self, act: Act, number: int, votes: Mapping[ParagraphId, Votes], sat: Sat
    ) -> None:
        """Put each paragraph of a motion by itself; those voted down fall out."""
        motion = self._open_motion(number, sat)
        if motion.open or motion.waiting:
            raise OutOfOrder(
                "Decide the amendments before the motion is put in parts.", rule=PROCEDURE
            )
        if set(votes) != set(motion.text.ids):
            raise BadInput(
                f"Give a vote on each part: {', '.join(motion.text.ids)}.", rule=PROCEDURE
            )
        parts = tuple(self._part(name, votes[name], motion, sat) for name in motion.text.ids)
        lost = tuple(ParagraphId(part.paragraph) for part in parts if not part.carried)
        text = without(motion, lost)
        cited = act.under(PROCEDURE, MAJORITY)
        self.record(self.VotedInParts, cited, motion=number, parts=parts, text=text)

    def _open_motion(self, number: int, sat: Sat) -> Motion:
        self.must_be_running()
        self.must_not_be_challenged()
        self.must_be_quorate(sat)
        motion = self.motion(number)
        motion.must_be_open()
        self.agenda.not_left(motion.item, LATE_ITEMS)
        return motion

    def _part(self, name: ParagraphId, votes: Votes, motion: Motion, sat: Sat) -> PartVote:
        carried, because = self._voted(votes, motion.item, MAJORITY, sat)
        return PartVote(paragraph=name, carried=carried, because=because)

    def _voted_on_text(
        self, votes: Votes, item: int, procedure: Procedure, sat: Sat
    ) -> tuple[bool, str]:
        """Under `consensus` a text changes only as nobody objects; otherwise by majority."""
        carried, because = self._voted(votes, item, MAJORITY, sat)
        if procedure is not Procedure.CONSENSUS:
            return carried, because
        agreed = votes.in_favour > 0 and votes.against == 0
        return agreed, "Nobody objects." if agreed else "There is no consensus."

    def _voted(self, votes: Votes, item: int, rule: RuleId, sat: Sat) -> tuple[bool, str]:
        must_be_figureless(votes.took_part, sat.orders)
        if sat.orders.unseen is not None:
            return True, AS_TOLD
        voters = len(self.voters(sat, item))
        votes.must_be_by(voters, rule)
        majority = sat.orders.share(rule)
        members = sat.members
        whole = {Base.VOTES_CAST: votes.cast, Base.PRESENT: voters}.get(majority.of, members)
        carried = majority.met_by(votes.in_favour, whole)
        reached = "reaches" if carried else "does not reach"
        return carried, f"{votes.in_words()}: {reached} {majority.in_words()}."

    def _must_carry(self, votes: Votes, item: int, rule: RuleId, sat: Sat) -> None:
        carried, because = self._voted(votes, item, rule, sat)
        if not carried:
            found = sat.orders.rule(rule)
            raise RuleBroken(because, rule=rule, clause=found.clause)


def procedure_of(orders: Orders) -> Procedure:
    """By which procedure the body takes amendments."""
    return Procedure(orders.rules.value(PROCEDURE, AmendmentProcedure).procedure)

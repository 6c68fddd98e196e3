"""What a meeting decides, and what becomes of a decision afterwards.

A decision that is taken without a quorum has happened: it is recorded, marked, and does not bind
until a later meeting of the body that has a quorum ratifies it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from domain.decisions.decided import DecidedAt
from domain.kernel.act import Act
from domain.kernel.ids import ActId, PersonId, RuleId, act_id
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken
from domain.kernel.sealed import unless_erased
from domain.meetings.attendance import there
from domain.meetings.business import procedure_of
from domain.meetings.cards import CardResult, CardVote
from domain.meetings.decisions import (
    Decision,
    Later,
    Manner,
    Names,
    Put,
    Settled,
    counted,
    outcome,
)
from domain.meetings.delegations import PER_CARD
from domain.meetings.motions import final_text
from domain.meetings.order import ForParent, Statement
from domain.meetings.orders import (
    CASTING_VOTE,
    LATE_ITEMS,
    MAJORITY,
    QUORUM,
    RATIFICATION,
    Orders,
)
from domain.meetings.sat import Sat
from domain.meetings.state import MeetingState
from domain.meetings.strength import AS_TOLD, must_be_figureless
from domain.rules.judging import as_fact
from domain.text.merging.collisions import Choice

NOTHING: Final = Names()


class Deciding(MeetingState):
    """Decisions, casting votes, statements, and the ratification of what did not bind."""

    def decide(self, act: Act, put: Put, sat: Sat, choices: tuple[Choice, ...] = ()) -> Decision:
        """Record a decision on an item of the agenda, and how it was come to."""
        self.must_be_running()
        self.must_not_be_challenged()
        put = self._with_text(put, sat.orders, choices)
        act = act.under(self._must_be_on_the_agenda(put.item, sat.orders))
        self._must_have_a_voter(put.item, sat)
        self.watch_quorum(act, sat)
        decision = self._judged(act, put, sat)
        rule = sat.orders.find(QUORUM)
        if rule is not None:
            act = as_fact(act, rule, decision.inquorate)
        cited = act.under(MAJORITY) if decision.votes is not None else act
        self.record(self.Decided, cited, decision=decision)
        return decision

    def decide_by_cards(
        self, act: Act, vote: CardVote, result: CardResult, sat: Sat, names: Names = NOTHING
    ) -> Decision:
        """Record what a card vote came to as the decision of its motion or item.

        The quorum is what it is as the vote is closed; cards decide, whoever cast them.
        """
        self.must_be_running()
        self.must_not_be_challenged()
        text = vote.question if vote.motion is None else self._text_put(vote.motion, sat.orders)
        self.watch_quorum(act, sat)
        here = self.strength(sat)
        decision = Decision(
            number=len(self.decisions) + 1,
            item=vote.item,
            manner=Manner.VOTE,
            text=text,
            act=self._next_act(act),
            **here.figures,
            voters=result.cards,
            quorate=here.enough,
            carried=result.carried,
            because=result.because,
            motion=vote.motion,
            votes=result.votes,
            names=names,
            card_vote=vote.number,
        )
        rule = sat.orders.find(QUORUM)
        if rule is not None:
            act = as_fact(act, rule, decision.inquorate)
        self.record(self.Decided, act.under(MAJORITY), decision=decision)
        return decision

    def must_be_put_to_cards(self, item: int, motion: int | None, sat: Sat) -> None:
        """Refuse a card vote on what is decided already, or on a text that is not settled yet."""
        self.must_be_running()
        self.must_not_be_challenged()
        self._must_not_be_decided_by_cards(item)
        if motion is not None:
            final_text(self.motion(motion), procedure_of(sat.orders), ())

    def _text_put(self, number: int, orders: Orders) -> str:
        """The motion as it stands; nothing of it changed since the card vote on it was called."""
        motion = self.motion(number)
        if motion.open:  # called before the rule that amendments to it are decided first
            return motion.text.plain
        return final_text(motion, procedure_of(orders), ()).plain

    def _must_not_be_decided_by_cards(self, number: int) -> None:
        """What a card vote on the item itself has decided is not decided otherwise there."""
        for one in self.decisions:
            if (one.item, one.motion) == (number, None) and one.card_vote is not None:
                raise OutOfOrder(
                    f"Item {self.agenda.item(number).heading} was decided by card vote "
                    f"{one.card_vote}. Ask the meeting to let it in once more.",
                    rule=PER_CARD,
                )

    def _with_text(self, put: Put, orders: Orders, choices: tuple[Choice, ...]) -> Put:
        """What is put on a motion is the motion as it stands, on the item that it was moved on."""
        if put.motion is None:
            if not put.text.strip():
                raise BadInput("Say what was decided.", rule=MAJORITY)
            return put
        motion = self.motion(put.motion)
        motion.must_be_open()
        text = final_text(motion, procedure_of(orders), choices).plain
        return put.model_copy(update={"item": motion.item, "text": text})

    def _must_be_on_the_agenda(self, number: int, orders: Orders) -> RuleId:
        rule = orders.rule(LATE_ITEMS)
        if all(item.number != number for item in self.agenda.items):
            raise RuleBroken(
                f"Item {number} is not on the agenda. Ask the meeting to let it in first.",
                rule=rule.id,
                clause=rule.clause,
            )
        self.agenda.not_left(number, rule.id)
        self._must_not_be_decided_by_cards(number)
        return rule.id

    def _must_have_a_voter(self, number: int, sat: Sat) -> None:
        """Without a quorum rule too, what nobody was there to decide is no decision."""
        unseen: int = unless_erased(self.heads.there, 0)
        if there(self.voters(sat, number)) or unseen:
            return
        raise RuleBroken(
            f"Nobody is there who may vote on item {number}, so it can't be decided. Enter who "
            "came.",
            rule=MAJORITY,
            clause=sat.orders.rule(MAJORITY).clause,
        )

    def _judged(self, act: Act, put: Put, sat: Sat) -> Decision:
        figures = len(put.named) + (put.votes.took_part if put.votes else 0)
        must_be_figureless(figures, sat.orders)
        voters = self.voters(sat, put.item)
        votes = None if sat.orders.unseen is not None else counted(put, voters)
        members = 0 if votes is None else sat.members
        here = self.strength(sat)
        carried, because = outcome(votes, len(voters), members, sat.orders)
        if put.manner is Manner.VOTE and votes is None:
            because = AS_TOLD
        return Decision(
            number=len(self.decisions) + 1,
            item=put.item,
            manner=put.manner,
            text=put.text,
            act=self._next_act(act),
            **here.figures,
            voters=len(voters) if here.told else None,
            quorate=here.enough,
            carried=carried,
            because=because,
            motion=put.motion,
            form=put.form if votes is not None else None,
            votes=votes,
            named=put.named,
            names=put.names,
        )

    def _next_act(self, act: Act) -> ActId:
        """The id that the next act on record will have."""
        return act_id(act.occurred_at, act.command_id, self.id, self.version + 1)

    def give_casting_vote(
        self, act: Act, number: int, by: PersonId, *, in_favour: bool, sat: Sat
    ) -> None:
        """Let the chair decide a tie, where a rule gives the chair a casting vote.

        Somebody from outside may preside, but only who has a vote on the item and is there casts
        a second one.
        """
        self.must_be_running()
        self.must_not_be_challenged()
        if by != self.chair:
            raise NotAllowed("Whoever is in the chair gives the casting vote.", rule=CASTING_VOTE)
        clause = sat.orders.rule(CASTING_VOTE).clause
        if not sat.orders.holds(CASTING_VOTE):
            raise RuleBroken(
                "The rules give the chair no casting vote, so what is tied is lost.",
                rule=CASTING_VOTE,
                clause=clause,
            )
        decision = self.decision(number)
        if decision.card_vote is not None:
            raise OutOfOrder(
                "Cards decide a card vote, and the chair has none to add.", rule=CASTING_VOTE
            )
        if not decision.tied or number in self.cast:
            raise OutOfOrder("That vote is not tied.", rule=CASTING_VOTE)
        self._must_be_the_last_on(decision)
        if decision.quorate:
            self.must_be_quorate(sat)
        if by not in there(self.voters(sat, decision.item)):
            raise NotAllowed(
                "Whoever is in the chair has no vote on this item here, so can't cast a second "
                "one. Let a voting member who is there take the chair.",
                rule=CASTING_VOTE,
                clause=clause,
            )
        if in_favour:
            self._must_carry_with_one_more(decision, sat)
        side = "for" if in_favour else "against"
        self.record(
            self.CastingVoteGiven,
            act.under(CASTING_VOTE),
            number=number,
            in_favour=in_favour,
            because=f"{decision.because} The chair's casting vote is {side}.",
        )

    def _must_be_the_last_on(self, decision: Decision) -> None:
        """A tie is broken before the meeting goes on: not once it decided again, or left it."""
        self.agenda.not_left(decision.item, CASTING_VOTE)
        since = [one.number for one in self.decisions if one.item == decision.item]
        if max(since) > decision.number:
            raise OutOfOrder(
                f"Decision {max(since)} was taken on that item since, so the tie stands as lost.",
                rule=CASTING_VOTE,
            )

    def _must_carry_with_one_more(self, decision: Decision, sat: Sat) -> None:
        """Refuse a casting vote that leaves the tie short of the majority; raises `RuleBroken`.

        It is one vote more, and nobody more: of those present or of all members it asks as before.
        """
        votes = decision.votes
        assert votes is not None
        cast = votes.model_copy(update={"in_favour": votes.in_favour + 1})
        members = sat.members
        carried, because = outcome(cast, decision.voters or 0, members, sat.orders)
        if not carried:
            raise RuleBroken(
                f"With a casting vote in favour it would still be lost. {because}",
                rule=MAJORITY,
                clause=sat.orders.rule(MAJORITY).clause,
            )

    def publish_statement(self, act: Act, statement: Statement) -> None:
        """Publish a statement that the meeting agreed; raises `RuleBroken` if it does not bind."""
        decision = self.decision(statement.decision)
        must_bind(decision)
        if any(one.decision == statement.decision for one in self.statements):
            raise OutOfOrder("The statement has been published already.")
        self.record(self.StatementPublished, act, statement=statement)

    def take_for_parent(self, act: Act, taken: ForParent, rule: RuleId) -> None:
        """Record that a decision was taken in place of the body above, before that is reported."""
        self.must_be_running()
        must_bind(self.decision(taken.decision))
        if any(one.decision == taken.decision for one in self.for_parent):
            raise OutOfOrder(f"Decision {taken.decision} has been recorded so already.", rule=rule)
        self.record(self.DecisionTakenForParent, act.under(rule), taken=taken)

    def settle(self, act: Act, number: int, settled: Settled, later: Later, orders: Orders) -> None:
        """Ratify, annul or replace a decision by a later one.

        That the later one binds was judged by whoever asks.  What was ratified can be annulled,
        by another decision than the one that ratified it.
        """
        decision = self.decision(number)
        if not orders.holds(RATIFICATION):
            raise RuleBroken(
                "The rules let no later meeting ratify, annul or replace what was decided.",
                rule=RATIFICATION,
                clause=orders.rule(RATIFICATION).clause,
            )
        must_be_unsettled(f"Decision {number}", decision.settled, settled)
        if later.is_same(decision.later):
            raise OutOfOrder(
                f"Decision {number} has been {decision.settled} by that decision; one decision "
                "says one thing of it.",
                rule=RATIFICATION,
            )
        if settled is Settled.RATIFIED and decision.quorate:
            raise OutOfOrder(
                f"Decision {number} was taken with a quorum and needs no ratification.",
                rule=RATIFICATION,
            )
        if settled is Settled.RATIFIED and not decision.carried:
            raise OutOfOrder(f"Decision {number} was lost.", rule=RATIFICATION)
        self.record(
            self.DecisionSettled,
            act.under(RATIFICATION),
            number=number,
            settled=settled,
            later=later,
        )


def must_bind(decision: Decision) -> None:
    """Refuse to act on a decision that does not bind; raises `RuleBroken`."""
    if decision.binds:
        return
    if decision.settled is not None and not decision.settled.holds:
        by = "" if decision.later is None else f"decision {decision.later.number} of "
        why = f"Decision {decision.number} was {decision.settled} by {by}a later meeting."
    elif not decision.carried:
        why = f"Decision {decision.number} was lost: {decision.because}"
    else:
        why = (
            f"Decision {decision.number} does not bind: {decision.inquorate} "
            "A later meeting with a quorum can ratify it."
        )
    raise RuleBroken(why, rule=RATIFICATION)


def must_be_unsettled(what: str, before: Settled | None, now: Settled) -> None:
    """Refuse to settle what a later decision has settled; what was ratified may still end."""
    if before is not None and (before is now or not before.holds):
        raise OutOfOrder(f"{what} has been {before} already.", rule=RATIFICATION)


class TakenThen(NamedTuple):
    """Where a decision stands: of which body, and when it was taken.

    `decision` is none for one that was taken in writing, by a majority of all members; `at` is
    where others find it, `names` what it is about.  `in_place_of` are the bodies above in whose
    place it was taken: each may annul or replace it.
    """

    body: UUID
    taken: datetime
    decision: Decision | None = None
    at: DecidedAt | None = None
    names: Names = NOTHING
    in_place_of: frozenset[UUID] = frozenset()


def must_settle(later: TakenThen, earlier: TakenThen) -> None:
    """Refuse to settle a decision by one that says nothing, or is no later one of that body."""
    decision = later.decision
    if decision is not None and not decision.quorate:
        raise RuleBroken("Only a meeting that has a quorum ratifies or annuls.", rule=RATIFICATION)
    if decision is not None and decision.manner is Manner.NOTED:
        raise RuleBroken(
            f"Decision {decision.number} only notes something, so it ratifies or annuls nothing. "
            "Name the decision by which the meeting agreed to that.",
            rule=RATIFICATION,
        )
    if later.body != earlier.body and later.body not in earlier.in_place_of:
        raise RuleBroken(
            "Only the body that took a decision, or in whose place it was taken, ratifies or "
            "annuls it at a later meeting.",
            rule=RATIFICATION,
        )
    if later.taken <= earlier.taken:
        raise RuleBroken(
            "Only a later meeting ratifies or annuls what was decided.", rule=RATIFICATION
        )
    if later.names.decision != earlier.at:
        which = "What was decided in writing" if decision is None else f"Decision {decision.number}"
        raise RuleBroken(
            f"{which} does not name the decision that it would ratify, annul or replace. Enter the "
            "decision that does.",
            rule=RATIFICATION,
        )

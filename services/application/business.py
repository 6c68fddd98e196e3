"""What a meeting has before it: items taken or left, decisions, statements, ratification."""

from __future__ import annotations

from typing import Final, Literal
from uuid import UUID

from domain.bodies.body import Body
from domain.cycle.assembly import Votes
from domain.decisions.decided import DecidedAt
from domain.kernel.refusal import BadInput, NotFound, OutOfOrder
from domain.kernel.sane import Line
from domain.meetings.agenda import Fate, Item, Purpose
from domain.meetings.business import Leaving
from domain.meetings.deciding import TakenThen
from domain.meetings.decisions import Form, Later, Manner, NamedVote, Names, Put, Settled
from domain.meetings.meeting import Meeting
from domain.meetings.order import Statement
from domain.meetings.orders import RATIFICATION, RECORD_KEPT_BY
from domain.meetings.saying import AGREES, Deed, must_say
from services.application.case import Case
from services.application.coming_back import bring_back, remitted
from services.application.command import VERBS
from services.application.deciding import carrying_out, settled_by
from services.application.hall import hall
from services.application.meetings import OfMeeting
from services.application.undertaken import drop_with_decision
from services.store.scanned import Scan


class TakeItem(OfMeeting):
    """Bring an item before the meeting."""

    item: int


class LeaveItem(OfMeeting):
    """Leave an item without deciding it; `votes` if the meeting voted on that."""

    item: int
    reason: Line
    votes: Votes | None = None


class DeferItem(LeaveItem):
    """Put an item off to a later meeting."""


class ReferItemBack(LeaveItem):
    """Refer an item back to those who brought it."""


class PassToNextBusiness(LeaveItem):
    """Leave an item and go on to the next business."""


class RemitItem(LeaveItem):
    """Remit an item to another body, by its short name: its next ordinary meeting has it."""

    remitted_to: Line


class AdmitItem(OfMeeting):
    """Let in an item that came too late, by a vote of the meeting."""

    title: Line
    text: str = ""
    purpose: Purpose | None = None
    votes: Votes


class RecordDecision(OfMeeting):
    """Enter a decision on an item; without votes nobody objected.

    `names` is the body, the post and the person that it is about, if it names any: nothing is done
    by it to another.  It ratifies, annuls or replaces an earlier decision only if it names that.
    """

    item: int
    manner: Manner
    text: str
    form: Form | None = None
    votes: Votes | None = None
    named: tuple[NamedVote, ...] = ()
    names: Names = Names()


class GiveCastingVote(OfMeeting):
    """Decide a tied vote from the chair."""

    decision: int
    side: Literal["for", "against"]


class PublishStatement(OfMeeting):
    """Publish a statement that the meeting agreed."""

    decision: int
    title: Line
    text: str


class SettleDecision(OfMeeting):
    """What a later decision made of one: of which meeting, and its number there.

    A decision in writing names the written resolution, and the number 1.
    """

    decision: int
    by_meeting: UUID
    by_decision: int


class RatifyDecision(SettleDecision):
    """Enter that a later meeting ratified a decision that was taken without a quorum."""


class AnnulDecision(SettleDecision):
    """Enter that a later decision annulled one: nothing more is done by it."""


class ReplaceDecision(SettleDecision):
    """Enter that a later decision replaced one: nothing more is done by the earlier."""


@VERBS.handles(TakeItem)
def take_item(case: Case, command: TakeItem) -> None:
    it = hall(case, command.meeting)
    it.no_card_vote_open()
    it.meeting.take_item(it.recorded, command.item)


@VERBS.handles(DeferItem)
def defer_item(case: Case, command: DeferItem) -> None:
    _leave(case, command, Fate.DEFERRED)


@VERBS.handles(ReferItemBack)
def refer_item_back(case: Case, command: ReferItemBack) -> None:
    _leave(case, command, Fate.REFERRED_BACK)


@VERBS.handles(PassToNextBusiness)
def pass_to_next_business(case: Case, command: PassToNextBusiness) -> None:
    _leave(case, command, Fate.PASSED_OVER)


@VERBS.handles(RemitItem)
def remit_item(case: Case, command: RemitItem) -> None:
    to = _remitted_to(case, command)
    _leave(case, command, Fate.REMITTED, to.slug)
    it = hall(case, command.meeting)
    left = remitted(it.meeting, command.item, command.reason, case.now)
    bring_back(case, to, it.recorded, also=(left,))


def _remitted_to(case: Case, command: RemitItem) -> Body:
    """The body that gets it; raises `NotFound`."""
    body = case.body(command.remitted_to)
    if body is None:
        raise NotFound(
            f"There is no body with the short name '{command.remitted_to}'. Remit the item to a "
            "body; what somebody is to do is an action."
        )
    body.must_live()
    if body.id == hall(case, command.meeting).meeting.body:
        raise BadInput("This is its own body. Put the item off to a later meeting instead.")
    return body


def _leave(case: Case, command: LeaveItem, fate: Fate, to: str | None = None) -> None:
    it = hall(case, command.meeting)
    it.no_card_vote_open()
    leaving = Leaving(fate, command.reason, command.votes, to)
    it.meeting.leave_item(it.recorded, command.item, leaving, it.sat)


@VERBS.handles(AdmitItem)
def admit_item(case: Case, command: AdmitItem) -> None:
    it = hall(case, command.meeting)
    it.no_card_vote_open()
    told = {"title": command.title, "text": command.text, "purpose": command.purpose}
    item = Item.model_validate({"number": 0, "by": case.by.person, **told})
    it.meeting.admit_item(it.recorded, item, command.votes, it.sat)


@VERBS.handles(RecordDecision)
def record_decision(case: Case, command: RecordDecision) -> None:
    it = hall(case, command.meeting)
    it.no_card_vote_open()
    put = Put.model_validate(command.model_dump(exclude={"meeting"}))
    it.meeting.decide(it.recorded, put, it.sat)


@VERBS.handles(GiveCastingVote)
def give_casting_vote(case: Case, command: GiveCastingVote) -> None:
    it = hall(case, command.meeting)
    it.no_card_vote_open()
    it.meeting.give_casting_vote(
        it.act(RECORD_KEPT_BY),
        command.decision,
        case.by.person,
        in_favour=command.side == "for",
        sat=it.sat,
    )


@VERBS.handles(PublishStatement)
def publish_statement(case: Case, command: PublishStatement) -> None:
    it = hall(case, command.meeting)
    statement = Statement(decision=command.decision, title=command.title, text=command.text)
    deed = Deed(AGREES, "published as a statement")
    must_say(it.meeting.decision(command.decision), deed, it.orders.rule(RECORD_KEPT_BY))
    act = carrying_out(it, command.decision)
    if not _stands_in(statement.text, it.meeting, command.decision):
        act = act.noting("Its words stand neither in the decision nor in its item as recorded.")
    it.meeting.publish_statement(act, statement)


def _stands_in(text: str, meeting: Meeting, number: int) -> bool:
    """Whether words are those of a decision, or of the item that it is on, but for spaces."""
    decision = meeting.decision(number)
    words = " ".join(text.split())
    sources = (decision.text, meeting.agenda.item(decision.item).text)
    return any(words in " ".join(source.split()) for source in sources)


@VERBS.handles(RatifyDecision)
def ratify_decision(case: Case, command: RatifyDecision) -> None:
    _settle(case, command, Settled.RATIFIED)


@VERBS.handles(AnnulDecision)
def annul_decision(case: Case, command: AnnulDecision) -> None:
    _settle(case, command, Settled.ANNULLED)


@VERBS.handles(ReplaceDecision)
def replace_decision(case: Case, command: ReplaceDecision) -> None:
    _settle(case, command, Settled.REPLACED)


def _named(later: Later | None) -> DecidedAt | None:
    return None if later is None else DecidedAt(meeting=later.meeting, number=later.number)


_RATIFIED_BY: Final = Scan(
    (Meeting.DecisionSettled.TOPIC,),
    lambda act: _named(act.event.later),
    lambda act: DecidedAt(meeting=act.event.originator_id, number=act.event.number),
)
"""What each decision settled of others."""


def _must_ratify_nothing(case: Case, at: DecidedAt) -> None:
    """Refuse to take away a decision on which another stands that had no quorum of its own."""
    for earlier in case.told(_RATIFIED_BY, at):
        found = case.load(Meeting, earlier.meeting)
        one = found.decision(earlier.number)
        if one.settled is Settled.RATIFIED and _named(one.later) == at:
            raise OutOfOrder(
                f"It ratified decision {earlier.number} of the {found.title}, which would bind by "
                "nothing then. Annul or replace that one first.",
                rule=RATIFICATION,
            )


def _settle(case: Case, command: SettleDecision, settled: Settled) -> None:
    it = hall(case, command.meeting)
    at = DecidedAt(meeting=it.meeting.id, number=command.decision)
    decision = it.meeting.decision(command.decision)
    above = frozenset(one.body for one in it.meeting.for_parent if one.decision == decision.number)
    earlier = TakenThen(
        it.meeting.body, it.meeting.starts, decision, at, decision.names, in_place_of=above
    )
    if not settled.holds:
        _must_ratify_nothing(case, at)
    decided = DecidedAt(meeting=command.by_meeting, number=command.by_decision)
    act, by = settled_by(case, earlier, decided)
    it.meeting.settle(act, command.decision, settled, by, it.orders)
    recorded = it.meeting.pending_events[-1]
    assert isinstance(recorded, Meeting.DecisionSettled)
    drop_with_decision(case, at, settled, act.caused_by(recorded.event_id))

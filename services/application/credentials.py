"""Credentials for a meeting of delegates, and its votes by card and by roll call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.bodies.body import Body, body_id
from domain.bodies.counted import members_on
from domain.bodies.member import Member
from domain.cycle.assembly import Votes
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import BodyId, PersonId
from domain.kernel.refusal import BadInput, NotAllowed
from domain.kernel.sane import Line
from domain.meetings.cards import Cast, Channel
from domain.meetings.credentials import Credentials, credentials_id
from domain.meetings.decisions import Answer, Names
from domain.meetings.delegations import COUNTED_AT, PER_CARD, Delegate, Part, Proxy
from domain.meetings.motions import Motion
from domain.meetings.orders import CONVENED_BY, OWN_ENTRIES, RECORD_KEPT_BY
from services.application.accrediting import counted_on
from services.application.case import Case
from services.application.command import VERBS
from services.application.hall import Hall, hall
from services.application.meetings import OfMeeting


class OpenCredentials(OfMeeting):
    """Open the credentials of a meeting, where a rule has its body meet by delegates."""


class AdmitDelegation(OfMeeting):
    """Work out the places and cards of a group from its members on the day of counting.

    They are counted in the register; `members` gives their number where another register has it.
    """

    group: Line
    members: Annotated[int, Field(ge=1)] | None = None


class AdmitDelegate(OfMeeting):
    """Accredit somebody for a place of their delegation."""

    group: Line
    person: PersonId
    name: Line
    place: Annotated[int, Field(ge=1)]
    part: Part = Part.DELEGATE


class TakePlace(OfMeeting):
    """Let an alternate, the other half of a job share or a returning delegate speak for a place."""

    person: PersonId


class GiveProxy(OfMeeting):
    """Give another delegate, who is there, your proxy."""

    principal: PersonId
    holder: PersonId


class CallCardVote(OfMeeting):
    """Call a vote by card on an item of the agenda, or on a motion under it."""

    item: int
    motion: int | None = None
    question: Line


class CastCards(OfMeeting):
    """Enter how a delegation cast its cards."""

    number: int
    group: Line
    votes: Votes
    channel: Channel = Channel.IN_THE_HALL


class AnswerRollCall(OfMeeting):
    """Enter what a place answered when it was called; `voter` if a proxy answered for it."""

    number: int
    person: PersonId
    answer: Answer
    channel: Channel = Channel.IN_THE_HALL
    voter: PersonId | None = None


class CloseCardVote(OfMeeting):
    """Close a card vote and count it: that decides its motion, or its item.

    `names` is what the decision is about: an earlier one, if it settles that.
    """

    number: int
    names: Names = Names()


@VERBS.handles(OpenCredentials)
def open_credentials(case: Case, command: OpenCredentials) -> None:
    it = _hall_of_delegates(case, command)
    meeting: UUID = it.meeting.id
    if case.find(Credentials, credentials_id(meeting)) is None:
        act = it.act(CONVENED_BY).under(it.orders.must_be_by_delegates(it.body))
        case.add(Credentials.open(act, meeting, it.meeting.title, counted_on(it)))


@VERBS.handles(AdmitDelegation)
def admit_delegation(case: Case, command: AdmitDelegation) -> None:
    it, found = _credentials(case, command)
    group = case.load(Body, body_id(command.group))
    act = it.act(CONVENED_BY).under(COUNTED_AT)
    group.must_live()
    if not case.kind_of(group).recognised:
        raise NotAllowed(
            f"{group.name} is no group of members, so it sends no delegates.", rule=COUNTED_AT
        )
    members = command.members
    if members is None:
        members = members_on(_memberships(case), BodyId(group.id), found.counted_on)
    else:
        act = act.noting("The number of members was given by whoever entered it.")
    found.admit_delegation(act, group.slug, group.name, members, it.orders)


def _memberships(case: Case) -> Iterator[Recorded]:
    """Every act on a membership: who joined, then who moved, then who left."""
    for kind in (Member.Joined, Member.Moved, Member.Left):
        yield from case.recorded(kind)


@VERBS.handles(AdmitDelegate)
def admit_delegate(case: Case, command: AdmitDelegate) -> None:
    it, found = _credentials(case, command)
    delegate = Delegate(
        person=command.person,
        name=command.name,
        delegation=command.group,
        place=command.place,
        part=command.part,
    )
    _must_not_be_suspended(case, command.person)
    act = it.act(CONVENED_BY)
    if case.member(command.person) is None:
        act = act.noting("They stand in no register of members: who enters them answers for it.")
    found.admit_delegate(act, delegate)
    it.meeting.watch_quorum(act, it.sat)


@VERBS.handles(TakePlace)
def take_place(case: Case, command: TakePlace) -> None:
    it, found = _credentials(case, command)
    _must_not_be_suspended(case, command.person)
    act = it.act(OWN_ENTRIES, command.person)
    found.take_place(act, command.person)
    it.meeting.watch_quorum(act, it.sat)


@VERBS.handles(GiveProxy)
def give_proxy(case: Case, command: GiveProxy) -> None:
    it, found = _credentials(case, command)
    for one in (command.principal, command.holder):
        _must_not_be_suspended(case, one)
    proxy = Proxy(principal=command.principal, holder=command.holder)
    found.give_proxy(it.act(OWN_ENTRIES, command.principal), proxy, it.orders)


@VERBS.handles(CallCardVote)
def call_card_vote(case: Case, command: CallCardVote) -> None:
    it, found = _credentials(case, command)
    it.meeting.must_be_running()
    it.meeting.agenda.still_open(command.item, PER_CARD)
    if command.motion is not None:
        _must_be_under(it.meeting.motion(command.motion), command.item)
    found.must_be_counted()
    it.meeting.must_be_put_to_cards(command.item, command.motion, it.sat)
    act = it.act(RECORD_KEPT_BY)
    found.call_card_vote(act, command.question, command.item, command.motion)


def _must_be_under(motion: Motion, item: int) -> None:
    motion.must_be_open()
    if motion.item != item:
        raise BadInput(
            f"Motion {motion.number} was moved on item {motion.item}. Call the vote on that item.",
            rule=PER_CARD,
        )


@VERBS.handles(CastCards)
def cast_cards(case: Case, command: CastCards) -> None:
    it, found = _credentials(case, command)
    cast = Cast(delegation=command.group, votes=command.votes, channel=command.channel)
    barred = frozenset(one for one in found.floor.speaking if case.powerless(one) is not None)
    found.cast_cards(it.act(RECORD_KEPT_BY), command.number, cast, it.orders, barred)


@VERBS.handles(AnswerRollCall)
def answer_roll_call(case: Case, command: AnswerRollCall) -> None:
    it, found = _credentials(case, command)
    said = (command.answer, command.channel)
    voter = command.voter or command.person
    for one in (command.person, voter):
        _must_not_be_suspended(case, one)
    act = it.act(RECORD_KEPT_BY)
    found.answer_roll_call(act, command.number, command.person, voter, said)


@VERBS.handles(CloseCardVote)
def close_card_vote(case: Case, command: CloseCardVote) -> None:
    it, found = _credentials(case, command)
    act = it.act(RECORD_KEPT_BY)
    result = found.close_card_vote(act, command.number, it.orders)
    vote = found.vote(command.number)
    it.meeting.decide_by_cards(act, vote, result, it.sat, command.names)


def _must_not_be_suspended(case: Case, person: PersonId) -> None:
    barred = case.powerless(person)
    if barred is not None:
        raise NotAllowed(
            "Whoever is suspended speaks and votes for no place until that is over. An alternate "
            "can take the place.",
            rule=barred,
        )


def _credentials(case: Case, command: OfMeeting) -> tuple[Hall, Credentials]:
    it = _hall_of_delegates(case, command)
    return it, case.load(Credentials, credentials_id(it.meeting.id))


def _hall_of_delegates(case: Case, command: OfMeeting) -> Hall:
    """The meeting, if it is not over: nobody is accredited to one that is, or casts cards there."""
    it = hall(case, command.meeting)
    it.body.must_live()
    it.meeting.must_not_be_over()
    return it

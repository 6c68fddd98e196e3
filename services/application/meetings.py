"""Meetings called and prepared: notice, items, agenda, papers, apologies, moved or called off."""

from __future__ import annotations

from uuid import UUID

from pydantic import AwareDatetime

from domain.bodies.body import Body, body_id
from domain.kernel.act import Act
from domain.kernel.ids import BodyId, PersonId
from domain.kernel.refusal import BadInput
from domain.kernel.sane import Line
from domain.meetings.agenda import Item, Purpose
from domain.meetings.calendar import Duty
from domain.meetings.emergency import Agreement, Said, officers_of
from domain.meetings.meeting import Called, Meeting
from domain.meetings.orders import (
    CONVENED_BY,
    ITEMS_BY,
    OWN_ENTRIES,
    Orders,
)
from domain.powers import About
from domain.rules.governing import Governing
from services.application.accrediting import begin_credentials_anew
from services.application.case import Case
from services.application.coming_back import bring_back
from services.application.command import VERBS, Command
from services.application.hall import Hall, hall
from services.application.owing import carry_on, carry_up
from services.application.years import watch_quarters


class ConveneMeeting(Command):
    """Call a meeting of a body; an emergency meeting names it, and waits for the officers.

    `hours_filled_in`: only its day is on record, and its hours stand for that.
    """

    body: Line
    starts: AwareDatetime
    place: Line
    hours_filled_in: bool = False
    remote: bool = False
    is_emergency: bool = False
    emergency: Line | None = None


class OfMeeting(Command):
    """Something that is asked for in a meeting."""

    meeting: UUID


class AgreeToEmergency(OfMeeting):
    """Agree to an emergency meeting, or enter that an officer did: when, and by which route.

    `route` and `said_at` may be left out by whoever agrees for themselves.
    """

    person: PersonId
    route: Said | None = None
    said_at: AwareDatetime | None = None


class GiveNotice(OfMeeting):
    """Record that notice of a meeting went out to its body, with the call for items."""


class HandInItem(OfMeeting):
    """Hand in an item for the agenda of a meeting."""

    title: Line
    text: str = ""
    label: str = ""
    purpose: Purpose | None = None


class WithdrawItem(OfMeeting):
    """Take an item back."""

    item: int
    reason: Line


class DraftAgenda(OfMeeting):
    """Put the items of a meeting in the order in which they are to be taken."""

    order: tuple[int, ...]


class CirculatePapers(OfMeeting):
    """Record that the draft agenda of a meeting went out with these papers."""

    papers: tuple[Line, ...] = ()


class SendApologies(OfMeeting):
    """Enter apologies for a meeting: your own or, for the record, somebody else's."""

    person: PersonId
    note: str = ""


class MoveMeeting(OfMeeting):
    """Put a meeting to another moment or place, with the reason."""

    starts: AwareDatetime
    place: Line | None = None
    reason: Line


class CancelMeeting(OfMeeting):
    """Call a meeting off, with the reason."""

    reason: Line


class MissDeadline(OfMeeting):
    """Record that something due before a meeting had not been done."""

    duty: Duty


class RemindMembers(OfMeeting):
    """Record that the body is reminded of a meeting."""


class LeaveUnopened(OfMeeting):
    """Record that nobody has opened a meeting, moved it or called it off in time."""


class LeaveUnclosed(OfMeeting):
    """Record that nobody has closed a meeting in time."""


class CloseItems(OfMeeting):
    """Record that the list of items for a meeting is closed."""


@VERBS.handles(ConveneMeeting)
def convene_meeting(case: Case, command: ConveneMeeting) -> None:
    body = case.load(Body, body_id(command.body))
    body.must_live()
    rules = Governing(opening=case.edition, current=case.edition)
    orders = Orders.of(body, rules, case.parent_of(body))
    act = case.act_by_power(CONVENED_BY, about=About(body=body.slug))
    called = Called.model_validate(command.model_dump(exclude={"body"}))
    meeting = case.id_for("meeting")
    begun = case.add(Meeting.convene(meeting, act, BodyId(body.id), body.name, called, orders))
    watch_quarters(case, body, orders, act)
    begun.put_emergency(act)
    carry_up(case, begun, body, act)
    bring_back(case, body, act, begun)


@VERBS.handles(AgreeToEmergency)
def agree_to_emergency(case: Case, command: AgreeToEmergency) -> None:
    it = hall(case, command.meeting)
    officers = officers_of(it.orders, case)
    agreement = Agreement(
        person=command.person,
        name=officers.get(command.person, "Somebody"),
        route=_route(case, command),
        said_at=command.said_at or case.now,
    )
    act = it.act(OWN_ENTRIES, command.person)
    it.meeting.agree_to_emergency(act, agreement, officers, it.orders)


def _route(case: Case, command: AgreeToEmergency) -> Said:
    """Nobody says by themselves what another enters for them."""
    if case.by.person == command.person:
        return command.route or Said.HERE
    if command.route in (None, Said.HERE):
        raise BadInput("Say by which route the officer told you so.", rule=OWN_ENTRIES)
    return command.route


@VERBS.handles(GiveNotice)
def give_notice(case: Case, command: GiveNotice) -> None:
    it = hall(case, command.meeting)
    to = tuple(seat.person for seat in it.body.seats)
    it.meeting.give_notice(it.act(CONVENED_BY), to, it.orders)


@VERBS.handles(HandInItem)
def hand_in_item(case: Case, command: HandInItem) -> None:
    it = hall(case, command.meeting)
    item = Item(
        number=0,
        title=command.title,
        label=command.label,
        text=command.text,
        by=case.by.person,
        purpose=command.purpose,
    )
    act = it.act(ITEMS_BY)
    it.meeting.must_take_items(it.orders)
    it.meeting.hand_in_item(act, item)


@VERBS.handles(WithdrawItem)
def withdraw_item(case: Case, command: WithdrawItem) -> None:
    it = hall(case, command.meeting)
    it.no_card_vote_open()
    it.meeting.withdraw_item(_taking_back(it, command.item), command.item, command.reason)


def _taking_back(it: Hall, number: int) -> Act:
    """The act of whoever brought an item, or before the meeting of whoever sets its agenda."""
    brought = it.meeting.agenda.item(number).by == it.case.by.person
    return it.act(ITEMS_BY if brought or it.meeting.opened else CONVENED_BY)


@VERBS.handles(DraftAgenda)
def draft_agenda(case: Case, command: DraftAgenda) -> None:
    it = hall(case, command.meeting)
    it.meeting.draft_agenda(it.act(CONVENED_BY), command.order)


@VERBS.handles(CirculatePapers)
def circulate_papers(case: Case, command: CirculatePapers) -> None:
    it = hall(case, command.meeting)
    it.meeting.circulate_papers(it.act(CONVENED_BY), command.papers, it.orders)


@VERBS.handles(SendApologies)
def send_apologies(case: Case, command: SendApologies) -> None:
    it = hall(case, command.meeting)
    it.must_be_shown(command.person)
    act = it.act(OWN_ENTRIES, command.person)
    it.meeting.send_apologies(act, command.person, it.name_of(command.person), command.note)


@VERBS.handles(MoveMeeting)
def move_meeting(case: Case, command: MoveMeeting) -> None:
    it = hall(case, command.meeting)
    act = it.act(CONVENED_BY)
    it.meeting.move(act, command.starts, command.place, command.reason, it.orders)
    begin_credentials_anew(it, act)


@VERBS.handles(CancelMeeting)
def cancel_meeting(case: Case, command: CancelMeeting) -> None:
    it = hall(case, command.meeting)
    act = it.act(CONVENED_BY)
    it.meeting.cancel(act, command.reason)
    carry_on(case, it.body, act)
    bring_back(case, it.body, act)


@VERBS.handles(MissDeadline)
def miss_deadline(case: Case, command: MissDeadline) -> None:
    it, act = hall(case, command.meeting), _by_itself(case)
    it.meeting.miss(act, command.duty, it.orders)


@VERBS.handles(RemindMembers)
def remind_members(case: Case, command: RemindMembers) -> None:
    it = hall(case, command.meeting)
    it.meeting.remind(_by_itself(case), it.orders)


@VERBS.handles(LeaveUnopened)
def leave_unopened(case: Case, command: LeaveUnopened) -> None:
    it, act = hall(case, command.meeting), _by_itself(case)
    it.meeting.stay_unopened(act, it.orders)
    carry_on(case, it.body, act)
    bring_back(case, it.body, act)


@VERBS.handles(LeaveUnclosed)
def leave_unclosed(case: Case, command: LeaveUnclosed) -> None:
    it = hall(case, command.meeting)
    it.meeting.stay_unclosed(_by_itself(case), it.orders)


@VERBS.handles(CloseItems)
def close_items(case: Case, command: CloseItems) -> None:
    hall(case, command.meeting).meeting.close_items(_by_itself(case))


def _by_itself(case: Case) -> Act:
    return case.act_by_service()

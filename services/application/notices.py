"""Notices and their service, and how people are reached: asked for, reported, completed.

What the service reports of its own mail comes through the same desk, as acts of the service.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from domain.ballots.ballot import Ballot
from domain.ballots.terms import NOTICE as BALLOT_NOTICE
from domain.bodies.body import Body, body_id
from domain.bodies.meetings import NOTICE
from domain.bodies.scopes import nearest, scopes_of
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.moments import on_or_at
from domain.kernel.refusal import BadInput, NotFound, OutOfOrder
from domain.kernel.sane import Line
from domain.meetings.meeting import Meeting
from domain.notices.contact import (
    GIVEN_BY,
    Channel,
    Contact,
    Format,
    Reached,
    contact_id,
)
from domain.notices.notice import (
    RECORD_KEPT_BY,
    SERVED_BY,
    TO_ALL_BY,
    Matter,
    Notice,
    Occasion,
    Whom,
    Why,
)
from domain.notices.service import Addressees, Batch, terms_of
from domain.powers import About
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.hall import hall

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20)]


class SetContact(Command):
    """Say how a person is reached; the address was put into the address book under `entry`."""

    person: PersonId
    channel: Channel
    entry: UUID
    language: Language = "en"
    format: Format = Format.STANDARD


class WithdrawContact(Command):
    """Say that a person is not to be reached through a channel any more."""

    person: PersonId
    channel: Channel


class ServeNotice(Command):
    """Serve a notice on those who sit in a body, on all members, or on listed people.

    `happens_at` is when the thing happens that it gives notice of; the rules on how long before
    are judged by it.  Of a meeting or a ballot that is named (`about`) it is known, and need not be
    given; without one it is what whoever serves it says, and the notice is marked so.
    """

    body: Line
    occasion: Occasion = Occasion.GENERAL
    about: UUID | None = None
    happens_at: AwareDatetime | None = None
    subject: Line
    text: str
    to: Whom = Whom.BODY
    people: tuple[PersonId, ...] = ()


class RecordPost(Command):
    """Record that so many letters of a notice were handed to the post on a day."""

    notice: UUID
    letters: Annotated[int, Field(ge=1)]
    posted_on: date
    people: tuple[PersonId, ...] = ()


class RecordBounce(Command):
    """Record that a notice did not reach somebody: it came back."""

    notice: UUID
    person: PersonId
    channel: Channel
    reason: Line


class RecordOmission(Command):
    """Record that somebody who was entitled to a notice did not get it."""

    notice: UUID
    person: PersonId
    accidental: bool
    reason: Line


class AddressNotice(Command):
    """Record whom a notice is for, once the list is written."""

    notice: UUID
    addressees: Addressees


class RecordService(Command):
    """Record that a batch of a notice went out by mail."""

    notice: UUID
    batch: Batch


class RecordRefusals(Command):
    """Record that the mail server refused a notice for these people, or gave it back."""

    notice: UUID
    people: tuple[PersonId, ...]
    served: bool
    reason: Line


class CompleteNotice(Command):
    """Record that the service of a notice is over."""

    notice: UUID


@VERBS.handles(SetContact)
def set_contact(case: Case, command: SetContact) -> None:
    act = _by_whom_it_is(case, command.person)
    reached = Reached(
        channel=command.channel,
        entry=command.entry,
        language=command.language,
        format=command.format,
    )
    contact = case.find(Contact, contact_id(command.person))
    if contact is None:
        case.add(Contact.give(act, command.person, reached))
    else:
        contact.replace(act, reached)


@VERBS.handles(WithdrawContact)
def withdraw_contact(case: Case, command: WithdrawContact) -> None:
    act = _by_whom_it_is(case, command.person)
    contact = case.find(Contact, contact_id(command.person))
    if contact is None:
        raise NotFound("No address of theirs was ever given, so none can be taken away.")
    contact.withdraw(act, command.channel)


@VERBS.handles(ServeNotice)
def serve_notice(case: Case, command: ServeNotice) -> None:
    body = case.load(Body, body_id(command.body))
    act = case.act_by_power(SERVED_BY, about=About(body=body.slug))
    if command.to is Whom.ALL_MEMBERS:
        act = act.under(*case.act_by_power(TO_ALL_BY, about=About(body=body.slug)).rules)
    if command.people and command.to is not Whom.LISTED:
        raise BadInput("People are listed only where the notice goes to listed people.")
    matter = Matter(
        body=body.id,
        occasion=command.occasion,
        about=command.about or body.id,
        subject=command.subject,
        text=command.text,
        to=command.to,
        people=command.people,
    )
    happens_at, claimed = _moment_of(case, command)
    if happens_at is not None and claimed:
        act = act.noting("When it happens is as whoever serves it says: nothing here is named.")
    terms = terms_of(case.edition, happens_at, _period(case, command, body))
    case.add(Notice.call(case.id_for("notice"), act, matter, terms, case.edition))


def _moment_of(case: Case, command: ServeNotice) -> tuple[datetime | None, bool]:
    """When the thing happens that notice is given of, and whether only whoever serves it says so.

    Raises `BadInput` where another moment is said than the thing has.
    """
    thing = None if command.about is None else case.find(Aggregate, command.about)
    if isinstance(thing, Meeting):
        _must_be_theirs(thing, command)
        known, what = thing.starts, "The meeting starts"
    elif isinstance(thing, Ballot):
        known, what = thing.hours.opens, "Voting opens"
    else:
        return command.happens_at, True
    if command.happens_at not in (None, known):
        raise BadInput(
            f"{what} {on_or_at(known)}, and notice of it is judged by that. Leave the moment out.",
            rule=SERVED_BY,
        )
    return known, False


@VERBS.handles(RecordPost)
def record_post(case: Case, command: RecordPost) -> None:
    act = case.act_by_power(RECORD_KEPT_BY)
    notice = case.load(Notice, command.notice)
    notice.post(act, command.letters, command.posted_on, command.people)


@VERBS.handles(RecordBounce)
def record_bounce(case: Case, command: RecordBounce) -> None:
    act = case.act_by_power(RECORD_KEPT_BY)
    why = Why(served=True, reason=command.reason)
    case.load(Notice, command.notice).bounce(act, command.channel, (command.person,), why)


@VERBS.handles(RecordOmission)
def record_omission(case: Case, command: RecordOmission) -> None:
    act = case.act_by_power(RECORD_KEPT_BY)
    case.load(Notice, command.notice).omit(
        act, command.person, command.reason, case.edition, accidental=command.accidental
    )


@VERBS.handles(AddressNotice)
def address_notice(case: Case, command: AddressNotice) -> None:
    case.load(Notice, command.notice).address(case.act_by_service(), command.addressees)


@VERBS.handles(RecordService)
def record_service(case: Case, command: RecordService) -> None:
    case.load(Notice, command.notice).serve(case.act_by_service(), command.batch)


@VERBS.handles(RecordRefusals)
def record_refusals(case: Case, command: RecordRefusals) -> None:
    act = case.act_by_service().under(RECORD_KEPT_BY)
    why = Why(served=command.served, reason=command.reason)
    case.load(Notice, command.notice).bounce(act, Channel.EMAIL, command.people, why)


@VERBS.handles(CompleteNotice)
def complete_notice(case: Case, command: CompleteNotice) -> None:
    found, act = case.load(Notice, command.notice), case.act_by_service()
    found.complete(act, case.edition)
    if found.reached_all:
        _keep_the_duty(case, found, act)


def _keep_the_duty(case: Case, notice: Notice, act: Act) -> None:
    """Enter that a meeting's notice is given: it was served on everybody who sits in the body."""
    matter = notice.matter
    if matter.occasion is not Occasion.MEETING or matter.to is not Whom.BODY:
        return
    it = hall(case, matter.about)
    waits = it.meeting.is_emergency and not it.meeting.confirmed
    if it.meeting.is_ahead and not (it.meeting.notified or waits or it.orders.unseen):
        it.meeting.give_notice(act.under(SERVED_BY), (), it.orders)


def _by_whom_it_is(case: Case, person: PersonId) -> Act:
    """The act of the person themselves, or of whoever else may say how they are reached."""
    return case.act_by_power(GIVEN_BY, about=About(person=person))


def _must_be_theirs(meeting: Meeting, command: ServeNotice) -> None:
    """Refuse notice of another body's meeting, or of one that is not to come."""
    if meeting.body != body_id(command.body):
        raise BadInput(
            f"This is a meeting of {meeting.body_name}, which gives notice of it itself.",
            rule=SERVED_BY,
        )
    if not meeting.is_ahead:
        raise OutOfOrder(
            f"The meeting of {on_or_at(meeting.starts)} is not to come, so nobody needs notice.",
            rule=SERVED_BY,
        )


def _period(case: Case, command: ServeNotice, body: Body) -> RuleId | None:
    """The rule on how long before such a thing notice is given; none for an emergency."""
    occasion = command.occasion
    if occasion is Occasion.MEETING:
        thing = None if command.about is None else case.find(Aggregate, command.about)
        if isinstance(thing, Meeting) and thing.is_emergency:
            return None
        found = nearest(case.edition, scopes_of(case.edition, body, case.parent_of(body)), NOTICE)
        return None if found is None else found.id
    return BALLOT_NOTICE if occasion is Occasion.BALLOT else None

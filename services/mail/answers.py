"""Letters that ask somebody for an answer in time: silence has consequences, so they are told.

That is what is decided in writing, a place that is offered, which groups somebody wishes for, and
whether there is an emergency to meet about.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from domain.bodies.body import Body
from domain.bodies.cooption import CoOption, State
from domain.formation.formation import Formation
from domain.kernel.ids import CommandId
from domain.kernel.moments import in_words
from domain.meetings.emergency import officers_of
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution
from services.application.asker import THE_SERVICE
from services.application.case import Case
from services.application.unseen import sealed_by
from services.application.years import orders_now
from services.mail.circulars import CAUCUS, Addressed, Circular
from services.store.port import Store

WITHIN: Final = timedelta(days=14)
"""How long a letter that asks for an answer at no moment is of use."""


def _put(store: Store, act: Resolution.Put) -> Circular | None:
    found, put = store.load(Resolution, act.originator_id), act.put
    if found.result is not None or found.lapsed or found.left:
        return None
    urgent = "" if put.urgent is None else f"{put.urgent.in_words}\n\n"
    words = (
        f"{put.body_name} decides this in writing:\n\n{put.text}\n\n{urgent}"
        f"Reply until {in_words(put.closes)} (rule {act.act.rules[-1]}). It is carried by the "
        "votes of all members, so whoever does not reply is not for it. You can ask for a meeting "
        f"instead.\n\nYou get this because you have a vote in {put.body_name}."
    )
    to = Addressed(people=put.to)
    page = f"/resolutions/{found.id}"
    return Circular("resolution", found.id, f"Reply: {put.title}", words, page, put.closes, to)


def _offered(store: Store, act: CoOption.Agreed) -> Circular | None:
    found, offer = store.load(CoOption, act.originator_id), act.offer
    if found.state is not State.OFFERED:
        return None
    answer = "Say whether you accept it."
    if offer.answer_by is not None:
        answer = (
            f"Say whether you accept it until {in_words(offer.answer_by)} (rule "
            f"{offer.answer_rule}); after that the offer lapses."
        )
    vote = "with a vote" if found.asked.voting else "without a vote"
    words = (
        f"{found.body_name} offers you a place, {vote}: {found.asked.reasons}\n\n{answer}\n\n"
        "You get this because the place is offered to you."
    )
    subject = f"A place in {found.body_name} is offered to you"
    until = offer.answer_by or act.act.occurred_at + WITHIN
    to = Addressed(people=(found.asked.person,))
    return Circular("cooption", found.id, subject, words, f"/cooptions/{found.id}", until, to)


def _wished_for(store: Store, act: Formation.Opened) -> Circular | None:
    found = store.load(Formation, act.originator_id)
    if found.is_over or found.closed:
        return None
    groups = "\n".join(f"- {one.name}" for one in act.groups)
    words = (
        f"{act.parent_name} forms groups of its members:\n{groups}\n\nSay which of them you wish "
        f"for until {in_words(act.plan.closes)} (rule {act.plan.rule}).\n\nYou get this because "
        f"you sit in {act.parent_name}."
    )
    subject = f"Which groups of {act.parent_name} do you wish for?"
    to = Addressed(body=act.parent)
    page = f"/formations/{found.id}"
    return Circular("formation", found.id, subject, words, page, act.plan.closes, to)


def _in_an_emergency(store: Store, act: Meeting.Convened) -> Circular | None:
    """Whoever may agree to an emergency meeting is asked to."""
    meeting = store.load(Meeting, act.originator_id)
    if not meeting.is_emergency or meeting.confirmed or not meeting.is_ahead:
        return None
    case = Case(store, THE_SERVICE, CommandId(meeting.id), {})
    body = case.load(Body, meeting.body)
    kind = "meeting" if sealed_by(case, body) is None else CAUCUS
    words = (
        f"An emergency meeting of {meeting.body_name} is called for {in_words(meeting.starts)}: "
        f"{meeting.emergency or 'the emergency is not named'}\n\nIt is held only if enough of the "
        "officers agree to it. Say whether you do.\n\nYou get this because the rules ask for your "
        "agreement."
    )
    to = Addressed(people=tuple(officers_of(orders_now(case, body), case)))
    page, until = f"/meetings/{meeting.id}", meeting.starts
    subject = f"Do you agree? Emergency meeting of {meeting.body_name}"
    return Circular(kind, meeting.id, subject, words, page, until, to)


ANSWERS: Final[dict[str, Callable[[Store, Any], Circular | None]]] = {
    Resolution.Put.TOPIC: _put,
    CoOption.Agreed.TOPIC: _offered,
    Formation.Opened.TOPIC: _wished_for,
    Meeting.Convened.TOPIC: _in_an_emergency,
}
"""The letter on each act that asks for an answer."""

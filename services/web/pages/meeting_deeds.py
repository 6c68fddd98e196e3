"""Answers what you may do at a meeting now: by how far it is, and by who you are.

Whether you have a power is tried once for each rule, not for each button: a meeting has forty, and
its page is looked at by everybody who is there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple
from uuid import UUID

from domain.kernel.ids import RuleId
from domain.kernel.refusal import NotAllowed, Refusal
from domain.meetings.credentials import Credentials, credentials_id
from domain.meetings.meeting import Meeting
from domain.meetings.orders import CONVENED_BY, ITEMS_BY, OWN_ENTRIES, RECORD_KEPT_BY
from services.application.hall import Hall, hall
from services.application.mandating import MandateDelegates
from services.application.meetings import GiveNotice, OfMeeting
from services.application.sittings import CloseMeeting, OpenMeeting
from services.web.acting import NOBODY, body_of
from services.web.look.parts import May, Weight
from services.web.trying import Attempt, Deeds, objection
from services.web.visit import Visit

First = Callable[[Meeting], int | None]
TRYING: Final = "to see whether this can be done"


class Offer(NamedTuple):
    """A verb with its label, the rule that says who, and what its address adds.

    `tries` is the command itself where its form asks nothing, so that it would be done at once.
    """

    verb: str
    label: str
    rule: RuleId
    first: bool = False
    motion: First | None = None
    adds: str = ""
    tries: type[OfMeeting] | None = None


class Part(NamedTuple):
    """Offers that belong together, and when they are made."""

    heading: str
    when: Callable[[Meeting], bool]
    offers: tuple[Offer, ...]


class Group(NamedTuple):
    """What you may do under one heading."""

    heading: str
    may: tuple[May, ...]


def _ahead(it: Meeting) -> bool:
    return not (it.opened or it.cancelled)


def _open_motion(it: Meeting) -> int | None:
    return next((one.number for one in it.motions if not one.decided), None)


def _amended_motion(it: Meeting) -> int | None:
    found = (one.number for one in it.motions if not one.decided and one.open)
    return next(found, None)


def _whole_motion(it: Meeting) -> int | None:
    found = (o.number for o in it.motions if not (o.decided or o.open or o.waiting))
    return next(found, None)


UNSEEN: Final = Offer("count_unseen", "Count those who are not shown", RECORD_KEPT_BY)
NOTICE: Final = Offer("give_notice", "Give notice", CONVENED_BY, tries=GiveNotice)
BEFORE: Final = (
    Offer("draft_agenda", "Put the items in their order", CONVENED_BY),
    Offer("circulate_papers", "Send agenda and papers round", CONVENED_BY),
    Offer("move_meeting", "Move the meeting", CONVENED_BY),
    Offer("cancel_meeting", "Call it off", CONVENED_BY),
)
PARTS: Final = (
    Part(
        "The emergency",
        lambda it: _ahead(it) and it.is_emergency,
        (Offer("agree_to_emergency", "Agree to the emergency", OWN_ENTRIES),),
    ),
    Part("Before it", lambda it: _ahead(it) and it.is_emergency, (NOTICE, *BEFORE)),
    Part(
        "Before it",
        lambda it: _ahead(it) and not it.is_emergency,
        (NOTICE, Offer("hand_in_item", "Hand in an item", ITEMS_BY), *BEFORE),
    ),
    Part(
        "People",
        lambda it: not (it.closed or it.cancelled),
        (
            Offer("record_arrival", "Enter who comes", RECORD_KEPT_BY),
            Offer("record_departure", "Enter who leaves", RECORD_KEPT_BY),
            UNSEEN,
            Offer("send_apologies", "Send apologies", OWN_ENTRIES),
            Offer("declare_interest", "Declare an interest", OWN_ENTRIES),
            Offer("withdraw_item", "Take an item back", ITEMS_BY),
        ),
    ),
    Part(
        "The meeting",
        _ahead,
        (Offer("open_meeting", "Open the meeting", RECORD_KEPT_BY, tries=OpenMeeting),),
    ),
    Part(
        "Items and decisions",
        lambda it: it.running,
        (
            Offer("take_item", "Take an item", RECORD_KEPT_BY),
            Offer("record_decision", "Enter a decision", RECORD_KEPT_BY, first=True),
            Offer("defer_item", "Defer an item", RECORD_KEPT_BY),
            Offer("refer_item_back", "Refer an item back", RECORD_KEPT_BY),
            Offer("pass_to_next_business", "Next business", RECORD_KEPT_BY),
            Offer("remit_item", "Remit an item", RECORD_KEPT_BY),
            Offer("admit_item", "Let in a late item", RECORD_KEPT_BY),
        ),
    ),
    Part(
        "Motions",
        lambda it: it.running,
        (
            Offer("move_motion", "Move a motion", ITEMS_BY),
            Offer("move_emergency_motion", "Emergency motion", RECORD_KEPT_BY),
            Offer("amend_motion", "Move an amendment", ITEMS_BY, motion=_open_motion),
            Offer(
                "vote_on_amendments",
                "Vote on amendments",
                RECORD_KEPT_BY,
                motion=_amended_motion,
            ),
            Offer("vote_in_parts", "Vote in parts", RECORD_KEPT_BY, motion=_whole_motion),
            Offer("put_motion", "Vote on a motion", RECORD_KEPT_BY, motion=_whole_motion),
            Offer("give_casting_vote", "Casting vote", RECORD_KEPT_BY),
        ),
    ),
    Part(
        "The chair",
        lambda it: it.running,
        (
            Offer("take_chair", "Choose who is in the chair", RECORD_KEPT_BY),
            Offer("raise_point_of_order", "Point of order", RECORD_KEPT_BY),
            Offer("challenge_chair", "Challenge the chair", RECORD_KEPT_BY),
            Offer("settle_challenge", "Vote on the challenge", RECORD_KEPT_BY),
            Offer("fix_next_date", "Fix the next date", RECORD_KEPT_BY),
            Offer("close_meeting", "End the meeting", RECORD_KEPT_BY, tries=CloseMeeting),
        ),
    ),
    Part(
        "Its decisions",
        lambda it: bool(it.decisions),
        (
            Offer("take_urgent_decision", "Record a decision as urgent", RECORD_KEPT_BY),
            Offer("settle_conflict", "Record a conflict as settled", RECORD_KEPT_BY),
            Offer("publish_statement", "Publish a statement", RECORD_KEPT_BY),
            Offer("ratify_decision", "Ratify a decision", RECORD_KEPT_BY),
            Offer("annul_decision", "Annul a decision", RECORD_KEPT_BY),
            Offer("replace_decision", "Enter what replaced a decision", RECORD_KEPT_BY),
        ),
    ),
)


class AtMeeting:
    """What a visitor may do at one meeting."""

    def __init__(self, visit: Visit, deeds: Deeds, meeting: UUID) -> None:
        self._visit = visit
        self._deeds = deeds
        self._at = f"meeting={meeting}"
        self._hall: Hall | None = None
        self._why: dict[RuleId, Refusal | None] = {}
        if not visit.past:
            self._hall = self._entered(meeting)

    def _entered(self, meeting: UUID) -> Hall | None:
        if self._visit.acting is None:
            why = NotAllowed(NOBODY)
            self._deeds.refuse("Take part in the meeting's record", why, "open_meeting")
            return None
        return hall(Attempt(self._visit, self._visit.acting.asker), meeting)

    @property
    def keeps_the_record(self) -> bool:
        """Whether the visitor keeps the record of this meeting."""
        return self._hall is not None and self._objection(RECORD_KEPT_BY) is None

    @property
    def _has_unseen(self) -> bool:
        """Whether it is told to nobody who belongs to the body."""
        return self._hall is not None and self._hall.orders.unseen is not None

    def groups(self) -> tuple[Group, ...]:
        """What may be done now, under headings; what may not is told beside it."""
        if self._hall is None:
            return ()
        it = self._hall.meeting
        found = [
            Group(part.heading, tuple(self._offered(part.offers, it)))
            for part in PARTS
            if part.when(it)
        ]
        delegates = Group("Delegates and cards", tuple(self._offered(self._of_delegates(), it)))
        return tuple(group for group in (*found, delegates) if group.may)

    def offer_mandate(self) -> None:
        """Offer whoever speaks for a body to mandate its delegates, while they can be."""
        acting, entered = self._visit.acting, self._hall
        if acting is None or entered is None or not entered.orders.by_delegates:
            return
        group = body_of(self._visit.log, acting.body)
        items = entered.meeting.agenda.open
        over = entered.meeting.opened or entered.meeting.cancelled
        if group is None or over or not items or group.id == entered.body.id:
            return
        told = {"meeting": entered.meeting.id, "group": group.slug, "item": items[0].number}
        command = MandateDelegates.model_validate({**told, "words": TRYING})
        href = f"/do/mandate_delegates?{self._at}&group={group.slug}"
        self._deeds.offer(f"Mandate the delegates of {group.name}", href, command)

    def _of_delegates(self) -> tuple[Offer, ...]:
        assert self._hall is not None
        if self._hall.meeting.closed or self._hall.meeting.cancelled:
            return ()
        stream = credentials_id(self._hall.meeting.id)
        found = self._visit.log.find(Credentials, stream)
        if found is None:
            opens = Offer("open_credentials", "Open credentials", CONVENED_BY)
            return (opens,) if self._hall.orders.by_delegates else ()
        return _at_credentials(found)

    def _offered(self, offers: tuple[Offer, ...], it: Meeting) -> list[May]:
        may: list[May] = []
        for offer in offers:
            number = offer.motion(it) if offer.motion else 0
            if number is None or (offer is UNSEEN and not self._has_unseen):
                continue
            why = self._objection(offer.rule)
            if why is None and offer.tries is not None:
                why = objection(self._visit, offer.tries(meeting=it.id))
            if why is None:
                more = f"&motion={number}" if number else offer.adds
                weight = Weight.FIRST if offer.first else Weight.OTHER
                may.append(May(offer.label, f"/do/{offer.verb}?{self._at}{more}", weight))
            else:
                self._deeds.refuse(offer.label, why, offer.verb)
        return may

    def _objection(self, rule: RuleId) -> Refusal | None:
        assert self._hall is not None
        if rule not in self._why:
            person = None
            if rule == OWN_ENTRIES and self._visit.acting is not None:
                person = self._visit.acting.person
            try:
                self._hall.act(rule, person)
                self._why[rule] = None
            except Refusal as refusal:
                self._why[rule] = refusal
        return self._why[rule]


def _at_credentials(found: Credentials) -> tuple[Offer, ...]:
    open_vote = next((vote.number for vote in found.votes if vote.result is None), None)
    offers = [
        Offer("admit_delegation", "Enter a delegation", CONVENED_BY),
        Offer("admit_delegate", "Enter a delegate", CONVENED_BY),
        Offer("take_place", "Let somebody speak for a place", OWN_ENTRIES),
        Offer("give_proxy", "Give a proxy", OWN_ENTRIES),
    ]
    if open_vote is None:
        return (*offers, Offer("call_card_vote", "Call a card vote", RECORD_KEPT_BY))
    adds = f"&number={open_vote}"
    return (
        *offers,
        Offer("cast_cards", "Enter a delegation's cards", RECORD_KEPT_BY, adds=adds),
        Offer("answer_roll_call", "Enter an answer to the roll", RECORD_KEPT_BY, adds=adds),
        Offer("close_card_vote", "Close the card vote", RECORD_KEPT_BY, adds=adds),
    )

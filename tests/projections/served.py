"""A notice in the record: called, listed, sent, come back, posted, somebody left out, over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from domain.notices.contact import Channel
from domain.notices.notice import Whom
from domain.notices.service import Addressees, Batch
from services.application.notices import (
    AddressNotice,
    CompleteNotice,
    RecordOmission,
    RecordPost,
    RecordRefusals,
    RecordService,
    ServeNotice,
    SetContact,
    WithdrawContact,
)
from tests.support.hands import Hands, member

STAFF, ADA = member(0), member(5)


def play(hands: Hands, later: Callable[[], None]) -> UUID:
    """All of it, a little later each time."""
    for number, channel in enumerate((Channel.EMAIL, Channel.POST, Channel.EMAIL), start=1):
        hands.ask(SetContact(person=ADA, channel=channel, entry=UUID(int=number)), ADA)
        later()
    hands.ask(WithdrawContact(person=ADA, channel=Channel.POST), STAFF)
    called = ServeNotice(
        body="leeds",
        happens_at=hands.store.now() + timedelta(days=30),
        subject="The year's dates",
        text="They are fixed.",
        to=Whom.LISTED,
        people=(ADA, member(6), member(7)),
    )
    notice = hands.began(hands.ask(called, STAFF))
    later()
    to = Addressees(count=3, root="0" * 64, by_email=2, by_post=1, nowhere=0)
    hands.by_service(AddressNotice(notice=notice, addressees=to))
    later()
    now = hands.store.now()
    batch = Batch(channel=Channel.EMAIL, count=1, late=0, first=now, last=now, root="0" * 64)
    hands.by_service(RecordService(notice=notice, batch=batch))
    refused = RecordRefusals(notice=notice, people=(member(6),), served=False, reason="unknown")
    hands.by_service(refused)
    later()
    hands.ask(RecordPost(notice=notice, letters=2, posted_on=now.date()), STAFF)
    left_out = RecordOmission(notice=notice, person=member(8), accidental=True, reason="overlooked")
    hands.ask(left_out, STAFF)
    later()
    hands.by_service(CompleteNotice(notice=notice))
    return notice

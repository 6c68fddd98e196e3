"""Somebody who asks to be endorsed as leader, alone, for the real engine."""

from __future__ import annotations

from uuid import UUID

from services.application.endorsements import AskEndorsement, CallEndorsement
from tests.engine.small import Small
from tests.support.hands import member

ANA = member(2)


def asked_to_be_endorsed(small: Small) -> UUID:
    """The endorsement; members answer yes or no once the time to ask is over."""
    called = CallEndorsement(office="Leader", election="the party's election")
    endorsement = small.hands.began(small.ask(called, member(0)))
    asked = AskEndorsement(
        endorsement=endorsement, name="Ana", statement="For us.", declaration="I meet members."
    )
    small.ask(asked, ANA)
    return endorsement

"""A policy primary for pages: three motions, of which one is turned down, and a composite."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from domain.elections.lot import LotSource
from domain.primary.primary import Primary
from services.application.primaries import (
    AnnouncePrimaryLot,
    AppealForMotion,
    BackPrimaryMotion,
    CheckPrimaryMotion,
    ComposePrimaryMotions,
    LaunchPrimary,
    PutPrimaryMotion,
)
from tests.support.hands import Hands, member

AUTHORS = {"Homes for all": 20, "Lower rents": 21, "Free buses": 22, "Public water": 23}
BACKERS = (24, 25)


def launched(hands: Hands) -> UUID:
    """A primary to which each of them has put a motion, with enough backing."""
    primary = hands.began(hands.ask(LaunchPrimary(title="Primary of spring"), member(1)))
    for title, number in AUTHORS.items():
        put = PutPrimaryMotion(
            primary=primary, title=title, text=f"We campaign for {title.lower()}.", author="A group"
        )
        motion = hands.began(hands.ask(put, member(number)))
        for backer in BACKERS:
            hands.ask(BackPrimaryMotion(motion=motion), member(backer))
    return primary


def ended(hands: Hands, primary: UUID, stages: int = 1) -> None:
    for _ in range(stages):
        ends = hands.store.load(Primary, primary).ends_at
        assert ends is not None
        hands.at(ends)


def checked(hands: Hands, primary: UUID) -> tuple[UUID, UUID]:
    """The third is turned down, and a composite of the first two proposed; which two these are."""
    first, second, third, _ = hands.store.load(Primary, primary).backed
    down = CheckPrimaryMotion(motion=third, passed=False, reasons="It is not ours to ask for.")
    hands.ask(down, member(1))
    composing = ComposePrimaryMotions(
        primary=primary, title="A right to a home", text="All of it.", parents=(first, second)
    )
    return third, hands.began(hands.ask(composing, member(1)))


def appealed(hands: Hands, motion: UUID) -> None:
    appeal = AppealForMotion(motion=motion, grounds="It is what we stand for.")
    hands.ask(appeal, member(AUTHORS["Free buses"]))


def announced(hands: Hands, primary: UUID) -> None:
    lot = LotSource(source="a lottery", known_from=hands.store.now() + timedelta(days=90))
    hands.ask(AnnouncePrimaryLot(primary=primary, lot=lot), member(1))
    hands.settle()

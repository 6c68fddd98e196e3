"""The pages of policy primaries, looked at by each who can do something there."""

from __future__ import annotations

from typing import Final, Protocol

from services.application.primaries import BackPrimaryMotion, LaunchPrimary, PutPrimaryMotion
from services.application.primary_motions import PUT_TO
from tests.support.hands import Hands, member
from tests.web import ranking

CHAIR: Final = (1, "ncg")


class Looks(Protocol):
    """Whoever looks at pages as somebody."""

    def at(self, *paths: str, by: tuple[int, str]) -> None: ...


def look(hands: Hands, looked: Looks) -> None:
    """Policy primaries as those see them who launch, put, back, check and answer."""
    looked.at("/primaries", by=CHAIR)
    primary = ranking.launched(hands)
    here = f"/primaries/{primary}"
    authors = [(number, "") for number in ranking.AUTHORS.values()]
    motions = list(PUT_TO.of(hands.store, primary))
    looked.at(here, by=authors[0])
    looked.at(here, by=CHAIR)
    looked.at(f"/primary-motions/{motions[0]}", by=authors[0])
    looked.at(f"/primary-motions/{motions[0]}", by=authors[1])
    looked.at(f"/primary-motions/{motions[0]}", by=(ranking.BACKERS[0], ""))
    ranking.ended(hands, primary, 2)
    looked.at(here, *(f"/primary-motions/{one}" for one in motions), by=CHAIR)
    third, composite = ranking.checked(hands, primary)
    looked.at(f"/primary-motions/{third}", by=authors[2])
    looked.at(f"/primary-motions/{composite}", by=authors[0])
    ranking.appealed(hands, third)
    looked.at(f"/primary-motions/{third}", by=CHAIR)
    ranking.ended(hands, primary, 2)
    other = hands.began(hands.ask(LaunchPrimary(title="A quiet one"), member(1)))
    put = PutPrimaryMotion(primary=other, title="Water", text="We want it.", author="A group")
    quiet = hands.began(hands.ask(put, member(20)))
    for backer in ranking.BACKERS:
        hands.ask(BackPrimaryMotion(motion=quiet), member(backer))
    ranking.ended(hands, other, 4)
    looked.at(f"/primaries/{other}", by=CHAIR)

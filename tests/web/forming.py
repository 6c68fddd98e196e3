"""Groups being formed in the played organisation, for the pages to show."""

from __future__ import annotations

from dataclasses import dataclass

from domain.bodies.body import Body, body_id
from domain.kernel.ids import PersonId
from services.application.bodies import SeatMember
from services.application.command import Command
from services.store.port import Receipt
from tests.formation.forming import Forming, group
from tests.support.hands import Hands, member
from tests.web.conftest import Shown
from tests.web.played import STAFF

PEOPLE = tuple(member(number) for number in range(26, 38))
NAMES = ("Ines", "Jo", "Kit", "Lou", "Mo", "Nia", "Oba", "Pat", "Quin", "Ria", "Sol", "Tam")


@dataclass
class Asked:
    """The played organisation as something that can be asked."""

    hands: Hands

    def ask(self, command: Command, person: PersonId) -> Receipt:
        return self.hands.ask(command, person)


def announced(shown: Shown) -> Forming:
    """Twelve more sit in the coordinating group, and it announces three groups."""
    hands = Hands(shown.office.store, shown.office.boxes, "groups", shown.office.bundles)
    hands.steps = shown.office.steps
    there = hands.store.load(Body, body_id("ncg"))
    for person, name in zip(PEOPLE, NAMES, strict=True):
        if there.has_member(person):
            continue
        seat = SeatMember(body="ncg", person=person, name=f"{name} Ash", how="elected")
        hands.ask(seat, STAFF)
    it = Forming(Asked(hands), present=11)
    it.open(group("money", 2, 3), group("training", 2, 6), group("press", 1, 2))
    shown.caught_up()
    return it


def asked_for(it: Forming) -> None:
    """Nine of them say what they wish for; money is wished for by more than it takes."""
    for at, person in enumerate(PEOPLE[:9]):
        ranking = (("money", "training"), ("training", "press"), ("money", "press"))[at % 3]
        it.wish(person, *ranking)

"""An election whose nominations are open, and the words in which tests nominate in it."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from domain.elections.election import Election
from domain.elections.nomination import Nomination
from domain.kernel.ids import PersonId
from domain.rules.values import RuleValue, Seats, Section
from services.application.elections import CallElection
from services.application.nominations import (
    AcceptNomination,
    Nominate,
    OpenNominations,
    SupportNomination,
)
from tests.application.organisation import MEMBERS, STAFF, START, Organisation
from tests.application.test_counts import OFFICER, with_an_officer

CLOSES, CURED = START + timedelta(days=14), START + timedelta(days=17)
ANN, BEA, CY, DAN, EVE, FAY = MEMBERS[1:7]
PLACES = Seats(seats=(Section(section="north", seats=2, min_women=1),))


class Nominated:
    """An election to two places in the north, of which one is a woman's; two nominate each."""

    GAPS: ClassVar[tuple[str, ...]] = ()
    """Rules that its rulebook does not have."""

    def __init__(self, **other: RuleValue) -> None:
        rules = {"election__ncg__seats": PLACES, **other}
        self.org = with_an_officer(Organisation.without_rules(*self.GAPS, **rules))
        called = self.org.ask(CallElection(body="ncg", title="NCG"), STAFF)
        self.id = self.org.hands.began(called)

    def open(self) -> None:
        self.org.ask(OpenNominations(election=self.id), OFFICER)

    @property
    def election(self) -> Election:
        return self.org.store.load(Election, self.id)

    def nominating(self, person: PersonId, name: str, section: str = "north") -> Nominate:
        return Nominate(election=self.id, section=section, person=person, name=name)

    def nominate(self, person: PersonId, name: str, *by: PersonId, section: str = "north") -> UUID:
        """Somebody is nominated by these."""
        first, *others = by or (DAN, EVE)
        asked = self.nominating(person, name, section)
        made = self.org.hands.began(self.org.ask(asked, first))
        for one in others:
            self.org.ask(SupportNomination(nomination=made), one)
        return made

    def accept(self, nomination: UUID, *groups: str) -> None:
        accepting = AcceptNomination(nomination=nomination, groups=groups, statement="For us.")
        self.org.ask(accepting, self.the(nomination).person)

    def complete(self, person: PersonId, name: str, *groups: str) -> UUID:
        made = self.nominate(person, name)
        self.accept(made, *groups)
        return made

    def the(self, nomination: UUID) -> Nomination:
        return self.org.store.load(Nomination, nomination)

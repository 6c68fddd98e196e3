"""A coordinating group forms sub-groups twice: once to the end, once it gives up."""

from __future__ import annotations

from datetime import timedelta

from services.application.bodies import EstablishBody, FillPost
from services.application.caucuses import JoinCaucus
from services.application.formations import GiveUpFormation, RefusePlaces
from services.application.meetings import ConveneMeeting
from services.application.sittings import CloseMeeting, CountUnseen, OpenMeeting
from tests.application.organisation import STAFF, Organisation
from tests.formation.forming import Forming, group
from tests.story.meetings_held import OTHERS
from tests.support.kinds import Kind


def tell(org: Organisation) -> None:
    """Preferences that fit no numbers, refused; a lot; ratified late; and one given up."""
    it = Forming(org, present=11)
    young = group("young", kind=Kind.CAUCUS)
    it.open(group("books", least=3), group("press", least=3, most=3), young, days=20)
    it.wish(OTHERS[0], "books")
    it.close()
    refuse = RefusePlaces(
        formation=it.formation,
        **it.decide("We ask again."),
        reason="Too few asked.",
        closes=it.now + timedelta(days=20),
        lot=it.lot(21),
    )
    org.ask(refuse, STAFF)
    for person in OTHERS[:7]:
        it.wish(person, "press", "books")
    it.close()
    it.draw()
    it.later(days=40)
    it.ratify()
    for slug in ("books", "press"):
        it.name(slug, it.found.allocation.members_of(slug)[0] if it.found.allocation else STAFF)
        it.meet(slug)
    org.ask(JoinCaucus(person=OTHERS[8], body="young", openly=True), OTHERS[8])
    it.name("young", OTHERS[8], "young", elected=True)
    it.meet("young")
    sealed(org)
    it.open(group("archive", least=3), days=20)
    given_up = it.decide("We form none.")
    org.ask(GiveUpFormation(formation=it.formation, **given_up, reason="There is no need."), STAFF)
    org.hands.settle()


def sealed(org: Organisation) -> None:
    """A caucus with sealed members meets, and counts those of it who are not shown."""
    night = EstablishBody(
        slug="night_caucus",
        name="Night workers",
        kind=Kind.CAUCUS,
        parent="ncg",
        source="as the file has it",
    )
    org.ask(night, STAFF)
    org.ask(JoinCaucus(person=OTHERS[8], body="night_caucus", openly=True), OTHERS[8])
    convenor = FillPost(
        body="night_caucus",
        post="convenor",
        person=OTHERS[8],
        name="N",
        how="chosen",
        source="as the file has it",
    )
    org.ask(convenor, STAFF)
    org.ask(JoinCaucus(person=OTHERS[9], body="night_caucus"), OTHERS[9])
    starts = org.store.now() + timedelta(days=1)
    called = ConveneMeeting(body="night_caucus", starts=starts, place="a room")
    meeting = org.hands.began(org.ask(called, OTHERS[8]))
    org.hands.at(starts)
    org.ask(CountUnseen(meeting=meeting, there=1), OTHERS[8])
    org.ask(OpenMeeting(meeting=meeting), OTHERS[8])
    org.ask(CloseMeeting(meeting=meeting), OTHERS[8])

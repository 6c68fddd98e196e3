"""The vote of an election for pages: many stand, nobody hands in a paper, and a lot decides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.choices import Choices, choices_id
from domain.bodies.body import Body, body_id
from domain.bodies.mandate import Origin
from domain.elections.election import Election
from domain.elections.lot import LotSource
from domain.elections.objection import Subject
from domain.elections.vacancy import Vacancy
from domain.elections.voting import Voting, voting_id
from services.application.ballots import RecordBallotLotValue
from services.application.elections import AnnounceLot, CallElection
from services.application.endings import VacateSeat
from services.application.nominations import (
    AcceptNomination,
    Nominate,
    OpenNominations,
    SupportNomination,
)
from services.application.objections import RaiseObjection
from services.application.vacancies import DeclinePlace
from services.application.vacated import IN_THE_BODY
from services.application.voting import DeclareElection
from tests.support.hands import Hands, member
from tests.web import played
from tests.web.conftest import Shown

NAMES = ("Ada Ash", "Bea Brook", "Cy Crane", "Di Dell", "Eve East", "Fay Field")
WOMEN = ("Ada Ash", "Bea Brook", "Di Dell")
FIRST = 30


def nominated(hands: Hands, election: UUID) -> None:
    """Two more stand in each section than there are places, half of them women."""
    number = FIRST
    for section in hands.store.load(Election, election).terms.sections:
        for place in range(section.seats + 2):
            name = f"{NAMES[place % len(NAMES)]} {place + 1}"
            _stands(hands, election, section.section, number, name)
            number += 1
    while (due := hands.store.load(Election, election).next_due) is not None:
        hands.at(due.moment)


def _stands(hands: Hands, election: UUID, section: str, number: int, name: str) -> None:
    asked = Nominate(election=election, section=section, person=member(number), name=name)
    made = hands.began(hands.ask(asked, member(10)))
    hands.ask(SupportNomination(nomination=made), member(11))
    groups = ("women",) if name.startswith(WOMEN) else ()
    accepting = AcceptNomination(nomination=made, groups=groups, statement="For everybody.")
    hands.ask(accepting, member(number))


def called(hands: Hands, election: UUID) -> list[UUID]:
    """The ballots, whose voting has opened."""
    known_from = hands.store.now() + timedelta(days=60)
    lot = LotSource(source="The lottery of the spring", known_from=known_from)
    hands.ask(AnnounceLot(election=election, lot=lot), played.OFFICER)
    hands.settle()
    ballots = ballots_of(hands, election)
    hands.at(hands.store.load(Ballot, ballots[0]).hours.opens)
    return ballots


def closed(hands: Hands, election: UUID) -> None:
    hands.at(hands.store.load(Ballot, ballots_of(hands, election)[0]).hours.closes)


def drawn(hands: Hands, election: UUID) -> None:
    """The value becomes known, and every tie is drawn."""
    for ballot in ballots_of(hands, election):
        choices = hands.store.load(Choices, choices_id(ballot))
        hands.at(max(choices.lot.known_from, hands.store.now()))
        record = RecordBallotLotValue(ballot=ballot, value="4 8 15 16 23 42")
        hands.ask(record, played.OFFICER)
    hands.settle()


def objected(hands: Hands, election: UUID, number: int) -> UUID:
    """Somebody objects to the result of the first section."""
    section = hands.store.load(Election, election).terms.sections[0].section
    raised = RaiseObjection(
        election=election,
        subject=Subject.RESULT,
        section=section,
        grounds="Nine papers lay in a drawer of the office.",
    )
    return hands.began(hands.ask(raised, member(number)))


def ballots_of(hands: Hands, election: UUID) -> list[UUID]:
    return [one.ballot for one in hands.store.load(Voting, voting_id(election)).ballots]


def declared(acted: Shown, story: str) -> tuple[Hands, UUID]:
    """An election in which nobody handed in a paper, drawn and declared; and whose hands did it."""
    hands = Hands(acted.office.store, acted.office.boxes, story)
    hands.steps = acted.office.steps
    election = hands.began(hands.ask(CallElection(body="ncg", title="A vote"), member(0)))
    hands.ask(OpenNominations(election=election), played.OFFICER)
    nominated(hands, election)
    called(hands, election)
    closed(hands, election)
    drawn(hands, election)
    hands.ask(DeclareElection(election=election), played.OFFICER)
    acted.caught_up()
    return hands, election


def left(hands: Hands) -> UUID:
    """One of those who were elected leaves, whom no quota counts; which place is empty.

    Whoever stood and sits there in another way gives that up first.
    """
    seats = hands.store.load(Body, body_id("ncg")).seats
    stood = {member(FIRST + number) for number in range(len(NAMES))}
    for one in seats:
        if one.person in stood and one.origin is Origin.APPOINTMENT:
            gone = VacateSeat(body="ncg", person=one.person, reason="To stand.")
            hands.ask(gone, one.person)
    elected = (one for one in seats if one.origin is Origin.ELECTION and one.category)
    seat = next(one for one in elected if not one.name.startswith(WOMEN))
    gone = VacateSeat(body="ncg", person=seat.person, reason="No time any more.")
    hands.ask(gone, seat.person)
    hands.settle()
    return IN_THE_BODY.of(hands.store, body_id("ncg"))[-1]


def asked_for(hands: Hands, vacancy: UUID) -> Iterator[tuple[int, str]]:
    """Each who is asked declines, until nobody is left."""
    while (person := hands.store.load(Vacancy, vacancy).offered_to) is not None:
        yield next(number for number in range(200) if member(number) == person), ""
        hands.ask(DeclinePlace(vacancy=vacancy), person)
        hands.settle()

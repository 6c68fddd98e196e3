"""Ballots of all members that choose between options, from the call to the declaration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.blind.answers import Marks
from domain.ballots.choices import Choices, choices_id
from domain.ballots.choosing import Options, Way
from domain.ballots.filling import filled_in
from domain.elections.lot import LotSource
from domain.kernel.ids import PersonId
from services.application.ballots import CallMembersBallot, RecordBallotLotValue
from services.application.bodies import EstablishBody, SeatMember
from services.voting.blind.port import asked
from services.voting.blind.voter import Voter
from tests.application.organisation import CHAIR, LEEDS, MEMBERS, STAFF, YORK, Organisation
from tests.story.balloted import blind_of
from tests.story.watched import close, watch_over
from tests.support.kinds import Kind

OFFICER: Final = MEMBERS[9]
VOTERS: Final = (STAFF, CHAIR, LEEDS, YORK)
PLACE: Final = Options(title="Where do we meet?", way=Way.ONE, options=("Leeds", "York", "Hull"))
TOPICS: Final = Options(
    title="Which of these do we debate?",
    way=Way.SOME,
    options=("Housing", "Transport", "Water", "Energy"),
    places=2,
)
ORDER: Final = Options(
    title="What comes first?",
    way=Way.RANKED,
    options=("Branches", "A paper", "Training"),
    places=1,
)
PAPERS: Final[Sequence[Marks]] = (
    ((1,), (1,), (1, 2), (1, 2, 3)),
    ((1,), (1,), (1, 3), (2, 1)),
    ((2,), (2,), (1,), (2, 3)),
    ((), (1,), (2, 4), ()),
)
TIED: Final[Sequence[Marks]] = (*PAPERS[:3], ((), (2,), (2, 4), ()))
"""The same papers, with two for Leeds and two for York."""


def asking(org: Organisation, **other: Any) -> CallMembersBallot:
    """A question of yes or no, and one of each way to choose."""
    opens = org.store.now() + timedelta(days=30)
    told = {
        "title": "What we do next",
        "questions": ("Shall the fee rise?",),
        "options": (PLACE, TOPICS, ORDER),
        "opens": opens,
        "closes": opens + timedelta(days=9),
        "lot": LotSource(source="a lottery", known_from=opens + timedelta(days=10)),
    }
    return CallMembersBallot.model_validate(told | other)


def appoint_officer(org: Organisation) -> PersonId:
    """Who announces and records lots, and stands above them."""
    body = EstablishBody(
        slug="returning_officer", name="Returning officer", kind=Kind.PANEL, source="the file"
    )
    org.ask(body, STAFF)
    seat = SeatMember(
        body="returning_officer", person=OFFICER, name="R", how="appointed", source="the file"
    )
    org.ask(seat, STAFF)
    return OFFICER


def choices_of(org: Organisation, ballot: UUID) -> Choices:
    return org.store.load(Choices, choices_id(ballot))


def opened(org: Organisation, **other: Any) -> UUID:
    """Such a ballot, in which voting has opened."""
    ballot = org.hands.began(org.ask(asking(org, **other), STAFF))
    found = org.store.load(Ballot, ballot)
    watch_over(org, ballot)
    org.hands.at(found.terms.joined_by)
    org.hands.at(found.hours.opens)
    return ballot


def vote(org: Organisation, ballot: UUID, person: PersonId, marks: Marks) -> None:
    """One paper, by the grade of the ballot."""
    found, choices = org.store.load(Ballot, ballot), choices_of(org, ballot)
    text = filled_in(marks, asked(found, choices), choices.questions)
    if not found.is_blind:
        org.hands.boxes.cast(ballot, person, text)
        return
    blind = blind_of(org)
    voter = Voter.begin(blind.announcement(ballot))
    credential = voter.credential(blind.draw(ballot, person, voter.blinded))
    blind.cast(ballot, voter.paper(credential, marks).encoded)


def closed(org: Organisation, papers: Sequence[Marks] = PAPERS, **other: Any) -> Ballot:
    """A ballot in which four voted, after its close."""
    ballot = opened(org, **other)
    for person, marks in zip(VOTERS, papers, strict=True):
        vote(org, ballot, person, marks)
    return close(org, ballot)


def draw(
    org: Organisation, ballot: UUID, officer: PersonId, value: str = "4 8 15 16 23 42"
) -> None:
    """The value of the lot becomes known, and the count goes on."""
    org.hands.at(choices_of(org, ballot).lot.known_from)
    org.ask(RecordBallotLotValue(ballot=ballot, value=value), officer)
    org.hands.settle()


def tell(org: Organisation, officer: PersonId) -> None:
    """A ballot with a tie, which a lot breaks."""
    draw(org, closed(org, TIED).id, officer)

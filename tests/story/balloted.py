"""A blind ballot of all members between two cycles, from its call to the end of its keys."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.blind.announcement import Announcement
from domain.kernel.ids import PersonId
from domain.rules.values import Choice
from services.application.ballots import CallMembersBallot
from services.voting.blind.memory import MemoryBlind
from services.voting.blind.voter import Voter
from tests.application.organisation import CHAIR, LEEDS, MEMBERS, STAFF, YORK, Organisation
from tests.story.watched import ask_for_one, close, watch_over

BLIND: Final = {"ballots.secrecy": Choice(choice="blind")}
VOTERS: Final = (STAFF, CHAIR, LEEDS, YORK)
QUESTIONS: Final = ("Shall we meet in Leeds?", "Shall the fee rise?")


def call(org: Organisation) -> UUID:
    """A ballot, called long enough before."""
    now = org.store.now()
    asked = CallMembersBallot(
        title="Where we meet",
        questions=QUESTIONS,
        opens=now + timedelta(days=30),
        closes=now + timedelta(days=39),
    )
    return org.hands.began(org.ask(asked, STAFF))


def blind_of(org: Organisation) -> MemoryBlind:
    assert org.hands.blind is not None
    return org.hands.blind


def vote(blind: MemoryBlind, said: Announcement, person: PersonId, marks: tuple[int, int]) -> None:
    """Draw a credential by name, and hand in a paper without it."""
    voter = Voter.begin(said)
    credential = voter.credential(blind.draw(said.ballot, person, voter.blinded))
    paper = voter.paper(credential, tuple((mark,) for mark in marks))
    blind.cast(said.ballot, paper.encoded)


def held(org: Organisation) -> Ballot:
    """A ballot in which four vote, counted and declared; its keys are kept still."""
    found = org.store.load(Ballot, call(org))
    watch_over(org, found.id)
    org.hands.at(found.terms.joined_by)
    org.hands.at(found.hours.opens)
    blind = blind_of(org)
    said = blind.announcement(found.id)
    for at, person in enumerate(VOTERS):
        vote(blind, said, person, (1, 1 if at == 0 else 2))
    beginning = Voter.begin(said)
    blind.draw(found.id, MEMBERS[5], beginning.blinded)  # who never votes
    org.hands.at(found.terms.remind_at[0])
    return close(org, found.id)


def tell(org: Organisation) -> None:
    """All of it, with somebody who watches over it."""
    ask_for_one(org.hands)
    found = held(org)
    until = found.keys_until
    assert until is not None
    org.hands.at(until)

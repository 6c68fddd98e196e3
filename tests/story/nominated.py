"""Nominations with all that can come of them, and an election that is called off under way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.bodies.member import Member
from domain.elections.election import Election
from domain.elections.lot import LotSource
from domain.elections.voting import Voting, voting_id
from domain.kernel.ids import PersonId
from services.application.elections import AnnounceLot, CallElection
from services.application.nominations import (
    AcceptNomination,
    CallOffElection,
    Nominate,
    OpenNominations,
    RuleOnNomination,
    SupportNomination,
    WithdrawNomination,
)
from services.application.voting import AnnulSection, DeclareElection
from tests.application.organisation import MEMBERS, STAFF, Organisation
from tests.story.chosen import draw, vote
from tests.story.followed import follow
from tests.story.objected import complain, until_it_stands
from tests.story.watched import close, watch_over

OFFICER = MEMBERS[3]
"""Whom `tests.story.eight_hundred` made returning officer."""
ADA, BEA, CY, DEE, EVE = (MEMBERS[place] for place in (1, 2, 4, 5, 8))
NOMINATORS = (MEMBERS[9], MEMBERS[10])


def tell(org: Organisation) -> None:
    """Too few women stand at first; then enough, with and without a ruling."""
    off = _opened(org)
    org.ask(CallOffElection(election=off, reason="the post was on strike"), STAFF)
    election = _opened(org)
    section = org.store.load(Election, election).terms.sections[0].section
    _complete(org, election, section, ADA, "Ada", "women")
    declined = _made(org, election, section, BEA, "Bea")
    org.ask(WithdrawNomination(nomination=declined), BEA)
    short = _made(org, election, section, CY, "Cy")
    _past(org, election)
    org.ask(AcceptNomination(nomination=short, statement="For a start."), CY)
    ruling = RuleOnNomination(nomination=short, valid=True, reasons="a name came by post")
    org.ask(ruling, OFFICER)
    _past(org, election)
    _complete(org, election, section, DEE, "Dee", "women")
    _complete(org, election, section, EVE, "Eve", "women")
    _complete(org, election, section, BEA, "Bea")
    for number, person in enumerate(_others(org), start=1):
        _complete(org, election, section, person, f"Member {number}")
    _past(org, election)
    _past(org, election)
    complain(org, election, OFFICER)
    _vote(org, election)


def _others(org: Organisation) -> Iterator[PersonId]:
    """Members who have nothing to do with it yet: enough to make it a vote."""
    known = {ADA, BEA, CY, DEE, EVE, OFFICER, *NOMINATORS}
    found = (one for one in MEMBERS if one not in known and org.store.load(Member, one).present)
    return islice(found, 3)


def _vote(org: Organisation, election: UUID) -> None:
    """Members vote, once more over an error, and whoever is declared elected takes the place."""
    section = _round(org, election)
    wrong = AnnulSection(
        election=election, section=section, missing=9, wrong=0, reasons="Nine lay in a drawer."
    )
    org.ask(wrong, OFFICER)
    _round(org, election)
    org.ask(DeclareElection(election=election), OFFICER)
    until_it_stands(org, election, section, OFFICER)
    follow(org, section, OFFICER)


def _round(org: Organisation, election: UUID) -> str:
    """A value is announced, members vote, and it is counted; in which section."""
    known_from = org.store.now() + timedelta(days=60)
    lot = LotSource(source="The lottery of the spring", known_from=known_from)
    org.ask(AnnounceLot(election=election, lot=lot), OFFICER)
    org.hands.settle()
    (called,) = org.store.load(Voting, voting_id(election)).ballots
    ballot = org.store.load(Ballot, called.ballot)
    watch_over(org, ballot.id)
    org.hands.at(ballot.hours.opens)
    for person, marks in ((ADA, (1, 2, 3)), (CY, (1, 2, 4)), (DEE, (1, 3)), (EVE, (2,))):
        vote(org, ballot.id, person, (marks,))
    close(org, ballot.id)
    if org.store.load(Voting, voting_id(election)).counted is None:
        draw(org, ballot.id, OFFICER)
    return called.section


def _opened(org: Organisation) -> UUID:
    election = org.hands.began(org.ask(CallElection(body="ncg", title="The next group"), STAFF))
    org.ask(OpenNominations(election=election), OFFICER)
    return election


def _made(org: Organisation, election: UUID, section: str, person: PersonId, name: str) -> UUID:
    asked = Nominate(election=election, section=section, person=person, name=name)
    return org.hands.began(org.ask(asked, NOMINATORS[0]))


def _complete(
    org: Organisation, election: UUID, section: str, person: PersonId, name: str, *groups: str
) -> None:
    made = _made(org, election, section, person, name)
    org.ask(SupportNomination(nomination=made), NOMINATORS[1])
    accepting = AcceptNomination(nomination=made, groups=groups, statement="For everybody.")
    org.ask(accepting, person)


def _past(org: Organisation, election: UUID) -> None:
    """Let what is due next in the election come."""
    due = org.store.load(Election, election).next_due
    assert due is not None
    org.hands.at(due.moment)

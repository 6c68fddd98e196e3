"""Nominations with all that can come of them, and an election that is called off under way."""

from __future__ import annotations

from uuid import UUID

from domain.elections.election import Election
from domain.kernel.ids import PersonId
from services.application.elections import CallElection
from services.application.nominations import (
    AcceptNomination,
    CallOffElection,
    Nominate,
    OpenNominations,
    RuleOnNomination,
    SupportNomination,
    WithdrawNomination,
)
from tests.application.organisation import MEMBERS, STAFF, Organisation

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
    _made(org, election, section, BEA, "Bea")
    _past(org, election)
    _past(org, election)


def _opened(org: Organisation) -> UUID:
    election = org.hands.began(org.ask(CallElection(body="ncg", title="The next group"), STAFF))
    org.ask(OpenNominations(election=election), OFFICER)
    return election


def _made(org: Organisation, election: UUID, section: str, person: PersonId, name: str) -> UUID:
    asked = Nominate(election=election, section=section, person=person, name=name)
    return org.hands.began(org.ask(asked, NOMINATORS[0]))


def _complete(
    org: Organisation, election: UUID, section: str, person: PersonId, name: str, group: str
) -> None:
    made = _made(org, election, section, person, name)
    org.ask(SupportNomination(nomination=made), NOMINATORS[1])
    accepting = AcceptNomination(nomination=made, groups=(group,), statement="For everybody.")
    org.ask(accepting, person)


def _past(org: Organisation, election: UUID) -> None:
    """Let what is due next in the election come."""
    due = org.store.load(Election, election).next_due
    assert due is not None
    org.hands.at(due.moment)

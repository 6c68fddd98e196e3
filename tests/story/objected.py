"""Objections to an election: taken back, ruled on too late, upheld, and then nobody's any more."""

from __future__ import annotations

from uuid import UUID

from domain.elections.objection import Objection, Subject
from domain.elections.voting import Voting, voting_id
from domain.kernel.ids import PersonId
from services.application.objections import RaiseObjection, RuleOnObjection, WithdrawObjection
from services.application.voting import OrderRecount
from tests.application.organisation import MEMBERS, Organisation

WHO = MEMBERS[9]


def complain(org: Organisation, election: UUID, officer: PersonId) -> None:
    """While it runs somebody objects and takes it back; of campaigning it is ruled too late."""
    back = _raised(org, election, Subject.CONDUCT)
    org.ask(WithdrawObjection(objection=back), WHO)
    late = _raised(org, election, Subject.CAMPAIGN)
    org.hands.at(org.store.load(Objection, late).due)
    _rule(org, late, officer, upheld=False)


def until_it_stands(org: Organisation, election: UUID, section: str, officer: PersonId) -> None:
    """An objection to the result is upheld and changes nothing; in the end the result stands."""
    _rule(org, _raised(org, election, Subject.RESULT, section), officer, upheld=True)
    org.ask(OrderRecount(election=election, section=section, reasons="It was close."), officer)
    org.hands.settle()
    until = org.store.load(Voting, voting_id(election)).objections_until
    if until is not None:
        org.hands.at(until)


def _raised(
    org: Organisation, election: UUID, subject: Subject, section: str | None = None
) -> UUID:
    asked = RaiseObjection(
        election=election, subject=subject, section=section, grounds="A list was used for leaflets."
    )
    return org.hands.began(org.ask(asked, WHO))


def _rule(org: Organisation, objection: UUID, officer: PersonId, *, upheld: bool) -> None:
    ruled = RuleOnObjection(objection=objection, upheld=upheld, reasons="The list was looked at.")
    org.ask(ruled, officer)

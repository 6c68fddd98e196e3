"""Places that fall empty: declined, not answered for, taken, and put to members."""

from __future__ import annotations

from domain.bodies.body import Body, body_id
from domain.elections.vacancy import State, Vacancy
from domain.kernel.ids import PersonId
from services.application.endings import VacateSeat
from services.application.nominations import CallOffElection, OpenNominations
from services.application.vacancies import AcceptPlace, CallByElection, DeclinePlace
from services.application.vacated import IN_THE_BODY
from tests.application.organisation import STAFF, Organisation

WOMEN = ("Ada", "Dee", "Eve")


def follow(org: Organisation, section: str, officer: PersonId) -> None:
    """Everybody who was elected leaves, one after another, those first whom no quota counts."""
    answers = [_decline, _say_nothing, _take]
    while elected := [one for one in _body(org).seats if one.category == section]:
        first = min(elected, key=lambda one: one.name in WOMEN)
        gone = VacateSeat(body="ncg", person=first.person, reason="Others follow.")
        org.ask(gone, STAFF)
        org.hands.settle()
        while (asked := _newest(org)).state is State.OFFERED:
            answer = answers.pop(0) if answers else _decline
            answer(org, asked)
    calling = CallByElection(body="ncg", section=section, title="A by-election")
    election = org.hands.began(org.ask(calling, STAFF))
    org.ask(OpenNominations(election=election), officer)
    org.ask(CallOffElection(election=election, reason="the body is to go"), STAFF)


def _decline(org: Organisation, asked: Vacancy) -> None:
    assert asked.offered_to is not None
    org.ask(DeclinePlace(vacancy=asked.id), asked.offered_to)
    org.hands.settle()


def _say_nothing(org: Organisation, asked: Vacancy) -> None:
    assert asked.due is not None
    org.hands.at(asked.due)


def _take(org: Organisation, asked: Vacancy) -> None:
    assert asked.offered_to is not None
    org.ask(AcceptPlace(vacancy=asked.id), asked.offered_to)


def _newest(org: Organisation) -> Vacancy:
    body = _body(org)
    return org.store.load(Vacancy, IN_THE_BODY.of(org.store, body.id)[-1])


def _body(org: Organisation) -> Body:
    return org.store.load(Body, body_id("ncg"))

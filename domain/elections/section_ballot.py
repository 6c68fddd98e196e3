"""The ballot of one section of an election: its question, and the terms that it is held under."""

from __future__ import annotations

from datetime import datetime

from domain.ballots.choosing import Choosing, between_candidates
from domain.ballots.terms import Cited, Hours
from domain.ballots.terms import Terms as BallotTerms
from domain.counting.contest import Contest
from domain.counting.terms import Settled
from domain.elections.election import Election
from domain.elections.standing import Standing
from domain.elections.terms import METHOD, SEATS, TIE
from domain.elections.voting_terms import (
    QUALIFYING,
    REMINDER_DAYS,
    VOTING_DAYS,
    Qualifying,
    VotingTerms,
)
from domain.kernel.ids import ElectionId
from domain.notices.reminders import falls_due
from domain.rules.values import Base, Share


def question_of(election: Election, section: str) -> Choosing:
    """The one question of its paper: who of those who stand takes the places."""
    places, standing = election.terms.section(section), _standing(election, section)
    title = f"{election.title}: {section.replace('_', ' ')}"
    contest = Contest(seats=places.seats, candidates=standing.candidates, title=title)
    settled = Settled(contest=contest, terms=election.terms.of_count(places))
    return between_candidates(title, settled)


def terms_of_section(
    election: Election, section: str, hours: Hours, terms: VotingTerms, edition: int
) -> BallotTerms:
    """The terms of a section's ballot: no turnout is asked for, and places are filled."""
    rule = terms.rule
    return BallotTerms(
        majority=Share(numerator=1, denominator=2, strict=True),
        turnout=Share(numerator=0, denominator=1, of=Base.ELIGIBLE),
        joined_by=_qualifies_by(election, section, terms),
        remind_at=(falls_due(hours.closes, terms.reminder),),
        edition=edition,
        region=section if terms.own_section else None,
        election=ElectionId(election.id),
        cites=Cited(
            result=(rule(METHOD), rule(SEATS)),
            roll=rule(QUALIFYING),
            hours=rule(VOTING_DAYS),
            reminders=rule(REMINDER_DAYS),
            ties=rule(TIE),
        ),
    )


def _qualifies_by(election: Election, section: str, terms: VotingTerms) -> datetime:
    _, window = election.nominating_in(section)
    noticed = election.noticed_at
    assert noticed is not None, "nominations of it were opened"
    return window.closes if terms.qualifying is Qualifying.CLOSE else noticed


def _standing(election: Election, section: str) -> Standing:
    found = election.of_section(section)
    assert found is not None, "it falls due once it is settled who stands"
    return found

"""The paper on which members endorse: who is on it, and the terms of its ballot."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from domain.ballots.choosing import Choosing, between_candidates
from domain.ballots.terms import TIES, Cited, Hours, Question
from domain.ballots.terms import Terms as BallotTerms
from domain.counting.contest import Candidate, Contest, checked
from domain.counting.terms import Settled, Terms
from domain.endorsements.terms import (
    MAJORITY,
    METHOD,
    OPENS_DAYS,
    ROUTE,
    VOTE_DAYS,
    EndorsementTerms,
    Route,
)
from domain.kernel.ids import derived
from domain.rules.values import Base, Share
from domain.text.text import Text, digest

NONE_OF_THEM: Final = "None of them"


def choosing_of(title: str, names: tuple[str, ...], terms: EndorsementTerms) -> Choosing:
    """The one question that chooses between all who asked, and nobody where the rules say so."""
    assert terms.method is not None
    every = (*names, NONE_OF_THEM) if terms.nobody else names
    candidates = tuple(Candidate(name=name) for name in every)
    contest = checked(Contest(seats=1, candidates=candidates, title=title))
    return between_candidates(
        title, Settled(contest=contest, terms=Terms(rule=terms.method, ties_by_the_rule=False))
    )


def question_of(ballot: UUID, title: str, names: tuple[str, ...]) -> Question:
    """The question as it stands on the paper."""
    said = Text.from_plain("\n\n".join((title, *names)))
    return Question(
        subject=derived(ballot, "question", 1), number=1, title=title, digest=digest(said)
    )


def terms_of_ballot(
    endorsement: UUID, hours: Hours, terms: EndorsementTerms, now: datetime
) -> BallotTerms:
    """No turnout is asked for; whoever is a member when they are asked votes."""
    assert terms.majority is not None
    chooses = terms.route is Route.MEMBERS
    return BallotTerms(
        majority=terms.majority,
        turnout=Share(numerator=0, denominator=1, of=Base.ELIGIBLE),
        joined_by=now,
        remind_at=(),
        edition=terms.edition,
        endorsement=endorsement,
        cites=Cited(
            result=(METHOD,) if chooses else (MAJORITY,),
            roll=ROUTE,
            hours=VOTE_DAYS,
            reminders=OPENS_DAYS,
            ties=TIES,
        ),
    )

"""A survey of all members, as one at the end of 2016 set the order of priorities."""

from __future__ import annotations

from datetime import timedelta

from domain.ballots.ballot import Ballot
from domain.ballots.choosing import Options, Way
from domain.elections.lot import LotSource
from services.application.surveys import CallSurvey
from tests.application.organisation import CHAIR, LEEDS, STAFF, YORK, Organisation
from tests.story.chosen import vote

PRIORITIES = Options(
    title="What should come first?",
    way=Way.RANKED,
    options=("Winning elections", "Helping members become active", "Debating policy"),
)
ANSWERS = ((1, 2, 3), (1, 2), (2, 1, 3), (1, 2, 3))


def tell(org: Organisation) -> Ballot:
    """It is called, four answer, and the order is published at its end."""
    opens = org.store.now() + timedelta(days=3)
    lot = LotSource(source="The lottery of the new year", known_from=opens + timedelta(days=30))
    asked = CallSurvey(title="What members want", questions=(PRIORITIES,), opens=opens, lot=lot)
    survey = org.hands.began(org.ask(asked, STAFF))
    org.hands.settle()
    org.hands.at(opens)
    for person, ranking in zip((STAFF, CHAIR, LEEDS, YORK), ANSWERS, strict=True):
        vote(org, survey, person, (ranking,))
    org.hands.at(org.store.load(Ballot, survey).hours.closes)
    return org.store.load(Ballot, survey)

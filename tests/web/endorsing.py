"""An endorsement for pages: two ask, and members vote between them or the body decides."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from domain.elections.lot import LotSource
from domain.endorsements.endorsement import Endorsement
from domain.endorsements.terms import PAPER, ROUTE
from domain.rules.values import Choice, RuleChange
from services.application.endorsements import (
    AnnounceEndorsementLot,
    AskEndorsement,
    CallEndorsement,
)
from services.application.rules import ReviseRulebook
from tests.support.hands import Hands, member

ANA, BEN = 20, 21


def asked(hands: Hands, office: str) -> UUID:
    """An endorsement for which two have asked."""
    call = CallEndorsement(office=office, election="the party's election")
    endorsement = hands.began(hands.ask(call, member(0)))
    for number, name in ((ANA, "Ana Ash"), (BEN, "Ben Beech")):
        told = AskEndorsement(
            endorsement=endorsement,
            name=name,
            statement="I stand for better buses.",
            declaration="I meet members twice a year.",
        )
        hands.ask(told, member(number))
    return endorsement


def before_the_change(hands: Hands) -> UUID:
    """An endorsement under rules by which the body recommends one to the members."""
    changes = (
        RuleChange(rule=ROUTE, value=Choice(choice="body_recommendation")),
        RuleChange(rule=PAPER, value=Choice(choice="recommended_only")),
    )
    hands.by_service(ReviseRulebook(title="The body recommends", rules=changes))
    endorsement = asked(hands, "Deputy leader")
    closed(hands, endorsement)
    return endorsement


def announced(hands: Hands, endorsement: UUID) -> None:
    """A value for ties that nobody knows before any close."""
    lot = LotSource(source="a lottery", known_from=hands.store.now() + timedelta(days=90))
    hands.ask(AnnounceEndorsementLot(endorsement=endorsement, lot=lot), member(0))


def closed(hands: Hands, endorsement: UUID) -> None:
    hands.at(hands.store.load(Endorsement, endorsement).terms.asks_until)

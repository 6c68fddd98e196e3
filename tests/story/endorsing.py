"""Endorsements of every kind, and all that can follow from one."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.bodies.body import Body, body_id
from domain.elections.lot import LotSource
from domain.endorsements.acts import Votes
from domain.endorsements.endorsement import Endorsement
from domain.endorsements.terms import PAPER, ROUTE
from domain.kernel.ids import PersonId
from domain.rules.values import Choice, RuleChange
from services.application.bodies import SeatMember
from services.application.endings import VacateSeat
from services.application.endorsements import (
    AnnounceEndorsementLot,
    AnswerEndorsementWithdrawal,
    AskEndorsement,
    CallEndorsement,
    DecideEndorsementWithdrawal,
    EndEndorsement,
    Endorse,
    ProposeEndorsementWithdrawal,
    RecommendEndorsement,
    ReportOnEndorsement,
    ReviewEndorsement,
    TakeBackEndorsement,
)
from services.application.rules import ReviseRulebook
from services.voting.blind.voter import Voter
from tests.application.organisation import MEMBERS, STAFF, Organisation
from tests.story.balloted import blind_of
from tests.story.chosen import vote
from tests.story.watched import close, watch_over

ANA, BEN, SPEAKER = MEMBERS[9], MEMBERS[10], MEMBERS[8]


def tell(org: Organisation) -> None:
    """The body endorses, members answer to a recommendation, and choose between two."""
    kept = _called(org, "Conference committee")
    org.ask(Endorse(endorsement=kept, numbers=(1,), because="They sit there."), _speaker(org))
    _lasts(org, kept)
    _change(org, "body_recommendation", "recommended_only")
    recommended = _called(org, "Leader", alone=True)
    votes = Votes(votes_for=13, votes_against=6, abstained=1)
    org.ask(RecommendEndorsement(endorsement=recommended, number=1, votes=votes), _speaker(org))
    _voted(org, recommended)
    org.ask(EndEndorsement(endorsement=recommended, reason="The office is over."), _speaker(org))
    _change(org, "all_member_vote", "all_who_ask")
    between = _called(org, "Deputy leader", announced=True)
    _voted(org, between, between=True)
    org.ask(VacateSeat(body="ncg", person=SPEAKER, reason="Others follow."), STAFF)


def _speaker(org: Organisation) -> PersonId:
    """Somebody with a vote in the coordinating group, where few are left."""
    group = org.store.load(Body, body_id("ncg"))
    if not group.has_member(SPEAKER):
        seat = SeatMember(body="ncg", person=SPEAKER, name="Sal", how="elected", source="the file")
        org.ask(seat, STAFF)
    return SPEAKER


def _change(org: Organisation, route: str, paper: str) -> None:
    changes = (
        RuleChange(rule=ROUTE, value=Choice(choice=route)),
        RuleChange(rule=PAPER, value=Choice(choice=paper)),
    )
    org.hands.by_service(ReviseRulebook(title=f"Endorsement: {route}", rules=changes))


def _called(
    org: Organisation, office: str, *, alone: bool = False, announced: bool = False
) -> UUID:
    call = CallEndorsement(office=office, election="the election of that year")
    endorsement = org.hands.began(org.ask(call, STAFF))
    _asks(org, endorsement, ANA, "Ana")
    _asks(org, endorsement, BEN, "Ben")
    if alone:
        org.ask(TakeBackEndorsement(endorsement=endorsement, number=2), BEN)
    if announced:
        lot = LotSource(source="a lottery", known_from=org.store.now() + timedelta(days=90))
        org.ask(AnnounceEndorsementLot(endorsement=endorsement, lot=lot), STAFF)
    org.hands.at(org.store.load(Endorsement, endorsement).terms.asks_until)
    return endorsement


def _says_yes(org: Organisation, ballot: UUID, person: PersonId) -> None:
    """A yes, by the grade of the ballot."""
    if not org.store.load(Ballot, ballot).is_blind:
        org.hands.boxes.cast(ballot, person, "Y")
        return
    blind = blind_of(org)
    voter = Voter.begin(blind.announcement(ballot))
    credential = voter.credential(blind.draw(ballot, person, voter.blinded))
    blind.cast(ballot, voter.paper(credential, ((1,),)).encoded)


def _asks(org: Organisation, endorsement: UUID, person: PersonId, name: str) -> None:
    asked = AskEndorsement(
        endorsement=endorsement, name=name, statement="For us.", declaration="I meet members."
    )
    org.ask(asked, person)


def _voted(org: Organisation, endorsement: UUID, *, between: bool = False) -> Ballot:
    """Two members vote: for the one name, or for the first of them."""
    org.hands.settle()
    ballot = org.store.load(Endorsement, endorsement).ballot
    assert ballot is not None
    watch_over(org, ballot)
    org.hands.at(org.store.load(Ballot, ballot).hours.opens)
    for person in (ANA, BEN):
        if between:
            vote(org, ballot, person, ((1,),))
        else:
            _says_yes(org, ballot, person)
    closed = close(org, ballot)
    org.hands.settle()
    return closed


def _lasts(org: Organisation, endorsement: UUID) -> None:
    """It is reported on, looked at too late, and support is taken back after a hearing."""
    it = {"endorsement": endorsement, "number": 1}
    told = ReportOnEndorsement.model_validate({**it, "words": "Two meetings were held."})
    org.ask(told, ANA)
    due = org.store.load(Endorsement, endorsement).review_at
    if due is not None:
        org.hands.at(due)
        org.ask(ReviewEndorsement(endorsement=endorsement, words="They were."), _speaker(org))
    reasons = {"reasons": "No meeting was held since."}
    org.ask(ProposeEndorsementWithdrawal.model_validate({**it, **reasons}), _speaker(org))
    org.ask(AnswerEndorsementWithdrawal.model_validate({**it, "words": "I was ill."}), ANA)
    taken = {**it, **reasons, "withdrawn": True}
    org.ask(DecideEndorsementWithdrawal.model_validate(taken), _speaker(org))

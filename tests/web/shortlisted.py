"""Rule changes for the pages to show: drafts, a shortlist, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from domain.cycle.assembly import Votes
from domain.kernel.ids import PersonId
from domain.meetings.decisions import Manner
from domain.rules.values import Flag, RuleChange
from services.application.bodies import EstablishBody, SeatMember
from services.application.business import AdmitItem, RecordDecision
from services.application.meetings import ConveneMeeting
from services.application.shortlists import ShortlistRuleChanges, SuggestRuleChange
from services.application.sittings import CloseMeeting, OpenMeeting, RecordArrival, TakeChair
from tests.support.hands import Hands, member
from tests.support.kinds import Kind

STAFF, DRAFTER = member(0), member(20)
GROUP = "rule_changes_group"
REMOTE = RuleChange.model_validate(
    {"rule": "meetings.remote_vote", "value": Flag(holds=False).model_dump()}
)


def found(hands: Hands) -> None:
    """The working group, with somebody in it."""
    group = EstablishBody(
        slug=GROUP, name="Rule changes group", kind=Kind.WORKING_GROUP, parent="ncg"
    )
    hands.ask(group, STAFF)
    seat = SeatMember(body=GROUP, person=DRAFTER, name="Ada Okafor", how="asked to join")
    hands.ask(seat, STAFF)


def draft(hands: Hands, title: str, *rules: RuleChange) -> UUID:
    asked = SuggestRuleChange(
        body=GROUP, title=title, text="Whoever is in the room votes.", rules=rules
    )
    return hands.began(hands.ask(asked, DRAFTER))


def meet(hands: Hands, body: str = GROUP, people: Sequence[PersonId] = (DRAFTER,)) -> UUID:
    """A body decides one thing by consensus, such as that there is a shortlist."""
    starts = hands.store.now() + timedelta(minutes=5)
    meeting = hands.began(hands.ask(ConveneMeeting(body=body, starts=starts, place="Hall"), STAFF))
    hands.at(starts)
    votes = Votes(in_favour=len(people), against=0)
    for command in (
        *(RecordArrival(meeting=meeting, person=person) for person in people),
        OpenMeeting(meeting=meeting),
        TakeChair(meeting=meeting, person=people[0]),
        AdmitItem(meeting=meeting, title="The shortlist", votes=votes),
        RecordDecision(meeting=meeting, item=1, manner=Manner.CONSENSUS, text="So it is."),
        CloseMeeting(meeting=meeting),
    ):
        hands.ask(command, STAFF)
    return meeting


def list_them(hands: Hands, meeting: UUID, *changes: UUID) -> None:
    listed = ShortlistRuleChanges(
        title="For the spring", changes=changes, meeting=meeting, number=1
    )
    hands.ask(listed, STAFF)

"""A caucus whose members are sealed meets: they are counted for its quorum, and named by no act."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.cycle.assembly import Votes
from domain.decisions.decided import DecidedAt
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput, NotAllowed, RuleBroken
from domain.meetings.attendance import Capacity
from domain.meetings.decisions import Manner
from domain.meetings.meeting import Meeting
from domain.rules.values import Base, RuleValue, Share
from services.application.bodies import EstablishBody, FillPost
from services.application.business import RecordDecision
from services.application.caucuses import JoinCaucus
from services.application.endings import VacatePost
from services.application.meetings import ConveneMeeting, HandInItem, SendApologies
from services.application.resolutions import ProposeResolution
from services.application.sittings import (
    CloseMeeting,
    CountUnseen,
    OpenMeeting,
    RecordArrival,
    TakeChair,
)
from tests.application.gathering import STARTS
from tests.application.organisation import CHAIR, MEMBERS, STAFF, in_memory
from tests.support.kinds import Kind

CONVENOR, UNSEEN, OUTSIDE = MEMBERS[0], MEMBERS[1:6], MEMBERS[8]
CAUCUS, SEALED = "night_caucus", "night_caucus.members_sealed"
RULES: dict[str, RuleValue] = {
    "caucus__meetings__quorum": Share(numerator=1, denominator=2, strict=True, of=Base.MEMBERS),
}


class Caucus:
    """A caucus of six, one of whom is shown and convenes it; its meeting is about to begin."""

    def __init__(self, *more: PersonId) -> None:
        self.org = in_memory(**RULES)
        caucus = EstablishBody(slug=CAUCUS, name="Night workers", kind=Kind.CAUCUS, parent="ncg")
        self.org.ask(caucus, STAFF)
        self.org.ask(JoinCaucus(person=CONVENOR, body=CAUCUS, openly=True), CONVENOR)
        told = {"body": CAUCUS, "post": "convenor", "person": CONVENOR, "name": "C", "how": "x"}
        self.org.ask(FillPost.model_validate(told), STAFF)
        for person in (*UNSEEN, *more):
            self.org.ask(JoinCaucus(person=person, body=CAUCUS), person)
        asked = ConveneMeeting(body=CAUCUS, starts=STARTS, place="a room")
        self.meeting = self.org.hands.began(self.org.ask(asked, CONVENOR))
        self.org.ask(HandInItem(meeting=self.meeting, title="What next"), CONVENOR)
        self.org.hands.at(STARTS + timedelta(minutes=1))
        self.org.ask(RecordArrival(meeting=self.meeting, person=CONVENOR), CONVENOR)

    @property
    def here(self) -> Meeting:
        return self.org.store.load(Meeting, self.meeting)

    def acts(self, *topics: str) -> list[Any]:
        return [
            act.event for act in self.org.store.acts(stream=self.meeting, topics=topics, limit=99)
        ]


@pytest.fixture
def row() -> Caucus:
    return Caucus()


def begun(row: Caucus, there: int) -> Meeting:
    count(row, there)
    row.org.ask(OpenMeeting(meeting=row.meeting), CONVENOR)
    row.org.ask(TakeChair(meeting=row.meeting, person=CONVENOR), CONVENOR)
    return row.here


def count(row: Caucus, there: int, by: PersonId = CONVENOR) -> None:
    row.org.ask(CountUnseen(meeting=row.meeting, there=there), by)


def decision(row: Caucus, **other: object) -> RecordDecision:
    told = {"meeting": row.meeting, "item": 1, "manner": Manner.CONSENSUS, "text": "March."}
    return RecordDecision.model_validate(told | other)


@pytest.mark.parametrize(("there", "enough"), [(2, False), (3, True)])
def test_members_who_are_not_shown_count_for_its_quorum(
    row: Caucus, there: int, enough: bool
) -> None:
    meeting = begun(row, there)
    assert meeting.quorate is enough
    row.org.ask(decision(row), CONVENOR)
    assert row.here.decisions[0].binds is enough


def test_no_act_says_how_many_are_there_or_belong(row: Caucus) -> None:
    begun(row, 3)
    row.org.ask(decision(row, manner=Manner.VOTE), CONVENOR)
    count(row, 1)
    count(row, 4)
    row.org.ask(CloseMeeting(meeting=row.meeting), CONVENOR)
    said = [one for one in row.acts() if hasattr(one, "present")]
    assert [type(one).__name__ for one in said] == ["Opened", "QuorumLost", "QuorumRegained"]
    assert {(getattr(one, "present", 0), getattr(one, "needed", 0)) for one in said} == {
        (None, None)
    }
    (decided,) = row.here.decisions
    assert (decided.present, decided.voters, decided.needed, decided.votes) == (None,) * 4
    assert decided.binds


def test_nobody_who_is_not_shown_is_named_by_an_act_of_its_meeting(row: Caucus) -> None:
    begun(row, 3)
    named = {str(person) for person in UNSEEN}
    acts = [repr(one.__dict__) for one in row.acts()]
    assert not [one for one in acts for person in named if person in one]


@pytest.mark.parametrize("person", [UNSEEN[0], OUTSIDE])
def test_whoever_is_not_shown_is_entered_nowhere_and_nothing_tells_who_that_is(
    row: Caucus, person: PersonId
) -> None:
    refused = [
        RecordArrival(meeting=row.meeting, person=person, name="X", capacity=Capacity.OBSERVER),
        RecordArrival(meeting=row.meeting, person=person, name="X"),
        SendApologies(meeting=row.meeting, person=person),
    ]
    for asked in refused:
        row.org.refused(RuleBroken, asked, STAFF, SEALED)


def test_only_those_who_belong_count_them(row: Caucus) -> None:
    row.org.refused(NotAllowed, CountUnseen(meeting=row.meeting, there=2), STAFF, SEALED)


def test_staff_who_are_not_of_it_neither_open_its_meeting_nor_write_its_record(row: Caucus) -> None:
    opens = OpenMeeting(meeting=row.meeting)
    row.org.refused(NotAllowed, opens, STAFF, SEALED)
    row.org.refused(NotAllowed, HandInItem(meeting=row.meeting, title="Rooms"), STAFF, SEALED)
    begun(row, 3)
    row.org.refused(NotAllowed, decision(row), STAFF, SEALED)
    row.org.refused(NotAllowed, CloseMeeting(meeting=row.meeting), STAFF, SEALED)
    row.org.ask(decision(row), CONVENOR)


def test_staff_open_the_meeting_that_chooses_its_first_officer(row: Caucus) -> None:
    gone = VacatePost(body=CAUCUS, post="convenor", person=CONVENOR, reason="too much")
    row.org.ask(gone, CONVENOR)
    row.org.ask(OpenMeeting(meeting=row.meeting), STAFF)
    row.org.refused(NotAllowed, CountUnseen(meeting=row.meeting, there=2), STAFF, SEALED)


def test_staff_carry_out_what_it_decided_by_its_authority(row: Caucus) -> None:
    begun(row, 3)
    row.org.ask(decision(row), CONVENOR)
    decided = DecidedAt(meeting=row.meeting, number=1)
    told = {"post": "secretary", "person": CONVENOR, "name": "C", "how": "chosen"}
    row.org.ask(FillPost.model_validate({"body": CAUCUS, "decision": decided, **told}), STAFF)


def test_no_more_are_counted_than_belong(row: Caucus) -> None:
    row.org.refused(BadInput, CountUnseen(meeting=row.meeting, there=6), CONVENOR)


def test_where_everybody_is_shown_nobody_is_counted_without_a_name(row: Caucus) -> None:
    asked = ConveneMeeting(body="ncg", starts=STARTS + timedelta(days=9), place="Hall")
    met = row.org.hands.began(row.org.ask(asked, STAFF))
    row.org.refused(BadInput, CountUnseen(meeting=met, there=1), CHAIR)


def test_figures_and_names_of_a_vote_are_not_kept(row: Caucus) -> None:
    begun(row, 3)
    figures = decision(row, manner=Manner.VOTE, votes=Votes(in_favour=3, against=1))
    row.org.refused(RuleBroken, figures, CONVENOR, SEALED)


def test_it_decides_nothing_in_writing_for_replies_name_people(row: Caucus) -> None:
    asked = ProposeResolution(body=CAUCUS, title="March", text="We march.")
    row.org.refused(RuleBroken, asked, CONVENOR, SEALED)


@pytest.mark.parametrize(("there", "told"), [(4, None), (5, 5)])
def test_that_so_many_came_is_told_at_the_end_from_the_number_of_the_rule_on(
    row: Caucus, there: int, told: int | None
) -> None:
    begun(row, there)
    row.org.ask(CloseMeeting(meeting=row.meeting), CONVENOR)
    (closed,) = row.acts(Meeting.Closed.TOPIC)
    assert closed.at_least == told


def test_what_is_told_outside_is_the_same_before_and_after_somebody_joins() -> None:
    """Seven are no more than five: who watches a number learns nothing from its moving."""
    row = Caucus(*MEMBERS[6:8])
    begun(row, 7)
    row.org.ask(CloseMeeting(meeting=row.meeting), CONVENOR)
    (closed,) = row.acts(Meeting.Closed.TOPIC)
    assert closed.at_least == 5

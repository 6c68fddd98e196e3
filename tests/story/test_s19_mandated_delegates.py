"""S19: a group mandates its delegates before a conference, item by item; votes stand beside it.

The review of 2018 asked that mandates be sent in beforehand and be public, as the votes are.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.bodies.body import body_id
from domain.cycle.assembly import Votes
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken, TooLate
from domain.meetings.decisions import Answer
from domain.meetings.mandating import MANDATED, DelegateMandate, mandate_id
from domain.meetings.meeting import Meeting
from domain.rules.values import Flag
from services.application.bodies import EstablishBody
from services.application.business import TakeItem
from services.application.credentials import (
    AdmitDelegate,
    AdmitDelegation,
    CallCardVote,
    CastCards,
    CloseCardVote,
    OpenCredentials,
)
from services.application.mandating import MandateDelegates
from services.application.meetings import ConveneMeeting, HandInItem
from services.application.sittings import OpenMeeting, RecordArrival, TakeChair
from tests.application.organisation import (
    CHAIR,
    LEEDS,
    LEEDS_TOO,
    STAFF,
    YORK,
    in_memory,
)
from tests.support.kinds import Kind


class Conference:
    """A conference of two groups with one item, a month from now."""

    def __init__(self, **rules: Any) -> None:
        self.org = org = in_memory(**rules)
        org.ask(EstablishBody(slug="conference", name="Conference", kind=Kind.CONFERENCE), STAFF)
        starts = org.store.now() + timedelta(days=60)
        called = ConveneMeeting(body="conference", starts=starts, place="The hall")
        self.meeting: UUID = org.hands.began(org.ask(called, STAFF))
        org.ask(HandInItem(meeting=self.meeting, title="The statutes"), STAFF)

    @property
    def found(self) -> Meeting:
        return self.org.store.load(Meeting, self.meeting)

    def mandating(self, group: str = "leeds", **other: Any) -> MandateDelegates:
        told = {
            "meeting": self.meeting,
            "group": group,
            "item": 1,
            "answer": "for",
            "words": "Yes.",
        }
        return MandateDelegates.model_validate(told | other)

    def mandate(self, group: str) -> DelegateMandate:
        stream = mandate_id(self.meeting, body_id(group), 1)
        return self.org.store.load(DelegateMandate, stream)

    def open(self) -> None:
        self.org.ask(OpenCredentials(meeting=self.meeting), STAFF)
        for group, person in (("leeds", LEEDS), ("york", YORK)):
            self.org.ask(AdmitDelegation(meeting=self.meeting, group=group, members=100), STAFF)
            told = {"group": group, "person": person, "name": group, "place": 1}
            self.org.ask(AdmitDelegate.model_validate({"meeting": self.meeting, **told}), STAFF)
        self.org.hands.at(self.found.starts + timedelta(minutes=5))
        for person in (LEEDS, YORK):
            arrived = RecordArrival(meeting=self.meeting, person=person, name="A delegate")
            self.org.ask(arrived, STAFF)
        self.org.ask(OpenMeeting(meeting=self.meeting), STAFF)
        self.org.ask(TakeChair(meeting=self.meeting, person=LEEDS), STAFF)


def test_a_group_mandates_its_delegates_before_the_conference_opens() -> None:
    it = Conference()
    it.org.refused(NotAllowed, it.mandating(), YORK, "bodies.spoken_for_by", "york")
    it.org.refused(NotAllowed, it.mandating("ncg"), CHAIR, MANDATED, "ncg")
    it.org.refused(BadInput, it.mandating(words=" "), LEEDS, group="leeds")
    it.org.ask(it.mandating(), LEEDS, "leeds")
    assert it.mandate("leeds").answer is Answer.FOR
    it.org.refused(OutOfOrder, it.mandating(), LEEDS_TOO, MANDATED, "leeds")
    it.org.ask(it.mandating(answer=None, words="As they judge."), LEEDS_TOO, "leeds")
    assert it.mandate("leeds").answer is None
    it.open()
    it.org.refused(TooLate, it.mandating("york"), YORK, MANDATED, "york")


def test_how_delegates_vote_is_a_fact_whatever_they_were_told() -> None:
    it = Conference()
    for group, person in (("leeds", LEEDS), ("york", YORK)):
        it.org.ask(it.mandating(group), person, group)
    it.open()
    it.org.ask(TakeItem(meeting=it.meeting, item=1), STAFF)
    it.org.ask(CallCardVote(meeting=it.meeting, item=1, question="Shall we?"), STAFF)
    for group, votes in (
        ("leeds", Votes(in_favour=10, against=0)),
        ("york", Votes(in_favour=0, against=10)),
    ):
        cast = CastCards(meeting=it.meeting, number=1, group=group, votes=votes)
        it.org.ask(cast, STAFF)
    it.org.ask(CloseCardVote(meeting=it.meeting, number=1), STAFF)
    assert it.mandate("york").answer is Answer.FOR, "it stands as it was given"


def test_where_the_rules_have_no_mandates_delegates_vote_as_they_judge() -> None:
    it = Conference(delegates__mandated=Flag(holds=False))
    it.org.refused(RuleBroken, it.mandating(), LEEDS, MANDATED, "leeds")

"""S28: delegates and credentials: entitlement computed at a date, alternates, job shares, capped
proxies, card votes that can be split, roll call.

Story 3 (`test_story_3_card_vote_half_on_paper.py`) has the case where all of it meets.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from domain.bodies.member import Ending
from domain.cycle.assembly import Votes
from domain.kernel.ids import RuleId
from domain.kernel.moments import LONDON
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, OutOfOrder, RuleBroken
from domain.meetings.credentials import Credentials, credentials_id
from domain.meetings.decisions import Answer
from domain.meetings.delegations import COUNTED_AT, PER_CARD, PER_PLACE, SPLIT, Part
from domain.meetings.meeting import Meeting
from domain.meetings.orders import CONVENED_BY, ITEMS_BY, MAJORITY, PROXIES_EACH, PROXY_VOTE
from domain.rules.values import Flag, RuleChange
from services.application.bodies import EstablishBody, JoinMember, JoinMembers, MoveMember
from services.application.case import KEEPS_POWERS
from services.application.credentials import (
    AdmitDelegate,
    AdmitDelegation,
    AnswerRollCall,
    CallCardVote,
    CastCards,
    CloseCardVote,
    GiveProxy,
    OpenCredentials,
    TakePlace,
)
from services.application.endings import EndMembership
from services.application.meetings import ConveneMeeting, HandInItem, MoveMeeting
from services.application.motions import MoveMotion, PutMotion
from services.application.rules import ReviseRulebook
from services.application.sittings import OpenMeeting, RecordArrival, TakeChair
from services.application.suspensions import Suspend
from services.reports.from_meeting import content_of
from services.reports.held import held
from tests.story.founding import CHAIR, GROUP, Called, Founding
from tests.support.hands import member
from tests.support.kinds import Kind

NORTH, SOUTH = 1_000, 2_000
"""The first membership numbers of two local groups."""
AHEAD = timedelta(days=60)


class Conference:
    """A meeting of delegates of two local groups, under the founding rules."""

    def __init__(self, **members: int) -> None:
        self.org = Founding()
        speaks_for = {"person": CHAIR, "group": "ncg"}
        for slug, first in (("north", NORTH), ("south", SOUTH)):
            established = EstablishBody(
                slug=slug, name=slug.title(), kind=Kind.LOCAL_GROUP, source="as the file has it"
            )
            self.org.ask(established, **speaks_for)  # type: ignore[arg-type]  # both by their names
            self.join(slug, first, members.get(slug, 0), date(2020, 1, 1))
        conference = EstablishBody(
            slug="conference", name="Conference", kind=Kind.CONFERENCE, source="as the file has it"
        )
        self.org.ask(conference, **speaks_for)  # type: ignore[arg-type]  # both by their names
        starts = self.org.store.now() + AHEAD
        called = ConveneMeeting(body="conference", starts=starts, place="Hall")
        self.it = Called(self.org, self.org.began(self.org.ask(called)))
        self.it.ask(HandInItem, title="The statutes")

    def join(self, group: str, first: int, members: int, joined_on: date) -> None:
        joining = tuple(
            JoinMember(number=f"M{number:05}", joined_on=joined_on, group=group)
            for number in range(first, first + members)
        )
        if joining:
            self.org.ask(JoinMembers(members=joining))

    @property
    def credentials(self) -> Credentials:
        return self.org.store.load(Credentials, credentials_id(self.it.id))

    @property
    def counted_on(self) -> date:
        before = timedelta(days=self.org.days(COUNTED_AT))
        return (self.it.found.starts.astimezone(LONDON) - before).date()

    def admit(self, group: str, *people: int) -> None:
        self.it.ask(AdmitDelegation, group=group)
        for place, number in enumerate(people, 1):
            self.delegate(group, number, place)

    def delegate(self, group: str, number: int, place: int, part: Part = Part.DELEGATE) -> None:
        told: dict[str, Any] = {"group": group, "place": place, "part": part}
        self.it.ask(AdmitDelegate, person=member(number), name=f"{group} {number}", **told)

    def begin(self) -> None:
        self.org.at(self.it.found.starts + timedelta(minutes=1))
        for person in self.credentials.floor.speaking:
            self.it.ask(RecordArrival, person=person, name="A delegate")
        self.it.ask(OpenMeeting)
        self.it.ask(TakeChair, person=self.credentials.floor.speaking[0])

    def members_decide(self, rule: str, holds: bool) -> None:
        change = RuleChange(rule=RuleId(rule), value=Flag(holds=holds))
        self.org.hands.by_service(ReviseRulebook(title="Ballot", rules=(change,)))


def test_s28_entitlement_is_counted_in_the_register_as_of_the_day_that_the_rule_names() -> None:
    """Whoever joins, moves or leaves afterwards changes nothing any more."""
    it = Conference(north=130, south=101)
    org = it.org
    it.it.ask(OpenCredentials)
    assert it.credentials.counted_on == it.counted_on
    org.at(datetime.combine(it.counted_on, datetime.min.time(), LONDON) + timedelta(hours=9))
    org.ask(MoveMember(person=member(SOUTH), group="north"))
    leaves = EndMembership(person=member(NORTH), ending=Ending.RESIGNED, reason="moved")
    org.ask(leaves, member(NORTH))
    org.later(days=2)
    it.join("south", 3_000, 50, org.store.now().date())
    org.ask(MoveMember(person=member(SOUTH + 1), group="north"))
    it.it.refused(NotAllowed, CONVENED_BY, AdmitDelegation, by=GROUP[8], group="north")
    for slug, members in (("north", 130), ("south", 100)):
        it.it.ask(AdmitDelegation, group=slug)
        found = it.credentials.floor.delegation(slug)
        assert found.members == members
        assert found.places == -(-members // org.count(PER_PLACE))
        assert found.cards == -(-members // org.count(PER_CARD))
    (first, _) = org.acts(Credentials.DelegationAdmitted)
    assert {COUNTED_AT, PER_PLACE, PER_CARD} <= set(first.act.rules)


def test_s28_a_number_from_another_register_is_marked_as_given_by_hand() -> None:
    it = Conference()
    it.it.ask(OpenCredentials)
    it.it.refused(BadInput, PER_PLACE, AdmitDelegation, group="north")
    it.it.ask(AdmitDelegation, group="north", members=150)
    (admitted,) = it.org.acts(Credentials.DelegationAdmitted)
    assert admitted.delegation.places == 2
    assert "given by whoever entered it" in admitted.act.note
    again = it.it.refused(OutOfOrder, None, AdmitDelegation, group="north", members=900)
    assert "already" in str(again)


def test_s28_a_place_has_one_delegate_one_alternate_and_one_job_share() -> None:
    it = Conference(north=101)
    it.it.ask(OpenCredentials)
    it.admit("north", NORTH, NORTH + 1)
    beyond = {"group": "north", "person": member(NORTH + 2), "name": "Third", "place": 3}
    it.it.refused(RuleBroken, PER_PLACE, AdmitDelegate, **beyond)  # type: ignore[arg-type]  # by name
    it.it.refused(RuleBroken, PER_PLACE, AdmitDelegate, **(beyond | {"place": 1}))  # type: ignore[arg-type]  # by name
    it.delegate("north", NORTH + 3, 1, Part.JOB_SHARE)
    it.delegate("north", NORTH + 4, 2, Part.ALTERNATE)
    speaking = it.credentials.floor
    assert speaking.speaker("north", 1).person == member(NORTH)  # type: ignore[union-attr]  # else it fails
    it.it.ask(TakePlace, person=member(NORTH + 3))
    it.it.ask(TakePlace, person=member(NORTH + 4))
    assert set(it.credentials.floor.speaking) == {member(NORTH + 3), member(NORTH + 4)}
    it.it.refused(OutOfOrder, None, TakePlace, person=member(NORTH + 4))


def test_s28_proxies_are_known_only_where_a_rule_says_so_and_within_its_cap() -> None:
    it = Conference(north=250)
    it.it.ask(OpenCredentials)
    it.admit("north", NORTH, NORTH + 1, NORTH + 2)
    first, second, third = (member(NORTH + number) for number in range(3))
    it.it.refused(RuleBroken, PROXY_VOTE, GiveProxy, principal=first, holder=third)
    it.members_decide(PROXY_VOTE, holds=True)
    it.it.refused(BadInput, PROXY_VOTE, GiveProxy, principal=first, holder=first)
    it.it.ask(GiveProxy, principal=first, holder=third)
    assert it.org.count(PROXIES_EACH) == 1
    it.it.refused(RuleBroken, PROXIES_EACH, GiveProxy, principal=second, holder=third)
    it.begin()
    it.it.ask(CallCardVote, item=1, question="Shall the statutes be altered?")
    answers: dict[str, Any] = {"number": 1, "answer": Answer.FOR}
    it.it.refused(NotAllowed, PROXY_VOTE, AnswerRollCall, person=first, **answers)
    it.it.ask(TakePlace, person=first)
    it.it.refused(NotAllowed, PROXY_VOTE, AnswerRollCall, person=first, voter=third, **answers)
    it.it.ask(AnswerRollCall, person=first, **answers)


def test_s28_cards_are_split_or_called_by_roll_and_none_is_counted_twice() -> None:
    it = Conference(north=200, south=150)
    it.it.ask(OpenCredentials)
    it.admit("north", NORTH, NORTH + 1)
    it.admit("south", SOUTH, SOUTH + 1)
    it.begin()
    question = "Shall the statutes be altered?"
    it.it.refused(NotFound, None, CallCardVote, item=9, question=question)
    it.it.refused(NotFound, None, CallCardVote, item=1, motion=1, question=question)
    it.it.ask(CallCardVote, item=1, question=question)
    it.it.refused(OutOfOrder, PER_CARD, CallCardVote, item=1, question="And another?")
    too_few = Votes(in_favour=12, against=7)
    cards: dict[str, Any] = {"number": 1, "group": "north"}
    it.it.refused(BadInput, PER_CARD, CastCards, votes=too_few, **cards)
    it.it.ask(CastCards, votes=Votes(in_favour=12, against=8), **cards)
    it.it.refused(OutOfOrder, PER_CARD, CastCards, votes=Votes(in_favour=20, against=0), **cards)
    by_roll: dict[str, Any] = {"number": 1, "person": member(SOUTH)}
    it.it.ask(AnswerRollCall, answer=Answer.FOR, **by_roll)
    it.it.refused(OutOfOrder, PER_CARD, AnswerRollCall, answer=Answer.FOR, **by_roll)
    it.it.ask(AnswerRollCall, number=1, person=member(SOUTH + 1), answer=Answer.AGAINST)
    it.it.ask(CloseCardVote, number=1)
    result = it.credentials.votes[0].result
    assert result is not None
    assert result.votes == Votes(in_favour=12 + 8, against=8 + 7)
    assert result.cards == 35
    (closed,) = it.org.acts(Credentials.CardVoteClosed)
    assert MAJORITY in closed.act.rules
    told = content_of(held(it.org.store, it.it.id)).lines
    under = told[told.index("1. The statutes") :]
    assert any(one.startswith(f"• Card vote 1, “{question}”: carried. 20 for") for one in under)


def test_s28_where_the_rule_forbids_it_no_delegation_splits_its_cards() -> None:
    it = Conference(north=100)
    it.it.ask(OpenCredentials)
    it.admit("north", NORTH)
    it.begin()
    it.it.ask(CallCardVote, item=1, question="Shall we?")
    it.members_decide(SPLIT, holds=False)
    split: dict[str, Any] = {"number": 1, "group": "north"}
    it.it.refused(RuleBroken, SPLIT, CastCards, votes=Votes(in_favour=6, against=4), **split)
    it.it.ask(CastCards, votes=Votes(in_favour=10, against=0), **split)


@pytest.mark.parametrize("members", [1, 100, 101])
def test_s28_part_of_a_hundred_has_a_place_as_well(members: int) -> None:
    it = Conference(north=members)
    it.it.ask(OpenCredentials)
    it.it.ask(AdmitDelegation, group="north")
    assert it.credentials.floor.delegation("north").places == (1 if members <= 100 else 2)


def test_s28_whoever_leaves_is_a_delegate_no_longer_and_leaves_the_place_free() -> None:
    it = Conference(north=130)
    it.members_decide(PROXY_VOTE, holds=True)
    it.it.ask(OpenCredentials)
    it.admit("north", NORTH, NORTH + 1)
    first, second, third = (member(NORTH + number) for number in range(3))
    it.it.ask(GiveProxy, principal=second, holder=first)
    gone = EndMembership(person=first, ending=Ending.RESIGNED, reason="moved abroad")
    it.org.ask(gone)
    floor = it.credentials.floor
    assert [one.person for one in floor.delegates] == [second]
    assert first not in floor.speaking
    assert not floor.proxies
    (ended,) = it.org.acts(Credentials.DelegateEnded)
    assert (ended.person, ended.reason) == (first, "moved abroad")
    it.delegate("north", NORTH + 2, 1)
    assert third in {one.person for one in it.credentials.floor.delegates}


def test_s28_a_meeting_that_is_moved_counts_members_by_its_new_day_and_accredits_anew() -> None:
    it = Conference(north=100)
    it.it.ask(OpenCredentials)
    it.admit("north", NORTH)
    it.join("north", 3_000, 30, it.counted_on + timedelta(days=5))
    before = it.counted_on
    it.it.ask(MoveMeeting, starts=it.it.found.starts + timedelta(days=30), reason="It is shut.")
    assert it.credentials.counted_on == it.counted_on == before + timedelta(days=30)
    assert it.credentials.floor.delegates == it.credentials.floor.speaking == ()
    it.admit("north", NORTH, NORTH + 1)
    assert it.credentials.floor.delegation("north").members == 130
    (anew,) = it.org.acts(Credentials.BegunAnew)
    assert COUNTED_AT in anew.act.rules


def test_s28_whoever_is_suspended_speaks_for_no_place_and_answers_no_roll() -> None:
    it = Conference(north=150)
    it.members_decide(PROXY_VOTE, holds=True)
    it.it.ask(HandInItem, title="The dues")
    it.it.ask(OpenCredentials)
    it.admit("north", NORTH)
    it.delegate("north", NORTH + 1, 1, Part.ALTERNATE)
    first, alternate, other = (member(NORTH + number) for number in range(3))
    it.begin()
    until = it.org.store.now() + timedelta(days=20)
    for person in (first, other):
        it.org.ask(Suspend(person=person, reasons="Reasons.", until=until), CHAIR)
    place: dict[str, Any] = {"group": "north", "name": "Other", "place": 2}
    it.it.refused(NotAllowed, KEEPS_POWERS, AdmitDelegate, person=other, **place)
    it.it.ask(CallCardVote, item=1, question="Shall the statutes be altered?")
    roll: dict[str, Any] = {"number": 1, "person": first, "answer": Answer.FOR}
    it.it.refused(NotAllowed, KEEPS_POWERS, AnswerRollCall, **roll)
    cards: dict[str, Any] = {"number": 1, "group": "north"}
    all_of_them = Votes(in_favour=15, against=0)
    it.it.refused(NotAllowed, PER_CARD, CastCards, votes=all_of_them, **cards)
    it.it.ask(CloseCardVote, number=1)
    it.it.ask(TakePlace, person=alternate)
    it.it.refused(NotAllowed, KEEPS_POWERS, TakePlace, person=first)
    it.it.ask(CallCardVote, item=2, question="And now?")
    it.it.ask(CastCards, **{**cards, "number": 2}, votes=all_of_them)


def test_s28_cards_are_cast_only_where_a_delegate_is_there() -> None:
    it = Conference(north=100, south=100)
    it.it.ask(OpenCredentials)
    it.it.ask(AdmitDelegation, group="north")
    it.admit("south", SOUTH)
    it.begin()
    it.it.ask(CallCardVote, item=1, question="Shall the statutes be altered?")
    it.delegate("north", NORTH, 1)
    cards: dict[str, Any] = {"number": 1, "votes": Votes(in_favour=10, against=0)}
    it.it.refused(NotAllowed, PER_CARD, CastCards, group="north", **cards)
    it.it.ask(CastCards, group="south", **cards)


def test_s28_a_delegate_who_is_on_no_register_is_marked_as_such() -> None:
    it = Conference(north=100)
    it.it.ask(OpenCredentials)
    it.it.ask(AdmitDelegation, group="north")
    it.delegate("north", NORTH, 1)
    it.delegate("north", 777_777, 1, Part.ALTERNATE)
    known, unknown = it.org.acts(Credentials.DelegateAdmitted)
    assert known.act.note is None
    assert "in no register of members" in unknown.act.note


def test_s28_only_a_body_that_a_rule_names_meets_by_delegates() -> None:
    """A group of seated members is not voted over by whomever somebody accredits."""
    org = Founding()
    called = ConveneMeeting(body="ncg", starts=org.store.now() + AHEAD, place="Hall")
    it = Called(org, org.began(org.ask(called)))
    said = it.refused(NotAllowed, "coordinating_group.meetings.by_delegates", OpenCredentials)
    assert "whoever sits in it has the votes" in str(said)


def test_s28_those_who_speak_for_a_place_have_the_votes_and_are_the_quorum() -> None:
    """An alternate has the vote with the place, and whoever sits in the body has none."""
    it = Conference(north=200, south=150)
    it.it.ask(OpenCredentials)
    it.admit("north", NORTH, NORTH + 1)
    it.admit("south", SOUTH, SOUTH + 1)
    it.delegate("north", NORTH + 4, 1, Part.ALTERNATE)
    it.org.at(it.it.found.starts + timedelta(minutes=1))
    first, alternate = member(NORTH), member(NORTH + 4)
    for person in (alternate, member(SOUTH)):
        it.it.ask(RecordArrival, person=person, name="Somebody")
    it.it.refused(BadInput, "meetings.record_kept_by", RecordArrival, person=CHAIR, name="Chair")
    it.it.ask(OpenMeeting)
    it.it.ask(TakeChair, person=member(SOUTH))
    assert not it.it.found.quorate  # one of four places: the alternate has none yet
    it.it.ask(TakePlace, person=alternate)
    assert it.it.found.quorate
    assert it.org.acts(Meeting.QuorumRegained)[0].present == 2
    motion: dict[str, Any] = {"item": 1, "title": "M", "text": "We do it.", "mover": alternate}
    it.it.refused(NotAllowed, ITEMS_BY, MoveMotion, by=first, **motion)
    it.it.ask(MoveMotion, by=alternate, **motion)
    it.it.refused(BadInput, MAJORITY, PutMotion, motion=1, votes=Votes(in_favour=3, against=0))
    it.it.ask(PutMotion, motion=1, votes=Votes(in_favour=2, against=0))
    assert it.it.found.decision(1).binds
    it.it.ask(TakePlace, person=first)  # who is not in the hall
    assert not it.it.found.quorate

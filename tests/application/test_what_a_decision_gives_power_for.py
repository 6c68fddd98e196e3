"""What may be done by a decision: what it says, by a body with the power, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.bodies.body import Body, body_id
from domain.cycle.assembly import Votes
from domain.decisions.decided import DecidedAt
from domain.kernel.act import Act, Standing
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, OutOfOrder, RuleBroken
from domain.meetings.decisions import Answer, Manner, Settled
from domain.meetings.resolution import MAJORITY
from domain.rules.values import Count, RuleChange, Who
from services.application.actions import GiveAction, GivenTo
from services.application.bodies import EstablishBody, FillPost, RenameBody, SeatMember
from services.application.business import (
    AnnulDecision,
    RatifyDecision,
    RecordDecision,
    ReplaceDecision,
    SettleDecision,
)
from services.application.cooptions import DecideCoOption, ProposeCoOption
from services.application.endings import DissolveBody
from services.application.meetings import HandInItem
from services.application.motions import MoveMotion, PutMotion
from services.application.registers import KEPT_BY
from services.application.resolutions import (
    ProposeResolution,
    ReplyToResolution,
    SettleResolution,
)
from services.application.rules import AMEND_POWER, ReviseRulebook
from services.application.sittings import OpenMeeting, RecordArrival, TakeChair
from tests.application.gathering import SITTING, STARTS, Gathering
from tests.application.organisation import CHAIR, FILE, STAFF, YORK
from tests.support.hands import member
from tests.support.kinds import Kind

FORMED, RENAMED, DISSOLVED = "bodies.formed_by", "bodies.renamed_by", "bodies.dissolved_by"
SEATED, POSTS = "bodies.seated_by", "bodies.posts_by"
OF_SUB_GROUPS, CONVENORS = "ncg.subgroups.formed_by", "ncg.subgroups.convenors_by"
NEWCOMER = member(16)
BY_DECISION = {
    "bodies__renamed_by": Who(powers=("this_body", "body_above")),
    "bodies__dissolved_by": Who(powers=("body_above",)),
}


class Deciding(Gathering):
    """The group with a sub-group on money, at a meeting that has a quorum."""

    def __init__(self, **other: Any) -> None:
        super().__init__(**{**BY_DECISION, **other})
        for slug in ("money", "press"):
            self.org.ask(establishing(slug, Kind.SUB_GROUP, source=FILE), STAFF)
        for person in SITTING[1:4]:
            self.org.ask(seating("money", person, source=FILE), STAFF)
        self.hold()

    def decision(self, manner: Manner = Manner.CONSENSUS, **put: Any) -> DecidedAt:
        """A decision of the open meeting, come to in that manner."""
        told: dict[str, Any] = {"item": 1, "manner": manner, "text": "So it is."} | put
        self.ask(RecordDecision, **told)
        return DecidedAt(meeting=self.meeting, number=len(self.found.decisions))

    def of_money(self) -> DecidedAt:
        """A decision of the sub-group on money, at a meeting of its own."""
        self.convene(STARTS + timedelta(days=1), body="money")
        self.ask(HandInItem, title="Rooms")
        self.org.hands.at(STARTS + timedelta(days=1, minutes=1))
        for person in SITTING[1:4]:
            self.ask(RecordArrival, person=person)
        self.ask(OpenMeeting)
        self.ask(TakeChair, person=SITTING[1])
        return self.decision()

    def in_writing(self, *agree: PersonId, **about: Any) -> DecidedAt:
        """A decision in writing of the group, to which these agree."""
        told = {"body": "ncg", "title": "Rooms", "text": "As it says."}
        put = ProposeResolution.model_validate(told | about)
        resolution = self.org.hands.began(self.org.ask(put, CHAIR))
        for person in agree:
            self.org.ask(ReplyToResolution(resolution=resolution, answer=Answer.FOR), person)
        self.org.hands.at(self.org.store.now() + timedelta(days=20))
        return DecidedAt(meeting=resolution, number=1)

    def body(self, slug: str) -> Body:
        return self.org.store.load(Body, body_id(slug))

    def newest(self, slug: str) -> Act:
        return self.org.store.acts(stream=body_id(slug), limit=500)[-1].event.act


def establishing(slug: str, kind: Kind = Kind.WORKING_GROUP, **other: Any) -> EstablishBody:
    told = {"slug": slug, "name": slug.title(), "kind": kind, "parent": "ncg"} | other
    return EstablishBody.model_validate(told)


def seating(body: str, person: PersonId = NEWCOMER, **other: Any) -> SeatMember:
    return SeatMember(body=body, person=person, name="N", how="as it was decided", **other)


def filling(body: str, post: str, person: PersonId, **other: Any) -> FillPost:
    return FillPost(body=body, post=post, person=person, name="N", how="as decided", **other)


@pytest.fixture
def it() -> Deciding:
    return Deciding()


def test_a_body_is_established_by_a_decision_of_the_body_that_it_is_part_of(it: Deciding) -> None:
    decided = it.decision(Manner.ESTABLISHED)
    it.org.ask(establishing("rooms", decision=decided), STAFF)
    act = it.newest("rooms")
    assert (act.authority.kind, act.cause) == ("decision", it.found.decision(1).act)
    assert FORMED in act.rules


def test_no_other_body_decides_that_it_is_established(it: Deciding) -> None:
    decided = it.of_money()
    it.org.refused(NotAllowed, establishing("rooms", decision=decided), STAFF, FORMED)
    sub_group = establishing("rooms", Kind.SUB_GROUP, decision=decided)
    it.org.refused(NotAllowed, sub_group, STAFF, OF_SUB_GROUPS)


def test_nobody_gives_places_and_posts_or_forms_bodies_without_saying_by_what() -> None:
    """Where the rules name bodies alone, only a decision or a source gives the power."""
    it = Deciding(
        bodies__formed_by=Who(powers=("body_above",)),
        bodies__seated_by=Who(powers=("this_body", "body_above")),
        bodies__posts_by=Who(powers=("this_body", "body_above")),
    )
    for asked, rule in (
        (establishing("rooms"), FORMED),
        (seating("money"), SEATED),
        (filling("ncg", "treasurer", SITTING[2]), POSTS),
    ):
        for person in (STAFF, CHAIR, SITTING[2]):
            refusal = it.org.refused(NotAllowed, asked, person, rule)
            assert "Name that decision." in refusal.sentence
        it.org.ask(asked.model_copy(update={"source": "the minutes of 2019"}), STAFF)
        act = it.newest(getattr(asked, "body", "rooms"))
        assert (act.standing, KEPT_BY in act.rules) == (Standing.ATTESTED, True)
        assert "the minutes of 2019" in (act.note or "")


def test_a_rule_that_names_a_post_gives_its_holder_the_power_and_the_act_cites_it() -> None:
    it = Deciding(bodies__posts_by=Who(powers=("ncg.chair",)))
    asked = filling("ncg", "treasurer", SITTING[2])
    it.org.refused(NotAllowed, asked, SITTING[3], POSTS)
    it.org.ask(asked, CHAIR)
    act = it.newest("ncg")
    assert (act.authority.name, act.rules[0]) == ("chair of Ncg", POSTS)


def test_what_a_source_has_names_no_decision_beside_it(it: Deciding) -> None:
    both = seating("money", decision=it.decision(), source="the minutes")
    it.org.refused(BadInput, both, STAFF, KEPT_BY)


def test_a_seat_in_the_body_that_may_changes_no_rule_and_its_decision_does() -> None:
    it = Deciding(constitution__amend_power=Who(powers=("ncg", "all_member_ballot")))
    fewer = RuleChange(rule=RuleId("ncg.meetings.quorum"), value=Count(count=3))
    asked = ReviseRulebook(title="A smaller quorum", rules=(fewer,))
    refusal = it.org.refused(NotAllowed, asked, CHAIR, AMEND_POWER)
    assert refusal.sentence.startswith("The rulebook is changed by a decision of")
    noted = asked.model_copy(update={"decision": it.decision(Manner.NOTED)})
    it.org.refused(RuleBroken, noted, STAFF, AMEND_POWER)
    it.org.ask(asked.model_copy(update={"decision": it.decision()}), STAFF)
    (revised,) = it.org.store.acts(topics=("rulebook.revised.v1",), limit=9)
    act = revised.event.act
    assert (act.authority.kind, act.cause) == ("decision", it.found.decision(2).act)


def test_a_gap_in_the_rules_lets_nobody_decide_it() -> None:
    it = Deciding()
    bare = establishing("rooms", parent=None, decision=it.decision())
    it.org.refused(NotAllowed, bare, STAFF, FORMED)


def test_what_was_only_noted_gives_power_for_nothing(it: Deciding) -> None:
    noted = it.decision(Manner.NOTED)
    for asked, rule in (
        (establishing("rooms", decision=noted), FORMED),
        (seating("money", decision=noted), SEATED),
        (filling("ncg", "treasurer", SITTING[2], decision=noted), POSTS),
        (filling("money", "convenor", SITTING[2], decision=noted), CONVENORS),
        (RenameBody(body="money", name="M", reason="x", decision=noted), RENAMED),
        (DissolveBody(body="money", reason="x", decision=noted), DISSOLVED),
    ):
        refusal = it.org.refused(RuleBroken, asked, STAFF, rule)
        assert "noted" in refusal.sentence


def test_an_election_establishes_no_body_and_dissolves_none(it: Deciding) -> None:
    elected = it.decision(Manner.ELECTED)
    it.org.refused(RuleBroken, establishing("rooms", decision=elected), STAFF, FORMED)
    dissolve = DissolveBody(body="money", reason="x", decision=elected)
    it.org.refused(RuleBroken, dissolve, STAFF, DISSOLVED)
    it.org.ask(filling("ncg", "treasurer", SITTING[2], decision=elected), STAFF)
    assert POSTS in it.newest("ncg").rules


def test_what_established_a_body_gives_its_first_places_and_no_place_elsewhere(
    it: Deciding,
) -> None:
    founding = it.decision(Manner.ESTABLISHED)
    it.org.ask(establishing("rooms", decision=founding), STAFF)
    it.org.ask(seating("rooms", decision=founding), STAFF)
    it.org.ask(filling("rooms", "convenor", NEWCOMER, decision=founding), STAFF)
    assert it.newest("rooms").authority.kind == "decision"
    it.org.refused(RuleBroken, seating("money", decision=founding), STAFF, SEATED)


def test_a_body_gives_its_own_places_and_none_of_a_body_beside_it(it: Deciding) -> None:
    of_money = it.of_money()
    it.org.refused(NotAllowed, seating("press", decision=of_money), STAFF, SEATED)
    it.org.refused(
        NotAllowed, filling("ncg", "treasurer", SITTING[2], decision=of_money), STAFF, POSTS
    )
    convenor = filling("money", "convenor", SITTING[2], decision=of_money)
    it.org.refused(NotAllowed, convenor, STAFF, CONVENORS)
    it.org.ask(filling("money", "secretary", SITTING[2], decision=of_money), STAFF)


@pytest.mark.parametrize("how", ["lost", "without a quorum"])
def test_a_decision_that_does_not_bind_gives_power_for_nothing(how: str, it: Deciding) -> None:
    if how == "lost":
        decided = it.decision(Manner.VOTE, votes=Votes(in_favour=1, against=4))
    else:
        it.hold(present=3, starts=STARTS + timedelta(days=30))
        decided = it.decision()
    for asked in (
        establishing("rooms", decision=decided),
        seating("money", decision=decided),
        DissolveBody(body="money", reason="x", decision=decided),
    ):
        it.org.refused(RuleBroken, asked, STAFF, "meetings.ratification")


def test_a_body_is_renamed_and_dissolved_by_a_decision_alone(it: Deciding) -> None:
    rename = RenameBody(body="money", name="Money", reason="clearer")
    dissolve = DissolveBody(body="money", reason="done", into="press")
    it.org.refused(NotAllowed, rename, STAFF, RENAMED)
    it.org.refused(NotAllowed, dissolve, STAFF, DISSOLVED)
    decided = it.decision()
    it.org.ask(rename.model_copy(update={"decision": decided}), STAFF)
    it.org.ask(dissolve.model_copy(update={"decision": decided}), STAFF)
    act = it.newest("money")
    assert (act.authority.kind, act.cause) == ("decision", it.found.decision(1).act)
    assert it.body("money").dissolved


def test_no_body_dissolves_itself_where_the_body_above_decides(it: Deciding) -> None:
    dissolve = DissolveBody(body="money", reason="done", decision=it.of_money())
    it.org.refused(NotAllowed, dissolve, STAFF, DISSOLVED)


def test_a_seat_lets_nobody_alone_do_what_the_body_decides() -> None:
    it = Deciding(bodies__dissolved_by=Who(powers=("ncg",)))
    it.org.refused(NotAllowed, DissolveBody(body="money", reason="x"), CHAIR, DISSOLVED)


def test_the_rules_may_give_the_secretariat_the_power_without_a_decision() -> None:
    it = Deciding(bodies__dissolved_by=Who(powers=("body_above", "staff")))
    it.org.ask(DissolveBody(body="money", reason="done"), STAFF)
    assert it.newest("money").rules == (DISSOLVED,)


def test_what_was_decided_elsewhere_is_entered_with_its_source(it: Deciding) -> None:
    told = DissolveBody(body="money", reason="done", source="the minutes of 2019")
    it.org.refused(BadInput, told, STAFF, "registers.kept_by")
    since = it.org.store.now()
    it.org.ask(told.model_copy(update={"at": since}), STAFF)
    act = it.newest("money")
    assert act.standing is Standing.ATTESTED
    assert "the minutes of 2019" in (act.note or "")
    it.org.ask(establishing("rooms", source="the minutes of 2019"), STAFF)
    assert it.newest("rooms").standing is Standing.ATTESTED
    it.org.refused(
        NotAllowed,
        told.model_copy(update={"at": since, "body": "press"}),
        YORK,
        "registers.kept_by",
    )


def test_one_group_decides_on_no_co_option_to_another() -> None:
    it = Deciding(ncg__cooption__power=Who(powers=("ncg", "money", "press")))
    decided = it.of_money()
    asked = ProposeCoOption(
        body="press", person=NEWCOMER, name="N", reasons="She knows it.", decision=decided
    )
    it.org.refused(NotAllowed, asked, STAFF, "ncg.cooption.power")
    it.org.ask(asked.model_copy(update={"body": "money"}), STAFF)


def test_an_election_co_opts_nobody(it: Deciding) -> None:
    asked = ProposeCoOption(
        body="ncg",
        person=NEWCOMER,
        name="N",
        reasons="She knows it.",
        decision=it.decision(Manner.ELECTED),
    )
    it.org.refused(RuleBroken, asked, STAFF, "ncg.cooption.power")


def test_a_local_group_is_recognised_by_a_decision_of_whoever_recognises_groups(
    it: Deciding,
) -> None:
    asked = establishing("hull", Kind.LOCAL_GROUP, parent=None, decision=it.of_money())
    it.org.refused(NotAllowed, asked, STAFF, "groups.recognition_power")
    it.hold(starts=STARTS + timedelta(days=30))
    it.org.ask(asked.model_copy(update={"decision": it.decision()}), STAFF)
    assert it.newest("hull").authority.kind == "decision"


def test_what_was_agreed_in_writing_is_carried_out_as_what_a_meeting_decided(
    it: Deciding,
) -> None:
    decided = it.in_writing(*SITTING[:5])
    it.org.ask(establishing("rooms", decision=decided), STAFF)
    assert it.newest("rooms").authority.name == "written resolution of Ncg: Rooms"
    it.org.ask(seating("money", SITTING[4], decision=decided), STAFF)
    it.org.ask(filling("ncg", "treasurer", SITTING[2], decision=decided), STAFF)
    it.org.ask(RenameBody(body="press", name="P", reason="x", decision=decided), STAFF)
    proposed = ProposeCoOption(body="ncg", person=NEWCOMER, name="N", reasons="x", decision=decided)
    cooption: UUID = it.org.hands.began(it.org.ask(proposed, STAFF))
    agreed = DecideCoOption(cooption=cooption, agreed=True, meeting=decided.meeting, number=1)
    it.org.ask(agreed, STAFF)
    action = GiveAction(
        text="Find a room", owner=GivenTo(name="N"), meeting=decided.meeting, decision=1
    )
    it.org.ask(action, STAFF)
    it.org.ask(DissolveBody(body="press", reason="x", decision=decided), STAFF)


def test_what_was_not_agreed_in_writing_gives_power_for_nothing(it: Deciding) -> None:
    lost = it.in_writing(*SITTING[:2])
    it.org.refused(RuleBroken, establishing("rooms", decision=lost), STAFF, MAJORITY)
    action = GiveAction(text="x", owner=GivenTo(name="N"), meeting=lost.meeting, decision=1)
    it.org.refused(RuleBroken, action, STAFF, MAJORITY)


def test_a_decision_in_writing_is_one_alone(it: Deciding) -> None:
    decided = it.in_writing(*SITTING[:5]).model_copy(update={"number": 2})
    it.org.refused(NotFound, establishing("rooms", decision=decided), STAFF, MAJORITY)


def test_a_decision_that_names_a_body_says_nothing_of_another(it: Deciding) -> None:
    about = it.decision(names={"body": "money"})
    other = DissolveBody(body="press", reason="x", decision=about)
    refusal = it.org.refused(RuleBroken, other, STAFF, DISSOLVED)
    assert "another body" in refusal.sentence
    it.org.ask(other.model_copy(update={"body": "money"}), STAFF)


def test_an_election_gives_the_post_that_it_names_to_whom_it_names(it: Deciding) -> None:
    names = {"body": "ncg", "post": "treasurer", "person": SITTING[2]}
    elected = it.decision(Manner.ELECTED, names=names)
    for post, person in (("treasurer", SITTING[3]), ("vice_chair", SITTING[2])):
        it.org.refused(RuleBroken, filling("ncg", post, person, decision=elected), STAFF, POSTS)
    it.org.ask(filling("ncg", "treasurer", SITTING[2], decision=elected), STAFF)


@pytest.mark.parametrize("kind", [AnnulDecision, ReplaceDecision])
def test_nothing_more_is_done_by_a_decision_that_a_later_one_ended(
    kind: type[SettleDecision], it: Deciding
) -> None:
    early = it.decision()
    it.org.ask(establishing("rooms", decision=early), STAFF)
    it.hold(starts=STARTS + timedelta(days=30))
    late = it.decision(names={"decision": early})
    told: dict[str, Any] = {"by_meeting": late.meeting, "by_decision": late.number}
    it.org.ask(kind(meeting=early.meeting, decision=early.number, **told), STAFF)
    refusal = it.org.refused(
        RuleBroken, establishing("halls", decision=early), STAFF, "meetings.ratification"
    )
    assert "by decision 1 of a later" in refusal.sentence
    action = GiveAction(text="x", owner=GivenTo(name="N"), meeting=early.meeting, decision=1)
    it.org.refused(RuleBroken, action, STAFF, "meetings.ratification")
    assert not it.body("rooms").dissolved


def test_a_decision_in_writing_ends_one_of_a_meeting_and_a_later_one_ends_it(
    it: Deciding,
) -> None:
    early = it.decision()
    silent = it.in_writing(*SITTING[:5])
    written = it.in_writing(*SITTING[:5], names={"decision": early})
    annul = AnnulDecision(
        meeting=early.meeting, decision=1, by_meeting=silent.meeting, by_decision=1
    )
    refusal = it.org.refused(RuleBroken, annul, STAFF, "meetings.ratification")
    assert "does not name" in refusal.sentence
    it.org.ask(annul.model_copy(update={"by_meeting": written.meeting}), STAFF)
    later = it.in_writing(*SITTING[:5], names={"decision": written})
    settle = SettleResolution(
        resolution=written.meeting,
        settled=Settled.REPLACED,
        by_meeting=later.meeting,
        by_decision=1,
    )
    backwards = settle.model_copy(
        update={"resolution": later.meeting, "by_meeting": written.meeting}
    )
    it.org.refused(RuleBroken, backwards, STAFF, "meetings.ratification")
    ratify = settle.model_copy(update={"settled": Settled.RATIFIED})
    it.org.refused(BadInput, ratify, STAFF, "meetings.ratification")
    it.org.ask(settle, STAFF)
    asked = establishing("rooms", decision=written)
    refusal = it.org.refused(RuleBroken, asked, STAFF, "meetings.ratification")
    assert "replaced" in refusal.sentence
    it.org.refused(RuleBroken, settle, STAFF, "meetings.ratification")
    it.org.ask(establishing("rooms", decision=later), STAFF)


def test_what_was_ratified_can_still_be_annulled(it: Deciding) -> None:
    it.hold(present=3, starts=STARTS + timedelta(days=30))
    early = it.decision()
    it.hold(starts=STARTS + timedelta(days=60))
    late, later = (it.decision(names={"decision": early}) for _ in range(2))
    told: dict[str, Any] = {
        "decision": early.number,
        "by_meeting": late.meeting,
        "by_decision": late.number,
    }
    it.org.ask(RatifyDecision(meeting=early.meeting, **told), STAFF)
    it.org.ask(establishing("rooms", decision=early), STAFF)
    annul = AnnulDecision(meeting=early.meeting, **told)
    it.org.refused(OutOfOrder, annul, STAFF, "meetings.ratification")
    told["by_decision"] = later.number
    it.org.ask(AnnulDecision(meeting=early.meeting, **told), STAFF)
    again = ReplaceDecision(meeting=early.meeting, **told)
    it.org.refused(OutOfOrder, again, STAFF, "meetings.ratification")
    halls = establishing("halls", decision=early)
    it.org.refused(RuleBroken, halls, STAFF, "meetings.ratification")


@pytest.mark.parametrize("kind", [RatifyDecision, AnnulDecision, ReplaceDecision])
def test_a_decision_settles_only_the_one_that_it_names(
    kind: type[SettleDecision], it: Deciding
) -> None:
    it.hold(present=3, starts=STARTS + timedelta(days=30))
    early, other = it.decision(), it.decision()
    it.hold(starts=STARTS + timedelta(days=60))
    for names in ({}, {"person": CHAIR}, {"decision": other}):
        late = it.decision(names=names)
        told: dict[str, Any] = {"by_meeting": late.meeting, "by_decision": late.number}
        asked = kind(meeting=early.meeting, decision=early.number, **told)
        it.org.refused(RuleBroken, asked, STAFF, "meetings.ratification")
    right = asked.model_copy(update={"decision": other.number})
    it.org.ask(right, STAFF)


def test_a_motion_that_names_an_earlier_decision_settles_that_and_no_other(it: Deciding) -> None:
    early, other = it.decision(), it.decision()
    it.hold(starts=STARTS + timedelta(days=30))
    it.ask(MoveMotion, item=1, title="No rooms", text="It is annulled.", mover=SITTING[1])
    votes = Votes(in_favour=5, against=0)
    it.ask(PutMotion, motion=1, votes=votes, names={"decision": early})
    told: dict[str, Any] = {"by_meeting": it.meeting, "by_decision": 1}
    wrong = AnnulDecision(meeting=other.meeting, decision=other.number, **told)
    it.org.refused(RuleBroken, wrong, STAFF, "meetings.ratification")
    it.org.ask(AnnulDecision(meeting=early.meeting, decision=early.number, **told), STAFF)
    refused = establishing("rooms", decision=early)
    it.org.refused(RuleBroken, refused, STAFF, "meetings.ratification")

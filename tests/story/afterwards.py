"""What an organisation does besides its one great cycle: the acts that the story leaves out.

Told after the story, so that together they hold an act of every kind.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from domain.bodies.body import Body, body_id
from domain.bodies.mandate import MandateEnding, Origin
from domain.bodies.member import Ending
from domain.cycle.calendar import StageName
from domain.decisions.claim import Claimed, Outcome
from domain.kernel.ids import CONVENOR, ProposalId, RuleId, derived
from domain.kernel.refusal import RuleBroken
from domain.kernel.sealed import Purpose
from domain.notices.contact import Channel
from domain.notices.notice import Occasion, Whom
from domain.notices.service import Addressees, Batch
from domain.rules.values import AmendmentProcedure, Count, Days, Procedure, RuleChange, Who
from services.application.accesses import AnswerAccess, ExtendAccess, RequestAccess, WithdrawAccess
from services.application.amending import WithdrawAmendment
from services.application.assemblies import OpenSitting
from services.application.bodies import (
    EstablishBody,
    FillPost,
    MoveMember,
    ProlongMandate,
    ReportMeeting,
    SeatMember,
)
from services.application.caucuses import JoinCaucus, LeaveCaucus
from services.application.claims import ObjectToClaim, RecordClaim, SettleClaim
from services.application.details import DeclareCategory, SetDetails, WithdrawCategory
from services.application.elections import CallElection
from services.application.endings import DissolveBody, EndMembership, VacatePost, VacateSeat
from services.application.erasing import EraseData, LiftHold, PlaceHold
from services.application.notices import (
    AddressNotice,
    CompleteNotice,
    RecordBounce,
    RecordOmission,
    RecordPost,
    RecordRefusals,
    RecordService,
    ServeNotice,
    SetContact,
    WithdrawContact,
)
from services.application.proposals import WithdrawProposal
from services.application.rules import MakeRuling, ReviseRulebook, TakeEffect
from tests.application.organisation import (
    CHAIR,
    LEEDS,
    MEMBERS,
    STAFF,
    YORK,
    Organisation,
    becomes,
)
from tests.story import (
    balloted,
    cased,
    chosen,
    endorsing,
    granted,
    groups_formed,
    nominated,
    ranking,
    supported,
    surveyed,
)
from tests.story.eight_hundred import Tie
from tests.story.meetings_held import MeetingsHeld
from tests.story.reported import Reported
from tests.support.hands import member
from tests.support.kinds import Kind
from tests.support.rulebook import rule

SUPPORTERS = "refounding.supporters_needed"
AMENDED_BY = Who(powers=("all_member_ballot", "ncg.chair"))
"""Who may amend the rulebook, so that some of this can be done without a ballot."""
PERIODS = {
    RuleId(f"people.kept_days.{name}"): Days(count=10)
    for name in ("identity", "contact", "birth", "caucus", "quota", "looked_at_again")
}
"""So short that what is kept of somebody who left goes before all of this is over."""


def of_counts(org: Organisation) -> None:
    """A tie that is decided, one that is drawn by lot, and papers that nobody handed in."""
    tie = Tie(org.hands, STAFF, MEMBERS[3])
    count = tie.hand_in()
    org.hands.settle()
    tie.decide(count)
    org.hands.settle()
    tie.declare(count)
    tie.hand_in_nothing()
    org.hands.settle()
    election = org.hands.began(org.ask(CallElection(body="ncg", title="A by-election"), STAFF))
    tie.nominate(election)
    drawn = tie.hand_in_level(election)
    org.hands.settle()
    tie.wait_for_the_value(drawn)
    tie.draw(drawn)
    org.hands.settle()


def tell(org: Organisation) -> None:
    """Do it all."""
    of_people(org)
    of_bodies(org)
    of_sub_groups(org)
    of_claims(org)
    of_rules(org)
    of_a_second_cycle(org)
    of_counts(org)
    nominated.tell(org)
    endorsing.tell(org)
    ranking.tell(org)
    of_notices(org)
    held = MeetingsHeld(org)
    held.tell()
    groups_formed.tell(org)
    Reported(org).tell()
    org.ask(LiftHold(person=MEMBERS[0], reason="the estate was settled"), STAFF)
    cased.tell(org)
    supported.tell(org)
    granted.tell(org)
    held.over_the_quarters()
    balloted.tell(org)
    chosen.tell(org, MEMBERS[3])
    surveyed.tell(org)


def of_people(org: Organisation) -> None:
    """Somebody gives their details, declares something, asks to see it, and has it erased."""
    person = MEMBERS[7]
    details = SetDetails(
        person=person, name="Ada Ash", email="ada@example.org", born=date(1990, 4, 1)
    )
    org.ask(details, STAFF)
    for category in ("under_30", "women"):
        declared = {"person": person, "purpose": Purpose.CAUCUS, "category": category}
        org.ask(DeclareCategory.model_validate(declared), person)
        org.ask(WithdrawCategory.model_validate(declared), person)
    org.ask(RequestAccess(person=person), person)
    org.ask(WithdrawAccess(person=person, reason="they found it on the page"), person)
    org.ask(RequestAccess(person=person), person)
    org.ask(ExtendAccess(person=person, reason="there are many acts"), STAFF)
    org.ask(AnswerAccess(person=person), STAFF)
    org.ask(RequestAccess(person=MEMBERS[6]), MEMBERS[6])  # nobody answers in time
    org.ask(SetDetails(person=MEMBERS[0], name="Di Ewart"), STAFF)  # who dies afterwards
    org.ask(PlaceHold(person=MEMBERS[0], reason="a dispute over an estate"), STAFF)
    org.ask(PlaceHold(person=person, reason="a claim for damages"), STAFF)
    org.ask(LiftHold(person=person, reason="it was settled"), STAFF)
    again = DeclareCategory(person=person, purpose=Purpose.CAUCUS, category="women")
    org.ask(again, person)
    erased = EraseData(person=person, purposes=(Purpose.CAUCUS,), ground="they asked for it")
    org.ask(erased, STAFF)


def of_notices(org: Organisation) -> None:
    """A meeting is called: one address is wrong, a letter is late, somebody is left out."""
    for entry, channel in ((1, Channel.EMAIL), (2, Channel.POST)):
        reached = SetContact(person=MEMBERS[1], channel=channel, entry=UUID(int=entry))
        org.ask(reached, MEMBERS[1])
    org.ask(WithdrawContact(person=MEMBERS[1], channel=Channel.POST), STAFF)
    called = ServeNotice(
        body="ncg",
        occasion=Occasion.MEETING,
        happens_at=org.store.now() + timedelta(days=24),
        subject="A general meeting",
        text="It is in the town hall.",
        to=Whom.ALL_MEMBERS,
    )
    notice = org.hands.began(org.ask(called, CHAIR))
    now, service = org.store.now(), org.hands.by_service
    to = Addressees(count=4, root="0" * 64, by_email=3, by_post=0, nowhere=1)
    service(AddressNotice(notice=notice, addressees=to))
    batch = Batch(channel=Channel.EMAIL, count=2, late=0, first=now, last=now, root="0" * 64)
    service(RecordService(notice=notice, batch=batch))
    refused = RecordRefusals(
        notice=notice, people=(MEMBERS[2],), served=False, reason="550 no such user"
    )
    service(refused)
    back = RecordBounce(
        notice=notice, person=MEMBERS[3], channel=Channel.EMAIL, reason="her box is full"
    )
    org.ask(back, STAFF)
    org.store.clock.shift(timedelta(days=2))
    org.ask(RecordPost(notice=notice, letters=2, posted_on=org.store.now().date()), STAFF)
    left_out = RecordOmission(
        notice=notice, person=MEMBERS[4], accidental=False, reason="He was thought to have left."
    )
    org.ask(left_out, STAFF)
    service(CompleteNotice(notice=notice))


def of_bodies(org: Organisation) -> None:
    """A council is drawn, meets, loses people and ends."""
    org.ask(EstablishBody(slug="council", name="Council", kind=Kind.COUNCIL), STAFF)
    for person in MEMBERS[:3]:
        org.ask(SeatMember(body="council", person=person, name="M", how="drawn"), STAFF)
    org.ask(FillPost(body="council", post="chair", person=MEMBERS[0], name="M", how="x"), STAFF)
    org.ask(SeatMember(body="ncg", person=YORK, name="Y", how="elected"), STAFF)
    org.ask(FillPost(body="ncg", post="treasurer", person=YORK, name="Y", how="elected"), STAFF)
    org.ask(VacatePost(body="ncg", post="treasurer", person=YORK, reason="too much"), YORK)
    for body in ("ncg", "council"):
        meeting = derived(CONVENOR, "afterwards", body)
        held_on = org.store.now().date()
        notice_on = held_on - timedelta(days=2)
        report = ReportMeeting(
            body=body, reference=meeting, held_on=held_on, present=2, notice_on=notice_on
        )
        org.ask(report, CHAIR if body == "ncg" else MEMBERS[0])
    org.ask(VacateSeat(body="council", person=MEMBERS[1], reason="moved away"), MEMBERS[1])
    org.ask(EndMembership(person=MEMBERS[0], ending=Ending.DIED, reason="in May"), STAFF)
    gone = DissolveBody(
        body="council", reason="its term was over", at=org.store.now(), source="the report of May"
    )
    org.ask(gone, STAFF)
    org.ask(EstablishBody(slug="hull", name="Hull", kind=Kind.LOCAL_GROUP, members=4), STAFF)
    org.ask(MoveMember(person=MEMBERS[5], group="hull"), STAFF)


def of_sub_groups(org: Organisation) -> None:
    """The group has a sub-group and a caucus; somebody is elected again and stays for longer."""
    for slug, kind in (
        ("money", Kind.SUB_GROUP),
        ("youth", Kind.CAUCUS),
        ("officers_group", Kind.OFFICERS_GROUP),
    ):
        org.ask(EstablishBody(slug=slug, name=slug.title(), kind=kind, parent="ncg"), STAFF)
    elected = SeatMember(
        body="ncg", person=MEMBERS[6], name="E", how="elected", origin=Origin.ELECTION
    )
    org.ask(elected, STAFF)
    soon = org.store.now() + timedelta(days=10)
    stays = {"person": member(941), "name": "F", "how": "elected", "origin": Origin.ELECTION}
    org.ask(SeatMember.model_validate({"body": "ncg", "until": soon} | stays), STAFF)
    org.ask(SeatMember(body="money", person=MEMBERS[6], name="E", how="by preference"), STAFF)
    org.ask(EstablishBody(slug="brief", name="Brief", kind=Kind.WORKING_GROUP), STAFF)
    org.ask(SeatMember.model_validate({"body": "brief", "until": soon} | stays), STAFF)
    told = {"at": org.store.now(), "source": "the report of May"}
    org.ask(DissolveBody.model_validate({"body": "brief", "reason": "done"} | told), STAFF)
    of_the_north = EstablishBody(
        slug="north", name="North", kind=Kind.REGIONAL_GROUP, region="north_scotland", parent="ncg"
    )
    org.ask(of_the_north, STAFF)
    for_it = {"person": member(942), "name": "G", "how": "elected", "origin": Origin.ELECTION}
    seat = SeatMember.model_validate({"body": "ncg", "category": "north_scotland"} | for_it)
    org.ask(seat, STAFF)
    org.ask(FillPost.model_validate({"body": "north", "post": "convenor"} | for_it), STAFF)
    for kind in (Kind.NETWORK, Kind.PANEL, Kind.ASSEMBLY, Kind.FACILITATION_GROUP):
        org.ask(EstablishBody(slug=f"a_{kind}", name=kind.value, kind=kind, source="x"), STAFF)
    for slug in ("youth_caucus", "councillor_network"):
        org.ask(EstablishBody(slug=slug, name=slug, kind=Kind.CAUCUS, parent="ncg"), STAFF)
    born = SetDetails(person=MEMBERS[6], born=date(2000, 4, 1))
    org.ask(born, STAFF)
    for slug in ("youth", "youth_caucus", "councillor_network"):
        org.ask(JoinCaucus(person=MEMBERS[6], body=slug), MEMBERS[6])
    org.ask(LeaveCaucus(person=MEMBERS[6], body="youth"), MEMBERS[6])
    org.ask(
        FillPost(body="money", post="convenor", person=MEMBERS[6], name="E", how="named"), STAFF
    )
    later = org.store.now() + timedelta(days=500)
    longer = ProlongMandate(body="ncg", person=MEMBERS[6], until=later, reason="no election yet")
    org.ask(longer, STAFF)
    seats = org.store.load(Body, body_id("ncg")).seats
    sits = next(one.person for one in seats if one.origin is Origin.ELECTION)
    recalled = VacateSeat(
        body="ncg", person=sits, ending=MandateEnding.RECALL, reason="by the office"
    )
    org.refused(RuleBroken, recalled, STAFF, "recall.allowed")
    org.ask(VacateSeat(body="ncg", person=MEMBERS[6], reason="moved away"), MEMBERS[6])


def of_claims(org: Organisation) -> None:
    """Something is said to have been decided by mail."""
    now = org.store.now()
    claimed = Claimed(
        title="Another office",
        body="ncg",
        notice_at=now - timedelta(minutes=75),
        decided_at=now,
        votes_for=1,
        votes_against=0,
        changes_rulebook=True,
    )
    claim = org.hands.began(org.ask(RecordClaim(claimed=claimed), MEMBERS[3]))
    org.ask(ObjectToClaim(claim=claim, reason="nobody was asked"), MEMBERS[4])
    org.ask(SettleClaim(claim=claim, outcome=Outcome.ANNULLED, reason="no notice"), CHAIR)


def of_rules(org: Organisation) -> None:
    """A change that waits for an event, another procedure at once, and a ruling."""
    fewer = RuleChange(rule=RuleId("refounding.reminder_days"), value=Days(count=2))
    org.ask(ReviseRulebook(title="Reminders", rules=(fewer,), upon="the convention"), CHAIR)
    org.ask(TakeEffect(upon="the convention"), STAFF)
    parts = AmendmentProcedure(procedure=Procedure.PARTS)
    asked = RuleChange(rule=RuleId("refounding.procedure"), value=parts)
    org.ask(ReviseRulebook(title="In parts", rules=(asked,)), CHAIR)
    _seats_by_another_post(org)
    clause = next(iter(org.rulebook.at(org.store.now()).clauses))
    ruling = MakeRuling(
        question="Who chairs a joint sitting?",
        ruling="The elder of the two.",
        reasons="So it was done before.",
        clauses=(clause,),
        appeal_to="the members",
    )
    org.ask(ruling, CHAIR)


def _seats_by_another_post(org: Organisation) -> None:
    """From tomorrow on, other posts give a seat in each sub-group."""
    tomorrow, by_post = org.store.now() + timedelta(days=1), RuleId("ncg.subgroups.ex_officio")
    value = Who(powers=("ncg.chair", "ncg.treasurer"))
    if org.rulebook.at(org.store.now()).has(by_post):
        changes: tuple[RuleChange, ...] = (RuleChange(rule=by_post, value=value),)
        asked = ReviseRulebook(title="Other posts", rules=changes, from_when=tomorrow)
    else:
        asked = ReviseRulebook(
            title="Other posts", added=(rule(by_post, value),), from_when=tomorrow
        )
    org.ask(asked, CHAIR)
    org.hands.at(tomorrow)


def of_a_second_cycle(org: Organisation) -> None:
    """Something is withdrawn, a cycle is moved to newer rules, and an assembly is given longer."""
    cycle = org.open_cycle("The next one")
    org.ask(WithdrawProposal(proposal=org.hand_in(), reason="not needed"), LEEDS, "leeds")
    kept, rival = (
        org.hand_in(title=title, changes={SUPPORTERS: Count(count=count)})
        for title, count in (("A second try", 3), ("A third try", 4))
    )
    longer = RuleChange(rule=RuleId("refounding.preparation_days"), value=Days(count=21))
    org.ask(ReviseRulebook(title="Longer", rules=(longer,), transitional=(cycle,)), CHAIR)
    assembly = org.gather()
    org.ask(org.extension(StageName.FIRST_ASSEMBLY, days=2), CHAIR)
    notice_on = (org.store.now() - timedelta(days=30)).date()
    org.ask(OpenSitting(assembly=assembly, present=4, notice_on=notice_on), STAFF)
    moved = org.move(kept, becomes(1, "The council has nine members."))
    org.ask(WithdrawAmendment(proposal=kept, amendment=moved), LEEDS)
    in_two = org.move(kept, becomes(2, "It meets."), becomes(4, "A vote changes these rules."))
    org.decide(assembly, kept, f"{in_two}/1")
    org.reach(StageName.PREPARATION)
    org.ask(org.extension(StageName.PREPARATION, days=2), CHAIR)
    org.vote_in_the_ballot("YY", "NN", in_favour=4, against=2)
    rule_between(org, kept, rival)


def rule_between(org: Organisation, kept: UUID, rival: UUID) -> None:
    """Both were carried and can't both hold."""
    (found,) = org.rulebook.collisions
    assert {one.proposal for one in found.collision.readings} == {kept, rival}
    ruling = MakeRuling(
        question="How many supporters?",
        ruling="Three.",
        reasons="It was put first.",
        clauses=(found.collision.clause,),
        appeal_to="the members",
        collision=found.number,
        holds=(ProposalId(kept),),
    )
    org.ask(ruling, CHAIR)

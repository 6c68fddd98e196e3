"""Every act that a person may give is offered on the page of the thing, or says why it can't be.

A second cycle is played on through its stages, and at each of them people look at the pages: what
is offered to them is followed, and what is not offered is named with a reason.
"""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest

from domain.ballots.ballot import Ballot
from domain.ballots.choices import Choices, choices_id
from domain.bodies.access import access_id
from domain.cycle.assembly import Votes, assembly_id
from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from domain.decisions.decided import DecidedAt
from domain.elections.election import Election
from domain.kernel.ids import CommandId, PersonId, RuleId, derived
from domain.kernel.sealed import Purpose
from domain.meetings.decisions import Answer, Manner
from domain.reports.report import Report
from domain.rules.values import Days, RuleChange
from domain.text.amendment.change import AmendmentId
from services.application.accesses import RequestAccess
from services.application.asker import THE_SERVICE
from services.application.assemblies import DecideAmendments
from services.application.bodies import EstablishBody, FillPost
from services.application.business import RecordDecision
from services.application.catalogue import VERBS
from services.application.caucuses import JoinCaucus
from services.application.cooptions import AcceptCoOption, DecideCoOption, ProposeCoOption
from services.application.credentials import (
    AdmitDelegate,
    AdmitDelegation,
    CallCardVote,
    OpenCredentials,
)
from services.application.details import DeclareCategory, SetDetails
from services.application.elections import CallElection
from services.application.endorsements import Endorse, ProposeEndorsementWithdrawal
from services.application.erasing import PlaceHold
from services.application.meetings import ConveneMeeting, HandInItem
from services.application.motions import AmendMotion
from services.application.nominations import Nominate, OpenNominations
from services.application.proposals import DraftProposal, HandInProposal, PutCounterProposal
from services.application.reports import CorrectReport
from services.application.resolutions import ProposeResolution, ReplyToResolution
from services.application.rules import ReviseRulebook
from services.application.scrutiny import NameScrutineer
from services.application.shortlists import ProposeRuleChange
from services.application.sittings import OpenMeeting, RecordArrival
from services.application.voting import DeclareElection
from services.application.years import KeepMeetingsElsewhere, WatchQuartersAgain
from services.web.deeds.catalogue import DEEDS, WITHOUT
from tests.story.chosen import PLACE
from tests.story.eight_hundred import Tie
from tests.story.watched import ask_for_one
from tests.support.hands import Hands, member
from tests.support.kinds import Kind
from tests.web import (
    at_data_access,
    at_support,
    at_the_desk,
    endorsing,
    forming,
    played,
    primaries_seen,
    shortlisted,
    voted,
)
from tests.web.choosing import opened
from tests.web.conftest import Shown
from tests.web.sat import OTHERS, Sat
from tests.web.test_look_html import Page

DO = re.compile(r"^/do/(\w+)")
STAFF, CHAIR, SPEAKER, MOVER = (0, "staff"), (1, "ncg"), (2, "riverside"), (4, "")
ONLY_A_BALLOT_CAN = {"revise_rulebook", "settle_claim"}


class Looked:
    """What was offered on the pages so far, and what was named with a reason."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.offered: set[str] = set()
        self.barred: set[str] = set()
        self.broken: list[str] = []

    def at(self, *paths: str, by: tuple[int, str]) -> None:
        """Look at pages as somebody, and follow what is offered."""
        self.look(*paths, person=member(by[0]), body=by[1])

    def look(self, *paths: str, person: PersonId, body: str = "") -> None:
        self.shown.caught_up()
        client = self.shown.client(person, body)
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.text)
            page = Page(answer.text)
            self.barred.update(verb for said in page.values("data-verbs") for verb in said.split())
            for href in page.values("href"):
                found = DO.match(href)
                if found is None:
                    continue
                self.offered.add(found[1])
                if client.get(href).status_code != 200:
                    self.broken.append(f"{href} from {path}")


def test_every_verb_has_a_form_or_a_reason_to_have_none() -> None:
    verbs = {verb for verb, _ in VERBS}
    assert verbs - set(DEEDS) == set(WITHOUT)
    assert set(DEEDS) <= verbs


@pytest.mark.long
@pytest.mark.timeout(400)
def test_every_form_is_offered_where_it_can_be_used(acted: Shown) -> None:
    looked, hands = Looked(acted), hands_of(acted)
    cycle, proposal = acted.played.second_cycle, acted.played.open_proposal
    drafting(hands, looked, cycle)
    first_assembly(hands, looked, cycle, proposal)
    amendments_and_second_assembly(hands, looked, cycle, proposal)
    counts(acted, hands, looked)
    nominations(hands, looked)
    meetings(hands, looked)
    delegates(hands, looked)
    personal_data(hands, looked)
    reports(acted, hands, looked)
    groups(acted, looked)
    cases(acted, looked)
    a_tied_ballot(acted, hands, looked)
    votes(hands, looked)
    endorsements(hands, looked)
    primaries_seen.look(hands, looked)
    a_watched_ballot(hands, looked)
    assert looked.broken == []
    assert set(DEEDS) - looked.offered == ONLY_A_BALLOT_CAN
    assert looked.barred >= ONLY_A_BALLOT_CAN


def cases(shown: Shown, looked: Looked) -> None:
    """A complaint, a suspension and a request for support, as those see them whom they concern."""
    for play in (at_the_desk.played, at_the_desk.suspended):
        for person, page in play(at_the_desk.AtDesk(shown)):
            looked.look(page, person=person)
    for person, page in at_support.supported(at_support.AtSupport(shown)):
        looked.look(page, person=person)
    for person, page in at_data_access.granted(shown):
        looked.look(page, person=person)


def groups(shown: Shown, looked: Looked) -> None:
    """Groups that are formed by preference, as a member and the staff see them at each stage."""
    it = forming.announced(shown)
    member_of_it, page = (30, "ncg"), f"/formations/{it.formation}"
    looked.at("/formations", page, by=STAFF)
    looked.at(page, by=member_of_it)
    it.decide("We think of it again.")
    looked.at("/formations", page, by=STAFF)
    forming.asked_for(it)
    it.close()
    it.org.hands.at(it.found.plan.lot.known_from)
    looked.at(page, by=STAFF)
    it.draw()
    it.decide("We look at the places.")
    looked.at(page, by=STAFF)
    it.ratify()
    looked.at(page, by=STAFF)


def counts(shown: Shown, hands: Hands, looked: Looked) -> None:
    """Ties that wait, a count that is done and an election, as the returning officer sees them."""
    hands.bundles = shown.office.bundles
    tie = Tie(hands, None, played.OFFICER)
    waiting, done = tie.hand_in(), tie.hand_in()
    hands.settle()
    tie.decide(done)
    hands.settle()
    officer, election = (7, "returning_officer"), shown.played.election
    looked.at("/counts", f"/counts/{waiting}", f"/counts/{done}", by=officer)
    looked.at(f"/elections/{election}", by=officer)
    tie.nominate(election)
    looked.at(f"/elections/{election}", by=officer)
    drawn = tie.hand_in_level(election)
    hands.settle()
    looked.at(f"/counts/{drawn}", by=officer)
    tie.wait_for_the_value(drawn)
    looked.at(f"/counts/{drawn}", by=officer)


def a_tied_ballot(shown: Shown, hands: Hands, looked: Looked) -> None:
    """A ballot whose options are tied, as the returning officer sees it once the value is known."""
    ballot = opened(hands, questions=(), options=(PLACE,))
    for voter, option in ((10, "1"), (11, "2")):
        paper = {"q1": option, "step": "confirm"}
        put = shown.client(member(voter)).post(f"/ballots/{ballot}/vote", data=paper)
        assert put.status_code < 400, put.text
    hands.at(hands.store.load(Ballot, ballot).hours.closes)
    hands.at(hands.store.load(Choices, choices_id(ballot)).lot.known_from)
    looked.at(f"/ballots/{ballot}", by=(7, "returning_officer"))


def a_watched_ballot(hands: Hands, looked: Looked) -> None:
    """A ballot as whoever names its scrutineer sees it, and as the scrutineer does afterwards."""
    ask_for_one(hands)
    ballot, watcher = opened(hands), (12, "")
    looked.at(f"/ballots/{ballot}", by=STAFF)
    named = NameScrutineer(ballot=ballot, person=member(12), name="Nan")
    hands.ask(named, member(0))
    hands.at(hands.store.load(Ballot, ballot).hours.closes)
    looked.at(f"/ballots/{ballot}", by=watcher)


def nominations(hands: Hands, looked: Looked) -> None:
    """Nominations as the officer, a member and a candidate see them while they are open."""
    officer, candidate = (7, "returning_officer"), (30, "")
    called = hands.ask(CallElection(body="ncg", title="The next group"), member(0))
    election = hands.began(called)
    looked.at(f"/elections/{election}", by=officer)
    hands.ask(OpenNominations(election=election), played.OFFICER)
    looked.at(f"/elections/{election}", by=STAFF)
    looked.at(f"/elections/{election}", by=candidate)
    section = hands.store.load(Election, election).terms.sections[0].section
    asked = Nominate(election=election, section=section, person=member(30), name="Ada Ash")
    nomination = hands.began(hands.ask(asked, member(31)))
    for who in (officer, candidate, MOVER):
        looked.at(f"/nominations/{nomination}", by=who)


def votes(hands: Hands, looked: Looked) -> None:
    """The vote of an election as the returning officer sees it at each stage, tied as it is."""
    officer = (7, "returning_officer")
    election = hands.began(hands.ask(CallElection(body="ncg", title="A vote"), member(0)))
    hands.ask(OpenNominations(election=election), played.OFFICER)
    voted.nominated(hands, election)
    here = f"/elections/{election}"
    looked.at(here, by=officer)
    ballots = voted.called(hands, election)
    looked.at(here, *(f"/ballots/{one}" for one in ballots), by=officer)
    voted.closed(hands, election)
    looked.at(here, *(f"/ballots/{one}" for one in ballots), by=officer)
    voted.drawn(hands, election)
    looked.at(here, by=officer)
    hands.ask(DeclareElection(election=election), played.OFFICER)
    looked.at(here, *(f"/ballots/{one}" for one in ballots), by=officer)
    looked.at(here, by=MOVER)
    objection = voted.objected(hands, election, MOVER[0])
    looked.at(f"/objections/{objection}", by=officer)
    looked.at(f"/objections/{objection}", by=MOVER)
    vacancy = voted.left(hands)
    for by in voted.asked_for(hands, vacancy):
        looked.at(f"/vacancies/{vacancy}", by=by)
    looked.at(f"/vacancies/{vacancy}", by=STAFF)


def endorsements(hands: Hands, looked: Looked) -> None:
    """Endorsements as those see them who call for, ask for, decide and keep up one."""
    looked.at("/endorsements", by=STAFF)
    mine = (endorsing.ANA, "")
    for office in ("Leader", "Conference committee"):
        endorsement = endorsing.asked(hands, office)
        here = f"/endorsements/{endorsement}"
        looked.at(here, by=STAFF)
        looked.at(here, by=MOVER)
        looked.at(here, by=mine)
        endorsing.closed(hands, endorsement)
        looked.at(here, by=STAFF)
        looked.at(here, by=CHAIR)
    hands.ask(Endorse(endorsement=endorsement, numbers=(1,), because="So."), member(1))
    looked.at(here, by=CHAIR)
    propose = ProposeEndorsementWithdrawal(endorsement=endorsement, number=1, reasons="So.")
    hands.ask(propose, member(1))
    looked.at(here, by=CHAIR)
    looked.at(here, by=mine)
    recommended = endorsing.before_the_change(hands)
    looked.at(f"/endorsements/{recommended}", by=CHAIR)


def meetings(hands: Hands, looked: Looked) -> None:
    """A meeting that is called, open, with credentials and a card vote, and over."""
    group = Sat(hands)
    group.gather()
    looked.at("/meetings", "/meetings?body=ncg", "/ballots", by=CHAIR)
    put = ProposeResolution(body="ncg", title="A lease", text="We sign it.")
    written = hands.began(hands.ask(put, member(1)))
    looked.at(f"/resolutions/{written}", by=CHAIR)
    looked.at(f"/meetings/{emergency(hands)}", by=CHAIR)
    for person in OTHERS:
        hands.ask(ReplyToResolution(resolution=written, answer=Answer.FOR), person)
    here = f"/meetings/{group.call(noticed=False)}"
    looked.at(here, by=STAFF)
    drafted = drafts(hands, looked)
    hands.at(group.found.starts)
    looked.at(here, by=STAFF)
    group.open()
    cooption = proposed_co_option(hands)
    group.move()
    looked.at(here, by=STAFF)
    group.ask(AmendMotion, motion=2, text="We hold a large stall.", mover=member(21))
    looked.at(here, by=STAFF)
    names = {"decision": DecidedAt(meeting=written, number=1)}
    group.ask(RecordDecision, item=1, manner=Manner.CONSENSUS, text="No lease.", names=names)
    group.close()
    looked.at(here, f"/resolutions/{written}", by=STAFF)
    co_options(hands, looked, group, cooption)
    rule_changes(hands, looked, group, *drafted)
    hands.ask(KeepMeetingsElsewhere(body="ncg", reason="The minutes are on paper."), member(0))
    looked.at("/bodies/ncg", by=STAFF)
    hands.ask(WatchQuartersAgain(body="ncg", reason="They are here again."), member(0))


def delegates(hands: Hands, looked: Looked) -> None:
    """A conference: before and after its credentials are opened, and while a card vote is open."""
    called = EstablishBody(slug="conference", name="Conference", kind=Kind.CONFERENCE)
    hands.ask(called, member(0))
    group = Sat(hands)
    starts = hands.store.now() + timedelta(days=41)
    convened = ConveneMeeting(body="conference", starts=starts, place="The hall")
    group.meeting = hands.began(hands.ask(convened, member(0)))
    group.ask(HandInItem, title="The statutes")
    here = f"/meetings/{group.meeting}"
    looked.at(here, by=STAFF)
    looked.at(here, by=SPEAKER)
    group.ask(OpenCredentials)
    group.ask(AdmitDelegation, group="riverside", members=10)
    group.ask(AdmitDelegate, group="riverside", person=member(4), name="A delegate", place=1)
    hands.at(group.found.starts)
    group.ask(RecordArrival, person=member(4), name="A delegate")
    group.ask(OpenMeeting)
    looked.at(here, by=STAFF)
    group.ask(CallCardVote, item=1, question="Shall we?")
    looked.at(here, by=STAFF)


def emergency(hands: Hands) -> UUID:
    """A meeting to which the officers have still to agree."""
    told = {"place": "Online", "is_emergency": True, "emergency": "A flood"}
    starts = hands.store.now() + timedelta(days=200)
    asked = ConveneMeeting.model_validate({"body": "ncg", "starts": starts, **told})
    return hands.began(hands.ask(asked, member(0)))


def drafts(hands: Hands, looked: Looked) -> tuple[UUID, UUID]:
    """A working group's drafts, as its member sees them."""
    drafter = (20, "ncg")
    looked.at("/rulebook", by=drafter)
    shortlisted.found(hands)
    looked.at("/shortlists", by=drafter)
    return shortlisted.draft(hands, "More days"), shortlisted.draft(hands, "Fewer days")


def rule_changes(hands: Hands, looked: Looked, group: Sat, change: UUID, other: UUID) -> None:
    """The shortlist of the working group, as the staff see it, and what the group decided on it."""
    meeting = shortlisted.meet(hands)
    looked.at("/shortlists", by=STAFF)
    shortlisted.list_them(hands, meeting, change, other)
    looked.at("/shortlists", f"/shortlists/{change}", by=STAFF)
    binding = next(one for one in group.found.decisions if one.binds and one.motion)
    proposed = ProposeRuleChange(change=change, meeting=group.meeting, number=binding.number)
    hands.ask(proposed, member(0))
    looked.at(f"/shortlists/{change}", by=STAFF)


def proposed_co_option(hands: Hands) -> UUID:
    """Somebody is to be co-opted, before the meeting decides."""
    asked = ProposeCoOption(
        body="ncg",
        person=member(38),
        name="Rae Lind",
        reasons="Knows the unions.",
        until=hands.store.now() + timedelta(days=60),
    )
    return hands.began(hands.ask(asked, member(1)))


def co_options(hands: Hands, looked: Looked, group: Sat, cooption: UUID) -> None:
    """They are co-opted, as the chair and the staff see it at each stage."""
    binding = next(one for one in group.found.decisions if one.binds and one.motion)
    page = f"/cooptions/{cooption}"
    looked.at("/bodies/ncg", page, by=CHAIR)
    looked.at(page, by=STAFF)
    decided = DecideCoOption(
        cooption=cooption, agreed=True, meeting=group.meeting, number=binding.number
    )
    hands.ask(decided, member(0))
    looked.at(page, by=STAFF)
    hands.ask(AcceptCoOption(cooption=cooption), member(0))
    shortlisted.meet(hands, "ncg", OTHERS[:11])
    looked.at(page, by=STAFF)
    looked.at("/bodies/ncg", by=STAFF)


def personal_data(hands: Hands, looked: Looked) -> None:
    """Somebody's own data, as they see it and as staff do."""
    person = member(4)
    path = f"/people/{person}/data"
    looked.at(f"/people/{person}", path, by=STAFF)
    hands.ask(SetDetails(person=person, name="Mo Over", email="mo@example.org"), member(0))
    declared = DeclareCategory(person=person, purpose=Purpose.CAUCUS, category="women")
    hands.ask(declared, person)
    looked.at(path, by=STAFF)
    hands.ask(RequestAccess(person=person), person)
    looked.at(f"/access/{access_id(person, 1)}", path, by=STAFF)
    looked.at(path, by=MOVER)
    caucus = EstablishBody(slug="women", name="Women", kind=Kind.CAUCUS)
    hands.ask(caucus, member(0))
    looked.at(path, by=MOVER)
    hands.ask(JoinCaucus(person=person, body="women"), person)
    looked.at(path, by=MOVER)
    of_the_caucus(hands, looked)
    hands.ask(PlaceHold(person=person, reason="a claim for damages"), member(0))
    looked.at(path, by=STAFF)


def of_the_caucus(hands: Hands, looked: Looked) -> None:
    """A meeting of a caucus with sealed members, as its convenor sees it."""
    hands.ask(JoinCaucus(person=member(5), body="women", openly=True), member(5))
    post = {"body": "women", "post": "convenor", "person": member(5), "name": "C", "how": "chosen"}
    hands.ask(FillPost.model_validate(post), member(0))
    starts = hands.store.now() + timedelta(days=30)
    called = ConveneMeeting(body="women", starts=starts, place="Leeds")
    looked.at(f"/meetings/{hands.began(hands.ask(called, member(5)))}", by=(5, ""))


def reports(shown: Shown, hands: Hands, looked: Looked) -> None:
    """Reports at each stage, and actions, as the staff see them."""
    told = shown.played.reported
    agreed = hands.store.load(Report, told.agreed).versions[0]
    hands.ask(CorrectReport(report=told.agreed, content=agreed, reason="It was well"), member(0))
    starts = hands.store.now() + timedelta(days=30)
    hands.ask(ConveneMeeting(body="ncg", starts=starts, place="Leeds"), member(0))
    every = shown.client().get("/reports.json").json()["reports"]
    looked.at("/reports", *(f"/reports/{one['report']}" for one in every), by=STAFF)
    looked.at("/actions", f"/actions/{told.overdue}", by=STAFF)
    later = Sat(hands)
    later.call()
    later.open()
    later.ask(RecordDecision, item=2, manner=Manner.CONSENSUS, text="The report is agreed.")
    looked.at(f"/reports/{told.agreed}", by=STAFF)


def hands_of(shown: Shown) -> Hands:
    hands = Hands(shown.office.store, shown.office.boxes, "looked")
    hands.steps = shown.office.steps
    return hands


def drafting(hands: Hands, looked: Looked, cycle: UUID) -> None:
    shown = looked.shown
    own = DraftProposal(cycle=cycle, title="By a member", text="One.\n\nTwo.")
    by_member = hands.began(hands.ask(own, member(4)))
    hands.ask(HandInProposal(proposal=shown.played.draft), member(2), "riverside")
    unfinished = played.draft(hands, cycle, "Not handed in", "One.\n\nTwo.")
    waiting = ReviseRulebook(
        title="Longer ballots",
        rules=(RuleChange(rule=RuleId("refounding.ballot_days"), value=Days(count=12)),),
        upon="the conference has met",
    )
    key = CommandId(derived(cycle, "a change that waits"))
    shown.office.desk.perform(waiting, THE_SERVICE, key)
    everywhere = ("/", "/claims", f"/claims/{shown.played.claim}", "/rulebook", "/bodies")
    bodies = ("/bodies/ncg", "/bodies/riverside")
    for somebody in (STAFF, CHAIR, SPEAKER):
        looked.at(f"/people/{member(somebody[0])}", by=somebody)
        looked.at(*everywhere, *bodies, f"/cycles/{cycle}", by=somebody)
        looked.at(f"/proposals/{by_member}", f"/proposals/{unfinished}", by=somebody)
        looked.at("/notices", f"/notices/{shown.played.notice}", by=somebody)
    looked.at(f"/proposals/{by_member}", by=MOVER)


def first_assembly(hands: Hands, looked: Looked, cycle: UUID, proposal: UUID) -> None:
    hands.at(hands.store.load(Cycle, cycle).calendar.stage(StageName.DRAFTING).due)
    played.amend(hands, proposal, "p1", "The organisation meets twice a year.")
    played.amend(hands, proposal, "p1", "The organisation never meets.")
    played.amend(hands, proposal, "p2", "Motions come from anybody.")
    looked.at(f"/assemblies/{assembly_id(cycle, StageName.FIRST_ASSEMBLY)}", by=SPEAKER)
    assembly = played.sit(hands, cycle, StageName.FIRST_ASSEMBLY)
    pages = (f"/assemblies/{assembly}", f"/proposals/{proposal}")
    for somebody in (STAFF, SPEAKER, MOVER):
        looked.at(*pages, f"/proposals/{proposal}/amendments/A1", by=somebody)
    for name, yes in (("A1", 4), ("A2", 3), ("A3", 1)):
        decide = DecideAmendments(
            assembly=assembly,
            proposal=proposal,
            votes=Votes(in_favour=yes, against=4 - yes),
            amendments=(AmendmentId(name),),
        )
        hands.ask(decide, member(0))
    looked.at(*pages, f"/proposals/{proposal}/amendments/A3", by=STAFF)


def amendments_and_second_assembly(
    hands: Hands, looked: Looked, cycle: UUID, proposal: UUID
) -> None:
    calendar = hands.store.load(Cycle, cycle).calendar
    hands.at(calendar.stage(StageName.FIRST_ASSEMBLY).due + timedelta(hours=1))
    looked.at(f"/proposals/{proposal}", by=CHAIR)
    counter = PutCounterProposal(proposal=proposal, text="Nothing changes.", reason="It is well")
    hands.ask(counter, member(1))
    hands.at(calendar.stage(StageName.AMENDMENTS).due + timedelta(hours=1))
    played.sit(hands, cycle, StageName.SECOND_ASSEMBLY)
    second = assembly_id(cycle, StageName.SECOND_ASSEMBLY)
    looked.at(f"/proposals/{proposal}", f"/assemblies/{second}", by=STAFF)

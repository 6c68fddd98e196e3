"""Each refusal is a sentence, cites the rule where one forbids it, and leaves no act."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pydantic import JsonValue

from domain.ballots.terms import PERIOD
from domain.bodies.body import Body, body_id
from domain.cycle.assembly import QUORUM, Votes
from domain.cycle.calendar import StageName
from domain.kernel.ids import CONVENOR, SERVICE, CommandId, RuleId, derived
from domain.kernel.refusal import (
    BadInput,
    NotAllowed,
    NotFound,
    OutOfOrder,
    QuorumNotMet,
    Refusal,
    StaleView,
    TooEarly,
    TooLate,
)
from domain.rules.values import Choice, Count, Days, RuleChange
from domain.text.amendment.change import AmendmentId, RuleEdit
from services.application.amending import MoveAmendment
from services.application.asker import Asker, somebody
from services.application.assemblies import DecideAmendments, OpenSitting, RegisterDelegate
from services.application.ballots import OpenBallot
from services.application.bodies import EstablishBody, JoinMember, SeatMember
from services.application.cycles import ExtendDeadline, OpenCycle
from services.application.meetings import ConveneMeeting
from services.application.proposals import (
    DraftProposal,
    HandInProposal,
    ReviseProposal,
    SupportProposal,
)
from services.application.rules import FoundRulebook, TakeEffect
from tests.application.organisation import (
    CHAIR,
    FOR,
    LEEDS,
    MEMBERS,
    STAFF,
    START,
    STATUTE,
    STRANGER,
    YORK,
    Organisation,
    adding,
    becomes,
    in_memory,
)
from tests.support.hands import member
from tests.support.rulebook import CLAUSE, rules

DRAFTING, AMENDMENTS = StageName.DRAFTING.rule, StageName.AMENDMENTS.rule
DRAFT_POWER = "refounding.who_may_draft"
RECORD = "assemblies.record_kept_by"


@pytest.fixture
def org() -> Organisation:
    found = in_memory()
    found.open_cycle()
    return found


def at_the_end_of_drafting(org: Organisation) -> None:
    org.hands.at(org.calendar.stage(StageName.DRAFTING).due)


def test_a_draft_after_the_deadline_is_refused(org: Organisation) -> None:
    at_the_end_of_drafting(org)
    late = DraftProposal(cycle=org.cycle, title="Late", text="One.")
    org.refused(TooLate, late, MEMBERS[0], DRAFTING)


def test_a_draft_is_not_handed_in_at_the_deadline_itself(org: Organisation) -> None:
    draft = org.draft()
    at_the_end_of_drafting(org)
    org.refused(TooLate, HandInProposal(proposal=draft), LEEDS, DRAFTING, group="leeds")


def test_a_draft_is_not_altered_or_supported_after_the_deadline(org: Organisation) -> None:
    draft = org.draft()
    at_the_end_of_drafting(org)
    revision = ReviseProposal(proposal=draft, text="Other words.")
    org.refused(TooLate, revision, LEEDS, DRAFTING, group="leeds")
    org.refused(TooLate, SupportProposal(proposal=draft), MEMBERS[0], DRAFTING)


def test_a_stranger_drafts_nothing(org: Organisation) -> None:
    draft = DraftProposal(cycle=org.cycle, title="Mine", text="One.")
    org.refused(NotAllowed, draft, STRANGER, DRAFT_POWER)


def test_a_group_drafts_only_at_a_meeting_that_it_reported(org: Organisation) -> None:
    draft = DraftProposal(
        cycle=org.cycle, title="Ours", text="One.", group="leeds", meeting=CONVENOR
    )
    org.refused(BadInput, draft, LEEDS, DRAFT_POWER, group="leeds")


def test_an_amendment_after_the_window_is_refused(org: Organisation) -> None:
    proposal = org.hand_in()
    org.reach(StageName.SECOND_ASSEMBLY)
    late = MoveAmendment(proposal=proposal, paragraphs=(becomes(1, "Other words."),))
    org.refused(TooLate, late, LEEDS, AMENDMENTS)


def test_an_amendment_before_the_first_assembly_is_refused(org: Organisation) -> None:
    proposal = org.hand_in()
    early = MoveAmendment(proposal=proposal, paragraphs=(becomes(1, "Other words."),))
    org.refused(TooEarly, early, LEEDS, AMENDMENTS)


def test_an_amendment_to_a_paragraph_that_is_gone_is_refused(org: Organisation) -> None:
    proposal = org.hand_in()
    assembly = org.gather()
    struck = org.move(proposal, becomes(3, None))
    org.agree_the_easy_ones(assembly, proposal)
    assert org.proposal(proposal).held[struck].applied
    gone = MoveAmendment(proposal=proposal, paragraphs=(becomes(3, "The fee is nothing."),))
    refusal = org.refused(BadInput, gone, YORK)
    assert "no paragraph p3" in refusal.sentence
    org.refused(BadInput, gone.model_copy(update={"paragraphs": (adding(3, "And so on."),)}), YORK)


def test_an_amendment_that_alters_nothing_is_refused(org: Organisation) -> None:
    proposal = org.hand_in()
    org.gather()
    org.refused(BadInput, MoveAmendment(proposal=proposal, text=STATUTE), YORK)


def test_an_amendment_to_an_unknown_amendment_is_refused(org: Organisation) -> None:
    proposal = org.hand_in()
    org.gather()
    stray = MoveAmendment(
        proposal=proposal, paragraphs=(becomes(1, "X."),), parent=AmendmentId("A9")
    )
    org.refused(BadInput, stray, YORK)


def test_a_proposal_for_an_unknown_rule_is_not_handed_in(org: Organisation) -> None:
    draft = org.draft(changes={"election.ncg.methd": Choice(choice="stv")})
    hand_in = HandInProposal(proposal=draft)
    org.refused(NotFound, hand_in, LEEDS, "election.ncg.methd", group="leeds")


def test_a_proposal_for_a_value_of_another_kind_is_not_handed_in(org: Organisation) -> None:
    draft = org.draft(changes={"election.ncg.method": Count(count=3)})
    hand_in = HandInProposal(proposal=draft)
    org.refused(BadInput, hand_in, LEEDS, "election.ncg.method", group="leeds")


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ({"type": "days", "count": 4000}, "count should be less than or equal to 3660"),
        ({"type": "days", "count": -1}, "count should be greater than or equal to 0"),
        ({"type": "days"}, "count is missing"),
        ({"type": "days", "count": 1, "clare": True}, "clare is nothing that this type"),
        ({"type": "fraction", "numerator": 3, "denominator": 2}, "at most the whole"),
        ({"type": "weeks", "count": 1}, "its type is one of 'days', 'hours'"),
        ("soon", "such as type: days, count: 9"),
    ],
)
def test_a_rule_value_out_of_range_is_refused(
    org: Organisation, value: JsonValue, what: str
) -> None:
    proposal = org.hand_in()
    org.gather()
    edit = RuleEdit(rule="refounding.ballot_days", value=value)
    command = MoveAmendment(proposal=proposal, rules=(edit,))
    refusal = org.refused(BadInput, command, YORK, "refounding.ballot_days")
    assert what in refusal.sentence


def test_an_amendment_for_a_rule_that_is_not_there_is_refused(org: Organisation) -> None:
    proposal = org.hand_in()
    org.gather()
    edit = RuleEdit(rule="refounding.ballot_weeks", value={"type": "days", "count": 3})
    command = MoveAmendment(proposal=proposal, rules=(edit,))
    org.refused(NotFound, command, YORK, "refounding.ballot_weeks")
    kind = RuleEdit(rule="refounding.ballot_days", value={"type": "count", "count": 3})
    wrong = MoveAmendment(proposal=proposal, rules=(kind,))
    org.refused(BadInput, wrong, YORK, "refounding.ballot_days")


def test_a_rule_asked_for_by_hand_is_checked_when_it_is_written() -> None:
    with pytest.raises(ValueError, match="less than or equal to 3660"):
        RuleChange(rule=RuleId("refounding.ballot_days"), value=Days(count=4000))


def test_a_vote_without_a_quorum_is_refused(org: Organisation) -> None:
    proposal = org.hand_in()
    assembly = org.gather()
    poor = OpenSitting(assembly=assembly, present=1)
    org.refused(QuorumNotMet, poor, STAFF, QUORUM)
    too_many = DecideAmendments(
        assembly=assembly,
        proposal=proposal,
        amendments=(org.move(proposal, becomes(1, "X y.")),),
        votes=Votes(in_favour=5, against=0),
    )
    org.refused(BadInput, too_many, STAFF, "refounding.assembly_majority")


def test_an_amendment_is_decided_once(org: Organisation) -> None:
    proposal = org.hand_in()
    assembly = org.gather()
    name = org.move(proposal, becomes(1, "The council has nine members."))
    org.decide(assembly, proposal, name)
    again = DecideAmendments(assembly=assembly, proposal=proposal, amendments=(name,), votes=FOR)
    org.refused(OutOfOrder, again, STAFF)
    unknown = again.model_copy(update={"amendments": (AmendmentId("A9"),)})
    org.refused(NotFound, unknown, STAFF)


def test_the_record_of_an_assembly_is_kept_by_its_own(org: Organisation) -> None:
    org.hand_in()
    assembly = org.gather()
    org.refused(NotAllowed, OpenSitting(assembly=assembly, present=4), MEMBERS[0], RECORD)
    foreign = RegisterDelegate(assembly=assembly, person=MEMBERS[0], name="M", group="leeds")
    org.refused(NotAllowed, foreign, MEMBERS[0], "assemblies.delegates_entered_by")


def voting(org: Organisation) -> Organisation:
    org.hand_in()
    org.reach(StageName.BALLOT)
    return org


def refused_paper(org: Organisation, kind: type[Refusal], number: int, paper: str = "Y") -> None:
    before = org.hands.boxes.voted(org.ballot.id)
    with pytest.raises(kind):
        org.hands.boxes.cast(org.ballot.id, member(number), paper)
    assert org.hands.boxes.voted(org.ballot.id) == before


def test_a_paper_of_somebody_who_is_not_on_the_roll_is_refused(org: Organisation) -> None:
    voting(org)
    refused_paper(org, NotAllowed, 999)


def test_somebody_who_joined_too_late_is_not_on_the_roll(org: Organisation) -> None:
    late = JoinMember(number="M00777", joined_on=date(2022, 1, 1))
    org.hand_in()
    org.reach(StageName.SECOND_ASSEMBLY)
    org.ask(late, STAFF)
    org.reach(StageName.BALLOT)
    refused_paper(org, NotAllowed, 777)
    assert org.ballot.roll is not None
    assert org.ballot.roll.count == 20


def test_a_second_paper_is_refused(org: Organisation) -> None:
    voting(org)
    org.hands.boxes.cast(org.ballot.id, member(7), "Y")
    refused_paper(org, OutOfOrder, 7, "N")
    assert list(org.hands.boxes.papers(org.ballot.id)) == ["Y"]


def test_a_paper_after_the_close_is_refused_even_before_the_close_is_on_record(
    org: Organisation,
) -> None:
    voting(org)
    org.store.clock.hold(org.ballot.hours.closes)
    with pytest.raises(TooLate) as caught:
        org.hands.boxes.cast(org.ballot.id, member(7), "Y")
    assert caught.value.rule == PERIOD


def test_a_paper_before_the_opening_is_refused(org: Organisation) -> None:
    org.hand_in()
    org.hands.at(org.calendar.stage(StageName.PREPARATION).due - timedelta(seconds=1))
    refused_paper(org, TooEarly, 7)


def test_nobody_opens_a_ballot_by_hand(org: Organisation) -> None:
    org.hand_in()
    org.reach(StageName.PREPARATION)
    org.refused(NotAllowed, OpenBallot(ballot=org.ballot.id), STAFF)


def test_a_repeated_key_gives_the_first_answer_and_records_nothing(org: Organisation) -> None:
    key, asker = CommandId(derived(CONVENOR, "k")), Asker(person=STAFF)
    command = JoinMember(number="M00100", joined_on=date(2021, 1, 1))
    first = org.hands.desk.perform(command, asker, key)
    head = org.store.head()
    again = org.hands.desk.perform(command, asker, key)
    assert (again.repeated, again.result) == (True, first.result)
    assert org.store.head() == head


def test_a_repeated_key_with_another_request_is_refused(org: Organisation) -> None:
    key, asker = CommandId(derived(CONVENOR, "k")), Asker(person=STAFF)
    command = JoinMember(number="M00100", joined_on=date(2021, 1, 1))
    org.hands.desk.perform(command, asker, key)
    head = org.store.head()
    for other, by in (
        (command.model_copy(update={"number": "M00101"}), asker),
        (command, Asker(person=CHAIR)),
    ):
        with pytest.raises(BadInput, match="has been used for another 'join_member'"):
            org.hands.desk.perform(other, by, key)
    assert org.store.head() == head


def test_a_decision_on_a_version_that_others_have_changed_is_refused(org: Organisation) -> None:
    draft = org.draft()
    seen = org.proposal(draft).version
    org.ask(ReviseProposal(proposal=draft, text="Other words."), LEEDS, "leeds")
    head = org.store.head()
    mine = ReviseProposal(proposal=draft, text="My words.")
    asker, key = Asker(person=LEEDS), CommandId(derived(CONVENOR, "mine"))
    with pytest.raises(StaleView, match=f"you saw version {seen}"):
        org.hands.desk.perform(mine, asker, key, expected={draft: seen})
    assert org.store.head() == head
    org.hands.desk.perform(mine, asker, key, expected={draft: seen + 1})
    assert org.proposal(draft).asked.text.plain == "My words."


def test_what_does_not_exist_is_refused_by_its_id(org: Organisation) -> None:
    org.refused(NotFound, HandInProposal(proposal=CONVENOR), LEEDS)
    org.refused(NotFound, TakeEffect(upon="the conference"), STAFF)


def test_a_register_is_kept_by_its_keepers_and_holds_everybody_once(org: Organisation) -> None:
    again = JoinMember(number="M00003", joined_on=date(2021, 1, 1))
    assert "M00003" in org.refused(OutOfOrder, again, STAFF).sentence
    org.refused(
        NotAllowed, again.model_copy(update={"number": "M1"}), MEMBERS[0], "registers.kept_by"
    )
    double = EstablishBody(slug="leeds", name="Leeds too", kind=org_kind(org))
    org.refused(OutOfOrder, double, STAFF)
    seat = SeatMember(body="leeds", person=LEEDS, name="L", how="again")
    org.refused(OutOfOrder, seat, STAFF)


def org_kind(org: Organisation) -> str:
    body = org.store.load(Body, body_id("leeds"))
    return body.kind


def test_a_rulebook_is_founded_once(org: Organisation) -> None:
    again = FoundRulebook(title="R", clauses=(CLAUSE,), rules=rules(), source="test")
    org.refused(OutOfOrder, again, STAFF)


def test_a_cycle_is_opened_and_extended_by_whoever_has_the_power(org: Organisation) -> None:
    org.refused(NotAllowed, OpenCycle(title="Mine"), MEMBERS[0], "refounding.opening_power")
    longer = ExtendDeadline(
        cycle=org.cycle,
        stage=StageName.DRAFTING,
        due=START + timedelta(days=70),
        reason="floods",
    )
    org.refused(NotAllowed, longer, MEMBERS[0], "refounding.extension_power")
    org.refused(BadInput, OpenCycle(title=" "), STAFF)


def test_nobody_acts_as_the_service() -> None:
    with pytest.raises(NotAllowed, match="Nobody acts as the service"):
        somebody(SERVICE)


@pytest.mark.parametrize(
    "moment",
    [
        "9999-12-31T23:00:00-14:00",
        "0001-01-01T00:00:00+14:00",
        "2200-01-01T00:00:00+00:00",
        "1799-12-31T23:59:59+00:00",
    ],
)
def test_a_moment_that_no_table_could_hold_is_refused(moment: str) -> None:
    with pytest.raises(ValueError, match="only days from 1800 to 2199 can be"):
        ConveneMeeting.model_validate({"body": "ncg", "starts": moment, "place": "Hall"})


@pytest.mark.parametrize("day", [date.min, date.max, date(2200, 1, 1)])
def test_a_day_that_cannot_be_meant_is_refused(day: date) -> None:
    with pytest.raises(ValueError, match="only days from 1800 to 2199 can be"):
        JoinMember(number="M00001", joined_on=day)

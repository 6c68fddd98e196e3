"""Support through the desk: consent, who reads what, the waiting list, advisers, lateness."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.bodies.member import Ending
from domain.kernel.act import Standing
from domain.kernel.ids import CommandId
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken, TooLate
from domain.rules.values import Flag
from domain.support.clocks import Runs
from domain.support.file import ReadsAs, SupportFile, file_id
from domain.support.queue import Why
from domain.support.request import SupportRequest
from domain.support.request_acts import Outcome
from domain.support.request_state import Stage
from domain.support.requester import requester_id
from services.application.asker import THE_SERVICE
from services.application.case import Case
from services.application.details import SetDetails
from services.application.endings import EndMembership
from services.application.erasing import EraseData
from services.application.support import (
    AddDocument,
    AddOwnDocument,
    AdviseOnSupport,
    AskSupport,
    ConsentToSupport,
    DeclineSupport,
    FollowSupport,
    FollowUpSupport,
    GiveAdviser,
    HandBackSupport,
    NameAdviser,
    ReadOwnSupport,
    ReadSupportFile,
    RecordSupportOutcome,
    ReleaseAdviser,
    WithdrawFromSupport,
)
from services.application.supporting import waiting_list
from tests.application.heard import suspend
from tests.application.organisation import (
    CHAIR,
    MEMBERS,
    STAFF,
    STRANGER,
    Organisation,
    in_memory,
)
from tests.application.supported import (
    ADA,
    HELPER,
    OTHER_HELPER,
    SECRET,
    WHY,
    Supported,
    advised_by,
    in_days,
)

KEPT_BY, NAMED_BY = "support.kept_by", "support.advisers_named_by"


@pytest.fixture
def org() -> Organisation:
    return in_memory()


def order(org: Organisation) -> list[tuple[object, Why]]:
    """Who waits, and why they stand where they stand."""
    case = Case(org.store, THE_SERVICE, CommandId(file_id(STAFF)), {})
    return [(one.waiting.case, one.why) for one in waiting_list(case)]


def test_a_request_goes_from_the_asking_to_the_follow_up(org: Organisation) -> None:
    advised_by(org)
    it = Supported(org)
    assert it.to_advised() == HELPER
    it.advise()
    it.past(Runs.CONTACT)
    it.advise()
    it.end(Outcome.LIFTED)
    assert (it.stage, it.request.outcome) == (Stage.FOLLOW_UP, Outcome.LIFTED)
    it.follow_up()
    assert it.stage is Stage.CLOSED
    assert it.request.clocks == ()


def test_who_asks_acts_under_a_name_of_the_request_alone(org: Organisation) -> None:
    it = Supported(org)
    it.ask()
    acts = [one.event.act for one in org.store.acts(stream=it.case, limit=10)]
    assert {one.actor for one in acts} == {requester_id(it.case)}
    assert str(ADA) not in str(acts)


def test_where_only_members_ask_others_are_refused() -> None:
    org = in_memory(support__open_to_all=Flag(holds=False))
    asked = {"case": Supported(org).case, "secret": SECRET, "text": "They suspended me."}
    refused = AskSupport.model_validate(asked)
    org.refused(NotAllowed, refused, STRANGER, "support.open_to_all")
    Supported(org).ask(requester=ADA)


def test_nobody_reads_it_before_consent_and_without_one_it_lapses(org: Organisation) -> None:
    it = Supported(org)
    it.ask(consents=False)
    org.refused(NotAllowed, ReadSupportFile(case=it.case), STAFF, KEPT_BY)
    org.refused(OutOfOrder, DeclineSupport(case=it.case, reasons=WHY), STAFF, KEPT_BY)
    it.past(Runs.CONSENT)
    org.refused(OutOfOrder, ConsentToSupport(case=it.case, secret=SECRET), STRANGER, KEPT_BY)
    org.ask(FollowSupport(case=it.case), THE_SERVICE.person)
    assert it.stage is Stage.CLOSED
    org.refused(NotAllowed, ReadSupportFile(case=it.case), STAFF, KEPT_BY)


def test_consent_can_be_given_later_and_then_its_keepers_read_it(org: Organisation) -> None:
    it = Supported(org)
    it.ask(consents=False)
    wrong = ConsentToSupport(case=it.case, secret="another word entirely")
    org.refused(NotAllowed, wrong, STRANGER, KEPT_BY)
    it.consent()
    assert it.stage is Stage.TRIAGE
    org.ask(ReadSupportFile(case=it.case), STAFF)
    org.refused(NotAllowed, ReadSupportFile(case=it.case), MEMBERS[3], KEPT_BY)
    assert org.store.load(SupportFile, file_id(it.case)).readers == (STAFF,)


def test_from_triage_on_the_file_is_the_advisers_and_the_requesters(org: Organisation) -> None:
    advised_by(org)
    it = Supported(org)
    it.ask()
    it.accept()
    org.refused(NotAllowed, ReadSupportFile(case=it.case), STAFF, KEPT_BY)
    it.give_adviser()
    org.refused(NotAllowed, ReadSupportFile(case=it.case), STAFF, KEPT_BY)
    org.ask(ReadSupportFile(case=it.case), HELPER)
    org.ask(ReadOwnSupport(case=it.case, secret=SECRET), STRANGER)
    read = [one.event for one in org.store.acts(topics=("support_file.read.v1",), limit=10)]
    assert [getattr(one, "reads_as", None) for one in read] == [ReadsAs.ADVISER, ReadsAs.REQUESTER]


def test_consent_that_is_taken_back_closes_it_to_all_others(org: Organisation) -> None:
    advised_by(org)
    it = Supported(org)
    it.to_advised()
    org.ask(WithdrawFromSupport(case=it.case, secret=SECRET), STRANGER)
    assert (it.stage, it.request.clocks) == (Stage.CLOSED, ())
    org.refused(NotAllowed, ReadSupportFile(case=it.case), HELPER, KEPT_BY)
    org.refused(NotAllowed, AdviseOnSupport(case=it.case, advice=WHY), HELPER, NAMED_BY)
    org.ask(ReadOwnSupport(case=it.case, secret=SECRET), STRANGER)
    again = WithdrawFromSupport(case=it.case, secret=SECRET)
    org.refused(OutOfOrder, again, STRANGER, KEPT_BY)


def test_nobody_sees_to_their_own_request(org: Organisation) -> None:
    it = Supported(org)
    it.ask(requester=STAFF)
    org.refused(NotAllowed, DeclineSupport(case=it.case, reasons=WHY), STAFF, KEPT_BY)
    org.ask(DeclineSupport(case=it.case, reasons=WHY), CHAIR)


def test_it_is_declined_with_reasons(org: Organisation) -> None:
    it = Supported(org)
    it.ask()
    with pytest.raises(BadInput):
        org.ask(DeclineSupport(case=it.case, reasons=" "), STAFF)
    org.ask(DeclineSupport(case=it.case, reasons="A union of yours can help."), STAFF)
    assert it.stage is Stage.CLOSED


def test_whoever_came_first_is_taken_first_and_nobody_is_picked(org: Organisation) -> None:
    advised_by(org, places=2)
    first, second = Supported(org, "1"), Supported(org, "2")
    for one in (first, second):
        one.to_waiting()
    skipping = GiveAdviser(case=second.case)
    org.refused(NotAllowed, skipping, STAFF, "support.longest_wait_days")
    assert [why for _, why in order(org)] == [Why.AS_THEY_CAME] * 2
    first.give_adviser()
    second.give_adviser()


def test_whoever_soon_answers_elsewhere_goes_before_who_came_first(org: Organisation) -> None:
    advised_by(org)
    first, urgent, later = (Supported(org, name) for name in "123")
    first.to_waiting()
    later.to_waiting(answer_by=in_days(org, 8))
    urgent.to_waiting(answer_by=in_days(org, 7))
    assert order(org) == [
        (urgent.case, Why.URGENT),
        (first.case, Why.AS_THEY_CAME),
        (later.case, Why.AS_THEY_CAME),
    ]
    org.refused(NotAllowed, GiveAdviser(case=first.case), STAFF, "support.urgent_days")
    urgent.give_adviser()


def test_whoever_has_waited_too_long_goes_before_who_is_urgent(org: Organisation) -> None:
    first = Supported(org, "1")
    first.to_waiting()
    org.hands.at(first.request.created_on + timedelta(days=28))
    urgent = Supported(org, "2")
    urgent.to_waiting(answer_by=in_days(org, 2))
    assert order(org) == [(first.case, Why.WAITED_LONG), (urgent.case, Why.URGENT)]


def test_an_answer_whose_day_has_passed_is_urgent_no_longer(org: Organisation) -> None:
    first, urgent = Supported(org, "1"), Supported(org, "2")
    first.to_waiting()
    urgent.to_waiting(answer_by=in_days(org, 2))
    assert order(org)[0] == (urgent.case, Why.URGENT)
    org.hands.at(first.request.created_on + timedelta(days=4))
    assert [case for case, _ in order(org)] == [first.case, urgent.case]


def test_no_adviser_has_more_people_than_places(org: Organisation) -> None:
    advised_by(org)
    first, second = Supported(org, "1"), Supported(org, "2")
    for one in (first, second):
        one.to_waiting()
    first.give_adviser()
    org.refused(RuleBroken, GiveAdviser(case=second.case), STAFF, "support.most_places")
    first.end()
    assert second.give_adviser() == HELPER


def test_whoever_advises_fewest_takes_the_next(org: Organisation) -> None:
    advised_by(org, places=2)
    advised_by(org, OTHER_HELPER, places=2)
    every = [Supported(org, name) for name in "123"]
    for one in every:
        one.to_waiting()
    assert [one.give_adviser() for one in every] == [HELPER, OTHER_HELPER, HELPER]


def test_it_is_handed_back_and_never_to_the_same_adviser_again(org: Organisation) -> None:
    advised_by(org, places=5)
    it, other = Supported(org), Supported(org, "another")
    it.to_advised()
    since = it.request.created_on
    org.refused(NotAllowed, HandBackSupport(case=it.case, reasons=WHY), STAFF, NAMED_BY)
    org.ask(HandBackSupport(case=it.case, reasons="I know them."), HELPER)
    assert it.stage is Stage.WAITING
    org.refused(NotAllowed, ReadSupportFile(case=it.case), HELPER, KEPT_BY)
    org.refused(RuleBroken, GiveAdviser(case=it.case), STAFF, "support.most_places")
    other.to_waiting()
    assert other.give_adviser() == HELPER  # nobody waits behind one whom nobody can take on
    advised_by(org, OTHER_HELPER)
    assert it.give_adviser() == OTHER_HELPER
    assert it.request.created_on == since


def test_whoever_asked_is_never_their_own_adviser(org: Organisation) -> None:
    advised_by(org, ADA)
    it = Supported(org)
    it.ask(requester=ADA)
    it.accept()
    org.refused(RuleBroken, GiveAdviser(case=it.case), STAFF, "support.most_places")


def test_an_adviser_who_leaves_leaves_nobody_without_one(org: Organisation) -> None:
    advised_by(org, places=2)
    advised, ended = Supported(org, "1"), Supported(org, "2")
    for one in (advised, ended):
        one.to_waiting()
        one.give_adviser()
    ended.end()
    org.ask(ReleaseAdviser(person=HELPER, reason="They moved away."), CHAIR)
    assert (advised.stage, ended.stage) == (Stage.WAITING, Stage.WAITING)
    org.refused(NotAllowed, ReadSupportFile(case=advised.case), HELPER, KEPT_BY)
    org.refused(OutOfOrder, ReleaseAdviser(person=HELPER, reason=WHY), CHAIR, NAMED_BY)


def test_an_adviser_who_died_leaves_nobody_without_one(org: Organisation) -> None:
    advised_by(org)
    it = Supported(org)
    it.to_waiting()
    it.give_adviser()
    died = EndMembership(person=HELPER, ending=Ending.DIED, reason="Their family wrote.")
    org.ask(died, STAFF)
    assert it.stage is Stage.WAITING
    assert it.request.adviser is None


def test_what_has_ended_goes_to_another_adviser_and_ends_no_second_time(org: Organisation) -> None:
    advised_by(org)
    it = Supported(org)
    it.to_waiting()
    it.give_adviser()
    it.end()
    org.ask(HandBackSupport(case=it.case, reasons="I know them."), HELPER)
    advised_by(org, OTHER_HELPER)
    assert it.give_adviser() == OTHER_HELPER
    assert it.request.outcome is not None
    assert [one.runs for one in it.request.clocks] == [Runs.FOLLOW_UP]
    again = RecordSupportOutcome(case=it.case, outcome=Outcome.LIFTED, account="Twice")
    org.refused(OutOfOrder, again, OTHER_HELPER, KEPT_BY)
    org.ask(FollowUpSupport(case=it.case, account="All is well."), OTHER_HELPER)
    assert it.stage is Stage.CLOSED


def test_an_adviser_who_is_suspended_advises_nobody_until_then(org: Organisation) -> None:
    advised_by(org, places=2)
    it, other = Supported(org), Supported(org, "another")
    it.to_advised()
    suspend(org, HELPER)
    barred = "suspension.keeps_powers"
    org.refused(NotAllowed, AdviseOnSupport(case=it.case, advice=WHY), HELPER, barred)
    org.refused(NotAllowed, ReadSupportFile(case=it.case), HELPER, barred)
    org.refused(NotAllowed, NameAdviser(person=HELPER, places=3), CHAIR, barred)
    other.to_waiting()
    org.refused(RuleBroken, GiveAdviser(case=other.case), STAFF, "support.most_places")


def test_advisers_are_named_by_whom_the_rules_say_within_the_most_places(
    org: Organisation,
) -> None:
    org.refused(NotAllowed, NameAdviser(person=HELPER, places=1), STAFF, NAMED_BY)
    org.refused(RuleBroken, NameAdviser(person=HELPER, places=11), CHAIR, "support.most_places")
    advised_by(org)
    org.refused(OutOfOrder, NameAdviser(person=HELPER, places=1), CHAIR, NAMED_BY)
    advised_by(org, places=0)
    it = Supported(org)
    it.to_waiting()
    org.refused(RuleBroken, GiveAdviser(case=it.case), STAFF, "support.most_places")


@pytest.mark.parametrize("runs", [one for one in Runs if one is not Runs.CONSENT])
def test_what_is_late_is_recorded_at_its_moment_and_put_before_others(
    org: Organisation, runs: Runs
) -> None:
    advised_by(org)
    it = Supported(org)
    it.ask()
    done = {
        Runs.TRIAGE: it.accept,
        Runs.ADVISER: it.give_adviser,
        Runs.ADVICE: it.advise,
        Runs.CONTACT: it.end,
        Runs.FOLLOW_UP: it.follow_up,
    }
    for one, do in done.items():
        if one is runs:
            break
        do()
    due = next(one.due for one in it.request.clocks)
    org.hands.at(due + timedelta(days=1))
    done[runs]()
    acts = [one.event for one in org.store.acts(stream=it.case, limit=50)]
    (late,) = (one for one in acts if isinstance(one, SupportRequest.FellLate))
    assert (late.runs, late.act.occurred_at) == (runs, due)
    assert late.escalated_to == ("ncg.officers",)
    assert late.act.standing is acts[-1].act.standing is Standing.IRREGULAR


def test_both_put_papers_into_the_file_once_it_may_be_read(org: Organisation) -> None:
    advised_by(org)
    it = Supported(org)
    it.ask(consents=False)
    own = AddOwnDocument(case=it.case, secret=SECRET, title="The letter", text="You are suspended.")
    org.refused(OutOfOrder, own, STRANGER, "support.consent_days")
    it.consent()
    org.ask(own, STRANGER)
    it.accept()
    it.give_adviser()
    org.ask(AddDocument(case=it.case, title="A draft", text="I deny it."), HELPER)
    org.refused(NotAllowed, AddDocument(case=it.case, title="x", text="y"), STAFF, NAMED_BY)
    assert it.request.documents == 2


def test_nothing_of_whoever_asked_is_erased_while_it_is_open(org: Organisation) -> None:
    org.ask(SetDetails(person=ADA, name="Ada Ash"), ADA)
    it = Supported(org)
    it.ask()
    erase = EraseData.model_validate({"person": ADA, "purposes": ["identity"], "ground": "asked"})
    refusal = org.refused(RuleBroken, erase, STAFF, "people.erasure_decided_by")
    assert "support" in refusal.sentence
    org.ask(WithdrawFromSupport(case=it.case, secret=SECRET), STRANGER)
    org.ask(erase, STAFF)


def test_consent_comes_too_late_at_the_very_moment(org: Organisation) -> None:
    it = Supported(org)
    it.ask(consents=False)
    due = it.request.clocks[0].due
    request = it.request
    act = org.store.acts(stream=it.case, limit=1)[0].event.act
    with pytest.raises(TooLate):
        request.consent(act.at(due), None)  # type: ignore[arg-type]  # refused before any rule is read

"""Policy primaries: who puts, backs, checks and merges motions, by when, and what is adopted."""

from __future__ import annotations

from typing import Any

import pytest

from domain.ballots.terms import TIES
from domain.kernel.refusal import (
    BadInput,
    NotAllowed,
    NotFound,
    OutOfOrder,
    RuleBroken,
    TooEarly,
    TooLate,
)
from domain.primary.motion import PrimaryMotion
from domain.primary.primary import Outcome, Stage
from domain.rules.values import Choice, Who
from services.application.begun import open_processes
from services.application.primaries import (
    AddPolicy,
    AnswerComposite,
    AppealForMotion,
    BackPrimaryMotion,
    CheckPrimaryMotion,
    LaunchPrimary,
    RecordPolicyOutcome,
    RuleOnMotionAppeal,
    SpeakForMotion,
    TakeBackingBack,
    WithdrawPrimaryMotion,
)
from services.application.scrutiny import NameScrutineer
from tests.application.organisation import (
    CHAIR,
    LEEDS,
    LEEDS_TOO,
    STAFF,
    STRANGER,
    YORK,
    Organisation,
    in_memory,
)
from tests.application.ranked import ANA, BACKERS, BEN, CAT, DAN, Ranked
from workflows.contract import PRIMARY


def rule(name: str) -> str:
    return f"policy_primary.{name}"


SUBMITTED, BACKED = rule("who_may_submit"), rule("backed_by")
CHECKED, APPEALS = rule("checked_by"), rule("appeals_by")


def primary(**rules: Any) -> Ranked:
    return Ranked(in_memory(**rules))


def processes(org: Organisation) -> int:
    return [one.kind for one in open_processes(org.store)].count(PRIMARY)


def test_motions_are_put_backed_checked_and_ranked_and_the_leading_ones_are_adopted() -> None:
    it = primary()
    for title, person in (("Homes", ANA), ("Buses", BEN), ("Water", CAT)):
        it.backed(title, person)
    short = it.put("Trams", DAN)
    it.back(short, BACKERS[0])
    it.checking()
    assert (it.found.stage, len(it.found.backed)) == (Stage.CHECKING, 3)
    for one in it.motions[:3]:
        it.check(one.id)
    it.answering()
    it.answered()
    assert it.found.stage is Stage.VOTING
    assert it.found.ballot is None, "no value for ties has been announced"
    it.announce()
    it.vote((2, 1, 3), (2, 1), (1, 2))
    assert it.adopted == ["Buses", "Homes"]
    assert processes(it.org) == 0


def test_who_may_put_a_motion_is_a_rule() -> None:
    it = primary(policy_primary__who_may_submit=Who(powers=("local_groups",)))
    it.org.refused(NotAllowed, it.putting("Homes"), ANA, SUBMITTED)
    it.org.refused(NotAllowed, it.putting("Homes"), STRANGER, SUBMITTED)
    motion = it.put("Homes", LEEDS, "leeds")
    assert it.the(motion).group is not None
    it.org.refused(OutOfOrder, it.putting("homes"), YORK, SUBMITTED, "york")
    it.org.refused(BadInput, it.putting("Water", text=" "), YORK, group="york")
    withdraw = WithdrawPrimaryMotion(motion=motion)
    it.org.refused(NotAllowed, withdraw, YORK, "bodies.spoken_for_by")
    it.org.ask(withdraw, LEEDS_TOO)
    it.org.refused(OutOfOrder, withdraw, LEEDS, SUBMITTED)


def test_whoever_acts_for_a_body_that_may_not_puts_a_motion_for_themselves() -> None:
    it = primary(policy_primary__who_may_submit=Who(powers=("all_members",)))
    motion = it.put("Homes", LEEDS, "leeds")
    assert it.the(motion).group is None
    it.org.refused(OutOfOrder, BackPrimaryMotion(motion=motion), LEEDS, BACKED)


def test_each_backs_a_motion_once_and_not_their_own_while_there_is_time() -> None:
    it = primary()
    motion = it.put("Homes", ANA)
    backing = BackPrimaryMotion(motion=motion)
    it.org.refused(OutOfOrder, backing, ANA, BACKED)
    it.org.refused(NotAllowed, backing, STRANGER, BACKED)
    it.org.ask(backing, BEN)
    it.org.refused(OutOfOrder, backing, BEN, BACKED)
    it.org.ask(backing, LEEDS, "leeds")
    it.org.refused(OutOfOrder, backing, LEEDS_TOO, BACKED, "leeds")
    it.org.ask(TakeBackingBack(motion=motion), BEN)
    it.org.refused(OutOfOrder, TakeBackingBack(motion=motion), BEN, BACKED)
    it.checking()
    it.org.refused(TooLate, backing, BEN, rule("backing_days"))
    assert it.found.backed == ()


def test_a_motion_that_comes_late_is_refused_even_where_the_end_is_not_on_record_yet() -> None:
    it = primary()
    it.org.store.clock.hold(it.found.terms.submit_until)
    it.org.refused(TooLate, it.putting("Homes"), ANA, rule("submission_days"))
    assert it.found.stage is Stage.SUBMITTING


def test_the_working_group_checks_what_is_backed_with_reasons_and_nobody_their_own() -> None:
    it = primary()
    homes, own, short = it.backed("Homes", ANA), it.backed("Own", CHAIR), it.put("Short", BEN)
    turning = CheckPrimaryMotion(motion=homes, passed=False, reasons=" ")
    it.org.refused(TooEarly, turning, CHAIR, rule("checking_days"))
    it.checking()
    it.org.refused(BadInput, turning, CHAIR)
    it.org.refused(NotAllowed, CheckPrimaryMotion(motion=homes, passed=True), ANA, CHECKED)
    it.org.refused(NotAllowed, CheckPrimaryMotion(motion=own, passed=True), CHAIR, CHECKED)
    it.org.refused(OutOfOrder, CheckPrimaryMotion(motion=short, passed=True), CHAIR, CHECKED)
    it.check(homes)
    it.org.refused(OutOfOrder, CheckPrimaryMotion(motion=homes, passed=True), CHAIR, CHECKED)


def test_what_nobody_checked_in_time_stands() -> None:
    it = primary()
    it.backed("Homes", ANA)
    it.checking()
    it.answering()
    it.answered()
    assert it.adopted == ["Homes"], "no more stood than can be adopted"


def turned_down() -> tuple[Ranked, Any]:
    it = primary()
    for title, person in (("Buses", BEN), ("Water", CAT)):
        it.backed(title, person)
    motion = it.backed("Homes", ANA)
    it.checking()
    it.check(motion, passed=False)
    return it, motion


def test_an_appeal_that_is_upheld_puts_a_motion_back() -> None:
    it, motion = turned_down()
    appeal = AppealForMotion(motion=motion, grounds="It is what we stand for.")
    it.org.refused(NotAllowed, appeal, BEN, SUBMITTED)
    it.answering()
    it.org.ask(appeal, ANA)
    it.org.refused(OutOfOrder, appeal, ANA, APPEALS)
    it.answered()
    assert it.found.stage is Stage.RULING, "the appeal waits for its ruling"
    ruling = RuleOnMotionAppeal(motion=motion, upheld=True, reasons="It is.")
    it.org.refused(NotAllowed, ruling, ANA, APPEALS)
    it.org.ask(ruling, CHAIR)
    it.org.refused(OutOfOrder, ruling, CHAIR, APPEALS)
    it.org.hands.settle()
    assert it.found.paper is not None
    assert [one.title for one in it.found.paper] == ["Buses", "Water", "Homes"]


def test_a_ruling_that_is_missed_is_on_record_and_the_late_one_is_marked() -> None:
    it, motion = turned_down()
    it.of(AppealForMotion, motion, ANA, grounds="It is what we stand for.")
    it.answering()
    it.answered()
    due = it.found.terms.rule_until
    it.org.hands.at(due)
    assert it.the(motion).missed
    assert it.found.stage is Stage.RULING, "nothing is decided by silence"
    it.of(RuleOnMotionAppeal, motion, CHAIR, upheld=False, reasons="No.")
    acts = [one.event for one in it.org.store.acts(stream=motion, limit=20)]
    missed = next(one for one in acts if isinstance(one, PrimaryMotion.RulingMissed))
    assert (missed.act.occurred_at, missed.act.breaks) == (due, (rule("ruling_days"),))
    assert acts[-1].act.breaks == (rule("ruling_days"),)
    it.org.hands.settle()
    assert it.adopted == ["Buses", "Water"]


def test_an_appeal_after_its_time_is_refused() -> None:
    it, motion = turned_down()
    it.answering()
    it.answered()
    late = AppealForMotion(motion=motion, grounds="It is what we stand for.")
    it.org.refused(TooLate, late, ANA, rule("answer_days"))


def merging() -> tuple[Ranked, Any, Any, Any, Any]:
    it = primary()
    homes, rents = it.backed("Homes", ANA), it.backed("Rents", BEN)
    buses = it.backed("Buses", CAT)
    it.backed("Water", DAN)
    it.checking()
    composite = it.compose("Housing", homes, rents, buses)
    return it, homes, rents, buses, composite


def test_a_composite_takes_the_place_of_those_whose_authors_agreed_and_of_no_others() -> None:
    it, homes, rents, buses, composite = merging()
    it.answer(composite, homes, ANA)
    refused = AnswerComposite(motion=composite, parent=rents, agreed=True)
    it.org.refused(NotAllowed, refused, ANA, SUBMITTED)
    it.answering()
    it.answer(composite, rents, BEN, agreed=False)
    it.answer(composite, rents, BEN)
    it.answer(composite, buses, CAT, agreed=False)
    it.answered()
    assert it.found.paper is not None
    assert [one.title for one in it.found.paper] == ["Buses", "Water", "Housing"]
    it.org.refused(TooLate, refused, BEN, rule("answer_days"))


def test_whoever_says_nothing_stays_apart_and_one_alone_makes_no_composite() -> None:
    it, homes, *_, composite = merging()
    it.answer(composite, homes, ANA)
    it.answering()
    it.answered()
    assert it.found.paper is not None
    assert [one.title for one in it.found.paper] == ["Homes", "Rents", "Buses", "Water"]


def test_a_motion_that_is_withdrawn_or_turned_down_since_goes_into_no_composite() -> None:
    it, homes, rents, buses, composite = merging()
    for motion, author in ((homes, ANA), (rents, BEN), (buses, CAT)):
        it.answer(composite, motion, author)
    it.check(buses, passed=False)
    it.of(WithdrawPrimaryMotion, homes, ANA)
    it.answering()
    it.answered()
    assert it.found.paper is None or [one.title for one in it.found.paper] == ["Rents", "Water"]
    assert it.adopted == ["Rents", "Water"]


def test_a_motion_goes_into_one_composite() -> None:
    it, homes, rents, _, composite = merging()
    other = it.compose("Everything", homes, rents)
    it.answer(composite, homes, ANA)
    again = AnswerComposite(motion=other, parent=homes, agreed=True)
    it.org.refused(OutOfOrder, again, ANA, rule("answer_days"))
    it.answer(composite, homes, ANA, agreed=False)
    it.org.ask(again, ANA)


def test_a_composite_is_made_of_two_motions_that_are_backed_and_not_turned_down() -> None:
    it, motion = turned_down()
    buses, water = (one.id for one in it.motions[:2])
    it.org.refused(OutOfOrder, it.composing("All", motion, buses), CHAIR, rule("checking_days"))
    it.org.refused(BadInput, it.composing("All", buses), CHAIR)
    it.org.refused(NotAllowed, it.composing("All", buses, water), ANA, CHECKED)
    made = it.compose("All", buses, water)
    it.org.refused(BadInput, CheckPrimaryMotion(motion=made, passed=True), CHAIR)
    it.org.refused(OutOfOrder, it.composing("Both", made, water), CHAIR, rule("checking_days"))
    wrong = AnswerComposite(motion=made, parent=motion, agreed=True)
    it.org.refused(BadInput, wrong, ANA)


def test_authors_speak_for_their_motion_until_it_is_settled() -> None:
    it = primary()
    motion = it.backed("Homes", ANA)
    speaking = SpeakForMotion(motion=motion, words="Everybody needs one.")
    it.org.refused(NotAllowed, speaking, BEN, SUBMITTED)
    it.org.refused(BadInput, SpeakForMotion(motion=motion, words=" "), ANA)
    it.org.ask(speaking, ANA)
    it.checking()
    it.answering()
    it.answered()
    it.org.refused(OutOfOrder, speaking, ANA, SUBMITTED)


def settled() -> Ranked:
    it = primary()
    it.backed("Homes", ANA)
    it.checking()
    it.answering()
    it.answered()
    return it


def test_the_body_adds_its_own_afterwards_and_what_became_of_each_is_told() -> None:
    it = primary()
    adding = AddPolicy(primary=it.id, title="Peace", text="We want peace.")
    it.org.refused(TooEarly, adding, CHAIR, rule("added_by"))
    it = settled()
    adding = AddPolicy(primary=it.id, title="Peace", text="We want peace.")
    it.org.refused(NotAllowed, adding, ANA, rule("added_by"))
    it.org.refused(BadInput, AddPolicy(primary=it.id, title="Peace", text=""), CHAIR)
    it.org.ask(adding, CHAIR)
    it.org.refused(OutOfOrder, adding, CHAIR, rule("added_by"))
    assert it.adopted == ["Homes", "Peace"]
    first = it.found.policies[0].motion
    told = {"primary": it.id, "policy": first, "outcome": Outcome.CARRIED, "words": "Unanimous."}
    it.org.ask(RecordPolicyOutcome.model_validate(told), CHAIR)
    unknown = RecordPolicyOutcome.model_validate(told | {"policy": it.id})
    it.org.refused(NotFound, unknown, CHAIR)


def test_a_primary_without_a_motion_adopts_nothing() -> None:
    it = primary()
    it.checking()
    it.answering()
    it.answered()
    assert (it.found.stage, it.adopted) == (Stage.SETTLED, [])
    it.org.refused(OutOfOrder, it.announcing(), CHAIR, TIES)


def test_a_value_that_is_known_too_early_calls_no_ballot_and_another_does() -> None:
    it = primary()
    it.announce()
    for title, person in (("Homes", ANA), ("Buses", BEN), ("Water", CAT)):
        it.backed(title, person)
    it.org.refused(NotAllowed, it.announcing(), ANA, rule("launched_by"))
    it.org.hands.at(it.found.terms.submit_until)
    it.checking()
    it.answering()
    it.answered()
    assert it.found.ballot is not None, "it is known after any close"


def test_nobody_who_put_a_motion_watches_over_the_vote_on_it() -> None:
    it = primary()
    for title, person in (("Homes", ANA), ("Buses", BEN), ("Water", CAT)):
        it.backed(title, person)
    it.announce()
    it.checking()
    it.answering()
    it.answered()
    named = NameScrutineer(ballot=it.ballot.id, person=ANA, name="Ana")
    it.org.refused(NotAllowed, named, STAFF, "ballots.scrutineer")


def test_it_is_launched_by_whom_the_rule_names_and_under_a_method_that_ranks() -> None:
    org = in_memory()
    org.refused(NotAllowed, LaunchPrimary(title="P"), ANA, rule("launched_by"))
    wrong = in_memory(policy_primary__method=Choice(choice="block"))
    wrong.refused(RuleBroken, LaunchPrimary(title="P"), CHAIR, rule("method"))
    without = Organisation.without_rules(rule("winners"))
    without.refused(NotFound, LaunchPrimary(title="P"), CHAIR, rule("winners"))


@pytest.mark.parametrize("grade", ["sealed", "blind"])
def test_it_is_ranked_in_each_grade_of_secrecy(grade: str) -> None:
    it = primary(ballots__secrecy=Choice(choice=grade))
    for title, person in (("Homes", ANA), ("Buses", BEN), ("Water", CAT)):
        it.backed(title, person)
    it.announce()
    it.checking()
    it.answering()
    it.answered()
    it.vote((3, 1, 2), (3, 1), (1, 3))
    assert it.adopted == ["Water", "Homes"]

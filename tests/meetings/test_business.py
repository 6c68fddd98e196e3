"""Items, motions, amendments under each procedure, and the order paper."""

from __future__ import annotations

import pytest

from domain.kernel.refusal import (
    BadInput,
    NotAllowed,
    NotFound,
    OutOfOrder,
    QuorumNotMet,
    RuleBroken,
)
from domain.meetings.agenda import Fate
from domain.meetings.business import Leaving
from domain.meetings.decisions import Manner
from domain.meetings.meeting import Meeting
from domain.meetings.motions import Motion
from domain.meetings.orders import ITEMS_BY
from domain.rules.values import AmendmentProcedure, Procedure
from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.amendment.drafting import draft_amendment
from domain.text.merging.layout import apply
from domain.text.text import ParagraphId
from tests.meetings.group import VOTING, Group, votes


def held(procedure: Procedure = Procedure.SUBSTANTIVE, present: int = 11) -> Group:
    group = Group(meetings__amendment_procedure=AmendmentProcedure(procedure=procedure))
    group.open(present)
    return group


def amend(group: Group, text: str, parent: str | None = None) -> AmendmentId:
    motion = group.meeting.motion(1)
    held = [one for one in motion.open if one.id == parent]
    base = apply(motion.text, held[0]) if held else motion.text
    name = motion.next_name()
    drafted = draft_amendment(base, text, name)
    amendment = Amendment.model_validate({**dict(drafted), "parent": parent})
    group.meeting.move_amendment(group.now, 1, amendment, VOTING[3], group.orders)
    return name


def vote_on(group: Group, *names: AmendmentId, carried: bool = True) -> None:
    figures = votes(8, 1) if carried else votes(1, 8)
    group.meeting.decide_amendments(group.now, 1, names, figures, group.sat)


def text_of(group: Group) -> str:
    return group.decide(votes(9, 1), manner=Manner.VOTE, motion=1).text


def test_an_item_is_taken_and_the_one_before_it_is_done() -> None:
    group = Group()
    group.item("Finance")
    group.open()
    group.given.when(lambda it: it.take_item(group.now, 1)).then(Meeting.ItemTaken)
    group.given.when(lambda it: it.take_item(group.now, 2)).then(Meeting.ItemTaken)
    assert [item.fate for item in group.meeting.agenda.items] == [
        Fate.TAKEN,
        Fate.BEFORE_THE_MEETING,
    ]
    group.given.when(lambda it: it.take_item(group.now, 1)).refused(OutOfOrder)
    group.given.when(lambda it: it.take_item(group.now, 9)).refused(NotFound)


@pytest.mark.parametrize("fate", [Fate.DEFERRED, Fate.REFERRED_BACK, Fate.PASSED_OVER])
def test_an_item_is_left_by_the_vote_of_the_meeting(fate: Fate) -> None:
    group = held()
    lost = Leaving(fate, "Not ready.", votes(3, 8))
    group.given.when(lambda it: it.leave_item(group.now, 1, lost, group.sat)).refused(
        RuleBroken, "meetings.majority"
    )
    won = Leaving(fate, "Not ready.", votes(8, 3))
    group.given.when(lambda it: it.leave_item(group.now, 1, won, group.sat)).then(Meeting.ItemLeft)
    assert group.meeting.agenda.item(1).fate is fate


def test_an_item_is_remitted_to_somebody() -> None:
    group = held()
    nowhere = Leaving(Fate.REMITTED, "Work on it.")
    group.given.when(lambda it: it.leave_item(group.now, 1, nowhere, group.sat)).refused(BadInput)
    to = Leaving(Fate.REMITTED, "Work on it.", None, "Resources Group")
    group.given.when(lambda it: it.leave_item(group.now, 1, to, group.sat)).then(Meeting.ItemLeft)


def test_a_carried_amendment_makes_a_new_motion_which_can_be_amended() -> None:
    group = held()
    group.motion("One two three.\n\nFour five six.")
    first = amend(group, "One two three.\n\nFour five seven.")
    other = amend(group, "One two ten.\n\nFour five six.")
    vote_on(group, first)
    assert group.meeting.motion(1).text.plain == "One two three.\n\nFour five seven."
    third = amend(group, "One two three.\n\nFour five eight.")
    vote_on(group, third)
    vote_on(group, other)
    assert text_of(group) == "One two ten.\n\nFour five eight."


def test_an_amendment_that_was_lost_changes_nothing() -> None:
    group = held()
    group.motion()
    vote_on(group, amend(group, "One.\n\nFour five six."), carried=False)
    assert text_of(group) == "One two three.\n\nFour five six."


def test_an_amendment_to_an_amendment_is_decided_first() -> None:
    group = held()
    group.motion()
    first = amend(group, "One two ten.\n\nFour five six.")
    own = amend(group, "One two eleven.\n\nFour five six.", parent=first)
    group.given.when(
        lambda it: it.decide_amendments(group.now, 1, (first,), votes(8), group.sat)
    ).refused(OutOfOrder, "meetings.amendment_procedure")
    vote_on(group, own)
    vote_on(group, first)
    assert text_of(group) == "One two eleven.\n\nFour five six."


def test_what_was_carried_on_a_lost_amendment_falls_with_it() -> None:
    group = held()
    group.motion()
    first = amend(group, "One two ten.\n\nFour five six.")
    own = amend(group, "One two eleven.\n\nFour five six.", parent=first)
    vote_on(group, own)
    vote_on(group, first, carried=False)
    assert text_of(group) == "One two three.\n\nFour five six."


def test_in_parallel_all_are_taken_against_one_text() -> None:
    group = held(Procedure.PARALLEL)
    group.motion()
    first = amend(group, "One two ten.\n\nFour five six.")
    second = amend(group, "One two three.\n\nFour five seven.")
    vote_on(group, first, second)
    assert group.meeting.motion(1).text.plain == "One two three.\n\nFour five six."
    assert text_of(group) == "One two ten.\n\nFour five seven."


def test_colliding_amendments_need_a_choice_before_the_motion_is_put() -> None:
    group = held(Procedure.PARALLEL)
    group.motion()
    first = amend(group, "One two ten.\n\nFour five six.")
    second = amend(group, "One two twelve.\n\nFour five six.")
    vote_on(group, first, second)
    with pytest.raises(OutOfOrder) as caught:
        text_of(group)
    assert caught.value.rule == "meetings.amendment_procedure"


def test_an_amendment_is_put_in_its_parts() -> None:
    group = held(Procedure.PARTS)
    group.motion()
    name = amend(group, "One two ten.\n\nFour five seven.")
    vote_on(group, AmendmentId(f"{name}/1"))
    vote_on(group, AmendmentId(f"{name}/2"), carried=False)
    assert text_of(group) == "One two ten.\n\nFour five six."


def test_by_consensus_one_objection_is_enough() -> None:
    group = held(Procedure.CONSENSUS)
    group.motion()
    vote_on(group, amend(group, "One two ten.\n\nFour five six."))
    assert text_of(group) == "One two three.\n\nFour five six."


def test_a_motion_is_not_put_while_an_amendment_is_open() -> None:
    group = held()
    group.motion()
    amend(group, "One.\n\nFour five six.")
    with pytest.raises(OutOfOrder):
        text_of(group)


def test_a_motion_is_decided_once() -> None:
    group = held()
    group.motion()
    text_of(group)
    with pytest.raises(OutOfOrder):
        text_of(group)


def test_an_amendment_that_changes_nothing_is_refused() -> None:
    group = held()
    group.motion()
    with pytest.raises(BadInput):
        amend(group, "One two three.\n\nFour five six.\n\n\n\n")


def test_a_motion_is_put_in_parts_and_what_is_lost_falls_out() -> None:
    group = held()
    group.motion()
    p1, p2 = (ParagraphId(name) for name in ("p1", "p2"))
    group.given.when(lambda it: it.vote_in_parts(group.now, 1, {p1: votes(8)}, group.sat)).refused(
        BadInput
    )
    group.given.when(
        lambda it: it.vote_in_parts(group.now, 1, {p1: votes(8), p2: votes(1, 8)}, group.sat)
    ).then(Meeting.VotedInParts)
    assert text_of(group) == "One two three."


def test_no_text_is_changed_without_a_quorum() -> None:
    group = held(present=9)
    group.motion()
    name = amend(group, "One.\n\nFour five six.")
    group.given.when(
        lambda it: it.decide_amendments(group.now, 1, (name,), votes(9), group.sat)
    ).refused(QuorumNotMet, "ncg.meetings.quorum")


def test_a_motion_has_a_mover_and_another_who_seconds_it() -> None:
    group = held()
    group.motion()
    alone: Motion = group.meeting.motions[0].model_copy(update={"seconder": VOTING[1]})
    group.given.when(lambda it: it.move_motion(group.now, alone)).refused(BadInput)


def test_a_challenge_vacates_the_chair_until_it_is_voted_on() -> None:
    group = held()
    chair, rival, deputy = VOTING[0], VOTING[1], VOTING[2]
    group.given.when(
        lambda it: it.rule_on_point(group.now, rival, "Out of time", upheld=False, ruling="No.")
    ).then(Meeting.PointOfOrderRuled)
    group.given.when(lambda it: it.challenge_chair(group.now, 1, rival, chair, group.sat)).refused(
        BadInput
    )
    group.given.when(lambda it: it.challenge_chair(group.now, 1, rival, deputy, group.sat)).then(
        Meeting.ChairChallenged
    )
    assert group.meeting.chair == deputy
    group.given.when(lambda it: it.take_chair(group.now, rival, "grabbed")).refused(OutOfOrder)
    (settled,) = group.given.when(
        lambda it: it.settle_challenge(group.now, votes(5, 6), group.sat)
    ).then(Meeting.ChallengeSettled)
    assert not settled.overturned
    assert group.meeting.chair == chair


def test_only_the_chair_rules_and_only_their_ruling_is_challenged() -> None:
    group = Group()
    group.item()
    group.come(*VOTING[:11])
    group.meeting.open(group.now, group.sat)
    group.given.when(
        lambda it: it.rule_on_point(group.now, VOTING[1], "Point", upheld=True, ruling="Yes.")
    ).refused(OutOfOrder)
    group.given.when(
        lambda it: it.challenge_chair(group.now, 1, VOTING[1], VOTING[2], group.sat)
    ).refused(NotFound)
    group.given.when(lambda it: it.settle_challenge(group.now, votes(1), group.sat)).refused(
        OutOfOrder
    )


@pytest.mark.parametrize(
    "leaving",
    [
        Leaving(Fate.DEFERRED, "Later.", votes(5)),
        Leaving(Fate.REFERRED_BACK, "Not costed."),
        Leaving(Fate.PASSED_OVER, "Answered."),
        Leaving(Fate.REMITTED, "Theirs.", remitted_to="The officers"),
    ],
    ids=lambda leaving: leaving.fate.value,
)
def test_without_a_quorum_no_item_is_voted_away_or_disposed_of(leaving: Leaving) -> None:
    group = Group()
    group.open(9)
    group.given.when(lambda it: it.leave_item(group.now, 1, leaving, group.sat)).refused(
        QuorumNotMet, "ncg.meetings.quorum"
    )


def test_without_a_quorum_an_item_is_deferred_or_taken_back_as_it_would_be_left_anyhow() -> None:
    group = Group()
    group.item("Finance")
    group.open(9)
    later = Leaving(Fate.DEFERRED, "We are too few.")
    group.given.when(lambda it: it.leave_item(group.now, 1, later, group.sat)).then(
        Meeting.ItemLeft
    )
    group.given.when(lambda it: it.withdraw_item(group.now, 2, "Not mine.")).refused(
        NotAllowed, ITEMS_BY
    )
    mine = group.now.model_copy(update={"actor": VOTING[3]})
    group.given.when(lambda it: it.withdraw_item(mine, 2, "Mine.")).then(Meeting.ItemLeft)

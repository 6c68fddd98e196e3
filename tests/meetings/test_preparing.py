"""Before a meeting: what is due when, what is in time, and who may call an emergency."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.bodies.body import Body
from domain.kernel.act import Standing
from domain.kernel.ids import BodyId
from domain.kernel.moments import LONDON
from domain.kernel.refusal import BadInput, OutOfOrder, RuleBroken, TooEarly, TooLate
from domain.meetings.agenda import Fate, Item
from domain.meetings.calendar import Duty
from domain.meetings.meeting import Called, Meeting
from domain.meetings.orders import Orders
from domain.rules.values import Days
from tests.domain.acts import START, act, an_id, days, governing
from tests.meetings.group import STARTS, VOTING, Group, acts_of
from tests.support.kinds import Kind
from tests.support.rulebook import rule

ITEM = Item(number=0, title="Campaigns")
NOTICE = "ncg.meetings.notice_days"


def test_what_is_due_is_the_end_of_the_day_that_lies_so_many_days_ahead() -> None:
    due = {one.duty: one.at for one in Group().meeting.calendar}
    day = STARTS.astimezone(LONDON).date()
    assert {duty: (day - at.astimezone(LONDON).date()).days for duty, at in due.items()} == {
        Duty.NOTICE: 21,
        Duty.ITEMS: 7,
        Duty.PAPERS: 3,
    }
    assert {f"{at.astimezone(LONDON):%H:%M:%S}" for at in due.values()} == {"23:59:59"}


def test_a_body_without_rules_of_its_own_falls_back_on_those_of_its_kind() -> None:
    rules = governing()
    own = rules.current.model_copy(
        update={
            "rules": {
                **rules.current.rules,
                "subgroups.meetings.notice_days": rule(
                    "subgroups.meetings.notice_days", Days(count=5)
                ),
            }
        }
    )
    rules = rules.model_copy(update={"opening": own, "current": own})
    group = Body.establish(act(), slug="resources", name="Resources", kind=Kind.SUB_GROUP)
    caucus = Body.establish(act(), slug="youth", name="Youth", kind=Kind.CAUCUS)
    found = Orders.of(group, rules).days("notice_days")
    assert found is not None
    assert (found[0].id, found[1].count) == ("subgroups.meetings.notice_days", 5)
    assert Orders.of(caucus, rules).days("notice_days") is None
    assert Orders.of(caucus, rules).needed(lambda: 40) == 0


def test_notice_in_time_is_judged_and_late_notice_is_marked() -> None:
    group = Group()
    given = group.given.when(lambda it: it.give_notice(act(days(8)), VOTING, group.orders))
    (told,) = given.then(Meeting.NoticeGiven)
    assert (told.act.standing, told.act.rules) == (Standing.JUDGED, (NOTICE,))
    late = Group()
    given = late.given.when(lambda it: it.give_notice(act(days(11)), VOTING, late.orders))
    (told,) = given.then(Meeting.NoticeGiven)
    assert (told.act.standing, told.act.breaks) == (Standing.IRREGULAR, (NOTICE,))


def test_notice_is_given_once() -> None:
    group = Group()
    group.meeting.give_notice(act(days(1)), VOTING, group.orders)
    group.given.when(lambda it: it.give_notice(act(days(2)), VOTING, group.orders)).refused(
        OutOfOrder
    )


def test_a_missed_deadline_is_a_fact_at_its_own_moment_and_recorded_once() -> None:
    group = Group()
    due = group.meeting.due(Duty.NOTICE)
    assert due is not None
    early = group.given.when(lambda it: it.miss(act(days(1)), Duty.NOTICE, group.orders))
    early.refused(TooEarly, NOTICE)
    (missed,) = group.given.when(lambda it: it.miss(act(days(20)), Duty.NOTICE, group.orders)).then(
        Meeting.DeadlineMissed
    )
    assert missed.act.occurred_at == due.at
    assert missed.act.breaks == (NOTICE,)
    group.given.when(lambda it: it.miss(act(days(20)), Duty.NOTICE, group.orders)).then()


def test_what_was_done_is_not_missed() -> None:
    group = Group()
    group.meeting.give_notice(act(days(1)), VOTING, group.orders)
    group.given.when(lambda it: it.miss(act(days(20)), Duty.NOTICE, group.orders)).then()


def test_a_late_item_is_refused_with_the_rule() -> None:
    group = Group()
    group.given.when(lambda it: it.hand_in_item(act(days(22)), ITEM)).then(Meeting.ItemHandedIn)
    refusal = group.given.when(lambda it: it.hand_in_item(act(days(24)), ITEM)).refused(
        TooLate, "ncg.meetings.items_days"
    )
    assert "Ask the meeting itself" in refusal.sentence


def test_the_list_of_items_closes_at_its_moment() -> None:
    group = Group()
    group.item()
    group.given.when(lambda it: it.close_items(act(days(20)))).refused(TooEarly)
    (closed,) = group.given.when(lambda it: it.close_items(act(days(25)))).then(Meeting.ItemsClosed)
    assert closed.items == 1


def test_papers_need_an_agenda() -> None:
    group = Group()
    group.given.when(lambda it: it.circulate_papers(act(days(1)), (), group.orders)).refused(
        OutOfOrder
    )
    group.item()
    group.given.when(lambda it: it.circulate_papers(act(days(26)), (), group.orders)).then(
        Meeting.PapersCirculated
    )


def test_an_order_of_the_agenda_names_every_item_once() -> None:
    group = Group()
    group.item()
    group.item("Finance")
    group.given.when(lambda it: it.draft_agenda(act(days(2)), (2,))).refused(BadInput)
    group.given.when(lambda it: it.draft_agenda(act(days(2)), (2, 1))).then(Meeting.AgendaDrafted)
    assert [item.number for item in group.meeting.agenda.items] == [2, 1]


def test_an_item_is_taken_back_before_the_meeting() -> None:
    group = Group()
    group.item()
    group.given.when(lambda it: it.withdraw_item(act(days(2)), 1, "Done.")).then(Meeting.ItemLeft)
    assert group.meeting.agenda.item(1).fate is Fate.WITHDRAWN
    group.given.when(lambda it: it.withdraw_item(act(days(2)), 1, "Done.")).refused(OutOfOrder)


def test_apologies_are_recorded_once() -> None:
    group = Group()
    group.given.when(lambda it: it.send_apologies(act(), VOTING[1], "P1", "")).then(
        Meeting.ApologiesSent
    )
    group.given.when(lambda it: it.send_apologies(act(), VOTING[1], "P1", "")).refused(OutOfOrder)


def test_a_meeting_that_is_moved_has_a_new_calendar_and_its_notice_is_judged_anew() -> None:
    group = Group()
    later = STARTS + timedelta(days=30)
    (moved,) = group.given.when(
        lambda it: it.move(act(days(29)), later, "Town hall", "Strike", group.orders)
    ).then(Meeting.Moved)
    assert moved.act.standing is Standing.JUDGED
    assert group.meeting.calendar[0].at > STARTS
    (moved,) = group.given.when(
        lambda it: it.move(act(days(29)), STARTS + days(5), None, "Strike", group.orders)
    ).then(Meeting.Moved)
    assert moved.act.breaks == (NOTICE,)
    assert group.meeting.place == "Town hall"


def test_a_meeting_called_off_is_over() -> None:
    group = Group()
    group.given.when(lambda it: it.cancel(act(days(2)), "Nothing to do.")).then(Meeting.Cancelled)
    group.given.when(lambda it: it.hand_in_item(act(days(3)), ITEM)).refused(OutOfOrder)


def test_no_meeting_is_called_for_a_moment_that_has_passed() -> None:
    with pytest.raises(BadInput):
        Group().convened(starts=START - days(1))


def test_an_emergency_has_no_calendar_and_names_itself() -> None:
    named = Group().convened(is_emergency=True, emergency="A snap election", starts=START + days(1))
    assert named.calendar == ()
    (begun,) = acts_of(named)
    assert begun.act.standing is Standing.JUDGED
    with pytest.raises(RuleBroken, match="not named"):  # mandatory in the small rulebook
        Group().convened(is_emergency=True)


def test_a_body_whose_rules_know_no_emergency_calls_none() -> None:
    caucus = Body.establish(act(), slug="youth", name="Youth", kind=Kind.CAUCUS)
    called = Called(starts=STARTS, place="Hall", is_emergency=True, emergency="A strike")
    with pytest.raises(BadInput):
        Meeting.convene(
            an_id("m"),
            act(),
            BodyId(caucus.id),
            caucus.name,
            called,
            Orders.of(caucus, governing()),
        )

"""Rules for notices: what counts as served and when, what came back, who was left out, the end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.bodies.body import body_id
from domain.kernel.act import Act, Standing
from domain.kernel.ids import RuleId
from domain.kernel.moments import LONDON
from domain.kernel.refusal import BadInput, NotFound, OutOfOrder, RuleBroken, TooEarly
from domain.notices.contact import Channel, Contact, Reached
from domain.notices.notice import OMISSION, Matter, Notice, Occasion, Whom, Why
from domain.notices.service import Addressees, Batch, Terms, last_moment, terms_of
from domain.rules.edition import Edition
from domain.rules.values import Days, Flag, Force, RuleValue
from tests.domain.acts import START, act, an_id, days, rulebook
from tests.support.hands import member

PERIOD = RuleId("refounding.ballot_days")
AT_ONCE, AFTERWARDS = Why(served=False, reason="unknown"), Why(served=True, reason="full")


def edition(**other: RuleValue) -> Edition:
    return rulebook(**other).editions[0]


def called(
    by_email: int = 2,
    by_post: int = 1,
    *,
    in_days: float | None = 30,
    rules: Edition | None = None,
    given: Act | None = None,
) -> Notice:
    """A notice of something in so many days, with its list written."""
    rules = rules or edition()
    happens_at = None if in_days is None else START + days(in_days)
    matter = Matter(
        body=body_id("ncg"),
        occasion=Occasion.MEETING,
        about=body_id("ncg"),
        subject="We meet",
        text="Come.",
        to=Whom.ALL_MEMBERS,
    )
    terms = terms_of(rules, happens_at, PERIOD)
    notice = Notice.call(an_id("notice"), given or act(), matter, terms, rules)
    to = Addressees(
        count=by_email + by_post, root="0" * 64, by_email=by_email, by_post=by_post, nowhere=0
    )
    notice.address(act(), to)
    return notice


def sent(count: int, late: int = 0) -> Batch:
    return Batch(
        channel=Channel.EMAIL, count=count, late=late, first=START, last=START, root="0" * 64
    )


def last_act(notice: Notice) -> Act:
    found: Act = vars(notice.pending_events[-1])["act"]
    return found


# When something counts as served


@pytest.mark.parametrize(
    ("posted", "served"),
    [
        (date(2022, 5, 16), date(2022, 5, 18)),  # Monday to Wednesday
        (date(2022, 5, 19), date(2022, 5, 23)),  # Thursday: Friday, then Monday
        (date(2022, 5, 20), date(2022, 5, 24)),  # Friday: Monday, Tuesday
        (date(2022, 5, 21), date(2022, 5, 24)),  # Saturday: Monday, Tuesday
        (date(2022, 6, 1), date(2022, 6, 7)),  # over four days of bank holidays and a weekend
        (date(2021, 12, 24), date(2021, 12, 30)),  # Christmas at a weekend, kept on the days after
        (date(2022, 4, 14), date(2022, 4, 20)),  # over Easter
    ],
)
def test_a_letter_counts_as_served_on_the_second_working_day_after_posting(
    posted: date, served: date
) -> None:
    deemed = Terms(email_hours=0, post_days=2).deemed_by_post(posted)
    assert deemed == datetime(served.year, served.month, served.day, 23, 59, 59, tzinfo=LONDON)


def test_an_email_counts_as_served_so_many_hours_after_it_was_sent() -> None:
    assert Terms(email_hours=0, post_days=2).deemed(Channel.EMAIL, START) == START
    later = Terms(email_hours=24, post_days=2).deemed(Channel.EMAIL, START)
    assert later == START + timedelta(hours=24)


def test_the_last_moment_of_service_leaves_the_days_that_the_rule_asks_for() -> None:
    happens = datetime(2022, 5, 26, 17, tzinfo=UTC)
    plain, clear = Days(count=7), Days(count=7, clear=True)
    assert last_moment(happens, plain).astimezone(LONDON).date() == date(2022, 5, 19)
    assert last_moment(happens, clear).astimezone(LONDON).date() == date(2022, 5, 18)
    for rule in (plain, clear):
        served_on = last_moment(happens, rule).astimezone(LONDON).date()
        assert rule.short(served_on, happens.date()) is None
        assert rule.short(served_on + timedelta(days=1), happens.date()) is not None


# A notice is called


def test_a_notice_that_comes_too_late_is_refused_by_a_mandatory_rule() -> None:
    with pytest.raises(RuleBroken, match="Notice was given 5 days ahead") as caught:
        called(in_days=5)
    assert caught.value.rule == PERIOD


def test_a_notice_that_comes_too_late_is_marked_by_a_directory_rule() -> None:
    rules = edition()
    directory = rules.rules[PERIOD].model_copy(update={"force": Force.DIRECTORY})
    rules = rules.model_copy(update={"rules": {**rules.rules, PERIOD: directory}})
    notice = called(in_days=5, rules=rules)
    first: Act = vars(notice.pending_events[0])["act"]
    assert first.standing is Standing.IRREGULAR
    assert first.breaks == (PERIOD,)


def test_a_notice_comes_before_the_thing() -> None:
    with pytest.raises(BadInput, match="before the thing happens"):
        called(in_days=-1)


# What is sent, comes back and is posted


def test_no_more_can_have_been_sent_than_were_waiting() -> None:
    notice = called(by_email=2)
    notice.serve(act(), sent(1))
    with pytest.raises(BadInput, match="1 were waiting"):
        notice.serve(act(), sent(2))


def test_who_did_not_get_it_by_email_waits_for_the_post() -> None:
    notice = called(by_email=2, by_post=1)
    notice.serve(act(), sent(1))
    notice.bounce(act(), Channel.EMAIL, (member(1),), AT_ONCE)
    assert (notice.waits_for_mail, notice.waits_for_post) == (0, 2)
    notice.bounce(act(), Channel.EMAIL, (member(2),), AFTERWARDS)
    assert notice.waits_for_post == 3


def test_what_came_back_is_recorded_once_for_each_person() -> None:
    notice = called()
    notice.serve(act(), sent(2))
    for _ in range(2):
        notice.bounce(act(), Channel.EMAIL, (member(1), member(1)), AFTERWARDS)
    assert notice.returned[Channel.EMAIL] == frozenset({member(1)})
    assert sum(isinstance(one, Notice.Bounced) for one in notice.pending_events) == 1


def test_nothing_comes_back_that_did_not_go_out() -> None:
    notice = called(by_email=2)
    with pytest.raises(BadInput, match="can't have come back"):
        notice.bounce(act(), Channel.EMAIL, (member(1),), AFTERWARDS)
    with pytest.raises(BadInput, match="can't have come back"):
        notice.bounce(act(), Channel.POST, (member(1),), AFTERWARDS)


def test_more_letters_than_wait_can_t_have_been_posted() -> None:
    notice = called(by_post=2)
    with pytest.raises(BadInput, match="2 letters wait for the post, so 3 can't have gone"):
        notice.post(act(), 3, START.date(), ())


def test_where_no_letter_waits_none_can_have_been_posted() -> None:
    notice = called(by_post=0)
    with pytest.raises(BadInput, match="No letter of this notice waits"):
        notice.post(act(), 1, START.date(), ())


def test_where_some_letters_stay_behind_it_is_said_which_went() -> None:
    notice = called(by_post=2)
    with pytest.raises(BadInput, match="say to whom"):
        notice.post(act(), 1, START.date(), ())
    notice.post(act(), 1, START.date(), (member(1),))
    assert notice.waits_for_post == 1


def test_letters_are_recorded_when_they_have_gone() -> None:
    notice = called(by_post=1)
    with pytest.raises(BadInput, match="has not come yet"):
        notice.post(act(), 1, START.date() + timedelta(days=1), ())


# The end


def test_service_is_not_over_while_something_waits() -> None:
    notice = called(by_email=1, by_post=0)
    with pytest.raises(TooEarly, match="1 letters wait for the mail"):
        notice.complete(act(), edition())
    notice.serve(act(), sent(1))
    notice.complete(act(), edition())
    assert notice.completed


def test_service_is_over_when_the_thing_has_come_and_says_who_was_not_reached() -> None:
    notice = called(by_email=2, by_post=1)
    notice.serve(act(), sent(1))
    notice.complete(act(days(31)), edition())
    [done] = [one for one in notice.pending_events if isinstance(one, Notice.Completed)]
    assert (done.served, done.unserved) == (1, 2)
    assert last_act(notice).note == "2 of those whom it was for were not reached."


def test_late_service_breaks_the_period_when_it_is_over() -> None:
    notice = called(by_email=0, by_post=1, in_days=10)
    notice.post(act(days(5)), 1, (START + days(5)).date(), ())
    notice.complete(act(days(5)), edition())
    judged = last_act(notice)
    assert judged.breaks == (PERIOD,)
    assert judged.note is not None
    assert judged.note.startswith("1 were served after")


def test_nobody_who_came_back_counts_as_served() -> None:
    notice = called(by_email=2, by_post=0)
    notice.serve(act(), sent(2))
    notice.bounce(act(), Channel.EMAIL, (member(1),), AFTERWARDS)
    notice.post(act(), 1, START.date(), ())
    notice.complete(act(), edition())
    [done] = [one for one in notice.pending_events if isinstance(one, Notice.Completed)]
    assert (done.served, done.unserved) == (2, 0)


# Who was left out


def test_an_accidental_omission_is_recorded_and_breaks_nothing() -> None:
    notice = called()
    notice.omit(act(), member(9), "overlooked", edition(), accidental=True)
    assert last_act(notice).standing is Standing.JUDGED
    assert OMISSION in last_act(notice).rules


def test_an_omission_on_purpose_is_irregular_and_so_is_any_where_the_rule_says_so() -> None:
    notice = called()
    notice.omit(act(), member(8), "not wanted there", edition(), accidental=False)
    assert last_act(notice).breaks == (OMISSION,)
    strict = edition(notices__accidental_omission=Flag(holds=False))
    notice.omit(act(), member(9), "overlooked", strict, accidental=True)
    assert last_act(notice).breaks == (OMISSION,)


def test_the_same_person_is_left_out_once() -> None:
    notice = called()
    notice.omit(act(), member(9), "overlooked", edition(), accidental=True)
    with pytest.raises(OutOfOrder, match="on record already"):
        notice.omit(act(), member(9), "overlooked", edition(), accidental=True)


# How somebody is reached


def way(channel: Channel, name: str = "an entry") -> Reached:
    return Reached(channel=channel, entry=an_id(name))


def test_whoever_gives_another_address_is_served_by_its_channel() -> None:
    contact = Contact.give(act(), member(1), way(Channel.EMAIL))
    contact.replace(act(), way(Channel.POST))
    assert [one.channel for one in contact.ways] == [Channel.POST, Channel.EMAIL]


def test_the_same_address_given_again_is_no_act() -> None:
    contact = Contact.give(act(), member(1), way(Channel.EMAIL))
    contact.replace(act(), way(Channel.EMAIL))
    assert len(contact.pending_events) == 1


def test_what_was_never_given_can_t_be_taken_away() -> None:
    contact = Contact.give(act(), member(1), way(Channel.EMAIL))
    with pytest.raises(NotFound):
        contact.withdraw(act(), Channel.POST)
    contact.withdraw(act(), Channel.EMAIL)
    assert contact.ways == ()

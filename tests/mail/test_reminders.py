"""Rules for reminders: to those who have not voted, once, and not a word too many."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from domain.ballots.ballot import Ballot
from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from domain.notices.reminders import falls_due
from domain.rules.values import Days
from services.application.cycles import cycle_ballot
from services.mail.port import Reminder, occasion
from tests.mail.conftest import Mail
from tests.mail.postbox import Postbox
from tests.support.hands import member


@pytest.fixture
def voting(mail: Mail) -> tuple[Mail, Ballot]:
    """A ballot that is open, with three people who can be reached."""
    for number in (1, 2, 3):
        mail.reach(number)
    hands = mail.small.hands
    hands.steps = mail.at.steps
    cycle: UUID = mail.small.open_cycle()
    calendar = mail.at.store.load(Cycle, cycle).calendar
    for stage in calendar.stages:
        if stage.name is not StageName.BALLOT:
            hands.at(stage.due + timedelta(minutes=1))
    ballot = mail.at.store.load(Ballot, cycle_ballot(cycle))
    hands.at(ballot.hours.opens + timedelta(hours=1))
    mail.at.boxes.cast(ballot.id, member(1), "Y")
    return mail, ballot


def test_only_those_who_have_not_voted_are_reminded_and_only_once(
    voting: tuple[Mail, Ballot], box: Postbox
) -> None:
    mail, ballot = voting
    [planned] = ballot.terms.remind_at
    mail.small.hands.at(planned + timedelta(minutes=1))
    mail.settle(box)
    assert mail.at.steps.reminders.remind_voters(ballot, planned) == 2
    mail.settle(box)
    assert sorted(box.recipients) == ["m2@example.net", "m3@example.net"]


def test_a_reminder_says_until_when_and_names_nobody(
    voting: tuple[Mail, Ballot], box: Postbox
) -> None:
    mail, ballot = voting
    mail.small.hands.at(ballot.terms.remind_at[0] + timedelta(minutes=1))
    mail.settle(box)
    letter = box.letters[0]
    text = letter.get_body(("plain",))
    assert text is not None
    words = text.get_content()
    assert "Voting in" in words
    assert "is open until" in words
    assert f"https://example.org/ballots/{ballot.id}" in words
    assert "Member" not in words
    assert "mailto:office@example.org" in letter["List-Unsubscribe"]


def test_whoever_votes_after_it_was_written_gets_no_second_one(
    voting: tuple[Mail, Ballot], box: Postbox
) -> None:
    mail, ballot = voting
    mail.small.hands.at(ballot.terms.remind_at[0] + timedelta(minutes=1))
    mail.at.boxes.cast(ballot.id, member(2), "N")
    mail.settle(box)
    assert len(box.letters) == 2
    assert len(mail.at.store.acts(stream=ballot.id, topics=("ballot.reminded.v1",), limit=9)) == 1


def test_nobody_is_told_after_the_close_that_they_can_still_vote(
    voting: tuple[Mail, Ballot], box: Postbox
) -> None:
    mail, ballot = voting
    mail.small.hands.at(ballot.terms.remind_at[0] + timedelta(minutes=1))
    mail.small.hands.at(ballot.hours.closes + timedelta(minutes=1))
    mail.settle(box)
    assert box.letters == []
    states = mail.rows(occasion(ballot.id, ballot.terms.remind_at[0]))
    assert {state for _, state, _ in states.values()} == {"given_up"}


def test_a_reminder_that_comes_too_late_is_not_even_written(
    voting: tuple[Mail, Ballot],
) -> None:
    mail, ballot = voting
    mail.small.hands.at(ballot.hours.closes + timedelta(minutes=1))
    assert mail.rows(occasion(ballot.id, ballot.terms.remind_at[0])) == {}


def test_any_other_reminder_goes_to_the_people_who_are_named_and_once(
    mail: Mail, box: Postbox
) -> None:
    for number in (1, 2):
        mail.reach(number)
    mail.at.projector.wait_for(mail.at.store.head(), 90)
    now = mail.at.store.now()
    due = falls_due(now + timedelta(days=7), Days(count=7))
    reminder = Reminder(
        UUID(int=1), due, "An action is due", "Yours.", "/bodies/ncg", now + timedelta(days=7)
    )
    people = (member(1), member(2), member(3))
    for _ in range(2):
        assert mail.at.steps.reminders.remind_people(reminder, people) == 2
        mail.settle(box)
    assert sorted(box.recipients) == ["m1@example.net", "m2@example.net"]

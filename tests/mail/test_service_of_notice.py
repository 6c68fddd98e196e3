"""Rules for a notice that is served: once on each, told in figures, and what came back."""

from __future__ import annotations

from datetime import timedelta

import orjson

from domain.bodies.details import Person
from domain.kernel.moments import is_end_of_day
from domain.notices.contact import Channel, Contact, contact_id
from services.application.erasing import EraseData
from services.application.notices import RecordBounce, RecordPost
from services.mail.forgetting import forgets_addresses
from services.mail.listing import again
from tests.mail.conftest import Mail
from tests.mail.postbox import Postbox
from tests.support.hands import member


def test_each_gets_it_by_their_own_channel_and_the_log_tells_how_many(
    mail: Mail, box: Postbox
) -> None:
    for number in (1, 2, 3):
        mail.reach(number)
    mail.reach(4, Channel.POST)
    notice = mail.serve(1, 2, 3, 4, 5)
    mail.settle(box)
    told = mail.notice(notice).addressees
    assert told is not None
    assert (told.count, told.by_email, told.by_post, told.nowhere) == (5, 3, 1, 1)
    assert sorted(box.recipients) == [f"m{number}@example.net" for number in (1, 2, 3)]
    assert len(set(box.message_ids)) == 3
    assert mail.notice(notice).sent == 3
    assert mail.notice(notice).waits_for_post == 1
    assert mail.rows(notice)[member(5)][0] == "none"


def test_what_was_given_last_is_the_channel_that_is_used(mail: Mail, box: Postbox) -> None:
    mail.reach(1, Channel.POST)
    mail.at.store.clock.shift(timedelta(minutes=1))
    mail.reach(1)
    notice = mail.serve(1)
    mail.settle(box)
    assert mail.rows(notice)[member(1)][:2] == ("email", "sent")


def test_a_letter_is_text_and_html_of_the_same_words_and_says_whose_it_is(
    mail: Mail, box: Postbox
) -> None:
    mail.reach(1)
    notice = mail.serve(1, text="Read <this> first.\n\nThen come.")
    mail.settle(box)
    [letter] = box.letters
    text = letter.get_body(("plain",))
    html = letter.get_body(("html",))
    assert text is not None
    assert html is not None
    assert letter["Subject"] == "General meeting"
    assert str(letter["From"]) == "Federation of Sample Groups <office@example.org>"
    assert "Read <this> first." in text.get_content()
    assert f"https://example.org/notices/{notice}" in text.get_content()
    assert "<p>Read &lt;this&gt; first.</p>" in html.get_content()
    assert letter["List-Unsubscribe"] is None


def test_nothing_is_sent_twice_however_often_it_is_asked_for(mail: Mail, box: Postbox) -> None:
    mail.reach(1)
    mail.serve(1)
    for _ in range(3):
        mail.settle(box)
    assert len(box.letters) == 1


def test_greylisting_is_waited_for_and_then_it_is_served(mail: Mail, box: Postbox) -> None:
    mail.reach(1)
    box.balk = lambda _, time: "451 4.7.1 come back later" if time < 3 else None
    notice = mail.serve(1)
    mail.settle(box)
    assert len(box.letters) == 1
    assert mail.notice(notice).sent == 1


def test_who_is_put_off_too_often_is_given_up_and_goes_by_post(mail: Mail, box: Postbox) -> None:
    mail.reach(1)
    box.balk = lambda *_: "451 4.7.1 come back later"
    notice = mail.serve(1)
    mail.settle(box)
    assert mail.rows(notice)[member(1)] == ("email", "given_up", "451 4.7.1 come back later")
    assert mail.notice(notice).refused == {member(1)}
    assert mail.rows(again(notice))[member(1)][:2] == ("post", "waiting")


def test_what_is_refused_for_good_is_told_and_goes_by_post(mail: Mail, box: Postbox) -> None:
    for number in (1, 2):
        mail.reach(number)
    box.balk = lambda who, _: "550 5.1.1 no such user" if who.startswith("m2@") else None
    notice = mail.serve(1, 2)
    mail.settle(box)
    found = mail.notice(notice)
    assert found.sent == 1
    assert set(found.refused) == {member(2)}
    assert found.waits_for_post == 1
    posted = RecordPost(notice=notice, letters=1, posted_on=mail.at.store.now().date(), people=())
    mail.small.ask(posted, member(0))
    mail.settle(box)
    assert mail.rows(again(notice))[member(2)][:2] == ("post", "sent")
    assert mail.notice(notice).completed


def test_a_server_that_is_down_costs_nobody_an_attempt(mail: Mail, box: Postbox) -> None:
    mail.reach(1)
    notice = mail.serve(1)
    nobody_there = Postbox(port=1)
    mail.settle(nobody_there)
    channel, state, said = mail.rows(notice)[member(1)]
    assert (channel, state) == ("email", "waiting")
    assert said is not None
    assert "can't be used" in said
    mail.settle(box)
    assert len(box.letters) == 1


def test_without_a_mail_server_nothing_leaves_and_nothing_counts_as_served(mail: Mail) -> None:
    mail.reach(1)
    notice = mail.serve(1)
    mail.settle(None)
    assert mail.rows(notice)[member(1)][:2] == ("email", "waiting")
    assert mail.notice(notice).sent == 0
    assert not mail.notice(notice).completed


def test_what_came_back_is_recorded_by_hand_once_and_goes_by_post(mail: Mail, box: Postbox) -> None:
    mail.reach(1)
    mail.reach(2)
    notice = mail.serve(1, 2)
    mail.settle(box)
    bounce = RecordBounce(
        notice=notice, person=member(1), channel=Channel.EMAIL, reason="her mailbox is full"
    )
    mail.small.ask(bounce, member(0))
    mail.small.ask(bounce, member(0))
    mail.settle(box)
    assert mail.rows(notice)[member(1)][1:] == ("bounced", "her mailbox is full")
    assert list(mail.rows(again(notice))) == [member(1)]


def test_no_address_is_in_any_act(mail: Mail, box: Postbox) -> None:
    mail.reach(1)
    mail.reach(4, Channel.POST)
    box.balk = lambda *_: "550 5.1.1 <m1@example.net> is unknown"
    mail.serve(1, 4)
    mail.settle(box)
    with mail.at.pool.connection() as connection:
        rows = connection.execute("SELECT state FROM convenor.stored_events").fetchall()
    whole = b"\n".join(bytes(row[0]) for row in rows)
    assert orjson.loads(bytes(rows[0][0]))
    assert b"example.net" not in whole
    assert b"Sample Street" not in whole


def test_an_address_that_was_destroyed_is_written_to_no_more(mail: Mail, box: Postbox) -> None:
    mail.reach(1)
    notice = mail.serve(1)
    with mail.at.pool.connection() as connection:
        [entry] = connection.execute("SELECT entry FROM mail.address_book").fetchone() or ()
    mail.at.addresses.destroy(entry)
    mail.settle(box)
    assert mail.rows(notice)[member(1)] == ("email", "bounced", "No address is kept any more.")
    assert box.letters == []


def test_who_is_forgotten_has_no_address_left_anywhere(mail: Mail, box: Postbox) -> None:
    mail.reach(1)
    mail.reach(2)
    box.balk = lambda *_: "550 5.1.1 <m1@example.net> is unknown"
    notice = mail.serve(1)
    mail.settle(box)
    assert mail.rows(notice)[member(1)][2] == "550 5.1.1 <the address> is unknown"
    mail.small.ask(EraseData(person=member(1), ground="they asked for it"), member(0))
    erased = mail.at.store.acts(topics=(Person.Erased.TOPIC,), limit=1)[0]
    assert isinstance(erased.event, Person.Erased)
    forgets_addresses(mail.at.pool)(member(1), erased.event.purposes, erased.recorded_at)
    with mail.at.pool.connection() as connection:
        left = connection.execute("SELECT person FROM mail.address_book").fetchall()
    assert left == [(member(2),)]
    assert mail.rows(notice)[member(1)] == ("email", "bounced", None)
    assert mail.at.store.load(Contact, contact_id(member(1))).ways == ()


def test_late_service_is_judged_by_the_period_when_it_is_over(mail: Mail, box: Postbox) -> None:
    mail.reach(1, Channel.POST)
    now = mail.at.store.now()
    notice = mail.serve(
        1, body="ncg", occasion="meeting", happens_at=now + timedelta(days=5), text="We meet."
    )
    mail.settle(box)
    posted = RecordPost(notice=notice, letters=1, posted_on=now.date())
    mail.small.ask(posted, member(0))
    mail.settle(box)
    found = mail.notice(notice)
    assert found.completed
    assert is_end_of_day(found.terms.deemed_by_post(now.date()))

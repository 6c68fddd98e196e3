"""Rules for notices on pages: who sees which proof, what is kept from whom, and the forms."""

from __future__ import annotations

import csv
import io
from uuid import uuid4

import httpx
import pytest

from domain.notices.contact import Channel, Contact, contact_id
from domain.notices.notice import Notice
from services.reading.notices import notices
from services.reading.view import reading
from tests.support.hands import member
from tests.web.conftest import Shown
from tests.web.mailed import settle
from tests.web.test_acting import confirm
from tests.web.test_look_html import Page

STAFF, PLAIN, BY_POST, NEW = member(0), member(5), member(12), member(25)
REMINDER = "SELECT occasion FROM convenor.mail_occasions WHERE kind = 'reminder'"
AGAIN = "SELECT occasion FROM convenor.mail_occasions WHERE kind = 'again'"


def proofs(client: httpx.Client, notice: object) -> list[dict[str, str]]:
    answer = client.get(f"/notices/{notice}.csv?table=proofs")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))


def one(shown: Shown, asked: str) -> object:
    with shown.office.pool.connection() as connection:
        row = connection.execute(asked.encode()).fetchone()
    assert row is not None
    return row[0]


def test_whoever_keeps_the_record_sees_the_proof_for_each(shown: Shown) -> None:
    notice = shown.played.notice
    rows = proofs(shown.client(STAFF, "staff"), notice)
    assert len(rows) == 41
    assert sum(row["State"] == "sent" for row in rows) == 13
    assert sum(row["State"] == "no address" for row in rows) == 26
    assert [row["By"] for row in rows if row["State"] == "came back"] == ["e-mail"]


def test_everybody_sees_their_own_proof_and_no_other(shown: Shown) -> None:
    [row] = proofs(shown.client(PLAIN), shown.played.notice)
    assert row["State"] == "sent"
    text = Page(shown.client(PLAIN).get(f"/notices/{shown.played.notice}").text).text
    assert "Delegate 5" in text
    assert "Member M00011" not in text.partition("How it came to this")[0].replace(
        "Member M00020", ""
    )


def test_who_acts_as_nobody_sees_no_proof(shown: Shown) -> None:
    answer = shown.client().get(f"/notices/{shown.played.notice}.csv?table=proofs")
    assert answer.status_code == 404


def test_the_page_says_to_how_many_by_which_channel_and_since_when(shown: Shown) -> None:
    text = Page(shown.client(STAFF, "staff").get(f"/notices/{shown.played.notice}").text).text
    assert "It is for 40 people: 12 by e-mail, 2 by post and 26 unreachable." in text
    assert "So far 11 went by e-mail and 2 by post." in text
    assert "at the end of the 2nd working day after posting" in text
    assert "by accident: Joined on that very day." in text


def test_it_says_that_nothing_leaves_where_mail_waits_and_no_server_is_set(shown: Shown) -> None:
    client = shown.client(STAFF, "staff")
    waiting = Page(client.get(f"/notices/{shown.played.waiting}").text).text
    sent = Page(client.get(f"/notices/{shown.played.notice}").text).text
    assert "Nothing leaves this machine" in waiting
    assert "Nothing leaves this machine" not in sent
    assert "Nothing has left this machine" in Page(client.get("/outbox").text).text


@pytest.mark.parametrize("path", ["/outbox", "/outbox.json", "/outbox.csv"])
def test_the_outbox_is_read_by_those_who_keep_the_record_alone(shown: Shown, path: str) -> None:
    for client in (shown.client(), shown.client(PLAIN), shown.client(member(2), "riverside")):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "The outbox can be read by" in answer.text
    assert shown.client(STAFF, "staff").get(path).status_code == 200


def test_to_whom_a_reminder_goes_is_shown_to_nobody(shown: Shown) -> None:
    occasion = one(shown, REMINDER)
    client = shown.client(STAFF, "staff")
    page = client.get(f"/outbox/{occasion}")
    assert "that would say who had not voted" in page.text
    assert client.get(f"/outbox/{occasion}.csv").status_code == 404
    assert client.get(f"/outbox/{occasion}.json").json()["letters"] == []


def test_no_email_address_is_on_any_page_that_is_not_their_own_form(shown: Shown) -> None:
    client, played = shown.client(STAFF, "staff"), shown.played
    occasions = [played.notice, played.waiting, one(shown, AGAIN), one(shown, REMINDER)]
    pages = ["/outbox", "/notices", f"/people/{PLAIN}", f"/notices/{played.notice}"]
    pages += [f"/outbox/{occasion}" for occasion in occasions]
    for path in pages:
        for ending in ("", ".json"):
            answer = client.get(path + ending)
            assert answer.status_code == 200
            assert "example.net" not in answer.text, path


def test_somebody_says_how_they_are_reached_and_is_reached_there(acted: Shown) -> None:
    client = acted.client(NEW)
    page = Page(client.get(f"/people/{NEW}").text)
    assert "No address of yours is known" in page.text
    filled = {
        "person": str(NEW),
        "channel": "email",
        "address": "new@example.net",
        "language": "cy",
        "format": "large_print",
    }
    confirm(client, "set_contact", filled)
    acted.caught_up()
    assert "Notices reach you by e-mail." in Page(client.get(f"/people/{NEW}").text).text
    [way] = acted.office.store.load(Contact, contact_id(NEW)).ways
    assert (way.channel, way.language, way.format) == (Channel.EMAIL, "cy", "large_print")
    assert acted.office.addresses.address(way.entry) == "new@example.net"


def test_a_wrong_address_is_told_at_its_field_and_nothing_is_kept(acted: Shown) -> None:
    client, head = acted.client(NEW), acted.office.store.head()
    for channel, address in (("email", "Ada <ada@example.net>"), ("post", "nowhere")):
        filled = {"person": str(NEW), "channel": channel, "address": address}
        answer = client.post("/do/set_contact", data=filled)
        assert answer.status_code == 422
        assert "Write" in Page(answer.text).text
    assert acted.office.store.head() == head


def test_nobody_says_for_others_how_they_are_reached(acted: Shown) -> None:
    filled = {"person": str(NEW), "channel": "email", "address": "else@example.net"}
    answer = acted.client(PLAIN).post("/do/set_contact", data=filled)
    assert answer.status_code == 403
    given = {"person": str(NEW), "channel": "email", "address": "else@example.net"}
    told = acted.client(PLAIN).post("/api/address-book", json=given)
    assert told.status_code == 403


def test_a_program_keeps_an_address_first_and_then_says_that_it_holds(acted: Shown) -> None:
    client = acted.client(NEW)
    given = {"person": str(NEW), "channel": "post", "address": "1 Sample Street\nLeeds LS1 1AA"}
    kept = client.post("/api/address-book", json=given)
    assert kept.status_code == 201, kept.text
    asked = {"person": str(NEW), "channel": "post", "entry": kept.json()["entry"]}
    key = {"Idempotency-Key": str(uuid4())}
    assert client.post("/api/acts/set_contact", json=asked, headers=key).status_code == 201


def test_an_address_that_is_taken_away_is_destroyed(acted: Shown) -> None:
    client = acted.client(BY_POST)
    [way] = acted.office.store.load(Contact, contact_id(BY_POST)).ways
    confirm(client, "withdraw_contact", {"person": str(BY_POST), "channel": "post"})
    settle(acted.office, None)
    assert acted.office.addresses.address(way.entry) is None


def test_a_notice_is_served_from_the_page_of_its_body(acted: Shown) -> None:
    client = acted.client(member(1), "ncg")
    filled = {
        "body": "ncg",
        "occasion": "general",
        "subject": "Dates of the year",
        "text": "They are fixed.",
        "to": "listed",
        "people": "m00004, M00005\nM00012",
    }
    confirm(client, "serve_notice", filled)
    acted.caught_up()
    with acted.office.pool.connection() as connection, reading(connection) as at:
        [newest] = [one for one in notices(at).notices if one.subject == "Dates of the year"]
    settle(acted.office, None)
    told = acted.office.store.load(Notice, newest.notice).addressees
    assert told is not None
    assert (told.by_email, told.by_post) == (2, 1)


def test_an_unknown_member_on_the_list_is_told_at_the_list(acted: Shown) -> None:
    filled = {"body": "ncg", "subject": "x", "text": "y", "to": "listed", "people": "M00004 M99999"}
    answer = acted.client(member(1), "ncg").post("/do/serve_notice", data=filled)
    assert answer.status_code == 422
    assert "There is no member with the number “M99999”" in Page(answer.text).text


def test_a_calendar_is_subscribed_to_from_the_pages_of_body_cycle_and_ballot(shown: Shown) -> None:
    client, played = shown.client(), shown.played
    for path in ("/calendar", "/bodies/ncg/calendar", f"/people/{PLAIN}/calendar"):
        page = client.get(path)
        assert f"webcal://{shown.address.partition('://')[2]}{path}.ics" in page.text
        assert client.get(f"{path}.ics").headers["content-type"].startswith("text/calendar")
    for path in (f"/cycles/{played.cycle}", f"/ballots/{played.ballot}"):
        assert f"{path}.ics" in [*Page(client.get(path).text).values("href")]
    body = Page(client.get("/bodies/ncg").text)
    assert "/bodies/ncg/calendar" in [*body.values("href")]


def test_an_empty_calendar_is_a_calendar(shown: Shown) -> None:
    answer = shown.client().get("/calendar.ics", params={"as_of": "2021-07-15T17:00"})
    assert answer.status_code == 200
    assert "BEGIN:VCALENDAR" in answer.text

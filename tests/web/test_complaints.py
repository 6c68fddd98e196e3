"""Complaining without a login and without scripts, and the way back into one's own case."""

from __future__ import annotations

import re

import pytest

from domain.cases.file import file_id
from domain.kernel.ids import PersonId
from services.application.case_panels import AppointPanel
from services.application.complaints import TakeUpComplaint, TellRespondent
from services.reading.case_files import case_called
from tests.support.hands import Hands, member
from tests.web.conftest import Shown
from tests.web.test_look_html import Page

SAID, OTHER = "They shouted at me on the stairs", "a word that the respondent has"
REFERENCE, WORD = (
    re.compile(r"C-[A-Z2-7]{5}-[A-Z2-7]{5}"),
    re.compile(r"(?:[0-9a-f]{4}-){4}[0-9a-f]{4}"),
)


def hidden(text: str) -> dict[str, str]:
    """What a form sends along without showing it."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text)
    return dict(found)


@pytest.fixture(scope="module")
def filed(shaken: Shown) -> tuple[Shown, str, str]:
    """A complaint that somebody handed in whom nobody knows."""
    client = shaken.client()
    first = client.post(
        "/complaints", data={"text": SAID, "about": "the treasurer", "step": "check"}
    )
    assert first.status_code == 200, first.text
    done = client.post("/complaints", data={**hidden(first.text), "step": "confirm"})
    assert done.status_code == 200, done.text
    return shaken, REFERENCE.search(done.text)[0], WORD.search(done.text)[0]  # type: ignore[index]  # both are there


def test_the_form_asks_without_a_login_and_says_what_is_missing(shaken: Shown) -> None:
    client = shaken.client()
    page = Page(client.get("/complaints").text)
    assert "post" in page.values("method")
    answer = client.post("/complaints", data={"text": "", "about": "", "step": "check"})
    assert answer.status_code == 422
    assert "Write what happened" in answer.text


def test_whoever_hands_it_in_twice_has_one_case(filed: tuple[Shown, str, str]) -> None:
    shown, _, _ = filed
    client = shown.client()
    first = client.post("/complaints", data={"text": SAID, "about": "x", "step": "check"})
    sent = {**hidden(first.text), "step": "confirm"}
    answers = [client.post("/complaints", data=sent) for _ in range(2)]
    assert len({REFERENCE.search(one.text)[0] for one in answers}) == 1  # type: ignore[index]  # it is there


def test_the_word_and_the_reference_open_the_case_and_nothing_else_does(
    filed: tuple[Shown, str, str],
) -> None:
    shown, reference, word = filed
    client = shown.client()
    mine = client.post("/complaints/mine", data={"reference": reference, "word": word})
    assert mine.status_code == 200
    assert SAID in mine.text
    assert mine.headers["cache-control"] == "no-store"
    for wrong in ({"reference": reference, "word": "a guess of mine"}, {"reference": "C-A-B"}):
        answer = client.post("/complaints/mine", data={"word": "", **wrong})
        assert answer.status_code == 422
        assert SAID not in answer.text


def test_the_respondent_sees_what_they_were_told_and_gives_evidence(
    filed: tuple[Shown, str, str],
) -> None:
    shown, reference, word = filed
    hands = Hands(shown.office.store, shown.office.boxes, story="the respondent of a page")
    case = case_called(shown.office.store, reference)
    assert case is not None
    hands.ask(TakeUpComplaint(case=case, respondent=member(6), reasons="in scope"), member(0))
    hands.ask(AppointPanel(case=case), member(0))
    told = TellRespondent(case=case, secret=OTHER, allegations="That you shouted.")
    hands.ask(told, member(0))
    client = shown.client()
    known = {"reference": reference, "word": OTHER}
    page = client.post("/complaints/mine", data=known).text
    assert "That you shouted." in page
    assert SAID not in page
    said = {**known, **hidden(page), "step": "evidence", "said": "I was at home that day"}
    assert "I was at home that day" in client.post("/complaints/mine", data=said).text
    theirs = client.post("/complaints/mine", data={"reference": reference, "word": word}).text
    assert "I was at home that day" not in theirs


def test_nothing_of_a_case_is_on_any_other_page(filed: tuple[Shown, str, str]) -> None:
    shown, reference, _ = filed
    shown.caught_up()
    case = case_called(shown.office.store, reference)
    reader: PersonId = member(0)
    for address in ("/journal", "/journal.json", "/", "/alarms", f"/journal.json?process={case}"):
        answer = shown.client(reader, "staff").get(address)
        assert SAID not in answer.text, address
        assert "That you shouted." not in answer.text, address
        assert "complaint.received" not in answer.text, address


def test_the_api_tells_no_data_of_an_act_of_a_case(filed: tuple[Shown, str, str]) -> None:
    """Its clocks would tell how far the case has come."""
    shown, reference, _ = filed
    shown.caught_up()
    case = case_called(shown.office.store, reference)
    acts = shown.client().get(f"/api/acts?data=true&process={case}").json()["acts"]
    assert acts
    assert {one["data"] for one in acts} == {None}


def test_no_table_holds_what_is_said_in_a_case(filed: tuple[Shown, str, str]) -> None:
    shown, _, _ = filed
    shown.caught_up()
    with shown.office.pool.connection() as rows:
        tables = rows.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        for (table,) in tables:
            found = rows.execute(
                f"SELECT count(*) FROM {table} AS row WHERE row::text LIKE %s",
                (f"%{SAID}%",),
            ).fetchone()
            assert found == (0,), table


def test_a_file_is_opened_by_who_keeps_complaints_and_by_nobody_else(
    filed: tuple[Shown, str, str],
) -> None:
    shown, reference, _ = filed
    assert "The file of a case" not in shown.client().get("/complaints").text
    keeper = shown.client(member(0))
    assert "The file of a case" in keeper.get("/complaints").text
    file = keeper.post("/complaints/file", data={"opened": reference})
    assert file.status_code == 200
    assert SAID in file.text
    assert file.headers["cache-control"] == "no-store"
    for reader in (None, member(6)):  # nobody, and a side of the case
        answer = shown.client(reader).post("/complaints/file", data={"opened": reference})
        assert answer.status_code in (403, 422)
        assert SAID not in answer.text
    unknown = keeper.post("/complaints/file", data={"opened": "C-AAAAA-AAAAA"})
    assert unknown.status_code == 422
    assert "No case that you may look into has this reference" in unknown.text


def test_that_somebody_opened_a_file_is_recorded_each_time(filed: tuple[Shown, str, str]) -> None:
    shown, reference, _ = filed
    case = case_called(shown.office.store, reference)
    assert case is not None
    before = len(shown.office.store.acts(stream=file_id(case), limit=1_000))
    for _ in range(2):
        shown.client(member(0)).post("/complaints/file", data={"opened": reference})
    assert len(shown.office.store.acts(stream=file_id(case), limit=1_000)) == before + 2


def test_the_address_of_a_case_leads_to_where_it_is_opened(shown: Shown) -> None:
    answer = shown.client().get("/complaints/mine")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/complaints"

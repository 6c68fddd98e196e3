"""Support over pages: asked for without a login or scripts, kept at the desk, read by few."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.kernel.ids import PersonId
from domain.support.file import file_id
from domain.support.request_state import Stage
from services.web.app import every_route
from tests.support.hands import member
from tests.web.at_support import (
    ADVISER,
    DESK,
    OTHER_ADVISER,
    REFERENCE,
    SAID,
    WHY,
    AtSupport,
)
from tests.web.at_the_desk import CHAIR, KEEPER, OUTSIDER, carried
from tests.web.conftest import Shown
from tests.web.test_look_html import Page

TELL_ALL = ("/openapi.json", "/rulebook", "/docs")
"""Addresses that tell what there can be, and nothing of what there is."""


@pytest.fixture
def at(acted: Shown) -> AtSupport:
    return AtSupport(acted)


@pytest.fixture
def advised(at: AtSupport) -> AtSupport:
    """A request that an adviser has taken on."""
    at.do("name_adviser", CHAIR, on=DESK, person="M00020", places="1")
    at.ask(number="M00014", answer_by="2031-05-02", reached_by="at home")
    at.do("accept_support", KEEPER, reasons=WHY)
    at.do("give_adviser", KEEPER)
    return at


def test_the_form_asks_without_a_login_or_scripts_and_says_what_is_missing(shown: Shown) -> None:
    client = shown.client()
    page = Page(client.get("/support").text)
    assert "post" in page.values("method")
    answer = client.post("/support", data={"text": "", "answer_by": "soon", "step": "check"})
    assert answer.status_code == 422
    assert "Write what happened" in answer.text
    assert "Write the day like 2022-05-20" in answer.text
    assert 'href="#answer_by"' in answer.text


def test_every_page_of_asking_leads_there_by_labels_and_buttons_alone(shown: Shown) -> None:
    """Each field has a label of its own, so the keyboard and a screen reader find it."""
    text = shown.client().get("/support").text
    page = Page(text)
    labelled = set(page.values("for"))
    for name in ("text", "answer_by", "reached_by", "number", "reference", "word"):
        assert name in labelled
        assert f'name="{name}"' in text
    assert "onclick" not in text


def test_what_was_written_is_kept_when_somebody_changes_it(shown: Shown) -> None:
    client = shown.client()
    sent = {"text": SAID, "consents": "yes", "answer_by": "2031-05-02"}
    check = client.post("/support", data={**sent, "step": "check"})
    back = client.post("/support", data={**carried(check.text), "step": "fill"})
    assert SAID in back.text
    assert 'value="2031-05-02"' in back.text
    assert "checked" in back.text


def test_whoever_hands_it_in_twice_has_one_request(at: AtSupport) -> None:
    client = at.shown.client()
    check = client.post("/support", data={"text": SAID, "step": "check"})
    sent = {**carried(check.text), "step": "confirm"}
    answers = [client.post("/support", data=sent) for _ in range(2)]
    assert len({REFERENCE.findall(one.text)[0] for one in answers}) == 1


def test_a_request_goes_from_the_asking_to_the_follow_up_over_pages(at: AtSupport) -> None:
    at.do("name_adviser", CHAIR, on=DESK, person="M00020", places="1")
    at.do("name_adviser", CHAIR, on=DESK, person="M00021", places="1")
    at.ask(consents="")
    assert at.opened(KEEPER).status_code == 404
    assert at.offers(KEEPER) == set()
    assert "It was received." in at.own(at.word, step="consent").text
    assert SAID in at.opened(KEEPER).text
    at.do("accept_support", KEEPER, reasons="You can ask for the charges")
    assert at.opened(KEEPER).status_code == 404
    assert at.reference in at.shown.client(KEEPER).get(DESK).text
    assert "You are number 1 on the waiting list" in at.own(at.word).text
    at.do("give_adviser", KEEPER)
    assert "give_adviser" not in at.offers(KEEPER)
    assert SAID in at.opened(ADVISER).text
    at.own(at.word, step="paper", title="The letter", said="You are suspended until further notice")
    assert "until further notice" in at.opened(ADVISER).text
    at.do("hand_back_support", ADVISER, reasons="I know them")
    assert at.page(ADVISER).status_code == 404
    at.do("give_adviser", KEEPER)
    at.do("add_document", OTHER_ADVISER, title="A draft", text="I deny what they say")
    at.do("advise_on_support", OTHER_ADVISER, advice="Send them the draft")
    mine = at.own(at.word).text
    assert "Send them the draft" in mine
    assert "I deny what they say" in mine
    at.do("record_support_outcome", OTHER_ADVISER, outcome="lifted", account="They wrote so")
    at.do("follow_up_support", OTHER_ADVISER, account="They are well")
    assert at.request.stage is Stage.CLOSED
    assert "They are well" in at.own(at.word).text
    assert at.opened(OTHER_ADVISER).status_code == 404


def test_the_word_and_the_reference_open_it_and_nothing_else_does(at: AtSupport) -> None:
    at.ask()
    mine = at.own(at.word)
    assert SAID in mine.text
    assert mine.headers["cache-control"] == "no-store"
    client = at.shown.client()
    for wrong in ({"reference": at.reference, "word": "a guess of mine"}, {"reference": "S-A-B"}):
        answer = client.post("/support/mine", data={"word": "", **wrong})
        assert answer.status_code == 422
        assert SAID not in answer.text
    led = client.get("/support/mine", follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, "/support")


def test_how_it_ended_is_chosen_and_never_by_silence(advised: AtSupport) -> None:
    form = advised.shown.client(ADVISER).get(f"/do/record_support_outcome?case={advised.case}")
    sent = {**carried(form.text), "outcome": "", "account": WHY, "step": "check"}
    answer = advised.shown.client(ADVISER).post("/do/record_support_outcome", data=sent)
    assert answer.status_code == 422
    assert "Choose one of them" in answer.text
    assert advised.request.stage is Stage.ADVISED


def test_consent_is_taken_back_only_by_whoever_is_sure(advised: AtSupport) -> None:
    unsure = advised.own(advised.word, step="withdraw")
    assert unsure.status_code == 422
    assert advised.request.is_open
    advised.own(advised.word, step="withdraw", sure="yes")
    assert not advised.request.is_open
    assert advised.opened(ADVISER).status_code == 404
    assert SAID in advised.own(advised.word).text


def test_to_everybody_else_a_request_is_as_if_there_were_none(advised: AtSupport) -> None:
    for person in (OUTSIDER, member(14)):  # somebody, and whoever asked by their membership
        client = advised.shown.client(person)
        none = client.get(f"{DESK}/S-AAAAA-AAAAA")
        assert (advised.page(person).status_code, none.status_code) == (404, 404)
        assert advised.reference not in client.get(DESK).text
        form = client.get(f"/do/advise_on_support?case={advised.case}")
        assert form.status_code == 404
        opened = advised.opened(person)
        unknown = client.post("/support/file", data={"opened": "S-AAAAA-AAAAA"})
        assert opened.status_code == unknown.status_code == 404
    assert advised.page(None).status_code == 403


def test_the_keepers_see_the_list_and_no_word_of_a_file_after_triage(advised: AtSupport) -> None:
    page = advised.page(KEEPER)
    assert page.status_code == 200
    assert "The file is closed to you" in page.text
    assert SAID not in page.text
    assert "2 May 2031" not in page.text


def test_the_desk_tells_the_order_and_why(at: AtSupport) -> None:
    first, urgent = AtSupport(at.shown), AtSupport(at.shown)
    first.ask()
    soon = (at.shown.office.store.now() + timedelta(days=3)).date()
    urgent.ask(answer_by=soon.isoformat())
    for one in (first, urgent):
        one.do("accept_support", KEEPER, reasons=WHY)
    page = at.shown.client(KEEPER).get(DESK).text
    listed = page[page.index("The waiting list") :]
    assert listed.index(urgent.reference) < listed.index(first.reference)
    assert "has to answer elsewhere by" in listed
    assert "give_adviser" not in first.offers(KEEPER)
    assert f"{urgent.reference} is next" not in page
    assert "The waiting list" not in at.shown.client(OUTSIDER).get(DESK).text


def test_advisers_are_named_and_released_at_the_desk(advised: AtSupport) -> None:
    assert "advises 1, and 0 of 1 places are free" in advised.shown.client(CHAIR).get(DESK).text
    assert "name_adviser" not in advised.offers(KEEPER, DESK)
    advised.do("release_adviser", CHAIR, on=DESK, person=str(ADVISER), reason="They moved away")
    assert advised.request.stage is Stage.WAITING
    assert advised.opened(ADVISER).status_code == 404


def test_each_look_at_a_file_is_recorded_and_a_page_is_none(advised: AtSupport) -> None:
    store = advised.shown.office.store

    def looks() -> int:
        return len(store.acts(stream=file_id(advised.case), limit=1_000))

    before = looks()
    advised.page(KEEPER)
    advised.page(ADVISER)
    assert looks() == before
    for _ in range(2):
        advised.opened(ADVISER)
    assert looks() == before + 2


def test_nothing_of_a_request_is_on_any_other_page_or_in_any_table(advised: AtSupport) -> None:
    advised.do("advise_on_support", ADVISER, advice="Ask for the charges in writing")
    advised.shown.caught_up()
    kept = (SAID, "Ask for the charges in writing", "2031-05-02")
    reader: PersonId = KEEPER
    pages = ("/journal", "/journal.json", "/", "/alarms", f"/journal.json?process={advised.case}")
    for address in pages:
        answer = advised.shown.client(reader, "staff").get(address)
        for said in (*kept, "support.asked", "support.advised"):
            assert said not in answer.text, (address, said)
    with advised.shown.office.pool.connection() as rows:
        tables = rows.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        for (table,) in tables:
            for said in kept:
                found = rows.execute(
                    f"SELECT count(*) FROM {table} AS row WHERE row::text LIKE %s", (f"%{said}%",)
                ).fetchone()
                assert found == (0,), (table, said)


def test_the_past_tells_nothing_of_a_request(advised: AtSupport) -> None:
    client = advised.shown.client(KEEPER)
    for address in (DESK, advised.address):
        past = client.get(address, params={"as_of": "2021-07-20"})
        assert "The waiting list" not in past.text
        assert advised.reference not in past.text.replace(advised.address, "")


def test_what_is_late_is_marked_and_says_before_whom_it_was_put(at: AtSupport) -> None:
    at.ask()
    at.late()
    page = at.page(KEEPER)
    assert "late" in page.text
    assert "it was put before" in page.text
    assert "This is late, and was put before others" in at.own(at.word).text


def test_no_address_tells_an_outsider_or_a_keeper_what_a_request_says_or_how_far_it_is(
    advised: AtSupport,
) -> None:
    """Every address without a blank in it, and every answer of the journal in every form."""
    advised.do("advise_on_support", ADVISER, advice="Ask for the charges in writing")
    advised.shown.caught_up()
    case, file = advised.case, file_id(advised.case)
    paths = {path for one in every_route() if "{" not in (path := getattr(one, "path", "{"))}
    paths |= {f"/journal{form}?process={case}" for form in ("", ".json", ".csv")}
    paths |= {f"/api/acts?data=true&limit=500&process={one}" for one in (case, file)}
    paths |= {"/api/acts?data=true&limit=500&kind=support", "/api/acts?data=true&limit=500"}
    assert len(paths) > 40
    kept = (
        SAID,
        "Ask for the charges in writing",
        "2031-05-02",
        "support.advised",
        "adviser_given",
    )
    stages = ('"runs"', "The first advice is given", "The adviser gives further advice")
    for person, told in ((OUTSIDER, (*kept, *stages)), (KEEPER, kept)):
        client = advised.shown.client(person)
        for path in sorted(paths):
            answer = client.get(path)
            if path in TELL_ALL or answer.headers["content-type"].startswith("text/event-stream"):
                continue
            for said in told:
                assert said not in answer.text, (path, said)

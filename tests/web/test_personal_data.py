"""The page of what is kept of somebody: who sees what it says, and what can be done there."""

from __future__ import annotations

from datetime import date

import pytest

from domain.bodies.access import access_id
from domain.kernel.sealed import Purpose
from services.application.accesses import RequestAccess
from services.application.details import DeclareCategory, SetDetails
from services.application.erasing import PlaceHold
from tests.support.hands import Hands, member
from tests.web.conftest import Shown
from tests.web.test_look_html import Page
from tests.web.test_pages import NEVER_SAID

ADA, BO, STAFF = member(5), member(4), (member(0), "staff")
PATH = f"/people/{ADA}/data"
SAID = ("Adalbertine Hollowell", "hollowell@example.org", "Thursday 2 February 1961")
CATEGORY = "left_handed_welder"


@pytest.fixture(scope="module")
def kept(shaken: Shown) -> Shown:
    hands = hands_of(shaken)
    details = SetDetails(
        person=ADA, name=SAID[0], email=SAID[1], born=date(1961, 2, 2), post_address="1 Ash Lane"
    )
    hands.ask(details, member(0))
    declared = DeclareCategory(person=ADA, purpose=Purpose.CAUCUS, category=CATEGORY)
    hands.ask(declared, ADA)
    hands.ask(RequestAccess(person=ADA), ADA)
    shaken.caught_up()
    return shaken


def hands_of(shown: Shown) -> Hands:
    return Hands(shown.office.store, shown.office.boxes, "personal data")


def seen(shown: Shown, by: object, path: str = PATH) -> str:
    person, body = by if isinstance(by, tuple) else (by, "")
    answer = shown.client(person, body).get(path)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def test_the_person_sees_all_of_it(kept: Shown) -> None:
    page = seen(kept, ADA)
    assert [words for words in (*SAID, CATEGORY) if words not in page] == []
    assert "your own" in page


def test_staff_see_details_and_no_declaration(kept: Shown) -> None:
    page = seen(kept, STAFF)
    assert [words for words in SAID if words not in page] == []
    assert CATEGORY not in page


@pytest.mark.parametrize("by", [BO, None])
def test_nobody_else_sees_what_it_says(kept: Shown, by: object) -> None:
    page = seen(kept, by)
    assert [words for words in (*SAID, CATEGORY) if words in page] == []
    assert "kept, sealed" in page


@pytest.mark.parametrize("form", [".json", ".kept.csv"])
def test_it_never_leaves_by_json_or_csv(kept: Shown, form: str) -> None:
    for by in (ADA, STAFF, BO):
        told = kept.client(*(by if isinstance(by, tuple) else (by, ""))).get(f"{PATH}{form}")
        assert told.status_code in (200, 404)
        assert [words for words in (*SAID, CATEGORY) if words in told.text] == []


def test_the_record_tells_nothing_of_it(kept: Shown) -> None:
    acts = seen(kept, ADA, f"/journal?actor={ADA}")
    assert "was changed" in acts
    assert [word for word in ("caucus", "declared", CATEGORY) if word in Page(acts).text] == []
    told = kept.client().get("/journal.json?topic=person&with_data=true").json()
    assert {line["topic"] for line in told["acts"]} <= {"person.entered.v1", "person.changed"}
    for line in told["acts"]:
        told_of_it = kept.client().get(f"/acts/{line['act']}.json").json()
        assert line["topic"] != "person.changed" or told_of_it["data"] is None
    told = kept.client(ADA).get("/journal.json?topic=person").text
    assert [words for words in (*SAID, CATEGORY) if words in told] == []


def test_the_page_says_by_when_they_are_answered_and_by_which_rule(kept: Shown) -> None:
    page = seen(kept, STAFF)
    assert "are to be answered" in page
    assert "/rulebook/people.access_days" in page


def test_the_request_has_a_page_and_stands_on_the_board_without_a_name(kept: Shown) -> None:
    request = access_id(ADA, 1)
    page = seen(kept, STAFF, f"/access/{request}")
    assert "asked to see everything that is kept of them" in page
    assert "/do/answer_access" in page
    assert "/do/extend_access" in page
    board = seen(kept, BO, "/")
    assert f"/access/{request}" in board
    assert NEVER_SAID.search(page.partition("<main")[2].partition("</main>")[0]) is None


def test_the_person_reads_everything_on_one_page_and_nobody_else_does(kept: Shown) -> None:
    path = f"/people/{ADA}/everything"
    page = kept.client(ADA).get(path)
    assert page.headers["cache-control"] == "no-store"
    assert [words for words in (*SAID, CATEGORY) if words not in page.text] == []
    plain = kept.client(ADA).get(f"{path}.json").json()
    assert plain["details"]["email"] == SAID[1]
    for by in (STAFF, (BO, "")):
        for form in ("", ".json"):
            refused = kept.client(*by).get(f"{path}{form}")
            assert refused.status_code == 403
            assert [words for words in (*SAID, CATEGORY) if words in refused.text] == []
    assert kept.client(ADA).get(f"{path}?as_of=2022-01-01").status_code == 403


def test_a_page_of_the_past_shows_nothing_of_it(kept: Shown) -> None:
    page = seen(kept, ADA, f"{PATH}?as_of=2022-01-01")
    assert [words for words in (*SAID, CATEGORY) if words in page] == []
    assert "what was kept earlier is not shown" in page


def test_the_words_are_plain(kept: Shown) -> None:
    for by in (ADA, STAFF, BO):
        body = seen(kept, by).partition("<main")[2].partition("</main>")[0]
        assert NEVER_SAID.search(body) is None


def test_the_form_is_filled_in_for_those_who_may_see_it_alone(kept: Shown) -> None:
    form = f"/do/set_details?person={ADA}"
    assert SAID[1] in seen(kept, STAFF, form)
    assert SAID[1] not in seen(kept, BO, form)
    withdraw = f"/do/withdraw_category?person={ADA}"
    assert CATEGORY in seen(kept, ADA, withdraw)
    assert CATEGORY not in seen(kept, STAFF, withdraw)


def test_a_hold_is_told_and_erasing_is_refused_with_the_reason(acted: Shown) -> None:
    hands = hands_of(acted)
    hands.ask(SetDetails(person=ADA, email=SAID[1]), member(0))
    hands.ask(PlaceHold(person=ADA, reason="a claim for damages"), member(0))
    acted.caught_up()
    page = seen(acted, STAFF)
    assert "It stays as it is while the hold lies on it: a claim for damages" in page
    assert "It is kept under a legal hold" in page


def test_what_is_erased_by_the_form_is_gone_from_the_page_and_the_vault(acted: Shown) -> None:
    hands = hands_of(acted)
    hands.ask(DeclareCategory(person=ADA, purpose=Purpose.CAUCUS, category=CATEGORY), ADA)
    acted.caught_up()
    client = acted.client(*STAFF)
    fields = {"person": str(ADA), "purposes": "caucus", "ground": "they asked for it"}
    checked = client.post("/do/erase_data", data={**fields, "step": "check"})
    assert checked.status_code == 200, checked.text
    key = checked.text.partition('name="key" value="')[2].partition('"')[0]
    done = client.post("/do/erase_data", data={**fields, "step": "confirm", "key": key})
    assert done.status_code == 303, done.text
    acted.caught_up()
    assert CATEGORY not in seen(acted, ADA)
    vault = acted.office.vault
    assert vault is not None
    eraser = acted.office.projector.eraser
    assert eraser is not None
    eraser.carry_out()
    assert Purpose.CAUCUS not in vault.held(ADA)

"""An endorsement over pages: called, asked for, decided, and taken back after a hearing."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.endorsements.endorsement import Endorsement
from domain.kernel.ids import PersonId
from tests.support.hands import Hands, member
from tests.web.at_the_desk import carried
from tests.web.conftest import Shown
from tests.web.endorsing import ANA, BEN, announced, asked, closed
from tests.web.test_look_html import Page


@pytest.fixture
def hands(acted: Shown) -> Hands:
    found = Hands(acted.office.store, acted.office.boxes, "endorsing")
    found.steps = acted.office.steps
    return found


def given(
    shown: Shown, by: PersonId, verb: str, where: str, body: str = "", **fields: object
) -> None:
    """Fill in a form, check it and confirm it."""
    client = shown.client(by, body) if body else shown.client(by)
    path = f"/do/{verb}"
    form = client.get(f"{path}?{where}")
    assert form.status_code == 200, form.text
    checked = client.post(path, data={**carried(form.text), **fields, "step": "check"})
    done = client.post(path, data={**carried(checked.text), "step": "confirm"})
    assert done.status_code < 400, done.text
    shown.caught_up()


def test_it_is_called_and_asked_for_over_pages(acted: Shown, hands: Hands) -> None:
    acted.caught_up()
    staff = acted.client(member(0))
    assert "/do/call_endorsement" in staff.get("/endorsements").text
    told = {"office": "Leader", "election": "the party's election", "places": "1"}
    given(acted, member(0), "call_endorsement", "", **told)
    (line,) = staff.get("/endorsements.json").json()["endorsements"]
    page = f"/endorsements/{line['endorsement']}"
    assert "everyone who asks is on the paper" in Page(staff.get(page).text).text
    asking = {
        "name": "Ana Ash",
        "statement": "I stand for better buses.",
        "declaration": "I meet members twice a year.",
        "outsider": "",
    }
    where = f"endorsement={line['endorsement']}"
    given(acted, member(ANA), "ask_endorsement", where, **asking)
    text = Page(acted.client().get(page).text).text
    assert "I meet members twice a year." in text
    assert "Ana Ash" in text


def test_the_body_decides_and_takes_support_back_over_pages(acted: Shown, hands: Hands) -> None:
    endorsement = asked(hands, "Conference committee")
    closed(hands, endorsement)
    acted.caught_up()
    page, where = f"/endorsements/{endorsement}", f"endorsement={endorsement}"
    text = acted.client(member(1), "ncg").get(page).text
    assert "/do/endorse?" in text
    decided = {"numbers": ["1"], "because": "They sit there already."}
    given(acted, member(1), "endorse", where, "ncg", **decided)
    assert "Ana Ash is endorsed." in Page(acted.client().get(page).text).text
    one = f"{where}&number=1"
    told = {"words": "Two meetings were held."}
    given(acted, member(ANA), "report_on_endorsement", one, **told)
    asked_ = state_of(hands, endorsement)
    assert asked_ == "endorsed"
    text = Page(acted.client().get(page).text).text
    assert "Two meetings were held." in text


def state_of(hands: Hands, endorsement: UUID) -> str:
    return str(hands.store.load(Endorsement, endorsement).request(1).state)


def test_what_may_not_be_done_says_why(acted: Shown, hands: Hands) -> None:
    endorsement = asked(hands, "Leader")
    closed(hands, endorsement)
    acted.caught_up()
    text = Page(acted.client(member(BEN)).get(f"/endorsements/{endorsement}").text).text
    assert "value is announced that draws a tie" in text
    assert "Ana Ash" in text


def test_the_page_of_its_ballot_leads_to_it(acted: Shown, hands: Hands) -> None:
    endorsement = asked(hands, "Leader")
    announced(hands, endorsement)
    closed(hands, endorsement)
    ballot = hands.store.load(Endorsement, endorsement).ballot
    acted.caught_up()
    text = acted.client().get(f"/ballots/{ballot}").text
    assert f"/endorsements/{endorsement}" in text
    assert "A question is carried by" not in text

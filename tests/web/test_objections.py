"""An objection over pages: raised by a member, ruled on by the returning officer, and read."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.elections.voting import Voting, voting_id
from domain.kernel.ids import PersonId
from tests.support.hands import Hands, member
from tests.web import played, voted
from tests.web.at_the_desk import carried
from tests.web.conftest import Shown
from tests.web.test_look_html import Page

OBJECTS, OFFICER = member(12), played.OFFICER
RAISE, RULE = "/do/raise_objection", "/do/rule_on_objection"


@pytest.fixture
def declared(acted: Shown) -> tuple[Shown, Hands, UUID]:
    return acted, *voted.declared(acted, "objecting")


def given(shown: Shown, by: PersonId, path: str, form: str, **fields: str) -> str:
    """What comes of filling in a form, checking it and confirming it."""
    client = shown.client(by)
    asked = client.get(form).text
    checked = client.post(path, data={**carried(asked), **fields, "step": "check"})
    done = client.post(path, data={**carried(checked.text), "step": "confirm"})
    assert done.status_code < 400, done.text
    shown.caught_up()
    return done.text


def test_it_is_raised_ruled_on_and_read_over_pages(declared: tuple[Shown, Hands, UUID]) -> None:
    shown, hands, election = declared
    page = f"/elections/{election}"
    section = hands.store.load(Voting, voting_id(election)).sections[0]
    assert f"{RAISE}?election={election}" in shown.client(OBJECTS).get(page).text
    grounds = {"subject": "result", "section": section, "grounds": "Nine lay in a drawer."}
    given(shown, OBJECTS, RAISE, f"{RAISE}?election={election}", **grounds)
    (one,) = shown.client(OBJECTS).get(f"{page}.json").json()["objections"]
    here = f"/objections/{one['objection']}"
    assert "Nine lay in a drawer." in Page(shown.client().get(here).text).text
    tasks = shown.client(OFFICER).get(f"/people/{OFFICER}.json").json()["tasks"]
    assert [task["thing"] for task in tasks if task["doing"] == "ruling"] == [one["objection"]]
    form = f"{RULE}?objection={one['objection']}"
    assert form in shown.client(OFFICER).get(here).text.replace("&amp;", "&")
    asked = shown.client(OFFICER).get(form).text
    wrong = {**carried(asked), "upheld": "yes", "reasons": "It was.", "missing": "some"}
    refused = shown.client(OFFICER).post(RULE, data={**wrong, "wrong": "", "step": "check"})
    assert "Write how many papers, in figures" in refused.text
    ruling = {"upheld": "yes", "reasons": "It was opened.", "missing": "900", "wrong": ""}
    given(shown, OFFICER, RULE, form, **ruling)
    told = Page(shown.client().get(here).text).text
    assert "It was upheld: members vote on the section again." in told
    assert "It was opened." in told
    vote = shown.client().get(f"{page}.json").json()
    assert vote["vote"]["state"] == "to be called"
    assert section not in {elected["section"] for elected in vote["elected"]}


def test_papers_are_counted_again_by_a_form_and_the_page_says_what_came_of_it(
    declared: tuple[Shown, Hands, UUID],
) -> None:
    shown, hands, election = declared
    page = f"/elections/{election}"
    section = hands.store.load(Voting, voting_id(election)).sections[0]
    form = f"/do/order_recount?election={election}&section={section}"
    text = shown.client(OFFICER).get(page).text.replace("&amp;", "&")
    assert form in text
    given(shown, OFFICER, "/do/order_recount", form, reasons="It was close.")
    hands.settle()
    shown.caught_up()
    assert "they come to the same" in Page(shown.client().get(page).text).text
    (again,) = shown.client().get(f"{page}.json").json()["recounts"]
    assert (again["section"], again["amiss"]) == (section, [])

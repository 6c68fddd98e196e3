"""Officers' access over pages: asked for, granted, the list opened by a button, shut to others."""

from __future__ import annotations

import pytest

from domain.data_access.looked import ListLooks, looks_id
from tests.web.at_data_access import AIM, DESK, LISTED, OFFICER, TEXT, AtAccess
from tests.web.at_the_desk import CHAIR, KEEPER, OUTSIDER
from tests.web.conftest import Shown

NAME, ADDRESS = "Ines Okafor", "ines@example.org"


@pytest.fixture
def at(acted: Shown) -> AtAccess:
    """An officer who has asked for the list."""
    found = AtAccess(acted)
    found.prepare()
    found.be_ready()
    found.ask()
    return found


def looks(at: AtAccess) -> int:
    stream = looks_id(at.grant_id)
    acts = at.shown.office.store.acts(stream=stream, limit=100)
    return sum(isinstance(one.event, ListLooks.Read) for one in acts)


def test_the_list_opens_by_a_button_with_names_first_and_each_look_is_on_record(
    at: AtAccess,
) -> None:
    assert NAME not in at.list(OFFICER)
    at.grant()
    assert NAME not in at.page(OFFICER).text
    listed = at.list(OFFICER)
    assert NAME in listed
    assert ADDRESS not in listed
    at.later(29)
    at.do("widen_data_access", KEEPER)
    assert ADDRESS in at.list(OFFICER)
    assert looks(at) == 2
    at.do("withdraw_data_access", KEEPER, reasons="for a reason of theirs")
    assert NAME not in at.list(OFFICER)
    assert looks(at) == 2


def test_those_who_decide_see_that_there_is_an_access_and_never_the_list(at: AtAccess) -> None:
    at.grant()
    page = at.page(KEEPER).text
    assert AIM in page
    assert "Open the list" not in page
    assert NAME not in at.list(KEEPER)
    assert looks(at) == 0


def test_to_all_others_there_is_no_such_access(at: AtAccess) -> None:
    at.grant()
    for person in (OUTSIDER, LISTED):
        assert at.page(person).status_code == 404
        assert NAME not in at.list(person)
        assert at.access not in at.shown.client(person).get(DESK).text
    assert at.page(CHAIR).status_code == 200


def test_the_journal_and_the_api_tell_neither_whose_it_is_nor_what_for(at: AtAccess) -> None:
    at.grant()
    at.list(OFFICER)
    at.shown.caught_up()
    client = at.shown.client(OUTSIDER)
    for path in (
        "/api/acts?data=true&limit=500&kind=data_access",
        f"/api/acts?data=true&limit=500&process={at.access}",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        assert "under seal" in answer.text
        assert str(OFFICER) not in answer.text
        assert AIM not in answer.text


def test_a_group_leads_its_officers_there_and_nobody_else(at: AtAccess) -> None:
    led = {
        person: f'href="{DESK}"' in at.shown.client(person).get("/bodies/riverside").text
        for person in (OFFICER, KEEPER, OUTSIDER)
    }
    assert led == {OFFICER: True, KEEPER: False, OUTSIDER: False}


def test_the_desk_shows_what_is_signed(at: AtAccess) -> None:
    assert TEXT in at.shown.client(OFFICER).get(DESK).text

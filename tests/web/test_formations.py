"""Groups formed by preference on the pages: ranked by a member, drawn, ratified, and begun."""

from __future__ import annotations

import re

import httpx
import pytest

from domain.formation.groups import Duty
from tests.web.browser import Browser, browser, chromium
from tests.web.conftest import Shown, cookie_of
from tests.web.forming import PEOPLE, announced, asked_for
from tests.web.played import CHAIR, STAFF
from tests.web.test_look_html import Page

KEY = re.compile(r'name="key" value="([^"]+)"')
SEEN = re.compile(r'name="seen" value="([^"]*)"')


def through(client: httpx.Client, path: str, answers: dict[str, str]) -> httpx.Response:
    """Fill in a form, check it and confirm it."""
    verb = path.partition("?")[0]
    kept = dict(pair.split("=") for pair in path.partition("?")[2].split("&"))
    opened = client.get(path)
    assert opened.status_code == 200, opened.text
    seen = SEEN.search(opened.text)
    told = {**kept, **answers, "seen": seen[1] if seen else ""}
    checked = client.post(verb, data={**told, "step": "check"})
    assert checked.status_code == 200, Page(checked.text).text
    key = KEY.search(checked.text)
    assert key is not None, Page(checked.text).text
    done = client.post(verb, data={**told, "step": "confirm", "key": key[1]})
    assert done.status_code == 303, Page(done.text).text
    return client.get(done.headers["location"])


def test_a_member_ranks_groups_checks_and_is_told_what_happens_now(acted: Shown) -> None:
    it = announced(acted)
    client = acted.client(PEOPLE[0], "ncg")
    page = f"/formations/{it.formation}"
    assert f"/do/prefer_groups?formation={it.formation}" in client.get(page).text
    answers = {"choice_1": "training", "choice_2": "money", "choice_3": ""}
    done = through(client, f"/do/prefer_groups?formation={it.formation}", answers)
    assert "until preferences close" in done.text
    assert it.found.preferences[PEOPLE[0]].ranking == ("training", "money")
    acted.caught_up()
    again = client.get(f"/do/prefer_groups?formation={it.formation}").text
    assert '<option value="training" selected>' in again


def test_a_group_chosen_twice_is_said_at_its_field(acted: Shown) -> None:
    it = announced(acted)
    client = acted.client(PEOPLE[0], "ncg")
    told = {"formation": str(it.formation), "choice_1": "money", "choice_2": "money"}
    answer = client.post("/do/prefer_groups", data={**told, "step": "check"})
    assert answer.status_code == 422
    assert "You chose this group before" in answer.text


def test_who_asked_for_what_is_shown_to_members_and_only_after_the_close(acted: Shown) -> None:
    it = announced(acted)
    asked_for(it)
    acted.caught_up()
    path = f"/formations/{it.formation}"
    member, other = acted.client(PEOPLE[10], "ncg"), acted.client(STAFF, "staff")
    assert member.get(f"{path}.json").json()["wishes"] is None
    it.close()
    acted.caught_up()
    told = member.get(f"{path}.json").json()["wishes"]
    assert len(told) == 9
    assert other.get(f"{path}.json").json()["wishes"] is None
    assert acted.client().get(f"{path}.json").json()["wishes"] is None
    assert "Ines Ash" not in _without_history(other.get(path).text)
    csv = member.get(f"{path}.csv?table=wishes").text
    assert csv.startswith("Member,Asked for,Gets,Why,Place in the lot")
    assert other.get(f"{path}.csv?table=wishes").status_code == 404


def test_the_act_of_asking_tells_nobody_what_was_asked_for(acted: Shown) -> None:
    it = announced(acted)
    it.wish(PEOPLE[0], "money", "training")
    acted.caught_up()
    asked = "/api/acts?topic=formation.preferred.v1&data=true"
    (told,) = acted.client().get(asked).json()["acts"]
    assert told["data"] is None
    for path in (f"/acts/{told['act']}", f"/acts/{told['act']}.json"):
        assert "training" not in acted.client().get(path).text


def _without_history(page: str) -> str:
    return page.partition("How it came to this")[0]


def test_it_is_drawn_ratified_and_begun_through_the_pages(acted: Shown) -> None:
    it = announced(acted)
    asked_for(it)
    it.close()
    it.org.hands.at(it.found.plan.lot.known_from)
    acted.caught_up()
    staff = acted.client(STAFF, "staff")
    which = f"formation={it.formation}"
    through(staff, f"/do/draw_places?{which}", {"value": "4 8 15 16 23 42"})
    it.org.hands.settle()
    acted.caught_up()
    page = acted.client(PEOPLE[0], "ncg").get(f"/formations/{it.formation}").text
    assert "the lot decided" in page
    decided = it.decide("We ratify.")
    acted.caught_up()
    chosen = f"{decided['meeting']}~1"
    changed = {"decision": chosen, "changes": "Jo Ash; Training; She has little time."}
    through(staff, f"/do/ratify_places?{which}", changed)
    acted.caught_up()
    shown = Page(staff.get(f"/formations/{it.formation}").text).text
    assert "changed: She has little time." in shown
    money = it.found.allocation.members_of("money") if it.found.allocation else ()
    named = {"decision": chosen, "group": "money", "person": str(money[0]), "elected": "no"}
    through(staff, f"/do/name_convenor?{which}", named)
    due = it.found.due(Duty.FIRST_MEETINGS)
    assert due is not None
    starts = {"starts": due.at.strftime("%Y-%m-%dT12:00"), "group": "money"}
    through(
        staff, f"/do/convene_first_meeting?{which}", {**starts, "place": "Hall", "remote": "no"}
    )
    assert set(it.found.meetings) == {"money"}
    assert it.found.convenors["money"] == (money[0],)


def test_the_groups_are_announced_by_a_form_with_a_line_for_each(acted: Shown) -> None:
    it = announced(acted)
    client = acted.client(STAFF, "staff")
    before = client.get("/formations").text
    assert "Groups have been announced by that decision already." in before
    assert "/do/open_formation?body=ncg" not in before
    decided = it.decide("More groups.")
    acted.caught_up()
    assert "/do/open_formation?body=ncg" in client.get("/formations").text
    closes = it.now.replace(year=it.now.year + 1)
    answers = {
        "decision": f"{decided['meeting']}~1",
        "groups": "Books; books; 1; 4; Reading.\nYouth; young; caucus; All under thirty.",
        "closes": closes.strftime("%Y-%m-%dT12:00"),
        "source": "The lottery",
        "known_from": closes.strftime("%Y-%m-%dT20:00"),
    }
    done = through(client, "/do/open_formation?body=ncg", answers)
    assert done.status_code == 200
    acted.caught_up()
    assert client.get("/formations.json").json()["formations"][0]["parent_slug"] == "ncg"
    wrong = {**answers, "groups": "Books; books; many", "body": "ncg", "step": "check"}
    assert client.post("/do/open_formation", data=wrong).status_code == 422


def test_the_board_shows_what_falls_due(acted: Shown) -> None:
    it = announced(acted)
    acted.caught_up()
    board = acted.client(CHAIR, "ncg").get("/").text
    assert f"/formations/{it.formation}" in board
    calendar = acted.client().get(f"/formations/{it.formation}.ics").text
    assert calendar.count("BEGIN:VEVENT") == 2


@pytest.mark.long
@pytest.mark.skipif(
    chromium() is None,
    reason="there is no Chromium on this machine, so no page was looked at in one",
)
def test_its_pages_open_without_errors_and_fit_their_windows(acted: Shown) -> None:
    it = announced(acted)
    asked_for(it)
    which = f"formation={it.formation}"
    with browser() as tab:
        look(tab, acted, f"/formations/{it.formation}", f"/do/prefer_groups?{which}")
        it.close()
        it.draw()
        look(tab, acted, f"/formations/{it.formation}", f"/do/ratify_places?{which}")
        it.ratify()
        look(tab, acted, f"/formations/{it.formation}", f"/do/name_convenor?{which}")
        look(tab, acted, f"/do/convene_first_meeting?{which}", "/do/open_formation?body=ncg")


def look(tab: Browser, shown: Shown, *paths: str) -> None:
    """Wide and light, narrow and dark, as a member of the group."""
    shown.caught_up()
    for path in paths:
        for width, dark in ((1280, False), (390, True)):
            cookie = cookie_of(PEOPLE[0], "ncg")
            seen = tab.open(shown.address + path, width=width, dark=dark, cookie=cookie)
            at_fault = seen.errors, seen.too_wide_by > 0, seen.unnamed
            assert at_fault == ([], False, []), (path, width, seen)

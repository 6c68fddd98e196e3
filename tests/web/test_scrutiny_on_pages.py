"""The page of a ballot over which somebody watches: who, what it waits for, what was found."""

from __future__ import annotations

from domain.ballots.ballot import Ballot
from services.application.scrutiny import NameScrutineer
from tests.story.watched import ask_for_one
from tests.support.hands import Hands, member
from tests.web.at_the_desk import carried
from tests.web.choosing import opened
from tests.web.conftest import Shown

DO = "/do/report_on_ballot"
REPORT = {"lawful": "yes", "safeguarded": "no", "unhindered": "yes"}


def tasks_of(shown: Shown) -> list[tuple[str, str]]:
    """What the scrutineer has to do about ballots, as everybody sees it."""
    path = f"/people/{member(12)}.json"
    tasks = shown.client(member(0)).get(path).json()["tasks"]
    return [(one["doing"], one["thing"]) for one in tasks if one["doing"] == "scrutiny"]


def test_the_scrutineer_reports_by_a_form_and_the_page_says_what_was_found(acted: Shown) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "watched")
    hands.steps = acted.office.steps
    ask_for_one(hands)
    ballot = opened(hands)
    acted.caught_up()
    page, form = f"/ballots/{ballot}", f"{DO}?ballot={ballot}"
    assert "to be named" in acted.client(member(0)).get(page).text
    hands.ask(NameScrutineer(ballot=ballot, person=member(12), name="Nan Oak"), member(0))
    hands.at(hands.store.load(Ballot, ballot).hours.closes)
    acted.caught_up()
    watcher = acted.client(member(12))
    waiting = watcher.get(page).text
    assert "The scrutineer, Nan Oak, reports before anything is counted." in waiting
    assert form in waiting
    assert tasks_of(acted) == [("scrutiny", f"{ballot}")]
    asked = watcher.get(form).text
    assert "Nobody knows the result yet" in asked
    silent = watcher.post(DO, data={**carried(asked), **REPORT, "step": "check", "words": ""})
    assert "Say what was not as it should be" in silent.text
    said = {**carried(asked), **REPORT, "words": "Three letters lay open."}
    checked = watcher.post(DO, data={**said, "step": "check"})
    done = watcher.post(DO, data={**carried(checked.text), "step": "confirm"})
    assert done.status_code < 400, done.text
    acted.caught_up()
    found = watcher.get(page).text
    assert "The report of the scrutineer" in found
    assert "Three letters lay open." in found
    assert tasks_of(acted) == []
    assert acted.client(member(0)).get(f"{page}.json").json()["scrutiny"]["safeguarded"] is False

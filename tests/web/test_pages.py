"""Rules for what every page says, tried over a played organisation."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from tests.support.hands import member
from tests.web.conftest import NOTICE, Shown
from tests.web.test_look_html import Page

NEVER_SAID = re.compile(
    r"\b(entity|aggregate|event id|workflow|submit|invalid|projection|stream)\b", re.IGNORECASE
)
PAGES = (
    "/",
    "/alarms",
    f"/people/{member(11)}",
    "/board?scale=month",
    "/cycles/{cycle}",
    "/cycles/{second_cycle}",
    "/assemblies/{assembly}",
    "/proposals",
    "/proposals/{proposal}",
    "/proposals/{other}",
    "/proposals/{draft}",
    "/proposals/{open_proposal}",
    "/proposals/{proposal}/amendments/A1",
    "/proposals/{proposal}/amendments/A3",
    "/proposals/{proposal}/becomes",
    "/proposals/{proposal}/voting-order",
    "/ballots",
    "/ballots/{ballot}",
    "/rulebook",
    "/rulebook/election.ncg.method",
    "/bodies",
    "/bodies/ncg",
    "/bodies/riverside",
    "/claims",
    "/claims/{claim}",
    "/elections",
    "/formations",
    "/elections/{election}",
    "/counts",
    "/counts/rules",
    "/counts/{count}",
    "/counts/{level}",
    "/counts/{committee}",
    "/counts/{question}",
    "/counts/{long}",
    "/notices",
    "/notices/{notice}",
    "/notices/{waiting}",
    "/calendar",
    "/bodies/ncg/calendar",
    "/journal",
    "/act-as",
)
WHILE_VOTING = "2021-12-28T12:00"
IN_THE_FIRST_ASSEMBLY = "2021-09-14T17:30"


def read(shown: Shown, path: str, **asked: str) -> Page:
    key = f"{path} {asked}"
    if key not in shown.pages:
        answer = shown.client().get(path.format(**vars(shown.played)), params=asked or None)
        assert answer.status_code == 200, answer.text
        shown.pages[key] = Page(answer.text)
    return shown.pages[key]


def data(shown: Shown, path: str, **asked: str) -> Any:
    answer = shown.client().get(path.format(**vars(shown.played)), params=asked or None)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_as_whom_you_act_that_it_is_a_rehearsal_and_what_it_stands_for(
    shown: Shown, path: str
) -> None:
    page = read(shown, path)
    assert NOTICE in page.text
    assert "No login yet: you are acting as nobody yet" in page.text
    assert "This page stands for" in page.text
    assert re.search(r"up to position \d+", page.text)


@pytest.mark.parametrize("path", PAGES)
def test_words_of_the_machine_room_are_never_said(shown: Shown, path: str) -> None:
    assert NEVER_SAID.findall(read(shown, path).text) == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_on_a_page_is_inline_or_from_elsewhere(shown: Shown, path: str) -> None:
    page = read(shown, path)
    assert page.values("style") == []
    assert all(source.startswith("/static/") for source in page.values("src"))


@pytest.mark.long
def test_every_link_inside_the_site_leads_somewhere(shown: Shown) -> None:
    client = shown.client(member(1), "ncg")
    links = {href.split("#")[0] for path in PAGES for href in read(shown, path).values("href")}
    inside = sorted(href for href in links if href.startswith("/") and "/static/" not in href)
    inside = [href for href in inside if ".csv" not in href and ".json" not in href]
    acts = [href for href in inside if href.startswith("/acts/")]
    inside = [href for href in inside if href not in acts[10:]]
    assert len(inside) > len(PAGES)
    assert [href for href in inside if client.get(href).status_code != 200] == []


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/act-as"])
def test_every_page_is_json_with_its_position_and_moment(shown: Shown, path: str) -> None:
    address, _, query = path.partition("?")
    address = "/board" if address == "/" else address
    found = data(shown, f"{address}.json?{query}")
    assert isinstance(found["position"], int)
    assert found["moment"]
    asked = {"accept": "application/json"}
    same = shown.client().get(path.format(**vars(shown.played)), headers=asked).json()
    assert same.keys() == found.keys()


def test_every_table_is_csv(shown: Shown) -> None:
    for path in PAGES:
        for href in read(shown, path).values("href"):
            if ".csv" in href:
                answer = shown.client().get(href)
                rows = list(csv.reader(io.StringIO(answer.text)))
                assert answer.status_code == 200
                assert {len(row) for row in rows} == {len(rows[0])}, href


def test_a_table_is_sorted_by_its_address(shown: Shown) -> None:
    address = "/bodies.csv?table=bodies&sort=bodies.name"
    names = [row["Body"] for row in csv.DictReader(io.StringIO(shown.client().get(address).text))]
    assert names == sorted(names)
    back = shown.client().get(address.replace("=bodies.name", "=-bodies.name")).text
    assert [row["Body"] for row in csv.DictReader(io.StringIO(back))] == names[::-1]


def test_a_table_that_cannot_be_sorted_so_says_by_what_it_can(shown: Shown) -> None:
    answer = shown.client().get("/bodies?sort=bodies.wish")
    assert answer.status_code == 422
    assert "choose bodies.name" in Page(answer.text).text


def test_deadlines_can_be_taken_into_a_calendar(shown: Shown) -> None:
    answer = shown.client().get(f"/cycles/{shown.played.second_cycle}.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.text.count("BEGIN:VEVENT") == 6
    assert "SUMMARY:Second cycle: “Drafting by groups and members” ends" in answer.text


# The past


def test_a_page_of_the_past_is_of_the_past_and_leads_to_the_same_past(shown: Shown) -> None:
    page = read(shown, "/ballots/{ballot}", as_of=WHILE_VOTING)
    assert "This is the past." in page.text
    assert "Voting is open. You can vote until" in page.text
    inside = [
        href
        for href in page.values("href")
        if href.startswith(("/cycles", "/proposals", "/journal", "/rulebook", "/acts"))
    ]
    assert inside
    assert all("as_of=" in href for href in inside)


def test_the_past_offers_nothing_to_do(shown: Shown) -> None:
    client = shown.client(member(1), "ncg")
    when = {"as_of": "2021-08-01"}
    page = Page(client.get(f"/cycles/{shown.played.cycle}", params=when).text)
    assert not [href for href in page.values("href") if href.startswith("/do/")]
    refused = client.get("/do/open_cycle", params=when)
    assert refused.status_code == 403
    assert "Go back to the present" in refused.text


def test_the_rulebook_of_a_day_has_the_rules_of_that_day(shown: Shown) -> None:
    then = read(shown, "/rulebook/election.ncg.method", as_of="2021-12-01").text
    assert "It says: block vote." in then
    now = read(shown, "/rulebook/election.ncg.method").text
    assert "It says: single transferable vote by the Scottish rules." in now
    assert "By Elect by the single transferable vote" in now
    assert ": 22 for, 8 against" in now


def test_a_moment_that_has_not_come_is_refused(shown: Shown) -> None:
    answer = shown.client().get("/?as_of=2040-01-01")
    assert answer.status_code == 422
    assert "has not come yet" in answer.text


def test_a_moment_that_cannot_be_read_is_refused_with_what_to_write(shown: Shown) -> None:
    answer = shown.client().get("/board.json?as_of=yesterday")
    assert answer.status_code == 422
    assert "write 2022-05-20 for the end of that day" in answer.json()["title"]


# What is on the pages


def test_the_board_has_every_process_and_what_comes_next(shown: Shown) -> None:
    text = read(shown, "/").text
    assert "Four processes are under way; none of them is late." in text
    assert "“Drafting by groups and members” ends in Second cycle." in text


def test_an_extended_deadline_is_shown_with_its_reason(shown: Shown) -> None:
    text = read(shown, "/cycles/{second_cycle}").text
    assert "by Bo Lindqvist: Groups asked for more time." in text


def test_a_finished_cycle_says_what_came_of_it(shown: Shown) -> None:
    text = read(shown, "/cycles/{cycle}").text
    assert "1 proposal carried and 1 proposal lost." in text
    assert "This cycle goes by version 1 of the rulebook" in text


def test_a_proposal_shows_its_rule_change_beside_its_text(shown: Shown) -> None:
    page = read(shown, "/proposals/{proposal}").text
    assert "Rules that it changed" in page
    assert re.search(r"election\.ncg\.method\s*block vote\s*single transferable vote", page)


def test_any_two_versions_can_be_compared(shown: Shown) -> None:
    text = read(shown, "/proposals/{proposal}", **{"from": "1", "to": "2"}).text
    assert "The text: version 1 against version 2" in text
    assert "deleted: sixty (end of deletion)" in text
    assert "inserted: ninety (end of insertion)" in text
    unknown = shown.client().get(f"/proposals/{shown.played.proposal}?from=9")
    assert unknown.status_code == 404


def test_amendments_that_collide_are_shown_before_they_are_voted_on(shown: Shown) -> None:
    text = read(shown, "/proposals/{proposal}", as_of="2021-09-14T16:59:59").text
    assert "Where amendments collide" not in text
    found = data(shown, "/proposals/{proposal}.json", as_of=IN_THE_FIRST_ASSEMBLY)
    fates = {one["amendment"]: one["fate"] for one in found["amendments"]}
    assert fates == {"A1": "carried", "A2": "carried", "A3": "lost"}


def test_the_text_if_some_amendments_are_carried_can_be_seen_first(shown: Shown) -> None:
    path = "/proposals/{proposal}/becomes"
    text = read(shown, path, as_of=IN_THE_FIRST_ASSEMBLY, carried="A2").text
    assert "inserted: five (end of insertion)" in text


def test_the_ballot_shows_turnout_and_the_result_with_its_majority(shown: Shown) -> None:
    text = read(shown, "/ballots/{ballot}").text
    assert "30 of 40 took part (75.0%)." in text
    assert "22 for, 8 against. It needed 16 votes for." in text
    assert "more than 1/2 of the votes cast" in text


def test_no_result_is_shown_while_voting(shown: Shown) -> None:
    found = data(shown, "/ballots/{ballot}.json", as_of=WHILE_VOTING)
    assert [question["result"] for question in found["questions"]] == [None, None]
    assert found["turnout"][-1]["papers"] == 25


def test_a_claimed_decision_shows_its_defects_with_what_was_needed(shown: Shown) -> None:
    text = read(shown, "/claims/{claim}").text
    assert "It breaks 5 rules, so it is irregular and changes nothing" in text
    assert re.search(r"75 minutes of notice\s*72 hours of notice", text)
    assert re.search(r"by Coordinating group\s*decided by the members in a ballot of all", text)


def test_an_act_says_why_it_could_be_done(shown: Shown) -> None:
    acts = shown.client().get("/api/acts", params={"topic": "rulebook.revised"}).json()["acts"]
    text = read(shown, f"/acts/{acts[0]['act']}").text
    assert "It follows from a decision: Refounding: ballot of all members." in text
    assert "version 1 in force" in text


def test_the_journal_is_filtered_by_its_address(shown: Shown) -> None:
    found = data(shown, "/journal.json", kind="ballot")
    kinds = {act["kind"] for act in found["acts"]}
    assert kinds == {"ballot"}
    of_cycle = data(shown, f"/journal.json?process={shown.played.cycle}")
    kinds = {act["kind"] for act in of_cycle["acts"]}
    assert {"cycle", "proposal", "assembly", "ballot"} <= kinds


def test_a_filter_that_cannot_be_read_is_refused(shown: Shown) -> None:
    answer = shown.client().get("/journal?standing=doubtful")
    assert answer.status_code == 422
    assert "judged, irregular, attested" in answer.text


def test_what_does_not_exist_is_said_in_a_sentence(shown: Shown) -> None:
    for path in ("/nothing", "/rulebook/no.such.rule", "/bodies/nobody", "/journal/x"):
        answer = shown.client().get(path)
        assert answer.status_code == 404
        assert "There is nothing here" in answer.text

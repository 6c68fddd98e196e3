"""Rules for acting through the pages: choose whom, fill in, check, confirm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from types import SimpleNamespace
from typing import cast

import httpx
import pytest

from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from domain.cycle.proposal import Proposal
from domain.rules.values import Days
from services.application.asker import somebody
from services.application.cycles import cycle_ballot
from services.web.trying import Attempt
from services.web.visit import Visit
from tests.support.hands import Hands, member
from tests.web.conftest import Shown
from tests.web.test_look_html import Page

CHAIR, SPEAKER, PLAIN = member(1), member(2), member(10)


def fields(answer: httpx.Response) -> dict[str, str]:
    """The hidden fields that a check page carries on."""
    hidden = re.findall(r'<textarea hidden name="([^"]*)">(.*?)</textarea>', answer.text, re.DOTALL)
    key = re.search(r'name="key" value="([^"]*)"', answer.text)
    assert key is not None, Page(answer.text).text
    seen = re.search(r'name="seen" value="([^"]*)"', answer.text)
    carried = {"key": key[1], "seen": seen[1] if seen else ""}
    return {name: unescape(value) for name, value in hidden} | carried


def confirm(client: httpx.Client, verb: str, filled: dict[str, str]) -> httpx.Response:
    """Fill in, check, confirm; gives the page that says it was done."""
    checked = client.post(f"/do/{verb}", data=filled)
    assert checked.status_code == 200, Page(checked.text).text
    return confirmed(client, verb, checked)


def confirmed(client: httpx.Client, verb: str, checked: httpx.Response) -> httpx.Response:
    sent = client.post(f"/do/{verb}", data=fields(checked) | {"step": "confirm"})
    assert sent.status_code == 303, Page(sent.text).text
    done = client.get(sent.headers["location"])
    assert done.status_code == 200
    return done


def head(shown: Shown) -> int:
    return shown.office.store.head()


# As whom


def test_a_visitor_acts_as_whoever_was_chosen(shown: Shown) -> None:
    client = httpx.Client(base_url=shown.address, headers={"accept": "text/html"})
    with client:
        sent = client.post("/act-as", data={"who": f"{CHAIR}~ncg", "back": "/rulebook"})
        assert sent.status_code == 303
        assert sent.headers["location"] == "/rulebook"
        cookie = sent.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        text = Page(client.get("/").text).text
    assert "you are acting as Bo Lindqvist, on behalf of Coordinating group" in text


def test_a_member_is_chosen_by_number(shown: Shown) -> None:
    with httpx.Client(base_url=shown.address, headers={"accept": "text/html"}) as client:
        client.post("/act-as", data={"number": " m00010 "})
        assert "you are acting as Member M00010" in Page(client.get("/").text).text


def test_an_unknown_number_is_told_at_its_field(shown: Shown) -> None:
    answer = shown.client().post("/act-as", data={"number": "M99999"})
    assert answer.status_code == 422
    assert "There is no member with the number “M99999”." in Page(answer.text).text


def test_going_back_never_leads_to_another_site(shown: Shown) -> None:
    for elsewhere in ("https://example.org/", "//example.org/", "/\\example.org"):
        sent = shown.client().post("/act-as", data={"who": "nobody", "back": elsewhere})
        assert sent.headers["location"].startswith("/")
        assert not sent.headers["location"].startswith(("//", "/\\"))


def test_nobody_can_act_as_nobody(shown: Shown) -> None:
    before = head(shown)
    sent = shown.client().post("/do/open_cycle", data={"title": "Mine", "step": "check"})
    assert sent.status_code == 403
    assert "Say first as whom you act" in sent.text
    assert head(shown) == before


def test_a_request_without_end_is_refused_before_it_is_read(shown: Shown) -> None:
    before = head(shown)
    sent = shown.client(CHAIR).post("/do/open_cycle", content=b"x" * 4_000_001)
    assert sent.status_code == 413
    assert "4 megabytes at the most" in sent.text
    assert head(shown) == before


@pytest.mark.parametrize("path", ["/do/open_cycle", "/api/acts/open_cycle", "/act-as"])
def test_a_request_that_does_not_say_its_size_is_counted_as_it_comes(
    shown: Shown, path: str
) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(5):  # no field is too large for a form; all of them together are
            yield b"title=" + b"x" * 1_000_000 + b"&"

    kind = "application/json" if path.startswith("/api/") else "application/x-www-form-urlencoded"
    sent = shown.client(CHAIR).post(path, content=pieces(), headers={"content-type": kind})
    assert sent.status_code == 413
    assert "4 megabytes at the most" in sent.text


# What you may do is said before you try


def test_what_you_may_not_do_is_said_with_its_reason(shown: Shown) -> None:
    page = Page(shown.client(PLAIN).get(f"/cycles/{shown.played.second_cycle}").text)
    assert "Extend the deadline: This can be done by the NCG, not by you." in page.text
    page = Page(shown.client(CHAIR, "ncg").get(f"/cycles/{shown.played.second_cycle}").text)
    assert f"/do/extend_deadline?cycle={shown.played.second_cycle}" in page.values("href")


def test_looking_whether_something_can_be_done_leaves_no_act(shown: Shown) -> None:
    before = head(shown)
    shown.client(CHAIR, "ncg").get(f"/cycles/{shown.played.second_cycle}")
    shown.client(SPEAKER, "riverside").get(f"/proposals/{shown.played.draft}")
    assert head(shown) == before


# Forms


def test_a_deadline_is_extended_after_check_and_confirmation(acted: Shown) -> None:
    client, cycle = acted.client(CHAIR, "ncg"), str(acted.played.second_cycle)
    assert client.get(f"/do/extend_deadline?cycle={cycle}").status_code == 200
    filled = {"cycle": cycle, "stage": "drafting", "due": "2022-03-20T17:00", "reason": "Snow"}
    before = head(acted)
    checked = client.post("/do/extend_deadline", data=filled)
    assert "5 pm on Sunday 20 March 2022, London time" in Page(checked.text).text
    assert head(acted) == before
    done = Page(confirmed(client, "extend_deadline", checked).text).text
    assert "Your reference is" in done
    assert "what follows moves with it" in done
    after = Page(client.get(f"/cycles/{cycle}").text).text
    assert "is open until 5 pm on Sunday 20 March 2022" in after


def test_confirming_twice_does_it_once(acted: Shown) -> None:
    client, cycle = acted.client(CHAIR, "ncg"), str(acted.played.second_cycle)
    filled = {"cycle": cycle, "stage": "drafting", "due": "2022-03-20T17:00", "reason": "Snow"}
    checked = client.post("/do/extend_deadline", data=filled)
    confirmed(client, "extend_deadline", checked)
    before = head(acted)
    confirmed(client, "extend_deadline", checked)
    assert head(acted) == before


def test_what_the_rules_forbid_comes_back_with_its_clause_and_what_was_filled_in(
    shown: Shown,
) -> None:
    before = head(shown)
    filled = {
        "cycle": str(shown.played.second_cycle),
        "stage": "drafting",
        "due": "2023-03-20T17:00",
        "reason": "For the sake of it",
    }
    answer = shown.client(CHAIR, "ncg").post("/do/extend_deadline", data=filled)
    assert answer.status_code == 409
    text = Page(answer.text).text
    assert "One extension may add 56 days at the most." in text
    assert "The rule is in clause 1 All of it." in text
    assert "For the sake of it" in text
    assert head(shown) == before


def test_what_was_left_out_is_told_on_top_and_at_its_field(shown: Shown) -> None:
    filled = {"cycle": str(shown.played.second_cycle), "stage": "drafting", "due": "", "reason": ""}
    page = Page(shown.client(CHAIR, "ncg").post("/do/extend_deadline", data=filled).text)
    assert page.text.count("Write the new end as a day and a time.") == 2
    assert "#due" in page.values("href")


def test_a_group_drafts_at_a_meeting_and_hands_in(acted: Shown) -> None:
    client = acted.client(SPEAKER, "riverside")
    cycle = str(acted.played.second_cycle)
    opened = client.get(f"/do/draft_proposal?cycle={cycle}")
    meeting = re.search(r'<option value="([0-9a-f-]{36})"', opened.text)
    assert meeting is not None
    filled = {
        "cycle": cycle,
        "meeting": meeting[1],
        "title": "A shorter rulebook",
        "text": "One.\r\n\r\nTwo.",
        "rule": "refounding.ballot_days",
        "value": "12",
    }
    confirm(client, "draft_proposal", filled)
    acted.caught_up()
    listed = client.get("/proposals.json").json()["proposals"]
    draft = next(one["proposal"] for one in listed if one["title"] == "A shorter rulebook")
    checked = client.get(f"/do/hand_in_proposal?proposal={draft}")
    assert "Nothing is recorded yet" in Page(checked.text).text
    confirmed(client, "hand_in_proposal", checked)
    stored = acted.office.store.load(Proposal, draft)
    assert stored.number == 2
    assert [change.value for change in stored.asked.rules] == [Days(count=12)]


def test_a_rule_value_that_makes_no_sense_is_told_at_its_field(shown: Shown) -> None:
    filled = {
        "cycle": str(shown.played.second_cycle),
        "title": "Longer",
        "text": "One.",
        "rule": "refounding.ballot_days",
        "value": "soon",
    }
    answer = shown.client(PLAIN).post("/do/draft_proposal", data=filled)
    assert answer.status_code == 422
    told = Page(answer.text).text
    assert "“soon” can't be read as a value of this rule, which is now 9 days" in told


def test_an_amendment_is_seen_in_the_text_before_it_is_moved(acted: Shown) -> None:
    hold = acted.office.store
    due = hold.now().replace(year=2022, month=3, day=10)
    hold.clock.hold(due)
    settle(acted)
    client, proposal = acted.client(PLAIN), str(acted.played.open_proposal)
    opened = client.get(f"/do/move_amendment?proposal={proposal}")
    assert "The organisation holds a convention" in opened.text
    filled = {
        "proposal": proposal,
        "p.p1": "The organisation holds a convention of all members twice a year.",
        "p.p2": "Motions come from local groups and from twenty members together.",
        "reason": "Once is too little",
    }
    checked = client.post("/do/move_amendment", data=filled)
    text = Page(checked.text).text
    assert "deleted: once (end of deletion)" in text
    assert "inserted: twice (end of insertion)" in text
    confirmed(client, "move_amendment", checked)
    page = Page(client.get(f"/proposals/{proposal}/amendments/A1").text).text
    assert "Once is too little." in page


def settle(shown: Shown) -> None:
    """Let the engine's hands take what is due."""
    hands = Hands(shown.office.store, shown.office.boxes)
    hands.steps = shown.office.steps
    hands.settle()
    shown.caught_up()


def test_an_amendment_that_alters_nothing_is_told(shown: Shown) -> None:
    proposal = str(shown.played.open_proposal)
    answer = shown.client(PLAIN).post("/do/move_amendment", data={"proposal": proposal})
    assert answer.status_code == 422
    assert "Nothing is different yet: change some words." in Page(answer.text).text


def test_any_member_can_object_to_a_claimed_decision(acted: Shown) -> None:
    client, claim = acted.client(PLAIN), str(acted.played.claim)
    confirm(client, "object_to_claim", {"claim": claim, "reason": "I never saw it"})
    text = Page(client.get(f"/claims/{claim}").text).text
    assert "I never saw it" in text
    assert "You have objected to this already." in text


def test_an_election_is_called_under_the_rules_of_the_day(acted: Shown) -> None:
    client = acted.client(CHAIR, "ncg")
    confirm(client, "call_election", {"body": "ncg", "title": "Next year's"})
    assert "single transferable vote" in client.get("/elections.csv").text.splitlines()[1]


def test_a_form_that_there_is_none_of_is_not_found(shown: Shown) -> None:
    assert shown.client(PLAIN).get("/do/abolish_everything").status_code == 404


def test_a_form_opened_without_saying_about_what_says_so(shown: Shown) -> None:
    answer = shown.client(PLAIN).get("/do/object_to_claim")
    assert answer.status_code == 422
    assert "Open it from the page of the thing." in answer.text


# Voting


def open_ballot(shown: Shown) -> str:
    """Go on to the open ballot of the second cycle, and give its address."""
    second = shown.played.second_cycle
    for stage in StageName:
        due = shown.office.store.load(Cycle, second).calendar.stage(stage).due
        if stage is not StageName.BALLOT:
            shown.office.store.clock.hold(due)
            settle(shown)
    return f"/ballots/{cycle_ballot(second)}"


@pytest.mark.parametrize("way", ["", "each"])
def test_a_member_votes_once_after_checking_the_paper(acted: Shown, way: str) -> None:
    ballot = open_ballot(acted)
    client = acted.client(PLAIN)
    assert f"{ballot}/vote" in Page(client.get(ballot).text).values("href")
    assert client.get(f"{ballot}/vote?way={way}").status_code == 200
    empty = client.post(f"{ballot}/vote", data={"way": way, "step": "check"})
    assert empty.status_code == 422
    assert "Choose yes, no or blank for question 1" in Page(empty.text).text
    step = "next" if way else "check"
    filled = {"way": way, "place": "1", "q1": "yes", "step": step}
    checked = client.post(f"{ballot}/vote", data=filled)
    assert "It is not in the box yet." in Page(checked.text).text
    sent = client.post(f"{ballot}/vote", data=filled | {"step": "confirm"})
    assert sent.status_code == 303
    assert "Your paper is in the box" in client.get(sent.headers["location"]).text
    again = client.post(f"{ballot}/vote", data=filled | {"step": "confirm"})
    assert again.status_code == 422
    assert "You have voted in this ballot." in Page(again.text).text
    assert "Vote: You have voted in this ballot." in Page(client.get(ballot).text).text


def test_nobody_votes_when_voting_is_closed(shown: Shown) -> None:
    answer = shown.client(PLAIN).get(f"/ballots/{shown.played.ballot}/vote")
    assert answer.status_code == 409
    assert "Voting closed at" in answer.text


def test_what_one_attempt_of_a_page_does_to_a_thing_the_next_is_not_given(shown: Shown) -> None:
    log = shown.office.store.look()
    visit = cast(Visit, SimpleNamespace(log=log, looked={}, every_body=None))
    first, second = (Attempt(visit, somebody(CHAIR)) for _ in range(2))
    tried = first.body("ncg")
    assert tried is not None
    tried.name = "Something else"
    seen = second.body("ncg")
    assert seen is not None
    assert seen.name != tried.name

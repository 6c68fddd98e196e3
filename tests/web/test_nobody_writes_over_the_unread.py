"""Rules for two people at one thing: what happened since a form was opened is shown, not lost."""

from __future__ import annotations

import re

from domain.bodies.body import Body, body_id
from domain.cycle.proposal import Proposal
from services.application.proposals import DraftProposal, ReviseProposal, SupportProposal
from tests.support.hands import Hands, member
from tests.web.conftest import Shown
from tests.web.test_acting import PLAIN, SPEAKER, confirmed, fields
from tests.web.test_look_html import Page

SEEN = re.compile(r'name="seen" value="(\d+)"')


def revised(shown: Shown, text: str) -> None:
    """Somebody else of the group puts the draft in other words."""
    hands = Hands(shown.office.store, shown.office.boxes, text)
    draft = shown.played.draft
    hands.ask(ReviseProposal(proposal=draft, text=text, note="By another"), SPEAKER, "riverside")


def opened(shown: Shown) -> dict[str, str]:
    """The form for other words, as it was opened."""
    draft = str(shown.played.draft)
    form = shown.client(SPEAKER, "riverside").get(f"/do/revise_proposal?proposal={draft}")
    seen = SEEN.search(form.text)
    assert seen is not None
    return {"proposal": draft, "seen": seen[1], "text": "Mine."}


def text_of(shown: Shown) -> str:
    return shown.office.store.load(Proposal, shown.played.draft).asked.text.plain


def test_what_somebody_else_wrote_meanwhile_is_shown_and_not_written_over(acted: Shown) -> None:
    client, mine = acted.client(SPEAKER, "riverside"), opened(acted)
    revised(acted, "Theirs.")
    answer = client.post("/do/revise_proposal", data=mine)
    assert answer.status_code == 412
    page = Page(answer.text).text
    assert "This has changed since you opened the form, so nothing was done." in page
    assert "What happened meanwhile" in page
    assert "Delegate 2, at" in page
    assert "Somebody was quicker" in page
    assert "deleted: Theirs" in page, "what mine would do to theirs is shown"
    assert "Mine." in page, "nothing is lost of what was filled in"
    assert text_of(acted) == "Theirs."


def test_who_comes_between_check_and_confirmation_is_not_written_over_either(acted: Shown) -> None:
    client = acted.client(SPEAKER, "riverside")
    checked = client.post("/do/revise_proposal", data=opened(acted))
    assert checked.status_code == 200
    revised(acted, "Theirs.")
    sent = client.post("/do/revise_proposal", data=fields(checked) | {"step": "confirm"})
    assert sent.status_code == 412
    assert text_of(acted) == "Theirs."


def test_after_a_look_at_what_happened_it_can_be_sent_again(acted: Shown) -> None:
    client, mine = acted.client(SPEAKER, "riverside"), opened(acted)
    revised(acted, "Theirs.")
    refused = client.post("/do/revise_proposal", data=mine)
    seen = SEEN.search(refused.text)
    assert seen is not None
    checked = client.post("/do/revise_proposal", data=mine | {"seen": seen[1]})
    assert "deleted: Theirs" in Page(checked.text).text
    confirmed(client, "revise_proposal", checked)
    assert text_of(acted) == "Mine."


def test_what_does_not_touch_the_text_stands_in_nobodys_way(acted: Shown) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "support")
    own = DraftProposal(cycle=acted.played.second_cycle, title="Mine", text="One.")
    draft = hands.began(hands.ask(own, PLAIN))
    acted.caught_up()
    client = acted.client(PLAIN)
    form = client.get(f"/do/revise_proposal?proposal={draft}")
    seen = SEEN.search(form.text)
    assert seen is not None
    hands.ask(SupportProposal(proposal=draft), member(11))
    mine = {"proposal": str(draft), "seen": seen[1], "text": "Two."}
    confirmed(client, "revise_proposal", client.post("/do/revise_proposal", data=mine))
    assert acted.office.store.load(Proposal, draft).asked.text.plain == "Two."


def test_a_repeated_confirmation_is_not_stopped_by_its_own_act(acted: Shown) -> None:
    client = acted.client(SPEAKER, "riverside")
    checked = client.post("/do/revise_proposal", data=opened(acted))
    confirmed(client, "revise_proposal", checked)
    head = acted.office.store.head()
    confirmed(client, "revise_proposal", checked)
    assert acted.office.store.head() == head


def test_a_version_that_is_no_number_is_refused(shown: Shown) -> None:
    mine = opened(shown) | {"seen": "newest"}
    answer = shown.client(SPEAKER, "riverside").post("/do/revise_proposal", data=mine)
    assert answer.status_code == 422
    assert "Open it again" in answer.text


# What comes of it is seen while it is written


def test_what_a_text_becomes_is_shown_on_the_form_itself(shown: Shown) -> None:
    client, mine = shown.client(SPEAKER, "riverside"), opened(shown)
    head = shown.office.store.head()
    answer = client.post("/do/revise_proposal", data=mine | {"step": "preview"})
    assert answer.status_code == 200
    page = Page(answer.text).text
    assert "What the text becomes" in page
    assert "inserted: Mine" in page
    assert shown.office.store.head() == head


def test_why_nothing_would_come_of_it_is_said_in_its_place(shown: Shown) -> None:
    proposal = str(shown.played.open_proposal)
    filled = {"proposal": proposal, "fresh": "More.", "step": "preview"}
    answer = shown.client(PLAIN).post("/do/move_amendment", data=filled)
    assert answer.status_code == 200
    assert "opens on" in Page(answer.text).text


# Registers


def test_a_group_is_recognised_and_somebody_gets_a_place_and_a_post(acted: Shown) -> None:
    client = acted.client(member(0), "staff")
    body = {"name": "Lakeside group", "slug": "lakeside", "kind": "local_group"}
    confirmed(client, "establish_body", client.post("/do/establish_body", data=body))
    how = {"origin": "election", "how": "elected"}
    seat = {"body": "lakeside", "person": "M00020", "name": "Eli Brook"} | how
    confirmed(client, "seat_member", client.post("/do/seat_member", data=seat))
    post = {"body": "lakeside", "post": "chair", "person": str(member(20))} | how
    confirmed(client, "fill_post", client.post("/do/fill_post", data=post))
    found = acted.office.store.load(Body, body_id("lakeside"))
    assert found.holds(member(20), "chair")


def test_somebody_who_joins_is_on_the_register(acted: Shown) -> None:
    client = acted.client(member(0), "staff")
    joined = {"number": "M00777", "joined_on": "2022-01-31", "group": "riverside"}
    confirmed(client, "join_member", client.post("/do/join_member", data=joined))
    assert "M00777" in client.get(f"/people/{member(777)}").text


def test_what_is_too_long_is_told_at_its_field(shown: Shown) -> None:
    body = {"name": "x" * 301, "slug": "lakeside", "kind": "local_group"}
    answer = shown.client(member(0), "staff").post("/do/establish_body", data=body)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.text.count("This is too long: 300 characters are the most.") == 2
    assert "#name" in page.values("href")

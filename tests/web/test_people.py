"""A person's page: what is theirs to do, what nobody else sees of it, and where they took part."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from domain.ballots.ballot import Ballot
from domain.kernel.ids import PersonId
from services.application.actions import GiveAction, GivenTo
from services.application.cycles import cycle_ballot
from services.application.resolutions import ProposeResolution, ReplyToResolution
from tests.support.hands import Hands, member
from tests.web import forming
from tests.web.conftest import Shown
from tests.web.sat import CHAIR, OTHERS, Sat

STAFF, PLAIN = member(0), member(39)


def hands_of(shown: Shown, name: str = "tasks") -> Hands:
    hands = Hands(shown.office.store, shown.office.boxes, name, shown.office.bundles)
    hands.steps = shown.office.steps
    return hands


def tasks(shown: Shown, person: PersonId, by: PersonId | None) -> dict[str, list[Any]]:
    """What is on somebody's list as somebody sees it, by what kind of thing it is."""
    shown.caught_up()
    answer = shown.client(by).get(f"/people/{person}.json")
    assert answer.status_code == 200, answer.text
    found: dict[str, list[Any]] = {}
    for one in answer.json()["tasks"]:
        found.setdefault(one["doing"], []).append(one)
    return found


def test_an_overdue_action_is_late_on_the_list_of_whoever_has_it(shown: Shown) -> None:
    found = tasks(shown, member(11), None)
    assert [one["thing"] for one in found["action"]] == [str(shown.played.reported.overdue)]
    assert found["action"][0]["late"]


def test_reports_are_on_the_list_of_those_who_draft_and_of_those_who_read_first(
    shown: Shown,
) -> None:
    assert str(shown.played.reported.waiting) in {
        one["thing"] for one in tasks(shown, CHAIR, None)["check"]
    }
    assert "draft" in tasks(shown, STAFF, None)
    assert "draft" not in tasks(shown, member(12), None)


def test_the_way_to_do_a_thing_is_shown_to_the_person_alone(shown: Shown) -> None:
    path = f"/people/{member(11)}"
    deed = f"/do/finish_action?action={shown.played.reported.overdue}"
    assert deed in shown.client(member(11)).get(path).text
    assert deed not in shown.client(PLAIN).get(path).text
    assert deed not in shown.client(member(11)).get(f"{path}?as_of=2021-12-20").text


def test_every_link_on_a_list_leads_to_its_form(shown: Shown) -> None:
    for person, body in ((member(11), ""), (STAFF, "staff"), (CHAIR, "ncg")):
        client = shown.client(person, body)
        text = client.get(f"/people/{person}").text
        start = text.index('class="to-do"')
        listed = text[start : text.index("</ul>", start)]
        hrefs = {piece.partition('"')[0] for piece in listed.split('href="')[1:]}
        assert hrefs
        for href in hrefs:
            assert client.get(href.replace("&amp;", "&")).status_code == 200, href


def test_attendance_says_who_came_how_who_sent_word_and_who_did_not(shown: Shown) -> None:
    def how(number: int) -> list[str]:
        text = shown.client().get(f"/people/{member(number)}.csv?table=meetings").text
        return [row["Took part"] for row in csv.DictReader(io.StringIO(text))]

    assert how(11) == ["in person", "in person"]
    assert how(20) == ["by video", "by video"]
    assert how(21) == ["sent apologies", "was not there, without a word"]


@pytest.fixture(scope="module")
def busy(shaken: Shown) -> Shown:
    """A group that is called to meet, replies in writing, co-opts, and forms groups."""
    hands = hands_of(shaken)
    sat = Sat(hands)
    sat.gather()
    forming.announced(shaken)
    sat.call(60)
    hands.ask(ProposeResolution(body="ncg", title="A new lease", text="We sign it."), CHAIR)
    action = GiveAction(
        text="Pay the rent", owner=GivenTo(name="The chair", body="ncg", post="chair"), body="ncg"
    )
    hands.ask(action, STAFF)
    return shaken


def test_items_replies_and_preferences_are_on_the_list_of_each_member(busy: Shown) -> None:
    who = OTHERS[3]
    found = tasks(busy, who, who)
    assert {"item", "reply", "preference"} <= found.keys()
    assert found["item"][0]["due"] is not None
    assert "prepare" not in found
    assert "prepare" in tasks(busy, STAFF, None)


def test_what_the_holder_of_a_post_has_is_on_the_holders_list(busy: Shown) -> None:
    assert [one["what"] for one in tasks(busy, CHAIR, None)["action"]] == ["Pay the rent"]
    assert "action" not in tasks(busy, OTHERS[3], None)


def test_whether_somebody_has_said_what_they_wish_for_is_shown_to_nobody_else(busy: Shown) -> None:
    who = OTHERS[3]
    for other in (None, PLAIN, OTHERS[4], STAFF):
        assert "preference" not in tasks(busy, who, other)
        page = busy.client(other).get(f"/people/{who}").text
        assert "you wish for" not in page


def test_what_was_done_is_gone_from_the_list(busy: Shown) -> None:
    who = OTHERS[5]
    hands = hands_of(busy, "replies")
    (written,) = tasks(busy, who, None)["reply"]
    hands.ask(ReplyToResolution(resolution=written["thing"], answer="for"), who)
    assert "reply" not in tasks(busy, who, None)
    assert "reply" in tasks(busy, OTHERS[6], None)


def test_an_open_ballot_is_on_the_list_of_who_has_not_voted_and_on_nobody_elses_page(
    acted: Shown,
) -> None:
    hands = hands_of(acted)
    ballot = cycle_ballot(acted.played.second_cycle)
    while hands.store.find(Ballot, ballot) is None:
        hands.at(hands.store.now() + timedelta(days=30))
    hands.at(hands.store.load(Ballot, ballot).hours.opens + timedelta(hours=1))
    assert [one["thing"] for one in tasks(acted, PLAIN, PLAIN)["vote"]] == [str(ballot)]
    assert "vote" not in tasks(acted, PLAIN, CHAIR)
    acted.office.boxes.cast(ballot, PLAIN, "Y")
    assert "vote" not in tasks(acted, PLAIN, PLAIN)


def _page(shown: Shown, person: PersonId, by: PersonId | None) -> str:
    shown.caught_up()
    return shown.client(by).get(f"/people/{person}").text


def test_what_falls_due_first_is_told_as_what_comes_next(shown: Shown) -> None:
    text = _page(shown, member(11), None)
    what = text[text.index("What happens next") :]
    first = min(tasks(shown, member(11), None)["action"], key=lambda one: one["due"])
    assert first["what"].rstrip(".") in what[:400]
    assert "It was due" in what
    assert "Nothing falls due" not in text


def test_the_page_addresses_whoever_reads_their_own(shown: Shown) -> None:
    own, of_another = (_page(shown, PLAIN, by) for by in (PLAIN, None))
    assert "What you have undertaken, may answer or may vote on" in own
    assert "Nothing falls due for you" in own
    assert "hey have undertaken" not in own
    assert "What they have undertaken" in of_another


def test_what_ends_a_membership_comes_last_and_apart(shown: Shown) -> None:
    text = _page(shown, CHAIR, CHAIR)
    usual, grave = text.index("Say how you are reached"), text.index("membership ended</a>")
    assert usual < text.index("may-grave") < grave

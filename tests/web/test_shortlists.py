"""Pages on shortlists of rule changes: every list with its drafts, and what became of each."""

from __future__ import annotations

from services.application.shortlists import ConcludeRuleChange, ProposeRuleChange
from tests.support.hands import Hands, member
from tests.web import shortlisted
from tests.web.conftest import Shown
from tests.web.sat import Sat
from tests.web.test_look_html import Page


def test_a_shortlist_shows_its_drafts_and_what_became_of_them(acted: Shown) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "shortlists")
    hands.steps = acted.office.steps
    group = Sat(hands)
    group.gather()
    shortlisted.found(hands)
    room, other, third = (
        shortlisted.draft(hands, title, *rules)
        for title, rules in (
            ("Votes in the room", (shortlisted.REMOTE,)),
            ("Another way", ()),
            ("A third way", ()),
        )
    )
    group.call()
    group.open()
    group.move()
    group.close()
    shortlisted.list_them(hands, shortlisted.meet(hands), room, other)
    binding = next(one for one in group.found.decisions if one.binds and one.motion)
    decided = {"meeting": group.meeting, "number": binding.number}
    hands.ask(ProposeRuleChange(change=room, **decided), member(0))
    hands.ask(ConcludeRuleChange(change=room, carried=False, how="in the ballot"), member(0))
    acted.caught_up()
    client = acted.client()
    page = client.get("/shortlists")
    assert page.status_code == 200, page.text
    text = Page(page.text).text
    for told in ("For the spring", "Votes in the room", "lost", "on the shortlist", "A third way"):
        assert told in text
    found = client.get("/shortlists.json").json()
    (shortlist,) = found["shortlists"]
    assert {one["change"] for one in shortlist["changes"]} == {str(room), str(other)}
    assert [one["change"] for one in found["drafts"]] == [str(third)]
    one = Page(client.get(f"/shortlists/{room}").text).text
    assert "meetings.remote vote" in one
    assert client.get("/shortlists.json", params={"as_of": "2020-01-01T12:00"}).status_code == 200
    assert client.get(f"/shortlists/{member(0)}").status_code == 404

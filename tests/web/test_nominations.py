"""The pages of nominations: opened, made and accepted by forms, and told as they stand."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from domain.elections.election import Election
from services.application.elections import CallElection
from services.application.nominations import (
    AcceptNomination,
    Nominate,
    SupportNomination,
)
from tests.support.hands import Hands, member
from tests.web.conftest import Shown
from tests.web.played import OFFICER
from tests.web.test_acting import confirm
from tests.web.test_every_verb_has_its_place import hands_of
from tests.web.test_look_html import Page

STAFF = member(0)


class Open:
    """An election whose nominations are open, with one that is complete and one that is not."""

    def __init__(self, shown: Shown) -> None:
        self.shown, self.hands = shown, hands_of(shown)
        called = self.hands.ask(CallElection(body="ncg", title="The next group"), STAFF)
        self.id = self.hands.began(called)
        shown.caught_up()
        confirm(
            shown.client(OFFICER, "returning_officer"),
            "open_nominations",
            {"election": str(self.id)},
        )
        self.section = self.election.terms.sections[0].section
        shown.caught_up()

    @property
    def election(self) -> Election:
        return self.hands.store.load(Election, self.id)

    def nominate(self, person: int, name: str, by: int) -> UUID:
        asked = Nominate(election=self.id, section=self.section, person=member(person), name=name)
        return self.hands.began(self.hands.ask(asked, member(by)))

    def page(self, path: str, by: int = 33) -> Page:
        self.shown.caught_up()
        return Page(self.shown.client(member(by)).get(path).text)

    def past(self) -> None:
        """Let what is due next come."""
        due = self.election.next_due
        assert due is not None
        self.hands.at(due.moment + timedelta(seconds=1))


@pytest.fixture
def it(acted: Shown) -> Open:
    return Open(acted)


def complete(it: Open) -> UUID:
    made = it.nominate(30, "Ada Ash", 31)
    hands: Hands = it.hands
    hands.ask(SupportNomination(nomination=made), member(32))
    said = "I mended the roof.\n\nI would mend the accounts."
    hands.ask(AcceptNomination(nomination=made, statement=said), member(30))
    return made


def test_a_member_nominates_by_the_form_and_the_candidate_accepts_by_theirs(it: Open) -> None:
    confirm(
        it.shown.client(member(31)),
        "nominate",
        {
            "election": str(it.id),
            "section": it.section,
            "person": "M00030",
            "name": "Ada Ash",
        },
    )
    page = it.page(f"/elections/{it.id}")
    (href,) = {one for one in page.values("href") if one.startswith("/nominations/")}
    assert "Ada Ash" in page.text
    which = href.rpartition("/")[2].partition("?")[0]
    accepted = {"nomination": which, "statement": "I mended the roof."}
    confirm(it.shown.client(member(30)), "accept_nomination", accepted)
    page = it.page(f"/nominations/{which}")
    assert "I mended the roof." in page.text
    assert "1 member of 2 that are needed has nominated them" in page.text


def test_what_was_missing_at_the_close_is_told_with_the_moment_until_which_it_is_cured(
    it: Open,
) -> None:
    made = it.nominate(30, "Ada Ash", 31)
    it.past()
    page = it.page(f"/nominations/{made}")
    assert "1 of 2 nominators, the candidate has not accepted" in page.text
    assert "what is missing can be made good until" in page.text


def test_a_section_that_cannot_be_filled_is_told_on_the_page_of_the_election(it: Open) -> None:
    complete(it)
    it.past()
    it.past()
    page = it.page(f"/elections/{it.id}")
    (again, *_) = it.election.windows
    assert again.again
    assert "Taken again because" in page.text
    assert "must be elected" in page.text or "would stay empty" in page.text


def test_nominations_are_to_be_had_as_data(it: Open) -> None:
    made = complete(it)
    it.shown.caught_up()
    found = it.shown.client().get(f"/nominations/{made}.json").json()
    assert found["nomination"]["nominators"] == 2
    assert [one["name"] for one in found["nominators"]]
    lines = it.shown.client().get(f"/elections/{it.id}.csv", params={"table": "nominations"})
    assert "Ada Ash" in lines.text

"""A paper with options on its pages: filled in by writing numbers, checked, put in, counted."""

from __future__ import annotations

import pytest

from domain.ballots.ballot import Ballot
from domain.ballots.choices import Choices, choices_id
from tests.support.hands import Hands, member
from tests.web.choosing import opened
from tests.web.conftest import Shown
from tests.web.test_look_html import Page

FILLED = {"q1": "yes", "q2": "1", "q3": ["1", "2"], "q4-1": "2", "q4-2": "1", "q4-3": ""}


@pytest.fixture
def choosing(acted: Shown) -> tuple[Shown, Hands, Ballot]:
    hands = Hands(acted.office.store, acted.office.boxes, "choosing")
    hands.steps = acted.office.steps
    ballot = opened(hands)
    acted.caught_up()
    return acted, hands, hands.store.load(Ballot, ballot)


def test_options_are_ranked_by_writing_numbers_beside_them(
    choosing: tuple[Shown, Hands, Ballot],
) -> None:
    shown, hands, ballot = choosing
    path, voter = f"/ballots/{ballot.id}/vote", shown.client(member(10))
    text = voter.get(path).text
    assert "Write 1 beside your first choice" in text
    twice = voter.post(path, data={**FILLED, "q4-1": "1", "step": "check"})
    assert "the number 1 twice" in Page(twice.text).text
    checked = Page(voter.post(path, data={**FILLED, "step": "check"}).text).text
    assert "1. A paper, 2. Branches" in checked
    put = voter.post(path, data={**FILLED, "step": "confirm"})
    assert put.status_code < 400, put.text
    hands.at(ballot.hours.closes)
    shown.caught_up()
    chosen = hands.store.load(Choices, choices_id(ballot.id)).chosen
    assert [one.result.elected for one in chosen] == [
        ("Leeds",),
        ("Housing", "Transport"),
        ("A paper",),
    ]
    page = Page(shown.client().get(f"/ballots/{ballot.id}").text).text
    assert "A paper is chosen." in page
    question = shown.client().get(f"/ballots/{ballot.id}/questions/4")
    assert question.status_code == 200, question.text
    assert "1 option" in Page(question.text).text

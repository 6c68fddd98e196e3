"""Rules for a blind ballot over HTTP: who may draw, what a paper may not bring, what is shown."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from services.voting.blind.voter import Voter
from services.voting.verify_ballot import check
from tests.support.hands import member
from tests.web.blind_held import BlindPages, blind_pages


@pytest.fixture(scope="module")
def held(module_database_url: str) -> Iterator[BlindPages]:
    with blind_pages(module_database_url) as found:
        yield found


def test_a_voter_draws_by_name_and_hands_in_without_one(held: BlindPages) -> None:
    taken = held.votes(3, 1, 2)
    assert taken.status_code == 201
    assert taken.json()["ballot"] == str(held.ballot)
    assert held.blind.has_drawn(held.ballot, member(3))


def test_no_answer_to_a_paper_sets_a_cookie_or_may_be_kept(held: BlindPages) -> None:
    taken = held.votes(4, 1, 1)
    assert "set-cookie" not in taken.headers
    assert taken.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "named", [{"Cookie": f"acting-as={member(5)}~"}, {"Act-As": "M00005"}, {"Authorization": "x"}]
)
def test_a_paper_that_says_who_sends_it_is_refused_unread(
    held: BlindPages, named: dict[str, str]
) -> None:
    before = held.blind.turnout(held.ballot)
    answer = held.cast(b"not even a paper", headers=named)
    assert answer.status_code == 422
    assert "without a name" in answer.json()["title"]
    assert held.blind.turnout(held.ballot) == before


def test_nobody_draws_without_a_name_or_off_the_roll(held: BlindPages) -> None:
    voter = Voter.begin(held.announced())
    asked = {"blinded": voter.blinded.hex()}
    assert httpx.post(held.api("credentials"), json=asked).status_code == 403
    stranger = held.draw(voter, member(999))
    assert stranger.status_code == 403
    assert stranger.json()["rule"] == "refounding.roll_freeze_days"


def test_a_second_secret_is_signed_for_nobody(held: BlindPages) -> None:
    said = held.announced()
    first, second = Voter.begin(said), Voter.begin(said)
    assert held.draw(first, member(6)).status_code == 201
    assert held.draw(first, member(6)).status_code == 201
    refused = held.draw(second, member(6))
    assert refused.status_code == 409
    assert refused.json()["rule"] == "refounding.one_paper_each"


def test_a_paper_with_a_name_is_taken_by_no_blind_ballot(held: BlindPages) -> None:
    answer = httpx.post(
        held.api("papers"), json={"answers": ["yes", "no"]}, headers={"Act-As": str(member(7))}
    )
    assert answer.status_code == 422
    assert "blind" in answer.json()["title"]


def test_the_page_counts_credentials_and_papers_and_tells_nothing_else(held: BlindPages) -> None:
    assert all(held.votes(number, 2, 2).status_code == 201 for number in (8, 9))
    page = httpx.get(held.page(), headers={"accept": "text/html"}).text
    drawn, papers = held.blind.drawn(held.ballot), held.blind.turnout(held.ballot)
    assert f"{drawn} members of 10 have drawn a credential; {papers} papers are" in page
    assert "blind: a credential is drawn by name" in page
    assert httpx.get(held.page() + ".json").json()["turnout"] == []


def test_the_page_to_vote_on_needs_no_name(held: BlindPages) -> None:
    page = httpx.get(held.page("/vote"), headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "blind-page.js" in page.text
    assert httpx.get(held.api("bundle")).status_code == 404


def test_the_published_file_is_checked_by_the_one_file_verifier(held: BlindPages) -> None:
    """The last here: it closes the ballot."""
    held.close()
    text = httpx.get(held.api("bundle")).text
    found = held.found
    assert found.published is not None
    assert check(text, commitment=found.published) == []
    page = httpx.get(held.page(), headers={"accept": "text/html"}).text
    assert "Look for your paper" in page
    assert found.published in page
    late = held.draw(Voter.begin(held.announced()), member(2))
    assert late.status_code == 409
    assert late.json()["rule"] == "refounding.ballot_days"

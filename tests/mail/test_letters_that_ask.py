"""Rules for letters that ask for an answer in time: nobody's silence counts who was not told."""

from __future__ import annotations

from datetime import timedelta

from services.application.meetings import ConveneMeeting
from services.application.resolutions import ProposeResolution
from tests.mail.conftest import Sits
from tests.support.hands import member

EVERYBODY = [f"m{number}@example.net" for number in (1, 2, 3, 4)]


def test_whoever_has_a_vote_is_told_what_is_decided_in_writing_and_until_when(sits: Sits) -> None:
    put = ProposeResolution(body="ncg", title="A lease", text="We sign the lease.")
    found = sits.small.hands.began(sits.small.ask(put, member(1)))
    letters = sits.new()
    assert [address for address, _ in letters] == EVERYBODY
    assert {subject for _, subject in letters} == {"Reply: A lease"}
    assert "We sign the lease." in sits.words()
    assert "Reply until" in sits.words()
    assert f"https://example.org/resolutions/{found}" in sits.words()
    assert sits.new() == []


def test_the_officers_are_asked_whether_they_agree_to_an_emergency(sits: Sits) -> None:
    soon = sits.at.store.now() + timedelta(days=2)
    sits.small.ask(
        ConveneMeeting(
            body="ncg", starts=soon, place="Hall", is_emergency=True, emergency="A flood"
        ),
        member(0),
    )
    letters = sits.new()
    assert [address for address, _ in letters] == ["m1@example.net"]
    assert "Do you agree?" in letters[0][1]
    assert "A flood" in sits.words()

"""A ballot of members is called by the form, with questions that are answered and that choose."""

from __future__ import annotations

from datetime import timedelta

from domain.ballots.ballot import Ballot
from domain.ballots.choices import Choices, choices_id
from domain.ballots.choosing import Way
from tests.support.hands import member
from tests.web.conftest import Shown

OPTIONS = """Where do we meet?; one
Leeds
York

Which campaigns come first?; ranked; 2
Housing
Transport
Work"""


def test_a_ballot_is_called_with_every_kind_of_question(acted: Shown) -> None:
    acted.caught_up()
    client = acted.client(member(0))
    assert "/do/call_members_ballot" in client.get("/ballots").text
    opens = acted.office.store.now() + timedelta(days=90)

    def at(days: int) -> str:
        return f"{opens + timedelta(days=days):%Y-%m-%dT%H:%M}"

    told = {
        "title": "What we do next",
        "questions": "Shall the fee rise?",
        "options": OPTIONS,
        "opens": at(0),
        "closes": at(9),
        "source": "The lottery",
        "known_from": at(10),
        "key": "91f1c6a2-6d5f-4f5e-9a05-0d0a4e1c4c11",
        "step": "confirm",
    }
    unclear = {**told, "options": OPTIONS.replace("; ranked; 2", ""), "step": "check"}
    page = client.post("/do/call_members_ballot", data=unclear)
    assert "is filled in: one, some or ranked" in page.text
    without = {**told, "source": "", "step": "check"}
    assert "ties are drawn by lot" in client.post("/do/call_members_ballot", data=without).text
    done = client.post("/do/call_members_ballot", data=told)
    assert done.status_code < 400, done.text
    (called,) = [
        one.event.originator_id
        for one in acted.office.store.acts(topics=(Ballot.Called.TOPIC,), limit=500)
        if isinstance(one.event, Ballot.Called) and one.event.title == "What we do next"
    ]
    choices = acted.office.store.load(Choices, choices_id(called))
    assert [(one.place, one.way, one.names) for one in choices.questions] == [
        (2, Way.ONE, ("Leeds", "York")),
        (3, Way.RANKED, ("Housing", "Transport", "Work")),
    ]
    assert [one.settled.contest.seats for one in choices.questions] == [1, 2]


def test_a_survey_is_called_by_a_form_and_says_that_it_decides_nothing(acted: Shown) -> None:
    acted.caught_up()
    client = acted.client(member(0))
    assert "/do/call_survey" in client.get("/ballots").text
    opens = acted.office.store.now() + timedelta(days=2)
    told = {
        "title": "What members want",
        "options": "What comes first?; ranked\nHousing\nTransport\nWork",
        "opens": f"{opens:%Y-%m-%dT%H:%M}",
        "source": "The lottery",
        "known_from": f"{opens + timedelta(days=30):%Y-%m-%dT%H:%M}",
        "key": "91f1c6a2-6d5f-4f5e-9a05-0d0a4e1c4c12",
        "step": "confirm",
    }
    for missing, wanted in (
        ("options", "at least one question"),
        ("source", "anybody will find the value"),
    ):
        page = client.post("/do/call_survey", data={**told, missing: "", "step": "check"})
        assert wanted in page.text
    done = client.post("/do/call_survey", data=told)
    assert done.status_code < 400, done.text
    acted.caught_up()
    (survey,) = [one for one in client.get("/ballots.json").json()["ballots"] if one["survey"]]
    said = client.get(f"/ballots/{survey['ballot']}").text
    assert "Survey of all members" in said
    assert "nothing: it asks what members would put first" in said
    question = client.get(f"/ballots/{survey['ballot']}/questions/1").text
    assert "none: the whole order is the result" in question

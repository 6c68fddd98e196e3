"""A place that falls empty, over pages: offered, declined, taken, and put to members."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.elections.vacancy import Vacancy
from tests.support.hands import Hands, member
from tests.web import played, voted
from tests.web.conftest import Shown
from tests.web.test_look_html import Page
from tests.web.test_objections import given

OFFICER = played.OFFICER


@pytest.fixture
def elected(acted: Shown) -> tuple[Shown, Hands, UUID]:
    return acted, *voted.declared(acted, "vacancies")


def left(shown: Shown, hands: Hands) -> Vacancy:
    found = voted.left(hands)
    shown.caught_up()
    return shown.office.store.load(Vacancy, found)


def test_whoever_is_asked_takes_the_place_over_pages(elected: tuple[Shown, Hands, UUID]) -> None:
    shown, hands, election = elected
    found = left(shown, hands)
    asked, here = found.offered_to, f"/vacancies/{found.id}"
    assert asked is not None
    tasks = shown.client(asked).get(f"/people/{asked}.json").json()["tasks"]
    assert [one["thing"] for one in tasks if one["doing"] == "place"] == [str(found.id)]
    form = f"/do/accept_place?vacancy={found.id}"
    assert form in shown.client(asked).get(here).text
    assert "Places that fell empty" in Page(shown.client().get(f"/elections/{election}").text).text
    given(shown, asked, "/do/accept_place", form)
    told = shown.client().get(f"{here}.json").json()
    assert (told["vacancy"]["state"], told["vacancy"]["filled_by"]) == ("filled", str(asked))
    assert [one["answer"] for one in told["answers"]] == ["took it"]
    settled = Page(shown.client().get(here).text).text
    assert "has it." in settled
    assert "Nothing more: it is settled" in settled


def test_a_place_that_nobody_takes_is_put_to_members_over_pages(
    elected: tuple[Shown, Hands, UUID],
) -> None:
    shown, hands, _ = elected
    found = left(shown, hands)
    here, form = f"/vacancies/{found.id}", f"/do/decline_place?vacancy={found.id}"
    while (asked := shown.office.store.load(Vacancy, found.id).offered_to) is not None:
        given(shown, asked, "/do/decline_place", form)
        hands.settle()
        shown.caught_up()
    calling = f"/do/call_by_election?body=ncg&section={found.place.section}"
    assert calling in shown.client(member(0)).get(here).text.replace("&amp;", "&")
    given(shown, member(0), "/do/call_by_election", calling, title="A by-election of spring")
    assert "Members vote on it in a by-election." in Page(shown.client().get(here).text).text
    assert "A by-election of spring" in Page(shown.client().get("/elections").text).text

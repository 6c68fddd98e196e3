"""What the public learns of requests for support: figures of past years, and of enough of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from domain.kernel.moments import LONDON
from domain.support.request_acts import Outcome
from services.application.support import (
    AcceptSupport,
    AskSupport,
    DeclineSupport,
    FollowUpSupport,
    GiveAdviser,
    NameAdviser,
    RecordSupportOutcome,
)
from tests.support.hands import Hands, drawn, member
from tests.web.conftest import Shown

PAGE, SAID, WHY = "/support/figures", "They suspended me for a post", "for a reason"
ADVISER = member(20)


class Asked:
    """Requests that are over at once, one after another."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.hands = Hands(shown.office.store, shown.office.boxes, "figures of support")
        self.number = 0
        self.in_year(2023)
        self.hands.ask(NameAdviser(person=ADVISER, places=5), member(1))

    def decline(self, times: int) -> None:
        for _ in range(times):
            self.hands.ask(DeclineSupport(case=self._ask(), reasons=WHY), member(0))

    def end(self, outcome: Outcome, times: int) -> None:
        for _ in range(times):
            case = self._ask()
            self.hands.ask(AcceptSupport(case=case, reasons=WHY), member(0))
            self.hands.ask(GiveAdviser(case=case), member(0))
            ended = RecordSupportOutcome(case=case, outcome=outcome, account=WHY)
            self.hands.ask(ended, ADVISER)
            self.hands.ask(FollowUpSupport(case=case, account=WHY), ADVISER)

    def _ask(self) -> Any:
        self.number += 1
        case = drawn("a request of figures", self.number)
        asked = AskSupport(case=case, secret="a word of mine", text=SAID, consents=True)
        self.hands.ask(asked, member(2))
        return case

    def in_year(self, year: int) -> None:
        self.shown.office.store.clock.hold(datetime(year, 1, 5, tzinfo=LONDON))

    def told(self) -> list[dict[str, Any]]:
        self.shown.caught_up()
        answer = self.shown.client().get(f"{PAGE}.json")
        assert answer.status_code == 200, answer.text
        return list(answer.json()["spans"])


@pytest.fixture
def asked(acted: Shown) -> Asked:
    return Asked(acted)


def requests(span: dict[str, Any]) -> list[int]:
    return [one["requests"] for one in span["figures"]]


def test_a_year_is_told_once_it_is_over_and_what_is_too_few_joins_others(asked: Asked) -> None:
    asked.decline(5)
    asked.end(Outcome.LIFTED, 5)
    asked.end(Outcome.EXPELLED, 1)
    assert asked.told() == []
    asked.in_year(2024)
    asked.decline(1)
    (span,) = asked.told()
    assert (span["first"], requests(span)) == (2023, [5, 6])
    page = asked.shown.client().get(PAGE)
    assert SAID not in page.text
    assert "in any other way" in page.text
    table = asked.shown.client().get(f"{PAGE}.csv").text.splitlines()
    assert table[1].endswith(",5")


def test_too_few_of_a_year_are_told_with_those_of_the_next(asked: Asked) -> None:
    asked.decline(4)
    asked.in_year(2024)
    asked.decline(1)
    assert asked.told() == []
    asked.in_year(2025)
    asked.decline(1)
    (span,) = asked.told()
    assert (span["first"], span["last"], requests(span)) == (2023, 2024, [5])

"""What the public learns of cases: figures of years that are over, and of enough cases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.kernel.moments import LONDON
from services.application.command import Command
from services.application.complaints import FileComplaint, RefuseComplaint, SettleComplaint
from tests.support.hands import Hands, drawn, member
from tests.web.conftest import Shown

PAGE, SAID = "/complaints/figures", "They shouted at me on the stairs"


class Filed:
    """Cases that are closed at once, one after another."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.hands = Hands(shown.office.store, shown.office.boxes, "figures")
        self.number = 0

    def close(self, by: type[Command], times: int, /, **said: str) -> None:
        for _ in range(times):
            self.number += 1
            case = drawn("a case of figures", self.number)
            filed = FileComplaint(case=case, secret="a word of mine", text=SAID, about="x")
            self.hands.ask(filed, member(2))
            self.hands.ask(by.model_validate({"case": case, **said}), member(0))

    def settle(self, times: int) -> None:
        self.close(SettleComplaint, times, how="They talked")

    def in_year(self, year: int) -> None:
        self.shown.office.store.clock.hold(datetime(year, 1, 5, tzinfo=LONDON))

    def told(self, **asked: str) -> list[dict[str, Any]]:
        self.shown.caught_up()
        answer = self.shown.client().get(f"{PAGE}.json", params=asked)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["spans"])


@pytest.fixture
def filed(acted: Shown) -> Filed:
    made = Filed(acted)
    made.in_year(2023)
    return made


def cases(span: dict[str, Any]) -> list[int]:
    return [one["cases"] for one in span["figures"]]


def test_a_year_is_told_once_it_is_over_and_has_enough(filed: Filed) -> None:
    filed.settle(5)
    filed.close(RefuseComplaint, 1, reasons="It is not ours")
    assert filed.told() == []
    filed.in_year(2024)
    assert filed.told() == []
    filed.settle(1)
    (span,) = filed.told()
    assert (span["first"], span["last"], cases(span)) == (2023, 2023, [5])
    page = filed.shown.client().get(PAGE)
    assert "2023" in page.text
    assert "in any way" in page.text
    assert SAID not in page.text
    table = filed.shown.client().get(f"{PAGE}.csv").text.splitlines()
    assert len(table) == 2
    assert table[1].endswith(",5")


def test_what_was_told_stays_as_it_was_whatever_happens_later(filed: Filed) -> None:
    filed.settle(6)
    filed.in_year(2024)
    filed.settle(2)
    before = filed.told()
    filed.settle(9)
    filed.in_year(2025)
    assert filed.told()[:1] == before
    filed.settle(1)
    assert filed.told()[:1] == before
    assert [cases(span) for span in filed.told()] == [[6], [11]]
    assert filed.told(as_of="2024-06-01") == before
    assert filed.told(as_of="2023-06-01") == []


def test_too_few_of_a_year_are_told_with_those_of_the_next(filed: Filed) -> None:
    filed.settle(3)
    filed.in_year(2024)
    filed.settle(4)
    assert filed.told() == []
    filed.in_year(2025)
    filed.settle(1)
    (span,) = filed.told()
    assert (span["first"], span["last"], cases(span)) == (2023, 2024, [7])


def test_what_is_recorded_after_a_year_was_told_counts_in_a_later_one(filed: Filed) -> None:
    """A refusal becomes final by itself in December, and is recorded in January."""
    filed.settle(5)
    store = filed.shown.office.store
    store.clock.hold(datetime(2023, 12, 10, tzinfo=LONDON))
    filed.close(RefuseComplaint, 1, reasons="It is not ours")
    filed.in_year(2024)
    filed.settle(1)
    before = filed.told()
    filed.hands.settle()
    assert store.now() - datetime(2024, 1, 5, tzinfo=LONDON) < timedelta(days=1)
    assert filed.told() == before
    assert cases(before[0]) == [5]

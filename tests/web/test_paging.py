"""Long tables stand on several pages, and are taken away whole."""

from __future__ import annotations

import csv
import io

import pytest

from tests.web.conftest import Shown


@pytest.fixture(autouse=True)
def two_to_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.web.tables.PAGE", 2)


def names(shown: Shown) -> list[str]:
    text = shown.client().get("/bodies.csv?table=bodies&sort=bodies.name").text
    return [row["Body"] for row in csv.DictReader(io.StringIO(text))]


def test_a_table_shows_its_first_rows_and_leads_to_the_others(shown: Shown) -> None:
    every = names(shown)
    first = shown.client().get("/bodies?sort=bodies.name").text
    assert f"1 to 2 of {len(every)}" in first
    assert "page=bodies.2" in first
    second = shown.client().get("/bodies?sort=bodies.name&page=bodies.2").text
    assert f"3 to 4 of {len(every)}" in second
    for place, name in enumerate(every[:4]):
        assert (f"{name}</a></th>" in first) is (place < 2)
        assert (f"{name}</a></th>" in second) is (place >= 2)


def test_the_number_of_a_page_is_for_one_table_alone(shown: Shown) -> None:
    text = shown.client().get("/bodies/ncg?page=seats.2").text
    assert "3 to 4 of 12" in text
    assert "1 to 2 of 13" in text, "every mandate, of which the address asks nothing"


def test_meetings_are_read_a_page_at_a_time(shown: Shown) -> None:
    whole = shown.client().get("/meetings.json").json()
    assert whole["of_all"] == len(whole["meetings"]) == 2
    text = shown.client().get("/meetings?body=ncg&page=meetings.1").text
    assert "2 meetings" in text


def test_as_csv_a_table_is_whole(shown: Shown) -> None:
    assert len(names(shown)) > 4


@pytest.mark.parametrize("number", ["0", "4", "-1", "x", "", "99999999999999999999"])
def test_a_page_that_there_is_not_is_said_so(shown: Shown, number: str) -> None:
    answer = shown.client().get(f"/bodies?page=bodies.{number}")
    assert answer.status_code == 422
    assert "choose one from 1 to 3" in answer.text

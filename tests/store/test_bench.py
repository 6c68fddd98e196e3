"""The benchmarks measure what they say, and their answer has the promised shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import ValidationError

from domain.kernel.moments import days_after
from domain.kernel.refusal import BadInput
from services import bench
from services.bench import append, bulk, ground, projections, sealing, tail
from services.bench.ballot import measure as ballot
from services.bench.ballot.sizes import BallotSizes
from services.bench.cases import measure as cases
from services.bench.cases.sizes import DAYS, CaseSizes
from services.bench.report import Measured
from services.config import Settings

SMALL: dict[str, Callable[[str], Measured]] = {
    "append": lambda dsn: append.measure(dsn, events=64),
    "import": lambda dsn: bulk.measure(dsn, events=400),
    "tail": lambda dsn: tail.measure(dsn, events=400, beside_writers=800),
    "projection": lambda dsn: projections.measure(dsn, events=80),
    "seal": lambda dsn: sealing.measure(dsn, people=32),
}


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.long
def test_each_compares_and_says_what_is_to_be_reached(store_url: str, name: str) -> None:
    measured = SMALL[name](store_url)
    assert measured.bench == name
    assert all(row.value > 0 for row in measured.rows)
    assert len(measured.rows) >= 2
    for target in measured.targets:
        assert target.reached == (target.value >= target.target)


@pytest.mark.long
def test_a_reader_beside_eight_writers_is_found_to_skip_nothing(store_url: str) -> None:
    (target,) = tail.measure(store_url, events=400, beside_writers=1_600).targets
    assert target.value == 1_600
    assert target.reached


@pytest.fixture
def small_ground(monkeypatch: pytest.MonkeyPatch, store_url: str, database_url: str) -> None:
    @contextmanager
    def server() -> Iterator[str]:
        yield database_url

    monkeypatch.setattr(ground, "server", server)
    monkeypatch.setattr(bench, "BENCHES", SMALL)


@pytest.mark.usefixtures("small_ground")
def test_the_json_has_machine_rows_and_targets(capsys: pytest.CaptureFixture[str]) -> None:
    bench.run("append", json=True)
    found = json.loads(capsys.readouterr().out)
    assert sorted(found) == ["machine", "rows", "targets"]
    assert sorted(found["targets"][0]) == ["name", "reached", "target", "unit", "value"]
    assert found["machine"]["cores"]


def test_an_unknown_benchmark_is_refused_with_the_known_ones() -> None:
    with pytest.raises(
        BadInput,
        match="append, import, tail, projection, seal, count, draw, read, ballot, cases, all",
    ):
        bench.run("speed")


@pytest.mark.long
@pytest.mark.usefixtures("small_ground")
def test_both_kinds_of_ballot_are_held_over_http_and_every_paper_is_counted(
    tmp_path: Path,
) -> None:
    sizes = BallotSizes(members=120, papers=60, blind=20, callers=4)
    (found,) = ballot.measure(Settings(state_dir=tmp_path), sizes).benches
    assert all(row.value > 0 for row in found.rows if "bytes" not in row.unit)
    told = {target.name: target for target in found.targets}
    assert len(told) == 6
    assert told["close and count the sealed papers"].reached


def test_more_papers_than_members_are_refused() -> None:
    with pytest.raises(ValidationError, match="more papers than members"):
        BallotSizes(members=100, papers=101)


@pytest.mark.long
@pytest.mark.usefixtures("small_ground")
def test_what_falls_due_in_open_cases_is_put_on_record_as_time_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONVENOR_STATE_DIR", str(tmp_path))
    sizes = CaseSizes(cases=4, minutes=0.05, lead=15)
    (found,) = cases.measure(Settings(state_dir=tmp_path), sizes).benches
    assert all(row.value > 0 for row in found.rows)
    told = {target.name: target for target in found.targets}
    assert told["due at one instant: the last on record"].reached
    assert told["worker's memory"].reached


def test_the_first_answers_fall_due_together_and_the_others_one_after_the_other() -> None:
    sizes = CaseSizes(cases=3, minutes=6)
    assert sizes.spread[-1] < sizes.at_once
    assert len({*sizes.spread}) == 3
    assert days_after(sizes.handed_in[0], DAYS, clear=True) == sizes.at_once
    assert days_after(sizes.handed_in[0], DAYS, clear=False) == sizes.spread[0]

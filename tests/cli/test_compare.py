"""`convenor compare`: the same papers by every rule that can read them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.cli.commands import COMPARING, commands
from tests.web.counted import COMMITTEE, PLACES

LEVEL = '2 1\n5 1 0\n5 2 0\n0\n"Ann"\n"Bob"\n"Level"\n'


@pytest.fixture
def places(tmp_path: Path) -> Path:
    found = tmp_path / "places.blt"
    found.write_text(PLACES, "utf-8")
    return found


def run(*arguments: object) -> tuple[int, str, str]:
    """Exit code, what was printed, and what was told."""
    app = commands((COMPARING,))
    found = CliRunner().invoke(app, ["compare", *map(str, arguments)], env={"COLUMNS": "200"})
    return found.exit_code, found.stdout, found.stderr


def line_of(printed: str, rule: str) -> str:
    return next(line for line in printed.splitlines() if line.startswith(f"{rule} "))


def test_each_rule_that_can_read_the_papers_has_a_line_beside_the_result(places: Path) -> None:
    code, printed, _ = run(places, "--ties", "seed:x")
    assert code == 0
    assert "Asha Moor, Dom Price, Ben Okoro" in printed
    assert "Eve Grant instead of Ben Okoro" in line_of(printed, "meek-prf")
    assert "the same people" in line_of(printed, "ers97")
    assert "These can't count such papers: av, electoral-college, yes-no." in printed


def test_over_several_files_it_says_how_often_somebody_else_is_elected(
    places: Path, tmp_path: Path
) -> None:
    one_place = tmp_path / "one.blt"
    one_place.write_text(PLACES.replace("5 3", "5 1", 1), "utf-8")
    code, printed, _ = run(places, one_place, "--ties", "seed:x", "--with", "meek-prf")
    assert code == 0
    assert "2 files, beside scottish-stv" in printed
    assert line_of(printed[printed.index("2 files") :], "meek-prf").split()[1:] == [
        "2",
        "1",
        "1",
        "0",
    ]
    assert "In 1 of 2 some rule elects somebody else." in printed


def test_json_is_one_object_a_file(places: Path) -> None:
    code, printed, _ = run("--json", places, places, "--ties", "seed:x")
    first, second = map(json.loads, printed.splitlines())
    assert code == 0
    assert first == second
    assert first["rule"] == "scottish-stv"
    meek = next(other for other in first["others"] if other["rule"] == "meek-prf")
    assert (meek["instead"], meek["of"]) == (["Eve Grant"], ["Ben Okoro"])


def test_what_cannot_be_read_is_told_and_the_others_are_compared(
    places: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "missing.blt"
    code, printed, told = run(missing, places, "--ties", "seed:x")
    assert code == 2
    assert f"{missing} can't be read" in told
    assert "Eve Grant instead of Ben Okoro" in printed


def test_a_tie_under_the_rule_itself_ends_with_its_own_code(tmp_path: Path) -> None:
    level = tmp_path / "level.blt"
    level.write_text(LEVEL, "utf-8")
    code, printed, _ = run(level)
    assert code == 3
    assert "are tied" in printed


def test_an_unknown_rule_is_told_before_any_file_is_read(places: Path) -> None:
    code, _, told = run(places, "--with", "nothing-like-it")
    assert code == 2
    assert "There is no counting rule 'nothing-like-it'" in told


def test_crosses_are_compared_with_crosses(tmp_path: Path) -> None:
    committee = tmp_path / "committee.blt"
    committee.write_text(COMMITTEE, "utf-8")
    code, printed, _ = run(committee, "--rule", "block")
    assert code == 0
    assert line_of(printed, "approval")
    assert "meek-prf" not in printed

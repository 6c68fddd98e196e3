"""`convenor count`: what it prints, how it ends, and that it needs nothing but the files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.cli.commands import COUNTING, commands
from tests.counting.test_formats_blt import PLAIN

TIED = '4 2\n5 1 0\n2 2 0\n2 3 0\n1 4 0\n0\n"Ann"\n"Bob"\n"Cy"\n"Di"\n"Tied"\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "some.blt"
    found.write_text(PLAIN, "utf-8")
    return found


@pytest.fixture
def tied(tmp_path: Path) -> Path:
    found = tmp_path / "tied.blt"
    found.write_text(TIED, "utf-8")
    return found


def _run(*arguments: object) -> tuple[int, str, str]:
    """Exit code, what was printed, and what was told."""
    app = commands((COUNTING,))
    found = CliRunner().invoke(app, ["count", *map(str, arguments)], env={"COLUMNS": "200"})
    return found.exit_code, found.stdout, found.stderr


def test_the_result_is_shown_first_and_every_stage_is_explained(file: Path) -> None:
    code, printed, _ = _run(file)
    assert code == 0
    assert "Elected: Adam, Charlotte" in printed
    assert printed.index("Elected: ") < printed.index("Stage 1: first preferences")
    assert "Clauses: rule 46, rule 47, rule 48(1)" in printed


def test_json_is_one_object_a_file_each_on_a_line(file: Path, tied: Path) -> None:
    code, printed, _ = _run("--json", file, tied, "--ties", "seed:x")
    first, second = map(json.loads, printed.splitlines())
    assert code == 0
    assert (first["file"], second["file"]) == (str(file), str(tied))
    assert set(first) >= {
        "file", "rule", "rule_version", "seats", "quota", "elected", "stages", "ties", "papers",
    }  # fmt: skip
    assert set(first["stages"][0]) >= {
        "totals", "elected", "excluded", "non_transferable", "rounding_loss", "explanation",
    }  # fmt: skip
    assert first["elected"] == ["Adam", "Charlotte"]
    assert first["quota"] == "4.00000"
    assert first["stages"][0]["totals"]["Donald"] == "2.00000"
    assert first["papers"]["valid"] == 10


def test_a_tie_ends_in_3_and_says_how_to_give_a_decision(tied: Path, tmp_path: Path) -> None:
    code, printed, told = _run(tied, "--json")
    assert code == 3
    assert json.loads(printed)["error"] == told.strip()
    decision = told[told.index("{") :].strip()
    given = tmp_path / "decisions.json"
    given.write_text(decision, "utf-8")
    code, printed, _ = _run(tied, "--json", "--ties", f"decisions:{given}")
    assert code == 0
    (tie,) = json.loads(printed)["ties"]
    assert (tie["between"], tie["chosen"]) == (["Bob", "Cy"], "Bob")


def test_a_bad_file_ends_in_2_and_the_others_are_still_counted(
    file: Path, tied: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.blt"
    bad.write_text("4 2\n1 9 0\n", "utf-8")
    code, printed, told = _run("--json", bad, tmp_path / "missing.blt", file)
    assert code == 2
    assert [("error" in json.loads(line)) for line in printed.splitlines()] == [True, True, False]
    assert "bad.blt, line 2: '9' stands where a candidate from 1 to 4 was expected." in told
    assert "missing.blt can't be read" in told
    assert _run(bad, tied)[0] == 3


def test_places_and_withdrawn_of_the_command_overrule_the_file(file: Path) -> None:
    code, printed, _ = _run("--json", file, "--seats", 1, "--withdrawn", "Adam")
    found = json.loads(printed)
    assert (code, found["seats"], found["withdrawn"]) == (0, 1, ["Adam"])
    assert "Adam" not in found["elected"]


def test_a_withdrawn_candidate_that_nobody_knows_is_refused(file: Path) -> None:
    code, _, told = _run(file, "--withdrawn", "Eve")
    assert code == 2
    assert "No candidate is named 'Eve'" in told


def test_the_order_of_lots_in_the_file_is_kept_unless_the_command_says_otherwise(
    tied: Path, tmp_path: Path
) -> None:
    tied.write_text(TIED.replace("4 2\n", "4 2\n[tie 4 3 2 1]\n"), "utf-8")
    assert json.loads(_run("--json", tied)[1])["ties"][0]["chosen"] == "Cy"
    order = tmp_path / "order.txt"
    order.write_text("Ann\nCy\nBob\nDi\n", "utf-8")
    printed = _run("--json", tied, "--ties", f"order:{order}")[1]
    assert json.loads(printed)["ties"][0]["chosen"] == "Bob"
    printed = _run("--json", tied, "--ties", f"lots:{order}")[1]
    assert json.loads(printed)["ties"][0]["chosen"] == "Cy"


def test_quotas_for_groups_are_read_and_kept(file: Path, tmp_path: Path) -> None:
    quotas = tmp_path / "quotas.json"
    given = {"quotas": [{"group": "women", "least": 1}], "groups": {"women": ["Basil", "Donald"]}}
    quotas.write_text(json.dumps(given), "utf-8")
    code, printed, _ = _run("--json", file, "--quota-group", quotas, "--ties", "seed:x")
    assert code == 0
    assert set(json.loads(printed)["elected"]) & {"Basil", "Donald"}
    quotas.write_text(json.dumps({**given, "groups": {"women": ["Eve"]}}), "utf-8")
    assert "No candidate is named 'Eve'" in _run(file, "--quota-group", quotas)[2]


def test_sections_of_an_electoral_college_are_read_from_a_column(tmp_path: Path) -> None:
    papers = tmp_path / "papers.csv"
    papers.write_text("Section,Count,1\nmembers,8,Ann\nmembers,2,Bob\nunions,1,Bob\n", "utf-8")
    weights = ("--section", "members=1", "--section", "unions=2")
    code, printed, _ = _run("--json", papers, "--seats", 1, "--rule", "electoral-college", *weights)
    assert code == 0
    assert json.loads(printed)["elected"] == ["Bob"]


def test_the_stages_are_written_as_a_table(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "stages.csv"
    assert _run(file, "--csv", out)[0] == 0
    assert out.read_text("utf-8").startswith("Stage,1,2")


def test_the_rules_are_listed_with_their_source() -> None:
    code, printed, _ = _run("--rules")
    assert code == 0
    assert "SSI 2011/399" in printed
    assert "scottish-stv" in [
        json.loads(line)["id"] for line in _run("--rules", "--json")[1].splitlines()
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--rule", "guessing"),
        ("--ties", "coin"),
        ("--ties", "seed:"),
        ("--ties", "decisions:/no/such/file"),
        ("--option", "half"),
        ("--quota-group", "/no/such/file"),
        ("--section", "members=heavy"),
        ("--seats", "0"),
    ],
)
def test_what_can_not_be_understood_ends_in_2(file: Path, arguments: tuple[str, ...]) -> None:
    assert _run(file, *arguments)[0] == 2


def test_no_file_at_all_ends_in_2() -> None:
    assert _run()[0] == 2


def test_it_loads_neither_database_nor_engine(file: Path) -> None:
    program = (
        "import sys; from services.cli.commands import run; run(sys.argv[1:]);"
        "print(sorted({'temporalio', 'psycopg', 'eventsourcing', 'fastapi'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, "count", str(file)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert run.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("odd.soi", "2\n1,Ann\n2,Bob\n3,3,1\n2²,1\n"),
        ("odd.soi", "2\n1,Ann\n2,Bob\n3,3,1\n3,1²\n"),
        ("far.blt", '99999999993 1\n3 29999999999 0\n0\n"A"\n"B"\n'),
        ("many.blt", '99999999993 1\n[tie 1 2]\n4 1 0\n0\n"A"\n"B"\n'),
    ],
)
def test_an_odd_number_spoils_its_own_file_alone(
    file: Path, tmp_path: Path, name: str, content: str
) -> None:
    odd = tmp_path / name
    odd.write_text(content, "utf-8")
    code, printed, told = _run("--seats", 1, "--ties", "seed:x", odd, file)
    assert code == 2
    assert name in told
    assert "Elected" in printed or "elected" in printed

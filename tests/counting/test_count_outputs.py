"""`convenor count` to files: each whole and in its place, or what stood there before."""

from __future__ import annotations

import json
import os
import shlex
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from domain.counting.formats.reading import read
from domain.counting.formats.writing import write_blt
from services.cli import counting_outputs
from services.cli.commands import COUNTING, commands
from services.cli.counting_outputs import put_in_place
from tests.counting.test_count_command import TIED
from tests.counting.test_formats_blt import PLAIN

ALL = ("html", "pdf", "csv", "blt", "preflib")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return _written(tmp_path / "some.blt", PLAIN)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def _written(file: Path, text: str) -> Path:
    file.write_text(text, "utf-8")
    return file


def _run(*arguments: object) -> tuple[int, str, str]:
    """Exit code, what was printed, and what was told."""
    app = commands((COUNTING,))
    found = CliRunner().invoke(app, ["count", *map(str, arguments)], env={"COLUMNS": "200"})
    return found.exit_code, found.stdout, " ".join(found.stderr.replace("│", " ").split())


def _all_to(folder: Path) -> list[object]:
    return [word for kind in ALL for word in (f"--{kind}", folder)]


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_everything_that_can_be_written_is_written_at_once(file: Path, out: Path) -> None:
    code, printed, _ = _run(file, "--json", *_all_to(out))
    assert (code, json.loads(printed)["elected"]) == (0, ["Adam", "Charlotte"])
    assert _names(out) == ["some.blt", "some.csv", "some.html", "some.pdf", "some.soi"]
    page = (out / "some.html").read_text("utf-8")
    assert "<li>Adam (at stage 1)</li>" in page
    assert "<style>" in page
    assert (out / "some.pdf").read_bytes().startswith(b"%PDF-")


def test_a_sheet_says_which_file_was_counted_and_how_to_count_it_again(
    tmp_path: Path, out: Path
) -> None:
    tied = _written(tmp_path / "tied papers.blt", TIED)
    asked = ("--ties", "seed:x y", "--withdrawn", "Di", "--rule", "wigm-prf")
    assert _run(tied, *asked, "--html", out / "sheet.html")[0] == 0
    page = (out / "sheet.html").read_text("utf-8").replace("&#x27;", "'")
    assert sha256(tied.read_bytes()).hexdigest() in page
    again = shlex.split(page.partition("count again: ")[2].partition("<")[0])
    assert again[:3] == ["convenor", "count", "tied papers.blt"]
    first, second = (
        json.loads(_run(tied, *words, "--json")[1]) for words in (asked, tuple(again[3:]))
    )
    assert first == second


def test_several_files_go_into_a_folder_under_their_own_names(
    file: Path, tmp_path: Path, out: Path
) -> None:
    other = _written(tmp_path / "other.blt", PLAIN)
    assert _run(file, other, "--html", out, "--csv", out)[0] == 0
    assert _names(out) == ["other.csv", "other.html", "some.csv", "some.html"]


def test_several_files_are_refused_one_place(file: Path, tmp_path: Path, out: Path) -> None:
    other = _written(tmp_path / "other.blt", PLAIN)
    code, printed, told = _run(file, other, "--pdf", out / "one.pdf")
    assert (code, printed, _names(out)) == (2, "", [])
    assert "is one file, and 2 files of papers are to be counted. Name a folder" in told


def test_two_files_of_one_name_are_refused_one_folder(file: Path, out: Path) -> None:
    deeper = file.parent / "deeper"
    deeper.mkdir()
    code, _, told = _run(file, _written(deeper / "some.blt", PLAIN), "--html", out)
    assert (code, _names(out)) == (2, [])
    assert "it would be written twice" in told


def test_papers_are_never_written_over(file: Path, out: Path) -> None:
    for place in (file, file.parent):
        code, _, told = _run(file, "--blt", place)
        assert (code, file.read_text("utf-8")) == (2, PLAIN)
        assert "the papers are read from it" in told
    here = out / "link.blt"
    here.symlink_to(file)
    assert _run(file, "--blt", here)[0] == 2


def test_one_place_for_two_things_is_refused(file: Path, out: Path) -> None:
    assert _run(file, "--html", out / "x", "--csv", out / "x")[0] == 2
    assert _names(out) == []


def test_a_folder_that_is_missing_is_told_before_anything_is_counted(file: Path, out: Path) -> None:
    code, printed, told = _run(file, "--html", out / "no" / "sheet.html")
    assert (code, printed) == (2, "")
    assert "there is no folder" in told


@pytest.mark.parametrize(
    ("text", "arguments", "code"),
    [(TIED, (), 3), ("4 2\n1 9 0\n", (), 2), (TIED, ("--withdrawn", "Eve"), 2)],
    ids=["tie", "unreadable", "unknown"],
)
def test_what_is_not_counted_leaves_what_stood_there_before(
    tmp_path: Path, out: Path, text: str, arguments: tuple[str, ...], code: int
) -> None:
    before = _written(out / "some.html", "before")
    bad = _written(tmp_path / "some.blt", text)
    assert _run(bad, *arguments, *_all_to(out))[0] == code
    assert _names(out) == ["some.html"]
    assert before.read_text("utf-8") == "before"


def test_the_others_are_still_written(file: Path, tmp_path: Path, out: Path) -> None:
    tied = _written(tmp_path / "tied.blt", TIED)
    assert _run(tied, file, "--html", out)[0] == 3
    assert _names(out) == ["some.html"]


def test_a_fault_in_writing_one_leaves_all_as_they_were(out: Path) -> None:
    first = _written(out / "first", "before")
    # A name longer than any file may have: the part beside it can't be made.
    with pytest.raises(Exception, match="can't be written: File name too long"):
        put_in_place({first: b"after", out / ("x" * 300): b"after"})
    assert _names(out) == ["first"]
    assert first.read_text("utf-8") == "before"


def test_a_fault_in_writing_is_told_as_one(
    file: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, printed, told = _run(file, "--json", "--html", out / ("x" * 300))
    assert (code, list(json.loads(printed))) == (2, ["file", "error"])
    assert "can't be written: File name too long." in told


def test_what_is_written_keeps_the_permissions_of_what_was_there(file: Path, out: Path) -> None:
    sheet = _written(out / "sheet.html", "before")
    sheet.chmod(0o640)
    assert _run(file, "--html", sheet)[0] == 0
    assert sheet.stat().st_mode & 0o777 == 0o640


def test_a_link_and_a_pipe_stay_what_they_are(file: Path, out: Path) -> None:
    link, sheet = out / "link.csv", out / "sheet.csv"
    link.symlink_to(sheet)
    assert _run(file, "--csv", link)[0] == 0
    assert link.is_symlink()
    assert sheet.read_text("utf-8").startswith("Stage,")
    assert _run(file, "--csv", os.devnull)[0] == 0
    assert not Path(os.devnull).is_file()


def test_papers_written_as_blt_or_preflib_give_the_same_count(tmp_path: Path, out: Path) -> None:
    text = TIED.replace("4 2\n", "4 2\n-4\n[tie 3 2 1 4]\n").replace("2 3 0", "2 3 1=4 0")
    file = _written(tmp_path / "tied.blt", text)
    first = json.loads(_run(file, "--json", "--blt", out, "--preflib", out)[1])
    again = json.loads(_run(out / "tied.blt", "--json")[1])
    assert {**again, "file": str(file)} == first
    more = ("--seats", 2, "--withdrawn", "Di", "--ties", "seed:x")
    preflib = json.loads(_run(out / "tied.toi", "--json", *more)[1])
    assert preflib["papers"] == first["papers"]
    assert preflib["stages"][0] == first["stages"][0]


def test_an_order_that_ends_in_equals_is_not_called_complete(tmp_path: Path, out: Path) -> None:
    """In a complete order those would be read as not ranked."""
    file = _written(tmp_path / "equal.blt", '3 1\n2 1 2=3 0\n0\n"A"\n"B"\n"C"\n"T"\n')
    assert _run(file, "--preflib", out)[0] == 0
    assert _names(out) == ["equal.toi"]
    known, election = (read(path.read_bytes(), path.name, 1) for path in (file, out / "equal.toi"))
    assert write_blt(election.contest, election.cast) == write_blt(known.contest, known.cast)


def test_sections_are_not_lost_without_a_word(tmp_path: Path, out: Path) -> None:
    papers = _written(tmp_path / "papers.csv", "Section,Count,1\nx,8,Ann\ny,2,Bob\n")
    asked = ("--seats", 1, "--rule", "fptp", "--csv", out)
    for kind in ("--blt", "--preflib"):
        code, _, told = _run(papers, *asked, kind, out)
        assert (code, _names(out)) == (2, [])
        assert "The papers are of several sections" in told


def test_a_pdf_in_which_a_name_would_be_boxes_is_refused(tmp_path: Path, out: Path) -> None:
    papers = _written(tmp_path / "papers.csv", "Count,1\n8,山田\n2,Łucja\n")
    asked = (papers, "--seats", 1, "--html", out / "sheet.html")
    code, _, told = _run(*asked, "--pdf", out)
    assert (code, _names(out)) == (2, [])
    assert "has no letters 山田, and names would be printed as boxes" in told
    assert _run(*asked)[0] == 0
    assert "山田" in (out / "sheet.html").read_text("utf-8")


def test_places_that_nominations_are_reopened_for_are_on_the_sheet(file: Path, out: Path) -> None:
    asked = (file, "--reopen", "Adam", "--html", out, "--ties", "seed:x", "--json")
    found = json.loads(_run(*asked)[1])
    page = (out / "some.html").read_text("utf-8")
    assert found["reopened"] > 0
    assert f"Nominations are to be reopened for {found['reopened']} of 2 places." in page
    assert "stay empty" not in page


def test_every_option_that_writes_is_tried_here() -> None:
    assert set(ALL) == {kind.value for kind in counting_outputs.Kind}

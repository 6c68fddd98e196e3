"""The year of the invented federation: it says that it is invented, and a broken line is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from services.examples.document import ExampleRefused
from services.examples.load import YEAR, load_example, load_year, main
from services.examples.models import YearRecord
from tests.examples.folder import MOMENTUM, Folder

BRACKENMOOR = MOMENTUM.parent / "brackenmoor"


class YearFolder(Folder):
    """A copy in which a line may be broken."""

    def told(self) -> str:
        """What is wrong with it now; fails the test where nothing is."""
        with pytest.raises(ExampleRefused) as refused:
            load_year(self.path)
        return str(refused.value)


@pytest.fixture
def folder(tmp_path: Path) -> YearFolder:
    target = tmp_path / "brackenmoor"
    shutil.copytree(BRACKENMOOR, target)
    return YearFolder(target)


def test_every_file_says_at_its_head_that_it_is_invented() -> None:
    for file in BRACKENMOOR.glob("*.yaml"):
        head = "".join(file.read_text("utf-8").splitlines(keepends=True)[:4]).lower()
        assert "invented" in head, file.name
    assert "All of this is invented" in (BRACKENMOOR / "README.md").read_text("utf-8")


def test_nobody_in_it_is_taken_for_a_real_person() -> None:
    record = load_year(BRACKENMOOR)
    names = [person.name for person in record.people.people]
    names += [guest.name for guest in record.year.guests]
    assert all("(invented)" in name for name in names)
    assert "(invented)" in record.organisation.organisation.name


def test_no_rule_of_a_number_has_the_number_of_the_other_example() -> None:
    """What both have the same of would go unnoticed if it stood in the program."""
    ours, theirs = (load_example(folder).rulebook.rules for folder in (BRACKENMOOR, MOMENTUM))
    known = {rule.id.replace("ncg.", "council."): rule.value for rule in theirs}
    counted = [r for r in ours if r.value.type in ("count", "days", "hours", "period")]
    same = {rule.id for rule in counted if known.get(rule.id) == rule.value}
    assert same == {
        "council.meetings.least_per_quarter",  # once a quarter is what a quarter is
        "council.term_limit",  # no limit
        "council.subgroups.first_meeting_days",
    }


def test_what_it_holds_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(BRACKENMOOR)]) == 0
    told = capsys.readouterr().out
    assert "8 meetings" in told
    assert isinstance(load_example(BRACKENMOOR), YearRecord)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("do: draft_report", "do: draft_raport", "There is no act called 'draft_raport'"),
        ("by: greta_brook", "by: greta_bruck", "There is no person 'greta_bruck'"),
        ('formation: "@two_groups"', 'formation: "@three"', "no person, meeting or act 'three'"),
        ("/action_report", "/action_rapport", "no kind of report 'action_rapport'"),
        ('"@gutters", how', '"@gutters", haw', "needs the field 'how'"),
        ("post: vice_chair", "past: vice_chair", "knows no field 'past'"),
        ("agreed: true", "agreed: perhaps", "The field 'agreed' of the act decide_co_option"),
        ("at: 2025-02-15T11:10:00", "at: 2026-02-15T11:10:00", "in the order of their moments"),
        ("at: 2025-02-15T11:00:00+00:00", "at: 2025-02-15T11:00:00+01:00", "not the offset"),
        ("founder: jory_maddock", "founder: jory", "There is no person 'jory'"),
        ("called: paint", "calld: paint", "The field 'calld' is not known here"),
    ],
)
def test_a_broken_line_is_named_with_what_was_expected(
    folder: YearFolder, before: str, after: str, told: str
) -> None:
    folder.change(YEAR, before, after)
    assert told in folder.told()
    assert f"{YEAR}, line " in folder.told()

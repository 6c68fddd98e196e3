"""Members from a spreadsheet: every bad line is told by file and line, and nothing is half done."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from domain.bodies.body import body_id
from domain.bodies.member import Member, person_id
from domain.kernel.refusal import NotAllowed
from services.application.asker import Asker
from services.application.importing_members import Report, import_members
from services.store import port
from tests.application.organisation import MEMBERS, STAFF, Organisation, in_memory

HEAD = "number,joined_on,group,region\n"


@pytest.fixture
def org() -> Organisation:
    return in_memory()


class Desktop:
    """A folder with one spreadsheet, and whoever imports it."""

    def __init__(self, org: Organisation, folder: Path) -> None:
        self.org = org
        self.file = folder / "members.csv"

    def give(self, content: str | bytes, by: Asker | None = None) -> Report:
        raw = content if isinstance(content, bytes) else content.encode()
        self.file.write_bytes(raw)
        return import_members(self.file, self.org.hands.desk, by or Asker(person=STAFF))

    def faults(self, content: str | bytes) -> list[str]:
        """What is wrong with it; nothing was recorded."""
        head = self.org.store.head()
        report = self.give(content)
        assert self.org.store.head() == head
        assert report.joined == 0
        return [str(fault) for fault in report.faults]


@pytest.fixture
def desk(org: Organisation, tmp_path: Path) -> Desktop:
    return Desktop(org, tmp_path)


def test_everybody_in_a_good_file_joins(desk: Desktop) -> None:
    report = desk.give(HEAD + "N1,2020-02-29,leeds,north\nN2,2021-07-15,,\n")
    assert (report.joined, report.faults, report.already) == (2, (), ())
    one = desk.org.store.load(Member, person_id("N1"))
    assert (one.joined_on, one.group, one.region) == (
        date(2020, 2, 29),
        body_id("leeds"),
        "north",
    )
    two = desk.org.store.load(Member, person_id("N2"))
    assert (two.group, two.region) == (None, None)


def test_a_spreadsheets_own_ways_are_understood(desk: Desktop) -> None:
    content = '\ufeffRegion,Joined on,Number\r\n\r\n"North, and\nnorther",2020-01-01, N1 \r\n'
    assert desk.give(content).joined == 1
    assert desk.org.store.load(Member, person_id("N1")).region == "North, and norther"


def test_columns_that_are_not_read_are_named(desk: Desktop) -> None:
    report = desk.give("number,joined_on,e-mail\nN1,2020-01-01,a@example.org\n")
    assert (report.joined, report.not_read) == (1, ("e-mail",))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("N1,31/03/2020,,", "joined_on is '31/03/2020', where a day such as 2021-03-15 is"),
        ("N1,,,", "joined_on is '', where a day such as 2021-03-15 is expected"),
        ("N1,2021-02-30,,", "joined_on is '2021-02-30'"),
        ("N1,2021-07-16,,", "a day until today (2021-07-15) is expected"),
        (",2020-01-01,,", "number is '', where a membership number without spaces is expected"),
        ("N 1,2020-01-01,,", "number is 'N 1'"),
        ("N1,2020-01-01,leedz,", "group is 'leedz', where the short name of a recognised local"),
        ("N1,2020-01-01,ncg,", "group is 'ncg'"),
        ("N1,2020-01-01", "has 2 fields, where 4 are expected"),
        ("N1,2020-01-01,,,", "has 5 fields, where 4 are expected"),
        ("N0,2020-01-01,,", "number is N0, as on line 2, where each member is expected once"),
        ('N1,"2020-01-01,,', "can't be read as CSV"),
    ],
)
def test_a_bad_line_is_told_with_what_was_expected(desk: Desktop, line: str, sentence: str) -> None:
    (fault,) = desk.faults(f"{HEAD}N0,2020-01-01,,\n{line}\n")
    assert fault.startswith("members.csv, line 3: ")
    assert sentence in fault


def test_every_bad_line_is_told_and_the_good_ones_wait(desk: Desktop) -> None:
    content = HEAD + "N1,x,,\nN2,2020-01-01,,\nN3,2020-01-01,nowhere,\nN2,2020-01-01,,\n"
    lines = [fault.split(":")[0] for fault in desk.faults(content)]
    assert lines == [f"members.csv, line {number}" for number in (2, 4, 5)]
    assert desk.org.store.find(Member, person_id("N2")) is None


@pytest.mark.parametrize("content", ["", "\n\n", " , \n"])
def test_an_empty_file_is_told(desk: Desktop, content: str) -> None:
    assert "the file is empty" in desk.faults(content)[0]


@pytest.mark.parametrize(
    "header", ["number;joined_on", "number,name", "joined_on", "number,number,joined_on"]
)
def test_headings_that_are_not_understood_are_told(desk: Desktop, header: str) -> None:
    (fault,) = desk.faults(f"{header}\nN1,2020-01-01,x\n")
    assert "is expected among number, joined_on, group, region" in fault


def test_a_byte_that_is_no_text_is_told_with_its_line(desk: Desktop) -> None:
    (fault,) = desk.faults(HEAD.encode() + b"N1,2020-01-01,,\nN2,2020-01-01,,K\xf6ln\n")
    assert fault.startswith("members.csv, line 3: holds a byte that is no text")


def test_who_is_on_the_register_is_flagged_and_left_alone(desk: Desktop) -> None:
    report = desk.give(HEAD + "M00003,2021-01-01,,\nN1,2020-01-01,,\n")
    assert (report.joined, [remark.line for remark in report.already]) == (1, [2])
    assert "M00003 is on the register already" in report.already[0].sentence
    assert desk.org.store.load(Member, person_id("M00003")).joined_on == date(2020, 1, 1)


def test_the_same_file_twice_enters_nobody_twice(desk: Desktop) -> None:
    content = HEAD + "N1,2020-01-01,,\n"
    desk.give(content)
    head = desk.org.store.head()
    again = desk.give(content)
    assert (again.joined, len(again.already)) == (0, 1)
    assert desk.org.store.head() == head


def test_only_a_keeper_of_the_register_imports(desk: Desktop) -> None:
    head = desk.org.store.head()
    with pytest.raises(NotAllowed):
        desk.give(HEAD + "N1,2020-01-01,,\n", Asker(person=MEMBERS[0]))
    assert desk.org.store.head() == head


def test_more_than_go_in_at_once_are_told(desk: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.application.importing_members.MOST_ACTS_AT_ONCE", 2)
    lines = "".join(f"N{number},2020-01-01,,\n" for number in range(3))
    (fault,) = desk.faults(HEAD + lines)
    assert "3 new members, where 2 at the most are expected" in fault
    assert port.MOST_ACTS_AT_ONCE == 5_000

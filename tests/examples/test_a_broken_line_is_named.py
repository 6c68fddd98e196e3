"""Whatever is wrong is told with its file, its line, what stood there and what should."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.examples.load import main
from tests.examples.folder import Folder, copied


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return copied(tmp_path)


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("electorate.yaml", "members: 20000", "members: many", "'many', but a whole number"),
        ("electorate.yaml", "in_favour: 887", "in_favour: 1887", "1000 or less was expected"),
        ("proposals.yaml", "outcome: carried", "outcome: won", "'carried', 'generated' or"),
        ("proposals.yaml", "    summary:", "    sumary:", "'sumary' is not known here"),
        ("proposals.yaml", "kind: at_once}", "kind: at_noon}", "one of 'at_once', 'at_date'"),
        ("rulebook.yaml", "type: count, count: 10}", "type: count, count: -1}", "0 or more"),
        ("rulebook.yaml", "{type: days, count: 21,", "{type: weeks, count: 21,", "'weeks'"),
        ("rulebook.yaml", "adopted: 2017-01-10", "adopted: 2017", "a day or a moment"),
        ("rulebook.yaml", "one_of: [block,", "one_of: [blocks,", "is one of blocks"),
        ("calendar.yaml", "    stage: drafting", "    stage: writing", "'drafting', 'first_"),
        ("bodies.yaml", "places: 50", "places: fifty", "'fifty', but a whole number"),
        ("groups.yaml", "id: sheffield", "id: Sheffield!", "a name of the form"),
        ("sources.yaml", 'id: "004"', "id: 004", "put it in quotes"),
    ],
)
def test_a_value_of_the_wrong_kind(
    folder: Folder, file: str, before: str, after: str, told: str
) -> None:
    line = folder.change(file, before, after)
    faults = folder.faults()
    assert any(
        fault.file == file and line - 8 <= fault.line <= line and told in fault.sentence
        for fault in faults
    ), faults


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("calendar.yaml", '    source: "004"\n', '    source: "009"\n', "no source '009'"),
        ("proposals.yaml", "endorsement.leader_route", "endorsement.route", "no rule"),
        ("proposals.yaml", "choice: scottish-stv", "choice: stv-moon", "is one of block"),
        (
            "proposals.yaml",
            "value: {type: flag, holds: true}",
            "value: {type: count, count: 1}",
            "so it can't become a count",
        ),
        ("proposals.yaml", "group: canal_wards", "group: sheffield", "no invented group"),
        ("proposals.yaml", "member: 1207", "member: 20001", "is not in the electorate"),
        ("proposals.yaml", "number: 3", "number: 33", "Number 4 stands where number 3"),
        ("proposals.yaml", "[P18, P19]", "[P18, P20]", "does not say that it was merged"),
        ("proposals.yaml", "section: wales", "section: cornwall", "no section 'cornwall'"),
        ("amendments.yaml", "paragraph: p3", "paragraph: p9", "has no paragraph p9"),
        ("amendments.yaml", "amends: A04", "amends: A07", "no amendment to this text 'A07'"),
        ("amendments.yaml", "after: [A15]", "after: [A18]", "no amendment to the first assembly"),
        ("amendments.yaml", "amendment: A40", "amendment: A02", "goes on the paper if it lost"),
        ("amendments.yaml", "moved_at: 2021-11-12", "moved_at: 2022-11-12", "Correct the moment"),
        ("groups.yaml", "region: london\n", "region: paris\n", "no region 'paris'"),
        ("groups.yaml", "thousand: 74", "thousand: 75", "make 1001"),
        ("people.yaml", "post: vice_chair", "post: queen", "no post 'queen'"),
        ("bodies.yaml", "person: carol_turner", "person: nobody", "no person 'nobody'"),
        ("rulebook.yaml", 'clause: "4.3"', 'clause: "4.99"', "no clause '4.99'"),
        ("rulebook.yaml", "powers: [officers_group]", "powers: [king]", "no power 'king'"),
        ("calendar.yaml", "T17:00:00+01:00", "T17:00:00+00:00", "has not the offset"),
        ("electorate.yaml", "proposal: P17", "proposal: P18", "No support is given for P17"),
    ],
)
def test_a_name_that_nothing_has(
    folder: Folder, file: str, before: str, after: str, told: str
) -> None:
    folder.change(file, before, after)
    sentences = [fault.sentence for fault in folder.faults()]
    assert any(told in sentence for sentence in sentences), sentences


def test_the_line_is_that_of_the_fault(folder: Folder) -> None:
    line = folder.change("amendments.yaml", "paragraph: p3", "paragraph: p9")
    (fault,) = [f for f in folder.faults() if "p9" in f.sentence and f.file == "amendments.yaml"]
    assert line - 1 <= fault.line <= line


def test_an_entry_from_nowhere_is_refused(folder: Folder) -> None:
    line = folder.change("organisation.yaml", '  source: "004"\n', "")
    (fault,) = folder.faults()
    assert (fault.file, fault.line) == ("organisation.yaml", line - 2)
    assert "says nothing of where it is from" in fault.sentence


def test_what_is_invented_needs_a_reason(folder: Folder) -> None:
    folder.change("groups.yaml", "why: The record", "# The record")
    faults = folder.faults()
    assert len(faults) == 24
    assert all("gives no reason" in fault.sentence for fault in faults)


def test_a_real_group_can_be_given_no_members(folder: Folder) -> None:
    before = "region: london, source: clarion-2017}"
    folder.change("groups.yaml", before, f"members_per_thousand: 1, {before}")
    assert "it can be given no members" in folder.faults()[0].sentence


def test_a_field_that_stands_twice_is_refused(folder: Folder) -> None:
    line = folder.change("electorate.yaml", "  seed: 20220517", "  seed: 1\n  seed: 20220517")
    (fault,) = folder.faults()
    assert (fault.line, fault.sentence) == (
        line + 1,
        "The field 'seed' stands here a second time. Keep one of the two.",
    )


def test_a_day_that_does_not_exist_is_refused(folder: Folder) -> None:
    line = folder.change("people.yaml", "day: 2017-03-11", "day: 2017-02-30")
    (fault,) = folder.faults()
    assert fault.line == line
    assert "'2017-02-30', which is no day or number that exists" in fault.sentence


def test_a_line_that_is_no_yaml_is_named(folder: Folder) -> None:
    line = folder.change("sources.yaml", "    kind: document", "    kind: : document")
    (fault,) = folder.faults()
    assert fault.line == line
    assert "can't be read as YAML" in fault.sentence


def test_an_empty_and_a_missing_file_are_both_named(folder: Folder) -> None:
    folder.path.joinpath("people.yaml").write_text("", "utf-8")
    folder.path.joinpath("groups.yaml").unlink()
    told = {fault.file: fault.sentence for fault in folder.faults()}
    assert told["people.yaml"].startswith("This file is empty.")
    assert told["groups.yaml"].startswith("This file is missing.")


def test_every_fault_is_told_and_the_command_ends_with_one(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.change("electorate.yaml", "seed: 20220517", "seed: none")
    folder.change("proposals.yaml", "number: 1\n", "number: one\n")
    assert main([str(folder.path)]) == 1
    told = capsys.readouterr().err
    assert "electorate.yaml, line " in told
    assert "proposals.yaml, line " in told

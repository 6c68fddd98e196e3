"""`convenor draw` and `convenor verify draw`: what they write and print, and how they end."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from services.cli.codes import Code
from services.cli.commands import run
from tests.sortition.given import SOURCE

QUOTAS = {
    "features": [
        {
            "name": "region",
            "quotas": [
                {"value": "north", "least": 1, "most": 2},
                {"value": "south", "least": 2, "most": 3},
            ],
        }
    ]
}


@pytest.fixture
def members(tmp_path: Path) -> Path:
    """Twenty members, of whom every fourth is in the north, and a file of quotas beside them."""
    lines = [f"M{at:03},{'south' if at % 4 else 'north'}" for at in range(20)]
    file = tmp_path / "members.csv"
    file.write_text("\n".join(["number,region", *lines]), "utf-8")
    (tmp_path / "quotas.json").write_text(json.dumps(QUOTAS), "utf-8")
    return file


def _freeze(members: Path, *more: str) -> int:
    quotas = ("--quotas", str(members.parent / "quotas.json"))
    words = ("--seats", "4", "--source", SOURCE, "--out", str(members.parent), *quotas, *more)
    return run(["draw", "freeze", str(members), *words])


def _draw(folder: Path, *more: str) -> int:
    frozen, out = str(folder / "frozen.json"), str(folder / "draw.json")
    return run(["draw", "seats", frozen, "--value", "1 2 3", "--out", out, *more])


def test_a_draw_goes_from_the_list_to_a_record_that_is_in_order(
    members: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = members.parent
    kept = ("--kept", str(folder / "kept.json"))
    assert _freeze(members) == Code.DONE
    told = re.search(r"Commitment: (\w+)", capsys.readouterr().out)
    assert told is not None
    assert _draw(folder, *kept) == Code.DONE
    first = re.findall(r"Seat \d: (M\d+)", capsys.readouterr().out)
    assert len(first) == 4
    assert _draw(folder, *kept, "--left", first[0]) == Code.DONE
    assert f"Instead of {first[0]}: M" in capsys.readouterr().out
    assert run(["draw", "receipt", kept[1], first[1]]) == Code.DONE
    (folder / "receipt.json").write_text(capsys.readouterr().out, "utf-8")
    words = ("--commitment", told[1], "--receipt", str(folder / "receipt.json"))
    assert run(["verify", "draw", str(folder / "draw.json"), *words]) == Code.DONE
    printed = capsys.readouterr().out
    assert "All of it is as it should be." in printed
    assert "Drawn: 4, replaced: 1" in printed
    assert run(["verify", "draw", str(folder / "frozen.json")]) == Code.DONE


def test_anybody_can_draw_without_the_list(
    members: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _freeze(members)
    assert _draw(members.parent) == Code.DONE
    first = re.findall(r"Seat \d: position (\d+)", capsys.readouterr().out)
    assert _draw(members.parent, "--left", first[2]) == Code.DONE
    assert run(["verify", "draw", str(members.parent / "draw.json")]) == Code.DONE


def test_a_changed_record_is_not_in_order(
    members: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _freeze(members)
    _draw(members.parent)
    file = members.parent / "draw.json"
    file.write_text(file.read_text("utf-8").replace('"value": "1 2 3"', '"value": "1 2 4"'))
    assert run(["verify", "draw", str(file)]) == Code.UNAVAILABLE
    assert "The seed is not that of the commitment" in capsys.readouterr().err


def test_the_list_that_is_kept_is_for_its_owner_alone(members: Path) -> None:
    _freeze(members)
    assert (members.parent / "kept.json").stat().st_mode & 0o077 == 0


def test_nothing_is_frozen_over_what_was_frozen_before(
    members: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _freeze(members)
    assert _freeze(members) == Code.UNUSABLE
    assert "is there already" in capsys.readouterr().err


def test_quotas_that_can_not_be_kept_end_with_what_to_change(
    members: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (members.parent / "quotas.json").read_text("utf-8")
    (members.parent / "quotas.json").write_text(text.replace('"most": 3', '"most": 2'))
    members.write_text(members.read_text("utf-8").replace("north", "south", 4))
    assert _freeze(members) == Code.REFUSED
    assert "at most 3 instead of 2 with region 'south'" in capsys.readouterr().err
    assert not (members.parent / "frozen.json").exists()


def test_another_list_than_the_one_that_was_frozen_is_refused(
    members: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _freeze(members)
    kept = members.parent / "kept.json"
    kept.chmod(0o600)
    kept.write_text(kept.read_text("utf-8").replace("M003", "M099"), "utf-8")
    assert _draw(members.parent, "--kept", str(kept)) == Code.UNUSABLE
    assert "is not the list that was frozen" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("members.csv", "number", "name"), "has no column 'number'"),
        (("members.csv", "region", "home"), "has no column 'region'"),
        (("members.csv", "M003", ""), "there is no number"),
        (("members.csv", "south", "east"), "there is no quota for that"),
        (("quotas.json", '"least": 2', '"least": 5'), "no number is both"),
        (("quotas.json", "south", "north"), "names a value twice"),
    ],
)
def test_what_can_not_be_read_is_a_sentence(
    members: Path,
    capsys: pytest.CaptureFixture[str],
    wrong: tuple[str, str, str],
    said: str,
) -> None:
    file = members.parent / wrong[0]
    file.write_text(file.read_text("utf-8").replace(wrong[1], wrong[2]), "utf-8")
    assert _freeze(members) == Code.UNUSABLE
    assert said in capsys.readouterr().err


def test_nothing_is_written_where_too_few_are_alike(
    members: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _freeze(members, "--smallest", "6") == Code.UNUSABLE
    assert "fewer than 6 members: 1, such as region 'north'" in capsys.readouterr().err
    assert not (members.parent / "frozen.json").exists()
    assert not (members.parent / "kept.json").exists()
    assert _freeze(members, "--smallest", "5") == Code.DONE

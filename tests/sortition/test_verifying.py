"""Rules for checking: what was published can be done again, and what was changed is named."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from domain.kernel.refusal import BadInput
from domain.sortition.drawing import drawn
from domain.sortition.record import read_record, written
from services.sortition import verify_draw
from services.sortition.verify_draw import check
from tests.sortition.given import council, council_record

TEXT = written(council_record())
OTHER = {"0": "1", "a": "b", ":": ";", "{": "[", "}": "]", '"': "'", " ": "_", ",": ".", "\n": " "}


def test_a_record_in_order_is_found_so() -> None:
    assert check(TEXT) == []
    assert check(TEXT, council_record().frozen.commitment) == []
    assert check(written(council_record().frozen)) == []


def test_the_record_gives_the_same_draw_again() -> None:
    record = read_record(TEXT, "record.json")
    assert record == council_record()
    left = [one.left for one in record.drawn.replacements]
    assert drawn(record.frozen, record.drawn.value, left) == record.drawn


def test_a_record_names_nobody() -> None:
    _, pool = council()
    for entry in pool.entries:
        assert entry.member not in TEXT
        assert entry.salt not in TEXT


def _changed(at: int) -> str:
    other = OTHER.get(TEXT[at], "0" if TEXT[at].isalnum() else "x")
    return TEXT[:at] + other + TEXT[at + 1 :]


def test_a_changed_byte_is_found() -> None:
    assert [at for at in range(0, len(TEXT), 41) if not check(_changed(at))] == []


@pytest.mark.long
def test_every_changed_byte_is_found() -> None:
    assert [at for at in range(len(TEXT)) if not check(_changed(at))] == []


@pytest.mark.parametrize("added", [" ", "\n"])
def test_an_added_byte_is_found(added: str) -> None:
    assert check(TEXT + added)
    assert check(TEXT.replace('"terms": {', f'"terms": {{{added}', 1))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"title": "A council"', '"title": "A counsel"', "The part 'terms' was changed"),
        ('"source": "the', '"source": "some', "The part 'terms' was changed"),
        ('"members": 40', '"members": 41', "The part 'pool' was changed"),
        ('"tickets": ', '"tickets": 1', "The part 'portfolio' was changed"),
        ('"within": "', '"within": "1', "The part 'fairness' was changed"),
        ('"value": "4 8', '"value": "5 8', "The seed is not that of the commitment"),
        ('"commitment": "', '"commitment": "0', "The commitment is not that of the hashes"),
        ('"missed": 0', '"missed": 1', "By the seed replacement 1 is"),
    ],
)
def test_what_was_changed_is_named(before: str, after: str, said: str) -> None:
    assert before in TEXT
    assert said in " ".join(check(TEXT.replace(before, after, 1)))


def test_a_seat_given_to_somebody_else_is_named() -> None:
    data = json.loads(TEXT)
    data["drawn"]["seats"][2]["position"] += 1
    assert any("By the seed seat 3 is position" in one for one in check(json.dumps(data)))


def test_a_leaf_that_is_not_in_the_pool_is_named() -> None:
    data = json.loads(TEXT)
    data["proofs"][1]["leaf"] = "0" * 64
    assert "Proof 2 does not lead to the root of the pool." in check(json.dumps(data))


def test_a_changed_hash_is_told_from_a_changed_part() -> None:
    data = json.loads(TEXT)
    data["frozen"]["hashes"]["pool"] = "0" * 64
    assert any("The hash of the part 'pool' was changed" in one for one in check(json.dumps(data)))


def test_a_draw_made_up_anew_is_found_by_the_commitment_that_was_written_down() -> None:
    assert check(TEXT, "0" * 64) == ["The commitment is not the one that you gave."]


def test_a_receipt_proves_that_somebody_was_in_the_pool_and_as_what() -> None:
    _, pool = council()
    receipt = pool.receipt("M00003")
    assert check(TEXT, receipt=written(receipt)) == []
    entry = receipt.entry.model_copy(update={"member": "M00004"})
    other = receipt.model_copy(update={"entry": entry})
    assert "The receipt's leaf is not that of its member, values and salt." in check(
        TEXT, receipt=written(other)
    )


def test_a_file_that_is_something_else_is_told() -> None:
    assert "can't be read" in check("{")[0]
    assert "can't be read" in check('{"a": 1, "a": 2}')[0]
    assert check('{"frozen": {}}')
    with pytest.raises(BadInput, match=r"some\.json: frozen can't be read"):
        read_record("{}", "some.json")


def test_the_verifier_is_one_file_that_needs_python_alone(tmp_path: Path) -> None:
    script = shutil.copy(verify_draw.__file__, tmp_path / "verify_draw.py")
    (tmp_path / "draw.json").write_text(TEXT, "utf-8")
    (tmp_path / "wrong.json").write_text(TEXT.replace("A council", "A counsel"), "utf-8")
    codes, told = [], ""
    for file in ("draw.json", "wrong.json", "none.json"):
        run = subprocess.run(
            [sys.executable, "-I", "-S", script, str(tmp_path / file)],
            capture_output=True,
            text=True,
        )
        codes.append(run.returncode)
        told += run.stdout
    assert codes == [0, 1, 2]
    assert told.count("All of it is as it should be.") == 1

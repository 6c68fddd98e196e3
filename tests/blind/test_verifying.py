"""Rules for checking: what was published can be counted again, and what was changed is named."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from domain.ballots.blind.bundle import Bundle, bundle, read_bundle, written
from domain.ballots.blind.counted import outcome
from domain.ballots.blind.listed import in_order, receipt_for
from domain.ballots.blind.paper import Paper, paper_message
from domain.counting.lots import drawn
from domain.kernel.refusal import BadInput
from services.cli.codes import Code
from services.cli.commands import run
from services.voting import verify_ballot
from services.voting.blind.checking import Checker
from services.voting.blind.port import tallied
from services.voting.blind.publishing import Box, published
from services.voting.blind.sealing import opener
from services.voting.verify_ballot import _Count, check
from tests.blind.given import (
    SEED,
    admitted,
    announced,
    announcement,
    asked,
    council_bundle,
    council_text,
    keys,
    member,
    papers,
)

LOT = drawn("the papers", SEED)
RIGHT = "All of it is as it should be."
OTHER = {"0": "1", "a": "b", ":": ";", "{": "[", "}": "]", '"': "'", " ": "_", ",": ".", "\n": " "}


def _opening() -> bytes:
    opening = keys().opening
    assert opening is not None
    return opening


def test_a_bundle_in_order_is_found_so() -> None:
    found = council_bundle()
    receipt = receipt_for(announcement().ballot, announcement().digest, papers()[4])
    told = (found.commitment, announcement().digest.hex(), written(receipt))
    assert check(council_text(), *told) == []
    assert read_bundle(council_text(), "ballot.json") == found
    assert found.read_papers() == papers()


def test_a_bundle_names_nobody_and_has_no_key_that_signs() -> None:
    text = council_text()
    for number in range(11):
        assert member(number).voter.saved.key not in text
        assert member(number).voter.saved.inverse not in text
    assert str(keys().roll.hex()) not in text


def _changed(text: str, at: int) -> str:
    other = OTHER.get(text[at], "0" if text[at].isalnum() else "x")
    return text[:at] + other + text[at + 1 :]


def test_a_changed_byte_is_found() -> None:
    text = council_text()
    assert [at for at in range(0, len(text), 211) if not check(_changed(text, at))] == []


@pytest.mark.long
@pytest.mark.timeout(900)
def test_every_changed_byte_is_found() -> None:
    """In a ballot of one question and two papers, which has every kind of part."""
    said = announced(asked("Q", "yes-no", 1, "Yes", "No"))
    cast = in_order(admitted(said).votes(((mark,),)) for mark in (1, 2))
    text = written(published(said, Box(2, cast), _opening(), SEED))
    assert check(text) == []
    assert [at for at in range(len(text)) if not check(_changed(text, at))] == []


@pytest.mark.parametrize("added", [" ", "\n"])
def test_an_added_byte_is_found(added: str) -> None:
    assert check(council_text() + added)
    assert check(council_text().replace('"close": {', f'"close": {{{added}', 1))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"title": "The committee"', '"title": "The board"', "The part 'announcement' was changed"),
        ('"position": 7', '"position": 8', "Paper 1 has a credential that was not signed for this"),
        ('"credentials": 12', '"credentials": 13', "The part 'close' was changed"),
        ('"credentials": 12', '"credentials": 14', "more credentials than the 13 on the roll"),
        ('"credentials": 12', '"credentials": 10', "There are 11 papers for 10 credentials"),
        ('"key": "', '"key": "0', "Something in the keys is not what it has to be"),
        ('"Yes": "9"', '"Yes": "8"', "Question 1, stage 1: the votes are"),
        ('"unreadable": 0', '"unreadable": 1', "0 of them can't be read"),
        ('"valid": 11', '"valid": 10', "Question 1: 11 papers count"),
        ('"commitment": "', '"commitment": "0', "The commitment is not that of the hashes"),
        ('"explanation": "', '"explanation": "Indeed ', "The part 'outcome' was changed"),
    ],
)
def test_what_was_changed_is_named(before: str, after: str, said: str) -> None:
    assert before in council_text()
    assert said in " ".join(check(council_text().replace(before, after, 1)))


def _with(change: Callable[[dict[str, Any]], object]) -> list[str]:
    """What is found in the file after a change of what it says."""
    data = json.loads(council_text())
    change(data)
    return check(_text(data))


def _text(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def test_each_part_of_a_paper_that_was_changed_is_named_with_its_number() -> None:
    one = papers()[2].encoded
    places = {0: "not signed for this ballot", 40: "not signed for this ballot"}
    places |= {100: "not signed for this ballot", 64 + 384 + 2: "is not signed by its voter"}
    places |= {64 + 384 + 10: "is not signed by its voter", len(one) - 1: "not signed by its voter"}
    for at, said in places.items():
        changed = one[:at] + bytes([one[at] ^ 1]) + one[at + 1 :]
        data = json.loads(council_text())
        data["papers"][2] = b64encode(changed).decode()
        found = " ".join(check(_text(data)))
        assert "Paper 3 " in found
        assert said in found
        assert "not those of the root" in found


def test_a_paper_that_was_put_in_twice_left_out_or_moved_is_named() -> None:
    def twice(data: dict[str, Any]) -> None:
        data["papers"].insert(1, data["papers"][0])

    def swapped(data: dict[str, Any]) -> None:
        data["papers"][0], data["papers"][1] = data["papers"][1], data["papers"][0]

    assert "Paper 2 has the same credential as paper 1." in _with(twice)
    assert "There are 10 papers, and at the close there were 11." in _with(
        lambda data: data["papers"].pop()
    )
    assert "Paper 2 does not stand in the order of the hashes." in _with(swapped)
    assert any(
        one.startswith("Paper 1 can't be read")
        for one in _with(lambda d: d["papers"].insert(0, "!"))
    )


def test_a_changed_hash_is_told_from_a_changed_part() -> None:
    found = _with(lambda data: data["hashes"].update(close="0" * 64))
    assert "The hash of the part 'close' was changed after the ballot was published." in found


def test_a_ballot_made_up_anew_is_found_by_what_was_written_down() -> None:
    assert check(council_text(), "0" * 64) == ["The commitment is not the one that you gave."]
    assert check(council_text(), announced="0" * 64) == [
        "The announcement is not the one that you gave."
    ]


def test_a_voter_whose_paper_was_left_out_or_replaced_sees_it() -> None:
    lost = member(11).votes(((1,), (), ()))
    receipt = receipt_for(announcement().ballot, announcement().digest, lost)
    assert check(council_text(), receipt=written(receipt)) == [
        "The paper of the receipt is not in the list."
    ]
    listed = council_bundle().read_papers()[0]
    other = receipt_for(announcement().ballot, announcement().digest, listed)
    replaced = other.model_copy(update={"paper": "0" * 64})
    assert check(council_text(), receipt=written(replaced)) == [
        "With your credential there is another paper, with the counter 0."
    ]


def test_papers_that_can_not_be_read_are_counted_as_blank_here_too() -> None:
    one = member(1).votes(((1,), (), ()))
    key, said = member(1).voter, announcement()
    sealed = bytes(len(one.sealed))
    spoiled = Paper(one.credential, 0, sealed, key._key.sign(paper_message(said.digest, 0, sealed)))
    box = Box(12, in_order([member(0).votes(((1,), (2,), (1,))), spoiled]))
    found = published(said, box, _opening(), SEED)
    assert found.outcome.unreadable == 1
    assert check(written(found)) == []


@pytest.mark.parametrize("rule", ["yes-no", "fptp"])
def test_a_paper_that_marks_more_than_one_where_one_is_marked_counts_for_nobody(rule: str) -> None:
    choices = ("Yes", "No") if rule == "yes-no" else ("Ash", "Birch", "Elm")
    said = announced(asked("Who", rule, 1, *choices))
    (result,) = outcome(said, [((1, 2),), ((2,),), ((2,),), ((),)], LOT).results
    assert (result.papers.valid, result.papers.invalid, result.papers.blank) == (2, 2, 1)
    assert result.elected == (choices[1],)
    tally = tallied([((1, 2),), ((2,),), ((2,),), ((),)], 1)[0]
    assert (tally.yes, tally.no, tally.blank) == (0, 2, 2)


def _small(rule: str, seats: int, names: int, chance: Random) -> list[str]:
    """The faults that the small count finds in a result of the large one."""
    choices = ["Yes", "No"] if rule == "yes-no" else [f"C{at}" for at in range(names)]
    said = announced(asked("Q", rule, seats, *choices))
    size = range(1, len(choices) + 1)
    chosen = [
        tuple(chance.sample(size, chance.randrange(len(choices) + 1)))
        for _ in range(chance.randrange(1, 40))
    ]
    result = outcome(said, [(marks,) for marks in chosen], LOT).results[0].model_dump(mode="json")
    settled = said.questions[0].settled.model_dump(mode="json")
    small = _Count(
        settled["contest"], settled["terms"], result, [list(one) for one in chosen], LOT.seed
    )
    return list(small.faults(rule, said.roll.count))


@pytest.mark.parametrize("rule", ["yes-no", "fptp", "block", "approval", "scottish-stv"])
def test_the_small_count_agrees_with_the_large_one(rule: str) -> None:
    chance = Random(rule)
    for _ in range(40):
        names = chance.randrange(2, 7)
        seats = 1 if rule == "yes-no" else chance.randrange(1, names + 1)
        assert _small(rule, seats, names, chance) == []


def test_a_rule_that_the_small_count_has_not_is_said_to_be_left_out(tmp_path: Path) -> None:
    said = announced(asked("Who", "meek-prf", 1, "Ash", "Birch"))
    found = published(said, Box(0, ()), _opening(), SEED)
    (tmp_path / "ballot.json").write_text(written(found), "utf-8")
    assert verify_ballot.main([str(tmp_path / "ballot.json")]) == 3
    assert run(["verify", "ballot", str(tmp_path / "ballot.json")]) == Code.DONE


def test_a_result_that_only_the_large_count_can_judge_is_judged_by_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = announced(asked("Who", "meek-prf", 1, "Ash", "Birch"))
    found = published(said, Box(0, ()), _opening(), SEED)
    wrong = found.outcome.model_copy(update={"lot": drawn(found.close.root, "another")})
    made_up = bundle(said, found.close, found.opening, wrong, ())
    (tmp_path / "ballot.json").write_text(written(made_up), "utf-8")
    assert verify_ballot.main([str(tmp_path / "ballot.json")]) == 3
    assert run(["verify", "ballot", str(tmp_path / "ballot.json")]) == Code.UNAVAILABLE
    assert "does not come out the same" in capsys.readouterr().err


def test_the_command_checks_with_what_was_written_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, receipt = tmp_path / "ballot.json", tmp_path / "receipt.json"
    file.write_text(council_text(), "utf-8")
    kept = receipt_for(announcement().ballot, announcement().digest, papers()[0])
    receipt.write_text(written(kept), "utf-8")
    words = ("--commitment", council_bundle().commitment, "--receipt", str(receipt))
    assert run(["verify", "ballot", str(file), *words]) == Code.DONE
    assert RIGHT in capsys.readouterr().out
    assert run(["verify", "ballot", str(file), "--commitment", "00"]) == Code.UNAVAILABLE
    assert "not the one that you gave" in capsys.readouterr().err


def test_a_file_that_is_something_else_is_told() -> None:
    assert "can't be read" in check("{")[0]
    assert "can't be read" in check("[]")[0]
    assert "stands in it twice" in check('{"a": 1, "a": 2}')[0]
    assert check("{}")
    with pytest.raises(BadInput, match=r"some\.json: announcement can't be read"):
        read_bundle("{}", "some.json")


def test_the_verifier_is_one_file(tmp_path: Path) -> None:
    """Without this folder on the path: nothing of ours can be imported."""
    script = shutil.copy(verify_ballot.__file__, tmp_path / "verify_ballot.py")
    text = council_text()
    (tmp_path / "ballot.json").write_text(text, "utf-8")
    (tmp_path / "wrong.json").write_text(text.replace("A blind", "A blond"), "utf-8")
    codes, told = [], ""
    for file in ("ballot.json", "wrong.json", "none.json"):
        ran = subprocess.run(
            [sys.executable, "-I", script, str(tmp_path / file)], capture_output=True, text=True
        )
        codes.append(ran.returncode)
        told += ran.stdout
    assert codes == [0, 1, 2]
    assert told.count(RIGHT) == 1


def test_the_verifier_imports_nothing_of_ours() -> None:
    source = Path(verify_ballot.__file__).read_text("utf-8")
    for ours in ("domain", "services", "workflows", "projections"):
        assert f"import {ours}" not in source
        assert f"from {ours}" not in source


def test_a_bundle_that_was_read_gives_the_same_marks() -> None:
    found: Bundle = read_bundle(council_text(), "ballot.json")
    checker, opening = Checker(found.announcement), opener(bytes.fromhex(found.opening.key))
    marks = [checker.marks_in(paper, opening) for paper in found.read_papers()]
    assert outcome(found.announcement, marks, found.outcome.lot) == found.outcome

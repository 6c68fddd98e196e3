"""Rules for credentials, papers, the roll and the published list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.ballots.blind.answers import Marks, read, room, written
from domain.ballots.blind.listed import in_order, leads_to, receipt_for, root_of, where
from domain.ballots.blind.paper import SEAL_BYTES
from domain.ballots.blind.roll import RollTree, is_on
from domain.kernel.refusal import BadInput
from services.voting.blind.checking import Checker
from services.voting.blind.keys import BallotKeys, opens
from services.voting.blind.publishing import Box, published
from services.voting.blind.sealing import opened, opener, seal
from services.voting.blind.voter import Saved, Voter
from tests.blind.given import (
    QUESTIONS,
    ROLL,
    SEED,
    admitted,
    announced,
    announcement,
    keys,
    member,
    papers,
    signer,
)
from tests.domain.acts import an_id

MARKS: Marks = ((1,), (4, 2), ())


def _opening() -> bytes:
    opening = keys().opening
    assert opening is not None
    return opening


def test_a_paper_is_taken_by_its_signatures_and_opened_by_the_ballots_key_alone() -> None:
    paper = member(0).votes(MARKS)
    assert Checker(announcement()).accepted(paper.encoded) == paper
    assert Checker(announcement()).marks_in(paper, opener(_opening())) == MARKS
    assert Checker(announcement()).marks_in(paper, opener(bytes(31) + b"\1")) is None


def test_every_paper_has_the_same_length_whatever_it_says() -> None:
    sizes = {len(member(0).votes(marks).encoded) for marks in (MARKS, ((), (), ()))}
    full: Marks = ((1, 2), (1, 2, 3, 4), (1, 2, 3))
    assert sizes == {len(member(0).votes(full).encoded)}
    assert len(member(0).votes(full).sealed) == room(QUESTIONS) + SEAL_BYTES


def test_a_changed_byte_anywhere_keeps_a_paper_out() -> None:
    data = member(0).votes(MARKS).encoded
    for at in range(0, len(data), 7):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(BadInput, match=r"not signed for this ballot|altered|too high"):
            Checker(announcement()).accepted(changed)
    with pytest.raises(BadInput, match="this one has 3"):
        Checker(announcement()).accepted(b"abc")


def test_a_credential_of_another_ballot_is_refused() -> None:
    other = announced(ballot=an_id("another"))
    with pytest.raises(BadInput, match="not signed for this ballot"):
        Checker(announcement()).accepted(admitted(other).votes(MARKS).encoded)


def test_a_credential_under_an_announcement_that_was_changed_is_refused() -> None:
    changed = announcement().model_copy(update={"title": "Another title"})
    with pytest.raises(BadInput, match="not signed for this ballot"):
        Checker(changed).accepted(member(0).votes(MARKS).encoded)
    with pytest.raises(BadInput, match="the announcement was changed"):
        Voter(changed, member(0).voter.saved)


def test_somebody_elses_vote_can_not_be_put_into_a_paper_of_ones_own() -> None:
    theirs, mine = member(0).votes(MARKS), member(1).votes(MARKS)
    copied = replace(mine, sealed=theirs.sealed)
    assert Checker(announcement()).marks_in(copied, opener(_opening())) is None


def test_what_was_saved_is_enough_to_go_on_with() -> None:
    again = Voter(
        announcement(), Saved.model_validate_json(member(0).voter.saved.model_dump_json())
    )
    assert again.blinded == member(0).voter.blinded
    credential = again.credential(signer().sign(again.blinded))
    assert credential == member(0).credential
    assert "inverse" not in repr(again)


def test_a_paper_that_can_not_be_read_counts_as_blank() -> None:
    one = member(0)
    sealed = replace(one.votes(MARKS), sealed=one.votes(MARKS).sealed[:-1] + b"?")
    both = in_order([sealed, member(1).votes(MARKS)])
    found = published(announcement(), Box(3, both), _opening(), SEED)
    assert (found.outcome.papers, found.outcome.unreadable) == (2, 1)
    assert found.outcome.results[0].papers.blank == 1
    assert found.outcome.results[0].papers.turnout == 2


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        (((1,), ()), "3 questions, and 2 were answered"),
        (((3,), (), ()), "Question 1 has the choices 1 to 2, and no 3"),
        (((1,), (2, 2), ()), "Question 2 marks the same choice twice"),
    ],
)
def test_what_no_paper_can_say_is_refused_before_it_is_shut(marks: Marks, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        written(marks, QUESTIONS)


@given(
    some.tuples(
        *(
            some.lists(some.integers(1, len(asked.settled.contest.candidates)), unique=True).map(
                tuple
            )
            for asked in QUESTIONS
        )
    )
)
def test_whatever_is_written_is_read_as_it_was(marks: Marks) -> None:
    text = written(marks, QUESTIONS)
    assert len(text) == room(QUESTIONS)
    assert read(text, QUESTIONS) == marks


@given(some.binary(min_size=room(QUESTIONS), max_size=room(QUESTIONS)))
def test_what_is_not_written_so_is_not_read(text: bytes) -> None:
    found = read(text, QUESTIONS)
    assert found is None or written(found, QUESTIONS) == text


@pytest.mark.parametrize("text", ["1;;", "01;;", "1; ;", "1;;;", "9;;", "1;2,2;", "1"])
def test_a_paper_is_read_in_one_way_only(text: str) -> None:
    found = read(text.ljust(room(QUESTIONS)).encode(), QUESTIONS)
    assert found == (((1,), (), ()) if text == "1;;" else None)


def test_a_member_can_show_that_they_are_on_the_roll() -> None:
    tree = RollTree(keys().roll, ROLL)
    said = tree.said(position=7)
    assert said == announcement().roll
    receipts = [tree.receipt(person) for person in ROLL]
    assert all(receipt is not None and is_on(receipt, said) for receipt in receipts)
    assert tree.receipt(an_id("a stranger")) is None
    first = receipts[0]
    assert first is not None
    assert not is_on(first.model_copy(update={"person": ROLL[1]}), said)


def test_the_root_of_the_roll_does_not_depend_on_the_order_of_the_members() -> None:
    assert RollTree(keys().roll, reversed(ROLL)).said(7) == announcement().roll
    assert RollTree(bytes(32), ROLL).said(7) != announcement().roll


def test_a_receipt_finds_its_paper_in_the_list_and_no_other() -> None:
    listed = papers()
    root = root_of(listed)
    for paper in listed:
        receipt = receipt_for(announcement().ballot, announcement().digest, paper)
        place = where(receipt, listed)
        assert place is not None
        assert leads_to(receipt, place, root)
        assert not leads_to(receipt, place, "0" * 64)
        assert where(receipt, [other for other in listed if other != paper]) is None


def test_the_list_stands_in_the_order_of_hashes_whoever_came_first() -> None:
    assert list(in_order(reversed(papers()))) == list(papers())


def test_a_vote_is_bound_to_what_it_was_sealed_for() -> None:
    sealed = seal(b"a vote", keys().sealing, b"this paper")
    assert opened(sealed, opener(_opening()), b"this paper") == b"a vote"
    assert opened(sealed, opener(_opening()), b"that paper") is None
    assert opened(sealed[:-1], opener(_opening()), b"this paper") is None
    assert opened(b"", opener(_opening()), b"this paper") is None
    assert seal(b"a vote", keys().sealing, b"this paper") != sealed


def test_a_key_of_another_ballot_opens_nothing() -> None:
    other = BallotKeys.make().opening
    assert other is not None
    assert opens(_opening(), keys().sealing)
    with pytest.raises(BadInput, match="opens no paper of this ballot"):
        published(announcement(), Box(12, papers()), other)

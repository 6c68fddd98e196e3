"""Rules for drawing a credential and putting a paper in, on a real database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from time import sleep
from uuid import UUID

import pytest

from domain.ballots.blind.answers import Marks
from domain.ballots.blind.roll import is_on
from domain.ballots.terms import FRANCHISE, ONE_PAPER, PERIOD
from domain.kernel.refusal import (
    BadInput,
    NotAllowed,
    NotFound,
    OutOfOrder,
    Refusal,
    TooEarly,
    TooLate,
)
from services.vault.master import GivenKeys, LocalMasterKey, MasterKeyRefused, MasterKeys
from services.vault.postgres import PostgresVault
from services.voting.blind import kept
from services.voting.blind.kept import Announced
from services.voting.blind.keys import BallotKeys, unwrapped
from services.voting.blind.voter import Voter
from tests.blind.given import QUESTIONS, SEED, keys
from tests.blind.held import HOURS, PEOPLE, STRANGER, Held, listed
from tests.domain.acts import an_id, days

YES: Marks = ((1,), (1,), ())
NO: Marks = ((2,), (), (3,))


def _refused(kind: type[Refusal], ask: Callable[[], object]) -> Refusal:
    with pytest.raises(kind) as told:
        ask()
    return told.value


def test_a_voter_draws_votes_and_finds_their_paper(held: Held) -> None:
    said = held.announce()
    one = held.draw(said, PEOPLE[0])
    assert (held.boxes.drawn(said.ballot), held.boxes.turnout(said.ballot)) == (1, 0)
    assert held.boxes.not_drawn(said.ballot) == tuple(sorted(PEOPLE[1:]))
    held.at(HOURS.opens)
    receipt = held.boxes.cast(said.ballot, one.votes(YES).encoded)
    assert held.boxes.turnout(said.ballot) == 1
    held.at(HOURS.closes)
    close = held.boxes.close(said.ballot)
    assert listed(held, said.ballot) == [receipt.paper]
    assert (close.papers, close.credentials) == (1, 1)
    assert held.boxes.close(said.ballot) == close
    bundle = held.boxes.bundle(said.ballot, value=SEED)
    assert bundle.close == close
    assert bundle.outcome.results[0].elected == ("Yes",)
    assert (held.boxes.drawn(said.ballot), held.boxes.turnout(said.ballot)) == (1, 1)
    assert len(held.boxes.not_drawn(said.ballot)) == len(PEOPLE) - 1


def test_a_credential_is_signed_once_for_each_and_again_for_the_same_secret(held: Held) -> None:
    said = held.announce()
    voter = Voter.begin(said)
    first = held.boxes.draw(said.ballot, PEOPLE[0], voter.blinded)
    assert held.boxes.draw(said.ballot, PEOPLE[0], voter.blinded) == first
    other = Voter.begin(said).blinded
    refused = _refused(OutOfOrder, lambda: held.boxes.draw(said.ballot, PEOPLE[0], other))
    assert refused.rule == ONE_PAPER
    assert "a second credential is given to nobody" in str(refused)
    assert (
        _refused(NotAllowed, lambda: held.boxes.draw(said.ballot, STRANGER, other)).rule
        == FRANCHISE
    )
    assert held.boxes.drawn(said.ballot) == 1


def test_what_can_not_be_signed_uses_up_nobodys_credential(held: Held) -> None:
    said = held.announce()
    _refused(BadInput, lambda: held.boxes.draw(said.ballot, PEOPLE[0], b"short"))
    assert held.boxes.drawn(said.ballot) == 0
    held.draw(said, PEOPLE[0])


def test_papers_are_taken_within_the_hours_and_credentials_until_the_close(held: Held) -> None:
    said = held.announce()
    one = held.draw(said, PEOPLE[0])
    paper = one.votes(YES).encoded
    held.at(HOURS.opens - days(1))
    assert _refused(TooEarly, lambda: held.boxes.cast(said.ballot, paper)).rule == PERIOD
    held.at(HOURS.closes)
    assert _refused(TooLate, lambda: held.boxes.cast(said.ballot, paper)).rule == PERIOD
    late = Voter.begin(said).blinded
    assert _refused(TooLate, lambda: held.boxes.draw(said.ballot, PEOPLE[1], late)).rule == PERIOD
    held.boxes.close(said.ballot)
    assert _refused(TooLate, lambda: held.boxes.cast(said.ballot, paper)).rule == PERIOD
    assert listed(held, said.ballot) == []
    assert held.boxes.bundle(said.ballot, value=SEED).outcome.papers == 0


def test_the_highest_counter_stays_whichever_comes_last(held: Held) -> None:
    said = held.announce()
    one = held.draw(said, PEOPLE[0])
    held.at(HOURS.opens)
    held.boxes.cast(said.ballot, one.votes(NO).encoded)
    newest = one.votes(YES, counter=2).encoded
    receipt = held.boxes.cast(said.ballot, newest)
    assert held.boxes.cast(said.ballot, newest) == receipt
    for older in (one.votes(NO, 1).encoded, one.votes(NO, 2).encoded):
        with pytest.raises(OutOfOrder, match="a newer paper") as told:
            held.boxes.cast(said.ballot, older)
        assert told.value.rule == ONE_PAPER
    held.at(HOURS.closes)
    held.boxes.close(said.ballot)
    assert listed(held, said.ballot) == [receipt.paper]


def test_no_paper_is_replaced_where_the_ballot_does_not_allow_it(held: Held) -> None:
    said = held.announce(replaceable=False)
    one = held.draw(said, PEOPLE[0])
    held.at(HOURS.opens)
    paper = one.votes(YES).encoded
    assert held.boxes.cast(said.ballot, paper) == held.boxes.cast(said.ballot, paper)
    refused = _refused(
        OutOfOrder, lambda: held.boxes.cast(said.ballot, one.votes(NO, counter=1).encoded)
    )
    assert "none is replaced in this ballot" in str(refused)


def test_nothing_is_opened_or_closed_before_the_close(held: Held) -> None:
    said = held.announce()
    held.at(HOURS.opens)
    for ask in (held.boxes.close, held.boxes.bundle):
        with pytest.raises(TooEarly, match="the box stays shut"):
            ask(said.ballot)
    assert held.boxes.papers(said.ballot) == ()


def test_a_ballot_is_announced_once_with_one_roll_and_one_key(held: Held) -> None:
    said = held.announce()
    ballot = held.call("unfrozen")
    ballot.roll = None
    with pytest.raises(OutOfOrder, match="when its roll is frozen"):
        held.announced.announce(ballot, QUESTIONS, replaceable=True, keys=keys())
    again = held.announced.announce(
        held.store.load(type(ballot), said.ballot), QUESTIONS[:1], replaceable=False, keys=keys()
    )
    assert again == said
    receipt = held.announced.roll_receipt(said.ballot, PEOPLE[3])
    assert receipt is not None
    assert is_on(receipt, said.roll)
    assert held.announced.roll_receipt(said.ballot, STRANGER) is None


def test_what_was_never_announced_is_told(held: Held) -> None:
    for ask in (held.boxes.close, held.boxes.bundle, held.announced.keys, held.announced.opening):
        with pytest.raises(NotFound, match="no blind ballot of that id"):
            ask(an_id("nothing"))


def test_once_the_key_is_shared_out_the_service_alone_opens_nothing(held: Held) -> None:
    said = held.announce()
    one = held.draw(said, PEOPLE[0])
    shares = held.announced.share_out(said.ballot, 2, 3)
    with pytest.raises(OutOfOrder, match="shared out already"):
        held.announced.share_out(said.ballot, 2, 3)
    assert held.announced.opening(said.ballot) is None
    held.at(HOURS.opens)
    held.boxes.cast(said.ballot, one.votes(YES).encoded)
    held.at(HOURS.closes)
    held.boxes.close(said.ballot)
    with pytest.raises(BadInput, match="too few"):
        held.boxes.bundle(said.ballot, shares[:1])
    bundle = held.boxes.bundle(said.ballot, shares[1:], SEED)
    assert bundle.outcome.results[0].elected == ("Yes",)


def test_keys_are_unwrapped_once_however_many_draw_first(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = held.announce()
    unwrapping: list[UUID] = []
    meeting_point = Barrier(8)

    def slowly(master: str, secret: bytes, ballot: UUID, masters: MasterKeys) -> BallotKeys:
        unwrapping.append(ballot)
        sleep(0.1)
        return unwrapped(master, secret, ballot, masters)

    def first(_: int) -> BallotKeys:
        meeting_point.wait(10)
        return held.announced.keys(said.ballot)

    monkeypatch.setattr(kept, "unwrapped", slowly)
    with ThreadPoolExecutor(8) as voters:
        assert len({id(found) for found in voters.map(first, range(8))}) == 1
    assert unwrapping == [said.ballot]


def test_a_rotation_wraps_the_keys_of_ballots_too(held: Held, database_url: str) -> None:
    said = held.announce()
    old, new = LocalMasterKey(b"k" * 32), LocalMasterKey(b"n" * 32)
    with closing(PostgresVault(database_url, GivenKeys([old]))) as vault:
        vault.begin()
    both = GivenKeys([new, old])
    with closing(PostgresVault(database_url, both)) as vault:
        assert vault.rotate(Announced(held.pool, both).wrap_anew) == 1
        assert vault.rotate(Announced(held.pool, both).wrap_anew) == 0
    after = Announced(held.pool, GivenKeys([new]))
    assert after.opening(said.ballot) == keys().opening
    with pytest.raises(MasterKeyRefused, match="is not here"):
        Announced(held.pool, GivenKeys([old])).opening(said.ballot)


@pytest.mark.parametrize(
    "altered",
    [
        "DELETE FROM blind.published",
        "UPDATE blind.published SET paper = set_byte(paper, 5, 1 - get_byte(paper, 5) % 2)",
    ],
)
def test_nothing_is_published_from_a_box_that_was_altered_after_the_close(
    held: Held, altered: str
) -> None:
    said = held.announce()
    one = held.draw(said, PEOPLE[0])
    held.at(HOURS.opens)
    held.boxes.cast(said.ballot, one.votes(YES).encoded)
    held.at(HOURS.closes)
    held.boxes.close(said.ballot)
    with held.pool.connection() as connection:
        connection.execute(altered.encode())
    with pytest.raises(BadInput, match="not what it was closed with"):
        held.boxes.bundle(said.ballot, value=SEED)

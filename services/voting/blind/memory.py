"""Blind ballots in memory, for stories that are played without servers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.blind.announcement import Announcement
from domain.ballots.blind.bundle import Close, close_of, written
from domain.ballots.blind.listed import PaperReceipt, in_order, receipt_for
from domain.ballots.blind.paper import Paper
from domain.ballots.blind.roll import RollTree
from domain.ballots.choices import Choices
from domain.kernel.ids import PersonId
from domain.kernel.refusal import OutOfOrder
from services.store.port import Store
from services.voting.blind.checking import Checker
from services.voting.blind.keys import BallotKeys
from services.voting.blind.port import Publication, asked, publication
from services.voting.blind.publishing import Box, opened_and_counted
from services.voting.blind.refusing import refusal


@dataclass
class _Held:
    said: Announcement
    keys: BallotKeys | None
    drawn: dict[PersonId, bytes] = field(default_factory=dict)
    papers: dict[bytes, Paper] = field(default_factory=dict)
    published: Publication | None = None

    @property
    def signing(self) -> BallotKeys:
        if self.keys is None:
            raise refusal("destroyed")
        return self.keys


class MemoryBlind:
    """Blind ballots beside a store, whose clock decides about the hours."""

    def __init__(self, store: Store, roll: Callable[[UUID], Sequence[PersonId]]) -> None:
        self._store = store
        self._roll = roll
        self._held: dict[UUID, _Held] = {}

    def announce(self, ballot: Ballot, choices: Choices | None = None) -> Announcement:
        """Make the keys of a ballot whose roll is frozen; again, and it says the same."""
        if ballot.id in self._held:
            return self.announcement(ballot.id)
        assert ballot.roll is not None, "the roll is frozen first"
        keys, kept = BallotKeys.make(), ballot.terms.kept
        said = Announcement(
            ballot=ballot.id,
            title=ballot.title,
            questions=asked(ballot, choices),
            opens=ballot.hours.opens,
            closes=ballot.hours.closes,
            edition=ballot.terms.edition,
            replaceable=kept is not None and kept.replaceable,
            lot=None if choices is None else choices.lot,
            roll=RollTree(keys.roll, self._roll(ballot.id)).said(ballot.roll.position),
            keys=keys.public,
        )
        self._held[ballot.id] = _Held(said, keys)
        return said

    def announcement(self, ballot: UUID) -> Announcement:
        """What was announced; raises `NotFound`."""
        return self._at(ballot).said

    def draw(self, ballot: UUID, person: PersonId, blinded: bytes) -> bytes:
        """The blind signature of one message for each on the roll."""
        held = self._at(ballot)
        if self._store.now() >= self._ballot(ballot).hours.closes:
            raise refusal("late", self._ballot(ballot))
        if person not in self._roll(ballot):
            raise refusal("stranger", self._ballot(ballot))
        if held.drawn.setdefault(person, blinded) != blinded:
            raise refusal("other", self._ballot(ballot))
        return held.signing.signer.sign(blinded)

    def cast(self, ballot: UUID, data: bytes) -> PaperReceipt:
        """Take one paper from whoever sends it."""
        held = self._at(ballot)
        self._ballot(ballot).must_be_open(self._store.now())
        checker = Checker(held.said)
        paper = checker.accepted(data)
        before = held.papers.get(paper.credential.key)
        if before is not None and before != paper:
            if not held.said.replaceable:
                raise refusal("final", self._ballot(ballot))
            if before.counter >= paper.counter:
                raise refusal("older", self._ballot(ballot))
        held.papers[paper.credential.key] = paper
        return receipt_for(ballot, checker.announced, paper)

    def drawn(self, ballot: UUID) -> int:
        """How many have drawn their credential."""
        return len(self._at(ballot).drawn)

    def has_drawn(self, ballot: UUID, person: PersonId) -> bool:
        """Whether somebody has drawn theirs."""
        return person in self._at(ballot).drawn

    def not_drawn(self, ballot: UUID) -> Sequence[PersonId]:
        """Who is on the roll and has drawn none."""
        drawn = self._at(ballot).drawn
        return [person for person in self._roll(ballot) if person not in drawn]

    def turnout(self, ballot: UUID) -> int:
        """How many papers there are."""
        return len(self._at(ballot).papers)

    def close(self, ballot: UUID) -> Close:
        """What the box holds, once voting is over."""
        if self._store.now() < self._ballot(ballot).hours.closes:
            raise refusal("open", self._ballot(ballot))
        return close_of(self.drawn(ballot), self._papers(ballot))

    def publish(self, ballot: UUID, value: str | None = None) -> Publication:
        """Open and count; again, and it says the same."""
        held = self._at(ballot)
        if held.published is None:
            opening = held.signing.opening
            if opening is None:
                raise OutOfOrder("The key of this ballot has been shared out already.")
            box = Box(self.drawn(ballot), self._papers(ballot))
            counted = opened_and_counted(held.said, box, opening, value)
            held.published = publication(written(counted.bundle), counted.bundle, counted.marks)
        return held.published

    def published(self, ballot: UUID) -> str | None:
        """The text of the bundle; None before it was published."""
        found = self._at(ballot).published
        return None if found is None else found.text

    def destroy(self, ballot: UUID) -> None:
        """Destroy what is left of its keys."""
        self._at(ballot).keys = None

    def _papers(self, ballot: UUID) -> Sequence[Paper]:
        return in_order(self._at(ballot).papers.values())

    def _at(self, ballot: UUID) -> _Held:
        found = self._held.get(ballot)
        if found is None:
            raise refusal("unknown")
        return found

    def _ballot(self, ballot: UUID) -> Ballot:
        return self._store.load(Ballot, ballot)

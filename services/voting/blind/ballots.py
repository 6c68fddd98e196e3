"""Blind ballots over a database, from the making of their keys to their destruction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.blind.announcement import Announcement
from domain.ballots.blind.bundle import Close, read_bundle, written
from domain.ballots.blind.listed import PaperReceipt
from domain.ballots.blind.roll import RollReceipt
from domain.ballots.choices import Choices
from domain.kernel.ids import PersonId
from domain.kernel.refusal import TooLate
from services.store.port import Store
from services.vault.master import MasterKeys
from services.voting.blind.kept import Announced, Pool
from services.voting.blind.keys import BallotKeys
from services.voting.blind.port import Publication, asked, publication
from services.voting.blind.postgres import BlindBoxes
from services.voting.blind.publishing import Box, opened_and_counted


class KeptBallots:
    """The blind ballots of one organisation."""

    def __init__(self, announced: Announced, boxes: BlindBoxes) -> None:
        self.announced = announced
        self.boxes = boxes

    @classmethod
    def over(cls, pool: Pool, store: Store, masters: MasterKeys) -> Self:
        """Those in a database, with their keys wrapped by these master keys."""
        announced = Announced(pool, masters)
        return cls(announced, BlindBoxes(pool, store, announced))

    def announce(self, ballot: Ballot, choices: Choices | None = None) -> Announcement:
        """Make the keys of a ballot whose roll is frozen; again, and it says the same."""
        kept = ballot.terms.kept
        return self.announced.announce(
            ballot,
            asked(ballot, choices),
            replaceable=kept is not None and kept.replaceable,
            lot=None if choices is None else choices.lot,
            keys=BallotKeys.make(),
        )

    def announcement(self, ballot: UUID) -> Announcement:
        """What was announced; raises `NotFound`."""
        return self.announced.announcement(ballot)

    def roll_receipt(self, ballot: UUID, person: PersonId) -> RollReceipt | None:
        """What shows a member that they are on the roll."""
        return self.announced.roll_receipt(ballot, person)

    def draw(self, ballot: UUID, person: PersonId, blinded: bytes) -> bytes:
        """The blind signature; once it is too late, no process keeps the key in its memory."""
        try:
            return self.boxes.draw(ballot, person, blinded)
        except TooLate:
            self.announced.forget(ballot)
            raise

    def cast(self, ballot: UUID, data: bytes) -> PaperReceipt:
        """Take one paper from whoever sends it."""
        return self.boxes.cast(ballot, data)

    def drawn(self, ballot: UUID) -> int:
        """How many have drawn their credential."""
        return self.boxes.drawn(ballot)

    def has_drawn(self, ballot: UUID, person: PersonId) -> bool:
        """Whether somebody has drawn theirs."""
        return self.boxes.has_drawn(ballot, person)

    def not_drawn(self, ballot: UUID) -> Sequence[PersonId]:
        """Who is on the roll and has drawn none."""
        return self.boxes.not_drawn(ballot)

    def turnout(self, ballot: UUID) -> int:
        """How many papers there are."""
        return self.boxes.turnout(ballot)

    def close(self, ballot: UUID) -> Close:
        """Close the box at its moment and commit to what is in it."""
        return self.boxes.close(ballot)

    def publish(self, ballot: UUID, value: str | None = None) -> Publication:
        """Open, count and keep what is published; what was kept before is said again."""
        kept = self.boxes.kept(ballot)
        if kept is not None:
            return _said_again(kept)
        counted = self.boxes.counted(ballot, value=value)
        text = written(counted.bundle)
        self.boxes.keep(ballot, counted.bundle.commitment, text)
        return publication(text, counted.bundle, counted.marks)

    def published(self, ballot: UUID) -> str | None:
        """The text of the bundle; None before it was published."""
        return self.boxes.kept(ballot)

    def destroy(self, ballot: UUID) -> None:
        """Destroy what is left of its keys."""
        self.announced.destroy(ballot)


def _said_again(text: str) -> Publication:
    found = read_bundle(text, "the published bundle")
    opening = bytes.fromhex(found.opening.key)
    box = Box(found.close.credentials, found.read_papers())
    lot = found.outcome.lot
    value = None if lot is None else lot.value
    counted = opened_and_counted(found.announcement, box, opening, value)
    return publication(text, found, counted.marks)

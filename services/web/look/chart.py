"""Answers where the parts of a vote bar stand, and how a count is said: geometry and words.

Votes are whole numbers and shares are fractions; only places on the drawing are rounded. It refuses
to decide: whether something is carried comes with the count, and the drawing merely shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from services.web.look.drawing import Place, share_of, units
from services.web.look.words import counted, least_votes, majority, number, percent

BAR_WIDTH = 640


class Basis(Enum):
    """What a majority is a share of, in words."""

    VOTES_CAST = "the votes for and against"
    ALL_VOTES = "all votes, abstentions counted"
    MEMBERS = "all who could vote"


@dataclass(frozen=True)
class Needed:
    """The majority that the rule asks for."""

    share: Fraction
    strict: bool
    basis: Basis = Basis.VOTES_CAST

    @property
    def words(self) -> str:
        """ "more than half of the votes for and against"."""
        return f"{majority(self.share, self.strict)} of {self.basis.value}"


@dataclass(frozen=True)
class VoteCount:
    """A count: for, against, abstained; of how many who could vote; and what was declared of it."""

    for_it: int
    against: int
    abstained: int
    could_vote: int
    needed: Needed
    carried: bool | None = None

    @property
    def basis_votes(self) -> int:
        """How many votes the majority is a share of."""
        decided = self.for_it + self.against
        cast = decided + self.abstained
        sizes = {Basis.VOTES_CAST: decided, Basis.ALL_VOTES: cast, Basis.MEMBERS: self.could_vote}
        return sizes[self.needed.basis]

    @property
    def least(self) -> int:
        """The smallest number of votes for that carries it."""
        return least_votes(self.needed.share, self.needed.strict, self.basis_votes)

    @property
    def words(self) -> str:
        """The count in one sentence, and what was needed in another."""
        said = f"{number(self.for_it)} for, {number(self.against)} against"
        abstained = f", {number(self.abstained)} abstained" if self.abstained else ""
        needed = "needed" if self.carried is not None else "needs"
        return f"{said}{abstained}. It {needed} {counted(self.least, 'vote')} for."


@dataclass(frozen=True)
class Part:
    """One part of the bar."""

    name: str
    css: str
    votes: int
    share: str
    x: float
    width: float


@dataclass(frozen=True)
class VoteBar:
    """The bar: its parts, and where the votes needed are reached."""

    count: VoteCount
    parts: Sequence[Part]
    mark: Place
    width: int = BAR_WIDTH


def vote_bar(count: VoteCount) -> VoteBar:
    """Places for, against and abstentions side by side, as shares of what the majority is of."""
    votes = [
        ("For", "for", count.for_it),
        ("Against", "against", count.against),
        ("Abstained", "abstained", count.abstained),
    ]
    whole = max(sum(amount for _, _, amount in votes), count.basis_votes)
    parts = tuple(side_by_side(votes, whole, count.basis_votes))
    return VoteBar(count, parts, Place(share_of(min(count.least, whole), whole)))


def side_by_side(votes: Iterable[tuple[str, str, int]], whole: int, of: int) -> Iterable[Part]:
    """Each part begins where the one before it ends."""
    before = 0
    for name, css, amount in votes:
        x = units(share_of(before, whole), BAR_WIDTH)
        before += amount
        width = round(units(share_of(before, whole), BAR_WIDTH) - x, 1)
        share = "" if css == "abstained" and of < whole else percent(amount, of)
        yield Part(name, css, amount, share, x, width)

"""A vote by card: what each delegation or place cast, by which channel, and what came of it."""

from __future__ import annotations

from enum import StrEnum

from domain.cycle.assembly import Votes
from domain.kernel.value import Value
from domain.meetings.decisions import Answer
from domain.meetings.delegations import Floor
from domain.rules.values import Base, Share


class Channel(StrEnum):
    """By which way a card came in."""

    IN_THE_HALL = "in the hall"
    ONLINE = "online"
    ON_PAPER = "on paper"


class Cast(Value):
    """Cards that were cast: by a whole delegation, or by one of its places by roll call."""

    delegation: str
    votes: Votes
    channel: Channel
    place: int | None = None

    @property
    def is_split(self) -> bool:
        given = (self.votes.in_favour, self.votes.against, self.votes.abstained)
        return sum(figure > 0 for figure in given) > 1

    @classmethod
    def whole(
        cls, delegation: str, place: int, worth: int, answer: Answer, channel: Channel
    ) -> Cast:
        """All the cards of one place, one way."""
        votes = Votes(
            in_favour=worth if answer is Answer.FOR else 0,
            against=worth if answer is Answer.AGAINST else 0,
            abstained=worth if answer is Answer.ABSTAINED else 0,
        )
        return cls(delegation=delegation, votes=votes, channel=channel, place=place)


class CardResult(Value):
    """The one result of a card vote, and how many of all cards were cast."""

    votes: Votes
    cards: int
    carried: bool
    because: str


class CardVote(Value):
    """A card vote on an item of the agenda, or on a motion there, with all that was cast in it.

    `floor` is who spoke for which place, and with how many cards, when it was called: whoever is
    accredited, takes a place or gives a proxy later does so for the next vote.
    """

    number: int
    item: int
    question: str
    motion: int | None = None
    floor: Floor = Floor()
    cast: tuple[Cast, ...] = ()
    result: CardResult | None = None

    @property
    def cards(self) -> int:
        """All the cards there were when it was called."""
        return sum(one.cards for one in self.floor.delegations)

    def has_voted(self, delegation: str, place: int | None = None) -> bool:
        """Whether a delegation, or that place of it, is counted already.

        A delegation that cast its cards has no place left to call, and one of which a place has
        answered can't cast all of its cards any more.
        """
        mine = [one for one in self.cast if one.delegation == delegation]
        if place is None:
            return bool(mine)
        return any(one.place in (None, place) for one in mine)

    def with_cast(self, cast: Cast) -> CardVote:
        return self.model_copy(update={"cast": (*self.cast, cast)})


def result_of(vote: CardVote, majority: Share) -> CardResult:
    """Every card that was cast, counted once, against the majority of the rule."""
    cards = vote.cards
    votes = Votes(
        in_favour=sum(one.votes.in_favour for one in vote.cast),
        against=sum(one.votes.against for one in vote.cast),
        abstained=sum(one.votes.abstained for one in vote.cast),
    )
    whole = {Base.VOTES_CAST: votes.cast, Base.PRESENT: votes.took_part}.get(majority.of, cards)
    carried = majority.met_by(votes.in_favour, whole)
    reached = "reaches" if carried else "does not reach"
    because = f"{votes.in_words()}, of {cards} cards: {reached} {majority.in_words()}."
    return CardResult(votes=votes, cards=cards, carried=carried, because=because)

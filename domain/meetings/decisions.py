"""A decision of a meeting: how it was come to, by how many, and whether it binds.

A decision that was taken without a quorum is a fact: it is kept, and binds only once a later
meeting of the body that has a quorum ratifies it.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from domain.cycle.assembly import Votes
from domain.decisions.decided import DecidedAt
from domain.kernel.ids import ActId, PersonId
from domain.kernel.refusal import BadInput, RuleBroken
from domain.kernel.value import Value
from domain.meetings.attendance import Attendance
from domain.meetings.orders import MAJORITY, Orders
from domain.meetings.strength import UNTOLD
from domain.rules.values import Base, Share


class Manner(StrEnum):
    """How a meeting comes to a decision, or what it does by one."""

    CONSENSUS = "consensus"
    VOTE = "vote"
    NOTED = "noted"
    ELECTED = "elected"
    ENDORSED = "endorsed"
    ESTABLISHED = "established"
    CO_OPTED = "co-opted"


class Form(StrEnum):
    """The form of a vote; of a secret one only the figures are kept."""

    OPEN = "open"
    SHOW_OF_HANDS = "show of hands"
    RECORDED = "recorded"
    SECRET = "secret"


class Answer(StrEnum):
    """What one person votes."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"


class NamedVote(Value):
    """One person's vote in a recorded vote."""

    person: PersonId
    answer: Answer


class Names(Value):
    """The body, the post and the person that a decision is about, as far as it names them.

    `decision` is an earlier one that it ratifies, annuls or replaces.
    """

    body: str | None = None
    post: str | None = None
    person: PersonId | None = None
    decision: DecidedAt | None = None


class Put(Value):
    """What is put to the meeting, and what it answered.

    Without `votes` and `named` nobody objected.  `motion` is the motion that it decides.
    """

    item: int
    manner: Manner
    text: str
    motion: int | None = None
    form: Form | None = None
    votes: Votes | None = None
    named: tuple[NamedVote, ...] = ()
    names: Names = Names()


class Settled(StrEnum):
    """What a later decision made of one."""

    RATIFIED = "ratified"
    ANNULLED = "annulled"
    REPLACED = "replaced"

    @property
    def holds(self) -> bool:
        """Whether the earlier one is still acted on."""
        return self is Settled.RATIFIED


class Later(Value):
    """The later decision that settled one: of which meeting, its number, and its act.

    One that was taken in writing names its written resolution, and the number 1.
    """

    meeting: UUID
    number: int
    act: ActId

    def is_same(self, other: Later | None) -> bool:
        """Whether another names the same decision."""
        return other is not None and (self.meeting, self.number) == (other.meeting, other.number)


class Decision(Value):
    """A decision on record; `act` is the act by which it was taken, `voters` how many could vote.

    `carried` says whether it was agreed to, and `later` which decision settled it.  `card_vote` is
    the number of the card vote that it was taken by: its votes, and `voters`, are cards.  How many
    were there is left out where that is told to nobody.
    """

    number: int
    item: int
    manner: Manner
    text: str
    act: ActId
    present: int | None
    voters: int | None
    needed: int | None
    quorate: bool
    carried: bool
    because: str
    motion: int | None = None
    form: Form | None = None
    votes: Votes | None = None
    named: tuple[NamedVote, ...] = ()
    names: Names = Names()
    card_vote: int | None = None
    settled: Settled | None = None
    later: Later | None = None

    @property
    def binds(self) -> bool:
        """Whether it may be acted on."""
        if self.settled is not None:
            return self.carried and self.settled.holds
        return self.carried and self.quorate

    @property
    def tied(self) -> bool:
        votes = self.votes
        return votes is not None and not self.carried and votes.in_favour == votes.against

    @property
    def inquorate(self) -> str | None:
        """In what way too few were there, if they were."""
        if self.quorate:
            return None
        if self.present is None:
            return UNTOLD
        return f"{self.present} voting members were present, where {self.needed} are needed."


def counted(put: Put, voters: tuple[Attendance, ...]) -> Votes | None:
    """The figures of a vote, each given by somebody who may; raises `BadInput`."""
    votes = _figures(put)
    if votes is not None:
        votes.must_be_by(len(voters), MAJORITY)
    allowed = {one.person for one in voters}
    for one in put.named:
        if one.person not in allowed:
            raise RuleBroken(
                "A vote was recorded for somebody who may not vote here. Take it out.",
                rule=MAJORITY,
            )
    return votes


def _figures(put: Put) -> Votes | None:
    votes = _given_figures(put)
    if put.manner is Manner.CONSENSUS and votes is not None and votes.against:
        raise BadInput(
            f"With {votes.in_words()} somebody objected, so it was no consensus. Enter it as a "
            "vote.",
            rule=MAJORITY,
        )
    return votes


def _given_figures(put: Put) -> Votes | None:
    if put.form is Form.RECORDED and not put.named:
        raise BadInput(
            "A recorded vote is kept with the names of those who voted. Give them, or say how else "
            "it was taken.",
            rule=MAJORITY,
        )
    if put.manner is Manner.VOTE and put.votes is None and not put.named:
        raise BadInput("Give the votes for, against and abstaining.", rule=MAJORITY)
    if not put.named:
        return put.votes
    if put.form is not Form.RECORDED:
        raise BadInput(
            "Names are kept of a recorded vote only. Give the figures alone.", rule=MAJORITY
        )
    if len({one.person for one in put.named}) < len(put.named):
        raise BadInput("Somebody's vote is recorded twice. Record it once.", rule=MAJORITY)
    by_name = Votes(
        in_favour=_given(put, Answer.FOR),
        against=_given(put, Answer.AGAINST),
        abstained=_given(put, Answer.ABSTAINED),
    )
    if put.votes not in (None, by_name):
        raise BadInput(f"The names make {by_name.in_words()}; the figures differ.", rule=MAJORITY)
    return by_name


def _given(put: Put, answer: Answer) -> int:
    return sum(one.answer is answer for one in put.named)


def outcome(votes: Votes | None, present: int, members: int, orders: Orders) -> tuple[bool, str]:
    """Whether it is agreed to, and why in words.  Without votes nobody objected."""
    if votes is None:
        return True, "Nobody objected."
    majority = orders.share(MAJORITY)
    carried = met(majority, votes, present, members)
    reached = "reaches" if carried else "does not reach"
    return carried, f"{votes.in_words()}: {reached} {majority.in_words()}."


def met(majority: Share, votes: Votes, present: int, members: int) -> bool:
    """Whether a vote reaches a majority, of whatever the rule counts it."""
    whole = {
        Base.VOTES_CAST: votes.cast,
        Base.PRESENT: present,
        Base.MEMBERS: members,
        Base.ELIGIBLE: members,
    }[majority.of]
    return majority.met_by(votes.in_favour, whole)

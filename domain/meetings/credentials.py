"""The credentials of a meeting of delegates, and its votes by card and by roll call.

Whatever the channel, a card is counted once: a delegation that cast its cards is not called by
roll, a place that answered does not answer again, and whoever walks in ends their own proxy.

A meeting that is moved begins anew, and so do its credentials: members are counted for its new day.

Who may vote and with which weight is fixed when a card vote is called.  Whoever is accredited or
takes a place later does so for the next one; a principal who walks in ends their proxy, and that
place has the one answer still.  The meeting goes on only once the vote has been counted; that it
decides then is recorded by the meeting.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import PersonId, ProcessId, derived
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken
from domain.meetings.cards import CardResult, CardVote, Cast, Channel, result_of
from domain.meetings.decisions import Answer
from domain.meetings.delegations import (
    COUNTED_AT,
    PER_CARD,
    PER_PLACE,
    SPLIT,
    Delegate,
    Delegation,
    Floor,
    Part,
    Proxy,
    entitled,
    must_be_countable,
    must_have_room,
)
from domain.meetings.orders import MAJORITY, PROXIES_EACH, PROXY_VOTE, Orders


def credentials_id(meeting: UUID) -> ProcessId:
    """The id of the credentials of a meeting."""
    return ProcessId(derived(meeting, "credentials"))


class Credentials(Aggregate):
    """Who was accredited to one meeting, and its card votes."""

    TOPIC = "credentials"

    class Created(Aggregate.Created):
        """Never recorded: they begin by being opened."""

        TOPIC = "credentials.created.v1"

    class Opened(Aggregate.Created):
        """Credentials were opened for a meeting; members are counted as of a day."""

        TOPIC = "credentials.opened.v1"
        meeting: UUID
        title: str
        counted_on: date

    class BegunAnew(Aggregate.Event):
        """The meeting was moved: nobody is accredited; members are counted as of another day."""

        TOPIC = "credentials.begun_anew.v1"
        counted_on: date

    class DelegationAdmitted(Aggregate.Event):
        """A group's entitlement was worked out."""

        TOPIC = "credentials.delegation_admitted.v1"
        delegation: Delegation

    class DelegateAdmitted(Aggregate.Event):
        """Somebody was accredited: a delegate, the other half of a job share, or an alternate."""

        TOPIC = "credentials.delegate_admitted.v1"
        delegate: Delegate

    class DelegateEnded(Aggregate.Event):
        """Somebody is a delegate no longer, for they left the organisation."""

        TOPIC = "credentials.delegate_ended.v1"
        person: PersonId
        name: str
        reason: str

    class PlaceTaken(Aggregate.Event):
        """Somebody speaks for a place from here on; a proxy that they had given ends."""

        TOPIC = "credentials.place_taken.v1"
        person: PersonId

    class ProxyGiven(Aggregate.Event):
        """A delegate who is away gave another a proxy."""

        TOPIC = "credentials.proxy_given.v1"
        proxy: Proxy

    class CardVoteCalled(Aggregate.Event):
        """A vote by card was called, on an item of the agenda or on a motion under it."""

        TOPIC = "credentials.card_vote_called.v1"
        number: int
        item: int
        motion: int | None
        question: str

    class CardsCast(Aggregate.Event):
        """A delegation cast its cards, all one way or split."""

        TOPIC = "credentials.cards_cast.v1"
        number: int
        cast: Cast

    class RollCallAnswered(Aggregate.Event):
        """A place answered when it was called."""

        TOPIC = "credentials.roll_call_answered.v1"
        number: int
        person: PersonId
        cast: Cast

    class CardVoteClosed(Aggregate.Event):
        """A vote by card was closed and counted."""

        TOPIC = "credentials.card_vote_closed.v1"
        number: int
        result: CardResult

    def __init__(self, meeting: UUID, title: str, counted_on: date) -> None:
        self.meeting = meeting
        self.title = title
        self.counted_on = counted_on
        self.floor = Floor()
        self.votes: tuple[CardVote, ...] = ()

    @classmethod
    def open(cls, act: Act, meeting: UUID, title: str, counted_on: date) -> Credentials:
        """Open the credentials of a meeting; the day of counting follows from a rule.

        That the body meets by delegates is judged by whoever asks.
        """
        stream = credentials_id(meeting)
        return cls._begin(
            cls.Opened,
            stream,
            act.under(COUNTED_AT).within(meeting, act.rulebook_version),
            meeting=meeting,
            title=title,
            counted_on=counted_on,
        )

    def begin_anew(self, act: Act, counted_on: date) -> None:
        """Forget who was accredited, for the meeting was moved and members are counted again."""
        self._begun_anew(act=self._inside(act.under(COUNTED_AT)), counted_on=counted_on)

    def admit_delegation(
        self, act: Act, slug: str, name: str, members: int, orders: Orders
    ) -> None:
        """Work out what a group of so many members is entitled to."""
        if any(one.slug == slug for one in self.floor.delegations):
            raise OutOfOrder(f"The delegation of {name} has been accredited already.")
        places, cards = entitled(members, orders.count(PER_PLACE), orders.count(PER_CARD))
        found = Delegation(slug=slug, name=name, members=members, places=places, cards=cards)
        must_be_countable(self.floor, found)
        cited = self._inside(act.under(PER_PLACE, PER_CARD))
        self._delegation_admitted(act=cited, delegation=found)

    def admit_delegate(self, act: Act, delegate: Delegate) -> None:
        """Accredit somebody for a place of their delegation; once each."""
        if any(one.person == delegate.person for one in self.floor.delegates):
            raise OutOfOrder(f"{delegate.name} has been accredited already.")
        must_have_room(self.floor, delegate)
        self._delegate_admitted(act=self._inside(act.under(PER_PLACE)), delegate=delegate)
        if delegate.part is Part.DELEGATE:
            self._place_taken(act=self._inside(act.under(PER_PLACE)), person=delegate.person)

    def take_place(self, act: Act, person: PersonId) -> None:
        """Let an alternate or the other half of a job share speak, or a principal who walked in."""
        one = self.floor.delegate(person)
        alone = person in self.floor.speaking and self.floor.holder_of(person) is None
        if alone:
            raise OutOfOrder(f"{one.name} speaks for that place already.")
        self._place_taken(act=self._inside(act.under(PER_PLACE)), person=person)

    def give_proxy(self, act: Act, proxy: Proxy, orders: Orders) -> None:
        """Let somebody who is there answer for a delegate who is not, within the cap."""
        rule = orders.rule(PROXY_VOTE)
        if not orders.holds(PROXY_VOTE):
            raise RuleBroken("The rules know no proxies.", rule=rule.id, clause=rule.clause)
        principal, holder = (self.floor.delegate(p) for p in (proxy.principal, proxy.holder))
        for one in (principal, holder):
            if one.person not in self.floor.speaking:
                raise OutOfOrder(f"{one.name} speaks for no place.", rule=PROXY_VOTE)
        if principal == holder or self.floor.holder_of(holder.person) is not None:
            raise BadInput("A proxy is held by somebody else, who is there.", rule=PROXY_VOTE)
        if any(one.holder == proxy.principal for one in self.floor.proxies):
            raise OutOfOrder(
                f"{principal.name} holds a proxy, and so is there to vote.", rule=PROXY_VOTE
            )
        held = sum(one.holder == proxy.holder for one in self.floor.proxies)
        if held >= orders.count(PROXIES_EACH):
            raise RuleBroken(
                f"{holder.name} holds {held} proxies already, and no more are allowed.",
                rule=PROXIES_EACH,
                clause=orders.rule(PROXIES_EACH).clause,
            )
        self._proxy_given(act=self._inside(act.under(PROXY_VOTE, PROXIES_EACH)), proxy=proxy)

    def end_delegate(self, act: Act, person: PersonId, reason: str) -> None:
        """Record that somebody lost what a delegate needs; a card vote that is open goes on."""
        name = self.floor.delegate(person).name
        cited = self._inside(act.under(PER_PLACE))
        self._delegate_ended(act=cited, person=person, name=name, reason=reason)

    def call_card_vote(self, act: Act, question: str, item: int, motion: int | None = None) -> int:
        """Call a vote by card on an item, or on a motion under it; one at a time.

        That the item is open and the motion under it is judged by whoever asks.
        """
        if any(vote.result is None for vote in self.votes):
            raise OutOfOrder("A card vote is open. Close it first.", rule=PER_CARD)
        number = len(self.votes) + 1
        cited = self._inside(act.under(PER_CARD))
        self._card_vote_called(
            act=cited, number=number, item=item, motion=motion, question=question
        )
        return number

    def cast_cards(
        self,
        act: Act,
        number: int,
        cast: Cast,
        orders: Orders,
        barred: frozenset[PersonId] = frozenset(),
    ) -> None:
        """Cast the cards of a whole delegation; split only where a rule lets them be.

        Somebody has to speak for it who is not suspended; `barred`: those who are.
        """
        vote = self._open(number)
        delegation = self._delegation_in(vote, cast.delegation)
        if not vote.floor.speakers(delegation.slug) - barred:
            raise NotAllowed(
                f"Nobody spoke for {delegation.name} when card vote {number} was called, so its "
                "cards are not cast in it.",
                rule=PER_CARD,
            )
        if vote.has_voted(delegation.slug):
            raise OutOfOrder(
                f"{delegation.name} has voted in this card vote already.", rule=PER_CARD
            )
        if cast.votes.took_part != delegation.cards:
            raise BadInput(
                f"{delegation.name} has {delegation.cards} cards; {cast.votes.took_part} were "
                "cast. Count every card for, against or abstaining.",
                rule=PER_CARD,
            )
        if cast.is_split and not orders.holds(SPLIT):
            raise RuleBroken(
                "A delegation casts all of its cards one way.",
                rule=SPLIT,
                clause=orders.rule(SPLIT).clause,
            )
        whole = cast.model_copy(update={"place": None})
        self._cards_cast(act=self._inside(act.under(PER_CARD, SPLIT)), number=number, cast=whole)

    def answer_roll_call(
        self, act: Act, number: int, person: PersonId, voter: PersonId, said: tuple[Answer, Channel]
    ) -> None:
        """Take the answer for the place that somebody speaks for; `voter` gives it."""
        vote, one = self._open(number), self.floor.delegate(person)
        if vote.has_voted(one.delegation, one.place):
            raise OutOfOrder(f"The place of {one.name} has answered already.", rule=PER_CARD)
        if not self._may_answer(vote, person, voter):
            raise NotAllowed(self._why_not(vote, one, voter), rule=PROXY_VOTE)
        worth = vote.floor.delegation(one.delegation).worth_of(one.place)
        cast = Cast.whole(one.delegation, one.place, worth, *said)
        cited = self._inside(act.under(PER_CARD))
        self._roll_call_answered(act=cited, number=number, person=voter, cast=cast)

    def close_card_vote(self, act: Act, number: int, orders: Orders) -> CardResult:
        """Close a card vote and count every card that was cast, once."""
        vote = self._open(number)
        result = result_of(vote, orders.share(MAJORITY))
        cited = self._inside(act.under(PER_CARD, MAJORITY))
        self._card_vote_closed(act=cited, number=number, result=result)
        return result

    def must_be_counted(self) -> None:
        """Refuse to go on with the meeting while a card vote is open; raises `OutOfOrder`."""
        left_open = next((vote for vote in self.votes if vote.result is None), None)
        if left_open is not None:
            raise OutOfOrder(
                f"Card vote {left_open.number} is open: {_ended(left_open.question)} Close and "
                "count it before the meeting goes on to something else or ends.",
                rule=PER_CARD,
            )

    def vote(self, number: int) -> CardVote:
        """The card vote of that number; raises `BadInput`."""
        if not 1 <= number <= len(self.votes):
            raise BadInput(f"There is no card vote {number}.", rule=PER_CARD)
        return self.votes[number - 1]

    def _open(self, number: int) -> CardVote:
        vote = self.vote(number)
        if vote.result is not None:
            raise OutOfOrder(f"Card vote {number} has been closed already.", rule=PER_CARD)
        return vote

    def _delegation_in(self, vote: CardVote, slug: str) -> Delegation:
        """The delegation as it was when the vote was called; raises `OutOfOrder`."""
        known = self.floor.delegation(slug)
        if known not in vote.floor.delegations:
            raise OutOfOrder(
                f"{known.name} was accredited after card vote {vote.number} had been called, so it "
                "has cards in the next one only.",
                rule=PER_CARD,
            )
        return known

    def _may_answer(self, vote: CardVote, person: PersonId, voter: PersonId) -> bool:
        """By the floor as it was when the vote was called; the principal may have come since."""
        walked_in = voter == person and self.floor.may_answer(person, person)
        held_still = not self.floor.may_answer(person, person)
        return person in vote.floor.speaking and (
            walked_in or (held_still and vote.floor.may_answer(person, voter))
        )

    def _why_not(self, vote: CardVote, one: Delegate, voter: PersonId) -> str:
        """Why somebody does not answer for a place, where the floor has moved on too."""
        other = self.floor.delegate(voter).name
        if not self.floor.may_answer(one.person, voter):
            return f"{other} does not answer for the place of {one.name}."
        return (
            f"Who answers in card vote {vote.number} was fixed when it was called. {other} answers "
            "for that place from the next one on."
        )

    def _inside(self, act: Act) -> Act:
        return act.within(self.meeting, act.rulebook_version)

    @event(BegunAnew)
    def _begun_anew(self, act: Act, counted_on: date) -> None:
        self.counted_on = counted_on
        self.floor = Floor()

    @event(DelegationAdmitted)
    def _delegation_admitted(self, act: Act, delegation: Delegation) -> None:
        known = (*self.floor.delegations, delegation)
        self.floor = self.floor.model_copy(update={"delegations": known})

    @event(DelegateAdmitted)
    def _delegate_admitted(self, act: Act, delegate: Delegate) -> None:
        known = (*self.floor.delegates, delegate)
        self.floor = self.floor.model_copy(update={"delegates": known})

    @event(DelegateEnded)
    def _delegate_ended(self, act: Act, person: PersonId, name: str, reason: str) -> None:
        self.floor = self.floor.without(person)

    @event(PlaceTaken)
    def _place_taken(self, act: Act, person: PersonId) -> None:
        self.floor = self.floor.taken(person)

    @event(ProxyGiven)
    def _proxy_given(self, act: Act, proxy: Proxy) -> None:
        kept = tuple(one for one in self.floor.proxies if one.principal != proxy.principal)
        self.floor = self.floor.model_copy(update={"proxies": (*kept, proxy)})

    @event(CardVoteCalled)
    def _card_vote_called(
        self, act: Act, number: int, item: int, motion: int | None, question: str
    ) -> None:
        vote = CardVote(
            number=number, item=item, motion=motion, question=question, floor=self.floor
        )
        self.votes += (vote,)

    @event(CardsCast)
    def _cards_cast(self, act: Act, number: int, cast: Cast) -> None:
        self._now(number, self.vote(number).with_cast(cast))

    @event(RollCallAnswered)
    def _roll_call_answered(self, act: Act, number: int, person: PersonId, cast: Cast) -> None:
        self._now(number, self.vote(number).with_cast(cast))

    @event(CardVoteClosed)
    def _card_vote_closed(self, act: Act, number: int, result: CardResult) -> None:
        self._now(number, self.vote(number).model_copy(update={"result": result}))

    def _now(self, number: int, vote: CardVote) -> None:
        self.votes = tuple(vote if one.number == number else one for one in self.votes)


def _ended(question: str) -> str:
    return question if question.rstrip().endswith(("?", ".", "!")) else f"{question}."

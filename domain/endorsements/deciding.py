"""How it is decided who is endorsed: who asks, who is on the paper, and what came of it.

Where members decide, everyone who asked in time is on the paper; where the body recommends, one.
"""

from __future__ import annotations

from datetime import datetime

from domain.ballots.ballot import Ballot
from domain.ballots.choices import Choices
from domain.ballots.terms import TIES
from domain.elections.lot import LotSource
from domain.endorsements.acts import Votes
from domain.endorsements.paper import NONE_OF_THEM, choosing_of, question_of, terms_of_ballot
from domain.endorsements.state import EndorsementState, Request, State
from domain.endorsements.terms import ASKED_BY, ASKING_DAYS, BODY_POWER, PAPER, ROUTE, Route
from domain.kernel.act import Act
from domain.kernel.ids import PersonId, derived
from domain.kernel.moments import in_words
from domain.kernel.refusal import BadInput, OutOfOrder, RuleBroken, TooEarly, TooLate
from domain.rules.governing import Governing


class Deciding(EndorsementState):
    """What is done until it is settled who is endorsed."""

    def ask(
        self, act: Act, person: PersonId | None, name: str, statement: str, declaration: str
    ) -> None:
        """Take a request in; everyone who asks in time is on the paper where members choose."""
        if self.asking_closed or act.occurred_at >= self.terms.asks_until:
            raise TooLate(
                f"Requests could be made until {in_words(self.terms.asks_until)}.",
                rule=ASKING_DAYS,
            )
        if not declaration.strip():
            raise BadInput("Write the declaration: what they commit themselves to.")
        for one in self.standing:
            if one.name.casefold() == name.casefold() or (person and one.person == person):
                raise OutOfOrder(f"{one.name} has asked already.", rule=ASKED_BY)
        if name.casefold() == NONE_OF_THEM.casefold():
            raise BadInput("Nobody can stand under that name: it means none of them.")
        self.record(
            self.Asked,
            act,
            number=len(self.requests) + 1,
            person=person,
            name=name,
            statement=statement,
            declaration=declaration,
        )

    def take_back(self, act: Act, number: int) -> None:
        """Take a request back, until the time to ask is over: then the paper is made."""
        found = self.request(number)
        if self.asking_closed:
            raise TooLate("The time to ask is over, and the paper is made.", rule=ASKING_DAYS)
        if found.state is not State.ASKED:
            raise OutOfOrder("This request was taken back already.", rule=ASKED_BY)
        self.record(self.TakenBack, act, number=number)

    def announce_lot(self, act: Act, lot: LotSource) -> None:
        """Announce which value draws a tie, until members are asked."""
        if self.terms.route is not Route.MEMBERS or self.ballot is not None or self.settled:
            raise OutOfOrder("No tie of this endorsement is drawn any more.", rule=TIES)
        lot.must_not_be_known(act.occurred_at, TIES)
        self.record(self.LotAnnounced, act.under(TIES), lot=lot)

    def close_asking(self, act: Act) -> None:
        """Record, at its moment, that the time to ask is over."""
        if self.asking_closed:
            return
        until = self.terms.asks_until
        if act.occurred_at < until:
            raise TooEarly(f"Requests can be made until {in_words(until)}.", rule=ASKING_DAYS)
        at = act.at(max(until, self.modified_on)).under(ASKING_DAYS)
        self.record(self.AskingClosed, at, asked=len(self.standing))

    def recommend(self, act: Act, number: int, votes: Votes, since: str = "") -> None:
        """Record whom the body recommends; raises `RuleBroken` where members choose by themselves.

        `since` says in a sentence by what that came to be so.
        """
        self._must_be_undecided()
        if self.terms.route is not Route.RECOMMENDATION:
            raise RuleBroken(
                f"For {self.office} no recommendation is put to members: everyone who asks is on "
                f"the paper.{since}",
                rule=PAPER,
            )
        if self.recommended is not None:
            raise OutOfOrder("It was recommended already whom members vote on.", rule=PAPER)
        found = self._who_stands(number)
        if votes.votes_for <= votes.votes_against:
            raise BadInput("A recommendation has more votes for it than against it.")
        stamped = act.under(PAPER)
        self.record(self.Recommended, stamped, number=number, name=found.name, votes=votes)

    @property
    def wants_a_vote(self) -> bool:
        """Whether members are to be asked now."""
        if self.settled or self.ballot is not None or not self.asking_closed:
            return False
        if self.terms.route is Route.RECOMMENDATION:
            return self.recommended is not None
        return self.terms.route is Route.MEMBERS and bool(self.standing)

    def why_no_vote_yet(self, now: datetime) -> str | None:
        """What is missing before members can be asked, as a sentence; None if nothing is."""
        if self.terms.route is not Route.MEMBERS or not self._chooses:
            return None
        closes = self.terms.hours(now).closes
        if self.lot is not None and self.lot.known_from >= closes:
            return None
        return (
            "Waits for whoever called it to announce a value that ties are drawn by: one that "
            f"nobody knows before {in_words(closes)}."
        )

    @property
    def _chooses(self) -> bool:
        """Whether the paper chooses between names; one alone is answered with yes or no."""
        return len(self.standing) > 1

    def call_vote(self, act: Act, rules: Governing) -> tuple[Ballot, Choices | None]:
        """Ask the members; everyone who asked is on the paper, or the one who is recommended."""
        why_not = self.why_no_vote_yet(act.occurred_at)
        if why_not is not None:
            raise OutOfOrder(why_not, rule=TIES)
        hours, ballot = self.terms.hours(act.occurred_at), derived(self.id, "ballot")
        members = self.terms.route is Route.MEMBERS and self._chooses
        one = self.recommended or self.standing[0].number
        names = tuple(who.name for who in self.standing) if members else (self.request(one).name,)
        choosing = choosing_of(self.title, names, self.terms) if members else None
        title = self.title if members else f"Shall {names[0]} be endorsed for {self.office}?"
        called = Ballot.call(
            ballot,
            act,
            title=self.title,
            parent=None,
            questions=(question_of(ballot, title, names),),
            hours=hours,
            rules=rules,
            terms=terms_of_ballot(self.id, hours, self.terms, act.occurred_at),
        )
        self.record(
            self.BallotCalled, act.under(ROUTE, PAPER), ballot=ballot, hours=hours, names=names
        )
        if choosing is None:
            return called, None
        assert self.lot is not None
        return called, Choices.put(called, act, (choosing,), self.lot)

    def settle_by_vote(self, act: Act, ballot: Ballot, choices: Choices | None) -> None:
        """Record what the members said."""
        if self.settled:
            return
        if not ballot.declared:
            raise OutOfOrder("The vote has not been declared.", rule=ROUTE)
        if choices is None:
            (result,) = ballot.results
            won = self.recommended or self.standing[0].number
            numbers: tuple[int, ...] = (won,) if result.verdict.carried else ()
            because = f"{result.tally.yes} for, {result.tally.no} against"
        else:
            elected = choices.chosen[0].result.elected
            numbers = tuple(one.number for one in self.standing if one.name in elected)
            because = f"{choices.chosen[0].because}; most wanted {', '.join(elected) or 'nobody'}"
        self._settle(act.under(ROUTE, PAPER), numbers, because)

    def settle_unasked(self, act: Act) -> None:
        """Record that nobody is endorsed, as nobody asked."""
        if self.asking_closed and not self.settled and not self.standing:
            self._settle(act.under(ASKING_DAYS), (), "nobody asked")

    def settle_by_body(
        self, act: Act, numbers: tuple[int, ...], because: str, since: str = ""
    ) -> None:
        """Record whom the body endorses by itself; raises `RuleBroken` where members do."""
        self._must_be_undecided()
        if self.terms.route is not Route.BODY:
            raise RuleBroken(
                f"For {self.office} nobody is endorsed by the body alone: members vote.{since}",
                rule=ROUTE,
            )
        if len(set(numbers)) != len(numbers) or len(numbers) > self.places:
            raise BadInput(
                f"There is support for {self.places} at the most, and each is named once."
            )
        for number in numbers:
            self._who_stands(number)
        self._settle(act.under(BODY_POWER), numbers, because)

    def _settle(self, act: Act, numbers: tuple[int, ...], because: str) -> None:
        names = tuple(self.request(one).name for one in numbers)
        review = self.terms.review_at(act.occurred_at) if numbers else None
        self.record(
            self.Settled,
            act,
            endorsed=numbers,
            names=names,
            because=because,
            review_at=review,
        )

    def _who_stands(self, number: int) -> Request:
        found = self.request(number)
        if found.state is not State.ASKED:
            raise OutOfOrder(f"{found.name} does not ask any more.", rule=ASKED_BY)
        return found

    def _must_be_undecided(self) -> None:
        if self.settled:
            raise OutOfOrder("It is settled who is endorsed.", rule=BODY_POWER)
        if not self.asking_closed:
            raise TooEarly(
                f"Requests can be made until {in_words(self.terms.asks_until)}.", rule=ASKING_DAYS
            )

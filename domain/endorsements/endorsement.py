"""One endorsement, from the call for requests until nobody is endorsed by it any more.

What is done is decided in `deciding` and `lasting`; here stands how it begins, and what each act
leaves behind.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.ballots.terms import Hours
from domain.elections.lot import LotSource
from domain.endorsements.acts import EndorsementActs, Votes
from domain.endorsements.deciding import Deciding
from domain.endorsements.lasting import Lasting
from domain.endorsements.state import Request, State
from domain.endorsements.terms import ASKING_DAYS, PAPER, ROUTE, EndorsementTerms, Route
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput


class Endorsement(Aggregate, Deciding, Lasting, EndorsementActs):
    """One endorsement for one office."""

    TOPIC = "endorsement"

    class Created(Aggregate.Created):
        """Never recorded: an endorsement begins by being called."""

        TOPIC = "endorsement.created.v1"

    class Called(Aggregate.Created):
        """Whoever stands for an office elsewhere was called to ask for endorsement."""

        TOPIC = "endorsement.called.v1"
        office: str
        election: str
        places: int
        terms: EndorsementTerms

    def __init__(self, office: str, election: str, places: int, terms: EndorsementTerms) -> None:
        self.office = office
        self.election = election
        self.places = places
        self.terms = terms
        self.lot: LotSource | None = None
        self.requests: tuple[Request, ...] = ()
        self.asking_closed = False
        self.recommended: int | None = None
        self.ballot: UUID | None = None
        self.settled = False
        self.review_at: datetime | None = None
        self.review_missed = False
        self.ended = False

    @classmethod
    def call(
        cls, thing: UUID, act: Act, office: str, election: str, places: int, terms: EndorsementTerms
    ) -> Endorsement:
        """Call for requests; raises `BadInput` for places that members can't decide on."""
        if places < 1 or (places > 1 and terms.route is not Route.BODY):
            raise BadInput("Members endorse one candidate for an office; the body one or more.")
        rules = (ASKING_DAYS,) if terms.route is Route.BODY else (ASKING_DAYS, ROUTE, PAPER)
        return cls._begin(
            cls.Called,
            thing,
            act.within(thing, terms.edition).under(*rules),
            office=office,
            election=election,
            places=places,
            terms=terms,
        )

    def _changed(self, number: int, **changes: object) -> None:
        self.requests = tuple(
            one.model_copy(update=changes) if one.number == number else one for one in self.requests
        )

    @event(EndorsementActs.LotAnnounced)
    def _lot_announced(self, act: Act, lot: LotSource) -> None:
        self.lot = lot

    @event(EndorsementActs.Asked)
    def _asked(
        self,
        act: Act,
        number: int,
        person: PersonId | None,
        name: str,
        statement: str,
        declaration: str,
    ) -> None:
        self.requests += (Request(number=number, person=person, name=name),)

    @event(EndorsementActs.TakenBack)
    def _taken_back(self, act: Act, number: int) -> None:
        self._changed(number, state=State.TAKEN_BACK)

    @event(EndorsementActs.AskingClosed)
    def _asking_closed(self, act: Act, asked: int) -> None:
        self.asking_closed = True

    @event(EndorsementActs.Recommended)
    def _recommended(self, act: Act, number: int, name: str, votes: Votes) -> None:
        self.recommended = number

    @event(EndorsementActs.BallotCalled)
    def _ballot_called(self, act: Act, ballot: UUID, hours: Hours, names: tuple[str, ...]) -> None:
        self.ballot = ballot

    @event(EndorsementActs.Settled)
    def _settled(
        self,
        act: Act,
        endorsed: tuple[int, ...],
        names: tuple[str, ...],
        because: str,
        review_at: datetime | None,
    ) -> None:
        self.settled = True
        self.review_at = review_at
        for one in self.standing:
            state = State.ENDORSED if one.number in endorsed else State.NOT_ENDORSED
            self._changed(one.number, state=state)

    @event(EndorsementActs.Reported)
    def _reported(self, act: Act, number: int, words: str) -> None:
        pass

    @event(EndorsementActs.ReviewMissed)
    def _review_missed(self, act: Act, due: datetime) -> None:
        self.review_missed = True

    @event(EndorsementActs.Reviewed)
    def _reviewed(self, act: Act, words: str, review_at: datetime) -> None:
        self.review_at, self.review_missed = review_at, False

    @event(EndorsementActs.WithdrawalProposed)
    def _withdrawal_proposed(
        self, act: Act, number: int, reasons: str, heard_until: datetime
    ) -> None:
        self._changed(number, hearing=heard_until, heard=False)

    @event(EndorsementActs.Heard)
    def _heard(self, act: Act, number: int, words: str) -> None:
        self._changed(number, heard=True)

    @event(EndorsementActs.WithdrawalDecided)
    def _withdrawal_decided(self, act: Act, number: int, withdrawn: bool, reasons: str) -> None:
        state = State.WITHDRAWN if withdrawn else State.ENDORSED
        self._changed(number, state=state, hearing=None, heard=False)

    @event(EndorsementActs.Ended)
    def _ended(self, act: Act, reason: str) -> None:
        self.ended = True

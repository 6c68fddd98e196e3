"""A small organisation that holds an election with nominations, for the real engine."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.choices import Choices, choices_id
from domain.ballots.filling import filled_in
from domain.ballots.scrutiny import Findings
from domain.bodies.body import Body, body_id
from domain.elections.election import Election
from domain.elections.lot import LotSource
from domain.elections.mattering import Error
from domain.elections.nomination import Nomination
from domain.elections.vacancy import Vacancy
from domain.elections.voting import Voting, voting_id
from domain.kernel.aggregate import Recorded
from domain.rules.values import RuleValue, Seats, Section
from services.application.bodies import EstablishBody, SeatMember
from services.application.elections import AnnounceLot, CallElection
from services.application.endings import DissolveBody, VacateSeat
from services.application.nominations import (
    AcceptNomination,
    Nominate,
    OpenNominations,
    SupportNomination,
)
from services.application.objections import RaiseObjection, RuleOnObjection
from services.application.scrutiny import NameScrutineer, ReportOnBallot
from services.application.vacancies import AcceptPlace, DeclinePlace
from services.application.vacated import IN_THE_BODY
from services.application.voting import AnnulSection, DeclareElection, OrderRecount
from services.bootstrap import Office
from services.voting.blind.port import asked
from tests.engine.small import Small
from tests.support.hands import member
from tests.support.kinds import Kind
from tests.support.rulebook import rules

OFFICER: Final = member(9)
WATCHER: Final = member(6)
PLACES: Final = Seats(seats=(Section(section="north", seats=2, min_women=1),))


class Standing:
    """An election to two places in the north, of which one is a woman's; two nominate each."""

    def __init__(self, at: Office, **other: RuleValue) -> None:
        self.at = at
        self.small = Small(at, rules=rules(election__ncg__seats=PLACES, **other))
        body = EstablishBody(slug="returning_officer", name="Officer", kind=Kind.PANEL)
        self.small.ask(body, member(0))
        seat = SeatMember(body="returning_officer", person=OFFICER, name="R", how="appointed")
        self.small.ask(seat, member(0))
        called = self.small.ask(CallElection(body="ncg", title="The group"), member(0))
        self.id = self.small.hands.began(called)

    def open(self) -> None:
        self.small.ask(OpenNominations(election=self.id), OFFICER)

    def nominate(self, number: int, *groups: str, support: bool = True) -> UUID:
        """A member is nominated and accepts; without support the nomination has a defect."""
        asked = Nominate(
            election=self.id, section="north", person=member(number), name=f"Member {number}"
        )
        made = self.small.hands.began(self.small.ask(asked, member(7)))
        if support:
            self.support(made)
        accepting = AcceptNomination(nomination=made, groups=groups, statement="For us.")
        self.small.ask(accepting, member(number))
        return made

    def support(self, nomination: UUID) -> None:
        self.small.ask(SupportNomination(nomination=nomination), member(8))

    def settled(self) -> None:
        """Three stand for two places, one of whom is a woman; it is due to be settled so."""
        self.open()
        for number in (2, 3):
            self.nominate(number)
        self.nominate(4, "women")

    def announce(self) -> None:
        """Announce a value for ties that becomes known after any close."""
        known_from = self.at.store.now() + timedelta(days=90)
        lot = LotSource(source="The lottery", known_from=known_from)
        self.small.ask(AnnounceLot(election=self.id, lot=lot), OFFICER)

    def vote(self) -> None:
        """Four papers, which mark the two men most often."""
        ballot = self.ballot
        choices = self.at.store.load(Choices, choices_id(ballot.id))
        for number, marks in enumerate(((1, 2), (1, 2), (1,), (3,)), start=2):
            paper = filled_in((marks,), asked(ballot, choices), choices.questions)
            self.at.boxes.cast(ballot.id, member(number), paper)

    def watch_over(self) -> None:
        """Name somebody who watches over the ballot."""
        named = NameScrutineer(ballot=self.ballot.id, person=WATCHER, name="W")
        self.small.ask(named, member(0))

    def report(self) -> None:
        """The scrutineer reports."""
        findings = Findings(lawful=True, safeguarded=True, unhindered=True)
        self.small.ask(ReportOnBallot(ballot=self.ballot.id, findings=findings), WATCHER)

    def annul(self) -> None:
        """The vote is annulled, over papers that would have changed it."""
        told = {"election": self.id, "section": "north", "missing": 9, "wrong": 0}
        annul = AnnulSection.model_validate({**told, "reasons": "Nine papers lay in a drawer."})
        self.small.ask(annul, OFFICER)

    def object(self) -> UUID:
        """Somebody objects to the result of the section."""
        told = {"election": self.id, "subject": "result", "section": "north"}
        asked = RaiseObjection.model_validate({**told, "grounds": "Nine papers lay in a drawer."})
        return self.small.hands.began(self.small.ask(asked, member(7)))

    def rule(self, objection: UUID, error: Error | None = None) -> None:
        """The returning officer upholds it; over an error the vote is annulled."""
        told = {"objection": objection, "upheld": True, "reasons": "The drawer was opened."}
        self.small.ask(RuleOnObjection.model_validate({**told, "error": error}), OFFICER)

    def recount(self) -> None:
        """The papers of the section are to be counted again."""
        again = OrderRecount(election=self.id, section="north", reasons="It was close.")
        self.small.ask(again, OFFICER)

    def leave(self, number: int) -> None:
        """Somebody who was elected leaves."""
        gone = VacateSeat(body="ncg", person=member(number), reason="No time any more.")
        self.small.ask(gone, member(number))

    def take(self, number: int) -> None:
        """Whoever is asked takes the place that is empty."""
        self.small.ask(AcceptPlace(vacancy=self.vacancy.id), member(number))

    def decline(self) -> None:
        """Whoever is asked declines."""
        asked = self.vacancy.offered_to
        assert asked is not None
        self.small.ask(DeclinePlace(vacancy=self.vacancy.id), asked)

    def dissolve(self) -> None:
        """The body is dissolved."""
        told = {"body": "ncg", "reason": "It is over.", "source": "a test"}
        self.small.ask(DissolveBody.model_validate({**told, "at": self.at.store.now()}), member(0))

    def declare(self) -> None:
        self.small.ask(DeclareElection(election=self.id), OFFICER)

    @property
    def voting(self) -> Voting:
        return self.at.store.load(Voting, voting_id(self.id))

    @property
    def vacancy(self) -> Vacancy:
        """The newest place that fell empty."""
        body = self.at.store.load(Body, body_id("ncg"))
        return self.at.store.load(Vacancy, IN_THE_BODY.of(self.at.store, body.id)[-1])

    @property
    def ballot(self) -> Ballot:
        (one,) = self.voting.ballots
        return self.at.store.load(Ballot, one.ballot)

    @property
    def objections_until(self) -> datetime:
        until = self.voting.objections_until
        assert until is not None
        return until

    @property
    def seated(self) -> list[str]:
        """Who sits for the north."""
        seats = self.at.store.load(Body, body_id("ncg")).seats
        return sorted(one.name for one in seats if one.category == "north")

    @property
    def election(self) -> Election:
        return self.at.store.load(Election, self.id)

    @property
    def due(self) -> datetime:
        found = self.election.next_due
        assert found is not None
        return found.moment

    @property
    def names(self) -> list[str]:
        """Who stands, once it is settled."""
        standing = self.election.of_section("north")
        assert standing is not None
        return [one.name for one in standing.candidates]

    def stands(self, nomination: UUID) -> bool:
        found = self.at.store.load(Nomination, nomination)
        assert found.settled
        return found.why_not(self.election.nominating_in("north")[0]) is None

    def moments(self, kind: type[Recorded]) -> list[datetime]:
        acts = self.at.store.acts(stream=self.id, topics=(kind.TOPIC,), limit=20)
        return [one.event.act.occurred_at for one in acts]

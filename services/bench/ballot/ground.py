"""Where ballots are measured: many members, with a sealed and a blind ballot open.

Members and calls are lawful acts that are brought in at once; freezing, keys and opening are the
steps that an engine takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.scrutiny import SATISFIED
from domain.ballots.terms import Hours, Question
from domain.bodies.member import Member
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import CycleId, derived
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from services.application.processes import STEPS
from services.application.scrutiny import NameScrutineer, ReportOnBallot
from services.bench.ballot.sizes import CALLED, CLOSES, OPENS, QUESTIONS
from services.bench.read.founding import Hands, found
from services.bench.read.groups import KEPT
from services.bench.read.pen import LARGE, Pen, number_of, pending, person
from services.bench.read.sizes import FOUNDED
from services.bootstrap import Office
from services.store.importing import import_acts
from workflows.contract import Step

BEFORE_OPENING: Final = ("freeze_roll", "announce_ballot")
SCRUTINEER: Final = person(1)


class Called(NamedTuple):
    """The two ballots."""

    sealed: UUID
    blind: UUID


def prepared(at: Office, hands: Hands, members: int) -> Called:
    """Found the organisation, bring in its members, and let voting begin."""
    found(hands)
    pen = Pen(at.store.load(Rulebook, RULEBOOK_ID).at(CALLED))
    import_acts(at.dsn, _joined(pen, members))
    called = Called(derived(LARGE, "sealed ballot"), derived(LARGE, "blind ballot"))
    ballots = (_call(pen, called.sealed, CycleId(LARGE)), _call(pen, called.blind, None))
    import_acts(at.dsn, pending(*ballots))
    at.projector.catch_up()
    at.projector.start()
    for ballot in called:
        at.store.clock.hold(at.store.load(Ballot, ballot).terms.joined_by)
        for step in BEFORE_OPENING:
            take(at, step, ballot)
        hands.ask(NameScrutineer(ballot=ballot, person=SCRUTINEER, name="A scrutineer"))
    at.store.clock.hold(OPENS)
    for ballot in called:
        take(at, "open_ballot", ballot)
    at.store.clock.hold(OPENS + timedelta(hours=1))
    return called


def reported(hands: Hands, ballot: UUID) -> None:
    """The scrutineer reports, without whom nothing is counted."""
    hands.ask(ReportOnBallot(ballot=ballot, findings=SATISFIED), SCRUTINEER)


def closed(at: Office) -> None:
    """Go on to the close."""
    at.store.clock.hold(CLOSES)


def take(at: Office, step: str, ballot: UUID) -> None:
    """Take one step of a ballot, as its process does."""
    done = STEPS[step](at.steps, Step(process_id=ballot, stage=step))
    assert done.done, f"{step}: {done.waiting_for}"


def _joined(pen: Pen, members: int) -> Iterator[Recorded]:
    for number in range(members):
        act = pen.act(FOUNDED, KEPT, by=person(0))
        joined = Member.join(
            act,
            number=number_of(number),
            joined_on=date(2020, 1 + number % 12, 1),
            region=f"Region {number % 12}",
        )
        yield from pending(joined)


def _call(pen: Pen, ballot: UUID, parent: CycleId | None) -> Ballot:
    questions = tuple(
        Question(
            subject=derived(ballot, "question", number),
            number=number,
            title=f"Question {number}",
            digest="0" * 64,
        )
        for number in range(1, QUESTIONS + 1)
    )
    return Ballot.call(
        ballot,
        pen.act(CALLED, by=person(0)),
        title="A measured ballot",
        parent=parent,
        questions=questions,
        hours=Hours(opens=OPENS, closes=CLOSES),
        rules=pen.rules,
    )

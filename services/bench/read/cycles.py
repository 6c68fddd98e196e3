"""The constitutional cycles of the large organisation: drafts, amendments, assemblies, ballots.

One is over, one takes amendments and one is in the middle of its ballot.  Who is on the roll, and
who has voted, stands in no act: `beside` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from domain.ballots.ballot import Ballot
from domain.ballots.scrutiny import SATISFIED, Scrutiny
from domain.ballots.terms import Hours, Question, Roll
from domain.counting.yes_no import Tally
from domain.cycle.asked import Asked, Drafter
from domain.cycle.assembly import Assembly, Delegate, Put, Votes
from domain.cycle.calendar import StageName, planned
from domain.cycle.cycle import Cycle
from domain.cycle.held import Verdict
from domain.cycle.proposal import Proposal
from domain.cycle.settling import Outcome
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import BodyId, CycleId, ProposalId, derived
from domain.text.amendment.change import AmendmentId
from domain.text.amendment.drafting import draft_amendment
from domain.text.text import Text
from services.bench.read.groups import Group
from services.bench.read.pen import LARGE, Pen, person
from services.bench.read.sizes import BEGINS, NOW

AMENDED: Final = 8
"""The first proposal of a cycle has so many amendments in each assembly, the others a few."""
FOR, AGAINST = 3, 2
"""Of five votes so many are for and against, and the other way round for each third question."""
WORDS: Final = (
    "The council has {n} members, who are elected for two years.",
    "The council meets {n} times a year, and its meetings are open to members.",
    "A member who can't pay the fee of {n} pounds is let off it.",
    "Each group sends a delegate for every {n} of its members.",
    "These rules are changed by two thirds of those who vote.",
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STAGES: Final = (StageName.FIRST_ASSEMBLY, StageName.SECOND_ASSEMBLY)


class Refounding:
    """One cycle with what belongs to it."""

    def __init__(self, number: int, begins: datetime, groups: Sequence[Group], pen: Pen) -> None:
        self._number, self._groups, self._pen = number, groups, pen
        self._begins = begins
        act = pen.act(begins, by=groups[0].body.seats[0].person)
        stream = derived(LARGE, "cycle", number)
        self.cycle = Cycle.open(stream, act, f"Cycle {number}", pen.rules.current)
        self._proposals: list[Proposal] = []
        self._scrutinies: list[Scrutiny] = []

    def lived(self, proposals: int) -> Iterator[Aggregate]:
        """The cycle from its opening to the declaration, and all that it is about."""
        for number in range(1, proposals + 1):
            self._drafted(number)
        assemblies = [self._debated(stage, place) for place, stage in enumerate(STAGES)]
        ballot = self._voted()
        yield from (self.cycle, *self._proposals, *assemblies, ballot, *self._scrutinies)

    def _drafted(self, number: int) -> None:
        group, moment = self._group(number), self._begins + DAY + number * HOUR / 4
        drafter = Drafter(
            person=group.body.seats[0].person,
            group=BodyId(group.body.id),
            meeting=derived(LARGE, "drafting", self._number, number),
        )
        text = Text.from_plain("\n\n".join(WORDS).format(n=number % 40 + 2))
        title = f"Proposal {number} on the council"
        stream = derived(self.cycle.id, "proposal", number)
        act = self._pen.act(moment, by=drafter.person)
        made = Proposal.draft(stream, act, self.cycle.id, title, Asked(text=text), drafter)
        made.hand_in(self._pen.act(moment, by=drafter.person), number, self._pen.rules)
        self.cycle.enter(self._pen.act(moment, by=drafter.person), stream, title)
        self._proposals.append(made)

    def _group(self, number: int) -> Group:
        return self._groups[(self._number * 31 + number) % len(self._groups)]

    def _debated(self, name: StageName, place: int) -> Assembly:
        """An assembly with its delegates, and every amendment moved to it and voted on."""
        stage, rules = self.cycle.calendar.stage(name), self._pen.rules
        chair = self._groups[0].body.seats[0].person
        held = Assembly.convene(
            self._pen.act(stage.opens), self.cycle.id, name, stage.due, rules.opening.number
        )
        for group in self._groups:
            seat, body = group.body.seats[0], BodyId(group.body.id)
            sent = Delegate(person=seat.person, group=body, name=seat.name)
            if sent.person not in {one.person for one in held.delegates}:
                held.register(self._pen.act(stage.opens, by=chair), sent, rules)
        present = len(held.delegates)
        held.open_sitting(self._pen.act(stage.opens + HOUR, by=chair), present, rules)
        for number, proposal in enumerate(self._proposals, start=1):
            moved = AMENDED if number == 1 else number % 3
            for step in range(moved):
                moment = stage.opens + 2 * HOUR + number * timedelta(minutes=5)
                self._amended(proposal, held, moment, place * AMENDED + step + 1)
            proposal.pass_on(self._pen.act(stage.due), name, rules)
        held.close(self._pen.act(stage.due))
        return held

    def _amended(self, proposal: Proposal, held: Assembly, moment: datetime, number: int) -> None:
        """One amendment, moved and voted on."""
        paragraphs = [one.text for one in proposal.asked.text.paragraphs]
        place = number % len(paragraphs)
        paragraphs[place] = f"{paragraphs[place][:-1]}, or {number} where the group is small."
        name = AmendmentId(f"A{number}")
        wanted = draft_amendment(proposal.asked.text, "\n\n".join(paragraphs), name)
        mover = held.delegates[number % len(held.delegates)].person
        act = self._pen.act(moment, by=mover)
        proposal.move(act, wanted, held.stage, mover, "It is better so.")
        yes, no = (FOR, AGAINST) if number % 3 else (AGAINST, FOR)
        votes = Votes(in_favour=held.present * yes // 5, against=held.present * no // 5)
        put = Put(
            proposal=ProposalId(proposal.id),
            question=f"Amendment {name}",
            subjects=(name,),
            on_text=True,
        )
        rules = self._pen.rules
        taken = held.vote(self._pen.act(moment, by=mover), put, votes, rules)
        outcome = Outcome(carried=taken.carried, because=taken.because, vote=taken.number)
        proposal.decide(self._pen.act(moment, by=mover), (name,), outcome, rules)

    def _voted(self) -> Ballot:
        """The ballot on every proposal, and what came of it."""
        stage, preparing = (
            self.cycle.calendar.stage(name) for name in (StageName.BALLOT, StageName.PREPARATION)
        )
        questions = tuple(
            Question(subject=one.id, number=number, title=one.title, digest="0" * 64)
            for number, one in enumerate(self._proposals, start=1)
        )
        ballot = Ballot.call(
            derived(self.cycle.id, "ballot"),
            self._pen.act(preparing.opens),
            title=f"Ballot of cycle {self._number}",
            parent=CycleId(self.cycle.id),
            questions=questions,
            hours=Hours(opens=stage.opens, closes=stage.due),
            rules=self._pen.rules,
        )
        roll = Roll(count=1_000, position=1, commitment="0" * 64)
        ballot.freeze_roll(self._pen.act(ballot.terms.joined_by + DAY), roll)
        ballot.open(self._pen.act(stage.opens))
        for planned_for in ballot.terms.remind_at:
            ballot.remind(self._pen.act(planned_for), planned_for, 600)
        ballot.close(self._pen.act(stage.due), 500, "0" * 64)
        self._watched(ballot, preparing.opens, stage.due)
        tallies = tuple(
            Tally(yes=200 + number % 3 * 50, no=500 - 200 - number % 3 * 50)
            for number in range(len(questions))
        )
        ballot.count(self._pen.act(stage.due), tallies)
        ballot.declare(self._pen.act(stage.due))
        self._decided(ballot, stage.due)
        return ballot

    def _watched(self, ballot: Ballot, called: datetime, closed: datetime) -> None:
        """The scrutineer, and the report before the count, where the rules ask for one."""
        if ballot.terms.report_within is None:
            return
        scrutineer = person(1)
        named = self._pen.act(called, by=person(0))
        watched = Scrutiny.begin(named, ballot, scrutineer, "A scrutineer")
        watched.report(self._pen.act(closed, by=scrutineer), ballot, SATISFIED)
        self._scrutinies.append(watched)

    def _decided(self, ballot: Ballot, moment: datetime) -> None:
        """What each vote means for its proposal, and the end of the cycle."""
        carried = {ProposalId(one) for one in ballot.carried()}
        for proposal, result in zip(self._proposals, ballot.results, strict=True):
            verdict = Verdict(
                carried=result.verdict.carried,
                yes=result.tally.yes,
                no=result.tally.no,
                because=result.verdict.because,
            )
            proposal.decided(self._pen.act(moment), verdict)
        every = [ProposalId(one.id) for one in self._proposals]
        self.cycle.complete(
            self._pen.act(moment),
            tuple(one for one in every if one in carried),
            tuple(one for one in every if one not in carried),
            self._pen.rules.opening.number,
        )


def cycles(pen: Pen, groups: Sequence[Group], proposals: int) -> Iterator[Aggregate]:
    """The cycles; what of them would come later than the present is for the caller to leave out."""
    calendar = planned(BEGINS, pen.rules.current)
    voting, amending = (
        calendar.stage(name).opens - BEGINS for name in (StageName.BALLOT, StageName.AMENDMENTS)
    )
    for number, begins in enumerate((BEGINS, NOW - amending - 3 * DAY, NOW - voting - 3 * DAY)):
        yield from Refounding(number + 1, begins, groups, pen).lived(proposals)

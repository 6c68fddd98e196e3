"""One rehearsal from the first scene to the last, on real servers, with what goes wrong on the way.

The disturbed run loses the worker in the middle of the amendment stage and the engine, with all
that it holds, during the ballot (`losses`).  The undisturbed run loses neither.  Both must leave
the same log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.cycle.calendar import StageName
from domain.cycle.proposal import Proposal
from services.application.cycles import alternative_subject, cycle_ballot
from services.application.elections import CallElection
from services.examples.models import Record
from services.rehearsal import founding
from services.rehearsal.blind_vote import BlindVote
from services.rehearsal.counted import Counted
from services.rehearsal.digest import digest
from services.rehearsal.electorate import Person, electorate, papers, turnout
from services.rehearsal.history import History, at_noon, name_of
from services.rehearsal.house import Servers, opened
from services.rehearsal.noticed import Noticed
from services.rehearsal.outcome import Outcome, outcome
from services.rehearsal.people import Company, company
from services.rehearsal.play import Play, Scene
from services.rehearsal.present import Present
from services.rehearsal.watched import close_and_report, watch_over
from services.store.importing import import_acts

VOTERS_AT_ONCE = 8


@dataclass(frozen=True)
class Programme:
    """What is played: the record, and whether it is disturbed.

    `into_the_present`: afterwards go on until today, with cycles that a visitor can act in.
    """

    record: Record
    disturbed: bool
    into_the_present: bool = False


class Run:
    """A rehearsal under way."""

    def __init__(self, servers: Servers, programme: Programme) -> None:
        self._servers = servers
        self._office = servers.office
        self._tell = servers.tell
        self._programme = programme
        self._record = programme.record
        self._members = electorate(programme.record)
        self._people: Company = company(programme.record, self._members)
        self._losing: asyncio.Task[None] | None = None
        self.voting_seconds: float | None = None

    async def play(self) -> Outcome:
        """Play everything and say what came of it."""
        async with opened(self._servers) as house:
            self._theatre, self._losses = house.theatre, house.losses
            self._troupe, self._client = house.troupe, house.client
            self._play = Play(self._theatre, self._record, self._people)
            return await self._acts()

    async def _acts(self) -> Outcome:
        await self._found()
        await self._ten_months()
        await self._ballot()
        length = await self._history_of_ballot()
        election = self._call_election()
        blind = await self._blind_vote()
        found = outcome(
            self._office.store, self._play.on.cycle, election, digest(self._office.store)
        )
        if self._programme.into_the_present:
            self._tell("Going on until today, with cycles that are open now")
            await Present(self._theatre, self._people).play()
            self._tell("Counting one section of the next election, and a tie")
            await Counted(self._theatre, self._people, election).play()
            self._tell("Serving a notice on the coordinating group")
            await asyncio.to_thread(Noticed(self._theatre, self._people).play)
        counted = self._office.store.load(Ballot, blind).papers or 0
        known = {"ballot_history_length": length, "blind_papers": counted}
        return found.model_copy(update=known)

    async def _found(self) -> None:
        tell = self._tell
        tell("Founding the organisation: rulebook, bodies, groups, members")
        adopted = self._record.rulebook.adopted
        self._theatre.clocks.begin(at_noon(adopted))
        secretary = self._people.secretary
        keeper = founding.Keeper(secretary.id, name_of(secretary))
        founding.found(self._theatre, self._record, keeper)
        tell("The coordinating group from March 2017 to January 2021")
        await History(self._theatre, self._record, self._people).play()
        founding.seat_in_assemblies(self._theatre, self._people)
        founding.recognise_groups(self._theatre, self._record, self._people)
        opening = self._record.calendar.stages[0].opens_at
        await self._theatre.to(opening)
        self._join([one for one in self._members if one.joined_on < opening.date()])
        self._play.open()

    def _join(self, members: Sequence[Person]) -> None:
        now = self._office.store.now()
        import_acts(self._office.dsn, founding.joined(members, now))

    async def _ten_months(self) -> None:
        middle = self._in_the_middle_of_amending()
        for scene in self._play.scenes():
            self._troupe.must_run()
            await self._up_to(scene.at)
            if middle is not None and scene.at >= middle:
                self._losing = asyncio.create_task(self._losses.worker(self._play.on.cycle))
                middle = None
            await self._perform(scene)

    async def _up_to(self, moment: datetime) -> None:
        """Move time; but if anything falls due by then, the worker has to be found again first."""
        due = self._theatre.ahead.next()
        if self._losing is not None and due is not None and due <= moment:
            await self._losing
            self._losing = None
        await self._theatre.to(moment)

    async def _perform(self, scene: Scene) -> None:
        """People act in a thread of their own, whatever the engine is doing meanwhile."""
        self._tell(f"{scene.at:%d %b %Y}  {scene.what}")
        await asyncio.to_thread(scene.do)

    def _in_the_middle_of_amending(self) -> datetime | None:
        if not self._programme.disturbed:
            return None
        stage = self._record.calendar.stage(StageName.AMENDMENTS)
        return stage.opens_at + (stage.closes_at - stage.opens_at) / 2

    async def _ballot(self) -> None:
        facts = self._record.electorate.electorate
        await self._up_to(facts.freeze_at - timedelta(hours=6))
        self._join_since(self._record.calendar.stages[0].opens_at.date(), facts.freeze_at.date())
        self._lapse()
        ballot = self._office.store.load(Ballot, cycle_ballot(self._play.on.cycle))
        watch_over(self._theatre, self._people, ballot.id)
        await self._theatre.to(ballot.hours.opens)
        self._join_since(facts.freeze_at.date(), ballot.hours.opens.date())
        began = monotonic()
        await self._vote(ballot)
        self.voting_seconds = monotonic() - began
        await close_and_report(self._theatre, self._people, ballot)

    def _join_since(self, first: date, last: date) -> None:
        self._join([one for one in self._members if first <= one.joined_on < last])

    def _lapse(self) -> None:
        lapsed = [one for one in self._members if one.lapsed]
        known = [one for one in lapsed if one.joined_on < self._office.store.now().date()]
        now = self._office.store.now()
        import_acts(self._office.dsn, founding.left(known, now, self._theatre))

    async def _vote(self, ballot: Ballot) -> None:
        """Each day's voters hand in their papers; the engine is lost half way."""
        roll = self._on_the_roll(ballot)
        days = turnout(self._record, roll)
        voters = [person for day in days for person in day]
        written = dict(
            zip(voters, papers(self._record, voters, self._questions(ballot)), strict=True)
        )
        for number, day in enumerate(days):
            moment = ballot.hours.opens + timedelta(days=number, hours=1)
            await self._theatre.to(min(moment, ballot.hours.closes - timedelta(hours=2)))
            self._tell(f"{moment:%d %b %Y}  {len(day)} members vote")
            voting = asyncio.to_thread(self._hand_in, ballot.id, day, written)
            if self._programme.disturbed and number == len(days) // 2:
                await asyncio.gather(voting, self._losses.engine(ballot.id, len(day) // 2))
            else:
                await voting

    def _hand_in(self, ballot: UUID, day: Sequence[Person], written: dict[Person, str]) -> None:
        with ThreadPoolExecutor(VOTERS_AT_ONCE) as booths:
            for cast in [
                booths.submit(self._office.boxes.cast, ballot, person.id, written[person])
                for person in day
            ]:
                cast.result()

    def _on_the_roll(self, ballot: Ballot) -> list[Person]:
        qualified = ballot.terms.joined_by.date()
        return [one for one in self._members if one.joined_on < qualified and not one.lapsed]

    def _questions(self, ballot: Ballot) -> list[str]:
        """The record's name for each question; a minority's alternative as proposal/amendment."""
        names: dict[UUID, str] = {}
        for name, proposal in self._play.on.proposals.items():
            names[proposal] = name
            held = self._office.store.load(Proposal, proposal)
            for kept in held.alternatives:
                subject = alternative_subject(proposal, kept.amendment)
                names[subject] = f"{name}/{kept.amendment}"
        return [names[question.subject] for question in ballot.questions]

    async def _history_of_ballot(self) -> int:
        handle = self._client.get_workflow_handle(str(cycle_ballot(self._play.on.cycle)))
        history = await handle.fetch_history()
        return len(history.events)

    async def _blind_vote(self) -> UUID:
        """A second ballot, of which nobody can say who voted how."""
        self._tell("A blind ballot of all members: a thousand draw a credential and vote")
        began = monotonic()
        ballot = self._office.store.load(Ballot, cycle_ballot(self._play.on.cycle))
        roll = [one.id for one in self._on_the_roll(ballot)]
        found = await BlindVote(self._theatre, self._people, roll).play()
        self._tell(f"  which took {monotonic() - began:.1f} s")
        return found

    def _call_election(self) -> UUID:
        receipt = self._theatre.ask(
            CallElection(body="ncg", title="Election to the coordinating group, 2022"),
            self._people.staff(),
        )
        return self._theatre.began(receipt)

"""Records the history of one process of each kind, so that later versions can be held against it.

Run `python -m tests.engine.record_histories VERSION PART`, where PART is one of `PARTS`.  It only
adds files: what a released version did is never recorded anew.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from temporalio.client import Client

from domain.ballots.ballot import Ballot
from domain.ballots.blind.paper import Paper
from domain.bodies.access import AccessRequest
from domain.bodies.keeping import Keeping, keeping_id
from domain.bodies.member import Ending
from domain.cases.clocks import next_of as next_clock
from domain.cases.complaint import Complaint
from domain.cycle.assembly import assembly_id
from domain.cycle.calendar import StageName
from domain.data_access.grant import DataGrant
from domain.elections.count import State
from domain.elections.objection import Objection
from domain.elections.vacancy import State as PlaceState
from domain.endorsements.endorsement import Endorsement
from domain.kernel.ids import PersonId
from domain.primary.motion import PrimaryMotion
from domain.rules.values import Choice, Days
from domain.support.clocks import next_of as next_of_support
from domain.support.request import SupportRequest
from domain.support.request_acts import Outcome
from services.application.accesses import AnswerAccess, ExtendAccess, RequestAccess
from services.application.ballots import CallMembersBallot
from services.application.begun import BEGINNINGS
from services.application.bodies import FillPost
from services.application.complaints import (
    AcknowledgeComplaint,
    FileComplaint,
    RefuseComplaint,
    ReviewRecord,
)
from services.application.cycles import cycle_ballot
from services.application.data_access import GrantDataAccess, RenewDataAccess
from services.application.details import SetDetails
from services.application.endings import EndMembership
from services.application.endorsements import EndEndorsement, ReviewEndorsement
from services.application.erasing import LiftHold, PlaceHold
from services.application.objections import RaiseObjection
from services.application.support import (
    AcceptSupport,
    AdviseOnSupport,
    AskSupport,
    FollowUpSupport,
    GiveAdviser,
    NameAdviser,
    RecordSupportOutcome,
)
from services.application.suspensions import RenewSuspension, Suspend
from services.bootstrap import Office, office
from services.config import Settings
from services.examples.load import load_year
from services.rehearsal.idleness import is_idle
from services.rehearsal.skipping import SkippedTime
from services.rehearsal.theatre import Theatre
from services.rehearsal.year import YearPlay
from services.rehearsal.year_run import perform
from services.runtime.exit import leave
from services.runtime.postgres import EmbeddedPostgres
from services.runtime.temporal import SkippingTemporal
from services.store.mapper import form_of
from services.voting.blind.voter import Voter
from tests.engine.conftest import engine_at
from tests.engine.endorsed import asked_to_be_endorsed
from tests.engine.granted import officer_who_asked
from tests.engine.ranked import Ranking
from tests.engine.small import Small
from tests.engine.standing import Standing
from tests.engine.test_processes import move, relayed_all, stage_due, until
from tests.servers import state_folder
from tests.story.eight_hundred import Tie
from tests.support.hands import drawn, member
from tests.support.keys import MASTERS
from tests.support.rulebook import rules
from tests.year.lived import BRACKENMOOR

PERIODS: Final = {
    "people__kept_days__contact": Days(count=30),
    "people__kept_days__looked_at_again": Days(count=30),
}
HISTORIES = Path(__file__).with_name("histories")
Processes = dict[str, UUID]
"""Processes by the name under which their history is kept."""


async def of_a_cycle(at: Office, client: Client) -> Processes:
    """A small cycle from its opening to its ballot."""
    cycle = Small(at).open_cycle()
    await until(relayed_all(at))
    for stage in StageName:
        await move(at, client, stage_due(at, cycle, stage))
    return {
        "cycle": cycle,
        "assembly": assembly_id(cycle, StageName.FIRST_ASSEMBLY),
        "ballot": cycle_ballot(cycle),
    }


async def of_a_count(at: Office, client: Client) -> Processes:
    """A count that waits for a decision on a tie."""
    small = Small(at)
    small.hands.bundles = at.bundles
    tie = Tie(small.hands, member(0), member(5))
    count = tie.hand_in()
    await until(lambda: tie.the(count).state is State.WAITING)
    tie.decide(count)
    await until(lambda: tie.the(count).state is State.COUNTED)
    tie.declare(count)
    await client.get_workflow_handle(str(count)).result()
    return {"count": count}


async def of_an_access(at: Office, client: Client) -> Processes:
    """A request to see everything: its time is extended, passes, and it is answered late."""
    small, person = Small(at), member(3)
    request = small.hands.began(small.ask(RequestAccess(person=person), person))
    small.ask(ExtendAccess(person=person, reason="there are many acts"), member(0))
    await until(relayed_all(at))
    await move(at, client, at.store.load(AccessRequest, request).due)
    small.ask(AnswerAccess(person=person), member(0))
    await client.get_workflow_handle(str(request)).result()
    return {"access": request}


async def of_a_keeping(at: Office, client: Client) -> Processes:
    """Somebody leaves whose address is on hold: it is looked at again until the hold is lifted."""
    small, person = Small(at, rules=rules(**PERIODS)), member(3)
    small.ask(SetDetails(person=person, email="m3@example.net"), member(0))
    small.ask(PlaceHold(person=person, reason="a claim for damages"), member(0))
    leaves = EndMembership(person=person, ending=Ending.RESIGNED, reason="moved")
    small.ask(leaves, person)
    keeping = keeping_id(person)
    await until(relayed_all(at))
    await move(at, client, next_of(at, keeping))
    small.ask(LiftHold(person=person, reason="it was settled"), member(0))
    await move(at, client, next_of(at, keeping))
    await client.get_workflow_handle(str(keeping)).result()
    return {"keeping": keeping}


def next_of(at: Office, keeping: UUID) -> datetime:
    due = at.store.load(Keeping, keeping).next
    assert due is not None
    return due.until


async def of_a_case(at: Office, client: Client) -> Processes:
    """A complaint that is acknowledged late, refused and not reviewed; its record is, late."""
    small, case = Small(at), drawn("a case of the histories")
    filed = FileComplaint(case=case, secret="a word of mine alone", text="They shouted.", about="x")
    small.ask(filed, member(3))
    await until(relayed_all(at))
    await move(at, client, case_due(at, case))
    small.ask(AcknowledgeComplaint(case=case), member(0))
    small.ask(RefuseComplaint(case=case, reasons="It is about others."), member(0))
    await until(relayed_all(at))
    await move(at, client, case_due(at, case))
    await move(at, client, case_due(at, case))
    small.ask(ReviewRecord(case=case, learnt="Nothing."), member(0))
    await client.get_workflow_handle(str(case)).result()
    return {"case": case}


def case_due(at: Office, case: UUID) -> datetime:
    found = next_clock(at.store.load(Complaint, case).clocks)
    assert found is not None
    return found.due


async def of_a_suspension(at: Office, client: Client) -> Processes:
    """A suspension whose review is missed, that is renewed and then ends by itself."""
    small = Small(at)
    begun = at.store.now()
    chair = FillPost(body="ncg", post="chair", person=member(1), name="C", how="elected")
    small.ask(chair, member(0))
    why, until_then = "for a reason", begun + timedelta(days=40)
    asked = Suspend(person=member(3), reasons=why, until=until_then)
    found = small.hands.began(small.ask(asked, member(1)))
    await until(relayed_all(at))
    await move(at, client, begun + timedelta(days=28))
    renewed = begun + timedelta(days=60)
    renew = RenewSuspension(suspension=found, reasons=why, until=renewed)
    small.ask(renew, member(1))
    await until(relayed_all(at))
    await move(at, client, begun + timedelta(days=56))
    await move(at, client, renewed)
    await client.get_workflow_handle(str(found)).result()
    return {"suspension": found}


async def of_support(at: Office, client: Client) -> Processes:
    """A request that is taken up late, advised on, late again, and followed up."""
    small, case = Small(at), drawn("a request of the histories")
    chair = FillPost(body="ncg", post="chair", person=member(1), name="C", how="elected")
    small.ask(chair, member(0))
    small.ask(NameAdviser(person=member(5), places=1), member(1))
    asked = AskSupport(
        case=case, secret="a word of mine alone", text="They suspended me.", consents=True
    )
    small.ask(asked, member(3))
    await until(relayed_all(at))
    await move(at, client, support_due(at, case))
    small.ask(AcceptSupport(case=case, reasons="They can be helped."), member(0))
    small.ask(GiveAdviser(case=case), member(0))
    small.ask(AdviseOnSupport(case=case, advice="Ask for the charges."), member(5))
    await until(relayed_all(at))
    await move(at, client, support_due(at, case))
    ended = RecordSupportOutcome(case=case, outcome=Outcome.LIFTED, account="They wrote so.")
    small.ask(ended, member(5))
    await until(relayed_all(at))
    await move(at, client, support_due(at, case))
    small.ask(FollowUpSupport(case=case, account="They are well."), member(5))
    await client.get_workflow_handle(str(case)).result()
    return {"support": case}


async def of_data_access(at: Office, client: Client) -> Processes:
    """An access that is decided late, recalled, renewed, recalled again, and over."""
    small = Small(at)
    access = officer_who_asked(small)
    await until(relayed_all(at))
    due = access_due(at, access)
    await move(at, client, due)
    small.ask(GrantDataAccess(access=access, until=due + timedelta(days=60)), member(0))
    await until(relayed_all(at))
    await move(at, client, access_due(at, access))
    renewed = due + timedelta(days=90)
    small.ask(RenewDataAccess(access=access, until=renewed), member(0))
    await until(relayed_all(at))
    await move(at, client, access_due(at, access))
    await move(at, client, renewed)
    await client.get_workflow_handle(str(access)).result()
    return {"data_access": access}


def access_due(at: Office, access: UUID) -> datetime:
    found = at.store.load(DataGrant, access).next_due
    assert found is not None
    return found


def support_due(at: Office, case: UUID) -> datetime:
    found = next_of_support(at.store.load(SupportRequest, case).clocks)
    assert found is not None
    return found.due


async def of_an_election(at: Office, client: Client) -> Processes:
    """Nominations that close with a defect, are taken again for want of a woman, and settled."""
    it = Standing(at)
    it.open()
    for number in (2, 3):
        it.nominate(number)
    woman = it.nominate(4, "women", support=False)
    await until(relayed_all(at))
    for _ in ("close", "cure"):
        await move(at, client, it.due)
    it.support(woman)
    await until(relayed_all(at))
    for _ in ("close", "cure"):
        await move(at, client, it.due)
    await client.get_workflow_handle(str(it.id)).result()
    return {"election": it.id}


async def of_a_vote(at: Office, client: Client) -> Processes:
    """A vote that waits for a value for ties, is called, counted, declared, and not objected to."""
    it = await declared(at, client)
    await move(at, client, it.objections_until)
    await client.get_workflow_handle(str(it.voting.id)).result()
    return {"voting": it.voting.id}


async def of_a_vacancy(at: Office, client: Client) -> Processes:
    """A place that whoever comes next does not answer for, and that ends with the body."""
    it = await declared(at, client)
    it.leave(2)
    await until(relayed_all(at))
    await until(lambda: it.vacancy.due is not None)
    await until(relayed_all(at))
    await move(at, client, it.vacancy.due or it.objections_until)
    await until(lambda: it.vacancy.state is PlaceState.BY_ELECTION)
    it.dissolve()
    await until(relayed_all(at))
    await client.get_workflow_handle(str(it.vacancy.id)).result()
    return {"vacancy": it.vacancy.id}


async def declared(at: Office, client: Client) -> Standing:
    """An election in which members voted, and it is declared who is elected."""
    it = Standing(at)
    it.settled()
    await until(relayed_all(at))
    for _ in ("close", "cure"):
        await move(at, client, it.due)
    it.announce()
    await until(relayed_all(at))
    await until(lambda: not it.voting.waits_to_be_called)
    await move(at, client, it.ballot.hours.opens)
    it.vote()
    await move(at, client, it.ballot.hours.closes)
    await until(lambda: it.voting.counted is not None)
    it.declare()
    return it


async def of_an_endorsement(at: Office, client: Client) -> Processes:
    """One whom members endorse; a look at it that is missed, one that is late, and its end."""
    small = Small(at)
    endorsement = asked_to_be_endorsed(small)
    await until(relayed_all(at))

    def found() -> Endorsement:
        return at.store.load(Endorsement, endorsement)

    await move(at, client, found().terms.asks_until)
    await until(lambda: found().ballot is not None)
    ballot = at.store.load(Ballot, found().ballot or endorsement)
    await until(relayed_all(at))
    await move(at, client, ballot.hours.opens)
    at.boxes.cast(ballot.id, member(2), "Y")
    await move(at, client, ballot.hours.closes)
    await until(lambda: found().settled)
    await until(relayed_all(at))
    await move(at, client, found().review_at or ballot.hours.closes)
    await until(lambda: found().review_missed)
    looked = ReviewEndorsement(endorsement=endorsement, words="They met members twice.")
    small.ask(looked, member(1))
    over = EndEndorsement(endorsement=endorsement, reason="The office is over.")
    small.ask(over, member(1))
    await until(relayed_all(at))
    await client.get_workflow_handle(str(endorsement)).result()
    return {"endorsement": endorsement}


async def of_a_primary(at: Office, client: Client) -> Processes:
    """A primary with an appeal that is ruled on too late, and a vote."""
    it = Ranking(at)
    await until(relayed_all(at))
    for number in range(4):
        if number == 2:
            it.turn_down()
            it.appeal()
        await ended(at, client, it)
    await move(at, client, it.found.terms.rule_until)
    await until(lambda: at.store.load(PrimaryMotion, it.motions[0]).missed)
    it.announce()
    it.rule()
    await until(relayed_all(at))
    await until(lambda: it.found.ballot is not None)
    await until(relayed_all(at))
    await move(at, client, it.ballot.hours.opens)
    it.vote()
    await move(at, client, it.ballot.hours.closes)
    await client.get_workflow_handle(str(it.id)).result()
    return {"policy_primary": it.id}


async def ended(at: Office, client: Client, it: Ranking) -> None:
    """The present stage of a primary is over."""
    stage, ends = it.found.stage, it.found.ends_at
    assert ends is not None
    await move(at, client, ends)
    await until(lambda: it.found.stage is not stage)
    await until(relayed_all(at))


async def of_an_objection(at: Office, client: Client) -> Processes:
    """An objection to nominations' conduct that is ruled on too late."""
    it = Standing(at)
    it.open()
    told = {"election": it.id, "subject": "conduct", "grounds": "Notice reached half of us."}
    asked = RaiseObjection.model_validate(told)
    objection = it.small.hands.began(it.small.ask(asked, member(7)))
    await until(relayed_all(at))
    await move(at, client, at.store.load(Objection, objection).due)
    await until(lambda: at.store.load(Objection, objection).missed)
    it.rule(objection)
    await until(relayed_all(at))
    await client.get_workflow_handle(str(objection)).result()
    return {"objection": objection}


async def of_a_year(at: Office, client: Client) -> Processes:
    """The year of the invented federation; of each kind the process with the longest history."""
    stage = Theatre(
        at, SkippedTime(at.store, client), lambda: relayed(at), lambda one: is_idle(client, one)
    )
    year = YearPlay(stage, load_year(BRACKENMOOR))
    stage.clocks.begin(year.opening)
    year.found()
    for scene in year.scenes():
        await perform(stage, scene)
    return await longest(at, client)


async def longest(at: Office, client: Client) -> Processes:
    """Of each kind the process that had most to wait for."""
    found: Processes = {}
    most: Counter[str] = Counter()
    for act in at.store.acts(topics=tuple(BEGINNINGS), limit=500):
        kind, process = BEGINNINGS[form_of(type(act.event)).topic], act.event.originator_id
        events = len((await client.get_workflow_handle(str(process)).fetch_history()).events)
        if events > most[kind]:
            most[kind], found[kind] = events, process
    return found


def relayed(at: Office) -> int:
    """Up to which position of the log the engine has been told."""
    with at.pool.connection() as connection:
        row = connection.execute("SELECT position FROM convenor.relay_tracking").fetchone()
    return int(row[0]) if row else 0


async def of_a_blind_ballot(at: Office, client: Client) -> Processes:
    """A blind ballot from its call to the destruction of its keys; one member votes in it."""
    small = Small(at, rules=rules(ballots__secrecy=Choice(choice="blind")))
    opens = at.store.now() + timedelta(days=30)
    asked = CallMembersBallot(
        title="Where we meet",
        questions=("Shall we meet in Leeds?",),
        opens=opens,
        closes=opens + timedelta(days=9),
    )
    ballot = small.hands.began(small.ask(asked, member(0)))
    await until(relayed_all(at))
    found = at.store.load(Ballot, ballot)
    await move(at, client, found.terms.joined_by)
    await move(at, client, found.hours.opens)
    await asyncio.to_thread(votes_blind, at, ballot, member(3))
    for moment in (*found.terms.remind_at, found.hours.closes, found.keys_until):
        assert moment is not None
        await move(at, client, moment)
    await client.get_workflow_handle(str(ballot)).result()
    return {"ballot": ballot}


def votes_blind(at: Office, ballot: UUID, person: PersonId) -> Paper:
    """Somebody draws a credential by name and hands in a paper without it."""
    assert at.blind is not None
    voter = Voter.begin(at.blind.announcement(ballot))
    signed = at.blind.draw(ballot, person, voter.blinded)
    paper = voter.paper(voter.credential(signed), ((1,),))
    at.blind.cast(ballot, paper.encoded)
    return paper


PARTS: Final[dict[str, Callable[[Office, Client], Awaitable[Processes]]]] = {
    "cycle": of_a_cycle,
    "blind": of_a_blind_ballot,
    "count": of_a_count,
    "year": of_a_year,
    "access": of_an_access,
    "keeping": of_a_keeping,
    "case": of_a_case,
    "suspension": of_a_suspension,
    "support": of_support,
    "data_access": of_data_access,
    "election": of_an_election,
    "voting": of_a_vote,
    "vacancy": of_a_vacancy,
    "objection": of_an_objection,
    "endorsement": of_an_endorsement,
    "primary": of_a_primary,
}


async def record(version: str, part: str) -> None:
    """Play a part and keep the history of each of its processes."""
    with (
        state_folder() as folder,
        EmbeddedPostgres(folder, durable=False) as database,
        SkippingTemporal(folder) as engine,
        office(database.url, masters=MASTERS) as at,
    ):
        at.projector.start()
        async with engine_at(engine.address, at, Settings()) as client:
            await keep(client, await PARTS[part](at, client), version)
        at.projector.stop()


async def keep(client: Client, processes: Processes, version: str) -> None:
    HISTORIES.mkdir(exist_ok=True)
    for name, process in processes.items():
        history = await client.get_workflow_handle(str(process)).fetch_history()
        with (HISTORIES / f"{version}-{name}.json").open("x", encoding="utf-8") as file:
            file.write(history.to_json())


if __name__ == "__main__":
    asyncio.run(record(*sys.argv[1:3]))
    leave(0)

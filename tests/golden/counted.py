"""One act of every kind in the life of a count, for the samples."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from domain.bodies.body import Body
from domain.counting.count import count
from domain.counting.formats.reading import read
from domain.counting.sheet import Question
from domain.counting.ties import TieUndecided
from domain.elections.count import Bundle, Count, Matter, OpenTie
from domain.elections.election import Election
from domain.elections.lot import LotSource
from domain.elections.standing import Papers
from domain.elections.terms import Terms
from domain.kernel.act import Act, Authority
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import CONVENOR, CommandId, PersonId, derived
from domain.rules.values import Section
from tests.story.eight_hundred import PAPERS, REASON, SILENT
from tests.support.kinds import Kind

DAY = datetime(2021, 7, 26, 16, tzinfo=UTC)


def counts() -> Iterator[Count]:
    """A count with a tie that was decided, and one whose papers could not be counted."""
    yield _declared()
    refused = Count.begin(derived(CONVENOR, "sample", "refused"), _act(), _matter())
    refused.refuse(_act(1), "No papers with that hash have been handed in.")
    yield refused


def _declared() -> Count:
    found = Count.begin(derived(CONVENOR, "sample", "count"), _act(), _matter())
    cast = read(PAPERS, "papers.blt").cast
    try:
        count(found.matter.contest, cast, found.terms)
    except TieUndecided as tied:
        tie = OpenTie(stage=tied.stage, question=tied.question, between=tied.between)
        found.leave_open(_act(1), tie)
    found.decide_tie(_act(2), "Second", REASON)
    found.record(_act(3), count(found.matter.contest, cast, found.terms))
    found.declare(_act(4))
    return found


def elections() -> Iterator[Aggregate]:
    """An election whose papers are handed in, and the count of them, in which a lot is drawn."""
    body = Body.establish(_act(), slug="ncg", name="The group", kind=Kind.COORDINATING_GROUP)
    election = Election.call(
        derived(CONVENOR, "sample", "election"), _act(), body, "The group", _terms()
    )
    contest = read(PAPERS, "papers.blt").contest
    lot = LotSource(source="a lottery a week later", known_from=DAY + timedelta(days=7))
    election.announce_lot(_act(1), body, lot)
    election.close_nominations(_act(1), body, "north", contest.candidates)
    bundle = _matter().bundle
    papers = Papers(section="north", candidates=contest.names, bundle=bundle)
    count = derived(CONVENOR, "sample", "drawn")
    drawn = Count.begin(count, _act(2), election.hand_in(_act(2), body, papers, count))
    drawn.leave_open(
        _act(3), OpenTie(stage=3, question=Question.EXCLUSION, between=("First", "Second"))
    )
    drawn.record_lot_value(_act(7), "04 11 23 31 40 52")
    yield election
    yield drawn


def _terms() -> Terms:
    return Terms(
        method="av",
        sections=(Section(section="north", seats=1),),
        min_women=0,
        tie_rule="lot",
        vacancy_rule="by_election",
        unfilled_seat_rule="left_empty",
        edition=1,
    )


def _matter() -> Matter:
    contest = read(PAPERS, "papers.blt").contest
    bundle = Bundle(sha256="0" * 64, papers=1792, origin="a sample")
    return Matter(title=contest.title, contest=contest, terms=SILENT, bundle=bundle)


def _act(days: int = 0) -> Act:
    return Act(
        occurred_at=DAY + timedelta(days=days),
        actor=PersonId(derived(CONVENOR, "returning officer")),
        recorded_by=PersonId(derived(CONVENOR, "returning officer")),
        authority=Authority(kind="post", name="returning officer of the sample"),
        command_id=CommandId(derived(CONVENOR, "sample count", days)),
        rulebook_version=1,
    )

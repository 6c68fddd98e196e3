"""One act of every kind in the life of a count, for the samples."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from domain.counting.count import count
from domain.counting.formats.reading import read
from domain.counting.ties import TieUndecided
from domain.elections.count import Bundle, Count, Matter, OpenTie
from domain.kernel.act import Act, Authority
from domain.kernel.ids import CONVENOR, CommandId, PersonId, derived
from tests.story.eight_hundred import PAPERS, REASON, SILENT

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

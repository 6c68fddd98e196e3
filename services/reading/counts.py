"""Counts: what was counted, how it stands, and the whole result with its stages."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.counting.contest import Contest
from domain.counting.result import CountResult
from domain.counting.sheet import Question
from domain.counting.terms import BySeed, Settled, Terms
from domain.counting.ties import Decision as Taken
from domain.elections.count import THE_OFFICER, OpenTie
from domain.elections.lot import LotSource
from domain.kernel.refusal import NotFound
from services.reading.view import Answer, Reading, View, name_of


class CountLine(Answer):
    """A count and how it stands; `elected` in order of election, once it is counted."""

    count: UUID
    title: str
    election: UUID | None
    section: str | None
    rule: str
    seats: int
    papers: int
    origin: str
    sha256: str
    state: str
    open_tie: OpenTie | None
    lot: LotSource | None
    lot_value: str | None
    elected: tuple[str, ...] | None
    begun: datetime
    counted: datetime | None
    declared: datetime | None
    refused: str | None
    act: UUID


class Decision(Answer):
    """A decision on a tie."""

    question: str
    between: tuple[str, ...]
    chosen: str
    reason: str
    name: str
    authority: str
    since: datetime


class Counts(Answer):
    """All counts, the newest first."""

    view: View
    counts: tuple[CountLine, ...]


class Count(Answer):
    """One count with its candidates, its terms, decisions on ties, and its result, if any."""

    view: View
    count: CountLine
    contest: Contest
    terms: Terms
    decisions: tuple[Decision, ...]
    result: CountResult | None

    @property
    def taken(self) -> tuple[Taken, ...]:
        """The decisions on ties, as a count takes them."""
        return tuple(
            Taken(
                question=Question(one.question),
                between=one.between,
                chosen=one.chosen,
                by=THE_OFFICER,
            )
            for one in self.decisions
        )

    @property
    def settled(self) -> Settled:
        """What the papers were counted under, with every decision on a tie."""
        return Settled(contest=self.contest, terms=self.terms.deciding(self.taken))


class Done(CountLine):
    """A count with a result, its candidates and its terms as they were handed in."""

    contest: Contest
    terms: Terms
    lot_seed: str | None

    @property
    def settled(self) -> Terms:
        """The terms with the lot, if one was drawn."""
        return _drawing(self.terms, self.lot_seed)


class _Whole(Answer):
    contest: Contest
    terms: Terms
    lot_seed: str | None
    result: CountResult | None


_COLUMNS = """
    count, title, election, section, rule, seats, papers, origin, sha256, state, open_tie,
    lot, lot_value, elected, begun, counted, declared, refused, act
"""
_LINES = f"""
    SELECT {_COLUMNS}
    FROM counts
    WHERE valid @> %(as_of)s::timestamptz AND (%(count)s::uuid IS NULL OR count = %(count)s)
      AND (%(election)s::uuid IS NULL OR election = %(election)s)
    ORDER BY begun DESC, count
"""
_DONE = f"""
    SELECT {_COLUMNS}, contest, terms, lot_seed
    FROM counts
    WHERE valid @> %(as_of)s::timestamptz AND elected IS NOT NULL
    ORDER BY begun DESC, count
"""
_WHOLE = """
    SELECT contest, terms, lot_seed, result FROM counts
    WHERE valid @> %(as_of)s::timestamptz AND count = %(count)s
"""
_DECISIONS = f"""
    SELECT question, between, chosen, reason, {name_of("actor")} AS name, authority, since
    FROM count_decisions WHERE count = %(count)s AND since <= %(as_of)s ORDER BY place
"""


def counts(at: Reading, election: UUID | None = None) -> Counts:
    """Every count, or those of one election."""
    return Counts(view=at.view, counts=at.all(CountLine, _LINES, count=None, election=election))


def done(at: Reading) -> tuple[Done, ...]:
    """Every count that has a result, the newest first."""
    return at.all(Done, _DONE)


def count(at: Reading, count: UUID) -> Count:
    """One count; raises `NotFound`."""
    line = at.first(CountLine, _LINES, count=count, election=None)
    whole = at.first(_Whole, _WHOLE, count=count)
    if line is None or whole is None:
        raise NotFound(f"There is no count with the id {count} at that moment.")
    return Count(
        view=at.view,
        count=line,
        contest=whole.contest,
        terms=_drawing(whole.terms, whole.lot_seed),
        decisions=at.all(Decision, _DECISIONS, count=count),
        result=whole.result,
    )


def _drawing(terms: Terms, seed: str | None) -> Terms:
    return terms if seed is None else terms.drawing(BySeed(seed=seed))

"""Changes of the rulebook that can't all stand: those carried, and those still to be voted on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from domain.cycle.asked import Asked
from domain.cycle.deciding import with_amendment
from domain.kernel.ids import ClauseId, ProposalId, RuleId
from domain.rules.collisions import Carried, Collision, collisions
from domain.text.amendment.change import Amendment
from services.reading.view import Answer, Reading


class RuleCollision(Answer):
    """A clause that carried proposals would change in different ways.

    While `ruling` is None it is open and the clause stays as it was.  `holds` are the proposals
    whose reading holds by the ruling; none: the clause stays as it was for good.
    """

    number: int
    clause: str
    rules: tuple[str, ...]
    readings: tuple[Carried, ...]
    sentence: str
    process: UUID | None
    found: datetime
    ruling: int | None
    holds: tuple[UUID, ...]
    act: UUID

    @property
    def is_open(self) -> bool:
        return self.ruling is None


_COLLISIONS = """
    SELECT number, clause, rules, readings, sentence, process, found, ruling, holds, act
    FROM rule_collisions
    WHERE valid @> %(as_of)s::timestamptz
      AND (%(process)s::uuid IS NULL OR process = %(process)s)
    ORDER BY number
"""
_READS = "SELECT rule, clause FROM rule_definitions WHERE since <= %(as_of)s"
_ASKED = """
    SELECT DISTINCT ON (p.proposal) p.proposal, p.title, v.asked
    FROM proposals p JOIN proposal_versions v USING (proposal)
    JOIN cycle_entries e USING (cycle, proposal)
    WHERE p.cycle = %(cycle)s AND p.valid @> %(as_of)s::timestamptz AND v.since <= %(as_of)s
      AND e.valid @> %(as_of)s::timestamptz AND e.left_at IS NULL
    ORDER BY p.proposal, v.version DESC
"""
_ALTERNATIVES = """
    SELECT a.proposal, a.amendment, a.content FROM amendments a JOIN proposals p USING (proposal)
    WHERE p.cycle = %(cycle)s AND p.valid @> %(as_of)s::timestamptz
      AND a.valid @> %(as_of)s::timestamptz AND a.is_alternative AND a.fate <> 'overtaken'
    ORDER BY a.place
"""


def rule_collisions(at: Reading, process: UUID | None = None) -> tuple[RuleCollision, ...]:
    """Every collision on record, or every one that a cycle left behind."""
    return at.all(RuleCollision, _COLLISIONS, process=process)


def waiting_for_ruling(at: Reading) -> frozenset[UUID]:
    """The carried proposals of which a ruling has still to say whether their reading holds."""
    open_ones = (one for one in rule_collisions(at) if one.is_open)
    return frozenset(reading.proposal for one in open_ones for reading in one.readings)


def foreseen(at: Reading, cycle: UUID) -> tuple[Collision, ...]:
    """Where proposals on the cycle's list, and minorities' texts, would collide if all carried."""
    reads = {RuleId(rule): ClauseId(clause) for rule, clause in at.rows(_READS)}
    return collisions(reads, _wanted(at, cycle))


def _wanted(at: Reading, cycle: UUID) -> Iterator[Carried]:
    asked: dict[UUID, tuple[str, Asked]] = {}
    for proposal, title, raw in at.rows(_ASKED, cycle=cycle):
        asked[proposal] = title, Asked.model_validate(raw)
        yield _reading(at, proposal, *asked[proposal])
    for proposal, name, content in at.rows(_ALTERNATIVES, cycle=cycle):
        if proposal in asked:
            title, own = asked[proposal]
            other = with_amendment(own, Amendment.model_validate(content))
            yield _reading(at, proposal, f"{title}: with amendment {name}", other)


def _reading(at: Reading, proposal: UUID, title: str, asked: Asked) -> Carried:
    change = asked.revision(title, at.view.moment)
    return Carried(proposal=ProposalId(proposal), change=change)

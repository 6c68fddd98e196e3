"""Changes that were carried beside one another and can't all stand, until a ruling says which does.

The unit is a clause with the rules that read it: prose binds, and a rule is a reading of it, so
neither changes without the other.  Two changes collide in a clause if from one moment on they would
give it different words, or one of its rules different values; what else they change is not in
dispute.  Meanwhile the clause stays as it is.  It refuses to know which change is the better.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from uuid import UUID

from domain.kernel.ids import ClauseId, ProcessId, ProposalId, RuleId
from domain.kernel.refusal import BadInput, OutOfOrder
from domain.kernel.value import Value
from domain.rules.edition import Edition, Revision

Reads = Mapping[RuleId, ClauseId]


class Carried(Value):
    """What a proposal changes in the rulebook; `decided` is the act by which it was carried."""

    proposal: ProposalId
    change: Revision
    decided: UUID | None = None

    def with_change(self, change: Revision) -> Carried:
        return self.model_copy(update={"change": change})


class Collision(Value):
    """A clause that several carried proposals would change in ways that can't all stand.

    Each reading is what its proposal asks for this clause and the rules that read it; `rules` are
    those asked for different values.
    """

    clause: ClauseId
    rules: tuple[RuleId, ...]
    readings: tuple[Carried, ...]

    @property
    def sentence(self) -> str:
        """What is in dispute, in words."""
        titles = " and ".join(f"'{one.change.title}'" for one in self.readings)
        what = f" ({', '.join(self.rules)})" if self.rules else ""
        return f"{titles} ask for different things in clause {self.clause}{what}."


class Found(Value):
    """A collision on record: its number, the edition under which it was found, the process that it
    came from, and the ruling by which it was settled."""

    number: int
    collision: Collision
    edition: int
    process: ProcessId | None = None
    ruling: int | None = None

    @property
    def is_open(self) -> bool:
        return self.ruling is None


def read_by(edition: Edition) -> Reads:
    """The clause that each rule reads; that is settled for good when the rule is added."""
    return {rule.id: rule.clause for rule in edition.rules.values()}


def collisions(reads: Reads, carried: Iterable[Carried]) -> tuple[Collision, ...]:
    """Where these collide, in the order of the clauses' names."""
    matters: dict[ClauseId, list[Carried]] = {}
    for one in carried:
        for clause in _clauses(reads, one.change):
            part = _part(reads, one.change, {clause})
            matters.setdefault(clause, []).append(one.with_change(part))
    found = ((clause, _at_odds(matters[clause])) for clause in sorted(matters))
    return tuple(
        Collision(clause=clause, rules=_rules_at_odds(readings), readings=readings)
        for clause, readings in found
        if readings
    )


def undisputed(reads: Reads, one: Carried, found: Iterable[Collision]) -> Revision:
    """What of a carried change takes effect at once: all but the clauses that it disputes."""
    disputed = {
        collision.clause
        for collision in found
        if one.proposal in {reading.proposal for reading in collision.readings}
    }
    return _part(reads, one.change, _clauses(reads, one.change) - disputed)


def _clauses(reads: Reads, change: Revision) -> set[ClauseId]:
    """Every clause that a change touches, in its words or in a rule that reads it."""
    return {reads[asked.rule] for asked in change.rules} | {
        asked.clause for asked in change.clauses
    }


def _part(reads: Reads, change: Revision, clauses: Collection[ClauseId]) -> Revision:
    rules = tuple(one for one in change.rules if reads[one.rule] in clauses)
    words = tuple(one for one in change.clauses if one.clause in clauses)
    return change.model_copy(update={"rules": rules, "clauses": words})


def _at_odds(readings: Sequence[Carried]) -> tuple[Carried, ...]:
    """Those of one clause that differ with another."""
    differing = {
        one.proposal for pair in combinations(readings, 2) if differ(*pair) for one in pair
    }
    return tuple(one for one in readings if one.proposal in differing)


def differ(one: Carried, other: Carried) -> bool:
    """Whether two changes give a rule different values, or a clause different words, at one time.

    Where they take effect one after the other, each can hold in its time.  What is said of one
    proposal differs with nothing that is said of the same: only one of its texts can be carried.
    """
    if one.proposal == other.proposal:
        return False
    together = (one.change.from_when, one.change.upon) == (
        other.change.from_when,
        other.change.upon,
    )
    return together and any(_differences(one.change, other.change))


def _differences(one: Revision, other: Revision) -> Iterator[str]:
    values = {asked.rule: asked.value for asked in one.rules}
    yield from (a.rule for a in other.rules if values.get(a.rule, a.value) != a.value)
    words = {asked.clause: asked for asked in one.clauses}
    yield from (asked.clause for asked in other.clauses if words.get(asked.clause, asked) != asked)


def _rules_at_odds(readings: Iterable[Carried]) -> tuple[RuleId, ...]:
    asked = [rule for one in readings for rule in one.change.rules]
    odd = {a.rule for a, b in combinations(asked, 2) if a.rule == b.rule and a.value != b.value}
    return tuple(sorted(odd))


def held_by_ruling(
    found: Found, holds: Collection[ProposalId], before: Edition, now: Edition
) -> tuple[Carried, ...]:
    """The readings that a ruling says hold; none if it says that neither does.

    `before` is the edition under which the collision was found.  What was decided later can't be
    undone by ruling on what had been decided earlier.
    """
    if not found.is_open:
        raise OutOfOrder(f"Collision {found.number} was settled by ruling {found.ruling}.")
    readings = {one.proposal: one for one in found.collision.readings}
    strangers = [one for one in holds if one not in readings]
    if strangers:
        raise BadInput(f"Proposal {strangers[0]} has no part in collision {found.number}.")
    chosen = [readings[one] for one in dict.fromkeys(holds)]
    _must_go_together(chosen)
    if chosen and _was_changed(chosen, before, now):
        raise OutOfOrder(
            f"Clause {found.collision.clause} was changed after collision {found.number} was "
            "found, and a ruling can't set that aside. It can only say that no reading holds."
        )
    return tuple(chosen)


def _must_go_together(chosen: Iterable[Carried]) -> None:
    for one, other in combinations(chosen, 2):
        if differ(one, other):
            raise BadInput(
                f"'{one.change.title}' and '{other.change.title}' can't both hold. "
                "Name one of them, or none."
            )


def _was_changed(chosen: Iterable[Carried], before: Edition, now: Edition) -> bool:
    rules = {asked.rule for one in chosen for asked in one.change.rules}
    words = {asked.clause for one in chosen for asked in one.change.clauses}
    return any(before.rules.get(rule) != now.rules.get(rule) for rule in rules) or any(
        before.clauses.get(clause) != now.clauses.get(clause) for clause in words
    )


def from_now_on(one: Carried, now: datetime, happened: Collection[str]) -> Carried:
    """A reading that a ruling lets take effect: not in the past, and upon its event if that is
    still to come."""
    change = one.change
    if change.upon is not None and change.upon not in happened:
        return one
    moment = max(change.from_when or now, now)
    return one.with_change(change.model_copy(update={"from_when": moment, "upon": None}))

"""What the rule was on a day, who changed it, and by which vote; and the rulebook as a whole.

What had been adopted by the moment of looking is taken, and put in the order in which it takes
effect: so a change that was adopted and is not yet in force is seen, and one that was adopted later
is not.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from domain.kernel.refusal import NotFound
from domain.rules.values import Force, Reads, RuleValue
from services.reading.collisions import RuleCollision, rule_collisions
from services.reading.view import Answer, Reading, View, name_of


class Change(Answer):
    """A change of the rulebook: who adopted it, by what authority, and by which ballot if any.

    `proposal`, with the votes on it, is the one that was carried and that this follows from.
    `in_force_from` is None while it waits for the event in `upon`; `edition` is its place among
    those that have a moment.
    """

    edition: int | None
    title: str
    founding: bool
    adopted: datetime
    in_force_from: datetime | None
    until: datetime | None
    upon: str | None
    actor: UUID
    actor_name: str
    authority_kind: str
    authority: str
    ballot: UUID | None
    process: UUID | None
    proposal: UUID | None
    yes: int | None
    no: int | None
    because: str | None
    act: UUID


class RuleStretch(Answer):
    """A rule as one change left it, with that change."""

    rule: str
    clause: str
    title: str
    force: Force
    reads: Reads
    one_of: tuple[str, ...]
    source: str | None
    value: RuleValue
    edition: int | None
    change_title: str
    adopted: datetime
    in_force_from: datetime | None
    until: datetime | None
    upon: str | None
    actor: UUID
    actor_name: str
    authority_kind: str
    authority: str
    ballot: UUID | None
    proposal: UUID | None
    yes: int | None
    no: int | None
    because: str | None
    act: UUID


class ClauseStretch(Answer):
    """A clause as one change left it."""

    clause: str
    heading: str
    text: str
    source: str | None
    edition: int | None
    adopted: datetime
    in_force_from: datetime | None
    until: datetime | None
    act: UUID


class Ruling(Answer):
    """A ruling on a gap or a collision of clauses."""

    number: int
    question: str
    ruling: str
    reasons: str
    clauses: tuple[str, ...]
    from_when: datetime
    appeal_to: str
    actor: UUID
    actor_name: str
    authority: str
    act: UUID


class RulebookAnswer(Answer):
    """The rulebook in force at the moment of looking, and what was adopted so far.

    `changes` has every change in the order of adoption, those not in force yet included.
    """

    view: View
    edition: int
    rules: tuple[RuleStretch, ...]
    clauses: tuple[ClauseStretch, ...]
    changes: tuple[Change, ...]
    rulings: tuple[Ruling, ...]
    collisions: tuple[RuleCollision, ...]

    @property
    def waiting(self) -> tuple[Change, ...]:
        """What was adopted and is not in force."""
        now = self.view.moment
        return tuple(c for c in self.changes if c.in_force_from is None or c.in_force_from > now)


class RuleHistory(Answer):
    """A rule through time, the oldest stretch first."""

    view: View
    rule: str
    stretches: tuple[RuleStretch, ...]


class RuleOn(Answer):
    """A rule as it was at a moment."""

    view: View
    moment: datetime
    stretch: RuleStretch


_WHOLE: Final = "effective, known_place, place"
# As known at the moment of looking: adopted by then, and in force from when it was known by then.
_KNOWN: Final = f"""
    WITH known AS (
        SELECT place, title, founding, since AS adopted, act, actor, authority_kind, authority,
               ballot, process, cause, upon, known_place,
               CASE WHEN effective_known <= %(as_of)s THEN effective END AS effective
        FROM rulebook_changes WHERE since <= %(as_of)s
    ), numbered AS (
        SELECT *, CASE WHEN effective IS NOT NULL
                  THEN row_number() OVER (ORDER BY {_WHOLE}) END AS edition,
               lead(effective) OVER (ORDER BY {_WHOLE}) AS superseded
        FROM known
    ), decided AS (
        SELECT numbered.*, p.proposal, p.yes, p.no, p.because
        FROM numbered LEFT JOIN LATERAL (
            SELECT proposal, yes, no, p.because
            FROM journal j JOIN proposals p ON p.proposal = j.stream
            WHERE j.act = numbered.cause AND p.valid @> %(as_of)s::timestamptz
        ) AS p ON true
    )
"""
_CHANGES = f"""{_KNOWN}
    SELECT edition, title, founding, adopted, effective AS in_force_from, superseded AS until, upon,
           actor, {name_of("actor")} AS actor_name, authority_kind, authority, ballot, process,
           proposal, yes, no, because, act
    FROM decided ORDER BY adopted, place
"""
_RULES = f"""{_KNOWN}, stretches AS (
        SELECT rule, v.value, decided.*,
               lead(effective) OVER (PARTITION BY rule ORDER BY {_WHOLE}) AS until
        FROM rule_values v JOIN decided USING (place)
        WHERE %(rule)s::text IS NULL OR rule = %(rule)s
    )
    SELECT rule, d.clause, d.title, d.force, d.reads, d.one_of, d.source, value, edition,
           s.title AS change_title, adopted, effective AS in_force_from, until, upon,
           actor, {name_of("actor")} AS actor_name, authority_kind, authority, ballot,
           proposal, yes, no, because, s.act
    FROM stretches s JOIN rule_definitions d USING (rule)
"""
_IN_FORCE = (
    " WHERE tstzrange(effective, until) @> %(moment)s::timestamptz AND effective IS NOT NULL"
)
_CLAUSES = f"""{_KNOWN}, stretches AS (
        SELECT clause, w.heading, w.text, w.source, edition, adopted, effective,
               lead(effective) OVER (PARTITION BY clause ORDER BY {_WHOLE}) AS until, decided.act
        FROM clause_wordings w JOIN decided USING (place)
        WHERE %(clause)s::text IS NULL OR clause = %(clause)s
    )
    SELECT clause, heading, text, source, edition, adopted, effective AS in_force_from, until, act
    FROM stretches
"""
_RULINGS = f"""
    SELECT number, question, ruling, reasons, clauses, from_when, appeal_to, actor,
           {name_of("actor")} AS actor_name, authority, act
    FROM rulings WHERE since <= %(as_of)s ORDER BY number
"""


def rulebook(at: Reading) -> RulebookAnswer:
    """The whole rulebook in force; raises `NotFound` before there is one."""
    changes = at.all(Change, _CHANGES)
    moment = at.view.moment
    in_force = [c for c in changes if c.in_force_from is not None and c.in_force_from <= moment]
    if not in_force:
        raise NotFound("There is no rulebook at that moment.")
    return RulebookAnswer(
        view=at.view,
        edition=max(change.edition or 0 for change in in_force),
        rules=at.all(RuleStretch, f"{_RULES}{_IN_FORCE} ORDER BY rule", rule=None, moment=moment),
        clauses=at.all(
            ClauseStretch, f"{_CLAUSES}{_IN_FORCE} ORDER BY clause", clause=None, moment=moment
        ),
        changes=changes,
        rulings=at.all(Ruling, _RULINGS),
        collisions=rule_collisions(at),
    )


def rule_history(at: Reading, rule: str) -> RuleHistory:
    """Every value that a rule had or will have, with who changed it and by which vote."""
    ordered = f"{_RULES} ORDER BY {_WHOLE}"
    stretches = at.all(RuleStretch, ordered, rule=rule)
    if not stretches:
        raise NotFound(f"The rulebook has no rule '{rule}' at that moment.")
    return RuleHistory(view=at.view, rule=rule, stretches=stretches)


def rule_on(at: Reading, rule: str, moment: datetime) -> RuleOn:
    """What the rule was at a moment, who changed it, and by which vote: one query."""
    found = at.first(RuleStretch, f"{_RULES}{_IN_FORCE}", rule=rule, moment=moment)
    if found is None:
        raise NotFound(f"There was no rule '{rule}' on {moment:%-d %B %Y}.")
    return RuleOn(view=at.view, moment=moment, stretch=found)


def clause_history(at: Reading, clause: str) -> tuple[ClauseStretch, ...]:
    """Every wording that a clause had or will have."""
    return at.all(ClauseStretch, f"{_CLAUSES} ORDER BY in_force_from", clause=clause)

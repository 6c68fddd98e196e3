"""What the rules are and were, from when, by which act, on whose authority and by which ballot.

Three tables hold what was adopted, in the order of adoption.  When it takes effect decides what is
in force, so editions and the stretches of rules and clauses are views over them: a change that is
adopted later and takes effect earlier finds its place by itself.  What takes effect at one moment
comes in the order in which that moment became known, as the rulebook itself has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from domain.rules.rulebook import Revision, Rulebook
from domain.rules.values import Clause, Rule
from projections.changing import Facts, as_json, envelope, moment_of
from projections.projection import Projection, RecordedAct, Rows, on

CHANGES = Facts(
    table="rulebook_changes",
    key={"place": "bigint"},
    columns={
        "title": "text NOT NULL",
        "founding": "boolean NOT NULL",
        "effective": "timestamptz",
        "effective_known": "timestamptz",
        "known_place": "bigint",
        "upon": "text",
        "actor": "uuid NOT NULL",
        "authority_kind": "text NOT NULL",
        "authority": "text NOT NULL",
        "ballot": "uuid",
        "process": "uuid",
        "cause": "uuid",
        "transitional": "uuid[] NOT NULL",
    },
)
DEFINITIONS = Facts(
    table="rule_definitions",
    key={"rule": "text"},
    columns={
        "clause": "text NOT NULL",
        "title": "text NOT NULL",
        "force": "text NOT NULL",
        "reads": "text NOT NULL",
        "one_of": "text[] NOT NULL",
        "source": "text",
    },
)
VALUES = Facts(
    table="rule_values",
    key={"rule": "text", "place": "bigint"},
    columns={"value": "jsonb NOT NULL"},
)
WORDINGS = Facts(
    table="clause_wordings",
    key={"clause": "text", "place": "bigint"},
    columns={"heading": "text NOT NULL", "text": "text NOT NULL", "source": "text"},
)
RULINGS = Facts(
    table="rulings",
    key={"number": "integer"},
    columns={
        "question": "text NOT NULL",
        "ruling": "text NOT NULL",
        "reasons": "text NOT NULL",
        "clauses": "text[] NOT NULL",
        "from_when": "timestamptz NOT NULL",
        "appeal_to": "text NOT NULL",
        "actor": "uuid NOT NULL",
        "authority": "text NOT NULL",
    },
)

_VIEWS = """
CREATE VIEW editions AS
SELECT row_number() OVER in_order AS number, place, title, founding, since AS adopted, act, actor,
       authority_kind, authority, ballot, process, cause,
       tstzrange(effective, lead(effective) OVER in_order) AS valid
FROM rulebook_changes WHERE effective IS NOT NULL
WINDOW in_order AS (ORDER BY effective, known_place, place);

CREATE VIEW rules AS
SELECT rule, clause, d.title, d.force, d.reads, d.one_of, d.source, v.value, c.act,
       c.since AS adopted, c.actor, c.authority_kind, c.authority, c.ballot, c.process, c.cause,
       tstzrange(c.effective, lead(c.effective) OVER in_order) AS valid
FROM rule_values v JOIN rulebook_changes c USING (place) JOIN rule_definitions d USING (rule)
WHERE c.effective IS NOT NULL
WINDOW in_order AS (PARTITION BY rule ORDER BY c.effective, c.known_place, place);

CREATE VIEW clauses AS
SELECT clause, w.heading, w.text, w.source, c.act, c.since AS adopted, c.actor,
       c.authority_kind, c.authority, c.ballot, c.process, c.cause,
       tstzrange(c.effective, lead(c.effective) OVER in_order) AS valid
FROM clause_wordings w JOIN rulebook_changes c USING (place)
WHERE c.effective IS NOT NULL
WINDOW in_order AS (PARTITION BY clause ORDER BY c.effective, c.known_place, place);
"""


class RulebookHistory(Projection):
    """Everything that was adopted, and what follows from it for every moment."""

    name = "rulebook"
    ddl = CHANGES.ddl + DEFINITIONS.ddl + VALUES.ddl + WORDINGS.ddl + RULINGS.ddl + _VIEWS

    @on(Rulebook.Founded)
    def founded(self, cur: Rows, act: RecordedAct[Rulebook.Founded]) -> None:
        event = act.event
        _adopt(cur, act, {"title": event.title, "founding": True, "effective": moment_of(act)})
        _define(cur, act, event.founding_rules)
        _word(cur, act, event.clauses)

    @on(Rulebook.Revised)
    def revised(self, cur: Rows, act: RecordedAct[Rulebook.Revised]) -> None:
        change = act.event.revision
        _adopt(cur, act, _terms(change))
        _define(cur, act, change.added)
        asked = ({"rule": one.rule, "value": as_json(one.value)} for one in change.rules)
        VALUES.add(cur, act, *({**row, "place": act.position} for row in asked))
        changed = change.clauses
        _word(cur, act, (Clause(id=c.clause, heading=c.heading, text=c.text) for c in changed))

    @on(Rulebook.TookEffect)
    def took_effect(self, cur: Rows, act: RecordedAct[Rulebook.TookEffect]) -> None:
        cur.execute(
            "UPDATE rulebook_changes SET effective = %(moment)s, effective_known = %(moment)s,"
            " known_place = %(place)s WHERE upon = %(upon)s AND effective IS NULL",
            {"moment": moment_of(act), "place": act.position, "upon": act.event.upon},
        )

    @on(Rulebook.RulingMade)
    def ruling_made(self, cur: Rows, act: RecordedAct[Rulebook.RulingMade]) -> None:
        ruling = act.event.ruling
        row = {
            **ruling.model_dump(exclude={"clauses"}),
            "clauses": list(ruling.clauses),
            "actor": envelope(act).actor,
            "authority": envelope(act).authority.name,
        }
        RULINGS.add(cur, act, row)


def _terms(change: Revision) -> dict[str, object]:
    return {
        "title": change.title,
        "founding": False,
        "effective": change.from_when,
        "upon": change.upon,
        "transitional": list(change.transitional),
    }


def _adopt(cur: Rows, act: RecordedAct, terms: Mapping[str, object]) -> None:
    known: datetime | None = None if terms["effective"] is None else moment_of(act)
    done = envelope(act)
    row = {
        "upon": None,
        "transitional": [],
        **terms,
        "place": act.position,
        "effective_known": known,
        "known_place": None if known is None else act.position,
        "actor": done.actor,
        "authority_kind": done.authority.kind,
        "authority": done.authority.name,
        "ballot": _deciding_ballot(act),
        "process": done.process_id,
        "cause": done.cause,
    }
    CHANGES.add(cur, act, row)


def _deciding_ballot(act: RecordedAct) -> UUID | None:
    """A change that the members decided cites their ballot as its authority.

    One that a meeting decided cites the very act that is its cause, and that is no ballot.
    """
    done = envelope(act)
    authority = done.authority
    if authority.kind != "decision" or not authority.id or authority.id == str(done.cause):
        return None
    return UUID(authority.id)


def _define(cur: Rows, act: RecordedAct, rules: Iterable[Rule]) -> None:
    for rule in rules:
        told = rule.model_dump(include={"clause", "title", "force", "reads", "source"})
        row = {"rule": rule.id, **told, "one_of": list(rule.one_of)}
        DEFINITIONS.add(cur, act, row)
        value = {"rule": rule.id, "place": act.position, "value": as_json(rule.value)}
        VALUES.add(cur, act, value)


def _word(cur: Rows, act: RecordedAct, clauses: Iterable[Clause]) -> None:
    rows = ({"clause": clause.id, **clause.model_dump(exclude={"id"})} for clause in clauses)
    WORDINGS.add(cur, act, *({**row, "place": act.position} for row in rows))

"""Which elections were called, what the rulebook of that day made them, and who stands."""

from __future__ import annotations

from domain.elections.election import Election
from projections.changing import Facts, as_json, envelope
from projections.projection import Projection, RecordedAct, Rows, on

ELECTIONS = Facts(
    table="elections",
    key={"election": "uuid"},
    columns={
        "body": "uuid NOT NULL",
        "title": "text NOT NULL",
        "method": "text NOT NULL",
        "places": "integer NOT NULL",
        "sections": "jsonb NOT NULL",
        "min_women": "integer NOT NULL",
        "tie_rule": "text NOT NULL",
        "vacancy_rule": "text NOT NULL",
        "unfilled_seat_rule": "text NOT NULL",
        "governing_version": "integer NOT NULL",
        "rules": "text[] NOT NULL",
    },
)
LOTS = Facts(
    table="election_lots",
    key={"election": "uuid", "place": "integer"},
    columns={"source": "text NOT NULL", "known_from": "timestamptz NOT NULL"},
)
STANDING = Facts(
    table="election_nominations",
    key={"election": "uuid", "section": "text"},
    columns={"candidates": "jsonb NOT NULL", "outcome": "jsonb NOT NULL"},
)


class Elections(Projection):
    """Elections with the terms that they are held under, who stands, and what lots come from."""

    name = "elections"
    ddl = ELECTIONS.ddl + LOTS.ddl + STANDING.ddl

    @on(Election.Called)
    def called(self, cur: Rows, act: RecordedAct[Election.Called]) -> None:
        event, terms = act.event, act.event.terms
        row = {
            "election": event.originator_id,
            "body": event.body,
            "title": event.title,
            **terms.model_dump(exclude={"sections", "edition"}),
            "places": terms.places,
            "sections": as_json(terms.sections),
            "governing_version": terms.edition,
            "rules": list(envelope(act).rules),
        }
        ELECTIONS.add(cur, act, row)

    @on(Election.LotAnnounced)
    def lot_announced(self, cur: Rows, act: RecordedAct[Election.LotAnnounced]) -> None:
        key = {"election": act.event.originator_id}
        cur.execute("SELECT count(*) FROM election_lots WHERE election = %(election)s", key)
        (before,) = cur.fetchone() or (0,)
        LOTS.add(cur, act, {**key, "place": before + 1, **act.event.lot.model_dump()})

    @on(Election.NominationsClosed)
    def nominations_closed(self, cur: Rows, act: RecordedAct[Election.NominationsClosed]) -> None:
        standing = act.event.standing
        row = {
            "election": act.event.originator_id,
            "section": standing.section,
            "candidates": as_json(standing.candidates),
            "outcome": as_json(standing.outcome),
        }
        STANDING.add(cur, act, row)

"""Which elections were called, and what the rulebook of that day made them."""

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


class Elections(Projection):
    """Elections with the terms that they are held under."""

    name = "elections"
    ddl = ELECTIONS.ddl

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

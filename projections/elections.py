"""Which elections were called, what the rulebook of that day made them, and who stands."""

from __future__ import annotations

from domain.elections.election import Election
from domain.elections.objection import Objection, State
from domain.elections.voting import Voting
from projections.changing import ACT, Facts, as_json, change, end, envelope, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

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
VOTES = Timeline(
    table="election_votes",
    key={"election": "uuid"},
    columns={
        "body": "uuid NOT NULL",
        "opens": "timestamptz",
        "closes": "timestamptz",
        "state": "text NOT NULL",
        "counted_at": "timestamptz",
        "declared_at": "timestamptz",
        "objections_until": "timestamptz",
        **ACT,
    },
)
BALLOTS = Facts(
    table="election_ballots",
    key={"election": "uuid", "ballot": "uuid"},
    columns={"section": "text NOT NULL"},
)
ANNULLED = Facts(
    table="election_annulled",
    key={"election": "uuid", "ballot": "uuid"},
    columns={
        "section": "text NOT NULL",
        "missing": "integer NOT NULL",
        "wrong": "integer NOT NULL",
        "found": "text NOT NULL",
        "reasons": "text NOT NULL",
    },
)
ELECTED = Timeline(
    table="election_elected",
    key={"election": "uuid", "section": "text", "place": "integer"},
    columns={"name": "text NOT NULL", "person": "uuid", "why_not": "text", **ACT},
)
RECOUNTS = Facts(
    table="election_recounts",
    key={"election": "uuid", "ballot": "uuid", "position": "bigint"},
    columns={"section": "text NOT NULL", "amiss": "text[] NOT NULL"},
)
OBJECTIONS = Timeline(
    table="election_objections",
    key={"objection": "uuid"},
    columns={
        "election": "uuid NOT NULL",
        "title": "text NOT NULL",
        "person": "uuid NOT NULL",
        "subject": "text NOT NULL",
        "section": "text",
        "grounds": "text NOT NULL",
        "due": "timestamptz NOT NULL",
        "raised_at": "timestamptz NOT NULL",
        "state": "text NOT NULL",
        "reasons": "text",
        "annuls": "uuid",
        **ACT,
    },
)
TO_BE_CALLED, CALLED, COUNTED, DECLARED = "to be called", "called", "counted", "declared"
CONFIRMED = "confirmed"


class Elections(Projection):
    """Elections with the terms that they are held under, who stands, how members vote, and who is
    elected."""

    name = "elections"
    ddl = (
        ELECTIONS.ddl
        + LOTS.ddl
        + STANDING.ddl
        + VOTES.ddl
        + BALLOTS.ddl
        + ANNULLED.ddl
        + ELECTED.ddl
        + OBJECTIONS.ddl
        + RECOUNTS.ddl
        + "CREATE INDEX objections_of ON election_objections (election);\n"
    )

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

    @on(Voting.FellDue)
    def fell_due(self, cur: Rows, act: RecordedAct[Voting.FellDue]) -> None:
        event = act.event
        state = TO_BE_CALLED if event.sections else CALLED
        hours = dict.fromkeys(("opens", "closes", "counted_at", "declared_at", "objections_until"))
        told = {"body": event.body, "state": state, **hours}
        put(cur, VOTES, act, {"election": event.election}, told)

    @on(Voting.Called)
    def voting_called(self, cur: Rows, act: RecordedAct[Voting.Called]) -> None:
        event, key = act.event, {"election": envelope(act).process_id}
        hours = {"opens": event.hours.opens, "closes": event.hours.closes}
        change(cur, VOTES, act, key, {"state": CALLED, **hours})
        BALLOTS.add(cur, act, *({**key, **one.model_dump()} for one in event.ballots))

    @on(Voting.Counted)
    def counted(self, cur: Rows, act: RecordedAct[Voting.Counted]) -> None:
        key = {"election": envelope(act).process_id}
        change(cur, VOTES, act, key, {"state": COUNTED, "counted_at": moment_of(act)})

    @on(Voting.SectionAnnulled)
    def annulled(self, cur: Rows, act: RecordedAct[Voting.SectionAnnulled]) -> None:
        event, key = act.event, {"election": envelope(act).process_id}
        again = dict.fromkeys(("opens", "closes", "counted_at", "declared_at"))
        end(cur, ELECTED, act, key | {"section": event.section})
        change(cur, VOTES, act, key, {"state": TO_BE_CALLED, **again})
        told = event.error.model_dump() | {"found": event.found, "reasons": event.reasons}
        ANNULLED.add(cur, act, {**key, "ballot": event.ballot, "section": event.section, **told})

    @on(Voting.Declared)
    def declared(self, cur: Rows, act: RecordedAct[Voting.Declared]) -> None:
        key = {"election": envelope(act).process_id}
        until = {"objections_until": act.event.objections_until}
        change(cur, VOTES, act, key, {"state": DECLARED, "declared_at": moment_of(act), **until})
        for place, one in enumerate(act.event.elected, start=1):
            told = one.model_dump()
            where = key | {"section": told.pop("section"), "place": place}
            put(cur, ELECTED, act, where, told)

    @on(Voting.Recounted)
    def recounted(self, cur: Rows, act: RecordedAct[Voting.Recounted]) -> None:
        event = act.event
        row = {
            "election": envelope(act).process_id,
            "ballot": event.ballot,
            "position": act.position,
            "section": event.section,
            "amiss": list(event.amiss),
        }
        RECOUNTS.add(cur, act, row)

    @on(Voting.Confirmed)
    def confirmed(self, cur: Rows, act: RecordedAct[Voting.Confirmed]) -> None:
        key = {"election": envelope(act).process_id}
        change(cur, VOTES, act, key, {"state": CONFIRMED})

    @on(Objection.Raised)
    def objection_raised(self, cur: Rows, act: RecordedAct[Objection.Raised]) -> None:
        event = act.event
        told = {
            "election": event.election,
            "title": event.title,
            "person": event.person,
            "subject": event.subject,
            "section": event.section,
            "grounds": event.grounds,
            "due": event.due,
            "raised_at": moment_of(act),
            "state": State.OPEN,
            "reasons": None,
            "annuls": None,
        }
        put(cur, OBJECTIONS, act, {"objection": event.originator_id}, told)

    @on(Objection.Ruled)
    def ruled(self, cur: Rows, act: RecordedAct[Objection.Ruled]) -> None:
        event = act.event
        state = State.UPHELD if event.upheld else State.DISMISSED
        told = {"state": state, "reasons": event.reasons, "annuls": event.annuls}
        change(cur, OBJECTIONS, act, {"objection": event.originator_id}, told)

    @on(Objection.Withdrawn)
    def withdrawn(self, cur: Rows, act: RecordedAct[Objection.Withdrawn]) -> None:
        key = {"objection": act.event.originator_id}
        change(cur, OBJECTIONS, act, key, {"state": State.WITHDRAWN})

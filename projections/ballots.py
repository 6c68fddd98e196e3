"""What is voted on in a ballot, from when until when, who may vote in number, and with what result.

No paper and no voter is in here: the roll and the box are kept apart (see `services.voting`).
"""

from __future__ import annotations

from domain.ballots.ballot import Ballot
from projections.changing import ACT, Facts, as_json, change, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

BALLOTS = Timeline(
    table="ballots",
    key={"ballot": "uuid"},
    columns={
        "title": "text NOT NULL",
        "parent": "uuid",
        "called": "timestamptz NOT NULL",
        "opens": "timestamptz NOT NULL",
        "closes": "timestamptz NOT NULL",
        "majority": "jsonb NOT NULL",
        "turnout_quorum": "jsonb NOT NULL",
        "joined_by": "timestamptz NOT NULL",
        "remind_at": "timestamptz[] NOT NULL",
        "governing_version": "integer NOT NULL",
        "election": "uuid",
        "region": "text",
        "survey": "boolean NOT NULL",
        "endorsement": "uuid",
        "policy_primary": "uuid",
        "report_due": "timestamptz",
        "secrecy": "text NOT NULL",
        "replaceable": "boolean NOT NULL",
        "announced": "text",
        "credentials": "integer",
        "published": "text",
        "keys_destroyed": "timestamptz",
        "roll_count": "integer",
        "roll_position": "bigint",
        "roll_commitment": "text",
        "opened": "timestamptz",
        "closed": "timestamptz",
        "papers": "integer",
        "root": "text",
        "counted": "timestamptz",
        "declared": "timestamptz",
        **ACT,
    },
)
QUESTIONS = Facts(
    table="ballot_questions",
    key={"ballot": "uuid", "place": "integer"},
    columns={
        "subject": "uuid NOT NULL",
        "number": "integer NOT NULL",
        "title": "text NOT NULL",
        "digest": "text NOT NULL",
        "alternative_to": "uuid",
        "support": "text",
    },
)
RESULTS = Facts(
    table="ballot_results",
    key={"ballot": "uuid", "place": "integer"},
    columns={
        "subject": "uuid NOT NULL",
        "yes": "integer NOT NULL",
        "no": "integer NOT NULL",
        "blank": "integer NOT NULL",
        "carried": "boolean NOT NULL",
        "because": "text NOT NULL",
    },
)
REMINDERS = Facts(
    table="ballot_reminders",
    key={"ballot": "uuid", "planned_for": "timestamptz"},
    columns={"not_voted": "integer NOT NULL"},
)
_LATER = (
    "announced",
    "credentials",
    "published",
    "keys_destroyed",
    "roll_count",
    "roll_position",
    "roll_commitment",
    "opened",
    "closed",
    "papers",
    "root",
    "counted",
    "declared",
)


class Ballots(Projection):
    """Ballots over time, with their questions, reminders and results."""

    name = "ballots"
    ddl = BALLOTS.ddl + QUESTIONS.ddl + RESULTS.ddl + REMINDERS.ddl

    @on(Ballot.Called)
    def called(self, cur: Rows, act: RecordedAct[Ballot.Called]) -> None:
        event, terms = act.event, act.event.terms
        ballot = {"ballot": event.originator_id}
        values = {
            **dict.fromkeys(_LATER),
            "title": event.title,
            "parent": event.parent,
            "called": moment_of(act),
            "opens": event.hours.opens,
            "closes": event.hours.closes,
            "majority": as_json(terms.majority),
            "turnout_quorum": as_json(terms.turnout),
            "joined_by": terms.joined_by,
            "remind_at": list(terms.remind_at),
            "governing_version": terms.edition,
            "election": terms.election,
            "region": terms.region,
            "survey": terms.survey,
            "endorsement": terms.endorsement,
            "policy_primary": terms.policy_primary,
            "report_due": terms.report_due(event.hours.closes),
            "secrecy": terms.secrecy,
            "replaceable": terms.kept is not None and terms.kept.replaceable,
        }
        put(cur, BALLOTS, act, ballot, values)
        asked = enumerate(event.questions, start=1)
        QUESTIONS.add(cur, act, *({**ballot, "place": n, **q.model_dump()} for n, q in asked))

    @on(Ballot.RollFrozen)
    def roll_frozen(self, cur: Rows, act: RecordedAct[Ballot.RollFrozen]) -> None:
        roll = act.event.roll
        frozen = {
            "roll_count": roll.count,
            "roll_position": roll.position,
            "roll_commitment": roll.commitment,
        }
        _become(cur, act, frozen)

    @on(Ballot.Announced)
    def announced(self, cur: Rows, act: RecordedAct[Ballot.Announced]) -> None:
        _become(cur, act, {"announced": act.event.announced})

    @on(Ballot.Opened)
    def opened(self, cur: Rows, act: RecordedAct[Ballot.Opened]) -> None:
        _become(cur, act, {"opened": moment_of(act)})

    @on(Ballot.Extended)
    def extended(self, cur: Rows, act: RecordedAct[Ballot.Extended]) -> None:
        terms = act.event.terms
        moved = {"joined_by": terms.joined_by, "remind_at": list(terms.remind_at)}
        moved |= {"report_due": terms.report_due(act.event.hours.closes)}
        _become(cur, act, act.event.hours.model_dump() | moved)

    @on(Ballot.Reminded)
    def reminded(self, cur: Rows, act: RecordedAct[Ballot.Reminded]) -> None:
        event = act.event
        row = {
            "ballot": event.originator_id,
            "planned_for": event.planned_for,
            "not_voted": event.not_voted,
        }
        REMINDERS.add(cur, act, row)

    @on(Ballot.Closed)
    def closed(self, cur: Rows, act: RecordedAct[Ballot.Closed]) -> None:
        event = act.event
        sealed = {"closed": moment_of(act), "papers": event.papers, "root": event.root}
        _become(cur, act, sealed | {"credentials": event.credentials})

    @on(Ballot.Counted)
    def counted(self, cur: Rows, act: RecordedAct[Ballot.Counted]) -> None:
        _become(cur, act, {"counted": moment_of(act)})
        rows = (
            {
                "ballot": act.event.originator_id,
                "place": place,
                "subject": result.question.subject,
                **result.tally.model_dump(),
                **result.verdict.model_dump(),
            }
            for place, result in enumerate(act.event.results, start=1)
        )
        RESULTS.add(cur, act, *rows)

    @on(Ballot.Published)
    def published(self, cur: Rows, act: RecordedAct[Ballot.Published]) -> None:
        _become(cur, act, {"published": act.event.commitment})

    @on(Ballot.KeysDestroyed)
    def keys_destroyed(self, cur: Rows, act: RecordedAct[Ballot.KeysDestroyed]) -> None:
        _become(cur, act, {"keys_destroyed": moment_of(act)})

    @on(Ballot.Declared)
    def declared(self, cur: Rows, act: RecordedAct[Ballot.Declared]) -> None:
        _become(cur, act, {"declared": moment_of(act)})


def _become(cur: Rows, act: RecordedAct, values: dict[str, object]) -> None:
    change(cur, BALLOTS, act, {"ballot": act.event.originator_id}, values)

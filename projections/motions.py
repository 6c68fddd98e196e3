"""What was moved at a meeting, what it decided, whether that binds, and how its chair ruled."""

from __future__ import annotations

from domain.meetings.meeting import Meeting
from domain.text.text import Text
from projections.changing import ACT, Facts, change, moment_of, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

MOTIONS = Timeline(
    table="meeting_motions",
    key={"meeting": "uuid", "motion": "integer"},
    columns={
        "item": "integer NOT NULL",
        "title": "text NOT NULL",
        "wording": "jsonb NOT NULL",
        "mover": "uuid NOT NULL",
        "seconder": "uuid",
        "decided": "boolean NOT NULL",
        **ACT,
    },
)
AMENDMENTS = Timeline(
    table="meeting_amendments",
    key={"meeting": "uuid", "amendment": "text"},
    columns={
        "motion": "integer NOT NULL",
        "parent": "text",
        "mover": "uuid NOT NULL",
        "becomes": "text NOT NULL",
        "fate": "text NOT NULL",
        "because": "text",
        **ACT,
    },
)
DECISIONS = Timeline(
    table="meeting_decisions",
    key={"meeting": "uuid", "number": "integer"},
    columns={
        "item": "integer NOT NULL",
        "motion": "integer",
        "manner": "text NOT NULL",
        "form": "text",
        "words": "text NOT NULL",
        "in_favour": "integer",
        "against": "integer",
        "abstained": "integer",
        "present": "integer",
        "needed": "integer",
        "voters": "integer",
        "carried": "boolean NOT NULL",
        "quorate": "boolean NOT NULL",
        "binds": "boolean NOT NULL",
        "settled": "text",
        "about_meeting": "uuid",
        "about_number": "integer",
        "settled_by": "uuid",
        "settled_number": "integer",
        "because": "text NOT NULL",
        "taken_at": "timestamptz NOT NULL",
        "deciding_act": "uuid NOT NULL",
        **ACT,
    },
)
NAMED = Facts(
    table="meeting_named_votes",
    key={"meeting": "uuid", "number": "integer", "person": "uuid"},
    columns={"answer": "text NOT NULL"},
)
PARTS = Facts(
    table="meeting_parts",
    key={"meeting": "uuid", "motion": "integer", "paragraph": "text", "position": "bigint"},
    columns={"carried": "boolean NOT NULL", "because": "text NOT NULL"},
)
RULINGS = Timeline(
    table="chair_rulings",
    key={"meeting": "uuid", "number": "integer"},
    columns={
        "raised_by": "uuid NOT NULL",
        "point": "text NOT NULL",
        "upheld": "boolean NOT NULL",
        "ruling": "text NOT NULL",
        "ruled_by": "uuid NOT NULL",
        "challenged_by": "uuid",
        "overturned": "boolean",
        **ACT,
    },
)
STATEMENTS = Facts(
    table="meeting_statements",
    key={"meeting": "uuid", "decision": "integer"},
    columns={"title": "text NOT NULL", "words": "text NOT NULL"},
)


class MeetingDecisions(Projection):
    """Motions, amendments, decisions, rulings and statements over time."""

    name = "meeting_decisions"
    ddl = (
        MOTIONS.ddl
        + AMENDMENTS.ddl
        + DECISIONS.ddl
        + NAMED.ddl
        + PARTS.ddl
        + RULINGS.ddl
        + STATEMENTS.ddl
        + "CREATE INDEX meeting_decisions_in_doubt ON meeting_decisions USING gist (valid)"
        + " WHERE carried AND NOT quorate AND NOT binds AND settled IS NULL;\n"
        + "CREATE INDEX meeting_decisions_settling ON meeting_decisions (settled_by)"
        + " WHERE settled_by IS NOT NULL;\n"
    )

    @on(Meeting.MotionMoved)
    def moved(self, cur: Rows, act: RecordedAct[Meeting.MotionMoved]) -> None:
        motion = act.event.motion
        values = {
            **motion.model_dump(include={"item", "title", "mover", "seconder", "decided"}),
            "wording": motion.text.model_dump_json(),
        }
        put(cur, MOTIONS, act, {**_of(act), "motion": motion.number}, values)

    @on(Meeting.AmendmentMoved)
    def amendment(self, cur: Rows, act: RecordedAct[Meeting.AmendmentMoved]) -> None:
        event, amendment = act.event, act.event.amendment
        values = {
            "motion": event.motion,
            "parent": amendment.parent,
            "mover": event.mover,
            "becomes": event.becomes,
            "fate": "open",
            "because": None,
        }
        put(cur, AMENDMENTS, act, {**_of(act), "amendment": amendment.id}, values)

    @on(Meeting.AmendmentsDecided)
    def amendments_decided(self, cur: Rows, act: RecordedAct[Meeting.AmendmentsDecided]) -> None:
        event = act.event
        fate = {"fate": "carried" if event.carried else "lost", "because": event.because}
        wholes = sorted({name.partition("/")[0] for name in event.names})
        change(cur, AMENDMENTS, act, {**_of(act), "amendment": wholes}, fate)
        for lost in event.fallen:
            gone = {"fate": "overtaken", "because": lost.because}
            change(cur, AMENDMENTS, act, {**_of(act), "amendment": lost.id}, gone)
        if event.text is not None:
            _rewrite(cur, act, event.motion, event.text)

    @on(Meeting.VotedInParts)
    def in_parts(self, cur: Rows, act: RecordedAct[Meeting.VotedInParts]) -> None:
        event = act.event
        key = {**_of(act), "motion": event.motion, "position": act.position}
        PARTS.add(cur, act, *({**key, **part.model_dump()} for part in event.parts))
        _rewrite(cur, act, event.motion, event.text)

    @on(Meeting.Decided)
    def decided(self, cur: Rows, act: RecordedAct[Meeting.Decided]) -> None:
        one = act.event.decision
        about = one.names.decision
        figures = one.votes.model_dump() if one.votes else _NO_FIGURES
        values = {
            **one.model_dump(
                exclude={"number", "text", "act", "votes", "named", "names", "later", "card_vote"}
            ),
            **figures,
            "words": one.text,
            "quorate": one.quorate,
            "binds": one.binds,
            "about_meeting": None if about is None else about.meeting,
            "about_number": None if about is None else about.number,
            "settled_by": None,
            "settled_number": None,
            "taken_at": moment_of(act),
            "deciding_act": one.act,
        }
        put(cur, DECISIONS, act, {**_of(act), "number": one.number}, values)
        key = {**_of(act), "number": one.number}
        NAMED.add(cur, act, *({**key, **vote.model_dump()} for vote in one.named))
        if one.motion is not None:
            motion = {**_of(act), "motion": one.motion}
            change(cur, MOTIONS, act, motion, {"decided": True})

    @on(Meeting.CastingVoteGiven)
    def casting(self, cur: Rows, act: RecordedAct[Meeting.CastingVoteGiven]) -> None:
        event = act.event
        which = {**_of(act), "number": event.number}
        told = {"carried": event.in_favour, "because": event.because}
        change(cur, DECISIONS, act, which, told)
        change(cur, DECISIONS, act, {**which, "quorate": True}, {"binds": event.in_favour})

    @on(Meeting.DecisionSettled)
    def settled(self, cur: Rows, act: RecordedAct[Meeting.DecisionSettled]) -> None:
        event = act.event
        told = {
            "settled": event.settled,
            "settled_by": event.later.meeting,
            "settled_number": event.later.number,
            "binds": event.settled.holds,
        }
        change(cur, DECISIONS, act, {**_of(act), "number": event.number}, told)

    @on(Meeting.PointOfOrderRuled)
    def ruled(self, cur: Rows, act: RecordedAct[Meeting.PointOfOrderRuled]) -> None:
        ruling = act.event.ruling
        values = {
            **ruling.model_dump(include={"raised_by", "point", "upheld", "ruling"}),
            "ruled_by": ruling.by,
            "challenged_by": None,
            "overturned": None,
        }
        put(cur, RULINGS, act, {**_of(act), "number": ruling.number}, values)

    @on(Meeting.ChairChallenged)
    def challenged(self, cur: Rows, act: RecordedAct[Meeting.ChairChallenged]) -> None:
        challenge = act.event.challenge
        which = {**_of(act), "number": challenge.ruling}
        change(cur, RULINGS, act, which, {"challenged_by": challenge.by})

    @on(Meeting.ChallengeSettled)
    def challenge_settled(self, cur: Rows, act: RecordedAct[Meeting.ChallengeSettled]) -> None:
        which = {**_of(act), "number": act.event.ruling}
        change(cur, RULINGS, act, which, {"overturned": act.event.overturned})

    @on(Meeting.StatementPublished)
    def published(self, cur: Rows, act: RecordedAct[Meeting.StatementPublished]) -> None:
        one = act.event.statement
        row = {"decision": one.decision, "title": one.title, "words": one.text}
        STATEMENTS.add(cur, act, {**_of(act), **row})


_NO_FIGURES = {"in_favour": None, "against": None, "abstained": None}


def _of(act: RecordedAct) -> dict[str, object]:
    return {"meeting": act.event.originator_id}


def _rewrite(cur: Rows, act: RecordedAct, motion: int, text: Text) -> None:
    words = {"wording": text.model_dump_json()}
    change(cur, MOTIONS, act, {**_of(act), "motion": motion}, words)

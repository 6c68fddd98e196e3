"""Policy primaries over time: their motions, what authors answered, and what was adopted."""

from __future__ import annotations

from domain.primary.motion import PrimaryMotion
from domain.primary.primary import Primary, Stage
from projections.changing import ACT, change, envelope, moment_of, newest, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

PRIMARIES = Timeline(
    table="primaries",
    key={"primary_id": "uuid"},
    columns={
        "title": "text NOT NULL",
        "launched_at": "timestamptz NOT NULL",
        "stage": "text NOT NULL",
        "ends_at": "timestamptz",
        "needed": "integer NOT NULL",
        "winners": "integer NOT NULL",
        "method": "text NOT NULL",
        "governing_version": "integer NOT NULL",
        "backed": "uuid[] NOT NULL",
        "paper": "uuid[] NOT NULL",
        "ballot": "uuid",
        "because": "text",
        "settled_at": "timestamptz",
        **ACT,
    },
)
MOTIONS = Timeline(
    table="primary_motions",
    key={"motion": "uuid"},
    columns={
        "primary_id": "uuid NOT NULL",
        "title": "text NOT NULL",
        "text": "text NOT NULL",
        "author": "text NOT NULL",
        "person": "uuid NOT NULL",
        "body": "uuid",
        "parents": "uuid[] NOT NULL",
        "put_at": "timestamptz NOT NULL",
        "backers": "integer NOT NULL",
        "withdrawn": "boolean NOT NULL",
        "passed": "boolean",
        "reasons": "text",
        "appeal": "text",
        "upheld": "boolean",
        "ruling": "text",
        "said": "text",
        "merged_into": "uuid",
        **ACT,
    },
)
ANSWERS = Timeline(
    table="primary_answers",
    key={"composite": "uuid", "parent": "uuid"},
    columns={"agreed": "boolean NOT NULL", **ACT},
)
POLICIES = Timeline(
    table="primary_policies",
    key={"policy": "uuid"},
    columns={
        "primary_id": "uuid NOT NULL",
        "place": "integer NOT NULL",
        "title": "text NOT NULL",
        "text": "text",
        "added": "boolean NOT NULL",
        "outcome": "text",
        "words": "text",
        **ACT,
    },
)


class Primaries(Projection):
    """Primaries with everything that was put to them."""

    name = "primaries"
    ddl = (
        PRIMARIES.ddl
        + MOTIONS.ddl
        + ANSWERS.ddl
        + POLICIES.ddl
        + "CREATE INDEX motions_of_primary ON primary_motions (primary_id);\n"
    )

    @on(Primary.Launched)
    def launched(self, cur: Rows, act: RecordedAct[Primary.Launched]) -> None:
        terms = act.event.terms
        told: dict[str, object] = {
            "title": act.event.title,
            "launched_at": moment_of(act),
            "stage": Stage.SUBMITTING,
            "ends_at": terms.submit_until,
            "needed": terms.needed,
            "winners": terms.winners,
            "method": terms.method,
            "governing_version": terms.edition,
            "backed": [],
            "paper": [],
            **dict.fromkeys(("ballot", "because", "settled_at")),
        }
        put(cur, PRIMARIES, act, _of(act), told)

    @on(Primary.SubmissionsClosed)
    def submissions_closed(self, cur: Rows, act: RecordedAct[Primary.SubmissionsClosed]) -> None:
        told = {"stage": Stage.BACKING, "ends_at": act.event.next_ends}
        change(cur, PRIMARIES, act, _of(act), told)

    @on(Primary.BackingClosed)
    def backing_closed(self, cur: Rows, act: RecordedAct[Primary.BackingClosed]) -> None:
        told = {"stage": Stage.CHECKING, "ends_at": act.event.next_ends}
        change(cur, PRIMARIES, act, _of(act), told | {"backed": list(act.event.backed)})

    @on(Primary.CheckingClosed)
    def checking_closed(self, cur: Rows, act: RecordedAct[Primary.CheckingClosed]) -> None:
        told = {"stage": Stage.ANSWERING, "ends_at": act.event.next_ends}
        change(cur, PRIMARIES, act, _of(act), told)

    @on(Primary.AnswersClosed)
    def answers_closed(self, cur: Rows, act: RecordedAct[Primary.AnswersClosed]) -> None:
        told = {"stage": Stage.RULING, "ends_at": act.event.next_ends}
        change(cur, PRIMARIES, act, _of(act), told)
        for one in act.event.merged:
            merged = {"merged_into": one.composite}
            change(cur, MOTIONS, act, {"motion": list(one.parents)}, merged)

    @on(Primary.PaperSettled)
    def paper_settled(self, cur: Rows, act: RecordedAct[Primary.PaperSettled]) -> None:
        paper = [one.motion for one in act.event.paper]
        told = {"stage": Stage.VOTING, "ends_at": None, "paper": paper}
        change(cur, PRIMARIES, act, _of(act), told)

    @on(Primary.BallotCalled)
    def ballot_called(self, cur: Rows, act: RecordedAct[Primary.BallotCalled]) -> None:
        told = {"ballot": act.event.ballot, "ends_at": act.event.hours.closes}
        change(cur, PRIMARIES, act, _of(act), told)

    @on(Primary.Settled)
    def settled(self, cur: Rows, act: RecordedAct[Primary.Settled]) -> None:
        told = {
            "stage": Stage.SETTLED,
            "ends_at": None,
            "because": act.event.because,
            "settled_at": moment_of(act),
        }
        change(cur, PRIMARIES, act, _of(act), told)
        for place, one in enumerate(act.event.adopted, start=1):
            adopted = _policy(act, place, one.title, None, added=False)
            put(cur, POLICIES, act, {"policy": one.motion}, adopted)

    @on(Primary.Added)
    def added(self, cur: Rows, act: RecordedAct[Primary.Added]) -> None:
        event = act.event
        told = _policy(act, event.place, event.title, event.text, added=True)
        put(cur, POLICIES, act, {"policy": event.policy}, told)

    @on(Primary.OutcomeRecorded)
    def outcome(self, cur: Rows, act: RecordedAct[Primary.OutcomeRecorded]) -> None:
        told = {"outcome": act.event.outcome, "words": act.event.words}
        change(cur, POLICIES, act, {"policy": act.event.policy}, told)

    @on(PrimaryMotion.Put)
    def motion_put(self, cur: Rows, act: RecordedAct[PrimaryMotion.Put]) -> None:
        event = act.event
        told = {
            "primary_id": event.primary,
            "title": event.title,
            "text": event.text,
            "author": event.author,
            "person": event.person,
            "body": event.group,
            "parents": list(event.parents),
            "put_at": moment_of(act),
            "backers": 0,
            "withdrawn": False,
            **dict.fromkeys(("passed", "reasons", "appeal", "upheld", "ruling")),
            **dict.fromkeys(("said", "merged_into")),
        }
        put(cur, MOTIONS, act, _motion(act), told)

    @on(PrimaryMotion.Withdrawn)
    def motion_withdrawn(self, cur: Rows, act: RecordedAct[PrimaryMotion.Withdrawn]) -> None:
        change(cur, MOTIONS, act, _motion(act), {"withdrawn": True})

    @on(PrimaryMotion.Backed)
    def backed(self, cur: Rows, act: RecordedAct[PrimaryMotion.Backed]) -> None:
        self._count(cur, act, 1)

    @on(PrimaryMotion.BackingTakenBack)
    def not_backed(self, cur: Rows, act: RecordedAct[PrimaryMotion.BackingTakenBack]) -> None:
        self._count(cur, act, -1)

    def _count(
        self,
        cur: Rows,
        act: RecordedAct[PrimaryMotion.Backed | PrimaryMotion.BackingTakenBack],
        more: int,
    ) -> None:
        before = newest(cur, MOTIONS, "backers", _motion(act))
        change(cur, MOTIONS, act, _motion(act), {"backers": before + more})

    @on(PrimaryMotion.Checked)
    def checked(self, cur: Rows, act: RecordedAct[PrimaryMotion.Checked]) -> None:
        told = {"passed": act.event.passed, "reasons": act.event.reasons or None}
        change(cur, MOTIONS, act, _motion(act), told)

    @on(PrimaryMotion.Appealed)
    def appealed(self, cur: Rows, act: RecordedAct[PrimaryMotion.Appealed]) -> None:
        change(cur, MOTIONS, act, _motion(act), {"appeal": act.event.grounds})

    @on(PrimaryMotion.RuledOn)
    def ruled_on(self, cur: Rows, act: RecordedAct[PrimaryMotion.RuledOn]) -> None:
        told = {"upheld": act.event.upheld, "ruling": act.event.reasons}
        change(cur, MOTIONS, act, _motion(act), told)

    @on(PrimaryMotion.Answered)
    def answered(self, cur: Rows, act: RecordedAct[PrimaryMotion.Answered]) -> None:
        key = {"composite": act.event.originator_id, "parent": act.event.parent}
        put(cur, ANSWERS, act, key, {"agreed": act.event.agreed})

    @on(PrimaryMotion.SpokenFor)
    def spoken_for(self, cur: Rows, act: RecordedAct[PrimaryMotion.SpokenFor]) -> None:
        change(cur, MOTIONS, act, _motion(act), {"said": act.event.words})


def _of(act: RecordedAct) -> dict[str, object]:
    return {"primary_id": act.event.originator_id}


def _motion(act: RecordedAct) -> dict[str, object]:
    return {"motion": act.event.originator_id}


def _policy(
    act: RecordedAct, place: int, title: str, text: str | None, *, added: bool
) -> dict[str, object]:
    return {
        "primary_id": envelope(act).process_id,
        "place": place,
        "title": title,
        "text": text,
        "added": added,
        "outcome": None,
        "words": None,
    }

"""Which reports are owed, drafted, online and agreed, every version of each, and statements."""

from __future__ import annotations

from typing import Any

from domain.meetings.meeting import Meeting
from domain.reports.report import Report
from domain.reports.reporting import Task
from projections.changing import ACT, Facts, as_json, change, envelope, moment_of, newest, put
from projections.projection import Projection, RecordedAct, Rows, on
from projections.timeline import Timeline

REPORTS = Timeline(
    table="reports",
    key={"report": "uuid"},
    columns={
        "kind": "text NOT NULL",
        "title": "text NOT NULL",
        "body": "uuid NOT NULL",
        "since_day": "date",
        "on_day": "date NOT NULL",
        "meeting": "uuid",
        "parent": "uuid",
        "draft_due": "timestamptz",
        "online_due": "timestamptz",
        "opened": "timestamptz NOT NULL",
        "version": "integer NOT NULL",
        "changed": "timestamptz",
        "shown": "timestamptz",
        "online": "timestamptz",
        "online_version": "integer NOT NULL",
        "agreed_version": "integer NOT NULL",
        "agreed_at": "uuid",
        "agreed_by": "integer",
        "presented_to": "uuid",
        "item": "integer",
        "answer": "text",
        "missed": "text[] NOT NULL",
        "completed": "timestamptz",
        **ACT,
    },
)
VERSIONS = Facts(
    table="report_versions",
    key={"report": "uuid", "version": "integer"},
    columns={"content": "jsonb NOT NULL", "reason": "text", "actor": "uuid NOT NULL"},
)
READERS = Facts(table="report_readers", key={"report": "uuid", "person": "uuid"}, columns={})
STATEMENTS = Facts(
    table="statements",
    key={"meeting": "uuid", "decision": "integer"},
    columns={"title": "text NOT NULL", "text": "text NOT NULL"},
)


class Reports(Projection):
    """Reports over time, their versions and first readers, and statements that were published."""

    name = "reports"
    ddl = (
        REPORTS.ddl
        + VERSIONS.ddl
        + READERS.ddl
        + STATEMENTS.ddl
        + "CREATE INDEX reports_by_body ON reports (body);\n"
        + "CREATE INDEX reports_by_meeting ON reports (meeting);\n"
        + "CREATE INDEX reports_by_day ON reports (on_day);\n"
        + "CREATE INDEX reports_owed ON reports USING gist (valid)"
        + " WHERE version = 0 OR online IS NULL OR (agreed_version < version AND missed <> '{}');\n"
        + "CREATE INDEX reports_unfinished ON reports USING gist (valid) WHERE completed IS NULL;\n"
        + "CREATE INDEX reports_undrafted ON reports USING gist (valid)"
        + " WHERE version = 0 AND completed IS NULL;\n"
        + "CREATE INDEX report_readers_of ON report_readers (person);\n"
    )

    @on(Report.Opened)
    def opened(self, cur: Rows, act: RecordedAct[Report.Opened]) -> None:
        subject, due = act.event.subject, {one.task: one.at for one in act.event.plan}
        values = {
            "kind": subject.kind,
            "title": subject.title,
            "body": subject.body,
            "since_day": subject.since,
            "on_day": subject.on,
            "meeting": subject.meeting,
            "parent": subject.parent,
            "draft_due": due.get(Task.DRAFT),
            "online_due": due.get(Task.PUBLICATION),
            "opened": moment_of(act),
            "version": 0,
            "changed": None,
            "shown": None,
            "online": None,
            "online_version": 0,
            "agreed_version": 0,
            "agreed_at": None,
            "agreed_by": None,
            "presented_to": None,
            "item": None,
            "answer": None,
            "missed": [],
            "completed": None,
        }
        put(cur, REPORTS, act, {"report": act.event.originator_id}, values)

    @on(Report.Drafted)
    def drafted(self, cur: Rows, act: RecordedAct[Report.Drafted]) -> None:
        _version(cur, act, 1, None)

    @on(Report.Corrected)
    def corrected(self, cur: Rows, act: RecordedAct[Report.Corrected]) -> None:
        """What was put right waits to be agreed anew, whatever was missed before."""
        _version(cur, act, act.event.version, act.event.reason)
        missed = newest(cur, REPORTS, "missed", {"report": act.event.originator_id})
        _change(cur, act, missed=[one for one in missed if one != Task.AGREEMENT])

    @on(Report.ShownTo)
    def shown_to(self, cur: Rows, act: RecordedAct[Report.ShownTo]) -> None:
        report = {"report": act.event.originator_id}
        known = cur.execute("SELECT person FROM report_readers WHERE report = %(report)s", report)
        before = {person for (person,) in known.fetchall()}
        READERS.add(cur, act, *({**report, "person": p} for p in act.event.to if p not in before))
        _change(cur, act, shown=moment_of(act))

    @on(Report.Published)
    def published(self, cur: Rows, act: RecordedAct[Report.Published]) -> None:
        _change(cur, act, online=moment_of(act), online_version=act.event.version)

    @on(Report.Presented)
    def presented(self, cur: Rows, act: RecordedAct[Report.Presented]) -> None:
        _change(cur, act, presented_to=act.event.meeting, item=act.event.item)

    @on(Report.Agreed)
    def agreed(self, cur: Rows, act: RecordedAct[Report.Agreed]) -> None:
        event = act.event
        by = {"agreed_at": event.meeting, "agreed_by": event.decision}
        _change(cur, act, agreed_version=event.version, **by)

    @on(Report.Noted)
    def noted(self, cur: Rows, act: RecordedAct[Report.Noted]) -> None:
        _change(cur, act, answer="noted")

    @on(Report.Referred)
    def referred(self, cur: Rows, act: RecordedAct[Report.Referred]) -> None:
        _change(cur, act, answer=f"referred to {act.event.to}")

    @on(Report.DeadlineMissed)
    def deadline_missed(self, cur: Rows, act: RecordedAct[Report.DeadlineMissed]) -> None:
        report = act.event.originator_id
        row = cur.execute(
            "SELECT missed FROM reports WHERE report = %s AND upper_inf(valid)", (report,)
        ).fetchone()
        _change(cur, act, missed=[*(row[0] if row else ()), act.event.task])

    @on(Report.Completed)
    def completed(self, cur: Rows, act: RecordedAct[Report.Completed]) -> None:
        _change(cur, act, completed=moment_of(act))

    @on(Meeting.StatementPublished)
    def statement_published(self, cur: Rows, act: RecordedAct[Meeting.StatementPublished]) -> None:
        row = {"meeting": act.event.originator_id, **act.event.statement.model_dump()}
        STATEMENTS.add(cur, act, row)


def _version(
    cur: Rows,
    act: RecordedAct[Report.Drafted] | RecordedAct[Report.Corrected],
    version: int,
    reason: str | None,
) -> None:
    row = {
        "report": act.event.originator_id,
        "version": version,
        "content": as_json(act.event.content),
        "reason": reason,
        "actor": envelope(act).actor,
    }
    VERSIONS.add(cur, act, row)
    _change(cur, act, version=version, changed=moment_of(act))


def _change(cur: Rows, act: RecordedAct, **changes: Any) -> None:
    change(cur, REPORTS, act, {"report": act.event.originator_id}, changes)

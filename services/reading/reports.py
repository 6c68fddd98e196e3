"""Reports: what is owed, online and agreed, each with all of its versions; and statements."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from domain.kernel.refusal import NotFound
from domain.reports.content import Content
from domain.reports.reporting import Kind
from services.reading.caucuses import closed_to
from services.reading.view import ALL, Answer, Part, Person, Reading, View, name_of


class ReportLine(Answer):
    """A report and how it stands; `version` is the newest, 0 before the draft.

    `closed`: what it says is told to the members of a caucus alone, and the asker is none.
    """

    report: UUID
    kind: Kind
    title: str
    body: UUID
    body_slug: str
    body_name: str
    since_day: date | None
    on_day: date
    meeting: UUID | None
    meeting_name: str | None
    parent: UUID | None
    draft_due: datetime | None
    online_due: datetime | None
    opened: datetime
    version: int
    changed: datetime | None
    shown: datetime | None
    online: datetime | None
    online_version: int
    agreed_version: int
    agreed_at: UUID | None
    agreed_name: str | None
    agreed_by: int | None
    presented_to: UUID | None
    presented_name: str | None
    item: int | None
    answer: str | None
    missed: tuple[str, ...]
    completed: datetime | None
    act: UUID
    closed: bool = False

    @property
    def is_agreed(self) -> bool:
        return self.version > 0 and self.agreed_version == self.version

    @property
    def state(self) -> str:
        """How it stands, in a word or two."""
        if self.version == 0:
            return "owed"
        if self.is_agreed:
            return "agreed"
        if self.answer is not None:
            return self.answer
        if self.presented_to is not None:
            return "presented"
        if self.kind is Kind.GROUP_REPORT:
            return "waits for a meeting"
        if self.online is not None:
            return "draft, online" if self.kind.is_agreed else "online"
        return "shown to its first readers" if self.shown else "drafted"

    @property
    def is_public(self) -> bool:
        """Whether it is out: anybody may read its text, or of what is closed whoever belongs."""
        presented = self.kind is Kind.GROUP_REPORT and self.presented_to is not None
        return self.online is not None or presented


class Version(Answer):
    """One version of a report; `reason` says why it was put right."""

    version: int
    content: Content
    reason: str | None
    actor: UUID
    name: str
    since: datetime
    act: UUID


class Reports(Answer):
    """Reports, the newest first."""

    view: View
    reports: tuple[ReportLine, ...]


class Published(Answer):
    """A report that is online, with what it says by its newest version, and since when."""

    report: ReportLine
    content: Content
    since: datetime


class Report(Answer):
    """One report with its versions, oldest first, and who was shown it before all others."""

    view: View
    report: ReportLine
    versions: tuple[Version, ...]
    readers: tuple[Person, ...]

    def without_text(self) -> Report:
        """What everybody may know of a report that is not online."""
        return self.model_copy(update={"versions": ()})


class StatementLine(Answer):
    """A statement that a meeting agreed, as it was published."""

    meeting: UUID
    meeting_name: str
    body: UUID
    body_slug: str
    body_name: str
    decision: int
    title: str
    text: str
    since: datetime
    act: UUID


class Statements(Answer):
    """Statements, the newest first."""

    view: View
    statements: tuple[StatementLine, ...]


_TITLE = "(SELECT title FROM subjects WHERE stream = {column})"
_SHOWN = f"""
    SELECT r.report, r.kind, r.title, r.body, b.slug AS body_slug, b.name AS body_name,
      r.since_day, r.on_day, r.meeting, {_TITLE.format(column="r.meeting")} AS meeting_name,
      r.parent, r.draft_due, r.online_due, r.opened, r.version, r.changed, r.shown, r.online,
      r.online_version, r.agreed_version, r.agreed_at,
      {_TITLE.format(column="r.agreed_at")} AS agreed_name,
      r.agreed_by, r.presented_to,
      {_TITLE.format(column="r.presented_to")} AS presented_name,
      r.item, r.answer, r.missed, r.completed, r.act
"""
_LINES = f"""
    {_SHOWN} FROM (
        SELECT * FROM reports
        WHERE valid @> %(as_of)s::timestamptz
          AND (%(report)s::uuid IS NULL OR report = %(report)s)
          AND (%(body)s::uuid IS NULL OR body = %(body)s OR parent = %(body)s)
        ORDER BY on_day DESC, opened DESC, kind, report LIMIT %(most)s OFFSET %(skip)s
    ) AS r JOIN bodies b ON b.body = r.body AND b.valid @> %(as_of)s::timestamptz
    ORDER BY r.on_day DESC, r.opened DESC, r.kind, r.report
"""
_OF_MEETING = f"""
    {_SHOWN} FROM reports r JOIN bodies b ON b.body = r.body AND b.valid @> %(as_of)s::timestamptz
    WHERE r.valid @> %(as_of)s::timestamptz AND r.meeting = %(meeting)s
    ORDER BY r.on_day DESC, r.opened DESC, r.kind, r.report
"""
_PUBLISHED = f"""
    {_SHOWN} FROM (
        SELECT * FROM reports
        WHERE valid @> %(as_of)s::timestamptz AND online IS NOT NULL
          AND (%(body)s::uuid IS NULL OR body = %(body)s OR parent = %(body)s)
        ORDER BY online DESC, on_day DESC, opened DESC, kind, report LIMIT %(most)s
    ) AS r JOIN bodies b ON b.body = r.body AND b.valid @> %(as_of)s::timestamptz
    ORDER BY r.online DESC, r.on_day DESC, r.opened DESC, r.kind, r.report
"""
_NEWEST = """
    SELECT DISTINCT ON (report) report, content, since FROM report_versions
    WHERE report = ANY(%(reports)s) AND since <= %(as_of)s ORDER BY report, version DESC
"""
_VERSIONS = f"""
    SELECT version, content, reason, actor, {name_of("actor")} AS name, since, act
    FROM report_versions WHERE report = %(report)s AND since <= %(as_of)s ORDER BY version
"""
_READERS = f"""
    SELECT r.person, {name_of("r.person")} AS name
    FROM report_readers r WHERE r.report = %(report)s AND r.since <= %(as_of)s
    ORDER BY name, r.person
"""
_STATEMENTS = """
    SELECT s.meeting, m.title AS meeting_name, b.body, b.slug AS body_slug, b.name AS body_name,
      s.decision, s.title, s.text, s.since, s.act
    FROM statements s JOIN subjects m ON m.stream = s.meeting
    JOIN bodies b ON b.body = m.belongs_to[2] AND b.valid @> %(as_of)s::timestamptz
    WHERE s.since <= %(as_of)s AND (%(body)s::uuid IS NULL OR b.body = %(body)s)
    ORDER BY s.since DESC, s.meeting, s.decision
"""


_COUNTED = """
    SELECT count(*), count(*) FILTER (WHERE version > 0 AND agreed_version = version),
           count(*) FILTER (WHERE draft_due <= %(as_of)s AND version = 0
                               OR online_due <= %(as_of)s AND online IS NULL)
    FROM reports WHERE valid @> %(as_of)s::timestamptz
      AND (%(body)s::uuid IS NULL OR body = %(body)s OR parent = %(body)s)
"""


def counted(at: Reading, body: UUID | None = None) -> tuple[int, int, int]:
    """How many reports there are, how many are agreed as they stand, and how many are late."""
    ((all_told, agreed, late),) = at.rows(_COUNTED, body=body)
    return all_told, agreed, late


def reports(at: Reading, body: UUID | None = None, part: Part = ALL) -> Reports:
    """Every report, the newest first: of all, or of one body with those made to it."""
    found = at.all(ReportLine, _LINES, report=None, body=body, most=part.most, skip=part.skip)
    return Reports(view=at.view, reports=_as_told(at, found))


def of_meeting(at: Reading, meeting: UUID) -> tuple[ReportLine, ...]:
    """What was reported of a meeting."""
    return _as_told(at, at.all(ReportLine, _OF_MEETING, meeting=meeting))


def _as_told(at: Reading, lines: tuple[ReportLine, ...]) -> tuple[ReportLine, ...]:
    """The reports, marked where they are closed: what goes to the parent is meant for others."""
    closed = closed_to(at, {one.body for one in lines if one.kind is not Kind.GROUP_REPORT})
    return tuple(
        one.model_copy(update={"closed": True})
        if one.body in closed and one.kind is not Kind.GROUP_REPORT
        else one
        for one in lines
    )


def published(at: Reading, body: UUID | None, most: int) -> tuple[Published, ...]:
    """The reports that went online last, each as it stands now, without those that are closed."""
    lines = _as_told(at, at.all(ReportLine, _PUBLISHED, body=body, most=most))
    lines = tuple(one for one in lines if not one.closed)
    newest = {row[0]: row[1:] for row in at.rows(_NEWEST, reports=[one.report for one in lines])}
    return tuple(
        Published(report=one, content=newest[one.report][0], since=newest[one.report][1])
        for one in lines
    )


def report(at: Reading, report: UUID) -> Report:
    """One report; raises `NotFound`."""
    line = at.first(ReportLine, _LINES, report=report, body=None, most=1, skip=0)
    if line is None:
        raise NotFound(f"There is no report with the id {report} at that moment.")
    (told,) = _as_told(at, (line,))
    return Report(
        view=at.view,
        report=told,
        versions=at.all(Version, _VERSIONS, report=report),
        readers=at.all(Person, _READERS, report=report),
    )


def statements(at: Reading, body: UUID | None = None) -> Statements:
    """Every statement that was published, or those of one body."""
    return Statements(view=at.view, statements=at.all(StatementLine, _STATEMENTS, body=body))

"""One report, from the moment at which it is owed to its agreement, with every version of it.

Who may do what has been judged by whoever asks; here stands the order of things, and what each act
leaves behind.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, Recorded, event
from domain.kernel.ids import BodyId, PersonId, StreamId, derived
from domain.kernel.moments import in_words
from domain.kernel.refusal import BadInput, OutOfOrder, TooEarly
from domain.kernel.value import Value
from domain.reports.agreeing import Taken, must_be_of_this_version
from domain.reports.content import Content
from domain.reports.report_acts import ReportActs
from domain.reports.reporting import (
    ANSWERED_BY,
    APPROVAL,
    FIRST_READERS,
    FIRST_READING,
    KEPT_BY,
    Due,
    Kind,
    Reporting,
    Task,
)
from domain.rules.judging import as_fact, judged


def report_id(of: UUID, kind: Kind, occasion: object = "") -> StreamId:
    """The id that the report of that kind on a meeting, or on a body's period, always has."""
    return derived(of, "report", kind, occasion)


class Subject(Value):
    """What a report is of: a body's meeting, or its time from one day to another.

    `parent` is the body that a group's report goes to.
    """

    kind: Kind
    body: BodyId
    body_name: str
    title: str
    on: date
    since: date | None = None
    meeting: UUID | None = None
    parent: BodyId | None = None


class Report(Aggregate, ReportActs):
    """One report."""

    TOPIC = "report"

    class Created(Aggregate.Created):
        """Never recorded: a report begins by being opened."""

        TOPIC = "report.created.v1"

    class Opened(Aggregate.Created):
        """From now on the report is owed; `plan` is what is due of it."""

        TOPIC = "report.opened.v1"
        subject: Subject
        plan: tuple[Due, ...]
        edition: int

    def __init__(self, subject: Subject, plan: tuple[Due, ...], edition: int) -> None:
        self.subject = subject
        self.plan = plan
        self.edition = edition
        self.versions: tuple[Content, ...] = ()
        self.revised = self.created_on
        self.shown_to: tuple[PersonId, ...] = ()
        self.shown_version = 0
        self.published = False
        self.agreed_version = 0
        self.agreed_by: tuple[tuple[UUID | None, int | None], ...] = ()
        self.presented_at: UUID | None = None
        self.answered = False
        self.missed: tuple[Task, ...] = ()
        self.completed = False

    @classmethod
    def open(
        cls, report: StreamId, act: Act, subject: Subject, rules: Reporting, ended: datetime
    ) -> Report:
        """Owe a report; what is due of it is counted from the moment at which `ended` lies."""
        edition = rules.rules.opening.number
        plan = rules.plan(subject.kind, ended)
        return cls._begin(
            cls.Opened,
            report,
            act.under(*(due.rule for due in plan)).within(report, edition),
            subject=subject,
            plan=plan,
            edition=edition,
        )

    @property
    def content(self) -> Content:
        """The newest version; raises `OutOfOrder` before the draft."""
        if not self.versions:
            raise OutOfOrder(f"{self.subject.title} has not been drafted yet.", rule=KEPT_BY)
        return self.versions[-1]

    @property
    def is_agreed(self) -> bool:
        """Whether the newest version is the agreed one."""
        return bool(self.versions) and self.agreed_version == len(self.versions)

    @property
    def is_done(self) -> bool:
        """Whether nothing more is waited for."""
        kind = self.subject.kind
        if kind.is_agreed:
            return self.published and self.is_agreed
        if kind is Kind.GROUP_REPORT:
            return self.presented_at is not None
        return self.answered and (self.published or kind is Kind.FINANCIAL_REPORT)

    def draft(self, act: Act, content: Content, rules: Reporting) -> None:
        """Draft the report; a draft that comes late is marked."""
        if self.versions:
            raise OutOfOrder(
                f"{self.subject.title} has been drafted already. Put it right instead.",
                rule=KEPT_BY,
            )
        self._record(self.Drafted, self._in_time(act, Task.DRAFT, rules), content=content)

    def show(self, act: Act, to: tuple[PersonId, ...]) -> None:
        """Show the newest version to those who read it first."""
        version = self._newest()
        if self.published:
            raise OutOfOrder("The report is online, so anybody can read it.", rule=KEPT_BY)
        if not to:
            raise OutOfOrder(
                "Nobody holds the posts whose holders read the report first. Fill them, or publish "
                "it without.",
                rule=KEPT_BY,
            )
        self._record(self.ShownTo, act, version=version, to=to)

    def publish(self, act: Act, rules: Reporting) -> None:
        """Put the newest version online; whether that was shown first is judged by its rule."""
        version = self._newest()
        if self.published:
            raise OutOfOrder("The report is online already.", rule=KEPT_BY)
        readers = rules.find(FIRST_READERS) if self.subject.kind is Kind.ACTION_REPORT else None
        if readers is not None:
            act = judged(act, readers, None if self.shown_version == version else FIRST_READING)
        late = self._in_time(act, Task.PUBLICATION, rules)
        self._record(self.Published, late, version=version)

    def correct(self, act: Act, content: Content, reason: str) -> None:
        """Put the report right; what was agreed before is not what stands now."""
        version = self._newest() + 1
        if content == self.content:
            raise BadInput("Nothing differs from the newest version. Change what is wrong in it.")
        self._record(self.Corrected, act, version=version, content=content, reason=reason)

    def present(self, act: Act, meeting: UUID, item: int | None = None) -> None:
        """Present the report to a meeting."""
        version = self._newest()
        if self.presented_at == meeting:
            raise OutOfOrder("It has been presented to that meeting already.", rule=KEPT_BY)
        self._record(self.Presented, act, version=version, meeting=meeting, item=item)

    def agree(self, act: Act, by: Taken | None = None) -> None:
        """Agree the newest version: by a decision on it or, without one, by officers."""
        version = self._newest()
        if not self.subject.kind.is_agreed:
            raise OutOfOrder(
                f"A {self.subject.kind.words.lower()} is noted or referred, not agreed.",
                rule=ANSWERED_BY,
            )
        if not self.published:
            raise OutOfOrder("Only what has been published is agreed.", rule=KEPT_BY)
        if self.is_agreed:
            raise OutOfOrder("The newest version has been agreed already.", rule=KEPT_BY)
        if by is not None:
            must_be_of_this_version(by, self.agreed_by, self.revised)
        meeting, number = (None, None) if by is None else (by.meeting, by.number)
        self._record(self.Agreed, act, version=version, meeting=meeting, decision=number)

    def note(self, act: Act, meeting: UUID, decision: int) -> None:
        """Record that a meeting noted it."""
        self._must_be_before(meeting)
        self._record(self.Noted, act, meeting=meeting, decision=decision)

    def refer(self, act: Act, meeting: UUID, decision: int, to: str, reason: str) -> None:
        """Record that a meeting referred it to somebody else."""
        self._must_be_before(meeting)
        self._record(self.Referred, act, meeting=meeting, decision=decision, to=to, reason=reason)

    def miss(self, act: Act, due: Due, rules: Reporting) -> None:
        """Record, at its last moment, that something due was not done; once for each task."""
        if due.task in self.missed or self.is_kept(due.task):
            return
        if act.occurred_at < due.at:
            raise TooEarly(f"{due.task.words} is due until {in_words(due.at)}.", rule=due.rule)
        breach = f"{due.task.words} was due by {in_words(due.at)} and had not been done."
        at_due = as_fact(act.at(max(due.at, self.modified_on)), rules.rules.rule(due.rule), breach)
        self._record(self.DeadlineMissed, at_due, task=due.task, due=due.at)

    def owe_agreement(self, act: Act, rules: Reporting) -> None:
        """Record that the next meeting ended without agreeing it; once."""
        rule = rules.find(APPROVAL)
        waits = self.published and self.subject.kind.is_agreed and not self.is_agreed
        if rule is not None and waits and rules.by_officers is None:
            due = Due(task=Task.AGREEMENT, at=act.occurred_at, rule=rule.id)
            self.miss(act, due, rules)

    def complete(self, act: Act) -> None:
        """Record that nothing more is waited for; once."""
        if self.is_done and not self.completed:
            self._record(self.Completed, act.under(KEPT_BY))

    def due(self, task: Task) -> Due | None:
        """The last moment of a task, if the rules set one."""
        return next((due for due in self.plan if due.task is task), None)

    def is_kept(self, task: Task) -> bool:
        """Whether it was done, in time or late."""
        return {
            Task.DRAFT: bool(self.versions),
            Task.PUBLICATION: self.published,
            Task.AGREEMENT: self.is_agreed,
        }[task]

    def _must_be_before(self, meeting: UUID) -> None:
        if self.subject.kind.is_agreed:
            raise OutOfOrder(
                f"{self.subject.kind.words} are agreed, not noted or referred.", rule=ANSWERED_BY
            )
        if self.presented_at != meeting:
            raise OutOfOrder(
                "The report has not been presented to that meeting. Present it first.",
                rule=ANSWERED_BY,
            )

    def _newest(self) -> int:
        return len(self.versions) if self.content else 0

    def _in_time(self, act: Act, task: Task, rules: Reporting) -> Act:
        """The act by which something due is done, marked if its moment had passed."""
        due = self.due(task)
        if due is None:
            return act
        late = f"{task.words} was due by {in_words(due.at)}."
        breach = late if act.occurred_at >= due.at else None
        return as_fact(act, rules.rules.rule(due.rule), breach)

    def _record(self, kind: type[Recorded], act: Act, **facts: object) -> None:
        self.trigger_event(kind, act=act.within(self.id, self.edition), **facts)

    @event(ReportActs.Drafted)
    def _drafted(self, act: Act, content: Content) -> None:
        self.versions = (content,)
        self.revised = act.occurred_at

    @event(ReportActs.ShownTo)
    def _shown_to(self, act: Act, version: int, to: tuple[PersonId, ...]) -> None:
        self.shown_to = to
        self.shown_version = version

    @event(ReportActs.Published)
    def _published(self, act: Act, version: int) -> None:
        self.published = True

    @event(ReportActs.Corrected)
    def _corrected(self, act: Act, version: int, content: Content, reason: str) -> None:
        self.versions += (content,)
        self.revised = act.occurred_at
        self.missed = tuple(one for one in self.missed if one is not Task.AGREEMENT)

    @event(ReportActs.Presented)
    def _presented(self, act: Act, version: int, meeting: UUID, item: int | None) -> None:
        self.presented_at = meeting

    @event(ReportActs.Agreed)
    def _agreed(self, act: Act, version: int, meeting: UUID | None, decision: int | None) -> None:
        self.agreed_version = version
        self.agreed_by += ((meeting, decision),)

    @event(ReportActs.Noted)
    def _noted(self, act: Act, meeting: UUID, decision: int) -> None:
        self.answered = True

    @event(ReportActs.Referred)
    def _referred(self, act: Act, meeting: UUID, decision: int, to: str, reason: str) -> None:
        self.answered = True

    @event(ReportActs.DeadlineMissed)
    def _deadline_missed(self, act: Act, task: Task, due: datetime) -> None:
        self.missed += (task,)

    @event(ReportActs.Completed)
    def _completed(self, act: Act) -> None:
        self.completed = True

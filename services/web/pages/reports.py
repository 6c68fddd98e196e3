"""Answers what a body reported: drafts and agreed reports, their versions, and statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.kernel.refusal import NotAllowed, NotFound
from domain.reports.content import Content, Paragraph
from domain.reports.reporting import KEPT_BY, Kind
from services.application.reports import CorrectReport, OpenReport
from services.reading import bodies
from services.reading import reports as reading
from services.reading.reports import Report, ReportLine, Reports, Version
from services.reports.as_html import as_html
from services.reports.as_markdown import as_markdown
from services.reports.as_pdf import Printed, as_pdf
from services.web.acting import NOBODY
from services.web.answers import Page, answered, stands_for
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import (
    CellValue,
    Empty,
    Filter,
    Link,
    NextStep,
    Option,
    Paging,
    Table,
    Tag,
    Tone,
)
from services.web.look.redline import read_view
from services.web.look.words import counted, listed, moment
from services.web.pages import report_steps, report_versions, telling
from services.web.pages.body_caucus import CLOSED
from services.web.tables import figures, paging, part_of, table, words
from services.web.trying import Deeds, objection
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["reports"])
FEW: Final = 4
TRYING: Final = "to see whether this can be done"
PROBE: Final = Content(blocks=(Paragraph(text=TRYING),))
NO_REPORTS: Final = Empty("there are no reports", "the end of a meeting makes its report owed")
NO_STATEMENTS: Final = Empty(
    "no statement has been published", "a statement that a meeting agreed comes here"
)
KINDS: Final = tuple(Option(kind.value, kind.words) for kind in Kind)


@router.get("/reports")
def reports(visit: Visiting) -> Response:
    """Every report."""
    body = body_asked(visit)
    kind, state = visit.asked("kind"), visit.asked("state")
    all_told, agreed, late = reading.counted(visit.at, body)
    if kind or state:
        found = reading.reports(visit.at, body)
        chosen = [
            line
            for line in found.reports
            if (not kind or line.kind == kind) and (not state or tag_of(line).text == state)
        ]
        tables = _list(visit, chosen, len(chosen), None)
    else:
        part = part_of(visit, "reports", all_told)
        found = reading.reports(visit.at, body, part)
        turned = paging(visit, "reports", part, all_told)
        tables = _list(visit, found.reports, all_told, turned)
    sentence = f"{counted(all_told, 'report').capitalize()}, {agreed or 'none'} agreed"
    words_ = {
        "sentence": f"{sentence}, {late} late." if late else f"{sentence}.",
        "step": _list_step(visit, found),
    }
    return answered(visit, Page("reports", Place.BODIES, found, words_, tables))


def body_asked(visit: Visit) -> UUID | None:
    """The body that the address names, if it names one."""
    slug = visit.asked("body")
    return bodies.line_of(visit.at, slug).body if slug else None


def bodies_with(visit: Visit) -> tuple[Option, ...]:
    """The bodies to filter by."""
    return tuple(Option(one.slug, one.name) for one in bodies.body_names(visit.at, dissolved=True))


def _list(
    visit: Visit, found: Sequence[ReportLine], all_told: int, turned: Paging | None
) -> dict[str, Table]:
    rows = [_row(visit, line) for line in found]
    columns = (
        words("Report", "title"),
        words("Kind", "kind"),
        words("Body", "body"),
        words("Stands"),
        figures("Versions", "versions"),
        words("Of", "of"),
        words("Online since", "online"),
    )
    filters = (
        Filter("kind", "Kind", KINDS, visit.asked("kind")),
        Filter("body", "Body", bodies_with(visit), visit.asked("body")),
    )
    caption = counted(all_told, "report").capitalize()
    shown = Table(caption, columns, rows, NO_REPORTS, filters=filters, paging=turned)
    return {"reports": table(visit, "reports", shown)}


def _row(visit: Visit, line: ReportLine) -> tuple[CellValue, ...]:
    return (
        Link(line.title, visit.link(f"/reports/{line.report}")),
        line.kind.words,
        Link(line.body_name, visit.link(f"/bodies/{line.body_slug}")),
        tag_of(line, late=is_late(visit, line)),
        line.version,
        line.on_day,
        line.online,
    )


def _list_step(visit: Visit, found: Reports) -> NextStep:
    law = Law(visit)
    deeds = Deeds(visit, law)
    for slug in tried_bodies(visit, [line.body_slug for line in found.reports]):
        probe = OpenReport(
            body=slug, kind=Kind.FINANCIAL_REPORT, on=visit.moment.date(), title=TRYING
        )
        if objection(visit, probe) is None:
            deeds.offer("Open a report", f"/do/open_report?body={slug}", probe)
            break
    else:
        why = "You keep the reports of no body." if visit.acting else NOBODY
        deeds.refuse("Open a report", NotAllowed(why), "open_report")
    what = "A meeting's report and minutes are owed from its end on"
    return deeds.on(NextStep(what, clause=law.clause(KEPT_BY), who_moves=law.who(KEPT_BY)))


def tried_bodies(visit: Visit, known: Iterable[str]) -> list[str]:
    """The bodies for which something is offered: the one asked for, or the first few on the page.

    Only a few are tried, so that a page is as quick with five hundred bodies as with one.
    """
    if visit.asked("body"):
        return [visit.asked("body")]
    standing = (one.slug for one in bodies.body_names(visit.at))
    return list(dict.fromkeys((*known, *standing)))[:FEW]


def is_late(visit: Visit, line: ReportLine) -> bool:
    """Whether something is due and not there."""
    draft = line.draft_due is not None and line.version == 0 and line.draft_due <= visit.moment
    online = line.online_due is not None and line.online is None
    return draft or (online and line.online_due is not None and line.online_due <= visit.moment)


def tag_of(line: ReportLine, *, late: bool = False) -> Tag:
    """How it stands, as a word with a mark."""
    if late:
        return Tag("late", Tone.LATE)
    if line.is_agreed or (line.completed is not None and not line.kind.is_agreed):
        return Tag(line.state, Tone.DONE)
    return Tag(line.state, Tone.AHEAD if line.version == 0 else Tone.OPEN)


def readable(visit: Visit, found: Report) -> Report:
    """The report with its text, if the visitor may read it: not all may before it is online."""
    line = found.report
    may = (line.is_public and not line.closed) or _is_first_reader(visit, found)
    return found if may else found.without_text()


def _is_first_reader(visit: Visit, found: Report) -> bool:
    if visit.acting is None:
        return False
    if any(one.person == visit.acting.person for one in found.readers):
        return True
    probe = CorrectReport(report=found.report.report, content=PROBE, reason=TRYING)
    return not isinstance(objection(visit, probe), NotAllowed)


@router.get("/reports/{report}")
def report(report: UUID, visit: Visiting) -> Response:
    """One report: its newest version or another, and what differs."""
    found = readable(visit, reading.report(visit.at, report))
    line = found.report
    shown = report_versions.version(visit, found)
    before = report_versions.against(visit, found, shown)
    page = Page(
        "report",
        Place.BODIES,
        found,
        {
            "it": line,
            "kind": line.kind.words,
            "state": tag_of(line, late=is_late(visit, line)),
            "sentence": _sentence(visit, found),
            "step": report_steps.step(visit, found),
            "version": shown,
            "text": None if shown is None else as_html(shown.content),
            "differences": report_versions.differences(before, shown),
            "compared": report_versions.compared(found, before, shown),
            "others": report_versions.others(visit, found, before, shown),
            "view": read_view(visit.asked("view") or "both"),
            "files": _files(visit, found, shown),
            "history": telling.history(visit, report),
        },
        {"versions": _versions(visit, found)},
        about=report,
    )
    return answered(visit, page)


def _files(visit: Visit, found: Report, shown: Version | None) -> list[Link]:
    if shown is None:
        return []
    href, asked = f"/reports/{found.report.report}", f"?version={shown.version}"
    return [
        Link("PDF", visit.link(f"{href}/report.pdf{asked}")),
        Link("Markdown", visit.link(f"{href}/report.md{asked}")),
    ]


def _versions(visit: Visit, found: Report) -> Table:
    rows = [
        (
            Link(
                str(one.version),
                visit.link(f"/reports/{found.report.report}?version={one.version}"),
            ),
            one.reason or "the draft",
            Link(one.name, visit.link(f"/people/{one.actor}")),
            one.since,
            Tag("agreed", Tone.DONE) if one.version == found.report.agreed_version else None,
        )
        for one in found.versions
    ]
    columns = (words("Version"), words("Why"), words("By"), words("When", "when"), words("Agreed"))
    empty = Empty("there is nothing to read yet", "the draft comes here once it is online")
    return table(visit, "versions", Table("Versions", columns, rows, empty))


def _sentence(visit: Visit, found: Report) -> str:
    line, zone = found.report, visit.site.house.zone
    if line.version == 0:
        due = line.draft_due or line.online_due
        by = "" if due is None else f" It is due by {moment(due, zone)}."
        late = " Nobody has drafted it in time." if line.missed else ""
        return f"It is owed, and nobody has drafted it yet.{late or by}"
    if line.closed and not found.versions:
        return CLOSED
    if not line.is_public:
        to = listed([one.name for one in found.readers])
        seen = f"It was shown to {to}" if to else "Nobody has been shown it"
        return f"A draft that is not online yet. {seen} before it goes online."
    if line.is_agreed:
        by_whom = "the officers" if line.agreed_at is None else f"the {_lower(line.agreed_name)}"
        return f"Agreed by {by_whom}, in version {line.agreed_version}."
    if line.kind.is_agreed:
        waits = "it waits for the next meeting to agree it"
        put_right = (
            f" Version {line.agreed_version} was agreed before." if line.agreed_version else ""
        )
        return f"A draft, version {line.version}: {waits}.{put_right}"
    if line.answer is not None:
        return f"It was {line.answer} by the {_lower(line.presented_name)}."
    if line.presented_to is not None:
        return f"It was presented to the {_lower(line.presented_name)}."
    return "It is online, and waits to be presented to a meeting."


def _lower(title: str | None) -> str:
    return "meeting" if not title else title[:1].lower() + title[1:]


@router.get("/reports/{report}/report.md")
def markdown(report: UUID, visit: Visiting) -> Response:
    """A version as Markdown."""
    found, shown = _to_print(visit, report)
    text = as_markdown(found.report.title, _state(found, shown), shown.content)
    return _file(visit, Response(text, media_type="text/markdown; charset=utf-8"), found, "md")


@router.get("/reports/{report}/report.pdf")
def pdf(report: UUID, visit: Visiting) -> Response:
    """A version as a tagged PDF."""
    found, shown = _to_print(visit, report)
    zone = visit.site.house.zone
    printed = Printed(
        organisation=visit.site.house.name,
        title=found.report.title,
        state=_state(found, shown),
        stands=f"Version {shown.version}, written {moment(shown.since, zone)}.",
        moment=shown.since,
        content=shown.content,
    )
    return _file(visit, Response(as_pdf(printed), media_type="application/pdf"), found, "pdf")


def _to_print(visit: Visit, report: UUID) -> tuple[Report, Version]:
    found = readable(visit, reading.report(visit.at, report))
    shown = report_versions.version(visit, found)
    if shown is None:
        raise NotFound("There is nothing to read of this report yet.")
    return found, shown


def _state(found: Report, shown: Version) -> str:
    line = found.report
    if shown.version == line.agreed_version:
        return "agreed"
    newer = f", version {line.version} is newer" if shown.version < line.version else ""
    return f"{'draft' if line.kind.is_agreed else line.state}{newer}"


def _file(visit: Visit, made: Response, found: Report, ending: str) -> Response:
    day, kind = found.report.on_day.isoformat(), found.report.kind.value.replace("_", "-")
    name = f"{found.report.body_slug}-{kind}-{day}.{ending}"
    made.headers["Content-Disposition"] = f'inline; filename="{name}"'
    made.headers.update(stands_for(visit))
    return made


@router.get("/statements")
def statements(visit: Visiting) -> Response:
    """Every statement that was published."""
    found = reading.statements(visit.at, body_asked(visit))
    rows = [
        (
            Link(one.title, visit.link(f"/statements#s{one.meeting}-{one.decision}")),
            Link(one.body_name, visit.link(f"/bodies/{one.body_slug}")),
            one.meeting_name,
            one.decision,
            one.since,
        )
        for one in found.statements
    ]
    columns = (
        words("Statement", "title"),
        words("Body", "body"),
        words("Agreed at"),
        figures("Decision"),
        words("Published", "published"),
    )
    filters = (Filter("body", "Body", bodies_with(visit), visit.asked("body")),)
    shown = Table("Statements", columns, rows, NO_STATEMENTS, filters=filters)
    told = [(one, _words_of(one.text)) for one in found.statements]
    sentence = f"{counted(len(rows), 'statement').capitalize()}, each agreed at a meeting."
    words_ = {"sentence": sentence, "told": told}
    tables = {"statements": table(visit, "statements", shown)}
    return answered(visit, Page("statements", Place.BODIES, found, words_, tables))


def _words_of(text: str) -> list[str]:
    return [part for part in text.splitlines() if part.strip()]

"""Forms on reports: opened, drafted, shown, put online, put right, presented, answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.kernel.refusal import BadInput
from domain.reports.reporting import Kind
from services.application.deciding import IN_WRITING
from services.application.reports import (
    AgreeReport,
    CorrectReport,
    DraftReport,
    NoteReport,
    OpenReport,
    PresentReport,
    PublishReport,
    ReferReport,
    ShowReport,
)
from services.reading import reports
from services.reading.reports import ReportLine
from services.reports.as_markdown import body_of, from_markdown
from services.reports.from_meeting import content_of
from services.reports.held import held
from services.web.deeds.asks import Asks, a_day, one_choice, words
from services.web.deeds.form import Deed, Given, Question, Unclear, filled, long_text, one_of, text
from services.web.deeds.on_registers import Register
from services.web.deeds.seen import Watch
from services.web.look.parts import Choice, Link, Mistake
from services.web.pages.report_steps import agreed_in_writing, decided_at, open_meetings
from services.web.visit import Visit

Fields = Mapping[str, object]
HOW_TO_WRITE: Final = (
    "Headings begin with ##, lists with a dash, actions with - [ ]. An empty line ends a paragraph."
)
THE_REPORT: Final = Watch("report", ("report.drafted", "report.corrected", "report.published"))
KINDS: Final = [
    Choice(kind.value, kind.words) for kind in (Kind.FINANCIAL_REPORT, Kind.STAFF_REPORT)
]


def about_report(visit: Visit, given: Given) -> Link:
    found = _line(visit, given)
    return Link(found.title, f"/reports/{found.report}")


def _line(visit: Visit, given: Given) -> ReportLine:
    return reports.report(visit.at, given.id("report")).report


def _ask_draft(visit: Visit, given: Given) -> Question:
    """Filled in from the acts of the meeting, if it is of one."""
    meeting = _line(visit, given).meeting
    store = visit.site.office.store
    made = "" if meeting is None else body_of(content_of(held(store, meeting)))
    return filled(long_text("content", "What it says", given, HOW_TO_WRITE, 24), made, given)


def _ask_correction(visit: Visit, given: Given) -> Question:
    versions = reports.report(visit.at, given.id("report")).versions
    newest = body_of(versions[-1].content) if versions else ""
    asked = long_text("content", "What it should say", given, HOW_TO_WRITE, 24)
    return filled(asked, newest, given)


def _read_content(visit: Visit, given: Given) -> Fields:
    try:
        return {"content": from_markdown(given.text("content"))}
    except BadInput as empty:
        raise Unclear(Mistake("content", empty.sentence.removesuffix("."))) from None


def _ask_decision(visit: Visit, given: Given) -> Question:
    """The decisions of later meetings of the body that gets it, and those in writing."""
    choices = [
        Choice(f"{meeting.id}~{one.number}", f"{meeting.title}: decision {one.number}", one.text)
        for meeting in decided_at(visit, _line(visit, given))
        for one in meeting.decisions
        if one.binds
    ]
    written = [
        Choice(f"{one.resolution}~{IN_WRITING}", f"In writing: {one.title}", one.words)
        for one in agreed_in_writing(visit, _line(visit, given))
    ]
    choices = [Choice("", "Choose"), *choices, *written]
    return one_of("decision", "By which decision", given, choices)


def _read_decision(visit: Visit, given: Given) -> Fields:
    meeting, _, number = given.needed("decision", "Choose a decision").partition("~")
    return {"meeting": meeting, "decision": number}


def _ask_meeting(visit: Visit, given: Given) -> Question:
    ahead = open_meetings(visit, _line(visit, given))
    choices = [Choice(str(one.id), one.title) for one in ahead]
    return one_of("meeting", "To which meeting", given, choices)


def _read_meeting(visit: Visit, given: Given) -> Fields:
    return {"meeting": given.needed("meeting", "Choose a meeting")}


def _read_item(visit: Visit, given: Given) -> Fields:
    return {"item": given.number("item", "the item's number") if given.text("item") else None}


CONTENT: Final = Asks(_ask_draft, _read_content)
CORRECTION: Final = Asks(_ask_correction, _read_content)
DECISION: Final = Asks(_ask_decision, _read_decision)
MEETING: Final = Asks(_ask_meeting, _read_meeting)
ITEM: Final = Asks(
    lambda visit, given: text(
        "item", "On which item", given, "Its number; leave it empty if it has none.", 5
    ),
    _read_item,
)
FORMS: Final = (
    Register(
        command=OpenReport,
        title="Open a report",
        intro="A meeting's report and minutes are opened by its end; others are opened here.",
        asks=(
            one_choice("kind", "What kind of report", KINDS),
            a_day("on", "The day that it is of", "the day"),
            words("title", "Its title", hint="Leave it empty for the usual one."),
        ),
        button="Open it",
        what_now="Draft it at its own page.",
        kept=("body",),
    ),
    Register(
        command=DraftReport,
        title="Draft the report",
        intro="It is made of what is on record of the meeting. Add what is missing.",
        asks=(CONTENT,),
        about=about_report,
        button="Keep the draft",
        what_now="Show it to its first readers, then put it online.",
        kept=("report",),
        watch=THE_REPORT,
    ),
    Register(
        command=ShowReport,
        title="Show it to its first readers",
        intro="Whoever holds the posts that the rule names can read it before everybody else.",
        asks=(),
        about=about_report,
        button="Show it",
        what_now="They find it at its page.",
        kept=("report",),
        watch=THE_REPORT,
    ),
    Register(
        command=PublishReport,
        title="Put it online",
        intro="Everybody can read it from now on. The staff report of its time goes out with it.",
        asks=(),
        about=about_report,
        button="Put it online",
        what_now="It is online, and in the feed.",
        kept=("report",),
        watch=THE_REPORT,
    ),
    Register(
        command=CorrectReport,
        title="Put the report right",
        intro="This makes a new version. The older ones stay readable, with what differs.",
        asks=(CORRECTION, words("reason", "Why", "Say what was wrong")),
        about=about_report,
        button="Keep the new version",
        what_now="The new version stands; if an older one was agreed, it waits to be agreed.",
        kept=("report",),
        watch=THE_REPORT,
    ),
    Register(
        command=PresentReport,
        title="Present it to a meeting",
        intro="The meeting can note it or refer it afterwards.",
        asks=(MEETING, ITEM),
        about=about_report,
        button="Present it",
        what_now="It is before that meeting.",
        kept=("report",),
    ),
    Register(
        command=AgreeReport,
        title="Enter that it was agreed",
        intro="By a decision of a later meeting of the same body, or one in writing.",
        asks=(DECISION,),
        about=about_report,
        button="Enter it",
        what_now="It is shown as agreed.",
        kept=("report",),
        watch=THE_REPORT,
    ),
    Register(
        command=NoteReport,
        title="Enter that a meeting noted it",
        intro="By a decision of the meeting that it was presented to, or one in writing.",
        asks=(DECISION,),
        about=about_report,
        button="Enter it",
        what_now="It is shown as noted.",
        kept=("report",),
    ),
    Register(
        command=ReferReport,
        title="Enter that a meeting referred it",
        intro="By a decision of the meeting that it was presented to.",
        asks=(
            DECISION,
            words("to", "To whom", "Say to whom"),
            words("reason", "Why", "Say why: it stays on record"),
        ),
        about=about_report,
        button="Enter it",
        what_now="It is shown as referred.",
        kept=("report",),
    ),
)
DEEDS: Final[dict[str, Deed]] = {one.command.verb(): one.deed for one in FORMS}

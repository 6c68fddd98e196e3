"""Answers what was served on whom: to how many, by which channel, since when, and what came back.

The proof for each person is shown to whoever keeps the record, and to everybody their own.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.kernel.ids import PersonId
from domain.notices.contact import Channel
from domain.notices.notice import OMISSION, RECORD_KEPT_BY, Occasion, Whom
from domain.notices.service import EMAIL, POST
from services.application.notices import RecordBounce, RecordOmission, RecordPost
from services.calendars.events import of_notice
from services.mail.sending import post_of
from services.reading import notices as reading
from services.reading.notices import Notice, NoticeLine, Proof
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import CellValue, Empty, Link, NextStep, Table, Tag, Tone
from services.web.look.words import counted, listed
from services.web.pages import telling
from services.web.tables import figures, table, words
from services.web.trying import Deeds, objection
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["notices"])
TRYING: Final = "to see whether this can be done"
BY: Final = {"email": "e-mail", "post": "post", "none": "no channel"}
STATES: Final = {
    "waiting": Tag("waiting", Tone.AHEAD),
    "taken": Tag("being sent", Tone.OPEN),
    "sent": Tag("sent", Tone.DONE),
    "bounced": Tag("came back", Tone.WARNING),
    "given_up": Tag("given up", Tone.WARNING),
}
ON_A_PAGE: Final = 100
MORE: Final = "These are the first; all of them are in the CSV."
NO_ADDRESS: Final = Tag("no address", Tone.WARNING)
TO: Final = {
    Whom.BODY: "whoever sat in it",
    Whom.ALL_MEMBERS: "all members",
    Whom.LISTED: "the members listed",
}
ABOUT: Final = {Occasion.BALLOT: "/ballots/", Occasion.CYCLE: "/cycles/"}


@router.get("/notices")
def notices(visit: Visiting) -> Response:
    """Every notice."""
    found = reading.notices(visit.at)
    under_way = sum(line.completed is None for line in found.notices)
    sentence = (
        f"{counted(len(found.notices), 'notice').capitalize()} on record, "
        f"{under_way or 'none'} of them still being served."
    )
    page = Page(
        "notices",
        Place.BODIES,
        found,
        {"sentence": sentence},
        {"notices": notices_table(visit, found.notices)},
    )
    return answered(visit, page)


def notices_table(visit: Visit, found: tuple[NoticeLine, ...]) -> Table:
    """Notices in a table."""
    rows = [
        (
            Link(line.subject, visit.link(f"/notices/{line.notice}")),
            line.body_name,
            line.called,
            line.addressees,
            _tag(line),
        )
        for line in found
    ]
    columns = (
        words("Notice", "subject"),
        words("Of", "body"),
        words("Given out", "called"),
        figures("To how many", "addressees"),
        words("Service"),
    )
    empty = Empty("no notice has been served", "a body's officers serve one from its page")
    return table(visit, "notices", Table("Notices", columns, rows, empty))


@router.get("/notices/{notice}")
def notice(notice: UUID, visit: Visiting) -> Response:
    """One notice, its service and, for whoever may see them, the proofs."""
    found = reading.notice(visit.at, notice)
    law, line = Law(visit), found.notice
    own = None if visit.acting is None else visit.acting.person
    all_may_be_seen = may_keep_record(visit, notice)
    tables = {"batches": _batches(visit, found), "came_back": _came_back(visit, found)}
    if all_may_be_seen:
        shown = reading.proofs(visit.at, notice, most=most_rows(visit))
        tables["proofs"] = _proofs(visit, line, shown)
    elif own is not None and not visit.past:
        tables["proofs"] = _proofs(visit, line, reading.proofs(visit.at, notice, own))
    page = Page(
        "notice",
        Place.BODIES,
        found,
        {
            "it": line,
            "found": found,
            "sentence": _sentence(found),
            "state": _tag(line),
            "step": _step(visit, found, law),
            "to": TO[line.goes_to],
            "about": _about(visit, line),
            "email_rule": law.clause(EMAIL),
            "post_rule": law.clause(POST),
            "omission_rule": law.clause(OMISSION),
            "all_may_be_seen": all_may_be_seen,
            "nothing_leaves": found.waits_for_mail and post_of(visit.site.settings).server is None,
            "history": telling.history(visit, notice),
        },
        tables,
        calendar=None if line.happens_at is None else lambda: of_notice(visit.at, notice),
        about=notice,
    )
    return answered(visit, page)


def most_rows(visit: Visit) -> int:
    """How many people a table tells of: all of them as CSV, and on a page not without end."""
    return reading.MOST if visit.request.scope.get("form") == "csv" else ON_A_PAGE


def may_keep_record(visit: Visit, notice: UUID) -> bool:
    """Whether the visitor keeps the record of service, and so may see each single proof."""
    trying = RecordOmission(notice=notice, person=PersonId(notice), accidental=True, reason=TRYING)
    return objection(visit, trying) is None


def _tag(line: NoticeLine) -> Tag:
    if line.completed is None:
        return Tag("being served", Tone.OPEN)
    if not line.unserved:
        return Tag("served", Tone.DONE)
    return Tag("served in part" if line.served else "served on nobody", Tone.WARNING)


def _sentence(found: Notice) -> str:
    line = found.notice
    if line.addressees is None:
        return "The list of those whom it is for is being written."
    ways = [(line.by_email, "by e-mail"), (line.by_post, "by post"), (line.nowhere, "unreachable")]
    split = listed([f"{count:,} {way}" for count, way in ways if count])
    people = counted(line.addressees, "person", "people")
    said = f"It is for {people}{f': {split}' if split else ''}."
    if line.completed is None:
        return f"{said} {_sent_so_far(found)}"
    late = f", {line.late:,} of them too late" if line.late else ""
    return f"{said} {line.served:,} were served{late}, and {line.unserved or 'none'} not reached."


def _sent_so_far(found: Notice) -> str:
    by_mail, by_post = found.sent_by(Channel.EMAIL), found.sent_by(Channel.POST)
    if not by_mail and not by_post:
        return "Nothing has gone out yet."
    back = f", and {found.returned:,} came back" if found.returned else ""
    return f"So far {by_mail:,} went by e-mail and {by_post:,} by post{back}."


def _step(visit: Visit, found: Notice, law: Law) -> NextStep:
    deeds, line = Deeds(visit, law), found.notice
    notice, somebody = line.notice, PersonId(line.notice)
    if not visit.past:
        today = visit.moment.date()
        post = RecordPost(notice=notice, letters=1, posted_on=today, people=(somebody,))
        deeds.offer("Record letters handed to the post", f"/do/record_post?notice={notice}", post)
        back = RecordBounce(notice=notice, person=somebody, channel=Channel.EMAIL, reason=TRYING)
        deeds.offer("Record that it came back", f"/do/record_bounce?notice={notice}", back)
        out = RecordOmission(notice=notice, person=somebody, accidental=True, reason=TRYING)
        href = f"/do/record_omission?notice={notice}"
        deeds.offer("Record that somebody was left out", href, out)
    if line.completed is not None:
        return deeds.on(NextStep("Nothing more: its service is over"))
    who = law.who(RECORD_KEPT_BY)
    if line.due is None:
        return deeds.on(NextStep("What waits is sent, and then its service is over", who_moves=who))
    late = line.due <= visit.moment
    return deeds.on(
        NextStep(
            "It has to be served by then to be in time",
            at=line.due,
            clause=law.clause(line.period_rule),
            who_moves=who,
            late=late,
        )
    )


def _about(visit: Visit, line: NoticeLine) -> Link:
    if line.occasion in ABOUT:
        href = visit.link(f"{ABOUT[line.occasion]}{line.about}")
        return Link(f"the {line.occasion.value}", href)
    return Link(line.body_name, visit.link(f"/bodies/{line.body_slug}"))


def _batches(visit: Visit, found: Notice) -> Table:
    rows = [(b.since, BY[b.channel], b.count, b.first, b.last, b.late) for b in found.batches]
    columns = (
        words("Recorded", "recorded"),
        words("By"),
        figures("How many", "count"),
        words("Served from", "first"),
        words("Until", "last"),
        figures("Too late", "late"),
    )
    empty = Empty("nothing has been sent yet", "each batch that is sent or posted comes here")
    return table(visit, "batches", Table("How it was served", columns, rows, empty))


def _came_back(visit: Visit, found: Notice) -> Table:
    rows = [
        (c.since, BY[c.channel], c.count, c.reason, "after it was sent" if c.served else "at once")
        for c in found.came_back
    ]
    columns = (
        words("Recorded", "recorded"),
        words("By"),
        figures("How many", "count"),
        words("Why"),
        words("When it was known"),
    )
    empty = Empty("nothing came back", "what comes back is shown with its reason")
    return table(visit, "came_back", Table("What came back", columns, rows, empty))


def _proofs(visit: Visit, line: NoticeLine, found: tuple[Proof, ...]) -> Table:
    rows: list[tuple[CellValue, ...]] = [_proof(visit, line, one) for one in found]
    columns = (
        words("Who", "name"),
        words("By", "by"),
        words("State", "state"),
        words("Sent", "sent"),
        words("Counts as served", "served"),
        figures("Attempts", "attempts"),
        words("Last word"),
        words("Message"),
    )
    empty = Empty("you are not among those whom it is for", "the proof for you would be shown")
    note = MORE if len(rows) == ON_A_PAGE else ""
    shown = Table("Proof for each person", columns, rows, empty, note=note)
    return table(visit, "proofs", shown)


def _proof(visit: Visit, line: NoticeLine, one: Proof) -> tuple[CellValue, ...]:
    served = None
    if one.sent_at is not None and one.state == "sent":
        served = line.deemed(one.channel, one.sent_at)
    return (
        Link(one.name, visit.link(f"/people/{one.person}")),
        f"{BY[one.channel]}, again" if one.again else BY[one.channel],
        STATES[one.state] if one.channel != "none" else NO_ADDRESS,
        one.sent_at,
        served,
        one.attempts,
        one.answer,
        one.message_id[:16],
    )

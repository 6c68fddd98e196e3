"""Answers what waits in the outbox and what became of it, for whoever keeps the record of service.

It says plainly whether anything leaves this machine.  To whom reminders go is shown to nobody.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.kernel.ids import CommandId
from domain.kernel.refusal import NotAllowed
from domain.notices.notice import RECORD_KEPT_BY
from domain.powers import authority, in_words, powers_of
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from services.application.case import Case
from services.mail.outbox import Letter
from services.mail.sending import post_of
from services.reading import outbox as reading
from services.reading.outbox import Occasion, OccasionLine
from services.web.answers import Page, answered
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, Table
from services.web.look.words import counted, listed
from services.web.pages.notices import BY, MORE, NO_ADDRESS, ON_A_PAGE, STATES, most_rows
from services.web.tables import figures, table, words
from services.web.trying import IN_THE_PAST
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["notices"])
KINDS: Final = {
    "notice": "Notice",
    "again": "Notice, by post",
    "reminder": "Reminder",
    "report": "Report",
    "action": "Action",
    "meeting": "Meeting",
    "resolution": "Decision in writing",
    "cooption": "Co-option",
    "formation": "Groups being formed",
}
NO_KEY: Final = CommandId(UUID(int=0))
NO_SERVER: Final = (
    "Nothing has left this machine: no mail server is set. What is here can be read here, and "
    "nobody counts as served by e-mail."
)


@router.get("/outbox")
def outbox(visit: Visiting) -> Response:
    """Every occasion on which letters were written."""
    must_keep_record(visit)
    found = reading.outbox(visit.at)
    page = Page(
        "outbox",
        Place.BODIES,
        found,
        {"sentence": sentence(visit), "nothing_leaves": nothing_leaves(visit)},
        {"occasions": _occasions(visit, found.occasions)},
    )
    return answered(visit, page)


@router.get("/outbox/{occasion}")
def occasion(occasion: UUID, visit: Visiting) -> Response:
    """One occasion: the letter as it reads, and what became of each."""
    must_keep_record(visit)
    found = reading.occasion(visit.at, occasion, most_rows(visit))
    page = Page(
        "letter",
        Place.BODIES,
        found,
        {
            "it": found.occasion,
            "kind": KINDS[found.occasion.kind],
            "sentence": _how_many(found.occasion),
            "letter": as_it_reads(visit, found),
            "nothing_leaves": nothing_leaves(visit),
            "withheld": found.occasion.kind == reading.REMINDER,
        },
        {} if found.occasion.kind == reading.REMINDER else {"letters": _letters(visit, found)},
    )
    return answered(visit, page)


def must_keep_record(visit: Visit) -> None:
    """Raises `NotAllowed` for whoever does not keep the record of service, and in the past."""
    if visit.past:
        raise NotAllowed(f"The outbox is shown as it stands now. {IN_THE_PAST}")
    store = visit.site.office.store
    rulebook = store.find(Rulebook, RULEBOOK_ID)
    if rulebook is None:
        raise NotAllowed("There is no rulebook yet, so nobody may look into the outbox.")
    rule = rulebook.at(store.now()).rule(RECORD_KEPT_BY)
    acting = visit.acting
    if acting is not None:
        asker = acting.asker
        case = Case(store, asker, NO_KEY, {})
        if authority(asker, powers_of(rule), case) is not None:
            return
    who = listed([in_words(power) for power in powers_of(rule)], "or")
    raise NotAllowed(f"The outbox can be read by {who}.", rule=rule.id, clause=rule.clause)


def nothing_leaves(visit: Visit) -> bool:
    return post_of(visit.site.settings).server is None


def sentence(visit: Visit) -> str:
    """Whether mail goes out at all."""
    server = post_of(visit.site.settings).server
    if server is None:
        return NO_SERVER
    return f"Mail goes out through {server.host}. Each letter goes once."


def as_it_reads(visit: Visit, found: Occasion) -> str:
    """The words of the letter with what is put below them, the same for all."""
    line = found.occasion
    letter = Letter(
        occasion=line.occasion,
        addressee=line.occasion,
        kind=line.kind,
        subject=line.subject,
        words=line.words,
        page=line.page,
        message_id="",
        address=None,
        language="en",
        format="standard",
        attempts=0,
    )
    return post_of(visit.site.settings).head.text(letter)


def _how_many(line: OccasionLine) -> str:
    parts = [
        (line.sent, "sent"),
        (line.waiting, "waiting for the mail"),
        (line.by_post, "waiting for the post"),
        (line.nowhere, "without an address"),
        (line.failed, "not delivered"),
    ]
    told = listed([f"{count:,} {what}" for count, what in parts if count])
    return f"{counted(line.letters, 'letter').capitalize()}{f': {told}' if told else ''}."


def _occasions(visit: Visit, found: tuple[OccasionLine, ...]) -> Table:
    rows = [
        (
            Link(line.subject, visit.link(f"/outbox/{line.occasion}")),
            KINDS[line.kind],
            line.written_at,
            line.letters,
            line.waiting,
            line.by_post,
            line.nowhere,
            line.sent,
            line.failed,
        )
        for line in found
    ]
    columns = (
        words("Subject", "subject"),
        words("Kind", "kind"),
        words("Written", "written"),
        figures("Letters", "letters"),
        figures("Wait for the mail", "waiting"),
        figures("Wait for the post", "post"),
        figures("No address", "nowhere"),
        figures("Went", "sent"),
        figures("Did not arrive", "failed"),
    )
    empty = Empty(
        "nothing has been written", "whatever is sent to members comes here before it goes"
    )
    return table(visit, "occasions", Table("What was written", columns, rows, empty))


def _letters(visit: Visit, found: Occasion) -> Table:
    rows = [
        (
            Link(one.name, visit.link(f"/people/{one.addressee}")),
            BY[one.channel],
            STATES[one.state] if one.channel != "none" else NO_ADDRESS,
            one.sent_at,
            one.attempts,
            one.answer,
            None if one.address is None else one.address.replace("\n", ", "),
        )
        for one in found.letters
    ]
    columns = (
        words("To", "name"),
        words("By", "by"),
        words("State", "state"),
        words("Sent", "sent"),
        figures("Attempts", "attempts"),
        words("Last word"),
        words("Address for the post"),
    )
    empty = Empty("there are no letters", "each addressee has one")
    note = MORE if len(rows) == ON_A_PAGE else ""
    return table(visit, "letters", Table("The letters", columns, rows, empty, note=note))

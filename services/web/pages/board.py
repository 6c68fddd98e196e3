"""Answers what goes on in the organisation: every process on one time line, and what is late."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.application.cycles import OpenCycle
from services.calendars.events import of_all
from services.reading import claims, processes
from services.reading.processes import Board, Process
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, NextStep, Notice, Table, Tone
from services.web.look.timeline import draw
from services.web.look.window import read_window
from services.web.look.words import counted, late_by, small
from services.web.pages import telling
from services.web.pages.alarms import strip
from services.web.pages.claims import offer_claim
from services.web.tables import table, words
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["processes"])
MOST: Final = 60
"""So many processes stand on the page: those under way first.  The files have all of them."""

SHOWN: Final = 12
EMPTY = Empty("no process has been opened yet", "opening a cycle puts the first one here")


@router.get("/board", include_in_schema=False)
@router.get("/")
def board(visit: Visiting) -> Response:
    """Every process with its stages, what falls due next and what is late."""
    is_page = visit.request.scope["form"] == "html"
    found = processes.board(visit.at, MOST if is_page else None)
    law = Law(visit)
    window = read_window(
        visit.asked("scale"), visit.asked("at"), visit.moment, visit.site.house.zone
    )
    lanes = telling.lanes(visit, found.processes)
    running = [process for process in found.processes if _runs(process)]
    page = Page(
        "board",
        Place.BOARD,
        found,
        {
            "sentence": _sentence(*processes.under_way(visit.at)),
            "drawn": draw(lanes, window, visit.moment, visit.site.house.zone),
            "step": _step(visit, law),
            "alarms": strip(visit),
            "late": [_late(visit, one) for one in running if one.is_late][:SHOWN],
            "claims": [_claim(visit, one) for one in claims.claims(visit.at).claims],
        },
        {"processes": _table(visit, found)},
        calendar=lambda: of_all(visit.at),
    )
    return answered(visit, page)


def _runs(process: Process) -> bool:
    return process.closed is None and process.kind != "election"


def _sentence(running: int, late: int) -> str:
    if not running:
        return "No process is under way."
    if running == 1:
        return f"One process is under way, and it is {'late' if late else 'not late'}."
    lateness = (
        f"{small(late)} of them {'is' if late == 1 else 'are'}" if late else "none of them is"
    )
    return f"{small(running).capitalize()} processes are under way; {lateness} late."


def _step(visit: Visit, law: Law) -> NextStep:
    deeds = Deeds(visit, law)
    deeds.offer("Open a cycle", "/do/open_cycle", OpenCycle(title="A cycle"))
    offer_claim(visit, deeds)
    whose = processes.soonest(visit.at)
    soonest = None if whose is None else whose.next
    if whose is None or soonest is None:
        return deeds.on(NextStep("Nothing falls due until somebody opens a process"))
    return deeds.on(
        NextStep(
            what=f"{telling.what_ends(soonest)} in {whose.title}",
            at=soonest.due,
            clause=law.clause(soonest.rule),
            late=soonest.due <= visit.moment,
        )
    )


def _late(visit: Visit, process: Process) -> Notice:
    stage = process.next
    assert stage is not None
    if stage.short_quarter is not None:
        said = "This is on record, and stands here until it has met as often as the rule asks."
        return Notice(
            f"Missed: {process.title}",
            f"{telling.what_ends(stage)}. {said}",
            Tone.WARNING,
            Link("Look at it", telling.process_href(visit, process)),
        )
    return Notice(
        f"Late: {process.title}",
        f"{telling.what_ends(stage)} was due at {telling.until(visit, stage.due)} and is not on "
        f"record: {late_by(stage.due, visit.moment) or 'due just now'}. "
        "The deadline took effect at its moment all the same.",
        Tone.WARNING,
        Link("Look at it", telling.process_href(visit, process)),
    )


def _claim(visit: Visit, claim: claims.ClaimLine) -> Link:
    settled = f" ({claim.outcome})" if claim.outcome else ""
    return Link(f"{claim.title}{settled}", visit.link(f"/claims/{claim.claim}"))


def _table(visit: Visit, found: Board) -> Table:
    rows = [
        (
            Link(process.title, telling.process_href(visit, process)),
            telling.KINDS[process.kind],
            telling.process_tag(process),
            process.opened,
            telling.what_ends(process.next) if _runs(process) and process.next else None,
            process.next.due if _runs(process) and process.next else None,
        )
        for process in found.processes
    ]
    columns = (
        words("Process", "title"),
        words("Kind", "kind"),
        words("State", "state"),
        words("Opened", "opened"),
        words("Comes next"),
        words("Due", "due"),
    )
    caption = counted(len(rows), "process", "processes")
    cut = (
        "Those under way come first, then the newest; the files have all."
        if len(rows) == MOST
        else ""
    )
    shown = Table(caption.capitalize(), columns, rows, EMPTY, note=cut)
    return table(visit, "processes", shown)

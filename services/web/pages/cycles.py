"""Answers how one constitutional cycle stands: its calendar, its proposals, what came of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.cycle.calendar import StageName
from services.application.cycles import ExtendDeadline
from services.application.proposals import DraftProposal, MergeProposals
from services.calendars.events import of_process
from services.reading import cycles
from services.reading.cycles import Cycle, Entry
from services.reading.processes import Process, Stage
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import CellValue, Empty, Link, NextStep, Table, Tag, Weight
from services.web.look.timeline import Board, StageState, draw
from services.web.look.window import Window, read_window
from services.web.look.words import counted, listed, moment
from services.web.pages import telling
from services.web.tables import table, words
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["processes"])
POWER = "refounding.extension_power"
RULING_POWER = "constitution.ruling_power"
TRYING = "to see whether this can be done"
NEVER_CAME = Tag("did not happen")
NO_PROPOSALS = Empty(
    "nothing has been handed in yet", "proposals come here when they are handed in"
)
NO_DRAFTS = Empty("there are no drafts", "a draft appears as soon as it is begun")


@router.get("/cycles/{cycle}")
def cycle(cycle: UUID, visit: Visiting) -> Response:
    """One cycle with its stages, proposals, assemblies and ballot."""
    found = cycles.cycle(visit.at, cycle)
    law = Law(visit)
    everything = (found.process, *found.linked)
    page = Page(
        "cycle",
        Place.BOARD,
        found,
        {
            "it": found.cycle,
            "found": found,
            "sentence": _sentence(visit, found),
            "state": telling.process_tag(found.process),
            "step": _step(visit, found, law),
            "drawn": _drawn(visit, everything),
            "linked": [Link(p.title, telling.process_href(visit, p)) for p in found.linked],
            "moved": _moves(visit, everything),
            "history": telling.history(visit, cycle),
            "engine": visit.site.engine_page(cycle),
        },
        {
            "proposals": _proposals(visit, found),
            "drafts": _drafts(visit, found),
            "stages": stages_table(visit, found.process, law),
        },
        calendar=lambda: of_process(visit.at, cycle),
        about=cycle,
    )
    return answered(visit, page)


def _sentence(visit: Visit, found: Cycle) -> str:
    line, stage = found.cycle, found.process.next
    if line.completed is not None:
        won, lost = len(line.carried or ()), len(line.lost or ())
        return (
            f"It is complete since {telling.until(visit, line.completed)}: "
            f"{counted(won, 'proposal')} carried and {counted(lost, 'proposal')} lost."
        )
    if stage is None:
        return "The voting is over, and what was carried is being enacted."
    if stage.state.name == "LATE":
        return f"“{stage.heading}” was to end at {telling.until(visit, stage.due)}; it is late."
    return f"“{stage.heading}” is open until {telling.until(visit, stage.due)}."


def _step(visit: Visit, found: Cycle, law: Law) -> NextStep:
    deeds = Deeds(visit, law)
    stage = found.process.next
    if stage is not None and not visit.past:
        cycle = found.cycle.cycle
        draft = DraftProposal(cycle=cycle, title=TRYING, text=TRYING)
        in_drafting = stage.stage == StageName.DRAFTING
        weight = Weight.FIRST if in_drafting else Weight.OTHER
        deeds.offer("Draft a proposal", f"/do/draft_proposal?cycle={cycle}", draft, weight)
        later = stage.due + timedelta(days=1)
        extend = ExtendDeadline(cycle=cycle, stage=StageName(stage.stage), due=later, reason=TRYING)
        deeds.offer("Extend the deadline", f"/do/extend_deadline?cycle={cycle}", extend)
        _offer_merging(found, deeds)
    unsettled = [one for one in found.collisions if one.is_open]
    if unsettled and found.cycle.completed is not None and not visit.past:
        clauses = listed([one.clause for one in unsettled])
        return deeds.on(
            NextStep(f"A ruling is wanted on clause {clauses}", who_moves=law.who(RULING_POWER))
        )
    return telling.next_step(found.process, law, deeds, POWER)


def _offer_merging(found: Cycle, deeds: Deeds) -> None:
    """Offer to make one of several, where there are several."""
    cycle = found.cycle.cycle
    standing = tuple(entry.proposal for entry in found.entries if entry.left_at is None)
    if len(standing) < 2:
        return
    merge = MergeProposals(cycle=cycle, title=TRYING, text=TRYING, parents=standing[:2])
    href = f"/do/merge_proposals?cycle={cycle}"
    deeds.offer("Make one composite of several proposals", href, merge)


def _drawn(visit: Visit, everything: tuple[Process, ...]) -> Board:
    """The board opens at this cycle's own time, unless the address says another."""
    zone = visit.site.house.zone
    window = read_window(visit.asked("scale"), visit.asked("at"), visit.moment, zone)
    first, last = everything[0].stages[0].opens, everything[0].stages[-1].due
    outside = not first <= visit.moment <= last
    if not visit.asked("at") and (outside or not visit.asked("scale")):
        window = Window(window.scale, first + (last - first) / 2)
    return draw(telling.lanes(visit, everything), window, visit.moment, zone)


def _moves(visit: Visit, everything: tuple[Process, ...]) -> list[dict[str, object]]:
    """Every extension of the cycle itself; those of linked processes follow from them."""
    return [
        {
            "heading": stage.heading,
            "before": moment(one.due_before, visit.site.house.zone),
            "due": moment(one.due, visit.site.house.zone),
            "reason": one.reason,
            "who": one.actor_name,
            "why": visit.link(f"/acts/{one.act}"),
        }
        for stage in everything[0].stages
        for one in stage.extensions
    ]


def stages_table(visit: Visit, process: Process, law: Law) -> Table:
    """Every stage with its moments and its rule."""
    rows = [_stage_row(process, stage, law) for stage in process.stages]
    columns = (
        words("Stage"),
        words("State"),
        words("Opens"),
        words("Ends"),
        words("First planned to end"),
        words("Recorded"),
        words("By the rule"),
    )
    empty = Empty("it has no stages", "stages come from the rulebook when it opens")
    return table(visit, "stages", Table("The calendar", columns, rows, empty))


def _stage_row(process: Process, stage: Stage, law: Law) -> tuple[CellValue, ...]:
    clause = law.clause(stage.rule)
    rule = Link(f"{clause.number} {clause.heading}", clause.href) if clause else stage.rule
    moved = stage.planned if stage.planned != stage.due else None
    never = telling.never_came(process, stage)
    state = NEVER_CAME if never else StageState[stage.state.name].tag
    return (stage.heading, state, stage.opens, stage.due, moved, stage.closed, rule)


def _proposals(visit: Visit, found: Cycle) -> Table:
    tag = telling.proposal_tags(visit)
    rows = [_entry_row(visit, one, tag(one.proposal, one.state)) for one in found.entries]
    columns = (
        words("No.", "number"),
        words("Proposal", "title"),
        words("From", "from"),
        words("State", "state"),
    )
    return table(visit, "proposals", Table("Proposals handed in", columns, rows, NO_PROPOSALS))


def _entry_row(visit: Visit, entry: Entry, state: Tag) -> tuple[CellValue, ...]:
    link = Link(entry.title, visit.link(f"/proposals/{entry.proposal}"))
    return (entry.number, link, entry.group_name or entry.drafter_name, state)


def _drafts(visit: Visit, found: Cycle) -> Table:
    rows = [
        (
            Link(d.title, visit.link(f"/proposals/{d.proposal}")),
            d.drafted,
            telling.STATES.get(d.state),
        )
        for d in found.drafts
    ]
    columns = (words("Draft", "title"), words("Begun", "drafted"), words("State", "state"))
    return table(visit, "drafts", Table("Drafts", columns, rows, NO_DRAFTS))

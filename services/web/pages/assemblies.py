"""Answers how one assembly stands: who was sent, when it sat, how it voted."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.kernel.refusal import NotAllowed
from services.application.assemblies import OpenSitting, RegisterDelegate
from services.calendars.events import of_process
from services.reading import assemblies, cycles
from services.reading.assemblies import Assembly, Vote
from services.web.acting import body_of
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import CellValue, Empty, Link, NextStep, Table, Tag, Tone, Weight
from services.web.look.words import counted
from services.web.pages import telling
from services.web.pages.cycles import stages_table
from services.web.tables import figures, table, words
from services.web.trying import ANYBODY, Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["processes"])
CARRIED, LOST = Tag("carried", Tone.CARRIED), Tag("lost", Tone.LOST)
PAPER = Tag("lost, but may go to the paper", Tone.LOST)


@router.get("/assemblies/{assembly}")
def assembly(assembly: UUID, visit: Visiting) -> Response:
    """One assembly with delegates, sittings and votes."""
    found = assemblies.assembly(visit.at, assembly)
    law = Law(visit)
    line = found.assembly
    on_the_list = [e for e in cycles.cycle(visit.at, line.cycle).entries if e.left_at is None]
    page = Page(
        "assembly",
        Place.BOARD,
        found,
        {
            "it": line,
            "sentence": _sentence(visit, found),
            "state": telling.process_tag(found.process),
            "step": _step(visit, found, law),
            "cycle": Link("the cycle it belongs to", visit.link(f"/cycles/{line.cycle}")),
            "agenda": [Link(e.title, visit.link(f"/proposals/{e.proposal}")) for e in on_the_list],
            "history": telling.history(visit, assembly),
            "engine": visit.site.engine_page(assembly),
        },
        {
            "votes": votes_table(visit, found.votes, with_proposal=True),
            "delegates": _delegates(visit, found),
            "sittings": _sittings(visit, found),
            "stages": stages_table(visit, found.process, law),
        },
        calendar=lambda: of_process(visit.at, assembly),
        about=assembly,
    )
    return answered(visit, page)


def _sentence(visit: Visit, found: Assembly) -> str:
    line = found.assembly
    if line.closed is not None:
        ended = f"It ended at {telling.until(visit, line.closed)} and passed its texts on"
        return f"{ended}, after {counted(len(found.votes), 'vote')}."
    if not found.sittings:
        return f"It is convened until {telling.until(visit, line.due)} and has not sat yet."
    present = found.sittings[-1].present
    return f"It sits with {present} present, and ends at {telling.until(visit, line.due)}."


def _step(visit: Visit, found: Assembly, law: Law) -> NextStep:
    deeds = Deeds(visit, law)
    name = found.assembly.assembly
    if found.assembly.closed is None and not visit.past:
        _offer_delegate(visit, deeds, name)
        sit = OpenSitting(assembly=name, present=len(found.delegates))
        deeds.offer("Open a sitting", f"/do/open_sitting?assembly={name}", sit, Weight.FIRST)
    return telling.next_step(found.process, law, deeds, "refounding.extension_power")


def _offer_delegate(visit: Visit, deeds: Deeds, assembly: UUID) -> None:
    behalf = None if visit.acting is None else visit.acting.body
    body = body_of(visit.log, behalf)
    if body is None:
        why = NotAllowed("Delegates are sent by a group: act on behalf of one.")
        deeds.refuse("Send a delegate", why, RegisterDelegate.verb())
        return
    send = RegisterDelegate(assembly=assembly, person=ANYBODY, name="Somebody", group=body.slug)
    deeds.offer("Send a delegate", f"/do/register_delegate?assembly={assembly}", send)


def votes_table(visit: Visit, votes: tuple[Vote, ...], *, with_proposal: bool) -> Table:
    """Votes with their figures and what they came to."""
    columns = (
        words("Vote", "number"),
        words("Proposal", "proposal") if with_proposal else words("Assembly", "assembly"),
        words("Question"),
        figures("For", "for"),
        figures("Against", "against"),
        figures("Abstained", "abstained"),
        figures("Present", "present"),
        words("Result", "result"),
        words("Taken", "taken"),
    )
    rows = [_vote_row(visit, vote, with_proposal) for vote in votes]
    empty = Empty("no vote has been taken", "each vote of a sitting is shown here as it is taken")
    return table(visit, "votes", Table("Votes of the assembly", columns, rows, empty))


def _vote_row(visit: Visit, vote: Vote, with_proposal: bool) -> tuple[CellValue, ...]:
    proposal = Link(vote.proposal_title, visit.link(f"/proposals/{vote.proposal}"))
    where = Link(vote.assembly_title, visit.link(f"/assemblies/{vote.assembly}"))
    result = CARRIED if vote.carried else PAPER if vote.for_the_paper else LOST
    return (
        vote.number,
        proposal if with_proposal else where,
        vote.question,
        vote.in_favour,
        vote.against,
        vote.abstained,
        vote.present,
        result,
        vote.since,
    )


def _delegates(visit: Visit, found: Assembly) -> Table:
    rows = [
        (Link(d.name, visit.link(f"/people/{d.person}")), d.group_name, d.since)
        for d in found.delegates
    ]
    columns = (words("Delegate", "name"), words("Sent by", "group"), words("Entered", "entered"))
    empty = Empty("no delegate has been entered", "groups enter those whom they send")
    caption = counted(len(rows), "delegate").capitalize()
    return table(visit, "delegates", Table(caption, columns, rows, empty))


def _sittings(visit: Visit, found: Assembly) -> Table:
    rows = [(s.since, s.present, s.needed) for s in found.sittings]
    columns = (words("Opened", "opened"), figures("Present"), figures("Needed"))
    empty = Empty("it has not sat", "a sitting opens when enough delegates are there")
    return table(visit, "sittings", Table("Sittings", columns, rows, empty))

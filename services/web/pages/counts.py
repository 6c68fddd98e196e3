"""Answers how papers were counted: who is elected, stage by stage, how close it was, and why."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from domain.counting.contest import Candidate, Contest
from domain.counting.explaining import YES_NO
from domain.counting.result import CountResult
from domain.counting.rules import catalogue
from domain.counting.sheet import Question
from domain.counting.terms import Terms
from domain.elections.count import RETURNING_OFFICER, Bundle, Matter
from domain.kernel.refusal import OutOfOrder
from services.application.counts import BeginCount, DecideTie, DeclareResult, RecordLotValue
from services.counting.comparing import Comparing, Comparison, Held
from services.counting.in_words import passes_on, words_of
from services.counting.kept import Outcomes
from services.counting.so_far import so_far
from services.reading import counts as reading
from services.reading.counts import Count, CountLine
from services.sheets.as_html import as_html
from services.sheets.as_pdf import as_pdf
from services.sheets.blocks import Sheet
from services.sheets.count import About, count_sheet
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, NextStep, Table, Tag, Tone, Weight
from services.web.look.words import counted, listed, moment
from services.web.pages import count_stages, count_tables, count_terms, telling
from services.web.site import Site
from services.web.tables import figures, table, words
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["elections"])

STATES: Final = {
    "begun": Tag("being counted", Tone.OPEN),
    "waiting": Tag("waits for a decision", Tone.LATE),
    "counted": Tag("counted", Tone.DONE),
    "declared": Tag("declared", Tone.CARRIED),
    "refused": Tag("can't be counted", Tone.LOST),
}
OPEN: Final = {
    Question.ELECTION: "which of them is elected",
    Question.SURPLUS: "whose surplus is passed on first",
    Question.EXCLUSION: "which of them leaves the count",
}
NO_COUNTS = Empty("nothing has been counted", "a returning officer hands in papers to be counted")
TRYING = "to see whether this can be done"
NOT_COMPARED: Final = Comparison(())


@router.get("/counts")
def counts(visit: Visiting) -> Response:
    """Every count."""
    found = reading.counts(visit.at)
    page = Page(
        "counts",
        Place.BODIES,
        found,
        {
            "sentence": f"{counted(len(found.counts), 'count').capitalize()} on record.",
            "step": _hand_in(visit),
        },
        {"counts": lines(visit, found.counts)},
    )
    return answered(visit, page)


def lines(visit: Visit, found: tuple[CountLine, ...], empty: Empty = NO_COUNTS) -> Table:
    """Counts, a line for each."""
    rows = [
        (
            Link(line.title, visit.link(f"/counts/{line.count}")),
            catalogue.rule(line.rule).manifest.title,
            line.seats,
            line.papers,
            STATES[line.state],
            listed(list(line.elected)) if line.elected else None,
            line.begun,
        )
        for line in found
    ]
    columns = (
        words("Count", "title"),
        words("By", "rule"),
        figures("Places", "places"),
        figures("Papers", "papers"),
        words("Stands"),
        words("Elected"),
        words("Handed in", "begun"),
    )
    return table(visit, "counts", Table("Counts", columns, rows, empty))


def _hand_in(visit: Visit) -> NextStep:
    """What the returning officer may do here."""
    law = Law(visit)
    deeds = Deeds(visit, law)
    candidate = Candidate(name="A candidate")
    bundle = Bundle(sha256="0" * 64, papers=1, origin=TRYING)
    contest = Contest(seats=1, candidates=(candidate,))
    matter = Matter(title=TRYING, contest=contest, terms=Terms(rule="av"), bundle=bundle)
    deeds.offer("Hand in papers", "/do/begin_count", BeginCount(matter=matter), Weight.FIRST)
    who, clause = law.who(RETURNING_OFFICER), law.clause(RETURNING_OFFICER)
    what = "Papers are handed in by the returning officer and counted at once"
    return deeds.on(NextStep(what, clause=clause, who_moves=who))


@router.get("/counts/{count}")
def count(count: UUID, visit: Visiting) -> Response:
    """One count: the result first, then every stage with what moved and why."""
    found = reading.count(visit.at, count)
    result = found.result or so_far(visit.site.office.bundles, found)
    compared = _compared(visit, found)
    words_: dict[str, object] = {
        "it": found.count,
        "state": STATES[found.count.state],
        "sentence": _sentence(found),
        "step": _step(visit, found),
        "rule": catalogue.rule(found.count.rule).manifest,
        "settled": count_terms.settled(visit, found),
        "result": found.result,
        "account": count_terms.account(found.result),
        "papers_href": visit.link(f"/counts/{count}/papers.blt"),
        "terms_href": visit.link(f"/counts/{count}/terms"),
        "history": telling.history(visit, count),
        "told": _told(visit, found, result, compared) if result and result.stages else None,
    }
    tables = _tables(visit, found, result, compared)
    return answered(visit, Page("count", Place.BODIES, found, words_, tables))


def _compared(visit: Visit, found: Count) -> Comparison:
    """The papers under other rules; a count without a result is compared with nothing."""
    if found.result is None:
        return NOT_COMPARED
    office = visit.site.office
    held = Held.of(found.count, found.contest, found.terms)
    return Comparing(Outcomes(office.pool), office.bundles).one(held)


def _tables(
    visit: Visit, found: Count, result: CountResult | None, compared: Comparison
) -> dict[str, Table]:
    tables = {"ties": count_tables.ties(visit, found, result)}
    if result is None or not result.stages:
        return tables
    stages = {"stages": count_tables.stages(visit, result)}
    if found.result is None:
        return {**stages, **tables}
    close = {"margins": count_tables.close(visit, result)}
    return {**stages, **close, "others": count_tables.others(visit, compared), **tables}


def _told(
    visit: Visit, found: Count, result: CountResult, compared: Comparison
) -> dict[str, object]:
    """The result in words and drawings; of a count that waits, what led to its tie."""
    href = f"/counts/{found.count.count}"
    return {
        "heading": count_stages.elected_heading(result),
        "elected": count_stages.how_elected(result),
        "remarks": list(count_stages.remarks(result, compared)) if found.result else (),
        "words": words_of(result) if found.result else (),
        "key": count_stages.key_of(result),
        "moves": passes_on(result) and len(result.stages) > 1,
        "stages": tuple(count_stages.stages_of(result)),
        "rules_href": visit.link("/counts/rules"),
        "sheet_href": visit.link(f"{href}/sheet"),
        "pdf_href": visit.link(f"{href}/sheet.pdf"),
    }


@router.get("/counts/{count}/sheet", response_class=HTMLResponse)
def sheet(count: UUID, visit: Visiting) -> Response:
    """The result sheet, made to be printed."""
    return HTMLResponse(as_html(_sheet(visit, count), "/static/sheet.css"))


@router.get("/counts/{count}/sheet.pdf")
def sheet_pdf(count: UUID, visit: Visiting) -> Response:
    """The result sheet as PDF."""
    return Response(as_pdf(_sheet(visit, count)), media_type="application/pdf")


@router.get("/counts/{count}/papers.blt")
def papers(count: UUID, visit: Visiting, request: Request) -> Response:
    """The papers as they were handed in: with them anybody can count again."""
    site: Site = request.app.state.site
    found = reading.count(visit.at, count)
    named = {"Content-Disposition": f'attachment; filename="{_short_hash(found)}.blt"'}
    content = site.office.bundles.content(found.count.sha256)
    return Response(content, media_type="text/plain; charset=utf-8", headers=named)


@router.get("/counts/{count}/terms")
def terms(count: UUID, visit: Visiting) -> Response:
    """What was settled before the papers were opened, as `convenor count --terms` reads it."""
    found = reading.count(visit.at, count)
    named = {"Content-Disposition": f'attachment; filename="{_short_hash(found)}-terms.json"'}
    content = found.settled.model_dump_json(indent=2)
    return Response(content, media_type="application/json", headers=named)


def _short_hash(found: Count) -> str:
    return found.count.sha256[:12]


def _sheet(visit: Visit, count: UUID) -> Sheet:
    found = reading.count(visit.at, count)
    line, result = found.count, found.result
    if result is None:
        raise OutOfOrder("There is a result sheet when the papers have been counted.")
    moments = [("Counted", line.counted), ("Declared", line.declared)]
    zone = visit.site.house.zone
    about = About(
        organisation=visit.site.house.name,
        title=line.title,
        origin=line.origin,
        sha256=line.sha256,
        moments=tuple((what, moment(at, zone)) for what, at in moments if at is not None),
        again=f"convenor count {_short_hash(found)}.blt --terms {_short_hash(found)}-terms.json",
        settled=count_terms.on_paper(visit, found),
        reasons=tuple(
            (f"{one.chosen}, of {listed(list(one.between))}", f"{one.name}: {one.reason}")
            for one in found.decisions
        ),
    )
    return count_sheet(result, about)


def _sentence(found: Count) -> str:
    line = found.count
    if line.open_tie is not None:
        tied = listed(list(line.open_tie.between))
        if line.lot is not None:
            return f"{tied} are tied, and a lot is drawn from a public value."
        return f"{tied} are tied, and the rules do not say {OPEN[line.open_tie.question]}."
    if line.refused is not None:
        return f"These papers can't be counted. {line.refused}"
    if line.elected is None:
        papers = counted(line.papers, "paper").capitalize()
        return f"{papers} for {_places(line)} are being counted."
    if line.rule == YES_NO:
        return f"The answer is {listed(list(line.elected))}."
    if not line.elected:
        return f"Nobody is elected to {_places(line)}."
    return f"{listed(list(line.elected))} {_are(line.elected)} elected to {_places(line)}."


def _places(line: CountLine) -> str:
    return "the one place" if line.seats == 1 else counted(line.seats, "place")


def _are(names: tuple[str, ...]) -> str:
    return "is" if len(names) == 1 else "are"


def _step(visit: Visit, found: Count) -> NextStep:
    line, law = found.count, Law(visit)
    deeds = Deeds(visit, law)
    if line.open_tie is not None and line.lot is not None:
        href = f"/do/record_lot_value?count={line.count}"
        value = RecordLotValue(count=line.count, value=TRYING)
        deeds.offer("Record the value for the lot", href, value, Weight.FIRST)
        known = moment(line.lot.known_from, visit.site.house.zone)
        what = f"The tie is drawn from {line.lot.source}, known from {known}"
    elif line.open_tie is not None:
        href = f"/do/decide_tie?count={line.count}"
        decide = DecideTie(count=line.count, chosen=line.open_tie.between[0], reason=TRYING)
        deeds.offer("Decide the tie", href, decide, Weight.FIRST)
        what = "The count goes on when the returning officer has decided the tie, with reasons"
    elif line.state == "counted":
        href = f"/do/declare_result?count={line.count}"
        deeds.offer("Declare the result", href, DeclareResult(count=line.count), Weight.FIRST)
        what = "The returning officer declares the result"
    elif line.state == "declared":
        return NextStep("Nothing more: the result is declared")
    elif line.state == "refused":
        return NextStep("Nothing more here: hand the papers in again")
    else:
        return NextStep("The service counts the papers by itself")
    clause, who = law.clause(RETURNING_OFFICER), law.who(RETURNING_OFFICER)
    return deeds.on(NextStep(what, clause=clause, who_moves=who))

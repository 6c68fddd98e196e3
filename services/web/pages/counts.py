"""Answers how papers were counted: who is elected, stage by stage, how close it was, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from domain.counting.contest import Candidate, Contest
from domain.counting.explaining import Elsewhere, margins
from domain.counting.result import CountResult, StageResult
from domain.counting.rules import catalogue
from domain.counting.terms import Terms
from domain.elections.count import RETURNING_OFFICER, Bundle, Matter
from domain.kernel.refusal import OutOfOrder
from services.application.counts import BeginCount, DecideTie, DeclareResult, RecordLotValue
from services.counting import comparing
from services.reading import counts as reading
from services.reading.counts import Count, CountLine
from services.sheets.as_html import as_html
from services.sheets.as_pdf import as_pdf
from services.sheets.blocks import Sheet
from services.sheets.count import About, count_sheet
from services.web import rulewords
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import CellValue, Empty, Link, NextStep, Table, Tag, Tone, Weight
from services.web.look.transfers import At, StageDrawing, Standing, greatest, stage_drawing
from services.web.look.words import counted, listed, moment
from services.web.pages import telling
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
HEADINGS: Final = {
    "first preferences": "first preferences",
    "transfer of a surplus": "the surplus of {} is passed on",
    "exclusion": "{} leaves the count",
    "distribution by keep factors": "votes are shared out again",
    "count of votes": "the votes",
    "filling of the last places": "the last places are filled",
}
NO_COUNTS = Empty("nothing has been counted", "a returning officer hands in papers to be counted")
TRYING = "to see whether this can be done"


@dataclass(frozen=True)
class StageWords:
    """One stage as the page shows it."""

    number: int
    heading: str
    sentences: tuple[str, ...]
    clauses: str
    drawing: StageDrawing


@router.get("/counts")
def counts(visit: Visiting) -> Response:
    """Every count."""
    found = reading.counts(visit.at)
    rows = [
        (
            Link(line.title, visit.link(f"/counts/{line.count}")),
            rulewords.choice(line.rule),
            line.seats,
            line.papers,
            STATES[line.state],
            listed(list(line.elected)) if line.elected else None,
            line.begun,
        )
        for line in found.counts
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
    page = Page(
        "counts",
        Place.BODIES,
        found,
        {
            "sentence": f"{counted(len(rows), 'count').capitalize()} on record.",
            "step": _hand_in(visit),
        },
        {"counts": table(visit, "counts", Table("Counts", columns, rows, NO_COUNTS))},
    )
    return answered(visit, page)


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
    words_: dict[str, object] = {
        "it": found.count,
        "found": found,
        "state": STATES[found.count.state],
        "sentence": _sentence(found),
        "step": _step(visit, found),
        "rule": catalogue.rule(found.count.rule).manifest,
        "result": found.result,
        "account": _account(found.result),
        "ties": found.result.ties if found.result else (),
        "papers_href": visit.link(f"/counts/{count}/papers.blt"),
        "history": telling.history(visit, count),
    }
    tables = {"ties": _ties(visit, found)}
    if found.result is not None:
        others = comparing.elsewhere(visit.site.office.bundles, found)
        words_ |= _result_words(visit, found.result, others, count)
        tables = {
            "stages": _stages(visit, found.result),
            "margins": _margins(visit, found.result),
            "others": _others(visit, others),
            **tables,
        }
    return answered(visit, Page("count", Place.BODIES, found, words_, tables))


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
    line = reading.count(visit.at, count).count
    named = {"Content-Disposition": f'attachment; filename="{line.sha256[:12]}.blt"'}
    content = site.office.bundles.content(line.sha256)
    return Response(content, media_type="text/plain; charset=utf-8", headers=named)


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
    )
    return count_sheet(result, about)


def _sentence(found: Count) -> str:
    line = found.count
    if line.open_tie is not None:
        tied = listed(list(line.open_tie.between))
        if line.lot is not None:
            return f"{tied} are tied, and a lot is drawn from a public value."
        return f"{tied} are tied, and the rules do not say how the tie is broken."
    if line.refused is not None:
        return f"These papers can't be counted. {line.refused}"
    if line.refused is not None:
        return f"These papers can't be counted. {line.refused}"
    if line.elected is None:
        papers = counted(line.papers, "paper").capitalize()
        return f"{papers} for {_places(line)} are being counted."
    if not line.elected:
        return f"Nobody is elected to {_places(line)}."
    return f"{listed(list(line.elected))} {_are(line.elected)} elected to {_places(line)}."


def _places(line: CountLine) -> str:
    return counted(line.seats, "place")


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


def _result_words(
    visit: Visit, result: CountResult, others: tuple[Elsewhere, ...], count: UUID
) -> dict[str, object]:
    return {
        "elected": _how_elected(result),
        "remarks": _remarks(result, others),
        "stages": tuple(_stage_words(result)),
        "source_name": catalogue.rule(result.rule).manifest.source,
        "others": others,
        "sheet_href": visit.link(f"/counts/{count}/sheet"),
        "pdf_href": visit.link(f"/counts/{count}/sheet.pdf"),
    }


def _how_elected(result: CountResult) -> list[tuple[str, str]]:
    at = {
        name: (number, stage.totals[name])
        for number, stage in enumerate(result.stages, start=1)
        for name in stage.elected
    }
    return [
        (name, f"at stage {at[name][0]}, with {_short(at[name][1])} votes")
        for name in result.elected
        if name in at
    ]


def _remarks(result: CountResult, others: tuple[Elsewhere, ...]) -> Iterator[str]:
    unfilled = result.seats - len(result.elected)
    if unfilled:
        yield f"{counted(unfilled, 'place').capitalize()} stay{'s' if unfilled == 1 else ''} empty."
    closest = margins(result)
    if closest:
        yield f"The closest point: {closest[0].sentence}"
    differing = [other for other in others if not other.same]
    if others and not differing:
        yield "Every other rule tried on the same papers elects the same people."
    for other in differing:
        if not other.undecided and other.instead:
            yield (
                f"Under {other.title} the same papers would have elected "
                f"{listed(list(other.instead))} instead of {listed(list(other.of))}."
            )


def _stage_words(result: CountResult) -> Iterator[StageWords]:
    top = greatest([stage.totals for stage in result.stages], result.stages[-1].quota)
    before: StageResult | None = None
    gone: dict[str, At] = {}
    for number, stage in enumerate(result.stages, start=1):
        now = dict.fromkeys(stage.elected, At.ELECTED_NOW)
        now |= dict.fromkeys(stage.excluded, At.EXCLUDED_NOW)
        standings = [
            Standing(
                name=name,
                before=(before or stage).totals[name],
                after=votes,
                at=now.get(name, gone.get(name, At.IN)),
            )
            for name, votes in stage.totals.items()
            if name not in result.withdrawn
        ]
        yield StageWords(
            number=number,
            heading=HEADINGS[stage.deed].format(listed(list(stage.of))),
            sentences=(stage.explanation,),
            clauses=listed(list(stage.clauses)),
            drawing=stage_drawing(standings, stage.quota, top),
        )
        gone |= dict.fromkeys(stage.elected, At.ELECTED)
        gone |= dict.fromkeys(stage.excluded, At.EXCLUDED)
        before = stage


def _account(result: CountResult | None) -> list[tuple[str, int]]:
    if result is None:
        return []
    papers = result.papers
    lines = [("Counted", papers.valid)]
    if papers.in_part:
        lines.append(("Of these, valid in part", papers.in_part))
    lines += [("Blank", papers.blank)] if papers.blank else []
    lines += [(f"Spoiled: {reason}", number) for reason, number in papers.spoiled.items()]
    return [*lines, ("Count to turnout", papers.turnout)]


def _stages(visit: Visit, result: CountResult) -> Table:
    names = list(result.stages[0].totals) if result.stages else []
    rows = [[name, *(stage.totals[name] for stage in result.stages)] for name in names]
    rows.append(["Not transferable", *(stage.non_transferable for stage in result.stages)])
    rows.append(["Lost by rounding", *(stage.rounding_loss for stage in result.stages)])
    rows.append(["Quota", *(stage.quota for stage in result.stages)])
    numbers = [figures(f"Stage {number}") for number in range(1, len(result.stages) + 1)]
    empty = Empty("there was nothing to count", "papers fill it")
    shown = Table("Votes at the end of each stage", (words("Candidate"), *numbers), rows, empty)
    return table(visit, "stages", shown)


def _margins(visit: Visit, result: CountResult) -> Table:
    rows = [(m.stage, m.ahead, m.behind, _short(m.votes)) for m in margins(result)]
    columns = (
        figures("Stage", "stage"),
        words("Ahead"),
        words("Behind"),
        figures("Votes between them"),
    )
    empty = Empty("nobody was excluded", "each exclusion has a margin")
    return table(visit, "margins", Table("How close it was", columns, rows, empty))


def _others(visit: Visit, others: tuple[Elsewhere, ...]) -> Table:
    rows = [(other.title, _verdict(other), _elected_there(other)) for other in others]
    columns = (words("Rule", "rule"), words("Beside this result"), words("Elects"))
    empty = Empty("no other rule fits these papers", "another rule for the same kind of papers")
    caption = "The same papers under other rules"
    note = "These are for comparison. Only the rule that was in force decides."
    return table(visit, "others", Table(caption, columns, rows, empty, note=note))


def _elected_there(other: Elsewhere) -> str | None:
    """Whom the other rule elects, or why it can't say."""
    return listed(list(other.elected)) or (None if other.tied else other.undecided or None)


def _verdict(other: Elsewhere) -> Tag:
    if other.undecided:
        told = "a tie would have to be decided" if other.tied else "can't be compared"
        return Tag(told, Tone.PLAIN)
    if other.same:
        return Tag("the same people", Tone.DONE)
    instead, of = listed(list(other.instead)), listed(list(other.of))
    return Tag(f"{instead or 'nobody'} instead of {of or 'nobody'}", Tone.WARNING)


def _ties(visit: Visit, found: Count) -> Table:
    result = found.result
    rows: list[Sequence[CellValue]] = [
        (tie.stage, listed(list(tie.between)), tie.question.value, tie.chosen, tie.how)
        for tie in (result.ties if result else ())
    ]
    rows += [
        (
            None,
            listed(list(d.between)),
            d.question,
            d.chosen,
            f"{d.name}, {d.authority}: {d.reason}",
        )
        for d in found.decisions
    ]
    columns = (
        figures("Stage"),
        words("Tied"),
        words("What had to be decided"),
        words("Chosen"),
        words("How"),
    )
    empty = Empty("there was no tie", "each tie is entered with how it was broken")
    return table(visit, "ties", Table("Ties", columns, rows, empty))


def _short(amount: str) -> str:
    return amount.rstrip("0").rstrip(".") if "." in amount else amount

"""Answers which elections were called, and under which rules of that day."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.elections.count import RETURNING_OFFICER
from services.reading import counts
from services.reading import elections as reading
from services.reading.counts import CountLine
from services.reading.elections import ElectionLine
from services.web import rulewords
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import CellValue, Empty, Link, NextStep, Table, Tag, Tone
from services.web.look.words import counted, listed
from services.web.pages import counts as counts_pages
from services.web.pages import telling
from services.web.tables import figures, table, words
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["elections"])
NONE = Empty("no election has been called", "the staff or the officers call one")
NOT_COUNTED = Empty(
    "none of its papers have been counted", "the returning officer hands in the papers of a section"
)
DONE = ("counted", "declared")


@router.get("/elections")
def elections(visit: Visiting) -> Response:
    """Every election."""
    found = reading.elections(visit.at)
    rows = [
        (
            Link(line.title, visit.link(f"/elections/{line.election}")),
            line.body_name,
            rulewords.choice(line.method),
            line.places,
            line.governing_version,
            line.since,
        )
        for line in found.elections
    ]
    columns = (
        words("Election", "title"),
        words("To", "body"),
        words("Method", "method"),
        figures("Places", "places"),
        figures("Rulebook version", "version"),
        words("Called", "called"),
    )
    page = Page(
        "elections",
        Place.BODIES,
        found,
        {"sentence": f"{counted(len(rows), 'election').capitalize()} called so far."},
        {"elections": table(visit, "elections", Table("Elections", columns, rows, NONE))},
    )
    return answered(visit, page)


@router.get("/elections/{election}")
def election(election: UUID, visit: Visiting) -> Response:
    """One election with the terms that it is held under."""
    found = reading.election(visit.at, election)
    line = found.election
    made = counts.counts(visit.at, election).counts
    law = Law(visit)
    places = counted(line.places, "place").capitalize()
    page = Page(
        "election",
        Place.BODIES,
        found,
        {
            "it": line,
            "method": rulewords.choice(line.method),
            "state": Tag("called", Tone.OPEN),
            "sentence": f"{places} to be filled by {rulewords.choice(line.method)}.",
            "step": _step(visit, line, made),
            "sections": [rulewords.section(one) for one in line.sections],
            "rules": law.clauses(line.rules),
            "history": telling.history(visit, election),
        },
        {
            "sections": _sections(visit, line, made),
            "counts": counts_pages.lines(visit, made, NOT_COUNTED),
        },
        about=election,
    )
    return answered(visit, page)


def _step(visit: Visit, line: ElectionLine, made: Sequence[CountLine]) -> NextStep:
    """Nominations and papers come from outside; what is counted of them is on record."""
    law = Law(visit)
    clause, who = law.clause(RETURNING_OFFICER), law.who(RETURNING_OFFICER)
    counted_ = {one.section for one in made if one.state in DONE}
    left = [one for one in line.sections if one.section not in counted_]
    if not left:
        return NextStep("Every section is counted", clause=clause)
    what = (
        "Nominations are held and papers cast outside the service so far; papers of "
        f"{counted(len(left), 'section')} are still to be handed in and counted"
    )
    return NextStep(what, clause=clause, who_moves=who)


def _sections(visit: Visit, line: ElectionLine, made: Sequence[CountLine]) -> Table:
    """Every section with its newest count."""
    newest = {one.section: one for one in reversed(made)}
    rows = [
        (s.section.replace("_", " "), s.seats, s.min_women, *_counted(visit, newest.get(s.section)))
        for s in line.sections
    ]
    columns = (
        words("Section", "section"),
        figures("Places", "places"),
        figures("At least so many women", "women"),
        words("Count"),
        words("Elected"),
    )
    empty = Empty("it has no sections", "sections come from the rulebook")
    return table(visit, "sections", Table("Places by section", columns, rows, empty))


def _counted(visit: Visit, line: CountLine | None) -> tuple[CellValue, CellValue]:
    """A count as its section shows it: how it stands, and who is elected."""
    if line is None:
        return None, None
    state = counts_pages.STATES[line.state].text
    return Link(state, visit.link(f"/counts/{line.count}")), listed(line.elected or ()) or None

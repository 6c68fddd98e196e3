"""Answers which elections were called, and under which rules of that day."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.reading import elections as reading
from services.reading.elections import ElectionLine
from services.web import rulewords
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, NextStep, Table, Tag, Tone
from services.web.look.words import counted
from services.web.pages import telling
from services.web.tables import figures, table, words
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["elections"])
NONE = Empty("no election has been called", "the staff or the officers call one")


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
            "step": NextStep(
                "Nominations, papers and the count are held outside the service so far"
            ),
            "sections": [rulewords.section(one) for one in line.sections],
            "rules": law.clauses(line.rules),
            "history": telling.history(visit, election),
        },
        {"sections": _sections(visit, line)},
        about=election,
    )
    return answered(visit, page)


def _sections(visit: Visit, line: ElectionLine) -> Table:
    rows = [(s.section.replace("_", " "), s.seats, s.min_women) for s in line.sections]
    columns = (
        words("Section", "section"),
        figures("Places", "places"),
        figures("At least so many women", "women"),
    )
    empty = Empty("it has no sections", "sections come from the rulebook")
    return table(visit, "sections", Table("Places by section", columns, rows, empty))

"""Answers which groups are being formed, what may be asked for, who got which place and why."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.responses import Response

from domain.elections.lot import LotSource
from domain.formation.explaining import choice
from domain.formation.groups import Group
from domain.formation.orders import FORMED_BY
from domain.meetings.saying import FOUNDS
from services.application.formations import (
    OpenFormation,
)
from services.calendars.events import of_process
from services.reading import bodies
from services.reading import formations as reading
from services.reading.formations import Formation, FormationLine
from services.reading.kinds import declared_at
from services.web.answers import Page, answered
from services.web.deeds.decided import newest_decision
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import CellValue, Empty, Link, NextStep, Table, Tag, Tone
from services.web.look.words import counted, listed
from services.web.pages import telling
from services.web.pages.formation_deeds import TRYING, next_step, rule_of
from services.web.tables import figures, table, words
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["bodies"])
NONE: Final = Empty("no groups have been formed", "a body decides it at a meeting")
NOT_YET: Final = Empty("nobody has a place yet", "places are given once preferences have closed")
NOBODY: Final = Empty("nobody said a preference", "members of the body say which they wish for")
TAGS: Final = {
    "open": Tag("preferences open", Tone.OPEN),
    "closed": Tag("preferences closed", Tone.OPEN),
    "given": Tag("places given, to be ratified", Tone.OPEN),
    "impossible": Tag("can't be met, to be decided", Tone.WARNING),
    "ratified": Tag("ratified", Tone.CARRIED),
    "complete": Tag("formed", Tone.DONE),
    "given up": Tag("given up", Tone.PLAIN),
}


@router.get("/formations")
def formations(visit: Visiting) -> Response:
    """Every forming of groups."""
    found = reading.formations(visit.at)
    rows = [
        (
            Link(f"The groups of {one.parent_name}", visit.link(f"/formations/{one.formation}")),
            TAGS[one.state],
            one.opened,
            one.closes,
            one.asked,
        )
        for one in found.formations
    ]
    columns = (
        words("Groups", "title"),
        words("State", "state"),
        words("Announced", "opened"),
        words("Preferences until", "closes"),
        figures("Asked", "asked"),
    )
    times = counted(len(rows), "time")
    page = Page(
        "formations",
        Place.BODIES,
        found,
        {"sentence": f"Groups were formed by preference {times}.", "step": _list_step(visit)},
        {"formations": table(visit, "formations", Table("Groups formed", columns, rows, NONE))},
    )
    return answered(visit, page)


def _list_step(visit: Visit) -> NextStep:
    """Announcing is offered for each body that may decide it and has decided something."""
    law = Law(visit)
    deeds = Deeds(visit, law)
    living = [one for one in bodies.bodies(visit.at).bodies if one.dissolved_at is None]
    forming = [one for one in living if law.who(rule_of(one.slug, FORMED_BY))]
    kinds = declared_at(visit.at).items()
    ranked = [kind for kind, one in kinds if one.formed and not one.own_word]
    for body in () if visit.past or not ranked else forming:
        decision = newest_decision(visit, body.slug, kinds=FOUNDS)
        if decision:
            now = visit.log.now()
            tried = Group(
                slug=f"x-{uuid4()}", name=TRYING, kind=ranked[0], remit=TRYING, least=3, most=4
            )
            asked = OpenFormation(
                meeting=decision[0],
                decision=decision[1],
                groups=(tried,),
                closes=now + timedelta(days=399),
                lot=LotSource(source=TRYING, known_from=now + timedelta(days=400)),
            )
            href = f"/do/open_formation?body={body.slug}"
            deeds.offer(f"Form groups of {body.name}", href, asked)
    return deeds.on(NextStep("A body decides at a meeting that it forms groups of its members"))


@router.get("/formations/{formation}")
def formation(formation: UUID, visit: Visiting) -> Response:
    """One forming of groups; who asked for what is for members of the body alone."""
    reader = None if visit.acting is None else visit.acting.person
    found = reading.formation(visit.at, formation, reader)
    line, law = found.formation, Law(visit)
    tables = {"groups": _groups(visit, found), "places": _places(visit, found)}
    if found.wishes is not None:
        tables["wishes"] = _wishes(visit, found)
    page = Page(
        "formation",
        Place.BODIES,
        found,
        {
            "it": line,
            "state": TAGS[line.state],
            "sentence": _sentence(visit, found),
            "step": next_step(visit, law, found),
            "met": _met(line),
            "silent": [
                (one.name, visit.link(f"/people/{one.person}")) for one in found.silent or ()
            ],
            "sees": found.wishes is not None,
            "history": telling.history(visit, formation),
            "parent": visit.link(f"/bodies/{line.parent_slug}"),
        },
        tables,
        calendar=lambda: of_process(visit.at, formation),
        about=formation,
    )
    return answered(visit, page)


def _sentence(visit: Visit, found: Formation) -> str:
    line = found.formation
    groups = counted(len(found.groups), "group")
    until = telling.until(visit, line.closes)
    has = "has" if line.asked == 1 else "have"
    begun = "has begun" if len(found.groups) == 1 else "have begun"
    return {
        "open": (
            f"{line.parent_name} forms {groups}. Its members can say which they wish for until "
            f"{until}; {counted(line.asked, 'member')} {has}."
        ),
        "closed": f"Preferences closed at {until}. Places are drawn once the value is known.",
        "given": f"Places are given by preference, and wait until {line.parent_name} ratifies.",
        "impossible": f"What was asked for does not fit the groups: {line.because}",
        "ratified": "Who sits in which group is ratified. The groups begin.",
        "complete": f"{groups.capitalize()} of {line.parent_name} {begun}.",
        "given up": f"It was given up: {line.because}",
    }[line.state]


def _met(line: FormationLine) -> str:
    """How many choices of each rank are met, in words."""
    met = [counted(many, choice(rank)) for rank, many in enumerate(line.met or (), start=1) if many]
    return listed(met)


def _groups(visit: Visit, found: Formation) -> Table:
    kinds = declared_at(visit.at)
    formed = bool(found.places) or found.formation.state in ("ratified", "complete")
    rows = [
        (
            Link(one.name, visit.link(f"/bodies/{one.slug}")) if formed else one.name,
            kinds[one.kind].name if one.kind in kinds else one.kind,
            one.remit,
            one.least if one.most is not None else "all who wish",
            one.most,
            one.sits,
            listed(list(one.convenors)) or None,
            "called" if one.meeting else None,
        )
        for one in found.groups
    ]
    columns = (
        words("Group", "name"),
        words("Kind"),
        words("What it is for"),
        figures("At least"),
        figures("At most"),
        figures("Places given", "sits"),
        words("Convenor"),
        words("First meeting"),
    )
    return table(visit, "groups", Table("The groups", columns, rows, NONE))


def _places(visit: Visit, found: Formation) -> Table:
    rows = [
        (
            one.group_name,
            Link(one.name, visit.link(f"/people/{one.person}")),
            f"changed: {one.changed_because}" if one.changed_because else "by preference",
        )
        for one in found.places
    ]
    columns = (words("Group", "group"), words("Who", "name"), words("How"))
    return table(visit, "places", Table("Who sits where, as ratified", columns, rows, NOT_YET))


def _wishes(visit: Visit, found: Formation) -> Table:
    rows: list[tuple[CellValue, ...]] = [
        (
            Link(one.name, visit.link(f"/people/{one.person}")),
            ", then ".join(one.ranking),
            None if one.groups is None else listed(list(one.groups)) or "none",
            one.why,
            one.drawn,
        )
        for one in found.wishes or ()
    ]
    columns = (
        words("Member", "name"),
        words("Asked for"),
        words("Gets"),
        words("Why"),
        figures("Place in the lot", "drawn"),
    )
    shown = Table("Who asked for what, and what came of it", columns, rows, NOBODY)
    return table(visit, "wishes", shown)

"""Answers what is not as the rules ask, over all bodies or in one, since when, and who mends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from domain.actions import action
from domain.meetings.orders import CONVENED_BY, RECORD_KEPT_BY
from domain.reports import reporting
from services.reading import alarms as reading
from services.reading.alarms import Alarm, Alarms, Kind
from services.web import tables
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import (
    CellValue,
    Clause,
    Empty,
    Filter,
    Link,
    Notice,
    Option,
    Table,
    Tone,
)
from services.web.look.words import counted, listed, sentence
from services.web.tables import table, words
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["alarms"])
KINDS: Final = {
    Kind.COMPOSITION: "how it is made up",
    Kind.TERM: "a term that is over",
    Kind.QUARTER: "a quarter without a meeting",
    Kind.DECISION: "a decision without a quorum",
    Kind.REPORT: "a late report",
    Kind.ACTION: "an overdue action",
}
SAID: Final = {
    Kind.COMPOSITION: (
        "rule on how a body is made up is not kept",
        "rules on how bodies are made up are not kept",
    ),
    Kind.TERM: ("term is over and goes on", "terms are over and go on"),
    Kind.QUARTER: (
        "quarter went by with too few meetings",
        "quarters went by with too few meetings",
    ),
    Kind.DECISION: (
        "decision without a quorum is not ratified",
        "decisions without a quorum are not ratified",
    ),
    Kind.REPORT: ("report is late", "reports are late"),
    Kind.ACTION: ("action is overdue", "actions are overdue"),
}
TOLD: Final = 6
"""So many alarms of a body are told in full on its page."""
MENDED_BY: Final = {
    Kind.COMPOSITION: "registers.kept_by",
    Kind.TERM: "registers.kept_by",
    Kind.QUARTER: CONVENED_BY,
    Kind.DECISION: RECORD_KEPT_BY,
    Kind.REPORT: reporting.KEPT_BY,
    Kind.ACTION: action.KEPT_BY,
}
PATHS: Final = {
    Kind.QUARTER: "/quarters/",
    Kind.DECISION: "/meetings/",
    Kind.REPORT: "/reports/",
    Kind.ACTION: "/actions/",
}
BY_ELECTION: Final = "elections.called_by"
NONE: Final = Empty(
    "everything is as the rules ask", "what is overdue, vacant or not ratified comes here by itself"
)


@router.get("/alarms")
def alarms(visit: Visiting) -> Response:
    """Every alarm, or those of one body."""
    found = reading.alarms(visit.at)
    slugs = {one.slug: one.body_name for one in found.alarms}
    slug, kind = visit.asked("body"), visit.asked("kind")
    chosen = [
        one
        for one in found.alarms
        if (not slug or one.slug == slug) and (not kind or one.kind == kind)
    ]
    page = Page(
        "alarms",
        Place.ALARMS,
        found.model_copy(update={"alarms": tuple(chosen)}),
        {"sentence": sentence(in_words(found.counts))},
        {"alarms": _table(visit, chosen, slugs)},
    )
    return answered(visit, page)


def in_words(counts: Counter[Kind]) -> str:
    """How many alarms of which kind there are."""
    told = [counted(counts[kind], *SAID[kind]) for kind in Kind if counts[kind]]
    return listed(told) or "Everything is as the rules ask"


def strip(visit: Visit, counts: Counter[Kind]) -> Notice | None:
    """The alarms in one sentence, with the way to them; none if there is none."""
    if not counts.total():
        return None
    heading = counted(counts.total(), "alarm").capitalize()
    link = Link("See each, with its rule", visit.link("/alarms"))
    return Notice(heading, sentence(in_words(counts)), Tone.WARNING, link)


@dataclass(frozen=True)
class Told:
    """An alarm in words: what it is about, since when, by which rule, and who can mend it."""

    what: Link
    since: datetime
    clause: Clause | None
    who: str


def of_body(visit: Visit, slug: str, found: Alarms) -> tuple[list[Told], Link | None]:
    """The alarms of one body that its page tells, and the way to all if they are more."""
    law = Law(visit)
    told = [
        Told(_what(visit, one), one.since, law.clause(one.rule), _who(law, one))
        for one in found.alarms[:TOLD]
    ]
    if len(found.alarms) <= TOLD:
        return told, None
    every = counted(len(found.alarms), "alarm")
    return told, Link(f"All {every}", visit.link(f"/alarms?body={slug}"))


def _what(visit: Visit, one: Alarm) -> Link:
    """The alarm's sentence, leading to what it is about."""
    path = f"{PATHS[one.kind]}{one.thing}" if one.kind in PATHS else f"/bodies/{one.slug}"
    return Link(one.sentence, visit.link(path))


def mended_by(one: Alarm) -> str:
    """The rule on who can mend it."""
    if one.kind in (Kind.COMPOSITION, Kind.TERM) and (one.rule or "").startswith("election."):
        return BY_ELECTION
    return MENDED_BY[one.kind]


def _table(visit: Visit, chosen: Sequence[Alarm], slugs: Mapping[str, str]) -> Table:
    law = Law(visit)
    rows = tables.Told(chosen, partial(_row, visit, law), len(chosen))
    columns = (
        words("What is not as it should be"),
        words("Body", "body"),
        words("About", "kind"),
        words("Since", "since"),
        words("By which rule"),
        words("Who can mend it"),
    )
    kinds = tuple(Option(kind.value, KINDS[kind]) for kind in Kind)
    names = sorted(slugs.items(), key=lambda one: one[1].casefold())
    filters = (
        Filter("kind", "About", kinds, visit.asked("kind")),
        Filter("body", "Body", tuple(Option(*one) for one in names), visit.asked("body")),
    )
    caption = counted(len(rows), "alarm").capitalize()
    return table(visit, "alarms", Table(caption, columns, rows, NONE, filters=filters))


def _row(visit: Visit, law: Law, one: Alarm) -> tuple[CellValue, ...]:
    clause = law.clause(one.rule)
    return (
        _what(visit, one),
        Link(one.body_name, visit.link(f"/bodies/{one.slug}")),
        KINDS[one.kind],
        one.since,
        None if clause is None else Link(f"{clause.number} {clause.heading}", clause.href),
        _who(law, one) or None,
    )


def _who(law: Law, one: Alarm) -> str:
    """Who can mend it, by the rule that gives the power; an action's owner before all."""
    who = law.who(mended_by(one))
    return listed([one.owner, who], "or") if one.owner and who else one.owner or who

"""Answers what is not as the rules ask, over all bodies or in one, since when, and who mends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from domain.actions import action
from domain.bodies.body import body_id
from domain.kernel.refusal import BadInput
from domain.meetings.orders import CONVENED_BY, RECORD_KEPT_BY
from domain.reports import reporting
from services.reading import alarms as reading
from services.reading.alarms import Alarm, Alarms, Kind
from services.reading.view import Part
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
from services.web.look.words import counted, listed, sentence, shortened
from services.web.tables import page_of, paging, table, words
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["alarms"])
KINDS: Final = {
    Kind.COMPOSITION: "how it is made up",
    Kind.TERM: "a term that is over",
    Kind.QUARTER: "a quarter without a meeting",
    Kind.MEETING: "a meeting that was not opened or not closed",
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
    Kind.MEETING: (
        "meeting was not opened, or not closed",
        "meetings were not opened, or not closed",
    ),
    Kind.DECISION: (
        "decision without a quorum is not ratified",
        "decisions without a quorum are not ratified",
    ),
    Kind.REPORT: ("report is late", "reports are late"),
    Kind.ACTION: ("action is overdue", "actions are overdue"),
}
ABOUT: Final = tuple(Option(kind.value, said) for kind, said in KINDS.items())
COLUMNS: Final = tuple(
    words(heading)
    for heading in (
        "What is not as it should be",
        "Body",
        "About",
        "Since",
        "By which rule",
        "Who can mend it",
    )
)
AT_LEAST: Final = (
    "So many bodies are not made up as the rules ask that each is shown since when it has been as "
    "now, which may be less long than the rule has not been kept. Its own page says it exactly."
)
TOLD: Final = 6
"""So many alarms of a body are told in full on its page."""
MENDED_BY: Final = {
    Kind.COMPOSITION: "registers.kept_by",
    Kind.TERM: "registers.kept_by",
    Kind.QUARTER: CONVENED_BY,
    Kind.MEETING: CONVENED_BY,
    Kind.DECISION: RECORD_KEPT_BY,
    Kind.REPORT: reporting.KEPT_BY,
    Kind.ACTION: action.KEPT_BY,
}
PATHS: Final = {
    Kind.QUARTER: "/quarters/",
    Kind.MEETING: "/meetings/",
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
    """Every alarm, or those of one body; of a long list a page reads no more than it shows."""
    kind, slug = _kind_asked(visit), visit.asked("body")
    if slug or visit.request.scope["form"] != "html":
        body = body_id(slug) if slug else None
        found = reading.alarms(visit.at, body, kind)
        counts = Counter(one.kind for one in found.alarms)
        shown = page_of(visit, "alarms", counts.total())
        there = shown.of(found.alarms)
    else:
        counts = reading.counted(visit.at, kind)
        shown = page_of(visit, "alarms", counts.total())
        found = reading.part_of(visit.at, counts, shown)
        there = found.alarms
    page = Page(
        "alarms",
        Place.ALARMS,
        found,
        {
            "sentence": sentence(in_words(counts)),
            "unwatched": [
                Link(one.name, visit.link(f"/bodies/{one.slug}"))
                for one in reading.unwatched(visit.at, body_id(slug) if slug else None)
            ],
        },
        {"alarms": _table(visit, there, shown, counts.total())},
    )
    return answered(visit, page)


def _kind_asked(visit: Visit) -> Kind | None:
    """The kind in the address; raises `BadInput` for what is none."""
    asked = visit.asked("kind")
    if asked and asked not in list(Kind):
        kinds = listed([kind.value for kind in Kind], "or")
        raise BadInput(f"There are no alarms about “{shortened(asked)}”: choose {kinds}.")
    return Kind(asked) if asked else None


def in_words(counts: Mapping[Kind, int]) -> str:
    """How many alarms of which kind there are."""
    told = [counted(counts[kind], *SAID[kind]) for kind in Kind if counts.get(kind)]
    return listed(told) or "Everything is as the rules ask"


def strip(visit: Visit) -> Notice | None:
    """The alarms in one sentence, with the way to them; none if there is none."""
    counts = reading.counted(visit.at)
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


def _table(visit: Visit, there: Sequence[Alarm], shown: Part, of_all: int) -> Table:
    law = Law(visit)
    made = Table(
        caption=counted(of_all, "alarm").capitalize(),
        columns=COLUMNS,
        rows=[_row(visit, law, one) for one in there],
        empty=NONE,
        filters=(
            Filter("kind", "About", ABOUT, visit.asked("kind")),
            Filter("body", "Body", _bodies(there), visit.asked("body")),
        ),
        paging=paging(visit, "alarms", shown, of_all),
        note=AT_LEAST if any(one.at_least for one in there) else "",
    )
    return table(visit, "alarms", made)


def _bodies(there: Sequence[Alarm]) -> tuple[Option, ...]:
    """The bodies whose alarms stand on this page, by name: of hundreds nobody could choose."""
    names = {one.slug: one.body_name for one in there}
    by_name = sorted(names.items(), key=lambda one: one[1].casefold())
    return tuple(Option(*one) for one in by_name)


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

"""Answers what somebody objected to in an election, and how it was ruled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.elections.count import RETURNING_OFFICER
from domain.elections.objection import OBJECTIONS_BY, RULING_HOURS, State, Subject
from services.application.objections import RaiseObjection, RuleOnObjection, WithdrawObjection
from services.reading import elections as reading
from services.reading.elections import Election, ObjectionLine
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, NextStep, Table, Tag, Tone, Weight
from services.web.pages import telling
from services.web.tables import table, words
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["elections"])
TRYING: Final = "to see whether this can be done"
ABOUT: Final[Mapping[str, str]] = {
    Subject.CAMPAIGN: "campaigning",
    Subject.CONDUCT: "how it is held",
    Subject.RESULT: "the result",
}
TAGS: Final[Mapping[str, Tag]] = {
    State.OPEN: Tag("waits for a ruling", Tone.OPEN),
    State.UPHELD: Tag("upheld", Tone.CARRIED),
    State.DISMISSED: Tag("dismissed", Tone.LOST),
    State.WITHDRAWN: Tag("taken back", Tone.PLAIN),
}
NONE: Final = Empty("nobody has objected", "any member can, while there is time for it")


@router.get("/objections/{objection}")
def objection(objection: UUID, visit: Visiting) -> Response:
    """One objection with its ruling."""
    found = reading.objection(visit.at, objection)
    line = found.objection
    page = Page(
        "objection",
        Place.BODIES,
        found,
        {
            "it": line,
            "about": about(line),
            "sentence": _sentence(line),
            "state": TAGS[line.state],
            "election": Link(line.title, visit.link(f"/elections/{line.election}")),
            "annuls": line.annuls and Link("its ballot", visit.link(f"/ballots/{line.annuls}")),
            "step": _step(visit, line),
            "history": telling.history(visit, objection),
        },
        {},
        about=objection,
    )
    return answered(visit, page)


def offer(deeds: Deeds, election: UUID) -> None:
    """Offer to object to an election: to how it is held, which can be done while anything can."""
    raise_ = RaiseObjection(election=election, subject=Subject.CONDUCT, grounds=TRYING)
    deeds.offer("Object", f"/do/raise_objection?election={election}", raise_, Weight.OTHER)


def lines(visit: Visit, found: Election) -> Table:
    """Every objection to an election."""
    rows = [
        (
            Link(about(one), visit.link(f"/objections/{one.objection}")),
            one.name,
            one.raised_at,
            TAGS[one.state],
            one.due,
        )
        for one in found.objections
    ]
    columns = (
        words("To", "about"),
        words("By", "name"),
        words("Raised", "raised_at"),
        words("How it stands", "state"),
        words("Ruling due", "due"),
    )
    return table(visit, "objections", Table("Objections", columns, rows, NONE))


def about(line: ObjectionLine) -> str:
    """What an objection is about, such as `the result (north)`."""
    where = f" ({line.section.replace('_', ' ')})" if line.section else ""
    return f"{ABOUT[line.subject]}{where}"


def _sentence(line: ObjectionLine) -> str:
    match line.state:
        case State.OPEN:
            return "The returning officer rules on it."
        case State.WITHDRAWN:
            return "Whoever raised it took it back."
        case _:
            again = ": members vote on the section again" if line.annuls else ""
            return f"It was {line.state}{again}."


def _step(visit: Visit, line: ObjectionLine) -> NextStep:
    law = Law(visit)
    deeds, href = Deeds(visit, law), f"objection={line.objection}"
    if line.state != State.OPEN:
        return NextStep("Nothing more: it is settled", clause=law.clause(OBJECTIONS_BY))
    rule = RuleOnObjection(objection=line.objection, upheld=True, reasons=TRYING)
    deeds.offer("Rule on it", f"/do/rule_on_objection?{href}", rule, Weight.FIRST)
    back = WithdrawObjection(objection=line.objection)
    deeds.offer("Take it back", f"/do/withdraw_objection?{href}", back, Weight.GRAVE)
    late = line.due <= visit.moment
    clause, who = law.clause(RULING_HOURS), law.who(RETURNING_OFFICER)
    return deeds.on(NextStep("The returning officer rules on it", line.due, clause, who, late=late))

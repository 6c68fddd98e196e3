"""Answers what a motion to a policy primary says, how far it has come, and who may do what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.primary.primary import Stage
from domain.primary.terms import APPEALS_BY, BACKED_BY, CHECKED_BY, SUBMITTED_BY
from services.application.primaries import (
    AnswerComposite,
    AppealForMotion,
    BackPrimaryMotion,
    CheckPrimaryMotion,
    OfMotion,
    RuleOnMotionAppeal,
    SpeakForMotion,
    TakeBackingBack,
    WithdrawPrimaryMotion,
)
from services.reading import primaries as reading
from services.reading.primaries import Motion
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, NextStep, Table, Weight
from services.web.look.words import counted
from services.web.pages import telling
from services.web.pages.primaries import TRYING, state_of
from services.web.tables import table, words
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["primaries"])
NO_PARENT: Final = Empty("it is no composite", "a composite is made of others")


@router.get("/primary-motions/{motion}")
def motion(motion: UUID, visit: Visiting) -> Response:
    """One motion to a primary."""
    found = reading.motion(visit.at, motion)
    line = found.motion
    page = Page(
        "primary_motion",
        Place.BALLOTS,
        found,
        {
            "it": line,
            "sentence": _sentence(found),
            "state": state_of(line, found.primary),
            "step": _step(visit, found),
            "primary": Link(found.primary.title, visit.link(f"/primaries/{line.primary}")),
            "composites": [
                Link(one.title, visit.link(f"/primary-motions/{one.motion}"))
                for one in found.composites
            ],
            "history": telling.history(visit, motion),
        },
        {"parents": _parents(visit, found)},
        about=motion,
    )
    return answered(visit, page)


def _parents(visit: Visit, found: Motion) -> Table:
    said = {None: "no answer yet", True: "goes into it", False: "stays apart"}
    rows = [
        (Link(one.title, visit.link(f"/primary-motions/{one.motion}")), said[one.agreed])
        for one in found.parents
    ]
    columns = (words("Motion", "title"), words("Its author says", "answer"))
    return table(visit, "parents", Table("What it is made of", columns, rows, NO_PARENT))


def _sentence(found: Motion) -> str:
    line = found.motion
    if line.parents:
        return f"A composite of {counted(len(line.parents), 'motion')}."
    backed = counted(line.backers, "other").capitalize()
    verb = "backs" if line.backers == 1 else "back"
    return f"{backed} {verb} it; {found.primary.needed} are needed."


def _step(visit: Visit, found: Motion) -> NextStep:
    line, stage, law = found.motion, found.primary.stage, Law(visit)
    deeds = Deeds(visit, law)
    for label, command, weight in _offers(found):
        parent = getattr(command, "parent", None)
        of = "" if parent is None else f"&parent={parent}"
        deeds.offer(label, f"/do/{command.verb()}?motion={command.motion}{of}", command, weight)
    ends = found.primary.ends_at
    if line.withdrawn or stage == Stage.SETTLED:
        return deeds.on(NextStep("Nothing more: it is settled", clause=law.clause(SUBMITTED_BY)))
    if line.appeal and line.upheld is None:
        due = ends if stage == Stage.RULING else None
        late = due is not None and due <= visit.moment
        clause, who = law.clause(APPEALS_BY), law.who(APPEALS_BY)
        return deeds.on(NextStep("The appeal is ruled on", due, clause, who, late=late))
    if stage in (Stage.SUBMITTING, Stage.BACKING):
        clause, who = law.clause(BACKED_BY), law.who(BACKED_BY)
        return deeds.on(NextStep("Others back it", ends, clause, who))
    if stage == Stage.CHECKING and line.passed is None and not line.parents:
        clause, who = law.clause(CHECKED_BY), law.who(CHECKED_BY)
        return deeds.on(NextStep("It is checked", ends, clause, who))
    if line.parents and stage in (Stage.CHECKING, Stage.ANSWERING):
        clause, who = law.clause(SUBMITTED_BY), law.who(SUBMITTED_BY)
        return deeds.on(NextStep("The author of each motion answers", ends, clause, who))
    return deeds.on(NextStep("The primary goes on", ends, law.clause(SUBMITTED_BY)))


def _offers(found: Motion) -> Iterator[tuple[str, OfMotion, Weight]]:
    """What can be done about it as it stands."""
    line, stage = found.motion, found.primary.stage
    it: dict[str, Any] = {"motion": line.motion}
    if line.withdrawn or stage == Stage.SETTLED:
        return
    if stage in (Stage.SUBMITTING, Stage.BACKING):
        yield "Back it", BackPrimaryMotion(**it), Weight.FIRST
        yield "Back it no longer", TakeBackingBack(**it), Weight.OTHER
    if stage == Stage.CHECKING and line.passed is None and not line.parents:
        check = CheckPrimaryMotion(**it, passed=False, reasons=TRYING)
        yield "Pass it, or turn it down", check, Weight.FIRST
    if stage in (Stage.CHECKING, Stage.ANSWERING):
        for one in found.parents:
            answer = AnswerComposite(**it, parent=one.motion, agreed=True)
            yield f"Say whether “{one.title}” goes into it", answer, Weight.OTHER
        if line.passed is False and line.appeal is None:
            yield "Appeal", AppealForMotion(**it, grounds=TRYING), Weight.FIRST
    if line.appeal and line.upheld is None:
        rule = RuleOnMotionAppeal(**it, upheld=True, reasons=TRYING)
        yield "Rule on the appeal", rule, Weight.FIRST
    yield "Speak for it", SpeakForMotion(**it, words=TRYING), Weight.OTHER
    if stage not in (Stage.RULING, Stage.VOTING):
        yield "Withdraw it", WithdrawPrimaryMotion(**it), Weight.GRAVE

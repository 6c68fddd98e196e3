"""Answers what is held of a decision that is claimed to have been taken, and what can be done."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.decisions.claim import POWER, Claimed, Outcome
from services.application.claims import ObjectToClaim, RecordClaim, SettleClaim
from services.reading import claims as reading
from services.reading.claims import Claim, ClaimLine, Defect
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, NextStep, Table, Tag, Tone, Weight
from services.web.look.words import counted, length_in_words
from services.web.pages import telling
from services.web.tables import figures, table, words
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["decisions"])
NO_CLAIMS = Empty("no decision is claimed", "decisions taken outside the service come here")
_NAME = "SELECT name FROM bodies WHERE slug = %(slug)s AND valid @> %(as_of)s::timestamptz"
TRYING = "to see whether this can be done"


@router.get("/claims")
def claims(visit: Visiting) -> Response:
    """Every claimed decision."""
    found = reading.claims(visit.at)
    rows = [
        (
            Link(line.title, visit.link(f"/claims/{line.claim}")),
            line.body,
            _tag(line),
            line.decided_at,
            line.votes_for,
            line.votes_against,
        )
        for line in found.claims
    ]
    columns = (
        words("Decision", "title"),
        words("By", "body"),
        words("Held to be"),
        words("Decided", "decided"),
        figures("For", "for"),
        figures("Against", "against"),
    )
    shown = Table("Claimed decisions", columns, rows, NO_CLAIMS)
    sentence = f"{counted(len(rows), 'decision').capitalize()} on record, each claimed by somebody."
    page = Page(
        "claims",
        Place.BOARD,
        found,
        {"sentence": sentence, "step": _list_step(visit)},
        {"claims": table(visit, "claims", shown)},
    )
    return answered(visit, page)


def _list_step(visit: Visit) -> NextStep:
    deeds = Deeds(visit, Law(visit))
    offer_claim(visit, deeds)
    return deeds.on(NextStep("Nothing falls due here by itself"))


def offer_claim(visit: Visit, deeds: Deeds) -> None:
    """Offer to record a decision that is claimed to have been taken."""
    claimed = Claimed(
        title=TRYING,
        body=TRYING,
        notice_at=visit.moment,
        decided_at=visit.moment,
        votes_for=0,
        votes_against=0,
        changes_rulebook=False,
    )
    record = RecordClaim(claimed=claimed)
    deeds.offer("Record a decision that is claimed", "/do/record_claim", record)


@router.get("/claims/{claim}")
def claim(claim: UUID, visit: Visiting) -> Response:
    """One claimed decision with its defects and objections."""
    found = reading.claim(visit.at, claim)
    law = Law(visit)
    line = found.claim
    page = Page(
        "claim",
        Place.BOARD,
        found,
        {
            "it": line,
            "sentence": _sentence(found),
            "state": _tag(line),
            "step": _step(visit, found, law),
            "elapsed": _elapsed(line),
            "body": _body(visit, line),
            "defects": [(*_defect(visit, line, d, law), law.clause(d.rule)) for d in found.defects],
            "objections": [(o, visit.link(f"/people/{o.person}")) for o in found.objections],
            "history": telling.history(visit, claim),
        },
        {"defects": _defects(visit, found, law), "objections": _objections(visit, found)},
        about=claim,
    )
    return answered(visit, page)


def _elapsed(line: ClaimLine) -> str:
    """Minutes up to two hours, as such decisions are quick."""
    gone = line.decided_at - line.notice_at
    if gone < timedelta(hours=2):
        return counted(gone // timedelta(minutes=1), "minute")
    return length_in_words(gone, gone.days)


def _body(visit: Visit, line: ClaimLine) -> str:
    """The body's name, if there is such a body."""
    known = visit.at.rows(_NAME, slug=line.body)
    return str(known[0][0]) if known else line.body


def _defect(visit: Visit, line: ClaimLine, defect: Defect, law: Law) -> tuple[str, str, str]:
    """A rule by its title, what was found, what is needed."""
    if defect.rule == POWER:
        by = f"decided by {_body(visit, line)}"
        return law.title(defect.rule), by, f"decided by {law.who(defect.rule)}"
    return law.title(defect.rule), defect.found, defect.needed


def _tag(line: ClaimLine) -> Tag:
    if line.outcome is not None:
        tone = Tone.CARRIED if line.outcome is Outcome.RATIFIED else Tone.LOST
        return Tag(line.outcome.value, tone)
    return telling.remark(line.standing) or Tag("in order", Tone.DONE)


def _sentence(found: Claim) -> str:
    line = found.claim
    if line.outcome is not None:
        return f"It was {line.outcome}: {line.outcome_because}."
    if not found.defects:
        return "The rules find no defect in it."
    broken = counted(len(found.defects), "rule")
    against = counted(len(found.objections), "member")
    objecting = f"; {against} object{'s' if len(found.objections) == 1 else ''}"
    return f"It breaks {broken}, so it is irregular and changes nothing{objecting}."


def _step(visit: Visit, found: Claim, law: Law) -> NextStep:
    deeds = Deeds(visit, law)
    line = found.claim
    if line.outcome is None and not visit.past:
        name = line.claim
        object_to = ObjectToClaim(claim=name, reason=TRYING)
        deeds.offer("Object to it", f"/do/object_to_claim?claim={name}", object_to, Weight.FIRST)
        settle = SettleClaim(claim=name, outcome=Outcome.ANNULLED, reason=TRYING)
        deeds.offer("Ratify or annul it", f"/do/settle_claim?claim={name}", settle)
    if line.outcome is not None:
        return NextStep("Nothing more: it is settled")
    waits = "Until it is ratified or annulled it stays as it is, and enacts nothing"
    return deeds.on(NextStep(waits, clause=law.clause(POWER), who_moves=law.who(POWER)))


def _defects(visit: Visit, found: Claim, law: Law) -> Table:
    rows = [_defect(visit, found.claim, d, law) for d in found.defects]
    columns = (words("Rule"), words("What was found"), words("What is needed"))
    empty = Empty("no defect was found", "each rule that it breaks would be shown")
    return table(visit, "defects", Table("What the rules find", columns, rows, empty))


def _objections(visit: Visit, found: Claim) -> Table:
    rows = [
        (Link(o.name, visit.link(f"/people/{o.person}")), o.reason, o.since)
        for o in found.objections
    ]
    columns = (words("Member", "name"), words("Reason"), words("When", "when"))
    empty = Empty("nobody has objected", "any member can, until it is settled")
    return table(visit, "objections", Table("Objections", columns, rows, empty))

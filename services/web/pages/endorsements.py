"""Answers who asked to be endorsed for an office, how it was decided, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.elections.lot import LotSource
from domain.endorsements.acts import Votes
from domain.endorsements.state import State
from domain.endorsements.terms import (
    ASKED_BY,
    ASKING_DAYS,
    BODY_POWER,
    CALLED_BY,
    ONGOING,
    REVIEW_DAYS,
    ROUTE,
    Route,
)
from projections.endorsements import ASKING, ENDED, SETTLED
from services.application.endorsements import (
    AnnounceEndorsementLot,
    AnswerEndorsementWithdrawal,
    AskEndorsement,
    CallEndorsement,
    DecideEndorsementWithdrawal,
    EndEndorsement,
    Endorse,
    OfEndorsement,
    ProposeEndorsementWithdrawal,
    RecommendEndorsement,
    ReportOnEndorsement,
    ReviewEndorsement,
    TakeBackEndorsement,
)
from services.reading import endorsements as reading
from services.reading.endorsements import Endorsement, EndorsementLine, RequestLine
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, NextStep, Table, Tag, Tone, Weight
from services.web.look.words import counted, listed
from services.web.pages import telling
from services.web.tables import table, words
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["elections"])
TRYING: Final = "to see whether this can be done"
AHEAD: Final = timedelta(days=365)
ROUTES: Final[Mapping[str, str]] = {
    Route.BODY: "the body itself decides",
    Route.RECOMMENDATION: "the body recommends one, and all members answer yes or no",
    Route.MEMBERS: "all members vote, and everyone who asks is on the paper",
}
TAGS: Final[Mapping[str, Tag]] = {
    ASKING: Tag("requests are taken", Tone.OPEN),
    "deciding": Tag("being decided", Tone.OPEN),
    SETTLED: Tag("decided", Tone.DONE),
    ENDED: Tag("over", Tone.PLAIN),
}
STATES: Final[Mapping[str, Tag]] = {
    State.ASKED: Tag("asked", Tone.OPEN),
    State.TAKEN_BACK: Tag("taken back", Tone.PLAIN),
    State.ENDORSED: Tag("endorsed", Tone.CARRIED),
    State.NOT_ENDORSED: Tag("not endorsed", Tone.LOST),
    State.WITHDRAWN: Tag("support withdrawn", Tone.LOST),
}
NONE: Final = Empty("nobody has been called to ask", "the officers or the staff call for requests")
NOBODY: Final = Empty("nobody has asked", "whoever stands for the office asks")


@router.get("/endorsements")
def endorsements(visit: Visiting) -> Response:
    """Every endorsement, with whom it supports now."""
    found = reading.endorsements(visit.at)
    rows = [
        (
            Link(line.office, visit.link(f"/endorsements/{line.endorsement}")),
            line.election,
            TAGS[line.state],
            listed(list(line.endorsed)) or None,
            line.called_at,
        )
        for line in found.endorsements
    ]
    columns = (
        words("For", "office"),
        words("In", "election"),
        words("State", "state"),
        words("Endorsed now", "endorsed"),
        words("Called", "called_at"),
    )
    supported = sum(len(line.endorsed) for line in found.endorsements)
    page = Page(
        "endorsements",
        Place.BALLOTS,
        found,
        {
            "sentence": f"{counted(supported, 'candidate').capitalize()} endorsed at this moment.",
            "step": _calling(visit),
        },
        {"endorsements": table(visit, "endorsements", Table("Endorsements", columns, rows, NONE))},
    )
    return answered(visit, page)


def _calling(visit: Visit) -> NextStep:
    law = Law(visit)
    deeds = Deeds(visit, law)
    call = CallEndorsement(office=TRYING, election=TRYING)
    deeds.offer("Call for requests", f"/do/{call.verb()}", call)
    what = "Whoever stands for an office is called to ask for endorsement"
    return deeds.on(NextStep(what, clause=law.clause(CALLED_BY), who_moves=law.who(CALLED_BY)))


@router.get("/endorsements/{endorsement}")
def endorsement(endorsement: UUID, visit: Visiting) -> Response:
    """One endorsement."""
    found = reading.endorsement(visit.at, endorsement)
    line, law = found.endorsement, Law(visit)
    page = Page(
        "endorsement",
        Place.BALLOTS,
        found,
        {
            "it": line,
            "route": ROUTES[line.route],
            "rule": law.clause(BODY_POWER if line.route == Route.BODY else ROUTE),
            "sentence": _sentence(line),
            "state": TAGS[line.state],
            "step": _step(visit, found, law),
            "ballot": line.ballot and Link("the ballot", visit.link(f"/ballots/{line.ballot}")),
            "requests": [(one, STATES[one.state]) for one in found.requests],
            "history": telling.history(visit, endorsement),
        },
        {"words": _words(visit, found)},
        about=endorsement,
    )
    return answered(visit, page)


def _sentence(line: EndorsementLine) -> str:
    if line.state == ASKING:
        return "Whoever stands for the office can ask."
    if line.state == "deciding":
        if line.recommended:
            return f"{line.recommended} is recommended ({line.votes}), and members answer."
        return "The time to ask is over, and it is being decided."
    if not line.endorsed:
        return f"Nobody is endorsed: {(line.because or '').rstrip('.')}."
    names = listed(list(line.endorsed))
    return f"{names} {'is' if len(line.endorsed) == 1 else 'are'} endorsed."


def _words(visit: Visit, found: Endorsement) -> Table:
    rows = [(one.kind, one.name, one.words, one.since) for one in found.words]
    columns = (
        words("What", "kind"),
        words("Of whom", "name"),
        words("What was said", "words"),
        words("When", "since"),
    )
    empty = Empty("nothing was said since", "reports and looks at it stand here")
    return table(visit, "words", Table("The relationship since", columns, rows, empty))


def _step(visit: Visit, found: Endorsement, law: Law) -> NextStep:
    """What comes next, with what the visitor may do about it."""
    line, deeds = found.endorsement, Deeds(visit, law)
    for label, command, weight in _offers(visit, found):
        number = getattr(command, "number", None)
        of = f"&number={number}" if number is not None else ""
        href = f"/do/{command.verb()}?endorsement={line.endorsement}{of}"
        deeds.offer(label, href, command, weight)
    if line.state == ASKING:
        clause, who = law.clause(ASKING_DAYS), law.who(ASKED_BY)
        return deeds.on(NextStep("The time to ask is over", line.asks_until, clause, who))
    if line.state == "deciding":
        return deeds.on(_deciding(law, line))
    if line.review_at is not None and line.state == SETTLED:
        late = line.review_at <= visit.moment
        clause, who = law.clause(REVIEW_DAYS), law.who(BODY_POWER)
        return deeds.on(NextStep("It is looked at", line.review_at, clause, who, late=late))
    return deeds.on(NextStep("Nothing more falls due of it", clause=law.clause(ONGOING)))


def _deciding(law: Law, line: EndorsementLine) -> NextStep:
    if line.ballot is not None:
        return NextStep("Members vote, and what they say is declared", clause=law.clause(ROUTE))
    who = law.who(BODY_POWER)
    if line.route == Route.MEMBERS:
        what = "Members are asked as soon as a value is announced that draws a tie"
        return NextStep(what, clause=law.clause(ROUTE), who_moves=law.who(CALLED_BY))
    recommends = line.route == Route.RECOMMENDATION
    what = "One of those who asked is recommended" if recommends else "The body decides"
    return NextStep(what, clause=law.clause(ROUTE if recommends else BODY_POWER), who_moves=who)


_Offer = tuple[str, OfEndorsement, Weight]


def _offers(visit: Visit, found: Endorsement) -> Iterator[_Offer]:
    """What can be done about it as it stands."""
    line = found.endorsement
    it: dict[str, Any] = {"endorsement": line.endorsement}
    if line.route == Route.MEMBERS and line.state in (ASKING, "deciding") and line.ballot is None:
        lot = LotSource(source=TRYING, known_from=visit.log.now() + AHEAD)
        announce = AnnounceEndorsementLot(**it, lot=lot)
        yield "Announce what ties are drawn from", announce, Weight.OTHER
    if line.state == ASKING:
        asked = {**it, "name": TRYING, "statement": TRYING, "declaration": TRYING}
        yield "Ask to be endorsed", AskEndorsement(**asked), Weight.FIRST
        yield from _taking_back(found, it)
    if line.state == "deciding" and line.ballot is None:
        yield from _decisions(found, it)
    if line.state == SETTLED and line.endorsed:
        yield from _lasting(found, it)


def _taking_back(found: Endorsement, it: dict[str, Any]) -> Iterator[_Offer]:
    for one in found.requests:
        if one.state == State.ASKED:
            back = TakeBackEndorsement(**it, number=one.number)
            yield f"Take back the request of {one.name}", back, Weight.GRAVE


def _decisions(found: Endorsement, it: dict[str, Any]) -> Iterator[_Offer]:
    asked = [one for one in found.requests if one.state == State.ASKED]
    if found.endorsement.route == Route.RECOMMENDATION and not found.endorsement.recommended:
        votes = Votes(votes_for=1, votes_against=0)
        for one in asked:
            recommend = RecommendEndorsement(**it, number=one.number, votes=votes)
            yield f"Recommend {one.name}", recommend, Weight.OTHER
    if found.endorsement.route == Route.BODY:
        decide = Endorse(**it, numbers=(), because=TRYING)
        yield "Decide whom the body endorses", decide, Weight.FIRST


def _lasting(found: Endorsement, it: dict[str, Any]) -> Iterator[_Offer]:
    if found.endorsement.review_at is not None:
        yield "Look at it", ReviewEndorsement(**it, words=TRYING), Weight.FIRST
    for one in found.requests:
        if one.state == State.ENDORSED:
            yield from _of_one(one, {**it, "number": one.number})
    yield "Say that it is over", EndEndorsement(**it, reason=TRYING), Weight.GRAVE


def _of_one(one: RequestLine, it: dict[str, Any]) -> Iterator[_Offer]:
    report = ReportOnEndorsement(**it, words=TRYING)
    yield f"Report on the relationship with {one.name}", report, Weight.OTHER
    if one.heard_until is None:
        propose = ProposeEndorsementWithdrawal(**it, reasons=TRYING)
        yield f"Propose to take support back from {one.name}", propose, Weight.GRAVE
        return
    answer = AnswerEndorsementWithdrawal(**it, words=TRYING)
    yield f"Say what {one.name} says to it", answer, Weight.OTHER
    decide = DecideEndorsementWithdrawal(**it, withdrawn=False, reasons=TRYING)
    yield f"Decide on the support for {one.name}", decide, Weight.GRAVE

"""Answers how far a nomination has come and who can move it, and shows all those of an election."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.elections.nominating import CURE_DAYS, OPEN_DAYS
from domain.kernel.ids import PersonId
from services.application.nominations import (
    AcceptNomination,
    CallOffElection,
    Nominate,
    OpenNominations,
    RuleOnNomination,
    SupportNomination,
    WithdrawNomination,
)
from services.reading import nominations as reading
from services.reading.elections import ElectionLine
from services.reading.nominations import Nomination, NominationLine, WindowLine
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, NextStep, Table, Tag, Tone, Weight
from services.web.look.words import counted, listed, moment
from services.web.pages import objections, telling
from services.web.tables import figures, table, words
from services.web.trying import ANYBODY, Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["elections"])
TRYING: Final = "to see whether this can be done"
NOBODY: Final = Empty("nobody has been nominated", "members nominate each other until the close")
NO_NOMINATORS: Final = Empty(
    "no other member has nominated them", "members do so on this page until nominations close"
)


@router.get("/nominations/{nomination}")
def nomination(nomination: UUID, visit: Visiting) -> Response:
    """One nomination."""
    found = reading.nomination(visit.at, nomination)
    line = found.nomination
    page = Page(
        "nomination",
        Place.BODIES,
        found,
        {
            "it": line,
            "sentence": _sentence(visit, found),
            "state": state(line),
            "step": _step(visit, found),
            "election": Link(line.election_title, visit.link(f"/elections/{line.election}")),
            "section": line.section.replace("_", " "),
            "person": Link(line.name, visit.link(f"/people/{line.person}")),
            "groups": listed(list(line.groups)),
            "history": telling.history(visit, nomination),
        },
        {"nominators": _nominators(visit, found)},
        about=nomination,
    )
    return answered(visit, page)


def state(line: NominationLine) -> Tag:
    """How far it has come."""
    if line.withdrawn:
        return Tag("withdrawn")
    if line.stands is not None:
        return Tag("stands", Tone.DONE) if line.stands else Tag("does not stand", Tone.LOST)
    if line.valid_by_ruling is False:
        return Tag("ruled invalid", Tone.LOST)
    return Tag("accepted", Tone.OPEN) if line.accepted else Tag("not accepted yet", Tone.AHEAD)


def _sentence(visit: Visit, found: Nomination) -> str:
    line, window = found.nomination, found.window
    if line.why_not is not None:
        return f"They do not stand: {line.why_not}."
    if line.withdrawn:
        return "They do not stand, by their own word."
    if line.stands:
        return "They stand in this election."
    have = counted(line.nominators, "member")
    verb = "has" if line.nominators == 1 else "have"
    needed = "" if window is None else f" of {window.nominators} that are needed"
    made = f"{have}{needed} {verb} nominated them".capitalize()
    if window is None:
        return f"{made}; the election was called off."
    if visit.moment < window.closes:
        return f"{made}; nominations close at {moment(window.closes, visit.site.house.zone)}."
    until = moment(window.cure_by, visit.site.house.zone)
    return f"{made}; what is missing can be made good until {until}."


def _step(visit: Visit, found: Nomination) -> NextStep:
    line, window = found.nomination, found.window
    if line.withdrawn or line.stands is not None or window is None:
        return NextStep("Nothing more: it is over")
    law = Law(visit)
    deeds, at = Deeds(visit, law), f"nomination={line.nomination}"
    if not line.accepted:
        accept = AcceptNomination(nomination=line.nomination)
        deeds.offer("Accept it", f"/do/accept_nomination?{at}", accept, Weight.FIRST)
    support = SupportNomination(nomination=line.nomination)
    deeds.offer("Nominate them too", f"/do/support_nomination?{at}", support)
    rule = RuleOnNomination(nomination=line.nomination, valid=False, reasons=TRYING)
    deeds.offer("Rule on it", f"/do/rule_on_nomination?{at}", rule)
    withdraw = WithdrawNomination(nomination=line.nomination)
    deeds.offer("Withdraw", f"/do/withdraw_nomination?{at}", withdraw, Weight.GRAVE)
    if visit.moment < window.closes:
        return deeds.on(NextStep("Nominations close", window.closes))
    return deeds.on(NextStep("It is settled who stands", window.cure_by))


def _nominators(visit: Visit, found: Nomination) -> Table:
    rows = [(one.name, one.since) for one in found.nominators]
    columns = (words("Nominator", "nominator"), words("Since", "since"))
    return table(visit, "nominators", Table("Nominated by", columns, rows, NO_NOMINATORS))


def lines(visit: Visit, election: UUID) -> Table:
    """Everybody who is nominated in an election, by section."""
    rows = [
        (
            one.section.replace("_", " "),
            Link(one.name, visit.link(f"/nominations/{one.nomination}")),
            one.nominators,
            state(one),
            one.why_not or listed(list(one.missing)) or None,
        )
        for one in reading.nominations_in(visit.at, election)
    ]
    columns = (
        words("Section", "section"),
        words("Who", "who"),
        figures("Nominators", "nominators"),
        words("State", "state"),
        words("What is or was missing"),
    )
    return table(visit, "nominations", Table("Nominations", columns, rows, NOBODY))


def windows(visit: Visit, found: tuple[WindowLine, ...]) -> Table:
    """Until when nominations are open, by section."""
    rows = [
        (one.section.replace("_", " "), one.closes, one.cure_by, one.nominators, one.again_because)
        for one in found
    ]
    columns = (
        words("Section", "section"),
        words("They close", "closes"),
        words("What is missing is made good by", "cured"),
        figures("Nominators needed", "needed"),
        words("Taken again because"),
    )
    empty = Empty("nominations have not been opened", "the returning officer opens them")
    return table(visit, "windows", Table("When nominations close", columns, rows, empty))


def offer_opening(deeds: Deeds, election: UUID) -> None:
    """Offer to open nominations, where none were handed in."""
    href = f"/do/open_nominations?election={election}"
    deeds.offer("Open nominations", href, OpenNominations(election=election), Weight.FIRST)
    offer_calling_off(deeds, election)


def offer_calling_off(deeds: Deeds, election: UUID) -> None:
    """Offer to call an election off."""
    off = CallOffElection(election=election, reason=TRYING)
    deeds.offer("Call it off", f"/do/call_off_election?election={election}", off, Weight.GRAVE)


def step(visit: Visit, law: Law, line: ElectionLine, open_: tuple[WindowLine, ...]) -> NextStep:
    """What anybody may do while nominations are open."""
    deeds, href = Deeds(visit, law), f"election={line.election}"
    person = visit.acting.asker.person if visit.acting else PersonId(ANYBODY)
    nominate = Nominate(
        election=line.election, section=open_[0].section, person=person, name=TRYING
    )
    deeds.offer("Nominate somebody", f"/do/nominate?{href}", nominate, Weight.FIRST)
    offer_calling_off(deeds, line.election)
    objections.offer(deeds, line.election)
    closes = min(one.closes for one in open_)
    if visit.moment < closes:
        rule = law.clause(f"election.{line.slug}.{OPEN_DAYS}")
        return deeds.on(NextStep("Members nominate candidates", closes, clause=rule))
    rule, cured = law.clause(f"election.{line.slug}.{CURE_DAYS}"), min(o.cure_by for o in open_)
    return deeds.on(NextStep("What is missing from nominations is made good", cured, clause=rule))

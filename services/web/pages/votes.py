"""How members vote in an election, and who is elected, as the page of the election tells it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from domain.counting.outcomes import Contested
from domain.elections.count import RETURNING_OFFICER
from domain.elections.lot import LotSource
from domain.elections.objection import State
from domain.elections.terms import election_rule
from domain.elections.voting_terms import OBJECTION_DAYS, VOTING_DAYS
from services.application.elections import AnnounceLot
from services.application.voting import AnnulSection, DeclareElection, OrderRecount
from services.reading.elections import Election, VoteLine
from services.web.lawbook import Law
from services.web.look.parts import CellValue, Empty, Link, NextStep, Table, Tag, Tone, Weight
from services.web.look.words import listed
from services.web.pages import objections, telling
from services.web.tables import figures, table, words
from services.web.trying import Deeds
from services.web.visit import Visit

TRYING: Final = "to see whether this can be done"
MANY: Final = 1_000_000
"""So many papers change any result."""
AHEAD: Final = timedelta(days=365)
"""So far ahead of today lies a value that nobody knows before any close."""
OVER: Final = ("declared", "confirmed")
TAGS: Final[Mapping[str, Tag]] = {
    "to be called": Tag("nominations closed", Tone.DONE),
    "called": Tag("members vote", Tone.OPEN),
    "counted": Tag("counted", Tone.OPEN),
    "declared": Tag("declared", Tone.DONE),
    "confirmed": Tag("declared", Tone.DONE),
}


def step(visit: Visit, law: Law, found: Election) -> NextStep:
    """Whose move it is once it is settled who stands."""
    vote, line = found.vote, found.election
    assert vote is not None
    clause, who = law.clause(RETURNING_OFFICER), law.who(RETURNING_OFFICER)
    deeds, href = Deeds(visit, law), f"election={line.election}"
    objections.offer(deeds, line.election)
    if vote.state in OVER:
        return _once_declared(law, found, deeds)
    if vote.state == "to be called":
        offer_lot(visit, deeds, line.election)
        what = (
            "Ballots are called as soon as a value for ties is announced that nobody knows before "
            "voting closes"
        )
        return deeds.on(NextStep(what, clause=clause, who_moves=who))
    declare = DeclareElection(election=line.election)
    deeds.offer("Declare who is elected", f"/do/declare_election?{href}", declare)
    for one in found.ballots if vote.state == "counted" else ():
        annul = AnnulSection(
            election=line.election, section=one.section, missing=MANY, wrong=0, reasons=TRYING
        )
        label = f"Annul the vote for {one.section.replace('_', ' ')}"
        where = f"/do/annul_section?{href}&section={one.section}"
        deeds.offer(label, where, annul, Weight.GRAVE)
    if vote.state == "counted":
        _offer_recounts(deeds, found)
    if vote.state == "counted" or not found.ballots:
        what = "The returning officer declares who is elected"
        return deeds.on(NextStep(what, clause=clause, who_moves=who))
    hours = law.clause(election_rule(line.slug, VOTING_DAYS))
    return deeds.on(NextStep(_until(visit, vote), clause=hours))


def _once_declared(law: Law, found: Election, deeds: Deeds) -> NextStep:
    """Anybody can object to what was declared for a time; then it stands."""
    vote, line = found.vote, found.election
    assert vote is not None
    until = vote.objections_until
    if until is None or vote.state == "confirmed":
        what = "Nothing more: it is declared who is elected"
        return NextStep(what, clause=law.clause(RETURNING_OFFICER))
    waits = any(one.state == State.OPEN for one in found.objections)
    _offer_recounts(deeds, found)
    what = "What was declared stands, unless somebody objects before"
    if waits:
        what = "What was declared stands once each objection has its ruling"
    clause = law.clause(election_rule(line.slug, OBJECTION_DAYS))
    return deeds.on(NextStep(what, until, clause, law.who(RETURNING_OFFICER)))


def _offer_recounts(deeds: Deeds, found: Election) -> None:
    election = found.election.election
    for one in found.ballots:
        again = OrderRecount(election=election, section=one.section, reasons=TRYING)
        label = f"Count the papers for {one.section.replace('_', ' ')} again"
        href = f"/do/order_recount?election={election}&section={one.section}"
        deeds.offer(label, href, again, Weight.OTHER)


def _until(visit: Visit, vote: VoteLine) -> str:
    now = visit.log.now()
    if vote.opens is not None and now < vote.opens:
        return f"Voting opens at {telling.until(visit, vote.opens)}"
    if vote.closes is not None and now < vote.closes:
        return f"Members vote until {telling.until(visit, vote.closes)}"
    return "The papers are counted, or wait for the value that draws a tie"


def offer_lot(visit: Visit, deeds: Deeds, election: UUID) -> None:
    """Offer to announce the value from which ties are drawn."""
    lot = LotSource(source=TRYING, known_from=visit.log.now() + AHEAD)
    announce = AnnounceLot(election=election, lot=lot)
    href = f"/do/announce_lot?election={election}"
    deeds.offer("Announce what ties are drawn from", href, announce)


def table_of(visit: Visit, found: Election) -> Table:
    """Each section with its ballot, and who was declared elected."""
    rows = [
        (
            one.section.replace("_", " "),
            _ballot(visit, found, one.section),
            listed([who.name for who in found.elected if who.section == one.section]) or None,
            listed(_without_a_place(found, one.section)) or None,
        )
        for one in found.election.sections
    ]
    columns = (
        words("Section", "section"),
        words("Ballot", "ballot"),
        words("Declared elected", "elected"),
        words("Takes no place", "why_not"),
    )
    empty = Empty("it has no sections", "sections come from the rulebook")
    return table(visit, "vote", Table("The vote", columns, rows, empty))


def annulled(visit: Visit, found: Election) -> Table:
    """Each vote that was annulled, with the error and what was computed of it."""
    rows = [
        (
            Link(one.section.replace("_", " "), visit.link(f"/ballots/{one.ballot}")),
            one.since,
            one.missing,
            one.wrong,
            one.reasons,
            one.found,
        )
        for one in found.annulled
    ]
    columns = (
        words("Section", "section"),
        words("Annulled", "since"),
        figures("Papers missing", "missing"),
        figures("Papers wrong", "wrong"),
        words("Why", "reasons"),
        words("Could it matter?", "found"),
    )
    empty = Empty("no vote was annulled", "the returning officer annuls one over an error")
    return table(visit, "annulled", Table("Votes that were annulled", columns, rows, empty))


def recounts(visit: Visit, found: Election) -> Table:
    """Each time that papers were counted again, with what came of it."""
    rows = [
        (
            Link(one.section.replace("_", " "), visit.link(f"/ballots/{one.ballot}")),
            one.since,
            Tag("they come to the same", Tone.DONE) if not one.amiss else " ".join(one.amiss),
        )
        for one in found.recounts
    ]
    columns = (
        words("Section", "section"),
        words("Counted again", "since"),
        words("What came of it", "amiss"),
    )
    empty = Empty("nothing was counted again", "the returning officer has papers counted again")
    return table(visit, "recounts", Table("Papers that were counted again", columns, rows, empty))


def _without_a_place(found: Election, section: str) -> list[str]:
    here = (one for one in found.elected if one.section == section and one.why_not)
    return [f"{one.name}: {(one.why_not or '').rstrip('.').lower()}" for one in here]


def _ballot(visit: Visit, found: Election, section: str) -> CellValue:
    """The ballot of a section, once it is called; that nobody votes, where nobody does."""
    called = next((one.ballot for one in found.ballots if one.section == section), None)
    if called is not None:
        return Link("its ballot", visit.link(f"/ballots/{called}"))
    standing = next((one for one in found.standing if one.section == section), None)
    voted = standing is None or isinstance(standing.outcome, Contested)
    return None if voted else "nobody votes"

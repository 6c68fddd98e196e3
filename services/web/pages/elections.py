"""Answers which elections were called, and under which rules of that day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.counting.contest import Candidate
from domain.counting.outcomes import Contested, Outcome, Short, Unopposed
from domain.elections.count import RETURNING_OFFICER, Bundle
from domain.elections.standing import Papers
from domain.elections.terms import WOMEN
from domain.rules.values import Section
from services.application.elections import CloseNominations, HandInPapers
from services.reading import elections as reading
from services.reading.counts import CountLine
from services.reading.elections import Election, ElectionLine, StandingLine
from services.web import rulewords
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import CellValue, Empty, Link, NextStep, Table, Tag, Tone
from services.web.look.words import counted, listed
from services.web.pages import counts, nominations, objections, telling, vacancies, votes
from services.web.tables import figures, table, words
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["elections"])
NONE = Empty("no election has been called", "the staff or the officers call one")
NOT_COUNTED = Empty(
    "none of its papers have been counted", "the returning officer hands in the papers of a section"
)
DONE: Final = ("counted", "declared")


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
            "state": _state(found),
            "sentence": f"{places} to be filled by {rulewords.choice(line.method)}.",
            "step": _step(visit, law, found),
            "lots": found.lots,
            "windows": bool(found.windows) or found.called_off is not None,
            "vote": found.vote,
            "annulled": bool(found.annulled),
            "objections": bool(found.objections),
            "recounts": bool(found.recounts),
            "vacancies": bool(found.vacancies),
            "sections": [rulewords.section(one) for one in line.sections],
            "rules": law.clauses(line.rules),
            "history": telling.history(visit, election),
        },
        {
            "sections": _sections(visit, line, found.counts),
            "vote": votes.table_of(visit, found),
            "annulled": votes.annulled(visit, found),
            "objections": objections.lines(visit, found),
            "recounts": votes.recounts(visit, found),
            "vacancies": vacancies.lines(visit, found),
            "counts": counts.lines(visit, found.counts, NOT_COUNTED),
            "standing": _standing(visit, found),
            "nominations": nominations.lines(visit, election),
            "windows": nominations.windows(visit, found.windows),
        },
        about=election,
    )
    return answered(visit, page)


def _sections(visit: Visit, line: ElectionLine, made: Sequence[CountLine]) -> Table:
    """Every section with its newest count."""
    newest = {one.section: one for one in reversed(made)}
    rows = [
        (s.section.replace("_", " "), s.seats, s.min_women, *_counted(visit, newest.get(s.section)))
        for s in line.sections
    ]
    columns = (
        words("Section", "section"),
        figures("Places", "places"),
        figures("At least so many women", "women"),
        words("Count"),
        words("Elected"),
    )
    empty = Empty("it has no sections", "sections come from the rulebook")
    return table(visit, "sections", Table("Places by section", columns, rows, empty))


def _counted(visit: Visit, line: CountLine | None) -> tuple[CellValue, CellValue]:
    """A count as its section shows it: how it stands, and who is elected."""
    if line is None:
        return None, None
    state = counts.STATES[line.state].text
    return Link(state, visit.link(f"/counts/{line.count}")), listed(line.elected or ()) or None


def _state(found: Election) -> Tag:
    """Called, until papers of every section are handed in or need not be."""
    if found.called_off is not None:
        return Tag("called off", Tone.LOST)
    closed = len(found.standing)
    if closed < len(found.election.sections):
        return Tag("nominations open", Tone.OPEN)
    if found.vote is not None:
        return votes.TAGS[found.vote.state]
    return Tag("nominations closed", Tone.DONE)


def _step(visit: Visit, law: Law, found: Election) -> NextStep:
    """What the returning officer may do in this election, section by section."""
    line, deeds = found.election, Deeds(visit, law)
    if found.called_off is not None:
        return NextStep(f"Nothing more: it was called off ({found.called_off.rstrip('.')})")
    settled = {one.section for one in found.standing}
    running = tuple(one for one in found.windows if one.section not in settled)
    if running:
        return nominations.step(visit, law, line, running)
    if found.vote is not None:
        return votes.step(visit, law, found)
    clause, who = law.clause(RETURNING_OFFICER), law.who(RETURNING_OFFICER)
    counted_ = {one.section for one in found.counts if one.state in DONE}
    voted = {one.section for one in found.standing if isinstance(one.outcome, Contested)}
    href = f"election={line.election}"
    closed = {one.section for one in found.standing}
    open_ = [one for one in line.sections if one.section not in closed]
    if not open_ and voted <= counted_:
        return NextStep("Every section is counted, or needs no vote", clause=clause)
    if not found.standing:
        nominations.offer_opening(deeds, line.election)
    if open_:
        close = CloseNominations(
            election=line.election, section=open_[0].section, candidates=_nominees(open_[0])
        )
        deeds.offer("Hand in who stands", f"/do/close_nominations?{href}", close)
    votes.offer_lot(visit, deeds, line.election)
    for one in found.standing:
        if one.section in voted - counted_:
            hand_in = HandInPapers(election=line.election, papers=_tried(one))
            deeds.offer("Hand in papers", f"/do/hand_in_papers?{href}", hand_in)
            break
    what = "The returning officer closes nominations and hands in the papers of each section"
    return deeds.on(NextStep(what, clause=clause, who_moves=who))


def _nominees(section: Section) -> tuple[Candidate, ...]:
    """Some who could keep the quotas of a section."""
    names = (f"{votes.TRYING} ({number})" for number in range(section.seats))
    groups = (WOMEN,) if section.min_women else ()
    return tuple(Candidate(name=name, groups=groups) for name in names)


def _tried(one: StandingLine) -> Papers:
    bundle = Bundle(sha256="0" * 64, papers=1, origin=votes.TRYING)
    names = tuple(candidate.name for candidate in one.candidates)
    return Papers(section=one.section, candidates=names, bundle=bundle)


def _standing(visit: Visit, found: Election) -> Table:
    rows = [
        (
            one.section.replace("_", " "),
            candidate.name,
            listed(list(candidate.groups)) if candidate.groups else None,
            _outcome(one.outcome),
        )
        for one in found.standing
        for candidate in one.candidates
    ]
    columns = (
        words("Section", "section"),
        words("Candidate", "candidate"),
        words("Counts towards", "groups"),
        words("When nominations closed", "outcome"),
    )
    empty = Empty("nominations are open", "the returning officer closes them for each section")
    return table(visit, "standing", Table("Who stands", columns, rows, empty))


def _outcome(outcome: Outcome) -> str:
    match outcome:
        case Unopposed():
            return "elected: as many stand as there are places"
        case Short():
            return f"elected: {counted(outcome.unfilled, 'place')} stay empty"
        case Contested():
            return "there is a vote"
    return outcome.reason

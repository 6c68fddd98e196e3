"""Elections, with what the rulebook of the day of their calling made them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.counting.contest import Candidate
from domain.counting.outcomes import Outcome
from domain.kernel.refusal import NotFound
from domain.rules.values import Section
from projections.timeline import AS_OF
from services.reading.counts import CountLine, counts
from services.reading.nominations import WindowLine, called_off, windows_of
from services.reading.vacancies import VacancyLine, of_election
from services.reading.view import Answer, Reading, View, body_name_of, name_of


class ElectionLine(Answer):
    """An election and its terms."""

    election: UUID
    body: UUID
    slug: str
    body_name: str | None
    title: str
    method: str
    places: int
    sections: tuple[Section, ...]
    min_women: int
    tie_rule: str
    vacancy_rule: str
    unfilled_seat_rule: str
    governing_version: int
    rules: tuple[str, ...]
    since: datetime
    act: UUID


class LotLine(Answer):
    """A public value that was announced for the lots of an election."""

    source: str
    known_from: datetime
    since: datetime
    act: UUID


class StandingLine(Answer):
    """Who stands for a section, and what became of it when nominations closed."""

    section: str
    candidates: tuple[Candidate, ...]
    outcome: Outcome
    since: datetime
    act: UUID


class VoteLine(Answer):
    """How far the vote of an election is, from `to be called` to `confirmed`."""

    state: str
    opens: datetime | None
    closes: datetime | None
    counted_at: datetime | None
    declared_at: datetime | None
    objections_until: datetime | None
    since: datetime
    act: UUID


class BallotOfSection(Answer):
    """The ballot of a section."""

    section: str
    ballot: UUID
    since: datetime
    act: UUID


class AnnulledLine(Answer):
    """The ballot of a section whose vote was annulled: over what, and why that could matter."""

    section: str
    ballot: UUID
    missing: int
    wrong: int
    found: str
    reasons: str
    since: datetime
    act: UUID


class ElectedLine(Answer):
    """Somebody who was declared elected; `why_not` says why they took no place."""

    section: str
    place: int
    name: str
    person: UUID | None
    why_not: str | None
    since: datetime
    act: UUID


class RecountLine(Answer):
    """The papers of a section were counted again; `amiss` is what did not agree, if anything."""

    section: str
    ballot: UUID
    amiss: tuple[str, ...]
    since: datetime
    act: UUID


class ObjectionLine(Answer):
    """An objection to an election; `state` is `open`, `upheld`, `dismissed` or `withdrawn`."""

    objection: UUID
    election: UUID
    title: str
    person: UUID
    name: str | None
    subject: str
    section: str | None
    grounds: str
    due: datetime
    raised_at: datetime
    state: str
    reasons: str | None
    annuls: UUID | None
    since: datetime
    act: UUID


class Objection(Answer):
    """One objection."""

    view: View
    objection: ObjectionLine


class Elections(Answer):
    """All elections, the newest first."""

    view: View
    elections: tuple[ElectionLine, ...]


class Election(Answer):
    """One election: who stands in each section, and the newest announcement of a lot first."""

    view: View
    election: ElectionLine
    standing: tuple[StandingLine, ...]
    lots: tuple[LotLine, ...]
    counts: tuple[CountLine, ...]
    windows: tuple[WindowLine, ...]
    called_off: str | None
    vote: VoteLine | None
    ballots: tuple[BallotOfSection, ...]
    annulled: tuple[AnnulledLine, ...]
    elected: tuple[ElectedLine, ...]
    objections: tuple[ObjectionLine, ...]
    recounts: tuple[RecountLine, ...]
    vacancies: tuple[VacancyLine, ...]


_ELECTIONS = f"""
    SELECT election, body, (SELECT b.slug FROM bodies b WHERE b.body = e.body LIMIT 1) AS slug,
           {body_name_of("e.body")} AS body_name, title, method, places, sections,
           min_women, tie_rule, vacancy_rule, unfilled_seat_rule, governing_version, rules, since,
           act
    FROM elections e
    WHERE since <= %(as_of)s AND (%(election)s::uuid IS NULL OR election = %(election)s)
    ORDER BY since DESC, election
"""
_STANDING = """
    SELECT section, candidates, outcome, since, act FROM election_nominations
    WHERE election = %(election)s AND since <= %(as_of)s ORDER BY section
"""
_LOTS = """
    SELECT source, known_from, since, act FROM election_lots
    WHERE election = %(election)s AND since <= %(as_of)s ORDER BY place DESC
"""


_VOTE = f"""
    SELECT state, opens, closes, counted_at, declared_at, objections_until,
           lower(valid) AS since, act
    FROM election_votes WHERE election = %(election)s AND {AS_OF}
"""
_BALLOTS = """
    SELECT section, ballot, since, act FROM election_ballots b
    WHERE election = %(election)s AND since <= %(as_of)s
      AND NOT EXISTS (SELECT FROM election_annulled a
                      WHERE a.ballot = b.ballot AND a.since <= %(as_of)s)
    ORDER BY section
"""
_ANNULLED = """
    SELECT section, ballot, missing, wrong, found, reasons, since, act FROM election_annulled
    WHERE election = %(election)s AND since <= %(as_of)s ORDER BY since, section
"""
_ELECTED = f"""
    SELECT section, place, name, person, why_not, lower(valid) AS since, act
    FROM election_elected WHERE election = %(election)s AND {AS_OF} ORDER BY section, place
"""


_RECOUNTS = """
    SELECT section, ballot, amiss, since, act FROM election_recounts
    WHERE election = %(election)s AND since <= %(as_of)s ORDER BY position
"""
_OBJECTIONS = f"""
    SELECT objection, election, title, person, {name_of("o.person")} AS name, subject, section,
           grounds, due, raised_at, state, reasons, annuls, lower(valid) AS since, act
    FROM election_objections o
    WHERE {AS_OF} AND (%(election)s::uuid IS NULL OR election = %(election)s)
      AND (%(objection)s::uuid IS NULL OR objection = %(objection)s)
    ORDER BY raised_at, objection
"""


def elections(at: Reading) -> Elections:
    """Every election."""
    return Elections(view=at.view, elections=at.all(ElectionLine, _ELECTIONS, election=None))


def election(at: Reading, election: UUID) -> Election:
    """One election; raises `NotFound`."""
    line = at.first(ElectionLine, _ELECTIONS, election=election)
    if line is None:
        raise NotFound(f"There is no election with the id {election} at that moment.")
    return Election(
        view=at.view,
        election=line,
        standing=at.all(StandingLine, _STANDING, election=election),
        lots=at.all(LotLine, _LOTS, election=election),
        counts=counts(at, election).counts,
        windows=windows_of(at, election),
        called_off=called_off(at, election),
        vote=at.first(VoteLine, _VOTE, election=election),
        ballots=at.all(BallotOfSection, _BALLOTS, election=election),
        annulled=at.all(AnnulledLine, _ANNULLED, election=election),
        elected=at.all(ElectedLine, _ELECTED, election=election),
        vacancies=of_election(at, election),
        recounts=at.all(RecountLine, _RECOUNTS, election=election),
        objections=at.all(ObjectionLine, _OBJECTIONS, election=election, objection=None),
    )


def objection(at: Reading, objection: UUID) -> Objection:
    """One objection; raises `NotFound`."""
    line = at.first(ObjectionLine, _OBJECTIONS, election=None, objection=objection)
    if line is None:
        raise NotFound(f"There is no objection with the id {objection} at that moment.")
    return Objection(view=at.view, objection=line)

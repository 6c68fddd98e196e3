"""Nominations in an election: who, by whom, how far each has come, and until when they are open."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.kernel.refusal import NotFound
from services.reading.view import Answer, Reading, View, name_of


class WindowLine(Answer):
    """Until when nominations for a section are open; `again_because` if they were taken again."""

    section: str
    closes: datetime
    cure_by: datetime
    again_because: str | None
    nominators: int
    act: UUID


class NominationLine(Answer):
    """A nomination; `stands` is none until it is settled, `missing` what was so at the close."""

    nomination: UUID
    election: UUID
    election_title: str
    section: str
    person: UUID
    name: str
    made_at: datetime
    nominators: int
    accepted: bool
    groups: tuple[str, ...]
    statement: str | None
    withdrawn: bool
    missing: tuple[str, ...]
    valid_by_ruling: bool | None
    ruling: str | None
    stands: bool | None
    why_not: str | None
    act: UUID


class NominatorLine(Answer):
    """Somebody who nominated somebody."""

    person: UUID
    name: str
    since: datetime
    act: UUID


class Nomination(Answer):
    """One nomination, with everybody who made it and how long it can be made good."""

    view: View
    nomination: NominationLine
    window: WindowLine | None
    nominators: tuple[NominatorLine, ...]


_WINDOWS = """
    SELECT section, closes, cure_by, again_because, nominators, act FROM nomination_windows
    WHERE election = %(election)s AND valid @> %(as_of)s::timestamptz ORDER BY section
"""
_NOMINATIONS = """
    SELECT nomination, n.election, e.title AS election_title, n.section, person, name, made_at,
           (SELECT count(*) FROM nominators s
            WHERE s.nomination = n.nomination AND s.since <= %(as_of)s) AS nominators,
           accepted, groups, statement, withdrawn, missing, valid_by_ruling, ruling, stands,
           why_not, n.act
    FROM nominations n JOIN elections e ON e.election = n.election
    WHERE n.valid @> %(as_of)s::timestamptz
      AND (%(nomination)s::uuid IS NULL OR nomination = %(nomination)s)
      AND (%(election)s::uuid IS NULL OR n.election = %(election)s)
    ORDER BY section, name, nomination
"""
_NOMINATORS = f"""
    SELECT person, {name_of("s.person")} AS name, since, act FROM nominators s
    WHERE nomination = %(nomination)s AND since <= %(as_of)s ORDER BY since, person
"""
_CALLED_OFF = """
    SELECT reason FROM elections_called_off WHERE election = %(election)s AND since <= %(as_of)s
"""


class _Reason(Answer):
    reason: str


def windows_of(at: Reading, election: UUID) -> tuple[WindowLine, ...]:
    """Until when nominations of an election are open, section by section."""
    return at.all(WindowLine, _WINDOWS, election=election)


def nominations_in(at: Reading, election: UUID) -> tuple[NominationLine, ...]:
    """Every nomination in an election, by section and name."""
    return at.all(NominationLine, _NOMINATIONS, election=election, nomination=None)


def called_off(at: Reading, election: UUID) -> str | None:
    """Why an election was called off; None if it was not."""
    found = at.first(_Reason, _CALLED_OFF, election=election)
    return None if found is None else found.reason


def nomination(at: Reading, nomination: UUID) -> Nomination:
    """One nomination; raises `NotFound`."""
    line = at.first(NominationLine, _NOMINATIONS, nomination=nomination, election=None)
    if line is None:
        raise NotFound(f"There is no nomination with the id {nomination} at that moment.")
    windows = {one.section: one for one in windows_of(at, line.election)}
    return Nomination(
        view=at.view,
        nomination=line,
        window=windows.get(line.section),
        nominators=at.all(NominatorLine, _NOMINATORS, nomination=nomination),
    )

"""Elections, with what the rulebook of the day of their calling made them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.kernel.refusal import NotFound
from domain.rules.values import Section
from services.reading.view import Answer, Reading, View, body_name_of


class ElectionLine(Answer):
    """An election and its terms."""

    election: UUID
    body: UUID
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


class Elections(Answer):
    """All elections, the newest first."""

    view: View
    elections: tuple[ElectionLine, ...]


class Election(Answer):
    """One election."""

    view: View
    election: ElectionLine


_ELECTIONS = f"""
    SELECT election, body, {body_name_of("e.body")} AS body_name, title, method, places, sections,
           min_women, tie_rule, vacancy_rule, unfilled_seat_rule, governing_version, rules, since,
           act
    FROM elections e
    WHERE since <= %(as_of)s AND (%(election)s::uuid IS NULL OR election = %(election)s)
    ORDER BY since DESC, election
"""


def elections(at: Reading) -> Elections:
    """Every election."""
    return Elections(view=at.view, elections=at.all(ElectionLine, _ELECTIONS, election=None))


def election(at: Reading, election: UUID) -> Election:
    """One election; raises `NotFound`."""
    line = at.first(ElectionLine, _ELECTIONS, election=election)
    if line is None:
        raise NotFound(f"There is no election with the id {election} at that moment.")
    return Election(view=at.view, election=line)

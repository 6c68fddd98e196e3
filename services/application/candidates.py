"""Who was nominated in an election, and under which names they stand on its papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from domain.counting.contest import Candidate
from domain.elections.nomination import Nomination
from domain.elections.vacancy import Stood
from services.application.case import Case
from services.store.scanned import Scan

MADE_FOR: Final = Scan(
    (Nomination.Made.TOPIC,), lambda act: act.event.election, lambda act: act.event.originator_id
)


def nominations_of(case: Case, election: UUID) -> tuple[Nomination, ...]:
    """Every nomination that was made in an election, in the order of recording."""
    return tuple(case.load(Nomination, one) for one in case.every(MADE_FOR, election))


def stood_in(case: Case, election: UUID, section: str) -> tuple[Stood, ...]:
    """Who stands, or stood, in a section, by the names of its paper."""
    here = [one for one in nominations_of(case, election) if one.stands and one.section == section]
    return tuple(
        Stood(name=candidate.name, person=one.person, groups=candidate.groups)
        for one, candidate in zip(here, on_the_paper(case, here), strict=True)
    )


def on_the_paper(case: Case, standing: Sequence[Nomination]) -> tuple[Candidate, ...]:
    """Those who stand, with their membership number where two have the same name."""
    times = Counter(one.name for one in standing)
    return tuple(
        one.candidate if times[one.name] == 1 else one.named(_number(case, one)) for one in standing
    )


def _number(case: Case, found: Nomination) -> str:
    member = case.member(found.person)
    return "" if member is None else member.number

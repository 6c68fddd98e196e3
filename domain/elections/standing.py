"""Who stands for a section, and whose names the papers of it have."""

from __future__ import annotations

from domain.counting.contest import Candidate, Contest
from domain.counting.outcomes import Outcome
from domain.counting.quotas_choice import QuotaGroup
from domain.elections.count import Bundle
from domain.kernel.refusal import BadInput
from domain.kernel.sane import Line
from domain.kernel.value import Value
from domain.rules.values import Section


class Standing(Value):
    """Who stands for the places of a section, and what became of it when nominations closed."""

    section: str
    candidates: tuple[Candidate, ...]
    outcome: Outcome


class Papers(Value):
    """Papers of a section as they are handed in.

    `candidates`: the names in the order in which the file of papers has them; `withdrawn`: those of
    them who withdrew since nominations closed.
    """

    section: Line
    candidates: tuple[Line, ...]
    withdrawn: tuple[Line, ...] = ()
    bundle: Bundle


def must_count_towards(quotas: tuple[QuotaGroup, ...], candidates: tuple[Candidate, ...]) -> None:
    """Raises `BadInput` for a group that no quota counts: misspelt, or nobody's business."""
    known = [quota.group for quota in quotas]
    for candidate in candidates:
        for group in candidate.groups:
            if group not in known:
                has = f"It counts: {', '.join(known)}." if known else "It has no quotas for groups."
                raise BadInput(f"No quota here counts '{group}' ({candidate.name}). {has}")


def contest_of(section: Section, standing: Standing, papers: Papers) -> Contest:
    """The places and those who stand, in the order of the papers; raises `BadInput`."""
    by_name = {one.name: one for one in standing.candidates}
    if sorted(papers.candidates) != sorted(by_name):
        raise BadInput(
            f"The papers have other names than stand in section {section.section}, where they are: "
            f"{', '.join(sorted(by_name))}."
        )
    candidates = tuple(by_name[name] for name in papers.candidates)
    return Contest(seats=section.seats, candidates=candidates).without(papers.withdrawn)

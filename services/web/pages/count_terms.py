"""Answers what was settled before a count, and what became of every paper."""

from __future__ import annotations

from collections.abc import Iterator

from domain.counting.quotas_choice import QuotaGroup
from domain.counting.result import CountResult
from domain.counting.terms import ByDecisions, ByFirstNamed, ByOrder, BySeed, ByStages, TieStep
from services.reading import elections
from services.reading.counts import Count
from services.web.look.parts import Link
from services.web.look.words import listed
from services.web.visit import Visit

BY_THE_OFFICER = "the returning officer decides, with reasons"


def settled(visit: Visit, found: Count) -> list[tuple[str, str | Link]]:
    """Whose places these are, how many, and what holds where candidates are equal."""
    line = found.count
    facts: list[tuple[str, str | Link]] = []
    if line.election is not None:
        title = elections.election(visit.at, line.election).election.title
        facts.append(("Election", Link(title, visit.link(f"/elections/{line.election}"))))
    if line.section is not None:
        facts.append(("Section", line.section.replace("_", " ")))
    facts.append(("Places", str(line.seats)))
    if found.terms.quotas:
        facts.append(("Among those elected", listed([_kept(q) for q in found.terms.quotas])))
    if found.contest.withdrawn:
        names = [found.contest.candidates[index].name for index in found.contest.withdrawn]
        facts.append(("Withdrawn", listed(names)))
    facts.append(("A tie is broken so", "; then ".join(_ties(found))))
    return facts


def on_paper(visit: Visit, found: Count) -> tuple[tuple[str, str], ...]:
    """The same for a printed sheet, which says places and withdrawals by itself."""
    facts = settled(visit, found)
    return tuple(
        (name, told.text if isinstance(told, Link) else told)
        for name, told in facts
        if name not in ("Places", "Withdrawn")
    )


def _kept(quota: QuotaGroup) -> str:
    """A quota in words."""
    least = [f"at least {quota.least}"] if quota.least else []
    most = [f"at most {quota.most}"] if quota.most is not None else []
    return f"{listed([*least, *most])} {quota.noun}"


def _ties(found: Count) -> Iterator[str]:
    """What decides between equals, in order."""
    if found.terms.ties_by_the_rule:
        yield "as the rule itself says, where it says anything"
    for step in found.terms.ties:
        yield _step(step)
    if any(isinstance(step, BySeed) for step in found.terms.ties):
        return
    if found.count.lot is not None:
        yield f"a lot is drawn from {found.count.lot.source}"
    else:
        yield BY_THE_OFFICER


def _step(step: TieStep) -> str:
    match step:
        case BySeed():
            return f"a lot is drawn from the published seed “{step.seed}”"
        case ByOrder() | ByFirstNamed():
            return f"by an order that was fixed before the count: {listed(list(step.order))}"
        case ByDecisions():
            return "by decisions that were recorded before"
        case ByStages():
            return f"by earlier stages, {step.by}"


def account(result: CountResult | None) -> list[tuple[str, int]]:
    """Every paper by what became of it."""
    if result is None:
        return []
    papers = result.papers
    lines = [("Counted", papers.valid)]
    if papers.in_part:
        lines.append(("Of these, valid in part", papers.in_part))
    lines += [("Blank", papers.blank)] if papers.blank else []
    lines += [(f"Spoiled: {reason}", number) for reason, number in papers.spoiled.items()]
    return [*lines, ("Count to turnout", papers.turnout)]

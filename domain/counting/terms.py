"""The terms of a count: everything that is settled before the papers are opened.

The rule by name, what a defect does to a paper, how ties are broken, and quotas for groups.  With
the contest and the papers they determine the result to the last digit.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from domain.counting.contest import Contest
from domain.counting.guard import NO_QUOTAS, Guard
from domain.counting.manifest import Kind, Manifest, Sections
from domain.counting.papers import Cast, Effect, Papers, Policy
from domain.counting.quotas import Quotas
from domain.counting.quotas_choice import QuotaGroup
from domain.counting.rules.options import whole
from domain.counting.sheet import Sheet
from domain.counting.ties import (
    Backwards,
    Decided,
    Decision,
    Forwards,
    Listed,
    Lot,
    Narrowed,
    Step,
    Tied,
    Ties,
)
from domain.kernel.refusal import BadInput
from domain.kernel.value import Value


class BySeed(Value):
    """Ties are drawn from a published seed."""

    by: Literal["seed"] = "seed"
    seed: Annotated[str, Field(min_length=1)]


class ByOrder(Value):
    """Ties go by an order of all candidates that was fixed before the count, best first."""

    by: Literal["order"] = "order"
    order: tuple[str, ...]


class ByFirstNamed(Value):
    """Ties go to the one of the tied who is named first, whatever it is that is decided.

    This is how the `[tie …]` line of a BLT file is read: as the order in which lots were drawn.
    """

    by: Literal["first-named"] = "first-named"
    order: tuple[str, ...]


class ByDecisions(Value):
    """Ties go by decisions that the returning officer recorded."""

    by: Literal["decisions"] = "decisions"
    decisions: tuple[Decision, ...]


class ByStages(Value):
    """Ties go by the first stage at which the tied differed, or by the last."""

    by: Literal["forwards", "backwards"]


TieStep = Annotated[
    BySeed | ByOrder | ByFirstNamed | ByDecisions | ByStages, Field(discriminator="by")
]


class Section(Value):
    """A section of an electoral college, and its weight: a whole number or a fraction of two."""

    name: str
    weight: Annotated[str, Field(pattern=r"^\d+(/[1-9]\d*)?$")]


class Terms(Value):
    """How papers are counted.

    `policy`: None takes what the rule can read (see `policy_for`).  `ties`: steps in order, after
    those of the rule itself; without any, a tie that the rule leaves open waits for a decision.
    `ties_by_the_rule`: false if only the way of counting was adopted, and not what its source says
    about ties.  `quotas`: for groups of candidates.  `sections`: of an electoral college, as papers
    name them.  `options`: of the rule, as its manifest lists them.
    """

    rule: str
    policy: Policy | None = None
    ties: tuple[TieStep, ...] = ()
    ties_by_the_rule: bool = True
    quotas: tuple[QuotaGroup, ...] = ()
    sections: tuple[Section, ...] = ()
    options: tuple[tuple[str, str], ...] = ()

    def by(self, rule: str) -> Terms:
        """The same terms for another rule, whose own options are not known here."""
        return self.model_copy(update={"rule": rule, "options": ()})

    def deciding(self, decisions: tuple[Decision, ...]) -> Terms:
        """The same terms with decisions on ties, which come before every other step."""
        if not decisions:
            return self
        steps = (ByDecisions(decisions=decisions), *self.ties)
        return self.model_copy(update={"ties": steps})

    def drawing(self, lot: BySeed) -> Terms:
        """The same terms with a lot for what every other step leaves tied."""
        return self.model_copy(update={"ties": (*self.ties, lot)})


class Settled(Value):
    """All that is settled before papers are opened: with it and the papers anybody counts again."""

    contest: Contest
    terms: Terms


def policy_for(manifest: Manifest, contest: Contest, options: Mapping[str, str]) -> Policy:
    """What defects do unless the terms say otherwise.

    Where ranks mean nothing, neither a gap nor an equal rank is a defect; but where a rule has an
    option `crosses`, more of them than that, or than there are places, spoil a paper.
    """
    if manifest.papers is Kind.CROSSES:
        most = None
        if "crosses" in dict(manifest.options):
            most = whole(options, "crosses", contest.seats, least=1)
        return Policy(gap=Effect.COUNTS, equal=Effect.COUNTS, most=most)
    return Policy(equal=Effect.COUNTS if manifest.equal_ranks else Effect.STOPS)


def guard_of(terms: Terms, contest: Contest) -> Guard:
    """The quotas as a count asks about them; raises `RuleBroken` if they can't be kept."""
    return Quotas(contest, terms.quotas) if terms.quotas else NO_QUOTAS


def sections_of(terms: Terms, cast: Cast, papers: Papers) -> Sections | None:
    """The sections of the papers, if they have any; raises `BadInput` for one without a weight."""
    if papers.section is None or not terms.sections:
        return None
    weights = {section.name: Fraction(section.weight) for section in terms.sections}
    for name in cast.sections:
        if name not in weights:
            raise BadInput(f"The section '{name}' has no weight. Give it one, if only 0.")
    return Sections(cast.sections, tuple(weights[name] for name in cast.sections), papers.section)


def ties_of(terms: Terms, contest: Contest) -> Ties:
    """The steps as a count asks for them; raises `BadInput` if one names nobody."""
    steps = (_step(step, contest) for step in terms.ties)
    return Ties(*steps, by_the_rule=terms.ties_by_the_rule)


def _step(step: TieStep, contest: Contest) -> Step:
    match step:
        case BySeed():
            return Lot(step.seed)
        case ByDecisions():
            return Decided(step.decisions)
        case ByStages():
            return Forwards() if step.by == "forwards" else Backwards()
        case ByOrder():
            return Listed(_known(step.order, contest))
        case ByFirstNamed():
            return _FirstNamed(_known(step.order, contest))


def _known(order: tuple[str, ...], contest: Contest) -> tuple[str, ...]:
    for name in order:
        contest.index(name)
    return order


class _FirstNamed:
    def __init__(self, order: tuple[str, ...]) -> None:
        self._order = order

    def narrow(self, tied: Tied, sheet: Sheet) -> Narrowed:
        by_name = {sheet.name(candidate): candidate for candidate in tied.between}
        named = [by_name[name] for name in self._order if name in by_name]
        if not named:
            return Narrowed(tied.between, "")
        return Narrowed((named[0],), "is the first of them in the order fixed before the count")

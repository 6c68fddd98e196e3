"""What an election is held under: copied from the rulebook when it is called.

From it follow the terms of its counts to the last one; a returning officer chooses none of them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from domain.counting import terms as counting
from domain.counting.filling import FilledBy
from domain.counting.quotas_choice import QuotaGroup
from domain.counting.rules import catalogue
from domain.kernel.ids import RuleId
from domain.kernel.refusal import BadInput, RuleBroken
from domain.kernel.value import Value
from domain.rules.rulebook import Edition
from domain.rules.values import Choice, Seats, Section

METHOD, SEATS, TIE, VACANCY, UNFILLED = (
    "method",
    "seats",
    "tie_rule",
    "vacancy_rule",
    "unfilled_seat_rule",
)
REOPEN: Final = "nominations_reopen"
"""What a rulebook says on places for which too few stand, if more are to be looked for."""
NEEDED = (METHOD, SEATS, TIE, VACANCY, UNFILLED)
WOMEN: Final = "women"
"""The group whose minimum the places of an election may name."""


class TieRule(StrEnum):
    """How a tie is broken, as a rulebook may say it."""

    LOT = "lot"
    STAGE_THEN_LOT = "earlier_stage_then_lot"
    DECISION = "decision"
    STAGE_THEN_DECISION = "earlier_stage_then_decision"

    @property
    def by_lot(self) -> bool:
        return self in (TieRule.LOT, TieRule.STAGE_THEN_LOT)

    @property
    def steps(self) -> tuple[counting.TieStep, ...]:
        """What is tried before the lot or the decision."""
        first_stages = self in (TieRule.STAGE_THEN_LOT, TieRule.STAGE_THEN_DECISION)
        return (counting.ByStages(by="backwards"),) if first_stages else ()


class VacancyRule(StrEnum):
    """How a place is filled that falls empty within its term, as a rulebook may say it."""

    BY_ELECTION = "by_election"
    COUNT_BACK = "count_back"
    OWN_PAPERS = "own_papers"
    RUNNER_UP = "next_runner_up"
    CO_OPTION = "co_option"

    @property
    def by_papers(self) -> FilledBy | None:
        """How the papers of the election say who comes next; none where they are not asked."""
        return FilledBy(self.value) if self.value in list(FilledBy) else None


def election_rule(body: str, name: str) -> RuleId:
    """The rule of that name for elections to that body, such as `election.ncg.method`."""
    return RuleId(f"election.{body}.{name}")


class Terms(Value):
    """What an election is held under: copied from the rulebook, so it never shifts under way."""

    method: str
    sections: tuple[Section, ...]
    min_women: int
    tie_rule: str
    vacancy_rule: str
    unfilled_seat_rule: str
    edition: int

    @property
    def places(self) -> int:
        return sum(section.seats for section in self.sections)

    @property
    def by_lot(self) -> bool:
        return TieRule(self.tie_rule).by_lot

    def section(self, name: str | None) -> Section:
        """The section of that name; raises `BadInput`."""
        found = next((one for one in self.sections if one.section == name), None)
        if found is None:
            known = ", ".join(one.section for one in self.sections)
            raise BadInput(f"This election has no section '{name}'. It has: {known}.")
        return found

    def quotas(self, section: Section) -> tuple[QuotaGroup, ...]:
        """The quotas that a count of that section keeps.

        A minimum over all sections binds the count only where there is one section.
        """
        least = (
            section.min_women if len(self.sections) > 1 else max(section.min_women, self.min_women)
        )
        return (QuotaGroup(group=WOMEN, least=least),) if least else ()

    def for_vacancies(self, section: str, places: int, women: int) -> Terms:
        """The terms of a by-election for so many places of a section.

        `women` sit there already by the election before: as many fewer are needed.
        """
        found = self.section(section)
        alone = len(self.sections) == 1
        least = max(found.min_women, self.min_women) if alone else found.min_women
        needed = min(max(least - women, 0), places)
        here = found.model_copy(update={"seats": places, "min_women": needed})
        return self.model_copy(update={"sections": (here,), "min_women": 0})

    def of_count(self, section: Section) -> counting.Terms:
        """How the papers of that section are counted."""
        return counting.Terms(
            rule=self.method,
            ties=TieRule(self.tie_rule).steps,
            ties_by_the_rule=False,
            quotas=self.quotas(section),
        )


def terms_of(body: str, edition: Edition) -> Terms:
    """What the rulebook gives an election to that body; raises `RuleBroken` on a gap."""
    for name in NEEDED:
        rule = election_rule(body, name)
        if not edition.has(rule):
            raise RuleBroken(
                f"No election can open while the rulebook has no rule '{rule}': it would be "
                "too late to make one after the count.",
                rule=rule,
            )
    seats = edition.value(election_rule(body, SEATS), Seats)

    def choice(name: str) -> str:
        return edition.value(election_rule(body, name), Choice).choice

    _must_be_known(choice(METHOD), [one.id for one in catalogue.manifests()], body, METHOD)
    _must_be_known(choice(TIE), [str(one) for one in TieRule], body, TIE)
    _must_be_known(choice(VACANCY), [str(one) for one in VacancyRule], body, VACANCY)
    return Terms(
        method=choice(METHOD),
        sections=seats.seats,
        min_women=seats.min_women,
        tie_rule=choice(TIE),
        vacancy_rule=choice(VACANCY),
        unfilled_seat_rule=choice(UNFILLED),
        edition=edition.number,
    )


def _must_be_known(value: str, known: list[str], body: str, name: str) -> None:
    """A word of the rulebook that no count could be held by stops the election, not the count."""
    rule = election_rule(body, name)
    if value not in known:
        raise RuleBroken(
            f"No election can open while rule '{rule}' says '{value}', for nothing here goes by "
            f"that. It can say: {', '.join(known)}.",
            rule=rule,
        )

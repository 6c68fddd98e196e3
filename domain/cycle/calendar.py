"""The stages of a constitutional cycle and the moments at which each ends.

Everything about time is decided here by comparing moments: a stage is over at its due moment,
whether or not anybody has recorded it yet.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime

from domain.kernel.ids import RuleId
from domain.kernel.moments import days_after, on_or_at, shifted, wall_clock_shift
from domain.kernel.refusal import TooEarly, TooLate
from domain.kernel.value import Value
from domain.rules.rulebook import Edition
from domain.rules.values import Days


class StageName(StrEnum):
    """The stages, in their order."""

    DRAFTING = "drafting"
    FIRST_ASSEMBLY = "first_assembly"
    AMENDMENTS = "amendments"
    SECOND_ASSEMBLY = "second_assembly"
    PREPARATION = "preparation"
    BALLOT = "ballot"

    @property
    def rule(self) -> RuleId:
        """The rule that says how long the stage lasts."""
        return RuleId(f"refounding.{_RULES.get(self, self.value)}_days")

    @property
    def heading(self) -> str:
        return _TITLES[self]


_RULES = {StageName.AMENDMENTS: "amendment"}
_TITLES = {
    StageName.DRAFTING: "Drafting by groups and members",
    StageName.FIRST_ASSEMBLY: "First assembly",
    StageName.AMENDMENTS: "Window for amendments",
    StageName.SECOND_ASSEMBLY: "Second assembly",
    StageName.PREPARATION: "Preparation of the ballot",
    StageName.BALLOT: "Ballot of all members",
}


class Stage(Value):
    """One stage: open from the end of the one before until its due moment."""

    name: StageName
    opens: AwareDatetime
    due: AwareDatetime


class Calendar(Value):
    """The stages of one cycle in order, each beginning where the one before ends."""

    stages: tuple[Stage, ...]

    def stage(self, name: StageName) -> Stage:
        return next(stage for stage in self.stages if stage.name is name)

    def at(self, moment: datetime) -> Stage | None:
        """The stage that is open at a moment; none before the first and after the last."""
        return next((stage for stage in self.stages if stage.opens <= moment < stage.due), None)

    def require(self, name: StageName, moment: datetime) -> Stage:
        """The stage, if it is open at that moment; raises `TooEarly` or `TooLate`."""
        stage = self.stage(name)
        if moment < stage.opens:
            raise TooEarly(f"{name.heading} opens {on_or_at(stage.opens)}.", rule=name.rule)
        if moment >= stage.due:
            raise TooLate(
                f"{name.heading} ended {on_or_at(stage.due)}; the deadline took effect then.",
                rule=name.rule,
            )
        return stage

    def extended(self, name: StageName, due: datetime) -> Calendar:
        """The calendar with that stage ending later and all that follows shifted by as much.

        Later stages keep their hour of the day, also where the clocks change in between.
        """
        shift = wall_clock_shift(self.stage(name).due, due)
        moved: list[Stage] = []
        for stage in self.stages:
            later = bool(moved) and moved[-1].due >= due
            opens = moved[-1].due if later else stage.opens
            ends = due if stage.name is name else shifted(stage.due, shift)
            reached = later or stage.name is name
            moved.append(Stage(name=stage.name, opens=opens, due=ends if reached else stage.due))
        return Calendar(stages=tuple(moved))

    def replanned(self, moment: datetime, old: Edition, new: Edition) -> Calendar:
        """The calendar of a cycle that goes over to other rules at a moment.

        What has opened keeps its announced end, and an extension that was granted stays.  Nothing
        moves once the ballot is being prepared: its hours have been given notice of.
        """
        if moment >= self.stage(StageName.PREPARATION).opens:
            return self
        stages: list[Stage] = []
        for stage in self.stages:
            stages.append(stage if stage.opens <= moment else _replanned(stage, stages, old, new))
        return Calendar(stages=tuple(stages))


def _replanned(stage: Stage, before: list[Stage], old: Edition, new: Edition) -> Stage:
    opens = before[-1].due
    as_planned = stage.due == _due(stage.name, stage.opens, old)
    due = _due(stage.name, opens, new) if as_planned else opens + (stage.due - stage.opens)
    return Stage(name=stage.name, opens=opens, due=due)


def _due(name: StageName, opens: datetime, edition: Edition) -> datetime:
    period = edition.value(name.rule, Days)
    return days_after(opens, period.count, clear=period.clear)


def planned(opened: datetime, edition: Edition) -> Calendar:
    """The calendar that the rulebook gives to a cycle which opens at that moment."""
    stages, opens = [], opened
    for name in StageName:
        due = _due(name, opens, edition)
        stages.append(Stage(name=name, opens=opens, due=due))
        opens = due
    return Calendar(stages=tuple(stages))

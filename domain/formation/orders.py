"""Which rules say how the groups of a body are formed: its own, else those for all bodies.

They stand under `ncg.subgroups.…`, else `subgroups.…`, of whichever kinds the groups are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.kernel.ids import RuleId
from domain.rules.edition import Edition
from domain.rules.governing import Governing
from domain.rules.values import Count, Days, Flag, Rule

FORMED_BY, RATIFIED_BY, CONVENORS_BY = "formed_by", "ratified_by", "convenors_by"
PREFERENCE_DAYS, RATIFICATION_DAYS = "preference_days", "ratification_days"
FIRST_MEETING_DAYS: Final = "first_meeting_days"
LEAST_PLACES, MOST_PLACES, GROUPS_EACH = "least_places", "most_places", "groups_each"
EVERYBODY_PLACED: Final = "everybody_placed"


def forming_rule(edition: Edition | Governing, parent: str, name: str) -> RuleId:
    """The id of the rule of that name for the groups of a body; of its own where there is none."""
    own = RuleId(f"{parent}.subgroups.{name}")
    for_all = RuleId(f"subgroups.{name}")
    return for_all if not edition.has(own) and edition.has(for_all) else own


@dataclass(frozen=True)
class Forming:
    """The rules for the groups of one body, as they govern one formation."""

    parent: str
    rules: Governing

    def id(self, name: str) -> RuleId:
        return forming_rule(self.rules, self.parent, name)

    def rule(self, name: str) -> Rule:
        """The rule of that name; raises `NotFound` for a gap."""
        return self.rules.rule(self.id(name))

    def days(self, name: str) -> Days:
        return self.rules.value(self.id(name), Days)

    def count(self, name: str) -> int:
        return self.rules.value(self.id(name), Count).count

    def holds(self, name: str) -> bool:
        return self.rules.value(self.id(name), Flag).holds

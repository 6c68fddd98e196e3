"""Which rules a body's meetings are held under: the nearest that speak of it, else none.

It reads rules and refuses to know what happens at a meeting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import ceil, floor
from typing import Final

from domain.bodies.body import Body
from domain.bodies.scopes import Scopes, nearest, scopes_of
from domain.kernel.ids import RuleId
from domain.kernel.moments import in_words
from domain.kernel.refusal import BadInput, NotAllowed
from domain.rules.governing import Governing
from domain.rules.values import Count, Days, Flag, Rule, Share

CONVENED_BY = RuleId("meetings.convened_by")
RECORD_KEPT_BY = RuleId("meetings.record_kept_by")
ITEMS_BY = RuleId("meetings.items_by")
LATE_ITEMS = RuleId("meetings.late_items")
MAJORITY = RuleId("meetings.majority")
PROCEDURE = RuleId("meetings.amendment_procedure")
CASTING_VOTE = RuleId("meetings.casting_vote")
CHALLENGE = RuleId("meetings.challenge_majority")
RATIFICATION = RuleId("meetings.ratification")
OWN_ENTRIES = RuleId("meetings.own_entries_by")
OPENED_WITHIN = RuleId("meetings.opened_within_hours")
CLOSED_WITHIN = RuleId("meetings.closed_within_hours")
NEXT_WITHIN = RuleId("meetings.next_date_within")
PROXY_VOTE = RuleId("meetings.proxy_vote")
PROXIES_EACH = RuleId("meetings.proxies_each")
PAPER_VOTE = RuleId("meetings.paper_vote")
REMOTE_VOTE = RuleId("meetings.remote_vote")
REMOTE_EVERYWHERE = RuleId("meetings.remote_part_everywhere")

NOTICE, ITEMS, PAPERS = "notice_days", "items_days", "papers_days"
QUORUM, NEXT_DATE, QUARTERLY = "quorum", "next_date_fixed", "least_per_quarter"
EMERGENCY_POWER, EMERGENCY_NAMED = "emergency_power", "emergency_named"
EMERGENCY_AGREEMENT: Final = "emergency_agreement"
REMINDER: Final = "reminder_days"
REMOTE_PART: Final = "remote_part"
BY_DELEGATES: Final = "by_delegates"


@dataclass(frozen=True)
class Unseen:
    """Those who belong to a body without being shown.

    By which rule, how many (`count` opens every sealed file for it, so it is asked for only where a
    rule is about their number), and from how many on at a meeting it is told that so many were
    there; never where that is none.
    """

    rule: Rule
    count: Callable[[], int]
    least: int | None

    @cached_property
    def belong(self) -> int:
        return self.count()


@dataclass(frozen=True)
class Orders:
    """The standing orders of one body, as they govern one meeting.

    `unseen` are those who belong to it without being shown; none of a body that shows everybody.
    """

    scopes: Scopes
    rules: Governing
    unseen: Unseen | None = None

    @classmethod
    def of(
        cls,
        body: Body,
        rules: Governing,
        parent: Body | None = None,
        unseen: Unseen | None = None,
    ) -> Orders:
        """The orders of a body; `parent` is the one that it is part of."""
        return cls(scopes_of(rules, body, parent), rules, unseen)

    def find(self, name: str) -> Rule | None:
        """The rule of that name on the body's meetings, the nearest; none if there is none."""
        return nearest(self.rules, self.scopes, f"meetings.{name}")

    def days(self, name: str) -> tuple[Rule, Days] | None:
        """A period before the meeting, with the rule that sets it."""
        rule = self.find(name)
        return None if rule is None else (rule, self.rules.value(rule.id, Days))

    def must_lie_ahead(self, starts: datetime, now: datetime) -> None:
        """Refuse a meeting that would begin before anybody could have notice of it."""
        if starts <= now:
            notice = self.find(NOTICE)
            raise BadInput(
                f"The moment that you named, {in_words(starts)}, has passed. "
                "Name a moment that lies ahead.",
                rule=CONVENED_BY if notice is None else notice.id,
            )

    def rule(self, rule: RuleId) -> Rule:
        """A rule for the meetings of every body; raises `NotFound` for a gap."""
        return self.rules.rule(rule)

    def holds(self, rule: RuleId) -> bool:
        """Whether a rule that is yes or no says yes."""
        return self.rules.value(rule, Flag).holds

    def share(self, rule: RuleId) -> Share:
        return self.rules.value(rule, Share)

    def count(self, rule: RuleId) -> int:
        return self.rules.value(rule, Count).count

    @property
    def remote_part(self) -> Rule:
        """The rule on taking part from afar: the body's own, else that for every body."""
        return self.find(REMOTE_PART) or self.rule(REMOTE_EVERYWHERE)

    @property
    def by_delegates(self) -> bool:
        """Whether those who were accredited have the votes at the body's meetings."""
        rule = self.find(BY_DELEGATES)
        return rule is not None and self.holds(rule.id)

    def must_be_by_delegates(self, body: Body) -> RuleId:
        """The rule by which the body meets by delegates; raises `NotAllowed` if none says so."""
        rule = self.find(BY_DELEGATES)
        if rule is not None and self.holds(rule.id):
            return rule.id
        missing = RuleId(f"{self.scopes[-1]}.meetings.{BY_DELEGATES}")
        raise NotAllowed(
            f"No rule has {body.name} meet by delegates: whoever sits in it has the votes.",
            rule=missing if rule is None else rule.id,
            clause=None if rule is None else rule.clause,
        )

    def needed(self, members: Callable[[], int]) -> int:
        """How many voting members must be there, of so many; 0 where no rule asks for any."""
        rule = self.find(QUORUM)
        if rule is None:
            return 0
        match rule.value:
            case Count():
                return rule.value.count
            case Share():
                exact = rule.value.fraction * members()
                return floor(exact) + 1 if rule.value.strict else ceil(exact)
        raise BadInput(f"Rule {rule.id} gives no number of people.", rule=rule.id)

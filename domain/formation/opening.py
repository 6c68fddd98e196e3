"""What an announcement of groups is judged by: their numbers, and how long people may choose."""

from __future__ import annotations

from datetime import datetime

from domain.elections.lot import LotSource
from domain.formation.groups import Due, Duty, Group, Plan, Terms
from domain.formation.orders import (
    EVERYBODY_PLACED,
    GROUPS_EACH,
    LEAST_PLACES,
    MOST_PLACES,
    PREFERENCE_DAYS,
    RATIFICATION_DAYS,
    Forming,
)
from domain.kernel.act import Act
from domain.kernel.moments import days_after, in_words
from domain.kernel.refusal import BadInput
from domain.rules.edition import Edition
from domain.rules.judging import judged
from domain.rules.kinds import declaring, must_be_declared


def terms_by(rules: Forming) -> Terms:
    """How many groups each may have, and whether everybody who asks gets one."""
    return Terms(each=max(rules.count(GROUPS_EACH), 1), everybody=rules.holds(EVERYBODY_PLACED))


def plan_by(rules: Forming, closes: datetime, lot: LotSource) -> Plan:
    """The plan for preferences that close at a moment."""
    days = rules.days(RATIFICATION_DAYS)
    due = days_after(closes, days.count, clear=days.clear)
    rule = rules.rule(RATIFICATION_DAYS).id
    ratification = Due(duty=Duty.RATIFICATION, at=due, rule=rule)
    open_for = rules.rule(PREFERENCE_DAYS).id
    return Plan(closes=closes, rule=open_for, lot=lot, ratification=ratification)


def with_numbers_kept(act: Act, groups: tuple[Group, ...], rules: Forming) -> Act:
    """The announcement as judged by the rules on how many a group has."""
    _must_be_told_apart(groups)
    for one in groups:
        _must_be_of_its_kind(one, rules.rules.current)
    least, most = rules.rule(LEAST_PLACES), rules.rule(MOST_PLACES)
    fewest, highest = rules.count(LEAST_PLACES), rules.count(MOST_PLACES)
    small = [one.name for one in groups if one.is_ranked and one.least < fewest]
    large = [one.name for one in groups if one.most is not None and one.most > highest]
    few = f"{small[0]} would begin with fewer than {fewest} members." if small else None
    many = f"{large[0]} would take more than {highest} members." if large else None
    return judged(judged(act, least, few), most, many)


def _must_be_of_its_kind(group: Group, edition: Edition) -> None:
    """Refuse a kind that is not formed out of members, or numbers where nobody ranks the group."""
    kind = must_be_declared(edition.rules, group.kind)
    if not kind.formed:
        raise BadInput(f"A {kind.name} is not formed by preference.", rule=declaring(group.kind))
    if kind.own_word and group.is_ranked:
        raise BadInput(
            f"{group.name} is open to all in its category, so it has no numbers.",
            rule=declaring(group.kind),
        )
    if not kind.own_word and not group.is_ranked:
        raise BadInput(f"Say how many {group.name} takes at most.", rule=declaring(group.kind))


def _must_be_told_apart(groups: tuple[Group, ...]) -> None:
    if not groups:
        raise BadInput("Name at least one group that is to be formed.")
    if len({one.slug for one in groups}) < len(groups):
        raise BadInput("Two of the groups have the same short name. Give each its own.")
    if len({one.name for one in groups}) < len(groups):
        raise BadInput("Two of the groups have the same name. Give each its own.")


def planned(act: Act, plan: Plan, rules: Forming) -> Act:
    """A plan as judged by how long preferences are open, and by when the lot's value is known."""
    rule, days = rules.rule(PREFERENCE_DAYS), rules.days(PREFERENCE_DAYS)
    earliest = days_after(act.occurred_at, days.count, clear=days.clear)
    if plan.closes <= act.occurred_at:
        raise BadInput(
            f"The moment that you named, {in_words(plan.closes)}, has passed. "
            "Take preferences until a moment to come.",
            rule=rule.id,
        )
    if plan.lot.known_from <= plan.closes:
        raise BadInput(
            f"The value for the lot ({plan.lot.source}) could be known before preferences close, "
            "and somebody could choose by it. Announce one that is known later.",
            rule=rule.id,
        )
    short = (
        f"Preferences would be taken until {in_words(plan.closes)}, and the rules leave at least "
        f"until {in_words(earliest)}."
    )
    return judged(act, rule, short if plan.closes < earliest else None).under(
        plan.ratification.rule
    )

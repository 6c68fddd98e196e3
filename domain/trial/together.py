"""What is wrong between rules: a cycle is planned and a ballot called as they would have it.

Values that are of no use by themselves are found elsewhere; a rule that is missing is no fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from domain.ballots import terms as ballot
from domain.bodies.composition import places
from domain.cycle.calendar import Calendar, StageName, planned
from domain.kernel.ids import RuleId
from domain.kernel.moments import LONDON
from domain.rules.edition import Edition
from domain.rules.governing import Governing
from domain.rules.values import Count, Days
from domain.trial.alone import STAGES
from domain.trial.fault import Fault

Seated = Callable[[str], int]
"""How many voting seats of a body are taken, by its short name."""


def of_quorums(edition: Edition, seated: Seated) -> Iterator[Fault]:
    """A body that could never decide: more are needed than there are places or people."""
    for rule in edition.rules.values():
        body, found, _ = rule.id.partition(".meetings.quorum")
        given = places(body, edition) if found else None
        if given is None or not isinstance(rule.value, Count):
            continue
        there, needed = max(given[1], seated(body)), rule.value.count
        if needed > there:
            why = f"Rule {rule.id} can't be {needed}: the body has {there} places ({given[0]})."
            yield Fault(rule=rule.id, respect="too many", why=why, excess=needed - there)


def calendar_of(edition: Edition) -> Calendar | None:
    """The calendar of a cycle that opens with this edition; none where periods are missing."""
    if not all(edition.has(rule) for rule in STAGES):
        return None
    return planned(edition.in_force_from, edition)


def of_a_cycle(edition: Edition, calendar: Calendar) -> Iterator[Fault]:
    for stage in calendar.stages:
        if stage.due <= stage.opens:
            days = edition.value(stage.name.rule, Days).count
            why = (
                f"Rule {stage.name.rule} can't be {days} days: "
                f"“{stage.name.heading}” would end at the moment at which it begins."
            )
            yield Fault(rule=stage.name.rule, respect="no time", why=why)


def of_a_ballot(edition: Edition, calendar: Calendar) -> Iterator[Fault]:
    """The ballot of a cycle, called at the start of its preparation."""
    preparation = calendar.stage(StageName.PREPARATION)
    hours = ballot.Hours(opens=preparation.due, closes=calendar.stage(StageName.BALLOT).due)
    if not all(edition.has(rule) for rule in ballot.TERMS) or hours.closes <= hours.opens:
        return
    terms = ballot.terms_of(Governing(opening=edition, current=edition), preparation.opens, hours)
    if any(moment <= hours.opens for moment in terms.remind_at):
        what = "the reminder would go out before voting opens"
        yield _at_odds(edition, ballot.REMINDERS, StageName.BALLOT.rule, what)
    if terms.joined_by < preparation.opens:
        what = "the roll would be closed before the ballot is called"
        yield _at_odds(edition, ballot.FRANCHISE, StageName.PREPARATION.rule, what)
    if edition.has(ballot.NOTICE):
        notice = edition.value(ballot.NOTICE, Days)
        if notice.short(_day(preparation.opens), _day(hours.opens)):
            what = "no ballot could be called with that notice"
            yield _at_odds(edition, ballot.NOTICE, StageName.PREPARATION.rule, what)


def _at_odds(edition: Edition, rule: RuleId, other: RuleId, what: str) -> Fault:
    """Two periods of which one has to lie within the other, and does not."""
    one, two = (edition.value(name, Days).count for name in (rule, other))
    why = f"Rules {rule} ({one} days) and {other} ({two} days) don't go together: {what}."
    return Fault(rule=rule, respect=other, why=why, excess=max(0, one - two))


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()

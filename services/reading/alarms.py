"""Alarms: what is not as the rules ask, in which body, since when, and which rule says so.

Each kind has one source below, which asks the database once.  It decides nothing: what is late is
late by its due moment, and how a body ought to be made up is said by the domain's rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from domain.actions.action import DONE_IN_TIME
from domain.bodies.body import Kind as BodyKind
from domain.bodies.sitting import scopes
from domain.meetings.orders import QUORUM, RATIFICATION
from domain.reports.reporting import APPROVAL, DRAFT_DAYS, MINUTES_DAYS
from services.reading import composition
from services.reading.alarm_queries import ACTIONS, DECISIONS, KNOWN, QUARTERS, REPORTS, TERMS
from services.reading.view import Answer, Reading, View

NAMED: Final = 3


class Kind(StrEnum):
    """What an alarm is about, in the order in which they are told."""

    COMPOSITION = "composition"
    TERM = "term"
    QUARTER = "quarter"
    DECISION = "decision"
    REPORT = "report"
    ACTION = "action"


class Alarm(Answer):
    """Something that is not as a rule asks, in a body.

    `since` is from when on it has been so without a break.  `thing` is the action, report, meeting
    or year of the body that it is about, and `owner` who has undertaken the action.
    """

    kind: Kind
    body: UUID
    slug: str
    body_name: str
    sentence: str
    rule: str | None
    since: datetime
    thing: UUID | None = None
    owner: str | None = None


class Alarms(Answer):
    """Alarms by kind, and those that have lasted longest first."""

    view: View
    alarms: tuple[Alarm, ...]

    @property
    def counts(self) -> Counter[Kind]:
        """How many there are of each kind."""
        return Counter(alarm.kind for alarm in self.alarms)


class Whose:
    """The body that a row is about, by its first five columns."""

    def __init__(self, row: tuple[Any, ...]) -> None:
        self.body, self.slug, self.name, self.kind, self.parent = row[:5]

    def alarm(self, kind: Kind, sentence: str, since: datetime, rule: str | None) -> Alarm:
        return Alarm(
            kind=kind,
            body=self.body,
            slug=self.slug,
            body_name=self.name,
            sentence=sentence,
            rule=rule,
            since=since,
        )

    def nearest(self, name: str) -> list[str]:
        """Where a rule of that name on who sits in it would stand."""
        return [f"{scope}.{name}" for scope in scopes(self.slug, BodyKind(self.kind), self.parent)]

    def own(self, name: str) -> list[str]:
        """Where a rule of that name on its meetings or reports would stand."""
        return [f"{self.slug}.{name}", f"{self.kind}.{name}"]


class Rules:
    """Which rules are in force, to find the one that speaks of a body."""

    def __init__(self, at: Reading) -> None:
        self._known = dict(at.rows(KNOWN, named=[DONE_IN_TIME, RATIFICATION]))

    def first(self, names: Iterable[str]) -> str | None:
        """The first of these that is in force."""
        return next((name for name in names if name in self._known), None)

    def holds(self, rule: str | None) -> bool:
        """Whether a rule that is yes or no says yes."""
        return rule is not None and self._known[rule] == "true"


Source = Callable[[Reading, Rules, UUID | None], Iterator[Alarm]]


def alarms(at: Reading, body: UUID | None = None) -> Alarms:
    """Every alarm there is, or those of one body."""
    rules, order = Rules(at), {kind: place for place, kind in enumerate(Kind)}
    found = [alarm for source in SOURCES for alarm in source(at, rules, body)]
    found.sort(key=lambda one: (order[one.kind], one.since, one.sentence))
    return Alarms(view=at.view, alarms=tuple(found))


def counted(at: Reading) -> Counter[Kind]:
    """How many alarms of each kind there are; since when each lasts is not asked."""
    rules = Rules(at)
    _, broken = composition.broken(at, None)
    others = (alarm.kind for source in SOURCES[1:] for alarm in source(at, rules, None))
    return Counter({Kind.COMPOSITION: len(broken)}) + Counter(others)


def _composition(at: Reading, _: Rules, body: UUID | None) -> Iterator[Alarm]:
    held, broken = composition.broken(at, body)
    since = composition.since(at, held, broken)
    for one in broken:
        sitting, rule = one.sitting, one.found.rule
        yield Alarm(
            kind=Kind.COMPOSITION,
            body=sitting.id,
            slug=sitting.slug,
            body_name=sitting.name,
            sentence=one.found.sentence,
            rule=rule.id,
            since=since[one.key],
        )


def _terms(at: Reading, rules: Rules, body: UUID | None) -> Iterator[Alarm]:
    """Who sits or holds a post beyond the term; by a rule, or because nobody recorded its end."""
    for row in at.rows(TERMS, body=body):
        whose = Whose(row)
        post, origin, ends, names = row[5:]
        rule = rules.first(whose.nearest("holds_over"))
        over = origin == "election" and rules.holds(rule)
        place = f"as {post.replace('_', ' ')} of" if post else "in"
        then = (
            "nobody has been elected after them, so they stay until somebody is"
            if over
            else "the end is not on record"
        )
        sentence = f"The term of {_some(names)} {place} {whose.name} is over; {then}."
        about = rule if over else rules.first(whose.nearest("term"))
        yield whose.alarm(Kind.TERM, sentence, ends, about)


def _some(names: list[str]) -> str:
    """The first names, and how many others there are."""
    named, others = names[:NAMED], len(names) - NAMED
    if others > 0:
        return f"{', '.join(named)} and {others} other{'s' if others > 1 else ''}"
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))


def _quarters(at: Reading, _: Rules, body: UUID | None) -> Iterator[Alarm]:
    for row in at.rows(QUARTERS, body=body):
        whose = Whose(row)
        year, rule, quarter, meetings, needed, ended = row[5:]
        held = "did not meet" if not meetings else f"met {meetings} times of {needed}"
        sentence = f"{whose.name} {held} in {quarter}."
        alarm = whose.alarm(Kind.QUARTER, sentence, ended, rule)
        yield alarm.model_copy(update={"thing": year})


def _decisions(at: Reading, rules: Rules, body: UUID | None) -> Iterator[Alarm]:
    for row in at.rows(DECISIONS, body=body):
        whose = Whose(row)
        meeting, number, words, present, needed, taken = row[5:]
        sentence = (
            f"Decision {number} of {whose.name}, “{words}”, was taken with {present} of {needed} "
            "members present, and no later meeting has ratified it: it does not bind."
        )
        rule = rules.first([*whose.own(f"meetings.{QUORUM}"), RATIFICATION])
        alarm = whose.alarm(Kind.DECISION, sentence, taken, rule)
        yield alarm.model_copy(update={"thing": meeting})


def _reports(at: Reading, rules: Rules, body: UUID | None) -> Iterator[Alarm]:
    for row in at.rows(REPORTS, body=body):
        whose = Whose(row)
        report, title, draft_due, online_due, unagreed = row[5:]
        if draft_due is not None:
            told, since, name = "has not been drafted", draft_due, DRAFT_DAYS
        elif online_due is not None:
            told, since, name = "is not online", online_due, MINUTES_DAYS
        else:
            told, since, name = "was not agreed by the next meeting", unagreed, APPROVAL
        rule = rules.first(whose.own(f"report.{name}"))
        alarm = whose.alarm(Kind.REPORT, f"“{title}” {told}.", since, rule)
        yield alarm.model_copy(update={"thing": report})


def _actions(at: Reading, rules: Rules, body: UUID | None) -> Iterator[Alarm]:
    for row in at.rows(ACTIONS, body=body):
        whose = Whose(row)
        action, text, owner, due, before = row[5:]
        sentence = f"{owner} was to do this by {_day(due)}: {text.rstrip('.')}."
        alarm = whose.alarm(Kind.ACTION, sentence, before, rules.first([DONE_IN_TIME]))
        yield alarm.model_copy(update={"thing": action, "owner": owner})


def _day(on: date) -> str:
    return f"{on:%-d %B %Y}"


SOURCES: Final[tuple[Source, ...]] = (
    _composition,
    _terms,
    _quarters,
    _decisions,
    _reports,
    _actions,
)
"""One for each kind of alarm."""

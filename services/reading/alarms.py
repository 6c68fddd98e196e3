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
from domain.bodies.scopes import scopes
from domain.meetings.orders import QUORUM, RATIFICATION
from domain.reports.reporting import APPROVAL, DRAFT_DAYS, MINUTES_DAYS
from services.reading import caucuses, composition
from services.reading.alarm_queries import ACTIONS, DECISIONS, KNOWN, QUARTERS, REPORTS, TERMS
from services.reading.kinds import declared_at
from services.reading.unkept import Since, at_least_since, since
from services.reading.view import Answer, Reading, View

FEW: Final = 40
"""Of more rules on how bodies are made up it is not said since when exactly they are not kept."""


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

    `since` is from when on it has been so without a break, or `at_least` so, if nobody has looked
    further back.  `thing` is the action, report, meeting or year of the body that it is about, and
    `owner` who has undertaken the action.
    """

    kind: Kind
    body: UUID
    slug: str
    body_name: str
    sentence: str
    rule: str | None
    since: datetime
    at_least: bool = False
    thing: UUID | None = None
    owner: str | None = None


class Alarms(Answer):
    """Alarms by kind, and those that have lasted longest first."""

    view: View
    alarms: tuple[Alarm, ...]


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

    def nearest(self, name: str, rules: Rules) -> list[str]:
        """Where a rule of that name about it would stand, the nearest first."""
        where = scopes(self.slug, rules.word(self.kind), self.parent)
        return [f"{scope}.{name}" for scope in where]


class Rules:
    """Which rules are in force, to find the one that speaks of a body."""

    def __init__(self, at: Reading) -> None:
        self._known = dict(at.rows(KNOWN, named=[DONE_IN_TIME, RATIFICATION]))
        self._kinds = declared_at(at)

    def word(self, kind: str) -> str:
        """What rules call the bodies of a kind."""
        return (self._kinds[kind].rules_under if kind in self._kinds else None) or kind

    def first(self, names: Iterable[str]) -> str | None:
        """The first of these that is in force."""
        return next((name for name in names if name in self._known), None)

    def holds(self, rule: str | None) -> bool:
        """Whether a rule that is yes or no says yes."""
        return rule is not None and self._known[rule] == "true"


Source = Callable[[Reading, Rules, UUID | None], Iterator[Alarm]]


def alarms(at: Reading, body: UUID | None = None, kind: Kind | None = None) -> Alarms:
    """Every alarm that follows from the open record, or those of one body or of one kind."""
    rules = Rules(at)
    sources = [source for of, source in SOURCES.items() if kind in (None, of)]
    return _in_order(at, (alarm for source in sources for alarm in source(at, rules, body)))


def alarms_now(at: Reading, body: UUID | None = None, kind: Kind | None = None) -> Alarms:
    """The same, and what can be told of caucuses whose members are sealed: it has no past."""
    known = alarms(at, body, kind).alarms
    if kind not in (None, Kind.COMPOSITION):
        return Alarms(view=at.view, alarms=known)
    now = Since(at.view.moment, at_least=True)
    unseen = (_of_composition(one, now) for one in caucuses.too_few(at, body))
    return _in_order(at, (*known, *unseen))


def _in_order(at: Reading, found: Iterable[Alarm]) -> Alarms:
    order = {kind: place for place, kind in enumerate(Kind)}
    told = sorted(found, key=lambda one: (order[one.kind], one.since, one.sentence))
    return Alarms(view=at.view, alarms=tuple(told))


def counted(at: Reading) -> Counter[Kind]:
    """How many alarms there are of each kind now."""
    unseen = sum(1 for _ in caucuses.too_few(at))
    counts = Counter({Kind.COMPOSITION: len(composition.broken(at)[1]) + unseen})
    for kind, query in COUNTED.items():
        counts[kind] = at.rows(f"SELECT count(*) FROM ({query}) AS found", body=None)[0][0]
    return counts


def _composition(at: Reading, _: Rules, body: UUID | None) -> Iterator[Alarm]:
    held, broken = composition.broken(at, body)
    dated = (at_least_since if len(broken) > FEW else since)(at, held, broken)
    for one in broken:
        yield _of_composition(one, dated[one.key])


def _of_composition(one: composition.Broken, since: Since) -> Alarm:
    return Alarm(
        kind=Kind.COMPOSITION,
        body=one.sitting.id,
        slug=one.sitting.slug,
        body_name=one.sitting.name,
        sentence=one.found.sentence,
        rule=one.found.rule.id,
        since=since.moment,
        at_least=since.at_least,
    )


def _terms(at: Reading, rules: Rules, body: UUID | None) -> Iterator[Alarm]:
    """Who sits or holds a post beyond the term; by a rule, or because nobody recorded its end."""
    for row in at.rows(TERMS, body=body):
        whose = Whose(row)
        post, origin, ends, names, many = row[5:]
        rule = rules.first(whose.nearest("holds_over", rules))
        over = origin == "election" and rules.holds(rule)
        place = f"as {post.replace('_', ' ')} of" if post else "in"
        then = (
            "nobody has been elected after them, so they stay until somebody is"
            if over
            else "the end is not on record"
        )
        sentence = f"The term of {_some(names, many)} {place} {whose.name} is over; {then}."
        about = rule if over else rules.first(whose.nearest("term", rules))
        yield whose.alarm(Kind.TERM, sentence, ends, about)


def _some(names: list[str], many: int) -> str:
    """The first names, and how many others there are."""
    if many > len(names):
        return f"{', '.join(names)} and {many - len(names)} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


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
        rule = rules.first([*whose.nearest(f"meetings.{QUORUM}", rules), RATIFICATION])
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
        rule = rules.first(whose.nearest(f"report.{name}", rules))
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


SOURCES: Final[dict[Kind, Source]] = {
    Kind.COMPOSITION: _composition,
    Kind.TERM: _terms,
    Kind.QUARTER: _quarters,
    Kind.DECISION: _decisions,
    Kind.REPORT: _reports,
    Kind.ACTION: _actions,
}
COUNTED: Final = {
    Kind.TERM: TERMS,
    Kind.QUARTER: QUARTERS,
    Kind.DECISION: DECISIONS,
    Kind.REPORT: REPORTS,
    Kind.ACTION: ACTIONS,
}

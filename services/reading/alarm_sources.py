"""What gives an alarm, kind by kind: each asks the database once, for all bodies or for one.

What is late is late by its due moment.  How bodies are made up is told elsewhere (`alarms`), for it
is found by the domain's rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

from domain.actions.action import DONE_IN_TIME
from domain.bodies.scopes import scopes
from domain.meetings.orders import CLOSED_WITHIN, OPENED_WITHIN, QUORUM, RATIFICATION
from domain.reports.reporting import APPROVAL, DRAFT_DAYS, MINUTES_DAYS
from projections.meetings import OPEN
from services.reading.alarm_queries import (
    ACTIONS,
    DECISIONS,
    HOW_MANY_ACTIONS,
    HOW_MANY_DECISIONS,
    HOW_MANY_MEETINGS,
    HOW_MANY_QUARTERS,
    HOW_MANY_REPORTS,
    HOW_MANY_TERMS,
    KNOWN,
    MEETINGS,
    QUARTERS,
    REPORTS,
    TERMS,
)
from services.reading.caucuses import OWNED, UNDERTAKEN, closed_to
from services.reading.kinds import declared_at, word_among
from services.reading.view import ALL, Answer, Part, Reading


class Kind(StrEnum):
    """What an alarm is about, in the order in which they are told."""

    COMPOSITION = "composition"
    TERM = "term"
    QUARTER = "quarter"
    MEETING = "meeting"
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
        self._known = dict(
            at.rows(KNOWN, named=[CLOSED_WITHIN, DONE_IN_TIME, OPENED_WITHIN, RATIFICATION])
        )
        self._kinds = declared_at(at)

    def word(self, kind: str) -> str:
        """What rules call the bodies of a kind."""
        return word_among(self._kinds, kind)

    def first(self, names: Iterable[str]) -> str | None:
        """The first of these that is in force."""
        return next((name for name in names if name in self._known), None)

    def holds(self, rule: str | None) -> bool:
        """Whether a rule that is yes or no says yes."""
        return rule is not None and self._known[rule] == "true"


class Asked(NamedTuple):
    """Of which body it is asked, if of one; and for which of the lines of a kind."""

    body: UUID | None = None
    part: Part = ALL

    @property
    def words(self) -> dict[str, object]:
        return {"body": self.body, "most": self.part.most, "skip": self.part.skip}


Source = Callable[[Reading, Rules, Asked], Iterator[Alarm]]


def _terms(at: Reading, rules: Rules, asked: Asked) -> Iterator[Alarm]:
    """Who sits or holds a post beyond the term; by a rule, or because nobody recorded its end."""
    for row in at.rows(TERMS, **asked.words):
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


def _quarters(at: Reading, _: Rules, asked: Asked) -> Iterator[Alarm]:
    for row in at.rows(QUARTERS, **asked.words):
        whose = Whose(row)
        year, rule, quarter, meetings, needed, ended = row[5:]
        held = "did not meet" if not meetings else f"met {meetings} times of {needed}"
        sentence = f"{whose.name} {held} in {quarter}."
        alarm = whose.alarm(Kind.QUARTER, sentence, ended, rule)
        yield alarm.model_copy(update={"thing": year})


def _meetings(at: Reading, rules: Rules, asked: Asked) -> Iterator[Alarm]:
    for row in at.rows(MEETINGS, **asked.words):
        whose = Whose(row)
        meeting, title, since, state = row[5:]
        sentence = f"“{title}” was not opened, and nobody has moved it or called it off."
        rule = OPENED_WITHIN
        if state == OPEN:
            sentence = f"“{title}” was never closed, so no report of it is due."
            rule = CLOSED_WITHIN
        alarm = whose.alarm(Kind.MEETING, sentence, since, rules.first([rule]))
        yield alarm.model_copy(update={"thing": meeting})


def _with(present: int | None, needed: int | None) -> str:
    if present is None:
        return "without a quorum"
    return f"with {present} of {needed} members present"


def _decisions(at: Reading, rules: Rules, asked: Asked) -> Iterator[Alarm]:
    found = at.rows(DECISIONS, **asked.words)
    closed = closed_to(at, {row[0] for row in found})
    for row in found:
        whose = Whose(row)
        meeting, number, words, present, needed, taken = row[5:]
        which = "" if whose.body in closed else f", “{words}”,"
        sentence = (
            f"Decision {number} of {whose.name}{which} was taken {_with(present, needed)}, "
            "and no later meeting has ratified it: it does not bind."
        )
        rule = rules.first([*whose.nearest(f"meetings.{QUORUM}", rules), RATIFICATION])
        alarm = whose.alarm(Kind.DECISION, sentence, taken, rule)
        yield alarm.model_copy(update={"thing": meeting})


def _reports(at: Reading, rules: Rules, asked: Asked) -> Iterator[Alarm]:
    for row in at.rows(REPORTS, **asked.words):
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


def _actions(at: Reading, rules: Rules, asked: Asked) -> Iterator[Alarm]:
    found = at.rows(ACTIONS, **asked.words)
    closed = closed_to(at, {row[0] for row in found})
    for row in found:
        whose = Whose(row)
        action, text, owner, due, before = row[5:]
        if whose.body in closed:
            text, owner = UNDERTAKEN, OWNED
        sentence = f"{owner} was to do this by {_day(due)}: {text.rstrip('.')}."
        sentence = f"{sentence[0].upper()}{sentence[1:]}"
        alarm = whose.alarm(Kind.ACTION, sentence, before, rules.first([DONE_IN_TIME]))
        yield alarm.model_copy(update={"thing": action, "owner": owner})


def _day(on: date) -> str:
    return f"{on:%-d %B %Y}"


SOURCES: Final[dict[Kind, Source]] = {
    Kind.TERM: _terms,
    Kind.QUARTER: _quarters,
    Kind.MEETING: _meetings,
    Kind.DECISION: _decisions,
    Kind.REPORT: _reports,
    Kind.ACTION: _actions,
}
"""Those that the database finds by itself; how bodies are made up, the domain's rules say."""
HOW_MANY: Final = {
    Kind.TERM: HOW_MANY_TERMS,
    Kind.QUARTER: HOW_MANY_QUARTERS,
    Kind.MEETING: HOW_MANY_MEETINGS,
    Kind.DECISION: HOW_MANY_DECISIONS,
    Kind.REPORT: HOW_MANY_REPORTS,
    Kind.ACTION: HOW_MANY_ACTIONS,
}

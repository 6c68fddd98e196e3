"""Whether the year runs in one line, and every act in it is one that can be asked for.

What the rules would say to it is not known here; that shows when it is played.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from uuid import UUID

from pydantic import ValidationError

from domain.kernel.refusal import NotFound
from domain.reports.reporting import Kind
from services.application.catalogue import VERBS
from services.examples.checks.finding import Finding, Findings, twice, unknown
from services.examples.models import Asked, YearRecord
from services.examples.year import references, with_names

SOME_ID = str(UUID(int=0))


def check(record: YearRecord) -> Findings:
    """Acts out of order, acts that there are not, and names that nothing has."""
    acts = record.year.acts
    yield from twice("year", "guests", [guest.id for guest in record.year.guests])
    yield from _in_order(record)
    people = _people(record)
    yield from unknown("year", ("founder",), "person", record.year.founder, people)
    known = set(people) | {meeting.id for meeting in record.bodies.meetings}
    bodies = [body.id for body in record.bodies.bodies]
    for n, asked in enumerate(acts):
        yield from unknown("year", ("acts", n, "by"), "person", asked.by, people)
        if asked.for_ is not None:
            yield from unknown("year", ("acts", n, "for"), "body", asked.for_, bodies)
        yield from _named(n, asked, known)
        yield from _fits(n, asked)
        if asked.called is not None:
            known.add(asked.called)


def _people(record: YearRecord) -> list[str]:
    named = [person.id for person in record.people.people]
    return [*named, *(guest.id for guest in record.year.guests)]


def _in_order(record: YearRecord) -> Findings:
    for n, (before, after) in enumerate(pairwise(record.year.acts), 1):
        if after.at < before.at:
            yield Finding(
                "year",
                ("acts", n, "at"),
                f"This comes before the act above it, which is of {before.at.isoformat()}. Put the "
                "acts in the order of their moments.",
            )


def _named(n: int, asked: Asked, known: set[str]) -> Findings:
    for name in references(asked.fields):
        thing, _, report = name.partition("/")
        yield from unknown("year", ("acts", n, "with"), "person, meeting or act", thing, known)
        if report:
            yield from unknown("year", ("acts", n, "with"), "kind of report", report, list(Kind))


def _fits(n: int, asked: Asked) -> Iterator[Finding]:
    try:
        command = VERBS.command(asked.do)
    except NotFound as missing:
        yield Finding("year", ("acts", n, "do"), f"{missing} `convenor verbs` lists all of them.")
        return
    try:
        command.model_validate(with_names(asked.fields, lambda _: SOME_ID))
    except ValidationError as error:
        for told in error.errors(include_url=False):
            yield Finding("year", ("acts", n, "with", *told["loc"]), _sentence(asked, told))


def _sentence(asked: Asked, told: object) -> str:
    assert isinstance(told, dict)
    field = ".".join(str(step) for step in told["loc"]) or "all of it"
    if told["type"] == "missing":
        return f"The act {asked.do} needs the field '{field}'. Add it under 'with'."
    if told["type"] == "extra_forbidden":
        return f"The act {asked.do} knows no field '{field}'. Correct its name or take it out."
    return f"The field '{field}' of the act {asked.do} is not right: {told['msg']}."

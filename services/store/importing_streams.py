"""Whether the acts of a file are whole histories of things that the log does not know yet.

A file may not reach into what is going on: each of its streams begins in it, and so does every
process that its acts belong to.  A body, a cycle or a membership that the service runs is continued
by its own commands alone, which are judged.  Nothing is dated after the organisation's present.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from domain.bodies.body import Body, body_id
from domain.bodies.details import Person, details_id
from domain.bodies.member import Member, person_id
from domain.bodies.office import TermsOfOffice, terms_id
from domain.cycle.assembly import Assembly, assembly_id
from domain.kernel.aggregate import Aggregate, Recorded
from domain.kernel.ids import PersonId
from domain.meetings.credentials import Credentials, credentials_id
from domain.meetings.year import BodyYear, year_id
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from services.store.import_lines import OutOfPlace
from services.store.importing_topics import Given, Topic, value_of

Value = Callable[[str], Any]
"""Gives a field of an act's data by its name."""

_EARLIEST: Final = datetime.min.replace(tzinfo=UTC).timestamp()


def _watch(data: Value) -> int:
    """Which watch over a body's quarters: the first, where an older file does not say."""
    try:
        return int(data("watch"))
    except KeyError:
        return 1


NAMED: Final[Mapping[type[Recorded], tuple[str, Callable[[Value], UUID]]]] = {
    Member.Joined: ("the membership number", lambda data: person_id(data("number"))),
    Person.Entered: ("the person", lambda data: details_id(PersonId(UUID(str(data("person")))))),
    Body.Established: ("the body's short name", lambda data: body_id(data("slug"))),
    Assembly.Convened: (
        "the cycle and its stage",
        lambda data: assembly_id(data("parent"), data("stage")),
    ),
    TermsOfOffice.Watched: ("the body", lambda data: terms_id(data("body"))),
    BodyYear.Begun: ("the body", lambda data: year_id(data("body"), _watch(data))),
    Credentials.Opened: ("the meeting", lambda data: credentials_id(data("meeting"))),
    Rulebook.Founded: ("there being one rulebook", lambda _: RULEBOOK_ID),
}
"""Streams whose ids follow from something, so that everybody finds them."""


class FileStreams:
    """The streams of one file.  `now` is the organisation's present."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._present = now.timestamp()
        self._begun: dict[str, Begun] = {}
        self._processes: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._begun)

    def take(self, topic: Topic, line: Given, at: float) -> None:
        """The act as the newest of its stream.  Raises `OutOfPlace`."""
        stream, version = line.stream, line.version
        begun = self._begun.get(stream) or Begun(topic.aggregate)
        if not (
            version == begun.version + 1
            and (topic.can_begin if version == 1 else not topic.begins)
            and topic.aggregate is begun.aggregate
            and begun.at <= at <= self._present
        ):
            raise self._why_not(topic, line, at)
        begun.version, begun.at = version, at
        if version == 1:
            self._begun[stream] = begun

    def belong_to(self, number: int, processes: Iterable[str]) -> None:
        """Note that the acts of a line belong to these processes."""
        for process in processes:
            self._processes.setdefault(process, number)

    def foreign(self) -> Iterator[tuple[int, OutOfPlace]]:
        """The lines that first name a process which does not begin in the file."""
        for process, number in self._processes.items():
            if process not in self._begun:
                yield number, _foreign(process)

    def _why_not(self, topic: Topic, line: Given, at: float) -> OutOfPlace:
        stream = self._begun.get(line.stream)
        if stream is None:
            return _no_beginning(topic, line) or _in_the_future(line, self._now)
        if line.version != stream.version + 1:
            return _not_the_next(line, stream.version)
        if topic.begins:
            return _begins_again(topic, line)
        if topic.aggregate is not stream.aggregate:
            return _of_another_kind(topic, line, stream)
        if at < stream.at:
            return _backwards(line, stream.at)
        return _in_the_future(line, self._now)


class Begun:
    """A stream that has begun in the file, and how far it has come.

    `at` is a timestamp, which is exact to the microsecond between 1834 and 2106.
    """

    __slots__ = ("aggregate", "at", "version")

    def __init__(self, aggregate: type[Aggregate]) -> None:
        self.aggregate = aggregate
        self.version = 0
        self.at = float("-inf")


def processes_of(topic: Topic, line: Given) -> list[str]:
    """The processes that an act names: the one that it is part of, and those in its data."""
    named = [] if line.process_id is None else [line.process_id]
    for name in topic.processes:
        found = value_of(line, name)
        named += [str(one) for one in (found if isinstance(found, tuple) else (found,)) if one]
    return named


def check_name(topic: Topic, line: Given) -> None:
    """Raise `OutOfPlace` if the stream's id is not the one that follows from its first act."""
    follows_from, stream_of = NAMED[topic.event]
    expected = stream_of(partial(value_of, line))
    if str(expected) != line.stream:
        raise OutOfPlace(
            f"the stream {line.stream}",
            f"the stream of this {topic.name} follows from {follows_from} and is {expected}. "
            "Write that one in all lines of this stream.",
        )


def _no_beginning(topic: Topic, line: Given) -> OutOfPlace | None:
    """Why a stream can't begin so, if it can't."""
    if line.version != 1:
        return OutOfPlace(
            f"version {line.version} of {line.stream}",
            "this stream has not begun in the file, so version 1 was expected. Streams are "
            "imported whole and in their order; one that is in the log already goes on by the "
            "commands of the service and not by an import.",
        )
    if topic.can_begin:
        return None
    if topic.begins:
        words = ", ".join(topic.beginnings)
        return OutOfPlace(
            topic.name, f"{topic.name} is never recorded. One of these was expected: {words}."
        )
    return OutOfPlace(
        f"{topic.name} as version 1 of {line.stream}",
        f"a stream can't begin with {topic.name}, which goes on with one that has begun. Put the "
        "act first that began it.",
    )


def _not_the_next(line: Given, newest: int) -> OutOfPlace:
    version, stream = line.version, line.stream
    doubled = "that version stands in an earlier line"
    why = doubled if version <= newest else "the versions of a stream have no gap"
    return OutOfPlace(
        f"version {version} of {stream}",
        f"it should be version {newest + 1} of this stream, for {why}. Check for a missing or "
        "doubled act.",
    )


def _begins_again(topic: Topic, line: Given) -> OutOfPlace:
    return OutOfPlace(
        f"{topic.name} as version {line.version} of {line.stream}",
        f"{topic.name} begins a stream, and this one has begun. Give it a stream of its own.",
    )


def _of_another_kind(topic: Topic, line: Given, stream: Begun) -> OutOfPlace:
    kind = stream.aggregate.__name__.lower()
    return OutOfPlace(
        f"{topic.name} in the stream {line.stream}",
        f"this stream is that of a {kind}, so an act of a {kind} was expected.",
    )


def _backwards(line: Given, at: float) -> OutOfPlace:
    before = datetime.fromtimestamp(max(at, _EARLIEST), UTC)
    return OutOfPlace(
        line.occurred_at.isoformat(),
        f"an act may not take effect before the one that it follows ({before.isoformat()}). Put "
        "the acts in their order.",
    )


def _in_the_future(line: Given, now: datetime) -> OutOfPlace:
    return OutOfPlace(
        line.occurred_at.isoformat(),
        f"what is imported has happened, and the organisation's clock stands at {now.isoformat()}. "
        "A moment up to then was expected.",
    )


def _foreign(process: str) -> OutOfPlace:
    return OutOfPlace(
        f"the process {process}",
        "a process that begins in this file was expected, for an import adds nothing to what goes "
        "on in the service. Put the whole process in the file, or leave “process_id” out.",
    )

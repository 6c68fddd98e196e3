"""Who was at a meeting, how, as what, and who was not: the head of a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from domain.kernel.moments import LONDON, in_words
from domain.meetings.attendance import Attendance, Capacity, Route
from domain.meetings.meeting import Meeting
from domain.reports.content import Block, Fact, Facts
from services.reports.held import Held

_ROUTES = {
    Route.IN_PERSON: "",
    Route.PHONE: " (by telephone)",
    Route.VIDEO: " (by video)",
    Route.PAPER: " (on paper)",
}


def attendance(held: Held) -> Iterator[Block]:
    """Each fact about who met that there is anything to say of."""
    told = [fact for fact in _facts(held) if fact.said]
    yield Facts(facts=tuple(told))


def _facts(held: Held) -> Iterator[Fact]:
    yield from _when_and_where(held)
    yield Fact(name="In attendance", said=_people(held, Capacity.MEMBER))
    yield Fact(name="Observers", said=_people(held, Capacity.OBSERVER))
    yield Fact(name="Apologies", said=", ".join(_apology(act) for act in _apologies(held)))
    yield Fact(name="Absent", said=", ".join(_absent(held)))
    yield Fact(name="Staff in attendance", said=_people(held, Capacity.STAFF))
    yield Fact(name="In the chair", said="; ".join(_chairs(held)))
    yield Fact(name="Came later", said=", ".join(_came_later(held)))
    yield Fact(name="Left before the end", said=", ".join(_left(held)))
    yield Fact(name="Quorum", said=" ".join(_quorum(held)))


def _when_and_where(held: Held) -> Iterator[Fact]:
    convened = held.one(Meeting.Convened)
    moved = held.one(Meeting.Moved)
    if convened is None:
        return
    opened = held.one(Meeting.Opened)
    starts = convened.called.starts if moved is None else moved.starts
    began = starts if opened is None else opened.act.occurred_at
    when = f"{began.astimezone(LONDON):%A %-d %B %Y, from %H:%M}"
    yield Fact(name="Held", said=f"{when}{held.hours_mark}")
    yield Fact(name="At", said=convened.called.place if moved is None else moved.place)
    yield Fact(name="Moved", said="" if moved is None else moved.reason)
    yield Fact(name="Emergency", said=convened.called.emergency or "")
    yield Fact(name="Agreed to by", said=", ".join(_agreed(held)))


def _agreed(held: Held) -> Iterator[str]:
    """The officers who agreed to an emergency meeting as it was held, and how each said so."""
    moved = held.one(Meeting.Moved)
    first = 0 if moved is None else moved.originator_version
    for act in held.of(Meeting.EmergencyAgreedTo):
        if act.originator_version < first:
            continue
        one = act.agreement
        yield f"{one.name} ({one.route}, {in_words(one.said_at)})"


def _people(held: Held, capacity: Capacity) -> str:
    """Everybody who took part in that capacity, each by the last route that they took."""
    taken = {
        act.attendance.person: act.attendance
        for act in held.of(Meeting.Arrived)
        if act.attendance.capacity is capacity
    }
    return ", ".join(_with_route(held, one) for one in taken.values())


def _with_route(held: Held, one: Attendance) -> str:
    if one.route is Route.PROXY and one.held_by is not None:
        return f"{one.name} (by proxy, held by {held.names.get(one.held_by, 'somebody')})"
    vote = "" if one.votes or one.capacity is not Capacity.MEMBER else " (without a vote)"
    return f"{one.name}{_ROUTES.get(one.route, '')}{vote}"


def _apologies(held: Held) -> Iterable[Any]:
    return held.of(Meeting.ApologiesSent)


def _apology(act: Any) -> str:
    return f"{act.name} ({act.note.strip().rstrip('.')})" if act.note.strip() else str(act.name)


def _absent(held: Held) -> list[str]:
    """Those with a vote who neither took part nor sent apologies."""
    accounted = {act.attendance.person for act in held.of(Meeting.Arrived)}
    accounted |= {act.person for act in _apologies(held)}
    return [name for person, name in held.roster.items() if person not in accounted]


def _chairs(held: Held) -> list[str]:
    taken = list(held.of(Meeting.ChairTaken))
    return [f"{act.name}, {act.how.strip().rstrip('.')}" for act in taken]


def _came_later(held: Held) -> list[str]:
    opened = held.one(Meeting.Opened)
    seen: set[object] = set()
    later = []
    for act in held.of(Meeting.Arrived, Meeting.Departed):
        if isinstance(act, Meeting.Departed):
            continue
        one = act.attendance
        if opened is not None and one.person not in seen and _after(act, opened):
            later.append(f"{one.name}{_at_clock(held, act)}")
        seen.add(one.person)
    return later


def _left(held: Held) -> list[str]:
    """Those whose last entry is that they left."""
    last = {
        act.person if isinstance(act, Meeting.Departed) else act.attendance.person: act
        for act in held.of(Meeting.Arrived, Meeting.Departed)
    }
    gone = [act for act in last.values() if isinstance(act, Meeting.Departed)]
    return [f"{act.name}{_at_clock(held, act)}" for act in gone]


def _quorum(held: Held) -> Iterator[str]:
    opened = held.one(Meeting.Opened)
    if opened is None:
        return
    needed = f", where {opened.needed} are needed" if opened.needed else ""
    if opened.present is None:
        yield f"There was {'a' if opened.quorate else 'no'} quorum at the opening."
    else:
        yield f"{opened.present} voting members were there at the opening{needed}."
    for act in held.of(Meeting.QuorumLost, Meeting.QuorumRegained):
        fate = "lost" if isinstance(act, Meeting.QuorumLost) else "regained"
        at = "" if held.hours_mark else f" at {_clock(act)}"
        there = "" if act.present is None else f" with {act.present} there"
        yield f"The quorum was {fate}{at}{there}."
    closed = held.one(Meeting.Closed)
    if closed is not None and closed.at_least is not None:
        yield f"At least {closed.at_least} were there who are not shown."


def _after(act: Any, opened: Any) -> bool:
    return bool(act.originator_version > opened.originator_version)


def _at_clock(held: Held, act: Any) -> str:
    """When it was entered, in brackets; nothing where the hours of the meeting are filled in."""
    return "" if held.hours_mark else f" ({_clock(act)})"


def _clock(act: Any) -> str:
    return f"{act.act.occurred_at.astimezone(LONDON):%H:%M}"

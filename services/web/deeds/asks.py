"""Kinds of questions that a form on a register asks, and the fields that each answer gives.

A question has the name of the command's field, so that a refused value finds its question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.reading import bodies
from services.reading.bodies import Seat
from services.reading.kinds import those
from services.web.deeds.form import (
    Given,
    Question,
    Unclear,
    at_moment,
    long_text,
    member_named,
    one_of,
    text,
)
from services.web.look.parts import Choice, Mistake
from services.web.visit import Visit

Fields = Mapping[str, object]
YES_NO: Final = (Choice("yes", "Yes"), Choice("no", "No"))


@dataclass(frozen=True)
class Asks:
    """One question, and the fields of the command that its answer gives."""

    ask: Callable[[Visit, Given], Question]
    read: Callable[[Visit, Given], Fields]


def words(name: str, label: str, how: str = "", hint: str = "", width: int = 0) -> Asks:
    """A few words; `how` to mend their want, without which they may be left out."""
    return Asks(
        lambda visit, given: text(name, label, given, hint, width),
        lambda visit, given: {name: given.needed(name, how) if how else given.text(name) or None},
    )


def many_words(name: str, label: str, how: str = "") -> Asks:
    """Words of any length, in the same manner."""
    return Asks(
        lambda visit, given: long_text(name, label, given, rows=3),
        lambda visit, given: {name: given.needed(name, how) if how else given.text(name) or None},
    )


def a_day(name: str, label: str, what: str) -> Asks:
    """A day of the calendar."""
    return Asks(
        lambda visit, given: text(name, label, given, "Such as 2022-05-20.", width=10),
        lambda visit, given: {name: given.day(name, what)},
    )


def yes_or_no(name: str, label: str) -> Asks:
    """Yes, unless no is said."""
    return Asks(
        lambda visit, given: one_of(name, label, given, YES_NO),
        lambda visit, given: {name: given.text(name) != "no"},
    )


def a_member(name: str, label: str) -> Asks:
    """A person, by membership number."""
    return Asks(
        lambda visit, given: text(name, label, given, "Such as M00042.", width=10),
        lambda visit, given: {name: member_named(visit, given, name)},
    )


def a_body(name: str, label: str, which: str = "") -> Asks:
    """A body by its short name, of kinds with that property if it is said; may be left out."""

    def ask(visit: Visit, given: Given) -> Question:
        wanted = set(those(visit.at, which)) if which else set()
        known = [b for b in bodies.bodies(visit.at).bodies if not which or b.kind in wanted]
        standing = [Choice(b.slug, b.name) for b in known if b.dissolved_at is None]
        return one_of(name, label, given, [Choice("", "None"), *standing])

    return Asks(ask, lambda visit, given: {name: given.text(name) or None})


def somebody_in_it(name: str, label: str, *, with_name: bool) -> Asks:
    """Somebody who sits in the body that the form is about, with their name if it is wanted."""

    def ask(visit: Visit, given: Given) -> Question:
        choices = [Choice(str(seat.person), seat.name) for seat in _seats(visit, given)]
        return one_of(name, label, given, [Choice("", "Choose"), *choices])

    def read(visit: Visit, given: Given) -> Fields:
        for seat in _seats(visit, given):
            if given.text(name) == str(seat.person):
                return {name: UUID(str(seat.person)), **({"name": seat.name} if with_name else {})}
        raise Unclear(Mistake(name, "Choose somebody who sits in it"))

    return Asks(ask, read)


def _seats(visit: Visit, given: Given) -> Sequence[Seat]:
    return bodies.seats_of(visit.at, given.text("body"))


def a_holder_or_nobody(name: str, label: str) -> Asks:
    """Somebody who holds a post of the body that the form is about, or nobody."""

    def ask(visit: Visit, given: Given) -> Question:
        posts = bodies.posts_of(visit.at, given.text("body"))
        holders = {str(one.person): one.name for one in posts}
        choices = [Choice(person, who) for person, who in holders.items()]
        return one_of(name, label, given, [Choice("", "Nobody"), *choices])

    return Asks(ask, lambda visit, given: {name: given.text(name) or None})


def a_moment(name: str, label: str, hint: str) -> Asks:
    """A moment that may be left out."""
    return Asks(
        lambda visit, given: at_moment(name, label, given, hint),
        lambda visit, given: {
            name: given.moment(name, "when it was", visit) if given.text(name) else None
        },
    )


def one_choice(name: str, label: str, choices: Sequence[Choice]) -> Asks:
    """One of a closed list."""
    return Asks(
        lambda visit, given: one_of(name, label, given, choices),
        lambda visit, given: {name: given.needed(name, "Choose one of them")},
    )


def a_post_of_it(name: str, label: str) -> Asks:
    """A post of the body that the form is about, with whoever holds it."""

    def held(visit: Visit, given: Given) -> dict[str, tuple[str, UUID, str]]:
        posts = bodies.posts_of(visit.at, given.text("body"))
        return {f"{one.post}~{one.person}": (one.post, one.person, one.name) for one in posts}

    def ask(visit: Visit, given: Given) -> Question:
        choices = [
            Choice(value, f"{post.replace('_', ' ')}, held by {who}")
            for value, (post, _, who) in held(visit, given).items()
        ]
        return one_of(name, label, given, [Choice("", "Choose"), *choices])

    def read(visit: Visit, given: Given) -> Fields:
        found = held(visit, given).get(given.text(name))
        if found is None:
            raise Unclear(Mistake(name, "Choose a post that somebody holds"))
        return {name: found[0], "person": found[1]}

    return Asks(ask, read)

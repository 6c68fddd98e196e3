"""Forms on the registers, each a line of a table: bodies, seats, posts, members.

A form is the command that it makes, what its address says, and one question for each other field.
What a command calls the field, the form calls it too, so that a refused value finds its question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from domain.bodies.body import Kind
from services.application.bodies import EstablishBody, FillPost, JoinMember, SeatMember
from services.application.command import Command
from services.reading import bodies
from services.reading.bodies import Seat
from services.web.deeds.form import (
    Deed,
    Given,
    Question,
    Unclear,
    long_text,
    member_named,
    one_of,
    text,
)
from services.web.deeds.on_processes import about_body
from services.web.deeds.seen import NOTHING, THE_BODY, Watch
from services.web.look.parts import Choice, Link, Mistake
from services.web.visit import Visit

Fields = Mapping[str, object]
YES_NO: Final = (Choice("yes", "Yes"), Choice("no", "No"))


@dataclass(frozen=True)
class Asks:
    """One question, and the fields of the command that its answer gives."""

    ask: Callable[[Visit, Given], Question]
    read: Callable[[Visit, Given], Fields]


@dataclass(frozen=True)
class Register:
    """A form on a register.  `kept` are fields that its address says."""

    command: type[Command]
    title: str
    intro: str
    asks: Sequence[Asks]
    button: str
    what_now: str
    kept: tuple[str, ...] = ()
    about: Callable[[Visit, Given], Link] = about_body
    watch: Watch = NOTHING

    @property
    def deed(self) -> Deed:
        """The form as every other form is."""
        return Deed(
            title=self.title,
            intro=self.intro,
            about=self.about,
            ask=lambda visit, given: [one.ask(visit, given) for one in self.asks],
            make=self._make,
            button=self.button,
            what_now=self.what_now,
            kept=self.kept,
            watch=self.watch,
        )

    def _make(self, visit: Visit, given: Given) -> Command:
        fields: dict[str, object] = {name: given.text(name) for name in self.kept}
        for one in self.asks:
            fields.update(one.read(visit, given))
        return self.command.model_validate(fields)


# Kinds of questions


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


def a_kind(name: str, label: str) -> Asks:
    """A kind of body."""
    choices = [Choice(kind.value, kind.value.replace("_", " ")) for kind in Kind]
    return Asks(
        lambda visit, given: one_of(name, label, given, choices),
        lambda visit, given: {name: given.needed(name, "Choose a kind")},
    )


def a_body(name: str, label: str, *kinds: Kind) -> Asks:
    """A body by its short name, of these kinds if any are said; may be left out."""

    def ask(visit: Visit, given: Given) -> Question:
        known = [b for b in bodies.bodies(visit.at).bodies if not kinds or b.kind in kinds]
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
    return bodies.body(visit.at, given.text("body")).seats


def about_bodies(visit: Visit, given: Given) -> Link:
    return Link("the bodies", "/bodies")


HOW: Final = words("how", "How it came about", "Say how, such as “elected”", "Such as elected.")
REGISTERS: Final[tuple[Register, ...]] = (
    Register(
        command=EstablishBody,
        title="Establish a body or recognise a group",
        intro="It is on the list of bodies from now on, and people can be given places in it.",
        asks=(
            words("name", "Its name", "Give it a name"),
            words(
                "slug",
                "Its short name, for addresses",
                "Give it a short name",
                "Such as riverside. It stays the same for ever.",
                20,
            ),
            a_kind("kind", "What kind of body it is"),
            words("region", "Its region", hint="Leave it empty if it has none."),
            a_body("parent", "The body that it is part of"),
            many_words("remit", "What it is for"),
        ),
        about=about_bodies,
        button="Establish it",
        what_now="Give people places in it at its own page.",
    ),
    Register(
        command=JoinMember,
        title="Record that somebody joined",
        intro="They are on the register of members under their number; no name is kept with it.",
        asks=(
            words("number", "Their membership number", "Write the number", "Such as M00042.", 10),
            a_day("joined_on", "The day they joined", "the day"),
            a_body("group", "Their local group", Kind.LOCAL_GROUP),
            words("region", "Their region", hint="Leave it empty if it has none."),
        ),
        about=about_bodies,
        button="Record it",
        what_now="They have the rights of a member, as the rules give them.",
    ),
    Register(
        command=SeatMember,
        title="Give somebody a place in it",
        intro="Whoever has a place can speak for the body.",
        asks=(
            a_member("person", "Their membership number"),
            words("name", "Their name, as it is shown", "Write the name"),
            HOW,
            yes_or_no("voting", "Have they a vote in it?"),
        ),
        button="Give them the place",
        what_now="They sit in it from now on.",
        kept=("body",),
        watch=THE_BODY,
    ),
    Register(
        command=FillPost,
        title="Give somebody a post in it",
        intro="Posts are given to people who have a place in the body.",
        asks=(
            words("post", "The post", "Say which post", "Such as chair.", 20),
            somebody_in_it("person", "Who gets it", with_name=True),
            HOW,
        ),
        button="Give them the post",
        what_now="They hold the post, and what the rules let its holder do.",
        kept=("body",),
        watch=THE_BODY,
    ),
)
DEEDS: Final = {one.command.verb(): one.deed for one in REGISTERS}

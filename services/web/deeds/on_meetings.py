"""Forms on meetings before they are opened, on decisions in writing, and on credentials."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from domain.meetings.emergency import Said
from services.application.meetings import (
    AgreeToEmergency,
    CancelMeeting,
    CirculatePapers,
    ConveneMeeting,
    DraftAgenda,
    GiveNotice,
    HandInItem,
    MoveMeeting,
    SendApologies,
    WithdrawItem,
)
from services.reading import meetings
from services.web.deeds.asks import Asks, Fields, a_moment, one_choice, words
from services.web.deeds.asks_of_meetings import (
    lines_of,
    meeting_of,
    members,
    one_from,
    open_items,
    the_purpose,
    words_or_empty,
)
from services.web.deeds.form import Given, Question, Unclear, at_moment, one_of, text
from services.web.deeds.on_processes import about_body
from services.web.deeds.on_registers import WHY, Register
from services.web.look.parts import Choice, Link, Mistake
from services.web.visit import Visit


def about_meeting(visit: Visit, given: Given) -> Link:
    found = meetings.meeting(visit.at, given.id("meeting")).meeting
    return Link(found.title, f"/meetings/{found.meeting}")


@dataclass(frozen=True)
class MeetingForm(Register):
    """A form on a meeting: it is about the meeting that its address says."""

    kept: tuple[str, ...] = ("meeting",)
    about: Callable[[Visit, Given], Link] = about_meeting


def when(name: str, label: str, what: str, *, needed: bool = True) -> Asks:
    """A moment that lies ahead."""

    def read(visit: Visit, given: Given) -> Fields:
        if not needed and not given.text(name):
            return {name: None}
        return {name: given.moment(name, what, visit)}

    hint = "" if needed else "Leave it empty for the earliest that the rules allow."
    return Asks(lambda visit, given: at_moment(name, label, given, hint), read)


def no_unless_yes(name: str, label: str) -> Asks:
    """No, unless yes is said."""
    choices = [Choice("no", "No"), Choice("yes", "Yes")]
    return Asks(
        lambda visit, given: one_of(name, label, given, choices),
        lambda visit, given: {name: given.text(name) == "yes"},
    )


def a_number(name: str, label: str, what: str) -> Asks:
    return Asks(
        lambda visit, given: text(name, label, given, width=5),
        lambda visit, given: {name: given.number(name, what)},
    )


_OFFICERS = r"""
    SELECT DISTINCT p.person, p.name FROM posts p JOIN bodies b USING (body)
    WHERE p.valid @> %(as_of)s::timestamptz AND b.valid @> %(as_of)s::timestamptz
    UNION SELECT s.person, s.name FROM seats s JOIN bodies b USING (body)
    WHERE b.slug IN (
        SELECT jsonb_array_elements_text(value -> 'powers') FROM rules
        WHERE rule ~ '\.emergency_power$' AND valid @> %(as_of)s::timestamptz
    ) AND s.valid @> %(as_of)s::timestamptz
      AND b.valid @> %(as_of)s::timestamptz
    ORDER BY 2
"""


def _officers(visit: Visit, given: Given) -> list[Choice]:
    return [Choice(str(person), name) for person, name in visit.at.rows(_OFFICERS)]


def _order() -> Asks:
    """The numbers of the items, in the order in which they are to be taken."""

    def ask(visit: Visit, given: Given) -> Question:
        numbers = ", ".join(str(i.number) for i in meeting_of(visit, given).agenda.items)
        hint = f"All of them, such as {numbers}."
        return text("order", "The items by their numbers, in their order", given, hint)

    def read(visit: Visit, given: Given) -> Fields:
        found = given.needed("order", "Write the numbers of the items").replace(",", " ").split()
        if not all(one.isascii() and one.isdigit() and len(one) < 6 for one in found):
            raise Unclear(Mistake("order", "Write numbers with commas between them, such as 2, 1"))
        return {"order": tuple(int(one) for one in found)}

    return Asks(ask, read)


ROUTES: Final = [Choice(route.value, route.value) for route in Said]
BEFORE: Final[tuple[Register, ...]] = (
    Register(
        command=ConveneMeeting,
        title="Call a meeting",
        intro="What is due before it follows from the rules in force, and is kept in mind for you.",
        asks=(
            when("starts", "When it starts", "when it starts"),
            words("place", "Where", "Say where", "A hall, or how to join."),
            no_unless_yes("remote", "Can members join from afar?"),
            no_unless_yes("is_emergency", "Is it an emergency?"),
            words("emergency", "The emergency", hint="Name it, if it is one."),
        ),
        about=about_body,
        button="Call it",
        what_now="Give notice of it, and ask for items. To an emergency the officers agree first.",
        kept=("body",),
    ),
    MeetingForm(
        command=AgreeToEmergency,
        title="Agree to the emergency meeting",
        intro="Once as many officers as the rules ask for agree, it needs no longer notice.",
        asks=(
            one_from("person", "Who agrees", _officers, "Choose who agrees"),
            one_choice("route", "How they said so", ROUTES),
            a_moment("said_at", "When they said so", "Leave it empty for now."),
        ),
        button="Enter it",
        what_now="It is on record, and once enough have agreed notice can go out.",
    ),
    MeetingForm(
        command=GiveNotice,
        title="Give notice",
        intro="Everybody who sits in the body is reminded of the meeting and asked for items.",
        button="Give notice",
        what_now="Items can be handed in until the list closes.",
    ),
    MeetingForm(
        command=HandInItem,
        title="Hand in an item",
        intro="It is on the agenda of the meeting, if it comes in time.",
        asks=(
            words("title", "The item", "Say what it is"),
            the_purpose(),
            words_or_empty("text", "What it is about", long=True),
        ),
        button="Hand it in",
        what_now="It is on the agenda.",
    ),
    MeetingForm(
        command=WithdrawItem,
        title="Take an item back",
        intro="It stays on the agenda as withdrawn, with the reason.",
        asks=(one_from("item", "Which item", open_items, "Choose an item"), WHY),
        button="Take it back",
        what_now="The meeting does not take it.",
    ),
    MeetingForm(
        command=DraftAgenda,
        title="Put the items in their order",
        intro="The meeting takes them in this order.",
        asks=(_order(),),
        button="Put them in this order",
        what_now="Send the agenda round with its papers.",
    ),
    MeetingForm(
        command=CirculatePapers,
        title="Send the agenda and papers round",
        intro="What goes out late is on record as late.",
        asks=(lines_of("papers", "The papers", "One title on each line."),),
        button="Send them round",
        what_now="The members have what they need.",
    ),
    MeetingForm(
        command=SendApologies,
        title="Send apologies",
        intro="They are told to the meeting.",
        asks=(
            one_from("person", "Whose apologies", members, "Choose who is away"),
            words_or_empty("note", "A note"),
        ),
        button="Send them",
        what_now="The meeting is told.",
    ),
    MeetingForm(
        command=MoveMeeting,
        title="Move the meeting",
        intro="What is not done yet falls due before the new day. Short notice is marked.",
        asks=(
            when("starts", "When it starts now", "when it starts"),
            words("place", "Where now", hint="Leave it empty if it stays where it is."),
            WHY,
        ),
        button="Move it",
        what_now="Tell the members.",
    ),
    MeetingForm(
        command=CancelMeeting,
        title="Call the meeting off",
        intro="It is not held, and stays on record with the reason.",
        asks=(WHY,),
        button="Call it off",
        what_now="It is over.",
    ),
)
DEEDS: Final = {one.command.verb(): one.deed for one in BEFORE}

"""Forms on a meeting while it lasts: who is there, who is in the chair, points of order."""

from __future__ import annotations

from typing import Final

from domain.meetings.attendance import Capacity, Route
from services.application.sittings import (
    ChallengeChair,
    CloseMeeting,
    CountUnseen,
    DeclareInterest,
    FixNextDate,
    OpenMeeting,
    RaisePointOfOrder,
    RecordArrival,
    RecordDeparture,
    SettleChallenge,
    TakeChair,
)
from services.web.deeds.asks import (
    Asks,
    Fields,
    a_day,
    one_choice,
    words,
    yes_or_no,
)
from services.web.deeds.asks_of_meetings import (
    all_items,
    everybody_here,
    maybe_one_from,
    members,
    one_from,
    rulings,
    the_votes,
    voters,
)
from services.web.deeds.form import (
    Given,
    member_named,
    text,
)
from services.web.deeds.on_meetings import MeetingForm, a_number, no_unless_yes
from services.web.look.parts import Choice
from services.web.visit import Visit

ROUTES: Final = [Choice(route.value, route.value) for route in Route]
OTHERS: Final = [Choice(one.value, one.value) for one in (Capacity.OBSERVER, Capacity.STAFF)]


def _somebody() -> tuple[Asks, ...]:
    """A member of the body, or somebody else by number and name."""

    def read(visit: Visit, given: Given) -> Fields:
        if given.text("person"):
            return {"person": given.text("person")}
        name = given.needed("name", "Choose a member, or write the name of a guest or of staff")
        person = member_named(visit, given, "number")
        capacity = given.text("capacity") or Capacity.OBSERVER
        return {"person": person, "name": name, "capacity": capacity}

    def of_them(name: str, label: str, hint: str) -> Asks:
        return Asks(lambda v, g: text(name, label, g, hint), lambda v, g: {})

    return (
        Asks(maybe_one_from("person", "A member of the body", members).ask, read),
        of_them("name", "Somebody else: their name", "Leave it empty for a member of the body."),
        of_them("number", "Somebody else: their membership number", "Such as M00042."),
        Asks(one_choice("capacity", "Somebody else: as what", OTHERS).ask, lambda v, g: {}),
    )


SITTING: Final[tuple[MeetingForm, ...]] = (
    MeetingForm(
        command=OpenMeeting,
        title="Open the meeting",
        intro="Without a quorum it is open all the same, and what it decides does not bind yet.",
        button="Open it",
        what_now="Choose a chair, and take the first item.",
    ),
    MeetingForm(
        command=RecordArrival,
        title="Enter who comes",
        intro="Or how somebody takes part from now on.",
        asks=(
            *_somebody(),
            one_choice("route", "How they take part", ROUTES),
            maybe_one_from("held_by", "Who holds their proxy", everybody_here),
        ),
        button="Enter them",
        what_now="They are in the room.",
    ),
    MeetingForm(
        command=CountUnseen,
        title="Count those who are not shown",
        intro="Those who are there and belong without being shown. The number is sealed: it is "
        "held against the quorum, and told to members alone.",
        asks=(a_number("there", "How many are there", "how many are there"),),
        button="Enter it",
        what_now="It is held against the quorum.",
    ),
    MeetingForm(
        command=RecordDeparture,
        title="Enter who leaves",
        intro="Whether there is a quorum still is seen at once.",
        asks=(one_from("person", "Who", everybody_here, "Choose who leaves"),),
        button="Enter it",
        what_now="They are not counted any more.",
    ),
    MeetingForm(
        command=TakeChair,
        title="Choose who is in the chair",
        intro="For this session, or from now on.",
        asks=(
            one_from("person", "Who", everybody_here, "Choose who"),
            words("how", "How it came about", "Say how", "Such as elected for the session."),
        ),
        button="Give them the chair",
        what_now="They keep the record and rule on points of order.",
    ),
    MeetingForm(
        command=DeclareInterest,
        title="Declare an interest",
        intro="Whoever withdraws over it has no vote on that item.",
        asks=(
            one_from("person", "Whose", members, "Choose whose interest it is"),
            one_from("item", "In which item", all_items, "Choose an item"),
            words("what", "The interest", "Say what it is"),
            no_unless_yes("withdraws", "Do they withdraw from the vote?"),
        ),
        button="Declare it",
        what_now="It is on record.",
    ),
    MeetingForm(
        command=RaisePointOfOrder,
        title="Enter a point of order",
        intro="With what the chair rules on it.",
        asks=(
            one_from("raised_by", "Who raises it", everybody_here, "Choose who raises it"),
            words("point", "The point", "Write the point"),
            yes_or_no("upheld", "Does the chair uphold it?"),
            words("ruling", "The ruling", "Write the ruling"),
        ),
        button="Enter it",
        what_now="The ruling stands unless it is challenged.",
    ),
    MeetingForm(
        command=ChallengeChair,
        title="Challenge the chair",
        intro="The chair is vacated, and somebody else takes it for the vote.",
        asks=(
            one_from("ruling", "Which ruling", rulings, "Choose a ruling"),
            one_from("challenger", "Who challenges it", voters, "Choose who challenges it"),
            one_from("taken_by", "Who takes the chair", voters, "Choose who takes the chair"),
        ),
        button="Challenge it",
        what_now="The meeting votes on the challenge.",
    ),
    MeetingForm(
        command=SettleChallenge,
        title="Vote on the challenge",
        intro="For means: the ruling falls.",
        asks=the_votes(),
        button="Enter the vote",
        what_now="Whoever had the chair takes it again.",
    ),
    MeetingForm(
        command=FixNextDate,
        title="Fix the next date",
        intro="Before the meeting ends.",
        asks=(a_day("on", "The day of the next meeting", "the day"),),
        button="Fix it",
        what_now="The meeting can end.",
    ),
    MeetingForm(
        command=CloseMeeting,
        title="End the meeting",
        intro="Items that it did not come to are left to the next one.",
        button="End it",
        what_now="What was decided stands on its page.",
    ),
)
DEEDS: Final = {one.command.verb(): one.deed for one in SITTING}

"""Forms on a meeting of delegates: credentials, places, proxies, card votes, roll call."""

from __future__ import annotations

from typing import Final

from domain.meetings.cards import Channel
from domain.meetings.decisions import Answer
from domain.meetings.delegations import Part
from services.application.credentials import (
    AdmitDelegate,
    AdmitDelegation,
    AnswerRollCall,
    CallCardVote,
    CastCards,
    CloseCardVote,
    GiveProxy,
    OpenCredentials,
    TakePlace,
)
from services.application.mandating import MandateDelegates
from services.web.deeds.asks import Asks, Fields, a_body, a_member, one_choice, words
from services.web.deeds.asks_about import ABOUT
from services.web.deeds.asks_of_meetings import (
    accredited,
    delegations,
    maybe_one_from,
    one_from,
    open_items,
    open_motions,
    speaking,
    the_votes,
)
from services.web.deeds.form import Given, one_of, text
from services.web.deeds.on_meetings import MeetingForm, a_number
from services.web.look.parts import Choice
from services.web.visit import Visit

CHANNELS: Final = [Choice(channel.value, channel.value) for channel in Channel]
ANSWERS: Final = [Choice(answer.value, answer.value) for answer in Answer]
ITEM_ITSELF: Final = Choice("", "None: on the item itself")
PARTS: Final = [Choice(part.value, part.value) for part in Part]


def _members() -> Asks:
    """How many members a group had, if another register has it."""
    hint = "Left empty, they are counted in the register as of the day of counting."

    def answer(visit: Visit, given: Given) -> Fields:
        said = given.text("members")
        return {"members": given.number("members", "how many members")} if said else {}

    return Asks(lambda visit, given: text("members", "Its members", given, hint, width=5), answer)


def _mandate() -> Asks:
    """What delegates are told to do; free, if nothing."""
    choices = [Choice("", "Choose"), *ANSWERS, Choice("free", "nothing: they vote as they judge")]

    def answer(visit: Visit, given: Given) -> Fields:
        said = given.needed("answer", "Say what they are told to do")
        return {"answer": None if said == "free" else said}

    return Asks(
        lambda visit, given: one_of("answer", "What they are told to vote", given, choices), answer
    )


MANDATE: Final = _mandate()
MEMBERS: Final = _members()
GROUP: Final = one_from("group", "Which delegation", delegations, "Choose a delegation")
CREDENTIALS: Final[tuple[MeetingForm, ...]] = (
    MeetingForm(
        command=OpenCredentials,
        title="Open credentials",
        intro="For a meeting of delegates: groups have places and cards by their members.",
        button="Open them",
        what_now="Enter the delegations.",
    ),
    MeetingForm(
        command=AdmitDelegation,
        title="Enter a delegation",
        intro="Its places and cards follow from how many members it had on the day of counting.",
        asks=(a_body("group", "Which group"), MEMBERS),
        button="Enter it",
        what_now="Enter its delegates.",
    ),
    MeetingForm(
        command=AdmitDelegate,
        title="Enter a delegate",
        intro="A job share or an alternate is entered for the place that it is for.",
        asks=(
            GROUP,
            a_member("person", "Their membership number"),
            words("name", "Their name, as it is shown", "Write the name"),
            a_number("place", "The number of the place", "the number of the place"),
            one_choice("part", "As what", PARTS),
        ),
        button="Enter them",
        what_now="They are accredited.",
    ),
    MeetingForm(
        command=MandateDelegates,
        title="Mandate your group's delegates",
        intro=(
            "On one item, before the meeting opens. It is public at once, and how your delegates "
            "vote is published beside it. Another mandate on the item takes its place."
        ),
        asks=(
            one_from("item", "On which item", open_items, "Choose an item"),
            MANDATE,
            words("words", "What the group decided", "Write what the group decided"),
        ),
        button="Mandate them",
        what_now="It stands on the meeting's page.",
        kept=("meeting", "group"),
    ),
    MeetingForm(
        command=TakePlace,
        title="Let somebody speak for a place",
        intro="An alternate, the other half of a job share, or a delegate who has come back.",
        asks=(one_from("person", "Who", accredited, "Choose who"),),
        button="Let them speak",
        what_now="They answer for the place. A proxy that they gave has ended.",
    ),
    MeetingForm(
        command=GiveProxy,
        title="Give a proxy",
        intro="Another delegate answers for the place while its own is away.",
        asks=(
            one_from("principal", "Whose", speaking, "Choose whose"),
            one_from("holder", "Who holds it", speaking, "Choose who holds it"),
        ),
        button="Give it",
        what_now="It ends as soon as they walk in.",
    ),
    MeetingForm(
        command=CallCardVote,
        title="Call a card vote",
        intro="Each card is counted once, by whichever way it comes.",
        asks=(
            one_from("item", "On which item", open_items, "Choose an item"),
            maybe_one_from("motion", "On which motion", open_motions, ITEM_ITSELF),
            words("question", "The question", "Write the question"),
        ),
        button="Call it",
        what_now="Delegations cast their cards, or their places are called one by one.",
    ),
    MeetingForm(
        command=CastCards,
        title="Enter a delegation's cards",
        intro="All of them, one way or split.",
        asks=(GROUP, *the_votes(), one_choice("channel", "How they came", CHANNELS)),
        button="Enter them",
        what_now="They are counted when the vote is closed.",
        kept=("meeting", "number"),
    ),
    MeetingForm(
        command=AnswerRollCall,
        title="Enter an answer to the roll",
        intro="One place answers, by whoever speaks for it or holds its proxy.",
        asks=(
            one_from("person", "Whose place", speaking, "Choose a place"),
            one_choice("answer", "The answer", ANSWERS),
            one_choice("channel", "How it came", CHANNELS),
            maybe_one_from("voter", "By proxy of", speaking),
        ),
        button="Enter it",
        what_now="It is counted when the vote is closed.",
        kept=("meeting", "number"),
    ),
    MeetingForm(
        command=CloseCardVote,
        title="Close the card vote",
        intro="What was cast is counted, and nothing more comes in.",
        asks=ABOUT,
        button="Close it",
        what_now="It decides the motion or the item, and stands on the meeting's page.",
        kept=("meeting", "number"),
    ),
)
DEEDS: Final = {one.command.verb(): one.deed for one in CREDENTIALS}

"""Forms on meetings before they are opened, on decisions in writing, and on credentials."""

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
from services.application.meetings import (
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
from services.application.resolutions import DemandMeeting, ProposeResolution, ReplyToResolution
from services.reading import between_meetings, meetings
from services.web.deeds.asks import Asks, Fields, a_body, a_member, many_words, one_choice, words
from services.web.deeds.asks_of_meetings import (
    accredited,
    delegations,
    lines_of,
    maybe_one_from,
    meeting_of,
    members,
    one_from,
    open_items,
    speaking,
    the_votes,
    words_or_empty,
)
from services.web.deeds.form import Given, Question, Unclear, at_moment, one_of, some_of, text
from services.web.deeds.on_processes import about_body
from services.web.deeds.on_registers import WHY, Register
from services.web.look.parts import Choice, Link, Mistake
from services.web.visit import Visit

MEETING: Final = ("meeting",)
CHANNELS: Final = [Choice(channel.value, channel.value) for channel in Channel]
ANSWERS: Final = [Choice(answer.value, answer.value) for answer in Answer]
PARTS: Final = [Choice(part.value, part.value) for part in Part]


def about_meeting(visit: Visit, given: Given) -> Link:
    found = meetings.meeting(visit.at, given.id("meeting")).meeting
    return Link(found.title, f"/meetings/{found.meeting}")


def about_resolution(visit: Visit, given: Given) -> Link:
    found = between_meetings.resolution(visit.at, given.id("resolution")).resolution
    return Link(found.title, f"/resolutions/{found.resolution}")


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


def _agreeing() -> Asks:
    """The officers who agree, where it is an emergency."""

    def ask(visit: Visit, given: Given) -> Question:
        hint = "Only for an emergency: more than half of the officers whom the rules name."
        return some_of("agreed_by", "Officers who agree to it", given, _officers(visit), hint)

    return Asks(ask, lambda visit, given: {"agreed_by": tuple(given.many("agreed_by"))})


_OFFICERS = """
    SELECT DISTINCT p.person, p.name FROM posts p JOIN bodies b USING (body)
    WHERE p.valid @> %(as_of)s::timestamptz AND b.valid @> %(as_of)s::timestamptz
    UNION SELECT s.person, s.name FROM seats s JOIN bodies b USING (body)
    WHERE b.kind = 'officers_group' AND s.valid @> %(as_of)s::timestamptz
      AND b.valid @> %(as_of)s::timestamptz
    ORDER BY 2
"""


def _officers(visit: Visit) -> list[Choice]:
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
            _agreeing(),
        ),
        about=about_body,
        button="Call it",
        what_now="Give notice of it, and ask for items.",
        kept=("body",),
    ),
    Register(
        command=GiveNotice,
        title="Give notice",
        intro="Everybody who sits in the body is reminded of the meeting and asked for items.",
        asks=(),
        about=about_meeting,
        button="Give notice",
        what_now="Items can be handed in until the list closes.",
        kept=MEETING,
    ),
    Register(
        command=HandInItem,
        title="Hand in an item",
        intro="It is on the agenda of the meeting, if it comes in time.",
        asks=(
            words("title", "The item", "Say what it is"),
            words_or_empty("text", "What it is about", long=True),
        ),
        about=about_meeting,
        button="Hand it in",
        what_now="It is on the agenda.",
        kept=MEETING,
    ),
    Register(
        command=WithdrawItem,
        title="Take an item back",
        intro="It stays on the agenda as withdrawn, with the reason.",
        asks=(one_from("item", "Which item", open_items, "Choose an item"), WHY),
        about=about_meeting,
        button="Take it back",
        what_now="The meeting does not take it.",
        kept=MEETING,
    ),
    Register(
        command=DraftAgenda,
        title="Put the items in their order",
        intro="The meeting takes them in this order.",
        asks=(_order(),),
        about=about_meeting,
        button="Put them in this order",
        what_now="Send the agenda round with its papers.",
        kept=MEETING,
    ),
    Register(
        command=CirculatePapers,
        title="Send the agenda and papers round",
        intro="What goes out late is on record as late.",
        asks=(lines_of("papers", "The papers", "One title on each line."),),
        about=about_meeting,
        button="Send them round",
        what_now="The members have what they need.",
        kept=MEETING,
    ),
    Register(
        command=SendApologies,
        title="Send apologies",
        intro="They are told to the meeting.",
        asks=(
            one_from("person", "Whose apologies", members, "Choose who is away"),
            words_or_empty("note", "A note"),
        ),
        about=about_meeting,
        button="Send them",
        what_now="The meeting is told.",
        kept=MEETING,
    ),
    Register(
        command=MoveMeeting,
        title="Move the meeting",
        intro="What is not done yet falls due before the new day. Short notice is marked.",
        asks=(
            when("starts", "When it starts now", "when it starts"),
            words("place", "Where now", hint="Leave it empty if it stays where it is."),
            WHY,
        ),
        about=about_meeting,
        button="Move it",
        what_now="Tell the members.",
        kept=MEETING,
    ),
    Register(
        command=CancelMeeting,
        title="Call the meeting off",
        intro="It is not held, and stays on record with the reason.",
        asks=(WHY,),
        about=about_meeting,
        button="Call it off",
        what_now="It is over.",
        kept=MEETING,
    ),
)
IN_WRITING: Final[tuple[Register, ...]] = (
    Register(
        command=ProposeResolution,
        title="Put a decision in writing",
        intro="Every voting member has time to reply, and more than half of all must agree.",
        asks=(
            words("title", "Its title", "Give it a title"),
            many_words("text", "The words of the decision", "Write the words"),
            when("closes", "Until when they can reply", "until when", needed=False),
        ),
        about=about_body,
        button="Put it to them",
        what_now="Members reply, or ask for a meeting instead.",
        kept=("body",),
    ),
    Register(
        command=ReplyToResolution,
        title="Reply",
        intro="You reply once. Others can see how you replied.",
        asks=(one_choice("answer", "Your answer", ANSWERS),),
        about=about_resolution,
        button="Reply",
        what_now="It is counted when the time to reply is over.",
        kept=("resolution",),
    ),
    Register(
        command=DemandMeeting,
        title="Ask for a meeting instead",
        intro="If enough members ask, the matter waits for a meeting.",
        asks=(),
        about=about_resolution,
        button="Ask for a meeting",
        what_now="It counts towards the number that the rules ask for.",
        kept=("resolution",),
    ),
)
GROUP: Final = one_from("group", "Which delegation", delegations, "Choose a delegation")
CREDENTIALS: Final[tuple[Register, ...]] = (
    Register(
        command=OpenCredentials,
        title="Open credentials",
        intro="For a meeting of delegates: groups have places and cards by their members.",
        asks=(),
        about=about_meeting,
        button="Open them",
        what_now="Enter the delegations.",
        kept=MEETING,
    ),
    Register(
        command=AdmitDelegation,
        title="Enter a delegation",
        intro="Its places and cards follow from how many members it had on the day of counting.",
        asks=(
            a_body("group", "Which group"),
            a_number("members", "How many members it had", "how many members"),
        ),
        about=about_meeting,
        button="Enter it",
        what_now="Enter its delegates.",
        kept=MEETING,
    ),
    Register(
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
        about=about_meeting,
        button="Enter them",
        what_now="They are accredited.",
        kept=MEETING,
    ),
    Register(
        command=TakePlace,
        title="Let somebody speak for a place",
        intro="An alternate, the other half of a job share, or a delegate who has come back.",
        asks=(one_from("person", "Who", accredited, "Choose who"),),
        about=about_meeting,
        button="Let them speak",
        what_now="They answer for the place. A proxy that they gave has ended.",
        kept=MEETING,
    ),
    Register(
        command=GiveProxy,
        title="Give a proxy",
        intro="Another delegate answers for the place while its own is away.",
        asks=(
            one_from("principal", "Whose", speaking, "Choose whose"),
            one_from("holder", "Who holds it", speaking, "Choose who holds it"),
        ),
        about=about_meeting,
        button="Give it",
        what_now="It ends as soon as they walk in.",
        kept=MEETING,
    ),
    Register(
        command=CallCardVote,
        title="Call a card vote",
        intro="Each card is counted once, by whichever way it comes.",
        asks=(words("question", "The question", "Write the question"),),
        about=about_meeting,
        button="Call it",
        what_now="Delegations cast their cards, or their places are called one by one.",
        kept=MEETING,
    ),
    Register(
        command=CastCards,
        title="Enter a delegation's cards",
        intro="All of them, one way or split.",
        asks=(GROUP, *the_votes(), one_choice("channel", "How they came", CHANNELS)),
        about=about_meeting,
        button="Enter them",
        what_now="They are counted when the vote is closed.",
        kept=("meeting", "number"),
    ),
    Register(
        command=AnswerRollCall,
        title="Enter an answer to the roll",
        intro="One place answers, by whoever speaks for it or holds its proxy.",
        asks=(
            one_from("person", "Whose place", speaking, "Choose a place"),
            one_choice("answer", "The answer", ANSWERS),
            one_choice("channel", "How it came", CHANNELS),
            maybe_one_from("voter", "By proxy of", speaking),
        ),
        about=about_meeting,
        button="Enter it",
        what_now="It is counted when the vote is closed.",
        kept=("meeting", "number"),
    ),
    Register(
        command=CloseCardVote,
        title="Close the card vote",
        intro="What was cast is counted, and nothing more comes in.",
        asks=(),
        about=about_meeting,
        button="Close it",
        what_now="The result stands on the meeting's page.",
        kept=("meeting", "number"),
    ),
)
DEEDS: Final = {one.command.verb(): one.deed for one in (*BEFORE, *IN_WRITING, *CREDENTIALS)}

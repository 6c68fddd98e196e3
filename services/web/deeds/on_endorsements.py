"""Forms on endorsements: called, asked for, recommended or decided, looked at, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.endorsements.acts import Votes
from domain.endorsements.state import State
from services.application.endorsements import (
    AnnounceEndorsementLot,
    AnswerEndorsementWithdrawal,
    AskEndorsement,
    CallEndorsement,
    DecideEndorsementWithdrawal,
    EndEndorsement,
    Endorse,
    ProposeEndorsementWithdrawal,
    RecommendEndorsement,
    ReportOnEndorsement,
    ReviewEndorsement,
    TakeBackEndorsement,
)
from services.reading import endorsements
from services.web.deeds.asks import Asks, many_words, words
from services.web.deeds.asks_of_lots import a_lot
from services.web.deeds.form import Deed, Given, Question, one_of, some_of, text
from services.web.deeds.on_registers import Forms, Register
from services.web.deeds.seen import Watch
from services.web.look.parts import Choice, Link
from services.web.visit import Visit

Fields = Mapping[str, object]
IT: Final = ("endorsement",)
ONE: Final = ("endorsement", "number")
THE_ENDORSEMENT: Final = Watch("endorsement", ("endorsement.",))


def about_endorsement(visit: Visit, given: Given) -> Link:
    found = endorsements.endorsement(visit.at, given.id("endorsement"))
    line, number = found.endorsement, given.text("number")
    names = [one.name for one in found.requests if str(one.number) == number]
    title = f"{line.title}: {names[0]}" if names else line.title
    return Link(title, f"/endorsements/{line.endorsement}")


def about_endorsements(visit: Visit, given: Given) -> Link:
    return Link("endorsements", "/endorsements")


FORM: Final = Forms(
    about=about_endorsement,
    kept=ONE,
    what_now="It stands on the page of the endorsement.",
    watch=THE_ENDORSEMENT,
)


def _number(name: str, label: str, what: str) -> Asks:
    return Asks(
        lambda visit, given: text(name, label, given, width=8),
        lambda visit, given: {name: given.number(name, what)},
    )


def _nothing(visit: Visit, given: Given) -> Fields:
    return {}


def _cast(name: str, label: str) -> Asks:
    return Asks(lambda visit, given: text(name, label, given, width=8), _nothing)


def _abstained(visit: Visit, given: Given) -> Question:
    return text("abstained", "Votes abstained", given, width=8)


def _votes(visit: Visit, given: Given) -> Fields:
    names = ("votes_for", "votes_against", "abstained")
    return {"votes": Votes(**{one: given.number(one, "how many votes") for one in names})}


def _whom(visit: Visit, given: Given) -> Question:
    found = endorsements.endorsement(visit.at, given.id("endorsement")).requests
    choices = [Choice(str(one.number), one.name) for one in found if one.state == State.ASKED]
    return some_of("numbers", "Whom it endorses; nobody, if none is ticked", given, choices)


def _numbers(visit: Visit, given: Given) -> Fields:
    return {"numbers": tuple(int(one) for one in given.many("numbers") if one.isdecimal())}


def _for_whom(visit: Visit, given: Given) -> Question:
    return one_of("outsider", "For whom it is", given, FOR_WHOM)


def _outsider(visit: Visit, given: Given) -> Fields:
    return {"outsider": given.text("outsider") == "yes"}


def _decided(visit: Visit, given: Given) -> Question:
    return one_of("withdrawn", "What is decided", given, SUPPORT)


def _withdrawn(visit: Visit, given: Given) -> Fields:
    return {"withdrawn": given.needed("withdrawn", "Say what is decided") == "yes"}


FOR_WHOM: Final = (
    Choice("", "For yourself"),
    Choice("yes", "For somebody who is no member, by whoever called for requests"),
)
SUPPORT: Final = (
    Choice("", "Choose"),
    Choice("yes", "Support is taken back"),
    Choice("no", "Support is kept"),
)
WHY: Final = words("reasons", "The reasons", "Give the reasons")
FORMS: Final = (
    Register(
        command=CallEndorsement,
        title="Call for requests to be endorsed",
        intro=(
            "Who decides follows from the rulebook of the day: for some offices all members, for "
            "others the body. Requests are taken as long as the rulebook says."
        ),
        asks=(
            words("office", "For which office", "Write the office"),
            words("election", "In which election", "Write in which election"),
            _number("places", "For how many places", "for how many places"),
        ),
        about=about_endorsements,
        button="Call for them",
        what_now="Whoever stands for it can ask from now on.",
    ),
    FORM(
        AnnounceEndorsementLot,
        "Announce what ties are drawn from",
        "A public value that nobody can choose and nobody knows before members have voted.",
        "Announce it",
        *a_lot(),
        kept=IT,
    ),
    FORM(
        AskEndorsement,
        "Ask to be endorsed",
        "What you write here is public, and stays so for good.",
        "Ask for it",
        words("name", "Your name, as it stands on the paper", "Write the name"),
        many_words("statement", "What you say to the members", "Write a statement"),
        many_words(
            "declaration", "What you commit yourself to", "Write what you commit yourself to"
        ),
        Asks(_for_whom, _outsider),
        kept=IT,
    ),
    FORM(TakeBackEndorsement, "Take a request back", "It is on no paper then.", "Take it back"),
    FORM(
        RecommendEndorsement,
        "Recommend somebody to the members",
        "Members answer yes or no to this one name.",
        "Recommend them",
        _cast("votes_for", "Votes for it in the body"),
        _cast("votes_against", "Votes against it"),
        Asks(_abstained, _votes),
    ),
    FORM(
        Endorse,
        "Decide whom the body endorses",
        "For this office the body decides by itself.",
        "Record it",
        Asks(_whom, _numbers),
        words("because", "Why", "Say why"),
        kept=IT,
    ),
    FORM(
        ReportOnEndorsement,
        "Report on the relationship",
        "How it was kept up, such as which meetings of members there were. Everybody reads it.",
        "Report",
        many_words("words", "What there is to report", "Write the report"),
    ),
    FORM(
        ReviewEndorsement,
        "Look at an endorsement",
        "What the body found. It is looked at again after the time that the rulebook gives.",
        "Record it",
        many_words("words", "What was found", "Write what was found"),
        kept=IT,
    ),
    FORM(
        ProposeEndorsementWithdrawal,
        "Propose to take support back",
        "Whoever it is about is told the reasons, and heard first.",
        "Propose it",
        WHY,
    ),
    FORM(
        AnswerEndorsementWithdrawal,
        "Say what there is to say to it",
        "It stands beside the proposal to take support back.",
        "Say it",
        many_words("words", "What there is to say", "Write what there is to say"),
    ),
    FORM(
        DecideEndorsementWithdrawal,
        "Decide on support that may be taken back",
        "Nobody loses support before they were heard, or had their time to be.",
        "Decide so",
        Asks(_decided, _withdrawn),
        WHY,
    ),
    FORM(
        EndEndorsement,
        "Say that an endorsement is over",
        "Such as when the office is over. Nobody is endorsed by it any more.",
        "Record it",
        words("reason", "Why", "Say why"),
        kept=IT,
    ),
)
DEEDS: Final[dict[str, Deed]] = {one.command.verb(): one.deed for one in FORMS}

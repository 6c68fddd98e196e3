"""Forms on ballots of members: one is called, and the value recorded that draws its ties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from domain.ballots.choosing import Options, Way
from services.application.ballots import CallMembersBallot, RecordBallotLotValue
from services.application.surveys import CallSurvey
from services.reading import ballots
from services.web.deeds.asks import Asks, words
from services.web.deeds.asks_of_lots import a_lot, a_lot_or_none
from services.web.deeds.form import Deed, Given, Question, Unclear, at_moment, long_text
from services.web.deeds.on_registers import Register
from services.web.look.parts import Link, Mistake
from services.web.visit import Visit

Fields = Mapping[str, object]
ONE_TO_A_LINE: Final = (
    "One to a line, each to be answered yes or no. Leave it empty if there is none."
)
CHOOSING: Final = (
    "For each the question, how it is filled in (one, some or ranked) and how many are chosen, "
    "such as: Which campaigns come first?; ranked; 2. Below it the options, one to a line. An "
    "empty line comes before the next question."
)
SURVEYING: Final = (
    "For each the question and how it is filled in (one, some or ranked), such as: What comes "
    "first?; ranked. Below it the options, one to a line. An empty line comes before the next "
    "question."
)
SURVEY_LOT: Final = (
    "A public value that nobody knows before it closes, such as the numbers of a national lottery "
    "on a day to come."
)
LOT: Final = (
    "Needed where something is chosen: a public value that nobody knows before voting closes, such "
    "as the numbers of a national lottery on a day to come."
)


def about_ballot(visit: Visit, given: Given) -> Link:
    found = ballots.ballot(visit.at, given.id("ballot")).ballot
    return Link(found.title, f"/ballots/{found.ballot}")


def about_ballots(visit: Visit, given: Given) -> Link:
    return Link("the ballots", "/ballots")


def _questions(visit: Visit, given: Given) -> Question:
    return long_text("questions", "Questions of yes or no", given, ONE_TO_A_LINE, rows=4)


def _asked(visit: Visit, given: Given) -> Fields:
    return {"questions": tuple(_lines(given.text("questions")))}


def _options(visit: Visit, given: Given) -> Question:
    return long_text("options", "Questions that choose between options", given, CHOOSING, rows=8)


def _chosen(visit: Visit, given: Given) -> Fields:
    blocks = given.text("options").split("\n\n")
    return {"options": tuple(_one(list(_lines(one))) for one in blocks if one.strip())}


def _one(lines: list[str]) -> Options:
    """A question with its options; raises `Unclear` with the line that can't be read."""
    title, *more = (part.strip() for part in lines[0].split(";"))
    way = more[0].lower() if more else ""
    places = more[1] if len(more) > 1 else "1"
    if way not in list(Way):
        how = f"Say after “{title}” how it is filled in: one, some or ranked"
        raise Unclear(Mistake("options", how))
    if not (places.isascii() and places.isdecimal() and 0 < int(places[:6]) < 1_000):
        raise Unclear(Mistake("options", f"Say how many of “{title}” are chosen, such as 2"))
    return Options(title=title, way=Way(way), options=tuple(lines[1:]), places=int(places))


def _lines(said: str) -> Iterator[str]:
    return (line.strip() for line in said.splitlines() if line.strip())


def _moment(name: str, label: str, what: str) -> Asks:
    return Asks(
        lambda visit, given: at_moment(name, label, given),
        lambda visit, given: {name: given.moment(name, what, visit)},
    )


def _surveyed(visit: Visit, given: Given) -> Question:
    return long_text("options", "What it asks", given, SURVEYING, rows=8)


def _answers(visit: Visit, given: Given) -> Fields:
    found = _chosen(visit, given)["options"]
    if not found:
        raise Unclear(Mistake("options", "Write at least one question, with its options"))
    return {"questions": found}


FORMS: Final = (
    Register(
        command=CallMembersBallot,
        title="Call a ballot of all members",
        intro=(
            "Its majority, turnout, roll, reminders and secrecy follow from the rulebook of the "
            "day, and stay as they are from now on."
        ),
        asks=(
            words("title", "What the ballot is about", "Write what it is about"),
            Asks(_questions, _asked),
            Asks(_options, _chosen),
            _moment("opens", "When voting opens", "when voting opens"),
            _moment("closes", "When voting closes", "when voting closes"),
            *a_lot_or_none("What ties are drawn from", LOT),
        ),
        about=about_ballots,
        button="Call it",
        what_now="The roll is frozen on its day, and members are asked to vote by themselves.",
    ),
    Register(
        command=CallSurvey,
        title="Ask all members in a survey",
        intro=(
            "It decides nothing: the answers are published as an order, what most would put first "
            "first. It lasts as long as the rulebook says, and nobody learns who said what."
        ),
        asks=(
            words("title", "What the survey is about", "Write what it is about"),
            Asks(_surveyed, _answers),
            _moment("opens", "When it opens", "when it opens"),
            *a_lot("What ties are drawn from", SURVEY_LOT),
        ),
        about=about_ballots,
        button="Call it",
        what_now="Members are asked to answer by themselves, and reminded once.",
    ),
    Register(
        command=RecordBallotLotValue,
        title="Record the value for the lot of a ballot",
        intro="The value that was announced before anybody knew it. Anybody can look it up.",
        asks=(words("value", "The value", "Write the value as it was published"),),
        about=about_ballot,
        button="Record it",
        what_now="With the root of the papers it makes the seed, and the count goes on.",
        kept=("ballot",),
    ),
)
DEEDS: Final[dict[str, Deed]] = {one.command.verb(): one.deed for one in FORMS}

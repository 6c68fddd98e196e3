"""Forms on the scrutiny of a ballot: who is named, and what they report before the count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.ballots.scrutiny import Findings
from services.application.scrutiny import NameScrutineer, ReportOnBallot
from services.web.deeds.asks import YES_NO, Asks, a_member, words
from services.web.deeds.form import Deed, Given, Question, long_text, one_of
from services.web.deeds.on_ballots import about_ballot
from services.web.deeds.on_registers import Register
from services.web.look.parts import Choice
from services.web.visit import Visit

ASKED: Final[Mapping[str, str]] = {
    "lawful": "Is there nothing that gives reason to think that a rule was broken?",
    "safeguarded": "Were papers given out, taken in and kept with every safeguard to be expected?",
    "unhindered": "Could you do your work without anybody getting in the way?",
}


def _finding(name: str) -> Asks:
    def ask(visit: Visit, given: Given) -> Question:
        return one_of(name, ASKED[name], given, [Choice("", "Choose"), *YES_NO])

    def read(visit: Visit, given: Given) -> Mapping[str, object]:
        given.needed(name, "Say yes or no")
        return {}

    return Asks(ask, read)


def _ask_words(visit: Visit, given: Given) -> Question:
    hint = "Needed if you said no. Everybody reads it beside the result."
    return long_text("words", "What is to be said of it", given, hint, rows=5)


def _findings(visit: Visit, given: Given) -> Mapping[str, object]:
    said = {name: given.text(name) == "yes" for name in ASKED}
    return {"findings": Findings(**said, words=given.text("words"))}


def _reason(visit: Visit, given: Given) -> Mapping[str, object]:
    return {"reason": given.text("reason")}


def _ask_reason(visit: Visit, given: Given) -> Question:
    label = "Why somebody else takes over"
    return long_text("reason", label, given, "Leave it empty if nobody has been named.", rows=2)


FORMS: Final = (
    Register(
        command=NameScrutineer,
        title="Name the scrutineer of a ballot",
        intro=(
            "Somebody who neither stands in it nor has a place in what is elected watches over "
            "the ballot, and reports after the close. Nothing is counted before that."
        ),
        asks=(
            a_member("person", "Their membership number"),
            words("name", "Their name, as it is shown", "Write the name"),
            Asks(_ask_reason, _reason),
        ),
        about=about_ballot,
        button="Name them",
        what_now="They are shown on the page of the ballot, and report there after the close.",
        kept=("ballot",),
    ),
    Register(
        command=ReportOnBallot,
        title="Report on a ballot",
        intro=(
            "Nobody knows the result yet, and nothing is counted before your report. The figures "
            "of the roll and the papers are added to it as they stand on record."
        ),
        asks=(*map(_finding, ASKED), Asks(_ask_words, _findings)),
        about=about_ballot,
        button="Report",
        what_now="The papers are counted, and your report stands beside the result.",
        kept=("ballot",),
    ),
)
DEEDS: Final[dict[str, Deed]] = {one.command.verb(): one.deed for one in FORMS}

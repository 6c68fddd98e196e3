"""Forms on rule changes that are shortlisted and proposed."""

from __future__ import annotations

from typing import Final

from domain.cycle.suggested import State
from domain.meetings.saying import PROPOSES
from services.application.shortlists import (
    ConcludeRuleChange,
    LeaveOutRuleChange,
    ProposeRuleChange,
    ShortlistRuleChanges,
    SuggestRuleChange,
)
from services.reading import bodies, shortlists
from services.web.deeds.asks import Asks, words, yes_or_no
from services.web.deeds.asks_of_meetings import several_from
from services.web.deeds.decided import read_number, which_decision
from services.web.deeds.form import Deed, Given, Question, long_text, text
from services.web.deeds.on_processes import about_body
from services.web.deeds.on_registers import WHY, Register
from services.web.deeds.ruleform import rule_change, rule_questions
from services.web.deeds.seen import Watch
from services.web.look.parts import Choice, Link
from services.web.look.words import day
from services.web.visit import Visit

THE_CHANGE: Final = Watch("change", ("suggested_change.",))
PARAGRAPHS: Final = "Paragraphs are parted by an empty line."


def about_change(visit: Visit, given: Given) -> Link:
    found = shortlists.suggested_change(visit.at, given.id("change")).change
    return Link(found.title, f"/shortlists/{found.change}")


def _drafts(visit: Visit, given: Given) -> list[Choice]:
    """The body's drafts that are on no shortlist."""
    found = shortlists.shortlists(visit.at).drafts
    mine = (one for one in found if one.body_slug == given.text("body"))
    return [
        Choice(str(one.change), f"{one.title} ({day(one.drafted_at.date())})")
        for one in mine
        if one.state is State.DRAFTED
    ]


def _by_the_group(visit: Visit, given: Given) -> Question:
    found = shortlists.suggested_change(visit.at, given.id("change")).change
    return which_decision(visit, given, found.group_slug, kinds=PROPOSES)


BY_THE_BODY: Final = Asks(
    lambda visit, given: which_decision(visit, given, given.text("body"), kinds=PROPOSES),
    read_number,
)
BY_THE_GROUP: Final = Asks(_by_the_group, read_number)
FORMS: Final = (
    Register(
        command=ShortlistRuleChanges,
        title="Make a shortlist",
        intro="Of drafts that the body decided to put forward.",
        asks=(
            words("title", "What the shortlist is called", "Give it a title"),
            several_from("changes", "Which drafts", _drafts, "Choose at least one"),
            BY_THE_BODY,
        ),
        about=about_body,
        button="Make it",
        what_now="The full group decides which of them it proposes.",
        kept=("body",),
    ),
    Register(
        command=ProposeRuleChange,
        title="Propose a change of the rules",
        intro="As the full group decided.",
        asks=(BY_THE_GROUP,),
        about=about_change,
        button="Propose it",
        what_now="It goes on to whoever can alter the rules; enter what becomes of it there.",
        kept=("change",),
        watch=THE_CHANGE,
    ),
    Register(
        command=LeaveOutRuleChange,
        title="Leave a change out",
        intro="As the full group decided.",
        asks=(BY_THE_GROUP, WHY),
        about=about_change,
        button="Leave it out",
        what_now="It is not proposed, and stays on the shortlist with the reason.",
        kept=("change",),
        watch=THE_CHANGE,
    ),
    Register(
        command=ConcludeRuleChange,
        title="Enter what became of it",
        intro="Of a change that was proposed, where it was decided on.",
        asks=(
            yes_or_no("carried", "Was it carried?"),
            words("how", "By what", "Say where it was decided, and how"),
        ),
        about=about_change,
        button="Enter it",
        what_now="It stands on the shortlist.",
        kept=("change",),
        watch=THE_CHANGE,
    ),
)


def _ask(visit: Visit, given: Given) -> list[Question]:
    return [
        text("title", "Its title", given),
        long_text("text", "What is to change, in words", given, PARAGRAPHS, rows=10),
        *rule_questions(visit, given),
    ]


def _make(visit: Visit, given: Given) -> SuggestRuleChange:
    return SuggestRuleChange(
        body=bodies.line_of(visit.at, given.text("body")).slug,
        title=given.needed("title", "Give it a title"),
        text=given.needed("text", "Say what is to change"),
        rules=rule_change(visit, given),
    )


DEEDS: Final = {one.command.verb(): one.deed for one in FORMS} | {
    "suggest_rule_change": Deed(
        title="Draft a change of the rules",
        intro="In the name of the body, for a shortlist.",
        about=about_body,
        ask=_ask,
        make=_make,
        button="Begin the draft",
        what_now="A meeting of the body can put it on a shortlist.",
        kept=("body",),
    )
}

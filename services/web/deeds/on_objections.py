"""Forms on objections to an election: raised by a member, ruled on by the returning officer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.elections.mattering import Error
from domain.elections.objection import Subject
from services.application.objections import RaiseObjection, RuleOnObjection, WithdrawObjection
from services.reading import elections
from services.web.deeds.asks import Asks, one_choice, words
from services.web.deeds.form import Deed, Given, Question, Unclear, one_of, text
from services.web.deeds.on_elections import about_election
from services.web.deeds.on_registers import Register
from services.web.deeds.seen import Watch
from services.web.look.parts import Choice, Link, Mistake
from services.web.visit import Visit

Fields = Mapping[str, object]
SUBJECTS: Final[Mapping[Subject, str]] = {
    Subject.CAMPAIGN: "Campaigning, or what was spent or used for it",
    Subject.CONDUCT: "How the election is held",
    Subject.RESULT: "The result of a section, once it is declared",
}
THE_OBJECTION: Final = Watch("objection", ("objection.",))
UPHELD: Final = (
    Choice("", "Choose"),
    Choice("yes", "It is upheld"),
    Choice("no", "It is dismissed"),
)
NONE_TOUCHED: Final = "Leave it empty unless the vote of the section is annulled over it."


def about_objection(visit: Visit, given: Given) -> Link:
    found = elections.objection(visit.at, given.id("objection")).objection
    return Link(f"an objection to {found.title}", f"/objections/{found.objection}")


def _section(visit: Visit, given: Given) -> Question:
    sections = elections.election(visit.at, given.id("election")).election.sections
    every = [Choice(one.section, one.section.replace("_", " ")) for one in sections]
    choices = [Choice("", "All of it"), *every]
    return one_of("section", "Which section it is about", given, choices)


def _in_section(visit: Visit, given: Given) -> Fields:
    return {"section": given.text("section") or None}


def _upheld(visit: Visit, given: Given) -> Question:
    return one_of("upheld", "What you rule", given, UPHELD)


def _rules_so(visit: Visit, given: Given) -> Fields:
    return {"upheld": given.needed("upheld", "Say whether it is upheld") == "yes"}


def _missing(visit: Visit, given: Given) -> Question:
    label = "Papers that should have been counted and were not"
    return text("missing", label, given, NONE_TOUCHED, width=8)


def _wrong(visit: Visit, given: Given) -> Question:
    label = "Papers that were counted and should not have been"
    return text("wrong", label, given, NONE_TOUCHED, width=8)


def _error(visit: Visit, given: Given) -> Fields:
    """Over how many papers the vote is annulled, if it is."""
    touched = {name: given.text(name).strip() for name in ("missing", "wrong")}
    if not any(touched.values()):
        return {}
    for name, written in touched.items():
        if written and not written.isdecimal():
            raise Unclear(Mistake(name, "Write how many papers, in figures"))
    return {"error": Error(**{name: int(written or 0) for name, written in touched.items()})}


def _nothing(visit: Visit, given: Given) -> Fields:
    return {}


SUBJECT: Final = one_choice(
    "subject",
    "What you object to",
    [Choice("", "Choose"), *(Choice(one, label) for one, label in SUBJECTS.items())],
)
FORMS: Final = (
    Register(
        command=RaiseObjection,
        title="Object to an election",
        intro=(
            "The returning officer rules on it within the hours of the rule. Your objection stands "
            "on the page of the election for good, with your name and with the ruling."
        ),
        asks=(
            SUBJECT,
            Asks(_section, _in_section),
            words("grounds", "What went wrong", "Say what went wrong"),
        ),
        about=about_election,
        button="Object",
        what_now="The returning officer rules on it, with reasons.",
        kept=("election",),
    ),
    Register(
        command=RuleOnObjection,
        title="Rule on an objection",
        intro=(
            "Everybody reads your reasons. The vote of its section can be annulled with that, over "
            "an error that could have changed who is elected, which is computed from the count: "
            "those whom it elected lose their places, and members vote again."
        ),
        asks=(
            Asks(_upheld, _rules_so),
            words("reasons", "Your reasons", "Give the reasons"),
            Asks(_missing, _nothing),
            Asks(_wrong, _error),
        ),
        about=about_objection,
        button="Rule so",
        what_now="It stands beside the objection.",
        kept=("objection",),
        watch=THE_OBJECTION,
    ),
    Register(
        command=WithdrawObjection,
        title="Take back your objection",
        intro="It stays on the page of the election, as one that was taken back.",
        asks=(),
        about=about_objection,
        button="Take it back",
        what_now="There is no ruling on it.",
        kept=("objection",),
        watch=THE_OBJECTION,
    ),
)
DEEDS: Final[dict[str, Deed]] = {one.command.verb(): one.deed for one in FORMS}

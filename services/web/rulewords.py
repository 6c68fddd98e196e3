"""Answers how the value of a rule is said on a page."""

from __future__ import annotations

from domain.counting.rules.catalogue import manifests
from domain.powers import in_words
from domain.rules.kinds import BodyKind
from domain.rules.parts import Part
from domain.rules.values import (
    AmendmentProcedure,
    Choice,
    Count,
    Days,
    Flag,
    Hours,
    Period,
    Procedure,
    RuleValue,
    Seats,
    Section,
    Share,
    Who,
)
from services.web.look.words import counted, listed

CHOICES = {manifest.id: manifest.title for manifest in manifests()} | {
    "scottish-stv": "single transferable vote by the Scottish rules",
    "block": "block vote",
}
PROCEDURES = {
    Procedure.SUBSTANTIVE: "each carried amendment makes a new text, and the next is taken on that",
    Procedure.PARALLEL: "all amendments are taken against one text and the carried ones merged",
    Procedure.PARTS: "all are taken against one text, each paragraph with a vote of its own",
    Procedure.CONSENSUS: "only what nobody objects to is agreed",
}


def said(value: RuleValue) -> str:
    """The value in words."""
    match value:
        case Days():
            return counted(value.count, "clear day" if value.clear else "day")
        case Hours():
            return counted(value.count, "hour")
        case Count():
            return f"{value.count:,}"
        case Share():
            return value.in_words() if value.numerator else "none is needed"
        case Choice():
            return choice(value.choice)
        case Flag():
            return "yes" if value.holds else "no"
        case Seats():
            return _seats(value)
        case Part():
            return value.in_words()
        case BodyKind():
            return value.in_words()
        case Who():
            return listed([in_words(power) for power in value.powers], "or")
        case Period():
            return counted(value.months, "month")
        case AmendmentProcedure():
            return f"{value.procedure}: {PROCEDURES[value.procedure]}"
    return value.text


def choice(word: str) -> str:
    """One of a closed list, in words."""
    return CHOICES.get(word, word.replace("_", " ").replace("-", " "))


def _seats(value: Seats) -> str:
    women = f", of which at least {value.min_women} women" if value.min_women else ""
    parts = listed([section(one) for one in value.seats])
    return f"{counted(value.total, 'place')}{women}: {parts}"


def section(one: Section) -> str:
    """One section's places."""
    women = f" (at least {one.min_women} women)" if one.min_women else ""
    return f"{one.section.replace('_', ' ')} {one.seats}{women}"

"""Forms on policy primaries: launched, ties, motions put and merged, policies and their outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from domain.primary.primary import Outcome
from services.application.primaries import (
    AddPolicy,
    AnnouncePrimaryLot,
    ComposePrimaryMotions,
    LaunchPrimary,
    PutPrimaryMotion,
    RecordPolicyOutcome,
)
from services.reading import primaries
from services.web.deeds.asks import Asks, many_words, one_choice, words
from services.web.deeds.asks_of_lots import a_lot
from services.web.deeds.form import Deed, Given, Question, some_of
from services.web.deeds.on_registers import Forms, Register
from services.web.deeds.seen import Watch
from services.web.look.parts import Choice, Link
from services.web.visit import Visit

IT: Final = ("primary",)
THE_PRIMARY: Final = Watch("primary", ("primary.",))


def about_primary(visit: Visit, given: Given) -> Link:
    found = primaries.primary(visit.at, given.id("primary")).primary
    return Link(found.title, f"/primaries/{found.primary}")


def about_primaries(visit: Visit, given: Given) -> Link:
    return Link("policy primaries", "/primaries")


def _which(visit: Visit, given: Given) -> Question:
    found = primaries.primary(visit.at, given.id("primary")).motions
    choices = [Choice(str(one.motion), one.title) for one in found if one.can_be_merged]
    return some_of("parents", "Of which motions it is made", given, choices)


def _parents(visit: Visit, given: Given) -> Mapping[str, object]:
    return {"parents": tuple(UUID(one) for one in given.many("parents"))}


FORM: Final = Forms(
    about=about_primary,
    kept=IT,
    what_now="It stands on the page of the primary.",
    watch=THE_PRIMARY,
)

TITLE: Final = words("title", "Its title, as it stands on the paper", "Write the title")
TEXT: Final = many_words("text", "Its text", "Write the text")
OUTCOME: Final = one_choice(
    "outcome",
    "What became of it",
    [Choice("", "Choose"), *(Choice(one, one.capitalize()) for one in Outcome)],
)
FORMS: Final = (
    Register(
        command=LaunchPrimary,
        title="Launch a policy primary",
        intro="How long each stage lasts follows from the rulebook of this moment.",
        asks=(words("title", "Its title", "Give it a title"),),
        about=about_primaries,
        button="Launch it",
        what_now="Motions can be put from now on.",
    ),
    FORM(
        AnnouncePrimaryLot,
        "Announce what ties are drawn from",
        "A public value that nobody can choose and nobody knows before members have voted.",
        "Announce it",
        *a_lot(),
    ),
    FORM(
        PutPrimaryMotion,
        "Put a motion",
        "It is public from now on, with the name that you write here.",
        "Put it",
        TITLE,
        TEXT,
        words("author", "By whom it is, as it stands on the paper", "Write by whom it is"),
    ),
    FORM(
        ComposePrimaryMotions,
        "Propose a composite",
        "The author of each motion says whether theirs goes into it. Whoever says nothing stays "
        "apart, and one alone makes no composite.",
        "Propose it",
        TITLE,
        TEXT,
        Asks(_which, _parents),
    ),
    FORM(
        AddPolicy,
        "Add a policy of the body",
        "It is shown as the body's, apart from what the members ranked.",
        "Add it",
        TITLE,
        TEXT,
    ),
    FORM(
        RecordPolicyOutcome,
        "Say what became of a policy",
        "At conference. What is recorded last holds.",
        "Record it",
        OUTCOME,
        words("words", "How it went", "Say how it went"),
        kept=("primary", "policy"),
    ),
)
DEEDS: Final[dict[str, Deed]] = {one.command.verb(): one.deed for one in FORMS}

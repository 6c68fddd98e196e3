"""What forms on cases and suspensions ask, and the fields that each answer gives.

Whatever they offer to choose from is read from the case as it is shown to those who may see it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from secrets import token_hex
from typing import Final
from uuid import UUID

from domain.cases.sanctions import GRAVEST, listed
from domain.cases.sides import Side
from domain.kernel.refusal import NotFound
from domain.rules.values import Choice as Chosen
from services.application.casework import AtHand
from services.web.case_seen import seen, seen_by_reference
from services.web.deeds.asks import YES_NO, Asks, many_words, one_choice
from services.web.deeds.form import (
    Given,
    Question,
    Shape,
    Unclear,
    at_moment,
    filled,
    member_named,
    one_of,
    some_of,
    text,
)
from services.web.look.parts import Choice, Mistake
from services.web.visit import Visit

TOLD: Final = "Say why: it stands under seal, and those whom it is about are told"
CHOOSE: Final = Choice("", "Choose")
SIDES: Final = [Choice(side.value, f"The {side}") for side in Side]


def at_hand(visit: Visit, given: Given) -> AtHand:
    """The case that the form is about; raises `NotFound` for all to whom it is closed."""
    return seen(visit, given.id("case"))


def reasons(label: str = "The reasons", name: str = "reasons", how: str = TOLD) -> Asks:
    """Words that stand under seal, and may not be missing."""
    return many_words(name, label, how)


def a_moment(name: str, label: str, what: str, hint: str = "") -> Asks:
    """A day and a time that may not be left out."""
    return Asks(
        lambda visit, given: at_moment(name, label, given, hint),
        lambda visit, given: {name: given.moment(name, what, visit)},
    )


def must_choose(name: str, label: str, yes: str, no: str) -> Asks:
    """One of two answers, neither of which stands for silence."""
    return one_choice(name, label, [CHOOSE, Choice("yes", yes), Choice("no", no)])


def _chosen_from(
    name: str, label: str, choices: Callable[[AtHand, Visit], Sequence[Choice]], how: str
) -> Asks:
    """One of what stands in the case."""

    def ask(visit: Visit, given: Given) -> Question:
        return one_of(name, label, given, [CHOOSE, *choices(at_hand(visit, given), visit)])

    return Asks(ask, lambda visit, given: {name: given.needed(name, how)})


def _challenged(at: AtHand, visit: Visit) -> Sequence[Choice]:
    panel = at.find_panel(at.instance)
    people = () if panel is None else panel.challenged
    names = visit.names(*people)
    return [Choice(str(person), names[person]) for person in people]


def _measures(at: AtHand, visit: Visit) -> Sequence[Choice]:
    return [Choice(str(one), f"Measure {one}") for one in at.complaint.measures_at(at.case.now)]


def _sanction(visit: Visit, given: Given) -> Question:
    """Those of the closed list that are within a panel's power."""
    rules = at_hand(visit, given).rules
    known, gravest = listed(rules), rules.value(GRAVEST, Chosen).choice
    within = known[: known.index(gravest) + 1]
    choices = [Choice(one, one.replace("_", " ")) for one in within]
    return one_of("sanction", "Which sanction", given, [Choice("", "None"), *choices])


def _respondent(visit: Visit, given: Given) -> Question:
    hint = "Such as M00042. Leave it empty if it is about nobody who is a member."
    return text("respondent", "The membership number of whom it is about", given, hint, 10)


def _named_respondent(visit: Visit, given: Given) -> dict[str, object]:
    said = given.text("respondent")
    return {"respondent": member_named(visit, given, "respondent") if said else None}


def _other_case(name: str, label: str, hint: str, how: str = "") -> Asks:
    """Another case by its reference, of those that the visitor may look into."""

    def read(visit: Visit, given: Given) -> dict[str, object]:
        said = given.needed(name, how) if how else given.text(name)
        if not said:
            return {name: None}
        try:
            found: UUID = seen_by_reference(visit, said).complaint.id
        except NotFound as unknown:
            raise Unclear(Mistake(name, unknown.sentence.removesuffix("."))) from None
        return {name: found}

    return Asks(lambda visit, given: text(name, label, given, hint, 16), read)


def _their_word(visit: Visit, given: Given) -> Question:
    """A word that is made here: nobody has to think of one that cannot be guessed."""
    hint = "Hand it over with the reference. Write it down: it is shown here and never again."
    made = "-".join(token_hex(2) for _ in range(5))
    return filled(
        text("secret", "Their word, for their own part of the case", given, hint), made, given
    )


def _who_came(visit: Visit, given: Given) -> Question:
    return some_of("sides", "Who came", given, SIDES, "A side that stays away admits nothing.")


RESPONDENT: Final = Asks(_respondent, _named_respondent)
INTO: Final = _other_case(
    "into", "The reference of the other case", "Such as C-ABCDE-FGHIJ.", "Write its reference"
)
PENDING: Final = _other_case(
    "pending", "The case it is about", "Its reference. Leave it empty if there is none."
)
THEIR_WORD: Final = Asks(
    _their_word, lambda visit, given: {"secret": given.needed("secret", "Write the word")}
)
CHALLENGED: Final = _chosen_from("person", "Who was challenged", _challenged, "Choose one of them")
MEASURE: Final = _chosen_from("number", "Which one", _measures, "Choose one of them")
SANCTION: Final = Asks(_sanction, lambda visit, given: {"sanction": given.text("sanction") or None})
WHO_CAME: Final = Asks(_who_came, lambda visit, given: {"sides": tuple(given.many("sides"))})
REMOTE: Final = Asks(
    lambda visit, given: one_of(
        "remote", "Is it held remotely?", given, YES_NO[::-1], Shape.SELECT
    ),
    lambda visit, given: {"remote": given.text("remote") == "yes"},
)

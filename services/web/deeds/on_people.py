"""Forms on what is kept of people: details, declarations, access, hold, erasure.

What was entered before is filled in for those who may see it, and for nobody else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from domain.bodies.kept import DECLARED_FOR
from domain.kernel.ids import PersonId
from domain.kernel.sealed import Purpose
from services.application.accesses import (
    AnswerAccess,
    ExtendAccess,
    RequestAccess,
    WithdrawAccess,
)
from services.application.caucuses import JoinCaucus, LeaveCaucus
from services.application.details import (
    DeclareCategory,
    SetDetails,
    WithdrawCategory,
)
from services.application.erasing import EraseData, LiftHold, PlaceHold
from services.reading import details
from services.reading.details import Contents
from services.web.deeds.asks import Asks, Fields, a_body, one_choice, words
from services.web.deeds.form import Given, Question, Unclear, filled, one_of, some_of
from services.web.deeds.on_registers import Register
from services.web.look.parts import Choice, Link, Mistake
from services.web.trying import objection
from services.web.visit import Visit

WHY: Final = words("reason", "Why", "Say why: it stays on record, so name nobody in it")
FOR: Final = [Choice(Purpose.CAUCUS.value, "Caucuses"), Choice(Purpose.QUOTA.value, "Quotas")]
SHOWN: Final = [
    Choice("no", "Only to its members"),
    Choice("yes", "To everybody, as whoever holds a post of it must be"),
]
PURPOSES: Final = [
    Choice(Purpose.IDENTITY.value, "What they are called"),
    Choice(Purpose.CONTACT.value, "How they are reached"),
    Choice(Purpose.BIRTH.value, "When they were born"),
    Choice(Purpose.CAUCUS.value, "What they declared for caucuses"),
    Choice(Purpose.QUOTA.value, "What they declared for quotas"),
]


def about_data(visit: Visit, given: Given) -> Link:
    found = details.person_data(visit.at, given.id("person"))
    return Link(f"what is kept of {found.person.name}", f"/people/{found.person.person}/data")


def _known(visit: Visit, given: Given) -> Contents:
    """What was entered before, for those who may enter it."""
    person = PersonId(given.id("person"))
    if objection(visit, SetDetails(person=person)) is not None:
        return Contents()
    return details.contents(visit.at, person)


def _detail(asks: Asks, was: Callable[[Contents], str]) -> Asks:
    def ask(visit: Visit, given: Given) -> Question:
        return filled(asks.ask(visit, given), was(_known(visit, given)), given)

    return Asks(ask, asks.read)


def _which_declaration() -> Asks:
    """One of one's own declarations; the answer says purpose and category."""

    def own(visit: Visit, given: Given) -> dict[str, tuple[Purpose, str]]:
        person = given.id("person")
        if visit.acting is None or visit.acting.person != person:
            return {}
        found = details.declared(visit.at, person)
        return {f"{one.purpose}~{one.category}": (one.purpose, one.category) for one in found}

    def ask(visit: Visit, given: Given) -> Question:
        choices = [Choice(v, f"{c}, for {p}") for v, (p, c) in own(visit, given).items()]
        return one_of("category", "Which one", given, [Choice("", "Choose"), *choices])

    def read(visit: Visit, given: Given) -> Fields:
        found = own(visit, given).get(given.text("category"))
        if found is None:
            raise Unclear(Mistake("category", "Choose something that you declared"))
        return {"purpose": found[0], "category": found[1]}

    return Asks(ask, read)


def _which_purposes() -> Asks:
    def read(visit: Visit, given: Given) -> Fields:
        chosen = given.many("purposes")
        if not chosen:
            raise Unclear(Mistake("purposes", "Choose at least one"))
        return {"purposes": tuple(chosen)}

    return Asks(
        lambda visit, given: some_of("purposes", "What is to be erased", given, PURPOSES), read
    )


_ONES_OWN: Final = "Only you can say this. The record shows that you said something, and not what."
REGISTERS: Final[tuple[Register, ...]] = (
    Register(
        command=SetDetails,
        title="Enter details of a person",
        intro="It is sealed. It replaces what was entered before, also where you leave it empty.",
        asks=(
            _detail(words("name", "Their name"), lambda was: was.name or ""),
            _detail(words("email", "Their e-mail address"), lambda was: was.email or ""),
            _detail(
                words("post_address", "Their post address"), lambda was: was.post_address or ""
            ),
            _detail(
                words("born", "The day they were born", hint="Such as 1990-04-01.", width=10),
                lambda was: was.born.isoformat() if was.born else "",
            ),
        ),
        about=about_data,
        button="Enter it",
        what_now="It is kept under keys of this person's own, and can be erased.",
        kept=("person",),
    ),
    Register(
        command=DeclareCategory,
        title="Declare what you are",
        intro=_ONES_OWN,
        asks=(
            one_choice("purpose", "For what", FOR),
            words(
                "category",
                "What you are, in the rulebook's word",
                "Write the word",
                "Such as women or under_30: small letters, no spaces.",
                30,
            ),
        ),
        about=about_data,
        button="Declare it",
        what_now="It counts for this purpose alone, and you can take it back at any time.",
        kept=("person",),
    ),
    Register(
        command=WithdrawCategory,
        title="Take a declaration back",
        intro="With the last one for a purpose, its key is destroyed.",
        asks=(_which_declaration(),),
        about=about_data,
        button="Take it back",
        what_now="It does not count any more.",
        kept=("person",),
    ),
    Register(
        command=JoinCaucus,
        title="Join a caucus",
        intro="Only you can. Who belongs to it is told to its members; the record does not say it.",
        asks=(
            a_body("body", "Which caucus", "own_word"),
            one_choice("openly", "Are you shown as one of it", SHOWN),
        ),
        about=about_data,
        button="Join it",
        what_now="Its members see you from now on, and you see them.",
        kept=("person",),
    ),
    Register(
        command=LeaveCaucus,
        title="Leave a caucus",
        intro="With the last of what you said for caucuses, its key is destroyed.",
        asks=(a_body("body", "Which caucus", "own_word"),),
        about=about_data,
        button="Leave it",
        what_now="Its members do not see you any more.",
        kept=("person",),
    ),
    Register(
        command=RequestAccess,
        title="Ask to see everything",
        intro="Everything that is kept of the person is put together and given to them.",
        asks=(),
        about=about_data,
        button="Ask for it",
        what_now="The page says by when it has to be answered.",
        kept=("person",),
    ),
    Register(
        command=AnswerAccess,
        title="Record that they were given everything",
        intro="`convenor access` writes the archive; record here that it was handed over.",
        asks=(),
        about=about_data,
        button="Record it",
        what_now="Nothing is due to them any more.",
        kept=("person",),
    ),
    Register(
        command=ExtendAccess,
        title="Take more time to answer",
        intro="Once, and before the time is over. The person is told the reason.",
        asks=(WHY,),
        about=about_data,
        button="Take more time",
        what_now="The page says by when it has to be answered now.",
        kept=("person",),
    ),
    Register(
        command=WithdrawAccess,
        title="Take the request back",
        intro="Nothing is put together then. You can ask again at any time.",
        asks=(WHY,),
        about=about_data,
        button="Take it back",
        what_now="Nothing is due on it any more.",
        kept=("person",),
    ),
    Register(
        command=PlaceHold,
        title="Put what is kept of somebody on hold",
        intro="Nothing of it can be erased until the hold is lifted.",
        asks=(WHY,),
        about=about_data,
        button="Put it on hold",
        what_now="Whoever asks for it to be erased is told of the hold.",
        kept=("person",),
    ),
    Register(
        command=LiftHold,
        title="Lift the hold",
        intro="What is kept can be erased again, if nothing else stands in the way.",
        asks=(WHY,),
        about=about_data,
        button="Lift it",
        what_now="It can be erased.",
        kept=("person",),
    ),
    Register(
        command=EraseData,
        title="Erase what is kept of somebody",
        intro="The keys are destroyed for good. Nobody can bring back what they sealed.",
        asks=(
            _which_purposes(),
            words("ground", "On what ground", "Say why: it stays on record, so name nobody in it"),
        ),
        about=about_data,
        button="Erase it for good",
        what_now="It reads as erased from now on, here and in every copy of the record.",
        kept=("person",),
    ),
)
DEEDS: Final = {one.command.verb(): one.deed for one in REGISTERS}
assert {choice.value for choice in FOR} == {purpose.value for purpose in DECLARED_FOR}

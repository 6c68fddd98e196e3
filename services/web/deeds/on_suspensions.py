"""Forms on suspensions: suspend somebody, answer, look again, renew, lift, appeal and decide on it.

They are shown to whoever is suspended and to those who decide, and no browser keeps them.
"""

from __future__ import annotations

from typing import Final

from services.application.suspensions import (
    AnswerSuspension,
    AppealSuspension,
    DecideSuspensionAppeal,
    LiftSuspension,
    RenewSuspension,
    ReviewSuspension,
    Suspend,
)
from services.web.case_seen import suspension_seen
from services.web.deeds.asks_of_cases import PENDING, a_moment, must_choose, reasons
from services.web.deeds.form import Deed, Given
from services.web.deeds.on_registers import Forms, Register, about_person
from services.web.deeds.seen import Watch
from services.web.look.parts import Link
from services.web.visit import Visit

THE_SUSPENSION: Final = Watch("suspension", ("suspension.",))
UNTIL: Final = a_moment("until", "Until when", "until when it lasts", "It ends by itself then.")


def about_suspension(visit: Visit, given: Given) -> Link:
    """The suspension; raises `NotFound` for all whom it does not concern."""
    found = suspension_seen(visit, given.id("suspension"))
    name = visit.names(found.person)[found.person]
    return Link(f"the suspension of {name}", f"/suspensions/{found.id}")


def back_to_suspension(visit: Visit, given: Given) -> str:
    return f"/suspensions/{given.id('suspension')}?recorded=yes"


def back_to_person(visit: Visit, given: Given) -> str:
    return f"/people/{given.id('person')}"


FORM: Final = Forms(
    about=about_suspension,
    kept=("suspension",),
    what_now="It stands on the page of the suspension.",
    watch=THE_SUSPENSION,
    after=back_to_suspension,
)

FORMS: Final = (
    Register(
        command=Suspend,
        title="Suspend somebody",
        intro="They are told the reasons, can answer and appeal. It ends by itself, and is looked "
        "at again before.",
        button="Suspend them",
        what_now="It is looked at again before it ends.",
        asks=(reasons(), UNTIL, PENDING),
        kept=("person",),
        about=about_person,
        after=back_to_person,
    ),
    FORM(
        AnswerSuspension,
        "Answer your suspension",
        "Say what you have to say to it. Those who decide on it read this.",
        "Answer it",
        reasons("Your answer", "statement", "Write your answer"),
    ),
    FORM(
        AppealSuspension,
        "Appeal against your suspension",
        "Somebody who has not decided on it before looks at it. It goes on until then.",
        "Appeal",
        reasons("Why it is wrong", "grounds", "Write why it is wrong"),
    ),
    FORM(
        ReviewSuspension,
        "Look at the suspension again",
        "It stays for these reasons, and ends when it was to end.",
        "Let it stay",
        reasons("Why it stays"),
    ),
    FORM(
        RenewSuspension,
        "Renew the suspension",
        "It lasts longer, as often and as long as the rules allow.",
        "Renew it",
        reasons("Why it has to last longer"),
        UNTIL,
    ),
    FORM(
        LiftSuspension,
        "Lift the suspension",
        "It is over from now on, and everything that it took comes back at once.",
        "Lift it",
        reasons("Why it is lifted"),
    ),
    FORM(
        DecideSuspensionAppeal,
        "Decide on the appeal",
        "Somebody who has not decided on it before does this.",
        "Decide it",
        must_choose("upheld", "Is the appeal right?", "Yes: it is lifted", "No: it stays"),
        reasons(),
    ),
)
DEEDS: Final[dict[str, Deed]] = {one.command.verb(): one.deed for one in FORMS}

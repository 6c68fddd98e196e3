"""Forms on places that fell empty: taken or declined by whoever is asked, or put to members."""

from __future__ import annotations

from typing import Final

from services.application.vacancies import AcceptPlace, CallByElection, DeclinePlace
from services.reading import bodies, vacancies
from services.web.deeds.asks import words
from services.web.deeds.form import Deed, Given
from services.web.deeds.on_registers import Forms, Register
from services.web.deeds.seen import Watch
from services.web.look.parts import Link
from services.web.visit import Visit

THE_PLACE: Final = Watch("vacancy", ("vacancy.",))


def about_vacancy(visit: Visit, given: Given) -> Link:
    found = vacancies.vacancy(visit.at, given.id("vacancy")).vacancy
    return Link(f"the place that {found.name} left", f"/vacancies/{found.vacancy}")


def about_section(visit: Visit, given: Given) -> Link:
    slug, section = given.text("body"), given.text("section").replace("_", " ")
    found = bodies.body(visit.at, slug).body
    return Link(f"{found.name}: {section}", f"/bodies/{slug}")


FORM: Final = Forms(
    about=about_vacancy,
    kept=("vacancy",),
    what_now="It stands on the page of the place.",
    watch=THE_PLACE,
)
FORMS: Final = (
    FORM(
        AcceptPlace,
        "Take the place",
        "You sit from this moment on, for the rest of the term of whoever left.",
        "Take it",
    ),
    FORM(
        DeclinePlace,
        "Decline the place",
        "The papers are counted for whoever comes after you; you are not asked again for it.",
        "Decline it",
    ),
    Register(
        command=CallByElection,
        title="Call a by-election",
        intro=(
            "It is for every place of this section that waits for one. Method and quotas come from "
            "the rulebook in force at this moment; whoever is elected has the rest of the term."
        ),
        asks=(words("title", "Its title", "Give the by-election a title"),),
        about=about_section,
        button="Call it",
        what_now="Nominations can be opened for it.",
        kept=("body", "section"),
    ),
)
DEEDS: Final[dict[str, Deed]] = {one.command.verb(): one.deed for one in FORMS}

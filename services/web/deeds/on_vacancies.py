"""Forms on places that fell empty: taken or declined by whoever is asked, or put to members."""

from __future__ import annotations

from typing import Final

from services.application.vacancies import AcceptPlace, CallByElection, DeclinePlace
from services.reading import bodies, vacancies
from services.web.deeds.asks import words
from services.web.deeds.form import Deed, Given
from services.web.deeds.on_registers import Register
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


FORMS: Final = (
    Register(
        command=AcceptPlace,
        title="Take the place",
        intro="You sit from this moment on, for the rest of the term of whoever left.",
        asks=(),
        about=about_vacancy,
        button="Take it",
        what_now="You have the place.",
        kept=("vacancy",),
        watch=THE_PLACE,
    ),
    Register(
        command=DeclinePlace,
        title="Decline the place",
        intro="The papers are counted for whoever comes after you; you are not asked again for it.",
        asks=(),
        about=about_vacancy,
        button="Decline it",
        what_now="Whoever comes next by the papers is asked.",
        kept=("vacancy",),
        watch=THE_PLACE,
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

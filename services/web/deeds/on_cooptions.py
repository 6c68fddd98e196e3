"""Forms on co-options: propose one, carry out the decision on it, answer it, let it last longer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.meetings.saying import CO_OPTS
from services.application.cooptions import (
    AcceptCoOption,
    DecideCoOption,
    DeclineCoOption,
    ProposeCoOption,
    RenewCoOption,
    WithdrawCoOption,
)
from services.reading import cooptions
from services.web.deeds.asks import Asks, a_member, a_moment, many_words, words, yes_or_no
from services.web.deeds.decided import read_number, which_decision
from services.web.deeds.form import Deed, Given, Question
from services.web.deeds.on_registers import WHY, Register
from services.web.deeds.seen import THE_BODY, Watch
from services.web.look.parts import Link
from services.web.visit import Visit

THE_COOPTION: Final = Watch("cooption", ("cooption.",))


def about_cooption(visit: Visit, given: Given) -> Link:
    line = cooptions.cooption(visit.at, given.id("cooption")).cooption
    return Link(f"{line.name}, {line.body_name}", f"/cooptions/{line.cooption}")


def _ask_decision(visit: Visit, given: Given) -> Question:
    line = cooptions.cooption(visit.at, given.id("cooption")).cooption
    return which_decision(visit, given, line.slug, kinds=CO_OPTS)


def _ask_origin(visit: Visit, given: Given) -> Question:
    """What a meeting came up with itself is entered with its decision, by who keeps its record."""
    none = "None: it is proposed now, by you"
    return which_decision(visit, given, given.text("body"), kinds=CO_OPTS, first=none)


def _origin(visit: Visit, given: Given) -> Mapping[str, object]:
    return {"decision": read_number(visit, given)} if given.text("decision") else {}


DECISION: Final = Asks(_ask_decision, read_number)

FORMS: Final = (
    Register(
        command=ProposeCoOption,
        title="Propose a co-option",
        intro="The body decides at a meeting; whoever is co-opted then accepts or declines.",
        asks=(
            a_member("person", "Their membership number"),
            words("name", "Their name, as it is shown", "Write the name"),
            many_words("reasons", "Why they should be co-opted"),
            yes_or_no("voting", "Would they have a vote?"),
            a_moment("until", "Until when", "Leave it empty to go by the rules."),
            Asks(_ask_origin, _origin),
        ),
        button="Propose it",
        what_now="The body decides on it at a meeting.",
        kept=("body",),
        watch=THE_BODY,
    ),
    Register(
        command=DecideCoOption,
        title="Carry out the decision on a co-option",
        intro="The decision must bind: it was taken with a quorum, or ratified.",
        asks=(yes_or_no("agreed", "Did they agree to it?"), DECISION),
        about=about_cooption,
        button="Carry it out",
        what_now="Whoever is co-opted can accept or decline.",
        kept=("cooption",),
        watch=THE_COOPTION,
    ),
    Register(
        command=WithdrawCoOption,
        title="Take the proposal back",
        intro="It stays on record that it was made.",
        asks=(WHY,),
        about=about_cooption,
        button="Take it back",
        what_now="The body does not decide on it.",
        kept=("cooption",),
        watch=THE_COOPTION,
    ),
    Register(
        command=AcceptCoOption,
        title="Accept the place",
        intro="You sit in the body from now on, until the term ends.",
        asks=(),
        about=about_cooption,
        button="Accept it",
        what_now="Your seat is on the body's page.",
        kept=("cooption",),
        watch=THE_COOPTION,
    ),
    Register(
        command=DeclineCoOption,
        title="Decline the place",
        intro="The body can propose somebody else.",
        asks=(WHY,),
        about=about_cooption,
        button="Decline it",
        what_now="The co-option is over.",
        kept=("cooption",),
        watch=THE_COOPTION,
    ),
    Register(
        command=RenewCoOption,
        title="Let a co-option last longer",
        intro="The body has decided so, at a meeting or in writing.",
        asks=(a_moment("until", "Until when", "Not longer than the rules allow."), DECISION),
        about=about_cooption,
        button="Renew it",
        what_now="It is looked at again before its new end.",
        kept=("cooption",),
        watch=THE_COOPTION,
    ),
)
DEEDS: Final[dict[str, Deed]] = {one.command.verb(): one.deed for one in FORMS}

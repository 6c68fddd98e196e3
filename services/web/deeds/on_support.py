"""Forms on requests for support and on those who advise.

They are shown to those alone who see how far a request has come, and no browser keeps them.
"""

from __future__ import annotations

from typing import Final

from domain.support.request_acts import Outcome
from domain.support.requester import reference_of
from services.application.support import (
    AcceptSupport,
    AddDocument,
    AdviseOnSupport,
    DeclineSupport,
    FollowUpSupport,
    GiveAdviser,
    HandBackSupport,
    NameAdviser,
    RecordSupportOutcome,
    ReleaseAdviser,
)
from services.application.supporting import advisers
from services.reading.support_files import OUTCOMES
from services.web.acting import must_act
from services.web.deeds.asks import Asks, a_member, one_choice, words
from services.web.deeds.asks_of_cases import CHOOSE, reasons
from services.web.deeds.form import Deed, Given, Question, one_of, text
from services.web.deeds.on_registers import Forms, Register
from services.web.deeds.seen import Watch
from services.web.look.parts import Choice, Link
from services.web.support_seen import seen
from services.web.trying import Attempt
from services.web.visit import Visit

THE_REQUEST: Final = Watch("case", ("support.",))
DESK: Final = "/support/desk"
ENDINGS: Final = [Choice(one, OUTCOMES[one]) for one in Outcome]


def about_request(visit: Visit, given: Given) -> Link:
    """The request; raises `NotFound` for all to whom it is closed."""
    reference = reference_of(seen(visit, given.id("case")).request.id)
    return Link(reference, f"{DESK}/{reference}")


def back_to_request(visit: Visit, given: Given) -> str:
    """The request's page, which says that it was recorded, also to whom it is closed by now."""
    return f"{DESK}/{reference_of(given.id('case'))}?recorded=yes"


def about_advisers(visit: Visit, given: Given) -> Link:
    return Link("those who advise", DESK)


def back_to_desk(visit: Visit, given: Given) -> str:
    return f"{DESK}?recorded=yes"


def _adviser(visit: Visit, given: Given) -> Question:
    found = advisers(Attempt(visit, must_act(visit.request).asker))
    names = visit.names(*{one.person for one in found})
    choices = [Choice(str(one.person), names[one.person]) for one in found]
    return one_of("person", "Who advises no longer", given, [CHOOSE, *choices])


def _places(visit: Visit, given: Given) -> Question:
    hint = "None for the time being is 0; whom they advise already they go on advising."
    return text("places", "How many people at once", given, hint, 4)


FORM: Final = Forms(
    about=about_request,
    kept=("case",),
    what_now="It stands in the file of the request.",
    watch=THE_REQUEST,
    after=back_to_request,
)

FORMS: Final = (
    FORM(
        AcceptSupport,
        "Put it on the waiting list",
        "The service can help. From now on the file is closed to you; its adviser opens it.",
        "Put it on the list",
        reasons("What the service can do"),
    ),
    FORM(
        DeclineSupport,
        "Say that the service cannot help",
        "Whoever asked is told why, and who could help. The request is closed by this.",
        "Decline it",
        reasons("Why not, and who could help"),
    ),
    FORM(
        GiveAdviser,
        "Give it an adviser",
        "The rules say who is next on the list. Of those with a free place it is given to whoever "
        "advises fewest people.",
        "Give it an adviser",
    ),
    FORM(
        AdviseOnSupport,
        "Give advice",
        "Whoever asked reads it in their own file.",
        "Give it",
        reasons("Your advice", "advice", "Write the advice"),
    ),
    FORM(
        AddDocument,
        "Put a paper into the file",
        "Whoever asked reads it too.",
        "Put it in",
        reasons("What paper it is", "title", "Say what paper it is"),
        reasons("What stands in it", "text", "Write what stands in it"),
    ),
    FORM(
        HandBackSupport,
        "Hand it back",
        "Somebody else advises, and the file is closed to you. It waits no longer for that than if "
        "it had stayed on the list.",
        "Hand it back",
        reasons("Why"),
    ),
    FORM(
        RecordSupportOutcome,
        "Record how it ended",
        "Your place is free from now on. You ask once more how things stand, later.",
        "Record it",
        one_choice("outcome", "How it ended", [CHOOSE, *ENDINGS]),
        reasons("How that came about", "account", "Say how it ended"),
    ),
    FORM(
        FollowUpSupport,
        "Record how things stand afterwards",
        "The request is closed by this, and its file with it.",
        "Close it",
        reasons("How things stand", "account", "Say how things stand"),
    ),
    Register(
        command=NameAdviser,
        title="Name somebody who advises",
        intro="They advise so many people at once. Name them again to change how many.",
        button="Name them",
        what_now="Whoever is next on the waiting list can be given to them.",
        asks=(
            a_member("person", "Their membership number"),
            Asks(_places, lambda visit, given: {"places": given.number("places", "how many")}),
        ),
        about=about_advisers,
        after=back_to_desk,
    ),
    Register(
        command=ReleaseAdviser,
        title="Let somebody advise no longer",
        intro="Whomever they advise waits for another adviser, from the day on which they asked.",
        button="Release them",
        what_now="They read none of the files any more.",
        asks=(
            Asks(_adviser, lambda visit, given: {"person": given.needed("person", "Choose one")}),
            words("reason", "Why", "Say why: it stays on record"),
        ),
        about=about_advisers,
        after=back_to_desk,
    ),
)
DEEDS: Final[dict[str, Deed]] = {one.command.verb(): one.deed for one in FORMS}

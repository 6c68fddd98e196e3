"""Forms on officers' access to the list of a group, on training and on the agreement.

They are shown to the officer and to those who keep accesses, and no browser keeps them.
"""

from __future__ import annotations

from typing import Final

from domain.data_access.grant_acts import Scope
from services.application.data_access import (
    AskDataAccess,
    GrantDataAccess,
    IssueAgreement,
    OfAccess,
    RecordTraining,
    RefuseDataAccess,
    RenewDataAccess,
    SignAgreement,
    WidenDataAccess,
    WithdrawDataAccess,
)
from services.web.deeds.asks import Asks, a_day, a_member, many_words, one_choice, words
from services.web.deeds.asks_of_cases import CHOOSE, a_moment, reasons
from services.web.deeds.form import Deed, Given
from services.web.deeds.on_registers import Register
from services.web.deeds.seen import Watch
from services.web.granted_seen import seen
from services.web.look.parts import Choice, Link
from services.web.visit import Visit

THE_ACCESS: Final = Watch("access", ("data_access.",))
DESK: Final = "/data-access"
SCOPES: Final = {Scope.NAMES: "Names", Scope.CONTACTS: "Names, and how members are reached"}
UNTIL: Final = a_moment("until", "Until when", "until when it lasts", "It ends by itself then.")
WHY: Final = reasons("Why", how="Say why: it stands under seal, and they are told")


def about_access(visit: Visit, given: Given) -> Link:
    """The access; raises `NotFound` for all to whom it is closed."""
    found = seen(visit, given.id("access")).grant
    name = visit.names(found.person)[found.person]
    return Link(f"the access of {name}", f"{DESK}/{found.id}")


def back_to_access(visit: Visit, given: Given) -> str:
    return f"{DESK}/{given.id('access')}?recorded=yes"


def about_desk(visit: Visit, given: Given) -> Link:
    return Link("officers who see lists of members", DESK)


def back_to_desk(visit: Visit, given: Given) -> str:
    return f"{DESK}?recorded=yes"


def _form(command: type[OfAccess], title: str, intro: str, button: str, *asks: Asks) -> Register:
    return Register(
        command=command,
        title=title,
        intro=intro,
        button=button,
        what_now="It stands on the page of the access.",
        asks=asks,
        kept=("access",),
        about=about_access,
        watch=THE_ACCESS,
        after=back_to_access,
    )


def _at_desk(
    command: type[IssueAgreement | RecordTraining | SignAgreement | AskDataAccess],
    title: str,
    intro: str,
    button: str,
    *asks: Asks,
    kept: tuple[str, ...] = (),
) -> Register:
    return Register(
        command=command,
        title=title,
        intro=intro,
        button=button,
        what_now="It stands on your page of accesses.",
        asks=asks,
        kept=kept,
        about=about_desk,
        after=back_to_desk,
    )


FORMS: Final = (
    _form(
        GrantDataAccess,
        "Let them see the list",
        "They see names at first; more can be opened later. They are reminded before it ends.",
        "Let them see it",
        UNTIL,
    ),
    _form(RefuseDataAccess, "Refuse it", "They are not given the list.", "Refuse it", WHY),
    _form(
        WidenDataAccess,
        "Let them see how members are reached",
        "They see names so far. It ends at the same moment as before.",
        "Let them see it",
    ),
    _form(RenewDataAccess, "Let it last longer", "It ends later.", "Renew it", UNTIL),
    _form(
        WithdrawDataAccess,
        "Take it from them",
        "The list is shut to them from this moment on.",
        "Take it from them",
        WHY,
    ),
    _at_desk(
        IssueAgreement,
        "Issue the agreement on data protection",
        "Officers sign it before they are given a list. Whoever signed another version signs anew.",
        "Issue it",
        many_words("text", "What officers sign", "Write the text"),
    ),
    _at_desk(
        RecordTraining,
        "Record that somebody was trained",
        "A training in the protection of data counts for the days of the rule.",
        "Record it",
        a_member("person", "Their membership number"),
        a_day("day", "On which day", "the day of the training"),
        words("course", "Which training", "Say which training it was"),
    ),
    _at_desk(
        SignAgreement,
        "Sign the agreement",
        "You promise what stands in it. It is recorded which version you signed.",
        "Sign it",
        kept=("body", "number"),
    ),
    _at_desk(
        AskDataAccess,
        "Ask to see the list of members",
        "You use it for what you say here, and for nothing else.",
        "Ask for it",
        one_choice("scope", "What you need", [CHOOSE, *(Choice(k, v) for k, v in SCOPES.items())]),
        words("aim", "What you need it for", "Say for what you need it"),
        kept=("body",),
    ),
)
DEEDS: Final[dict[str, Deed]] = {one.command.verb(): one.deed for one in FORMS}

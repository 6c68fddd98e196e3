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
    RecordTraining,
    RefuseDataAccess,
    RenewDataAccess,
    SignAgreement,
    WidenDataAccess,
    WithdrawDataAccess,
)
from services.web.deeds.asks import a_day, a_member, many_words, one_choice, words
from services.web.deeds.asks_of_cases import CHOOSE, a_moment, reasons
from services.web.deeds.form import Deed, Given
from services.web.deeds.on_registers import Forms
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


FORM: Final = Forms(
    about=about_access,
    kept=("access",),
    what_now="It stands on the page of the access.",
    watch=THE_ACCESS,
    after=back_to_access,
)

AT_DESK: Final = Forms(
    about=about_desk,
    kept=(),
    what_now="It stands on your page of accesses.",
    after=back_to_desk,
)

FORMS: Final = (
    FORM(
        GrantDataAccess,
        "Let them see the list",
        "They see names at first; more can be opened later. They are reminded before it ends.",
        "Let them see it",
        UNTIL,
    ),
    FORM(RefuseDataAccess, "Refuse it", "They are not given the list.", "Refuse it", WHY),
    FORM(
        WidenDataAccess,
        "Let them see how members are reached",
        "They see names so far. It ends at the same moment as before.",
        "Let them see it",
    ),
    FORM(RenewDataAccess, "Let it last longer", "It ends later.", "Renew it", UNTIL),
    FORM(
        WithdrawDataAccess,
        "Take it from them",
        "The list is shut to them from this moment on.",
        "Take it from them",
        WHY,
    ),
    AT_DESK(
        IssueAgreement,
        "Issue the agreement on data protection",
        "Officers sign it before they are given a list. Whoever signed another version signs anew.",
        "Issue it",
        many_words("text", "What officers sign", "Write the text"),
    ),
    AT_DESK(
        RecordTraining,
        "Record that somebody was trained",
        "A training in the protection of data counts for the days of the rule.",
        "Record it",
        a_member("person", "Their membership number"),
        a_day("day", "On which day", "the day of the training"),
        words("course", "Which training", "Say which training it was"),
    ),
    AT_DESK(
        SignAgreement,
        "Sign the agreement",
        "You promise what stands in it. It is recorded which version you signed.",
        "Sign it",
        kept=("body", "number"),
    ),
    AT_DESK(
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

"""Forms on actions: given, done, passed on, put to another day, dropped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.bodies.body import body_id
from services.application.actions import (
    DropAction,
    FinishAction,
    GiveAction,
    MoveActionDue,
    PassActionOn,
)
from services.reading import actions, bodies
from services.reading.view import Part
from services.web.deeds.asks import Asks, a_day, words
from services.web.deeds.decided import read_decision, which_decision
from services.web.deeds.form import Deed, Given, Question, member_named, one_of, text
from services.web.deeds.on_registers import Register
from services.web.deeds.seen import Watch
from services.web.look.parts import Choice, Link
from services.web.visit import Visit

Fields = Mapping[str, object]
MOST: Final = 200
"""So many actions are offered to come before another: those of its body that are due soonest."""
THE_ACTION: Final = Watch("action", ("action.",))


def about_action(visit: Visit, given: Given) -> Link:
    found = actions.action(visit.at, given.id("action")).action
    return Link(found.text, f"/actions/{found.action}")


def about_actions(visit: Visit, given: Given) -> Link:
    return Link("the actions", "/actions")


def _ask_member(visit: Visit, given: Given) -> Question:
    hint = "Such as M00042. Leave it empty if a post or a body has it."
    return text("number", "Their membership number", given, hint, 10)


def _ask_body(visit: Visit, given: Given) -> Question:
    known = (Choice(one.slug, one.name) for one in bodies.body_names(visit.at))
    choices = [Choice("", "None"), *known]
    return one_of("owner_body", "The body that has it, or that the post is of", given, choices)


def _read_owner(visit: Visit, given: Given) -> Fields:
    """Who gets it: the name as it is shown, with a person, a body or a post behind it."""
    number = given.text("number")
    return {
        "owner": {
            "name": given.needed("owner", "Say who"),
            "person": member_named(visit, given, "number") if number else None,
            "body": given.text("owner_body") or None,
            "post": given.text("post") or None,
        }
    }


def _nothing(visit: Visit, given: Given) -> Fields:
    return {}


def _read_due(visit: Visit, given: Given) -> Fields:
    return {"due": given.day("due", "the day") if given.text("due") else None}


def _read_after(visit: Visit, given: Given) -> Fields:
    return {"after": given.text("after") or None}


def _ask_after(visit: Visit, given: Given) -> Question:
    body = body_id(given.text("body")) if given.text("body") else None
    soonest = actions.actions(visit.at, body, Part(most=MOST)).actions
    found = [one for one in soonest if one.is_open]
    choices = [Choice("", "None"), *(Choice(str(one.action), one.text) for one in found)]
    return one_of("after", "What has to be done before it", given, choices)


def _ask_decision(visit: Visit, given: Given) -> Question:
    return which_decision(visit, given, given.text("body"), first="None: it is given by hand")


def _read_decision(visit: Visit, given: Given) -> Fields:
    return read_decision(visit, given) if given.text("decision") else {}


OWNER: Final = (
    Asks(
        lambda visit, given: text(
            "owner", "Who has it, as it is shown", given, "A name or a post."
        ),
        _nothing,
    ),
    Asks(_ask_member, _nothing),
    Asks(_ask_body, _nothing),
    Asks(
        lambda visit, given: text(
            "post", "The post", given, "Such as treasurer; may be empty.", 20
        ),
        _read_owner,
    ),
)
WHY: Final = words("reason", "Why", "Say why: it stays on record")
FORMS: Final = (
    Register(
        command=GiveAction,
        title="Give somebody an action",
        intro="Whoever has it is reminded before its day, and everybody sees whether it is done.",
        asks=(
            words("text", "What is to be done", "Say what is to be done"),
            *OWNER,
            Asks(
                lambda visit, given: text(
                    "due", "The last day", given, "Such as 2022-05-20; may be empty.", 10
                ),
                _read_due,
            ),
            Asks(_ask_after, _read_after),
            Asks(_ask_decision, _read_decision),
        ),
        about=about_actions,
        button="Give it",
        what_now="It is on the list of actions.",
        kept=("body",),
    ),
    Register(
        command=FinishAction,
        title="Enter that it is done",
        intro="Say what came of it, for those who asked for it.",
        asks=(words("how", "What came of it", "Say what came of it"),),
        about=about_action,
        button="Enter it",
        what_now="It is shown as done.",
        kept=("action",),
        watch=THE_ACTION,
    ),
    Register(
        command=PassActionOn,
        title="Pass it on",
        intro="Somebody else has it from now on; its day stays as it is.",
        asks=(*OWNER, WHY),
        about=about_action,
        button="Pass it on",
        what_now="It is with them now.",
        kept=("action",),
        watch=THE_ACTION,
    ),
    Register(
        command=MoveActionDue,
        title="Set another day",
        intro="The old day stays on record.",
        asks=(a_day("due", "The last day", "the day"), WHY),
        about=about_action,
        button="Set it",
        what_now="It is due on that day.",
        kept=("action",),
        watch=THE_ACTION,
    ),
    Register(
        command=DropAction,
        title="Drop it",
        intro="It is not to be done any more.",
        asks=(WHY,),
        about=about_action,
        button="Drop it",
        what_now="It is shown as dropped.",
        kept=("action",),
        watch=THE_ACTION,
    ),
)
DEEDS: Final[dict[str, Deed]] = {one.command.verb(): one.deed for one in FORMS}

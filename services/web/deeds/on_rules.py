"""Forms on the rulebook and on claimed decisions: change, rule, claim, object, settle."""

from __future__ import annotations

from typing import Any, Final

from domain.decisions.claim import Claimed, Outcome
from domain.decisions.decided import DecidedAt
from domain.kernel.ids import ClauseId
from domain.meetings.saying import CHANGES
from services.application.claims import ObjectToClaim, RecordClaim, SettleClaim
from services.application.command import Command
from services.application.rules import MakeRuling, ReviseRulebook, TakeEffect
from services.reading import claims
from services.reading.collisions import rule_collisions
from services.reading.rulebook import rulebook
from services.web.deeds.decided import read_number, which_decision
from services.web.deeds.form import (
    Deed,
    Given,
    Question,
    Shape,
    Unclear,
    at_moment,
    long_text,
    one_of,
    some_of,
    text,
)
from services.web.deeds.on_processes import about_board
from services.web.deeds.ruleform import rule_change, rule_questions
from services.web.deeds.seen import THE_CLAIM, THE_RULEBOOK
from services.web.look.parts import Choice, Link, Mistake
from services.web.visit import Visit

YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))
OUTCOMES = (
    Choice("ratified", "Ratified", "It stands as if it had been taken in order."),
    Choice("annulled", "Annulled", "It has no effect."),
)


NONE: Final = "none"
ALONE: Final = "None: the rules give me the power"


def about_rulebook(visit: Visit, given: Given) -> Link:
    return Link("the rulebook", "/rulebook")


def about_claim(visit: Visit, given: Given) -> Link:
    found = claims.claim(visit.at, given.id("claim"))
    return Link(found.claim.title, f"/claims/{found.claim.claim}")


def _ask_ruling(visit: Visit, given: Given) -> list[Question]:
    clauses = [Choice(c.clause, f"{c.clause} {c.heading}") for c in rulebook(visit.at).clauses]
    return [
        long_text("question", "The question", given, rows=3),
        long_text("ruling", "The ruling", given, rows=3),
        long_text("reasons", "The reasons", given, rows=5),
        some_of("clauses", "The clauses it is about", given, clauses),
        text("appeal_to", "Who hears an appeal", given),
        *_ask_what_holds(visit, given),
    ]


def _ask_what_holds(visit: Visit, given: Given) -> list[Question]:
    """For each collision on record, which readings hold; nothing where there is none."""
    hint = "Several, if they can stand together; leave it empty if this ruling is not about it."
    return [
        some_of(
            f"collision_{one.number}",
            f"What holds in collision {one.number} (clause {one.clause})",
            given,
            (
                *(Choice(str(it.proposal), f"“{it.change.title}”") for it in one.readings),
                Choice(NONE, "None of them: the clause stays as it is"),
            ),
            hint,
        )
        for one in rule_collisions(visit.at)
        if one.is_open and given.text("settles") in ("", str(one.number))
    ]


def _ruling(visit: Visit, given: Given) -> Command:
    return MakeRuling(
        question=given.needed("question", "Write the question that is ruled on"),
        ruling=given.needed("ruling", "Write the ruling"),
        reasons=given.needed("reasons", "Give the reasons: a ruling without them is none"),
        clauses=tuple(ClauseId(one) for one in given.many("clauses")),
        appeal_to=given.needed("appeal_to", "Say who hears an appeal"),
        **_what_holds(visit, given),
    )


def _ask_revise(visit: Visit, given: Given) -> list[Question]:
    hint = "Leave it empty if it changes at once."
    return [
        text("title", "What the change is called", given),
        *rule_questions(visit, given),
        at_moment("from_when", "When it takes effect", given, hint),
        which_decision(visit, given, kinds=CHANGES, first=ALONE),
    ]


def _revise(visit: Visit, given: Given) -> Command:
    title = given.needed("title", "Give the change a title")
    changes = rule_change(visit, given)
    if not changes:
        raise Unclear(Mistake("rule", "Choose the rule that changes"))
    later = given.text("from_when")
    when = given.moment("from_when", "when it takes effect", visit) if later else None
    told = read_number(visit, given) if given.text("decision") else None
    decided = None if told is None else DecidedAt.model_validate(told)
    return ReviseRulebook(title=title, rules=changes, from_when=when, decision=decided)


def _ask_effect(visit: Visit, given: Given) -> list[Question]:
    waiting = dict.fromkeys(one.upon for one in rulebook(visit.at).waiting if one.upon)
    choices = [Choice(upon, upon) for upon in waiting]
    return [one_of("upon", "What has happened", given, choices, Shape.RADIOS)]


def _effect(visit: Visit, given: Given) -> Command:
    return TakeEffect(upon=given.needed("upon", "Choose what has happened"))


def _what_holds(visit: Visit, given: Given) -> dict[str, Any]:
    """The collision that a ruling settles, and what holds in it, if it settles one."""
    for one in rule_collisions(visit.at):
        name = f"collision_{one.number}"
        chosen = given.many(name)
        holds = tuple(it.proposal for it in one.readings if str(it.proposal) in chosen)
        if holds and NONE in chosen:
            raise Unclear(Mistake(name, "Choose the readings that hold, or none of them"))
        if holds or NONE in chosen:
            return {"collision": one.number, "holds": holds}
    return {}


def _ask_claim(visit: Visit, given: Given) -> list[Question]:
    return [
        text("title", "What is said to have been decided", given),
        text(
            "body", "The short name of the body that is said to have decided", given, "Such as ncg."
        ),
        at_moment("notice_at", "When it was sent round", given),
        at_moment("decided_at", "When it is said to have been decided", given),
        text("for", "Votes claimed for it", given, width=5),
        text("against", "Votes claimed against it", given, width=5),
        one_of("changes", "Does it claim to change the rules?", given, YES_NO, Shape.RADIOS),
    ]


def _claim(visit: Visit, given: Given) -> Command:
    return RecordClaim(
        claimed=Claimed(
            title=given.needed("title", "Say what is claimed"),
            body=given.needed("body", "Say by which body"),
            notice_at=given.moment("notice_at", "when it was sent round", visit),
            decided_at=given.moment("decided_at", "when it was decided", visit),
            votes_for=given.number("for", "the votes for"),
            votes_against=given.number("against", "the votes against"),
            changes_rulebook=given.needed("changes", "Say yes or no") == "yes",
        )
    )


def _ask_objection(visit: Visit, given: Given) -> list[Question]:
    return [long_text("reason", "Why you object", given, rows=4)]


def _objection(visit: Visit, given: Given) -> Command:
    reason = given.needed("reason", "Say why you object: it stands beside the decision")
    return ObjectToClaim(claim=given.id("claim"), reason=reason)


def _ask_settle(visit: Visit, given: Given) -> list[Question]:
    return [
        one_of("outcome", "What becomes of it", given, OUTCOMES, Shape.RADIOS),
        long_text("reason", "Why", given, rows=4),
    ]


def _settle(visit: Visit, given: Given) -> Command:
    return SettleClaim(
        claim=given.id("claim"),
        outcome=_outcome(given.needed("outcome", "Choose what becomes of it")),
        reason=given.needed("reason", "Say why"),
    )


def _outcome(word: str) -> Outcome:
    if word not in list(Outcome):
        raise Unclear(Mistake("outcome", "Choose what becomes of it"))
    return Outcome(word)


DEEDS = {
    "revise_rulebook": Deed(
        title="Change the rulebook",
        intro="One rule gets another value. Only a body with the power to can decide this.",
        about=about_rulebook,
        ask=_ask_revise,
        make=_revise,
        button="Change it",
        what_now="The rule has its new value from that moment on, and the old one stays readable.",
        watch=THE_RULEBOOK,
    ),
    "take_effect": Deed(
        title="Record that what a change waits for has happened",
        intro="Changes that wait for an event take effect when it is on record.",
        about=about_rulebook,
        ask=_ask_effect,
        make=_effect,
        button="Record it",
        what_now="The changes that waited for it are in force.",
        watch=THE_RULEBOOK,
    ),
    "make_ruling": Deed(
        title="Make a ruling",
        intro="Where clauses leave a gap or collide, a reasoned ruling settles it for later acts.",
        about=about_rulebook,
        ask=_ask_ruling,
        make=_ruling,
        button="Make the ruling",
        what_now="Later acts cite it, until an appeal or a change of the rulebook.",
        watch=THE_RULEBOOK,
        kept=("settles",),
    ),
    "record_claim": Deed(
        title="Record a claimed decision",
        intro="It is recorded as a fact and judged by the rules; it enacts nothing by itself.",
        about=about_board,
        ask=_ask_claim,
        make=_claim,
        button="Record it",
        what_now="The rules that it breaks are shown, and any member can object.",
    ),
    "object_to_claim": Deed(
        title="Object to a decision",
        intro="Your objection stands beside it, with your name.",
        about=about_claim,
        ask=_ask_objection,
        make=_objection,
        button="Object",
        what_now="A body with the power has to ratify or annul it; your objection is before them.",
        kept=("claim",),
    ),
    "settle_claim": Deed(
        title="Ratify or annul a decision",
        intro="A body with the power settles what becomes of a decision that breaks rules.",
        about=about_claim,
        ask=_ask_settle,
        make=_settle,
        button="Settle it",
        what_now="It is settled, and the reason is on record.",
        kept=("claim",),
        watch=THE_CLAIM,
    ),
}

"""Forms on amendments: move one, take one back."""

from __future__ import annotations

from collections.abc import Iterator

from domain.cycle.proposal import Proposal as Kept
from domain.text.amendment.change import AmendmentId, RuleEdit
from domain.text.text import Paragraph, ParagraphId, Text
from services.application.amending import MoveAmendment, ParagraphEdit, WithdrawAmendment
from services.application.case import Case
from services.application.command import Command
from services.web import texts
from services.web.deeds.form import (
    Deed,
    Given,
    Question,
    Shape,
    Unclear,
    filled,
    long_text,
    one_of,
)
from services.web.deeds.on_proposals import about_proposal, no_questions, the_proposal
from services.web.deeds.ruleform import rule_change, rule_questions
from services.web.deeds.seen import THE_TEXT
from services.web.look.parts import Choice, Field, Mistake
from services.web.look.redline import Redline
from services.web.pages.amendments import held_of
from services.web.visit import Visit

EDIT = "Change the words, or empty the field to strike the paragraph out."
FRESH = "Leave it empty if there is none."
LINE = 64


def _base(visit: Visit, given: Given) -> Text:
    """The text that is amended: the newest, or what an amendment makes of it."""
    found = the_proposal(visit, given)
    parent = given.text("parent")
    if not parent:
        return found.asked.text
    held = held_of(found, parent)
    below = texts.base_of(found, held)
    return (below and texts.applied(below, held.content)) or found.asked.text


def _ask_move(visit: Visit, given: Given) -> list[Question]:
    base = _base(visit, given)
    questions = [_paragraph(n, one, given) for n, one in enumerate(base.paragraphs, start=1)]
    places = [Choice("", "at the top")]
    places += [Choice(p.id, f"after paragraph {n}") for n, p in enumerate(base.paragraphs, start=1)]
    where = one_of("after", "Where the new paragraph goes", given, places)
    return [
        *questions,
        long_text("fresh", "A new paragraph", given, FRESH, rows=3),
        filled(where, places[-1].value, given),
        *rule_questions(visit, given),
        long_text("reason", "Why, for those who vote on it", given, rows=3),
    ]


def _paragraph(number: int, paragraph: Paragraph, given: Given) -> Question:
    name = f"p.{paragraph.id}"
    words = given.text(name) if given.has(name) else paragraph.text
    hint = EDIT if number == 1 else ""
    rows = max(2, -(-len(paragraph.text) // LINE) + 1)
    return Question(Field(name, f"Paragraph {number}", hint, words), Shape.LONG, rows=rows)


def _edits(base: Text, given: Given) -> Iterator[ParagraphEdit]:
    for one in base.paragraphs:
        name = f"p.{one.id}"
        words = given.text(name) if given.has(name) else one.text
        if words != one.text:
            yield ParagraphEdit(paragraph=one.id, becomes=words or None)
    if given.text("fresh"):
        after = given.text("after")
        yield ParagraphEdit(
            after=ParagraphId(after) if after else None, becomes=given.text("fresh")
        )


def _move(visit: Visit, given: Given) -> Command:
    base = _base(visit, given)
    edits = tuple(_edits(base, given))
    rules = tuple(
        RuleEdit(rule=change.rule, value=change.value.model_dump(mode="json"))
        for change in rule_change(visit, given)
    )
    if not edits and not rules:
        first = [f"p.{one.id}" for one in base.paragraphs[:1]] or ["fresh"]
        raise Unclear(Mistake(first[0], "Nothing is different yet: change some words"))
    parent = given.text("parent")
    return MoveAmendment(
        proposal=given.id("proposal"),
        paragraphs=edits,
        rules=rules,
        parent=AmendmentId(parent) if parent else None,
        reason=given.text("reason"),
        mover=visit.who,
    )


def _redline(visit: Visit, given: Given, case: Case) -> Redline | None:
    """What the text becomes if it is carried."""
    base = _base(visit, given)
    after = case.load(Kept, given.id("proposal"))
    newest = list(after.held.values())[-1].amendment
    new = texts.applied(base, newest)
    return None if new is None else texts.drawn(base, new)


DEEDS = {
    "move_amendment": Deed(
        title="Move an amendment",
        intro="Change the text as you want it. You see what becomes of it before you send it.",
        about=about_proposal,
        ask=_ask_move,
        make=_move,
        button="Move the amendment",
        what_now="The assembly votes on it. Until then you can take it back.",
        preview=_redline,
        kept=("proposal", "parent"),
        watch=THE_TEXT,
    ),
    "withdraw_amendment": Deed(
        title="Take an amendment back",
        intro="It stays on record as withdrawn.",
        about=about_proposal,
        ask=no_questions,
        make=lambda visit, given: WithdrawAmendment(
            proposal=given.id("proposal"), amendment=AmendmentId(given.text("amendment"))
        ),
        button="Take it back",
        what_now="The assembly will not vote on it.",
        kept=("proposal", "amendment"),
    ),
}

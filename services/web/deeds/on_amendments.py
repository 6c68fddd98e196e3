"""Forms on amendments: move one, take one back, record the votes of an assembly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from domain.cycle.assembly import Votes
from domain.cycle.proposal import Proposal as Kept
from domain.text.amendment.change import AmendmentId, RuleEdit
from domain.text.merging.collisions import CollisionId, Take
from domain.text.text import Paragraph, ParagraphId, Text
from services.application.amending import MoveAmendment, ParagraphEdit, WithdrawAmendment
from services.application.assemblies import DecideAmendments, MergeUncontested, SettleCollision
from services.application.case import Case
from services.application.command import Command
from services.reading.proposals import Proposal
from services.web import texts
from services.web.deeds.form import (
    Deed,
    Given,
    Question,
    Shape,
    Unclear,
    long_text,
    one_of,
    some_of,
    text,
)
from services.web.deeds.on_proposals import about_proposal, no_questions, the_proposal
from services.web.deeds.ruleform import rule_change, rule_questions
from services.web.look.parts import Choice, Field, Link, Mistake
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
    if not given.has("after"):
        where = replace(where, field=replace(where.field, value=places[-1].value))
    return [
        *questions,
        long_text("fresh", "A new paragraph", given, FRESH, rows=3),
        where,
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
        first = f"p.{base.paragraphs[0].id}"
        raise Unclear(Mistake(first, "Nothing is different yet: change some words"))
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


def _about_assembly(visit: Visit, given: Given) -> Link:
    return about_proposal(visit, given)


def _open(found: Proposal) -> list[Choice]:
    return [
        Choice(h.amendment, f"{h.amendment}, moved by {h.group_name or h.mover_name}")
        for h in found.amendments
        if h.is_open
    ]


def _figures(given: Given) -> list[Question]:
    return [
        text("for", "Votes for", given, width=5),
        text("against", "Votes against", given, width=5),
        text("abstained", "Abstained", given, "Write 0 if nobody did.", width=5),
    ]


def _votes(given: Given) -> Votes:
    return Votes(
        in_favour=given.number("for", "the votes for"),
        against=given.number("against", "the votes against"),
        abstained=given.number("abstained", "how many abstained") if given.text("abstained") else 0,
    )


def _ask_decide(visit: Visit, given: Given) -> list[Question]:
    choices = _open(the_proposal(visit, given))
    return [some_of("amendments", "Which amendments it voted on", given, choices), *_figures(given)]


def _decide(visit: Visit, given: Given) -> Command:
    names = given.many("amendments")
    if not names:
        raise Unclear(Mistake("amendments", "Choose at least one amendment"))
    return DecideAmendments(
        assembly=given.id("assembly"),
        proposal=given.id("proposal"),
        votes=_votes(given),
        amendments=tuple(AmendmentId(name) for name in names),
    )


def _merge(visit: Visit, given: Given) -> Command:
    return MergeUncontested(
        assembly=given.id("assembly"), proposal=given.id("proposal"), votes=_votes(given)
    )


def _ask_settle(visit: Visit, given: Given) -> list[Question]:
    found = the_proposal(visit, given)
    choices = [
        Choice(f"{c.id}~{','.join(r.amendments)}", f"{' and '.join(r.amendments)}: {r.text}")
        for c in found.collisions
        for r in c.readings
    ]
    choices += [Choice(f"{c.id}~", f"As it was: {c.text}") for c in found.collisions]
    return [
        one_of("reading", "Which reading the assembly took", given, choices, Shape.RADIOS),
        *_figures(given),
    ]


def _settle(visit: Visit, given: Given) -> Command:
    collision, _, names = given.needed("reading", "Choose a reading").partition("~")
    taken = tuple(AmendmentId(name) for name in names.split(",") if name)
    return SettleCollision(
        assembly=given.id("assembly"),
        proposal=given.id("proposal"),
        votes=_votes(given),
        choice=Take(collision=CollisionId(collision), amendments=taken),
    )


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
    "decide_amendments": Deed(
        title="Record a vote on amendments",
        intro="The figures are judged by the rulebook's quorum and majority.",
        about=_about_assembly,
        ask=_ask_decide,
        make=_decide,
        button="Record the vote",
        what_now="Its result stands, and the text takes in what is carried as the procedure says.",
        kept=("proposal", "assembly"),
    ),
    "merge_uncontested": Deed(
        title="Agree the easy ones first",
        intro="One vote on every amendment that collides with no other.",
        about=_about_assembly,
        ask=lambda visit, given: _figures(given),
        make=_merge,
        button="Record the vote",
        what_now="If it is carried, the new text is what the others are voted against.",
        kept=("proposal", "assembly"),
    ),
    "settle_collision": Deed(
        title="Settle a collision",
        intro="Of readings that can't all stand, the assembly takes one.",
        about=_about_assembly,
        ask=_ask_settle,
        make=_settle,
        button="Record the choice",
        what_now="The text takes in the reading that was taken.",
        kept=("proposal", "assembly"),
    ),
}

"""Forms that put one text in the place of others: a composite, a counter-proposal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from domain.cycle.asked import Asked
from domain.rules.values import RuleChange
from domain.text.difference.matching import revised
from services.application.case import Case
from services.application.command import Command
from services.application.proposals import MergeProposals, PutCounterProposal
from services.reading import cycles, proposals
from services.web import texts
from services.web.deeds.form import (
    Deed,
    Given,
    Question,
    Unclear,
    filled,
    long_text,
    some_of,
    text,
)
from services.web.deeds.on_proposals import PARAGRAPHS, about_cycle, about_proposal, the_proposal
from services.web.deeds.ruleform import rule_change, rule_questions, with_change
from services.web.deeds.seen import THE_COUNTER, THE_LIST
from services.web.lawbook import Law
from services.web.look.parts import Choice, Mistake
from services.web.look.redline import Redline
from services.web.visit import Visit

IS_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
BRING_IN = "Bring their texts in"
When = TypeVar("When", datetime | None, str | None)


def _ask_merge(visit: Visit, given: Given) -> list[Question]:
    found = cycles.cycle(visit.at, given.id("cycle"))
    choices = [
        Choice(str(one.proposal), f"{one.number}. {one.title}")
        for one in found.entries
        if one.left_at is None
    ]
    hint = f"Choose proposals and press “{BRING_IN}” to begin with what they say. {PARAGRAPHS}"
    words = long_text("text", "Its text", given, hint, rows=16)
    if not given.text("text"):
        begun = "\n\n".join(one.text.plain for one in _parents(visit, given))
        words = replace(words, field=replace(words.field, value=begun))
    return [
        some_of("parents", "Which proposals go into it", given, choices),
        text("title", "Its title", given),
        words,
        *rule_questions(visit, given),
    ]


def _parents(visit: Visit, given: Given) -> list[Asked]:
    return [proposals.proposal(visit.at, one).asked for one in _chosen(given)]


def _chosen(given: Given) -> list[UUID]:
    """The proposals that were ticked; what is no id was not on the list."""
    return [UUID(one) for one in given.many("parents") if IS_ID.fullmatch(one)]


def _merge(visit: Visit, given: Given) -> Command:
    parents = _parents(visit, given)
    if len(parents) < 2:
        raise Unclear(Mistake("parents", "Choose at least two proposals"))
    return MergeProposals(
        cycle=given.id("cycle"),
        parents=tuple(_chosen(given)),
        title=given.needed("title", "Give it a title"),
        text=given.needed("text", f"Write its text, or press “{BRING_IN}” to begin with theirs"),
        rules=_all_changes(visit, parents, rule_change(visit, given)),
        clauses=tuple(change for one in parents for change in one.clauses),
        from_when=_agreed(one.from_when for one in parents),
        upon=_agreed(one.upon for one in parents),
        transitional=tuple(dict.fromkeys(p for one in parents for p in one.transitional)),
    )


def _agreed(moments: Iterable[When]) -> When:
    """When all of them would take effect; raises `Unclear` if that is not the same for each."""
    found = list(moments)
    if any(one != found[0] for one in found):
        how = "These would take effect at different moments, so they can't be made one"
        raise Unclear(Mistake("parents", how))
    return found[0]


def _all_changes(
    visit: Visit, parents: list[Asked], own: tuple[RuleChange, ...]
) -> tuple[RuleChange, ...]:
    """Every rule change of every parent; its own comes before theirs, where they differ."""
    found = {change.rule: change for change in own}
    for change in (change for one in parents for change in one.rules):
        known = found.setdefault(change.rule, change)
        if known != change and change.rule not in {mine.rule for mine in own}:
            title = Law(visit).title(change.rule)
            how = f"They ask for different values of “{title}”: choose it here, and write one value"
            raise Unclear(Mistake("rule", how))
    return tuple(found.values())


def _ask_counter(visit: Visit, given: Given) -> list[Question]:
    words = long_text("text", "The text that the group would have", given, PARAGRAPHS, rows=16)
    return [
        filled(words, the_proposal(visit, given).asked.text.plain, given),
        *rule_questions(visit, given),
        long_text("reason", "Why, for those who vote on it", given, rows=3),
    ]


def _counter(visit: Visit, given: Given) -> Command:
    asked = the_proposal(visit, given).asked
    return PutCounterProposal(
        proposal=given.id("proposal"),
        text=given.needed("text", "Write the text"),
        rules=with_change(asked.rules, rule_change(visit, given)),
        clauses=asked.clauses,
        from_when=asked.from_when,
        upon=asked.upon,
        transitional=asked.transitional,
        reason=given.needed("reason", "Say why"),
    )


def _redline(visit: Visit, given: Given, case: Case) -> Redline | None:
    """The group's text against the text at hand."""
    before = the_proposal(visit, given).asked.text
    return texts.drawn(before, revised(before, given.text("text"), "counter"))


DEEDS = {
    "merge_proposals": Deed(
        title="Make one composite of several proposals",
        intro="It names them as its parents and asks for every rule change that they ask for.",
        about=about_cycle,
        ask=_ask_merge,
        make=_merge,
        button="Make the composite",
        what_now="It is on the list in place of its parents, which stay readable.",
        kept=("cycle",),
        watch=THE_LIST,
        refill=BRING_IN,
    ),
    "put_counter_proposal": Deed(
        title="Put a counter-proposal",
        intro="The group can put its own text beside a proposal, and the assembly considers it.",
        about=about_proposal,
        ask=_ask_counter,
        make=_counter,
        button="Put it beside the proposal",
        what_now="The second assembly votes on which of the two texts goes on.",
        preview=_redline,
        kept=("proposal",),
        watch=THE_COUNTER,
    ),
}

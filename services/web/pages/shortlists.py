"""Answers which rule changes are on a shortlist, what each asks for, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.cycle.suggested import State
from domain.kernel.ids import RuleId
from domain.meetings.saying import PROPOSES
from services.application.shortlists import (
    PROPOSED_BY,
    SHORTLISTED_BY,
    ConcludeRuleChange,
    LeaveOutRuleChange,
    ProposeRuleChange,
    ShortlistRuleChanges,
    SuggestRuleChange,
)
from services.reading import rulebook
from services.reading import shortlists as reading
from services.reading.shortlists import Shortlist, Shortlists, Suggested
from services.web import rulewords
from services.web.answers import Page, answered
from services.web.deeds.decided import newest_decision
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, NextStep, Table, Tag, Tone, Weight
from services.web.look.words import counted
from services.web.pages import telling
from services.web.tables import table, words
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["rulebook"])
TRYING: Final = "to see whether this can be done"
STATES: Final = {
    State.DRAFTED: Tag("drafted, on no shortlist", Tone.AHEAD),
    State.SHORTLISTED: Tag("on the shortlist", Tone.OPEN),
    State.PROPOSED: Tag("proposed", Tone.DONE),
    State.LEFT_OUT: Tag("left out"),
    State.CARRIED: Tag("carried", Tone.CARRIED),
    State.LOST: Tag("lost", Tone.LOST),
}
NO_DRAFTS: Final = Empty("no draft is on no shortlist", "drafts wait here for a shortlist")
NO_RULES: Final = Empty("no rule would change", "it is in words alone")
WORKING_GROUPS: Final = """
    SELECT b.slug, b.name FROM rules r, jsonb_array_elements_text(r.value -> 'powers') power
    JOIN bodies b ON b.slug = power AND b.valid @> %(as_of)s::timestamptz
    WHERE r.rule LIKE %(like)s AND r.valid @> %(as_of)s::timestamptz AND b.dissolved_at IS NULL
    ORDER BY b.name
"""


@router.get("/shortlists")
def shortlists(visit: Visiting) -> Response:
    """Every shortlist of rule changes."""
    found = reading.shortlists(visit.at)
    page = Page(
        "shortlists",
        Place.RULEBOOK,
        found,
        {
            "sentence": _sentence(found),
            "step": _list_step(visit),
            "lists": [_of_list(visit, n, one) for n, one in enumerate(found.shortlists, start=1)],
        },
        {"drafts": _changes(visit, "Drafts on no shortlist", "drafts", found.drafts)},
    )
    return answered(visit, page)


def _sentence(found: Shortlists) -> str:
    lists = counted(len(found.shortlists), "shortlist").capitalize()
    drafts = counted(len(found.drafts), "draft")
    return f"{lists} of rule changes, and {drafts} on no shortlist."


def _of_list(visit: Visit, number: int, shortlist: Shortlist) -> dict[str, object]:
    by = Link(
        f"decision {shortlist.decision} of a meeting of {shortlist.body_name}",
        visit.link(f"/meetings/{shortlist.meeting}"),
    )
    shown = _changes(visit, shortlist.title, f"shortlist-{number}", shortlist.changes)
    return {"title": shortlist.title, "by": by, "table": shown}


def _changes(visit: Visit, caption: str, name: str, found: Sequence[Suggested]) -> Table:
    rows = [
        (
            Link(one.title, visit.link(f"/shortlists/{one.change}")),
            one.body_name,
            STATES[one.state],
            one.because,
            one.drafted_at,
        )
        for one in found
    ]
    columns = (
        words("Change", "title"),
        words("Drafted by", "body"),
        words("What became of it"),
        words("Why or how", "because"),
        words("Drafted", "drafted"),
    )
    return table(visit, name, Table(caption, columns, rows, NO_DRAFTS))


def _list_step(visit: Visit) -> NextStep:
    """Whoever sits in a working group drafts; a decision of it makes a shortlist."""
    deeds = Deeds(visit, Law(visit))
    drafts = reading.shortlists(visit.at).drafts
    for slug, name in visit.at.rows(WORKING_GROUPS, like=f"%.{SHORTLISTED_BY}"):
        draft = SuggestRuleChange(body=slug, title=TRYING, text=TRYING)
        deeds.offer(f"Draft a change for {name}", f"/do/suggest_rule_change?body={slug}", draft)
        _offer_list(visit, deeds, slug, [one for one in drafts if one.body_slug == slug])
    return deeds.on(NextStep("A working group decides what goes on a shortlist"))


def _offer_list(visit: Visit, deeds: Deeds, slug: str, drafts: Sequence[Suggested]) -> None:
    if not drafts:
        return
    meeting, number = newest_decision(visit, slug, kinds=PROPOSES) or (drafts[0].change, 1)
    made = ShortlistRuleChanges(
        title=TRYING, changes=(drafts[0].change,), meeting=meeting, number=number
    )
    deeds.offer("Make a shortlist", f"/do/shortlist_rule_changes?body={slug}", made)


@router.get("/shortlists/{change}")
def suggested_change(change: UUID, visit: Visiting) -> Response:
    """One suggested change, with what it asks for."""
    found = reading.suggested_change(visit.at, change)
    one = found.change
    page = Page(
        "suggested_change",
        Place.RULEBOOK,
        found,
        {
            "it": one,
            "paragraphs": one.words.split("\n\n"),
            "sentence": f"Drafted by {one.body_name}, for {one.group_name} to propose.",
            "state": STATES[one.state],
            "step": _step(visit, one),
            "listed": _decision(visit, one.listed_meeting, one.listed_decision),
            "decided": _decision(visit, one.decided_meeting, one.decided_decision),
            "history": telling.history(visit, change),
        },
        {"rules": _rules(visit, one)},
        about=change,
    )
    return answered(visit, page)


def _decision(visit: Visit, meeting: UUID | None, number: int | None) -> Link | None:
    if meeting is None:
        return None
    return Link(f"decision {number}", visit.link(f"/meetings/{meeting}"))


def _rules(visit: Visit, one: Suggested) -> Table:
    now = {rule.rule: rule for rule in rulebook.rulebook(visit.at).rules}
    rows = [
        (
            Link(now[asked.rule].title, visit.link(f"/rulebook/{asked.rule}")),
            rulewords.said(now[asked.rule].value),
            rulewords.said(asked.value),
        )
        for asked in one.rules
        if asked.rule in now
    ]
    columns = (words("Rule"), words("As it is now"), words("As it would be"))
    return table(visit, "rules", Table("Rules that would change", columns, rows, NO_RULES))


def _step(visit: Visit, one: Suggested) -> NextStep:
    law = Law(visit)
    deeds = Deeds(visit, law)
    change, at = one.change, f"change={one.change}"
    meeting, number = newest_decision(visit, one.group_slug, kinds=PROPOSES) or (change, 1)
    rule = RuleId(f"{one.group_slug}.{PROPOSED_BY}")
    if one.state in (State.DRAFTED, State.SHORTLISTED):
        propose = ProposeRuleChange(change=change, meeting=meeting, number=number)
        deeds.offer("Propose it", f"/do/propose_rule_change?{at}", propose, Weight.FIRST)
        leave = LeaveOutRuleChange(change=change, meeting=meeting, number=number, reason=TRYING)
        deeds.offer("Leave it out", f"/do/leave_out_rule_change?{at}", leave)
        step = NextStep(f"{one.group_name} decides whether to propose it", clause=law.clause(rule))
        return deeds.on(step)
    if one.state is State.PROPOSED:
        conclude = ConcludeRuleChange(change=change, carried=True, how=TRYING)
        deeds.offer("Enter what became of it", f"/do/conclude_rule_change?{at}", conclude)
        return deeds.on(NextStep("Whoever can alter the rules decides on it"))
    return NextStep("Nothing more: it is over")

"""Answers what the rules are and were: the clauses with their rules, and each rule through time."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from fastapi import APIRouter
from starlette.responses import Response

from domain.decisions.decided import DecidedAt
from domain.elections.terms import METHOD
from domain.kernel.ids import RuleId
from domain.meetings.saying import CHANGES
from domain.rules.rulebook import RULEBOOK_ID
from domain.rules.values import Reads, RuleChange, Who
from services.application.rules import AMEND_POWER, MakeRuling, ReviseRulebook, TakeEffect
from services.reading import rulebook as reading
from services.reading.rulebook import Change, ClauseStretch, RulebookAnswer, RuleStretch
from services.web import rulewords
from services.web.answers import Page, answered
from services.web.deeds.decided import newest_decision
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import CellValue, Empty, Link, NextStep, Table, Tag, Tone
from services.web.look.words import counted
from services.web.pages import telling
from services.web.tables import figures, table, words
from services.web.trying import Deeds
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["rulebook"])
IN_FORCE = Tag("in force", Tone.OPEN)
BEFORE = Tag("superseded", Tone.DONE)
WAITING = Tag("adopted, not in force yet", Tone.AHEAD)


@router.get("/rulebook")
def rulebook(visit: Visiting) -> Response:
    """Every clause with the rules that read it, and every change of the rulebook."""
    found = reading.rulebook(visit.at)
    law = Law(visit)
    rules = {clause: list(of) for clause, of in groupby(sorted(found.rules, key=_by), key=_by)}
    page = Page(
        "rulebook",
        Place.RULEBOOK,
        found,
        {
            "found": found,
            "sentence": _sentence(visit, found),
            "step": _step(visit, found, law),
            "clauses": [
                (clause, [_shown(visit, r) for r in rules.get(clause.clause, ())])
                for clause in sorted(found.clauses, key=_number)
            ],
        },
        {"rules": _rules(visit, found), "changes": _changes(visit, found)},
        about=RULEBOOK_ID,
    )
    return answered(visit, page)


def _by(rule: RuleStretch) -> str:
    return rule.clause


def _number(clause: ClauseStretch) -> list[tuple[int, str]]:
    """Clause 10 comes after clause 9."""
    parts = clause.clause.replace("-", ".").split(".")
    return [(int(part), "") if part.isdigit() else (10**6, part) for part in parts]


def _shown(visit: Visit, rule: RuleStretch) -> dict[str, object]:
    return {
        "title": rule.title,
        "value": rulewords.said(rule.value),
        "href": visit.link(f"/rulebook/{rule.rule}"),
        "force": rule.force.value,
    }


def _sentence(visit: Visit, found: RulebookAnswer) -> str:
    newest = next(change for change in found.changes if change.edition == found.edition)
    assert newest.in_force_from is not None
    since = telling.until(visit, newest.in_force_from)
    return f"Version {found.edition} is in force since {since}, made by “{newest.title}”."


def _step(visit: Visit, found: RulebookAnswer, law: Law) -> NextStep:
    deeds = Deeds(visit, law)
    ruling = MakeRuling(question="?", ruling="?", reasons="?", clauses=(), appeal_to="?")
    deeds.offer("Make a ruling", "/do/make_ruling", ruling)
    _offer_change(visit, found, deeds)
    who = law.who("constitution.amend_power")
    if not found.waiting:
        return deeds.on(NextStep("No change is waiting to take effect", who_moves=who))
    dated = [change for change in found.waiting if change.in_force_from is not None]
    change = dated[0] if dated else found.waiting[0]
    what = f"“{change.title}” takes effect"
    if change.in_force_from is None:
        return deeds.on(NextStep(f"{what} when this happens: {change.upon}", who_moves=who))
    return deeds.on(NextStep(what, at=change.in_force_from, who_moves=who))


def _offer_change(visit: Visit, found: RulebookAnswer, deeds: Deeds) -> None:
    """Offer to change a rule, and to record that what a change waits for has happened.

    What is tried cites the newest decision of the bodies that may change it, if there is one.
    """
    amended_by = next((one.value for one in found.rules if one.rule == AMEND_POWER), None)
    powers = amended_by.powers if isinstance(amended_by, Who) else ()
    bodies = [power for power in powers if "." not in power]
    newest = newest_decision(visit, *bodies, kinds=CHANGES) if bodies else None
    decided = None if newest is None else DecidedAt(meeting=newest[0], number=newest[1])
    for rule in found.rules[:1]:
        same = RuleChange(rule=RuleId(rule.rule), value=rule.value)
        revise = ReviseRulebook(title="As it is", rules=(same,), decision=decided)
        deeds.offer("Change a rule", "/do/revise_rulebook", revise)
    for upon in [change.upon for change in found.waiting if change.upon][:1]:
        effect = TakeEffect(upon=upon)
        label = "Record that what a change waits for has happened"
        deeds.offer(label, "/do/take_effect", effect)


def _rules(visit: Visit, found: RulebookAnswer) -> Table:
    rows = [
        (
            Link(rule.title, visit.link(f"/rulebook/{rule.rule}")),
            rulewords.said(rule.value),
            rule.clause,
            rule.force.value,
            rule.in_force_from,
        )
        for rule in found.rules
    ]
    columns = (
        words("Rule", "title"),
        words("It says"),
        words("Clause", "clause"),
        words("Force", "force"),
        words("In force from", "from"),
    )
    empty = Empty("the rulebook has no rules", "rules come with the founding rulebook")
    return table(visit, "rules", Table("All rules in force", columns, rows, empty))


def _changes(visit: Visit, found: RulebookAnswer) -> Table:
    rows = [_change_row(visit, change) for change in reversed(found.changes)]
    columns = (
        words("Version", "version"),
        words("Change", "title"),
        words("Adopted", "adopted"),
        words("In force from", "from"),
        words("By authority of"),
        words("State"),
    )
    empty = Empty("nothing has changed", "each change is shown with who decided it")
    return table(visit, "changes", Table("How the rulebook came to this", columns, rows, empty))


def _change_row(visit: Visit, change: Change) -> tuple[CellValue, ...]:
    title: CellValue = Link(change.title, visit.link(f"/acts/{change.act}"))
    if change.proposal is not None:
        title = Link(change.title, visit.link(f"/proposals/{change.proposal}"))
    state = _state(visit, change.in_force_from, change.until)
    return (change.edition, title, change.adopted, change.in_force_from, change.authority, state)


def _state(visit: Visit, start: datetime | None, end: datetime | None) -> Tag:
    now = visit.moment
    if start is None or start > now:
        return WAITING
    return BEFORE if end is not None and end <= now else IN_FORCE


@router.get("/rulebook/{rule}")
def rule(rule: str, visit: Visiting) -> Response:
    """One rule through time: what it was on each day, who changed it, by which vote."""
    history = reading.rule_history(visit.at, rule)
    now = [s for s in history.stretches if _state(visit, s.in_force_from, s.until) is IN_FORCE]
    newest = (now or history.stretches)[-1]
    wording = [
        one
        for one in reading.clause_history(visit.at, newest.clause)
        if _state(visit, one.in_force_from, one.until) is IN_FORCE
    ]
    page = Page(
        "rule",
        Place.RULEBOOK,
        history,
        {
            "it": newest,
            "sentence": _rule_sentence(visit, newest, in_force=bool(now)),
            "state": _state(visit, newest.in_force_from, newest.until),
            "wording": wording[-1] if wording else None,
            "reads": _reads(newest),
            "is_method": rule.endswith(f".{METHOD}"),
            "stretches": [_stretch(visit, one) for one in reversed(history.stretches)],
            "cited": visit.link(f"/journal?rule={rule}"),
            "rulings": [
                one for one in reading.rulebook(visit.at).rulings if newest.clause in one.clauses
            ],
        },
        {"values": _values(visit, history)},
        about=RULEBOOK_ID,
    )
    return answered(visit, page)


def _rule_sentence(visit: Visit, one: RuleStretch, *, in_force: bool) -> str:
    value = rulewords.said(one.value)
    if not in_force or one.in_force_from is None:
        return f"It will say: {value}. It is not in force yet."
    return f"It says: {value}. So it has been since {telling.until(visit, one.in_force_from)}."


def _reads(one: RuleStretch) -> str:
    force = (
        "An act that breaks it is refused."
        if one.force.value == "mandatory"
        else "An act that breaks it is recorded and marked."
    )
    when = (
        "A process under way keeps the value of its opening."
        if one.reads is Reads.AT_OPENING
        else "It is read as it stands at each act."
    )
    return f"{force} {when}"


def _stretch(visit: Visit, one: RuleStretch) -> dict[str, object]:
    return {
        "value": rulewords.said(one.value),
        "from": one.in_force_from,
        "until": one.until,
        "state": _state(visit, one.in_force_from, one.until),
        "change": one.change_title,
        "who": one.actor_name,
        "authority": one.authority,
        "ballot": visit.link(f"/ballots/{one.ballot}") if one.ballot else "",
        "proposal": visit.link(f"/proposals/{one.proposal}") if one.proposal else "",
        "votes": f"{one.yes:,} for, {one.no:,} against" if one.yes is not None else "",
        "upon": one.upon,
        "why": visit.link(f"/acts/{one.act}"),
    }


def _values(visit: Visit, history: reading.RuleHistory) -> Table:
    rows = [
        (
            one.in_force_from,
            one.until,
            rulewords.said(one.value),
            one.change_title,
            one.actor_name,
            one.authority,
            one.yes,
            one.no,
        )
        for one in history.stretches
    ]
    columns = (
        words("From"),
        words("Until"),
        words("It said"),
        words("By the change"),
        words("Recorded by"),
        words("By authority of"),
        figures("For"),
        figures("Against"),
    )
    empty = Empty("it has no values", "each value is shown with who decided it")
    caption = f"{counted(len(rows), 'value')} through time".capitalize()
    return table(visit, "values", Table(caption, columns, rows, empty))

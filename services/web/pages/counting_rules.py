"""Answers which rule to count by: what each asks and does, and what it would have done here.

It is read before a rule is chosen.  What other rules would have done is worked out from the papers
of the counts on record; nothing of it is written down by hand, and nothing of it decides anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from fastapi import APIRouter
from starlette.responses import Response

from domain.counting.manifest import Manifest
from domain.counting.rules import catalogue
from domain.elections.terms import METHOD
from domain.rules.values import Choice
from services.counting.comparing import Comparing, Comparison, Held
from services.counting.kept import Outcomes
from services.reading import counts as reading
from services.reading import rulebook
from services.reading.counts import Done
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import CellValue, Empty, Link, NextStep, Table
from services.web.look.words import counted, listed
from services.web.pages import count_tables
from services.web.pages.counting_families import FAMILIES, Family
from services.web.tables import figures, table, words
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["elections"])

AMENDING: Final = "constitution.amend_power"
NO_COUNTS: Final = Empty(
    "nothing has been counted here yet",
    "each count on record is shown here as the other rules would have had it",
)


@router.get("/counts/rules")
def counting_rules(visit: Visiting) -> Response:
    """Every rule in plain words, and what it would have done with the papers on record."""
    done = reading.done(visit.at)
    office = visit.site.office
    held = [Held.of(one, one.contest, one.settled) for one in done]
    compared = Comparing(Outcomes(office.pool), office.bundles).all(held)
    pairs = list(zip(done, compared, strict=True))
    law = Law(visit)
    page = Page(
        "counting_rules",
        Place.BODIES,
        _answer(pairs),
        {
            "sentence": _sentence(pairs),
            "step": NextStep(
                "A rule is chosen in the rulebook, before an election is called",
                clause=law.clause(AMENDING),
                who_moves=law.who(AMENDING),
            ),
            "families": _families(visit),
            "unfinished": _unfinished(pairs),
        },
        {
            "outcomes": _outcomes(visit, pairs),
            "effects": _effects(visit, pairs),
            "rules": _rules(visit),
        },
    )
    return answered(visit, page)


Pairs = Sequence[tuple[Done, Comparison]]


def _sentence(pairs: Pairs) -> str:
    some = f"There are {len(catalogue.RULES)} rules to choose from"
    differing = sum(bool(compared.differing) for _, compared in pairs)
    if not pairs:
        return f"{some}, and the same papers can elect different people under them."
    whole = counted(len(pairs), "count")
    if not differing:
        return f"{some}. In the {whole} on record none of the others would have changed the result."
    return (
        f"{some}, and it matters which: in {differing} of the {whole} on record the same papers "
        "would have elected somebody else under another rule."
    )


def _unfinished(pairs: Pairs) -> list[str]:
    """What is not in the tables though it belongs there."""
    told = [(done.title, compared) for done, compared in pairs if compared.waiting]
    return [f"{title}: {count_tables.why_not(compared)}." for title, compared in told]


def _families(visit: Visit) -> list[tuple[Family, list[tuple[Manifest, list[Link]]]]]:
    """Every family with its rules, each with the methods of the rulebook that name it."""
    methods = _methods(visit)
    return [
        (
            family,
            [
                (one, methods.get(one.id, []))
                for one in catalogue.manifests()
                if one.plainly == family.plainly
            ],
        )
        for family in FAMILIES
    ]


def _methods(visit: Visit) -> dict[str, list[Link]]:
    """The rules of the rulebook that say how an election is counted, by what they say."""
    found: dict[str, list[Link]] = {}
    for rule in rulebook.rulebook(visit.at).rules:
        if rule.rule.endswith(f".{METHOD}") and isinstance(rule.value, Choice):
            link = Link(rule.title, visit.link(f"/rulebook/{rule.rule}"))
            found.setdefault(rule.value.choice, []).append(link)
    return found


def _rules(visit: Visit) -> Table:
    """All rules beside each other."""
    family = {one.plainly: one for one in FAMILIES}
    rows: list[Sequence[CellValue]] = [
        (
            Link(one.title, f"#rule-{one.id}"),
            family[one.plainly].fills,
            family[one.plainly].asks,
            _arithmetic(one),
            one.source,
        )
        for one in catalogue.manifests()
    ]
    columns = (
        words("Rule", "rule"),
        words("It fills"),
        words("Voters write"),
        words("Votes are counted"),
        words("Source"),
    )
    empty = Empty("there are no rules", "they come with the service")
    return table(visit, "rules", Table("All of them side by side", columns, rows, empty))


def _arithmetic(manifest: Manifest) -> str:
    places = manifest.scale.places
    if places is None:
        return "in exact fractions"
    return f"to {places} decimals" if places else "whole"


def _effects(visit: Visit, pairs: Pairs) -> Table:
    """Each rule over all counts that are not counted by it."""
    rows: list[Sequence[CellValue]] = []
    for manifest in catalogue.manifests():
        others = [o for _, compared in pairs for o in compared.others if o.rule == manifest.id]
        if others:
            changed = sum(bool(one.instead or one.of) for one in others)
            undecided = sum(bool(one.undecided) for one in others)
            same = len(others) - changed - undecided
            rows.append((manifest.title, len(others), same, changed, undecided))
    columns = (
        words("Under this rule", "rule"),
        figures("Counts tried", "tried"),
        figures("The same people", "same"),
        figures("Somebody else", "else"),
        figures("A tie to decide", "ties"),
    )
    caption = "Each rule over the counts on record"
    note = "Counts by the rule itself are not among those tried."
    return table(visit, "effects", Table(caption, columns, rows, NO_COUNTS, note=note))


def _outcomes(visit: Visit, pairs: Pairs) -> Table:
    """Count by count: who was elected, and who else would have been, under which rules."""
    rows = [_row(visit, done, compared) for done, compared in pairs]
    columns = (
        words("Count", "count"),
        words("Counted by", "by"),
        words("Elected"),
        figures("Other rules that differ"),
        words("Who else, and by which rule"),
    )
    shown = Table("Count by count", columns, rows, NO_COUNTS, note=count_tables.ONLY_COMPARED)
    return table(visit, "outcomes", shown)


def _row(visit: Visit, done: Done, compared: Comparison) -> Sequence[CellValue]:
    tried = len(compared.others)
    return (
        Link(done.title, visit.link(f"/counts/{done.count}")),
        catalogue.rule(done.rule).manifest.title,
        listed(done.elected or ()) or None,
        f"{len(compared.differing)} of {tried}" if tried else None,
        _who_else(compared) or None,
    )


def _who_else(compared: Comparison) -> str:
    """Rules with one and the same outcome are told together."""
    told: dict[str, list[str]] = {}
    for one in compared.others:
        if one.undecided:
            told.setdefault("a tie would have to be decided", []).append(one.title)
        elif not one.same:
            told.setdefault(count_tables.verdict(one).text, []).append(one.title)
    return "; ".join(f"{what} under {listed(rules)}" for what, rules in told.items())


def _answer(pairs: Pairs) -> dict[str, Any]:
    """For programs: the rules, and every count under each of the others."""
    return {
        "rules": [one.model_dump(mode="json") for one in catalogue.manifests()],
        "counts": [
            {
                "count": done.count,
                "title": done.title,
                "rule": done.rule,
                "elected": done.elected,
                "others": [one.model_dump(mode="json") for one in compared.others],
                "not_worked_out": compared.waiting,
            }
            for done, compared in pairs
        ],
    }

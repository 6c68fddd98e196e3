"""Answers which clause stands behind a rule at the moment of a page, as a link to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from domain.cycle.asked import read_value
from domain.kernel.ids import RuleId
from domain.kernel.refusal import NotFound
from domain.powers import in_words
from domain.rules.values import RuleValue, Who
from services.web.look.parts import Clause
from services.web.look.words import listed, shortened
from services.web.site import LawRows
from services.web.visit import Visit

_RULES: Final = """
    SELECT r.rule, r.title, r.clause, c.heading, r.value
    FROM rules r JOIN clauses c USING (clause)
    WHERE r.valid @> %(as_of)s::timestamptz AND c.valid @> %(as_of)s::timestamptz
"""
_EDITION: Final = """
    SELECT string_agg(concat_ws(' ', act, effective, known_place), ',' ORDER BY place)
    FROM rulebook_changes WHERE effective <= %(as_of)s
"""
KEPT: Final = 8
"""So many editions of the rules are kept: a page seldom looks at any but the newest."""


class Law:
    """The rules in force at the moment of a visit, read once for each edition of them."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    @property
    def _rules(self) -> LawRows:
        if self._visit.law_rows is None:
            self._visit.law_rows = self._read()
        return self._visit.law_rows

    def _read(self) -> LawRows:
        ((edition,),) = self._visit.at.rows(_EDITION)
        kept = self._visit.site.law
        found = kept.get(edition)
        if found is None:
            if len(kept) >= KEPT:
                kept.clear()
            found = {row[0]: tuple(row[1:]) for row in self._visit.at.rows(_RULES)}
            kept[edition] = found
        return found

    def clause(self, rule: str | None) -> Clause | None:
        """The clause that a rule reads, leading to the rule's own page."""
        found = self._rules.get(rule or "")
        if found is None:
            return None
        _, number, heading, _ = found
        return Clause(number, heading, self._visit.link(f"/rulebook/{quote(str(rule))}"))

    def clauses(self, rules: Iterable[str]) -> list[tuple[str, Clause]]:
        """These rules by title, with their clauses; unknown ones are left out."""
        found = [(self.title(rule), self.clause(rule)) for rule in rules]
        return [(title, clause) for title, clause in found if clause is not None]

    def title(self, rule: str) -> str:
        """What the rule is called."""
        found = self._rules.get(rule)
        return found[0] if found else rule

    def value(self, rule: str) -> RuleValue:
        """The rule's value; raises `NotFound`."""
        found = self._rules.get(rule)
        if found is None:
            raise NotFound(f"There is no rule “{shortened(rule)}” at that moment.")
        return read_value(RuleId(rule), found[3])

    def who(self, rule: str) -> str:
        """Who has the power that a rule gives, in words; empty if the rule gives none."""
        if rule not in self._rules:
            return ""
        value = self.value(rule)
        return listed([in_words(p) for p in value.powers], "or") if isinstance(value, Who) else ""

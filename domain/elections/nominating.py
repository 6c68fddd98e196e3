"""How nominations run: whom a candidate needs, until when, and how long a defect can be cured.

All of it is copied from the rulebook when nominations open; a returning officer chooses none of it.
What is done with one nomination is decided in `nomination`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from pydantic import AwareDatetime

from domain.bodies.member import Member
from domain.elections.terms import election_rule
from domain.kernel.ids import RuleId
from domain.kernel.moments import days_after, in_words
from domain.kernel.refusal import NotFound, RuleBroken
from domain.kernel.value import Value
from domain.rules.governing import Governing
from domain.rules.values import Count, Days, Flag

NOMINATORS: Final = "nominations"
OPEN_DAYS: Final = "nomination_days"
CURE_DAYS: Final = "cure_days"
AGAIN_DAYS: Final = "renomination_days"
WORDS: Final = "statement_words"
FROM_SECTION: Final = "from_section"
KINDS: Final[Mapping[str, type[Value]]] = {
    NOMINATORS: Count,
    OPEN_DAYS: Days,
    CURE_DAYS: Days,
    AGAIN_DAYS: Days,
    WORDS: Count,
    FROM_SECTION: Flag,
}
"""The rules that nominations need, and of which kind each is."""
NEEDED: Final = tuple(KINDS)

Breach = tuple[str, RuleId]
"""In what way somebody may not, as a sentence, and the rule that says so."""


class Window(Value):
    """When the nominations of a section close, and until when a defect of one can be cured.

    `again`: they were open before, and too few stood.
    """

    section: str
    closes: AwareDatetime
    cure_by: AwareDatetime
    again: bool = False


class Due(NamedTuple):
    """What falls due next in the nominations of a section, and by which rule."""

    moment: datetime
    window: Window
    what: str
    rule: RuleId


class NominatingTerms(Value):
    """What nominations are held under; `body` is the short name under which its rules stand.

    `words`: so long a statement may be.  `from_section`: candidates and nominators are members of
    the region that a section is named for.
    """

    body: str
    nominators: int
    open_for: Days
    cure: Days
    again: Days
    words: int
    from_section: bool

    def rule(self, name: str) -> RuleId:
        return election_rule(self.body, name)

    def window(self, section: str, since: datetime, *, again: bool = False) -> Window:
        """The window of a section whose nominations are open from that moment."""
        period = self.again if again else self.open_for
        closes = days_after(since, period.count, clear=period.clear)
        cure_by = days_after(closes, self.cure.count, clear=self.cure.clear)
        return Window(section=section, closes=closes, cure_by=cure_by, again=again)

    def breach_by(self, member: Member | None, section: str, now: datetime) -> Breach | None:
        """Why somebody can neither stand in a section nor nominate there, if they can't."""
        if member is None or not member.belonged(now):
            return "Only a member stands in an election or nominates.", self.rule(NOMINATORS)
        if self.from_section and member.region != section:
            where = section.replace("_", " ")
            return f"This section is for members in {where}.", self.rule(FROM_SECTION)
        return None

    def must_be_within_words(self, statement: str) -> None:
        """Raises `RuleBroken` for a statement that is too long."""
        written = len(statement.split())
        if written > self.words:
            raise RuleBroken(
                f"A statement has {self.words} words at the most; this one has {written}.",
                rule=self.rule(WORDS),
            )


def nominating_terms(body: str, rules: Governing) -> NominatingTerms:
    """What the rulebook says of nominations to a body; raises `RuleBroken` on a gap."""
    for name in NEEDED:
        rule = election_rule(body, name)
        if not rules.has(rule):
            raise RuleBroken(
                f"Nominations can't open while the rulebook has no rule '{rule}': nobody could say "
                "afterwards who stands.",
                rule=rule,
            )

    def days(name: str) -> Days:
        return rules.value(election_rule(body, name), Days)

    def number(name: str) -> int:
        return rules.value(election_rule(body, name), Count).count

    return NominatingTerms(
        body=body,
        nominators=number(NOMINATORS),
        open_for=days(OPEN_DAYS),
        cure=days(CURE_DAYS),
        again=days(AGAIN_DAYS),
        words=number(WORDS),
        from_section=rules.value(election_rule(body, FROM_SECTION), Flag).holds,
    )


def window_of(windows: tuple[Window, ...], section: str) -> Window:
    """The window of a section; raises `NotFound`."""
    found = next((one for one in windows if one.section == section), None)
    if found is None:
        known = ", ".join(one.section for one in windows)
        raise NotFound(f"This election has no section '{section}'. Its sections are: {known}.")
    return found


def too_late(window: Window) -> str:
    """That nominations of a section are closed, as a sentence."""
    where = window.section.replace("_", " ")
    return f"Nominations for {where} closed by {in_words(window.closes)}."

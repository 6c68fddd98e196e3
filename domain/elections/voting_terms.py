"""How members vote in an election: when, for how long, and who; copied from the rulebook.

It is settled when nominations open: later it would be too late to make a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.ballots.choosing import way_of
from domain.ballots.terms import Hours
from domain.elections.terms import METHOD, TIE, Terms, election_rule
from domain.kernel.ids import RuleId
from domain.kernel.moments import days_after
from domain.kernel.refusal import RuleBroken
from domain.kernel.value import Value
from domain.rules.governing import Governing
from domain.rules.values import Choice, Days, Flag

OPENS_DAYS: Final = "voting_after_days"
VOTING_DAYS: Final = "voting_days"
QUALIFYING: Final = "qualifying_moment"
OWN_SECTION: Final = "voters_from_section"
REMINDER_DAYS: Final = "voting_reminder_days"
ANNULLED_FOR: Final = "annulled_for"
OBJECTION_DAYS: Final = "objection_days"
KINDS: Final[Mapping[str, type[Value]]] = {
    OPENS_DAYS: Days,
    VOTING_DAYS: Days,
    QUALIFYING: Choice,
    OWN_SECTION: Flag,
    REMINDER_DAYS: Days,
}
"""The rules that a vote needs, and of which kind each is."""


class Qualifying(StrEnum):
    """When a voter must have joined, as a rulebook may say it."""

    CLOSE = "close_of_nominations"
    NOTICE = "notice_of_election"


class AnnulledFor(StrEnum):
    """For which errors the vote of a section is annulled, as a rulebook may say it."""

    COULD_MATTER = "could_have_mattered"
    ANY = "any_error"


class VotingTerms(Value):
    """What the vote of an election is held under; `body` is where its rules stand.

    `after`: so long after it is settled who stands does voting open.  `objection`: so long after it
    is declared can anybody object; none where no rule gives a time.
    """

    body: str
    after: Days
    lasts: Days
    qualifying: Qualifying
    own_section: bool
    reminder: Days
    objection: Days | None = None

    def rule(self, name: str) -> RuleId:
        return election_rule(self.body, name)

    def hours(self, since: datetime) -> Hours:
        """From when and until when members vote, if their ballots are called then."""
        opens = days_after(since, self.after.count, clear=self.after.clear)
        return Hours(
            opens=opens, closes=days_after(opens, self.lasts.count, clear=self.lasts.clear)
        )

    def objections_until(self, declared: datetime) -> datetime | None:
        """Until when anybody can object to what is declared then; none where nobody can."""
        if self.objection is None:
            return None
        return days_after(declared, self.objection.count, clear=self.objection.clear)


def has_voting_terms(body: str, rules: Governing) -> bool:
    """Whether the rules say how members vote; those of an older election may not."""
    return all(rules.has(election_rule(body, name)) for name in KINDS)


def voting_terms(body: str, rules: Governing, terms: Terms) -> VotingTerms:
    """What the rulebook says of votes to a body; raises `RuleBroken` on a gap.

    It is asked when nominations open: later it would be too late to make a rule.
    """
    for name in KINDS:
        rule = election_rule(body, name)
        if not rules.has(rule):
            raise RuleBroken(
                f"Nominations can't open while the rulebook has no rule '{rule}': nobody could say "
                "afterwards how members vote.",
                rule=rule,
            )
    _must_be_for_members(body, terms)

    def days(name: str) -> Days:
        return rules.value(election_rule(body, name), Days)

    objecting = rules.has(election_rule(body, OBJECTION_DAYS))
    return VotingTerms(
        body=body,
        after=days(OPENS_DAYS),
        lasts=days(VOTING_DAYS),
        qualifying=_qualifying(body, rules),
        own_section=rules.value(election_rule(body, OWN_SECTION), Flag).holds,
        reminder=days(REMINDER_DAYS),
        objection=days(OBJECTION_DAYS) if objecting else None,
    )


def annulled_for(body: str, rules: Governing) -> AnnulledFor:
    """For which errors a section is voted on again; raises `RuleBroken` where no rule says it."""
    rule = election_rule(body, ANNULLED_FOR)
    said = rules.value(rule, Choice).choice if rules.has(rule) else None
    known = [one.value for one in AnnulledFor]
    if said not in known:
        raise RuleBroken(
            f"A vote can't be annulled unless rule '{rule}' says for which errors. It can say: "
            f"{', '.join(known)}.",
            rule=rule,
        )
    return AnnulledFor(said)


def _qualifying(body: str, rules: Governing) -> Qualifying:
    rule = election_rule(body, QUALIFYING)
    said = rules.value(rule, Choice).choice
    known = [one.value for one in Qualifying]
    if said not in known:
        raise RuleBroken(
            f"Rule '{rule}' says '{said}', and nothing here freezes a roll by that. It can say: "
            f"{', '.join(known)}.",
            rule=rule,
        )
    return Qualifying(said)


def _must_be_for_members(body: str, terms: Terms) -> None:
    """Refuse what no ballot of members can be counted by."""
    if not terms.by_lot:
        raise RuleBroken(
            "In a ballot of members nobody decides a tie: let it be drawn by lot.",
            rule=election_rule(body, TIE),
        )
    if any(way_of(terms.method, one.seats) is None for one in terms.sections):
        raise RuleBroken(
            f"No paper of members is counted by '{terms.method}' for as many places.",
            rule=election_rule(body, METHOD),
        )

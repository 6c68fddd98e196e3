"""What an endorsement is decided under: copied from the rulebook when it is called."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.ballots.choosing import way_of
from domain.ballots.terms import Hours
from domain.counting.rules import catalogue
from domain.kernel.ids import RuleId
from domain.kernel.moments import days_after
from domain.kernel.refusal import RuleBroken
from domain.kernel.value import Value
from domain.rules.governing import Governing
from domain.rules.values import Choice, Days, Flag, Share, Words

CALLED_BY: Final = RuleId("endorsement.called_by")
BODY_POWER: Final = RuleId("endorsement.body_power")
ASKED_BY: Final = RuleId("endorsement.asked_by")
ASKING_DAYS: Final = RuleId("endorsement.asking_days")
OFFICES: Final = RuleId("endorsement.leader_offices")
ROUTE: Final = RuleId("endorsement.leader_route")
PAPER: Final = RuleId("endorsement.leader_paper")
OPENS_DAYS: Final = RuleId("endorsement.leader_opens_days")
VOTE_DAYS: Final = RuleId("endorsement.leader_vote_days")
METHOD: Final = RuleId("endorsement.leader_method")
MAJORITY: Final = RuleId("endorsement.leader_majority")
NOBODY: Final = RuleId("endorsement.leader_nobody")
ONGOING: Final = RuleId("endorsement.ongoing_relationship")
REVIEW_DAYS: Final = RuleId("endorsement.review_days")
WITHDRAWAL_POWER: Final = RuleId("endorsement.withdrawal_power")
HEARING_DAYS: Final = RuleId("endorsement.hearing_days")


class Route(StrEnum):
    """Who endorses: the body alone, all members on its recommendation, or all members."""

    BODY = "body"
    RECOMMENDATION = "recommendation"
    MEMBERS = "members"


class EndorsementTerms(Value):
    """The terms of one endorsement.

    `nobody`: the paper also lets members choose none of those who asked.  `review` is how long
    after the endorsement it is looked at, and again after each look; None where the rulebook asks
    for no lasting relationship.
    """

    route: Route
    asks_until: datetime
    opens: Days | None = None
    lasts: Days | None = None
    method: str | None = None
    majority: Share | None = None
    nobody: bool = False
    review: Days | None = None
    edition: int

    def hours(self, now: datetime) -> Hours:
        """From when and until when members vote, if they are asked now."""
        assert self.opens is not None
        assert self.lasts is not None
        opens = days_after(now, self.opens.count, clear=self.opens.clear)
        return Hours(
            opens=opens, closes=days_after(opens, self.lasts.count, clear=self.lasts.clear)
        )

    def review_at(self, since: datetime) -> datetime | None:
        """When it is looked at next; None where it never is."""
        if self.review is None:
            return None
        return days_after(since, self.review.count, clear=self.review.clear)


def endorsement_terms(office: str, rules: Governing, now: datetime) -> EndorsementTerms:
    """What the rulebook of the day says of one for this office; raises `RuleBroken` on a gap."""
    asking = rules.value(ASKING_DAYS, Days)
    terms = EndorsementTerms(
        route=_route(office, rules),
        asks_until=days_after(now, asking.count, clear=asking.clear),
        review=rules.value(REVIEW_DAYS, Days) if rules.value(ONGOING, Flag).holds else None,
        edition=rules.opening.number,
    )
    if terms.route is Route.BODY:
        return terms
    voting = {
        "opens": rules.value(OPENS_DAYS, Days),
        "lasts": rules.value(VOTE_DAYS, Days),
        "method": _method(rules),
        "majority": rules.value(MAJORITY, Share),
        "nobody": rules.value(NOBODY, Flag).holds,
    }
    return terms.model_copy(update=voting)


def is_for_members(office: str, rules: Governing) -> bool:
    """Whether members have a say on an endorsement for this office."""
    named = rules.value(OFFICES, Words).text.split(",")
    return office.strip().casefold() in {one.strip().casefold() for one in named}


def _route(office: str, rules: Governing) -> Route:
    if not is_for_members(office, rules):
        return Route.BODY
    route, paper = rules.value(ROUTE, Choice).choice, rules.value(PAPER, Choice).choice
    known = {
        ("body_recommendation", "recommended_only"): Route.RECOMMENDATION,
        ("all_member_vote", "all_who_ask"): Route.MEMBERS,
    }
    found = known.get((route, paper))
    if found is None:
        raise RuleBroken(
            f"Rule '{ROUTE}' says '{route}' and rule '{PAPER}' says '{paper}': nothing here holds "
            "a vote by both. A ruling or a change has to bring them together first.",
            rule=PAPER,
        )
    return found


def _method(rules: Governing) -> str:
    said = rules.value(METHOD, Choice).choice
    known = [one.id for one in catalogue.manifests() if way_of(one.id, 1) is not None]
    if said not in known:
        raise RuleBroken(
            f"No paper of members is counted by '{said}'. Rule '{METHOD}' can say: "
            f"{', '.join(known)}.",
            rule=METHOD,
        )
    return said

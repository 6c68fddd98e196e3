"""A survey of all members: what they would put first, asked by secret paper; it decides nothing.

It is a ballot whose questions rank or mark what the organisation could do.  The whole order is the
result; what is done with it is decided elsewhere.  No turnout is asked for, and nobody scrutinises.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from domain.ballots.choosing import Choosing, Options, Way, choosing
from domain.ballots.terms import TIES, Cited, Hours, Terms
from domain.counting.contest import Candidate, Contest, checked
from domain.counting.rules.priorities.ranked_priorities import METHODS
from domain.counting.terms import Settled
from domain.kernel.ids import RuleId
from domain.kernel.moments import days_after
from domain.kernel.refusal import BadInput, RuleBroken
from domain.notices.reminders import falls_due
from domain.rules.governing import Governing
from domain.rules.values import Base, Choice, Days, Share

CALLED_BY: Final = RuleId("surveys.called_by")
DAYS: Final = RuleId("surveys.days")
REMINDER: Final = RuleId("surveys.reminder_days")
METHOD: Final = RuleId("surveys.priorities_method")
COUNTED_BY: Final = "ranked-priorities"


def hours_of(opens: datetime, rules: Governing) -> Hours:
    """From when and until when members answer."""
    lasts = rules.value(DAYS, Days)
    return Hours(opens=opens, closes=days_after(opens, lasts.count, clear=lasts.clear))


def terms_of_survey(now: datetime, hours: Hours, rules: Governing) -> Terms:
    """The terms of a survey: whoever is a member when it is called is asked."""
    return Terms(
        majority=Share(numerator=1, denominator=2, strict=True),
        turnout=Share(numerator=0, denominator=1, of=Base.ELIGIBLE),
        joined_by=now,
        remind_at=(falls_due(hours.closes, rules.value(REMINDER, Days)),),
        edition=rules.opening.number,
        survey=True,
        cites=Cited(result=(METHOD,), roll=CALLED_BY, hours=DAYS, reminders=REMINDER, ties=TIES),
    )


def questions_of(asked: Sequence[Options], rules: Governing) -> tuple[Choosing, ...]:
    """The questions as they stand on the paper; raises `BadInput` for what no survey asks."""
    if not asked:
        raise BadInput("A survey asks at least one question.")
    return tuple(_question(place, one, rules) for place, one in enumerate(asked, start=1))


def _question(place: int, asked: Options, rules: Governing) -> Choosing:
    if asked.places != 1:
        raise BadInput(
            f"A survey chooses nothing, so question {place} does not say how many are chosen."
        )
    found = choosing(place, asked, rules)
    if asked.way is Way.ONE:
        return found
    terms = found.settled.terms
    if asked.way is Way.RANKED:
        terms = terms.model_copy(
            update={"rule": COUNTED_BY, "options": (("method", _method(rules)),)}
        )
    settled = Settled(contest=_all_of(asked), terms=terms)
    return found.model_copy(update={"settled": settled})


def _all_of(asked: Options) -> Contest:
    """As many places as options, so that the count gives the whole order."""
    options = tuple(Candidate(name=name) for name in asked.options)
    return checked(Contest(seats=len(options), candidates=options, title=asked.title))


def _method(rules: Governing) -> str:
    said = rules.value(METHOD, Choice).choice
    if said not in METHODS:
        raise RuleBroken(
            f"Nothing here makes an order of priorities by '{said}'. The rulebook can say: "
            f"{', '.join(METHODS)}.",
            rule=METHOD,
        )
    return said

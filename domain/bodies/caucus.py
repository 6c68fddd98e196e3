"""A caucus whose members are told to its members alone, and who may join one.

That somebody belongs may show what they are.  So whoever wishes joins by their own word; others
learn that so many came to a meeting as a rule lets be told, and never who or why.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from domain.bodies.sitting import Sitting
from domain.kernel.moments import LONDON
from domain.kernel.refusal import RuleBroken
from domain.rules.edition import Edition
from domain.rules.values import Choice, Count, Flag, Rule

MEMBERS_SEALED, LEAST_SHOWN = "members_sealed", "least_shown"
OPEN_TO, UNDER_AGE = "open_to", "under_age"
UNCOUNTED: Final = "No rule says from how many on the members of {} are counted in the open."


def sealing(body: Sitting, edition: Edition) -> Rule | None:
    """The rule by which it is told to its members alone who belongs to a body, if one holds."""
    rule = body.rule(edition, MEMBERS_SEALED)
    return rule if rule is not None and edition.value(rule.id, Flag).holds else None


def least_shown(body: Sitting, edition: Edition) -> int | None:
    """From how many on it is told that so many came to a meeting; none where no rule says so."""
    rule = body.rule(edition, LEAST_SHOWN)
    return None if rule is None else edition.value(rule.id, Count).count


def must_be_countable(body: Sitting, edition: Edition) -> None:
    """Refuse to take members in whose number could give them away."""
    rule = sealing(body, edition)
    if rule is not None and least_shown(body, edition) is None:
        raise RuleBroken(
            f"{UNCOUNTED.format(body.name)} Add that rule first.", rule=rule.id, clause=rule.clause
        )


def category_of(body: Sitting, edition: Edition) -> tuple[Rule, str] | None:
    """What somebody says of themselves who may join, where a rule names it."""
    rule = body.rule(edition, OPEN_TO)
    return None if rule is None else (rule, edition.value(rule.id, Choice).choice)


def must_be_young_enough(body: Sitting, edition: Edition, born: date | None, now: datetime) -> None:
    """Refuse somebody who is too old, or of whom no day of birth is kept."""
    rule = body.rule(edition, UNDER_AGE)
    if rule is None:
        return
    below = edition.value(rule.id, Count).count
    if born is None:
        raise RuleBroken(
            f"{body.name} is open below the age of {below}. Enter your day of birth first; it is "
            "sealed.",
            rule=rule.id,
            clause=rule.clause,
        )
    if age(born, now) >= below:
        raise RuleBroken(
            f"{body.name} is open below the age of {below}.", rule=rule.id, clause=rule.clause
        )


def age(born: date, now: datetime) -> int:
    """Somebody's age in years on the day of a moment, in London."""
    today = now.astimezone(LONDON).date()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

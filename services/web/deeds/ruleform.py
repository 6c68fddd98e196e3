"""Answers how a form asks for a change of one rule: the rule from a list, its value typed."""

from __future__ import annotations

from fractions import Fraction

from domain.kernel.ids import RuleId
from domain.rules.values import (
    Choice,
    Count,
    Days,
    Flag,
    Hours,
    Period,
    RuleChange,
    RuleValue,
    Share,
)
from services.reading.rulebook import RuleStretch, rulebook
from services.web import rulewords
from services.web.deeds.form import Given, Question, Unclear, one_of, text
from services.web.look import parts
from services.web.look.parts import Mistake
from services.web.visit import Visit

TYPED = (Days, Hours, Count, Share, Choice, Flag, Period)
HINT = "A number for days, hours and counts; 2/3 for a share; yes or no; or one word of the list."


def rule_questions(visit: Visit, given: Given) -> list[Question]:
    """Two questions: which rule, and which value."""
    choices = [parts.Choice("", "None")]
    choices += [parts.Choice(rule.rule, _label(rule)) for rule in _rules(visit)]
    return [
        one_of("rule", "A rule that would change with it", given, choices),
        text("value", "The value it would have", given, HINT, width=20),
    ]


def rule_change(visit: Visit, given: Given) -> tuple[RuleChange, ...]:
    """The change that was asked for, if any; raises `Unclear`."""
    name = given.text("rule")
    if not name:
        return ()
    rule = next((one for one in _rules(visit) if one.rule == name), None)
    if rule is None:
        raise Unclear(Mistake("rule", "Choose a rule from the list"))
    return (RuleChange(rule=RuleId(name), value=_value(rule, given.text("value"))),)


def with_change(
    rules: tuple[RuleChange, ...], changes: tuple[RuleChange, ...]
) -> tuple[RuleChange, ...]:
    """The rule changes with these besides, each in place of an earlier one of the same rule."""
    changed = {change.rule for change in changes}
    return (*(one for one in rules if one.rule not in changed), *changes)


def _rules(visit: Visit) -> list[RuleStretch]:
    return [rule for rule in rulebook(visit.at).rules if isinstance(rule.value, TYPED)]


def _label(rule: RuleStretch) -> str:
    known = f", one of {', '.join(rule.one_of)}" if rule.one_of else ""
    return f"{rule.title} (now {rulewords.said(rule.value)}{known})"


def _value(rule: RuleStretch, typed: str) -> RuleValue:
    try:
        return _read(rule.value, typed)
    except (ValueError, KeyError, ZeroDivisionError, OverflowError):
        now = rulewords.said(rule.value)
        raise Unclear(
            Mistake("value", f"“{typed}” can't be read as a value of this rule, which is now {now}")
        ) from None


def _read(now: RuleValue, typed: str) -> RuleValue:
    """The typed value, of the kind that the rule has."""
    match now:
        case Days() | Count() | Hours():
            return now.model_validate(now.model_dump() | {"count": int(typed)})
        case Period():
            return Period(months=int(typed))
        case Flag():
            return Flag(holds={"yes": True, "no": False}[typed.casefold()])
        case Share():
            share = Fraction(typed)
            asked = {"numerator": share.numerator, "denominator": share.denominator}
            return Share.model_validate(now.model_dump() | asked)
        case Choice():
            return Choice(choice=typed)
    raise ValueError(typed)

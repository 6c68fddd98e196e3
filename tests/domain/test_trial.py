"""A rulebook under which work could not go on is found out, with the rule, the value and why."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from domain.rules.edition import Edition
from domain.rules.rulebook import Rulebook
from domain.rules.values import (
    Base,
    Choice,
    Count,
    Days,
    Flag,
    Force,
    Rule,
    RuleValue,
    Seats,
    Section,
    Share,
    Who,
)
from domain.trial.alone import STRICT
from domain.trial.fault import Fault
from domain.trial.trial import faults, worse
from tests.domain.acts import act
from tests.support.kinds import KINDS
from tests.support.rulebook import CLAUSE, VALUES, rule

NONE_OF_ALL = Share(numerator=0, denominator=1)
MORE_THAN_ALL = Share(numerator=1, denominator=1, strict=True)
PLACES = "election.ncg.seats"


def edition(**values: RuleValue) -> Edition:
    """The small rulebook with these values; `other__name` stands for `other.name`."""
    asked = VALUES | {name.replace("__", "."): value for name, value in values.items()}
    return founded(*(rule(name, value) for name, value in asked.items()))


def founded(*rules: Rule) -> Edition:
    return Rulebook.found(act(), "Rules", (CLAUSE,), rules).at(act().occurred_at)


def blamed(found: tuple[Fault, ...]) -> list[str]:
    return [fault.rule for fault in found]


def test_the_small_rulebook_works() -> None:
    assert faults(edition()) == ()


def test_a_rulebook_with_gaps_has_no_fault() -> None:
    for gap in VALUES.keys() - KINDS.keys():
        rest = (rule(name, value) for name, value in VALUES.items() if name != gap)
        assert faults(founded(*rest)) == (), gap


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("refounding.ballot_days", Days(count=0), "can't be 0 days: “Ballot of all members”"),
        ("refounding.drafting_days", Days(count=0), "would end at the moment"),
        ("refounding.ballot_majority", NONE_OF_ALL, "what nobody is for would be carried"),
        ("refounding.assembly_majority", NONE_OF_ALL, "what nobody is for would be carried"),
        ("refounding.ballot_majority", MORE_THAN_ALL, "not even all of them would be enough"),
        ("refounding.assembly_quorum", MORE_THAN_ALL, "not even all of them would be enough"),
        ("refounding.who_may_draft", Who(powers=()), "has to name somebody"),
        ("registers.kept_by", Who(powers=()), "has to name somebody"),
        ("constitution.amend_power", Who(powers=("ncg",)), "has to name all_member_ballot"),
        (PLACES, Seats(seats=()), "gives no place at all"),
        (PLACES, Seats(seats=(Section(section="n", seats=2),), min_women=3), "3 women on 2 places"),
        (
            PLACES,
            Seats(seats=(Section(section="n", seats=2), Section(section="n", seats=2))),
            "names a section twice",
        ),
        ("refounding.delegates_per_group", Count(count=0), "nobody at all"),
        ("groups.meetings.quorum", Count(count=0), "nobody at all"),
        ("refounding.paper_replaceable", Flag(holds=True), "this service can't hold to that"),
        ("refounding.one_paper_each", Flag(holds=False), "this service can't hold to that"),
        ("constitution.consistency_check", Flag(holds=False), "this service can't hold to that"),
        ("refounding.reminder_days", Days(count=9), "before voting opens"),
        ("refounding.roll_freeze_days", Days(count=21), "before the ballot is called"),
        ("refounding.ballot_notice_days", Days(count=21), "no ballot could be called"),
        ("election.ncg.tie_rule", Count(count=1), "where a choice is read"),
        ("refounding.ballot_days", Count(count=9), "where a days is read"),
    ],
)
def test_a_value_under_which_nothing_would_come_about_is_a_fault(
    name: str, value: RuleValue, why: str
) -> None:
    found = faults(edition(**{name.replace(".", "__"): value}))
    assert blamed(found) == [name]
    assert why in found[0].why
    assert name in found[0].why


def test_two_periods_that_do_not_go_together_are_a_fault_whichever_is_changed() -> None:
    found = faults(edition(refounding__preparation_days=Days(count=10)))
    assert blamed(found) == ["refounding.roll_freeze_days"]
    assert "roll_freeze_days (14 days) and refounding.preparation_days (10 days)" in found[0].why


@pytest.mark.parametrize("strict", sorted(STRICT & set(VALUES)))
def test_what_is_always_held_to_strictly_can_not_be_directory(strict: str) -> None:
    directory = {**rule(strict, VALUES[strict]).model_dump(), "force": Force.DIRECTORY}
    others = (rule(name, value) for name, value in VALUES.items() if name != strict)
    found = faults(founded(*others, Rule.model_validate(directory)))
    assert [(fault.rule, fault.respect) for fault in found] == [(strict, "force")]


def quorum(needed: int, elected: int = 4) -> Edition:
    seats = Seats(seats=(Section(section="north", seats=elected),))
    return edition(ncg__meetings__quorum=Count(count=needed), election__ncg__seats=seats)


@pytest.mark.parametrize(("seated", "works"), [(0, False), (5, False), (6, True)])
def test_a_quorum_of_more_than_the_body_has_is_a_fault(seated: int, works: bool) -> None:
    fault = worse(quorum(4), quorum(6), lambda _: seated)
    assert (fault is None) is works
    if fault is not None:
        assert f"the body has {max(4, seated)} places" in fault.why


def test_a_change_that_makes_a_fault_smaller_is_not_refused_and_one_that_adds_to_it_is() -> None:
    assert worse(quorum(10), quorum(7), lambda _: 0) is None
    assert worse(quorum(10), quorum(11), lambda _: 0) is not None
    assert worse(quorum(10), quorum(10), lambda _: 0) is None


def test_an_old_fault_does_not_hide_another() -> None:
    before = edition(refounding__ballot_days=Days(count=0))
    after = edition(refounding__ballot_days=Days(count=0), refounding__drafting_days=Days(count=0))
    fault = worse(before, after)
    assert fault is not None
    assert fault.rule == "refounding.drafting_days"


@pytest.mark.parametrize(
    ("value", "bounds", "says"),
    [
        (Days(count=9), {"least": 10}, "at least 10 days, not 9"),
        (Days(count=9), {"most": 8}, "at most 8 days, not 9"),
        (Count(count=3), {"most": 2}, "at most 2 in number, not 3"),
        (Share(numerator=1, denominator=3), {"least": 50}, "at least 50 hundredths of the whole"),
        (Who(powers=()), {"least": 1}, "at least 1 named, not 0"),
        (Seats(seats=(Section(section="n", seats=2),)), {"least": 3}, "at least 3 places, not 2"),
    ],
)
def test_a_value_stays_in_the_range_of_its_rule(
    value: RuleValue, bounds: dict[str, int], says: str
) -> None:
    asked = {"id": "a.rule", "clause": CLAUSE.id, "title": "A rule", "value": value}
    Rule.model_validate(asked)
    with pytest.raises(ValidationError, match=says):
        Rule.model_validate(asked | bounds)


def test_a_value_that_is_no_amount_has_no_range() -> None:
    free = {"id": "a.rule", "clause": CLAUSE.id, "title": "A rule", "least": 5}
    for value in (Choice(choice="lot"), Flag(holds=True)):
        assert Rule.model_validate(free | {"value": value}).value == value


def test_a_share_of_all_members_can_be_all_of_them() -> None:
    unanimous = Share(numerator=1, denominator=1, of=Base.MEMBERS)
    assert faults(edition(refounding__assembly_quorum=unanimous)) == ()

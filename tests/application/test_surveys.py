"""A survey of all members: priorities ranked by secret paper, and the order that comes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.ballots.ballot import Ballot
from domain.ballots.choosing import Options, Way
from domain.ballots.survey import CALLED_BY, DAYS, METHOD, REMINDER
from domain.ballots.terms import TIES
from domain.elections.lot import LotSource
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, OutOfOrder, Refusal, RuleBroken
from domain.rules.values import Choice, Flag, RuleValue
from services.application.begun import open_processes
from services.application.scrutiny import NameScrutineer
from services.application.surveys import CallSurvey
from tests.application.organisation import CHAIR, LEEDS, MEMBERS, STAFF, YORK, Organisation
from tests.application.organisation import in_memory as founded
from tests.story.chosen import choices_of, vote
from workflows.contract import BALLOT

FIRST = Options(
    title="What comes first?",
    way=Way.RANKED,
    options=("Win elections", "Help members become active", "Debate policy", "Train organisers"),
)
JOIN = Options(title="What would you join?", way=Way.SOME, options=("A group", "A campaign"))
ONE = Options(title="How do you read us?", way=Way.ONE, options=("By e-mail", "On paper"))
VOTERS = (STAFF, CHAIR, LEEDS, YORK)
PAPERS = (
    ((1, 2, 3, 4), (2,), (1,)),
    ((1, 2), (1, 2), (1,)),
    ((2, 1), (2,), (2,)),
    ((1, 4, 2), (2,), ()),
)


def calling(org: Organisation, **other: Any) -> CallSurvey:
    opens = org.store.now() + timedelta(days=2)
    told = {
        "title": "What members would put first",
        "questions": (FIRST, JOIN, ONE),
        "opens": opens,
        "lot": LotSource(source="a lottery", known_from=opens + timedelta(days=20)),
    }
    return CallSurvey.model_validate(told | other)


def answered(org: Organisation) -> Ballot:
    """A survey that four answered, after its end."""
    survey = org.hands.began(org.ask(calling(org), CHAIR))
    org.hands.settle()
    called = org.store.load(Ballot, survey)
    org.hands.at(called.hours.opens)
    for person, marks in zip(VOTERS, PAPERS, strict=True):
        vote(org, survey, person, marks)
    org.hands.at(called.hours.closes - timedelta(days=3))
    org.hands.at(called.hours.closes)
    return org.store.load(Ballot, survey)


@pytest.mark.parametrize("grade", ["sealed", "blind"])
def test_the_order_of_priorities_is_published_and_nothing_is_decided(grade: str) -> None:
    org = founded(ballots__secrecy=Choice(choice=grade), ballots__scrutineer=Flag(holds=True))
    survey = answered(org)
    assert survey.declared, "no scrutineer holds a survey back"
    assert survey.hours.closes - survey.hours.opens == timedelta(days=14)
    order, joined, read = (one.result.elected for one in choices_of(org, survey.id).chosen)
    # Borda's points, those left out sharing what is left: 11, 8, 3 and 2.
    assert order == tuple(FIRST.options[place] for place in (0, 1, 3, 2))
    assert joined == ("A campaign", "A group")
    assert read == ("By e-mail",)
    assert survey.results == ()
    assert BALLOT not in {one.kind for one in open_processes(org.store)} or grade == "blind"


def test_its_acts_cite_the_rules_of_surveys() -> None:
    org = founded()
    survey = answered(org)
    acts = [one.event.act for one in org.store.acts(stream=survey.id, limit=20)]
    cited = {rule for act in acts for rule in act.rules}
    assert {METHOD, DAYS, REMINDER, CALLED_BY} <= cited
    assert not any(rule.startswith("refounding.") for rule in cited)
    assert all(act.breaks == () for act in acts)


def test_the_rulebook_of_the_day_says_how_the_order_is_made() -> None:
    org = founded(surveys__priorities_method=Choice(choice="schulze"))
    survey = answered(org)
    assert choices_of(org, survey.id).questions[0].settled.terms.options == (("method", "schulze"),)


@pytest.mark.parametrize(
    ("other", "rule"),
    [
        ({"questions": ()}, None),
        ({"questions": (FIRST.model_copy(update={"places": 2}),)}, None),
        ({"questions": (FIRST.model_copy(update={"options": ("Alone",)}),)}, None),
        ({"opens": -1}, None),
    ],
)
def test_what_no_survey_asks_is_refused(other: dict[str, Any], rule: str | None) -> None:
    org = founded()
    if "opens" in other:
        other = {"opens": org.store.now() - timedelta(days=1)}
    org.refused(BadInput, calling(org, **other), STAFF, rule)


@pytest.mark.parametrize(
    ("rules", "refusal", "rule"),
    [
        ({"surveys__priorities_method": Choice(choice="applause")}, RuleBroken, METHOD),
        ({"ballots__tie_rule": Choice(choice="decision")}, RuleBroken, TIES),
    ],
)
def test_a_rulebook_that_no_survey_is_counted_by_is_refused(
    rules: dict[str, RuleValue], refusal: type[Refusal], rule: str
) -> None:
    org = founded(**rules)
    org.refused(refusal, calling(org), STAFF, rule)


def test_it_is_called_by_whoever_the_rule_names_and_watched_over_by_nobody() -> None:
    org = founded()
    org.refused(NotAllowed, calling(org), MEMBERS[3], CALLED_BY)
    early = LotSource(source="a lottery", known_from=org.store.now() + timedelta(days=3))
    org.refused(RuleBroken, calling(org, lot=early), STAFF, TIES)
    survey = org.hands.began(org.ask(calling(org), STAFF))
    name = NameScrutineer(ballot=survey, person=MEMBERS[2], name="Nan")
    org.refused(OutOfOrder, name, STAFF, "ballots.scrutineer")


def test_a_rulebook_without_surveys_asks_none() -> None:
    org = Organisation.without_rules(CALLED_BY)
    org.refused(NotFound, calling(org), STAFF, CALLED_BY)

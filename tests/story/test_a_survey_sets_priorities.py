"""The survey at the end of 2016: helping members become active came second (source 000)."""

from __future__ import annotations

from tests.application.organisation import in_memory
from tests.story import surveyed
from tests.story.chosen import choices_of


def test_the_survey_of_2016_gives_the_order_of_priorities() -> None:
    org = in_memory()
    survey = surveyed.tell(org)
    assert survey.declared
    (asked,) = choices_of(org, survey.id).chosen
    assert asked.result.elected == (
        *("Winning elections", "Helping members become active", "Debating policy"),
    )

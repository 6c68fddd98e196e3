"""The whole tale, told once for all who look at what came of it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from domain.rules.edition import Edition
from domain.rules.values import Rule
from tests.application.organisation import Organisation
from tests.story.momentum import told_under_the_rules_of_the_example


@dataclass(frozen=True)
class Tale:
    """What came of the tale, and each rule that was asked for while it was told."""

    org: Organisation
    asked: frozenset[str]


@pytest.fixture(scope="session")
def tale() -> Tale:
    """The story and what it leaves out, under the rules of the founding example, in memory."""
    asked: set[str] = set()
    before = Edition.rule

    def noted(edition: Edition, rule: str) -> Rule:
        asked.add(rule)
        return before(edition, rule)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Edition, "rule", noted)
        org = told_under_the_rules_of_the_example()
    return Tale(org, frozenset(asked))

"""What a rehearsal says of its own time."""

from __future__ import annotations

import pytest

from services.rehearsal.budget import VOTING_SECONDS, WHOLE_SECONDS, Took


def test_a_rehearsal_within_its_budget_says_so() -> None:
    took = Took(whole=WHOLE_SECONDS, voting=VOTING_SECONDS)
    assert took.in_time
    assert took.sentences()[-1] == "Time budget: kept"


@pytest.mark.parametrize("took", [Took(WHOLE_SECONDS + 1, 1), Took(60, VOTING_SECONDS + 1)])
def test_a_rehearsal_over_either_limit_is_over_its_budget(took: Took) -> None:
    assert not took.in_time
    assert "NOT KEPT" in took.sentences()[-1]

"""The benchmark of draws measures what it says, and its full size keeps what is promised."""

from __future__ import annotations

import pytest

from services.bench.drawing import Size, measure

SMALL = Size(members=120, seats=10, features=3, values=3)


def test_a_draw_is_measured_and_nothing_is_wrong_with_it() -> None:
    found = measure(SMALL, seeds=(1,))
    assert {row.name for row in found.rows} >= {"finding the fairest portfolio"}
    assert all(target.reached for target in found.targets)
    assert "10 of 120 by 3 features of 3 values" in found.notes[0]


@pytest.mark.long
@pytest.mark.timeout(600)
def test_ten_thousand_by_six_features_are_drawn_as_fairly_as_can_be_proved() -> None:
    found = measure(seeds=(4,))
    reached = {target.name: target.reached for target in found.targets}
    assert reached["chances from the fairest, at most"]
    assert reached["faults found"]

"""What holds of all questions at once."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.kernel.refusal import NotFound
from projections.catalogue import PROJECTIONS
from services.reading.questions import (
    Reading,
    assembly,
    ballot,
    body,
    claim,
    cycle,
    election,
    person,
    process,
    proposal,
    rule_history,
)
from tests.projections.everything import agrees_with_the_log
from tests.projections.record import Record


def test_every_projection_has_a_name_of_its_own() -> None:
    assert len({projection.name for projection in PROJECTIONS}) == len(PROJECTIONS)


def test_the_views_say_of_each_thing_what_the_log_says(at: Reading, record: Record) -> None:
    agrees_with_the_log(at, record)


def test_what_is_not_there_is_refused_by_name(at: Reading) -> None:
    nothing = UUID(int=7)
    for ask in (process, cycle, assembly, ballot, proposal, claim, election, person):
        with pytest.raises(NotFound):
            ask(at, nothing)
    with pytest.raises(NotFound):
        body(at, "nowhere")
    with pytest.raises(NotFound):
        rule_history(at, "no.such.rule")

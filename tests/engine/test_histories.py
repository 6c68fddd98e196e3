"""What released versions did can be replayed by the workflows of this version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from services.application.processes import KINDS
from workflows.catalogue import WORKFLOWS
from workflows.contract import CYCLE

HISTORIES = sorted((Path(__file__).with_name("histories")).glob("*.json"))


def test_there_is_a_history_of_every_process() -> None:
    kept = {path.stem.rpartition("-")[2] for path in HISTORIES}
    assert kept == {"cycle" if kind == CYCLE else kind for kind in WORKFLOWS}


def test_a_history_is_of_the_workflow_whose_name_it_has() -> None:
    """A process that was renamed would be replayed by nobody."""
    for path in HISTORIES:
        started = json.loads(path.read_text("utf-8"))["events"][0]
        kind = started["workflowExecutionStartedEventAttributes"]["workflowType"]["name"]
        assert path.stem.endswith(f"-{'cycle' if kind == CYCLE else kind}")


@pytest.mark.anyio
@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
async def test_a_recorded_history_replays(path: Path) -> None:
    replayer = Replayer(workflows=list(WORKFLOWS.values()), data_converter=pydantic_data_converter)
    history = WorkflowHistory.from_json(path.stem, path.read_text("utf-8"))
    result = await replayer.replay_workflow(history)
    assert result.replay_failure is None


def test_no_two_kinds_of_process_ask_for_a_step_by_one_name() -> None:
    """Each would take the other's."""
    names = [step.__name__ for kind in KINDS for step in kind.steps]
    assert sorted(names) == sorted(set(names))
    asked = {leg.activity for kind in WORKFLOWS.values() for leg in kind.COURSE}
    assert asked == set(names)

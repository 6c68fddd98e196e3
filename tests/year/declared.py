"""The steps that each process declares, read from its workflow itself, so that none is left out."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import NamedTuple

from workflows.catalogue import WORKFLOWS
from workflows.contract import ASSEMBLY, BALLOT, COUNT, CYCLE

OF_A_BALLOT_OF_ALL = (CYCLE, ASSEMBLY, BALLOT, COUNT)
"""Kinds that have no part in the year of a body; `tests/engine/test_crashes.py` plays those."""


class Stage(NamedTuple):
    """A step of a process, with the stage that it is asked for where it has several."""

    kind: str
    step: str
    stage: str = ""


def declared() -> frozenset[Stage]:
    """Every stage of every kind of process that the year of a body can have."""
    kinds = [kind for kind in WORKFLOWS if kind not in OF_A_BALLOT_OF_ALL]
    return frozenset(stage for kind in kinds for stage in _stages(kind))


def _stages(kind: str) -> Iterator[Stage]:
    """`self.steps.through(step, summary, stage)`, wherever it stands in the workflow."""
    source = ast.parse(textwrap.dedent(inspect.getsource(WORKFLOWS[kind])))
    for call in ast.walk(source):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "through":
            words = [ast.literal_eval(one) for one in call.args if isinstance(one, ast.Constant)]
            step, stage = words[0], words[2] if len(words) > 2 else ""
            yield Stage(kind, step, stage)

"""Sixty-one wards of the Scottish council elections, against the councils' own tables.

They are counted through the command, in one run.
"""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.counting.reference import expected, needs_reference, papers_in

WARDS = papers_in("scotland")


@pytest.fixture(scope="module")
def counted() -> dict[str, dict[str, Any]]:
    run = subprocess.run(
        [sys.executable, "-m", "services.cli.main", "count", "--json", *map(str, WARDS)],
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert run.returncode == 0, run.stderr
    return {Path(one["file"]).stem: one for one in map(json.loads, run.stdout.splitlines())}


@needs_reference
def test_all_wards_are_there() -> None:
    assert len(WARDS) == 61


@needs_reference
@pytest.mark.parametrize("ward", WARDS, ids=lambda ward: ward.stem)
def test_every_winner_is_the_councils(ward: Path, counted: dict[str, dict[str, Any]]) -> None:
    case, result = expected(ward), counted[ward.stem]
    names = list(result["stages"][0]["totals"])
    elected = [
        (names.index(name) + 1, number)
        for number, stage in enumerate(result["stages"], start=1)
        for name in stage["elected"]
    ]
    assert elected == [(w["no"], w["stage"]) for w in case["official"]["winners"]]
    assert Decimal(result["quota"]) == case["official"]["quota"]
    # One council typed one paper fewer than its own table of stages adds up to.
    agrees = result["papers"]["valid"] == case["official"]["valid_votes"]
    assert agrees == case["check"]["valid_votes_agree"]


@needs_reference
@pytest.mark.parametrize("ward", WARDS, ids=lambda ward: ward.stem)
def test_every_cell_is_the_councils(ward: Path, counted: dict[str, dict[str, Any]]) -> None:
    """Apart from typing errors of the source, which its file lists.

    Where the source typed a cell with fewer decimals, it is compared with as many.
    """
    case, result = expected(ward), counted[ward.stem]
    defects = {(d["stage"], d["candidate"]): d for d in case["check"]["cells_defective_in_source"]}
    rounds = case["check"]["stage_class"] == "rounded"
    cells = rounded = 0
    for official, stage in zip(case["official"]["stages"], result["stages"], strict=True):
        for place, ours in enumerate(stage["totals"].values(), start=1):
            theirs = official["totals"][str(place)]
            cells += 1
            if (official["stage"], place) in defects:
                defect = defects[official["stage"], place]
                assert (theirs, ours) == (defect["source_says"], defect["ballots_give"])
            elif Decimal(theirs) != Decimal(ours):
                assert rounds, (official["stage"], place, theirs, ours)
                assert abs(Decimal(theirs) - Decimal(ours)) < _last_place(theirs)
                rounded += 1
    assert cells == case["check"]["stage_cells"]
    assert rounded == case["check"]["cells_rounded_in_source"]


def _last_place(typed: str) -> Decimal:
    """The size of the last decimal that the source typed."""
    exponent = Decimal(typed).as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)

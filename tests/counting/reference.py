"""Where the reference elections are.  They stay there: nothing of them is kept in the project."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

BESIDE_THE_CHECKOUT = Path(__file__).parents[2].parent / "shared/data/elections"
REFERENCE = Path(os.environ.get("CONVENOR_REFERENCE_ELECTIONS", BESIDE_THE_CHECKOUT))

needs_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason=f"the reference elections are not in {REFERENCE}"
)


def cases(pattern: str) -> list[object]:
    """The files of that pattern, one a test; one test that says so if the folder is not there."""
    if not REFERENCE.is_dir():
        return [pytest.param(None, marks=needs_reference, id="no reference elections")]
    return [pytest.param(path, id=path.stem) for path in sorted(REFERENCE.glob(pattern))]


def papers_in(folder: str) -> list[Path]:
    """The BLT files of a folder; none if the folder is not there."""
    return sorted((REFERENCE / folder).glob("*.blt"))


def expected(file: Path) -> dict[str, Any]:
    """What the JSON file of that name says."""
    found: dict[str, Any] = json.loads(file.with_suffix(".json").read_text("utf-8"))
    return found

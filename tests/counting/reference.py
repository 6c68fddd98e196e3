"""Where the real elections are that these tests count, and why a test is skipped without them."""

from __future__ import annotations

import json
from os import environ
from pathlib import Path
from typing import Any

import pytest

REFERENCE = Path(
    environ.get(
        "CONVENOR_REFERENCE_ELECTIONS",
        Path(__file__).parents[2].parent / "shared" / "data" / "elections",
    )
)
needs_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason=f"the real elections are not at {REFERENCE}"
)


def cases(folder: str) -> list[Path]:
    """The BLT files of a folder that have an expected result beside them."""
    return sorted(file for file in (REFERENCE / folder).glob("*.blt"))


def expected(file: Path) -> dict[str, Any]:
    """What the JSON file of that name says."""
    found: dict[str, Any] = json.loads(file.with_suffix(".json").read_text("utf-8"))
    return found


def each(pattern: str) -> list[object]:
    """The files of that pattern, one a test; one test that says so if the folder is not there."""
    if not REFERENCE.is_dir():
        return [pytest.param(None, marks=needs_reference, id="no reference elections")]
    return [pytest.param(path, id=path.stem) for path in sorted(REFERENCE.glob(pattern))]

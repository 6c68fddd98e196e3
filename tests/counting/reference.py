"""Where the reference elections are.  They stay there: nothing of them is kept in the project."""

from __future__ import annotations

import os
from pathlib import Path

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

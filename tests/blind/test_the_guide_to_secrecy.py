"""The snippet of the guide to secrecy runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "secrecy.md"


def test_the_snippet_of_the_guide_runs() -> None:
    (snippet,) = re.findall(r"^```python\n(.*?)^```", GUIDE.read_text("utf-8"), re.M | re.S)
    exec(compile(snippet, GUIDE.name, "exec"), {})

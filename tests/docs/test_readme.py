"""The snippets of the documentation run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_readme_has_a_snippet_that_runs() -> None:
    snippets = _PYTHON.findall((ROOT / "README.md").read_text("utf-8"))
    assert snippets
    for snippet in snippets:
        exec(compile(snippet, "README.md", "exec"), {})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    text = page.read_text("utf-8")
    missing = [link for link in _LINK.findall(text) if not (page.parent / link).exists()]
    assert not missing


def test_the_glossary_explains_each_word_once_and_in_order() -> None:
    rows = (ROOT / "docs" / "glossary.md").read_text("utf-8").split("|---|---|\n")[1].splitlines()
    words = [row.split("|")[1].strip().lower() for row in rows if row.startswith("|")]
    assert words == sorted(set(words))

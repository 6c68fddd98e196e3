"""Every rule of the founding example is read by something, or the guide says that it is not yet."""

from __future__ import annotations

import re
from pathlib import Path

from domain.kernel.act import Standing
from tests.story.conftest import Tale
from tests.story.momentum import (
    directory,
    founding_file,
    rules_of_the_example,
)

GUIDE = Path(__file__).parents[2] / "docs" / "rules.md"
RULE = re.compile(r"`([a-z_]+(?:\.[a-z_]+)+)`")
READ, NOT_READ = "Read, and by what:", "Not read yet,"


def in_the_guide(heading: str, column: int) -> list[str]:
    """The rules that one column of the table under a heading names."""
    text = GUIDE.read_text("utf-8").partition(heading)[2]
    table = text.partition("\n|")[2].partition("\n\n")[0]
    rows = [line.split("|")[column] for line in table.splitlines()[2:]]
    return [rule for row in rows for rule in RULE.findall(row)]


def test_the_guide_lists_as_read_exactly_what_the_code_asks_for(
    tale: Tale,
) -> None:
    listed = in_the_guide(READ, 1)
    assert len(listed) == len(set(listed))
    assert set(listed) == tale.asked


def test_the_guide_lists_as_unread_exactly_the_rest_of_the_founding_file(
    tale: Tale,
) -> None:
    listed = in_the_guide(NOT_READ, 1)
    founding = {rule.id for rule in founding_file().rulebook.rules}
    assert len(listed) == len(set(listed))
    assert set(listed) == founding - tale.asked


def test_nothing_is_read_that_the_founding_file_does_not_have(
    tale: Tale,
) -> None:
    assert tale.asked <= {rule.id for rule in founding_file().rulebook.rules}


def test_what_is_marked_broke_a_rule_that_can_be_broken_without_a_refusal(
    tale: Tale,
) -> None:
    marked = [
        recorded.event.act
        for recorded in tale.org.store.acts(limit=5000)
        if recorded.event.act.standing is Standing.IRREGULAR
    ]
    broken = {rule for act in marked for rule in act.breaks}
    facts = {rule for rule in in_the_guide(READ, 1) if "recorded and marked" in _breach(rule)}
    assert broken
    assert broken <= directory(rules_of_the_example(founding_file())) | facts


def _breach(rule: str) -> str:
    """What the guide says of breaking a rule."""
    line = next(
        line for line in GUIDE.read_text("utf-8").splitlines() if line.startswith(f"| `{rule}` |")
    )
    return line.split("|")[3]

"""A refusal for want of power, time, quorum or order names the rule, or this file says why not.

It is read from the source: what is raised where, and whether a rule is given with it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PLACES = ("domain", "services/application", "services/voting")
BY_A_RULE = ("NotAllowed", "TooEarly", "TooLate", "RuleBroken", "QuorumNotMet")
IN_ORDER = ("OutOfOrder", "Overtaken")
IDENTITY = "Who the service is can't be given by a rule."
ONCE = "It is there or done already: there is nothing to judge."
FORM = "It follows from what the thing is, whatever the rules say."
QUOTAS = "The counter knows quotas and no rulebook; whoever asks it cites the rule."
DRAW = "A draw knows its terms and no rulebook; whoever has it made cites the rule."
NO_RULEBOOK = "There is no rulebook that could be cited."

WITHOUT: Final = {
    "Nobody acts as the service": IDENTITY,
    "Nobody with the number or id": IDENTITY,
    "The service does this by itself at its moment": IDENTITY,
    "The organisation has no rulebook yet": NO_RULEBOOK,
    "The organisation has a rulebook": ONCE,
    "There is a body with the short name": ONCE,
    "The short name": ONCE,
    "A member of the number": ONCE,
    "There is an amendment": ONCE,
    "There is no count to declare": FORM,
    "The result of the ballot has not been declared": FORM,
    "What was not carried can't be enacted": FORM,
    "There is no counter-proposal": FORM,
    "This would have taken effect": "Acts of one thing are recorded in their order.",
    "Every open amendment is contested": FORM,
    " Reopen nominations, or change the quotas.": QUOTAS,
    " Decide under which quotas to count.": QUOTAS,
    " are to be drawn, and ": DRAW,
    "Everybody in the pool was drawn": DRAW,
    "Panel ": DRAW,
    "No tie waits for": FORM,
    "This can be declared when it is counted": FORM,
    "These papers can't be counted": FORM,
}
"""Refusals that no rule decides, by how their sentence begins, and why."""
STATE: Final = (
    "already.",
    "has been dissolved.",
    "has ended.",
    "has been withdrawn or merged.",
    "it changes by amendments now.",
    "is still a draft.",
    "is not open any more",
    "has no seat in",
    "has been settled",
    "You have objected",
    "which is over.",
    "was settled by ruling",
    "after collision",
    "makes no text of its own",
    "is not the one that was on the paper.",
    "has not been passed on.",
    "has died",
)
"""What a thing has become: no rule decides that it can't become it again."""


class Raised(NamedTuple):
    """A refusal in the source: where, of which kind, the words of its sentence, and its rule."""

    where: str
    kind: str
    words: str
    cites: bool


@pytest.fixture(scope="module")
def refusals() -> tuple[Raised, ...]:
    """Read once, and by the worker alone that runs these tests."""
    return tuple(raised())


def raised() -> Iterator[Raised]:
    for place in PLACES:
        for file in sorted((ROOT / place).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                    yield from _refusal(f"{file.relative_to(ROOT)}:{node.lineno}", node.exc)


def _refusal(where: str, call: ast.Call) -> Iterator[Raised]:
    kind = call.func.id if isinstance(call.func, ast.Name) else ""
    if kind in (*BY_A_RULE, *IN_ORDER):
        words = "".join(
            part.value
            for argument in call.args[:1]
            for part in ast.walk(argument)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        )
        yield Raised(where, kind, words, any(word.arg == "rule" for word in call.keywords))


def _why_not(one: Raised) -> bool:
    if one.where.startswith("domain/cycle/settling.py") and not one.words:
        return True  # the sentence is the text's own: the passage is no longer there
    return any(one.words.startswith(known) for known in WITHOUT) or (
        one.kind in IN_ORDER and any(state in one.words for state in STATE)
    )


def test_refusals_are_found_in_the_source(refusals: tuple[Raised, ...]) -> None:
    assert {one.kind for one in refusals} == {*BY_A_RULE, *IN_ORDER}
    assert sum(one.cites for one in refusals) > 30


def test_every_refusal_cites_its_rule_or_is_known_to_have_none(
    refusals: tuple[Raised, ...],
) -> None:
    without = [f"{one.where}: {one.words}" for one in refusals if not (one.cites or _why_not(one))]
    assert without == []


def test_nothing_is_excused_that_is_not_there(refusals: tuple[Raised, ...]) -> None:
    said = [one.words for one in refusals if not one.cites]
    assert [known for known in WITHOUT if not any(w.startswith(known) for w in said)] == []
    assert [state for state in STATE if not any(state in words for words in said)] == []
